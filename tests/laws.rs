//! The law on a real server, over small histories: each revision up, then down, gives the dump before; then up again, the dump
//! after.
//!
//! A case is a file of `tests/laws/`; a line `-- @ name` starts a revision, `-- @ name, known: why` one whose downgrade is known
//! to be wrong today (when it is mended, the test says so). `SQL2REV_LAWS=text,text` runs the cases whose names hold one of the texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sql2rev::dialect::postgres::Postgres;
use sql2rev::revise::{self, Revision};
use sql2rev::target::{Context, Holds, find, render};
use support::Cluster;

const THREADS: usize = 2;
/// Roles that cases may use; they belong to the server.
const ROLES: &str = "CREATE ROLE reader; CREATE ROLE writer; CREATE ROLE app_owner;";

/// One history, cut at its marks.
struct Case {
    name: String,
    /// Name, text, and why its downgrade is known to be wrong.
    revisions: Vec<(String, String, Option<String>)>,
}

/// One revision as the target wrote it.
struct Pair {
    title: String,
    source: String,
    up: String,
    down: String,
    /// What the model says against its downgrade.
    doubts: Vec<String>,
}

#[test]
fn downgrades_restore_the_schema() {
    let wanted = std::env::var("SQL2REV_LAWS").unwrap_or_default();
    let cases: Vec<Case> = files()
        .iter()
        .map(|file| Case::read(file))
        .filter(|case| wanted.split(',').any(|text| case.name.contains(text)))
        .collect();
    let cluster = Cluster::start();
    cluster.psql("postgres", ROLES);
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let failed = case.run(&cluster);
                    failures.lock().unwrap().extend(failed);
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    let revisions: usize = cases.iter().map(|case| case.revisions.len()).sum();
    assert!(failures.is_empty(), "{}\n{} of {revisions} revisions failed", failures.join("\n"), failures.len());
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/laws");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    files
}

impl Case {
    fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let mut revisions: Vec<(String, String, Option<String>)> = Vec::new();
        for line in text.split_inclusive('\n') {
            if let Some(mark) = line.strip_prefix("-- @ ") {
                let (name, known) = match mark.trim().split_once(", known: ") {
                    Some((name, why)) => (name, Some(why.to_owned())),
                    None => (mark.trim(), None),
                };
                revisions.push((name.to_owned(), String::new(), known));
            } else if let Some((_, sql, _)) = revisions.last_mut() {
                sql.push_str(line);
            }
        }
        Self { name: file.file_stem().unwrap().to_str().unwrap().to_owned(), revisions }
    }

    /// Returns what failed, one text a revision.
    fn run(&self, cluster: &Cluster) -> Vec<String> {
        let (database, copy) = (format!("law {}", self.name), format!("law {} copy", self.name));
        cluster.create(&database);
        let mut before = normal(&cluster.dump_with_owners(&database));
        let mut failures = Vec::new();
        for pair in self.pairs() {
            let known = self.revisions.iter().find(|(name, ..)| file_name(name) == pair.source).and_then(|it| it.2.as_ref());
            if let Err(error) = run(cluster, &database, &pair.up) {
                failures.push(format!("=== {}: {}: the upgrade fails: {error}", self.name, pair.title));
                break;
            }
            let after = normal(&cluster.dump_with_owners(&database));
            cluster.remove(&copy);
            cluster.copy(&database, &copy);
            let mut troubles = round_trip(cluster, &copy, &pair, &before, &after);
            troubles.extend(pair.doubts.iter().map(|doubt| format!("the model: {doubt}\n")));
            match (troubles.is_empty(), known) {
                (true, None) | (false, Some(_)) => {}
                (true, Some(why)) => failures.push(format!("=== {}: {}: mended, was known: {why}", self.name, pair.title)),
                (false, None) => failures.push(format!(
                    "=== {}: {}\n{}--- up\n{}--- down\n{}",
                    self.name,
                    pair.title,
                    troubles.concat(),
                    pair.up,
                    pair.down
                )),
            }
            before = after;
        }
        cluster.remove(&copy);
        cluster.remove(&database);
        failures
    }

    fn pairs(&self) -> Vec<Pair> {
        let folder = tempfile::tempdir().unwrap();
        for (at, (name, sql, _)) in self.revisions.iter().enumerate() {
            std::fs::write(folder.path().join(format!("{:03}_{}", at + 1, file_name(name))), sql).unwrap();
        }
        let history = sql2rev::read(folder.path(), &sql2rev::source::Options::default(), &Postgres, true).unwrap();
        let options = revise::Options { outside_alone: true, ..revise::Options::default() };
        let revise::Revised { revisions, findings, .. } = sql2rev::revise(&history, &Postgres, &options);
        let rendered = render(&find("sqlx").unwrap().unwrap(), &revisions, &Context::default()).unwrap();
        let mut files: BTreeMap<(&str, bool), &str> = BTreeMap::new();
        for file in &rendered.files {
            if let (Some(id), Holds::Up | Holds::Down) = (&file.revision, file.holds) {
                files.insert((id, file.holds == Holds::Up), &file.content);
            }
        }
        let doubts = |revision: &Revision| {
            let about = format!("{}: ", revision.title);
            let own = findings.iter().filter(|it| it.code == "model-law" && it.message.starts_with(&about));
            own.map(|it| it.message.clone()).collect()
        };
        let pair = |revision: &Revision| Pair {
            title: revision.title.clone(),
            source: revision.sources[0].split_once('_').unwrap().1.to_owned(),
            up: files[&(revision.id.as_str(), true)].to_owned(),
            down: files[&(revision.id.as_str(), false)].to_owned(),
            doubts: doubts(revision),
        };
        revisions.iter().map(pair).collect()
    }
}

