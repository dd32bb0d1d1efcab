//! Decides what a text was, from its readings and what is known of its file. What stands around the text is not looked at here.

use std::ops::Range;

use super::blank;
use super::chain::{self, Chain, Reading};
use super::lost::{self, Restored, Spot};
use super::noise::{controls, falls_from_capitals, is_noise};
use super::undo::read_back;
use crate::text::language;

/// A reading that the rest of the file confirms needs to be no better than this.
pub const CONFIRMED: language::Bits = 4;
/// By so much another chain has to be better than that of the file.
const BETTER: language::Bits = 12;
/// A word that is so unnatural is not the author's.
const UNNATURAL: language::Bits = 14;
/// A word is not changed where it becomes less natural by more than this.
const WORSE: language::Bits = 2;

/// What is known of the file.
#[derive(Debug, Clone, Copy)]
pub struct Habit<'a> {
    /// The chain that other pieces confirm.
    pub usual: Option<&'a Chain>,
    /// The chain of any piece.
    pub any: Option<&'a Chain>,
    /// The language of what was misread, if it has an alphabet.
    pub language: Option<&'static str>,
    /// Whether hardly anything outside ASCII is right as it stands.
    pub is_all_misread: bool,
    /// Whether words are looked at without what stands between them.
    pub is_apart: bool,
}

/// What the characters of a line say that lack nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Clean,
    /// It may have been misread.
    Unsure,
    Misread,
}

/// What a text was.
#[derive(Debug)]
pub enum Decision {
    /// The words are those that would change but for what is lost.
    Lost {
        spots: Vec<Spot>,
        reads: String,
        words: Vec<Word>,
    },
    Words {
        reading: Reading,
        words: Vec<Word>,
        doubtful: bool,
    },
}

/// A word that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In the text.
    pub before: Range<usize>,
    /// In the text that it was.
    pub after: Range<usize>,
}

impl Habit<'_> {
    /// The first reading, or that of the file's chain if it is hardly worse.
    pub fn choose(self, readings: &[Reading]) -> Option<Reading> {
        let first = readings.first()?;
        let usual = self.usual.and_then(|chain| {
            let reading = readings.iter().find(|reading| reading.chains().contains(chain))?;
            (reading.gain + BETTER >= first.gain).then(|| Reading { chain: chain.clone(), ..reading.clone() })
        });
        Some(usual.unwrap_or_else(|| first.clone()))
    }

    /// Decides what a text was that has this reading, if any; `None` where it is as it should be.
    pub fn decide(self, slice: &str, reading: Option<&Reading>) -> Option<Decision> {
        let reading = reading.filter(|reading| self.is_likely(reading));
        let is_read = reading.is_some();
        let any = self.any.filter(|_| reading.is_none());
        let chain = reading.map(|reading| &reading.chain).or(any)?;
        let line = match reading {
            None => Line::Clean,
            Some(reading) if reading.is_sure() || self.any == Some(&reading.chain) => Line::Misread,
            Some(_) => Line::Unsure,
        };
        let mut spots = self.lost_spots(slice, chain, line);
        match chain.as_slice() {
            [page] if !self.is_apart => blank::settle(slice, &mut spots, *page, self.language),
            // What stands between the words is looked at later.
            _ => spots.iter_mut().filter(|spot| spot.blank.is_some()).for_each(|spot| spot.certain = None),
        }
        let whole = (!spots.is_empty() && spots.iter().all(Spot::is_certain)).then(|| lost::restored(slice, &spots));
        let restored = whole.as_ref().and_then(|whole| chain::follow(&whole.text, chain, language::cost(slice)));
        let reading = match (restored, reading) {
            (Some(restored), _) if self.is_likely(&restored) => restored,
            (_, reading) if !spots.is_empty() => {
                let words = reading.map(|reading| changed_words(slice, reading, None)).unwrap_or_default();
                let reads = reading.map_or_else(|| slice.to_owned(), |reading| reading.text.clone());
                return Some(Decision::Lost { spots, reads, words });
            }
            (_, reading) => reading?.clone(),
        };
        let (reading, rival) = self.against_rival(slice, reading);
        let words = changed_words(slice, &reading, whole.as_ref());
        let noise = words.iter().filter(|word| reading.text.get(word.after.clone()).is_some_and(is_noise)).count();
        if noise == words.len() {
            // It says nothing; bytes may be gone that the rest of the file tells of.
            return is_read.then(|| self.decide(slice, None)).flatten();
        }
        let is_apart = |word: &Word| slice.get(word.before.clone()).is_some_and(is_apart);
        let apart = matches!(words.as_slice(), [word] if reading.characters == 1 && is_apart(word));
        let sure = self.confirms(&reading) || reading.is_sure() && (!apart || reading.is_sure_apart());
        let falls = || words.iter().any(|word| reading.text.get(word.after.clone()).is_some_and(falls_from_capitals));
        let doubtful = !sure
            || rival
            || self.usual != Some(&reading.chain) && falls()
            || noise > 0
            || controls(&reading.text) > 0 && controls(slice) == 0;
        Some(Decision::Words { reading, words, doubtful })
    }

    fn is_likely(self, reading: &Reading) -> bool {
        reading.is_likely() || self.usual == Some(&reading.chain) && reading.gain >= CONFIRMED
    }

    /// Where another reading is nearly as likely, all words of the line tell, those of ASCII too: returns the better reading, and
    /// whether they do not tell either.
    fn against_rival(self, slice: &str, reading: Reading) -> (Reading, bool) {
        const AHEAD: language::Bits = 4;
        let Some(chain) = reading.rival.as_ref().filter(|_| self.usual != Some(&reading.chain)) else { return (reading, false) };
        let Some(rival) = chain::follow(slice, chain, language::cost(slice)).filter(|_| !self.is_apart) else {
            return (reading, true);
        };
        if language::best_alphabet(&reading.text).is_none() {
            return (reading, false);
        }
        let cost = |reading: &Reading| language::spelled(&reading.text, None) + reading.odd + reading.rank;
        let ahead = cost(&rival) - cost(&reading);
        if ahead <= -AHEAD { (rival, false) } else { (reading, ahead < AHEAD) }
    }

    /// Whether the rest of the file leaves no doubt.
    fn confirms(self, reading: &Reading) -> bool {
        self.usual == Some(&reading.chain) && reading.others == 0 && reading.gain >= CONFIRMED
    }

    /// Bytes that are gone. Where nothing else in the line was misread, what looks like it may be the author's own letters.
    pub fn lost_spots(self, slice: &str, chain: &Chain, line: Line) -> Vec<Spot> {
        let Some(last) = chain.first() else { return Vec::new() };
        let is_lost = |spot: &Spot| {
            let unnatural = || is_unnatural(slice, spot.span.start);
            if spot.bare {
                return line == Line::Misread && (changes_beside(slice, spot.span.start, *last) || unnatural());
            }
            let own = || is_among_its_own(slice, spot.span.start);
            let lost = line == Line::Clean && (self.is_all_misread || unnatural() && !own());
            line == Line::Misread || spot.marked || lost
        };
        lost::find(slice, *last).into_iter().filter(is_lost).collect()
    }
}

