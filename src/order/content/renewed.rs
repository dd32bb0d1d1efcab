//! A table that one file drops and makes again: what others add to it and the new one has as well was there before, and what the new
//! one has not, and nobody takes away, comes after.

use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::order::facts::{After, Before, Facts};

/// What is added to tables that are made anew.
pub fn order(facts: &[Facts], objects: &[Object<'_>], evidence: &mut Evidence) {
    let renewers = objects.iter().filter_map(|object| Some((object, renewer(object, facts)?)));
    let renewers: Vec<(&Object<'_>, usize)> = renewers.collect();
    for (table, renewer) in renewers {
        let makes_table = |file: usize| table.parts.iter().any(|part| part.file == file && part.after == After::There);
        for part in objects.iter().filter(|object| belongs(facts, object, table.label)) {
            let is_kept = facts[renewer].touches.get(part.label).is_some_and(|touch| touch.after == After::There);
            let is_taken = part.parts.iter().any(Part::takes_away);
            for adds in part.parts.iter().filter(|adds| adds.after == After::There && !makes_table(adds.file)) {
                match (is_kept, is_taken) {
                    (true, _) => evidence.soft(adds.file, renewer, part.label, Hint::Likely),
                    (false, false) => evidence.soft(renewer, adds.file, part.label, Hint::Likely),
                    _ => {}
                }
            }
        }
    }
}

/// The only file that drops a table and makes it again.
fn renewer(object: &Object<'_>, facts: &[Facts]) -> Option<usize> {
    let name = object.label.strip_prefix("relation ")?;
    let table = format!("table {name}");
    let renews = |part: &&Part| {
        let drops = facts[part.file].drops.iter().any(|dropped| dropped.object == object.label);
        drops && part.after == After::There && matches!(part.before, Before::There | Before::LikelyThere)
    };
    let mut renewers = object.parts.iter().filter(renews).filter(|part| facts[part.file].touches.contains_key(&table));
    let renewer = renewers.next()?.file;
    renewers.next().is_none().then_some(renewer)
}

/// Columns and indexes of a table.
fn belongs(facts: &[Facts], object: &Object<'_>, table: &str) -> bool {
    let is_part = ["column ", "relation "].iter().any(|class| object.label.starts_with(class));
    let of = |part: &Part| facts[part.file].touches.get(object.label).is_some_and(|touch| touch.with.contains(table));
    is_part && object.label != table && object.parts.iter().any(of)
}
