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
pub struct Relations {
    words: BTreeMap<String, &'static str>,
    /// What extensions bring, and which.
    brought: BTreeMap<String, String>,
}

impl Relations {
    /// Collects what the files say of their relations.
    pub fn new(facts: &[Facts]) -> Self {
        let mut words = BTreeMap::new();
        for mentioned in facts.iter().flat_map(|facts| facts.makes.iter().chain(&facts.drops)) {
            if let Some(word) = relation_word(mentioned.class) {
                words.entry(mentioned.object.clone()).or_insert(word);
            }
        }
        let parts = facts.iter().flat_map(|facts| &facts.parts_made);
        let brought = parts.filter_map(|part| Some((part.object.clone(), part.of.clone()?)));
        Self { words, brought: brought.filter(|(_, of)| of.starts_with("extension ")).collect() }
    }

    /// Returns a label as people read it: `table users` for `relation users` and for the type of its rows, and for what an extension
    /// brings, which.
    pub fn shown(&self, object: &str) -> String {
        if let Some(name) = object.strip_prefix(RELATION) {
            // A hint says more behind the name.
            let bare = object.match_indices(' ').nth(1).map_or(object, |(end, _)| &object[..end]);
            return format!("{}{name}", self.words.get(bare).unwrap_or(&"table"));
        }
        if let Some(extension) = self.brought.get(object) {
            return format!("{object} of {extension}");
        }
        if let Some((relation, columns)) = object.strip_prefix("key ").and_then(|key| key.rsplit_once('.')) {
            return match columns {
                PRIMARY => format!("the primary key of {relation}"),
                _ => format!("a unique key of {relation} ({})", columns.replace(',', ", ")),
            };
        }
        let of_rows = object.strip_prefix("type ").map(|name| format!("{RELATION} {name}"));
        match of_rows.and_then(|relation| Some((*self.words.get(&relation)?, relation))) {
            Some((word, relation)) => relation.replacen(RELATION, word, 1),
            None => object.to_owned(),
        }
    }
}

/// In the place of the columns of a key: the primary one, whatever its columns are.
pub const PRIMARY: &str = "primary key";

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
        Class::Collation => "collation",
        Class::Operator => "operator",
        Class::OperatorClass => "operator class",
        Class::OperatorFamily => "operator family",
        Class::TextSearchConfiguration => "text search configuration",
        Class::TextSearchDictionary => "text search dictionary",
        Class::TextSearchParser => "text search parser",
        Class::TextSearchTemplate => "text search template",
        Class::Server => "server",
        Class::ForeignDataWrapper => "foreign-data wrapper",
        Class::Publication => "publication",
        Class::Statistics => "statistics",
        Class::EventTrigger => "event trigger",
        Class::Role => "role",
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

/// Whether objects of a class have their place in a schema.
pub fn lives_in_schema(class: Class) -> bool {
    !matches!(
        class,
        Class::Schema
            | Class::Extension
            | Class::Role
            | Class::Database
            | Class::Tablespace
            | Class::Server
            | Class::ForeignDataWrapper
            | Class::Publication
            | Class::Subscription
            | Class::EventTrigger
            | Class::Language
            | Class::AccessMethod
            | Class::UserMapping
    )
}

/// The label of a part of a relation.
pub fn part_label(word: &str, relation: &str, part: &str) -> String {
    let relation = relation.split_once(' ').map_or(relation, |(_, name)| name);
    format!("{word} {relation}.{part}")
}
