//! The downgrades of revisions: written, graded, and tried on the model.

use super::{Maker, Outcome};
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::revise::written::Written;
use crate::revise::{DATA_LOSS, Downs, Reversibility, Revision, Step, Unread, grade, law, rows, way_back};
use crate::schema::Schema;

impl Maker<'_> {
    /// The way back: row changes undone, then the difference between the schemas.
    pub(super) fn downgrade(&self, revision: &mut Revision, outcome: &Outcome, before: &Schema, after: &Schema) {
        let undo = rows::undo(&outcome.applied.rows, before, after);
        let mut statements = undo.statements;
        statements.extend(way_back(after, before));
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
                down.insert(0, Step::Raise(format!("{} {}", DATA_LOSS, losses.join("; "))));
            }
        }
        revision.down = down;
    }

    /// The downgrade that the authors wrote, compared or taken.
    pub(super) fn written(
        &mut self,
        revision: &mut Revision,
        outcome: &Outcome,
        written: &Written<'_>,
        [before, after]: [&Schema; 2],
    ) {
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
            .then(|| Step::Raise(format!("{} {}", DATA_LOSS, losses.join("; "))));
        let comments = losses.iter().map(|line| Step::Comment(wrapped(&sentence(line))));
        revision.down = refused.into_iter().chain(comments).chain(written.completed()).collect();
    }

    /// What a person should know of a revision.
    pub(super) fn report(&mut self, script: &Script, revision: &Revision, outcome: &Outcome) {
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

    pub(super) fn check_law(&mut self, script: &Script, revision: &Revision, before: &Schema, after: &Schema) {
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
pub fn joined_drops(statements: Vec<String>) -> Vec<String> {
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
pub fn wrapped(text: &str) -> String {
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
