//! Judges every piece of a file when all of them have been seen.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use foldhash::HashMap;

use super::about;
use super::around::Around;
use super::calm;
use super::chain::{self, Chain, Reading};
use super::decide::{Decision, Habit, Line, Word};
use super::examine::{Candidate, Edits, Examined, Found, Lost, State};
use super::lost::{self, Spot};
use super::votes::{Known, Seen, Votes};
use super::whole::Whole;
use super::words::{self, Change};
use crate::split::Piece;
use crate::text::Region;

/// So many clean words are remembered.
const MOST_WORDS: usize = 1 << 16;

/// Judges the pieces of one file, and writes down what is to be done.
pub struct Judge<'a> {
    content: &'a str,
    votes: &'a Votes,
    known: &'a Known,
    habit: Habit<'a>,
    /// The chain that other pieces confirm.
    usual: Option<usize>,
    around: Around<'a>,
    /// What was decided of the pieces with readings.
    outcomes: Vec<Option<Outcome>>,
    /// Clean words, and whether they may have lost a byte.
    words: HashMap<&'a str, bool>,
    /// Where chains stand in the result.
    chains: BTreeMap<Chain, u16>,
    pub examined: Examined,
}

/// What was decided of words, whatever stands around them.
enum Outcome {
    Nothing,
    /// They are doubtful or have lost something; the reading that was chosen.
    Other(Option<Reading>),
    Certain(Edits, Vec<KnownWord>),
}

/// A word that changes.
struct KnownWord {
    /// Which of the words with more than ASCII.
    number: usize,
    /// What changes of it.
    change: Change,
    /// All of it, as it was.
    after: Range<usize>,
}

impl<'a> Judge<'a> {
    /// Knows the file from its votes.
    pub fn new(
        content: &'a str,
        votes: &'a Votes,
        known: &'a Known,
        around: Around<'a>,
        examined: Examined,
        whole: &Whole,
    ) -> Self {
        let any = votes.usual();
        // One piece does not confirm itself.
        let usual = any.filter(|_| votes.confirm());
        let chain = |place: Option<usize>| place.and_then(|place| votes.chain(place));
        let Whole { language, is_all_misread } = *whole;
        let habit = Habit { usual: chain(usual), any: chain(any), language, is_all_misread, is_apart: false };
        let outcomes = known.seen.iter().map(|_| None).collect();
        let (words, chains) = (HashMap::default(), BTreeMap::new());
        Self { content, votes, known, habit, usual, around, outcomes, words, chains, examined }
    }

    /// Judges one piece.
    pub fn judge(&mut self, candidate: &Candidate) {
        let piece = &candidate.piece;
        let Some(slice) = self.content.get(piece.span.clone()) else { return };
        let state = match candidate.known {
            Some(place) => self.known(piece, slice, place),
            None if self.may_have_lost(slice, &piece.span) => self.look_closely(piece, slice, None),
            None => return,
        };
        let state = state.or_else(|| (!piece.is_pattern).then(|| lost_letters(slice, piece.span.start)).flatten());
        if let Some(state) = state {
            self.examined.found.push(Found { region: piece.region, span: piece.span.clone(), state });
        }
    }

    /// Names the chains of the pieces that the structure of the file explains: of those that give the same text the usual one.
    pub fn name_chains(&mut self, chains: &[Rc<[usize]>]) {
        let named = |judge: &mut Self, chains: &Rc<[usize]>| {
            let usual = judge.usual.filter(|usual| chains.contains(usual));
            let chain = usual.or(chains.first().copied()).and_then(|place| judge.votes.chain(place))?;
            Some(judge.number(chain))
        };
        let numbers: Vec<u16> = chains.iter().map(|chains| named(self, chains).unwrap_or(u16::MAX)).collect();
        for found in &mut self.examined.found {
            if let State::Certain(edits) = &mut found.state {
                edits.chain = numbers.get(usize::from(edits.chain)).copied().unwrap_or(u16::MAX);
            }
        }
    }

