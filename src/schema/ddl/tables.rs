//! CREATE TABLE, and the table-level properties that ALTER TABLE sets.

use crate::schema::Schema;
use crate::schema::apply::option;
use crate::schema::def::{Def, Style};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Column, Object, Table};
use crate::schema::quote;

/// CREATE TABLE with these constraints inside (as printed), and what can only be set afterwards.
pub fn create(schema: &Schema, id: Id, object: &Object, constraints: &[String]) -> Vec<String> {
    let Some(table) = object.table() else { return Vec::new() };
    let own = schema.print_name(id);
    let mut out = match &table.query {
        Some((query, given)) if query.refs().all(|on| schema.get(on.id).is_some()) => {
            create_from_query(schema, id, table, &own, (query, given), constraints)
        }
        _ => vec![create_statement(schema, id, table, &own, constraints)],
    };
    out.extend(departures(schema, table, &own));
    out.extend(properties(&own, &Table::default(), table, false));
    for column in &table.columns {
        out.extend(super::attributes::column_settings(&own, None, column));
    }
    out
}

/// Where a column that a parent gave is not as the parent has it.
fn departures(schema: &Schema, table: &Table, own: &str) -> Vec<String> {
    let parents: Vec<&Table> = table
        .inherits
        .iter()
        .chain(table.partition_of.as_ref().map(|(parent, _)| parent))
        .filter_map(|parent| schema.get(*parent)?.table())
        .collect();
    let mut out = Vec::new();
    for column in table.columns.iter().filter(|column| column.inherited) {
        let Some(given) = parents.iter().find_map(|parent| parent.column(&column.name)) else { continue };
        let mut alter =
            |action: String| out.push(format!("ALTER TABLE {own} ALTER COLUMN {} {action}", quote::ident(&column.name)));
        let write = |column: &Column| column.default.as_ref().map(|default| default.write(schema, "", Style::default()));
        match (write(given), write(column)) {
            (from, Some(default)) if from.as_ref() != Some(&default) => alter(format!("SET DEFAULT {default}")),
            (Some(_), None) => alter("DROP DEFAULT".to_owned()),
            _ => {}
        }
        if column.not_null && !given.not_null {
            alter("SET NOT NULL".to_owned());
        }
    }
    out
}

/// `CREATE TABLE … AS … WITH NO DATA`, and what was changed of the table since.
fn create_from_query(
    schema: &Schema,
    id: Id,
    table: &Table,
    own: &str,
    (query, given): (&Def, &[(ColumnId, String)]),
    constraints: &[String],
) -> Vec<String> {
    let text = query.write(schema, own, Style::default());
    let bare = text.trim_end();
    let lower = bare.to_lowercase();
    let bare = ["with no data", "with data"]
        .iter()
        .find(|tail| lower.ends_with(*tail))
        .map_or(bare, |tail| &bare[..bare.len() - tail.len()]);
    let mut out = vec![format!("{}\n  WITH NO DATA", bare.trim_end())];
    let mut alter = |action: String| out.push(format!("ALTER TABLE {own} {action}"));
    for (column, name) in given {
        let name = quote::ident(name);
        match table.column_by_id(*column) {
            None => alter(format!("DROP COLUMN {name}")),
            Some(now) => {
                let now_name = quote::ident(&now.name);
                if now_name != name {
                    alter(format!("RENAME COLUMN {name} TO {now_name}"));
                }
                if !now.ty.def.text.is_empty() {
                    alter(format!("ALTER COLUMN {now_name} TYPE {}", now.ty.def.write(schema, "", Style::default())));
                }
                if let Some(default) = &now.default {
                    alter(format!("ALTER COLUMN {now_name} SET DEFAULT {}", default.write(schema, "", Style::default())));
                }
                if now.not_null {
                    alter(super::columns::set_not_null(schema, id, now));
                }
            }
        }
    }
    for column in table.columns.iter().filter(|column| given.iter().all(|(it, _)| *it != column.id)) {
        alter(format!("ADD COLUMN {}", super::columns::column(schema, schema, id, column)));
    }
    constraints.iter().for_each(|constraint| alter(format!("ADD {constraint}")));
    out
}

