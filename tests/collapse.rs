//! `collapse` on a real server: the base builds what the history builds, goes and comes back, and keeps the rows that it says it keeps.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
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
    let error = try_migrate(cluster, database, out, document, way);
    assert_eq!(error, None);
}

/// The error of the first file that fails.
fn try_migrate(cluster: &Cluster, database: &str, out: &str, document: &Value, way: &str) -> Option<String> {
    revisions(document).iter().find_map(|revision| {
        let file = Path::new(out).join(text(revision, way));
        migrate_file(cluster, database, &file).err().map(|error| format!("{}: {error}", file.display()))
    })
}

/// Runs a file as a migration tool does: in one transaction, unless the file says otherwise. Roles are the server's: those that the
/// files take for granted are made.
fn migrate_file(cluster: &Cluster, database: &str, file: &Path) -> Result<(), String> {
    let sql = fs::read_to_string(file).unwrap();
    for _ in 0..50 {
        let outcome = if sql.starts_with("-- no-transaction") {
            cluster.try_psql(database, &sql)
        } else {
            cluster.psql_in_transaction(database, &sql)
        };
        let Err(error) = outcome else { return Ok(()) };
        let missing = error.split_once("role \"").and_then(|(_, rest)| rest.split_once("\" does not exist"));
        let Some((role, _)) = missing else { return Err(error) };
        cluster.psql("postgres", &format!("CREATE ROLE \"{role}\""));
    }
    Err("too many roles".to_owned())
}

/// The statements of a dump without regard to the order of objects; columns stay in theirs.
fn statements(dump: &str) -> Vec<&str> {
    let mut statements: Vec<&str> = dump.split(";\n").map(str::trim).filter(|it| !it.is_empty()).collect();
    statements.sort_unstable();
    statements
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for (name, text) in files {
        fs::write(dir.path().join("in").join(name), text).unwrap();
    }
    dir
}

/// The samples, and the folders that `SQL2REV_BASES` names, with `:` between them. Those are trusted: they run as superuser.
fn folders() -> Vec<(PathBuf, bool)> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples");
    let named = std::env::var_os("SQL2REV_BASES").unwrap_or_default();
    let named = std::env::split_paths(&named).filter(|folder| !folder.as_os_str().is_empty()).collect::<Vec<_>>();
    let samples = ["hunter", "clinic", "saas"].map(|sample| (samples.join(sample), false));
    samples.into_iter().chain(named.into_iter().map(|folder| (folder, true))).collect()
}

