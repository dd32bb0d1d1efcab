//! What writing will do to each file. Reads OUT and changes nothing.

use std::fs;
use std::io;
use std::path::Path;

use super::{WriteError, Written, at, published};
use crate::finding::{Finding, Severity};
use crate::target::lock::{Lock, hash};
use crate::target::path;
use crate::target::render::OutFile;

/// What will be done.
pub struct Plan<'a> {
    written: Written,
    writes: Vec<&'a OutFile>,
    former: Option<Lock>,
}

/// What to do with one file.
enum Action {
    Create,
    Replace,
    Leave,
    Keep,
    Refuse(Finding),
}

/// Decides about every file. The lock file stands last, so that it never speaks of files that are not there.
pub fn plan<'a>(out: &Path, files: &'a [OutFile], lock: &'a OutFile, force: bool) -> Result<Plan<'a>, WriteError> {
    let mut plan = Plan { written: Written::default(), writes: Vec::new(), former: None };
    let former = plan.former_lock(out, lock, force)?;
    for file in files {
        let action = action(out, file, former.as_ref(), force)?;
        plan.add(file, action);
    }
    plan.add_stale(out, files, former.as_ref())?;
    // Whoever wrote the former lock file, it has been read; one that cannot be read was refused above.
    let action = action(out, lock, None, true)?;
    plan.add(lock, action);
    plan.former = former;
    Ok(plan)
}

impl<'a> Plan<'a> {
    /// Refuses to change revisions that an earlier run has written: they may have run somewhere.
    pub fn keep_published(&mut self, lock: &Lock) {
        let changed = self.former.as_ref().and_then(|former| published::changed(former, lock));
        self.written.findings.extend(changed);
    }

    pub fn is_refused(&self) -> bool {
        self.written.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.written.removed.is_empty()
    }

    pub fn to_write(&self) -> impl Iterator<Item = &'a OutFile> + '_ {
        self.writes.iter().copied()
    }

    pub fn to_remove(&self) -> impl Iterator<Item = &str> {
        self.written.removed.iter().map(String::as_str)
    }

    /// What was done; where writing is refused, nothing was.
    pub fn into_written(self) -> Written {
        if self.is_refused() {
            return Written { findings: self.written.findings, ..Written::default() };
        }
        self.written
    }

    fn former_lock(&mut self, out: &Path, lock: &OutFile, force: bool) -> Result<Option<Lock>, WriteError> {
        let Some(bytes) = content(out, &lock.path)? else { return Ok(None) };
        match Lock::parse(&String::from_utf8_lossy(&bytes)) {
            Ok(lock) => Ok(Some(lock)),
            Err(_) if force => Ok(None),
            Err(reason) => {
                self.written.findings.push(
                    Finding::error("lock-unreadable", format!("the lock file cannot be read: {reason}"))
                        .in_file(&lock.path)
                        .help("restore it from version control, or overwrite everything with --force"),
                );
                Ok(None)
            }
        }
    }

    fn add(&mut self, file: &'a OutFile, action: Action) {
        let path = file.path.clone();
        match action {
            Action::Create => self.written.created.push(path),
            Action::Replace => self.written.replaced.push(path),
            Action::Leave => return self.written.unchanged.push(path),
            Action::Keep => return self.written.kept.push(path),
            Action::Refuse(finding) => return self.written.findings.push(finding),
        }
        self.writes.push(file);
    }

    fn add_stale(&mut self, out: &Path, files: &[OutFile], former: Option<&Lock>) -> Result<(), WriteError> {
        let listed = former.map_or(&[][..], |lock| &lock.outputs);
        for old in listed.iter().filter(|old| files.iter().all(|file| file.path != old.path)) {
            match content(out, &old.path)? {
                None => {}
                Some(bytes) if hash(&bytes) == old.blake3 => self.written.removed.push(old.path.clone()),
                Some(_) => self.written.findings.push(stale_finding(&old.path)),
            }
        }
        Ok(())
    }
}

fn action(out: &Path, file: &OutFile, former: Option<&Lock>, force: bool) -> Result<Action, WriteError> {
    let Some(present) = content(out, &file.path)? else { return Ok(Action::Create) };
    let action = if file.only_if_absent {
        Action::Keep
    } else if present == file.content.as_bytes() {
        Action::Leave
    } else if force || former.is_some_and(|lock| lock.owns(&file.path, &hash(&present))) {
        Action::Replace
    } else {
        Action::Refuse(exists_finding(&file.path, former))
    };
    Ok(action)
}

/// Returns what a file in OUT holds, or `None` if it is not there.
fn content(out: &Path, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
    let path = path::checked(out, name)?;
    stays_inside(out, &path)?;
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at("read", &path)(error)),
    }
}

/// Refuses a path that a symbolic link leads out of OUT.
fn stays_inside(out: &Path, path: &Path) -> Result<(), WriteError> {
    let Ok(root) = fs::canonicalize(out) else { return Ok(()) };
    let folder = path.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    if folder.is_some_and(|folder| folder.starts_with(&root)) {
        Ok(())
    } else {
        Err(path::UnsafePath(path.display().to_string()).into())
    }
}

fn exists_finding(path: &str, former: Option<&Lock>) -> Finding {
    let listed = former.is_some_and(|lock| lock.outputs.iter().any(|file| file.path == path));
    let message = if listed {
        format!("{path} was changed by hand since it was written")
    } else {
        format!("{path} exists already and was not written by sql2rev")
    };
    Finding::error("output-exists", message).in_file(path).help("move it away, name another --out, or overwrite it with --force")
}

fn stale_finding(path: &str) -> Finding {
    Finding::warning("stale-output", format!("{path} is no longer part of the history, but was changed by hand: it stays"))
        .in_file(path)
        .help("delete it if nobody needs it")
}
