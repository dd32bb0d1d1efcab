//! Reads text back through the chain of its file. Where every character outside ASCII takes part, and there are several, that
//! is no accident, and no measure of natural text is needed.
//!
//! One pass over the text, by tables, writes what it was, notes the edits, and sees whether the result may be mojibake itself.

use std::ops::Range;

use super::chain::{Chain, LONGEST};
use super::pages::{Cell, PageSet, TABLES, Tables, is_tail, near};
use super::scan::{BYTES_HIGH, character};
use super::words::Change;

/// So many characters that are all valid are no accident.
const SEVERAL: usize = 3;
/// So many letters are remembered.
const LETTERS: usize = 2048;
/// Characters below have at most two bytes in UTF-8.
const TWO_BYTES: usize = 0x800;
/// So many bytes are copied together.
const WORD: usize = 8;

/// A text read back.
#[derive(Debug)]
pub struct Passed {
    /// Where it was written.
    pub text: Range<usize>,
    /// For each page of the chain: the pages that give the same text in its place.
    pub alike: [PageSet; LONGEST],
    /// The first bytes of characters, in the page through which the text was misread last: one bit each, by their last six.
    pub leads: u64,
    /// Whether ASCII stands inside of what changes in some word.
    pub has_gaps: bool,
    /// Whether nothing in it looks like mojibake again. A quick look that is wrong only in saying no.
    pub is_calm: bool,
}

/// Reads texts back; keeps what it needs for that.
#[derive(Debug, Default)]
pub struct Reader {
    between: [Vec<u8>; 2],
    changes: Vec<Change>,
    /// By page.
    letters: Vec<Letters>,
}

/// What two or three characters were that stood for one, for one page: a text has few letters, and each comes again and again. A place
/// for each letter by a hash of the bytes; the last one there counts.
#[derive(Debug, Default)]
struct Letters {
    letters: Vec<Letter>,
    /// By a first character of two bytes: how many bytes the letter had, if it is remembered.
    lengths: Vec<u8>,
}

/// A letter of two or three bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Letter {
    /// The bytes of the characters, the first one lowest; none is 0.
    key: u64,
    alike: PageSet,
    kind: Kind,
    bytes: [u8; 4],
}

impl Letters {
    /// Makes room, where there is none.
    fn prepare(&mut self, cells: &[Cell]) {
        if self.letters.is_empty() {
            self.letters = vec![Letter::default(); LETTERS];
            let length = |cell: &Cell| match cell.byte {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                _ => 0,
            };
            self.lengths = cells.iter().take(TWO_BYTES).map(length).collect();
        }
    }

    /// Returns how many bytes the letter had whose characters start some text; 0 where it is not remembered.
    #[inline]
    fn length(&self, text: [u8; WORD]) -> u8 {
        let [lead @ 0xc2..=0xdf, tail, ..] = text else { return 0 };
        self.lengths.get(usize::from(lead & 0x1f) << 6 | usize::from(tail & 0x3f)).copied().unwrap_or_default()
    }

    #[inline]
    fn place(key: u64) -> usize {
        usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53).unwrap_or_default() % LETTERS
    }
}

impl Reader {
    /// Reads a text back through a chain and writes what it was to the end of `out`, and what changes in it to the end of `changes`: for
    /// each word, from its first character outside ASCII to its last. Both end as they were where a character outside ASCII takes no part.
    ///
    /// `start`: where the text stands, for the places of the changes.
    pub fn read(
        &mut self,
        text: &[u8],
        start: usize,
        chain: &Chain,
        out: &mut Vec<u8>,
        changes: &mut Vec<Change>,
    ) -> Option<Passed> {
        let (before, made) = (out.len(), changes.len());
        let passed = self.follow(text, start, chain, out, changes);
        if passed.is_none() {
            out.truncate(before);
            changes.truncate(made);
        }
        passed
    }

    fn follow(
        &mut self,
        text: &[u8],
        start: usize,
        chain: &Chain,
        out: &mut Vec<u8>,
        changes: &mut Vec<Change>,
    ) -> Option<Passed> {
        let (first, others) = chain.split_first()?;
        let made = changes.len();
        let (written, mut alike) = (out.len(), [0; LONGEST]);
        let target = if others.is_empty() { &mut *out } else { &mut self.between[0] };
        if !others.is_empty() {
            target.clear();
        }
        let last = chain.iter().max().copied().unwrap_or_default();
        if self.letters.len() <= last {
            self.letters.resize_with(last + 1, Letters::default);
        }
        let mut pass = Pass::new(*first, text, start, target, changes, self.letters.get_mut(*first)?).run()?;
        alike[0] = pass.alike;
        let (leads, has_gaps) = (pass.leads, pass.has_gaps);
        for (level, page) in others.iter().enumerate() {
            let [one, other] = &mut self.between;
            let is_last = level + 1 == others.len();
            let target = if is_last { &mut *out } else { &mut *other };
            if !is_last {
                target.clear();
            }
            self.changes.clear();
            pass = Pass::new(*page, one, 0, target, &mut self.changes, self.letters.get_mut(*page)?).run()?;
            *alike.get_mut(level + 1)? = pass.alike;
            // No ASCII takes part, so what changes in one pass changes in the next.
            let made = changes.get_mut(made..).filter(|made| made.len() == self.changes.len())?;
            made.iter_mut().zip(&self.changes).for_each(|(change, last)| change.after = last.after);
            self.between.swap(0, 1);
        }
        Some(Passed { text: written..out.len(), alike, leads, has_gaps, is_calm: pass.is_calm })
    }
}

