//! Python source that holds foreign text and nothing but text.

use std::fmt::Write as _;

use super::lines::{is_hidden, one_line, plain_lines};

/// How a string is enclosed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    Double,
    Single,
    Triple,
    TripleSingle,
}

impl Quote {
    fn text(self) -> &'static str {
        match self {
            Self::Double => "\"",
            Self::Single => "'",
            Self::Triple => "\"\"\"",
            Self::TripleSingle => "'''",
        }
    }
}

/// Returns a Python string literal whose value is the text, character for character.
///
/// The most readable form that is safe: as it is, raw where it has backslashes, and with escapes only where neither works.
pub fn string_literal(text: &str) -> String {
    let quote = quote_for(text);
    let q = quote.text();
    if needs_escapes(text, quote) {
        return format!("{q}{}{q}", escaped(text, quote));
    }
    let prefix = if text.contains('\\') { "r" } else { "" };
    format!("{prefix}{q}{text}{q}")
}

/// Returns text for a line of a docstring.
pub fn docstring_line(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}

/// Returns the text as a Python comment, every line after `indent`.
pub fn comment(text: &str, indent: &str) -> String {
    let lines = plain_lines(text).into_iter().map(|line| format!("{indent}# {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

fn quote_for(text: &str) -> Quote {
    if text.contains('\n') {
        triple_for(text)
    } else if !text.contains('"') {
        Quote::Double
    } else if !text.contains('\'') {
        Quote::Single
    } else {
        triple_for(text)
    }
}

/// Three of the quotes that people expect, unless only the others need no escape.
fn triple_for(text: &str) -> Quote {
    let hurts = |quote: char| text.ends_with(quote) || text.contains(&quote.to_string().repeat(3));
    if hurts('"') && !hurts('\'') { Quote::TripleSingle } else { Quote::Triple }
}

/// Whether the text cannot stand between these quotes as it is, raw or not.
fn needs_escapes(text: &str, quote: Quote) -> bool {
    // A closing quote right after `"` or `\` would be read as part of the text.
    let closes_badly = text.ends_with('\\') || (quote == Quote::Triple && text.ends_with('"'));
    closes_badly || text.contains(is_hidden) || (quote == Quote::Triple && text.contains("\"\"\""))
}

fn escaped(text: &str, quote: Quote) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            // Three in a row would end the literal, and so would the last one together with the closing quotes.
            '"' if quote == Quote::Triple && matches!(chars.peek(), None | Some('"')) => out.push_str("\\\""),
            '\r' => out.push_str("\\r"),
            c if is_hidden(c) => push_code(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// Writes `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
fn push_code(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plainest_form_that_is_safe() {
        assert_eq!(string_literal("SELECT 'a'"), r#""SELECT 'a'""#);
        assert_eq!(string_literal(r#"DROP TABLE "a""#), r#"'DROP TABLE "a"'"#);
        assert_eq!(string_literal(r#"SELECT 'a' "b" "#), r#""""SELECT 'a' "b" """"#);
        assert_eq!(string_literal("a\nb"), "\"\"\"a\nb\"\"\"");
        assert_eq!(string_literal(r"E'\t'"), r#"r"E'\t'""#);
    }

    #[test]
    fn text_that_would_end_the_literal_is_escaped() {
        assert_eq!(string_literal("a\n\"\"\" b"), "'''a\n\"\"\" b'''");
        assert_eq!(string_literal("a\n\"\"\" ''' b"), "\"\"\"a\n\\\"\\\"\" ''' b\"\"\"");
        assert_eq!(string_literal("a\\"), r#""a\\""#);
        assert_eq!(string_literal("a\n\"b\""), "'''a\n\"b\"'''");
        assert_eq!(string_literal("a\r\nb"), "\"\"\"a\\r\nb\"\"\"");
    }

    #[test]
    fn a_comment_cannot_leave_its_line() {
        assert_eq!(comment("a\rimport os\n\nb", "  "), "  # a\n  # import os\n  #\n  # b");
    }
}
