//! `collapse` on a real server: the base builds what the history builds, goes and comes back, and keeps the rows that it says it keeps.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::Cluster;
use tempfile::TempDir;

/// Runs the program, and returns its document.
fn run(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_sql2rev")).args(arguments).args(["--format", "json"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"))
}

fn path(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).to_string_lossy().into_owned()
}

fn revisions(document: &Value) -> &[Value] {
    document["revisions"].as_array().unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn codes(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|finding| text(finding, "code")).collect()
}

/// Runs one way of each revision with psql.
fn migrate(cluster: &Cluster, database: &str, out: &str, document: &Value, way: &str) {
    for revision in revisions(document) {
        let file = Path::new(out).join(text(revision, way));
        cluster.psql_file(database, &file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
}

/// The statements of a dump without regard to the order of objects; columns stay in theirs.
fn statements(dump: &str) -> Vec<&str> {
    let mut statements: Vec<&str> = dump.split(";\n").map(str::trim).filter(|it| !it.is_empty()).collect();
    statements.sort_unstable();
    statements
}

/// Each table that has rows, with what they hold but for moments, which come from the clock.
fn filled_tables(cluster: &Cluster, database: &str) -> Vec<(String, String)> {
    let tables = cluster.psql(
        database,
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^pg_|information_schema' ORDER BY 1",
    );
    let held = |table: &str| {
        let row = r"regexp_replace(t::text, '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*', 'moment', 'g')";
        cluster.psql(database, &format!("SELECT string_agg({row}, E'\\n' ORDER BY {row}) FROM {table} t"))
    };
    let rows = tables.lines().map(|table| (table.to_owned(), held(table).trim().to_owned()));
    rows.filter(|(_, rows)| !rows.is_empty()).collect()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for (name, text) in files {
        fs::write(dir.path().join("in").join(name), text).unwrap();
    }
    dir
}

#[test]
fn the_base_builds_what_the_history_builds() {
    let cluster = Cluster::start();
    cluster.psql("postgres", "CREATE ROLE saas_api");
    for sample in ["hunter", "clinic", "saas"] {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples").join(sample);
        let source = source.to_string_lossy();
        let dir = tempfile::tempdir().unwrap();
        let (history_out, base_out) = (path(&dir, "history"), path(&dir, "base"));
        let history = run(&["convert", &source, "--to", "sqlx", "--out", &history_out]);
        let base = run(&["collapse", &source, "--to", "sqlx", "--out", &base_out]);
        assert_eq!(revisions(&base).len(), 1);
        assert_eq!(
            revisions(&base)[0]["id"],
            revisions(&history).last().unwrap()["id"],
            "databases at the old head are at the base"
        );
        let (old, new) = (format!("{sample}_history"), format!("{sample}_base"));
        cluster.create(&old);
        cluster.create(&new);
        let empty = cluster.dump(&new);
        migrate(&cluster, &old, &history_out, &history, "up");
        migrate(&cluster, &new, &base_out, &base, "up");
        let built = cluster.dump(&new);
        assert_eq!(statements(&built), statements(&cluster.dump(&old)), "{sample}");
        let (kept, all) = (filled_tables(&cluster, &new), filled_tables(&cluster, &old));
        let strange: Vec<_> = kept.iter().filter(|rows| !all.contains(rows)).collect();
        assert!(strange.is_empty(), "{sample}: {strange:?}");
        assert_eq!(kept.len() == all.len(), !codes(&base).contains(&"data-not-kept"), "{sample}: what is left out is said");
        migrate(&cluster, &new, &base_out, &base, "down");
        assert_eq!(cluster.dump(&new), empty, "{sample}");
        migrate(&cluster, &new, &base_out, &base, "up");
        assert_eq!(cluster.dump(&new), built, "{sample}");
    }
}

#[test]
fn the_rest_follows_the_base() {
    let dir = folder(&[
        ("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY);"),
        ("2_b.sql", "CREATE TABLE b (a int REFERENCES a (id));"),
        ("3_c.sql", "ALTER TABLE b ADD COLUMN c int;"),
        ("4_d.sql", "CREATE INDEX d ON b (c);"),
    ]);
    let (source, out) = (path(&dir, "in"), path(&dir, "out"));
    let history = run(&["convert", &source, "--to", "sqlx", "--out", &path(&dir, "history")]);
    let ids: Vec<&str> = revisions(&history).iter().map(|it| text(it, "id")).collect();
    let document = run(&["collapse", &source, "--to", "sqlx", "--out", &out, "--through", "2_b.sql"]);
    let chain: Vec<(&str, &str)> = revisions(&document).iter().map(|it| (text(it, "parent"), text(it, "id"))).collect();
    assert_eq!(chain, [("", ids[1]), (ids[1], ids[2]), (ids[2], ids[3])]);

    let again = path(&dir, "again");
    let document = run(&["collapse", &source, "--to", "sqlx", "--out", &again, "--through", "2_b", "--id", "start"]);
    let chain: Vec<(&str, &str)> = revisions(&document).iter().map(|it| (text(it, "parent"), text(it, "id"))).collect();
    assert_eq!(chain, [("", "start"), ("start", ids[2]), (ids[2], ids[3])]);
    assert_eq!(revisions(&document)[1]["depends_on"][0]["revision"], "start");

    let cluster = Cluster::start();
    cluster.create("rest");
    migrate(&cluster, "rest", &again, &document, "up");
    assert!(cluster.dump("rest").contains("CREATE INDEX d"));
}

#[test]
fn rows_are_kept_as_they_stand_or_it_is_said_why_not() {
    let dir = folder(&[
        (
            "1.sql",
            "CREATE TABLE kinds (id serial PRIMARY KEY, name text NOT NULL, gone int);\n\
             CREATE TABLE moods (mood text, since int DEFAULT 1);\nCREATE TABLE copied (name text);\n\
             CREATE TABLE old (name text);\nCREATE TABLE emptied (a int);\n\
             INSERT INTO kinds (name, gone) VALUES ('one', 1), ('two', 2);\nINSERT INTO moods VALUES ('good');\n\
             INSERT INTO old VALUES ('x');\nINSERT INTO emptied VALUES (1);\n",
        ),
        (
            "2.sql",
            "ALTER TABLE kinds RENAME COLUMN name TO title;\nALTER TABLE kinds DROP COLUMN gone;\n\
             ALTER TABLE kinds ADD COLUMN note text;\nUPDATE moods SET since = since + 1 WHERE mood = 'good';\n\
             INSERT INTO copied SELECT name FROM old;\nDROP TABLE old;\nDELETE FROM emptied;\n\
             ALTER TABLE kinds ADD COLUMN later text;\n",
        ),
    ]);
    let (source, out) = (path(&dir, "in"), path(&dir, "out"));
    let document = run(&["collapse", &source, "--to", "sqlx", "--out", &out]);
    let up = fs::read_to_string(Path::new(&out).join(text(&revisions(&document)[0], "up"))).unwrap();
    assert!(up.contains("INSERT INTO kinds (title) VALUES\n    ('one'),\n    ('two');"), "{up}");
    assert_eq!(up.matches("INSERT").count(), 1, "{up}");
    let said: Vec<&str> = document["findings"].as_array().unwrap().iter().map(|it| text(it, "message")).collect();
    let expected = [
        "the rows of moods are not in the base: line 4 of 2.sql changes rows of the table",
        "the rows of copied are not in the base: they come from a query",
    ];
    assert_eq!(said, expected);

    let none = run(&["collapse", &source, "--to", "sqlx", "--out", &path(&dir, "none"), "--data", "schema-only"]);
    assert!(codes(&none).is_empty());
}

#[test]
fn changes_of_literal_rows_are_folded() {
    let dir = folder(&[
        (
            "1.sql",
            "CREATE TABLE plans (id int PRIMARY KEY, name text NOT NULL, price numeric, old text);\n\
             INSERT INTO plans VALUES (1, 'free', 0, 'a'), (2, 'pro', 10, 'b'), (3, 'gone', 5, NULL);\n\
             CREATE TABLE seats (plan int, n int);\n\
             INSERT INTO seats VALUES (1, 1);\n",
        ),
        (
            "2.sql",
            "UPDATE plans SET price = 12, name = 'Pro' WHERE id = 2;\nDELETE FROM plans WHERE name IN ('gone', 'lost');\n\
             ALTER TABLE plans RENAME COLUMN name TO title;\nUPDATE plans SET title = 'Free' WHERE title = 'free' AND (id = 1);\n\
             ALTER TABLE plans DROP COLUMN old;\nUPDATE seats SET n = n + 1 WHERE plan = 1;\n",
        ),
    ]);
    let (source, out) = (path(&dir, "in"), path(&dir, "out"));
    let document = run(&["collapse", &source, "--to", "sqlx", "--out", &out]);
    let up = fs::read_to_string(Path::new(&out).join(text(&revisions(&document)[0], "up"))).unwrap();
    let expected = "INSERT INTO plans (id, title, price) VALUES\n    (1, 'Free', 0),\n    (2, 'Pro', 12);";
    assert!(up.contains(expected) && up.matches("INSERT").count() == 1, "{up}");
    assert_eq!(codes(&document), ["data-not-kept"], "what counts on is not known from the text");

    let cluster = Cluster::start();
    for database in ["history", "base"] {
        cluster.create(database);
    }
    for file in ["1.sql", "2.sql"] {
        cluster.psql_file("history", &dir.path().join("in").join(file)).unwrap();
    }
    migrate(&cluster, "base", &out, &document, "up");
    let plans = |database: &str| cluster.psql(database, "SELECT * FROM plans ORDER BY id");
    assert_eq!(plans("base"), plans("history"));
}

#[test]
fn rows_that_take_another_default_are_not_kept() {
    let dir = folder(&[
        ("1.sql", "CREATE TABLE t (id int PRIMARY KEY);\nINSERT INTO t VALUES (1);\n"),
        ("2.sql", "ALTER TABLE t ADD COLUMN owner int DEFAULT 7;\nALTER TABLE t ALTER COLUMN owner DROP DEFAULT;\n"),
    ]);
    let document = run(&["collapse", &path(&dir, "in"), "--to", "sqlx", "--out", &path(&dir, "out")]);
    assert_eq!(codes(&document), ["data-not-kept"]);
}

#[test]
fn a_base_is_proved_and_the_files_are_archived() {
    let dir = folder(&[
        ("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\n"),
        ("2_b.sql", "ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT '';\nCREATE VIEW v AS SELECT * FROM a;\n"),
    ]);
    let archive = path(&dir, "archive");
    let arguments =
        ["collapse", &path(&dir, "in"), "--to", "alembic", "--out", &path(&dir, "out"), "--archive", &archive, "--prove"];
    let document = run(&arguments);
    assert_eq!(revisions(&document)[0]["proof"], "proved");
    let file = |name: &str| fs::read_to_string(Path::new(&archive).join(name)).unwrap();
    assert_eq!(file("1_a.sql"), fs::read_to_string(dir.path().join("in/1_a.sql")).unwrap());
    assert!(file("README.md").contains(&blake3::hash(file("2_b.sql").as_bytes()).to_hex().to_string()));

    fs::write(Path::new(&archive).join("2_b.sql"), "changed").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sql2rev")).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(file("2_b.sql"), "changed");
}
