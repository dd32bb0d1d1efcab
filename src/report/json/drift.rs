//! The document of `drift`.

use serde::Serialize;

use super::{FindingView, TOOL, ToolView};
use crate::drift::{Change, Environment, FileState, Kind, Method, Ran};
use crate::report::drifting::Drifting;
use crate::report::lines::Lines;

/// The document of `drift`.
#[derive(Debug, Serialize)]
pub struct DriftView<'a> {
    tool: ToolView,
    dialect: &'a str,
    /// `exact` or `structural`.
    method: &'static str,
    /// The server on which both sides were built; `null` where the comparison is structural.
    server: Option<&'a str>,
    environments: Vec<EnvironmentView<'a>>,
    findings: Vec<FindingView>,
}

#[derive(Debug, Serialize)]
struct EnvironmentView<'a> {
    name: &'a str,
    drift: bool,
    differences: Vec<ChangeView<'a>>,
    /// Tables whose columns stand in another order, which is no drift.
    reordered: &'a [String],
    ignored: usize,
    files: Vec<FileView<'a>>,
    /// They lead from what the files build to what the database has.
    statements: &'a [String],
}

#[derive(Debug, Serialize)]
struct ChangeView<'a> {
    kind: Kind,
    class: &'a str,
    name: &'a str,
    /// `null` where it is not there.
    files: Option<&'a str>,
    database: Option<&'a str>,
    /// What is missing or extra with it: class and name.
    with: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FileView<'a> {
    path: &'a str,
    /// `yes`, `partly`, `no` or `unknown`.
    ran: Ran,
    /// Of `partly`: what is not there.
    lacks: Vec<String>,
}

impl<'a> DriftView<'a> {
    /// Makes the document.
    pub fn new(drifting: &'a Drifting<'_>) -> Self {
        let (method, server) = match &drifting.drift.method {
            Method::Exact { server } => ("exact", Some(server.as_str())),
            Method::Structural => ("structural", None),
        };
        let texts = drifting.all_texts();
        Self {
            tool: TOOL,
            dialect: drifting.dialect,
            method,
            server,
            environments: drifting.drift.environments.iter().map(EnvironmentView::new).collect(),
            findings: super::findings(&drifting.findings(), &Lines::of_texts(&texts)),
        }
    }
}

impl<'a> EnvironmentView<'a> {
    fn new(environment: &'a Environment) -> Self {
        Self {
            name: &environment.name,
            drift: environment.has_drifted(),
            differences: environment.changes.iter().map(ChangeView::new).collect(),
            reordered: &environment.reordered,
            ignored: environment.ignored,
            files: environment.files.iter().map(FileView::new).collect(),
            statements: &environment.statements,
        }
    }
}

impl<'a> ChangeView<'a> {
    fn new(change: &'a Change) -> Self {
        Self {
            kind: change.kind,
            class: &change.class,
            name: &change.name,
            files: change.files.as_deref(),
            database: change.production.as_deref(),
            with: change.with.iter().map(|(class, name)| format!("{class} {name}")).collect(),
        }
    }
}

impl<'a> FileView<'a> {
    fn new(state: &'a FileState) -> Self {
        let lacks = state.lacks.iter().map(|(class, name)| format!("{class} {name}")).collect();
        Self { path: &state.path, ran: state.ran, lacks }
    }
}
