//! The order of files whose names say nothing, from their content alone.
//!
//! Hard: an object is made before it is used and used before it goes. Soft: statements are taken to change something. Then the files
//! are run in thought, each where what it needs is there and what it makes is not ([`schedule`]).

mod chains;
mod dependents;
mod edges;
mod followers;
mod graph;
mod inserts;
mod lives;
mod objects;
mod path;
mod places;
mod renewed;
mod schedule;
mod users;
mod versions;
mod words;

use std::collections::BTreeMap;

use super::facts::Facts;
use super::numbers::Numbering;
use super::soft;
use crate::dialect::name::Class;
use crate::dialect::script::Script;
pub use edges::edges;
use graph::Graph;
use objects::Object;

/// What the texts of files say of their order.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub hard: Vec<Pair>,
    pub soft: Vec<(Pair, Hint)>,
}

/// One file comes before another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    pub first: usize,
    pub then: usize,
    /// The label of the object for whose sake.
    pub object: String,
}

/// What kind of soft evidence, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// A statement would do nothing otherwise.
    Likely,
    /// A word of several parts (`user_name`) that the other file introduces or takes away.
    Word,
    /// A column is called like the table, or a comment names the file ([`super::soft`]).
    Named,
    /// Neighbouring versions of one definition.
    Version,
    /// A plain word that the other file introduces or takes away.
    PlainWord,
}

impl Evidence {
    fn hard(&mut self, first: usize, then: usize, object: &str) {
        if first != then {
            self.hard.push(Pair { first, then, object: object.to_owned() });
        }
    }

    fn soft(&mut self, first: usize, then: usize, object: &str, hint: Hint) {
        if first != then {
            self.soft.push((Pair { first, then, object: object.to_owned() }, hint));
        }
    }
}

/// Collects what the texts say.
pub fn evidence(scripts: &[Script], facts: &[Facts]) -> Evidence {
    collect(scripts, facts, &objects::objects(facts)).0
}

/// The evidence, the graphs of what is sure and of what is likely with it, and the expected places.
fn collect(scripts: &[Script], facts: &[Facts], objects: &[Object<'_>]) -> (Evidence, Graph, Graph, Vec<f64>) {
    let mut evidence = Evidence::default();
    let introduced = words::introduced(scripts, objects);
    let told = introduced.iter().flat_map(words::Introduced::pairs).collect();
    objects.iter().for_each(|object| lives::order(object, &told, &mut evidence));
    words::order(&introduced, facts.len(), &mut evidence);
    renewed::order(facts, objects, &mut evidence);
    inserts::order(facts, objects, &mut evidence);
    dependents::order(facts, objects, &mut evidence);
    for edge in soft::edges(scripts, facts, &Numbering::default()) {
        edge.because.iter().for_each(|reason| evidence.soft(edge.first, edge.then, &reason.object, Hint::Named));
    }
    let (hard, all) = graphs(&evidence, facts.len());
    let places = places::places(&all);
    let by_label = objects.iter().map(|object| (object.label, object)).collect();
    let known = chains::Known {
        scripts,
        facts,
        objects: by_label,
        places: &places,
        after: followers::Followers::of_graph(&all, facts.len()),
    };
    let before = evidence.soft.len();
    chains::order(&known, &mut evidence);
    if evidence.soft.len() == before {
        return (evidence, hard, all, places);
    }
    let (hard, all) = graphs(&evidence, facts.len());
    let places = places::places(&all);
    (evidence, hard, all, places)
}

/// What is sure as a graph, and with it what is likely, as far as it fits.
fn graphs(evidence: &Evidence, files: usize) -> (Graph, Graph) {
    let hard = Graph::new(files, evidence.hard.iter());
    let mut all = hard.clone();
    for pair in weighed(evidence) {
        all.add(pair.0, pair.1);
    }
    (hard, all)
}

/// The order that the texts tell, where they say nothing that of the names; and the pairs that are sure.
pub fn order(scripts: &[Script], facts: &[Facts]) -> (Vec<usize>, Vec<Pair>) {
    let objects = objects::objects(facts);
    let (evidence, hard, all, places) = collect(scripts, facts, &objects);
    let ranks = ranks(facts, &places);
    (schedule::schedule(&objects, &hard, &all, &ranks), evidence.hard)
}

/// Which file comes first where nothing else tells: where it is to be expected, then by the names; but an extension comes as early
/// as can be, since what it brings has no file of its own.
fn ranks(facts: &[Facts], places: &[f64]) -> Vec<usize> {
    let has_extension = |file: usize| facts[file].makes.iter().any(|made| made.class == Class::Extension);
    let mut files: Vec<usize> = (0..facts.len()).collect();
    files.sort_by(|a, b| (!has_extension(*a)).cmp(&!has_extension(*b)).then(places[*a].total_cmp(&places[*b])).then(a.cmp(b)));
    let mut ranks = vec![0; facts.len()];
    files.into_iter().enumerate().for_each(|(rank, file)| ranks[file] = rank);
    ranks
}

/// The pairs for which hints stand, the best first. Of two directions the one with the better hints counts.
fn weighed(evidence: &Evidence) -> Vec<(usize, usize)> {
    let mut counts: BTreeMap<(usize, usize), BTreeMap<Hint, usize>> = BTreeMap::new();
    for (pair, hint) in &evidence.soft {
        *counts.entry((pair.first, pair.then)).or_default().entry(*hint).or_default() += 1;
    }
    let weight = |pair: &(usize, usize)| {
        let of = |hint: Hint| counts.get(pair).and_then(|counts| counts.get(&hint)).copied().unwrap_or(0);
        [Hint::Likely, Hint::Word, Hint::Named, Hint::Version, Hint::PlainWord].map(of)
    };
    let mut pairs: Vec<(usize, usize)> = counts.keys().copied().filter(|pair| weight(pair) > weight(&(pair.1, pair.0))).collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(weight(pair)), *pair));
    pairs
}
