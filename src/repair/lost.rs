//! Places where bytes of misread text are gone: dropped, or replaced by U+FFFD, because the code page does not define them.

use std::ops::Range;

use super::pages::{TABLES, is_lead, is_tail};
use super::scan::{character, skip_ascii};
use super::undo::{first_character, width};
use crate::text::language::{self, Bits};

/// A character that costs as much is no candidate.
const UNHEARD_OF: Bits = 24;

/// A place where one byte of a character is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What is left of the character.
    pub span: Range<usize>,
    /// What it may have been.
    pub candidates: Vec<char>,
    /// Where the byte is missing, if there is no doubt which one it was.
    certain: Option<(Range<usize>, u8)>,
    /// Whether U+FFFD marks the place.
    pub marked: bool,
}

/// Returns the places of a text, misread in a page, where a byte is gone.
pub fn find(text: &str, page: usize) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += match (first_character(rest, page), spot(rest, page).or_else(|| headless(rest, page))) {
            (Some((_, length)), _) => length,
            (None, Some(mut spot)) => {
                let length = spot.span.end;
                spot.span = at..at + length;
                spot.certain = spot.certain.map(|(range, byte)| (at + range.start..at + range.end, byte));
                spots.push(spot);
                length
            }
            (None, None) => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    spots
}

/// Whether [`find`] may find anything in a text: a quick look that is wrong only in saying yes.
pub fn may_have_lost(text: &str, page: usize) -> bool {
    let text = text.as_bytes();
    let mut at = skip_ascii(text, 0);
    while let Some((entry, width)) = character(&TABLES, text, at) {
        if may_be_spot(text, at, (entry, width), page) {
            return true;
        }
        at = skip_ascii(text, at + width);
    }
    false
}

/// As [`may_have_lost`], for the character that starts at a place.
pub fn may_have_lost_at(text: &[u8], at: usize, page: usize) -> bool {
    character(&TABLES, text, at).is_none_or(|character| may_be_spot(text, at, character, page))
}

fn may_be_spot(text: &[u8], at: usize, (entry, width): (u16, usize), page: usize) -> bool {
    let bytes = TABLES.bytes(page);
    let byte = |entry: u16| bytes.get(usize::from(entry)).copied().unwrap_or_default();
    let end = at + width;
    match byte(entry) {
        0xc2..=0xdf => true,
        0xe0..=0xf4 => character(&TABLES, text, end).is_some_and(|(next, _)| is_tail(byte(next))),
        0x80..=0xbf => TABLES.lacks_leads(page),
        _ => text.get(at..end) == Some("\u{fffd}".as_bytes()),
    }
}

/// Returns the places where a letter was replaced by U+FFFD, in text that was not misread otherwise.
pub fn letters(text: &str) -> Vec<Spot> {
    let marks = text.match_indices(char::REPLACEMENT_CHARACTER);
    let spots = marks.map(|(at, mark)| {
        let is_letter = |char: &char| char.is_alphabetic();
        let before = text.get(..at).and_then(|before| before.chars().next_back()).filter(is_letter);
        let after = text.get(at + mark.len()..).and_then(|after| after.chars().next()).filter(is_letter);
        let candidates = if before.is_some() || after.is_some() { language::letters_between(before, after) } else { Vec::new() };
        Spot { span: at..at + mark.len(), candidates, certain: None, marked: true }
    });
    spots.collect()
}

/// Puts the bytes back that can only have been one: some pages leave a single byte undefined.
pub fn restored(text: &str, spots: &[Spot]) -> String {
    let mut restored = String::with_capacity(text.len());
    let mut at = 0;
    for (range, byte) in spots.iter().filter_map(|spot| spot.certain.clone()) {
        restored.push_str(text.get(at..range.start).unwrap_or_default());
        restored.push(char::from(byte));
        at = range.end;
    }
    restored.push_str(text.get(at..).unwrap_or_default());
    restored
}

impl Spot {
    /// Whether the missing byte is known.
    pub fn is_certain(&self) -> bool {
        self.certain.is_some()
    }
}

