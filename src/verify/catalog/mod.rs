//! What a database holds, read from its catalogs: one [`Item`] for each object, column and property that `pg_dump -s` would print.
//!
//! Invariants:
//! - Two databases with equal snapshots have the same schema; [`Item::place`] alone tells whether columns stand in another order.
//! - Every name in an item is qualified, except those of `pg_catalog`.
//! - What an extension brought is not listed, only the extension.
//!
//! The queries are in `sql/`, a file for each family of classes. Roles, tablespaces and rows are no part of a schema. How a
//! subscription connects is not read: it may be secret.

mod catalogs;
mod changes;
mod clock;
mod compare;
mod families;
mod items;
mod merge;
mod message;
mod queries;
mod reader;
mod statements;

pub use compare::{Comparison, Difference, compare};
pub use reader::{Dependency, ObjectKey, Reader};
pub use statements::Statement;

use std::sync::Arc;

/// A database's schema as its catalogs tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// In the order of their keys: class, then name.
    pub items: Vec<Arc<Item>>,
    /// When the work on this server began, as `YYYY-MM-DD HH:MM:SS` in UTC: moments from then on that stand in a definition come from the
    /// clock. Empty: not known.
    pub since: String,
    /// The server's major version; 0: not known.
    pub major: u32,
}

/// One object, column or property.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// `table`, `column`, `index`, `comment`, `grant`, …: the word that names the kind to people.
    pub class: String,
    /// Unique within the class: `public.users.email`.
    pub name: String,
    /// The object's OID and, for a column, its number: they stay when the object is renamed.
    pub oid: u32,
    pub number: i32,
    /// The relation that it belongs to, or 0.
    pub within: u32,
    /// For a column: its place among the columns that are left, from 1.
    pub place: Option<i32>,
    /// Everything that tells it from another of this name, as one text.
    pub facts: String,
    /// The statements that make it, without a final `;`. Empty where its parent brings it. For a table: what stands before the
    /// list of columns, what stands behind it, then statements that follow. For a column: its definition, empty where a parent or
    /// a type brings the column, then statements that follow.
    pub sql: Vec<String>,
}

impl Snapshot {
    /// Reads the catalogs as they are at this moment, also between the statements of an open transaction. What the reader's
    /// former snapshot holds and has not changed is not read again.
    /// The session's settings are as before when it is done.
    ///
    /// # Errors
    /// The database cannot be reached, or the transaction that is open has failed.
    pub fn read(client: &mut impl postgres::GenericClient, reader: &mut Reader) -> Result<Self, postgres::Error> {
        reader.snapshot(client, false)
    }

    /// The same, where nothing but the open transaction has changed the database since a snapshot that the reader knows to be committed:
    /// one that was read when no transaction was open, or one of a transaction whose end it has been told of, by
    /// [`Reader::committed`].
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_in_transaction(client: &mut impl postgres::GenericClient, reader: &mut Reader) -> Result<Self, postgres::Error> {
        reader.snapshot(client, true)
    }
}