/// What a pass through one page saw.
struct Seen {
    alike: PageSet,
    leads: u64,
    has_gaps: bool,
    is_calm: bool,
}

/// A pass through one page.
struct Pass<'a> {
    tables: &'static Tables,
    page: usize,
    cells: &'static [Cell],
    text: &'a [u8],
    at: usize,
    /// Where the text stands.
    start: usize,
    out: &'a mut Vec<u8>,
    /// Where `out` ends; behind it there is room.
    end: usize,
    changes: &'a mut Vec<Change>,
    letters: &'a mut Letters,
    seen: Seen,
}

/// What a character is to those beside it, where two look like mojibake together.
#[derive(Debug, Clone, Copy, Default)]
enum Kind {
    /// A Greek or Cyrillic letter, by its place.
    Near(u16),
    /// No code page has it.
    #[default]
    Apart,
    /// Any other, by its entry in the tables.
    Other(u16),
}

impl<'a> Pass<'a> {
    fn new(
        page: usize,
        text: &'a [u8],
        start: usize,
        out: &'a mut Vec<u8>,
        changes: &'a mut Vec<Change>,
        letters: &'a mut Letters,
    ) -> Self {
        let (tables, end) = (&*TABLES, out.len());
        letters.prepare(tables.cells(page));
        // No character gets longer; some bytes more are written over.
        out.resize(end + text.len() + WORD, 0);
        let seen = Seen { alike: PageSet::MAX, leads: 0, has_gaps: false, is_calm: true };
        Self { tables, page, cells: tables.cells(page), text, at: 0, start, out, end, changes, letters, seen }
    }

    fn run(mut self) -> Option<Seen> {
        let (mut characters, mut joins) = (0, false);
        loop {
            let gap = self.at;
            self.copy_ascii()?;
            if self.at >= self.text.len() {
                break;
            }
            let is_apart = !joins || self.text.get(gap..self.at)?.iter().any(u8::is_ascii_whitespace);
            let (from, after) = (self.start + self.at, self.end);
            characters += self.copy_characters()?;
            let (to, end) = (self.start + self.at, self.end);
            match self.changes.last_mut().filter(|_| !is_apart) {
                Some(word) => {
                    *word = Change::new(word.span.start()..to, word.after.start()..end);
                    self.seen.has_gaps = true;
                }
                None => self.changes.push(Change::new(from..to, after..end)),
            }
            joins = true;
        }
        self.out.truncate(self.end);
        (characters >= SEVERAL).then_some(self.seen)
    }

    fn copy_ascii(&mut self) -> Option<()> {
        while let Some(word) = self.text.get(self.at..self.at + WORD) {
            let word: [u8; WORD] = word.try_into().ok()?;
            self.out.get_mut(self.end..self.end + WORD)?.copy_from_slice(&word);
            let ascii = (u64::from_le_bytes(word) & BYTES_HIGH).trailing_zeros() as usize / 8;
            (self.at, self.end) = (self.at + ascii, self.end + ascii);
            if ascii < WORD {
                return Some(());
            }
        }
        while let Some(byte) = self.text.get(self.at).filter(|byte| byte.is_ascii()) {
            *self.out.get_mut(self.end)? = *byte;
            (self.at, self.end) = (self.at + 1, self.end + 1);
        }
        Some(())
    }

    /// Reads the characters outside ASCII back that stand together; returns how many they were.
    fn copy_characters(&mut self) -> Option<usize> {
        let from = self.at;
        let (mut before, mut pairs, mut characters) = (Kind::Apart, false, 0);
        while self.text.get(self.at).is_some_and(|byte| !byte.is_ascii()) {
            let kind = self.letter()?;
            match (before, kind) {
                (Kind::Apart, _) | (_, Kind::Apart) => {}
                (Kind::Near(one), Kind::Near(other)) => {
                    self.seen.is_calm &= !self.tables.is_near_suspicious(one.into(), other.into());
                    pairs = true;
                }
                (Kind::Other(one), Kind::Other(other)) => {
                    self.seen.is_calm &= !self.tables.is_suspicious(one, other);
                    pairs |= self.tables.is_foreign(one);
                }
                _ => self.seen.is_calm = false,
            }
            before = kind;
            characters += 1;
        }
        if pairs {
            let is_letter = |at: usize| self.text.get(at).is_some_and(u8::is_ascii_alphabetic);
            self.seen.is_calm &= !is_letter(from.wrapping_sub(1)) && !is_letter(self.at);
        }
        Some(characters)
    }

