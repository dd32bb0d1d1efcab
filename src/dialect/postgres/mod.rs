//! PostgreSQL, read with `squawk-syntax`.
//!
//! One statement at a time: [`parse`] gives the tree of one statement's text, [`read::effects`] picks the reader for its kind.
//! Offsets inside this module are bytes of the statement's own text.

mod alter_column;
mod alter_table;
mod columns;
mod constraints;
pub mod ddl;
#[cfg(test)]
mod ddl_tests;
mod domains;
mod index_names;
mod indexes;
pub mod mentions;
mod namespaces;
mod options;
mod sequences;
mod shared_actions;
pub mod slots;
mod tables;
#[cfg(test)]
mod testing;
pub mod tree;
pub mod types;
mod user_types;
