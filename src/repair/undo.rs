//! Takes a misreading back: characters to the bytes of a code page, and these to the characters of UTF-8 that they were.

use super::pages::{PageSet, TABLES, is_lead, is_tail};
use crate::text::encoding::cesu;

/// A text read back through one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadBack {
    pub text: String,
    /// How many characters were put together.
    pub characters: usize,
    /// Characters outside ASCII that were none of them.
    pub others: usize,
}

/// Returns the pages in which some characters of the text look like UTF-8 that was misread.
pub fn pages(text: &str) -> PageSet {
    let (mut set, mut before) = (0, 0);
    for char in text.chars() {
        let entry = if char.is_ascii() { 0 } else { TABLES.entry(char) };
        if before != 0 && entry != 0 {
            set |= TABLES.common(before, entry);
        }
        before = entry;
    }
    set
}

/// Reads a text back through a page; what is no UTF-8 there stays as it is.
pub fn read_back(text: &str, page: usize) -> ReadBack {
    let mut back = ReadBack { text: String::with_capacity(text.len()), ..ReadBack::default() };
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        if char.is_ascii() {
            let end = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let (ascii, others) = rest.split_at(end);
            back.text.push_str(ascii);
            rest = others;
            continue;
        }
        let was = first_character(rest, page);
        back.characters += usize::from(was.is_some());
        back.others += usize::from(was.is_none());
        let (char, length) = was.unwrap_or((char, char.len_utf8()));
        back.text.push(char);
        rest = rest.get(length..).unwrap_or_default();
    }
    back
}

/// Returns the character that the first characters of a text were, and how many bytes of the text these are. Surrogate pairs count
/// as well: programs that misread text write CESU-8 too.
pub fn first_character(text: &str, page: usize) -> Option<(char, usize)> {
    one_of_utf8(text, page).or_else(|| surrogates(text, page))
}

fn surrogates(text: &str, page: usize) -> Option<(char, usize)> {
    let (mut bytes, mut length) = ([0_u8; 6], 0);
    let mut chars = text.chars();
    for byte in &mut bytes {
        let char = chars.next().filter(|char| !char.is_ascii())?;
        *byte = TABLES.byte(page, char)?;
        length += char.len_utf8();
    }
    Some((cesu::pair(&bytes)?, length))
}

fn one_of_utf8(text: &str, page: usize) -> Option<(char, usize)> {
    let mut bytes = [0_u8; 4];
    let (mut wanted, mut length) = (1, 0);
    let mut chars = text.chars();
    for at in 0..bytes.len() {
        if at == wanted {
            break;
        }
        let char = chars.next().filter(|char| !char.is_ascii())?;
        let byte = TABLES.byte(page, char)?;
        if at == 0 {
            wanted = width(byte).filter(|_| is_lead(byte))?;
        } else if !is_tail(byte) {
            return None;
        }
        *bytes.get_mut(at)? = byte;
        length += char.len_utf8();
    }
    let was = str::from_utf8(bytes.get(..wanted)?).ok()?.chars().next()?;
    Some((was, length))
}

/// Returns how many bytes the character has that starts with this byte.
pub fn width(lead: u8) -> Option<usize> {
    match lead {
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}
