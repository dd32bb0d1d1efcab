//! Which files have run on a database: a file has run if its effects are there.
//!
//! Each thing that a file changes is a piece of evidence, as far as it can tell: what is there after the file or a later one, and never
//! was before, speaks for it; what was there before it and never is after, against it. What looks alike before and after says nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::owners;
use crate::verify::catalog::{Item, Snapshot};

/// Whether a file has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ran {
    Yes,
    /// Some of its effects are there and some are not.
    Partly,
    No,
    /// It leaves nothing in the schema by which one could tell.
    Unknown,
}

/// What a database tells of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    pub path: String,
    pub ran: Ran,
    /// Where it has run partly: effects that are not there, class and name.
    pub lacks: Vec<(String, String)>,
}

type Key<'a> = (&'a str, &'a str);

/// What an object was from one stage on; nothing where it was not there.
type Timeline<'a> = Vec<(usize, Option<&'a str>)>;

/// Tells for each file whether it has run. `stages`: before the first file, and after each.
pub fn files(paths: &[String], stages: &[Snapshot], production: &Snapshot, owner: Option<&str>) -> Vec<FileState> {
    let settled: Vec<Snapshot> = stages.iter().map(|stage| owners::settle(stage, production, owner).0).collect();
    let (timelines, touched) = timelines(&settled);
    let now: HashMap<Key<'_>, &str> =
        production.items.iter().map(|item| ((item.class.as_str(), item.name.as_str()), item.facts.as_str())).collect();
    let told = paths.iter().enumerate().map(|(at, path)| {
        let (mut there, mut lacks) = (0, Vec::new());
        for key in touched.get(&(at + 1)).into_iter().flatten() {
            match evidence(&timelines[key], at + 1, now.get(key).copied()) {
                Some(true) => there += 1,
                Some(false) => lacks.push((key.0.to_owned(), key.1.to_owned())),
                None => {}
            }
        }
        let ran = match (there, lacks.is_empty()) {
            (0, true) => Ran::Unknown,
            (_, true) => Ran::Yes,
            (0, false) => Ran::No,
            _ => Ran::Partly,
        };
        FileState { path: path.clone(), ran, lacks: if ran == Ran::Partly { lacks } else { Vec::new() } }
    });
    told.collect()
}

/// What each object was in the course of the history, and what each stage changed.
fn timelines(stages: &[Snapshot]) -> (BTreeMap<Key<'_>, Timeline<'_>>, BTreeMap<usize, BTreeSet<Key<'_>>>) {
    let mut timelines: BTreeMap<Key<'_>, Timeline<'_>> = BTreeMap::new();
    let mut touched: BTreeMap<usize, BTreeSet<Key<'_>>> = BTreeMap::new();
    for item in stages.first().map_or(&[][..], |stage| &stage.items) {
        timelines.insert((&item.class, &item.name), vec![(0, Some(&item.facts))]);
    }
    for (at, pair) in stages.windows(2).enumerate() {
        for (key, now) in differing(&pair[0], &pair[1]) {
            timelines.entry(key).or_insert_with(|| vec![(0, None)]).push((at + 1, now));
            touched.entry(at + 1).or_default().insert(key);
        }
    }
    (timelines, touched)
}

/// The objects that differ between two stages, with what they are in the second.
fn differing<'a>(before: &'a Snapshot, after: &'a Snapshot) -> Vec<(Key<'a>, Option<&'a str>)> {
    fn key(item: &Arc<Item>) -> Key<'_> {
        (&item.class, &item.name)
    }
    let (mut old, mut new) = (before.items.iter().peekable(), after.items.iter().peekable());
    let mut found = Vec::new();
    loop {
        let (take_old, take_new) = match (old.peek(), new.peek()) {
            (None, None) => return found,
            (Some(_), None) => (true, false),
            (None, Some(_)) => (false, true),
            (Some(a), Some(b)) => (key(a) <= key(b), key(b) <= key(a)),
        };
        let was = if take_old { old.next() } else { None };
        let is = if take_new { new.next() } else { None };
        let same = was.zip(is).is_some_and(|(was, is)| Arc::ptr_eq(was, is) || was.facts == is.facts);
        if let Some(item) = was.or(is).filter(|_| !same) {
            found.push((key(item), is.map(|item| item.facts.as_str())));
        }
    }
}

/// Whether what an object is now speaks for the stage, or against it.
fn evidence(timeline: &Timeline<'_>, stage: usize, now: Option<&str>) -> Option<bool> {
    let before = timeline.iter().any(|(at, facts)| *at < stage && *facts == now);
    let after = timeline.iter().any(|(at, facts)| *at >= stage && *facts == now);
    match (before, after) {
        (false, true) => Some(true),
        (true, false) => Some(false),
        (true, true) => None,
        // It was changed by hand: there at all, where the stage made it or took it away?
        (false, false) => {
            let was = timeline.iter().rfind(|(at, _)| *at < stage)?.1;
            let is = timeline.iter().find(|(at, _)| *at == stage)?.1;
            match (was, is, now) {
                (None, Some(_), Some(_)) => Some(true),
                (Some(_), None, Some(_)) => Some(false),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::evidence;

    #[test]
    fn what_looks_alike_before_and_after_says_nothing() {
        // Made by file 1, changed by 2, dropped by 4.
        let timeline = vec![(0, None), (1, Some("a")), (2, Some("b")), (4, None)];
        assert_eq!(evidence(&timeline, 1, Some("a")), Some(true));
        assert_eq!(evidence(&timeline, 2, Some("a")), Some(false));
        assert_eq!(evidence(&timeline, 1, None), None);
        assert_eq!(evidence(&timeline, 4, Some("c")), Some(false));
        assert_eq!(evidence(&timeline, 1, Some("c")), Some(true));
        assert_eq!(evidence(&timeline, 2, Some("c")), None);
    }
}