/// Whether no ASCII letter or digit stands in the word, and what stands there was two bytes: three that fit are less of an accident.
fn is_apart(word: &str) -> bool {
    !word.contains(|char: char| char.is_ascii_alphanumeric()) && word.chars().filter(|char| !char.is_ascii()).count() <= 2
}

/// The word around a place.
fn word_at(text: &str, at: usize) -> Option<&str> {
    words(text).take_while(|word| word.start <= at).last().and_then(|word| text.get(word))
}

/// Whether the word around a place is no author's.
fn is_unnatural(text: &str, at: usize) -> bool {
    word_at(text, at).is_some_and(|word| language::cost(word) >= UNNATURAL) || is_capital_inside(text, at)
}

/// Whether other characters of the word around a place were misread.
fn changes_beside(text: &str, at: usize, page: usize) -> bool {
    word_at(text, at).is_some_and(|word| read_back(word, page).characters > 0)
}

/// Whether a letter outside ASCII stands beside another one of its script: `Р` in `РЕЗЕРВ` is no half of a character. Misread text
/// in such letters has whole characters beside it, and is known by these.
fn is_among_its_own(text: &str, at: usize) -> bool {
    let script = |char: char| (!char.is_ascii() && char.is_alphabetic()).then(|| u32::from(char) >> 8);
    let (before, here) = text.split_at_checked(at).unwrap_or_default();
    let mut chars = here.chars();
    let Some(own) = chars.next().and_then(script) else { return false };
    // Accented Latin letters are rare beside each other.
    let beside = [before.chars().next_back(), chars.next()].into_iter().flatten();
    own > 1 && beside.filter_map(script).any(|other| other == own)
}

/// Whether a capital letter stands behind a small one.
fn is_capital_inside(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let letter = text.get(at..).and_then(|after| after.chars().next());
    before.is_some_and(char::is_lowercase) && letter.is_some_and(char::is_uppercase)
}

/// Words stay where they are: no ASCII takes part in mojibake but what stands for a byte that is put back.
fn changed_words(slice: &str, reading: &Reading, restored: Option<&Restored>) -> Vec<Word> {
    let whole = restored.map_or(slice, |restored| &restored.text);
    let before = |at: usize| restored.map_or(at, |restored| restored.place_before(at));
    let pairs = words(whole).zip(words(&reading.text));
    let pairs = pairs.map(|(word, after)| Word { before: before(word.start)..before(word.end), after });
    let changed = pairs.filter(|word| {
        let (before, after) = (slice.get(word.before.clone()), reading.text.get(word.after.clone()));
        let (Some(before), Some(after)) = (before, after) else { return false };
        before != after && language::cost(after) <= language::cost(before) + WORSE
    });
    changed.collect()
}

/// The words of a text, separated by ASCII white space.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(|char: char| char.is_ascii_whitespace()).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some(start..start + word.len())
    })
}