/// The rest of a character at the start of a text, whose first byte is gone: few pages leave such bytes undefined.
fn headless(text: &str, page: usize) -> Option<Spot> {
    let mut known = Vec::new();
    let mut end = 0;
    for (at, char) in text.char_indices() {
        match TABLES.byte(page, char).filter(|byte| is_tail(*byte) && known.len() < 3) {
            Some(byte) => known.push(byte),
            None => break,
        }
        end = at + char.len_utf8();
    }
    let known = known.get(..1).filter(|_| TABLES.lacks_leads(page))?;
    let candidates = TABLES.undefined_leads(page).filter_map(|lead| {
        let bytes = [&[lead], known].concat();
        str::from_utf8(&bytes).ok()?.chars().next()
    });
    let candidates = ranked(candidates);
    (!candidates.is_empty()).then_some(Spot { span: 0..end, candidates, certain: None, marked: false })
}

/// The rest of a character at the start of a text.
fn spot(text: &str, page: usize) -> Option<Spot> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let lead = TABLES.byte(page, first).filter(|byte| is_lead(*byte))?;
    let wanted = width(lead)?;
    let mut known = vec![lead];
    // Where a byte may be missing: a place in `known`, and the characters of the text that stand there.
    let mut marked: Option<(usize, Range<usize>)> = None;
    let mut end = first.len_utf8();
    while known.len() + usize::from(marked.is_some()) < wanted {
        let Some((at, char)) = chars.next() else { break };
        match TABLES.byte(page, char).filter(|byte| is_tail(*byte)) {
            Some(byte) => known.push(byte),
            None if char == char::REPLACEMENT_CHARACTER && marked.is_none() => {
                marked = Some((known.len(), at..at + char.len_utf8()))
            }
            None => break,
        }
        end = at + char.len_utf8();
    }
    if known.len() + 1 != wanted {
        let lost = marked.map(|_| Spot { span: 0..end, candidates: Vec::new(), certain: None, marked: true });
        return lost;
    }
    let places = match &marked {
        Some((place, _)) => vec![*place],
        None => (1..=known.len()).collect(),
    };
    let found: Vec<(char, usize, u8)> = places.iter().flat_map(|place| completions(&known, *place, page)).collect();
    if found.is_empty() && marked.is_none() {
        return None;
    }
    let certain = match found.as_slice() {
        [(_, place, byte)] if TABLES.undefined_tails(page).count() == 1 => {
            let dropped = text.char_indices().nth(*place).map_or(text.len(), |(at, _)| at);
            Some((marked.clone().map_or(dropped..dropped, |(_, range)| range), *byte))
        }
        _ => None,
    };
    let candidates = ranked(found.iter().map(|(char, ..)| *char));
    Some(Spot { span: 0..end, candidates, certain, marked: marked.is_some() })
}

/// The most natural characters first; none that nobody writes.
fn ranked(chars: impl Iterator<Item = char>) -> Vec<char> {
    let priced = chars.map(|char| (language::cost(char.encode_utf8(&mut [0; 4])), char));
    let mut priced: Vec<(Bits, char)> = priced.filter(|(bits, _)| *bits < UNHEARD_OF).collect();
    priced.sort_unstable();
    priced.dedup();
    priced.into_iter().map(|(_, char)| char).collect()
}

fn completions(known: &[u8], place: usize, page: usize) -> Vec<(char, usize, u8)> {
    let completed = TABLES.undefined_tails(page).filter_map(|byte| {
        let mut bytes = known.to_vec();
        bytes.insert(place, byte);
        Some((str::from_utf8(&bytes).ok()?.chars().next()?, place, byte))
    });
    completed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str) -> usize {
        (0..64).find(|page| TABLES.name(*page) == name).unwrap()
    }

    #[test]
    fn a_lost_byte_is_seen_and_not_guessed() {
        let found = find("GÄ°RÄ°Å SAYFASI", page("windows-1254"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].span.clone(), found[0].is_certain()), (10..12, false));
        assert!(found[0].candidates.contains(&'Ş'));
        let found = find("ğŸ” x", page("windows-1254"));
        assert!(found[0].candidates.contains(&'🔍') && !found[0].is_certain());
        assert_eq!(find("Classificação", page("windows-1252")), []);
    }

    #[test]
    fn a_page_that_lacks_one_byte_can_have_lost_only_that() {
        for text in ["РР·-РїРѕРґ", "Р\u{fffd}Р·-РїРѕРґ"] {
            let found = find(text, page("windows-1251"));
            assert!(found.len() == 1 && found[0].is_certain(), "{text} {found:?}");
            assert_eq!(restored(text, &found), "Р\u{98}Р·-РїРѕРґ");
        }
    }
}
