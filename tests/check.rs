//! `check`, and `convert` into a folder that was written before: what changed is said, and published revisions stay what they were.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const FILES: [(&str, &str); 3] = [
    ("1_rooms.sql", "CREATE TABLE rooms (id integer PRIMARY KEY, name text NOT NULL);\n"),
    ("2_guests.sql", "CREATE TABLE guests (id integer PRIMARY KEY, room integer REFERENCES rooms (id));\n"),
    ("4_floor.sql", "ALTER TABLE rooms ADD COLUMN floor integer;\n"),
];

const LAST: (&str, &str) = ("5_index.sql", "CREATE INDEX guests_room ON guests (room);\n");

/// What somebody does to the folder.
type Edit = fn(&TempDir);

fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    FILES.iter().for_each(|file| put(&dir, *file));
    dir
}

fn put(dir: &TempDir, (name, text): (&str, &str)) {
    fs::write(dir.path().join("in").join(name), text).unwrap();
}

fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sql2rev"));
    command.current_dir(dir.path()).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn convert(dir: &TempDir, target: &str, more: &[&str]) -> (Value, i32) {
    document(&run(dir, &[&["convert", "in", "--to", target, "--out", "out", "--format", "json"], more].concat()))
}

fn check(dir: &TempDir, more: &[&str]) -> (Value, i32) {
    document(&run(dir, &[&["check", "out", "--format", "json"], more].concat()))
}

