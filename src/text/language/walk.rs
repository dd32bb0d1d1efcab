//! Takes a text apart: words with letters outside ASCII, ideographs, symbols.

use unicode_normalization::char::{compose, is_combining_mark};

use super::Bits;
use super::letters::{Letter, MODELS};
use super::symbols::{self, Beside};

/// Takes what a text is made of.
pub trait Sink {
    /// Two neighbours in a word; class 0 stands for the word's edge.
    fn pair(&mut self, first: u16, second: u16);
    fn ideograph(&mut self, char: char);
    /// What costs the same in every language.
    fn fixed(&mut self, bits: Bits);
}

/// A small letter and then a capital one: `aB`.
const CAPITAL_INSIDE: Bits = 7;
/// The same where the word ends: `aaB`.
const CAPITAL_AT_THE_END: Bits = 10;
/// Two capitals and then a small one: `ABc`.
const CAPITALS_THEN_SMALL: Bits = 5;
/// A letter of an alphabet that is not modelled, and one more of it.
const OTHER_LETTER: Bits = 15;
const SAME_SCRIPT: Bits = 6;
/// Two alphabets in one word.
const MIXED: Bits = 6;
/// A letter beside an ideograph: `SQL文`.
const BESIDE_IDEOGRAPH: Bits = 3;
/// The same where the letter is not ASCII.
const MIXED_WITH_IDEOGRAPH: Bits = 12;
/// Letters that only stand in a row, each once, as in a list of an alphabet's own letters: `äöüß`.
const LISTED: Bits = 7;
/// Fewer are no list.
const LIST: usize = 4;

/// What stands before a word.
const START: (Kind, char) = (Kind::Nothing, '\n');

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Known(Letter),
    /// A letter of an alphabet that is not modelled, with the block of its script.
    Other(u32),
    Ideograph,
    Digit,
    Nothing,
    Symbol,
}

/// Walks over a text. Words without anything but ASCII count for nothing, and are passed over.
pub fn walk(text: &str, sink: &mut impl Sink) {
    let mut walker = Walker { sink, word: Vec::new(), stands_out: false, is_list: true, behind_letter: false };
    for word in text.split(|char: char| char.is_ascii_whitespace()).filter(|word| !word.is_ascii()) {
        walker.walk_word(word);
    }
}

struct Walker<'a, S> {
    sink: &'a mut S,
    word: Vec<Letter>,
    /// Whether a letter of the word is not ASCII.
    stands_out: bool,
    /// Whether all letters of the word are Latin and not ASCII.
    is_list: bool,
    /// Whether the symbols before the place follow a letter.
    behind_letter: bool,
}

