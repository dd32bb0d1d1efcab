//! An expression cut into tokens, as far as words depend on them.

use super::Word;

/// Cuts an expression into tokens; comments are left out, bare names folded, names in quotes bared.
pub fn tokens(text: &str) -> Vec<Word> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let (token, after) = rest.split_at(length.max(first.len_utf8()).min(rest.len()));
        rest = after;
        if first.is_whitespace() || token.starts_with("--") || token.starts_with("/*") {
            continue;
        }
        tokens.push(match first {
            '"' => token.trim_matches('"').replace("\"\"", "\""),
            '\'' => token.to_owned(),
            _ if token.contains('\'') => token.to_owned(),
            _ => token.to_lowercase(),
        });
    }
    tokens
}

fn token_length(rest: &str, first: char) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let escaped = rest.len() > 1 && matches!(first, 'e' | 'E' | 'b' | 'B' | 'x' | 'X') && rest[1..].starts_with('\'');
    if rest.starts_with("--") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return rest.find("*/").map_or(rest.len(), |end| end + 2);
    }
    if first == '\'' || first == '"' {
        return quoted(rest, 0, first, false);
    }
    if escaped {
        return quoted(rest, 1, '\'', matches!(first, 'e' | 'E'));
    }
    if first.is_ascii_digit() {
        return rest.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(rest.len());
    }
    if is_word(first) {
        return rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    }
    if rest.starts_with("::") {
        return 2;
    }
    let is_operator = |c: char| "+*/<>=~!@#%^&|`?-".contains(c);
    if is_operator(first) {
        let run = rest.find(|c: char| !is_operator(c)).unwrap_or(rest.len());
        // A comment, or the sign of a number, ends an operator.
        let cut = rest[..run].find("--").unwrap_or(run);
        return if cut > 1 && rest[..cut].ends_with('-') { cut - 1 } else { cut.max(1) };
    }
    first.len_utf8()
}

/// The length of what stands in quotes from byte `at` on.
fn quoted(text: &str, at: usize, quote: char, backslashes: bool) -> usize {
    let mut characters = text.char_indices().skip_while(|(index, _)| *index <= at).peekable();
    while let Some((index, c)) = characters.next() {
        if c == '\\' && backslashes {
            characters.next();
        } else if c == quote {
            if characters.peek().is_some_and(|(_, next)| *next == quote) {
                characters.next();
            } else {
                return index + c.len_utf8();
            }
        }
    }
    text.len()
}
