//! The tokens of PostgreSQL and psql, as far as the end of a statement depends on them.
//!
//! Every token holds at least one byte and ends on a character boundary. Follows `scan.l` and `psqlscan.l` of PostgreSQL with
//! `standard_conforming_strings` on, its default since 9.1.

/// What stands at a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// White space.
    Blank,
    /// `-- …` without its line end, or `/* … */`.
    Comment,
    /// A keyword, a bare identifier or a number.
    Word,
    /// `'…'`, `E'…'`, `"…"` or `$tag$…$tag$`.
    Quoted,
    Semicolon,
    OpenParenthesis,
    CloseParenthesis,
    /// The start of a psql command.
    Backslash,
    Other,
}

/// A token with its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    pub token: Token,
    /// Where the next token starts.
    pub end: usize,
    /// What was opened and never closed, in words.
    pub unclosed: Option<&'static str>,
}

impl Lexeme {
    const fn new(token: Token, end: usize) -> Self {
        Self { token, end, unclosed: None }
    }

    /// Makes a token that should have been closed; without a closing end it takes the rest of the text.
    fn closed_at(token: Token, close: Option<usize>, text: &str, what: &'static str) -> Self {
        match close {
            Some(end) => Self::new(token, end),
            None => Self { token, end: text.len(), unclosed: Some(what) },
        }
    }
}

/// Returns the token at byte `at`; `None` at the end of the text.
pub fn token_at(text: &str, at: usize) -> Option<Lexeme> {
    let bytes = text.as_bytes();
    let byte = *bytes.get(at)?;
    let follower = bytes.get(at + 1).copied();
    let lexeme = match byte {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Lexeme::new(Token::Blank, skip(bytes, at, is_blank)),
        b'-' if follower == Some(b'-') => Lexeme::new(Token::Comment, line_end(bytes, at)),
        b'/' if follower == Some(b'*') => Lexeme::closed_at(Token::Comment, block_comment_end(bytes, at), text, "block comment"),
        b'\'' => Lexeme::closed_at(Token::Quoted, quote_end(bytes, at, b'\''), text, "quoted string"),
        b'"' => Lexeme::closed_at(Token::Quoted, quote_end(bytes, at, b'"'), text, "quoted identifier"),
        b'e' | b'E' if follower == Some(b'\'') => {
            Lexeme::closed_at(Token::Quoted, escape_string_end(bytes, at + 1), text, "quoted string")
        }
        b'$' => dollar(text, at),
        b';' => Lexeme::new(Token::Semicolon, at + 1),
        b'(' => Lexeme::new(Token::OpenParenthesis, at + 1),
        b')' => Lexeme::new(Token::CloseParenthesis, at + 1),
        b'\\' => Lexeme::new(Token::Backslash, at + 1),
        b'0'..=b'9' => Lexeme::new(Token::Word, skip(bytes, at, is_tag_byte)),
        _ if is_tag_byte(byte) => Lexeme::new(Token::Word, skip(bytes, at, is_word_byte)),
        _ => Lexeme::new(Token::Other, at + 1),
    };
    Some(lexeme)
}

/// Returns where the line of `at` ends, before its line break.
pub fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// Whether PostgreSQL takes the byte for white space.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn is_tag_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// `$` inside a word does not open a dollar quote: `a$1$` is one identifier.
pub fn is_word_byte(byte: u8) -> bool {
    is_tag_byte(byte) || byte == b'$'
}

fn skip(bytes: &[u8], at: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| !belongs(byte)).unwrap_or(rest.len())
}

/// Returns the end of a quote that opens at `at`. A doubled quote reads as the next quote opening at once: same end.
pub fn quote_end(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    memchr::memchr(quote, bytes.get(at + 1..)?).map(|inside| at + 1 + inside + 1)
}

/// Returns the end of an `E'…'` whose quote opens at `at`, with the pieces that continue it on later lines.
pub fn escape_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr::memchr2(b'\'', b'\\', bytes.get(at..)?)?;
        match bytes.get(at)? {
            b'\\' => at += 2,
            _ => match continuation(bytes, at + 1) {
                Some(next) => at = next,
                None => return Some(at + 1),
            },
        }
    }
}

/// Returns where the string goes on after a quote: a doubled quote, or a quote after white space with a line break.
fn continuation(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = skip(bytes, at, is_blank);
    let between = bytes.get(at..quote)?;
    let joins = between.is_empty() || between.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    (joins && bytes.get(quote) == Some(&b'\'')).then_some(quote + 1)
}

/// Returns the end of the block comment that opens at `at`. Block comments nest.
pub fn block_comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = at;
    loop {
        at += memchr::memchr2(b'*', b'/', bytes.get(at..)?)?;
        match (bytes.get(at)?, bytes.get(at + 1)?) {
            (b'/', b'*') => depth += 1,
            (b'*', b'/') if depth == 1 => return Some(at + 2),
            (b'*', b'/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
}

/// Reads `$tag$…$tag$`, or the `$` alone where no tag stands (`$1`, `${…}`).
fn dollar(text: &str, at: usize) -> Lexeme {
    let bytes = text.as_bytes();
    let tag_end = skip(bytes, at + 1, is_tag_byte);
    let digit_first = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    if digit_first || bytes.get(tag_end) != Some(&b'$') {
        return Lexeme::new(Token::Other, at + 1);
    }
    let (tag, inside) = (text.get(at..=tag_end).unwrap_or("$$"), tag_end + 1);
    let close = bytes.get(inside..).and_then(|rest| memchr::memmem::find(rest, tag.as_bytes()));
    let close = close.map(|found| inside + found + tag.len());
    Lexeme::closed_at(Token::Quoted, close, text, "dollar-quoted string")
}
