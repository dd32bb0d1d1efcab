//! Decoded text of one source file.
//!
//! Lexers only ever see a [`Text`]. Offsets are bytes of `content`; [`Text::bytes_of`] leads back to the file.

mod complaint;
mod declared;
mod decode;
mod detect;
pub mod encoding;
pub mod language;
pub mod ledger;
mod lines;
mod origin;
pub mod placeholder;

use std::ops::Range;
use std::sync::Arc;

pub use decode::{Decoded, Named, decode, decode_all};
pub use ledger::{Edit, Ledger, Region};
pub use lines::{LineIndex, Position};

/// The decoded text of a source file.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// Path relative to the folder, as in [`crate::source::Source::path`].
    pub path: String,
    /// Which part of the file it is, where one file holds several migrations: `part 2`, `changeset 7::ann`.
    pub part: Option<String>,
    /// What the lexer reads: UTF-8 without BOM; line endings as in the file.
    pub content: Arc<str>,
    /// Name of the encoding, e.g. `utf-8`, `utf-8-bom`.
    pub encoding: &'static str,
    /// BLAKE3 of the whole file, hex, where the text is a part of it.
    pub whole: Option<String>,
    /// What was changed since the bytes were decoded, and the way back.
    pub ledger: Ledger,
}

/// What people call a file, or a part of it.
pub fn name(path: &str, part: Option<&str>) -> String {
    part.map_or_else(|| path.to_owned(), |part| format!("{path} ({part})"))
}

impl Text {
    /// What people call the text: the path of its file, with the part that it is.
    pub fn name(&self) -> String {
        name(&self.path, self.part.as_deref())
    }

    /// BLAKE3 of the whole file's bytes, hex.
    pub fn blake3(&self) -> &str {
        self.whole.as_deref().unwrap_or_else(|| self.ledger.blake3())
    }

    /// Returns where in the original file a range of the text stands; an edit counts as a whole.
    pub fn bytes_of(&self, range: Range<usize>) -> Range<usize> {
        let start = self.ledger.decoded_at(range.start, false);
        let end = self.ledger.decoded_at(range.end, true);
        self.ledger.file_offset(start)..self.ledger.file_offset(end)
    }

    /// Gives the text its edits.
    #[must_use]
    pub fn edited(self, repairs: ledger::Repairs) -> Self {
        let content = Arc::clone(&repairs.text);
        Self { content, ledger: Ledger { repairs, ..self.ledger }, ..self }
    }
}

/// Returns the text as it counts for identity: the same whether a file has a BOM, CRLF, blanks at the ends of its lines, or
/// any number of line breaks at its end.
pub fn canonical(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut canonical = String::with_capacity(text.len());
    for line in text.trim_end().lines() {
        canonical.push_str(line.trim_end_matches([' ', '\t', '\r']));
        canonical.push('\n');
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn canonical_text_knows_no_platform() {
        let plain = "SELECT 1;\n\n  SELECT 2;\n";
        for text in [plain, "\u{feff}SELECT 1;\r\n\r\n  SELECT 2;", "SELECT 1; \n\t\n  SELECT 2;\n \n\n"] {
            assert_eq!(canonical(text), plain);
        }
        assert_eq!(canonical(" \r\n"), "");
        assert_eq!(canonical(&canonical("a \r\n\r\nb")), canonical("a \r\n\r\nb"));
    }
}
