//! The runbook of one adoption, as Markdown: what to run for a fresh database, for one that has the schema, and where drift is found.
//!
//! One page: what there is much of is counted, and the first are named. No path of this machine and no secret stands in it.

use super::markdown::{cell, code, escaped};
use super::text::count;
use crate::collapse::{Account, Outcome, Replaced};
use crate::finding::{Finding, Severity};
use crate::revise::{Reversibility, Revision};
use crate::schema::Schema;
use crate::target::{Commands, Identifier, Target, TargetError, command};

/// So many places of one kind are named.
const NAMED: usize = 3;

/// So many revisions stand in the table of ways back; of more, only those that lose something.
const ROWS: usize = 12;

/// Findings about what is not as its author wrote it.
const CHANGED: &[&str] =
    &["file-split", "foreign-key-moved", "legacy-encoding", "mojibake-repaired", "order-changed", "own-transaction", "reordered"];

/// Findings about what the revisions do not hold.
const LEFT_OUT: &[&str] = &[
    "client-command",
    "client-include",
    "data-fix-left-out",
    "dump-left-out",
    "file-too-large",
    "include-list",
    "link-skipped",
    "not-a-migration",
    "other-dialect",
    "shell-command",
    "written-down-ignored",
];

/// Findings that other parts of the runbook tell.
const TOLD: &[&str] = &["data-loss", "data-not-kept", "irreversible"];

/// What the runbook is about.
#[derive(Debug)]
pub struct Adoption<'a> {
    pub target: &'a Target,
    pub revisions: &'a [Revision],
    /// The schema after each.
    pub schemas: &'a [Schema],
    /// Of the history and the revisions; what is in OUT does not count.
    pub findings: &'a [Finding],
    pub accounts: &'a [Account],
    pub replaced: &'a [Replaced],
}

/// Returns the runbook.
///
/// # Errors
/// A command in the target's manifest is broken.
pub fn render(adoption: &Adoption<'_>) -> Result<String, TargetError> {
    let Some(head) = adoption.revisions.last() else { return Ok(String::new()) };
    let Some(commands) = &adoption.target.manifest.commands else { return Ok(String::new()) };
    let parts = [
        adoption.introduction(head, commands),
        adoption.fresh(head, commands),
        adoption.existing(head, commands),
        drift(),
        adoption.way_back(commands)?,
        adoption.list("What was changed of the files", |it| CHANGED.contains(&it.code)),
        adoption.left_out(),
        adoption.decisions(),
    ];
    Ok(parts.concat())
}

fn drift() -> String {
    let table = shell(&["sql2rev drift DIR --against \"$URL\""]);
    format!(
        "\n## Drift is found\n\nNothing was marked. This says what differs, and which of the files have run:\n\n{table}\n\
         - **Something is missing**: a file was never run there. Run it as before (`psql -v ON_ERROR_STOP=1 -d \"$URL\" -f FILE`), and compare again.\n\
         - **Something is there that no file makes, and is needed**: add `--fix FILE` with a name that comes last in DIR, and write this folder \
         anew: it becomes one more revision.\n\
         - **Something is there that nobody needs**: drop it, and compare again.\n\
         - **It belongs to another program**: leave it out, with `--ignore PATTERN` or in `sql2rev.toml`.\n"
    )
}

/// Commands as a block of code.
fn shell<T: AsRef<str>>(lines: &[T]) -> String {
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    format!("```sh\n{}\n```\n", lines.join("\n"))
}

fn grade(revision: &Revision) -> &'static str {
    match revision.reversibility {
        Reversibility::Lossless => "nothing",
        Reversibility::DataLoss => "data",
        Reversibility::Irreversible => "cannot be undone",
    }
}

