//! Changes of rows.

use super::Reader;
use crate::dialect::name::Class;

impl Reader {
    pub(super) fn rows(&mut self, change: &crate::dialect::effect::DataChange) {
        use crate::dialect::effect::DataChange;
        match change {
            DataChange::Insert(insert) => {
                self.needs(Class::Table, &insert.table);
                let relation = self.name(Class::Table, &insert.table);
                self.needs_columns(&relation, &insert.columns);
                self.refers_to(&relation, &insert.conflict_columns);
                insert.from.iter().for_each(|name| self.needs(Class::Table, name));
            }
            DataChange::Update { table, columns, .. } => {
                self.needs(Class::Table, table);
                let relation = self.name(Class::Table, table);
                self.needs_columns(&relation, columns);
            }
            DataChange::Delete { table, .. } | DataChange::CopyIn { table } | DataChange::Merge { table } => {
                self.needs(Class::Table, table);
            }
            DataChange::Truncate { tables, .. } => tables.iter().for_each(|name| self.needs(Class::Table, name)),
            DataChange::Unknown { .. } => self.facts.opaque = true,
            DataChange::SequencePosition { .. } | DataChange::Maintenance => {}
        }
    }
}
