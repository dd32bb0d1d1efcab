//! The document of `text`: the ledger of each file.

use serde::Serialize;

use super::{FindingView, TOOL, ToolView};
use crate::finding::Finding;
use crate::report::lines::Lines;
use crate::text::{Ledger, Text};

/// The document of `text`.
#[derive(Debug, Serialize)]
pub struct LedgerView<'a> {
    tool: ToolView,
    /// Files that could be decoded.
    sources: Vec<SourceView<'a>>,
    findings: Vec<FindingView>,
}

#[derive(Debug, Serialize)]
struct SourceView<'a> {
    path: &'a str,
    repairs: usize,
    #[serde(flatten)]
    ledger: &'a Ledger,
}

impl<'a> LedgerView<'a> {
    /// Makes the document.
    pub fn new(texts: &'a [Text], findings: &[Finding]) -> Self {
        let sources = texts.iter().map(|text| SourceView { path: &text.path, repairs: text.ledger.len(), ledger: &text.ledger });
        Self { tool: TOOL, sources: sources.collect(), findings: super::findings(findings, &Lines::of_texts(texts)) }
    }
}
