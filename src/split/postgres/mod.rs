//! Cuts PostgreSQL scripts as psql does: statements, meta-commands, COPY data.
//!
//! Invariants: the spans tile the text; only the last chunk can hold something that was opened and never closed.

mod placeholders;
mod plain;
mod regions;
mod shape;
mod tokens;

use std::ops::Range;

pub use placeholders::placeholders;
pub use regions::regions;
use shape::Shape;
use tokens::{Token, is_blank, line_end, token_at};

use super::{Chunk, ChunkKind, Piece};

/// Cuts a text into chunks; never fails, and an empty text has none.
pub fn split(text: &str) -> Vec<Chunk> {
    let mut cutter = Cutter::new(text);
    while cutter.at < text.len() {
        cutter.cut_one();
        cutter.end_line();
    }
    cutter.chunks
}

/// Returns what was opened and never closed, if anything: its first line, and what it is in words.
pub fn unterminated(text: &str, chunks: &[Chunk]) -> Option<(Range<usize>, &'static str)> {
    let last = chunks.last()?;
    match last.kind {
        ChunkKind::ClientCommand => None,
        ChunkKind::CopyData if last.body.end < last.span.end => None,
        ChunkKind::CopyData => Some((first_line(text, last.span.start), "COPY data")),
        ChunkKind::Statement | ChunkKind::Blank => unclosed_token(text, last.span.start),
    }
}

/// The comments of a text that is cut into these chunks, in order; rows of COPY hold none.
pub fn comments(text: &str, chunks: &[Chunk]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for chunk in chunks.iter().filter(|chunk| chunk.kind != ChunkKind::CopyData) {
        let mut at = chunk.span.start;
        while let Some(lexeme) = token_at(text, at).filter(|_| at < chunk.span.end) {
            if lexeme.token == Token::Comment {
                found.push(at..lexeme.end);
            }
            at = lexeme.end;
        }
    }
    found
}

fn unclosed_token(text: &str, mut at: usize) -> Option<(Range<usize>, &'static str)> {
    while let Some(lexeme) = token_at(text, at) {
        if let Some(what) = lexeme.unclosed {
            return Some((first_line(text, at), what));
        }
        at = lexeme.end;
    }
    None
}

fn first_line(text: &str, at: usize) -> Range<usize> {
    at..line_end(text.as_bytes(), at)
}