fn file_name(revision: &str) -> String {
    format!("{}.sql", revision.replace([' ', '/', '.'], "_"))
}

/// Down, then up again.
fn round_trip(cluster: &Cluster, database: &str, pair: &Pair, before: &[String], after: &[String]) -> Vec<String> {
    if let Err(error) = run(cluster, database, &pair.down) {
        return vec![format!("the downgrade fails: {error}")];
    }
    let mut troubles = Vec::new();
    troubles.extend(difference("after the downgrade", before, &normal(&cluster.dump_with_owners(database))));
    match run(cluster, database, &pair.up) {
        Err(error) => troubles.push(format!("the second upgrade fails: {error}")),
        Ok(()) => troubles.extend(difference("after the second upgrade", after, &normal(&cluster.dump_with_owners(database)))),
    }
    troubles
}

fn run(cluster: &Cluster, database: &str, sql: &str) -> Result<(), String> {
    let outside = sql.starts_with("-- no-transaction");
    let result = if outside { cluster.try_psql(database, sql) } else { cluster.psql_in_transaction(database, sql) };
    result.map(drop)
}

/// The dump's lines; where a column stands in its table does not count.
fn normal(dump: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut columns: Option<Vec<String>> = None;
    for line in dump.lines() {
        match &mut columns {
            Some(open) if line.starts_with(' ') => open.push(line.trim_end_matches(',').to_owned()),
            open => {
                let mut done = open.take().unwrap_or_default();
                done.sort();
                lines.append(&mut done);
                lines.push(line.to_owned());
            }
        }
        if line.starts_with("CREATE ") && line.contains(" TABLE ") && line.ends_with('(') {
            columns = Some(Vec::new());
        }
    }
    sort_runs(&mut lines);
    lines
}

/// What is said of the columns of one table follows their order.
fn sort_runs(lines: &mut [String]) {
    let about_column = |line: &String| line.starts_with("COMMENT ON COLUMN ") || line.contains(" ALTER COLUMN ");
    for run in lines.chunk_by_mut(|a, b| about_column(a) && about_column(b)) {
        run.sort();
    }
}

/// The lines that only one of two dumps has, in the order of the dump; if there are none, where their order differs.
fn difference(when: &str, wanted: &[String], found: &[String]) -> Option<String> {
    if wanted == found {
        return None;
    }
    let mut text = format!("{when}:\n");
    let lacks = |lines: &[String], line: &String, count: usize| lines.iter().filter(|it| *it == line).count() < count;
    for (sign, lines, others) in [('-', wanted, found), ('+', found, wanted)] {
        for line in lines {
            let count = lines.iter().filter(|it| *it == line).count();
            if lacks(others, line, count) {
                writeln!(text, "  {sign} {line}").unwrap();
            }
        }
    }
    if text.lines().count() == 1 {
        let first = wanted.iter().zip(found).find(|(a, b)| a != b);
        writeln!(text, "  another order: {first:?}").unwrap();
    }
    Some(text)
}
