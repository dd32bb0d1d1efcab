//! What sql2rev writes for the samples, byte for byte, as plain files under `tests/golden/`:
//!
//! - `<sample>/<target>/`: the tree that `convert` writes;
//! - `<sample>/<target>.json`: what it prints with `--format json`;
//! - `<sample>/inspect.json`: what `inspect` prints.
//!
//! After a change that is meant, `UPDATE_GOLDEN=1 cargo test --test golden` writes them anew; read the diff before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const REFRESH: &str = "UPDATE_GOLDEN=1 cargo test --test golden";

/// Path in the tree to content.
type Tree = BTreeMap<String, Vec<u8>>;

#[test]
fn hunter() {
    check("hunter");
}

#[test]
fn saas() {
    check("saas");
}

#[test]
fn clinic() {
    check("clinic");
}

fn check(sample: &str) {
    let produced = produce(sample);
    let golden = root().join("tests/golden").join(sample);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return write(&golden, &produced);
    }
    let differences = differences(&read(&golden), &produced);
    assert!(
        differences.is_empty(),
        "{sample} is not as in tests/golden/{sample}:\n{}\nIf it is meant: {REFRESH}",
        differences.join("\n")
    );
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Everything that is written and printed for a sample. Paths are given relative, so that no report holds this machine's.
fn produce(sample: &str) -> Tree {
    let work = tempfile::tempdir().unwrap();
    let mut tree = Tree::new();
    let relative = Path::new("legacy_samples").join(sample);
    tree.insert("inspect.json".to_owned(), sql2rev(root(), &["inspect", relative.to_str().unwrap(), "--format", "json"]));
    let folder = root().join(relative);
    for target in ["alembic", "sqlx"] {
        let arguments = ["convert", folder.to_str().unwrap(), "--to", target, "--out", target, "--format", "json"];
        tree.insert(format!("{target}.json"), sql2rev(work.path(), &arguments));
    }
    tree.append(&mut read(work.path()));
    tree
}

/// Runs the program in a folder and returns what it prints.
fn sql2rev(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_sql2rev")).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// All files below a folder, with `/` in their paths on every system.
fn read(folder: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let read = |path: PathBuf| {
        let parts = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap());
        (parts.collect::<Vec<_>>().join("/"), std::fs::read(&path).unwrap())
    };
    entries.map(|entry| read(entry.into_path())).collect()
}

fn write(folder: &Path, tree: &Tree) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
    }
    for (path, content) in tree {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}

fn differences(golden: &Tree, produced: &Tree) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = golden.keys().chain(produced.keys()).collect();
    let differing = paths.into_iter().filter_map(|path| match (golden.get(path), produced.get(path)) {
        (Some(golden), Some(produced)) => first_difference(golden, produced).map(|what| format!("{path}{what}")),
        (Some(_), None) => Some(format!("{path}: is no longer written")),
        (None, _) => Some(format!("{path}: is new")),
    });
    differing.collect()
}

fn first_difference(golden: &[u8], produced: &[u8]) -> Option<String> {
    if golden == produced {
        return None;
    }
    let (golden, produced) = (String::from_utf8_lossy(golden), String::from_utf8_lossy(produced));
    let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
    let (golden, produced) = (lines(&golden), lines(&produced));
    let at = (0..golden.len()).find(|at| golden.get(*at) != produced.get(*at)).unwrap_or(golden.len());
    let line = |lines: &[String]| lines.get(at).map_or_else(|| "(the end)".to_owned(), |line| format!("{line:?}"));
    Some(format!(":{}\n  golden: {}\n  now:    {}", at + 1, line(&golden), line(&produced)))
}