    fn known(&mut self, piece: &Piece, slice: &str, place: usize) -> Option<State> {
        if piece.region == Region::Literal && self.stands_beside_itself(piece, slice, place) {
            return None;
        }
        let kept = self.outcomes.get_mut(place).and_then(Option::take);
        let outcome = kept.unwrap_or_else(|| self.outcome(place));
        let state = match &outcome {
            Outcome::Nothing => None,
            Outcome::Other(reading) => {
                let reading = reading.as_ref();
                let reading = reading.map(|it| Reading { text: chain::through(slice, &it.chain), ..it.clone() });
                self.look_closely(piece, slice, reading.as_ref())
            }
            Outcome::Certain(edits, words) => self.edits(piece, slice, edits, words),
        };
        if let Some(place) = self.outcomes.get_mut(place) {
            *place = Some(outcome);
        }
        state
    }

    /// Whether the statement of a literal holds what it may have been, by any reading.
    fn stands_beside_itself(&mut self, piece: &Piece, slice: &str, place: usize) -> bool {
        let Some(seen) = self.known.seen.get(place) else { return false };
        seen.readings.iter().flatten().any(|reading| {
            let after = chain::through(slice, &reading.chain);
            let places = words::words(slice).zip(words::words(&after));
            let pairs = places.filter_map(|(before, new)| Some((slice.get(before)?, after.get(new)?)));
            let changed: Vec<(&str, &str)> = pairs.filter(|(before, after)| before != after).collect();
            self.around.leaves_alone(piece, slice, &changed)
        })
    }

    /// Decides of words alone.
    fn outcome(&mut self, place: usize) -> Outcome {
        let Some(Seen { words: key, readings, .. }) = self.known.seen.get(place) else { return Outcome::Nothing };
        let chosen = self.habit.choose(readings.as_deref().unwrap_or_default());
        match (Habit { is_apart: true, ..self.habit }).decide(key, chosen.as_ref()) {
            None => Outcome::Nothing,
            Some(Decision::Words { reading, words, doubtful: false }) => {
                let places: Vec<Range<usize>> = words::words(key).collect();
                let known = words.iter().filter_map(|word| self.known_word(key, &reading.text, word, &places)).collect();
                let edits =
                    Edits { changes: 0..0, is_whole: false, chain: self.number(&reading.chain), certainty: reading.certainty() };
                Outcome::Certain(edits, known)
            }
            Some(_) => Outcome::Other(chosen),
        }
    }

    fn known_word(&mut self, key: &str, text: &str, word: &Word, places: &[Range<usize>]) -> Option<KnownWord> {
        let number = places.iter().position(|place| place.start == word.before.start)?;
        let (before, after) = (key.get(word.before.clone())?, text.get(word.after.clone())?);
        let start = self.examined.after.len();
        self.examined.after.extend_from_slice(after.as_bytes());
        let change = Change::of_word(before, after).shifted(0, start);
        Some(KnownWord { number, change, after: start..start + after.len() })
    }

    fn edits(&mut self, piece: &Piece, slice: &str, edits: &Edits, known: &[KnownWord]) -> Option<State> {
        let first = self.examined.changes.len();
        let mut pairs = Vec::with_capacity(known.len());
        let mut places = words::words(slice).enumerate();
        for word in known {
            let (_, place) = places.find(|(number, _)| *number == word.number)?;
            let change = word.change.shifted(piece.span.start + place.start, 0);
            pairs.push((slice.get(place)?, self.examined.after.get(word.after.clone()).and_then(|it| str::from_utf8(it).ok())?));
            self.examined.changes.push(change);
        }
        if self.around.leaves_alone(piece, slice, &pairs) {
            self.examined.changes.truncate(first);
            return None;
        }
        Some(State::Certain(Edits { changes: first..self.examined.changes.len(), ..edits.clone() }))
    }

