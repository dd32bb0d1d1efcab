//! Revisions written as the files of a migration tool.
//!
//! A target is a folder under `templates/`: a manifest (`target.toml`) and handlebars templates. A new one needs no Rust:
//! the manifest says which template makes which file, and the templates escape what they write with the helpers of
//! [`helpers`].
//!
//! Invariants:
//! - Rendering is pure and knows no clock; the same revisions give the same bytes.
//! - SQL and names come from untrusted files. They reach Python only through `py_string`, `py_doc`, `py_comment`, and a path
//!   only through [`path::checked`].
//! - Only [`mod@write`], [`mod@check`] and [`settings`] touch the disk, and only inside the output folder.

pub mod built;
pub mod check;
pub mod copy;
pub mod lock;
pub mod path;
pub mod settings;
pub mod sql;
pub mod stamp;
pub mod write;

mod context;
mod helpers;
mod lines;
mod manifest;
mod python;
mod render;
mod slug;

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

pub use context::Context;
pub use manifest::{Commands, CopyStyle, Identifier, Manifest, OutsideStyle};
pub use render::{Holds, OutFile, Rendered, command, project_file, render};
pub use write::{WriteError, WriteOptions, Written, write};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

const MANIFEST: &str = "target.toml";

/// A migration tool that revisions can be written for.
#[derive(Debug, Clone)]
pub struct Target {
    /// The name on the command line: the folder's name.
    pub name: String,
    /// How its files look.
    pub manifest: Manifest,
    /// Template file name to its text.
    templates: BTreeMap<String, String>,
}

/// What is wrong with a target's folder. Never the user's fault.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    #[error("target `{target}`: {source}")]
    Manifest { target: String, source: Box<toml::de::Error> },
    #[error("target `{0}` has no target.toml")]
    NoManifest(String),
    #[error("target `{target}`, {template}: {reason}")]
    Template { target: String, template: String, reason: String },
    #[error("cannot read {}: {source}", path.display())]
    Read { path: std::path::PathBuf, source: std::io::Error },
    #[error(transparent)]
    Path(#[from] path::UnsafePath),
}

impl Target {
    /// Makes a target of the files of its folder: name to text.
    pub fn from_files(name: &str, mut files: BTreeMap<String, String>) -> Result<Self, TargetError> {
        let text = files.remove(MANIFEST).ok_or_else(|| TargetError::NoManifest(name.to_owned()))?;
        let manifest = toml::from_str(&text)
            .map_err(|source| TargetError::Manifest { target: name.to_owned(), source: Box::new(source) })?;
        Ok(Self { name: name.to_owned(), manifest, templates: files })
    }

    fn embedded(folder: &Dir<'_>) -> Result<Self, TargetError> {
        let files = folder.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            Some((name.to_owned(), file.contents_utf8()?.to_owned()))
        });
        let name = folder.path().to_string_lossy();
        Self::from_files(&name, files.collect())
    }
}

/// Returns every target, by name.
pub fn all() -> Result<Vec<Target>, TargetError> {
    let mut targets = TEMPLATES.dirs().map(Target::embedded).collect::<Result<Vec<_>, _>>()?;
    targets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(targets)
}

/// Returns the target of this name, or `None` if there is none.
pub fn find(name: &str) -> Result<Option<Target>, TargetError> {
    Ok(all()?.into_iter().find(|target| target.name == name))
}
