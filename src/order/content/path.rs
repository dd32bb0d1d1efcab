//! The cheapest order of a few steps, each of which costs something behind the one before it.
//!
//! Of up to [`EXACT`] steps all orders are looked at (Held and Karp 1962); of more, each is followed by the cheapest that is left.

use std::collections::BTreeSet;

/// Up to how many steps the cheapest path is looked for among all.
const EXACT: usize = 9;

/// What it counts, beside the places, that a step holds nothing of the one before it.
const SHRINKS: f64 = 0.5;

/// One step of a path.
#[derive(Debug, Clone)]
pub struct Step {
    /// The steps that are known to come later.
    pub later: BTreeSet<usize>,
    /// What it costs to begin with it.
    pub start: usize,
    /// What each other step costs right behind this one.
    pub costs: Vec<usize>,
    /// Where it is to be expected, from 0 to 1.
    pub place: f64,
    /// How much it holds: of two ends that are alike otherwise, a path begins with the smaller.
    pub size: u32,
}

/// What a path costs: its steps, then how far it goes against the expected places, then the size of its start.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Cost(usize, f64, u32);

/// The steps in the order that costs least.
pub fn shortest(steps: &[Step]) -> Vec<usize> {
    if steps.len() <= EXACT { among_all(steps) } else { nearest(steps) }
}

impl Cost {
    fn start(step: &Step) -> Self {
        Self(step.start, 0.0, step.size)
    }

    fn then(self, from: &Step, to: &Step, at: usize) -> Self {
        // Texts grow.
        let shrinks = if from.size > to.size { f64::from(from.size - to.size) / f64::from(from.size) } else { 0.0 };
        Self(self.0 + from.costs[at], self.1 + (from.place - to.place).max(0.0) + SHRINKS * shrinks, self.2)
    }
}

/// By set of steps that are done and by the last of them, the cheapest path and the step before the last.
fn among_all(steps: &[Step]) -> Vec<usize> {
    let count = steps.len();
    let full = (1_usize << count) - 1;
    let mut best: Vec<Option<(Cost, usize)>> = vec![None; (full + 1) * count];
    // A step waits for those that it comes later than.
    let mut waits_for = vec![0_usize; count];
    for (at, step) in steps.iter().enumerate() {
        step.later.iter().for_each(|later| waits_for[*later] |= 1 << at);
        best[(1 << at) * count + at] = Some((Cost::start(step), at));
    }
    (0..count).filter(|at| waits_for[*at] != 0).for_each(|at| best[(1 << at) * count + at] = None);
    for done in 1..=full {
        for last in 0..count {
            let Some((cost, _)) = best[done * count + last] else { continue };
            for next in (0..count).filter(|next| done & (1 << next) == 0 && waits_for[*next] & !done == 0) {
                let new = cost.then(&steps[last], &steps[next], next);
                let entry = &mut best[(done | 1 << next) * count + next];
                if entry.is_none_or(|(old, _)| new < old) {
                    *entry = Some((new, last));
                }
            }
        }
    }
    let ends = (0..count).filter_map(|last| Some((best[full * count + last]?.0, last)));
    let end = ends.reduce(|a, b| if b.0 < a.0 { b } else { a });
    // Evidence that forms a loop leaves no path.
    let Some((_, mut last)) = end else { return nearest(steps) };
    let (mut order, mut done) = (Vec::new(), full);
    while let Some((_, before)) = best[done * count + last] {
        order.push(last);
        done &= !(1 << last);
        last = before;
        if done == 0 {
            break;
        }
    }
    order.reverse();
    order
}

/// From each start, each step is followed by the cheapest of those that need not wait; the cheapest of these paths.
fn nearest(steps: &[Step]) -> Vec<usize> {
    let is_free = |at: usize, left: &BTreeSet<usize>| !left.iter().any(|other| *other != at && steps[*other].later.contains(&at));
    let all: BTreeSet<usize> = (0..steps.len()).collect();
    let walk = |start: usize| {
        let mut left = all.clone();
        let (mut order, mut cost, mut last) = (vec![start], Cost::start(&steps[start]), start);
        left.remove(&start);
        let nearer = |a: &usize, b: &usize| steps[*a].place.total_cmp(&steps[*b].place);
        let key = |at: usize, left: &BTreeSet<usize>, last: usize| (!is_free(at, left), steps[last].costs[at]);
        while let Some(next) =
            left.iter().copied().min_by(|a, b| key(*a, &left, last).cmp(&key(*b, &left, last)).then_with(|| nearer(a, b)))
        {
            cost = cost.then(&steps[last], &steps[next], next);
            left.remove(&next);
            order.push(next);
            last = next;
        }
        (cost, order)
    };
    let walks = all.iter().copied().filter(|at| is_free(*at, &all)).map(walk);
    walks.reduce(|a, b| if b.0 < a.0 { b } else { a }).map(|(_, order)| order).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(costs: &[[usize; 3]], places: [f64; 3]) -> Vec<Step> {
        let step =
            |(costs, place): (&[usize; 3], f64)| Step { later: BTreeSet::new(), start: 0, costs: costs.to_vec(), place, size: 1 };
        costs.iter().zip(places).map(step).collect()
    }

    #[test]
    fn the_cheapest_path_is_found_both_ways() {
        let line = [[0, 1, 5], [1, 0, 2], [5, 2, 0]];
        let steps = steps(&line, [0.9, 0.5, 0.1]);
        assert_eq!(shortest(&steps), [2, 1, 0], "both directions cost the same: the expected places decide");
        assert_eq!(nearest(&steps), [2, 1, 0]);
    }

    #[test]
    fn what_is_known_to_come_later_does() {
        let line = [[0, 1, 5], [1, 0, 2], [5, 2, 0]];
        let mut steps = steps(&line, [0.5; 3]);
        steps[0].later.insert(1);
        steps[0].later.insert(2);
        assert_eq!(shortest(&steps), [0, 1, 2]);
        steps[2].later.insert(1);
        assert_eq!(shortest(&steps), [0, 2, 1]);
        assert_eq!(nearest(&steps), [0, 2, 1]);
    }
}
