//! Revisions: one step of the new history, with its way up, its way down and what the way down is worth.

mod first_places;
mod grade;
mod id;
pub mod law;
mod make;
mod parts;
mod proof;
mod rows;
mod written;

pub use id::id;
pub use proof::{Proof, Unread};

use crate::dialect::Dialect;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::order::Plan;
use crate::schema::Schema;
use crate::schema::apply::RowChange;

/// How the error begins with which a downgrade stops for the sake of data.
const DATA_LOSS: &str = "data loss:";

/// How revisions are made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// `--on-data-loss raise`: a downgrade that loses data refuses to run.
    pub raise_on_data_loss: bool,
    /// `--on-irreversible skip`: a downgrade that cannot restore the schema says so in a comment and changes nothing.
    pub skip_irreversible: bool,
    /// Statements that cannot run in a transaction each get a revision of their own
    /// ([`crate::target::OutsideStyle::Alone`]); otherwise those that follow each other share one.
    pub outside_alone: bool,
    pub downs: Downs,
}

/// What becomes of the downgrades that the authors wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Downs {
    /// They are left out.
    #[default]
    Synthesized,
    /// They are taken, and what they leave is added.
    Written,
    /// They are left out, and it is said where one does not restore.
    Compared,
}

/// A history as revisions.
#[derive(Debug, Clone, Default)]
pub struct Revised {
    pub revisions: Vec<Revision>,
    /// The schema after each revision, as the model has it.
    pub schemas: Vec<Schema>,
    /// The statements that change rows, in order.
    pub rows: Vec<RowStatement>,
    pub findings: Vec<Finding>,
}

/// A statement that changes rows.
#[derive(Debug, Clone)]
pub struct RowStatement {
    /// The place of its revision.
    pub revision: usize,
    /// The index of its script, and the script's path.
    pub file: usize,
    pub path: String,
    /// Its bytes there, and its line, from 1.
    pub span: std::ops::Range<usize>,
    pub line: usize,
    pub changes: Vec<RowChange>,
    /// The schema when it has run.
    pub schema: Schema,
}

/// The statements that lead from one schema back to another.
pub fn way_back(from: &Schema, to: &Schema) -> Vec<String> {
    make::joined_drops(crate::schema::diff::diff(from, to))
}

/// Turns files in order into revisions.
pub fn revise(scripts: &[Script], plan: &Plan, dialect: &dyn Dialect, options: &Options) -> Revised {
    let mut maker = make::Maker::new(scripts, dialect, *options);
    for file in &plan.order {
        maker.file(*file);
    }
    maker.finish(&plan.edges)
}

/// One revision, independent of the tool that it will be written for.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// 12 hex digits of BLAKE3 over the canonical upgrade text and the parent's id.
    pub id: String,
    /// `None` for the first.
    pub parent: Option<String>,
    /// Place in the history, from 1.
    pub number: usize,
    /// What the revision is about, from the source's name: `g16_webhook_enrichment`.
    pub title: String,
    /// The legacy files it was made from, relative to the source folder.
    pub sources: Vec<String>,
    /// The indexes of the scripts that hold its statements.
    pub scripts: Vec<usize>,
    pub up: Vec<Step>,
    pub down: Vec<Step>,
    pub reversibility: Reversibility,
    /// Why it is not lossless, and other things to know about the way down. One sentence each.
    pub reasons: Vec<String>,
    /// False: its statements cannot run in a transaction block.
    pub transactional: bool,
    pub depends_on: Vec<Dependency>,
    /// The first statement of the history, `file:line`, that the model could not follow: from there on every claim holds only as
    /// far as that statement did nothing that matters here.
    pub uncertain_since: Option<String>,
    /// The statements of the upgrade that the model could not follow.
    pub opaque: Vec<Unread>,
    /// The downgrade that the authors wrote, where it is to be compared.
    pub written: Option<Vec<Step>>,
    /// What a database said of the downgrade.
    pub proof: Proof,
    /// What was changed of the author's text (own BEGIN/COMMIT taken out, …). One sentence each.
    pub notes: Vec<String>,
}

/// One thing that a revision does, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// One SQL statement: no final `;`, may start with the author's comments and end with one; never empty.
    Sql(String),
    /// Rows of `COPY … FROM stdin`: the statement and the data lines without the final `\.`.
    Copy { statement: String, data: String },
    /// Something to be told to the reader of the file, one or more lines without comment marks.
    Comment(String),
    /// The way ends here: the tool must raise this error. Starts with `irreversible:` or `data loss:`.
    Raise(String),
}

impl Revised {
    /// The ids of the revisions that each script becomes, by its index.
    pub fn ids_of_scripts(&self, count: usize) -> Vec<Vec<String>> {
        let mut ids = vec![Vec::new(); count];
        for revision in &self.revisions {
            for script in &revision.scripts {
                ids.get_mut(*script).into_iter().for_each(|ids: &mut Vec<String>| ids.push(revision.id.clone()));
            }
        }
        ids
    }
}

impl Step {
    /// Why the schema cannot be restored, if this says so. A way that stops for the sake of data can restore it.
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::Raise(why) if !why.starts_with(DATA_LOSS) => Some(why),
            _ => None,
        }
    }

    /// The statement, if it runs one.
    pub fn sql(&self) -> Option<&str> {
        match self {
            Self::Sql(sql) => Some(sql),
            Self::Copy { statement, .. } => Some(statement),
            Self::Comment(_) | Self::Raise(_) => None,
        }
    }
}

/// What a downgrade restores; see the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reversibility {
    Lossless,
    DataLoss,
    Irreversible,
}

/// Why a revision must come after another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Dependency {
    /// The id of the revision that must come first.
    pub revision: String,
    pub because: Vec<Evidence>,
}

/// One object that ties two revisions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Evidence {
    /// `table users`.
    pub object: String,
    /// The file that needs it.
    pub file: String,
    /// The line in that file, from 1.
    pub line: usize,
}
