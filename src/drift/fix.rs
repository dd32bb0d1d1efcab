//! The statements that lead from what the files build to what a database has.

use super::{Change, From};
use crate::dialect::Dialect;
use crate::verify::Truth;
use crate::verify::catalog::Snapshot;

/// Both sides as they were compared, and what differs.
pub struct Sides<'a> {
    pub files: (&'a From, &'a Snapshot),
    pub production: (&'a From, &'a Snapshot),
    pub changes: &'a [Change],
}

impl Sides<'_> {
    /// Returns the statements; none where nothing differs.
    pub fn statements(&self, dialect: &dyn Dialect) -> Vec<String> {
        if self.changes.is_empty() {
            return Vec::new();
        }
        match (self.files, self.production) {
            ((From::Catalogs(ours), end), (From::Catalogs(theirs), production)) => {
                let from = Truth::new(end, ours, dialect);
                let to = from.beside(production, theirs, dialect);
                from.to_named(&to)
            }
            _ => Vec::new(),
        }
    }
}
