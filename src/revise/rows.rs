//! The way back of row changes.
//!
//! Rows that were inserted with a literal key are deleted by that key; what cannot be put back is said, never passed over.

mod alike;

use crate::dialect::effect::{DataChange, Insert, Value};
use crate::schema::Schema;
use crate::schema::apply::RowChange;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, ConstraintRule};
use crate::schema::quote;

/// What undoing the row changes of a revision takes.
#[derive(Debug, Default)]
pub struct Undo {
    /// In the order in which they must run.
    pub statements: Vec<String>,
    /// What is lost: makes the revision `data-loss`.
    pub losses: Vec<String>,
    /// What stays behind, but takes nothing away.
    pub remains: Vec<String>,
    /// Tables whose inserted rows are deleted by a key that rows may have had before.
    overlapping: Vec<String>,
    /// Sequences that move on.
    moved: Vec<String>,
    /// Sequences that are set behind what their column holds, and the statements that do it once all rows are put back.
    set: Vec<String>,
    setting: Vec<String>,
}

/// A statement that is no longer than this stands on one line.
const LINE: usize = 100;

/// Undoes changes, last one first.
pub fn undo(changes: &[RowChange], before: &Schema, after: &Schema) -> Undo {
    let mut undo = Undo::default();
    for change in changes.iter().rev() {
        if let DataChange::Unknown { what } = &change.change {
            undo.losses.push(format!("rows that the upgrade changes by `{what}` are not restored"));
        }
        // Rows of a table that the revision made go with the table.
        if let Some(table) = change.table.filter(|table| before.get(*table).is_some() && after.get(*table).is_some()) {
            one(&mut undo, &change.change, table, before, after);
        }
    }
    if let Some(tables) = list(&undo.overlapping) {
        undo.losses.push(format!("rows of {tables} that had one of the inserted keys before the upgrade are deleted as well"));
    }
    undo.statements.append(&mut undo.setting);
    if let Some(names) = list(&undo.set) {
        let rest = if undo.set.len() == 1 {
            "is set behind its greatest value in use, not to where it stood"
        } else {
            "are set behind their greatest values in use, not to where they stood"
        };
        undo.remains.push(format!("{} {names} {rest}", sequences(&undo.set)));
    }
    if let Some(names) = list(&undo.moved) {
        let rest = "is not set back";
        undo.remains.push(format!("the position of {} {names} {rest}", sequences(&undo.moved)));
    }
    dedup(&mut undo.losses);
    dedup(&mut undo.remains);
    undo
}

fn dedup(lines: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    lines.retain(|line| seen.insert(line.clone()));
}

fn sequences(names: &[String]) -> &'static str {
    if names.len() == 1 { "sequence" } else { "sequences" }
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[String]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
}

