//! Finding the PostgreSQL programs of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a throwaway server needs.
const NEEDED: [&str; 2] = ["initdb", "postgres"];

/// Folders in which packages put one version each: Debian, Red Hat, Homebrew.
const VERSIONED: [(&str, &str, &str); 4] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
];

/// Returns the folder that holds `initdb` and `postgres`: the one that `pg_config` names, one of PATH, or the newest version
/// where packages put them. A folder that the user names is taken as it is.
pub fn find(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(folder) = named {
        return is_complete(folder).then(|| folder.to_owned());
    }
    let of_path = std::env::var_os("PATH");
    let of_path = of_path.iter().flat_map(std::env::split_paths);
    pg_config().into_iter().chain(of_path).chain(packaged()).find(|folder| is_complete(folder))
}

fn is_complete(folder: &Path) -> bool {
    folder.is_absolute() && NEEDED.iter().all(|program| folder.join(program).is_file())
}

/// It may belong to the client library alone, so its answer is only a candidate.
fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(folder.trim()))
}

/// The newest version first: 10 is newer than 9.6.
fn packaged() -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for (folder, prefix, programs) in VERSIONED {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let version = name.to_str().and_then(|name| name.strip_prefix(prefix)?.split('.').next()?.parse().ok());
            found.extend(version.map(|version: u32| (version, entry.path().join(programs))));
        }
    }
    found.sort();
    found.into_iter().rev().map(|(_, folder)| folder).chain([PathBuf::from("/usr/local/pgsql/bin")]).collect()
}
