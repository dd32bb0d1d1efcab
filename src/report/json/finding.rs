//! A finding with its place.

use serde::Serialize;

use crate::finding::{Finding, Severity};
use crate::report::diagnostics;
use crate::report::lines::Lines;

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub file: Option<String>,
    /// From 1.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
    pub help: Option<String>,
}

/// Returns the findings in the order in which they are shown.
pub fn findings(findings: &[Finding], lines: &Lines<'_>) -> Vec<FindingView> {
    diagnostics::sorted(findings).into_iter().map(|finding| FindingView::new(finding, lines)).collect()
}

impl FindingView {
    fn new(finding: &Finding, lines: &Lines<'_>) -> Self {
        let place = finding.file.as_deref().zip(finding.span.as_ref());
        let position = place.and_then(|(file, span)| lines.position(file, span.start));
        Self {
            code: finding.code,
            severity: finding.severity,
            message: finding.message.clone(),
            file: finding.file.clone(),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            help: finding.help.clone(),
        }
    }
}
