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
    for (file, inserts) in facts.iter().enumerate().map(|(file, facts)| (file, &facts.inserts)) {
        for (relation, named) in inserts {
            for column in demanding(relation, &by_label).into_iter().filter(|column| !named.contains(*column)) {
                insert(file, relation, column, &by_label, evidence);
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

/// Puts an INSERT that does not name a column before or behind the files that say what the column is like.
fn insert(file: usize, relation: &str, column: &str, by_label: &ByLabel<'_>, evidence: &mut Evidence) {
    let parts = |label: &str| by_label.get(label).map_or(&[] as &[Part], |object| object.parts.as_slice());
    let files = |label: &str, test: fn(&Part) -> bool| -> BTreeSet<usize> {
        parts(label).iter().filter(|part| test(part)).map(|part| part.file).collect()
    };
    let makes = |part: &Part| part.after == After::There;
    let ends = |part: &Part| part.takes_away() && !part.is_renamed;
    let not_null = part_label("not-null", relation, column);
    let makers: Vec<usize> = files(&not_null, makes).into_iter().collect();
    let mut eases = files(&not_null, ends);
    eases.extend(files(&part_label("default", relation, column), makes));
    eases.extend(files(&part_label("column", relation, column), ends));
    let comes_with_table = |maker: &usize| files(relation, makes).contains(maker);
    let ([maker], false) = (makers.as_slice(), eases.contains(&file)) else { return };
    match (eases.iter().copied().collect::<Vec<_>>().as_slice(), comes_with_table(maker)) {
        ([], false) => evidence.soft(file, *maker, &not_null, Hint::Likely),
        ([ease], true) if ease != maker => evidence.soft(*ease, file, &not_null, Hint::Likely),
        _ => {}
    }
}
