//! Cuts a text into chunks: statements, client commands, COPY data, and what lies between.
//!
//! Invariant: the chunks' spans tile the text, so the chunks joined give the file back byte for byte. Splitting never fails.

use std::ops::Range;

/// One piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What it is.
    pub kind: ChunkKind,
    /// All bytes that belong to it, in the text. Spans tile the text. Comments and blank space before a statement belong to
    /// that statement's chunk; after the last statement, to a `Blank` chunk.
    pub span: Range<usize>,
    /// The statement or command alone: without leading comments and white space, without the final `;`.
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
    /// Comments and white space only.
    Blank,
}
