//! A file cut into the parts that become revisions: what can run in one transaction stays together.
//!
//! The author's text is carried byte for byte, comments included. Left out, each with a note: the file's own BEGIN and COMMIT, and
//! commands of psql.

use crate::dialect::effect::{Effect, TransactionCommand, TypeChange};
use crate::dialect::script::{Item, Script};
use crate::dialect::{Statement, TransactionUse};
use crate::finding::Finding;
use crate::split::ChunkKind;

use super::Step;

/// A part of a file.
#[derive(Debug, Default)]
pub struct Part<'a> {
    pub steps: Vec<Step>,
    /// The statements among them, for the model.
    pub statements: Vec<&'a Statement>,
    pub transactional: bool,
    pub notes: Vec<String>,
    /// The session settings of the file that are in force when it begins.
    inherited: Vec<Setting>,
    /// Those that it makes itself.
    settings: Vec<Setting>,
}

/// A statement that changes a parameter of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Setting {
    name: String,
    sql: String,
}

/// Cuts a file into parts. At least one, even for an empty file.
pub fn parts<'a>(script: &'a Script, outside_alone: bool) -> (Vec<Part<'a>>, Vec<Finding>) {
    let (notes, findings) = (Vec::new(), Vec::new());
    let mut cutter = Cutter { script, outside_alone, parts: Vec::new(), notes, findings, own_transaction: false };
    for (at, item) in script.items.iter().enumerate() {
        cutter.item(at, item);
    }
    cutter.finish()
}

struct Cutter<'a> {
    script: &'a Script,
    outside_alone: bool,
    parts: Vec<Part<'a>>,
    notes: Vec<String>,
    findings: Vec<Finding>,
    /// Between BEGIN and COMMIT of the file's own.
    own_transaction: bool,
}

impl<'a> Cutter<'a> {
    fn item(&mut self, at: usize, item: &'a Item) {
        match (item.chunk.kind, &item.statement) {
            (ChunkKind::Statement, Some(statement)) => self.statement(at, item, statement),
            (ChunkKind::CopyData, _) => self.copy_data(item),
            (ChunkKind::ClientCommand, _) => {
                let command = self.script.slice(item.chunk.body.clone()).trim().to_owned();
                self.notes.push(format!("The psql command `{command}` is left out."));
            }
            (ChunkKind::Blank, _) => self.comment(self.script.slice(item.chunk.span.clone())),
            (ChunkKind::Statement, None) => {}
        }
    }

    fn statement(&mut self, at: usize, item: &'a Item, statement: &'a Statement) {
        if let [Effect::Transaction(command)] = statement.effects.as_slice() {
            return self.transaction(item, statement, command);
        }
        let alone = statement.transaction == TransactionUse::Outside;
        // Where such statements get a file each, the others are better off in a transaction.
        let marked = self.script.no_transaction && !self.outside_alone && !self.own_transaction;
        let outside = alone || marked;
        let sql = sql_of(self.script, item);
        let own = self.script.slice(statement.span.clone());
        let setting = session_setting(own).map(|name| Setting { name, sql: own.to_owned() });
        let part = self.part_for(outside);
        part.steps.push(Step::Sql(sql));
        part.statements.push(statement);
        if let Some(setting) = setting {
            part.settings.retain(|other| other.name != setting.name);
            part.settings.push(setting);
        }
        if !outside && self.adds_value_used_later(at, statement) {
            self.note_split(statement, "a new enum value can be used only after the transaction that adds it");
            let inherited = self.in_force();
            self.parts.push(Part { transactional: true, inherited, ..Part::default() });
        } else if alone && !marked {
            self.note_split(statement, "it cannot run inside a transaction");
        }
    }

    /// The settings that the next part finds.
    fn in_force(&self) -> Vec<Setting> {
        self.parts.last().map(Part::in_force).unwrap_or_default()
    }

    fn note_split(&mut self, statement: &Statement, why: &str) {
        let finding = Finding::note("outside-transaction", format!("this statement gets a revision of its own: {why}"));
        let finding = finding.at(&self.script.text.path, statement.span.clone());
        self.findings.push(finding.help("nothing to do; a failure between the revisions leaves the earlier ones applied"));
    }

