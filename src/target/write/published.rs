//! Revisions that were written before stay what they were: databases may have run them.

use crate::finding::Finding;
use crate::target::lock::{Lock, LockedRevision};

/// Returns why writing would change what the history has been told to be: the first revision of the former lock file that the new one
/// has not in the same place, with the same files. A history that only grew at its end changes nothing.
pub fn changed(former: &Lock, new: &Lock) -> Option<Finding> {
    if former.target != new.target {
        return None;
    }
    let kept = former.revisions.iter().zip(&new.revisions).take_while(|(was, is)| is_same(was, is)).count();
    let was = former.revisions.get(kept)?;
    let finding = Finding::error("published-revision-changes", why(was, kept, former, new));
    Some(finding.help(
        "databases that ran it would not know the history any more: leave the old files as they are, and put the change in a new file that \
         comes last; if no database has run these revisions, write them anew with --force",
    ))
}

fn is_same(was: &LockedRevision, is: &LockedRevision) -> bool {
    was.id == is.id && was.files == is.files
}

fn why(was: &LockedRevision, at: usize, former: &Lock, new: &Lock) -> String {
    let called = format!("revision {} (from {})", was.id, was.sources.join(", "));
    let has = |lock: &Lock, path: &String| lock.revisions.iter().any(|revision| revision.sources.contains(path));
    let gone = was.sources.iter().find(|path| !has(new, path));
    if let Some(path) = gone {
        return format!("{called} was written before, and {path} is no longer in the folder");
    }
    let Some(is) = new.revisions.get(at) else {
        return format!("{called} was written before, and the files no longer lead to it");
    };
    if is.id == was.id {
        return format!("{called} was written before, and its files would be called otherwise");
    }
    if let Some(path) = is.sources.iter().find(|path| !has(former, path)) {
        return format!("{path} comes before {called}, which was written before: that one and all after it would change");
    }
    if is.sources == was.sources {
        return format!("{called} was written before, and its source has changed since");
    }
    format!("{called} was written before, and {} has taken its place", is.sources.join(", "))
}
