//! Readings that nobody wrote, whatever they gain.

use crate::text::language::{self, Bits};

/// Whether a word reads as no language: what it was has not been found.
pub fn is_noise(word: &str) -> bool {
    /// What natural words cost at most: for each character outside ASCII, and for those of ASCII.
    const EACH: Bits = 10;
    const OTHERS: Bits = 12;
    let characters: Bits = word.chars().filter(|char| !char.is_ascii()).map(|_| 1).sum();
    language::cost(word) > EACH * characters + OTHERS || mixes_scripts(word)
}

/// Whether a small letter outside ASCII follows two capitals: where these go on in capitals, what looks misread may be no more than
/// another one and a sign.
pub fn falls_from_capitals(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    chars.windows(3).any(|three| {
        matches!(three, [one, other, small] if one.is_ascii_uppercase() && other.is_ascii_uppercase() && !small.is_ascii() && small.is_lowercase())
    })
}

/// Whether an ideograph stands beside a letter that is neither an ideograph nor ASCII.
fn mixes_scripts(word: &str) -> bool {
    let is_ideograph = |char: char| matches!(char, '\u{3041}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}');
    let is_letter = |char: char| !char.is_ascii() && char.is_alphabetic() && !is_ideograph(char);
    let pairs = word.chars().zip(word.chars().skip(1));
    pairs.into_iter().any(|(one, other)| is_ideograph(one) && is_letter(other) || is_letter(one) && is_ideograph(other))
}

/// How many C1 controls a text has: nobody writes them.
pub fn controls(text: &str) -> usize {
    text.chars().filter(|char| matches!(char, '\u{80}'..='\u{9f}')).count()
}
