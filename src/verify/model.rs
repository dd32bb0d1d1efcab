//! The model's own picture of the schema against the database's.
//!
//! The model is written out as one base revision and run in an empty database: what the server makes of it is compared with what
//! it made of the history, so that two spellings of the same thing count as the same.

use super::catalog::{Snapshot, compare as compare_snapshots};
use super::database::{Database, Mode};
use super::replay::Tried;
use super::{Server, VerifyError};
use crate::revise::Step;
use crate::schema::Schema;
use crate::schema::diff::lay_out;

/// Where the model differs from the database: one sentence each.
///
/// # Errors
/// The connection is lost.
pub fn compare(server: &Server, schema: &Schema, database: &Snapshot) -> Result<Vec<String>, VerifyError> {
    let mut empty = Database::create(server)?;
    let mut troubles = Vec::new();
    for sql in lay_out(schema).into_iter().flat_map(|laid| laid.statements) {
        // Each by itself: one that fails must not hide the others.
        if let Err(failure) = empty.run(&[Step::Sql(sql)], Mode::Alone)? {
            troubles.push(failure.message);
        }
    }
    troubles.extend(Tried::differences(compare_snapshots(database, &empty.look()?)));
    Ok(troubles)
}
