//! How much of a folder of SQL the model understands.
//!
//! Every `.sql` file goes through split, read and apply, each with a schema of its own; the chunks of a file, joined, must be the file.
//! The project's own files are always measured. `SQL2REV_SQL=DIR cargo test --test understood -- --nocapture` measures another folder,
//! such as PostgreSQL's regression tests, and prints what is not understood. Counted apart, and in no share:
//! - what the client runs: psql's commands, and statements with psql's variables in them;
//! - what is no statement: the parser's tree holds none, or the parser says that the text is no SQL.
//!
//! Of the others the model understands one if nothing about it is opaque or uncertain. The statements whose cause holds the text in
//! `SQL2REV_CAUSE` are printed.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use sql2rev::dialect::effect::Effect;
use sql2rev::dialect::postgres::Postgres;
use sql2rev::dialect::{Dialect, Statement};
use sql2rev::schema::Schema;
use sql2rev::schema::apply::apply;
use sql2rev::split::{Chunk, ChunkKind};

/// How a statement came out.
enum Outcome {
    Understood,
    /// Why not.
    Unread(String),
    NotUnderstood(String),
}

#[derive(Default)]
struct Counts {
    files: usize,
    torn: usize,
    commands: usize,
    understood: usize,
    unread: BTreeMap<String, usize>,
    not_understood: BTreeMap<String, usize>,
}

#[test]
fn the_projects_own_files_are_understood() {
    for folder in ["legacy_samples", "tests/laws"] {
        let counts = measure(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), None);
        assert!(counts.files > 0 && counts.torn == 0, "{folder}: {} of {} files torn", counts.torn, counts.files);
        assert!(counts.share() >= 9_500, "{folder}: {} of 10,000 statements are understood", counts.share());
    }
}

#[test]
fn a_folder_of_the_callers_is_measured() {
    let Some(folder) = std::env::var_os("SQL2REV_SQL") else { return };
    let counts = measure(Path::new(&folder), std::env::var("SQL2REV_CAUSE").ok().as_deref());
    counts.print();
    assert_eq!(counts.torn, 0, "the chunks of each file, joined, are the file");
}

fn measure(folder: &Path, wanted: Option<&str>) -> Counts {
    let mut counts = Counts::default();
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    for entry in entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "sql")) {
        examine(entry.path(), &String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()), wanted, &mut counts);
    }
    counts
}

fn examine(path: &Path, text: &str, wanted: Option<&str>, counts: &mut Counts) {
    counts.files += 1;
    let chunks = Postgres.split(text);
    let joined: String = chunks.iter().filter_map(|chunk| text.get(chunk.span.clone())).collect();
    if joined != text {
        counts.torn += 1;
        println!("{}: the chunks joined are not the file", path.display());
    }
    let mut schema = Schema::new();
    for chunk in chunks {
        if chunk.kind == ChunkKind::ClientCommand {
            counts.commands += 1;
        }
        if chunk.kind == ChunkKind::Statement {
            let sql = text.get(chunk.body.clone()).unwrap_or_default();
            let outcome = outcome(&Postgres.read(sql, 0), &mut schema);
            counts.add(&outcome);
            show(path, text, &chunk, &outcome, wanted);
        }
    }
}

fn outcome(statement: &Statement, schema: &mut Schema) -> Outcome {
    if let Some(trouble) = &statement.trouble {
        return Outcome::Unread(trouble.message.clone());
    }
    let applied = apply(schema, &statement.effects, &Postgres);
    let opaque = statement.effects.iter().find_map(opaque);
    match opaque.or_else(|| applied.uncertain.first().cloned()) {
        Some(why) => Outcome::NotUnderstood(why.split_whitespace().collect::<Vec<_>>().join(" ")),
        None => Outcome::Understood,
    }
}

fn opaque(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Opaque { why } => Some(why.clone()),
        Effect::Conditional(effects) | Effect::Within { effects, .. } | Effect::Block { otherwise: effects, .. } => {
            effects.iter().find_map(opaque)
        }
        _ => None,
    }
}

fn show(path: &Path, text: &str, chunk: &Chunk, outcome: &Outcome, wanted: Option<&str>) {
    let (Outcome::Unread(why) | Outcome::NotUnderstood(why)) = outcome else { return };
    if wanted.is_some_and(|wanted| why.contains(wanted)) {
        let line = text.get(..chunk.body.start).unwrap_or_default().matches('\n').count() + 1;
        println!("{}:{line}: {why}\n{}\n", path.display(), text.get(chunk.body.clone()).unwrap_or_default());
    }
}

impl Counts {
    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Understood => self.understood += 1,
            Outcome::Unread(why) => *self.unread.entry(why.clone()).or_default() += 1,
            Outcome::NotUnderstood(why) => *self.not_understood.entry(why.clone()).or_default() += 1,
        }
    }

    fn all(&self) -> usize {
        self.understood + self.not_understood.values().sum::<usize>()
    }

    /// How many of 10,000 statements are understood.
    fn share(&self) -> usize {
        if self.all() == 0 { 10_000 } else { 10_000 * self.understood / self.all() }
    }

    fn print(&self) {
        let unread: usize = self.unread.values().sum();
        println!("{} files, {} commands of the client", self.files, self.commands);
        println!("{unread} statements could not be read:");
        print_causes(&self.unread);
        let (all, percent, hundredths) = (self.all(), self.share() / 100, self.share() % 100);
        println!("{} of {all} statements understood: {percent}.{hundredths:02} %; not:", self.understood);
        print_causes(&self.not_understood);
    }
}

fn print_causes(causes: &BTreeMap<String, usize>) {
    let mut causes: Vec<_> = causes.iter().collect();
    causes.sort_by_key(|(why, count)| (std::cmp::Reverse(**count), (*why).clone()));
    for (why, count) in causes {
        println!("{count:6}  {why}");
    }
}
