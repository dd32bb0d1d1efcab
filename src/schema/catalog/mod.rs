//! What a server's catalogs would show of a schema, for blocks that ask them.
//!
//! One file for the catalogs of `pg_catalog`, one for the views of the information schema. What no file tells (roles, statistics,
//! the text of definitions as the server prints it) is in no row.

mod information;
mod tables;

use super::Schema;
use super::id::Id;
use super::object::{Body, ConstraintRule, Object, Table, TypeBody};
use super::{Key, ddl};
use crate::dialect::catalog::{Catalog, Row};
use crate::dialect::name::{Class, Name};

impl Catalog for Schema {
    fn rows(&self, relation: &Name) -> Option<Vec<Row>> {
        match relation.schema.as_deref() {
            Some("information_schema") => information::rows(self, &relation.name),
            None | Some("pg_catalog") => tables::rows(self, &relation.name),
            Some(_) => None,
        }
    }

    fn relation(&self, name: &Name) -> Option<String> {
        self.find_relation(name).map(|id| self.print_name(id))
    }

    fn user_type(&self, name: &Name) -> Option<String> {
        self.find_type(name).map(|id| self.print_name(id))
    }

    fn current_schema(&self) -> Option<String> {
        self.search_path.iter().find(|schema| self.find_schema(schema).is_some()).cloned()
    }
}

/// A row of these columns.
fn row<const N: usize>(columns: [(&'static str, String); N]) -> Row {
    columns.into_iter().map(|(column, value)| (column, Some(value))).collect()
}

/// The letter of `pg_class.relkind`.
fn relation_kind(object: &Object) -> Option<&'static str> {
    Some(match &object.body {
        Body::Table(table) if table.foreign.is_some() => "f",
        Body::Table(Table { partition_by: Some(_), .. }) => "p",
        Body::Table(_) => "r",
        Body::View(view) if view.materialized => "m",
        Body::View(_) => "v",
        Body::Sequence(_) => "S",
        Body::Index(_) => "i",
        Body::Type(ty) if matches!(ty.body, TypeBody::Composite(_)) => "c",
        Body::Constraint(constraint) if constraint.has_index() => "i",
        _ => return None,
    })
}

/// `pg_constraint.contype`, and what the information schema calls it.
fn constraint_kind(rule: &ConstraintRule) -> (&'static str, &'static str) {
    match rule {
        ConstraintRule::PrimaryKey => ("p", "PRIMARY KEY"),
        ConstraintRule::Unique => ("u", "UNIQUE"),
        ConstraintRule::ForeignKey { .. } => ("f", "FOREIGN KEY"),
        ConstraintRule::Check => ("c", "CHECK"),
        ConstraintRule::Exclude => ("x", "EXCLUDE"),
        ConstraintRule::NotNull => ("n", "CHECK"),
    }
}

impl Schema {
    /// The name of the schema of an object.
    fn schema_of(&self, id: Id) -> String {
        self.namespace_name(id).unwrap_or_default().to_owned()
    }

    /// Whether some table has columns, constraints and indexes that no file tells.
    fn has_open_tables(&self) -> bool {
        self.objects().any(|(_, object)| object.has_open_columns())
    }

    /// How the server prints a routine behind `::regprocedure`.
    fn print_routine(&self, id: Id, object: &Object) -> String {
        let address = ddl::address(self, id, object);
        address.split_once(' ').map(|(_, name)| name.replace(", ", ",")).unwrap_or_default()
    }

    /// The names of what extensions bring of a class.
    fn provided_names(&self, class: Class) -> impl Iterator<Item = &str> {
        let from = Key::Provided(class, String::new(), None);
        let keys = self.names.range(from..).take_while(move |(key, _)| matches!(key, Key::Provided(it, ..) if *it == class));
        keys.filter_map(|(key, _)| if let Key::Provided(_, name, _) = key { Some(name.as_str()) } else { None })
    }
}
