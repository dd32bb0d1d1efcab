//! Files to the output folder: all or nothing is overwritten that sql2rev did not write itself.
//!
//! Files are first written to a temporary folder in OUT and then renamed one by one, so that no file is ever half written;
//! the lock file comes last.

mod plan;
mod published;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::path::{self, UnsafePath};
use super::render::OutFile;
use crate::finding::Finding;
use plan::{Plan, plan};

/// How to write.
#[derive(Debug, Clone, Copy, Default)]
pub struct WriteOptions {
    /// Overwrite what sql2rev did not write.
    pub force: bool,
    /// Say what would be done and do nothing.
    pub dry_run: bool,
    /// The history is meant to become another: revisions of an earlier run may go.
    pub rewrite: bool,
}

/// What was done, or with `dry_run` would be done. Paths in OUT.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub created: Vec<String>,
    pub replaced: Vec<String>,
    /// The same bytes were there already.
    pub unchanged: Vec<String>,
    /// The user's own, left as they are.
    pub kept: Vec<String>,
    /// Written by an earlier run and no longer part of the history.
    pub removed: Vec<String>,
    /// With an error among them nothing was written.
    pub findings: Vec<Finding>,
}

/// What went wrong with the disk.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    #[error(transparent)]
    Path(#[from] UnsafePath),
    #[error("cannot write the lock file: {0}")]
    Lock(#[from] toml::ser::Error),
}

/// Writes the files and the lock file (at `lock_path` in OUT).
///
/// Refuses, with findings `output-exists`, to overwrite a file that an earlier lock does not list as it is now, unless forced.
///
/// # Errors
/// The disk's, and paths that lead outside OUT.
pub fn write(out: &Path, files: &[OutFile], lock: &Lock, lock_path: &str, options: WriteOptions) -> Result<Written, WriteError> {
    let lock_file = OutFile {
        path: lock_path.to_owned(),
        content: lock.text()?,
        only_if_absent: false,
        revision: None,
        holds: super::Holds::Neither,
    };
    let mut plan = plan(out, files, &lock_file, options.force)?;
    if !options.force && !options.rewrite {
        plan.keep_published(lock);
    }
    if !options.dry_run && !plan.is_refused() {
        carry_out(out, &plan)?;
    }
    Ok(plan.into_written())
}

fn carry_out(out: &Path, plan: &Plan<'_>) -> Result<(), WriteError> {
    if plan.is_empty() {
        return Ok(());
    }
    // Inside OUT and not beside it: a rename cannot leave the file system, and OUT may be a mount point.
    fs::create_dir_all(out).map_err(at("create", out))?;
    let staged = tempfile::Builder::new().prefix(".sql2rev-").tempdir_in(out).map_err(at("write in", out))?;
    let files: Vec<&OutFile> = plan.to_write().collect();
    for (i, file) in files.iter().enumerate() {
        let temporary = staged.path().join(i.to_string());
        fs::write(&temporary, &file.content).map_err(at("write", &temporary))?;
    }
    for path in plan.to_remove() {
        let path = path::checked(out, path)?;
        fs::remove_file(&path).map_err(at("remove", &path))?;
    }
    for (i, file) in files.iter().enumerate() {
        put(&staged.path().join(i.to_string()), &path::checked(out, &file.path)?)?;
    }
    Ok(())
}

fn put(from: &Path, to: &Path) -> Result<(), WriteError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(at("create", folder))?;
    }
    fs::rename(from, to).map_err(at("write", to))
}

fn at<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> WriteError + 'a {
    move |source| WriteError::Io { action, path: path.to_owned(), source }
}
