//! The words of a text that hold more than ASCII. All that is asked of mojibake is asked of them: no ASCII takes part in it, and
//! words of ASCII count for nothing in the measure of natural text.

use std::ops::Range;

use super::scan::skip_ascii;
use crate::text::ledger::Short;

/// Returns the words with more than ASCII, separated by ASCII white space, with their places.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = skip_ascii(bytes, at);
        let before = bytes.get(at..first).filter(|_| first < bytes.len())?;
        let start = before.iter().rposition(u8::is_ascii_whitespace).map_or(at, |space| at + space + 1);
        let rest = bytes.get(first..)?;
        let end = rest.iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |space| first + space);
        at = end;
        Some(start..end)
    })
}

/// Writes the words to `key`, separated by blanks: texts with the same key are the same to repair.
pub fn key(text: &str, key: &mut String) {
    key.clear();
    for word in words(text) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(text.get(word).unwrap_or_default());
    }
}

/// The place of what changes, in the text and in what it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub span: Short,
    pub after: Short,
}

impl Change {
    /// Returns what changes of a word: all of it but for the ASCII characters that both have at either end.
    pub fn of_word(before: &str, after: &str) -> Self {
        let same = |pair: &(u8, u8)| pair.0 == pair.1 && pair.0.is_ascii();
        let head = before.bytes().zip(after.bytes()).take_while(same).count();
        let most = before.len().min(after.len()) - head;
        let tail = before.bytes().rev().zip(after.bytes().rev()).take_while(same).count().min(most);
        Self::new(head..before.len() - tail, head..after.len() - tail)
    }

    /// Puts the two places together.
    pub fn new(span: Range<usize>, after: Range<usize>) -> Self {
        Self { span: Short::new(span), after: Short::new(after) }
    }

    /// Moves the change in the text, and in what it becomes.
    #[must_use]
    pub fn shifted(&self, span: usize, after: usize) -> Self {
        let moved = |it: Short, by: usize| it.start() + by..it.end() + by;
        Self::new(moved(self.span, span), moved(self.after, after))
    }
}

/// Returns what changes in each word of a text, every character outside ASCII of which became another: from the first of them to
/// the last.
#[cfg(test)]
pub fn changes(before: &[u8], after: &[u8]) -> impl Iterator<Item = Change> {
    let (mut at, mut new) = (0, 0);
    std::iter::from_fn(move || {
        let first = skip_ascii(before, at);
        new += first - at;
        at = first;
        if at >= before.len() {
            return None;
        }
        let (mut span, mut put) = (at..at, new..new);
        loop {
            at = skip_others(before, at);
            new = skip_others(after, new);
            (span.end, put.end) = (at, new);
            let ascii = before.get(at..).unwrap_or_default();
            let gap = ascii.iter().take_while(|byte| byte.is_ascii() && !byte.is_ascii_whitespace()).count();
            if ascii.get(gap).is_none_or(u8::is_ascii) {
                return Some(Change::new(span, put));
            }
            at += gap;
            new += gap;
        }
    })
}

/// Returns the next place that is ASCII.
#[cfg(test)]
fn skip_others(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().position(u8::is_ascii).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_ascii_are_passed_over() {
        let text = "-- fÃ¼r alle,\tGrÃ¶ÃŸe xÃ¼";
        let found: Vec<&str> = words(text).map(|word| &text[word]).collect();
        assert_eq!(found, ["fÃ¼r", "GrÃ¶ÃŸe", "xÃ¼"]);
        let mut all = String::new();
        key(text, &mut all);
        assert_eq!(all, "fÃ¼r GrÃ¶ÃŸe xÃ¼");
        assert_eq!(words("ascii only").count(), 0);
    }

    #[test]
    fn a_word_changes_between_its_first_and_last_odd_character() {
        let (before, after) = ("-- fÃ¼r alle GrÃ¶ÃŸen Ã¼", "-- für alle Größen ü");
        let found: Vec<(&str, &str)> = changes(before.as_bytes(), after.as_bytes())
            .map(|change| (&before[change.span.range()], &after[change.after.range()]))
            .collect();
        assert_eq!(found, [("Ã¼", "ü"), ("Ã¶ÃŸ", "öß"), ("Ã¼", "ü")]);
    }
}
