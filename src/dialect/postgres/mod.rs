//! PostgreSQL, read with `squawk-syntax`.
//!
//! One statement at a time: [`parse`] gives the tree of one statement's text, [`read::effects`] picks the reader for its kind.
//! Offsets inside this module are bytes of the statement's own text.

pub mod slots;
pub mod tree;
