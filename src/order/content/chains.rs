//! An object that comes or goes several times: its states form a chain, made, changed, dropped, made again.
//!
//! Each file finds the object there or not and leaves it there or not; the chain is the order in which what one leaves is what the
//! next finds, at the least change from definition to definition, with the files where they are to be expected. The files that only
//! use the object are put into the life that fits them ([`super::users`]).

use std::collections::BTreeMap;

use super::followers::Followers;
use super::objects::{Object, Part};
use super::path::{Step, shortest};
use super::versions::{Version, version};
use super::{Evidence, Hint, users};
use crate::dialect::script::Script;
use crate::order::facts::{After, Before, Facts};

/// More changes than this are not compared, each with each.
const MOST: usize = 64;

/// The statement fails.
pub const FAILS: usize = 10_000;
/// The statement does nothing.
const IDLE: usize = 40;
/// Something that could be there still is made a second time.
const AGAIN: usize = 3;

/// A change of an object: what a file does to it, and the definition that it gives.
struct Change<'a> {
    part: &'a Part,
    version: Option<Version>,
    /// How much it differs from the version that is least like it.
    farthest: usize,
}

/// What is known of the files.
pub struct Known<'a> {
    pub scripts: &'a [Script],
    pub facts: &'a [Facts],
    pub objects: BTreeMap<&'a str, &'a Object<'a>>,
    /// Where each file is to be expected.
    pub places: &'a [f64],
    pub after: Followers,
}

/// Whether an object has more than one life, as far as its files tell.
pub fn has_lives(object: &Object<'_>) -> bool {
    let makers = object.parts.iter().filter(|part| part.after == After::There && part.before != Before::There).count();
    let enders = object.parts.iter().filter(|part| part.takes_away()).count();
    let changes = object.parts.iter().filter(|part| is_change(part)).count();
    makers > 1 && enders > 0 && changes <= MOST
}

/// Puts the files that make, change and drop each object into the order of its chain.
pub fn order(known: &Known<'_>, evidence: &mut Evidence) {
    for object in known.objects.values().filter(|object| !is_kind(object.label) && !follows(object, known)) {
        let changes = changes(object, known);
        let makers = changes.iter().filter(|change| change.part.after == After::There).count();
        let has_lives = has_lives(object);
        let has_texts = changes.iter().filter(|change| change.version.is_some()).count() > 1;
        if makers < 2 || changes.len() > MOST || !(has_lives || has_texts) {
            continue;
        }
        let chain: Vec<&Part> = chain(&changes, known).into_iter().map(|at| changes[at].part).collect();
        for pair in chain.windows(2) {
            evidence.soft(pair[0].file, pair[1].file, object.label, Hint::Version);
        }
        if has_lives {
            users::order(object, &chain, known, evidence);
        }
    }
}

/// What the files do to an object.
fn changes<'a>(object: &'a Object<'_>, known: &Known<'_>) -> Vec<Change<'a>> {
    let changes = object.parts.iter().filter(|part| is_change(part)).map(|part| Change::new(part, object, known));
    let mut changes: Vec<Change<'_>> = changes.collect();
    let versions = || changes.iter().filter_map(|change| change.version.as_ref());
    let farthest = |version: &Version| versions().map(|other| other.distance(version)).max().unwrap_or_default();
    let all: Vec<usize> = changes.iter().map(|change| change.version.as_ref().map_or(0, farthest)).collect();
    changes.iter_mut().zip(all).for_each(|(change, farthest)| change.farthest = farthest);
    changes
}

/// Whether it leaves the object there or gone.
fn is_change(part: &Part) -> bool {
    matches!(part.after, After::There | After::Gone)
}

/// Whether it comes and goes with what it is a part of or stands on: then that tells as much.
fn follows(object: &Object<'_>, known: &Known<'_>) -> bool {
    if object.label.starts_with("routine ") {
        return false;
    }
    let with = |part: &Part| {
        let touches = &known.facts[part.file].touches;
        let changes = |label: &String| touches.get(label).is_some_and(|touch| touch.after != After::Same);
        part.is_taken_along || touches.get(object.label).is_some_and(|touch| touch.with.iter().any(changes))
    };
    object.parts.iter().filter(|part| is_change(part)).all(with)
}

/// Of what kind a relation is follows from the relation.
pub fn is_kind(label: &str) -> bool {
    label.starts_with("table ") || label.starts_with("view ")
}

impl<'a> Change<'a> {
    fn new(part: &'a Part, object: &Object<'_>, known: &Known<'_>) -> Self {
        let is_text =
            ["routine ", "relation ", "trigger ", "policy ", "constraint "].iter().any(|it| object.label.starts_with(it));
        let version = (is_text && part.after == After::There)
            .then(|| version(&known.scripts[part.file], &known.facts[part.file], object.label))
            .flatten();
        Self { part, version, farthest: 0 }
    }

    /// What it costs to come first.
    fn as_first(&self) -> usize {
        self.part.found(false)
    }

    /// What it costs that another change follows.
    fn then(&self, next: &Self) -> usize {
        let is_there = self.part.after == After::There;
        let change = match (&self.version, &next.version) {
            (Some(from), Some(to)) if is_there => from.cost(to),
            _ => 0,
        };
        // What drops it for a while is no way around a change.
        let is_again = !is_there && next.part.after == After::There && next.part.before != Before::Absent;
        next.part.found(is_there) + change + if is_again { AGAIN + next.farthest } else { 0 }
    }
}

impl Part {
    /// What it costs that the object is there, or is not, when the file comes.
    fn found(&self, is_there: bool) -> usize {
        match (self.before, is_there) {
            (Before::There, false) | (Before::Absent, true) => FAILS,
            // `DROP … IF EXISTS` stands before many a first version.
            (Before::LikelyThere, false) if self.after == After::There => 0,
            (Before::LikelyThere, false) | (Before::LikelyAbsent, true) => IDLE,
            _ if self.is_taken_along && !is_there => AGAIN,
            _ => 0,
        }
    }
}

/// The changes in the order of the chain.
fn chain(changes: &[Change<'_>], known: &Known<'_>) -> Vec<usize> {
    let step = |change: &Change<'_>| {
        let behind = known.after.behind(change.part.file);
        Step {
            later: (0..changes.len()).filter(|other| behind.contains(&changes[*other].part.file)).collect(),
            start: change.as_first(),
            costs: changes.iter().map(|next| change.then(next)).collect(),
            place: known.places[change.part.file],
            size: u32::try_from(change.version.as_ref().map_or(0, |version| version.size)).unwrap_or(u32::MAX),
        }
    };
    shortest(&changes.iter().map(step).collect::<Vec<_>>())
}
