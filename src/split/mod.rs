//! Cuts a text into chunks: statements, client commands, COPY data, and what lies between.
//!
//! Invariant: the chunks' spans tile the text, so the chunks joined give the file back byte for byte. Splitting never fails.

pub mod postgres;

use std::ops::Range;

/// One piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What it is.
    pub kind: ChunkKind,
    /// All bytes that belong to it, in the text. Spans tile the text. Comments and blank space before a statement belong to
    /// that statement's chunk, a comment after its `;` on the same line too; after the last statement, to a `Blank` chunk.
    pub span: Range<usize>,
    /// The statement or command alone: without the comments and white space around it, without the final `;`. Of COPY data
    /// the data lines, without the line `\.`. Empty in a `Blank` chunk.
    pub body: Range<usize>,
}

/// What a chunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkKind {
    /// One SQL statement.
    Statement,
    /// A psql meta-command (`\set …`), one line.
    ClientCommand,
    /// The data lines of `COPY … FROM stdin`, up to and with the line `\.`.
    CopyData,
    /// Comments, white space, or a `;` that ends nothing.
    Blank,
}

/// A piece of a text that holds more than ASCII, and what it is to SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub region: crate::text::Region,
    /// With the marks around it: `--`, quotes.
    pub span: Range<usize>,
    /// A literal that SQL looks for or replaces: an argument of `replace`, the right side of `LIKE`.
    pub is_pattern: bool,
}

/// Whether a file holds SQL, by its name: one without an ending does.
pub fn is_sql(path: &str) -> bool {
    const ENDINGS: &[&str] = &["sql", "psql", "pgsql", "plsql", "plpgsql", "mysql", "ddl", "dml", "dump", "up", "down"];
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').is_none_or(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Cuts text that is no SQL: every line with more than ASCII, each a piece of its own, as if it were a comment.
pub fn prose(text: &str) -> Vec<Piece> {
    let mut at = 0;
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        if !line.is_ascii() {
            let end = at + line.trim_end_matches(['\r', '\n']).len();
            pieces.push(Piece { region: crate::text::Region::Comment, span: at..end, is_pattern: false });
        }
        at += line.len();
    }
    pieces
}
