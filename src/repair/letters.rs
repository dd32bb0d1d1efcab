//! Letters that were read back before, with the characters that they had become: a text has few letters, and each comes again and again.

use super::pages::{Cell, PageSet};

/// So many letters are remembered.
pub const LETTERS: usize = 2048;
/// So many bytes are looked at together.
pub const WORD: usize = 8;
/// Characters below have at most two bytes in UTF-8.
const TWO_BYTES: usize = 0x800;

/// What two or three characters were that stood for one, for one page.
#[derive(Debug, Default)]
pub struct Letters {
    /// Each by a hash of its bytes; of two with the same place the last one counts.
    pub letters: Vec<Letter>,
    /// By a first character of two bytes: how many bytes the letter had, if it is remembered.
    lengths: Vec<u8>,
}

/// A letter of two or three bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Letter {
    /// The bytes of the characters, the first one lowest; none is 0.
    pub key: u64,
    pub alike: PageSet,
    pub kind: Kind,
    pub bytes: [u8; 4],
}

impl Letters {
    /// Makes room, where there is none.
    pub fn prepare(&mut self, cells: &[Cell]) {
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
    pub fn length(&self, text: [u8; WORD]) -> u8 {
        let [lead @ 0xc2..=0xdf, tail, ..] = text else { return 0 };
        self.lengths.get(usize::from(lead & 0x1f) << 6 | usize::from(tail & 0x3f)).copied().unwrap_or_default()
    }
}

/// How many bytes the characters at the start of some text take that were a letter of so many bytes; nothing where it is not remembered.
#[inline]
pub fn taken(text: [u8; WORD], length: u8) -> Option<usize> {
    let two = if text[2] < 0xe0 { 4 } else { 5 };
    match length {
        2 => Some(two),
        3 => Some(two + 2 + usize::from(text.get(two)? >= &0xe0)).filter(|three| *three <= WORD),
        _ => None,
    }
}

/// The bytes of the characters at the start of some text, the first one lowest.
#[inline]
pub fn key(text: [u8; WORD], taken: usize) -> u64 {
    u64::from_le_bytes(text) << (8 * (WORD - taken))
}

/// Where a letter is remembered.
#[inline]
pub fn place(key: u64) -> usize {
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53).unwrap_or_default()
}

/// What a character is to those beside it, where two look like mojibake together.
#[derive(Debug, Clone, Copy, Default)]
pub enum Kind {
    /// A Greek or Cyrillic letter, by its place.
    Near(u16),
    /// No code page has it.
    #[default]
    Apart,
    /// Any other, by its entry in the tables.
    Other(u16),
}
