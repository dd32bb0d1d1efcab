//! A source file as it was read.

use serde::Serialize;

use crate::dialect::script::Script;

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
}

/// Returns the files in the order of their names.
pub fn sources(scripts: &[Script]) -> Vec<SourceView> {
    scripts.iter().map(SourceView::new).collect()
}

impl SourceView {
    fn new(script: &Script) -> Self {
        let text = &script.text;
        let statements = script.statements().count();
        // Files are read as they are so far.
        Self { path: text.path.clone(), encoding: text.encoding, blake3: text.blake3.clone(), statements, repairs: 0 }
    }
}
