//! The life of an object: made by one file, used by others, taken away by one.
//!
//! What has one maker and at most one end is ordered for sure. What comes and goes several times is left to the schedule.

use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::order::facts::{After, Before};

/// What the files that touch an object say of their order.
pub fn order(object: &Object<'_>, evidence: &mut Evidence) {
    let makes = |part: &&Part| part.after == After::There && part.before != Before::There;
    let ends = |part: &&Part| part.after == After::Gone && part.before != Before::Absent;
    let makers: Vec<&Part> = object.parts.iter().filter(makes).collect();
    let enders: Vec<&Part> = object.parts.iter().filter(ends).collect();
    if object.parts.iter().any(|part| part.after == After::Fewer) {
        return;
    }
    if let [maker] = makers.as_slice() {
        after_maker(object, maker, evidence);
    }
    let is_made_once = makers.len() <= 1;
    if let ([ender], true) = (enders.as_slice(), is_made_once) {
        before_end(object, ender, makers.first().copied(), evidence);
    }
}

fn after_maker(object: &Object<'_>, maker: &Part, evidence: &mut Evidence) {
    for part in object.parts.iter().filter(|part| part.file != maker.file) {
        match part.before {
            Before::There => evidence.hard(maker.file, part.file, object.label),
            Before::LikelyThere => evidence.soft(maker.file, part.file, object.label, Hint::Likely),
            // It is made only where it is absent, and this file leaves it so.
            Before::Any | Before::LikelyAbsent | Before::Absent if part.after == After::Gone => {
                evidence.soft(maker.file, part.file, object.label, Hint::Likely);
            }
            _ => {}
        }
    }
}

fn before_end(object: &Object<'_>, ender: &Part, maker: Option<&Part>, evidence: &mut Evidence) {
    let is_sure = ender.before == Before::There || maker.is_none();
    for part in object.parts.iter().filter(|part| part.file != ender.file && maker.is_none_or(|it| it.file != part.file)) {
        match part.before {
            Before::There if is_sure => evidence.hard(part.file, ender.file, object.label),
            Before::There | Before::LikelyThere => evidence.soft(part.file, ender.file, object.label, Hint::Likely),
            _ => {}
        }
    }
}
