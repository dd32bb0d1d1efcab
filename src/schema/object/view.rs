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
    /// Whether `columns` is all of them.
    pub columns_known: bool,
    /// ALTER VIEW … ALTER COLUMN … SET DEFAULT, SET (…): what was added to it later, as full statements' tails.
    pub alters: Vec<String>,
    /// Comments on its columns, by name.
    pub column_comments: std::collections::BTreeMap<String, String>,
}

impl View {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.def.refs().map(super::needs));
    }
}
