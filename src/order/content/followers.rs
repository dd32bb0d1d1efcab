//! What comes behind a file by the evidence that is hardly ever wrong.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::{Evidence, Hint};

/// How far evidence is followed.
const FAR: usize = 2_000;

/// How far back a word is looked for that may be older than the file that seems to introduce it.
const NEAR: usize = 128;

/// By file, the files that evidence puts behind it, and how many of them are looked at.
pub struct Followers(Vec<Vec<usize>>, usize);

impl Followers {
    /// Those that hard evidence and names of several parts tell.
    pub fn new(evidence: &Evidence, files: usize) -> Self {
        let words = evidence.soft.iter().filter(|(_, hint)| *hint == Hint::Word).map(|(pair, _)| pair);
        let mut after = vec![Vec::new(); files];
        evidence.hard.iter().chain(words).for_each(|pair| after[pair.first].push(pair.then));
        Self(after, FAR)
    }

    /// By file, those that hard evidence puts before it.
    pub fn backwards(evidence: &Evidence, files: usize) -> Self {
        let mut before = vec![Vec::new(); files];
        evidence.hard.iter().for_each(|pair| before[pair.then].push(pair.first));
        Self(before, NEAR)
    }

    /// Those that a graph tells.
    pub fn of_graph(graph: &Graph, files: usize) -> Self {
        Self((0..files).map(|file| graph.next(file).iter().copied().collect()).collect(), FAR)
    }

    /// All files behind a file.
    pub fn behind(&self, file: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![file];
        while let Some(at) = waiting.pop().filter(|_| seen.len() < self.1) {
            waiting.extend(self.0[at].iter().copied().filter(|then| seen.insert(*then)));
        }
        seen
    }
}
