//! The collapsed files, kept for reference.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::CliError;

const README: &str = "README.md";

/// Copies files to an archive, with a README that says what they are. A file that is there already must be the same.
///
/// # Errors
/// A file cannot be read or written, or the archive holds another of its name.
pub fn write(dir: &Path, archive: &Path, files: &[String]) -> Result<(), CliError> {
    let mut copies: Vec<(PathBuf, Vec<u8>)> = Vec::with_capacity(files.len() + 1);
    let mut readme = String::from(
        "# Archived migrations\n\nThese files were collapsed into the base revision. They are kept for reference and are not run any more.\n\n\
         | file | BLAKE3 |\n|---|---|\n",
    );
    for file in files {
        let from = dir.join(file);
        let bytes = fs::read(&from).map_err(|source| CliError::Archive { action: "read", path: from.clone(), source })?;
        let _ = writeln!(readme, "| {file} | {} |", blake3::hash(&bytes).to_hex());
        copies.push((archive.join(file), bytes));
    }
    copies.push((archive.join(README), readme.into_bytes()));
    let mut missing = Vec::new();
    for (path, bytes) in copies {
        match fs::read(&path) {
            Ok(there) if there == bytes => {}
            Ok(_) => return Err(CliError::ArchiveExists(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push((path, bytes)),
            Err(source) => return Err(CliError::Archive { action: "read", path, source }),
        }
    }
    missing.into_iter().try_for_each(|(path, bytes)| put(&path, &bytes))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |source| CliError::Archive { action: "write", path: path.to_owned(), source };
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
    fs::write(path, bytes).map_err(failed)
}
