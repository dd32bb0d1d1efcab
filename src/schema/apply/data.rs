//! Changes of rows: recorded with the table that they are made in. A table whose rows are copied from another one may turn out
//! to be that table, rebuilt.

use super::{Applier, RowChange};
use crate::dialect::effect::{DataChange, Insert};
use crate::dialect::name::Name;
use crate::schema::id::Id;

impl Applier<'_> {
    pub(super) fn data(&mut self, change: &DataChange) {
        let table = match change {
            DataChange::Insert(insert) => self.inserted(insert),
            DataChange::Update { table, columns, .. } => {
                let id = self.row_table(table);
                if let Some(id) = id {
                    self.check_columns(id, columns);
                }
                id
            }
            DataChange::Delete { table, .. } | DataChange::CopyIn { table, .. } | DataChange::Merge { table } => {
                self.row_table(table)
            }
            DataChange::SequencePosition { sequence } => self.schema.find_relation(sequence),
            DataChange::Truncate { tables, .. } => tables.first().and_then(|table| self.row_table(table)),
            DataChange::Unknown { .. } | DataChange::Maintenance => None,
        };
        if !matches!(change, DataChange::Maintenance) {
            self.done.rows.push(RowChange { change: change.clone(), table });
        }
    }

    fn row_table(&mut self, name: &Name) -> Option<Id> {
        self.relation(name, false)
    }

    fn check_columns(&mut self, table: Id, columns: &[String]) {
        if self.schema.columns_of(table).is_empty() || self.is_open(table) {
            return;
        }
        for column in columns {
            if self.schema.find_column(table, column).is_none() {
                self.missing("column", column);
            }
        }
    }

    fn inserted(&mut self, insert: &Insert) -> Option<Id> {
        let id = self.row_table(&insert.table)?;
        self.check_columns(id, &insert.columns);
        let source = insert.from.first().and_then(|name| self.schema.find_relation(name)).filter(|source| *source != id);
        if let Some(source) = source {
            self.change_table(id, |table| table.rebuilt_from = table.rebuilt_from.or(Some(source)));
        }
        Some(id)
    }
}
