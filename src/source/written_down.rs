//! Names of files that undo another file.
//!
//! A name alone proves nothing: a file counts as the way back only where the file that it undoes is there too.

use std::path::Path;

use super::ascii::Ascii;
use super::{Source, SourceError, sections};
use crate::finding::Finding;

const WORDS: &[&str] = &["down", "rollback", "undo", "revert", "downgrade", "backout"];
const FOLDERS: &[&str] = &["down", "downs", "rollback", "rollbacks", "undo", "revert", "reverts", "downgrade", "downgrades"];
const SEPARATORS: &[char] = &['_', '-', '.'];

/// Returns the paths, without `.sql` and in lower case, that the file of that stem would undo.
pub fn undone_by(stem: &str) -> Vec<String> {
    let stem = stem.to_lowercase();
    let (folder, name) = match stem.rfind('/') {
        Some(slash) => stem.split_at(slash + 1),
        None => ("", stem.as_str()),
    };
    let mut undone: Vec<String> = names_undone_by(name).map(|name| format!("{folder}{name}")).collect();
    let elsewhere: Vec<String> = undone.iter().flat_map(|undone| other_folders(undone)).collect();
    undone.extend(other_folders(&stem));
    undone.extend(elsewhere);
    undone
}

/// The number of a file that undoes the one of the same number, whatever that is called: `rollback/001_drop_a`, `001_rollback`.
pub fn undone_number(stem: &str) -> Option<String> {
    let stem = stem.to_lowercase();
    let (folders, name) = stem.rsplit_once('/').unwrap_or(("", &stem));
    let number = leading_number(name)?;
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(SEPARATORS);
    let in_folder = folders.split('/').any(|folder| FOLDERS.contains(&folder));
    (in_folder || WORDS.contains(&rest)).then_some(number)
}

/// The number that a file's name starts with, as written.
pub fn leading_number(name: &str) -> Option<String> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// Reads a way back: a file of its own, or what stands in the file of the way up under a mark.
///
/// # Errors
/// The file cannot be read.
pub fn read(dir: &Path, path: &str, title: &str) -> Result<Source, SourceError> {
    let full_path = dir.join(path);
    let mut bytes = super::read_bytes(&full_path)?;
    let whole = blake3::hash(&bytes).to_hex().to_string();
    let (width, sections) = {
        let ascii = Ascii::new(&bytes);
        (ascii.width, sections::read(&ascii.bytes))
    };
    if sections.has_down {
        sections.keep_down(&mut bytes, width);
    }
    let (path, part, title) = (path.to_owned(), Some("way back".to_owned()), title.to_owned());
    let whole = Some(whole);
    Ok(Source { path, part, full_path, bytes, whole, title, no_transaction: false, written_down: None, down: None, place: None })
}

/// The way back that a changeset holds, with blanks in the place of all else.
pub fn of_changeset(path: &str, full_path: &Path, title: &str, bytes: Vec<u8>) -> Source {
    let whole = Some(blake3::hash(&bytes).to_hex().to_string());
    let (path, full_path, part) = (path.to_owned(), full_path.to_owned(), Some("way back".to_owned()));
    let title = title.to_owned();
    Source { path, part, full_path, bytes, whole, title, no_transaction: false, written_down: None, down: None, place: None }
}

/// Says that the file is not taken for a migration.
pub fn finding(down: &str, up: &str) -> Finding {
    let message = format!("`{down}` is taken for the way back of `{up}` and is not a migration; sql2rev writes its own");
    Finding::note("written-down-ignored", message).in_file(down).help("give it another name if it is a migration of its own")
}

fn names_undone_by(name: &str) -> impl Iterator<Item = String> + '_ {
    let suffixed = WORDS.iter().filter_map(|word| name.strip_suffix(word)?.strip_suffix(SEPARATORS));
    let suffixed = suffixed.flat_map(|base| ["", "_up", "-up", ".up"].map(|up| format!("{base}{up}")));
    let prefixed = WORDS.iter().filter_map(|word| name.strip_prefix(word)?.strip_prefix(SEPARATORS));
    let prefixed = prefixed.flat_map(|base| ["", "up_", "up-", "up."].map(|up| format!("{up}{base}")));
    suffixed.chain(prefixed).chain(flyway(name)).filter(|base| !base.is_empty())
}

/// Flyway: `U1__add_users` undoes `V1__add_users`.
fn flyway(name: &str) -> Option<String> {
    let version = name.strip_prefix('u')?;
    (version.starts_with(|first: char| first.is_ascii_digit()) && version.contains("__")).then(|| format!("v{version}"))
}

/// `down/001_a` undoes `up/001_a` or `001_a`.
fn other_folders(stem: &str) -> Vec<String> {
    let parts: Vec<&str> = stem.split('/').collect();
    let folders = parts.len().saturating_sub(1);
    let Some(at) = parts.iter().take(folders).rposition(|part| FOLDERS.contains(part)) else { return Vec::new() };
    let with = |up: &[&str]| {
        let (before, after) = (parts.iter().take(at), parts.iter().skip(at + 1));
        before.chain(up).chain(after).copied().collect::<Vec<_>>().join("/")
    };
    vec![with(&["up"]), with(&["ups"]), with(&["deploy"]), with(&[])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_what_they_undo() {
        for (down, up) in [
            ("a/001_x_down", "a/001_x"),
            ("001_x.rollback", "001_x"),
            ("undo_001_x", "001_x"),
            ("x.down", "x.up"),
            ("U1__x", "v1__x"),
            ("down/001", "up/001"),
            ("rollback/001", "001"),
            ("m/down/a/1", "m/a/1"),
            ("x_down", "x_up"),
            ("undo/undo_001_a", "001_a"),
            ("revert/a_1", "deploy/a_1"),
            ("001_a_downgrade", "001_a"),
        ] {
            assert!(undone_by(down).contains(&up.to_owned()), "{down}");
        }
        assert_eq!(undone_number("rollback/001_drop_a").as_deref(), Some("001"));
        assert_eq!(undone_number("002_rollback").as_deref(), Some("002"));
        assert_eq!(undone_number("002_rollback_plans"), None);
        assert!(undone_by("001_shutdown").is_empty());
        assert!(undone_by("users").is_empty());
    }
}
