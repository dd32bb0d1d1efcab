//! Making revisions, one file after the other, with the schema taken along.

use std::collections::BTreeMap;

use super::parts::{Part, parts};
use super::written::Written;
use super::{
    Dependency, Downs, Evidence, Options, Proof, Reversibility, Revised, Revision, RowStatement, Step, Unread, grade, id, law,
    rows,
};
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
                let finding =
                    Finding::warning(trouble.code, trouble.message.clone()).at(&script.text.path, statement.span.clone());
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

    /// The way back: row changes undone, then the difference between the schemas.
    fn downgrade(&self, revision: &mut Revision, outcome: &Outcome, before: &Schema, after: &Schema) {
        let undo = rows::undo(&outcome.applied.rows, before, after);
        let mut statements = undo.statements;
        statements.extend(super::way_back(after, before));
        let alone = !revision.transactional && statements.len() == 1;
        let mut down: Vec<Step> = Vec::new();
        let mut losses = grade::losses(before, after);
        losses.extend(undo.losses);
        let mut remains = undo.remains;
        for outside in dedup(&outcome.applied.outside) {
            remains.push(format!("{outside} belongs to the whole server and is left as it is"));
        }
        losses.extend(outcome.opaque.iter().map(Unread::reason));
        down.extend(losses.iter().chain(&remains).map(|line| Step::Comment(wrapped(&sentence(line)))));
        down.extend(statements.into_iter().map(|sql| Step::Sql(in_transaction(sql, alone))));
        let restores = down.iter().any(|step| matches!(step, Step::Sql(_)));
        revision.reasons = losses.iter().chain(&remains).map(|line| sentence(line)).collect();
        if !outcome.opaque.is_empty() && !restores {
            revision.reversibility = Reversibility::Irreversible;
            let why = format!("irreversible: {}", outcome.causes().join("; "));
            down.push(if self.options.skip_irreversible { Step::Comment(why) } else { Step::Raise(why) });
        } else if !losses.is_empty() {
            revision.reversibility = Reversibility::DataLoss;
            if self.options.raise_on_data_loss {
                down.insert(0, Step::Raise(format!("{} {}", super::DATA_LOSS, losses.join("; "))));
            }
        }
        revision.down = down;
    }

    /// The downgrade that the authors wrote, compared or taken.
    fn written(&mut self, revision: &mut Revision, outcome: &Outcome, written: &Written<'_>, [before, after]: [&Schema; 2]) {
        let is_taken = self.options.downs == Downs::Written;
        // Where the upgrade itself could not be followed, only a database can tell.
        if !written.restores() && outcome.opaque.is_empty() {
            self.findings.push(written.finding(is_taken));
        }
        if !is_taken {
            revision.written = Some(written.steps.clone());
            return;
        }
        if !written.troubles.is_empty() {
            return;
        }
        let mut losses = grade::losses(before, after);
        losses.extend(outcome.opaque.iter().map(Unread::reason));
        if written.changes_rows || !outcome.applied.rows.is_empty() {
            losses.push("what happens to rows is as the authors wrote it, which was not checked".to_owned());
        }
        revision.reversibility = if losses.is_empty() { Reversibility::Lossless } else { Reversibility::DataLoss };
        revision.reasons = losses.iter().map(|line| sentence(line)).collect();
        let refused = (!losses.is_empty() && self.options.raise_on_data_loss)
            .then(|| Step::Raise(format!("{} {}", super::DATA_LOSS, losses.join("; "))));
        let comments = losses.iter().map(|line| Step::Comment(wrapped(&sentence(line))));
        revision.down = refused.into_iter().chain(comments).chain(written.completed()).collect();
    }

    /// What a person should know of a revision.
    fn report(&mut self, script: &Script, revision: &Revision, outcome: &Outcome) {
        let title = &revision.title;
        let finding = match revision.reversibility {
            Reversibility::Lossless => return,
            Reversibility::DataLoss => Finding::warning(
                "data-loss",
                format!("undoing {title} does not restore everything: {}", first_of(&revision.reasons)),
            )
            .help("take a backup before the upgrade, or accept the loss"),
            Reversibility::Irreversible => {
                Finding::warning("irreversible", format!("{title} cannot be undone: {}", first_of(&outcome.causes())))
                    .help("write what the statement does as plain SQL, or write this downgrade by hand")
            }
        };
        self.findings.push(finding.in_file(&script.text.path));
    }

    fn check_law(&mut self, script: &Script, revision: &Revision, before: &Schema, after: &Schema) {
        let differences = law::broken(before, after, &revision.down, self.dialect);
        if !differences.is_empty() {
            let message = format!(
                "{}: replaying the downgrade on the model does not give the schema before: {}",
                revision.title,
                differences.join(" | ")
            );
            let help = "read this downgrade before you trust it, and report the file: the model is wrong about it";
            self.findings.push(Finding::warning("model-law", message).in_file(&script.text.path).help(help));
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

fn dedup(lines: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    lines.iter().filter(|line| seen.insert(*line)).cloned().collect()
}

/// DROP INDEX CONCURRENTLY only where it stands alone and outside a transaction, as the index was made.
fn in_transaction(sql: String, alone: bool) -> String {
    if alone { sql } else { sql.replacen("DROP INDEX CONCURRENTLY ", "DROP INDEX ", 1) }
}

/// Columns of one table that are dropped one after the other go in one statement.
pub(super) fn joined_drops(statements: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(statements.len());
    let mut table = None;
    for statement in statements {
        let drop = dropped_column(&statement).map(|(table, column)| (table.to_owned(), column.to_owned()));
        match (joined.last_mut(), drop) {
            (Some(last), Some((own, column))) if table.as_ref() == Some(&own) => {
                if !last.contains('\n') {
                    *last = last.replacen(&format!("{own} "), &format!("{own}\n    "), 1);
                }
                last.push_str(&format!(",\n    DROP COLUMN {column}"));
            }
            (_, drop) => {
                table = drop.map(|(own, _)| own);
                joined.push(statement);
            }
        }
    }
    joined
}

/// `ALTER TABLE t` and `c`, where the statement does nothing but drop a column. Names with blanks are left alone.
fn dropped_column(statement: &str) -> Option<(&str, &str)> {
    let (table, column) = statement.split_once(" DROP COLUMN ")?;
    let name = table.strip_prefix("ALTER TABLE ")?;
    let plain = |text: &str| !text.contains([' ', ',', '\n', '\t']);
    (plain(name) && plain(column)).then_some((table, column))
}

/// The first reason, and how many more there are.
fn first_of(reasons: &[String]) -> String {
    let first = reasons.first().map_or("", |reason| reason.trim_end_matches('.'));
    let mut chars = first.chars();
    let start: String = chars.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    let more = if reasons.len() > 1 { format!(" (and {} more)", reasons.len() - 1) } else { String::new() };
    format!("{start}{}{more}", chars.as_str())
}

/// Lines that fit beside a comment mark.
pub(super) fn wrapped(text: &str) -> String {
    const WIDTH: usize = 100;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// With a capital and a full stop.
fn sentence(line: &str) -> String {
    let mut chars = line.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
