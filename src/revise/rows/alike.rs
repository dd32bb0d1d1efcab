//! Rows that were inserted without a literal key: deleted by the values that they were given.
//!
//! One row is deleted for each that was inserted, the newest where that can be told. Where every column was given a value, rows that are
//! alike cannot be told apart, so that it does not matter which of them goes.

use std::fmt::Write as _;

use crate::dialect::effect::Value;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, ConstraintRule, Table};
use crate::schema::{Schema, quote};

/// The statements that delete rows like the inserted ones.
pub struct Alike {
    pub statements: Vec<String>,
    /// Not every value is known: a row that is like it in those that are may go in its place.
    pub partial: bool,
}

/// The statements, if every row has a value that can be compared.
pub fn delete(columns: &[Option<ColumnId>], rows: &[Vec<Value>], table: Id, schema: &Schema) -> Option<Alike> {
    let shape = schema.get(table)?.table()?;
    let name = schema.print_name(table);
    let newest = newest_first(table, shape, columns, schema);
    let mut partial = false;
    // The last one first: equal rows go in the reverse order of their coming.
    let statements = rows.iter().rev().map(|row| {
        let conditions = conditions(columns, row, shape)?;
        partial |= conditions.len() < shape.columns.len();
        let mut condition = conditions.join(" AND ");
        if let Some(newest) = &newest {
            let _ = write!(condition, " ORDER BY {newest} DESC");
        }
        Some(format!("DELETE FROM {name} WHERE ctid IN (\n    SELECT ctid FROM {name} WHERE {condition} LIMIT 1\n)"))
    });
    let statements = statements.collect::<Option<Vec<String>>>()?;
    Some(Alike { statements, partial })
}

/// A comparison for each column that was given a constant; `None` where none of them was given more than NULL.
fn conditions(columns: &[Option<ColumnId>], row: &[Value], table: &Table) -> Option<Vec<String>> {
    let mut known = false;
    let mut conditions = Vec::new();
    for (column, value) in columns.iter().zip(row) {
        let Some(column) = column.and_then(|id| table.column_by_id(id)) else { continue };
        let name = quote::ident(&column.name);
        if value.constant && value.text.eq_ignore_ascii_case("null") {
            conditions.push(format!("{name} IS NULL"));
        } else if value.constant && is_comparable(column, &value.text) {
            known = true;
            conditions.push(format!("{name} = {}", value.text));
        }
    }
    known.then_some(conditions)
}

/// Whether `column = value` is an expression that works: a string literal fits every type that has an equality, a number and a truth value
/// fit their own.
fn is_comparable(column: &Column, value: &str) -> bool {
    let ty = &column.ty;
    if ty.user.is_some() || ty.ty.dimensions > 0 {
        return value.starts_with('\'') && value.ends_with('\'');
    }
    let number = value.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
    match ty.ty.name.name.as_str() {
        // These have no equality, or one that means something else.
        "json" | "xml" | "point" | "box" | "line" | "lseg" | "path" | "polygon" | "circle" => false,
        "int2" | "int4" | "int8" if number => !value.contains('.'),
        "numeric" | "float4" | "float8" => number || value.starts_with('\''),
        "bool" => !number,
        _ => value.starts_with('\'') && value.ends_with('\''),
    }
}

/// The key column that the server filled by counting.
fn newest_first(table: Id, shape: &Table, given: &[Option<ColumnId>], schema: &Schema) -> Option<String> {
    let mut keys = schema.children(table).into_iter().filter_map(|id| match &schema.get(id)?.body {
        Body::Constraint(it) if matches!(it.rule, ConstraintRule::PrimaryKey) => Some(it.columns.clone()),
        _ => None,
    });
    let [key] = keys.next()?[..] else { return None };
    let column = shape.column_by_id(key).filter(|_| !given.contains(&Some(key)))?;
    let counts = column.identity.is_some() || column.default.as_ref().is_some_and(|it| it.text.contains("nextval"));
    counts.then(|| quote::ident(&column.name))
}
