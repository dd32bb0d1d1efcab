//! Sure pairs as edges of a plan: what is used before it goes.

use std::collections::{BTreeMap, BTreeSet};

use super::Pair;
use crate::order::facts::{After, Facts};
use crate::order::{Edge, Reason, Strength};

/// The edges from files that use an object to the file that takes it away, as far as the order heeds them.
pub fn edges(hard: &[Pair], facts: &[Facts], order: &[usize]) -> Vec<Edge> {
    let mut places = vec![usize::MAX; facts.len()];
    order.iter().enumerate().for_each(|(place, file)| places[*file] = place);
    let mut found: BTreeMap<(usize, usize), BTreeSet<Reason>> = BTreeMap::new();
    for pair in hard.iter().filter(|pair| places[pair.first] < places[pair.then]) {
        if let Some(at) = end(pair, facts) {
            let reason = Reason { object: pair.object.clone(), at, strength: Strength::End };
            found.entry((pair.then, pair.first)).or_default().insert(reason);
        }
    }
    found.into_iter().map(|((then, first), because)| Edge { first, then, because: because.into_iter().collect() }).collect()
}

/// Where the later file takes away what the former uses and does not make.
fn end(pair: &Pair, facts: &[Facts]) -> Option<usize> {
    let after = |file: usize| facts[file].touches.get(&pair.object).map(|touch| touch.after);
    if after(pair.then) != Some(After::Gone) || after(pair.first) == Some(After::There) {
        return None;
    }
    let then = &facts[pair.then];
    let mentioned = then.drops.iter().chain(&then.needs).chain(&then.parts_needed).chain(&then.changes);
    mentioned.filter(|it| it.object == pair.object).map(|it| it.at).max()
}