#[test]
fn the_base_builds_what_the_history_builds() {
    let cluster = Cluster::start();
    let troubles: Vec<String> =
        folders().iter().flat_map(|(folder, trusted)| compare_with_history(&cluster, folder, *trusted)).collect();
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

/// What is wrong with the base of a folder: its schema as `pg_dump` prints it against that of the history, its rows, its way back.
fn compare_with_history(cluster: &Cluster, folder: &Path, trusted: bool) -> Vec<String> {
    let source = folder.to_string_lossy();
    let dir = tempfile::tempdir().unwrap();
    let (history_out, base_out) = (path(&dir, "history"), path(&dir, "base"));
    let history = run(&["convert", &source, "--to", "sqlx", "--out", &history_out]);
    let mut arguments = vec!["collapse", &source, "--to", "sqlx", "--out", &base_out, "--prove"];
    arguments.extend(trusted.then_some("--superuser"));
    let base = run(&arguments);
    assert_eq!(revisions(&base).len(), 1);
    let head = revisions(&history).last().unwrap();
    assert_eq!(revisions(&base)[0]["id"], head["id"], "databases at the old head are at the base");
    let mut troubles = Vec::new();
    let mut is_same = |what: &str, is: &str, should: &str| {
        let (is, should) = (statements(is), statements(should));
        let differences =
            only_in(&is, &should).map(|it| format!("+ {it}")).chain(only_in(&should, &is).map(|it| format!("- {it}")));
        let differences: Vec<String> = differences.collect();
        if !differences.is_empty() {
            troubles.push(format!("{source}, {what}:\n{}", differences.join("\n")));
        }
    };
    for database in ["history", "base"] {
        cluster.remove(database);
        cluster.create(database);
    }
    if let Some(error) = try_migrate(cluster, "history", &history_out, &history, "up") {
        return vec![format!("{source}: the history does not run: {error}")];
    }
    cluster.psql("base", BYSTANDERS);
    let empty = cluster.dump("base");
    migrate(cluster, "base", &base_out, &base, "up");
    let built = cluster.dump("base");
    is_same("downgrade", &downgraded(cluster, &base_out, &base), &empty);
    migrate(cluster, "base", &base_out, &base, "up");
    is_same("second upgrade", &cluster.dump("base"), &built);
    cluster.psql("base", "DROP SCHEMA bystander CASCADE");
    is_same("schema", &cluster.dump("base"), &cluster.dump("history"));
    let rows = |database: &str| without_moments(&without_tables(&cluster.dump_rows(database), &excluded(&base)));
    is_same("rows", &rows("base"), &rows("history"));
    troubles
}

/// The tables whose rows are not in the base, as `pg_dump` calls them.
fn excluded(base: &Value) -> Vec<String> {
    let accounts = base["data"].as_array().into_iter().flatten().filter(|it| text(it, "outcome") == "excluded");
    accounts.map(|it| text(it, "table")).map(|it| if it.contains('.') { it.to_owned() } else { format!("public.{it}") }).collect()
}

/// Rows of other tables than these, and positions of sequences that are not called by them.
fn without_tables(rows: &str, tables: &[String]) -> String {
    let is_of = |line: &&str, table: &String| {
        let sequence = table.trim_end_matches('"').replace('"', "");
        line.starts_with(&format!("INSERT INTO {table} ")) || line.replace('"', "").contains(&format!("setval('{sequence}_"))
    };
    let lines = rows.lines().filter(|line| !line.starts_with("ALTER TABLE"));
    lines.filter(|line| !tables.iter().any(|table| is_of(line, table))).collect::<Vec<_>>().join("\n")
}

/// What is in the database already, and none of the base's.
const BYSTANDERS: &str = "CREATE SCHEMA bystander; CREATE TABLE bystander.users (id int PRIMARY KEY); \
    CREATE FUNCTION bystander.touch() RETURNS int LANGUAGE sql AS 'SELECT 1'";

fn downgraded(cluster: &Cluster, out: &str, base: &Value) -> String {
    migrate(cluster, "base", out, base, "down");
    cluster.dump("base")
}

/// The lines of one side that the other has not, as often as they stand there.
fn only_in<'a>(one: &[&'a str], other: &[&str]) -> impl Iterator<Item = &'a str> {
    let mut rest = other.to_vec();
    let lacks = |line: &&str| match rest.iter().position(|it| it == line) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    };
    one.iter().copied().filter(lacks).collect::<Vec<_>>().into_iter()
}