fn add(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn one(undo: &mut Undo, change: &DataChange, table: Id, before: &Schema, after: &Schema) {
    let name = after.print_name(table);
    match change {
        DataChange::Insert(insert) => inserted(undo, insert, table, after),
        DataChange::Update { columns, .. } => {
            let old: Vec<&str> = columns.iter().map(String::as_str).filter(|it| existed(table, it, before, after)).collect();
            if !old.is_empty() {
                undo.losses.push(format!("values that the upgrade overwrites in {name} ({}) are not restored", old.join(", ")));
            }
        }
        DataChange::Delete { .. } => undo.losses.push(format!("rows that the upgrade deletes from {name} are not restored")),
        DataChange::Truncate { .. } => undo.losses.push(format!("rows that the upgrade truncates in {name} are not restored")),
        DataChange::Merge { .. } => undo.losses.push(format!("rows that the upgrade merges into {name} are not restored")),
        DataChange::CopyIn { .. } => undo.remains.push(format!("rows that the upgrade copies into {name} stay there")),
        DataChange::SequencePosition { .. } => sequence_moved(undo, table, after),
        DataChange::Unknown { .. } | DataChange::Maintenance => {}
    }
}

/// Where a sequence stood before nobody knows; behind the greatest value of its column is a place that works.
fn sequence_moved(undo: &mut Undo, sequence: Id, after: &Schema) {
    let name = after.print_name(sequence);
    let owner = match after.get(sequence).map(|object| &object.body) {
        Some(Body::Sequence(it)) => it.owned_by,
        _ => None,
    };
    let column =
        owner.and_then(|(table, column)| Some((after.print_name(table), quote::ident(after.column_name(table, column)?))));
    match column {
        Some((table, column)) => {
            let literal = quote::literal(&name);
            let greatest = format!("COALESCE(max({column}), 1), max({column}) IS NOT NULL");
            add(&mut undo.setting, format!("SELECT setval({literal}, {greatest}) FROM {table}"));
            add(&mut undo.set, name);
        }
        None => add(&mut undo.moved, name),
    }
}

/// Whether a column was there before the revision. A name that is gone by now belonged to a column that was.
fn existed(table: Id, column: &str, before: &Schema, after: &Schema) -> bool {
    match after.find_column(table, column) {
        Some(id) => before.column_name(table, id).is_some(),
        None => before.find_column(table, column).is_some(),
    }
}

fn inserted(undo: &mut Undo, insert: &Insert, table: Id, after: &Schema) {
    let name = after.print_name(table);
    let Some(rows) = insert.rows.as_ref().filter(|_| insert.on_conflict != Some(true)) else {
        if insert.on_conflict == Some(true) {
            undo.losses.push(format!("rows of {name} that the upgrade overwrites are not restored"));
        } else {
            undo.remains.push(format!("rows that the upgrade inserts into {name} stay there"));
        }
        return;
    };
    let columns = insert_columns(insert, table, after);
    let keys = keys(table, after);
    let literal = keys.iter().find_map(|key| {
        let places: Option<Vec<usize>> = key.iter().map(|column| columns.iter().position(|it| it == &Some(*column))).collect();
        places.filter(|places| rows.iter().all(|row| places.iter().all(|at| row.get(*at).is_some_and(is_key_value))))
    });
    match literal {
        Some(places) => {
            // A row that was there before, or that rows which stay refer to, may not go.
            let shared = insert.on_conflict.is_some() || !undo.remains.is_empty();
            let kept = if shared { unless_referred_to(table, after) } else { String::new() };
            undo.statements.push(delete(&name, table, &columns, &places, rows, after) + &kept);
            if insert.on_conflict.is_some() {
                add(&mut undo.overlapping, name);
            }
        }
        None => without_key(undo, insert, &columns, rows, table, after),
    }
}

fn without_key(undo: &mut Undo, insert: &Insert, columns: &[Option<ColumnId>], rows: &[Vec<Value>], table: Id, after: &Schema) {
    let name = after.print_name(table);
    // With ON CONFLICT nobody knows which of them were inserted.
    let alike = insert.on_conflict.is_none().then(|| alike::delete(columns, rows, table, after)).flatten();
    let Some(alike) = alike else {
        return undo.remains.push(format!("rows that the upgrade inserts into {name} stay there: they have no literal key"));
    };
    undo.statements.extend(alike.statements);
    if alike.partial {
        undo.remains.push(format!("rows that the upgrade inserts into {name} are known again by the values that it gives them"));
    }
}

/// ` AND NOT EXISTS (…)` for every foreign key that forbids to delete a row of the table.
fn unless_referred_to(table: Id, schema: &Schema) -> String {
    let mut out = String::new();
    for object in schema.dependents(table).into_iter().filter_map(|id| schema.get(id)) {
        let (Body::Constraint(key), Some(from)) = (&object.body, object.relation()) else { continue };
        let ConstraintRule::ForeignKey { target, target_columns, .. } = &key.rule else { continue };
        let passes_on = key.def.text.to_lowercase().contains("on delete");
        if *target != table || from == table || passes_on {
            continue;
        }
        let own = schema.print_name(table);
        let pairs = key.columns.iter().zip(target_columns).filter_map(|(column, at)| {
            let (column, at) = (schema.column_name(from, *column)?, schema.column_name(table, *at)?);
            Some(format!("referring.{} = {own}.{}", quote::ident(column), quote::ident(at)))
        });
        let pairs: Vec<String> = pairs.collect();
        if !pairs.is_empty() {
            let condition = pairs.join(" AND ");
            out.push_str(&format!(
                "\n    AND NOT EXISTS (SELECT FROM {} AS referring WHERE {condition})",
                schema.print_name(from)
            ));
        }
    }
    out
}

fn is_key_value(value: &Value) -> bool {
    value.constant && !value.text.eq_ignore_ascii_case("null") && !value.text.eq_ignore_ascii_case("default")
}

fn insert_columns(insert: &Insert, table: Id, after: &Schema) -> Vec<Option<ColumnId>> {
    if insert.columns.is_empty() {
        return after.columns_of(table).into_iter().map(Some).collect();
    }
    insert.columns.iter().map(|name| after.find_column(table, name)).collect()
}

/// The column sets that identify a row: the primary key first, then unique constraints and indexes.
fn keys(table: Id, schema: &Schema) -> Vec<Vec<ColumnId>> {
    let mut found: Vec<(bool, Vec<ColumnId>)> = Vec::new();
    for child in schema.children(table) {
        match schema.get(child).map(|object| &object.body) {
            Some(Body::Constraint(it)) if matches!(it.rule, ConstraintRule::PrimaryKey) => {
                found.push((false, it.columns.clone()))
            }
            Some(Body::Constraint(it)) if matches!(it.rule, ConstraintRule::Unique) => found.push((true, it.columns.clone())),
            Some(Body::Index(it)) if it.unique && !it.has_expression => {
                found.push((true, it.keys.iter().flatten().copied().collect()));
            }
            _ => {}
        }
    }
    found.sort();
    found.into_iter().map(|(_, key)| key).filter(|key| !key.is_empty()).collect()
}

fn delete(name: &str, table: Id, columns: &[Option<ColumnId>], places: &[usize], rows: &[Vec<Value>], schema: &Schema) -> String {
    let column = |at: &usize| {
        let id = columns.get(*at).copied().flatten();
        quote::ident(id.and_then(|id| schema.column_name(table, id)).unwrap_or_default())
    };
    let list: Vec<String> = places.iter().map(column).collect();
    let value = |row: &Vec<Value>| {
        let values: Vec<&str> = places.iter().filter_map(|at| row.get(*at)).map(|it| it.text.as_str()).collect();
        if values.len() == 1 { values.join("") } else { format!("({})", values.join(", ")) }
    };
    let values: Vec<String> = rows.iter().map(value).collect();
    let target = if list.len() == 1 { list.join("") } else { format!("({})", list.join(", ")) };
    if let [single] = values.as_slice() {
        return format!("DELETE FROM {name} WHERE {target} = {single}");
    }
    let line = format!("DELETE FROM {name} WHERE {target} IN ({})", values.join(", "));
    if line.len() <= LINE { line } else { format!("DELETE FROM {name} WHERE {target} IN (\n    {}\n)", values.join(",\n    ")) }
}
