//! The order of the files: found from what their statements define and need, with the evidence for every edge.
//!
//! Invariants: the order is a permutation of the files; a folder that runs in the order of its names is not moved; only evidence
//! moves a file, and no further than it must.

mod facts;
mod names;
mod soft;

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::script::Script;
use crate::finding::Finding;
pub use facts::{Facts, Mentioned, facts};
pub use names::Relations;

/// The order, and why.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Indexes of the scripts, first to run first.
    pub order: Vec<usize>,
    /// What each file needs of another, by the file that needs.
    pub edges: Vec<Edge>,
    pub findings: Vec<Finding>,
}

/// One file must come after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Index of the file that comes first.
    pub first: usize,
    /// Index of the file that comes after it.
    pub then: usize,
    pub because: Vec<Reason>,
}

/// The evidence for an edge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// `table users`.
    pub object: String,
    /// Byte offset in the file that needs it.
    pub at: usize,
    pub strength: Strength,
}

/// How much an edge counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The statement fails without it.
    Hard,
    /// Names and comments suggest it.
    Soft,
}

/// Finds the order. `by_names`: the names' order is taken as it is, and only the edges are found.
pub fn plan(scripts: &[Script], by_names: bool) -> Plan {
    let facts: Vec<Facts> = scripts.iter().map(facts).collect();
    let mut plan = Plan::default();
    let soft = soft::edges(scripts, &facts);
    let mut sorter = Sorter {
        scripts,
        facts: &facts,
        soft: &soft,
        makers: makers(&facts),
        made: BTreeSet::new(),
        opaque: false,
        state: vec![State::Waiting; scripts.len()],
        plan: &mut plan,
    };
    for file in 0..scripts.len() {
        if by_names {
            sorter.emit(file);
        } else {
            sorter.visit(file, &mut Vec::new());
        }
    }
    let relations = Relations::new(&facts);
    report_moves(scripts, &mut plan, &facts, &soft, &relations);
    plan.edges = edges(&plan.order, &facts, &soft);
    for reason in plan.edges.iter_mut().flat_map(|edge| &mut edge.because) {
        reason.object = relations.shown(&reason.object);
    }
    plan
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Underway,
    Done,
}

/// Depth first: before a file runs, the files that make what it misses.
struct Sorter<'a> {
    scripts: &'a [Script],
    facts: &'a [Facts],
    soft: &'a [Edge],
    /// Object to the files that make it, in the order of names.
    makers: BTreeMap<String, Vec<usize>>,
    made: BTreeSet<String>,
    /// What ran so far may have made things that no text names: then a missing name is no evidence.
    opaque: bool,
    state: Vec<State>,
    plan: &'a mut Plan,
}

impl Sorter<'_> {
    fn visit(&mut self, file: usize, path: &mut Vec<usize>) {
        match self.state[file] {
            State::Done => return,
            State::Underway => return self.cycle(file, path),
            State::Waiting => {}
        }
        self.state[file] = State::Underway;
        path.push(file);
        for need in &self.facts[file].needs {
            if self.made.contains(&need.object) {
                continue;
            }
            if let Some(maker) = self.maker(need, file).filter(|_| !self.facts[file].has_conditional(&need.object)) {
                self.visit(maker, path);
            }
        }
        let hints: Vec<usize> = self.soft.iter().filter(|edge| edge.then == file).map(|edge| edge.first).collect();
        for first in hints {
            if self.state[first] == State::Waiting {
                self.visit(first, path);
            }
        }
        path.pop();
        self.emit(file);
    }

    /// The file that makes what a file misses: one that waits, else one that waits for this very file. After an opaque statement
    /// anything may exist.
    fn maker(&self, need: &Mentioned, file: usize) -> Option<usize> {
        let makers = self.makers.get(&need.object).filter(|_| !self.opaque)?;
        let in_state = |state| makers.iter().copied().find(|maker| *maker != file && self.state[*maker] == state);
        in_state(State::Waiting).or_else(|| in_state(State::Underway))
    }

    fn emit(&mut self, file: usize) {
        if self.state[file] != State::Done {
            self.state[file] = State::Done;
            self.opaque |= self.facts[file].opaque;
            self.made.extend(self.facts[file].makes.iter().map(|made| made.object.clone()));
            self.plan.order.push(file);
        }
    }

    fn cycle(&mut self, file: usize, path: &[usize]) {
        let start = path.iter().position(|at| *at == file).unwrap_or(0);
        let names: Vec<&str> = path[start..].iter().chain([&file]).map(|at| self.scripts[*at].text.path.as_str()).collect();
        let finding = Finding::error("order-cycle", format!("these files need each other: {}", names.join(" needs ")));
        let help = "split one of them: create the tables first, and add the foreign key in a file that comes after both";
        self.plan.findings.push(finding.in_file(names[0]).help(help));
    }
}

fn makers(facts: &[Facts]) -> BTreeMap<String, Vec<usize>> {
    let mut makers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (file, facts) in facts.iter().enumerate() {
        for made in &facts.makes {
            let list = makers.entry(made.object.clone()).or_default();
            if list.last() != Some(&file) {
                list.push(file);
            }
        }
    }
    makers
}

/// For each file, the file before it that last touched each object that it needs.
fn edges(order: &[usize], facts: &[Facts], soft: &[Edge]) -> Vec<Edge> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: BTreeMap<(usize, usize), BTreeSet<Reason>> = BTreeMap::new();
    for file in order {
        let mut seen = BTreeSet::new();
        for need in &facts[*file].needs {
            if let (Some(first), true) = (last.get(need.object.as_str()), seen.insert(&need.object)) {
                let reason = Reason { object: need.object.clone(), at: need.at, strength: Strength::Hard };
                found.entry((*file, *first)).or_default().insert(reason);
            }
        }
        for made in facts[*file].makes.iter().chain(&facts[*file].changes) {
            last.insert(&made.object, *file);
        }
    }
    let place = |file: usize| order.iter().position(|at| *at == file);
    for edge in soft.iter().filter(|edge| place(edge.first) < place(edge.then)) {
        found.entry((edge.then, edge.first)).or_default().extend(edge.because.iter().cloned());
    }
    found.into_iter().map(|((then, first), because)| Edge { first, then, because: because.into_iter().collect() }).collect()
}

fn report_moves(scripts: &[Script], plan: &mut Plan, facts: &[Facts], soft: &[Edge], relations: &Relations) {
    // A file is moved forward if one that sorts before it runs after it.
    let mut moved = Vec::new();
    let mut least = usize::MAX;
    for file in plan.order.iter().rev().copied() {
        if least < file {
            moved.push((file, least));
        }
        least = least.min(file);
    }
    moved.reverse();
    for (file, other) in moved {
        let need = facts[other].needs.iter().find(|need| facts[file].makes.iter().any(|made| made.object == need.object));
        let hint = soft.iter().find(|edge| edge.first == file && edge.then == other).and_then(|edge| edge.because.first());
        let (why, at) = match (need, hint) {
            (Some(need), _) => (format!("which needs {}", relations.shown(&need.object)), Some(need.at)),
            (None, Some(hint)) => (format!("which points to {}", relations.shown(&hint.object)), Some(hint.at)),
            _ => ("because of what stands between them".to_owned(), None),
        };
        let (name, other_name) = (&scripts[file].text.path, &scripts[other].text.path);
        let finding = Finding::note("order-changed", format!("{name} runs before {other_name}, {why}"));
        let finding = match at {
            Some(at) => finding.at(other_name, at..at + 1),
            None => finding.in_file(other_name),
        };
        plan.findings.push(finding.help("`--order names` keeps the order of the names"));
    }
}