fn create_statement(schema: &Schema, id: Id, table: &Table, own: &str, constraints: &[String]) -> String {
    let write = |def: &crate::schema::def::Def| def.write(schema, "", Style::default());
    let kind = match (table.foreign.is_some(), table.unlogged) {
        (true, _) => "FOREIGN TABLE",
        (false, true) => "UNLOGGED TABLE",
        (false, false) => "TABLE",
    };
    let mut out = format!("CREATE {kind} {own}");
    let columns = table.columns.iter().filter(|column| !column.inherited && table.of_type.is_none());
    let mut lines: Vec<String> = columns.map(|column| super::columns::column(schema, schema, id, column)).collect();
    lines.extend(constraints.iter().cloned());
    if let Some(of_type) = table.of_type {
        out.push_str(&format!(" OF {}", schema.print_name(of_type)));
    }
    if let Some((parent, _)) = &table.partition_of {
        out.push_str(&format!(" PARTITION OF {}", schema.print_name(*parent)));
    }
    let listed = table.partition_of.is_none() && table.of_type.is_none();
    if !lines.is_empty() {
        out.push_str(&format!(" (\n    {}\n)", lines.join(",\n    ")));
    } else if listed {
        out.push_str(" (\n)");
    }
    if let Some((_, bound)) = &table.partition_of {
        out.push(' ');
        out.push_str(&write(bound));
    }
    if !table.inherits.is_empty() {
        let parents: Vec<String> = table.inherits.iter().map(|parent| schema.print_name(*parent)).collect();
        out.push_str(&format!(" INHERITS ({})", parents.join(", ")));
    }
    if let Some(by) = &table.partition_by {
        out.push_str(&format!(" PARTITION BY {}", write(by)));
    }
    if let Some(method) = &table.access_method {
        out.push_str(&format!(" USING {method}"));
    }
    if !table.options.is_empty() {
        let options: Vec<String> = table.options.iter().map(|(name, value)| option(name, value)).collect();
        out.push_str(&format!(" WITH ({})", options.join(", ")));
    }
    if let Some(tablespace) = &table.tablespace {
        out.push_str(&format!(" TABLESPACE {tablespace}"));
    }
    if let Some((written, options)) = &table.foreign {
        let server = table.server.filter(|id| schema.get(*id).is_some());
        let server = server.map_or_else(|| quote::ident(written), |id| schema.print_name(id));
        out.push_str(&format!(" SERVER {server}"));
        out.extend(super::foreign_options(&[], options).map(|options| format!(" {options}")));
    }
    out
}

/// The statements that lead from one table's properties to another's, columns and what CREATE TABLE can say apart. `by_index`: an
/// index becomes the replica identity, and says so itself.
pub fn properties(own: &str, from: &Table, to: &Table, by_index: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut alter = |action: String| out.push(format!("ALTER TABLE {own} {action}"));
    if from.row_security != to.row_security {
        alter(format!("{} ROW LEVEL SECURITY", if to.row_security { "ENABLE" } else { "DISABLE" }));
    }
    if from.force_row_security != to.force_row_security {
        alter(format!("{} ROW LEVEL SECURITY", if to.force_row_security { "FORCE" } else { "NO FORCE" }));
    }
    if from.replica_identity != to.replica_identity && !(to.replica_identity.is_none() && by_index) {
        alter(format!("REPLICA IDENTITY {}", to.replica_identity.as_deref().unwrap_or("DEFAULT")));
    }
    out
}

/// The statements for properties that CREATE TABLE writes itself, on a table that stays.
pub fn settings(own: &str, from: &Table, to: &Table) -> Vec<String> {
    let mut out = Vec::new();
    let mut alter = |action: String| out.push(format!("ALTER TABLE {own} {action}"));
    if from.unlogged != to.unlogged {
        alter(format!("SET {}", if to.unlogged { "UNLOGGED" } else { "LOGGED" }));
    }
    if from.tablespace != to.tablespace {
        alter(format!("SET TABLESPACE {}", to.tablespace.as_deref().unwrap_or("pg_default")));
    }
    if from.access_method != to.access_method {
        alter(format!("SET ACCESS METHOD {}", to.access_method.as_deref().unwrap_or("heap")));
    }
    let options = |table: &Table| table.foreign.as_ref().map(|(_, options)| options.clone()).unwrap_or_default();
    out.extend(super::foreign_options(&options(from), &options(to)).map(|it| format!("ALTER FOREIGN TABLE {own} {it}")));
    out.extend(options_change(&from.options, &to.options).into_iter().map(|action| format!("ALTER TABLE {own} {action}")));
    out
}

/// RESET and SET that lead from one list of options to another; the server keeps their order.
pub fn options_change(from: &[(String, String)], to: &[(String, String)]) -> Vec<String> {
    let mut out = Vec::new();
    let is_gone = |name: &String| to.iter().all(|(it, _)| it != name);
    let (gone, mut kept): (Vec<_>, Vec<_>) = from.iter().partition(|(name, _)| is_gone(name));
    if !gone.is_empty() {
        let names: Vec<&str> = gone.iter().map(|(name, _)| name.as_str()).collect();
        out.push(format!("RESET ({})", names.join(", ")));
    }
    // What is set moves to the end: set what follows the longest beginning that is right already.
    let mut right = to.len();
    while kept.iter().ne(&to.iter().take(right).collect::<Vec<_>>()) {
        right -= 1;
        kept.retain(|(name, _)| to.get(right).is_none_or(|(it, _)| it != name));
    }
    let set: Vec<String> = to.iter().skip(right).map(|(name, value)| option(name, value)).collect();
    if !set.is_empty() {
        out.push(format!("SET ({})", set.join(", ")));
    }
    out
}
