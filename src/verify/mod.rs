//! The same laws on a real database: what the revisions claim, proved on a server that is thrown away afterwards.
//!
//! Invariants:
//! - Only this stage talks to a database, and only to databases that it made itself.
//! - What is compared is read from the catalogs, not from the model.

pub mod catalog;