    /// As [`Self::character`]; a letter that was seen before is known.
    #[inline]
    fn letter(&mut self) -> Option<Kind> {
        let text: Option<[u8; WORD]> = self.text.get(self.at..self.at + WORD).and_then(|text| text.try_into().ok());
        let Some(text) = text else { return self.character() };
        // The ways are apart, so that none waits for what tells them apart.
        match self.letters.length(text) {
            2 if text[2] < 0xe0 => self.remembered::<2>(text, 4),
            2 => self.remembered::<2>(text, 5),
            3 => {
                let two = 4 + usize::from(text[2] >= 0xe0);
                let three = two + 2 + usize::from(text.get(two).is_some_and(|third| *third >= 0xe0));
                if three <= WORD { self.remembered::<3>(text, three) } else { self.character() }
            }
            _ => self.character(),
        }
    }

    /// Writes a letter of so many bytes, the characters of which take so many.
    #[inline]
    fn remembered<const LENGTH: usize>(&mut self, text: [u8; WORD], taken: usize) -> Option<Kind> {
        let key = u64::from_le_bytes(text) << (8 * (WORD - taken));
        let place = Letters::place(key);
        if let Some(letter) = self.letters.letters.get(place).filter(|letter| letter.key == key) {
            self.out.get_mut(self.end..self.end + 4)?.copy_from_slice(&letter.bytes);
            self.seen.leads |= 1 << (letter.bytes[0] & 0x3f);
            self.seen.alike &= letter.alike;
            (self.at, self.end) = (self.at + taken, self.end + LENGTH);
            return Some(letter.kind);
        }
        self.remember(key, (self.at + taken, self.end + LENGTH))
    }

    /// Writes the character here and remembers it, if it is a letter whose ends are where they should be.
    #[cold]
    fn remember(&mut self, key: u64, ends: (usize, usize)) -> Option<Kind> {
        let (end, alike) = (self.end, std::mem::replace(&mut self.seen.alike, PageSet::MAX));
        let kind = self.character()?;
        let bytes: [u8; 4] = self.out.get(end..end + 4).and_then(|bytes| bytes.try_into().ok())?;
        // U+FFFD is not calm; it is seen each time.
        if (self.at, self.end) == ends && !matches!(bytes, [0xef, 0xbf, 0xbd, _]) {
            *self.letters.letters.get_mut(Letters::place(key))? = Letter { key, alike: self.seen.alike, kind, bytes };
        }
        self.seen.alike &= alike;
        Some(kind)
    }

    /// Writes the character that the characters here were.
    fn character(&mut self) -> Option<Kind> {
        let lead = self.byte()?;
        self.seen.leads |= 1 << (lead & 0x3f);
        let (bytes, length) = match lead {
            0xc2..=0xdf => ([lead, self.tail()?, 0, 0], 2),
            0xe0..=0xef => ([lead, self.tail()?, self.tail()?, 0], 3),
            0xf0..=0xf4 => ([lead, self.tail()?, self.tail()?, self.tail()?], 4),
            _ => return None,
        };
        if !is_utf8(bytes) {
            return None;
        }
        self.out.get_mut(self.end..self.end + 4)?.copy_from_slice(&bytes);
        self.end += length;
        Some(match lead {
            0xcd..=0xd1 => near(&bytes, 0).and_then(|place| u16::try_from(place).ok()).map_or(Kind::Apart, Kind::Near),
            0xe3..=0xed | 0xf0..=0xf4 => Kind::Apart,
            _ => {
                // U+FFFD stands for something that is lost.
                self.seen.is_calm &= bytes != [0xef, 0xbf, 0xbd, 0];
                character(self.tables, bytes.get(..length)?, 0).map_or(Kind::Apart, |(entry, _)| Kind::Other(entry))
            }
        })
    }

    #[inline]
    fn tail(&mut self) -> Option<u8> {
        self.byte().filter(|byte| is_tail(*byte))
    }

