//! Laws that hold for every history: of the order, of the ids, of the differ.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod histories;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use histories::{Change, History};
use proptest::prelude::*;
use sql2rev::dialect::postgres::Postgres;
use sql2rev::dialect::script::{self, Script};
use sql2rev::finding::{Finding, Severity};
use sql2rev::revise::{self, Revision, Step, law};
use sql2rev::schema::Schema;
use sql2rev::schema::apply::apply;
use sql2rev::schema::diff::diff;
use sql2rev::source::Source;
use sql2rev::{dialect::Dialect, order, text};

/// Files as the program would have read them.
fn scripts(files: &[String]) -> Vec<Script> {
    let read = |(at, sql): (usize, &String)| {
        let path = format!("{:03}_step.sql", at + 1);
        let source = Source {
            full_path: PathBuf::from(&path),
            title: path.trim_end_matches(".sql").to_owned(),
            path,
            part: None,
            whole: None,
            bytes: sql.clone().into_bytes(),
            no_transaction: false,
            written_down: None,
            down: None,
            place: None,
        };
        let (text, findings) = text::decode(&source);
        assert_eq!(findings, []);
        let (script, findings) = script::read(&source, text.expect("text"), &Postgres);
        assert!(findings.iter().all(|it| it.severity == Severity::Note), "{findings:?}\n{sql}");
        script
    };
    files.iter().enumerate().map(read).collect()
}

fn revisions(scripts: &[Script]) -> (Vec<Revision>, Vec<Finding>) {
    let plan = order::plan(scripts, false);
    let revised = revise::revise(scripts, &plan, &Postgres, &revise::Options::default());
    (revised.revisions, revised.findings)
}

/// The schema after each file, the empty one first.
fn schemas(scripts: &[Script]) -> Vec<Schema> {
    let mut schemas = vec![Schema::new()];
    for script in scripts {
        let mut schema = schemas.last().cloned().unwrap_or_default();
        for statement in script.statements() {
            let applied = apply(&mut schema, &statement.effects, &Postgres);
            assert_eq!(applied.troubles, [], "{}", script.slice(statement.span.clone()));
        }
        schemas.push(schema);
    }
    schemas
}

