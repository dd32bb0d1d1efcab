//! What a server's catalogs would show of a schema: the seam through which blocks that ask the catalogs are followed.

use std::collections::BTreeMap;

use super::name::Name;

/// A row of a catalog: column to value, `None` for NULL. A column that is not in it is one that nobody can tell.
pub type Row = BTreeMap<&'static str, Option<String>>;

/// The catalogs as far as a schema tells them.
///
/// An object id is the object's name as the server prints it behind `::regclass` and the like; a boolean is `true` or `false`.
pub trait Catalog {
    /// The rows of a catalog or of a view over the catalogs; `None` where the schema does not tell them.
    fn rows(&self, relation: &Name) -> Option<Vec<Row>>;

    /// How the server prints a relation of this name, if there is one.
    fn relation(&self, name: &Name) -> Option<String>;

    /// The same for a type.
    fn user_type(&self, name: &Name) -> Option<String>;

    /// The schema in which a new object goes.
    fn current_schema(&self) -> Option<String>;
}
