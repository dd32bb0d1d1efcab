//! The order of the files: found from what their statements define and need, with the evidence for every edge.
//!
//! Invariants: the order is a permutation of the files; a folder that runs in the order of its names is not moved; only evidence
//! moves a file, and no further than it must.

pub mod content;
mod data_fixes;
mod evidence;
mod facts;
mod file_names;
mod inside;
mod inside_loops;
mod loops;
pub mod mend;
mod moved;
mod names;
mod numbers;
pub mod reorder;
mod snapshots;
mod soft;
mod sorter;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::dialect::name::Class;
use crate::dialect::script::Script;
use crate::finding::Finding;
pub use evidence::why;
pub use facts::{After, Before, Event, Facts, Mentioned, Touch, Touches, facts, of_statement};
pub use names::{Relations, label};
use numbers::Numbering;
use sorter::Sorted;

/// The order, and why.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Indexes of the scripts, first to run first.
    pub order: Vec<usize>,
    /// What each file needs of another, by the file that needs.
    pub edges: Vec<Edge>,
    pub findings: Vec<Finding>,
}

impl Plan {
    /// Adds edges; what is said of two files stands in one edge.
    fn add_edges(&mut self, edges: Vec<Edge>) {
        let mut all: BTreeMap<(usize, usize), Vec<Reason>> = BTreeMap::new();
        for edge in std::mem::take(&mut self.edges).into_iter().chain(edges) {
            all.entry((edge.then, edge.first)).or_default().extend(edge.because);
        }
        self.edges = all.into_iter().map(|((then, first), because)| Edge { first, then, because }).collect();
    }
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
    /// The statement takes away what the other file uses.
    End,
    /// Names and comments suggest it.
    Soft,
}

impl Strength {
    /// What a file does with an object: `needs`.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Hard => "needs",
            Self::End => "takes away",
            Self::Soft => "points to",
        }
    }

    /// Whether the files fail in another order.
    #[must_use]
    pub fn is_hard(self) -> bool {
        self != Self::Soft
    }
}

/// One step of a loop of files that need each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Index of the file that makes what is needed.
    pub first: usize,
    /// Index of the file that needs it.
    pub then: usize,
    pub need: Mentioned,
}

/// What may be done for the sake of the order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The names' order is taken as it is; no file is split.
    pub by_names: bool,
    /// Statements may move inside their file.
    pub reorder: bool,
    /// The first file is a base that the user named.
    pub has_base: bool,
    /// The layout has no rule of its own for what is a migration.
    pub loose: bool,
}

/// Puts the files in order: splits those that need each other, and reorders statements where that is wanted.
pub fn arrange(scripts: Vec<Script>, dialect: &dyn Dialect, options: Options) -> (Vec<Script>, Plan) {
    let (mut scripts, mut findings) = snapshots::leave_out(scripts, options.has_base);
    if options.loose && !options.by_names {
        let (migrations, fixes) = data_fixes::leave_out(scripts);
        scripts = migrations;
        findings.extend(fixes);
    }
    let mut sorting = Sorting::new(&scripts, options.by_names);
    if !options.by_names {
        let of_parts = mend::split_loops(&mut scripts, &mut sorting, dialect);
        let of_keys = inside_loops::break_all(&mut scripts, &sorting.facts, dialect);
        if !of_keys.is_empty() {
            sorting = Sorting::new(&scripts, options.by_names);
        }
        findings.extend(of_keys.into_iter().chain(of_parts));
    }
    let mut plan = plan_of(&scripts, sorting);
    if options.reorder {
        findings.extend(reorder::reorder(&mut scripts, &plan.order));
        plan = self::plan(&scripts, options.by_names);
    }
    findings.append(&mut plan.findings);
    (scripts, Plan { findings, ..plan })
}

/// Finds the order. `by_names`: the names' order is taken as it is, and only the edges are found.
pub fn plan(scripts: &[Script], by_names: bool) -> Plan {
    plan_of(scripts, Sorting::new(scripts, by_names))
}

/// What is found of some files before anything is said of them.
struct Sorting {
    facts: Vec<Facts>,
    numbering: Numbering,
    soft: Vec<Edge>,
    sorted: Sorted,
}

impl Sorting {
    fn new(scripts: &[Script], by_names: bool) -> Self {
        let facts: Vec<Facts> = scripts.iter().map(facts).collect();
        let numbering = Numbering::new(scripts);
        let soft = soft::edges(scripts, &facts, &numbering);
        let sorted = if by_names {
            Sorted { order: (0..scripts.len()).collect(), ..Sorted::default() }
        } else {
            sort(scripts, &facts, &soft, &numbering)
        };
        Self { facts, numbering, soft, sorted }
    }
}

