//! What stands on an object goes before the object does: a trigger before its function, a foreign key before its table.

use std::collections::BTreeMap;

use super::objects::Object;
use super::{Evidence, Hint};
use crate::order::facts::{After, Facts};

/// Puts the file that takes a dependent away before the one that takes away what it stands on. Where either goes more than once, or
/// one file does both, nothing is said.
pub fn order(facts: &[Facts], objects: &[Object<'_>], evidence: &mut Evidence) {
    let ends: BTreeMap<&str, usize> = objects.iter().filter_map(|object| Some((object.label, only_end(object)?))).collect();
    for made_in in facts {
        for (label, touch) in made_in.touches.iter().filter(|(_, touch)| touch.after == After::There) {
            let Some(end) = ends.get(label.as_str()) else { continue };
            for used in touch.uses.iter().chain(&touch.with) {
                let end_of_used = ends.get(used.as_str()).filter(|file| drops(&facts[**file], used));
                if let Some(end_of_used) = end_of_used {
                    evidence.soft(*end, *end_of_used, used, Hint::Likely);
                }
            }
        }
    }
}

/// The only file that takes an object away, by its name or with what it belongs to.
fn only_end(object: &Object<'_>) -> Option<usize> {
    let mut ends = object.parts.iter().filter(|part| part.takes_away() || part.after == After::Gone && part.is_taken_along);
    let end = ends.next()?;
    ends.next().is_none().then_some(end.file)
}

/// Whether a file drops an object and nothing with it; what gets another name keeps all that stands on it.
fn drops(facts: &Facts, label: &str) -> bool {
    !facts.cascades && facts.drops.iter().any(|dropped| dropped.object == label)
}
