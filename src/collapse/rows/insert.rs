//! One INSERT of literal rows, as it is written for the schema at the end.

use std::collections::BTreeSet;

use super::has_trigger;
use crate::dialect::effect::{Insert, LiteralChange, Value};
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, ConstraintRule, Object};
use crate::schema::{Schema, quote};

/// The rows of one statement.
pub struct Kept {
    columns: Vec<ColumnId>,
    /// The values as written, in the order of `columns`.
    rows: Vec<Vec<String>>,
    /// `ON CONFLICT DO NOTHING`.
    ignores_conflicts: bool,
    /// A column is left to a sequence.
    pub counts: bool,
}

impl Kept {
    /// Takes the rows of an INSERT that ran on `then` over to `last`.
    ///
    /// # Errors
    /// Why they cannot be kept.
    pub fn read(insert: &Insert, table: Id, then: &Schema, last: &Schema, filled: &BTreeSet<String>) -> Result<Self, String> {
        let rows = insert.rows.as_ref().ok_or("they come from a query")?;
        if insert.on_conflict == Some(true) {
            return Err("a row may have been there: ON CONFLICT DO UPDATE".to_owned());
        }
        if !rows.iter().flatten().all(|value| value.constant && is_plain(value)) {
            return Err("not every value is a plain literal".to_owned());
        }
        if has_trigger(then, table, &["insert"]) {
            return Err("a trigger runs when they are inserted".to_owned());
        }
        let given = given(insert, table, then, rows)?;
        let mut kept = Self { columns: Vec::new(), rows: vec![Vec::new(); rows.len()], ignores_conflicts: false, counts: false };
        kept.ignores_conflicts = insert.on_conflict == Some(false);
        for column in columns(last, table) {
            let was = columns(then, table).iter().find(|it| it.id == column.id);
            match (given.iter().position(|it| *it == column.id), was) {
                (Some(at), Some(was)) => kept.take(column, was, at, rows)?,
                (None, was) => kept.leave(column, was, filled)?,
                (Some(_), None) => return Err(format!("column {} is not what it was", column.name)),
            }
        }
        if kept.columns.is_empty() { Err("none of their columns is left".to_owned()) } else { Ok(kept) }
    }

    fn take(&mut self, column: &Column, was: &Column, at: usize, rows: &[Vec<Value>]) -> Result<(), String> {
        if !column.ty.same(&was.ty) {
            return Err(format!("the type of column {} changes later", column.name));
        }
        self.columns.push(column.id);
        for (row, values) in self.rows.iter_mut().zip(rows) {
            row.push(values.get(at).map(|value| value.text.clone()).unwrap_or_default());
        }
        Ok(())
    }

    /// A column that gets no value of the statement must get the same in the end as it got then.
    fn leave(&mut self, column: &Column, was: Option<&Column>, filled: &BTreeSet<String>) -> Result<(), String> {
        let text = |default: &Option<Def>| default.as_ref().map(|it| it.text.to_string());
        let counts = column.identity.is_some() || text(&column.default).is_some_and(|it| it.contains("nextval"));
        let same = match was {
            Some(was) => text(&was.default) == text(&column.default) && was.identity.is_some() == column.identity.is_some(),
            None => !filled.contains(&column.name) && column.default.is_none() && !column.not_null,
        };
        self.counts |= counts;
        if same || column.generated.is_some() {
            Ok(())
        } else {
            Err(format!("column {} gets another value by default", column.name))
        }
    }

    /// Changes or drops the rows that a later statement means. `None`: it is not known which, or their values are not.
    pub fn change(&mut self, change: &LiteralChange, table: Id, then: &Schema) -> Option<()> {
        let place = |name: &String| {
            let column = then.find_column(table, name)?;
            self.columns.iter().position(|it| *it == column)
        };
        let tells = |name: &String| columns(then, table).iter().find(|it| it.name == *name).is_some_and(is_told_apart);
        let only = change.only.iter().map(|(name, values)| Some((place(name)?, values, tells(name))));
        let only = only.collect::<Option<Vec<_>>>()?;
        let set = change.set.iter().map(|(name, value)| Some((place(name)?, value))).collect::<Option<Vec<_>>>()?;
        if set.iter().any(|(_, value)| !is_plain(value)) || passes_on(then, table) {
            return None;
        }
        let is_meant = |row: &Vec<String>| {
            let holds = |(at, values, tells): &(usize, &Vec<Value>, bool)| is_one_of(row.get(*at)?, values, *tells);
            // Every condition must be known: one that is not may be the one that fails.
            let known = only.iter().map(holds).collect::<Option<Vec<bool>>>()?;
            Some(known.into_iter().all(|holds| holds))
        };
        let meant = self.rows.iter().map(is_meant).collect::<Option<Vec<bool>>>()?;
        if set.is_empty() {
            let mut meant = meant.iter();
            self.rows.retain(|_| meant.next() == Some(&false));
            return Some(());
        }
        for (row, _) in self.rows.iter_mut().zip(&meant).filter(|(_, meant)| **meant) {
            for (at, value) in &set {
                if let Some(old) = row.get_mut(*at) {
                    old.clone_from(&value.text);
                }
            }
        }
        Some(())
    }