struct Cutter<'a> {
    text: &'a str,
    /// Where the next chunk starts.
    at: usize,
    chunks: Vec<Chunk>,
    /// How many `COPY … FROM stdin` of this line still wait for their data; psql reads it from the next line on.
    awaited_data: usize,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, chunks: Vec::new(), awaited_data: 0 }
    }

    /// Cuts one chunk, with all that has to be read together: after `COPY … FROM stdin` up to the end of its data.
    fn cut_together(&mut self) {
        loop {
            self.cut_one();
            self.end_line();
            if self.awaited_data == 0 || self.at >= self.text.len() {
                return;
            }
        }
    }

    fn cut_one(&mut self) {
        let start = skip_space(self.text, self.at);
        match token_at(self.text, start).map(|lexeme| lexeme.token) {
            None => self.push(ChunkKind::Blank, start..start, start),
            Some(Token::Semicolon) => self.push(ChunkKind::Blank, start..start, start + 1),
            Some(Token::Backslash) => self.cut_command(start),
            Some(_) => self.cut_statement(start),
        }
    }

    fn push(&mut self, kind: ChunkKind, body: Range<usize>, end: usize) {
        self.chunks.push(Chunk { kind, span: self.at..end, body });
        self.at = end;
    }

    fn cut_statement(&mut self, start: usize) {
        let mut shape = Shape::default();
        let mut body_end = start;
        let mut at = start;
        let mut span_end = None;
        while let Some(lexeme) = token_at(self.text, at) {
            match lexeme.token {
                Token::Blank | Token::Comment => {}
                Token::Semicolon if shape.ends() => {
                    span_end = Some(lexeme.end);
                    break;
                }
                Token::Backslash => match backslash(self.text, at) {
                    Backslash::Separator => {
                        span_end = Some(at + 2);
                        break;
                    }
                    Backslash::Command => break,
                },
                token => {
                    shape.see(token, self.text.get(at..lexeme.end).unwrap_or_default());
                    body_end = lexeme.end;
                }
            }
            at = lexeme.end;
        }
        self.awaited_data += usize::from(shape.reads_data());
        self.push(ChunkKind::Statement, start..body_end, span_end.unwrap_or(body_end));
    }

    fn cut_command(&mut self, start: usize) {
        if matches!(backslash(self.text, start), Backslash::Separator) {
            return self.push(ChunkKind::Blank, start..start, start + 2);
        }
        let end = line_end(self.text.as_bytes(), start);
        let command = self.text.get(start..end).unwrap_or_default().trim_end();
        self.awaited_data += usize::from(copies_from_stdin(command));
        self.push(ChunkKind::ClientCommand, start..start + command.len(), end);
    }

    /// Gives a comment on the rest of the line to the chunk before it, and cuts the data that follows the line.
    fn end_line(&mut self) {
        let Some(tail) = line_tail(self.text, self.at) else { return };
        if self.awaited_data == 0 {
            return self.extend_last(tail.comment_end);
        }
        self.extend_last(after_line_break(self.text, tail.line_end));
        for _ in 0..std::mem::take(&mut self.awaited_data) {
            self.cut_data();
        }
    }

    fn extend_last(&mut self, end: usize) {
        if let Some(last) = self.chunks.last_mut() {
            last.span.end = end;
            self.at = end;
        }
    }

    fn cut_data(&mut self) {
        let mut at = self.at;
        while at < self.text.len() {
            let end = line_end(self.text.as_bytes(), at);
            let next = after_line_break(self.text, end);
            if self.text.get(at..end) == Some("\\.") {
                return self.push(ChunkKind::CopyData, self.at..at, next);
            }
            at = next;
        }
        if self.at < at {
            self.push(ChunkKind::CopyData, self.at..at, at);
        }
    }
}

/// What a backslash outside quotes means to psql.
enum Backslash {
    /// `\;`: ends a statement without sending it yet.
    Separator,
    Command,
}

fn backslash(text: &str, at: usize) -> Backslash {
    match text.as_bytes().get(at + 1) {
        Some(b';') => Backslash::Separator,
        _ => Backslash::Command,
    }
}

/// Whether the meta-command is a `\copy … from stdin`, whose data follows as that of COPY does.
fn copies_from_stdin(command: &str) -> bool {
    let mut words = command.split_whitespace();
    let mut previous = words.next().unwrap_or_default();
    previous == "\\copy"
        && words.any(|word| {
            let stream = word.eq_ignore_ascii_case("stdin") && previous.eq_ignore_ascii_case("from");
            previous = word;
            stream
        })
}

fn skip_space(text: &str, mut at: usize) -> usize {
    while let Some(lexeme) = token_at(text, at) {
        if !matches!(lexeme.token, Token::Blank | Token::Comment) {
            break;
        }
        at = lexeme.end;
    }
    at
}

/// The rest of a line on which nothing but comments follows.
struct LineTail {
    /// The end of the last comment, or where the tail starts.
    comment_end: usize,
    /// Before the line break.
    line_end: usize,
}

fn line_tail(text: &str, start: usize) -> Option<LineTail> {
    let bytes = text.as_bytes();
    let end = line_end(bytes, start);
    let (mut at, mut comment_end) = (start, start);
    while at < end {
        if bytes.get(at).copied().is_some_and(is_blank) {
            at += 1;
            continue;
        }
        let lexeme = token_at(text, at)?;
        if lexeme.token != Token::Comment || lexeme.end > end {
            return None;
        }
        (at, comment_end) = (lexeme.end, lexeme.end);
    }
    Some(LineTail { comment_end, line_end: end })
}

fn after_line_break(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at..).unwrap_or_default() {
        [b'\r', b'\n', ..] => at + 2,
        [b'\r' | b'\n', ..] => at + 1,
        _ => at,
    }
}

#[cfg(test)]
mod tests;
