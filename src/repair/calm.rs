//! Passes over text in one script that holds nothing suspicious, many bytes at once.
//!
//! Invariant: what is called calm holds no characters that [`super::scan`] would stop at when it looks at each. The text is neither read
//! word by word nor character by character: no branch depends on where they end.

use std::ops::Range;

use super::pages::{TABLES, Tables};
use super::scan::skip_ascii;

/// So many bytes are looked at together.
pub const BLOCK: usize = 64;
/// A character may start at the last of them, and another behind it.
const WINDOW: usize = BLOCK + 3;
/// Characters of a script, and their pairs.
const LETTERS: usize = 128;
const PAIRS: usize = LETTERS * LETTERS;

/// A script whose characters have one of two first bytes in UTF-8, an even one and the next.
#[derive(Debug)]
pub struct Script {
    lead: u8,
    /// By pair of characters, seven bits each: 1 where they look like two bytes of one. What is no character of the script counts as its
    /// first one, which goes with all.
    pairs: Box<[u8; PAIRS]>,
}

impl Script {
    /// Greek and Cyrillic: texts in them consist of little else than their pairs.
    pub fn all(tables: &Tables) -> [Self; 2] {
        [0xce, 0xd0].map(|lead| {
            let mut pairs = Box::new([0; PAIRS]);
            for (at, pair) in pairs.iter_mut().enumerate().skip(LETTERS) {
                let entry = |letter: usize| u32::try_from(letter).map_or(0, |letter| entry(tables, lead, letter));
                let (first, second) = (entry(at / LETTERS), entry(at % LETTERS));
                let odd = first != 0 && second != 0 && at % LETTERS != 0 && tables.is_suspicious(first, second);
                *pair = u8::from(odd);
            }
            Self { lead, pairs }
        })
    }

    /// Returns which of the scripts has a character that starts with this byte.
    pub fn of(lead: u8) -> Option<usize> {
        match lead {
            0xce | 0xcf => Some(0),
            0xd0 | 0xd1 => Some(1),
            _ => None,
        }
    }

    /// Whether nothing suspicious starts in the block at this place: it holds ASCII, characters of the script, and characters that
    /// no code page has (ideographs, wide forms). At the end of the text nothing is said of it.
    #[inline]
    pub fn is_calm(&self, text: &[u8], at: usize) -> bool {
        let window: Option<&[u8; WINDOW]> = text.get(at..at + WINDOW).and_then(|window| window.try_into().ok());
        let Some(window) = window else { return false };
        if window.first_chunk::<BLOCK>().is_some_and(|block| block.is_ascii()) {
            return !(is_letter(window[BLOCK - 1]) == 1 && window[BLOCK] & 0xfe == self.lead);
        }
        !self.holds_others(window) && !self.holds_odd_pair(window)
    }

    /// Whether something else stands there than what [`Self::is_calm`] names, or it touches a word of ASCII letters.
    #[inline]
    fn holds_others(&self, window: &[u8; WINDOW]) -> bool {
        let starts = |byte: u8| u8::from(byte & 0xfe == self.lead);
        let wide =
            |one: u8, two: u8| u8::from(one.wrapping_sub(0xe3) <= 0xed - 0xe3) | u8::from(one == 0xef) & u8::from(two >= 0xbc);
        // Loops of few and simple steps, each over one byte: compilers make instructions of them that take many bytes at once.
        let mut found = [0; BLOCK];
        for (found, (first, second)) in found.iter_mut().zip(window.iter().zip(&window[1..])) {
            let other = u8::from(*first >= 0xc0) & (starts(*first) ^ 1) & (wide(*first, *second) ^ 1);
            let unclear = u8::from(*first == self.lead) & u8::from(*second == 0x80);
            *found = other | unclear | is_letter(*first) & starts(*second);
        }
        for (found, ((first, third), fourth)) in found.iter_mut().zip(window.iter().zip(&window[2..]).zip(&window[3..])) {
            *found |= starts(*first) & is_letter(*third) | u8::from(*first >= 0xe0) & starts(*fourth);
        }
        found.iter().fold(0, |any, found| any | found) != 0
    }

    /// Whether each character in the block at this place stands beside another of the script, is in no code page, or is `known`. At the start
    /// and the end of the text nothing is said of it.
    fn stand_together(&self, text: &[u8], at: usize, known: impl Fn(usize) -> bool) -> bool {
        let window = at.checked_sub(2).and_then(|start| text.get(start..start + WINDOW + 1));
        let Some(window) = window.and_then(|window| <&[u8; WINDOW + 1]>::try_from(window).ok()) else { return false };
        let starts = |byte: u8| u8::from(byte & 0xfe == self.lead);
        let mut found = [0; BLOCK];
        for (found, ((before, first), third)) in found.iter_mut().zip(window.iter().zip(&window[2..]).zip(&window[4..])) {
            let alone = starts(*first) & (starts(*before) ^ 1) & (starts(*third) ^ 1);
            *found = alone | u8::from(*first >= 0xc0) & (starts(*first) ^ 1);
        }
        for (found, (first, second)) in found.iter_mut().zip(window[2..].iter().zip(&window[3..])) {
            let wide = u8::from(first.wrapping_sub(0xe3) <= 0xed - 0xe3);
            // Greek has signs that are no letters; they stand at its start but for one.
            let sign = u8::from(*first == 0xce) & (u8::from(*second < 0x90) | u8::from(*second == 0xa2));
            *found = *found & (wide ^ 1) | sign | u8::from(*first == 0xcf) & u8::from(*second == 0xb6);
        }
        if found.iter().fold(0, |any, found| any | found) == 0 {
            return true;
        }
        let places = found.iter().enumerate().filter(|(_, found)| **found != 0);
        places.map(|(place, _)| at + place).all(known)
    }

