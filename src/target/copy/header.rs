//! The statement above the data.

use super::CopyTrouble;

/// What the COPY statement says.
#[derive(Debug)]
pub struct Header<'a> {
    /// Comments and white space before the statement.
    pub lead: &'a str,
    /// The table as written.
    pub table: &'a str,
    /// The column list as written, with its parentheses.
    pub columns: Option<&'a str>,
    /// How many columns are listed.
    pub width: Option<usize>,
    pub format: Format,
}

/// How values stand in the data.
#[derive(Debug)]
pub struct Format {
    pub delimiter: u8,
    pub null: String,
}

/// A word, a quoted thing or one other character.
#[derive(Clone, Copy)]
struct Token<'a> {
    start: usize,
    text: &'a str,
}

/// Reads a whole COPY statement.
pub fn read(statement: &str) -> Result<Header<'_>, CopyTrouble> {
    let tokens = tokens(statement);
    let mut cursor = Cursor { tokens: &tokens };
    let start = cursor.start();
    cursor.expect("copy")?;
    let table = cursor.table(statement)?;
    let (columns, width) = cursor.columns(statement)?;
    cursor.expect("from")?;
    cursor.expect("stdin")?;
    let format = cursor.format()?;
    Ok(Header { lead: &statement[..start], table, columns, width, format })
}

struct Cursor<'a, 't> {
    tokens: &'t [Token<'a>],
}

impl<'a> Cursor<'a, '_> {
    fn peek(&self) -> &'a str {
        self.tokens.first().map_or("", |token| token.text)
    }

    fn start(&self) -> usize {
        self.tokens.first().map_or(0, |token| token.start)
    }

    fn next(&mut self) -> &'a str {
        let Some((first, rest)) = self.tokens.split_first() else { return "" };
        self.tokens = rest;
        first.text
    }

    fn expect(&mut self, word: &str) -> Result<(), CopyTrouble> {
        let found = self.next();
        if found.eq_ignore_ascii_case(word) { Ok(()) } else { Err(CopyTrouble::Statement(found.to_owned())) }
    }

    fn name(&mut self) -> Result<Token<'a>, CopyTrouble> {
        match self.tokens.first().copied() {
            Some(token) if token.is_name() => {
                self.next();
                Ok(token)
            }
            _ => Err(CopyTrouble::Statement(self.peek().to_owned())),
        }
    }

    fn table(&mut self, statement: &'a str) -> Result<&'a str, CopyTrouble> {
        let first = self.name()?;
        let mut end = first.end();
        while self.peek() == "." {
            self.next();
            end = self.name()?.end();
        }
        Ok(&statement[first.start..end])
    }

    fn columns(&mut self, statement: &'a str) -> Result<(Option<&'a str>, Option<usize>), CopyTrouble> {
        if self.peek() != "(" {
            return Ok((None, None));
        }
        let start = self.start();
        let mut width = 0;
        while matches!(self.next(), "(" | ",") {
            self.name()?;
            width += 1;
            if self.peek() == ")" {
                let end = self.start() + 1;
                self.next();
                return Ok((Some(&statement[start..end]), Some(width)));
            }
        }
        Err(CopyTrouble::Statement(self.peek().to_owned()))
    }

    /// Reads the options, in the present and the old form.
    fn format(&mut self) -> Result<Format, CopyTrouble> {
        let mut format = Format { delimiter: b'\t', null: String::from("\\N") };
        while !self.tokens.is_empty() {
            let option = self.next().to_ascii_lowercase();
            match option.as_str() {
                "with" | "as" | "(" | ")" | "," | "freeze" => {}
                "format" => self.text_format()?,
                "delimiter" => format.delimiter = self.delimiter()?,
                "null" => format.null = self.string("null")?,
                _ => return Err(CopyTrouble::Option(option)),
            }
        }
        Ok(format)
    }

    fn text_format(&mut self) -> Result<(), CopyTrouble> {
        let format = self.next().trim_matches(['\'', '"']).to_ascii_lowercase();
        if format == "text" { Ok(()) } else { Err(CopyTrouble::Option(format!("format {format}"))) }
    }

    fn delimiter(&mut self) -> Result<u8, CopyTrouble> {
        match self.string("delimiter")?.as_bytes() {
            [byte] => Ok(*byte),
            _ => Err(CopyTrouble::Option(String::from("delimiter"))),
        }
    }

    fn string(&mut self, option: &str) -> Result<String, CopyTrouble> {
        if self.peek().eq_ignore_ascii_case("as") {
            self.next();
        }
        let text = self.next();
        if text.eq_ignore_ascii_case("E'\\t'") {
            return Ok(String::from("\t"));
        }
        let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        inner.map(|inner| inner.replace("''", "'")).ok_or_else(|| CopyTrouble::Option(format!("{option} {text}")))
    }
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_name(&self) -> bool {
        let first = self.text.chars().next();
        self.text.len() > 1 && first == Some('"') || first.is_some_and(|c| c.is_alphabetic() || c == '_')
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let skipped = blank(rest);
        let length = if skipped > 0 { skipped } else { token(rest) };
        if skipped == 0 {
            tokens.push(Token { start: at, text: &rest[..length] });
        }
        at += length;
    }
    tokens
}

/// Returns the length of white space or a comment here.
fn blank(rest: &str) -> usize {
    if rest.starts_with("--") {
        return rest.find(['\n', '\r']).unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    rest.len() - rest.trim_start().len()
}

/// Comments nest in PostgreSQL.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn token(rest: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(rest, quote),
        Some('e' | 'E') if rest[1..].starts_with('\'') => 1 + quoted(&rest[1..], '\''),
        Some(c) if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(c) => c.len_utf8(),
        None => 0,
    }
}

/// A doubled quote reads as two quoted pieces side by side; this takes both.
fn quoted(rest: &str, quote: char) -> usize {
    let mut end = 1;
    while let Some(length) = rest[end..].find(quote) {
        end += length + 1;
        if !rest[end..].starts_with(quote) {
            return end;
        }
        end += 1;
    }
    rest.len()
}
