//! The report of `drift` as text: each database's differences, which files have run where, and the way from one to the other.

use super::{Align, Table, count, printable, some};
use crate::drift::{Change, Environment, Kind, Method, Ran};
use crate::report::drifting::{Drifting, outcome};

/// So many of what comes with an object are named unless all are wanted.
const NAMED: usize = 3;

/// A definition is cut to so many characters unless all is wanted.
const SHOWN: usize = 160;

/// Returns the report. `full`: with all definitions, all files and all that comes with an object.
pub fn render(drifting: &Drifting<'_>, full: bool) -> String {
    let drift = &drifting.drift;
    let mut report = String::new();
    if drift.environments.is_empty() {
        return "Nothing was compared.\n".to_owned();
    }
    for environment in &drift.environments {
        report.push_str(&differences(environment, full));
        report.push('\n');
    }
    report.push_str(&files(&drift.environments, full));
    report.push_str(&method(&drift.method));
    let failed = drift.findings.iter().filter(|finding| finding.code == "legacy-fails").count();
    if failed > 0 {
        report.push_str(&format!("{} not run there: what they would build is not compared.\n", do_not(failed)));
    }
    report
}

fn do_not(files: usize) -> String {
    if files == 1 { "1 of the files does".to_owned() } else { format!("{files} of the files do") }
}

fn method(method: &Method) -> String {
    match method {
        Method::Exact { server } => format!("Compared exactly: both sides were built on {server}.\n"),
        Method::Structural => {
            "Compared structurally, from the texts alone: expressions by their words, queries of views by what they \
                               read and their literals. With a PostgreSQL server on this machine the comparison is exact.\n"
                .to_owned()
        }
    }
}

fn differences(environment: &Environment, full: bool) -> String {
    let mut text = format!("{}: {}\n", printable(&environment.name), outcome(environment));
    for (kind, heading) in [
        (Kind::Missing, "The files build it, and the database lacks it:"),
        (Kind::Extra, "The database has it, and no file builds it:"),
        (Kind::Different, "It is not the same:"),
    ] {
        let changes: Vec<&Change> = environment.changes.iter().filter(|change| change.kind == kind).collect();
        if !changes.is_empty() {
            text.push_str(&format!("  {heading}\n"));
            changes.iter().for_each(|change| text.push_str(&entry(change, full)));
        }
    }
    if !environment.reordered.is_empty() {
        let tables = some(environment.reordered.iter().map(String::as_str), if full { usize::MAX } else { 5 });
        text.push_str(&format!("  The columns stand in another order, which is no drift: {}\n", printable(&tables)));
    }
    if !environment.statements.is_empty() {
        let statements = count(environment.statements.len(), "statement");
        text.push_str(&format!("  From the files to the database: {statements}; --fix FILE writes them.\n"));
    }
    if environment.ignored > 0 {
        text.push_str(&format!("  {} left out by rules.\n", count(environment.ignored, "object")));
    }
    text
}

fn entry(change: &Change, full: bool) -> String {
    let mut text = format!("    {} {}{}\n", printable(&change.class), printable(&change.name), with(change, full));
    if change.kind == Kind::Different {
        for (side, facts) in [("files", &change.files), ("database", &change.production)] {
            let facts = facts.as_deref().unwrap_or_default();
            text.push_str(&format!("      {side}: {}\n", definition(facts, full)));
        }
    }
    text
}

/// One line, with the blank space of a definition on many lines drawn together.
fn definition(facts: &str, full: bool) -> String {
    let line = facts.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = match line.char_indices().nth(SHOWN).filter(|_| !full) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line,
    };
    printable(&cut).into_owned()
}

fn with(change: &Change, full: bool) -> String {
    if change.with.is_empty() {
        return String::new();
    }
    let named: Vec<String> = change.with.iter().map(|(class, name)| format!("{class} {name}")).collect();
    let shown = some(named.iter().map(String::as_str), if full { usize::MAX } else { NAMED });
    format!(" (with {})", printable(&shown))
}

/// A table: each file, and whether it has run in each database. Without `full` only the files that have not run everywhere.
fn files(environments: &[Environment], full: bool) -> String {
    let count_of = environments.first().map_or(0, |environment| environment.files.len());
    let columns = environments.iter().map(|environment| (environment.name.as_str(), Align::Left));
    let mut table = Table::new(&std::iter::once(("file", Align::Left)).chain(columns).collect::<Vec<_>>());
    let mut shown = 0;
    for at in 0..count_of {
        let states = environments.iter().filter_map(|environment| environment.files.get(at)).collect::<Vec<_>>();
        if !full && states.iter().all(|state| matches!(state.ran, Ran::Yes | Ran::Unknown)) {
            continue;
        }
        shown += 1;
        let path = states.first().map(|state| state.path.clone()).unwrap_or_default();
        let cells = states.iter().map(|state| match state.ran {
            Ran::Yes => "run".to_owned(),
            Ran::No => "not run".to_owned(),
            Ran::Unknown => "cannot be told".to_owned(),
            Ran::Partly => {
                let lacks: Vec<String> = state.lacks.iter().map(|(class, name)| format!("{class} {name}")).collect();
                format!("partly: lacks {}", some(lacks.iter().map(String::as_str), if full { usize::MAX } else { 2 }))
            }
        });
        table.row(&std::iter::once(path).chain(cells).collect::<Vec<_>>());
    }
    let mut states = environments.iter().flat_map(|environment| &environment.files);
    if states.all(|state| state.ran == Ran::Unknown) {
        return "The schema does not tell which files have run.\n".to_owned();
    }
    match (shown, count_of - shown) {
        (0, _) => format!("As far as the schema tells, all of {} have run.\n", count(count_of, "file")),
        (_, 0) => table.render(),
        (_, rest) => format!(
            "{}… and {} that have run, or leave nothing to tell it by; --verbose shows all\n",
            table.render(),
            count(rest, "file")
        ),
    }
}

/// The statements that lead to a database, as an SQL file.
pub fn fix(environment: &Environment, method: &Method) -> String {
    let how = match method {
        Method::Exact { server } => format!("both sides were built on {server}"),
        Method::Structural => "by their texts alone: read it before it becomes part of the history".to_owned(),
    };
    let head = format!(
        "-- What {} has and the files do not build, and the other way round ({how}).\n-- These statements lead from the files to the database.\n",
        printable(&environment.name)
    );
    let statements = environment.statements.iter().map(|sql| format!("\n{sql};\n"));
    std::iter::once(head).chain(statements).collect()
}
