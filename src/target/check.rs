//! Whether a written folder is still what was written, and from these sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::{Lock, LockedFile, hash};
use super::{Target, path};
use crate::finding::Finding;

/// A written folder, as its lock file tells it and as it is.
#[derive(Debug)]
pub struct Checked {
    pub lock: Lock,
    /// Files that are as they were written.
    pub unchanged: usize,
    pub findings: Vec<Finding>,
}

/// Why a folder cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error("`{}` holds no lock file of sql2rev: was it written by `convert` or `collapse`?", .0.display())]
    NoLock(PathBuf),
    #[error("the lock file `{}` cannot be read: {reason}", path.display())]
    Lock { path: PathBuf, reason: String },
    #[error("cannot read `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Path(#[from] path::UnsafePath),
}

/// Compares the files of a folder with its lock file.
///
/// # Errors
/// There is no lock file, or something cannot be read.
pub fn check(out: &Path, targets: &[Target]) -> Result<Checked, CheckError> {
    let (target, lock) = find_lock(out, targets)?;
    let mut checked = Checked { lock, unchanged: 0, findings: Vec::new() };
    for file in &checked.lock.outputs {
        match read(&path::checked(out, &file.path)?)? {
            Some(bytes) if hash(&bytes) == file.blake3 => checked.unchanged += 1,
            Some(_) => checked.findings.push(changed(&file.path)),
            None => checked.findings.push(missing(&file.path)),
        }
    }
    let extra = extra(out, &checked.lock, target)?;
    checked.findings.extend(extra);
    Ok(checked)
}

/// Compares the sources with those that the folder was written from. `sources`: in any order; `run`: their paths in the order in which
/// they run.
pub fn sources(lock: &Lock, sources: &[LockedFile], run: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let now: BTreeMap<&str, &str> = sources.iter().map(|file| (file.path.as_str(), file.blake3.as_str())).collect();
    let then: BTreeMap<&str, &str> = lock.sources.iter().map(|file| (file.path.as_str(), file.blake3.as_str())).collect();
    let help = "run `convert` again; a change of a file that databases have run belongs in a new file";
    for (path, blake3) in &then {
        let finding = match now.get(path) {
            None => Finding::error("source-missing", format!("{path} is no longer there, and revisions were made from it")),
            Some(is) if is != blake3 => {
                Finding::error("source-changed", format!("{path} was changed since its revision was written"))
            }
            Some(_) => continue,
        };
        findings.push(finding.in_file(*path).help(help));
    }
    for path in now.keys().filter(|path| !then.contains_key(*path)) {
        let finding = Finding::error("source-added", format!("{path} is new: no revision was made from it yet"));
        findings.push(finding.in_file(*path).help("run `convert` again"));
    }
    let written = distinct(lock.revisions.iter().flat_map(|revision| revision.sources.iter().map(String::as_str)));
    let order: Vec<&str> = distinct(run.iter().map(String::as_str)).into_iter().filter(|path| written.contains(path)).collect();
    let expected: Vec<&str> = written.into_iter().filter(|path| order.contains(path)).collect();
    if let Some((is, was)) = order.iter().zip(&expected).find(|(is, was)| is != was) {
        let message = format!("the files run in another order now: {is} stands where {was} stood");
        findings.push(
            Finding::error("source-order-changed", message)
                .in_file(*is)
                .help("check with the options that `convert` was given; see `inspect`"),
        );
    }
    findings
}

fn distinct<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    paths.filter(|path| seen.insert(*path)).collect()
}

fn find_lock<'a>(out: &Path, targets: &'a [Target]) -> Result<(Option<&'a Target>, Lock), CheckError> {
    let places: BTreeSet<&str> = targets.iter().map(|target| target.manifest.lock.as_str()).collect();
    for place in places {
        let path = path::checked(out, place)?;
        if let Some(bytes) = read(&path)? {
            let lock = Lock::parse(&String::from_utf8_lossy(&bytes)).map_err(|reason| CheckError::Lock { path, reason })?;
            let target = targets.iter().find(|target| target.name == lock.target);
            return Ok((target, lock));
        }
    }
    Err(CheckError::NoLock(out.to_owned()))
}

/// What a file holds; nothing if it is not there.
fn read(path: &Path) -> Result<Option<Vec<u8>>, CheckError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CheckError::Read { path: path.to_owned(), source }),
    }
}

/// Files beside those of revisions that look like them and were not written by sql2rev.
fn extra(out: &Path, lock: &Lock, target: Option<&Target>) -> Result<Vec<Finding>, CheckError> {
    let known: BTreeSet<&str> = lock.outputs.iter().map(|file| file.path.as_str()).collect();
    let own: BTreeSet<&str> = target
        .into_iter()
        .flat_map(|target| &target.manifest.files)
        .filter(|rule| rule.only_if_absent)
        .map(|rule| rule.path.as_str())
        .collect();
    let of_revisions = lock.revisions.iter().flat_map(|revision| &revision.files);
    let places: BTreeSet<(&str, &str)> = of_revisions.filter_map(|path| Some((folder(path), ending(path)?))).collect();
    let mut found = BTreeSet::new();
    for (folder, wanted) in places {
        let at = if folder.is_empty() { out.to_owned() } else { path::checked(out, folder)? };
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let is_known = known.contains(path.as_str()) || own.contains(path.as_str()) || name.starts_with("__");
            if ending(&name) == Some(wanted) && !is_known {
                found.insert(path);
            }
        }
    }
    Ok(found.iter().map(|path| unknown(path)).collect())
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn ending(path: &str) -> Option<&str> {
    Path::new(path).extension()?.to_str()
}

fn changed(path: &str) -> Finding {
    Finding::error("output-changed", format!("{path} was changed since it was written"))
        .in_file(path)
        .help("restore it from version control, or write it anew with `convert --force`")
}

fn missing(path: &str) -> Finding {
    Finding::error("output-missing", format!("{path} was written and is not there"))
        .in_file(path)
        .help("restore it from version control, or run `convert` again")
}

fn unknown(path: &str) -> Finding {
    Finding::warning("output-unknown", format!("{path} was not written by sql2rev"))
        .in_file(path)
        .help("a revision of your own that follows those written here is no trouble; one among them is")
}
