//! The program as scripts know it: exit status, what goes where, the shape of its JSON.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const USERS: (&str, &str) = ("1_users.sql", "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);\n");
const POSTS: (&str, &str) = ("2_posts.sql", "CREATE TABLE posts (\n  author integer REFERENCES users (id)\n);\n");
const DROP: (&str, &str) = ("3_drop.sql", "ALTER TABLE users DROP COLUMN name;\n");
const SHELL: (&str, &str) = ("4_shell.sql", "\\! rm -rf /\nSELECT 1;\n");

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
    command.current_dir(dir.path()).args(arguments).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    command(dir, arguments).output().unwrap()
}

/// Converts `in` to pairs in `out`.
fn convert(dir: &TempDir, more: &[&str]) -> Output {
    run(dir, &[&["convert", "in", "--to", "sqlx", "--out", "out"], more].concat())
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("not killed")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stdout(output)))
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

/// Every file below a folder, by name.
fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(dir).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.map(|file| (file.path().strip_prefix(dir).unwrap().display().to_string(), fs::read(file.path()).unwrap())).collect()
}

#[test]
fn convert_writes_a_history_and_says_so() {
    let dir = folder(&[USERS, POSTS]);
    let output = convert(&dir, &[]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    for part in ["1_users.sql", "0002_posts.up.sql", "lossless", "Written to out: 7 new", "sqlx migrate run --source out"] {
        assert!(stdout(&output).contains(part), "{part} in {}", stdout(&output));
    }
    assert_eq!(stderr(&output), "sql2rev: 2 files, 2 revisions: no findings\n");
    let names: Vec<String> = tree(&dir.path().join("out")).into_keys().collect();
    let pairs = ["0001_users.down.sql", "0001_users.up.sql", "0002_posts.down.sql", "0002_posts.up.sql"];
    assert_eq!(names, [&pairs[..], &["ADOPTION.md", "sql2rev.lock", "sql2rev.schema"]].concat());
}

#[test]
fn the_json_of_convert_is_as_promised() {
    let dir = folder(&[USERS, POSTS, DROP]);
    let output = convert(&dir, &["--format", "json"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let report = json(&output);
    assert_eq!(keys(&report), ["tool", "dialect", "target", "out", "sources", "revisions", "findings"]);
    assert_eq!(keys(&report["tool"]), ["name", "version"]);
    assert_eq!((&report["dialect"], &report["target"], &report["out"]), (&"postgres".into(), &"sqlx".into(), &"out".into()));

    let source = &report["sources"][0];
    assert_eq!(keys(source), ["path", "encoding", "blake3", "statements", "repairs"]);
    assert_eq!((&source["path"], &source["encoding"]), (&"1_users.sql".into(), &"utf-8".into()));
    assert_eq!((&source["statements"], &source["repairs"]), (&1.into(), &0.into()));

    let revisions = report["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 3);
    let names = ["id", "parent", "title", "sources", "files", "up", "down", "reversibility", "reasons", "transactional"];
    assert_eq!(keys(&revisions[0]), [&names[..], &["depends_on", "uncertain_since", "proof", "proved_on"]].concat());
    assert_eq!(revisions[0]["parent"], Value::Null);
    assert_eq!(revisions[1]["parent"], revisions[0]["id"]);
    assert_eq!(texts(&revisions[1]["files"]), ["0002_posts.up.sql", "0002_posts.down.sql"]);
    assert_eq!((&revisions[1]["up"], &revisions[1]["down"]), (&"0002_posts.up.sql".into(), &"0002_posts.down.sql".into()));
    assert_eq!(revisions[1]["reversibility"], "lossless");
    assert_eq!(revisions[2]["reversibility"], "data-loss");
    assert!(!texts(&revisions[2]["reasons"]).is_empty());

    let needed = &revisions[1]["depends_on"][0];
    assert_eq!(keys(needed), ["revision", "because"]);
    assert_eq!(needed["revision"], revisions[0]["id"]);
    assert_eq!(keys(&needed["because"][0]), ["object", "file", "line"]);
    assert!(needed["because"][0]["object"].as_str().unwrap().ends_with(" users"), "{needed}");
    assert_eq!((&needed["because"][0]["file"], &needed["because"][0]["line"]), (&"2_posts.sql".into(), &1.into()));

    let finding = &report["findings"][0];
    assert_eq!(keys(finding), ["code", "severity", "message", "file", "line", "column", "help"]);
    assert_eq!((&finding["code"], &finding["severity"]), (&"data-loss".into(), &"warning".into()));
}

#[test]
fn one_file_may_hold_both_ways() {
    let dir = folder(&[USERS]);
    let output = run(&dir, &["convert", "in", "--to", "alembic", "--out", "out", "--format", "json"]);
    let revision = &json(&output)["revisions"][0];
    assert_eq!((&revision["up"], &revision["down"]), (&revision["files"][0], &revision["files"][0]));
    assert!(dir.path().join("out").join(revision["up"].as_str().unwrap()).is_file());
}

#[test]
fn an_error_keeps_everything_from_being_written_unless_forced() {
    let dir = folder(&[USERS, SHELL]);
    let output = convert(&dir, &[]);
    assert_eq!(status(&output), 1);
    assert!(
        stderr(&output).contains("error[shell-command]") && stderr(&output).contains("4_shell.sql:1:1"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).contains("Nothing is written"));
    assert!(!dir.path().join("out").exists());

    let output = convert(&dir, &["--force"]);
    assert_eq!(status(&output), 1, "the error is still there");
    let written = tree(&dir.path().join("out"));
    assert!(written.contains_key("0001_users.up.sql"));
    assert!(written.values().all(|bytes| !String::from_utf8_lossy(bytes).lines().any(|line| line.starts_with("\\!"))));
}

#[test]
fn strict_counts_warnings_as_errors() {
    let dir = folder(&[USERS, DROP]);
    assert_eq!(status(&convert(&dir, &["--strict"])), 1);
    assert!(!dir.path().join("out").exists());
    assert_eq!(status(&convert(&dir, &[])), 0);
    assert!(dir.path().join("out").exists());
}

#[test]
fn what_sql2rev_did_not_write_is_not_overwritten_unless_forced() {
    let dir = folder(&[USERS]);
    fs::create_dir(dir.path().join("out")).unwrap();
    let own = dir.path().join("out/0001_users.up.sql");
    fs::write(&own, "-- mine\n").unwrap();
    for dry_run in [&[][..], &["--dry-run"]] {
        let output = convert(&dir, dry_run);
        assert_eq!(status(&output), 1);
        assert!(stderr(&output).contains("error[output-exists]"));
        assert_eq!(tree(&dir.path().join("out")).len(), 1);
    }
    assert_eq!(fs::read_to_string(&own).unwrap(), "-- mine\n");
    assert_eq!(status(&convert(&dir, &["--force"])), 0);
    assert!(fs::read_to_string(&own).unwrap().contains("CREATE TABLE"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = folder(&[USERS]);
    let output = convert(&dir, &["--dry-run"]);
    assert_eq!(status(&output), 0);
    assert!(stdout(&output).contains("Would write to out: 5 new"), "{}", stdout(&output));
    assert!(!dir.path().join("out").exists());
}

#[test]
fn a_second_run_changes_nothing() {
    let dir = folder(&[USERS, POSTS, DROP]);
    let first = convert(&dir, &["--format", "json"]);
    let written = tree(&dir.path().join("out"));
    let second = convert(&dir, &["--format", "json"]);
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(written, tree(&dir.path().join("out")));
    assert!(stdout(&convert(&dir, &[])).contains("Written to out: 9 unchanged"));
}

#[test]
fn out_may_not_lie_where_the_next_run_reads() {
    let dir = folder(&[USERS]);
    let output = run(&dir, &["convert", "in", "--to", "sqlx", "--out", "in/new"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("lies inside `in`"), "{}", stderr(&output));
    assert_eq!(tree(&dir.path().join("in")).len(), 1);
    assert_eq!(status(&run(&dir, &["convert", "in", "--to", "alembic", "--out", "in/new"])), 0, "no SQL files there");
}

#[test]
fn what_cannot_run_ends_with_status_two() {
    let dir = folder(&[]);
    fs::write(dir.path().join("file"), "").unwrap();
    let cases: [(&[&str], &str); 9] = [
        (&[], "Usage"),
        (&["convert", "in"], "--to"),
        (&["convert", "in", "--to", "nothing", "--out", "out"], "possible values: alembic, sqlx"),
        (&["convert", "none", "--to", "sqlx", "--out", "out"], "error: there is no folder `none`"),
        (&["convert", "in", "--to", "sqlx", "--out", "out"], "error: `in` holds no SQL file"),
        (&["convert", "in", "--to", "sqlx", "--out", "file", "--base", "file"], "error: `file` exists and is not a folder"),
        (&["inspect", "file"], "error: `file` is not a folder"),
        (&["inspect", "in", "--base", "gone.sql"], "error: cannot read `gone.sql`: "),
        (&["explain", "no-such-code"], "invalid value"),
    ];
    for (arguments, message) in cases {
        let output = run(&dir, arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(message), "{arguments:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
}

#[test]
fn the_json_of_inspect_tells_files_and_order_with_evidence() {
    let dir = folder(&[("1_posts.sql", POSTS.1), ("2_users.sql", USERS.1)]);
    let output = run(&dir, &["inspect", "in", "--format", "json"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let report = json(&output);
    assert_eq!(keys(&report), ["tool", "dialect", "dir", "layout", "sources", "files", "order", "findings"]);
    let posts = &report["files"][0];
    assert_eq!(keys(posts), ["path", "encoding", "statements", "creates", "alters", "drops", "needs"]);
    assert!(posts["creates"][0]["object"].as_str().unwrap().ends_with(" posts"));
    assert!(posts["needs"][0]["object"].as_str().unwrap().ends_with(" users"));
    assert_eq!(posts["needs"][0]["line"], 1);

    let order = report["order"].as_array().unwrap();
    let paths: Vec<&str> = order.iter().map(|place| place["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["2_users.sql", "1_posts.sql"]);
    assert_eq!(keys(&order[1]), ["position", "path", "revisions", "depends_on"]);
    let edge = &order[1]["depends_on"][0];
    assert_eq!((keys(edge), &edge["file"]), (vec!["file", "position", "because"], &"2_users.sql".into()));
    assert_eq!(keys(&edge["because"][0]), ["object", "file", "line", "strength"]);
    assert_eq!(edge["because"][0]["strength"], "hard");

    let names = run(&dir, &["inspect", "in", "--format", "json", "--order", "names"]);
    assert_eq!(json(&names)["order"][0]["path"], "1_posts.sql");
}

/// The ids that `convert` gives.
fn revision_ids(dir: &TempDir) -> Vec<String> {
    let report = json(&run(dir, &["convert", "in", "--to", "alembic", "--out", "ids", "--dry-run", "--format", "json"]));
    report["revisions"].as_array().unwrap().iter().map(|revision| revision["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_parts_of_a_file_keep_its_path() {
    let loops = "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE c (id int REFERENCES b (id));\n";
    let dir = folder(&[("1.sql", loops), ("2.sql", "CREATE TABLE b (id int PRIMARY KEY REFERENCES a (id));")]);
    let report = json(&run(&dir, &["inspect", "in", "--format", "json"]));
    let sources: Vec<&str> = report["sources"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(sources, ["1.sql", "2.sql"]);
    assert_eq!(report["sources"][0]["statements"], 2);
    let place = |at: usize| (report["order"][at]["path"].as_str().unwrap(), report["order"][at]["part"].as_str());
    assert_eq!([place(0), place(1), place(2)], [("1.sql", Some("part 1")), ("2.sql", None), ("1.sql", Some("part 2"))]);
    let ids = revision_ids(&dir);
    let placed: Vec<&str> = (0..3).map(|at| report["order"][at]["revisions"][0].as_str().unwrap()).collect();
    assert_eq!(placed, ids);
    assert_eq!(report["order"][2]["depends_on"][0]["because"][0]["line"], 2);

    let report = json(&run(&dir, &["convert", "in", "--to", "alembic", "--out", "out", "--format", "json"]));
    assert_eq!(report["revisions"][2]["sources"], serde_json::json!(["1.sql"]));
    let lock = fs::read_to_string(dir.path().join("out/sql2rev.lock")).unwrap();
    assert_eq!((lock.matches("path = \"1.sql\"").count(), lock.contains("1.sql#")), (1, false), "{lock}");
}

#[test]
fn inspect_has_a_form_for_every_reader() {
    let dir = folder(&[USERS, POSTS]);
    let form = |format| stdout(&run(&dir, &["inspect", "in", "--format", format])).to_owned();
    assert!(form("text").starts_with("in: 2 files, 2 statements, dialect postgres, layout plain\n"));
    let ids = revision_ids(&dir);
    assert!(form("text").lines().any(|line| line.contains("1_users.sql  utf-8") && line.contains(&ids[0])));
    assert!(form("markdown").contains(&format!("| `2_posts.sql` | 2 | `{}` | `1_users.sql` |", ids[1])));
    assert!(form("markdown").contains("```mermaid\nflowchart TD\n"));
    assert!(form("markdown").contains("## Objects"));
    assert!(form("markdown").contains("| `table users` | 1 | - | - |\n"));
    assert!(form("mermaid").contains("f1_1 -->|"));
    assert!(form("dot").contains("f1_1 -> f1_2 "));
    let page = form("html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<a href=\"#f1-2\"><code>2_posts.sql</code></a>"), "{page}");
    assert!(page.contains(&format!("<td><code>{}</code></td><td><a href=\"#f1-1\">1</a></td>", ids[1])));
    let several = run(&dir, &["inspect", "in", "in", "--format", "json"]);
    assert_eq!(json(&several).as_array().map(Vec::len), Some(2));
}

#[test]
fn inspect_answers_why_a_file_comes_before_another() {
    let third = ("3_other.sql", "CREATE TABLE other (id integer);\n");
    let dir = folder(&[("1_posts.sql", POSTS.1), ("2_users.sql", USERS.1), third]);
    let why = |a: &str, b: &str| stdout(&run(&dir, &["inspect", "in", a, b])).to_owned();
    let expected = "2_users.sql (1) runs before 1_posts.sql (2):\n  2_users.sql before 1_posts.sql\n    \
                    1_posts.sql:1 needs table users (hard)\n";
    assert_eq!(why("2_users.sql", "1_posts.sql"), expected);
    assert_eq!(why("1_posts", "in/2_users.sql"), expected, "in either order, by title or by path");
    assert!(why("1_posts.sql", "3_other.sql").contains("so their names decide"));
    let unknown = run(&dir, &["inspect", "in", "2_users.sql", "none.sql"]);
    assert_eq!((status(&unknown), stdout(&unknown)), (2, ""));
    assert!(stderr(&unknown).contains("there is no migration `none.sql`"), "{}", stderr(&unknown));
}

#[test]
fn statements_are_reordered_on_request_only() {
    let early = "CREATE TABLE posts (author integer REFERENCES users (id));\nCREATE TABLE users (id integer PRIMARY KEY);\n";
    let dir = folder(&[("1.sql", early)]);
    let written = |more: &[&str]| {
        let output = convert(&dir, &[more, &["--force"]].concat());
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let mut files = fs::read_dir(dir.path().join("out")).unwrap().map(|entry| entry.unwrap().path());
        let file = files.find(|path| path.to_string_lossy().ends_with(".up.sql")).unwrap();
        let text = fs::read_to_string(file).unwrap();
        text.find("TABLE posts") < text.find("TABLE users")
    };
    assert!(written(&[]), "the author's order");
    assert!(!written(&["--reorder"]));
}

#[test]
fn a_result_can_go_to_a_file() {
    let dir = folder(&[USERS]);
    let output = run(&dir, &["inspect", "in", "--format", "json", "-o", "report.json"]);
    assert_eq!((status(&output), stdout(&output)), (0, ""));
    let direct = run(&dir, &["inspect", "in", "--format", "json"]);
    assert_eq!(fs::read(dir.path().join("report.json")).unwrap(), direct.stdout);
    let beside: Vec<_> = fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(beside.len(), 2, "no temporary file stays: {beside:?}");
    assert_eq!(status(&run(&dir, &["inspect", "in", "-o", "no/such/folder"])), 2);
}

#[test]
fn colour_is_for_those_who_want_it() {
    let dir = folder(&[SHELL]);
    let coloured = |arguments: &[&str], no_color: Option<&str>| {
        let mut command = command(&dir, &[&["inspect", "in"], arguments].concat());
        no_color.map(|value| command.env("NO_COLOR", value));
        stderr(&command.output().unwrap()).contains('\u{1b}')
    };
    assert!(!coloured(&[], None), "no terminal, no colour");
    assert!(coloured(&["--color", "always"], None));
    assert!(!coloured(&["--color", "never"], None));
    assert!(!coloured(&[], Some("1")));
    assert!(coloured(&["--color", "always"], Some("1")), "an option counts more than the environment");
}

#[test]
fn quiet_shows_errors_only_and_verbose_everything() {
    let echo = "\\echo x\n".repeat(8) + "SELECT 1;\n";
    let dir = folder(&[("1.sql", &echo), SHELL]);
    let drawn = |more: &[&str]| {
        let output = run(&dir, &[&["inspect", "in"], more].concat());
        let text = stderr(&output).to_owned();
        (text.matches("note[client-command]").count(), text.matches("error[shell-command]").count(), text)
    };
    let (notes, errors, text) = drawn(&[]);
    assert_eq!((notes, errors), (5, 1));
    assert!(text.contains("… and 3 more [client-command]") && text.ends_with("sql2rev: 2 files: 1 error, 8 notes\n"), "{text}");
    let (notes, errors, text) = drawn(&["--quiet"]);
    assert_eq!((notes, errors, text.contains("sql2rev:")), (0, 1, false));
    assert_eq!(drawn(&["-v"]).0, 8);
    assert_eq!(status(&run(&dir, &["inspect", "in", "-q", "-v"])), 2);
}

#[test]
fn every_target_and_every_code_is_explained() {
    let dir = folder(&[]);
    let targets = run(&dir, &["targets"]);
    assert!(stdout(&targets).contains("\nalembic ") && stdout(&targets).contains("\nsqlx "));
    let usage = run(&dir, &["targets", "alembic"]);
    assert!(stdout(&usage).contains("alembic upgrade head"));
    let explained = run(&dir, &["explain", "data-loss"]);
    assert!(stdout(&explained).starts_with("data-loss: ") && stdout(&explained).contains("\n\n"));
    let all = run(&dir, &["explain"]);
    assert!(stdout(&all).lines().count() > 20);
}

#[test]
fn completions_are_printed_for_every_shell() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(&dir, &["completions", shell]);
        assert_eq!(status(&output), 0);
        assert!(stdout(&output).contains("on-irreversible"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = folder(&[USERS]);
    for arguments in [&["completions", "bash"][..], &["explain"], &["inspect", "in"], &["--help"]] {
        let mut child = command(&dir, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(status(&output), 0, "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let dir = folder(&[("1_\u{1b}[31m.sql", USERS.1), ("2.sql", "\\! x\n")]);
    let output = run(&dir, &["inspect", "in"]);
    assert!(!stdout(&output).contains('\u{1b}') && !stderr(&output).contains('\u{1b}'));
    let output = run(&dir, &["inspect", "\u{1b}[31m"]);
    assert!(!stderr(&output).contains('\u{1b}'));
}

#[test]
fn text_is_shown_as_it_is_read_and_the_ledger_goes_everywhere() {
    let dir = folder(&[("1.sql", "-- mÃ¼ÅŸteri kaydÄ±\nCREATE TABLE a (b text DEFAULT 'Ã¼zÃ¼m');\n")]);
    let read = "-- müşteri kaydı\nCREATE TABLE a (b text DEFAULT 'Ã¼zÃ¼m');\n";
    assert_eq!(stdout(&run(&dir, &["text", "in/1.sql"])), read);
    assert!(stdout(&run(&dir, &["text", "in/1.sql", "--repair", "all"])).contains("'üzüm'"));
    let ledger = json(&run(&dir, &["text", "in/1.sql", "--format", "json"]));
    assert_eq!(ledger["sources"][0]["edits"][0]["region"], "comment");
    let inspected = json(&run(&dir, &["inspect", "in", "--format", "json"]));
    assert_eq!((&inspected["sources"][0]["repairs"], &inspected["sources"][0]["encoding"]), (&2.into(), &"utf-8".into()));
    assert!(stdout(&convert(&dir, &["--dry-run"])).contains("\n--- mÃ¼ÅŸteri kaydÄ±\n+-- müşteri kaydı\n"));
    assert_eq!(status(&convert(&dir, &[])), 0);
    assert!(fs::read_to_string(dir.path().join("out/sql2rev.lock")).unwrap().contains("before = \"Ã¼ÅŸ\""));
}

#[test]
fn encodings_are_settled_by_option_or_file() {
    let dir = folder(&[]);
    fs::write(dir.path().join("in/1.sql"), b"-- \xde\nSELECT 1;\n").unwrap();
    let text = |more: &[&str]| run(&dir, &[&["text", "in/1.sql"], more].concat());
    assert!(stderr(&text(&[])).contains("encoding-guessed"));
    assert_eq!(stdout(&text(&["--encoding", "*.sql=cp1254"])), "-- Ş\nSELECT 1;\n");
    assert_eq!(status(&text(&["--encoding", "*.sql=klingon"])), 2);
    fs::write(dir.path().join("in/sql2rev.toml"), "[encodings]\n\"1.sql\" = \"latin5\"\n").unwrap();
    assert_eq!(stdout(&text(&[])), "-- Ş\nSELECT 1;\n");
    fs::write(dir.path().join("in/sql2rev.toml"), "repairs = true\n").unwrap();
    assert_eq!(status(&text(&[])), 2);
}

const WRITTEN: [(&str, &str); 6] = [
    ("1_a.up.sql", "CREATE TABLE a (id int PRIMARY KEY, name text DEFAULT 'x');"),
    ("1_a.down.sql", "DROP TABLE a;"),
    ("2_b.up.sql", "ALTER TABLE a ALTER COLUMN name DROP DEFAULT, ADD COLUMN b int DEFAULT 1;"),
    ("2_b.down.sql", "-- ours\nALTER TABLE a DROP COLUMN b;"),
    ("3_c.up.sql", "ALTER TABLE a ADD COLUMN c int;"),
    ("3_c.down.sql", "ALTER TABLE a DROP COLUMN cc;"),
];

/// The findings of one code: file and message.
fn found<'a>(report: &'a Value, code: &str) -> Vec<(&'a str, &'a str)> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    findings.map(|it| (it["file"].as_str().unwrap_or_default(), it["message"].as_str().unwrap())).collect()
}

#[test]
fn written_downgrades_are_compared() {
    let dir = folder(&WRITTEN);
    let report = json(&run(&dir, &["inspect", "in", "--format", "json"]));
    assert!(found(&report, "written-down-differs").is_empty());
    let report = json(&run(&dir, &["inspect", "in", "--format", "json", "--downs", "compare"]));
    let [(b, left), (c, missing)] = found(&report, "written-down-differs")[..] else { panic!("{report:#}") };
    assert_eq!((b, c), ("2_b.down.sql", "3_c.down.sql"));
    assert!(left.ends_with("left to do is ALTER TABLE a ALTER COLUMN name SET DEFAULT 'x'"), "{left}");
    assert!(missing.contains("column cc does not exist"), "{missing}");
}

#[test]
fn written_downgrades_are_taken_and_completed() {
    let dir = folder(&WRITTEN);
    let output = run(&dir, &["convert", "in", "--to", "sqlx", "--out", "out", "--downs", "prefer-written"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let down = |name: &str| fs::read_to_string(dir.path().join("out").join(name)).unwrap();
    let b = down("0002_b.down.sql");
    let (ours, rest) = b.split_once("ALTER TABLE a DROP COLUMN b;").expect(&b);
    assert!(ours.contains("-- ours") && rest.contains("ALTER TABLE a ALTER COLUMN name SET DEFAULT 'x';"), "{b}");
    assert!(down("0003_c.down.sql").contains("ALTER TABLE a DROP COLUMN c;"));
    assert!(down("0001_a.down.sql").contains("DROP TABLE a;"));
}

#[test]
fn the_way_back_in_the_same_file_can_be_taken() {
    let text = "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\n-- ours\nDROP TABLE a;\n";
    let dir = folder(&[("1_a.sql", text)]);
    let output = run(&dir, &["convert", "in", "--to", "sqlx", "--out", "out", "--downs", "prefer-written"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let down = fs::read_to_string(dir.path().join("out/0001_a.down.sql")).unwrap();
    assert!(down.contains("-- ours\nDROP TABLE a;") && !down.contains("goose"), "{down}");
}

#[test]
fn a_file_that_is_kept_out_of_a_transaction_stays_out_of_it() {
    let text = "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY ON a (id);\nANALYZE a;\n\
                BEGIN;\nCREATE TABLE b (id int);\nCOMMIT;\n";
    let dir = folder(&[("1_a.sql", text), ("2_b.sql", "-- +goose Up\nCREATE TABLE c (id int);\n")]);
    let report = json(&run(&dir, &["convert", "in", "--to", "alembic", "--out", "out", "--format", "json"]));
    let revisions = report["revisions"].as_array().unwrap();
    let said: Vec<(&str, bool)> =
        revisions.iter().map(|it| (it["title"].as_str().unwrap(), it["transactional"].as_bool().unwrap())).collect();
    assert_eq!(said, [("1_a_part1", false), ("1_a_part2", true), ("2_b", true)]);
    let first = fs::read_to_string(dir.path().join("out").join(revisions[0]["up"].as_str().unwrap())).unwrap();
    assert!(first.find("autocommit_block").unwrap() < first.find("CREATE TABLE a").unwrap(), "{first}");
}

#[test]
fn placeholders_are_given_values_and_the_ledger_tells() {
    let text = "CREATE TABLE ${schema}.{{ prefix }}a (id int); -- in ${schema}, not ${other}\n";
    let dir = folder(&[("1_a.sql", text)]);
    let values = ["--set", "schema=app", "--set", "prefix=x_"];
    let output = run(&dir, &[&["text", "in/1_a.sql"], &values[..]].concat());
    assert_eq!(stdout(&output), "CREATE TABLE app.x_a (id int); -- in app, not ${other}\n");
    let report = json(&run(&dir, &[&["inspect", "in", "--format", "json"], &values[..]].concat()));
    assert_eq!(report["files"][0]["creates"][0]["object"], "table app.x_a");
    let edit = &report["sources"][0]["edits"][1];
    assert_eq!((edit["before"].as_str(), edit["after"].as_str()), (Some("{{ prefix }}"), Some("x_")));
    assert_eq!((edit["region"].as_str(), edit["bytes"]["start"].as_u64()), (Some("placeholder"), Some(23)));
    let output = run(&dir, &[&["convert", "in", "--to", "sqlx", "--out", "out"], &values[..]].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let up = fs::read_to_string(dir.path().join("out/0001_a.up.sql")).unwrap();
    assert!(up.contains("CREATE TABLE app.x_a (id int) -- in app, not ${other}"), "{up}");

    // The configuration has values too; the command line counts more.
    fs::write(dir.path().join("in/sql2rev.toml"), "[set]\nschema = \"low\"\nprefix = \"y_\"\n").unwrap();
    let output = run(&dir, &["text", "in/1_a.sql", "--set", "schema=high"]);
    assert!(stdout(&output).starts_with("CREATE TABLE high.y_a"), "{}", stdout(&output));
    assert_eq!(status(&run(&dir, &["text", "in/1_a.sql", "--set", "=x"])), 2);
}

#[test]
fn inspect_tells_what_is_made_twice_and_what_never_was() {
    let dir = folder(&[
        ("1.sql", "CREATE TABLE a (id int);"),
        ("2.sql", "CREATE TABLE a (id int);\nDROP TABLE never;\nALTER TABLE a DROP CONSTRAINT gone;"),
    ]);
    let report = json(&run(&dir, &["inspect", "in", "--format", "json"]));
    let twice = found(&report, "duplicate-object");
    assert_eq!(twice, [("2.sql", "table a exists already at this point: 1.sql:1 creates it")]);
    assert_eq!(found(&report, "missing-object"), [("2.sql", "constraint gone does not exist at this point")]);
    assert_eq!(found(&report, "created-nowhere"), [("2.sql", "table never is needed by 2.sql:2, and no file creates it")]);
}