    #[inline]
    fn holds_odd_pair(&self, window: &[u8; WINDOW]) -> bool {
        let mut letters = [0; WINDOW - 1];
        let mut any = 0;
        for (letter, (lead, tail)) in letters.iter_mut().zip(window.iter().zip(&window[1..])) {
            let mask = if lead & 0xfe == self.lead { 0xff } else { 0 };
            *letter = ((lead & 1) << 6 | tail & 0x3f) & mask;
            any |= mask;
        }
        if any == 0 {
            return false;
        }
        let pairs = letters.iter().zip(&letters[2..]);
        let odd = |first: &u8, second: &u8| self.pairs[(usize::from(*first) << 7 | usize::from(*second)) % PAIRS];
        pairs.fold(0, |found, (first, second)| found | odd(first, second)) != 0
    }
}

/// Whether every character outside ASCII of a piece stands beside another of its script, is in no code page, or is `known`, by its place.
/// A quick look that is wrong only in saying no.
pub fn stand_together(text: &[u8], piece: &Range<usize>, known: impl Fn(usize) -> bool) -> bool {
    let lead = text.get(skip_ascii(text, piece.start)).and_then(|lead| Script::of(*lead));
    let Some(script) = lead.and_then(|script| TABLES.script(script)) else { return false };
    piece.clone().step_by(BLOCK).all(|at| script.stand_together(text, at, &known))
}

fn entry(tables: &Tables, lead: u8, letter: u32) -> u16 {
    tables.entry_of_code(u32::from(lead & 0x1f) << 6 | letter)
}

/// 1 for an ASCII letter.
fn is_letter(byte: u8) -> u8 {
    u8::from((byte | 0x20).wrapping_sub(b'a') < 26)
}

#[cfg(test)]
mod tests {
    use super::super::pages::TABLES;
    use super::super::scan;
    use super::{Range, stand_together};

    #[test]
    fn no_page_has_what_counts_as_wide() {
        for code in (0x3000..0xe000).chain(0xff00..0x1_0000) {
            assert_eq!(TABLES.entry_of_code(code), 0, "{code:x}");
        }
    }

    #[test]
    fn letters_stand_together_in_words_of_several() {
        let long = "-- клиенты и заказы ".repeat(9);
        let words = long.replace('и', "ии");
        let together = |text: &str, piece: Range<usize>| stand_together(text.as_bytes(), &piece, |_| false);
        assert!(together(&words, 2..70) && !together(&long, 2..70));
        assert!(stand_together(long.as_bytes(), &(2..70), |at| long[at..].starts_with('и')));
        for (good, bad) in [("表", "ü"), ("示", "\u{fffd}"), (" a ", "“"), ("дд", "д")] {
            let text = |part: &str| format!("{words} {part} {words}");
            let place = || words.len() - "заказы ".len()..words.len() + 20;
            assert!(together(&text(good), place()) && !together(&text(bad), place()), "{good} {bad}");
        }
    }

    /// Texts made by chance of what the ways differ in: the calm way passes over nothing that is suspicious.
    #[test]
    fn nothing_suspicious_is_calm() {
        let parts = [
            "клиенты",
            "ДЕ",
            "Б",
            "д",
            "Ѐ",
            "λήξει",
            "πίνακας",
            "ΕΔ",
            " ",
            " ",
            ", ",
            "a",
            "z",
            "-- ",
            "\n",
            "表",
            "表示",
            "，",
            "ü",
            "ş",
            "ığ",
            "“",
            "—",
            "Р°",
            "Ã¼",
            "ё",
            "№",
            "\u{fffd}",
            "\u{f8ff}",
            "🚀",
            "SELECT 1 FROM t WHERE a = b;",
        ];
        let mut number = 3_u64;
        let mut throw = |sides: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(number >> 33).unwrap() % sides
        };
        let mut calm = 0;
        for _ in 0..4_000 {
            let few: Vec<&str> = (0..=throw(6)).map(|_| parts[throw(parts.len())]).collect();
            let text: String = (0..throw(120)).map(|_| few[throw(few.len())]).collect();
            let found = scan::first_suspicious(text.as_bytes(), 0);
            assert_eq!(found, scan::first_suspicious_exactly(text.as_bytes(), 0), "{text}");
            calm += usize::from(TABLES.script(1).unwrap().is_calm(text.as_bytes(), 0));
        }
        assert!(calm > 400, "{calm}");
    }
}
