//! Changes of rows.

use std::collections::BTreeSet;

use super::Reader;
use crate::dialect::effect::{DataChange, Insert};
use crate::dialect::name::Class;
use crate::order::names::part_label;

/// Rows for a relation, and what the statement that inserts them says of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inserted {
    pub relation: String,
    /// The columns that it names.
    pub columns: BTreeSet<String>,
    /// Those among them that are NULL in a row.
    pub nulls: BTreeSet<String>,
}

impl Reader {
    pub(super) fn rows(&mut self, change: &DataChange) {
        if let DataChange::Update { table, .. } | DataChange::Delete { table, .. } | DataChange::Merge { table } = change {
            let relation = self.name(Class::Table, table);
            self.facts.rows.insert(relation);
        }
        match change {
            DataChange::Insert(insert) => {
                self.needs(Class::Table, &insert.table);
                let relation = self.name(Class::Table, &insert.table);
                self.needs_columns(&relation, &insert.columns);
                self.refers_to(&relation, &insert.conflict_columns);
                if !insert.conflict_columns.is_empty() {
                    self.needs_key(&relation, &insert.conflict_columns);
                }
                if let Some(constraint) = &insert.conflict_constraint {
                    self.needs_part(Class::Constraint, part_label("constraint", &relation, constraint), Some(&relation));
                }
                self.gets_rows(relation, insert);
                insert.from.iter().for_each(|name| self.needs(Class::Table, name));
            }
            DataChange::Update { table, columns, literal, .. } => {
                self.needs(Class::Table, table);
                let relation = self.name(Class::Table, table);
                self.needs_columns(&relation, columns);
                literal.iter().for_each(|literal| self.words_in(&relation, literal));
            }
            DataChange::CopyIn { table, columns } => {
                self.needs(Class::Table, table);
                let relation = self.name(Class::Table, table);
                self.needs_columns(&relation, columns);
            }
            DataChange::Delete { table, .. } | DataChange::Merge { table } => self.needs(Class::Table, table),
            DataChange::Truncate { tables, .. } => tables.iter().for_each(|name| self.needs(Class::Table, name)),
            DataChange::Unknown { .. } => self.facts.opaque = true,
            DataChange::SequencePosition { .. } | DataChange::Maintenance => {}
        }
    }

    /// An INSERT that names its columns; one that may not run tells nothing.
    fn gets_rows(&mut self, relation: String, insert: &Insert) {
        if insert.columns.is_empty() || self.is_tentative {
            return;
        }
        let cells = insert.rows.iter().flatten().flat_map(|row| insert.columns.iter().zip(row));
        let nulls = cells.filter(|(_, value)| value.text.eq_ignore_ascii_case("null")).map(|(column, _)| column.clone());
        self.facts.inserts.push(Inserted { relation, columns: insert.columns.iter().cloned().collect(), nulls: nulls.collect() });
    }
}
