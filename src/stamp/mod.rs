//! What marks a database as migrated that has the schema already.
//!
//! Invariants:
//! - The script is one transaction. It first compares the database with what the revisions build ([`guard`]), and stops with the first
//!   differences before anything is changed.
//! - What the tool's own tables get comes from the target's template; names and texts of the user's stand in literals alone.

mod guard;

use std::fmt::Write as _;

use crate::drift::Ignore;
use crate::target::Target;
use crate::target::lock::Lock;
use crate::verify::facts::Facts;

pub use guard::{Exempt, guard};

/// The script: the guard, and then `rows`, the statements of the target.
pub fn script(target: &Target, lock: &Lock, guard: &str, rows: &str) -> String {
    let head = lock.head(target.manifest.identifier);
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "-- Marks a database that has the schema already as migrated to {head} ({}).", target.name);
    text.push_str("-- One transaction: where the database is not what the revisions build, it stops with what differs and changes nothing.\n");
    text.push_str("-- Run it with: psql -v ON_ERROR_STOP=1 -f FILE\n\nBEGIN;\n\n");
    let _ = write!(text, "{guard}\n\n{}\n\nCOMMIT;\n", rows.trim());
    text
}

/// The guard for facts. Left out are the tables in which migration tools keep their books, and what the user names.
pub fn guarded(facts: &Facts, tools: &[String], ignore: &Ignore) -> String {
    guard(facts, &Exempt::new(tools, facts).with(ignore))
}
