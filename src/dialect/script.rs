//! One file, read: its chunks in order, the statements among them understood.

use std::ops::Range;

use super::effect::Effect;
use super::{Dialect, Statement, text_troubles};
use crate::finding::Finding;
use crate::source::Source;
use crate::split::{Chunk, ChunkKind};
use crate::text::Text;

/// A file as read.
#[derive(Debug, Clone)]
pub struct Script {
    pub text: Text,
    /// What a reader would call it.
    pub title: String,
    /// The down file that its authors wrote.
    pub written_down: Option<String>,
    /// That file, read, if it is wanted.
    pub down: Option<Box<Script>>,
    /// Its layout or a mark in it keeps it out of a transaction.
    pub no_transaction: bool,
    /// Its place in an order that people wrote down for all files.
    pub place: Option<usize>,
    pub items: Vec<Item>,
    /// Its comments, with their marks; those inside the bodies of routines are not among them.
    pub comments: Vec<Range<usize>>,
}

/// One chunk of a file, understood as far as it is SQL.
#[derive(Debug, Clone)]
pub struct Item {
    pub chunk: Chunk,
    /// `None` for everything that is no statement.
    pub statement: Option<Statement>,
}

impl Script {
    /// The text of a range.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.content.get(range).unwrap_or_default()
    }

    /// The statements, in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.items.iter().filter_map(|item| item.statement.as_ref())
    }
}

/// Reads a text: chunks, statements, and what is to be said of them.
pub fn read(source: &Source, text: Text, dialect: &dyn Dialect) -> (Script, Vec<Finding>) {
    let content = std::sync::Arc::clone(&text.content);
    let chunks = dialect.split(&content);
    let comments = dialect.comments(&content, &chunks);
    let items = chunks.into_iter().map(|chunk| {
        let sql = content.get(chunk.body.clone()).unwrap_or_default();
        let statement = (chunk.kind == ChunkKind::Statement).then(|| dialect.read(sql, chunk.body.start));
        Item { chunk, statement }
    });
    let (title, written_down) = (source.title.clone(), source.written_down.clone());
    let no_transaction = source.no_transaction;
    let items = items.collect();
    let script = Script { items, comments, title, written_down, down: None, no_transaction, place: source.place, text };
    let mut findings = text_troubles::examine(&script, dialect);
    // What is wrong with the text is why its statements cannot be read: said once.
    let explained: Vec<Range<usize>> = findings.iter().filter_map(|finding| finding.span.clone()).collect();
    findings.extend(examine(&script, &explained));
    (script, findings)
}

/// Reads a file anew with another text, as that part of it. What is to be said of its text was said.
pub fn read_part(script: &Script, part: Option<String>, title: String, content: String, dialect: &dyn Dialect) -> Script {
    let text = Text { part, content: content.into(), ..script.text.clone() };
    let source = Source {
        path: text.path.clone(),
        part: text.part.clone(),
        full_path: std::path::PathBuf::new(),
        bytes: Vec::new(),
        whole: None,
        title,
        no_transaction: script.no_transaction,
        written_down: script.written_down.clone(),
        down: None,
        place: script.place,
    };
    read(&source, text, dialect).0
}

fn examine(script: &Script, explained: &[Range<usize>]) -> Vec<Finding> {
    let items = script.items.iter();
    let mut findings: Vec<Finding> = items.flat_map(|item| examine_item(script, item, explained)).collect();
    let nothing = script.items.iter().all(|item| item.chunk.kind == ChunkKind::Blank);
    if nothing {
        let finding = Finding::note("empty-file", format!("{} holds no statement", script.text.path));
        findings.push(finding.in_file(&script.text.path).help("nothing to do: it becomes a revision that changes nothing"));
    }
    findings
}

fn examine_item(script: &Script, item: &Item, explained: &[Range<usize>]) -> Vec<Finding> {
    let path = &script.text.path;
    let mut findings = Vec::new();
    if item.chunk.kind == ChunkKind::ClientCommand {
        findings.push(client_command(script.slice(item.chunk.body.clone())).at(path, item.chunk.body.clone()));
    }
    let Some(statement) = &item.statement else { return findings };
    let explained = explained.iter().any(|place| item.chunk.span.contains(&place.start));
    if let Some(trouble) = statement.trouble.as_ref().filter(|_| !explained) {
        let finding = Finding::warning("syntax", format!("this statement could not be read: {}", trouble.message));
        let help = "it is carried as it stands; what it changes is not undone. Check the statement, or verify on a database";
        findings.push(finding.at(path, trouble.span.clone()).help(help));
    }
    let sql = script.slice(statement.span.clone());
    if reaches_the_shell(sql) {
        let finding = Finding::error("shell-command", "COPY … PROGRAM runs a command on the server");
        findings.push(finding.at(path, statement.span.clone()).help("load the rows with COPY … FROM stdin or INSERT instead"));
    }
    for why in statement.effects.iter().filter_map(opaque).filter(|_| statement.trouble.is_none()) {
        let finding = Finding::warning("opaque", format!("what this statement changes cannot be known from its text: {why}"));
        let help = "its downgrade cannot be complete; write what it does as plain statements, or verify on a database";
        findings.push(finding.at(path, statement.span.clone()).help(help));
    }
    findings
}

fn opaque(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Opaque { why } => Some(why),
        _ => None,
    }
}

fn reaches_the_shell(sql: &str) -> bool {
    let mut words = sql.split_whitespace().map(str::to_lowercase);
    words.next().as_deref() == Some("copy") && words.any(|word| word == "program")
}

fn client_command(command: &str) -> Finding {
    let word = command.split_whitespace().next().unwrap_or_default();
    match word {
        "\\!" => shell(command),
        "\\o" | "\\g" | "\\copy" | "\\w" if command.contains('|') || command.to_lowercase().contains(" program ") => {
            shell(command)
        }
        "\\i" | "\\ir" | "\\include" | "\\include_relative" => {
            let finding = Finding::warning("client-include", format!("`{command}` pulls in another file, which is not followed"));
            finding.help("put the file into the folder as a migration of its own, or paste its statements here")
        }
        _ => {
            let finding =
                Finding::note("client-command", format!("`{command}` is a command of psql and is left out of the revision"));
            finding.help("nothing to do, unless later statements depend on it")
        }
    }
}

fn shell(command: &str) -> Finding {
    let finding = Finding::error("shell-command", format!("`{command}` runs a command on the machine"));
    finding.help("take it out of the file: migrations carry SQL only")
}
