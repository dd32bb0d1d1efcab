//! Files as bytes, and which layout the folder has.
//!
//! The only stage that reads the user's files. Paths are relative to the folder, with `/` on every system. The order of the
//! sources is that of their names as a person would count them (see [`order`]), the same on every machine.

mod ascii;
mod changelog;
mod changesets;
mod git;
pub mod layout;
mod lists;
mod marks;
pub mod order;
mod sections;
mod sort_names;
mod transaction;
mod variants;
mod walk;
mod written_down;

use std::path::{Path, PathBuf};

use ascii::Ascii;
pub use layout::Layout;
use layout::Migration;
pub use sort_names::month;
use walk::Found;

use crate::finding::Finding;

/// Larger files are not read: nobody wrote them by hand, and the whole text is kept in memory.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;

/// How to read a folder.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The layout, or `None` to find out.
    pub layout: Option<Layout>,
    /// A file with the schema that exists before the first migration; it becomes the first source.
    pub base: Option<PathBuf>,
    /// The order to start from.
    pub start: Start,
    /// Whether the ways back that the authors wrote are read too.
    pub downs: bool,
}

/// The order that the sources have before anything is known of what they need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Start {
    /// That of a list beside the files or of a chain in their names, else that of the names.
    #[default]
    Lists,
    Names,
    /// That in which the files were added to the repository that holds them.
    Git,
}

/// A folder as read.
#[derive(Debug, Clone)]
pub struct Folder {
    pub layout: Layout,
    /// In the order of their names, the base first.
    pub sources: Vec<Source>,
    pub findings: Vec<Finding>,
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("there is no folder `{}`", .0.display())]
    Missing(PathBuf),
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("`{}` holds no SQL file that is a migration in the layout `{}`", .path.display(), .layout.name())]
    Empty { path: PathBuf, layout: Layout },
    #[error("git tells nothing of `{}`: {why}", .path.display())]
    NoHistory { path: PathBuf, why: String },
    #[error("cannot read `{}`", .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
}

/// One file of the legacy folder that takes part in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the folder, `/` between parts.
    pub path: String,
    /// Which part of the file it is, where the file holds several migrations: `changeset 7::ann`.
    pub part: Option<String>,
    /// Where it was read from.
    pub full_path: PathBuf,
    /// The content, byte for byte; where one file holds both ways (`-- +goose Down`) or several migrations (changesets), what
    /// does not belong to this one is blank or cut off.
    pub bytes: Vec<u8>,
    /// BLAKE3 of the whole file, hex, where `bytes` are not all of it.
    pub whole: Option<String>,
    /// What a reader would call this migration: file stem, or the folder's name in folder layouts.
    pub title: String,
    /// The layout says that the file runs outside a transaction (diesel's metadata.toml, sqlx's `-- no-transaction`).
    pub no_transaction: bool,
    /// The down file that its authors wrote, if the layout pairs one: path relative to the folder. The file's own path
    /// where one file holds both ways.
    pub written_down: Option<String>,
    /// That way back itself, if it is read.
    pub down: Option<Box<Source>>,
    /// Its place in an order that people wrote down for all files: a plan, a list beside them.
    pub place: Option<usize>,
}

/// Reads the migrations of a folder.
///
/// # Errors
/// The folder is missing or holds no migration, or something in it cannot be read.
pub fn read(dir: &Path, options: &Options) -> Result<Folder, SourceError> {
    let mut walked = walk::walk(dir)?;
    let base = options.base.as_deref().map(|base| take_base(dir, base, &mut walked.files)).transpose()?;
    walked.findings.extend(variants::choose(&mut walked.files));
    let layout = options.layout.unwrap_or_else(|| layout::detect(&walked.files));
    let mut arranged = layout.arrange(&walked.files)?;
    if arranged.migrations.is_empty() && base.is_none() {
        return Err(SourceError::Empty { path: dir.to_owned(), layout });
    }
    arranged.migrations.sort_by(|a, b| layout.compare(&a.sort_name, &b.sort_name));
    let has_no_own = matches!(layout, Layout::Plain | Layout::Liquibase);
    let mut is_listed = layout == Layout::Sqitch;
    match options.start {
        Start::Lists if has_no_own => {
            let (found, finding) = lists::start(&walked.files, &mut arranged.migrations)?;
            is_listed = found;
            arranged.findings.extend(finding);
            arranged.findings.extend(lists::missing(&walked.files)?);
        }
        Start::Lists | Start::Names => {}
        Start::Git => git::start(dir, &mut arranged.migrations)?,
    }
    let mut folder = Folder { layout, sources: Vec::new(), findings: walked.findings };
    folder.findings.append(&mut arranged.findings);
    for migration in base.into_iter().chain(arranged.migrations) {
        folder.add(dir, migration, options.downs)?;
    }
    if is_listed {
        folder.sources.iter_mut().enumerate().for_each(|(place, source)| source.place = Some(place));
    }
    if options.downs {
        folder.findings.retain(|finding| finding.code != "written-down-ignored");
    }
    Ok(folder)
}

