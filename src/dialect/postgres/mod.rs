//! PostgreSQL, read with `squawk-syntax`.
//!
//! One statement at a time: [`read::parse`] gives the tree of one statement's text, [`read::effects`] picks the reader for its kind.
//! Offsets inside this module are bytes of the statement's own text.

pub mod blocks;
mod builtins;
pub mod calls;
pub mod comments;
pub mod data;
pub mod definition;
pub mod drops;
pub mod grants;
pub mod literal;
pub mod objects;
pub mod others;
pub mod output_columns;
pub mod plpgsql;
pub mod policies;
pub mod read;
pub mod renames;
pub mod routines;
pub mod rules;
pub mod session;
pub mod slots;
pub mod transaction;
pub mod tree;
pub mod triggers;
pub mod types;
pub mod views;

use super::effect::Effect;
use super::{Dialect, Statement};

/// The PostgreSQL dialect.
#[derive(Debug, Clone, Copy, Default)]
pub struct Postgres;

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn split(&self, _text: &str) -> Vec<crate::split::Chunk> {
        // HERE: crate::split::postgres::split(text), once it is merged.
        Vec::new()
    }

    fn read(&self, sql: &str, offset: usize) -> Statement {
        read::statement(sql, offset)
    }

    fn expand_call(&self, language: &str, body: &str, params: &[String], args: &[String]) -> Option<Vec<Effect>> {
        blocks::expand_call(language, body, params, args)
    }
}
