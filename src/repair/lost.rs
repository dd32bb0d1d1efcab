//! Places where bytes of misread text are gone: dropped, or replaced by U+FFFD, because the code page does not define them.

use std::ops::Range;

use super::pages::{TABLES, is_lead, is_tail};
use super::scan::{character, skip_ascii};
use super::undo::{first_character, width};
use crate::text::language::{self, Bits};

/// A character that costs as much is no candidate.
const UNHEARD_OF: Bits = 24;

/// What programs make a blank of: in the pages of Windows and in ISO 8859, the character of the same number.
pub const NO_BREAK_SPACE: u8 = 0xa0;

/// A place where one byte of a character is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What is left of the character.
    pub span: Range<usize>,
    /// What it may have been.
    pub candidates: Vec<char>,
    /// Where the byte is missing, if there is no doubt which one it was.
    pub certain: Option<(Range<usize>, u8)>,
    /// Whether U+FFFD marks the place, or a question mark inside a word.
    pub marked: bool,
    /// Whether more than one byte is gone and nothing marks it: a single letter, which may be the author's own.
    pub bare: bool,
    /// The character that it was if the blank behind it, or one that is gone from the end of the line, was a no-break space.
    pub blank: Option<char>,
}

/// A text with the bytes that were missing.
#[derive(Debug)]
pub struct Restored {
    pub text: String,
    /// Where they were missing, and where they stand.
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Restored {
    /// Returns the place in the text as it stands of a place in the restored one.
    pub fn place_before(&self, at: usize) -> usize {
        let last = self.places.iter().take_while(|(_, after)| after.end <= at).last();
        last.map_or(at, |(before, after)| at - after.end + before.end)
    }
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
        Spot { span: at..at + mark.len(), candidates, certain: None, marked: true, bare: false, blank: None }
    });
    spots.collect()
}

/// Puts the bytes back that can only have been one: some pages leave a single byte undefined.
pub fn restored(text: &str, spots: &[Spot]) -> Restored {
    let mut restored = Restored { text: String::with_capacity(text.len()), places: Vec::new() };
    let mut at = 0;
    for (range, byte) in spots.iter().filter_map(|spot| spot.certain.clone()) {
        restored.text.push_str(text.get(at..range.start).unwrap_or_default());
        let start = restored.text.len();
        restored.text.push(char::from(byte));
        at = range.end;
        restored.places.push((range, start..restored.text.len()));
    }
    restored.text.push_str(text.get(at..).unwrap_or_default());
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
    (!candidates.is_empty()).then_some(Spot { span: 0..end, candidates, certain: None, marked: false, bare: false, blank: None })
}

/// What stands in a text in the place of a byte that is gone.
struct Mark {
    /// Which byte of the character.
    byte: usize,
    place: Range<usize>,
    /// Whether it can be nothing else: a question mark may be one.
    beyond_doubt: bool,
}

/// The rest of a character at the start of a text.
fn spot(text: &str, page: usize) -> Option<Spot> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let lead = TABLES.byte(page, first).filter(|byte| is_lead(*byte))?;
    let wanted = width(lead)?;
    let (mut known, mut marks) = (vec![lead], Vec::new());
    let mut end = first.len_utf8();
    while known.len() + marks.len() < wanted {
        let Some((at, char)) = chars.next() else { break };
        match TABLES.byte(page, char).filter(|byte| is_tail(*byte)) {
            Some(byte) => known.push(byte),
            None => match mark(text, at, char, page) {
                Some(beyond_doubt) => marks.push(Mark { byte: known.len(), place: at..at + char.len_utf8(), beyond_doubt }),
                None => break,
            },
        }
        end = at + char.len_utf8();
    }
    let marked = marks.iter().any(|mark| mark.beyond_doubt);
    let bare = marks.is_empty() && known.len() + 1 < wanted;
    if known.len() + 1 != wanted {
        return Some(Spot { span: 0..end, candidates: Vec::new(), certain: None, marked, bare, blank: None });
    }
    let mark = marks.first();
    let places = mark.map_or_else(|| (1..=known.len()).collect(), |mark| vec![mark.byte]);
    let found: Vec<(char, usize, u8)> = places.iter().flat_map(|place| completions(&known, *place, page)).collect();
    let blank = blank(text.get(end..).unwrap_or_default(), &known, page).filter(|_| marks.is_empty());
    if found.is_empty() && blank.is_none() && !marked {
        return None;
    }
    let certain = match found.as_slice() {
        [(_, place, byte)]
            if blank.is_none() && TABLES.undefined_tails(page).count() == 1 && mark.is_none_or(|mark| mark.beyond_doubt) =>
        {
            let dropped = text.char_indices().nth(*place).map_or(text.len(), |(at, _)| at);
            Some((mark.map_or(dropped..dropped, |mark| mark.place.clone()), *byte))
        }
        _ => None,
    };
    let candidates = ranked(found.iter().map(|(char, ..)| *char).chain(blank));
    Some(Spot { span: 0..end, candidates, certain, marked, bare, blank })
}

/// The character of these bytes and a no-break space, where one may have stood before the rest of the text.
fn blank(rest: &str, known: &[u8], page: usize) -> Option<char> {
    let bytes = [known, &[NO_BREAK_SPACE]].concat();
    let has_it = TABLES.byte(page, char::from(NO_BREAK_SPACE)) == Some(NO_BREAK_SPACE);
    let stood_here = rest.starts_with([' ', '\t']) || rest.is_empty();
    str::from_utf8(&bytes).ok().filter(|_| has_it && stood_here)?.chars().next()
}

/// Whether a character stands for a byte that the page does not define, and that beyond doubt.
fn mark(text: &str, at: usize, char: char, page: usize) -> Option<bool> {
    let next = || text.get(at + char.len_utf8()..).and_then(|rest| rest.chars().next());
    match char {
        char::REPLACEMENT_CHARACTER => Some(true),
        '?' if TABLES.undefined_tails(page).next().is_some() => Some(next().is_some_and(char::is_alphanumeric)),
        _ => None,
    }
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
        // Letters with nothing behind them, which only a line that was misread for the rest makes suspicious.
        assert!(find("Classificação", page("windows-1252")).iter().all(|spot| spot.bare));
    }

    #[test]
    fn a_page_that_lacks_one_byte_can_have_lost_only_that() {
        for text in ["РР·-РїРѕРґ", "Р\u{fffd}Р·-РїРѕРґ"] {
            let found = find(text, page("windows-1251"));
            assert!(found.len() == 1 && found[0].is_certain(), "{text} {found:?}");
            assert_eq!(restored(text, &found).text, "Р\u{98}Р·-РїРѕРґ");
        }
    }
}
