//! Looks at every piece of a text: is it mojibake, and what was it?

use std::collections::BTreeMap;
use std::ops::Range;

use super::about::{self, Line};
use super::chain::{self, Chain, Reading};
use super::lost::{self, Spot};
use super::{Regions, Repair, scan};
use crate::split::Piece;
use crate::text::language;
use crate::text::{Region, Text};

/// A reading that the rest of the file confirms needs to be no better than this.
const CONFIRMED: language::Bits = 4;
/// So many pieces of mojibake show what happened to a file.
const ENOUGH_VOTES: usize = 12;
/// In percent of the best, what counts as just as good an explanation of the file.
const AS_GOOD: i64 = 90;
/// By so much another chain has to be better than that of the file.
const BETTER: language::Bits = 12;
/// A word that is so unnatural is not the author's.
const UNNATURAL: language::Bits = 14;
/// A word is not changed where it becomes less natural by more than this.
const WORSE: language::Bits = 2;

/// What was found in a text.
#[derive(Debug, Default)]
pub struct Examined {
    pub found: Vec<Found>,
}

/// A piece that is, or may be, mojibake.
#[derive(Debug)]
pub struct Found {
    pub region: Region,
    /// The line, literal or name, in the text.
    pub span: Range<usize>,
    pub state: State,
}

/// What is to be done about it.
#[derive(Debug)]
pub enum State {
    /// It is mojibake beyond doubt.
    Certain(Vec<Change>),
    /// It may be mojibake.
    Doubtful(String),
    /// Bytes are gone.
    Lost { spots: Vec<Spot>, reads: String },
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub span: Range<usize>,
    pub after: String,
    pub region: Region,
    /// The first mistake first.
    pub chain: Vec<&'static str>,
    pub certainty: u8,
}

impl Examined {
    /// Returns the edits that are to be made.
    pub fn wanted(&self, repair: Repair) -> Vec<Change> {
        let certain = self.found.iter().filter(|found| repair.takes(found.region)).filter_map(|found| match &found.state {
            State::Certain(changes) => Some(changes),
            _ => None,
        });
        certain.flatten().cloned().collect()
    }
}

impl Repair {
    /// Whether pieces of a kind are changed.
    pub fn takes(self, region: Region) -> bool {
        matches!((self, region), (Self::Comments | Self::All, Region::Comment) | (Self::All, Region::Literal))
    }
}

/// A line, literal or name with what it may have been.
struct Candidate {
    piece: Piece,
    readings: Vec<Reading>,
}

/// Examines a text; `None` where nothing in it looks like mojibake.
pub fn examine(text: &Text, regions: Regions<'_>) -> Option<Examined> {
    if !scan::is_suspicious(&text.content) {
        return None;
    }
    let content = &*text.content;
    let pieces: Vec<Piece> = regions(text).iter().flat_map(|piece| lines(content, piece)).collect();
    let mut votes = Votes::default();
    let mut candidates = Vec::new();
    for piece in pieces {
        let Some(slice) = content.get(piece.span.clone()).filter(|slice| !slice.is_ascii()) else { continue };
        let readings = if scan::is_suspicious(slice) { votes.readings(slice) } else { Vec::new() };
        votes.count(&readings);
        candidates.push(Candidate { piece, readings });
    }
    let habit = votes.usual();
    // One piece does not confirm itself.
    let usual = habit.as_ref().filter(|_| votes.sure > 1);
    let judge = Judge { content, usual, habit: habit.as_ref() };
    let found = candidates.iter().filter_map(|candidate| judge.judge(candidate)).collect();
    Some(Examined { found })
}

/// How well each chain explains the file so far.
#[derive(Default)]
struct Votes {
    gains: BTreeMap<Chain, i64>,
    /// How many pieces were surely mojibake.
    sure: usize,
}

impl Votes {
    /// Once the file has shown its chain, this one is tried first, with those that explained the file as well so far.
    fn readings(&self, slice: &str) -> Vec<Reading> {
        match self.by_structure(slice).filter(|reading| !scan::is_suspicious(&reading.text)) {
            Some(reading) => vec![reading],
            None => chain::readings(slice),
        }
    }

    fn by_structure(&self, slice: &str) -> Option<Reading> {
        let most = self.gains.values().max().filter(|_| self.sure >= ENOUGH_VOTES)?;
        let as_good = self.gains.iter().filter(|(_, gain)| **gain * 100 >= *most * AS_GOOD).map(|(chain, _)| chain);
        let mut readings = as_good.filter_map(|chain| chain::by_structure(slice, chain));
        let mut first = readings.next()?;
        readings.all(|other| first.takes_in(&other)).then_some(first)
    }

