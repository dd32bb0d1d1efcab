//! INSERT without a value for a column that is NOT NULL and has no default: it runs before the column is like that, or behind the file
//! that takes NOT NULL away, gives a default or drops the column.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::order::facts::{After, Facts};
use crate::order::names::part_label;

/// The objects of a folder by label.
type ByLabel<'a> = BTreeMap<&'a str, &'a Object<'a>>;

/// What rows say.
pub fn order(facts: &[Facts], objects: &[Object<'_>], evidence: &mut Evidence) {
    let by_label: ByLabel<'_> = objects.iter().map(|object| (object.label, object)).collect();
    for (file, inserted) in facts.iter().enumerate().flat_map(|(file, facts)| facts.inserts.iter().map(move |it| (file, it))) {
        for column in demanding(&inserted.relation, &by_label) {
            let is_null = inserted.nulls.contains(column);
            if is_null || !inserted.columns.contains(column) {
                insert(file, (&inserted.relation, column, is_null), &by_label, evidence);
            }
        }
    }
}

/// The columns of a relation that some file makes NOT NULL.
fn demanding<'a>(relation: &str, by_label: &ByLabel<'a>) -> Vec<&'a str> {
    let prefix = part_label("not-null", relation, "");
    let labels = by_label.range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded)).map(|(label, _)| *label);
    labels.map_while(|label| label.strip_prefix(&prefix)).filter(|column| !column.contains('.')).collect()
}

/// Puts an INSERT that gives a column no value before or behind the files that say what the column is like. `column`: its relation, its
/// name, and whether NULL is given: then the column is there, and a default does not help.
fn insert(file: usize, column: (&str, &str, bool), by_label: &ByLabel<'_>, evidence: &mut Evidence) {
    let (relation, name, is_null) = column;
    let files = |label: &str, test: fn(&Part) -> bool| -> BTreeSet<usize> {
        let parts = by_label.get(label).map_or(&[] as &[Part], |object| object.parts.as_slice());
        parts.iter().filter(|part| test(part)).map(|part| part.file).collect()
    };
    let makes = |part: &Part| part.after == After::There;
    let ends = |part: &Part| part.takes_away() && !part.is_renamed;
    let (not_null, column) = (part_label("not-null", relation, name), part_label("column", relation, name));
    let mut eases = files(&not_null, ends);
    if !is_null {
        eases.extend(files(&part_label("default", relation, name), makes));
        eases.extend(files(&column, ends));
    }
    let makers: Vec<usize> = files(&not_null, makes).into_iter().collect();
    let ([maker], false) = (makers.as_slice(), eases.contains(&file)) else { return };
    let comes_before = files(if is_null { &column } else { relation }, makes).contains(maker);
    match (eases.into_iter().collect::<Vec<_>>().as_slice(), comes_before) {
        ([], false) => evidence.soft(file, *maker, &not_null, Hint::Likely),
        ([ease], true) if ease != maker => evidence.soft(*ease, file, &not_null, Hint::Likely),
        _ => {}
    }
}
