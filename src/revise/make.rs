//! Making revisions, one file after the other, with the schema taken along.

mod down;

pub(super) use down::{joined_drops, wrapped};

use std::collections::BTreeMap;

use super::first_places::FirstPlaces;
use super::parts::{Part, parts};
use super::written::Written;
use super::{Dependency, Evidence, Options, Proof, Reversibility, Revised, Revision, RowStatement, Unread, id};
use crate::dialect::effect::{Effect, TransactionCommand};
use crate::dialect::script::Script;
use crate::dialect::{Dialect, Statement};
use crate::finding::Finding;
use crate::order::{Edge, Strength};
use crate::schema::Schema;
use crate::schema::apply::{Applied, apply};
use crate::text::LineIndex;

/// The revisions so far, and the schema that they build.
pub struct Maker<'a> {
    /// Where objects are made.
    first: FirstPlaces<'a>,
    scripts: &'a [Script],
    /// The lines of each script.
    lines: Vec<LineIndex<'a>>,
    dialect: &'a dyn Dialect,
    options: Options,
    schema: Schema,
    revisions: Vec<Revision>,
    schemas: Vec<Schema>,
    rows: Vec<RowStatement>,
    findings: Vec<Finding>,
    /// The last revision of each file.
    of_file: BTreeMap<usize, usize>,
    /// Where the model lost the thread: `file:line`.
    uncertain_since: Option<String>,
}

/// What a part's statements did, all together.
#[derive(Default)]
struct Outcome {
    applied: Applied,
    /// Statements that nobody could follow.
    opaque: Vec<Unread>,
    /// Savepoints, with how many changes of rows there were.
    savepoints: Vec<(String, usize)>,
}

impl Outcome {
    /// Where and why nobody could follow: `line 3: …`.
    fn causes(&self) -> Vec<String> {
        self.opaque.iter().map(|it| format!("line {}: {}", it.line, it.why)).collect()
    }

