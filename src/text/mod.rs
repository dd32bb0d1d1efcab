//! Decoded text of one source file.
//!
//! Lexers only ever see a [`Text`]. Offsets are bytes of `content`.

use std::sync::Arc;

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
