//! The lock file: what was written, and from what. Deterministic, so that it belongs under version control.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::context::reversibility_name;
use super::manifest::Identifier;
use super::render::OutFile;
use crate::collapse::Replaced;
use crate::revise::Revision;
use crate::text::{Edit, Ledger};

const HEAD: &str = "# Written by sql2rev: what was written here, and from what. Keep it under version control.\n";

/// The lock file of an output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Of this file's format.
    pub version: u32,
    pub tool: String,
    pub dialect: String,
    pub target: String,
    #[serde(default)]
    pub sources: Vec<LockedFile>,
    /// Of the files whose bytes are not the text that was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledgers: Vec<LockedLedger>,
    #[serde(default)]
    pub revisions: Vec<LockedRevision>,
    /// The revisions that the first one, a base, stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<LockedReplaced>,
    /// What sql2rev owns in OUT. Files that are only written where absent are the user's and do not stand here.
    #[serde(default)]
    pub outputs: Vec<LockedFile>,
}

/// A file and what it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedFile {
    pub path: String,
    /// Hex.
    pub blake3: String,
}

/// How a source's bytes became the text that was read: [`crate::text::Ledger`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedLedger {
    pub file: String,
    pub encoding: String,
    pub byte_order_mark: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub irregular: Vec<LockedIrregular>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<LockedEdit>,
}

/// [`crate::text::ledger::Irregular`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedIrregular {
    /// Start and end.
    pub decoded: [usize; 2],
    pub bytes: Vec<u8>,
}

/// [`Edit`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedEdit {
    pub line: usize,
    /// Start and end.
    pub bytes: [usize; 2],
    /// Start and end.
    pub text: [usize; 2],
    pub region: String,
    pub before: String,
    pub after: String,
    pub chain: Vec<String>,
    pub certainty: u8,
}

/// A revision that is in the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedReplaced {
    pub id: String,
    pub number: usize,
}

/// A revision as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedRevision {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(default)]
    pub number: usize,
    #[serde(default)]
    pub title: String,
    pub sources: Vec<String>,
    pub reversibility: String,
    /// `proved` or `completed`, where a database was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// `PostgreSQL 15.18`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_on: Option<String>,
    pub files: Vec<String>,
}

impl Lock {
    /// Makes the lock of what is about to be written.
    pub fn new(target: &str, dialect: &str, sources: Vec<LockedFile>, revisions: &[Revision], files: &[OutFile]) -> Self {
        Self {
            version: 1,
            tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            dialect: dialect.to_owned(),
            target: target.to_owned(),
            sources,
            ledgers: Vec::new(),
            replaced: Vec::new(),
            revisions: revisions.iter().map(|revision| LockedRevision::new(revision, files)).collect(),
            outputs: files.iter().filter(|file| !file.only_if_absent).map(LockedFile::of).collect(),
        }
    }

    /// Adds what was changed in the text of the sources.
    #[must_use]
    pub fn with_ledgers<'a>(mut self, ledgers: impl Iterator<Item = &'a Ledger>) -> Self {
        self.ledgers = ledgers.filter(|ledger| !ledger.is_empty() || ledger.encoding != "utf-8").map(LockedLedger::new).collect();
        self
    }

    /// Adds the revisions that the base stands for.
    #[must_use]
    pub fn with_replaced(mut self, replaced: &[Replaced]) -> Self {
        self.replaced = replaced.iter().map(|it| LockedReplaced { id: it.id.clone(), number: it.number }).collect();
        self
    }

    /// Reads a lock file's text.
    ///
    /// # Errors
    /// It is not a lock file, or one of a format that this version does not know.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lock: Self = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if lock.version == 1 { Ok(lock) } else { Err(format!("format {} is not known", lock.version)) }
    }

    /// Returns the lock file's text.
    ///
    /// # Errors
    /// None that is known of: TOML holds all of it.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        Ok(format!("{HEAD}{}", toml::to_string(self)?))
    }

    /// What the tool calls the last revision.
    pub fn head(&self, identifier: Identifier) -> String {
        match (self.revisions.last(), identifier) {
            (Some(head), Identifier::Hash) => head.id.clone(),
            (Some(head), Identifier::Number) => head.number.to_string(),
            (None, _) => String::new(),
        }
    }

    /// Whether sql2rev wrote the file with this hash.
    pub fn owns(&self, path: &str, blake3: &str) -> bool {
        self.outputs.iter().any(|file| file.path == path && file.blake3 == blake3)
    }
}

impl LockedLedger {
    fn new(ledger: &Ledger) -> Self {
        let irregular = ledger.irregular.iter().map(|it| LockedIrregular { decoded: pair(&it.decoded), bytes: it.bytes.clone() });
        Self {
            file: ledger.file.clone(),
            encoding: ledger.encoding.to_owned(),
            byte_order_mark: ledger.byte_order_mark,
            irregular: irregular.collect(),
            edits: ledger.edits().iter().map(LockedEdit::new).collect(),
        }
    }
}

impl LockedEdit {
    fn new(edit: &Edit) -> Self {
        Self {
            line: edit.line,
            bytes: pair(&edit.bytes),
            text: pair(&edit.text),
            region: edit.region.name().to_owned(),
            before: edit.before.clone(),
            after: edit.after.clone(),
            chain: edit.chain.iter().map(|page| (*page).to_owned()).collect(),
            certainty: edit.certainty,
        }
    }
}

fn pair(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}

impl LockedFile {
    fn of(file: &OutFile) -> Self {
        Self { path: file.path.clone(), blake3: hash(file.content.as_bytes()) }
    }
}

impl LockedRevision {
    fn new(revision: &Revision, files: &[OutFile]) -> Self {
        let own = files.iter().filter(|file| file.revision.as_ref() == Some(&revision.id));
        Self {
            id: revision.id.clone(),
            parent: revision.parent.clone(),
            number: revision.number,
            title: revision.title.clone(),
            sources: revision.sources.clone(),
            reversibility: reversibility_name(revision.reversibility).to_owned(),
            proof: revision.proof.server().map(|_| revision.proof.name().to_owned()),
            proved_on: revision.proof.server().map(ToOwned::to_owned),
            files: own.map(|file| file.path.clone()).collect(),
        }
    }
}

/// Returns the BLAKE3 of bytes, hex.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
