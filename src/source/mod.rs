//! Files as bytes, and which layout the folder has.
//!
//! The only stage that reads the user's files. Paths are relative to the folder, with `/` on every system.

use std::path::PathBuf;

/// One file of the legacy folder that takes part in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the folder, `/` between parts.
    pub path: String,
    /// Where it was read from.
    pub full_path: PathBuf,
    /// The content, byte for byte.
    pub bytes: Vec<u8>,
    /// What a reader would call this migration: file stem, or the folder's name in folder layouts.
    pub title: String,
    /// The layout says that the file runs outside a transaction (diesel's metadata.toml, sqlx's `-- no-transaction`).
    pub no_transaction: bool,
    /// The down file that its authors wrote, if the layout pairs one: path relative to the folder.
    pub written_down: Option<String>,
}
