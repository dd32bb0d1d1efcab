//! Finds the comments of statements that hold more than ASCII in nothing else, without reading their words.
//!
//! Invariant: gives what cutting the text and walking over its tokens gives, or leaves the statement to that. Left to it is
//! whatever needs words to be understood: `COPY`, rules, bodies with `BEGIN ATOMIC`, dollar quotes, commands of psql, and literals and
//! names with more than ASCII.

use std::ops::Range;

use super::tokens::{block_comment_end, escape_string_end, is_blank, is_word_byte, line_end, quote_end};

/// By byte: whether it can start something else than words and operators.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0x80;
    while byte < 256 {
        stops[byte] = true;
        byte += 1;
    }
    let others = b"'\"$-/;\\";
    let mut at = 0;
    while at < others.len() {
        stops[others[at] as usize] = true;
        at += 1;
    }
    stops
};

/// Passes over the statement at `start`, the comments before it included, and writes its comments with more than ASCII to `comments`.
/// Returns where the statement ends, behind its `;`; `None`, with nothing written, where it has to be read.
pub fn statement(text: &str, start: usize, comments: &mut Vec<Range<usize>>) -> Option<usize> {
    let before = comments.len();
    let end = pass(text.as_bytes(), start, comments);
    if end.is_none() {
        comments.truncate(before);
    }
    end
}

fn pass(text: &[u8], start: usize, comments: &mut Vec<Range<usize>>) -> Option<usize> {
    let first = first_word(text, start, comments)?;
    let Some(byte) = text.get(first) else { return Some(first) };
    if *byte == b';' {
        return Some(first + 1);
    }
    let word = text.get(first..skip(text, first, is_word_byte))?;
    if !byte.is_ascii_alphabetic() || word.eq_ignore_ascii_case(b"copy") {
        return None;
    }
    let is_create = word.eq_ignore_ascii_case(b"create");
    let mut at = first;
    loop {
        let rest = text.get(at..)?;
        let Some(stop) = rest.iter().position(|byte| STOPS.get(usize::from(*byte)) != Some(&false)) else {
            return Some(text.len());
        };
        at += stop;
        at = match text.get(at)? {
            b';' if is_create && is_special(text.get(first..at)?) => return None,
            b';' => return Some(at + 1),
            b'\'' => ascii_end(text, at, string_end(text, at)?)?,
            b'"' => ascii_end(text, at, quote_end(text, at, b'"')?)?,
            b'-' | b'/' => match comment_end(text, at)? {
                Some(end) => note(text, at..end, comments),
                None => at + 1,
            },
            _ => return None,
        };
    }
}

/// Returns where the first word stands, behind blanks and comments; `None` where a comment has no end.
fn first_word(text: &[u8], start: usize, comments: &mut Vec<Range<usize>>) -> Option<usize> {
    let mut at = skip(text, start, is_blank);
    while let Some(end) = comment_end(text, at)? {
        at = skip(text, note(text, at..end, comments), is_blank);
    }
    Some(at)
}

/// Returns the end of the comment that starts here, nothing if none does; `None` where it has no end.
fn comment_end(text: &[u8], at: usize) -> Option<Option<usize>> {
    match text.get(at..).unwrap_or_default() {
        [b'-', b'-', ..] => Some(Some(line_end(text, at))),
        [b'/', b'*', ..] => block_comment_end(text, at).map(Some),
        _ => Some(None),
    }
}

fn note(text: &[u8], comment: Range<usize>, comments: &mut Vec<Range<usize>>) -> usize {
    let end = comment.end;
    if !text.get(comment.clone()).is_some_and(<[u8]>::is_ascii) {
        comments.push(comment);
    }
    end
}

/// Returns the end of the string whose quote opens here; `None` where words have to be told from the `E` before it.
fn string_end(text: &[u8], at: usize) -> Option<usize> {
    let before = |back: usize| at.checked_sub(back).and_then(|at| text.get(at)).copied().unwrap_or(b' ');
    match before(1) {
        b'e' | b'E' if !is_word_byte(before(2)) => escape_string_end(text, at),
        b'e' | b'E' => None,
        _ => quote_end(text, at, b'\''),
    }
}

/// Returns the end, where all up to it is ASCII.
fn ascii_end(text: &[u8], start: usize, end: usize) -> Option<usize> {
    text.get(start..end).filter(|quoted| quoted.is_ascii()).map(|_| end)
}

/// Whether a `;` may stand inside the statement: it is a rule or has a body of SQL. A quick look that is wrong only in saying yes.
fn is_special(statement: &[u8]) -> bool {
    holds(statement, *b"rul") || holds(statement, *b"ato")
}

/// Whether the bytes hold these small letters, in whatever case.
fn holds(text: &[u8], [first, second, third]: [u8; 3]) -> bool {
    let triples = text.iter().zip(text.iter().skip(1)).zip(text.iter().skip(2));
    // Without a way out early, many bytes are compared at once.
    let found = triples.fold(0, |found, ((one, two), three)| {
        found | u8::from(one | 0x20 == first) & u8::from(two | 0x20 == second) & u8::from(three | 0x20 == third)
    });
    found != 0
}

fn skip(text: &[u8], at: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| !belongs(byte)).unwrap_or(rest.len())
}