impl<S: Sink> Walker<'_, S> {
    fn walk_word(&mut self, text: &str) {
        let mut before = START;
        let mut chars = text.chars().peekable();
        let mut next = chars.next().map(|char| (kind(char), char));
        while let Some((mut kind, mut char)) = next {
            // windows-1258 and decomposed text: a letter and its mark are one.
            while let Some(both) = chars.peek().filter(|mark| is_mark(**mark)).and_then(|mark| compose(char, *mark)) {
                (kind, char) = (self::kind(both), both);
                chars.next();
            }
            next = chars.next().map(|char| (self::kind(char), char));
            self.see(before, (kind, char), next.unwrap_or((Kind::Nothing, '\n')));
            before = (kind, char);
        }
        self.end_word();
    }

    fn see(&mut self, before: (Kind, char), (kind, char): (Kind, char), after: (Kind, char)) {
        if let Kind::Known(letter) = kind {
            self.stands_out |= !char.is_ascii();
            self.is_list &= matches!(char, '\u{80}'..='\u{24f}');
            return self.word.push(letter);
        }
        self.end_word();
        match kind {
            Kind::Other(block) => {
                let same = before.0 == Kind::Other(block);
                let mixed = [before.0, after.0].into_iter().filter(|kind| matches!(kind, Kind::Known(_))).count();
                let mixed = if mixed > 0 { MIXED } else { 0 };
                self.sink.fixed(if same { SAME_SCRIPT } else { OTHER_LETTER } + mixed);
            }
            Kind::Ideograph => {
                self.sink.ideograph(char);
                let letters = [before.0, after.0].into_iter().filter(|kind| matches!(kind, Kind::Known(_))).count();
                let is_letter = matches!(char, '\u{3041}'..='\u{d7a3}' | '\u{20000}'..);
                let inside = if letters == 2 && is_letter { symbols::INSIDE_A_WORD } else { 0 };
                self.sink.fixed(beside_ideograph(before).max(beside_ideograph(after)) + inside);
            }
            Kind::Symbol => self.see_symbol(before, char, after),
            Kind::Known(_) | Kind::Digit | Kind::Nothing => {}
        }
    }

    fn see_symbol(&mut self, before: (Kind, char), char: char, after: (Kind, char)) {
        let several = before.0 == Kind::Symbol;
        self.behind_letter = if several { self.behind_letter } else { beside(before) == Beside::Letter };
        let inside = several && self.behind_letter && beside(after) == Beside::Letter && !symbols::is_box(char);
        // A mark needs a character to stand on.
        let alone = if is_mark(char) && before == START { symbols::NEVER } else { 0 };
        let touches = symbols::is_box(char) && matches!(after.0, Kind::Known(_)) && !after.1.is_ascii();
        let inside = if inside { symbols::INSIDE_A_WORD } else { 0 } + if touches { symbols::ODD } else { 0 };
        self.sink.fixed(symbols::cost(beside(before), char, beside(after)) + inside + alone);
    }

    fn end_word(&mut self) {
        if self.stands_out && self.is_list && is_list(&self.word) {
            self.sink.fixed(LISTED * Bits::try_from(self.word.len()).unwrap_or(Bits::MAX / LISTED));
        } else if self.stands_out {
            let classes = || self.word.iter().map(|letter| letter.class);
            let firsts = std::iter::once(0).chain(classes());
            firsts.zip(classes().chain(std::iter::once(0))).for_each(|(first, second)| self.sink.pair(first, second));
            self.sink.fixed(capitals(&self.word));
        }
        self.word.clear();
        self.stands_out = false;
        self.is_list = true;
    }
}

/// Whether letters stand each once, all capital or all small.
fn is_list(word: &[Letter]) -> bool {
    let same_case = word.iter().all(|letter| word.first().is_some_and(|first| first.upper == letter.upper));
    let (first, others) = (word.iter(), |at: usize| word.get(at + 1..).unwrap_or_default());
    word.len() >= LIST && same_case && first.enumerate().all(|(at, letter)| !others(at).contains(letter))
}

/// What it costs an ideograph to stand beside a character.
fn beside_ideograph((kind, char): (Kind, char)) -> Bits {
    match kind {
        Kind::Known(_) if char.is_ascii() => BESIDE_IDEOGRAPH,
        Kind::Known(_) | Kind::Other(_) => MIXED_WITH_IDEOGRAPH,
        _ => 0,
    }
}

fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

fn capitals(word: &[Letter]) -> Bits {
    let upper = |at: usize| word.get(at).is_some_and(|letter| letter.upper);
    let last = word.len().saturating_sub(1);
    let costs = (1..word.len()).map(|at| match (at.checked_sub(2).is_some_and(upper), upper(at - 1), upper(at)) {
        (_, false, true) if at == last => CAPITAL_AT_THE_END,
        (_, false, true) => CAPITAL_INSIDE,
        (true, true, false) => CAPITALS_THEN_SMALL,
        _ => 0,
    });
    costs.sum()
}

fn beside((kind, char): (Kind, char)) -> Beside {
    match kind {
        Kind::Known(_) | Kind::Other(_) | Kind::Ideograph => Beside::Letter,
        Kind::Digit => Beside::Digit,
        Kind::Nothing => Beside::Nothing,
        Kind::Symbol => Beside::Symbol(char),
    }
}

fn kind(char: char) -> Kind {
    if let Some(letter) = MODELS.letter(char) {
        return Kind::Known(letter);
    }
    match char {
        '0'..='9' => Kind::Digit,
        '\0'..='\x08' | '\x0e'..='\x1f' | '\x7f' => Kind::Symbol,
        '\0'..='\x7f' => Kind::Nothing,
        'ª' | 'º' | '\u{b5}' | '\u{2b0}'..='\u{36f}' => Kind::Symbol,
        '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => Kind::Ideograph,
        '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}' => Kind::Ideograph,
        _ if char.is_alphabetic() || is_combining_mark(char) => Kind::Other(u32::from(char) >> 7),
        _ => Kind::Symbol,
    }
}
