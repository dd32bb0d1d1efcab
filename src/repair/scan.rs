//! Tells quickly that a text holds no mojibake: most texts do not.

use std::ops::Range;

use super::calm::{self, Script};
use super::pages::{Letters, TABLES, Tables, near};

/// UTF-8 of U+FFFD.
const REPLACEMENT: [u8; 3] = [0xef, 0xbf, 0xbd];
/// So many bytes are looked at together.
const WORD: usize = 8;
const BLOCK: usize = 64;
/// The highest bit of eight bytes: set where they are not ASCII.
pub const BYTES_HIGH: u64 = 0x8080_8080_8080_8080;

/// Whether something in the text looks like misread UTF-8, or was lost.
pub fn is_suspicious(text: &[u8]) -> bool {
    first_suspicious(text, 0).is_some() || holds_replacement(text)
}

/// Whether a character was replaced by U+FFFD.
pub fn holds_replacement(text: &[u8]) -> bool {
    memchr::memchr_iter(0xef, text).any(|at| text.get(at..at + 3) == Some(&REPLACEMENT))
}

/// Returns the first place, behind one that stands between words, where two characters look like misread UTF-8.
pub fn first_suspicious(text: &[u8], start: usize) -> Option<usize> {
    next_suspicious(text, start, true)
}

/// As [`first_suspicious`]. `may_be_calm`: whether it is likely that the text starts with calm blocks.
fn next_suspicious(text: &[u8], start: usize, mut may_be_calm: bool) -> Option<usize> {
    let tables = &*TABLES;
    let mut script = tables.script(1)?;
    // Up to `seen` every character was looked at; all before `at` is calm.
    let (mut seen, mut at) = (start, start);
    loop {
        while may_be_calm && script.is_calm(text, at) {
            at += calm::BLOCK;
        }
        may_be_calm = true;
        let end = at + calm::BLOCK;
        at = run_start(text, seen, at);
        while at < end {
            let pair = next_pair(text, at)?;
            if let Some(other) = text.get(pair).and_then(|lead| tables.script(Script::of(*lead)?)) {
                script = other;
            }
            match is_run_suspicious(tables, text, pair) {
                Some(end) => at = end,
                None => return Some(pair),
            }
        }
        seen = at;
    }
}

/// Says of one piece of a text after the other whether it is suspicious, and reads the text only once for that.
#[derive(Debug)]
pub struct Suspects<'a> {
    text: &'a [u8],
    /// Lines that hold two characters that look like misread UTF-8, and up to where there are no others.
    lines: std::vec::IntoIter<Range<usize>>,
    line: Range<usize>,
    read: usize,
    /// The next two such characters, and the next U+FFFD, as far as they were looked for.
    pair: usize,
    lost: usize,
    /// Whether the last piece was suspicious.
    is_damaged: bool,
    is_replacement: memchr::memmem::Finder<'static>,
}

impl<'a> Suspects<'a> {
    /// Knows that up to `read` no other lines than these hold suspicious characters.
    pub fn new(text: &'a [u8], lines: Vec<Range<usize>>, read: usize) -> Self {
        let is_replacement = memchr::memmem::Finder::new(&REPLACEMENT);
        Self { text, lines: lines.into_iter(), line: 0..0, read, pair: 0, lost: 0, is_damaged: true, is_replacement }
    }

    /// As [`is_suspicious`] for a piece. Pieces come in order; no characters outside ASCII stand together that are of two of them, and no
    /// letter beside a piece touches any that is not ASCII in it.
    pub fn has(&mut self, piece: &Range<usize>) -> bool {
        if self.lost <= piece.start {
            let rest = self.text.get(piece.start..).unwrap_or_default();
            self.lost = self.is_replacement.find(rest).map_or(usize::MAX, |at| piece.start + at);
        }
        self.lost < piece.end || self.has_pair(piece)
    }

    fn has_pair(&mut self, piece: &Range<usize>) -> bool {
        while self.line.end <= piece.start {
            let Some(line) = self.lines.next() else { break };
            self.line = line;
        }
        let is_in_line = self.line.start < piece.end && piece.start < self.line.end;
        if piece.end <= self.read && !is_in_line {
            return false;
        }
        if self.pair <= piece.start {
            // One damaged piece often follows another.
            self.pair = next_suspicious(self.text, piece.start, !self.is_damaged).unwrap_or(usize::MAX);
        }
        self.is_damaged = self.pair < piece.end;
        self.is_damaged
    }
}

/// As [`first_suspicious`], without passing over what is calm.
#[cfg(test)]
pub fn first_suspicious_exactly(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(pair) = next_pair(text, at) {
        match is_run_suspicious(&TABLES, text, pair) {
            Some(end) => at = end,
            None => return Some(pair),
        }
    }
    None
}

/// Returns where the characters outside ASCII start that a place stands in, or the place; not before `seen`.
fn run_start(text: &[u8], seen: usize, at: usize) -> usize {
    let before = text.get(seen..at).unwrap_or_default();
    seen + before.iter().rposition(u8::is_ascii).map_or(0, |ascii| ascii + 1)
}

