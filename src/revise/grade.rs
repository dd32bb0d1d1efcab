//! What an upgrade takes away that its downgrade cannot give back.

use crate::schema::Schema;
use crate::schema::ddl::columns::takes_keys_in_turn;
use crate::schema::id::Id;
use crate::schema::object::{Body, Column, Table, TableKind};

/// The rows and values that are gone once the upgrade has run. One sentence each.
pub fn losses(before: &Schema, after: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    let rebuilt: Vec<Id> = after
        .changed(before)
        .iter()
        .filter_map(|(_, object, _)| object.and_then(|it| it.table()).and_then(|it| it.rebuilt_from))
        .collect();
    for (id, old, new) in before.changed(after) {
        match (old.map(|it| &it.body), new.map(|it| &it.body)) {
            (Some(Body::Table(table)), None) if table.kind == TableKind::Permanent => {
                if rebuilt.contains(&id) {
                    continue;
                }
                let name = before.print_name(id);
                found.push(format!("the rows of table {name}, which the upgrade drops, are not restored"));
            }
            (Some(Body::Table(old)), Some(Body::Table(new))) => found.extend(columns(before, id, old, new)),
            (Some(Body::Sequence(sequence)), None) if sequence.owned_by.is_none() => {
                found.push(format!(
                    "the position of sequence {}, which the upgrade drops, is not restored",
                    before.print_name(id)
                ));
            }
            _ => {}
        }
    }
    found
}

fn columns(before: &Schema, id: Id, old: &Table, new: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let table = before.print_name(id);
    for column in old.columns.iter().filter(|it| it.generated.is_none() && !it.inherited) {
        match new.column_by_id(column.id) {
            None => {
                let filled = if column.not_null && takes_keys_in_turn(before, id, column) {
                    "; rows that are there get a key each of those that it refers to, and those for which none is left are deleted"
                } else if column.not_null && column.default.is_none() {
                    "; rows that are there get a stand-in value, because it may not be null"
                } else {
                    ""
                };
                found.push(format!("the values of {table}.{}, which the upgrade drops, are not restored{filled}", column.name));
            }
            Some(now) if narrows(column, now) => {
                found.push(format!(
                    "what the upgrade cuts off the values of {table}.{} by changing its type is not restored",
                    column.name
                ));
            }
            Some(_) => {}
        }
    }
    found
}

/// Whether a change of type loses part of a value.
fn narrows(old: &Column, new: &Column) -> bool {
    let (from, to) = (old.ty.ty.name.name.as_str(), new.ty.ty.name.name.as_str());
    let fractional = ["numeric", "float4", "float8"];
    let whole = ["int2", "int4", "int8"];
    (fractional.contains(&from) && whole.contains(&to))
        || (from.starts_with("timestamp") && matches!(to, "date" | "time"))
        || (from == "json" && to == "jsonb")
        || (from == "float8" && to == "float4")
}
