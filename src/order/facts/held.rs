//! What a column holds, as far as it decides whether statements run: numbers, text or UUIDs.
//!
//! A foreign key fails where its columns hold something else than those that it refers to, and so does a word in a column of numbers.

use super::Reader;
use super::touches::{After, Before};
use crate::dialect::effect::{ColumnDef, LiteralChange};
use crate::dialect::name::TypeName;
use crate::order::names::{column_label, part_label};

const NUMBER: &str = "number";
const KINDS: &[&str] = &[NUMBER, "text", "uuid"];

/// What columns of a type hold, where that is one of [`KINDS`].
fn kind(ty: &TypeName) -> Option<&'static str> {
    let is_built_in = ty.name.schema.as_deref().is_none_or(|schema| schema == "pg_catalog");
    match ty.name.name.as_str() {
        _ if !is_built_in || ty.dimensions > 0 => None,
        "int2" | "int4" | "int8" | "numeric" | "float4" | "float8" => Some(NUMBER),
        "text" | "varchar" | "bpchar" => Some("text"),
        "uuid" => Some("uuid"),
        _ => None,
    }
}

fn is_time(ty: &TypeName) -> bool {
    matches!(ty.name.name.as_str(), "timestamp" | "timestamptz" | "date" | "time" | "timetz" | "interval")
}

fn label(kind: &str, relation: &str, column: &str) -> String {
    part_label(&format!("{kind}-in"), relation, column)
}

impl Reader {
    /// A new column.
    pub(super) fn holds(&mut self, column: &ColumnDef, relation: &str) {
        if let Some(kind) = column.ty.as_ref().and_then(|ty| kind(&ty.ty)) {
            self.holds_now(kind, relation, &column.name);
        }
    }

    /// A column that gets another type.
    pub(super) fn holds_anew(&mut self, ty: &TypeName, relation: &str, column: &str) {
        let new = kind(ty);
        for kind in KINDS.iter().filter(|kind| Some(**kind) != new) {
            let of = column_label(relation, column);
            self.held.remove(&of);
            self.touch(&label(kind, relation, column), Some(&of), Before::LikelyThere, After::Gone);
        }
        if let Some(kind) = new {
            self.holds_now(kind, relation, column);
        }
        // Only numbers, text and times take a default of another type along.
        if new.is_none_or(|kind| kind == "uuid") && !is_time(ty) {
            let of = column_label(relation, column);
            self.touch(&part_label("default", relation, column), Some(&of), Before::LikelyAbsent, After::Same);
        }
    }

    /// A column gets another name.
    pub(super) fn holds_under(&mut self, relation: &str, from: &str, to: &str) {
        if let Some(kind) = self.held.remove(&column_label(relation, from)) {
            self.holds_now(kind, relation, to);
        }
    }

    fn holds_now(&mut self, kind: &'static str, relation: &str, column: &str) {
        let of = column_label(relation, column);
        self.touch(&label(kind, relation, column), Some(&of), Before::Any, After::There);
        self.held.insert(of, kind);
    }

    /// The columns of a foreign key hold what those hold that they refer to.
    pub(super) fn holds_the_same(&mut self, relation: &str, columns: &[String], target: &str, target_columns: &[String]) {
        for (column, target_column) in columns.iter().zip(target_columns) {
            if let Some(kind) = self.held.get(&column_label(relation, column)) {
                let of = column_label(target, target_column);
                self.touch(&label(kind, target, target_column), Some(&of), Before::There, After::Same);
            }
        }
    }

    /// Words do not go into columns of numbers, nor are numbers compared with them.
    pub(super) fn words_in(&mut self, relation: &str, literal: &LiteralChange) {
        let compared = literal.only.iter().flat_map(|(column, values)| values.iter().map(move |value| (column, value)));
        for (column, value) in compared.chain(literal.set.iter().map(|(column, value)| (column, value))) {
            let is_word = value.text.strip_prefix('\'').is_some_and(|text| text.starts_with(char::is_alphabetic));
            if value.constant && is_word {
                let of = column_label(relation, column);
                self.touch(&label(NUMBER, relation, column), Some(&of), Before::Absent, After::Same);
            }
        }
    }
}
