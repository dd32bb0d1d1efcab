//! Views and materialized views.

use std::collections::BTreeMap;

use super::Column;
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency, Ref};

/// A view.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub materialized: bool,
    /// The whole statement.
    pub def: Def,
    /// Its columns, as far as the text tells them.
    pub columns: Vec<(ColumnId, String)>,
    /// The names that the statement gives the columns, before any was renamed.
    pub query_names: Vec<String>,
    /// Whether `columns` is all of them.
    pub columns_known: bool,
    /// The options that the statement gives it.
    pub made_options: Vec<(String, String)>,
    /// Its options by now.
    pub options: Vec<(String, String)>,
    /// What ALTER COLUMN set: defaults, and of a materialized view statistics, storage and compression.
    pub altered: BTreeMap<ColumnId, Column>,
    /// Comments on its columns, by name.
    pub column_comments: BTreeMap<String, String>,
}

impl View {
    /// The columns that were renamed after the view was made: what the statement calls them, and what they are called.
    pub fn renamed_columns(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.columns.iter().map(|(_, name)| name.as_str());
        let pairs = self.query_names.iter().map(String::as_str).zip(names);
        pairs.filter(|(made, now)| made != now)
    }

    pub(super) fn rename_column(&mut self, column: ColumnId, to: &str) {
        for (_, name) in self.columns.iter_mut().filter(|(at, _)| *at == column) {
            if let Some(comment) = self.column_comments.remove(name) {
                self.column_comments.insert(to.to_owned(), comment);
            }
            to.clone_into(name);
        }
        if let Some(altered) = self.altered.get_mut(&column) {
            to.clone_into(&mut altered.name);
        }
    }

    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.def.refs().map(super::needs));
        found.extend(self.altered.values().filter_map(|it| it.default.as_ref()).flat_map(Def::refs).map(super::needs));
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        self.def = self.def.map_ids(map);
        for column in self.altered.values_mut() {
            column.default = column.default.as_ref().map(|def| def.map_ids(map));
        }
    }

    /// Gives the columns the ids that `map` has for them.
    pub fn map_own_columns(&mut self, map: &dyn Fn(ColumnId) -> ColumnId) {
        for (column, _) in &mut self.columns {
            *column = map(*column);
        }
        let altered = std::mem::take(&mut self.altered).into_iter();
        self.altered = altered.map(|(id, column)| (map(id), Column { id: map(id), ..column })).collect();
    }
}