    /// ROLLBACK TO SAVEPOINT takes back the changes of rows since then.
    fn mind_savepoints(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Transaction(TransactionCommand::Savepoint(name)) => {
                    self.savepoints.push((name.clone(), self.applied.rows.len()));
                }
                Effect::Transaction(TransactionCommand::RollbackTo(name)) => {
                    if let Some((_, rows)) = self.savepoints.iter().rfind(|(at, _)| at == name) {
                        self.applied.rows.truncate(*rows);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'a> Maker<'a> {
    pub fn new(scripts: &'a [Script], dialect: &'a dyn Dialect, options: Options) -> Self {
        Self {
            scripts,
            first: FirstPlaces::new(scripts),
            lines: scripts.iter().map(|script| LineIndex::new(&script.text.content)).collect(),
            dialect,
            options,
            schema: Schema::new(),
            revisions: Vec::new(),
            schemas: Vec::new(),
            rows: Vec::new(),
            findings: Vec::new(),
            of_file: BTreeMap::new(),
            uncertain_since: None,
        }
    }

    /// Makes the revisions of one file.
    pub fn file(&mut self, file: usize) {
        let script = &self.scripts[file];
        let (parts, findings) = parts(script, self.options.outside_alone);
        self.findings.extend(findings);
        let count = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            let title = if count == 1 { script.title.clone() } else { format!("{}_part{}", script.title, at + 1) };
            let written = script.down.as_deref().filter(|_| count == 1);
            self.part(file, title, part, written);
        }
        self.schema.set_search_path(None);
        self.schema.commit();
        self.of_file.insert(file, self.revisions.len() - 1);
    }

    fn part(&mut self, file: usize, title: String, part: Part<'_>, written: Option<&Script>) {
        let script = &self.scripts[file];
        let mut before = self.schema.clone();
        before.set_search_path(None);
        let outcome = self.apply(file, &part);
        outcome.applied.taken_for_granted.iter().for_each(|it| before.assume(it.clone()));
        let mut after = self.schema.clone();
        after.set_search_path(None);
        let parent = self.revisions.last().map(|revision| revision.id.clone());
        let mut revision = Revision {
            id: id::id(parent.as_deref(), &title, &part.steps),
            parent,
            number: self.revisions.len() + 1,
            title,
            sources: vec![script.text.path.clone()],
            scripts: vec![file],
            up: part.steps,
            down: Vec::new(),
            reversibility: Reversibility::Lossless,
            reasons: Vec::new(),
            transactional: part.transactional,
            depends_on: Vec::new(),
            uncertain_since: self.uncertain_since.clone(),
            opaque: outcome.opaque.clone(),
            written: None,
            proof: Proof::Unproven,
            notes: part.notes,
        };
        if let Some(place) = &revision.uncertain_since {
            revision.notes.push(format!("What {place} does could not be followed; check this downgrade on a database."));
        }
        self.downgrade(&mut revision, &outcome, &before, &after);
        if let Some(written) = written {
            let written = Written::new(written, [&before, &after], revision.transactional, self.dialect);
            self.written(&mut revision, &outcome, &written, [&before, &after]);
        }
        self.report(script, &revision, &outcome);
        if outcome.opaque.is_empty() {
            self.check_law(script, &revision, &before, &after);
        }
        self.revisions.push(revision);
        self.schemas.push(after);
    }

    fn apply(&mut self, file: usize, part: &Part<'_>) -> Outcome {
        let script = &self.scripts[file];
        let mut outcome = Outcome::default();
        for statement in &part.statements {
            let applied = apply(&mut self.schema, &statement.effects, self.dialect);
            let line = self.lines[file].position(statement.span.start).line;
            for trouble in &applied.troubles {
                let first = (trouble.code == "duplicate-object").then(|| self.first.place(file, statement, &trouble.object));
                let message = match first.flatten() {
                    Some(place) => format!("{}: {place} creates it", trouble.message),
                    None => trouble.message.clone(),
                };
                let finding = Finding::warning(trouble.code, message).at(&script.text.path, statement.span.clone());
                let help = match trouble.code {
                    "missing-object" => "check the name; if it exists before the first file, give the schema with --base",
                    _ => "if the statement is meant to run on databases that have it already, write IF NOT EXISTS",
                };
                self.findings.push(finding.help(help));
            }
            self.note_uncertain(script, statement, line, &applied);
            outcome.opaque.extend(applied.uncertain.iter().map(|why| Unread { line, why: why.clone() }));
            if !applied.rows.is_empty() {
                self.rows.push(RowStatement {
                    revision: self.revisions.len(),
                    file,
                    path: script.text.path.clone(),
                    span: statement.span.clone(),
                    line,
                    changes: applied.rows.clone(),
                    schema: self.schema.clone(),
                });
            }
            outcome.applied.rows.extend(applied.rows);
            outcome.mind_savepoints(&statement.effects);
            outcome.applied.outside.extend(applied.outside);
            outcome.applied.taken_for_granted.extend(applied.taken_for_granted);
            outcome.applied.uncertain.extend(applied.uncertain);
        }
        outcome
    }

    /// From a statement that the model could not follow on, it is uncertain.
    fn note_uncertain(&mut self, script: &Script, statement: &Statement, line: usize, applied: &Applied) {
        let path = &script.text.path;
        if !(applied.uncertain.is_empty() && applied.assumed.is_empty()) && self.uncertain_since.is_none() {
            self.uncertain_since = Some(format!("{path}:{line}"));
        }
        let said = |why: &str| statement.effects.iter().any(|effect| matches!(effect, Effect::Opaque { why: it } if it == why));
        for why in applied.uncertain.iter().filter(|why| !said(why)).chain(&applied.assumed) {
            let finding = Finding::warning("uncertain", format!("the model is uncertain from here on: {why}"));
            let help =
                "downgrades from here on hold as far as this statement changed nothing that they touch; try them on a database";
            self.findings.push(finding.at(path, statement.span.clone()).help(help));
        }
    }

    /// The revisions with what each depends on, and everything that was found.
    pub fn finish(mut self, edges: &[Edge]) -> Revised {
        for edge in edges {
            self.depend(edge);
        }
        Revised { revisions: self.revisions, schemas: self.schemas, rows: self.rows, findings: self.findings }
    }

    fn depend(&mut self, edge: &Edge) {
        let (Some(first), Some(then)) = (self.of_file.get(&edge.first), self.of_file.get(&edge.then)) else { return };
        let script = &self.scripts[edge.then];
        let lines = &self.lines[edge.then];
        let because = edge.because.iter().map(|reason| Evidence {
            object: match reason.strength {
                Strength::Hard => reason.object.clone(),
                Strength::End => format!("{} (taken away)", reason.object),
                Strength::Soft => format!("{} (by its name)", reason.object),
            },
            file: script.text.path.clone(),
            line: lines.position(reason.at).line,
        });
        let dependency = Dependency { revision: self.revisions[*first].id.clone(), because: because.collect() };
        self.revisions[*then].depends_on.push(dependency);
    }
}
