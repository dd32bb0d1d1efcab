//! One pass over a text through one code page: characters to bytes, and these to the characters of UTF-8 that they were.

use super::letters::{self, Kind, LETTERS, Letter, Letters, WORD};
use super::pages::{Cell, PageSet, TABLES, Tables, is_tail, near};
use super::scan::{BYTES_HIGH, character};
use super::words::Change;

/// So many characters that are all valid are no accident.
const SEVERAL: usize = 3;

/// What a pass through one page saw.
#[derive(Clone, Copy)]
pub struct Seen {
    /// The pages that give the same.
    pub alike: PageSet,
    /// The first bytes of characters: one bit each, by their last six.
    pub leads: u64,
    /// Whether ASCII stands inside of what changes in some word.
    pub has_gaps: bool,
    /// Whether nothing in the result looks like mojibake: wrong only in saying no.
    pub is_calm: bool,
}

/// Characters that stand together, as far as they were read back.
struct Run {
    before: Kind,
    /// Whether two of them stand side by side that are mojibake if a word of ASCII touches them.
    has_pairs: bool,
    is_calm: bool,
    characters: usize,
}

impl Run {
    #[inline]
    fn see(&mut self, tables: &Tables, kind: Kind) {
        match (self.before, kind) {
            (Kind::Apart, _) | (_, Kind::Apart) => {}
            (Kind::Near(one), Kind::Near(other)) => {
                self.is_calm &= !tables.is_near_suspicious(one.into(), other.into());
                self.has_pairs = true;
            }
            (Kind::Other(one), Kind::Other(other)) => {
                self.is_calm &= !tables.is_suspicious(one, other);
                self.has_pairs |= tables.is_foreign(one);
            }
            _ => self.is_calm = false,
        }
        self.before = kind;
        self.characters += 1;
    }
}

/// A pass through one page.
pub struct Pass<'a> {
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

impl<'a> Pass<'a> {
    /// Makes ready to read a text, which stands at `start`, behind the end of `out`.
    pub fn new(
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

    /// Reads it; nothing where a character outside ASCII takes no part, or too few do.
    pub fn run(mut self) -> Option<Seen> {
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
        let mut run = Run { before: Kind::Apart, has_pairs: false, is_calm: true, characters: 0 };
        loop {
            self.copy_letters(&mut run)?;
            if self.text.get(self.at).is_none_or(u8::is_ascii) {
                break;
            }
            let kind = self.character_to_remember()?;
            run.see(self.tables, kind);
        }
        if run.has_pairs {
            let is_letter = |at: usize| self.text.get(at).is_some_and(u8::is_ascii_alphabetic);
            run.is_calm &= !is_letter(from.wrapping_sub(1)) && !is_letter(self.at);
        }
        self.seen.is_calm &= run.is_calm;
        Some(run.characters)
    }

    /// Writes the letters here that were seen before.
    fn copy_letters(&mut self, run: &mut Run) -> Option<()> {
        let (text, tables, remembered) = (self.text, self.tables, &*self.letters);
        let known: &[Letter; LETTERS] = remembered.letters.as_slice().try_into().ok()?;
        let out = self.out.as_mut_slice();
        let (mut at, mut end, Seen { mut alike, mut leads, .. }) = (self.at, self.end, self.seen);
        while let Some(word) = text.get(at..at + WORD) {
            let word: [u8; WORD] = word.try_into().ok()?;
            let length = remembered.length(word);
            let Some(taken) = letters::taken(word, length) else { break };
            let key = letters::key(word, taken);
            let letter = &known[letters::place(key) % LETTERS];
            if letter.key != key {
                break;
            }
            out.get_mut(end..end + 4)?.copy_from_slice(&letter.bytes);
            leads |= 1 << (letter.bytes[0] & 0x3f);
            alike &= letter.alike;
            run.see(tables, letter.kind);
            at += taken;
            end += usize::from(length);
        }
        (self.at, self.end) = (at, end);
        (self.seen.alike, self.seen.leads) = (alike, leads);
        Some(())
    }

    /// As [`Self::character`]; remembers it, if it is a letter whose ends are where they should be.
    #[cold]
    fn character_to_remember(&mut self) -> Option<Kind> {
        let word: Option<[u8; WORD]> = self.text.get(self.at..self.at + WORD).and_then(|word| word.try_into().ok());
        let Some(word) = word else { return self.character() };
        let length = self.letters.length(word);
        let Some(taken) = letters::taken(word, length) else { return self.character() };
        let (end, ends) = (self.end, (self.at + taken, self.end + usize::from(length)));
        let alike = std::mem::replace(&mut self.seen.alike, PageSet::MAX);
        let kind = self.character()?;
        let bytes: [u8; 4] = self.out.get(end..end + 4).and_then(|bytes| bytes.try_into().ok())?;
        // U+FFFD is not calm; it is seen each time.
        if (self.at, self.end) == ends && !matches!(bytes, [0xef, 0xbf, 0xbd, _]) {
            let key = letters::key(word, taken);
            *self.letters.letters.get_mut(letters::place(key))? = Letter { key, alike: self.seen.alike, kind, bytes };
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
