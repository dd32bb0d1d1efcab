//! Passes over text in one script that holds nothing suspicious, many bytes at once.
//!
//! Invariant: what is called calm holds no characters that [`super::scan`] would stop at when it looks at each. The text is neither read
//! word by word nor character by character: no branch depends on where they end.

use super::pages::Tables;

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

    /// Whether nothing suspicious starts in the block at this place: it holds ASCII, characters of the script, and characters
    /// that no code page has (ideographs, wide forms). At the end
    /// of the text nothing is said of it.
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

    #[test]
    fn no_page_has_what_counts_as_wide() {
        for code in (0x3000..0xe000).chain(0xff00..0x1_0000) {
            assert_eq!(TABLES.entry_of_code(code), 0, "{code:x}");
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
