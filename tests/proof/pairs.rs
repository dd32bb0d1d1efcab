//! Pairs of `.up.sql` and `.down.sql`, run as their tools run them.

use std::path::Path;

use crate::database;

/// Runs a file in one transaction, unless its first line is `-- no-transaction`.
pub fn run(database: &str, file: &Path) {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let outside = text.lines().next().is_some_and(|line| line.trim() == "-- no-transaction");
    database::run_file(database, file, !outside);
}
