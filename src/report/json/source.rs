//! A source file as it was read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dialect::script::Script;
use crate::text::{Edit, Text};

/// A source file.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Relative to the folder.
    pub path: String,
    pub encoding: &'static str,
    /// Of the file's bytes, hex.
    pub blake3: String,
    pub statements: usize,
    /// How many edits the text was given before it was read.
    pub repairs: usize,
    /// Each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}

/// Returns the files in the order of their names.
pub fn sources(scripts: &[Script]) -> Vec<SourceView> {
    let mut views: Vec<SourceView> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for script in scripts {
        let seen = places.get(script.text.path.as_str()).and_then(|place| views.get_mut(*place));
        if let Some(view) = seen {
            // Another part of the file.
            view.statements += script.statements().count();
            continue;
        }
        places.insert(&script.text.path, views.len());
        views.push(SourceView::new(script));
    }
    views
}

impl SourceView {
    fn new(script: &Script) -> Self {
        let Text { path, encoding, ledger, .. } = &script.text;
        Self {
            path: path.clone(),
            encoding,
            blake3: script.text.blake3().to_owned(),
            statements: script.statements().count(),
            repairs: ledger.len(),
            edits: ledger.edits(),
        }
    }
}