    /// Decides of a piece that is not like others.
    fn look_closely(&mut self, piece: &Piece, slice: &str, reading: Option<&Reading>) -> Option<State> {
        let start = piece.span.start;
        let (reading, words, doubtful) = match self.habit.decide(slice, reading)? {
            Decision::Lost { mut spots, reads, words } => {
                let is_about = if words.is_empty() {
                    spots.iter().all(|spot| is_apart(slice, spot)) && about::says_so(slice)
                } else {
                    self.around.leaves_alone(piece, slice, &pairs(slice, &reads, &words))
                };
                if is_about {
                    return None;
                }
                spots.iter_mut().for_each(|spot| spot.span = spot.span.start + start..spot.span.end + start);
                return Some(State::Lost(Box::new(Lost { spots, reads })));
            }
            Decision::Words { reading, words, doubtful } => (reading, words, doubtful),
        };
        let pairs = pairs(slice, &reading.text, &words);
        if self.around.leaves_alone(piece, slice, &pairs) {
            return None;
        }
        if doubtful {
            return Some(State::Doubtful(reading.text.into()));
        }
        let first = self.examined.changes.len();
        for (word, (before, after)) in words.iter().zip(pairs) {
            let at = self.examined.after.len();
            self.examined.after.extend_from_slice(after.as_bytes());
            self.examined.changes.push(Change::of_word(before, after).shifted(start + word.before.start, at));
        }
        let changes = first..self.examined.changes.len();
        Some(State::Certain(Edits {
            changes,
            is_whole: false,
            chain: self.number(&reading.chain),
            certainty: reading.certainty(),
        }))
    }

    /// Whether a byte may be gone somewhere in a piece that looks clean: where it is, it is seen in a single word.
    fn may_have_lost(&mut self, slice: &'a str, span: &Range<usize>) -> bool {
        let Some(chain) = self.habit.any else { return false };
        let content = self.content.as_bytes();
        let is_whole = |at: usize| chain.first().is_some_and(|page| !lost::may_have_lost_at(content, at, *page));
        // A letter among its own is no half of a character: see [`Habit::lost_spots`].
        if !self.habit.is_all_misread && calm::stand_together(content, span, is_whole) {
            return false;
        }
        let Some(page) = chain.first().filter(|page| lost::may_have_lost(slice, **page)) else { return false };
        words::words(slice).any(|word| {
            let Some(word) = slice.get(word).filter(|word| lost::may_have_lost(word, *page)) else { return false };
            if let Some(lost) = self.words.get(word) {
                return *lost;
            }
            let lost = !self.habit.lost_spots(word, chain, Line::Clean).is_empty();
            if self.words.len() < MOST_WORDS {
                self.words.insert(word, lost);
            }
            lost
        })
    }

    fn number(&mut self, chain: &Chain) -> u16 {
        if let Some(number) = self.chains.get(chain) {
            return *number;
        }
        let number = u16::try_from(self.chains.len()).unwrap_or(u16::MAX);
        self.examined.chains.push(chain::names(chain));
        self.chains.insert(chain.clone(), number);
        number
    }
}

/// The words that change, before and after.
fn pairs<'a>(before: &'a str, after: &'a str, words: &[Word]) -> Vec<(&'a str, &'a str)> {
    words.iter().filter_map(|word| Some((before.get(word.before.clone())?, after.get(word.after.clone())?))).collect()
}

/// Whether no letter touches what is left of a character.
fn is_apart(text: &str, spot: &Spot) -> bool {
    let before = text.get(..spot.span.start).and_then(|before| before.chars().next_back());
    let after = text.get(spot.span.end..).and_then(|after| after.chars().next());
    [before, after].into_iter().flatten().all(|char| !char.is_alphanumeric())
}

/// Letters that an earlier program replaced by U+FFFD.
fn lost_letters(slice: &str, start: usize) -> Option<State> {
    let mut spots = lost::letters(slice);
    spots.iter_mut().for_each(|spot| spot.span = spot.span.start + start..spot.span.end + start);
    (!spots.is_empty()).then(|| State::Lost(Box::new(Lost { spots, reads: slice.to_owned() })))
}
