//! What there is to report of a conversion.

use crate::History;
use crate::collapse::Account;
use crate::finding::Finding;
use crate::report::text::count;
use crate::revise::Revision;
use crate::target::{Holds, OutFile, Target, Written};

/// A conversion, done or refused.
#[derive(Debug)]
pub struct Conversion<'a> {
    pub dialect: &'static str,
    pub target: &'a Target,
    /// The output folder as the user called it.
    pub out: String,
    pub history: &'a History,
    pub revisions: Vec<Revision>,
    /// What became of each statement that changes rows, where a base stands for it.
    pub accounts: Vec<Account>,
    /// What was rendered, whether or not it was written.
    pub files: Vec<OutFile>,
    /// Of all stages.
    pub findings: Vec<Finding>,
    /// What was done, or in a dry run would be done; `None` where a finding forbids it.
    pub written: Option<Written>,
    pub dry_run: bool,
}

impl Conversion<'_> {
    /// The files of a revision, in the order in which the target lists them.
    pub fn files_of<'a>(&'a self, revision: &'a Revision) -> impl Iterator<Item = &'a OutFile> {
        self.files.iter().filter(|file| file.revision.as_ref() == Some(&revision.id))
    }

    /// The file that holds one way of a revision.
    pub fn file_with<'a>(&'a self, revision: &'a Revision, way: Holds) -> Option<&'a str> {
        let file = self.files_of(revision).find(|file| file.holds == way || file.holds == Holds::Both);
        file.map(|file| file.path.as_str())
    }

    /// Counts what came in and what came out: `7 files, 8 revisions`.
    pub fn subject(&self) -> String {
        format!("{}, {}", count(self.history.scripts.len(), "file"), count(self.revisions.len(), "revision"))
    }
}