fn plan_of(scripts: &[Script], sorting: Sorting) -> Plan {
    let Sorting { facts, numbering, soft, sorted } = sorting;
    let relations = Relations::new(&facts);
    let mut plan = Plan { order: sorted.order, ..Plan::default() };
    // Two files may need each other for a table and for its columns: said once.
    let mut said: BTreeSet<BTreeSet<(usize, usize)>> = BTreeSet::new();
    for links in &sorted.loops {
        if said.insert(links.iter().map(|link| (link.first, link.then)).collect()) {
            plan.findings.push(loops::finding(scripts, &facts, links, &relations));
        }
    }
    plan.edges = edges(&plan.order, &facts, &soft);
    if let Some(hard) = &sorted.content {
        plan.findings.extend(moved::by_content(scripts, &plan.order));
        plan.add_edges(content::edges(hard, &facts, &plan.order));
    } else {
        plan.findings.extend(moved::by_needs(scripts, &plan.order, &facts, &soft, &relations));
    }
    for reason in plan.edges.iter_mut().flat_map(|edge| &mut edge.because) {
        reason.object = relations.shown(&reason.object);
    }
    plan.findings.extend(inside::findings(scripts, &facts, &plan.order, &relations));
    let needs = |first: usize, then: usize| {
        let edge = plan.edges.iter().find(|edge| edge.first == first && edge.then == then)?;
        let reason = edge.because.first()?;
        let verb = reason.strength.verb();
        Some(format!("{verb} {}", reason.object))
    };
    let clash = |first: usize, then: usize| Some(relations.shown(numbers::clash(&facts[first], &facts[then])?));
    let shared = numbers::findings(scripts, &numbering, &plan.order, needs, clash);
    plan.findings.extend(shared);
    plan
}

/// Sorts the files, beginning with the order of the names, or with that which their content tells where the names hold no number and
/// the files do not run in their order.
fn sort(scripts: &[Script], facts: &[Facts], soft: &[Edge], numbering: &Numbering) -> Sorted {
    let by_names: Vec<usize> = (0..facts.len()).collect();
    if numbering.says_something() || sorter::missing(&by_names, facts).is_empty() {
        sorter::sort(&by_names, facts, soft, numbering)
    } else {
        let (order, hard) = content::order(scripts, facts);
        // The hints are in it.
        Sorted { content: Some(hard), ..sorter::sort(&order, facts, &[], numbering) }
    }
}

/// For each file, the file before it that last made each object that it needs.
fn edges(order: &[usize], facts: &[Facts], soft: &[Edge]) -> Vec<Edge> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: BTreeMap<(usize, usize), BTreeSet<Reason>> = BTreeMap::new();
    for file in order {
        let mut seen = BTreeSet::new();
        for need in facts[*file].needs.iter().chain(&facts[*file].parts_needed) {
            let found_as = last.get(need.object.as_str()).map(|first| (first, &need.object));
            let found_as = found_as.or_else(|| need.instead.as_ref().and_then(|it| Some((last.get(it.as_str())?, it))));
            if let (Some((first, object)), true) = (found_as, seen.insert(&need.object)) {
                let reason = Reason { object: object.clone(), at: need.at, strength: Strength::Hard };
                found.entry((*file, *first)).or_default().insert(reason);
            }
        }
        // Columns stand for the changes of their tables; a label that is added to a type has no name of its own.
        let of_types = facts[*file].changes.iter().filter(|changed| changed.class == Class::Type);
        for made in facts[*file].makes.iter().chain(&facts[*file].parts_made).chain(of_types) {
            last.insert(&made.object, *file);
        }
    }
    let mut places = vec![0; facts.len()];
    order.iter().enumerate().for_each(|(place, file)| places[*file] = place);
    for edge in soft.iter().filter(|edge| places[edge.first] < places[edge.then]) {
        found.entry((edge.then, edge.first)).or_default().extend(edge.because.iter().cloned());
    }
    found.into_iter().map(|((then, first), because)| Edge { first, then, because: evidence(&because) }).collect()
}

/// The words for parts of relations and types.
const PARTS: &[&str] = &["column", "constraint", "key", "trigger", "policy", "rule", "label"];

/// The reasons that say the most: a column says nothing more beside its table.
fn evidence(reasons: &BTreeSet<Reason>) -> Vec<Reason> {
    let named = |reason: &Reason| reason.object.split_once(' ').map(|(word, name)| (word.to_owned(), name.to_owned()));
    let whole = |word: &str| matches!(word, "relation" | "type");
    let wholes: BTreeSet<String> = reasons.iter().filter_map(named).filter(|it| whole(&it.0)).map(|it| it.1).collect();
    let is_said = |reason: &Reason| {
        let part = named(reason).filter(|(word, _)| PARTS.contains(&word.as_str()));
        part.is_some_and(|(_, part)| part.match_indices('.').any(|(dot, _)| wholes.contains(&part[..dot])))
    };
    let mut told: Vec<Reason> = reasons.iter().filter(|reason| !is_said(reason)).cloned().collect();
    told.sort_by_key(|reason| rank(&reason.object));
    told
}

/// Tables say the most, then what they are made of; a schema says least.
fn rank(object: &str) -> usize {
    const WORDS: &[&str] = &["relation ", "column ", "key ", "type ", "extension "];
    match WORDS.iter().position(|word| object.starts_with(word)) {
        Some(rank) => rank,
        None if object.starts_with("schema ") => WORDS.len() + 1,
        None => WORDS.len(),
    }
}
