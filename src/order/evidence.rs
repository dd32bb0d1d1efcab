//! Why one file comes before another.

use std::collections::{BTreeMap, VecDeque};

use super::{Edge, Plan};

/// The shortest chain of edges that leads from one file to a later one; one of hard edges alone if there is one. Empty: nothing in
/// the files says which comes first.
pub fn why(plan: &Plan, first: usize, then: usize) -> Vec<&Edge> {
    let hard = |edge: &&Edge| edge.because.iter().any(|reason| reason.strength.is_hard());
    let chain = shortest(plan.edges.iter().filter(hard), first, then);
    if chain.is_empty() { shortest(plan.edges.iter(), first, then) } else { chain }
}

fn shortest<'a>(edges: impl Iterator<Item = &'a Edge>, first: usize, then: usize) -> Vec<&'a Edge> {
    let mut after: BTreeMap<usize, Vec<&Edge>> = BTreeMap::new();
    edges.for_each(|edge| after.entry(edge.first).or_default().push(edge));
    let mut came: BTreeMap<usize, &Edge> = BTreeMap::new();
    let mut waiting = VecDeque::from([first]);
    while let Some(file) = waiting.pop_front() {
        for edge in after.get(&file).into_iter().flatten() {
            if edge.then != first && !came.contains_key(&edge.then) {
                came.insert(edge.then, edge);
                waiting.push_back(edge.then);
            }
        }
    }
    let mut chain = Vec::new();
    let mut at = then;
    while let Some(edge) = came.get(&at) {
        chain.push(*edge);
        at = edge.first;
    }
    chain.reverse();
    chain
}
