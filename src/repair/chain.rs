//! Finds through which pages a piece of text was misread, once or more often, and what it was.

use super::pages::TABLES;
use super::undo::{pages, read_back};
use crate::text::language::{self, Bits};

/// Text is rarely misread more often.
const LONGEST: usize = 3;
/// A page more has to make the text so much more natural.
const STEP: Bits = 3;
/// So many bits leave no doubt that text is mojibake. One character alone needs more.
const SURE: Bits = 12;
const SURE_ALONE: Bits = 16;
/// Fewer leave it as it is.
const LIKELY: Bits = 8;

/// The pages through which text is read back, by their place in the tables, the last mistake first.
pub type Chain = Vec<usize>;

/// What a piece of text was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub text: String,
    pub chain: Chain,
    /// How much more natural it is than what stands there.
    pub gain: Bits,
    /// How many characters were put together.
    pub characters: usize,
    /// Characters outside ASCII that stayed.
    pub others: usize,
}

impl Reading {
    /// Whether it is mojibake beyond doubt.
    pub fn is_sure(&self) -> bool {
        self.gain >= if self.characters == 1 { SURE_ALONE } else { SURE }
    }

    /// Whether it may be mojibake.
    pub fn is_likely(&self) -> bool {
        self.gain >= LIKELY
    }

    /// In percent, at most 99.
    pub fn certainty(&self) -> u8 {
        let doubt = match self.gain {
            ..LIKELY => 50,
            LIKELY..12 => 20,
            12..18 => 8,
            18..28 => 3,
            _ => 1,
        };
        100 - doubt
    }
}

/// Returns what the text was, if any reading is more natural than what stands there. `usual`: the chain that most of the file
/// went through; it is tried first.
pub fn best(text: &str, usual: Option<&Chain>) -> Option<Reading> {
    let before = language::cost(text);
    let by_habit = usual.and_then(|chain| follow(text, chain, before));
    if let Some(reading) = by_habit.filter(|reading| reading.is_sure() && reading.others == 0 && pages(&reading.text) == 0) {
        return Some(reading);
    }
    let mut search = Search { before, best: None, seen: Vec::new() };
    search.step(text, &mut Vec::new(), 0);
    search.best.filter(|reading| reading.gain > 0)
}

/// Reads the text back through a chain.
pub fn follow(text: &str, chain: &Chain, before: Bits) -> Option<Reading> {
    let mut reading = Reading { text: text.to_owned(), chain: chain.clone(), gain: 0, characters: 0, others: 0 };
    for page in chain {
        let back = read_back(&reading.text, *page);
        if back.characters == 0 {
            return None;
        }
        (reading.text, reading.characters, reading.others) = (back.text, back.characters, back.others);
    }
    reading.gain = before - language::cost(&reading.text) - price(chain);
    Some(reading)
}

fn price(chain: &Chain) -> Bits {
    chain.iter().map(|_| STEP).sum::<Bits>() - STEP
}

struct Search {
    before: Bits,
    best: Option<Reading>,
    /// Texts that were looked at.
    seen: Vec<String>,
}

impl Search {
    fn step(&mut self, text: &str, chain: &mut Chain, depth: usize) {
        let mut set = pages(text);
        while set != 0 && depth < LONGEST {
            let page = set.trailing_zeros() as usize;
            set &= set - 1;
            let back = read_back(text, page);
            if back.characters == 0 || self.seen.contains(&back.text) {
                continue;
            }
            self.seen.push(back.text.clone());
            chain.push(page);
            let gain = self.before - language::cost(&back.text) - price(chain);
            if self.best.as_ref().is_none_or(|best| gain > best.gain) {
                let reading =
                    Reading { text: back.text.clone(), chain: chain.clone(), gain, characters: back.characters, others: back.others };
                self.best = Some(reading);
            }
            self.step(&back.text, chain, depth + 1);
            chain.pop();
        }
    }
}

/// The names of a chain's pages, the first mistake first.
pub fn names(chain: &Chain) -> Vec<&'static str> {
    chain.iter().rev().map(|page| TABLES.name(*page)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::encoding::page::page;

    fn misread(text: &str, name: &str) -> String {
        let page = page(name).unwrap();
        text.bytes().map(|byte| page.char(byte).unwrap_or(char::from(byte))).collect()
    }

    #[test]
    fn misreadings_are_taken_back() {
        for text in ["müşteri tablosu", "größere Straße", "клиенты и заказы", "用户表", "“quoted” – dash", "été à Noël"] {
            for name in ["windows-1252", "windows-1254", "windows-1250", "windows-1251", "mac-roman", "ibm437", "ibm850", "ibm866"] {
                let once = misread(text, name);
                assert_eq!(best(&once, None).map(|reading| reading.text).as_deref(), Some(text), "{name} {once}");
                let twice = misread(&once, name);
                assert_eq!(best(&twice, None).map(|reading| reading.text).as_deref(), Some(text), "{name} {twice}");
            }
        }
    }

    #[test]
    fn clean_text_is_no_mojibake() {
        for text in ["MARQUÉ…", "AHÅ™", "NICIODATĂ™", "10 Å—", "ВІКІ", "2012—∞", "4288×…", "∆°", "SELKÄ\u{a0}EDELLÄ", "NESTLÉ®"] {
            assert!(best(text, None).is_none_or(|reading| !reading.is_likely()), "{text} {:?}", best(text, None));
        }
    }
}