/// Reads one file, whole, as it is.
///
/// # Errors
/// It cannot be read.
pub fn file(path: &Path) -> Result<Source, SourceError> {
    let shown = walk::slashed(path);
    let title = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = read_bytes(path)?;
    let full_path = path.to_owned();
    let (part, whole, written_down, down) = (None, None, None, None);
    Ok(Source { path: shown, part, full_path, bytes, whole, title, no_transaction: false, written_down, down, place: None })
}

impl Folder {
    fn add(&mut self, dir: &Path, migration: Migration, downs: bool) -> Result<(), SourceError> {
        let Found { path, full_path, size, autocommit, .. } = migration.file;
        if size > LARGEST_FILE {
            self.findings.push(too_large(&path, size));
            return Ok(());
        }
        let mut bytes = read_bytes(&full_path)?;
        let (width, is_refused, sections) = {
            let ascii = Ascii::new(&bytes);
            (ascii.width, transaction::is_refused(&ascii.bytes), sections::read(&ascii.bytes))
        };
        let mut written_down = migration.written_down;
        if sections.has_down {
            written_down = Some(path.clone());
            self.findings.push(sections::finding(&path));
        }
        let changeset = migration.changeset.as_ref();
        let part = changeset.filter(|_| migration.is_part).map(changesets::Changeset::name);
        let whole = (part.is_some() || !sections.is_empty()).then(|| blake3::hash(&bytes).to_hex().to_string());
        let rollback = changeset.filter(|_| width == 1).and_then(|it| changelog::rollback(&bytes, &it.span));
        if rollback.is_some() {
            written_down = Some(path.clone());
            let finding = sections::finding(&path);
            if self.findings.last() != Some(&finding) {
                self.findings.push(finding);
            }
        }
        if let Some(changeset) = changeset.filter(|_| width == 1) {
            changelog::clean(&mut bytes, &changeset.span, changeset.delimiter.as_deref());
        }
        if let Some(changeset) = changeset.filter(|_| migration.is_part) {
            sections::keep(&mut bytes, &changeset.span);
        }
        sections.take_out(&mut bytes, width);
        let down = match &written_down {
            Some(_) if downs && rollback.is_some() => {
                rollback.map(|bytes| Box::new(written_down::of_changeset(&path, &full_path, &migration.title, bytes)))
            }
            Some(down) if downs => Some(Box::new(written_down::read(dir, down, &migration.title)?)),
            _ => None,
        };
        let (title, no_transaction) = (migration.title, migration.no_transaction || is_refused || autocommit);
        self.sources.push(Source { path, part, full_path, bytes, whole, title, no_transaction, written_down, down, place: None });
        Ok(())
    }
}

/// Takes the base out of the folder's files, or finds it elsewhere.
fn take_base(dir: &Path, base: &Path, files: &mut Vec<Found>) -> Result<Migration, SourceError> {
    let unreadable = |source| SourceError::Unreadable { path: base.to_owned(), source };
    let place = base.canonicalize().map_err(unreadable)?;
    let dir = dir.canonicalize().map_err(unreadable)?;
    let inside = place.strip_prefix(&dir).ok().map(walk::slashed);
    let file = match files.iter().position(|file| Some(&file.path) == inside.as_ref()) {
        Some(at) => files.remove(at),
        None => Found::new(
            inside.unwrap_or_else(|| walk::slashed(base)),
            base.to_owned(),
            place.metadata().map_err(unreadable)?.len(),
        ),
    };
    Ok(Migration::plain(file))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, SourceError> {
    std::fs::read(path).map_err(|source| SourceError::Unreadable { path: path.to_owned(), source })
}

fn too_large(path: &str, size: u64) -> Finding {
    let message = format!("`{path}` has {} MiB and is not read", size / (1024 * 1024));
    Finding::error("file-too-large", message)
        .in_file(path)
        .help("load bulk data outside the migrations, or split the file; up to 256 MiB are read")
}

#[cfg(test)]
mod tests;
