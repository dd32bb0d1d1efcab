//! Lists the files of a folder, in the same order on every machine.
//!
//! Hidden files and folders and `node_modules` are passed over; symbolic links are never followed.

use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::SourceError;
use super::marks::{self, Marks};
use crate::finding::Finding;

/// A file of the folder, not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Relative to the folder, `/` between parts.
    pub path: String,
    pub full_path: PathBuf,
    /// In bytes.
    pub size: u64,
    /// What its first lines say.
    pub marks: Marks,
    /// Its name says that it runs outside of a transaction.
    pub autocommit: bool,
    /// The path as layouts read it: without the name of a database.
    name: String,
}

impl Found {
    /// Takes up a file; `path` is how it is shown.
    pub fn new(path: String, full_path: PathBuf, size: u64) -> Self {
        let marks = if may_be_sql(&path) { marks::read(&full_path) } else { Marks::default() };
        Self { name: path.clone(), path, full_path, size, marks, autocommit: false }
    }

    /// The path without `.sql`, if it is an SQL file.
    pub fn sql_stem(&self) -> Option<&str> {
        let (stem, extension) = self.name.split_at_checked(self.name.len().checked_sub(4)?)?;
        (extension.eq_ignore_ascii_case(".sql") && !stem.is_empty() && !stem.ends_with('/')).then_some(stem)
    }

    /// The path as layouts read it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives it the path under which layouts read it.
    pub fn set_name(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }
}

/// `x.sql`, `x.sql.postgres`.
fn may_be_sql(path: &str) -> bool {
    path.rsplit('.').take(2).any(|end| end.eq_ignore_ascii_case("sql"))
}

/// The files of a folder.
#[derive(Debug, Default)]
pub struct Walked {
    pub files: Vec<Found>,
    pub findings: Vec<Finding>,
}

/// Lists the files below `dir`.
pub fn walk(dir: &Path) -> Result<Walked, SourceError> {
    let metadata = dir.metadata().map_err(|error| missing_or_unreadable(dir, error))?;
    if !metadata.is_dir() {
        return Err(SourceError::NotAFolder(dir.to_owned()));
    }
    let mut walked = Walked::default();
    for entry in WalkDir::new(dir).sort_by_file_name().into_iter().filter_entry(is_wanted) {
        let entry = entry.map_err(|error| unreadable(dir, error))?;
        walked.take(dir, &entry)?;
    }
    Ok(walked)
}

impl Walked {
    fn take(&mut self, dir: &Path, entry: &DirEntry) -> Result<(), SourceError> {
        let full_path = entry.path().to_owned();
        let path = slashed(full_path.strip_prefix(dir).unwrap_or(&full_path));
        if entry.path_is_symlink() && entry.depth() > 0 {
            self.findings.push(link_skipped(&path));
        } else if entry.file_type().is_file() {
            let size = entry.metadata().map_err(|error| unreadable(dir, error))?.len();
            self.files.push(Found::new(path, full_path, size));
        }
        Ok(())
    }
}

/// Returns the path with `/` between its parts.
pub fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let joined = parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    joined.replace("//", "/")
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
}

fn link_skipped(path: &str) -> Finding {
    Finding::note("link-skipped", format!("`{path}` is a symbolic link and is not followed"))
        .in_file(path)
        .help("put a copy in its place if it is part of the history")
}

fn missing_or_unreadable(dir: &Path, source: std::io::Error) -> SourceError {
    match source.kind() {
        std::io::ErrorKind::NotFound => SourceError::Missing(dir.to_owned()),
        _ => SourceError::Unreadable { path: dir.to_owned(), source },
    }
}

fn unreadable(dir: &Path, error: walkdir::Error) -> SourceError {
    let path = error.path().unwrap_or(dir).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder contains itself"));
    SourceError::Unreadable { path, source }
}
