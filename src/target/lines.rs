//! Text that must stay on lines of its own: nothing in it may end a comment or hide from the reader.

use std::fmt::Write as _;

/// Returns the lines of a text, with control characters shown as `\u{7}`.
///
/// A line ends where any tool thinks that it ends: Python and PostgreSQL at CR and LF, editors and `str.splitlines` also at
/// form feed, U+0085, U+2028 and others.
pub fn plain_lines(text: &str) -> Vec<String> {
    let unified = text.replace("\r\n", "\n");
    unified.split(ends_line).map(|line| shown(line).trim_end().to_owned()).collect()
}

/// Returns the text on one line.
pub fn one_line(text: &str) -> String {
    plain_lines(text.trim()).join(" ")
}

/// Whether a character is invisible or changes how its neighbours are shown, other than tab and line feed.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t' && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if is_hidden(c) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let text = "a\nb\r\nc\rd\u{b}e\u{c}f\u{85}g\u{2028}h\u{2029}i";
        assert_eq!(plain_lines(text), ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    }

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(plain_lines("a\0b\u{202e}c"), ["a\\u{0}b\\u{202e}c"]);
    }
}