/// Returns where the next two characters outside ASCII stand that follow each other. Before `start` stands ASCII.
fn next_pair(text: &[u8], start: usize) -> Option<usize> {
    let mut carry = 0;
    let mut at = start;
    let mut pairs = 0;
    while let Some(word) = text.get(at..at + WORD).and_then(|word| word.try_into().ok()) {
        let word = u64::from_le_bytes(word);
        let high = word & BYTES_HIGH;
        pairs = word & word << 1 & (high << 8 | carry) & BYTES_HIGH;
        if pairs != 0 {
            break;
        }
        carry = high >> 56;
        at += WORD;
        while carry == 0 && text.get(at..at + BLOCK).is_some_and(<[u8]>::is_ascii) {
            at += BLOCK;
        }
    }
    let second = if pairs == 0 { last_pair(text, at)? } else { at + pairs.trailing_zeros() as usize / 8 };
    let before = text.get(..second).unwrap_or_default();
    before.iter().rposition(|byte| *byte >= 0xc0)
}

/// The second of two characters that follow each other, in the last bytes of a text.
fn last_pair(text: &[u8], from: usize) -> Option<usize> {
    (from..text.len()).find(|at| *at > 0 && text.get(*at) >= Some(&0xc0) && text.get(at - 1) >= Some(&0x80))
}

/// Returns the end of the characters outside ASCII that start here; `None` where they are suspicious.
fn is_run_suspicious(tables: &Tables, text: &[u8], start: usize) -> Option<usize> {
    // The letter of a word in ASCII that touches the characters.
    let before = letter(text, start.wrapping_sub(1));
    let touched = before.is_some();
    let mut at = start;
    let (mut first, mut second) = (0, 0);
    if !touched {
        let (mut one, mut other) = (None, None);
        while let Some(place) = near(text, at) {
            (one, other) = (other, Some(place));
            if one.is_some_and(|one| tables.is_near_suspicious(one, place)) {
                return None;
            }
            at += 2;
        }
        if text.get(at).is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()) {
            return Some(at);
        }
        let entry = |place: Option<usize>| place.map_or(0, |place| tables.entry_of_near(place));
        (first, second) = (entry(one), entry(other));
    }
    while let Some((entry, width)) = character(tables, text, at) {
        (first, second) = (second, entry);
        if first != 0 && second != 0 {
            if tables.is_suspicious(first, second) || before.is_some_and(|before| is_mixed(tables, before, first, second)) {
                return None;
            }
        }
        at += width;
    }
    let mixed = first != 0 && second != 0 && letter(text, at).is_some_and(|after| is_mixed_before(tables, first, second, after));
    (!mixed).then_some(at)
}

/// Whether two characters somewhere behind an ASCII letter, in its word, look like two bytes of one.
fn is_mixed(tables: &Tables, before: u8, first: u16, second: u16) -> bool {
    let is_odd = || match tables.letters(first, second) {
        Some(Letters::Capitals) => before.is_ascii_lowercase(),
        Some(Letters::CapitalAndSmall) => true,
        None => false,
    };
    (tables.is_foreign(first) || is_odd()) && tables.common(first, second) != 0
}

/// Whether two characters right before an ASCII letter look like two bytes of one.
fn is_mixed_before(tables: &Tables, first: u16, second: u16, after: u8) -> bool {
    let is_odd = || after.is_ascii_lowercase() && tables.letters(first, second) == Some(Letters::Capitals);
    (tables.is_foreign(first) || is_odd()) && tables.common(first, second) != 0
}

/// Returns the entry of the character that starts here, and how many bytes it has; `None` for ASCII and at the end.
#[inline]
pub fn character(tables: &Tables, text: &[u8], at: usize) -> Option<(u16, usize)> {
    match text.get(at..).unwrap_or_default() {
        [0xc2..=0xdf, ..] if text.len() < at + 2 => None,
        [lead @ 0xc2..=0xdf, tail, ..] => Some((tables.entry_of_two(*lead, *tail), 2)),
        // Ideographs are in no page.
        [0xe3..=0xed, _, _, ..] => Some((0, 3)),
        [lead @ 0xe0..=0xef, second, third, ..] => {
            let code = u32::from(lead & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
            Some((tables.entry_of_code(code), 3))
        }
        [0xf0..=0xf4, _, _, _, ..] => Some((0, 4)),
        _ => None,
    }
}

fn letter(text: &[u8], at: usize) -> Option<u8> {
    text.get(at).copied().filter(u8::is_ascii_alphabetic)
}

/// Returns the next place that is not ASCII.
pub fn skip_ascii(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(word) = text.get(at..at + WORD).and_then(|word| word.try_into().ok()) {
        let marks = u64::from_le_bytes(word) & BYTES_HIGH;
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += WORD;
        while text.get(at..at + BLOCK).is_some_and(<[u8]>::is_ascii) {
            at += BLOCK;
        }
    }
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_passed_over_at_once() {
        for text in
            ["SELECT 1;", "müşteri ığdır ŞUBESİ", "Клиенты и заказы", "πίνακας", "表 テーブル", "“quoted” – it’s", "✓ → …"]
        {
            assert!(!is_suspicious(text.as_bytes()), "{text}");
        }
        for text in
            ["mÃ¼ÅŸteri", "ÐºÐ»Ð¸", "РєР»РёРµРЅС‚", "cumpleaУБos", "yΓΆ", "m├╝┼şteri", "a\u{fffd}b", "obÄŤan", "UĹľit", "Äťa"]
        {
            assert!(is_suspicious(text.as_bytes()), "{text}");
        }
    }
}