    fn count(&mut self, readings: &[Reading]) {
        if let Some(reading) = readings.first().filter(|reading| reading.is_sure()) {
            self.sure += 1;
            for chain in reading.chains() {
                *self.gains.entry(chain).or_default() += i64::from(reading.gain);
            }
        }
    }

    fn usual(&self) -> Option<Chain> {
        let best = self.gains.iter().max_by_key(|(chain, gain)| (**gain, std::cmp::Reverse(*chain)));
        best.map(|(chain, _)| chain.clone())
    }
}

/// A comment is looked at line by line.
fn lines(content: &str, piece: &Piece) -> Vec<Piece> {
    if piece.region != Region::Comment {
        return vec![piece.clone()];
    }
    let mut at = piece.span.start;
    let slice = content.get(piece.span.clone()).unwrap_or_default();
    let lines = slice.split_inclusive('\n').map(|line| {
        let span = at..at + line.trim_end_matches(['\r', '\n']).len();
        at += line.len();
        Piece { span, ..piece.clone() }
    });
    lines.collect()
}

struct Judge<'a> {
    content: &'a str,
    /// The chain that other pieces confirm.
    usual: Option<&'a Chain>,
    /// The chain of any piece.
    habit: Option<&'a Chain>,
}

impl Judge<'_> {
    fn judge(&self, candidate: &Candidate) -> Option<Found> {
        let piece = &candidate.piece;
        let slice = self.content.get(piece.span.clone())?;
        let state = self.state(slice, piece, self.choose(&candidate.readings).as_ref());
        let state = state.or_else(|| (!piece.is_pattern).then(|| lost_letters(slice, piece.span.start)).flatten())?;
        Some(Found { region: piece.region, span: piece.span.clone(), state })
    }

    /// The first reading, or that of the file's chain if it is hardly worse.
    fn choose(&self, readings: &[Reading]) -> Option<Reading> {
        let first = readings.first()?;
        let usual = self.usual.and_then(|chain| {
            let reading = readings.iter().find(|reading| reading.chains().contains(chain))?;
            (reading.gain + BETTER >= first.gain).then(|| Reading { chain: chain.clone(), ..reading.clone() })
        });
        Some(usual.unwrap_or_else(|| first.clone()))
    }

    fn state(&self, slice: &str, piece: &Piece, reading: Option<&Reading>) -> Option<State> {
        let reading = reading.filter(|reading| self.is_likely(reading));
        let habit = self.habit.filter(|_| reading.is_none());
        let chain = reading.map(|reading| &reading.chain).or(habit)?;
        let spots = lost_spots(slice, chain, reading);
        let whole = (!spots.is_empty() && spots.iter().all(Spot::is_certain)).then(|| lost::restored(slice, &spots));
        let restored = whole.and_then(|whole| chain::follow(&whole, chain, language::cost(slice)));
        let reading = match (restored.as_ref(), reading) {
            (Some(restored), _) if self.is_likely(restored) => restored,
            (_, reading) if !spots.is_empty() => {
                let reads = reading.map_or_else(|| slice.to_owned(), |reading| reading.text.clone());
                return Some(State::Lost { spots: shifted(spots, piece.span.start), reads });
            }
            (_, reading) => reading?,
        };
        let words = changed_words(slice, reading);
        if words.is_empty() || self.is_left_alone(piece, slice, &words) {
            return None;
        }
        let confirmed = self.usual == Some(&reading.chain) && reading.others == 0 && reading.gain >= CONFIRMED;
        let apart = matches!(words.as_slice(), [word] if reading.characters == 1 && word.is_apart());
        if !(confirmed || reading.is_sure() && (!apart || reading.is_sure_apart())) {
            return Some(State::Doubtful(reading.text.clone()));
        }
        Some(State::Certain(words.iter().map(|word| word.change(piece, reading)).collect()))
    }

    fn is_likely(&self, reading: &Reading) -> bool {
        reading.is_likely() || self.usual == Some(&reading.chain) && reading.gain >= CONFIRMED
    }

    fn is_left_alone(&self, piece: &Piece, slice: &str, words: &[Word<'_>]) -> bool {
        let changes: Vec<(&str, &str)> = words.iter().map(|word| (word.before, word.after)).collect();
        match piece.region {
            Region::Comment => {
                let beside = beside(self.content, &piece.span);
                Line { text: slice, changes: &changes, beside: &beside }.is_about_mojibake()
            }
            Region::Literal => piece.is_pattern || self.statement_says_it_right(piece, &changes),
            Region::Identifier => false,
        }
    }

    /// Whether the lines around a literal, in its statement, hold what the literal would become.
    fn statement_says_it_right(&self, piece: &Piece, changes: &[(&str, &str)]) -> bool {
        let start = self.content.get(..piece.span.start).and_then(|before| before.rfind(';')).map_or(0, |at| at + 1);
        let end = self
            .content
            .get(piece.span.end..)
            .and_then(|after| after.find(';'))
            .map_or(self.content.len(), |at| piece.span.end + at);
        let around = [self.content.get(start..piece.span.start), self.content.get(piece.span.end..end)];
        around.into_iter().flatten().any(|text| changes.iter().any(|(_, after)| about::holds_word(text, about::core(after))))
    }
}

