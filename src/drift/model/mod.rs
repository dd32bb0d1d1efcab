//! A schema of the model as a snapshot: what can be compared without a server.
//!
//! Items are called as the catalogs call them, and an item's OID is the object's id. Facts are only those that an author's wording and
//! `pg_dump`'s print of the same thing share.

mod attributes;
mod indexes;
mod objects;
mod relations;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::words::words;
use crate::schema::def::{Def, Style};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, ColumnType, Object, TableKind};
use crate::schema::{Schema, quote};
use crate::verify::catalog::{Item, Snapshot};

/// Returns the items of a schema.
pub fn items(schema: &Schema) -> Snapshot {
    let mut items: Vec<Item> =
        schema.objects().filter(|(id, _)| counts(schema, *id)).flat_map(|(id, object)| of(schema, id, object)).collect();
    items.extend(attributes::default_privileges(schema));
    items.sort();
    items.dedup_by(|a, b| (&a.class, &a.name) == (&b.class, &b.name));
    Snapshot { items: items.into_iter().map(Arc::new).collect(), ..Snapshot::default() }
}

/// Temporary objects are no part of a schema, and tables that no file makes are known by their names alone.
fn counts(schema: &Schema, id: Id) -> bool {
    let Some(object) = schema.get(id) else { return false };
    let of_table = |object: &Object| object.table().is_some_and(|table| table.kind == TableKind::Temporary);
    let is_temporary = match &object.body {
        Body::Sequence(sequence) => sequence.temporary,
        _ => of_table(object),
    };
    let owner = object.relation().and_then(|id| schema.get(id));
    !is_temporary && !owner.is_some_and(of_table) && !object.doubtful
}

fn of(schema: &Schema, id: Id, object: &Object) -> Vec<Item> {
    let it = Reader { schema, id, object };
    let mut items = match &object.body {
        Body::Table(table) => it.table(table),
        Body::View(view) => it.view(view),
        Body::Index(index) => it.index(index),
        Body::Constraint(constraint) => it.constraint(constraint),
        Body::Sequence(sequence) => it.sequence(sequence),
        Body::Type(ty) => it.user_type(ty),
        Body::Routine(routine) => it.routine(routine),
        Body::Trigger(trigger) => it.trigger(trigger),
        Body::Policy(policy) => it.policy(policy),
        Body::Rule(rule) => it.rule(rule),
        Body::Schema if object.name == "public" => Vec::new(),
        Body::Schema => vec![it.item("schema", quote::ident(&object.name), String::new())],
        Body::Extension(_) => vec![it.item("extension", quote::ident(&object.name), String::new())],
        Body::Other(other) => it.other(other),
    };
    items.extend(it.attributes());
    items
}

/// One object to be read.
struct Reader<'a> {
    schema: &'a Schema,
    id: Id,
    object: &'a Object,
}

impl Reader<'_> {
    fn item(&self, class: &str, name: String, facts: String) -> Item {
        Item {
            class: class.to_owned(),
            name,
            oid: self.id.0,
            number: 0,
            within: self.object.relation().map_or(0, |id| id.0),
            place: None,
            facts,
            sql: Vec::new(),
        }
    }

    /// The object's name with its schema.
    fn name(&self) -> String {
        name(self.schema, self.id)
    }

    /// The name of what belongs to a relation: `public.t.c`.
    fn name_within(&self) -> String {
        let relation = self.object.relation().map(|id| name(self.schema, id)).unwrap_or_default();
        format!("{relation}.{}", quote::ident(&self.object.name))
    }

    fn text(&self, def: &Def) -> String {
        def.write(self.schema, "", Style::default())
    }

    fn words(&self, def: &Def) -> String {
        joined(&words(&self.text(def)))
    }

    fn columns(&self, relation: Id, columns: &[ColumnId]) -> String {
        let names = columns.iter().map(|column| self.schema.column_name(relation, *column).unwrap_or("?"));
        names.collect::<Vec<_>>().join(", ")
    }

    fn type_name(&self, ty: &ColumnType) -> String {
        let plain = ty.user.map_or_else(|| ty.ty.name.name.clone(), |user| name(self.schema, user));
        let modifiers = if ty.ty.modifiers.is_empty() { String::new() } else { format!("({})", ty.ty.modifiers.to_lowercase()) };
        format!("{plain}{modifiers}{}", if ty.ty.dimensions > 0 { "[]" } else { "" })
    }
}

/// An object's name with its schema.
fn name(schema: &Schema, id: Id) -> String {
    let Some(object) = schema.get(id) else { return String::new() };
    quote::qualified(schema.namespace_name(id), &object.name)
}

fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Facts on one line, those that say nothing left out.
fn facts(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A word where something holds.
fn when(holds: bool, word: &str) -> String {
    if holds { word.to_owned() } else { String::new() }
}

/// What stands before the columns of a view.
const COLUMNS: &str = "columns ";

/// Whether items of a class are views.
pub fn is_view(class: &str) -> bool {
    matches!(class, "view" | "materialized view")
}

/// Whether the facts of a view tell its columns.
pub fn tells_columns(facts: &str) -> bool {
    facts.starts_with(COLUMNS)
}

/// The facts of a view without its columns.
pub fn without_columns(facts: &str) -> &str {
    if tells_columns(facts) { facts.split_once("; ").map_or("", |(_, rest)| rest) } else { facts }
}
