//! The life of an object: made by one file, used by others, taken away by one.
//!
//! What has one maker and at most one end is ordered for sure. What comes and goes several times is left to the schedule.

use std::collections::BTreeSet;

use super::chains::is_kind;
use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::order::facts::{After, Before};

/// The files that touch an object, by what they do to it.
struct Life<'a> {
    label: &'a str,
    parts: &'a [Part],
    /// They leave it there, and do not need it to be there.
    makers: Vec<&'a Part>,
    /// They take it away.
    enders: Vec<&'a Part>,
    /// It goes with what it stands on, too.
    goes_along: bool,
}

/// What the files that touch an object say of their order; `told`: what names of several parts say of it.
pub fn order(object: &Object<'_>, told: &BTreeSet<(usize, usize)>, evidence: &mut Evidence) {
    let makes = |part: &&Part| part.after == After::There && part.before != Before::There;
    let ends = |part: &&Part| part.takes_away();
    let life = Life {
        label: object.label,
        parts: &object.parts,
        makers: object.parts.iter().filter(makes).collect(),
        enders: object.parts.iter().filter(ends).collect(),
        goes_along: object.parts.iter().any(|part| part.is_taken_along),
    };
    let first = life.first().filter(|first| first.1 || !super::chains::has_lives(object));
    if let Some((first, is_sure)) = first {
        life.after_first(first, is_sure, evidence);
    }
    if let ([ender], true) = (life.enders.as_slice(), first.is_some_and(|first| first.1) || life.makers.is_empty()) {
        life.before_end(ender, first.map(|first| first.0), evidence);
    } else if super::chains::has_lives(object) {
        // Which life each file belongs to is seen when more is known.
    } else if let ([ender], true) = (life.enders.as_slice(), first.is_some() || life.has_no_fresh()) {
        life.around_end(ender, first.map(|first| first.0), told, evidence);
    }
}

impl Life<'_> {
    /// The one that brings it about: the only maker, the only one that runs just where the object is absent, or the only one that
    /// does something just there; and whether that is sure.
    fn first(&self) -> Option<(&Part, bool)> {
        if let [maker] = self.makers.as_slice() {
            return Some((maker, true));
        }
        if self.enders.len() > 1 {
            return None;
        }
        match (self.that_find(Before::Absent).as_slice(), self.that_find(Before::LikelyAbsent).as_slice()) {
            ([first], _) => Some((first, self.enders.is_empty() && !self.goes_along)),
            ([], [first]) => Some((first, false)),
            _ => None,
        }
    }

    fn that_find(&self, before: Before) -> Vec<&Part> {
        self.makers.iter().copied().filter(|part| part.before == before).collect()
    }

    fn has_no_fresh(&self) -> bool {
        self.makers.iter().all(|part| part.before != Before::Absent)
    }

    fn after_first(&self, first: &Part, is_sure: bool, evidence: &mut Evidence) {
        for part in self.parts.iter().filter(|part| part.file != first.file && !part.is_taken_along) {
            let makes = part.after == After::There;
            match part.before {
                Before::There if is_sure => evidence.hard(first.file, part.file, self.label),
                // Made before the first, it would be in the way.
                _ if is_sure && makes && first.before == Before::Absent => evidence.hard(first.file, part.file, self.label),
                Before::There | Before::LikelyThere => evidence.soft(first.file, part.file, self.label, Hint::Likely),
                // It would fail later on.
                Before::Absent | Before::LikelyAbsent if part.after == After::Same => match self.enders.as_slice() {
                    [] => evidence.soft(part.file, first.file, self.label, Hint::Likely),
                    [ender] => evidence.soft(ender.file, part.file, self.label, Hint::Likely),
                    _ => {}
                },
                // That a relation is of another kind says not which was first.
                _ if makes || part.after == After::Gone && !is_kind(self.label) => {
                    evidence.soft(first.file, part.file, self.label, Hint::Likely)
                }
                _ => {}
            }
        }
    }

    /// Likely all come before the end, but for one that makes the object where it is absent while another made it first, and
    /// one that makes it and is known to come later.
    fn around_end(&self, ender: &Part, first: Option<&Part>, told: &BTreeSet<(usize, usize)>, evidence: &mut Evidence) {
        for part in self.parts.iter().filter(|part| !part.is_taken_along) {
            let comes_later = part.after == After::There && self.makers.len() > 1 && told.contains(&(ender.file, part.file));
            let makes_again =
                comes_later || part.before == Before::LikelyAbsent && first.is_some_and(|first| first.file != part.file);
            let (before, behind) = if makes_again { (ender, part) } else { (part, ender) };
            evidence.soft(before.file, behind.file, self.label, Hint::Likely);
        }
    }

    fn before_end(&self, ender: &Part, first: Option<&Part>, evidence: &mut Evidence) {
        let is_sure = ender.before == Before::There;
        let others = self.parts.iter().filter(|part| part.file != ender.file && first.is_none_or(|it| it.file != part.file));
        for part in others {
            match part.before {
                Before::There if is_sure => evidence.hard(part.file, ender.file, self.label),
                Before::There | Before::LikelyThere => evidence.soft(part.file, ender.file, self.label, Hint::Likely),
                _ => {}
            }
        }
    }
}
