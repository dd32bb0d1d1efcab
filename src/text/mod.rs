//! Decoded text of one source file.
//!
//! Lexers only ever see a [`Text`]. Offsets are bytes of `content`.

mod decode;
mod lines;

use std::sync::Arc;

pub use decode::decode;
pub use lines::{LineIndex, Position};

/// The decoded text of a source file.
#[derive(Debug, Clone)]
pub struct Text {
    /// Path relative to the folder, as in [`crate::source::Source::path`].
    pub path: String,
    /// What the lexer reads: UTF-8 without BOM; line endings as in the file.
    pub content: Arc<str>,
    /// Name of the encoding, e.g. `utf-8`, `utf-8-bom`.
    pub encoding: &'static str,
    /// BLAKE3 of the original bytes, hex.
    pub blake3: String,
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
