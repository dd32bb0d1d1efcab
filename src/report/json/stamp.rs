//! The document of `stamp`.

use serde::Serialize;

use super::drift::DriftView;
use super::{FindingView, TOOL, ToolView};
use crate::report::lines::Lines;
use crate::report::stamping::Stamping;

/// The document of `stamp`.
#[derive(Debug, Serialize)]
pub struct StampView<'a> {
    tool: ToolView,
    target: &'a str,
    out: &'a str,
    /// What the target calls the revision that databases are marked with.
    head: &'a str,
    applied: bool,
    /// `null` where something stands against it.
    script: Option<&'a str>,
    /// `null` where no database was named.
    drift: Option<DriftView<'a>>,
    findings: Vec<FindingView>,
}

impl<'a> StampView<'a> {
    /// Makes the document.
    pub fn new(stamping: &'a Stamping<'_>) -> Self {
        Self {
            tool: TOOL,
            target: stamping.target,
            out: &stamping.out,
            head: &stamping.head,
            applied: stamping.applied,
            script: stamping.script.as_deref(),
            drift: stamping.drifting.as_ref().map(DriftView::new),
            findings: super::findings(&stamping.findings, &Lines::of_texts(&[])),
        }
    }
}
