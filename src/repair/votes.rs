//! What the pieces of a file show of its history: each is a vote for the chains that explain it.

use std::collections::{BTreeMap, HashMap};

use super::chain::{self, Chain, Reading};
use super::pages::PageSet;
use super::structure::{self, Passed};
use super::{scan, words};

/// So many pieces of mojibake show what happened to a file.
const ENOUGH_VOTES: usize = 12;
/// In percent of the best, what counts as just as good an explanation of the file.
const AS_GOOD: i64 = 90;
/// What a piece counts that is read by its structure alone.
const CERTAIN: i64 = 40;
/// Text with fewer characters outside ASCII is not read by its structure.
const FEWEST: usize = 6;

/// How well each chain explains the file so far.
#[derive(Debug, Default)]
pub struct Votes {
    chains: Vec<Chain>,
    /// By chain.
    gains: Vec<i64>,
    /// Where each chain stands.
    places: BTreeMap<Chain, usize>,
    /// The chains that explain the file as well as the best, in order; nothing where that has to be found anew.
    good: Option<Vec<usize>>,
    /// How many pieces were surely mojibake.
    sure: usize,
}

/// A piece that the file's chains explain, every character outside ASCII of it.
#[derive(Debug)]
pub struct Structure {
    pub passed: Passed,
    /// The chains that give this text and differ in their last page only.
    pub chains: Vec<usize>,
}

impl Votes {
    /// Once the file has shown its chain, a piece is read through that one, and those that explained the file as well so far.
    /// Nothing where these do not give one and the same text.
    pub fn by_structure(&mut self, slice: &[u8], out: &mut Vec<u8>) -> Option<Structure> {
        if self.sure < ENOUGH_VOTES || characters(slice) < FEWEST {
            return None;
        }
        let good = self.good.take().unwrap_or_else(|| self.as_good());
        let start = out.len();
        let read = self
            .agreed(slice, &good, out)
            .filter(|read| out.get(read.passed.text.clone()).is_some_and(|text| !scan::is_suspicious(text)));
        match &read {
            None => out.truncate(start),
            Some(read) => self.count_structure(read),
        }
        // Where all of them gained the same, they are the best as before.
        let unchanged = read.as_ref().is_none_or(|read| read.chains.len() == good.len());
        self.good = unchanged.then_some(good);
        read
    }

    fn agreed(&self, slice: &[u8], good: &[usize], out: &mut Vec<u8>) -> Option<Structure> {
        let mut first: Option<Structure> = None;
        for place in good {
            let chain = self.chains.get(*place)?;
            let Some(read) = &mut first else {
                let passed = structure::read(slice, chain, out);
                first = passed.map(|passed| Structure { passed, chains: vec![*place] });
                continue;
            };
            if !is_alike(chain, &read.passed.alike) {
                let Some(other) = structure::read(slice, chain, out) else { continue };
                let same = out.get(other.text.clone()) == out.get(read.passed.text.clone());
                out.truncate(other.text.start);
                if !same {
                    return None;
                }
            }
            let same_start = read.chains.first().and_then(|first| self.chains.get(*first)).is_some_and(|first| {
                first.len() == chain.len()
                    && first.split_last().map(|(_, start)| start) == chain.split_last().map(|(_, start)| start)
            });
            if same_start {
                read.chains.push(*place);
            }
        }
        first
    }

    fn count_structure(&mut self, read: &Structure) {
        self.sure += 1;
        for place in &read.chains {
            if let Some(gain) = self.gains.get_mut(*place) {
                *gain += CERTAIN;
            }
        }
    }

    /// Counts a piece with its readings.
    pub fn count(&mut self, readings: &[Reading]) {
        let Some(reading) = readings.first().filter(|reading| reading.is_sure()) else { return };
        self.sure += 1;
        self.good = None;
        for chain in reading.chains() {
            let place = self.place(chain);
            if let Some(gain) = self.gains.get_mut(place) {
                *gain += i64::from(reading.gain);
            }
        }
    }

    fn place(&mut self, chain: Chain) -> usize {
        let Self { chains, gains, places, .. } = self;
        *places.entry(chain).or_insert_with_key(|chain| {
            chains.push(chain.clone());
            gains.push(0);
            chains.len() - 1
        })
    }

    fn as_good(&self) -> Vec<usize> {
        let most = self.gains.iter().max().copied().unwrap_or_default();
        let gain = |place: &usize| self.gains.get(*place).copied().unwrap_or_default();
        self.places.values().copied().filter(|place| gain(place) * 100 >= most * AS_GOOD).collect()
    }

    /// The chain that explains the file best; of equals the first.
    pub fn usual(&self) -> Option<usize> {
        let gain = |place: usize| self.gains.get(place).copied().unwrap_or_default();
        let best = self.places.iter().max_by_key(|(chain, place)| (gain(**place), std::cmp::Reverse(*chain)));
        best.map(|(_, place)| *place)
    }

    /// Whether several pieces were surely mojibake: one does not confirm itself.
    pub fn confirm(&self) -> bool {
        self.sure > 1
    }

    /// The chains by the numbers in [`Structure::chains`].
    pub fn chain(&self, place: usize) -> Option<&Chain> {
        self.chains.get(place)
    }
}

/// Whether a chain gives what another gave, for each page of which these are alike.
fn is_alike(chain: &Chain, alike: &[PageSet]) -> bool {
    chain.len() == alike.len() && chain.iter().zip(alike).all(|(page, alike)| alike >> page & 1 == 1)
}

/// How many characters outside ASCII a text has.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte >= 0xc0).count()
}

/// The readings of pieces, by their words: the same come again and again.
#[derive(Debug, Default)]
pub struct Known {
    places: HashMap<String, usize>,
    /// The words, and their readings, in the order in which they were seen.
    pub seen: Vec<(String, Vec<Reading>)>,
    /// Made anew for each piece.
    key: String,
}

impl Known {
    /// Returns where the readings of a piece stand.
    pub fn find(&mut self, slice: &str) -> usize {
        words::key(slice, &mut self.key);
        if let Some(place) = self.places.get(&self.key) {
            return *place;
        }
        let place = self.seen.len();
        self.seen.push((self.key.clone(), chain::readings(&self.key)));
        self.places.insert(self.key.clone(), place);
        place
    }

    /// The readings there.
    pub fn readings(&self, place: usize) -> &[Reading] {
        self.seen.get(place).map_or(&[], |(_, readings)| readings)
    }
}
