//! Views and materialized views.

use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency};

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
    /// ALTER VIEW … ALTER COLUMN … SET DEFAULT, SET (…): what was added to it later, as full statements' tails.
    pub alters: Vec<String>,
    /// Comments on its columns, by name.
    pub column_comments: std::collections::BTreeMap<String, String>,
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
    }

    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.def.refs().map(super::needs));
    }
}
