//! Objects that were dropped and made again under their old name.
//!
//! A view that is dropped and created anew is the same view changed; a table is so only where its rows were copied into the new
//! one. The new object's id in `from` is replaced by the old one's of `to`, so that the rest of the differ sees one object.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::schema::id::{ColumnId, Id, Ref};
use crate::schema::object::{Body, Object, TypeBody, UserType};
use crate::schema::{Key, Schema};

/// `from` with the ids of `to` for objects and columns of which somebody knows that they are the same, whatever they are called.
/// Columns of such objects that are called the same are the same too.
pub fn unite(from: &Schema, to: &Schema, objects: &[(Id, Id)], columns: &BTreeMap<ColumnId, ColumnId>) -> Schema {
    let mut known = same_columns(from, to, objects);
    // A column's number tells more than its name.
    let taken: BTreeSet<ColumnId> = columns.values().copied().collect();
    known.retain(|_, column| !taken.contains(column));
    known.extend(columns);
    replace_ids(from, to, objects, &known)
}

/// `from` with the ids of `to` where both mean the same object.
pub fn align(from: &Schema, to: &Schema) -> Schema {
    let relations =
        pairs(from, to, |object| matches!(object.body, Body::Table(_) | Body::View(_) | Body::Schema | Body::Type(_)));
    let mut aligned = replace_ids(from, to, &relations, &same_columns(from, to, &relations));
    let rest =
        pairs(&aligned, to, |object| !matches!(object.body, Body::Table(_) | Body::View(_) | Body::Schema | Body::Type(_)));
    aligned = replace_ids(&aligned, to, &rest, &same_columns(&aligned, to, &rest));
    aligned
}

/// Objects that exist only in `from` and only in `to` and are called the same: (id in `from`, id in `to`).
fn pairs(from: &Schema, to: &Schema, wanted: impl Fn(&Object) -> bool) -> Vec<(Id, Id)> {
    let mut gone: BTreeMap<Key, (Id, &Object)> = BTreeMap::new();
    let mut new = Vec::new();
    for (id, old_object, new_object) in from.changed(to) {
        match (old_object, new_object) {
            (Some(object), None) if wanted(object) => {
                if let Some(key) = from.keys(object).into_iter().next() {
                    gone.insert(key, (id, object));
                }
            }
            (None, Some(object)) if wanted(object) => new.push((id, object)),
            _ => {}
        }
    }
    let matches = new.into_iter().filter_map(|(id, object)| {
        let key = to.keys(object).into_iter().next()?;
        let (old, it) = gone.get(&key)?;
        is_same(it, object, id).then_some((*old, id))
    });
    matches.collect()
}

fn is_same(from: &Object, to: &Object, to_id: Id) -> bool {
    match (&from.body, &to.body) {
        // A plain table cannot be made a partitioned one, nor the reverse.
        (Body::Table(a), Body::Table(b)) => a.rebuilt_from == Some(to_id) && a.partition_by.is_some() == b.partition_by.is_some(),
        (Body::Sequence(a), Body::Sequence(b)) => {
            let table = |owner: Option<(Id, ColumnId)>| owner.map(|(table, _)| table);
            // The sequence of an identity column cannot be given to another column.
            a.identity == b.identity && if a.identity { a.owned_by == b.owned_by } else { table(a.owned_by) == table(b.owned_by) }
        }
        _ => from.class() == to.class() && from.place == to.place,
    }
}

fn replace_ids(from: &Schema, to: &Schema, pairs: &[(Id, Id)], columns: &BTreeMap<ColumnId, ColumnId>) -> Schema {
    let mut aligned = from.clone();
    if pairs.is_empty() {
        return aligned;
    }
    let ids: BTreeMap<Id, Id> = pairs.iter().copied().collect();
    let map = |at: Ref| Ref {
        id: ids.get(&at.id).copied().unwrap_or(at.id),
        column: at.column.map(|column| columns.get(&column).copied().unwrap_or(column)),
    };
    let mut touched: Vec<Id> = pairs.iter().flat_map(|(old, _)| from.dependents(*old).into_iter().chain([*old])).collect();
    touched.sort_unstable();
    touched.dedup();
    // What belongs to a relation is younger: it goes out before the relation and comes in after it.
    let objects: Vec<(Id, Arc<Object>)> = touched.iter().rev().filter_map(|id| Some((*id, aligned.remove(*id)?))).collect();
    for (id, object) in objects.into_iter().rev() {
        let new_id = ids.get(&id).copied().unwrap_or(id);
        let mut mapped = object.map_ids(&map);
        match &mut mapped.body {
            Body::Table(table) => {
                table.map_own_columns(id, &map);
                table.rebuilt_from = None;
            }
            Body::View(view) => {
                view.map_own_columns(&|column| columns.get(&column).copied().unwrap_or(column));
            }
            Body::Type(UserType { body: TypeBody::Composite(attributes) }) => {
                for attribute in attributes {
                    attribute.id = columns.get(&attribute.id).copied().unwrap_or(attribute.id);
                }
            }
            _ => {}
        }
        aligned.put(new_id, Arc::new(mapped));
    }
    aligned.next_id = aligned.next_id.max(to.next_id);
    aligned.next_column = aligned.next_column.max(to.next_column);
    aligned
}

/// Columns of paired relations that are called the same.
fn same_columns(from: &Schema, to: &Schema, pairs: &[(Id, Id)]) -> BTreeMap<ColumnId, ColumnId> {
    let mut map = BTreeMap::new();
    for (old, new) in pairs {
        for column in from.columns_of(*old) {
            let same = from.column_name(*old, column).and_then(|name| to.find_column(*new, name));
            if let Some(same) = same {
                map.insert(column, same);
            }
        }
    }
    map
}
