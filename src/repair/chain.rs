//! Finds through which pages a piece of text was misread, once or more often, and what it was.

use super::pages::{PAGES, PageSet, TABLES, rank, rarity};
use super::undo::read_back;
use crate::text::language::{self, Bits};

/// Text is rarely misread more often.
pub const LONGEST: usize = 3;
/// A page more has to make the text so much more natural.
const STEP: Bits = 8;
/// So many bits leave no doubt that text is mojibake. One character alone needs more.
const SURE: Bits = 12;
const SURE_ALONE: Bits = 16;
const SURE_APART: Bits = 24;
/// So many readings are kept.
pub const KEPT: usize = 8;
/// Readings that differ by less are looked at again.
pub const CLOSE: Bits = 14;
/// A control character that should not be there.
const STRANGE: Bits = 7;
/// Fewer leave it as it is.
pub const LIKELY: Bits = 8;

/// The pages through which text is read back, by their place in the tables, the last mistake first.
pub type Chain = Vec<usize>;

/// What a piece of text was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub text: String,
    pub chain: Chain,
    /// The pages that give the same text in the place of the chain's last.
    pub alike: PageSet,
    /// How much more natural it is than what stands there.
    pub gain: Bits,
    /// How many characters were put together.
    pub characters: usize,
    /// Characters outside ASCII that stayed.
    pub others: usize,
    /// What speaks against the chain but for its length: rare pages, control characters.
    pub odd: Bits,
    /// The chain of another text that is nearly as likely.
    pub rival: Option<Chain>,
    /// What speaks against its pages where others explain as much.
    pub rank: Bits,
}

impl Reading {
    /// Whether it is mojibake beyond doubt.
    pub fn is_sure(&self) -> bool {
        self.gain >= if self.characters == 1 { SURE_ALONE } else { SURE }
    }

    /// Whether it is mojibake beyond doubt, although all of it is one character that is not part of a word.
    pub fn is_sure_apart(&self) -> bool {
        self.gain >= SURE_APART
    }

    /// Returns the chains that give this text.
    pub fn chains(&self) -> Vec<Chain> {
        let Some((_, others)) = self.chain.split_last() else { return Vec::new() };
        let pages = (0..64).filter(|page| self.alike >> page & 1 == 1);
        let chains: Vec<Chain> = pages.map(|page| others.iter().copied().chain([page]).collect()).collect();
        if chains.is_empty() { vec![self.chain.clone()] } else { chains }
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

/// Reads the text back through a chain.
pub fn follow(text: &str, chain: &Chain, before: Bits) -> Option<Reading> {
    let mut reading = Reading {
        text: text.to_owned(),
        chain: chain.clone(),
        alike: 0,
        gain: 0,
        characters: 0,
        others: 0,
        odd: 0,
        rival: None,
        rank: rank_of(chain, 0),
    };
    let mut odd = 0;
    for page in chain {
        let back = read_back(&reading.text, *page);
        if back.characters == 0 {
            return None;
        }
        odd += strange(&reading.text, *page) + rarity(*page);
        (reading.text, reading.characters, reading.others) = (back.text, back.characters, back.others);
    }
    reading.odd = odd;
    reading.gain = before - language::cost(&reading.text) - price(chain) - odd;
    Some(reading)
}

/// What speaks against a chain for its pages where others explain as much; the last may be any of several.
pub fn rank_of(chain: &Chain, alike: PageSet) -> Bits {
    let Some((last, others)) = chain.split_last() else { return 0 };
    let pages = (0..PAGES).filter(|page| alike >> page & 1 == 1).map(rank);
    others.iter().map(|page| rank(*page)).sum::<Bits>() + pages.min().unwrap_or_else(|| rank(*last))
}

/// Returns what the text was, by a chain that is known.
pub fn through(text: &str, chain: &Chain) -> String {
    chain.iter().fold(text.to_owned(), |text, page| read_back(&text, *page).text)
}

/// What speaks against a chain for its length.
pub fn price(chain: &Chain) -> Bits {
    chain.iter().map(|_| STEP).sum::<Bits>() - STEP
}

/// C1 controls in place of characters that the page does have: another page is likelier, though two programs may have read
/// the text.
pub fn strange(text: &str, page: usize) -> Bits {
    let controls = text.chars().filter(|char| matches!(char, '\u{80}'..='\u{9f}') && TABLES.has_other(page, *char)).count();
    STRANGE * Bits::try_from(controls).unwrap_or(Bits::MAX / STRANGE)
}

/// The names of a chain's pages, the first mistake first.
pub fn names(chain: &Chain) -> Vec<&'static str> {
    chain.iter().rev().map(|page| TABLES.name(*page)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::forms::Forms;
    use super::*;
    use crate::text::encoding::page::page;

    fn readings(text: &str) -> Vec<Reading> {
        Forms::default().readings(text)
    }

    fn misread(text: &str, name: &str) -> String {
        let page = page(name).unwrap();
        text.bytes().map(|byte| page.char(byte).unwrap_or(char::from(byte))).collect()
    }

    #[test]
    fn misreadings_are_taken_back() {
        for text in ["müşteri tablosu", "größere Straße", "клиенты и заказы", "用户表", "“quoted” – dash", "été à Noël"]
        {
            for name in
                ["windows-1252", "windows-1254", "windows-1250", "windows-1251", "mac-roman", "ibm437", "ibm850", "ibm866"]
            {
                let once = misread(text, name);
                assert_eq!(
                    readings(&once).into_iter().next().map(|reading| reading.text).as_deref(),
                    Some(text),
                    "{name} {once}"
                );
                let twice = misread(&once, name);
                assert_eq!(
                    readings(&twice).into_iter().next().map(|reading| reading.text).as_deref(),
                    Some(text),
                    "{name} {twice}"
                );
            }
        }
    }

    #[test]
    fn clean_text_is_no_mojibake() {
        for text in ["MARQUÉ…", "AHÅ™", "NICIODATĂ™", "10 Å—", "ВІКІ", "2012—∞", "4288×…", "∆°", "SELKÄ\u{a0}EDELLÄ", "NESTLÉ®"]
        {
            assert!(readings(text).iter().all(|reading| !reading.is_likely()), "{text} {:?}", readings(text));
        }
    }
}
