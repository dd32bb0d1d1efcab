//! The document of `convert`.

use serde::Serialize;

use super::{FindingView, SourceView, TOOL, ToolView};
use crate::collapse::Account;
use crate::report::conversion::Conversion;
use crate::report::lines::Lines;
use crate::revise::{Dependency, Reversibility, Revision};
use crate::target::Holds;

/// The document of `convert`.
#[derive(Debug, Serialize)]
pub struct ConvertView<'a> {
    tool: ToolView,
    dialect: &'a str,
    target: &'a str,
    out: &'a str,
    sources: Vec<SourceView>,
    revisions: Vec<RevisionView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    data: Vec<AccountView<'a>>,
    findings: Vec<FindingView>,
}

/// What became of the rows of one statement.
#[derive(Debug, Serialize)]
struct AccountView<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    table: &'a str,
    outcome: &'static str,
    why: Option<&'a str>,
}

impl<'a> AccountView<'a> {
    fn new(account: &'a Account) -> Self {
        let Account { place, table, outcome, .. } = account;
        let (file, line) = (place.as_ref().map(|it| it.file.as_str()), place.as_ref().map(|it| it.line));
        Self { file, line, table, outcome: outcome.name(), why: outcome.why() }
    }
}

#[derive(Debug, Serialize)]
struct RevisionView<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    title: &'a str,
    sources: &'a [String],
    files: Vec<&'a str>,
    up: Option<&'a str>,
    down: Option<&'a str>,
    reversibility: Reversibility,
    reasons: &'a [String],
    transactional: bool,
    depends_on: &'a [Dependency],
    uncertain_since: Option<&'a str>,
    proof: &'static str,
    proved_on: Option<&'a str>,
}

impl<'a> ConvertView<'a> {
    /// Makes the document.
    pub fn new(conversion: &'a Conversion<'_>) -> Self {
        let scripts = &conversion.history.scripts;
        Self {
            tool: TOOL,
            dialect: conversion.dialect,
            target: &conversion.target.name,
            out: &conversion.out,
            sources: super::sources(scripts),
            revisions: conversion.revisions.iter().map(|revision| RevisionView::new(conversion, revision)).collect(),
            data: conversion.accounts.iter().map(AccountView::new).collect(),
            findings: super::findings(&conversion.findings, &Lines::new(scripts)),
        }
    }
}

impl<'a> RevisionView<'a> {
    fn new(conversion: &'a Conversion<'_>, revision: &'a Revision) -> Self {
        Self {
            id: &revision.id,
            parent: revision.parent.as_deref(),
            title: &revision.title,
            sources: &revision.sources,
            files: conversion.files_of(revision).map(|file| file.path.as_str()).collect(),
            up: conversion.file_with(revision, Holds::Up),
            down: conversion.file_with(revision, Holds::Down),
            reversibility: revision.reversibility,
            reasons: &revision.reasons,
            transactional: revision.transactional,
            depends_on: &revision.depends_on,
            uncertain_since: revision.uncertain_since.as_deref(),
            proof: revision.proof.name(),
            proved_on: revision.proof.server(),
        }
    }
}
