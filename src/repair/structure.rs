//! Reads text back through the chain of its file. Where every character outside ASCII takes part, and there are several, that
//! is no accident, and no measure of natural text is needed.

use std::ops::Range;

use super::chain::{Chain, LONGEST};
use super::pages::{PageSet, TABLES, Tables, is_tail};
use super::scan::{character, skip_ascii};
use super::undo::width;

/// So many characters that are all valid are no accident.
const SEVERAL: usize = 3;

/// A text read back.
#[derive(Debug)]
pub struct Passed {
    /// Where it was written.
    pub text: Range<usize>,
    /// For each page of the chain: the pages that give the same text in its place.
    pub alike: [PageSet; LONGEST],
}

/// Reads a text back through a chain and writes what it was to the end of `out`, which ends as it was where a character outside
/// ASCII takes no part.
pub fn read(text: &[u8], chain: &Chain, out: &mut Vec<u8>) -> Option<Passed> {
    let start = out.len();
    let alike = read_all(text, chain, out);
    if alike.is_none() {
        out.truncate(start);
    }
    Some(Passed { text: start..out.len(), alike: alike? })
}

fn read_all(text: &[u8], chain: &Chain, out: &mut Vec<u8>) -> Option<[PageSet; LONGEST]> {
    let start = out.len();
    let mut alike = [0; LONGEST];
    for (level, (page, alike)) in chain.iter().zip(&mut alike).enumerate() {
        *alike = if level == 0 {
            pass(text, *page, out)?
        } else {
            let before = out.split_off(start);
            pass(&before, *page, out)?
        };
    }
    Some(alike)
}

/// Reads a text back through one page, behind the end of `out`; returns the pages that give the same.
fn pass(text: &[u8], page: usize, out: &mut Vec<u8>) -> Option<PageSet> {
    let tables = &*TABLES;
    let page = Page { tables, bytes: tables.bytes(page), alike: tables.alike(page) };
    let (mut at, mut alike, mut characters) = (0, PageSet::MAX, 0);
    let mut end = out.len();
    // No character gets longer; three bytes more are written over.
    out.resize(end + text.len() + 3, 0);
    while at < text.len() {
        let next = skip_ascii(text, at);
        let length = next - at;
        out.get_mut(end..end + length)?.copy_from_slice(text.get(at..next)?);
        (at, end) = (next, end + length);
        while text.get(at).is_some_and(|byte| !byte.is_ascii()) {
            let (bytes, length, next) = page.character(text, at, &mut alike)?;
            out.get_mut(end..end + 4)?.copy_from_slice(&bytes);
            (at, end) = (next, end + length);
            characters += 1;
        }
    }
    out.truncate(end);
    (characters >= SEVERAL).then_some(alike)
}

struct Page<'a> {
    tables: &'a Tables,
    bytes: &'a [u8],
    alike: &'a [PageSet],
}

impl Page<'_> {
    /// Returns the bytes of the character that the characters here were, how many these are, and where the next starts.
    #[inline]
    fn character(&self, text: &[u8], start: usize, alike: &mut PageSet) -> Option<([u8; 4], usize, usize)> {
        let (lead, mut at) = self.byte(text, start, alike)?;
        let length = width(lead)?;
        let mut bytes = [lead, 0, 0, 0];
        for place in bytes.iter_mut().take(length).skip(1) {
            (*place, at) = self.byte(text, at, alike).filter(|(byte, _)| is_tail(*byte))?;
        }
        is_utf8(bytes).then_some((bytes, length, at))
    }

    /// Returns the byte that the character here is in the page, and where the next starts.
    #[inline]
    fn byte(&self, text: &[u8], at: usize, alike: &mut PageSet) -> Option<(u8, usize)> {
        let (entry, width) = character(self.tables, text, at)?;
        *alike &= *self.alike.get(usize::from(entry))?;
        let byte = *self.bytes.get(usize::from(entry))?;
        Some((byte, at + width))
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
    use super::*;

    fn read_through(text: &str, names: &[&str]) -> Option<String> {
        let chain: Chain = names.iter().map(|name| (0..64).find(|page| TABLES.name(*page) == *name).unwrap()).collect();
        let mut out = b"kept".to_vec();
        let passed = read(text.as_bytes(), &chain, &mut out);
        assert!(out.starts_with(b"kept") && (passed.is_some() || out.len() == 4));
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
}