/// Bytes that are gone. Where nothing else in the line was misread, what looks like it may be the author's own letters.
fn lost_spots(slice: &str, chain: &Chain, reading: Option<&Reading>) -> Vec<Spot> {
    let Some(last) = chain.first().filter(|_| !reading.is_some_and(|reading| reading.by_structure)) else { return Vec::new() };
    let words: Vec<(usize, &str)> = words(slice).collect();
    let unnatural = |spot: &Spot| {
        let word = words.iter().rfind(|(start, _)| *start <= spot.span.start);
        word.is_some_and(|(_, word)| language::cost(word) >= UNNATURAL) || is_capital_inside(slice, spot.span.start)
    };
    lost::find(slice, *last).into_iter().filter(|spot| reading.is_some() || spot.marked || unnatural(spot)).collect()
}

/// Whether a capital letter stands behind a small one.
fn is_capital_inside(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let letter = text.get(at..).and_then(|after| after.chars().next());
    before.is_some_and(char::is_lowercase) && letter.is_some_and(char::is_uppercase)
}

/// Letters that an earlier program replaced by U+FFFD.
fn lost_letters(slice: &str, start: usize) -> Option<State> {
    let mut spots = lost::letters(slice);
    spots.iter_mut().for_each(|spot| spot.span = spot.span.start + start..spot.span.end + start);
    (!spots.is_empty()).then(|| State::Lost { spots, reads: slice.to_owned() })
}

fn shifted(mut spots: Vec<Spot>, by: usize) -> Vec<Spot> {
    spots.iter_mut().for_each(|spot| spot.span = spot.span.start + by..spot.span.end + by);
    spots
}

/// The lines before and after a place.
fn beside<'a>(content: &'a str, span: &Range<usize>) -> Vec<&'a str> {
    let start = content.get(..span.start).and_then(|before| before.rfind('\n'));
    let before = start.and_then(|end| content.get(..end)).and_then(|before| before.rsplit('\n').next());
    let after = content.get(span.end..).and_then(|after| after.split('\n').nth(1));
    before.into_iter().chain(after).collect()
}

/// A word that changes.
struct Word<'a> {
    /// Where it starts in the piece.
    start: usize,
    before: &'a str,
    after: &'a str,
}

impl Word<'_> {
    /// Whether no ASCII letter or digit stands in it.
    fn is_apart(&self) -> bool {
        !self.before.contains(|char: char| char.is_ascii_alphanumeric())
    }

    fn change(&self, piece: &Piece, reading: &Reading) -> Change {
        let (head, tail) = common_ends(self.before, self.after);
        let start = piece.span.start + self.start;
        Change {
            span: start + head..start + self.before.len() - tail,
            after: self.after.get(head..self.after.len() - tail).unwrap_or_default().to_owned(),
            region: piece.region,
            chain: chain::names(&reading.chain),
            certainty: reading.certainty(),
        }
    }
}

/// How many bytes two words have in common at either end, in whole ASCII characters.
fn common_ends(before: &str, after: &str) -> (usize, usize) {
    let same = |pair: &(u8, u8)| pair.0 == pair.1 && pair.0.is_ascii();
    let head = before.bytes().zip(after.bytes()).take_while(same).count();
    let most = before.len().min(after.len()) - head;
    let tail = before.bytes().rev().zip(after.bytes().rev()).take_while(same).count().min(most);
    (head, tail)
}

/// Words stay where they are: no ASCII takes part in mojibake.
fn changed_words<'a>(slice: &'a str, reading: &'a Reading) -> Vec<Word<'a>> {
    let pairs = words(slice).zip(words(&reading.text).map(|(_, word)| word)).filter(|((_, before), after)| before != after);
    let better = |before: &str, after: &str| reading.by_structure || language::cost(after) <= language::cost(before) + WORSE;
    pairs
        .filter(|((_, before), after)| better(before, after))
        .map(|((start, before), after)| Word { start, before, after })
        .collect()
}

/// The words of a text with their places, separated by ASCII white space.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|char: char| char.is_ascii_whitespace()).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}