    /// The part that takes the next statement.
    fn part_for(&mut self, outside: bool) -> &mut Part<'a> {
        let fits = |part: &Part<'_>| {
            let empty = part.statements.is_empty();
            if outside { empty || (!part.transactional && !self.outside_alone) } else { empty || part.transactional }
        };
        if !self.parts.last().is_some_and(fits) {
            let inherited = self.in_force();
            self.parts.push(Part { inherited, ..Part::default() });
        }
        let last = self.parts.len() - 1;
        let part = &mut self.parts[last];
        if part.statements.is_empty() {
            part.transactional = !outside;
        }
        part
    }

    fn transaction(&mut self, item: &Item, statement: &'a Statement, command: &TransactionCommand) {
        let path = &self.script.text.path;
        let words = self.script.slice(item.chunk.body.clone()).to_owned();
        let span = item.chunk.body.clone();
        match command {
            TransactionCommand::Rollback => {
                let finding = Finding::error("rollback", format!("`{words}` takes back what the file did before it"));
                self.findings.push(finding.at(path, span).help("take out the ROLLBACK and what it undoes"));
            }
            TransactionCommand::Savepoint(_) | TransactionCommand::Release(_) | TransactionCommand::RollbackTo(_) => {
                let last = self.part_for(false);
                last.steps.push(Step::Sql(words));
                last.statements.push(statement);
            }
            TransactionCommand::Begin | TransactionCommand::Commit => {
                self.own_transaction = matches!(command, TransactionCommand::Begin);
                let note = "the file's own BEGIN and COMMIT are left out: the migration tool opens the transaction";
                let sentence = format!("T{}.", &note[1..]);
                // Once a file is enough.
                if !self.notes.contains(&sentence) {
                    self.findings.push(Finding::note("own-transaction", note).at(path, span).help("nothing to do"));
                    self.notes.push(sentence);
                }
                let lead = self.script.slice(item.chunk.span.start..item.chunk.body.start);
                self.comment(lead);
            }
        }
    }

    /// `COPY … FROM stdin` and its rows are one step.
    fn copy_data(&mut self, item: &Item) {
        let data = self.script.slice(item.chunk.body.clone()).to_owned();
        let part = self.part_for(false);
        if let Some(Step::Sql(statement)) = part.steps.pop() {
            part.steps.push(Step::Copy { statement, data });
        }
    }

    fn comment(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().map(bare_comment).collect();
        let text = lines.join("\n").trim().to_owned();
        if !text.is_empty() {
            self.part_for(false).steps.push(Step::Comment(text));
        }
    }

    fn adds_value_used_later(&self, at: usize, statement: &Statement) -> bool {
        let added = statement.effects.iter().find_map(|effect| match effect {
            Effect::AlterType { name, change: TypeChange::AddValue { value, .. } } => Some((name, value)),
            _ => None,
        });
        let Some((ty, value)) = added else { return false };
        let made_here = self
            .script
            .statements()
            .flat_map(|it| &it.effects)
            .any(|effect| matches!(effect, Effect::CreateType(create) if create.name.name == ty.name));
        let literal = format!("'{}'", value.replace('\'', "''"));
        let later = &self.script.items[at + 1..];
        let only_adds = |item: &Item| {
            let adds = |effect: &Effect| matches!(effect, Effect::AlterType { change: TypeChange::AddValue { .. }, .. });
            item.statement.as_ref().is_some_and(|it| it.effects.iter().all(adds))
        };
        !made_here && later.iter().any(|item| !only_adds(item) && self.script.slice(item.chunk.body.clone()).contains(&literal))
    }

    fn finish(mut self) -> (Vec<Part<'a>>, Vec<Finding>) {
        self.parts.retain(|part| !part.steps.is_empty());
        if self.parts.is_empty() {
            self.parts.push(Part { transactional: true, ..Part::default() });
        }
        self.join_comments();
        self.reset_settings();
        for part in &mut self.parts {
            part.notes.extend(self.notes.iter().cloned());
        }
        (self.parts, self.findings)
    }

    /// A part of comments alone goes to the part before it.
    fn join_comments(&mut self) {
        let mut joined: Vec<Part<'a>> = Vec::new();
        for part in self.parts.drain(..) {
            match joined.last_mut() {
                Some(last) if part.statements.is_empty() => last.steps.extend(part.steps),
                _ => joined.push(part),
            }
        }
        self.parts = joined;
    }

    /// Each legacy file had a session of its own; revisions may share one, or have one each.
    fn reset_settings(&mut self) {
        let outside_alone = self.outside_alone;
        let mut names: Vec<String> = Vec::new();
        for part in &mut self.parts {
            let in_force = part.in_force();
            if in_force.is_empty() {
                continue;
            }
            if !part.transactional && outside_alone {
                part.notes.push("It runs alone: the file's settings for its session do not reach it.".to_owned());
                continue;
            }
            let before = part.inherited.iter().map(|setting| Step::Sql(setting.sql.clone()));
            let steps: Vec<Step> = before.chain(part.steps.drain(..)).collect();
            part.steps = steps;
            part.steps.extend(in_force.iter().map(|setting| Step::Sql(format!("RESET {}", setting.name))));
            names.extend(in_force.into_iter().map(|setting| setting.name));
        }
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        if !names.is_empty() {
            let list = names.join(", ");
            self.notes.push(format!("The file sets {list} for its session; the setting is reset at the end."));
        }
    }
}

