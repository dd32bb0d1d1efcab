//! What the words of one statement say about where it ends.
//!
//! Only three statements hold a `;` or are followed by something else than SQL: a routine with a `BEGIN ATOMIC … END` body,
//! a rule with actions in parentheses, and `COPY … FROM stdin`. In every other statement a `;` ends it, also inside a
//! parenthesis that was never closed, so that one broken statement does not swallow those after it.

use super::tokens::Token;

/// The state of one statement, fed with its tokens.
#[derive(Debug, Default)]
pub struct Shape<'a> {
    kind: Kind,
    previous: &'a str,
    parentheses: usize,
    /// Open `BEGIN ATOMIC` and `CASE`.
    blocks: usize,
    reads_data: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Unknown,
    /// `CREATE` or `CREATE OR REPLACE` so far.
    Create,
    /// A `CREATE` that is not a rule.
    Object,
    Rule,
    Copy,
    Other,
}

impl<'a> Shape<'a> {
    /// Takes the next token that is neither blank nor comment.
    pub fn see(&mut self, token: Token, word: &'a str) {
        match token {
            Token::OpenParenthesis => self.parentheses += 1,
            Token::CloseParenthesis => self.parentheses = self.parentheses.saturating_sub(1),
            Token::Word => self.word(word),
            _ => {}
        }
        self.previous = word;
    }

    /// Whether a `;` here ends the statement.
    pub fn ends(&self) -> bool {
        self.blocks == 0 && (self.kind != Kind::Rule || self.parentheses == 0)
    }

    /// Whether the lines after the statement are the data of a `COPY`.
    pub fn reads_data(&self) -> bool {
        self.reads_data
    }

    fn word(&mut self, word: &str) {
        match self.kind {
            Kind::Unknown => self.kind = first_word(word),
            Kind::Create => self.kind = after_create(word),
            Kind::Object => self.block_word(word),
            Kind::Copy => self.copy_word(word),
            Kind::Rule | Kind::Other => {}
        }
    }

    /// Counts blocks as psql does, but not where the word is a name: `t.end`, `x AS end`.
    fn block_word(&mut self, word: &str) {
        let is_name = self.previous == "." || is(self.previous, "as");
        if self.blocks == 0 {
            self.blocks = usize::from(is(word, "atomic") && is(self.previous, "begin"));
        } else if !is_name && is(word, "case") {
            self.blocks += 1;
        } else if !is_name && is(word, "end") {
            self.blocks -= 1;
        }
    }

    /// PostgreSQL's grammar takes `FROM stdout` for `FROM stdin`.
    fn copy_word(&mut self, word: &str) {
        let stream = is(word, "stdin") || is(word, "stdout");
        self.reads_data |= stream && self.parentheses == 0 && is(self.previous, "from");
    }
}

fn first_word(word: &str) -> Kind {
    match word {
        _ if is(word, "create") => Kind::Create,
        _ if is(word, "copy") => Kind::Copy,
        _ => Kind::Other,
    }
}

fn after_create(word: &str) -> Kind {
    match word {
        _ if is(word, "or") || is(word, "replace") => Kind::Create,
        _ if is(word, "rule") => Kind::Rule,
        _ => Kind::Object,
    }
}

fn is(word: &str, keyword: &str) -> bool {
    word.eq_ignore_ascii_case(keyword)
}
