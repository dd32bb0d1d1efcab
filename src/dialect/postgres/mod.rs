//! PostgreSQL, read with `squawk-syntax`.
//!
//! One statement at a time: [`read::parse`] gives the tree of one statement's text, [`kinds::handling`] says which reader
//! its kind has.
//! Offsets inside this module are bytes of the statement's own text.

mod alter_column;
mod alter_table;
pub mod blocks;
mod bodies;
mod builtins;
pub mod calls;
mod catalog;
mod columns;
pub mod comments;
mod constraints;
pub mod data;
#[cfg(test)]
mod ddl_tests;
pub mod definition;
mod domains;
pub mod drops;
mod extensions;
mod foreign_keys;
pub mod grants;
mod index_names;
mod indexes;
pub mod kinds;
#[cfg(test)]
mod kinds_tests;
mod labels;
pub mod literal;
mod literal_change;
pub mod mentions;
mod namespaces;
pub mod objects;
mod options;
pub mod others;
pub mod output_columns;
mod output_types;
pub mod plpgsql;
pub mod policies;
pub mod read;
pub mod renames;
#[cfg(test)]
mod rest_tests;
pub mod routines;
pub mod rules;
mod sequences;
pub mod session;
mod settings;
mod shared_actions;
pub mod slots;
mod tables;
#[cfg(test)]
mod testing;
pub mod transaction;
pub mod tree;
pub mod triggers;
pub mod types;
mod user_types;
pub mod views;

use super::catalog::Catalog;
use super::effect::Effect;
use super::{Dialect, ForeignKey, Statement};

/// The PostgreSQL dialect.
#[derive(Debug, Clone, Copy, Default)]
pub struct Postgres;

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn split(&self, text: &str) -> Vec<crate::split::Chunk> {
        crate::split::postgres::split(text)
    }

    fn regions(&self, text: &str) -> Vec<crate::split::Piece> {
        crate::split::postgres::regions(text)
    }

    fn foreign_keys(&self, sql: &str) -> Vec<ForeignKey> {
        foreign_keys::of_table(sql)
    }

    fn unterminated(&self, text: &str, chunks: &[crate::split::Chunk]) -> Option<(std::ops::Range<usize>, &'static str)> {
        crate::split::postgres::unterminated(text, chunks)
    }

    fn comments(&self, text: &str, chunks: &[crate::split::Chunk]) -> Vec<std::ops::Range<usize>> {
        crate::split::postgres::comments(text, chunks)
    }

    fn placeholders(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        crate::split::postgres::placeholders(text)
    }

    fn read(&self, sql: &str, offset: usize) -> Statement {
        read::statement(sql, offset)
    }

    fn expand_call(
        &self,
        language: &str,
        body: &str,
        params: &[String],
        args: &[Option<super::value::Value>],
        catalog: &dyn Catalog,
    ) -> Option<Vec<Effect>> {
        blocks::expand_call(language, body, params, args, Some(catalog))
    }

    fn extension(&self, name: &str) -> crate::dialect::Provides {
        extensions::provides(name)
    }

    fn extension_with(&self, class: super::name::Class, name: &str) -> Option<&'static str> {
        extensions::with(class, name)
    }
}