/// Rows without what the clock and chance give them: those are never the same twice.
fn without_moments(rows: &str) -> String {
    let moment = regex::Regex::new(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00)?").unwrap();
    let milliseconds = regex::Regex::new(r"\b1[6-9]\d{11}\b").unwrap();
    let chance = regex::Regex::new(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}").unwrap();
    let rows = milliseconds.replace_all(rows, "moment");
    chance.replace_all(&moment.replace_all(&rows, "moment"), "chance").into_owned()
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
fn rows_that_the_text_does_not_tell_are_read_from_a_replay() {
    let dir = folder(&[
        (
            "1.sql",
            "CREATE TABLE people (id serial PRIMARY KEY, name text, born timestamptz DEFAULT now(), seen timestamptz);\n\
             INSERT INTO people (name, seen) SELECT 'p' || n, now() FROM generate_series(1, 3) n;\n\
             CREATE TABLE keys (key uuid DEFAULT gen_random_uuid(), person int REFERENCES people (id));\n\
             INSERT INTO keys (person) SELECT id FROM people;\n\
             CREATE TABLE marks (mark uuid PRIMARY KEY);\nINSERT INTO marks SELECT gen_random_uuid();\n\
             CREATE TABLE marked (mark uuid REFERENCES marks (mark), note text);\nINSERT INTO marked VALUES (NULL, 'none');\n",
        ),
        (
            "2.sql",
            "UPDATE people SET name = upper(name) WHERE id = 3;\nDELETE FROM people WHERE id = 2 AND name = lower(name) AND false;\n",
        ),
    ]);
    let (source, out) = (path(&dir, "in"), path(&dir, "out"));
    let arguments = ["collapse", &source, "--to", "sqlx", "--out", &out, "--prove"];
    let document = run(&arguments);
    let file = Path::new(&out).join(text(&revisions(&document)[0], "up"));
    let up = fs::read_to_string(&file).unwrap();
    let people = "INSERT INTO people (id, name, born, seen) VALUES\n    (1, 'p1', now(), now()),\n    (2, 'p2', now(), now()),\n    (3, 'P3', now(), now());";
    assert!(up.contains(people) && up.contains("(DEFAULT, 2)") && up.contains("setval('people_id_seq', 3)"), "{up}");
    assert_eq!(codes(&document), ["data-not-kept", "data-not-kept"], "ids by chance cannot stand in a file");
    let outcomes: Vec<_> =
        document["data"].as_array().unwrap().iter().map(|it| (text(it, "table"), text(it, "outcome"))).collect();
    let expected = [
        ("people", "replayed"),
        ("keys", "replayed"),
        ("marks", "excluded"),
        ("marked", "excluded"),
        ("people", "replayed"),
        ("people", "replayed"),
    ];
    assert_eq!(outcomes, expected);
    run(&arguments);
    assert_eq!(fs::read_to_string(&file).unwrap(), up, "a replay at another time gives the same file");

    let cluster = Cluster::start();
    cluster.create("base");
    migrate(&cluster, "base", &out, &document, "up");
    assert_eq!(cluster.psql("base", "INSERT INTO people (name) VALUES ('new') RETURNING id").trim(), "4");
}

#[test]
fn a_base_is_cut_into_sections() {
    let cluster = Cluster::start();
    cluster.psql("postgres", "CREATE ROLE saas_api");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples/saas").to_string_lossy().into_owned();
    let dir = tempfile::tempdir().unwrap();
    let (whole_out, out) = (path(&dir, "whole"), path(&dir, "out"));
    let whole = run(&["collapse", &source, "--to", "sqlx", "--out", &whole_out]);
    let document = run(&[
        "collapse",
        &source,
        "--to",
        "sqlx",
        "--out",
        &out,
        "--sections",
        "--prove",
        "--through",
        "012_index_files_checksum.sql",
    ]);
    let parts = revisions(&document);
    let ups: Vec<&str> = parts.iter().map(|it| text(it, "up")).collect();
    let names = ["0001_base_schemas.up.sql", "0006_base_tables.up.sql", "0014_base_default_privileges.up.sql"];
    assert!(names.iter().all(|name| ups.contains(name)), "{ups:?}");
    assert!(parts.iter().all(|it| text(it, "proof") == "proved"), "each part goes up, down and up");
    for database in ["whole", "parts"] {
        cluster.create(database);
    }
    migrate(&cluster, "whole", &whole_out, &whole, "up");
    let empty = cluster.dump("parts");
    migrate(&cluster, "parts", &out, &document, "up");
    assert_eq!(statements(&cluster.dump("parts")), statements(&cluster.dump("whole")));
    for revision in parts.iter().rev() {
        cluster.psql_file("parts", &Path::new(&out).join(text(revision, "down"))).unwrap();
    }
    assert_eq!(cluster.dump("parts"), empty);

    // More sections than there were revisions: those behind make room.
    let dir = folder(&[
        (
            "1.sql",
            "CREATE TYPE e AS ENUM ('a');\nCREATE TABLE t (e e);\nCREATE VIEW v AS SELECT e FROM t;\nINSERT INTO t VALUES ('a');\n",
        ),
        ("2.sql", "CREATE TABLE u ();\n"),
    ]);
    let arguments =
        ["collapse", &path(&dir, "in"), "--to", "sqlx", "--out", &path(&dir, "out"), "--sections", "--through", "1.sql"];
    let document = run(&arguments);
    let ups: Vec<&str> = revisions(&document).iter().map(|it| text(it, "up")).collect();
    assert_eq!(ups, ["0001_base_types.up.sql", "0002_base_tables.up.sql", "0003_base_views.up.sql", "0004_2.up.sql"]);
    let tables = fs::read_to_string(Path::new(&path(&dir, "out")).join(ups[1])).unwrap();
    assert!(tables.contains("INSERT INTO t (e) VALUES"), "{tables}");
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

    let beside = |name: &str| Path::new(&path(&dir, "out-archive")).join(name);
    run(&arguments[..6]);
    assert_eq!(fs::read_to_string(beside("1_a.sql")).unwrap(), file("1_a.sql"), "beside OUT where nothing else is said");
    fs::write(dir.path().join("in/3_c.sql"), "CREATE TABLE c ();").unwrap();
    run(&arguments[..6]);
    assert!(fs::read_to_string(beside("README.md")).unwrap().contains("`3_c.sql`"));
    let mut inside = Command::new(env!("CARGO_BIN_EXE_sql2rev"));
    inside.args(&arguments[..6]).args(["--archive", &path(&dir, "in/old")]);
    assert_eq!(inside.output().unwrap().status.code(), Some(2), "the next run would read it");
}
