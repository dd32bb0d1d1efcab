//! What a target's `target.toml` says.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::render::Holds;

/// A target's `target.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// One line: which tool this is.
    pub title: String,
    /// Dialects that the tool and these templates can serve.
    pub dialects: Vec<String>,
    /// What the tool knows a revision by.
    pub identifier: Identifier,
    /// Least number of digits of a running number.
    #[serde(default = "four")]
    pub number_width: usize,
    /// How rows of `COPY … FROM stdin` are written.
    pub copy: CopyStyle,
    /// How statements that cannot run in a transaction are divided among revisions.
    pub outside: OutsideStyle,
    /// Where the lock file lies in OUT: a name that the tool ignores.
    pub lock: String,
    /// What `sql2rev targets NAME` prints.
    pub usage: String,
    pub slug: SlugRules,
    /// Values that files already in OUT may hold, by the name that templates know them by.
    #[serde(default)]
    pub settings: BTreeMap<String, Setting>,
    pub files: Vec<FileRule>,
    /// How a database is marked that has the schema already.
    #[serde(default)]
    pub stamp: Option<StampRule>,
    /// The tool's commands, for the runbook.
    #[serde(default)]
    pub commands: Option<Commands>,
}

/// The tool's commands, run in OUT.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commands {
    /// Names the database to the tool.
    pub environment: String,
    /// To the head.
    pub upgrade: String,
    /// Shows where a database stands.
    pub status: String,
    /// Back to a revision: a handlebars template that knows `revision.id` and `revision.number`.
    pub downgrade_to: String,
    /// Back to before the first revision.
    pub downgrade_all: String,
}

/// How a database is marked that has the schema already.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StampRule {
    /// The template of the statements.
    pub template: String,
    /// The tables in which the tool keeps its books: no part of the schema.
    pub tables: Vec<String>,
}

/// What the tool knows a revision by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Identifier {
    /// The revision's own id, hex digits.
    Hash,
    /// Its place in the history, with leading zeros.
    Number,
}

/// How rows of `COPY … FROM stdin` are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CopyStyle {
    /// As INSERT statements.
    Insert,
    /// As they are: the tool runs psql.
    Verbatim,
}

/// How statements that cannot run in a transaction are divided among revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutsideStyle {
    /// One revision may hold several: the tool sends them one by one.
    Together,
    /// Each needs a revision of its own: the tool sends a file as one string, and the server makes that one transaction.
    Alone,
}

/// How a title becomes part of a file name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlugRules {
    /// Most characters.
    pub max: usize,
    /// Whether `001_` goes, because the file gets a number anyway.
    #[serde(default)]
    pub strip_leading_number: bool,
}

/// A folder that an ini file in OUT may name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    pub file: String,
    pub section: String,
    pub key: String,
    pub default: String,
}

/// Which template makes which file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRule {
    /// Path in OUT, a handlebars template too.
    pub path: String,
    pub template: String,
    pub per: Per,
    /// Which way of the revision it holds.
    #[serde(default)]
    pub holds: Holds,
    /// Written only where OUT has none, and the user's from then on.
    #[serde(default)]
    pub only_if_absent: bool,
}

/// How often a file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    Revision,
    Project,
}

fn four() -> usize {
    4
}
