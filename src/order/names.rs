//! What objects are called: class and name, with `public` left out.
//!
//! Tables, views, sequences and indexes share one namespace, and a statement that names one does not say which it is: as long as
//! files are compared all of them are a `relation`. What people read says what it really is.

use std::collections::BTreeMap;

use super::Facts;
use crate::dialect::name::{Class, Name};

const RELATION: &str = "relation";

/// What the relations of a history are.
#[derive(Debug, Clone, Default)]
pub struct Relations(BTreeMap<String, &'static str>);

impl Relations {
    /// Collects what the files say of their relations.
    pub fn new(facts: &[Facts]) -> Self {
        let mut words = BTreeMap::new();
        for mentioned in facts.iter().flat_map(|facts| facts.makes.iter().chain(&facts.drops)) {
            if let Some(word) = relation_word(mentioned.class) {
                words.entry(mentioned.object.clone()).or_insert(word);
            }
        }
        Self(words)
    }

    /// Returns a label as people read it: `table users` for `relation users`.
    pub fn shown(&self, object: &str) -> String {
        match object.strip_prefix(RELATION) {
            Some(name) => format!("{}{name}", self.0.get(object).unwrap_or(&"table")),
            None => object.to_owned(),
        }
    }
}

fn relation_word(class: Class) -> Option<&'static str> {
    match class {
        Class::Table => Some("table"),
        Class::ForeignTable => Some("foreign table"),
        Class::View => Some("view"),
        Class::MaterializedView => Some("materialized view"),
        Class::Sequence => Some("sequence"),
        Class::Index => Some("index"),
        _ => None,
    }
}

/// The label that files are compared by: `relation core.users`, `type mood`.
pub fn label(class: Class, name: &Name) -> String {
    let class = match class {
        _ if relation_word(class).is_some() => RELATION,
        Class::Type | Class::Domain => "type",
        Class::Function | Class::Procedure | Class::Routine | Class::Aggregate => "function",
        Class::Schema => "schema",
        Class::Extension => "extension",
        Class::Column => "column",
        _ => "object",
    };
    match name.schema.as_deref() {
        Some(schema) if schema != "public" => format!("{class} {schema}.{}", name.name),
        _ => format!("{class} {}", name.name),
    }
}

/// The label of a column: `column core.users.id` of `relation core.users`.
pub fn column_label(relation: &str, column: &str) -> String {
    part_label("column", relation, column)
}

/// The label of a part of a relation.
pub fn part_label(word: &str, relation: &str, part: &str) -> String {
    let relation = relation.split_once(' ').map_or(relation, |(_, name)| name);
    format!("{word} {relation}.{part}")
}