fn identity(count: usize) -> Vec<usize> {
    (0..count).collect()
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    proptest::collection::vec(any::<(u8, u8, u8, bool)>(), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_downgrade_leads_back(changes in changes()) {
        let files = History::new(&changes).files();
        let (_, findings) = revisions(&scripts(&files));
        let broken: Vec<&Finding> = findings.iter().filter(|it| it.severity > Severity::Note && it.code != "data-loss").collect();
        prop_assert!(broken.is_empty(), "{broken:#?}\n{}", files.join("\n-- next file\n"));
    }

    #[test]
    fn a_difference_leads_from_any_schema_to_any_other(changes in changes(), from in any::<usize>(), to in any::<usize>()) {
        let files = History::new(&changes).files();
        let schemas = schemas(&scripts(&files));
        let (from, to) = (&schemas[from % schemas.len()], &schemas[to % schemas.len()]);
        let steps: Vec<Step> = diff(from, to).into_iter().map(Step::Sql).collect();
        let broken = law::broken(to, from, &steps, &Postgres);
        prop_assert!(broken.is_empty(), "{broken:#?}\n{steps:#?}\n{}", files.join("\n-- next file\n"));
        prop_assert_eq!(diff(to, to), Vec::<String>::new());
    }

    #[test]
    fn a_folder_that_runs_keeps_its_order(changes in changes()) {
        let scripts = scripts(&History::new(&changes).files());
        prop_assert_eq!(order::plan(&scripts, false).order, identity(scripts.len()));
    }

    #[test]
    fn the_order_of_a_shuffled_chain_is_one_that_runs(parents in proptest::collection::vec(any::<prop::sample::Index>(), 2..12), seed in any::<u64>()) {
        // Table 0 stands alone, each other one points to one before it.
        let mut tables: Vec<(usize, Option<usize>)> = vec![(0, None)];
        tables.extend(parents.iter().enumerate().map(|(at, parent)| (at + 1, Some(parent.index(at + 1)))));
        let natural: Vec<String> = tables.iter().map(table).collect();
        prop_assert_eq!(order::plan(&scripts(&natural), false).order, identity(natural.len()));
        let mut shuffled = tables.clone();
        shuffled.sort_by_key(|(table, _)| (*table as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let order = order::plan(&scripts(&shuffled.iter().map(table).collect::<Vec<_>>()), false).order;
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, identity(tables.len()), "a permutation");
        let mut made = Vec::new();
        for (table, parent) in order.iter().map(|file| shuffled[*file]) {
            prop_assert!(parent.is_none_or(|parent| made.contains(&parent)), "{order:?} of {shuffled:?}");
            made.push(table);
        }
    }

    #[test]
    fn ids_do_not_depend_on_line_ends_and_marks(changes in changes(), mark in any::<bool>()) {
        let files = History::new(&changes).files();
        let windows = |sql: &String| format!("{}{}", if mark { "\u{feff}" } else { "" }, sql.replace('\n', "\r\n"));
        let ids = |files: &[String]| revisions(&scripts(files)).0.into_iter().map(|it| it.id).collect::<Vec<_>>();
        prop_assert_eq!(ids(&files), ids(&files.iter().map(windows).collect::<Vec<_>>()));
    }
}

fn table((table, parent): &(usize, Option<usize>)) -> String {
    let column = parent.map(|parent| format!(", parent_id int REFERENCES t{parent} (id)")).unwrap_or_default();
    format!("CREATE TABLE t{table} (id int PRIMARY KEY{column});\n")
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples").join(name)
}

fn read(folder: &Path) -> sql2rev::History {
    let dialect: &dyn Dialect = &Postgres;
    sql2rev::read(folder, &sql2rev::source::Options::default(), dialect, false).expect("the folder is read")
}

fn ids(folder: &Path) -> Vec<String> {
    sql2rev::revise(&read(folder), &Postgres, &revise::Options::default()).revisions.into_iter().map(|it| it.id).collect()
}

#[test]
fn samples_that_run_keep_their_order() {
    for name in ["saas", "clinic"] {
        let plan = read(&sample(name)).plan;
        assert_eq!(plan.order, identity(plan.order.len()), "{name}");
    }
}

/// Copies a sample, each file changed on the way.
fn copy(name: &str, to: &Path, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    for entry in walkdir::WalkDir::new(sample(name)).into_iter().filter_map(Result::ok) {
        let place = to.join(entry.path().strip_prefix(sample(name)).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(place).unwrap();
        } else {
            std::fs::write(place, change(std::fs::read(entry.path()).unwrap())).unwrap();
        }
    }
}

#[test]
fn ids_of_a_sample_depend_on_its_text_alone() {
    for name in ["hunter", "saas", "clinic"] {
        let expected = ids(&sample(name));
        let elsewhere = tempfile::tempdir().unwrap();
        copy(name, &elsewhere.path().join("a/b c"), |bytes| bytes);
        assert_eq!(ids(&elsewhere.path().join("a/b c")), expected, "{name} in another place");
        let windows = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
        };
        copy(name, &elsewhere.path().join("windows"), windows);
        assert_eq!(ids(&elsewhere.path().join("windows")), expected, "{name} with CRLF and a byte order mark");
    }
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let tree = |target: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let out = tempfile::tempdir().unwrap();
        let mut convert = std::process::Command::new(env!("CARGO_BIN_EXE_sql2rev"));
        convert.arg("convert").arg(sample("saas")).args(["--to", target, "--quiet", "--out"]).arg(out.path());
        assert!(convert.output().unwrap().status.success());
        let files = walkdir::WalkDir::new(out.path()).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
        files.map(|it| (it.path().strip_prefix(out.path()).unwrap().to_owned(), std::fs::read(it.path()).unwrap())).collect()
    };
    for target in ["alembic", "sqlx"] {
        assert_eq!(tree(target), tree(target));
    }
}

#[test]
fn files_that_need_each_other_are_an_error() {
    let table = |name, other| format!("CREATE TABLE {name} (id int PRIMARY KEY, {other}_id int REFERENCES {other} (id));\n");
    let plan = order::plan(&scripts(&[table("a", "b"), table("b", "a")]), false);
    let codes: Vec<&str> = plan.findings.iter().filter(|it| it.severity == Severity::Error).map(|it| it.code).collect();
    assert_eq!((plan.order.len(), codes), (2, vec!["order-cycle"]));
}