    /// Whether later statements have dropped all rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The statement, with the names at the end.
    pub fn write(&self, schema: &Schema, table: Id) -> String {
        let all = columns(schema, table);
        let of_table: Vec<&Column> = self.columns.iter().filter_map(|id| all.iter().find(|it| it.id == *id)).collect();
        let names: Vec<String> = of_table.iter().map(|it| quote::ident(&it.name)).collect();
        let always = of_table.iter().any(|it| it.identity.as_ref().is_some_and(|identity| identity.always));
        let overriding = if always { " OVERRIDING SYSTEM VALUE" } else { "" };
        let rows: Vec<String> = self.rows.iter().map(|row| format!("({})", row.join(", "))).collect();
        let conflict = if self.ignores_conflicts { "\nON CONFLICT DO NOTHING" } else { "" };
        let (table, names) = (schema.print_name(table), names.join(", "));
        format!("INSERT INTO {table} ({names}){overriding} VALUES\n    {}{conflict}", rows.join(",\n    "))
    }
}

fn columns(schema: &Schema, table: Id) -> &[Column] {
    schema.get(table).and_then(Object::table).map_or(&[], |table| &table.columns)
}

/// The columns that the statement gives values to.
fn given(insert: &Insert, table: Id, then: &Schema, rows: &[Vec<Value>]) -> Result<Vec<ColumnId>, String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let found: Option<Vec<ColumnId>> = match insert.columns.as_slice() {
        [] => Some(then.columns_of(table).into_iter().take(width).collect()),
        names => names.iter().map(|name| then.find_column(table, name)).collect(),
    };
    let fits = |found: &Vec<ColumnId>| rows.iter().all(|row| row.len() == found.len());
    found.filter(fits).ok_or_else(|| "they do not fit the table's columns".to_owned())
}

/// Whether a change of a table's rows may pass on to rows of others, or of its own.
fn passes_on(schema: &Schema, table: Id) -> bool {
    let passes = |object: &Object| match &object.body {
        Body::Constraint(it) => {
            let text = it.def.text.to_lowercase();
            let is_here = matches!(it.rule, ConstraintRule::ForeignKey { target, .. } if target == table);
            is_here && (text.contains("on delete") || text.contains("on update"))
        }
        _ => false,
    };
    schema.dependents(table).into_iter().filter_map(|id| schema.get(id)).any(passes)
}

/// Whether two values of a column are different where their plain literals are.
fn is_told_apart(column: &Column) -> bool {
    let ty = &column.ty;
    let plain = ["text", "varchar", "int2", "int4", "int8", "numeric"];
    ty.user.is_none() && ty.ty.dimensions == 0 && column.collation.is_none() && plain.contains(&ty.ty.name.name.as_str())
}

/// Whether a value is one of these; `None` where that is not known. `told_apart`: other literals are other values. NULL is like nothing.
fn is_one_of(value: &str, values: &[Value], told_apart: bool) -> Option<bool> {
    let kind = |text: &str| {
        let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        let is_word = |inner: &str| inner.chars().all(|c| c.is_alphanumeric() || "_-.@/ ".contains(c));
        if text.eq_ignore_ascii_case("null") {
            Some(Spelling::Null)
        } else if inner.is_some_and(is_word) {
            Some(Spelling::Text)
        } else {
            (text == "0" || (!text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit()))).then_some(Spelling::Number)
        }
    };
    let own = kind(value)?;
    let mut found = false;
    for other in values {
        let other_kind = kind(&other.text)?;
        if own == Spelling::Null || other_kind == Spelling::Null {
            continue;
        }
        if own != other_kind || (value != other.text && !told_apart) {
            return None;
        }
        found |= value == other.text;
    }
    Some(found)
}

/// How a literal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Null,
    Text,
    Number,
}

/// Whether a literal means the same wherever it stands: a cast may name a type that is called otherwise in the end.
fn is_plain(value: &Value) -> bool {
    let mut casts = value.text.split("::").skip(1);
    let is_known = |ty: &str| {
        let word: String = ty.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        BUILT_IN.contains(&word.to_lowercase().as_str())
    };
    let is_string = value.text.starts_with('\'') && !value.text.contains("'::");
    is_string || (!value.text.to_lowercase().contains("cast") && casts.all(is_known))
}

const BUILT_IN: &[&str] = &[
    "bigint",
    "bool",
    "boolean",
    "bytea",
    "date",
    "inet",
    "int",
    "int4",
    "int8",
    "integer",
    "interval",
    "json",
    "jsonb",
    "numeric",
    "smallint",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "uuid",
    "varchar",
];
