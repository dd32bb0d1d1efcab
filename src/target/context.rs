//! What templates see of a revision. Every name is always there, because templates are rendered in strict mode.

use std::collections::BTreeMap;

use serde::Serialize;

use super::copy;
use super::manifest::CopyStyle;
use super::{Target, slug};
use crate::finding::Finding;
use crate::revise::{Reversibility, Revision, Step};

/// What rendering needs beside the revisions.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The dialect's name on the command line.
    pub dialect: String,
    /// What [`super::settings::read`] found in OUT.
    pub settings: BTreeMap<String, String>,
}

/// A revision as templates see it.
#[derive(Debug, Serialize)]
pub struct RevisionView<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    /// With leading zeros.
    number: String,
    title: &'a str,
    /// The title as a person would write it.
    message: String,
    slug: String,
    sources: &'a [String],
    reversibility: &'static str,
    /// `proved on PostgreSQL 15.18`, where a database was asked.
    proof: Option<String>,
    reasons: &'a [String],
    notes: &'a [String],
    transactional: bool,
    up: WayView,
    down: WayView,
    /// Whether either way runs a statement.
    has_sql: bool,
}

#[derive(Debug, Serialize)]
struct WayView {
    /// It has statements, and they must run outside a transaction.
    outside: bool,
    /// It does more than comment.
    acts: bool,
    steps: Vec<StepView>,
}

/// One of the four is there.
#[derive(Debug, Default, Serialize)]
struct StepView {
    sql: Option<String>,
    /// A COPY statement with its data, for a tool that runs psql.
    copy: Option<String>,
    comment: Option<String>,
    raise: Option<String>,
    /// A blank line sets it off from the step before.
    gap: bool,
    /// The same, but one-line statements stand close.
    block_gap: bool,
}

/// Makes what templates see, and the findings about COPY data that could not be translated.
pub fn view<'a>(target: &Target, revision: &'a Revision, width: usize) -> (RevisionView<'a>, Vec<Finding>) {
    let mut findings = Vec::new();
    let up = way(target, revision, &revision.up, &mut findings);
    let down = way(target, revision, &revision.down, &mut findings);
    let has_sql = up.has_sql() || down.has_sql();
    let seen = RevisionView {
        id: &revision.id,
        parent: revision.parent.as_deref(),
        number: format!("{:0width$}", revision.number),
        title: &revision.title,
        message: slug::message(&revision.title, target.manifest.slug),
        slug: slug::slug(&revision.title, target.manifest.slug),
        sources: &revision.sources,
        reversibility: reversibility_name(revision.reversibility),
        proof: revision.proof.server().map(|server| format!("{} on {server}", revision.proof.name())),
        reasons: &revision.reasons,
        notes: &revision.notes,
        transactional: revision.transactional,
        up,
        down,
        has_sql,
    };
    (seen, findings)
}

/// Returns the grade as the command line and the files spell it.
pub fn reversibility_name(reversibility: Reversibility) -> &'static str {
    match reversibility {
        Reversibility::Lossless => "lossless",
        Reversibility::DataLoss => "data-loss",
        Reversibility::Irreversible => "irreversible",
    }
}

fn way(target: &Target, revision: &Revision, steps: &[Step], findings: &mut Vec<Finding>) -> WayView {
    let mut views: Vec<StepView> = Vec::new();
    for step in steps {
        views.extend(step_views(target, revision, step, findings));
    }
    set_gaps(&mut views);
    let acts = views.iter().any(|view| view.comment.is_none());
    let mut way = WayView { outside: false, acts, steps: views };
    way.outside = !revision.transactional && way.has_sql();
    way
}

fn step_views(target: &Target, revision: &Revision, step: &Step, findings: &mut Vec<Finding>) -> Vec<StepView> {
    match step {
        Step::Sql(sql) => vec![StepView::sql(sql.clone())],
        Step::Comment(text) => vec![StepView { comment: Some(text.clone()), ..StepView::default() }],
        Step::Raise(message) => vec![StepView::raise(message.clone())],
        Step::Copy { statement, data } => match target.manifest.copy {
            CopyStyle::Verbatim => vec![StepView::copy(statement, data)],
            CopyStyle::Insert => inserts(revision, statement, data, findings),
        },
    }
}

fn inserts(revision: &Revision, statement: &str, data: &str, findings: &mut Vec<Finding>) -> Vec<StepView> {
    match copy::inserts(statement, data) {
        Ok(inserts) => inserts.into_iter().map(StepView::sql).collect(),
        Err(trouble) => {
            findings.push(copy_finding(revision, &trouble));
            vec![StepView::raise(format!("not translated: {trouble}"))]
        }
    }
}

fn copy_finding(revision: &Revision, trouble: &copy::CopyTrouble) -> Finding {
    let finding = Finding::error("copy-not-translated", trouble.to_string())
        .help("write the rows as INSERT statements, or as COPY … FROM stdin in text format without options");
    match revision.sources.as_slice() {
        [source] => finding.in_file(source),
        _ => finding,
    }
}

fn set_gaps(views: &mut [StepView]) {
    for i in 1..views.len() {
        let (before, from) = views.split_at_mut(i);
        let (Some(previous), Some(view)) = (before.last(), from.first_mut()) else { continue };
        view.gap = previous.comment.is_none() || view.comment.is_none();
        view.block_gap = view.gap && (view.stands_alone() || previous.stands_alone());
    }
}

impl WayView {
    fn has_sql(&self) -> bool {
        self.steps.iter().any(|step| step.sql.is_some() || step.copy.is_some())
    }
}

impl StepView {
    fn sql(sql: String) -> Self {
        Self { sql: Some(sql), ..Self::default() }
    }

    fn raise(message: String) -> Self {
        Self { raise: Some(message), ..Self::default() }
    }

    fn copy(statement: &str, data: &str) -> Self {
        let end = if data.is_empty() || data.ends_with('\n') { "" } else { "\n" };
        Self { copy: Some(format!("{statement};\n{data}{end}\\.")), ..Self::default() }
    }

    fn stands_alone(&self) -> bool {
        self.comment.is_some() || self.sql.as_ref().is_some_and(|sql| sql.contains('\n'))
    }
}
