//! The tables: for each language what a letter costs after another.

use std::sync::LazyLock;

use super::Bits;

/// All models.
pub static MODELS: LazyLock<Models> = LazyLock::new(Models::new);

const LETTERS: &str = include_str!("letters.txt");
const CHARACTERS: &str = include_str!("characters.txt");

/// What a letter or pair costs that a language does not have.
pub const STRANGE: Bits = 16;

/// Characters from here on are in no alphabet that is modelled.
const END_OF_LETTERS: usize = 0x1f00;
const UPPER: u16 = 0x8000;
/// The classes of `a` to `z` are 1 to 26; 0 is what is no letter.
const LAST_ASCII_CLASS: u16 = 26;
/// In [`Alphabet::places`]: the language does not have the letter.
const FOREIGN: u8 = u8::MAX;

/// All models.
#[derive(Debug)]
pub struct Models {
    pub alphabets: Vec<Alphabet>,
    pub scripts: Vec<Characters>,
    /// By character: the class of the letter, with [`UPPER`].
    classes: Vec<u16>,
    number_of_classes: usize,
    /// The least cost of a pair in any language.
    any: Vec<u8>,
}

/// A language with an alphabet.
#[derive(Debug)]
pub struct Alphabet {
    pub name: &'static str,
    /// By class: the row and column of the letter.
    places: Vec<u8>,
    width: usize,
    costs: Vec<u8>,
}

/// A language with thousands of characters.
#[derive(Debug)]
pub struct Characters {
    pub name: &'static str,
    /// The most frequent ones with their rank, sorted by character.
    ranks: Vec<(char, usize)>,
}

/// A letter of some alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    pub class: u16,
    pub upper: bool,
}

impl Models {
    fn new() -> Self {
        let sections = sections();
        let (classes, number_of_classes) = number_letters(&sections);
        let mut models = Self { alphabets: Vec::new(), scripts: scripts(), classes, number_of_classes, any: Vec::new() };
        models.alphabets = sections.iter().map(|section| models.alphabet(section)).collect();
        models.any = models.least();
        models
    }

    fn alphabet(&self, section: &Section) -> Alphabet {
        let mut places = vec![FOREIGN; self.number_of_classes];
        let letters = std::iter::once(0).chain(section.letters.chars().map(|letter| self.class(letter)));
        for (place, class) in (0_u8..).zip(letters) {
            if let Some(it) = places.get_mut(usize::from(class)) {
                *it = place;
            }
        }
        let costs = section.rows.iter().flat_map(|row| row.chars());
        let costs = costs.map(|digit| digit.to_digit(16).and_then(|bits| u8::try_from(bits).ok()).unwrap_or(15)).collect();
        Alphabet { name: section.name, places, width: section.rows.len(), costs }
    }

    fn class(&self, letter: char) -> u16 {
        self.letter(letter).map_or(0, |letter| letter.class)
    }

    /// Returns the letter, if an alphabet has it.
    pub fn letter(&self, char: char) -> Option<Letter> {
        let entry = self.classes.get(char as usize).copied().filter(|entry| *entry != 0)?;
        Some(Letter { class: entry & !UPPER, upper: entry & UPPER != 0 })
    }

    /// Returns the small letters outside ASCII, with their classes.
    pub fn small_letters(&self) -> impl Iterator<Item = (char, u16)> + '_ {
        let chars = (0_u32..).zip(&self.classes).skip(0x80).filter(|(_, entry)| **entry != 0 && **entry & UPPER == 0);
        chars.filter_map(|(char, entry)| Some((char::from_u32(char)?, *entry)))
    }

    fn least(&self) -> Vec<u8> {
        let classes = 0..u16::try_from(self.number_of_classes).unwrap_or(u16::MAX);
        let pairs = classes.clone().flat_map(|first| classes.clone().map(move |second| (first, second)));
        let least = pairs.map(|(first, second)| {
            let costs = self.alphabets.iter().map(|language| language.pair(first, second));
            u8::try_from(costs.min().unwrap_or(STRANGE)).unwrap_or(u8::MAX)
        });
        least.collect()
    }

    /// Returns the least cost of a pair in any language.
    pub fn any_pair(&self, first: u16, second: u16) -> Bits {
        let at = usize::from(first) * self.number_of_classes + usize::from(second);
        self.any.get(at).copied().map_or(STRANGE, Bits::from)
    }

    /// Returns the least cost of two letters at the start of a word, in any language.
    pub fn any_start(&self, first: u16, second: u16) -> Bits {
        let costs = self.alphabets.iter().map(|language| language.pair(0, first) + language.pair(first, second));
        costs.min().unwrap_or(STRANGE)
    }

    /// Returns the least cost of a character in any language.
    pub fn any_ideograph(&self, char: char) -> Bits {
        self.scripts.iter().map(|script| script.cost(char)).min().unwrap_or(STRANGE)
    }
}

