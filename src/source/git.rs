//! `--order git`: the order in which the files were added to the repository that holds them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::SourceError;
use super::layout::Migration;

/// Sorts the migrations by when they were added; those that were added together, or never, stay in the order of their names, the
/// latter last.
pub fn start(dir: &Path, migrations: &mut [Migration]) -> Result<(), SourceError> {
    let added = added(dir)?;
    migrations.sort_by_key(|migration| added.get(&migration.file.path).copied().unwrap_or(usize::MAX));
    Ok(())
}

/// Each path below the folder to the number of the commit that first added it, from the oldest.
fn added(dir: &Path) -> Result<BTreeMap<String, usize>, SourceError> {
    let no_history = |why: String| SourceError::NoHistory { path: dir.to_owned(), why };
    let mut git = Command::new("git");
    git.arg("-C").arg(dir).args([
        "-c",
        "core.fsmonitor=false",
        "log",
        "--no-show-signature",
        "--reverse",
        "--topo-order",
        "--diff-filter=AR",
        "-M",
    ]);
    git.args(["--relative", "--name-status", "--format=%x00", "-z", "--", "."]);
    let output = git.output().map_err(|error| no_history(error.to_string()))?;
    if !output.status.success() {
        return Err(no_history(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let mut found = BTreeMap::new();
    let mut commit = 0;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = text.split('\0').map(|word| word.trim_start_matches('\n'));
    while let Some(status) = words.next() {
        if status.is_empty() {
            commit += 1;
        } else if status.starts_with('R') {
            let (from, to) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let added = found.get(from).copied().unwrap_or(commit);
            found.insert(to.to_owned(), added);
        } else if let Some(path) = words.next() {
            found.entry(path.to_owned()).or_insert(commit);
        }
    }
    Ok(found)
}
