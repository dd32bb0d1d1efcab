//! Bytes that were no-break spaces and became blanks: `Ã la` was `à la`, `Ã s` was `às`. What the blank was is told by the
//! language of the file, and only where nothing else comes near.

use super::lost::{NO_BREAK_SPACE, Spot};
use super::undo::read_back;
use crate::text::language::{self, Bits};

/// By so many bits a way to read the spot has to be better than any other.
const CERTAIN: Bits = 9;

/// Two blanks where one would do: one of them was something else.
const DOUBLED: Bits = 10;

/// A way to read the spot.
struct Way {
    cost: Bits,
    /// Where the byte is missing, if it was a no-break space.
    blank: Option<std::ops::Range<usize>>,
}

/// Settles the spots of a text, misread in a page, that lack a no-break space beyond doubt.
pub fn settle(text: &str, spots: &mut [Spot], page: usize, language: Option<&str>) {
    for spot in spots.iter_mut().filter(|spot| spot.certain.is_none()) {
        let Some(was) = spot.blank else { continue };
        let (before, behind) = (text.get(..spot.span.start).unwrap_or_default(), text.get(spot.span.end..).unwrap_or_default());
        let before = read_back(before, page).text;
        let (before, next) = (last_word(&before), read_back(behind, page).text);
        let next = first_word(next.trim_start_matches([' ', '\t']));
        let end = spot.span.end;
        let cost = |words: &str| language::spelled(words, language);
        let apart = |char: char| cost(&format!("{before}{char} {next}"));
        let doubled = if behind.starts_with("  ") { DOUBLED } else { 0 };
        let others = spot.candidates.iter().filter(|char| **char != was);
        let mut ways: Vec<Way> = others.map(|char| Way { cost: apart(*char) + doubled, blank: None }).collect();
        match behind.as_bytes() {
            // A no-break space has no blank beside it.
            [b' ', ..] if was == '\u{a0}' => ways.push(Way { cost: cost(before), blank: Some(end..end + 1) }),
            [b' ', b' ', ..] => ways.push(Way { cost: apart(was), blank: Some(end..end + 1) }),
            [b' ', ..] => {
                ways.push(Way { cost: apart(was), blank: Some(end..end) });
                ways.push(Way { cost: cost(&format!("{before}{was}{next}")), blank: Some(end..end + 1) });
            }
            _ => continue,
        }
        ways.sort_by_key(|way| way.cost);
        if let [Way { cost, blank: Some(blank) }, others @ ..] = ways.as_slice() {
            let is_certain = others.first().is_none_or(|second| second.cost >= cost + CERTAIN);
            spot.certain = is_certain.then(|| (blank.clone(), NO_BREAK_SPACE));
        }
    }
}

fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, char)| char.is_alphabetic()).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    let end = text.find(|char: char| !char.is_alphabetic()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