    /// Returns the byte that the character here is in the page, and goes to the next.
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let cell = match self.text.get(self.at..self.at + 2)? {
            [lead @ 0xc2..=0xdf, tail] => {
                self.at += 2;
                *self.cells.get(usize::from(lead & 0x1f) << 6 | usize::from(tail & 0x3f))?
            }
            [lead @ 0xe0..=0xef, second] => {
                let third = self.text.get(self.at + 2)?;
                self.at += 3;
                let code = usize::from(lead & 0xf) << 12 | usize::from(second & 0x3f) << 6 | usize::from(third & 0x3f);
                match self.cells.get(code) {
                    Some(cell) => *cell,
                    None => self.tables.cell(self.page, u32::try_from(code).ok()?),
                }
            }
            _ => return None,
        };
        self.seen.alike &= cell.alike;
        Some(cell.byte)
    }
}

/// Whether a lead byte and its tails are no overlong form, no surrogate, and no more than U+10FFFF (Unicode, table 3-7).
fn is_utf8([lead, second, ..]: [u8; 4]) -> bool {
    match lead {
        0xe0 => second >= 0xa0,
        0xed => second < 0xa0,
        0xf0 => second >= 0x90,
        0xf4 => second < 0x90,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{chain, scan, words};
    use super::*;
    use crate::text::encoding::page::page;

    fn number(name: &str) -> usize {
        (0..64).find(|page| TABLES.name(*page) == name).unwrap()
    }

    fn read_through(text: &str, names: &[&str]) -> Option<String> {
        let chain: Chain = names.iter().map(|name| number(name)).collect();
        let (mut out, mut changes) = (b"kept".to_vec(), Vec::new());
        let passed = Reader::default().read(text.as_bytes(), 0, &chain, &mut out, &mut changes);
        assert!(out.starts_with(b"kept") && (passed.is_some() || out.len() == 4 && changes.is_empty()));
        passed.map(|passed| String::from_utf8(out[passed.text].to_vec()).unwrap())
    }

    #[test]
    fn every_character_takes_part_or_none_does() {
        let read = |text| read_through(text, &["windows-1252"]);
        assert_eq!(read("-- fÃ¼r StraÃŸe, GrÃ¶ÃŸe ðŸš€\n").as_deref(), Some("-- für Straße, Größe 🚀\n"));
        assert_eq!(read("fÃ¼r StraÃŸe"), None);
        assert_eq!(read("fÃ¼r StraÃŸe, GrÃ¶ÃŸe – x"), None);
        assert_eq!(read("Ã¼Ã¼Ã¼Ã"), None);
        assert_eq!(read("íŸ¿ íŸ¿ íŸ¿").as_deref(), Some("\u{d7ff} \u{d7ff} \u{d7ff}"));
        assert_eq!(read("í\u{a0}¿ í\u{a0}¿ í\u{a0}¿"), None);
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        let twice = "GrÃƒÂ¶ÃƒÅ¸e, fÃƒÂ¼r";
        assert_eq!(read_through(twice, &["windows-1252", "windows-1252"]).as_deref(), Some("Größe, für"));
    }

    /// Lines of several languages through several pages: what the pass gives is what the way character by character gives.
    #[test]
    fn the_pass_gives_what_reading_each_character_gives() {
        let lines = [
            "-- größere Straßen, für ä-ö/ü",
            "клиенты и СДЕЛАЙТЕ заказы",
            "πίνακας λήξει ΕΔ",
            "用户表，和订单表",
            "“quoted” – dash…",
            "müşteri ığdır İŞ",
            "x\u{fffd}y éàü",
            "aЯблоко bДом Домc",
            "🚀🚀 ё№",
        ];
        let names = ["windows-1252", "windows-1251", "windows-1254", "ibm437", "mac-roman", "iso-8859-1", "ibm866", "koi8-r"];
        let (mut reader, mut calm) = (Reader::default(), 0);
        for (line, names) in
            lines.iter().flat_map(|line| names.iter().flat_map(move |one| names.map(|other| (line, [*one, other]))))
        {
            for count in 1..=2 {
                let chain: Chain = names.iter().take(count).map(|name| number(name)).collect();
                let damaged = chain.iter().rev().fold((*line).to_owned(), |text, number| {
                    let page = page(TABLES.name(*number)).unwrap();
                    text.bytes().map(|byte| page.char(byte).unwrap_or(char::from(byte))).collect()
                });
                let (mut out, mut changes) = (b"kept".to_vec(), Vec::new());
                let passed = reader.read(damaged.as_bytes(), 7, &chain, &mut out, &mut changes);
                let Some(passed) = passed else { continue };
                let text = String::from_utf8(out[passed.text.clone()].to_vec()).unwrap();
                assert_eq!(text, chain::through(&damaged, &chain));
                let expected: Vec<Change> =
                    words::changes(damaged.as_bytes(), text.as_bytes()).map(|change| change.shifted(7, 4)).collect();
                assert_eq!(changes, expected, "{damaged}");
                assert!(!passed.is_calm || !scan::is_suspicious(text.as_bytes()), "{text}");
                calm += usize::from(passed.is_calm);
            }
        }
        assert!(calm > 20, "{calm}");
    }
}
