//! Where a file is to be expected: half way between what comes before it and what comes behind it.
//!
//! A file that stands on young objects is young, one on which much stands is old. Found by relaxation: each place is the middle of
//! those of its latest predecessor and its earliest successor, again and again, from both ends.

use super::graph::Graph;

/// How often the places are looked at. More rounds change the order of few files.
const ROUNDS: usize = 48;

/// By file, its place between 0, the beginning of the history, and 1, its end.
pub fn places(graph: &Graph) -> Vec<f64> {
    let order = graph.in_order();
    let previous: Vec<Vec<usize>> = order.iter().map(|file| graph.previous(*file).iter().copied().collect()).collect();
    let next: Vec<Vec<usize>> = order.iter().map(|file| graph.next(*file).iter().copied().collect()).collect();
    let mut places = vec![0.5; order.len()];
    for round in 0..ROUNDS {
        let forwards = round % 2 == 0;
        for at in 0..order.len() {
            let at = if forwards { at } else { order.len() - 1 - at };
            let after = previous[at].iter().map(|it| places[*it]).fold(0.0, f64::max);
            let before = next[at].iter().map(|it| places[*it]).fold(1.0, f64::min);
            places[order[at]] = f64::midpoint(after, before);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::Pair;
    use super::*;

    #[test]
    fn files_stand_between_their_neighbours() {
        let pair = |first: usize, then: usize| Pair { first, then, object: String::new() };
        let edges = [pair(3, 1), pair(1, 0), pair(3, 4), pair(1, 2)];
        let places = places(&Graph::new(6, edges.iter()));
        assert!(places[3] < places[1] && places[1] < places[0] && places[1] < places[4]);
        assert!((places[0] - places[2]).abs() < f64::EPSILON);
        assert!((places[5] - 0.5).abs() < f64::EPSILON, "nothing is known of it");
    }
}