fn document(output: &Output) -> (Value, i32) {
    let error = || String::from_utf8_lossy(&output.stderr).into_owned();
    (serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", error())), output.status.code().unwrap())
}

fn codes(document: &Value) -> Vec<String> {
    document["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

/// Every file below a folder, with its bytes.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let path = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    files.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

fn targets() -> Vec<String> {
    sql2rev::target::all().unwrap().into_iter().map(|target| target.name).collect()
}

fn lock_of(target: &str) -> String {
    sql2rev::target::find(target).unwrap().unwrap().manifest.lock
}

#[test]
fn one_file_more_at_the_end_adds_a_revision_and_changes_no_other() {
    for target in targets() {
        let dir = folder();
        convert(&dir, &target, &[]);
        let before = tree(&dir.path().join("out"));
        let (document, status) = convert(&dir, &target, &[]);
        assert_eq!((status, tree(&dir.path().join("out"))), (0, before.clone()), "{target}");
        put(&dir, LAST);
        assert_eq!(convert(&dir, &target, &[]).1, 0, "{target}");
        let after = tree(&dir.path().join("out"));
        let (again, _) = convert(&dir, &target, &["--dry-run"]);
        let revisions = again["revisions"].as_array().unwrap();
        assert_eq!(revisions.len(), 4, "{target}");
        assert_eq!(revisions[..3], document["revisions"].as_array().unwrap()[..], "{target}");
        for revision in &revisions[..3] {
            for file in revision["files"].as_array().unwrap() {
                let file = file.as_str().unwrap();
                assert_eq!(after[file], before[file], "{target}: {file}");
            }
        }
        assert!(revisions[3]["files"].as_array().unwrap().iter().all(|file| after.contains_key(file.as_str().unwrap())));
        assert_eq!(check(&dir, &["in"]).1, 0, "{target}");
    }
}

#[test]
fn published_revisions_are_not_rewritten_unless_forced() {
    let changes: [(&str, Edit); 4] = [
        ("3_between.sql comes before", |dir| put(dir, ("3_between.sql", "CREATE TABLE keys (id integer);\n"))),
        ("its source has changed", |dir| put(dir, (FILES[1].0, "CREATE TABLE guests (id bigint PRIMARY KEY);\n"))),
        ("4_floor.sql is no longer in the folder", |dir| fs::remove_file(dir.path().join("in/4_floor.sql")).unwrap()),
        ("is no longer in the folder", |dir| {
            fs::rename(dir.path().join("in/2_guests.sql"), dir.path().join("in/2_people.sql")).unwrap();
        }),
    ];
    for target in targets() {
        for (words, change) in &changes {
            let dir = folder();
            convert(&dir, &target, &[]);
            let before = tree(&dir.path().join("out"));
            change(&dir);
            for dry_run in [&["--dry-run"][..], &[]] {
                let (document, status) = convert(&dir, &target, dry_run);
                assert_eq!(status, 1, "{target}: {words}");
                let findings = document["findings"].as_array().unwrap();
                let said = findings.iter().find(|finding| finding["code"] == "published-revision-changes").unwrap();
                assert!(said["message"].as_str().unwrap().contains(words), "{target}: {said}");
                assert_eq!(tree(&dir.path().join("out")), before, "{target}: {words}");
            }
            assert_eq!(convert(&dir, &target, &["--force"]).1, 0, "{target}: {words}");
            assert_eq!(check(&dir, &["in"]).1, 0, "{target}: {words}");
        }
    }
}

#[test]
fn a_base_may_take_the_place_of_what_was_written() {
    let dir = folder();
    convert(&dir, "alembic", &[]);
    let output = run(&dir, &["collapse", "in", "--to", "alembic", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let (document, status) = check(&dir, &["in"]);
    assert_eq!((document["revisions"].as_u64(), status), (Some(1), 0));
}

#[test]
fn what_was_changed_by_hand_is_said() {
    for target in targets() {
        let dir = folder();
        let (document, _) = convert(&dir, &target, &[]);
        let file = |revision: usize| document["revisions"][revision]["files"][0].as_str().unwrap().to_owned();
        let path = |name: &str| dir.path().join("out").join(name);
        let (document, status) = check(&dir, &[]);
        assert_eq!((codes(&document).len(), status, document["sources"].as_bool()), (0, 0, Some(false)), "{target}");
        assert_eq!(document["unchanged"], document["files"]);

        let ending = Path::new(&file(0)).extension().unwrap().to_str().unwrap().to_owned();
        let folder = Path::new(&file(0)).parent().unwrap().to_owned();
        let stranger = folder.join(format!("stranger.{ending}"));
        fs::write(dir.path().join("out").join(&stranger), "").unwrap();
        let (document, status) = check(&dir, &[]);
        assert_eq!((codes(&document), status), (vec!["output-unknown".to_owned()], 0), "{target}");
        assert_eq!(check(&dir, &["--strict"]).1, 1);
        fs::remove_file(dir.path().join("out").join(&stranger)).unwrap();

        fs::write(path(&file(0)), "changed").unwrap();
        fs::remove_file(path(&file(1))).unwrap();
        let (document, status) = check(&dir, &["in"]);
        let mut said = codes(&document);
        said.sort();
        assert_eq!((said, status), (vec!["output-changed".to_owned(), "output-missing".to_owned()], 1), "{target}");
        // Nothing of it is overwritten without being asked.
        assert_eq!(convert(&dir, &target, &[]).1, 1, "{target}");
        assert_eq!(fs::read_to_string(path(&file(0))).unwrap(), "changed", "{target}");
        fs::write(path(&lock_of(&target)), "version = 1\n").unwrap();
        assert_eq!(run(&dir, &["check", "out"]).status.code(), Some(2), "{target}");
    }
}

#[test]
fn what_changed_in_the_sources_is_said() {
    let said = |change: &dyn Fn(&TempDir)| {
        let dir = folder();
        convert(&dir, "sqlx", &[]);
        change(&dir);
        let (document, status) = check(&dir, &["in"]);
        (codes(&document), status)
    };
    assert_eq!(said(&|_| {}), (vec![], 0));
    assert_eq!(said(&|dir| put(dir, LAST)), (vec!["source-added".to_owned()], 1));
    assert_eq!(
        said(&|dir| put(dir, (FILES[0].0, "CREATE TABLE rooms (id integer PRIMARY KEY);\n"))),
        (vec!["source-changed".to_owned()], 1)
    );
    assert_eq!(said(&|dir| fs::remove_file(dir.path().join("in/4_floor.sql")).unwrap()), (vec!["source-missing".to_owned()], 1));
    let dir = folder();
    put(&dir, ("0_late.sql", "ALTER TABLE guests ADD COLUMN late boolean;\n"));
    convert(&dir, "sqlx", &[]);
    // By their names the files do not run, but in that order they were not written.
    let (document, status) = check(&dir, &["in", "--order", "names"]);
    assert_eq!((codes(&document), status), (vec!["source-order-changed".to_owned()], 1));
    assert_eq!(run(&dir, &["check", "in"]).status.code(), Some(2));
}
