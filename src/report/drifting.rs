//! What there is to report of a comparison with production.

use crate::History;
use crate::drift::{Drift, Environment};
use crate::finding::Finding;
use crate::report::text::count;
use crate::text::Text;

/// A history compared with databases.
#[derive(Debug)]
pub struct Drifting<'a> {
    pub dialect: &'static str,
    pub history: &'a History,
    pub drift: Drift,
    /// The texts of the dumps.
    pub texts: Vec<Text>,
}

impl Drifting<'_> {
    /// What is to be said: of the files only what keeps them from being compared, for `inspect` says the rest.
    pub fn findings(&self) -> Vec<Finding> {
        let of_files = self.history.findings.iter().filter(|finding| finding.severity == crate::finding::Severity::Error);
        of_files.chain(&self.drift.findings).cloned().collect()
    }

    /// The texts that findings are about.
    pub fn all_texts(&self) -> Vec<Text> {
        self.history.scripts.iter().map(|script| &script.text).chain(&self.texts).cloned().collect()
    }

    /// Counts what came of it: `7 files, prod.sql: 2 differences`.
    pub fn subject(&self) -> String {
        let told = self.drift.environments.iter().map(|it| format!("{}: {}", it.name, outcome(it)));
        let files = count(self.history.scripts.len(), "file");
        std::iter::once(files).chain(told).collect::<Vec<_>>().join(", ")
    }
}

/// `no drift`, or how many differences there are.
pub fn outcome(environment: &Environment) -> String {
    if environment.has_drifted() { count(environment.changes.len(), "difference") } else { "no drift".to_owned() }
}
