//! What became of each statement that changes rows.

use crate::finding::Finding;
use crate::revise::RowStatement;

/// What becomes of what one statement does to the rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// `None`: no statement brings the rows by itself; a trigger may.
    pub place: Option<Place>,
    /// As the schema at the end calls it, or the schema then, where it is gone.
    pub table: String,
    pub outcome: Outcome,
    /// It brings rows, or may; other statements change or remove them.
    pub brings: bool,
}

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub span: std::ops::Range<usize>,
    /// From 1.
    pub line: usize,
}

/// Where rows went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// They stand in the base as the statement gave them.
    Kept,
    /// They stand in the base as later statements left them, or the statement's change is in them.
    Folded,
    /// The table's rows were read from a database on which the history ran.
    Replayed,
    /// There are none at the end: why.
    Gone(String),
    /// They are not in the base: why.
    Excluded(String),
}

impl Outcome {
    /// The word for it in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Folded => "folded",
            Self::Replayed => "replayed",
            Self::Gone(_) => "gone",
            Self::Excluded(_) => "excluded",
        }
    }

    /// Why there are no rows.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Gone(why) | Self::Excluded(why) => Some(why),
            _ => None,
        }
    }
}

impl Account {
    /// The account of a statement.
    pub fn new(at: &RowStatement, table: String, outcome: Outcome, brings: bool) -> Self {
        let place = Place { file: at.path.clone(), span: at.span.clone(), line: at.line };
        Self { place: Some(place), table, outcome, brings }
    }

    /// What is to be said where rows are left out that nobody asked to leave out.
    pub fn finding(&self) -> Option<Finding> {
        let Outcome::Excluded(why) = &self.outcome else { return None };
        if !self.brings {
            return None;
        }
        let finding = Finding::warning("data-not-kept", format!("the rows of {} are not in the base: {why}", self.table));
        let finding = match &self.place {
            Some(place) => finding.at(&place.file, place.span.clone()),
            None => finding,
        };
        Some(finding.help(
            "put what the application needs of them into a revision of its own, or collapse with --prove, which reads the rows that the \
             history leaves, or with --data verbatim",
        ))
    }
}
