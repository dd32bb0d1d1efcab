//! The model law: replaying a downgrade on the schema after the upgrade must give the schema before it.
//!
//! The downgrade's text is read anew, so this checks the printer and the reader against each other, in names and not in ids.

use std::collections::BTreeMap;

use super::Step;
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::schema::apply::apply;
use crate::schema::ddl;
use crate::schema::def::{Style, normal};
use crate::schema::id::Id;
use crate::schema::object::{Object, Table, TableKind};

/// Where the replayed downgrade differs from the schema before: one line an object, at most a few.
pub fn broken(before: &Schema, after: &Schema, down: &[Step], dialect: &dyn Dialect) -> Vec<String> {
    let Replayed { schema: replayed, mut troubles, .. } = replay(after, down, dialect);
    troubles.extend(differences(before, &replayed));
    troubles.truncate(5);
    troubles
}

/// Where a downgrade leads.
pub struct Replayed {
    pub schema: Schema,
    /// What does not work, or cannot be read.
    pub troubles: Vec<String>,
    /// Whether it changes rows.
    pub changes_rows: bool,
}

/// Replays a downgrade on the model.
pub fn replay(after: &Schema, down: &[Step], dialect: &dyn Dialect) -> Replayed {
    let mut schema = after.clone();
    let mut troubles = Vec::new();
    let mut changes_rows = false;
    for step in down {
        changes_rows |= matches!(step, Step::Copy { .. });
        if let Step::Sql(sql) = step {
            let statement = dialect.read(sql, 0);
            let applied = apply(&mut schema, &statement.effects, dialect);
            troubles.extend(applied.troubles.into_iter().map(|trouble| trouble.message));
            troubles.extend(applied.uncertain);
            changes_rows |= !applied.rows.is_empty();
            troubles.extend(statement.trouble.map(|trouble| format!("{}: {}", trouble.message, first_line(sql))));
        }
    }
    schema.set_search_path(None);
    Replayed { schema, troubles, changes_rows }
}

/// Where a schema differs from the one before: one line an object.
pub fn differences(before: &Schema, replayed: &Schema) -> Vec<String> {
    let mut wanted: BTreeMap<String, i32> = BTreeMap::new();
    for (id, now, then) in replayed.changed(before) {
        if now.is_some() {
            count(&mut wanted, describe(replayed, id), 1);
        }
        if then.is_some() {
            count(&mut wanted, describe(before, id), -1);
        }
    }
    let differing = wanted.into_iter().filter(|(_, balance)| *balance != 0);
    differing.map(|(text, balance)| format!("{}: {text}", if balance > 0 { "too much" } else { "missing" })).collect()
}

fn first_line(sql: &str) -> &str {
    sql.lines().next().unwrap_or_default()
}

fn count(balance: &mut BTreeMap<String, i32>, text: Option<String>, by: i32) {
    if let Some(text) = text {
        *balance.entry(text).or_default() += by;
    }
}

/// An object as text, the same for the same object however it came about.
fn describe(schema: &Schema, id: Id) -> Option<String> {
    let object = schema.get(id)?;
    let owner = object.relation().and_then(|table| schema.get(table)).and_then(Object::table);
    if is_temporary(object.table()) || is_temporary(owner) {
        return None;
    }
    let mut lines = match object.table() {
        Some(table) => describe_table(schema, id, object, table),
        None => ddl::create(schema, id, object, Style { spell_stars: true, ..Style::default() }),
    };
    lines.extend(ddl::attributes::attributes(schema, id, None, object));
    let mut lines: Vec<String> = lines.iter().map(|line| normal(line)).collect();
    lines.sort();
    Some(format!("{} {}", ddl::address(schema, id, object), lines.join("; ")))
}

fn is_temporary(table: Option<&Table>) -> bool {
    table.is_some_and(|table| table.kind == TableKind::Temporary)
}

/// Column order does not count, nor how a type is spelled.
fn describe_table(schema: &Schema, id: Id, object: &Object, table: &Table) -> Vec<String> {
    let mut bare = object.clone();
    if let Some(table) = bare.table_mut() {
        table.columns.clear();
    }
    let mut lines = ddl::tables::create(schema, id, &bare, &[]);
    for column in &table.columns {
        let ty = column.ty.user.map_or_else(|| column.ty.ty.name.name.clone(), |user| schema.print_name(user));
        let array = if column.ty.ty.dimensions > 0 { "[]" } else { "" };
        let mut plain = column.clone();
        plain.ty.def = crate::schema::def::Def::plain("?");
        // Servers before version 18 do not keep it.
        plain.not_null_name = None;
        // `serial` or its parts, one after the other: the same column.
        let facts = ddl::columns::column(schema, schema, id, &plain);
        lines.push(format!("column {facts} {ty}({}){array} {}", column.ty.ty.modifiers, column.inherited));
        lines.extend(ddl::attributes::column_settings("t", None, column));
    }
    lines
}
