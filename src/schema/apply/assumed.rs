//! What no file makes and what statements take for granted: schemas, tables and columns that were there before the first file.
//!
//! They are taken to be there both before and after the statement, so that what is done to them can be undone.

use super::Applier;
use crate::dialect::effect::ColumnChange;
use crate::dialect::name::Name;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, Object, Place, Table};

/// Something that was there before the first file.
#[derive(Debug, Clone)]
pub enum Assumed {
    Object(Id, Object),
    Column(Id, Column),
    /// A column of a table that no file makes may not be null.
    NotNull(Id, ColumnId),
}

impl Applier<'_> {
    /// The schema of a name whose schema no file makes.
    pub(super) fn assume_schema(&mut self, name: &Name) -> Option<Id> {
        let schema = name.schema.clone().or_else(|| self.schema.search_path.first().cloned());
        let schema = schema.filter(|it| !matches!(it.as_str(), "pg_temp" | "pg_catalog" | "information_schema"))?;
        self.missing("schema", &schema);
        Some(self.assume(Object::new(schema, Place::Database, Body::Schema)))
    }

    /// The relation of a name, for a statement that changes it: a table that no file makes is taken for granted.
    pub(super) fn changed_relation(&mut self, name: &Name, if_exists: bool) -> Option<Id> {
        let found = self.relation(name, if_exists);
        if found.is_some() || if_exists || self.tolerant || crate::schema::is_system(name) {
            return found;
        }
        let namespace = self.creation_schema(name)?;
        let table = Table { columns_open: true, ..Table::default() };
        Some(self.assume(Object::new(name.name.clone(), Place::Schema(namespace), Body::Table(table))))
    }

    fn assume(&mut self, object: Object) -> Id {
        let id = self.schema.insert(object.clone());
        self.done.taken_for_granted.push(Assumed::Object(id, object));
        id
    }

    /// Whether a table has columns and constraints that no file tells.
    pub(super) fn is_open(&self, table: Id) -> bool {
        self.schema.get(table).and_then(Object::table).is_some_and(|table| table.columns_open)
    }

    /// A column that no file makes, of a table that no file makes, before it is renamed or its NOT NULL is changed.
    pub(super) fn assume_column(&mut self, table: Id, name: &str, not_null: bool) {
        if self.is_open(table) && self.schema.find_column(table, name).is_none() {
            let mut column = Column::new(self.schema.new_column(), name.to_owned(), super::columns::unknown_type());
            column.not_null = not_null;
            self.change_table(table, |it| it.columns.push(column.clone()));
            self.done.taken_for_granted.push(Assumed::Column(table, column));
        }
    }

    /// The same, for the changes that tell what was before: a NOT NULL that is dropped was there.
    pub(super) fn assume_changed_column(&mut self, table: Id, name: &str, change: &ColumnChange) {
        match change {
            ColumnChange::DropNotNull => {
                self.assume_column(table, name, true);
                self.assume_not_null(table, name);
            }
            ColumnChange::SetNotNull => self.assume_column(table, name, false),
            _ => {}
        }
    }

    /// A column of which only the name was told until now.
    fn assume_not_null(&mut self, table: Id, name: &str) {
        let column = self.schema.get(table).and_then(Object::table).and_then(|it| it.column(name));
        let untold = column.filter(|it| it.ty == super::columns::unknown_type() && !it.not_null).map(|it| it.id);
        if let Some(column) = untold.filter(|_| self.is_open(table)) {
            self.done.taken_for_granted.push(Assumed::NotNull(table, column));
        }
    }

    /// A part of a table is missing: of a table that no file makes, nobody knows what it was.
    pub(super) fn missing_part(&mut self, table: Id, what: &str, name: &str) {
        self.missing(what, name);
        if self.is_open(table) && !self.tolerant {
            self.uncertain(format!("{what} {name} is changed, which no file defines"));
        }
    }
}

impl crate::schema::Schema {
    /// Takes for granted what a later statement took for granted.
    pub fn assume(&mut self, assumed: Assumed) {
        match assumed {
            Assumed::Object(id, object) => self.put(id, std::sync::Arc::new(object)),
            Assumed::Column(table, column) => self.update(table, |it| {
                if let Some(table) = it.table_mut() {
                    table.columns.push(column);
                }
            }),
            Assumed::NotNull(table, column) => self.update(table, |it| {
                let columns = it.table_mut().map(|table| &mut table.columns);
                if let Some(column) = columns.into_iter().flatten().find(|it| it.id == column) {
                    column.not_null = true;
                }
            }),
        }
    }
}
