//! `verify` and `convert --prove` on a real server: what is proved, what is completed, what is refused, and what is left behind.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::Cluster;
use tempfile::TempDir;

const TABLES: (&str, &str) = (
    "1_tables.sql",
    "CREATE TABLE rooms (id integer PRIMARY KEY, name text NOT NULL);\n\
     CREATE TABLE guests (id serial PRIMARY KEY, room integer REFERENCES rooms (id), since date);\n\
     CREATE INDEX guests_room ON guests (room);\n",
);

/// What this does depends on rows: nobody can know it from the text.
const DYNAMIC: (&str, &str) = (
    "2_dynamic.sql",
    "CREATE TABLE wanted (name text);\n\
     INSERT INTO wanted VALUES ('nights'), ('keys');\n\
     DO $$\nDECLARE w record;\nBEGIN\n  FOR w IN SELECT name FROM wanted LOOP\n    \
     EXECUTE format('CREATE TABLE %I (id integer PRIMARY KEY, guest integer REFERENCES guests (id))', w.name);\n  END LOOP;\n\
     ALTER TABLE guests DROP COLUMN since;\nEND $$;\n",
);

const AFTER: (&str, &str) = ("3_after.sql", "ALTER TABLE rooms ADD COLUMN floor integer;\n");

/// A folder `in` with these files, beside which a test may write.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for (name, text) in files {
        fs::write(dir.path().join("in").join(name), text).unwrap();
    }
    dir
}

fn command(dir: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sql2rev"));
    command.current_dir(dir.path()).args(arguments).stdin(Stdio::null());
    command
}

