//! A graph without loops that grows: an edge that would close a loop is refused.
//!
//! Pearce and Kelly, "A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs" (2006): an edge that fits the order found so
//! far costs nothing, and another one moves only what stands between its ends.

use std::collections::BTreeSet;

use super::Pair;

/// Which file comes before which, directly.
#[derive(Debug, Clone)]
pub struct Graph {
    next: Vec<BTreeSet<usize>>,
    previous: Vec<BTreeSet<usize>>,
    /// By file, its place in an order that fits all edges.
    place: Vec<usize>,
}

impl Graph {
    /// The files with those of the given edges that fit together: where they form loops, a file that waits for the fewest others
    /// comes first, and the edges against it are left out.
    pub fn new<'a>(files: usize, edges: impl Iterator<Item = &'a Pair> + Clone) -> Self {
        let mut graph = Self { next: vec![BTreeSet::new(); files], previous: vec![BTreeSet::new(); files], place: Vec::new() };
        graph.place = places(files, edges.clone());
        for edge in edges.filter(|edge| graph_fits(&graph.place, edge)).collect::<Vec<_>>() {
            graph.link(edge.first, edge.then);
        }
        graph
    }

    /// The files directly behind a file.
    pub fn next(&self, file: usize) -> &BTreeSet<usize> {
        &self.next[file]
    }

    /// The files directly before a file.
    pub fn previous(&self, file: usize) -> &BTreeSet<usize> {
        &self.previous[file]
    }

    /// The files in an order that fits all edges.
    pub fn in_order(&self) -> Vec<usize> {
        let mut files: Vec<usize> = (0..self.place.len()).collect();
        files.sort_by_key(|file| self.place[*file]);
        files
    }

    fn link(&mut self, first: usize, then: usize) {
        self.next[first].insert(then);
        self.previous[then].insert(first);
    }

    /// Adds an edge; false where that would close a loop.
    pub fn add(&mut self, first: usize, then: usize) -> bool {
        if first == then {
            return false;
        }
        let (low, high) = (self.place[then], self.place[first]);
        if low < high {
            let Some(behind) = self.reach(then, |place| place <= high, &self.next) else { return false };
            if behind.contains(&first) {
                return false;
            }
            let Some(before) = self.reach(first, |place| place >= low, &self.previous) else { return false };
            self.move_behind(&before, &behind);
        }
        self.link(first, then);
        true
    }

    /// What can be reached from a file along edges, as far as the places allow; itself included.
    fn reach(&self, from: usize, within: impl Fn(usize) -> bool, edges: &[BTreeSet<usize>]) -> Option<BTreeSet<usize>> {
        /// Where more files than this would have to move, the hint is not worth it.
        const MOST: usize = 5_000;
        let mut seen = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            waiting.extend(edges[at].iter().copied().filter(|to| within(self.place[*to]) && seen.insert(*to)));
            if seen.len() > MOST {
                return None;
            }
        }
        Some(seen)
    }

    /// Gives the places of both sets to the first, then to the second, each in its own order.
    fn move_behind(&mut self, before: &BTreeSet<usize>, behind: &BTreeSet<usize>) {
        let in_order = |files: &BTreeSet<usize>| {
            let mut files: Vec<usize> = files.iter().copied().collect();
            files.sort_by_key(|file| self.place[*file]);
            files
        };
        let files: Vec<usize> = in_order(before).into_iter().chain(in_order(behind)).collect();
        let mut places: Vec<usize> = files.iter().map(|file| self.place[*file]).collect();
        places.sort_unstable();
        files.iter().zip(places).for_each(|(file, place)| self.place[*file] = place);
    }
}

fn graph_fits(places: &[usize], edge: &Pair) -> bool {
    places[edge.first] < places[edge.then]
}

/// A place for each file that fits the edges, but for those that close loops.
fn places<'a>(files: usize, edges: impl Iterator<Item = &'a Pair>) -> Vec<usize> {
    let mut next: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); files];
    let mut waits = vec![0; files];
    for edge in edges {
        if next[edge.first].insert(edge.then) {
            waits[edge.then] += 1;
        }
    }
    let mut waiting: BTreeSet<(usize, usize)> = waits.iter().copied().enumerate().map(|(file, waits)| (waits, file)).collect();
    let mut places = vec![0; files];
    let mut place = 0;
    while let Some((_, file)) = waiting.pop_first() {
        places[file] = place;
        place += 1;
        for then in &next[file] {
            if waiting.remove(&(waits[*then], *then)) {
                waits[*then] -= 1;
                waiting.insert((waits[*then], *then));
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(first: usize, then: usize) -> Pair {
        Pair { first, then, object: String::new() }
    }

    #[test]
    fn an_edge_that_closes_a_loop_is_refused() {
        let edges = [pair(2, 1), pair(1, 0)];
        let mut graph = Graph::new(5, edges.iter());
        assert!(graph.add(0, 4) && graph.add(4, 3));
        assert!(!graph.add(3, 2) && !graph.add(4, 1) && !graph.add(3, 3));
        assert!(graph.add(2, 3));
        let mut places = graph.place.clone();
        assert!([(2, 1), (1, 0), (0, 4), (4, 3)].iter().all(|(a, b)| places[*a] < places[*b]));
        places.sort_unstable();
        assert_eq!(places, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn of_a_loop_only_the_edges_against_its_first_file_are_left_out() {
        let edges = [pair(0, 1), pair(1, 2), pair(2, 0), pair(3, 1)];
        let graph = Graph::new(4, edges.iter());
        assert!(graph.next(2).is_empty() || !graph.next(0).contains(&1) || !graph.next(1).contains(&2));
        assert_eq!(graph.next.iter().map(BTreeSet::len).sum::<usize>(), 3);
    }
}