impl Adoption<'_> {
    /// How the tool calls a revision, and what it is about.
    fn name(&self, revision: &Revision) -> String {
        match self.target.manifest.identifier {
            Identifier::Hash => format!("{} {}", revision.id, revision.title),
            Identifier::Number => format!("{} {}", revision.number, revision.title),
        }
    }

    fn fresh(&self, head: &Revision, commands: &Commands) -> String {
        format!(
            "\n## A fresh database\n\n{}\nThe last command must show {}.\n",
            shell(&[&commands.upgrade, &commands.status]),
            code(&self.name(head))
        )
    }

    fn introduction(&self, head: &Revision, commands: &Commands) -> String {
        let sources = self.revisions.iter().flat_map(|revision| &revision.sources).collect::<std::collections::BTreeSet<_>>();
        let base = match self.replaced {
            [] => String::new(),
            [.., last] => format!(
                " The first is a base: it stands for {} up to {}.",
                count(self.replaced.len(), "revision"),
                code(&match self.target.manifest.identifier {
                    Identifier::Hash => last.id.clone(),
                    Identifier::Number => last.number.to_string(),
                })
            ),
        };
        format!(
            "# Adoption\n\n{} became {} for {}; the head is {}.{base}\n\n\
             Run the commands in this folder. DIR is the folder with the SQL files, URL the database.\n\n{}",
            count(sources.len(), "file"),
            count(self.revisions.len(), "revision"),
            code(&self.target.name),
            code(&self.name(head)),
            shell(&["export URL=postgresql://user@host/database", commands.environment.as_str()]),
        )
    }

    fn existing(&self, head: &Revision, commands: &Commands) -> String {
        let older = match self.replaced {
            [] => "",
            _ => {
                " Rows of revisions that the base stands for go. A database in their midst runs the rest of them first, from the old folder."
            }
        };
        format!(
            "\n## A database that has the schema\n\n1. Back it up, and check that this folder is what was written:\n\n{}\n\
             2. Compare it. This changes nothing, and stops where it is not what the revisions build:\n\n{}{}\n\
             3. Mark it as migrated, in one transaction that compares once more.{older}\n\n{}\n\
\x20  Where only psql reaches the database:\n\n{}\n4. {} must show {}, and {} must have nothing to do.\n",
            indented(&shell(&["pg_dump --format=custom --file=before.dump \"$URL\"", "sql2rev check . DIR"])),
            indented(&shell(&["sql2rev stamp . --database-url \"$URL\" -o stamp.sql"])),
            self.of_rows(),
            indented(&shell(&["sql2rev stamp . --database-url \"$URL\" --apply"])),
            indented(&shell(&["sql2rev stamp . -o stamp.sql", "psql -v ON_ERROR_STOP=1 -d \"$URL\" -f stamp.sql"])),
            code(&commands.status),
            code(&self.name(head)),
            code(&commands.upgrade),
        )
    }

    /// The revisions that a comparison of schemas says nothing of.
    fn of_rows(&self) -> String {
        let changes_nothing = |at: &usize| {
            let pair = (self.schemas.get(at - 1), self.schemas.get(*at));
            matches!(pair, (Some(before), Some(after)) if before.changed(after).is_empty())
                && self.revisions[*at].opaque.is_empty()
        };
        let found: Vec<usize> = (1..self.revisions.len()).filter(changes_nothing).collect();
        let named: Vec<String> = found.iter().rev().take(ROWS).map(|at| code(&self.name(&self.revisions[*at]))).collect();
        let more = match found.len().saturating_sub(named.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        match named.len() {
            0 => String::new(),
            _ => format!(
                "\n   These change rows only, so that no comparison tells whether they have run: {}{more}. Look for their rows.\n",
                named.join(", ")
            ),
        }
    }

    fn way_back(&self, commands: &Commands) -> Result<String, TargetError> {
        let all = self.revisions.len() <= ROWS;
        let shown: Vec<usize> = (0..self.revisions.len())
            .rev()
            .filter(|at| all || self.revisions[*at].reversibility != Reversibility::Lossless)
            .collect();
        let rows = shown.iter().take(2 * ROWS).map(|at| self.row(*at, commands)).collect::<Result<Vec<_>, _>>()?;
        let more = match shown.len().saturating_sub(rows.len()) {
            0 => String::new(),
            more => format!("\n… and {more} more that lose something: each file says what.\n"),
        };
        let others = if all { "" } else { "\nAll revisions that are not named here are undone without a loss.\n" };
        let table = match rows.len() {
            0 => String::new(),
            _ => format!("\n| Undoes | Command | Is lost |\n| --- | --- | --- |\n{}", rows.concat()),
        };
        Ok(format!(
            "\n## Going back\n\nWhat a revision made goes with its downgrade, rows and values with it. Beside that is lost what this names.\n{table}{more}{others}\n\
             All else failing, the backup:\n\n{}",
            shell(&["pg_restore --clean --if-exists --dbname=\"$URL\" before.dump"])
        ))
    }

    fn row(&self, at: usize, commands: &Commands) -> Result<String, TargetError> {
        let revision = &self.revisions[at];
        let way = match at.checked_sub(1).and_then(|before| self.revisions.get(before)) {
            Some(before) => command(self.target, &commands.downgrade_to, before)?,
            None => commands.downgrade_all.clone(),
        };
        let reasons: Vec<String> = match revision.reversibility {
            Reversibility::Lossless => Vec::new(),
            _ => revision.reasons.iter().take(NAMED).map(|reason| escaped(reason.trim_end_matches('.'))).collect(),
        };
        let more = revision.reasons.len().saturating_sub(NAMED);
        let more = if more > 0 && !reasons.is_empty() { format!("; and {more} more") } else { String::new() };
        let lost = if reasons.is_empty() {
            grade(revision).to_owned()
        } else {
            format!("{}: {}{more}", grade(revision), reasons.join("; "))
        };
        Ok(format!("| {} | {} | {} |\n", cell(&code(&self.name(revision))), cell(&code(&way)), cell(&lost)))
    }

    fn left_out(&self) -> String {
        let mut text = self.list("What was left out", |it| LEFT_OUT.contains(&it.code));
        let excluded: Vec<&str> = {
            let tables = self.accounts.iter().filter(|it| matches!(it.outcome, Outcome::Excluded(_))).map(|it| it.table.as_str());
            tables.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
        };
        if excluded.is_empty() {
            return text;
        }
        if text.is_empty() {
            text.push_str("\n## What was left out\n\n");
        }
        let named: Vec<String> = excluded.iter().take(2 * ROWS).map(|table| code(table)).collect();
        let more = match excluded.len().saturating_sub(named.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        text + &format!("- Rows that the files insert into {}{more}: `sql2rev collapse` says why.\n", named.join(", "))
    }

    /// What nobody but a person can settle: warnings of any other kind, and statements that could not be followed.
    fn decisions(&self) -> String {
        let is_told = |code: &str| [CHANGED, LEFT_OUT, TOLD].iter().any(|codes| codes.contains(&code));
        let is_open = |it: &Finding| it.severity != Severity::Note && !is_told(it.code);
        self.list("What a person must decide", is_open)
    }

    /// Findings by their code, counted.
    fn list(&self, title: &str, wanted: impl Fn(&Finding) -> bool) -> String {
        let mut codes: Vec<&str> = Vec::new();
        for finding in self.findings.iter().filter(|it| wanted(it)) {
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
        let lines: String = codes.iter().map(|code| self.line(code)).collect();
        if lines.is_empty() { lines } else { format!("\n## {title}\n\n{lines}") }
    }

    fn line(&self, kind: &str) -> String {
        let of_kind: Vec<&Finding> = self.findings.iter().filter(|it| it.code == kind).collect();
        let one = |it: &&Finding| match &it.file {
            Some(file) if !it.message.contains(file.as_str()) => format!("{}: {}", code(file), escaped(&first_line(&it.message))),
            _ => escaped(&first_line(&it.message)),
        };
        let named: Vec<String> = of_kind.iter().take(NAMED).map(one).collect();
        let more = match of_kind.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        format!("- {} ({}): {}{more}\n", code(kind), of_kind.len(), named.join("; "))
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// A block inside a list's item.
fn indented(block: &str) -> String {
    let lines: Vec<&str> = block.lines().collect();
    format!("   {}\n", lines.join("\n   "))
}
