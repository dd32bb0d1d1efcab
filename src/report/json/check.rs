//! The document of `check`.

use serde::Serialize;

use super::{FindingView, TOOL, ToolView};
use crate::report::checking::Checking;
use crate::report::lines::Lines;

/// The document of `check`.
#[derive(Debug, Serialize)]
pub struct CheckView<'a> {
    tool: ToolView,
    target: &'a str,
    out: &'a str,
    revisions: usize,
    files: usize,
    unchanged: usize,
    /// Whether the sources were compared too.
    sources: bool,
    findings: Vec<FindingView>,
}

impl<'a> CheckView<'a> {
    /// Makes the document.
    pub fn new(checking: &'a Checking) -> Self {
        let lock = &checking.checked.lock;
        Self {
            tool: TOOL,
            target: &lock.target,
            out: &checking.out,
            revisions: lock.revisions.len(),
            files: lock.outputs.len(),
            unchanged: checking.checked.unchanged,
            sources: checking.with_sources,
            findings: super::findings(&checking.checked.findings, &Lines::of_texts(&[])),
        }
    }
}