impl Part<'_> {
    /// The settings in force when it ends.
    fn in_force(&self) -> Vec<Setting> {
        let is_own = |setting: &&Setting| self.settings.iter().any(|own| own.name == setting.name);
        self.inherited.iter().filter(|setting| !is_own(setting)).chain(&self.settings).cloned().collect()
    }
}

/// The statement as its author wrote it, with the comments before it and the comment behind it on its line; without the `;`.
fn sql_of(script: &Script, item: &Item) -> String {
    let lead = script.slice(item.chunk.span.start..item.chunk.body.start).trim_start();
    let body = script.slice(item.chunk.body.clone());
    let tail = script.slice(item.chunk.body.end..item.chunk.span.end);
    let tail = tail.trim_start().strip_prefix(';').unwrap_or(tail).trim();
    if tail.is_empty() { format!("{lead}{body}") } else { format!("{lead}{body} {tail}") }
}

fn bare_comment(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_prefix("--").or_else(|| line.strip_prefix("/*")).unwrap_or(line);
    line.strip_suffix("*/").unwrap_or(line).trim_end().strip_prefix(' ').unwrap_or(line)
}

/// The parameter that `SET x = …` or `set_config('x', …, false)` changes for the session.
fn session_setting(sql: &str) -> Option<String> {
    let lower = sql.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next()?;
    if first == "set" {
        let mut name = words.next()?;
        if name == "session" {
            name = words.next()?;
        }
        let name = name.split('=').next()?.to_owned();
        let special = ["local", "role", "constraints", "transaction", "authorization", "characteristics", "time"];
        return (!special.contains(&name.as_str()) && is_parameter(&name)).then_some(name);
    }
    let call = lower.split_once("set_config")?.1;
    let mut parts = call.trim_start().strip_prefix('(')?.split(',');
    let name = parts.next()?.trim().trim_matches('\'').to_owned();
    let last = parts.next_back()?;
    let session = last.trim_start().starts_with("false");
    (first == "select" && session && is_parameter(&name)).then_some(name)
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_session_keeps() {
        assert_eq!(session_setting("SET search_path TO app, public").as_deref(), Some("search_path"));
        assert_eq!(session_setting("set session lock_timeout='5s'").as_deref(), Some("lock_timeout"));
        assert_eq!(session_setting("SELECT pg_catalog.set_config('search_path', '', false)").as_deref(), Some("search_path"));
        assert_eq!(session_setting("SET LOCAL lock_timeout = '5s'"), None);
        assert_eq!(session_setting("SELECT set_config('app.x', 'y', true)"), None);
    }

    #[test]
    fn comments_lose_their_marks() {
        assert_eq!(bare_comment("-- later"), "later");
        assert_eq!(bare_comment("/* later */"), "later");
    }
}
