//! The files that a history was read from, as the lock file names them.

use std::collections::BTreeSet;

use crate::History;
use crate::finding::Finding;
use crate::target::check;
use crate::target::lock::{Lock, LockedFile};

/// The files that a history was read from, each once: a file may have been split.
pub fn locked(history: &History) -> Vec<LockedFile> {
    let mut seen = BTreeSet::new();
    let texts = history.scripts.iter().map(|script| &script.text).filter(|text| seen.insert(&text.path));
    texts.map(|text| LockedFile { path: text.path.clone(), blake3: text.blake3().to_owned() }).collect()
}

/// Says where a history is no longer what written files were made from.
pub fn compare(lock: &Lock, history: &History) -> Vec<Finding> {
    let run: Vec<String> = history.plan.order.iter().map(|file| history.scripts[*file].text.path.clone()).collect();
    check::sources(lock, &locked(history), &run)
}
