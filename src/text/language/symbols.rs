//! What characters cost that are no letters of a modelled alphabet: how often they stand in comments and names, in whole bits.

use super::Bits;

/// What stands beside a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// White space, ASCII punctuation, the end of the text.
    Nothing,
    Digit,
    Letter,
    Symbol(char),
}

/// A symbol that is so odd in running text that nearly every other reading is better.
pub const NEVER: Bits = 30;
/// A symbol between two letters, or the last of several.
pub const INSIDE_A_WORD: Bits = 9;

/// A symbol before another one that cannot follow it, or a box that ends in a letter.
pub const ODD: Bits = 8;
/// Single and double lines beside each other.
const MIXED_LINES: Bits = 5;

/// Whether the character draws boxes.
pub fn is_box(char: char) -> bool {
    matches!(char, '\u{2500}'..='\u{259f}')
}

/// Returns what a symbol costs between its neighbours.
pub fn cost(before: Beside, char: char, after: Beside) -> Bits {
    if is_box(char) {
        return box_cost(before, char, after);
    }
    let between_letters = before == Beside::Letter && after == Beside::Letter;
    match char {
        '’' if between_letters => 7,
        '\u{fe0f}' | '\u{200d}' if matches!(before, Beside::Symbol(_)) => 3,
        '“' | '„' | '«' | '‘' if before == Beside::Nothing && after != Beside::Nothing => 4,
        '”' | '»' | '’' if before != Beside::Nothing && after == Beside::Nothing => 4,
        // A root of what?
        '√' if matches!(after, Beside::Symbol(_)) => alone(char) + ODD,
        '¿' | '¡' if before == Beside::Nothing && after == Beside::Letter => 6,
        '–' | '—' | '…' | '·' | '\u{ad}' | '\u{a0}' => alone(char) + if between_letters { 5 } else { 0 },
        _ if before == Beside::Symbol(char) => alone(char).min(4),
        _ => alone(char) + if between_letters { INSIDE_A_WORD } else { 0 },
    }
}

/// A line is drawn with many of the same; lines meet here and there.
fn box_cost(before: Beside, char: char, after: Beside) -> Bits {
    let other_box = |beside: Beside| matches!(beside, Beside::Symbol(other) if is_box(other));
    let first = match (before, after) {
        (Beside::Symbol(other), _) if other == char => 1,
        _ if other_box(before) => 6,
        (_, Beside::Symbol(other)) if other == char => 6,
        _ if other_box(after) => 8,
        _ => 11,
    };
    let letters = [before, after].into_iter().filter(|beside| *beside == Beside::Letter).count();
    let is_double = |char: char| matches!(char, '\u{2550}'..='\u{256c}');
    let is_mixed = matches!(after, Beside::Symbol(other) if is_box(other) && is_double(other) != is_double(char));
    first
        + if is_mixed { MIXED_LINES } else { 0 }
        + if letters == 2 {
            12
        } else if letters == 1 {
            4
        } else {
            0
        }
}

fn alone(char: char) -> Bits {
    match char {
        '–' | '—' | '’' => 5,
        '“' | '”' | '„' | '«' | '»' | '…' => 6,
        '\u{a0}' | '•' | '°' | '€' | '№' | '‘' => 7,
        '©' | '®' | '™' | '×' | '±' | '£' | '·' | '→' | '←' => 8,
        '§' | '²' | '³' | 'µ' | 'ª' | 'º' | '≤' | '≥' | '≠' | '‹' | '›' | '↑' | '↓' | '⇒' | '↔' | '✓' | '✔' | '✅' | '❌'
        | '⚠' => 9,
        '\u{fe0f}' | '½' | '¼' | '¾' | '¹' | '¥' | '÷' | '¿' | '¡' | '≈' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '❤' => {
            10
        }
        '‰' | '†' | '‡' | '√' | '∞' | '∑' | '∆' | '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}' => 11,
        '¶'
        | '¬'
        | '¢'
        | '\u{ad}'
        | '‚'
        | '′'
        | '″'
        | '\u{2190}'..='\u{21ff}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{1f1e6}'..='\u{1f1ff}' => 12,
        '´' | '¨' | '¸' | '¯' => 16,
        '¦' | '\u{2200}'..='\u{22ff}' | '\u{2c6}'..='\u{2dd}' | '\u{2010}'..='\u{2015}' | '\u{2300}'..='\u{23ff}' => 13,
        '¤' | '‾' | '\u{300}'..='\u{36f}' => 14,
        '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{40000}'..='\u{10ffff}' => NEVER,
        '\u{2028}' | '\u{2029}' | '\u{fff0}'..='\u{fffb}' => NEVER,
        '\u{fffd}' => 18,
        _ => 15,
    }
}
