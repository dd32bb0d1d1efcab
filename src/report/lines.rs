//! Byte offsets to lines and columns, in all files of a history.

use std::collections::BTreeMap;

use crate::dialect::script::Script;
use crate::text::{LineIndex, Position, Text};

/// The lines of every file.
#[derive(Debug)]
pub struct Lines<'a> {
    of_file: BTreeMap<&'a str, LineIndex<'a>>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of the files.
    pub fn new(scripts: &'a [Script]) -> Self {
        Self::of(scripts.iter().map(|script| &script.text))
    }

    /// Finds the lines of texts.
    pub fn of_texts(texts: &'a [Text]) -> Self {
        Self::of(texts.iter())
    }

    fn of(texts: impl Iterator<Item = &'a Text>) -> Self {
        let mut whole: BTreeMap<&str, &Text> = BTreeMap::new();
        for text in texts {
            // The lines of a part are those of its file; the last part reaches as far as the file.
            let longest = whole.entry(&text.path).or_insert(text);
            if longest.content.len() < text.content.len() {
                *longest = text;
            }
        }
        Self { of_file: whole.into_iter().map(|(path, text)| (path, LineIndex::new(&text.content))).collect() }
    }

    /// Returns the place of a byte offset, or `None` if there is no such file.
    pub fn position(&self, file: &str, offset: usize) -> Option<Position> {
        Some(self.of_file.get(file)?.position(offset))
    }

    /// Returns the line of a byte offset; 1 if there is no such file.
    pub fn line(&self, file: &str, offset: usize) -> usize {
        self.position(file, offset).map_or(1, |position| position.line)
    }
}
