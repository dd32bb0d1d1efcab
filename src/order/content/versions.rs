//! Versions: an object that several files define follows the path of the least change from text to text.
//!
//! The path begins with the version that must come first, or else with the shorter end: texts grow.

use std::collections::{BTreeMap, BTreeSet};

use super::followers::Followers;
use super::objects::Object;
use super::{Evidence, Hint};
use crate::dialect::script::Script;
use crate::order::facts::{After, Facts};

/// More versions than this are not compared, each with each.
const MOST: usize = 64;

/// A version: its file, and how often each word stands in its text.
struct Version {
    file: usize,
    words: BTreeMap<String, usize>,
    size: usize,
}

/// What the versions of each object say.
pub fn order(scripts: &[Script], facts: &[Facts], objects: &[Object<'_>], evidence: &mut Evidence) {
    let after = Followers::new(evidence, facts.len());
    let is_text =
        |label: &str| ["routine ", "relation ", "trigger ", "policy ", "constraint "].iter().any(|it| label.starts_with(it));
    for object in objects.iter().filter(|object| is_text(object.label)) {
        let makers = object.parts.iter().filter(|part| part.after == After::There).map(|part| part.file);
        let files: Vec<usize> = makers.collect();
        if files.len() < 2 || files.len() > MOST {
            continue;
        }
        let versions: Vec<Version> =
            files.iter().filter_map(|file| version(&scripts[*file], &facts[*file], object.label, *file)).collect();
        for pair in path(&versions, &after).windows(2) {
            evidence.soft(pair[0], pair[1], object.label, Hint::Version);
        }
    }
}

fn version(script: &Script, facts: &Facts, label: &str, file: usize) -> Option<Version> {
    let at = facts.touches.get(label)?.made_at?;
    let statement = script.statements().find(|statement| statement.span.start == at)?;
    let text = script.slice(statement.span.clone());
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    let size = words.values().sum();
    Some(Version { file, words, size })
}

/// How many words one has more than the other, both ways.
fn distance(a: &Version, b: &Version) -> usize {
    let common: usize = a.words.iter().map(|(word, count)| (*count).min(b.words.get(word).copied().unwrap_or(0))).sum();
    a.size + b.size - 2 * common
}

/// The files in the order of the least change that better evidence allows.
fn path(versions: &[Version], after: &Followers) -> Vec<usize> {
    let behind: Vec<BTreeSet<usize>> = versions.iter().map(|version| after.behind(version.file)).collect();
    let is_free =
        |at: usize, left: &BTreeSet<usize>| !left.iter().any(|other| *other != at && behind[*other].contains(&versions[at].file));
    let all: BTreeSet<usize> = (0..versions.len()).collect();
    let walk = |start: usize| {
        let mut left = all.clone();
        let (mut order, mut cost, mut last) = (Vec::new(), 0, start);
        left.remove(&start);
        order.push(start);
        while !left.is_empty() {
            let next =
                left.iter().copied().min_by_key(|at| (!is_free(*at, &left), distance(&versions[last], &versions[*at]), *at));
            let Some(next) = next else { break };
            cost += distance(&versions[last], &versions[next]);
            left.remove(&next);
            order.push(next);
            last = next;
        }
        (cost, order)
    };
    let starts = all.iter().copied().filter(|at| is_free(*at, &all));
    let best = starts
        .map(|start| (walk(start), versions[start].size, start))
        .min_by_key(|((cost, _), size, start)| (*cost, *size, *start));
    best.map(|((_, order), ..)| order.into_iter().map(|at| versions[at].file).collect()).unwrap_or_default()
}