impl Alphabet {
    /// Returns what the second letter costs after the first.
    pub fn pair(&self, first: u16, second: u16) -> Bits {
        let place = |class: u16| self.places.get(usize::from(class)).copied().filter(|place| *place != FOREIGN).map(usize::from);
        let (Some(row), Some(column)) = (place(first), place(second)) else { return STRANGE };
        self.costs.get(row * self.width + column).copied().map_or(STRANGE, Bits::from)
    }
}

impl Characters {
    /// Returns what a character costs: by its rank, or by the script that it is of.
    pub fn cost(&self, char: char) -> Bits {
        if let Ok(at) = self.ranks.binary_search_by_key(&char, |(char, _)| *char) {
            return match self.ranks.get(at).map_or(usize::MAX, |(_, rank)| *rank) {
                0..32 => 6,
                32..128 => 8,
                128..512 => 10,
                _ => 12,
            };
        }
        match char {
            '\u{3000}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '，' | '：' | '；' | '（' | '）' | '！' | '？' => 7,
            '\u{3040}'..='\u{30ff}' => {
                if self.name == "ja" {
                    8
                } else {
                    13
                }
            }
            '\u{ff61}'..='\u{ff9f}' => {
                if self.name == "ja" {
                    11
                } else {
                    15
                }
            }
            '\u{ac00}'..='\u{d7a3}' => {
                if self.name == "ko" {
                    12
                } else {
                    16
                }
            }
            '\u{4e00}'..='\u{9fff}' => {
                if self.name == "ko" {
                    17
                } else {
                    14
                }
            }
            '\u{ff01}'..='\u{ff5e}' => 11,
            _ => 17,
        }
    }
}

/// Whether some alphabet that is modelled has the letter.
pub fn is_known(char: char) -> bool {
    MODELS.letter(char).is_some()
}

/// Returns the lower case of a letter as one character: `İ` is `i`.
pub fn lower(char: char) -> char {
    char.to_lowercase().next().unwrap_or(char)
}

/// Whether the class is that of an ASCII letter, or of what is no letter.
pub fn is_ascii_class(class: u16) -> bool {
    class <= LAST_ASCII_CLASS
}

/// Letters that count as others: the Romanian ones with a comma, which most code pages have with a cedilla only.
const ALIKE: &[(char, char)] = &[('İ', 'i'), ('ș', 'ş'), ('ț', 'ţ'), ('Ș', 'ş'), ('Ț', 'ţ')];

struct Section {
    name: &'static str,
    letters: &'static str,
    rows: Vec<&'static str>,
}

fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in LETTERS.lines() {
        match (line.split_once(' '), sections.last_mut()) {
            (Some((name, letters)), _) => sections.push(Section { name, letters, rows: Vec::new() }),
            (None, Some(section)) => section.rows.push(line),
            (None, None) => {}
        }
    }
    sections
}

fn number_letters(sections: &[Section]) -> (Vec<u16>, usize) {
    let mut classes = vec![0; END_OF_LETTERS];
    let mut last = 0_u16;
    for letter in ('a'..='z').chain(sections.iter().flat_map(|section| section.letters.chars())) {
        if classes.get(letter as usize) == Some(&0) {
            last += 1;
            set(&mut classes, letter, last);
            let upper = letter.to_uppercase().next().filter(|upper| *upper != letter && lower(*upper) == letter);
            set(&mut classes, upper.unwrap_or(letter), if upper.is_some() { last | UPPER } else { last });
        }
    }
    for (letter, like) in ALIKE {
        let class = classes.get(*like as usize).copied().unwrap_or_default();
        let upper = if letter.is_uppercase() { UPPER } else { 0 };
        set(&mut classes, *letter, class & !UPPER | upper);
    }
    (classes, usize::from(last) + 1)
}

fn set(classes: &mut [u16], letter: char, class: u16) {
    if let Some(place) = classes.get_mut(letter as usize) {
        *place = class;
    }
}

fn scripts() -> Vec<Characters> {
    let lines = CHARACTERS.lines().filter_map(|line| line.split_once(' '));
    let scripts = lines.map(|(name, characters)| {
        let mut ranks: Vec<(char, usize)> = characters.chars().zip(0..).collect();
        ranks.sort_unstable();
        Characters { name, ranks }
    });
    scripts.collect()
}
