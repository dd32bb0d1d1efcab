//! The rows with which a migration tool marks a database as migrated, by the target's template.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384};

use super::lock::{Lock, LockedRevision};
use super::{Target, TargetError, path, render};

/// Renders the target's `stamp.sql.hbs`; `None`: it has none.
///
/// The template sees `revisions` (each with `id`, `number`, `title`, `file`, `name`, `description`, `sha256`, `sha384` of the file of
/// its upgrade), `head` (the last of them), `replaced` (what a base stands for and no revision is called any more), and the lists `ids`
/// and `numbers` of all that is known.
///
/// # Errors
/// A file cannot be read, or the template is broken.
pub fn rows(target: &Target, lock: &Lock, out: &Path) -> Result<Option<String>, TargetError> {
    let Some(stamp) = &target.manifest.stamp else { return Ok(None) };
    let revisions = lock.revisions.iter().map(|revision| view(revision, out)).collect::<Result<Vec<Value>, _>>()?;
    let is_new = |id: &str, number: usize| lock.revisions.iter().all(|it| it.id != id && it.number != number);
    let replaced: Vec<_> = lock.replaced.iter().filter(|it| is_new(&it.id, it.number)).collect();
    let ids: Vec<&String> = lock.revisions.iter().map(|it| &it.id).chain(lock.replaced.iter().map(|it| &it.id)).collect();
    let mut numbers: Vec<usize> =
        lock.revisions.iter().map(|it| it.number).chain(lock.replaced.iter().map(|it| it.number)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let data = json!({
        "head": revisions.last(),
        "revisions": revisions,
        "replaced": replaced,
        "ids": ids,
        "numbers": numbers,
    });
    render::text(target, &stamp.template, &data).map(Some)
}

fn view(revision: &LockedRevision, out: &Path) -> Result<Value, TargetError> {
    // The first file of a revision holds its upgrade, in every target.
    let file = revision.files.first().map(String::as_str).unwrap_or_default();
    let at = path::checked(out, file)?;
    let bytes = fs::read(&at).map_err(|source| TargetError::Read { path: at.clone(), source })?;
    let name = file.rsplit('/').next().unwrap_or(file);
    Ok(json!({
        "id": revision.id,
        "number": revision.number,
        "title": revision.title,
        "file": file,
        "name": name,
        "description": description(name),
        "sha256": hex(&Sha256::digest(&bytes)),
        "sha384": hex(&Sha384::digest(&bytes)),
    }))
}

/// What a file's name says behind its number: `0001_two_words.up.sql` is `two words`.
fn description(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or(name);
    stem.split_once('_').map_or(stem, |(_, rest)| rest).replace('_', " ")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{description, hex};

    #[test]
    fn descriptions_are_those_of_file_names() {
        assert_eq!(description("0012_add_two_words.up.sql"), "add two words");
        assert_eq!(hex(&[0, 255]), "00ff");
    }
}
