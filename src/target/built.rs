//! The schema that the revisions build, as one file beside the lock: what `stamp` compares a database with.

use std::path::Path;

use super::manifest::Manifest;
use super::render::{OutFile, project_file};
use super::sql;
use crate::schema::Schema;
use crate::schema::diff::lay_out;

const HEAD: &str = "-- The schema that these revisions build, as sql2rev knows it: `sql2rev stamp` compares databases with it.\n\
    -- The migration tool does not read this file.\n";

/// Where it lies: beside the lock file, under a name that is no SQL file's, so that no tool runs it.
pub fn place(manifest: &Manifest) -> String {
    Path::new(&manifest.lock).with_extension("schema").to_string_lossy().replace('\\', "/")
}

/// The file. `uncertain_since`: the first statement that the model could not follow.
pub fn file(manifest: &Manifest, schema: &Schema, uncertain_since: Option<&str>) -> OutFile {
    let note =
        uncertain_since.map(|place| sql::comment(&format!("What {place} does could not be followed: it may lack that.")) + "\n");
    let statements = lay_out(schema).into_iter().flat_map(|laid| laid.statements);
    let statements = statements.map(|statement| format!("\n{}\n", sql::statement(&statement)));
    project_file(&place(manifest), std::iter::once(HEAD.to_owned()).chain(note).chain(statements).collect())
}