fn verify(dir: &TempDir, more: &[&str]) -> Output {
    command(dir, &[&["verify", "in", "--format", "json"], more].concat()).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(output)))
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn codes(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn a_plain_history_is_proved() {
    let dir = folder(&[TABLES, AFTER]);
    let output = verify(&dir, &[]);
    let document = json(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for revision in document["revisions"].as_array().unwrap() {
        let said = ["up", "down", "again", "restored", "proof"].map(|name| revision[name].as_str().unwrap());
        assert_eq!(said, ["ok", "ok", "ok", "exact", "proved"]);
    }
    assert_eq!(document["legacy"]["equal"], true);
    assert_eq!(document["model"]["equal"], true);
    assert!(document["server"].as_str().unwrap().starts_with("PostgreSQL "));
}

#[test]
fn what_cannot_be_read_is_completed_and_the_written_downgrade_restores() {
    let dir = folder(&[TABLES, DYNAMIC, AFTER]);
    let output = verify(&dir, &[]);
    let document = json(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let proofs: Vec<&str> = document["revisions"].as_array().unwrap().iter().map(|it| it["proof"].as_str().unwrap()).collect();
    assert_eq!(proofs, ["proved", "completed", "proved"]);
    assert!(codes(&document).contains(&"completed"));

    let arguments = ["convert", "in", "--to", "sqlx", "--out", "out", "--prove", "--format", "json"];
    let output = command(&dir, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let document = json(&output);
    let revision = &document["revisions"][1];
    assert_eq!(revision["proof"], "completed");
    assert_eq!(revision["reversibility"], "data-loss");
    let lock = fs::read_to_string(dir.path().join("out/sql2rev.lock")).unwrap();
    assert!(lock.contains("proof = \"completed\"\nproved_on = \"PostgreSQL "), "{lock}");

    // An account of its own: psql runs the files, pg_dump says what is there.
    let cluster = Cluster::start();
    cluster.create("it");
    let file = |way: &str| dir.path().join("out").join(document["revisions"][1][way].as_str().unwrap());
    let first = dir.path().join("out").join(document["revisions"][0]["up"].as_str().unwrap());
    cluster.psql_file("it", &first).unwrap();
    let before = cluster.dump("it");
    cluster.psql_file("it", &file("up")).unwrap();
    assert!(cluster.dump("it").contains("CREATE TABLE public.nights"));
    cluster.psql_file("it", &file("down")).unwrap();
    assert_eq!(sorted(&cluster.dump("it")), sorted(&before));
}

/// Lines without regard to the order of columns.
fn sorted(dump: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = dump.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn an_upgrade_that_fails_is_said_and_the_others_go_on() {
    let broken = ("2_broken.sql", "CREATE TABLE t ();\nALTER TABLE nowhere ADD COLUMN x text;\n");
    let dir = folder(&[TABLES, broken, AFTER]);
    let output = verify(&dir, &[]);
    let document = json(&output);
    assert_eq!(output.status.code(), Some(1));
    let up = document["revisions"][1]["up"].as_str().unwrap();
    assert_eq!(up, "relation \"nowhere\" does not exist (at `ALTER TABLE nowhere ADD COLUMN x text`)");
    assert_eq!(document["revisions"][2]["proof"], "proved");
    assert!(codes(&document).contains(&"upgrade-fails"));
}

#[test]
fn what_reaches_out_is_not_run() {
    let marker = tempfile::tempdir().unwrap();
    let path = marker.path().join("ran");
    let attacks = [
        format!("COPY rooms FROM PROGRAM 'touch {}';\n", path.display()),
        format!("DO $$ BEGIN EXECUTE 'COPY rooms TO PROGRAM ''touch {}'''; END $$;\n", path.display()),
        format!("\\! touch {}\n", path.display()),
        "SELECT pg_read_file('/etc/passwd');\n".to_owned(),
    ];
    for attack in attacks {
        let dir = folder(&[TABLES, ("2_attack.sql", &attack)]);
        let output = verify(&dir, &[]);
        let document = json(&output);
        assert_eq!(output.status.code(), Some(1), "{attack}");
        let codes = codes(&document);
        assert!(codes.contains(&"reaches-out") || codes.contains(&"shell-command"), "{attack}: {codes:?}");
        assert!(!path.exists());
    }
}

#[test]
fn a_hidden_attack_has_no_rights() {
    let marker = tempfile::tempdir().unwrap();
    let path = marker.path().join("ran");
    let attack = format!("DO $$ BEGIN EXECUTE 'CO' || 'PY rooms TO PROG' || 'RAM ''touch {}'''; END $$;\n", path.display());
    let dir = folder(&[TABLES, ("2_attack.sql", &attack)]);
    let output = verify(&dir, &[]);
    assert_eq!(output.status.code(), Some(1));
    let document = json(&output);
    let up = document["revisions"][1]["up"].as_str().unwrap();
    assert!(up.contains("pg_execute_server_program") || up.contains("superuser"), "{up}");
    assert!(!path.exists());
}

#[test]
fn on_a_given_server_nothing_is_left_and_nothing_else_is_touched() {
    let cluster = Cluster::start();
    cluster.create("mine");
    cluster.psql("mine", "CREATE TABLE kept (id integer)");
    let databases = || cluster.psql("mine", "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database");
    let before = (databases(), cluster.dump("mine"), cluster.psql("mine", "SELECT count(*) FROM pg_roles"));
    let dir = folder(&[TABLES, DYNAMIC, AFTER]);
    let output = verify(&dir, &["--database-url", &cluster.url("postgresql", "mine")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!((databases(), cluster.dump("mine"), cluster.psql("mine", "SELECT count(*) FROM pg_roles")), before);
}

#[test]
fn without_a_server_it_says_how_to_get_one() {
    let dir = folder(&[TABLES]);
    let output = verify(&dir, &["--postgres-bin", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    for word in ["install", "--postgres-bin", "--database-url"] {
        assert!(stderr(&output).contains(word), "{}", stderr(&output));
    }
}

#[test]
fn a_password_never_shows() {
    let dir = folder(&[TABLES]);
    for url in ["postgresql://me:hunter2@127.0.0.1:1/x", "postgresql://me:hunter2@[/x"] {
        let output = verify(&dir, &["--database-url", url, "--verbose"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(!stderr(&output).contains("hunter2"), "{}", stderr(&output));
    }
}

#[test]
fn an_interrupt_leaves_nothing_behind() {
    let dir = folder(&[TABLES, ("2_slow.sql", "SELECT pg_sleep(60);\n")]);
    let work = tempfile::tempdir_in("/tmp").unwrap();
    // The server may run as another user.
    fs::set_permissions(work.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
    let mut child = command(&dir, &["verify", "in"]).env("TMPDIR", work.path()).stderr(Stdio::null()).spawn().unwrap();
    let left = || clusters(work.path());
    let deadline = Instant::now() + Duration::from_mins(1);
    while left().is_empty() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(left().len(), 1, "a server was started");
    std::thread::sleep(Duration::from_secs(2));
    // SIGINT is ignored where the tests themselves run in the background; SIGTERM never is.
    for signal in ["-INT", "-TERM"] {
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    }
    assert!(!child.wait().unwrap().success());
    let deadline = Instant::now() + Duration::from_mins(1);
    while !left().is_empty() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(left(), Vec::<String>::new());
}

/// The folders of throwaway servers.
fn clusters(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    entries.filter(|name| name.starts_with("sql2rev.")).collect()
}

#[test]
fn files_that_need_each_other_are_split_and_proved() {
    // The first can be cut; of the two others, one loses a foreign key to a part of its own.
    let dir = folder(&[
        ("1.sql", "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABLE c (id integer REFERENCES b (id));\n"),
        ("2.sql", "CREATE TABLE b (id integer PRIMARY KEY REFERENCES a (id));\n"),
        ("3.sql", "CREATE TABLE hen (id integer PRIMARY KEY,\n  egg integer REFERENCES egg (id));\n"),
        ("4.sql", "CREATE TABLE egg (id integer PRIMARY KEY, hen integer NOT NULL REFERENCES hen (id));\n"),
    ]);
    let output = verify(&dir, &[]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let revisions = report["revisions"].as_array().unwrap();
    let sources: Vec<&str> = revisions.iter().map(|revision| revision["sources"][0].as_str().unwrap()).collect();
    assert_eq!(sources, ["1.sql", "2.sql", "1.sql", "3.sql", "4.sql", "3.sql"]);
    assert!(revisions.iter().all(|revision| revision["restored"] == "exact"), "{report:#}");
    assert_eq!(report["legacy"]["equal"], true, "{report:#}");
}

#[test]
fn written_downgrades_are_tried() {
    let dir = folder(&[
        ("1_a.up.sql", "CREATE TABLE a (id integer PRIMARY KEY, name text DEFAULT 'x');\n"),
        ("1_a.down.sql", "DROP TABLE a;\n"),
        ("2_b.up.sql", "ALTER TABLE a ALTER COLUMN name DROP DEFAULT;\n"),
        ("2_b.down.sql", "SELECT 1;\n"),
        ("3_c.up.sql", "CREATE INDEX a_name ON a (name);\n"),
        ("3_c.down.sql", "DROP INDEX a_names;\n"),
    ]);
    let output = verify(&dir, &["--downs", "compare"]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written: Vec<&str> = report["revisions"].as_array().unwrap().iter().map(|it| it["written"].as_str().unwrap()).collect();
    assert_eq!(written, ["exact", "no", "no"]);
    assert_eq!(report["revisions"][0]["proof"], "proved");
    assert!(report["revisions"][2]["written_differences"][0].as_str().unwrap().contains("a_names"), "{report:#}");
    assert_eq!(codes(&report).iter().filter(|code| **code == "written-down-differs").count(), 2);
    assert!(json(&verify(&dir, &[]))["revisions"][0].get("written").is_none());
}

#[test]
fn a_setting_of_a_file_reaches_all_its_parts() {
    let dir = folder(&[(
        "1.sql",
        "CREATE SCHEMA app;\nSET search_path TO app;\nCREATE TABLE a (id integer);\nCREATE INDEX CONCURRENTLY a_id ON a (id);\n\
         CREATE TABLE b (id integer);\n",
    )]);
    let output = verify(&dir, &[]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        (report["revisions"].as_array().unwrap().len(), &report["legacy"]["equal"]),
        (3, &Value::Bool(true)),
        "{report:#}"
    );
    let arguments = ["convert", "in", "--to", "alembic", "--out", "out", "--format", "json"];
    let document = json(&command(&dir, &arguments).output().unwrap());
    // Each revision may run in a session of its own.
    for revision in &document["revisions"].as_array().unwrap()[1..] {
        let text = fs::read_to_string(dir.path().join("out").join(revision["up"].as_str().unwrap())).unwrap();
        let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word} in {text}"));
        assert!(at("SET search_path TO app") < at("CREATE "), "{text}");
        assert!(at("CREATE ") < at("RESET search_path"), "{text}");
    }
}

#[test]
fn a_function_whose_body_fits_no_more_comes_back() {
    let dir = folder(&[
        ("1.sql", "CREATE TABLE t (id integer);\nCREATE FUNCTION one() RETURNS t LANGUAGE sql AS 'SELECT 1';\n"),
        ("2.sql", "ALTER TABLE t ADD COLUMN x text;\n"),
        ("3.sql", "CREATE OR REPLACE FUNCTION one() RETURNS t LANGUAGE sql AS 'SELECT 1, ''a''::text';\n"),
    ]);
    let output = verify(&dir, &[]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let last = &report["revisions"][2];
    assert_eq!((&last["restored"], &last["proof"]), (&Value::from("exact"), &Value::from("completed")), "{last:#}");
    let completed: Vec<&str> = last["completed"].as_array().unwrap().iter().map(|sql| sql.as_str().unwrap()).collect();
    assert_eq!((completed[0], completed.last()), ("SET check_function_bodies = off", Some(&"RESET check_function_bodies")));
}
