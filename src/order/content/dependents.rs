//! What stands on an object goes before the object does: a trigger before its function, a foreign key before its table. And as long as
//! it is there, what it stands on is neither dropped and made again, nor, under a view, given another type.

use std::collections::BTreeMap;

use super::followers::Followers;
use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::order::facts::{After, Before, Facts};

/// An object that one file brings about, and at most one takes away for good.
struct Span<'a> {
    label: &'a str,
    made: usize,
    end: Option<usize>,
}

/// Puts the file that takes a dependent away before the one that takes away what it stands on, and those that renew what it stands on
/// before or behind its life. Where any of these is not the only one, nothing is said.
pub fn order(facts: &[Facts], objects: &[Object<'_>], evidence: &mut Evidence) {
    let ends: BTreeMap<&str, usize> = objects.iter().filter_map(|object| Some((object.label, only_end(object)?))).collect();
    let renewals = renewals(facts);
    let replacers = replacers(objects);
    let after = Followers::new(evidence, facts.len());
    for span in objects.iter().filter_map(|object| span(object)) {
        let Some(touch) = facts[span.made].touches.get(span.label) else { continue };
        for used in touch.uses.iter().chain(&touch.with) {
            let end_of_used = ends.get(used.as_str()).filter(|file| drops(&facts[**file], used));
            if let (Some(end), Some(end_of_used)) = (span.end, end_of_used) {
                evidence.soft(end, *end_of_used, used, Hint::Likely);
            }
            if !touch.with.contains(used) {
                first_version(&span, used, facts, &replacers, evidence);
            }
            let of_view = used.starts_with("column ") && is_view(&facts[span.made], span.label);
            let renewed = if of_view { used.replacen("column", "type", 1) } else { used.clone() };
            for renewal in renewals.get(&renewed).into_iter().flatten().filter(|file| **file != span.made) {
                // What is a part of it goes with it, and what gets the new type was there.
                if touch.with.contains(used) || is_retyped(&facts[*renewal], span.label) {
                    continue;
                }
                let is_made_there = facts[span.made].touches.get(used).is_some_and(|touch| touch.after == After::There);
                outside(&span, *renewal, (used, is_made_there, end_of_used.copied()), &after, evidence);
            }
        }
    }
}

/// Puts a file before an object is made or behind its end, as other evidence allows. `used`: for whose sake, whether that is made
/// with the object, and its end.
fn outside(span: &Span<'_>, file: usize, used: (&str, bool, Option<usize>), after: &Followers, evidence: &mut Evidence) {
    let (label, is_made_there, end_of_used) = used;
    let is_behind = || is_made_there || after.behind(span.made).contains(&file);
    match span.end {
        Some(end) if end == file => {}
        Some(end) if is_behind() => evidence.soft(end, file, label, Hint::Likely),
        Some(end) if end_of_used == Some(end) || after.behind(file).contains(&end) => {
            evidence.soft(file, span.made, label, Hint::Likely);
        }
        None if !is_behind() => evidence.soft(file, span.made, label, Hint::Likely),
        _ => {}
    }
}

/// A routine and what stands on it come together: files that replace the routine alone come behind.
fn first_version(span: &Span<'_>, used: &str, facts: &[Facts], replacers: &BTreeMap<&str, Vec<usize>>, evidence: &mut Evidence) {
    let Some(files) = replacers.get(used).filter(|files| files.contains(&span.made)) else { return };
    let makes_dependent =
        |file: usize| facts[file].touches.values().any(|touch| touch.after == After::There && touch.uses.contains(used));
    for file in files.iter().filter(|file| **file != span.made && !makes_dependent(**file)) {
        evidence.soft(span.made, *file, used, Hint::Likely);
    }
}

/// By function, the files that make it whether it is there or not.
fn replacers<'a>(objects: &[Object<'a>]) -> BTreeMap<&'a str, Vec<usize>> {
    let functions = objects.iter().filter(|object| object.label.starts_with("function "));
    let replaces = |part: &&Part| part.after == After::There && part.before == Before::Any;
    functions.map(|object| (object.label, object.parts.iter().filter(replaces).map(|part| part.file).collect())).collect()
}

/// By object, the files that drop it and make it again; by type of a column, those that change it.
fn renewals(facts: &[Facts]) -> BTreeMap<String, Vec<usize>> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (file, facts) in facts.iter().enumerate() {
        for (label, touch) in facts.touches.iter().filter(|(_, touch)| touch.after == After::There) {
            let changes_type = label.strip_prefix("type ").is_some_and(|column| {
                facts.touches.get(&format!("column {column}")).is_some_and(|column| column.after == After::Same)
            });
            // An enum that loses labels gets another name until its columns have the new type.
            let drops_old = touch.renamed.as_ref().is_some_and(|old| drops(facts, old));
            let renews = matches!(touch.before, Before::There | Before::LikelyThere) && (drops(facts, label) || drops_old);
            if changes_type || renews {
                found.entry(label.clone()).or_default().push(file);
            }
        }
    }
    found
}

/// Whether a file gives a column another type.
fn is_retyped(facts: &Facts, label: &str) -> bool {
    label.strip_prefix("column ").is_some_and(|column| facts.touches.contains_key(&format!("type {column}")))
}

fn is_view(facts: &Facts, label: &str) -> bool {
    label.strip_prefix("relation ").is_some_and(|name| facts.touches.contains_key(&format!("view {name}")))
}

fn span<'a>(object: &Object<'a>) -> Option<Span<'a>> {
    let renews = |part: &Part| matches!(part.before, Before::There | Before::LikelyThere);
    let makers: Vec<&Part> = object.parts.iter().filter(|part| part.after == After::There).collect();
    let fresh: Vec<&Part> = makers.iter().copied().filter(|part| !renews(part)).collect();
    let made = match (makers.as_slice(), fresh.as_slice()) {
        ([maker], _) | (_, [maker]) => maker.file,
        _ => return None,
    };
    if object.parts.iter().any(|part| part.is_renamed) {
        return None;
    }
    let mut ends = object.parts.iter().filter(|part| part.after == After::Gone).map(|part| part.file);
    let end = ends.next();
    ends.next().is_none().then_some(Span { label: object.label, made, end })
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
