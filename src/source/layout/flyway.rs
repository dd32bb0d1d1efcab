//! Flyway: `V1.2__name.sql`, the way back in `U1.2__name.sql`, repeatable scripts in `R__name.sql`, baselines in `B2__name.sql`.
//!
//! Rules from Flyway's documentation: versions are compared number by number, wherever the file lies; repeatable scripts run after
//! all versions, in the order of their descriptions; `V1__a.sql.conf` may say `executeInTransaction=false`.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Arranged, Migration, Rules, last_part, most, not_a_migration, without_up};
use crate::finding::Finding;
use crate::source::walk::Found;
use crate::source::{SourceError, read_bytes, written_down};

pub(super) const RULES: Rules = Rules { name: "flyway", fits, arrange, compare };

/// What a file's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script<'a> {
    Versioned(&'a str),
    Undo(&'a str),
    Baseline(&'a str),
    Repeatable(&'a str),
}

fn fits(files: &[Found]) -> bool {
    let versioned = |file: &Found| matches!(file.sql_stem().and_then(script), Some(Script::Versioned(_)));
    files.iter().any(versioned) && most(files, |file| file.sql_stem().and_then(script).is_some())
}

fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    let (mut undos, settings) = (undos(files), settings(files));
    let first = files.iter().filter_map(|file| version_of(file, 'V')).min_by(|a, b| compare_versions(a, b));
    for file in files {
        let Some(stem) = file.sql_stem() else { continue };
        match script(stem) {
            Some(Script::Versioned(version)) => {
                let written_down = undos.remove(&numbers(version)).map(str::to_owned);
                arranged.migrations.push(Migration { written_down, ..migration(file, stem, &settings)? });
            }
            Some(Script::Repeatable(_)) => arranged.migrations.push(migration(file, stem, &settings)?),
            Some(Script::Baseline(version)) if first.is_some_and(|first| compare_versions(first, version).is_le()) => {
                arranged.findings.push(baseline(&file.path));
            }
            Some(Script::Baseline(_)) => arranged.migrations.push(migration(file, stem, &settings)?),
            Some(Script::Undo(_)) => {}
            None => arranged.findings.push(not_a_migration(&file.path, RULES.name)),
        }
    }
    let ups = arranged.migrations.iter().filter_map(|it| Some((it.written_down.clone()?, it.file.path.clone())));
    arranged.findings.extend(ups.map(|(down, up)| written_down::finding(&down, &up)));
    arranged.findings.extend(undos.into_values().map(without_up));
    Ok(arranged)
}

/// The settings of scripts (`V1__x.sql.conf`), by the path of the script.
fn settings(files: &[Found]) -> BTreeMap<&str, &Found> {
    files.iter().filter_map(|file| Some((file.path.strip_suffix(".conf")?, file))).collect()
}

fn migration(file: &Found, stem: &str, settings: &BTreeMap<&str, &Found>) -> Result<Migration, SourceError> {
    let no_transaction = match settings.get(file.path.as_str()) {
        Some(settings) => refuses_transaction(&read_bytes(&settings.full_path)?),
        None => false,
    };
    Ok(Migration { no_transaction, ..Migration::named(file.clone(), stem.to_owned()) })
}

fn refuses_transaction(settings: &[u8]) -> bool {
    String::from_utf8_lossy(settings).lines().any(|line| {
        let setting = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        setting.is_some_and(|(name, value)| name == "executeInTransaction" && value.eq_ignore_ascii_case("false"))
    })
}

/// The scripts that undo a version: Flyway pairs by version, whatever the description says.
fn undos(files: &[Found]) -> BTreeMap<Vec<String>, &str> {
    files.iter().filter_map(|file| Some((numbers(version_of(file, 'U')?), file.path.as_str()))).collect()
}

fn version_of(file: &Found, kind: char) -> Option<&str> {
    match (kind, script(file.sql_stem()?)?) {
        ('V', Script::Versioned(version)) | ('U', Script::Undo(version)) => Some(version),
        _ => None,
    }
}

fn script(stem: &str) -> Option<Script<'_>> {
    let (head, description) = last_part(stem).split_once("__")?;
    let mut letters = head.chars();
    let kind = letters.next()?;
    let version = letters.as_str();
    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    match kind {
        'R' if version.is_empty() => Some(Script::Repeatable(description)),
        'V' if is_version => Some(Script::Versioned(version)),
        'U' if is_version => Some(Script::Undo(version)),
        'B' if is_version => Some(Script::Baseline(version)),
        _ => None,
    }
}

/// The numbers of a version without leading zeros, and without the zeros that end it: `1.0` is `1`.
fn numbers(version: &str) -> Vec<String> {
    let parts = version.split(['.', '_', '-']);
    let mut numbers: Vec<String> = parts.map(|part| part.trim_start_matches('0').to_owned()).collect();
    while numbers.last().is_some_and(String::is_empty) {
        numbers.pop();
    }
    numbers
}

fn compare_versions(a: &str, b: &str) -> Ordering {
    let sized = |version| numbers(version).into_iter().map(|number| (number.len(), number)).collect::<Vec<_>>();
    sized(a).cmp(&sized(b))
}

fn compare(a: &str, b: &str) -> Ordering {
    let place = |stem| match script(stem) {
        Some(Script::Baseline(version)) => (0, version, ""),
        Some(Script::Versioned(version) | Script::Undo(version)) => (1, version, ""),
        Some(Script::Repeatable(description)) => (2, "", description),
        None => (3, "", stem),
    };
    let (left, right) = (place(a), place(b));
    let by_version = left.0.cmp(&right.0).then_with(|| compare_versions(left.1, right.1));
    by_version.then_with(|| left.2.cmp(right.2)).then_with(|| a.cmp(b))
}

fn baseline(path: &str) -> Finding {
    let message = format!("`{path}` holds what the versions up to it build, for databases that start from it, and is left out");
    Finding::note("not-a-migration", message)
        .in_file(path)
        .help("to start from it, take the versions that it covers out of the folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let mut names = vec!["R__b", "x/V10__a", "V2__z", "R__a", "V1_1__b", "V1.0__a", "V1.10__c", "B1__base"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["B1__base", "V1.0__a", "V1_1__b", "V1.10__c", "V2__z", "x/V10__a", "R__a", "R__b"]);
        assert_eq!(numbers("1.0"), numbers("01"));
    }

    #[test]
    fn settings_keep_a_script_out_of_a_transaction() {
        assert!(refuses_transaction(b"encoding=UTF-8\nexecuteInTransaction = false\n"));
        assert!(!refuses_transaction(b"executeInTransaction=true\n"));
    }
}
