//! The order of the files: found from what their statements define and need, with the evidence for every edge.
//!
//! Invariants: the order is a permutation of the files; a folder that runs in the order of its names is not moved; only evidence
//! moves a file, and no further than it must.

pub mod content;
mod data_fixes;
mod evidence;
mod facts;
mod inside;
mod inside_loops;
mod loops;
pub mod mend;
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
pub use facts::{After, Before, Facts, Mentioned, Touch, Touches, facts};
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
    if !options.by_names {
        if options.loose {
            let (migrations, fixes) = data_fixes::leave_out(scripts);
            scripts = migrations;
            findings.extend(fixes);
        }
        let (parts, of_parts) = mend::split_loops(scripts, dialect);
        scripts = parts;
        let facts: Vec<Facts> = scripts.iter().map(facts).collect();
        findings.extend(inside_loops::break_all(&mut scripts, &facts, dialect));
        findings.extend(of_parts);
    }
    let mut plan = plan(&scripts, options.by_names);
    if options.reorder {
        findings.extend(reorder::reorder(&mut scripts, &plan.order));
        plan = self::plan(&scripts, options.by_names);
    }
    findings.append(&mut plan.findings);
    (scripts, Plan { findings, ..plan })
}

/// Finds the order. `by_names`: the names' order is taken as it is, and only the edges are found.
pub fn plan(scripts: &[Script], by_names: bool) -> Plan {
    let facts: Vec<Facts> = scripts.iter().map(facts).collect();
    let numbering = Numbering::new(scripts);
    let soft = soft::edges(scripts, &facts, &numbering);
    let sorted = if by_names {
        Sorted { order: (0..scripts.len()).collect(), ..Sorted::default() }
    } else {
        sort(scripts, &facts, &soft, &numbering)
    };
    let relations = Relations::new(&facts);
    let mut plan = Plan { order: sorted.order, ..Plan::default() };
    // Two files may need each other for a table and for its columns: said once.
    let mut said: BTreeSet<BTreeSet<(usize, usize)>> = BTreeSet::new();
    for links in &sorted.loops {
        if said.insert(links.iter().map(|link| (link.first, link.then)).collect()) {
            plan.findings.push(loops::finding(scripts, &facts, links, &relations));
        }
    }
    report_moves(scripts, &mut plan, &facts, &soft, &relations);
    plan.edges = edges(&plan.order, &facts, &soft);
    for reason in plan.edges.iter_mut().flat_map(|edge| &mut edge.because) {
        reason.object = relations.shown(&reason.object);
    }
    plan.findings.extend(inside::findings(scripts, &facts, &plan.order, &relations));
    let needs = |first: usize, then: usize| {
        let edge = plan.edges.iter().find(|edge| edge.first == first && edge.then == then)?;
        let reason = edge.because.first()?;
        let verb = if reason.strength == Strength::Hard { "needs" } else { "points to" };
        Some(format!("{verb} {}", reason.object))
    };
    let shared = numbers::findings(scripts, &numbering, &plan.order, needs);
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
        // The hints are in it.
        sorter::sort(&content::order(scripts, facts), facts, &[], numbering)
    }
}

/// For each file, the file before it that last made each object that it needs.
fn edges(order: &[usize], facts: &[Facts], soft: &[Edge]) -> Vec<Edge> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: BTreeMap<(usize, usize), BTreeSet<Reason>> = BTreeMap::new();
    for file in order {
        let mut seen = BTreeSet::new();
        for need in facts[*file].needs.iter().chain(&facts[*file].parts_needed) {
            if let (Some(first), true) = (last.get(need.object.as_str()), seen.insert(&need.object)) {
                let reason = Reason { object: need.object.clone(), at: need.at, strength: Strength::Hard };
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

/// The reasons that say the most: a column says nothing more beside its table.
fn evidence(reasons: &BTreeSet<Reason>) -> Vec<Reason> {
    let whole: BTreeSet<String> =
        reasons.iter().filter_map(|reason| Some(format!("{}.", reason.object.strip_prefix("relation ")?))).collect();
    let is_said = |reason: &Reason| {
        let part = ["column ", "constraint "].iter().find_map(|word| reason.object.strip_prefix(word));
        part.is_some_and(|part| part.rfind('.').is_some_and(|dot| whole.contains(&part[..=dot])))
    };
    reasons.iter().filter(|reason| !is_said(reason)).cloned().collect()
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
        let need =
            facts[other].needs.iter().chain(&facts[other].parts_needed).find(|need| facts[file].makes_object(&need.object));
        let hint = soft.iter().find(|edge| edge.first == file && edge.then == other).and_then(|edge| edge.because.first());
        let (why, at) = match (need, hint) {
            (Some(need), _) => (format!("which needs {}", relations.shown(&need.object)), Some(need.at)),
            (None, Some(hint)) => (format!("which points to {}", relations.shown(&hint.object)), Some(hint.at)),
            _ => ("because of what stands between them".to_owned(), None),
        };
        let (text, other) = (&scripts[file].text, &scripts[other].text);
        let finding = Finding::note("order-changed", format!("{} runs before {}, {why}", text.name(), other.name()));
        let finding = match at {
            Some(at) => finding.at(&other.path, at..at + 1),
            None => finding.in_file(&other.path),
        };
        plan.findings.push(finding.help("`--order names` keeps the order of the names"));
    }
}
