//! What the pieces of a file show of its history: each is a vote for the chains that explain it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use foldhash::HashMap;

use super::chain::{Chain, Reading};
use super::forms::Forms;
use super::pages::PageSet;
use super::structure::{self, Passed};
use super::{scan, words};
use crate::text::language::Bits;

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
    /// The chains that explain the file as well as the best, in order.
    good: Vec<usize>,
    /// Whether `good` has to be found anew.
    is_stale: bool,
    /// The chains of the last piece.
    last: Rc<[usize]>,
    /// Made anew for each piece.
    scratch: Vec<usize>,
    /// How many pieces were surely mojibake.
    sure: usize,
}

/// A piece that the file's chains explain, every character outside ASCII of it.
#[derive(Debug)]
pub struct Structure {
    /// Where it was written.
    pub text: Range<usize>,
    /// The chains that give this text and differ in their last page only; the first is named where none is usual.
    pub chains: Rc<[usize]>,
}

impl Votes {
    /// Once the file has shown its chain, a piece is read through that one, and those that explained the file as well so far, to
    /// the end of `out`. Nothing where these do not give one and the same text.
    pub fn by_structure(&mut self, slice: &[u8], out: &mut Vec<u8>) -> Option<Structure> {
        if self.sure < ENOUGH_VOTES || characters(slice) < FEWEST {
            return None;
        }
        if std::mem::take(&mut self.is_stale) {
            self.find_good();
        }
        let start = out.len();
        let mut chains = std::mem::take(&mut self.scratch);
        chains.clear();
        let read = self
            .agreed(slice, &mut chains, out)
            .filter(|passed| out.get(passed.text.clone()).is_some_and(|text| !scan::is_suspicious(text)));
        let read = read.map(|passed| self.count_structure(passed.text, &chains));
        if read.is_none() {
            out.truncate(start);
        }
        self.scratch = chains;
        read
    }

    fn agreed(&self, slice: &[u8], chains: &mut Vec<usize>, out: &mut Vec<u8>) -> Option<Passed> {
        let mut first: Option<(&Chain, Passed)> = None;
        for place in &self.good {
            let chain = self.chains.get(*place)?;
            let Some((same, passed)) = &first else {
                first = structure::read(slice, chain, out).map(|passed| (chain, passed));
                chains.extend(first.is_some().then_some(*place));
                continue;
            };
            if !is_alike(chain, same, &passed.alike) {
                let Some(other) = structure::read(slice, chain, out) else { continue };
                let is_same = out.get(other.text.clone()) == out.get(passed.text.clone());
                out.truncate(other.text.start);
                if !is_same {
                    return None;
                }
            }
            if differ_last(chain, same) {
                chains.push(*place);
            }
        }
        first.map(|(_, passed)| passed)
    }

    fn count_structure(&mut self, text: Range<usize>, chains: &[usize]) -> Structure {
        self.sure += 1;
        for place in chains {
            if let Some(gain) = self.gains.get_mut(*place) {
                *gain += CERTAIN;
            }
        }
        // Where all of them gained the same, they are the best as before.
        self.is_stale = chains.len() != self.good.len();
        if *self.last != *chains {
            self.last = chains.into();
        }
        Structure { text, chains: Rc::clone(&self.last) }
    }

    /// Counts a piece with its readings.
    pub fn count(&mut self, known: &mut Seen) {
        let Some(reading) = known.readings.first().filter(|reading| reading.is_sure()) else { return };
        self.sure += 1;
        self.is_stale = true;
        let chains = known.chains.get_or_insert_with(|| reading.chains().into_iter().map(|chain| self.place(chain)).collect());
        for place in chains {
            if let Some(gain) = self.gains.get_mut(*place) {
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

    fn find_good(&mut self) {
        let Self { gains, places, good, .. } = self;
        let most = gains.iter().max().copied().unwrap_or_default();
        let gain = |place: &usize| gains.get(*place).copied().unwrap_or_default();
        good.clear();
        good.extend(places.values().copied().filter(|place| gain(place) * 100 >= most * AS_GOOD));
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

/// Whether a suspicious text has words that read better otherwise, by so much together.
pub fn may_be_mojibake(text: &[u8], least: Bits, forms: &mut Forms) -> bool {
    let Some(text) = str::from_utf8(text).ok().filter(|text| !scan::holds_replacement(text.as_bytes())) else { return true };
    forms.may_gain(least, words::words(text).filter_map(|word| text.get(word)))
}

/// Whether a chain gives what another gave, for each page of which these are alike.
fn is_alike(chain: &Chain, other: &Chain, alike: &[PageSet]) -> bool {
    chain.len() == other.len() && chain.iter().zip(alike).all(|(page, alike)| alike >> page & 1 == 1)
}

/// Whether two chains are the same but for their last page.
fn differ_last(chain: &Chain, other: &Chain) -> bool {
    chain.len() == other.len() && chain.iter().zip(other).take(chain.len() - 1).all(|(one, other)| one == other)
}

/// How many characters outside ASCII a text has.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte >= 0xc0).count()
}

/// The readings of pieces, by their words: the same come again and again.
#[derive(Debug, Default)]
pub struct Known {
    places: HashMap<String, usize>,
    /// In the order in which they were seen.
    pub seen: Vec<Seen>,
    pub forms: Forms,
    /// Made anew for each piece.
    key: String,
}

/// The words of a piece.
#[derive(Debug)]
pub struct Seen {
    /// Those that hold more than ASCII, separated by blanks.
    pub words: String,
    pub readings: Vec<Reading>,
    /// The chains that the first reading is a vote for.
    chains: Option<Vec<usize>>,
}

impl Known {
    /// Returns where the readings of a piece stand.
    pub fn find(&mut self, slice: &str) -> usize {
        words::key(slice, &mut self.key);
        if let Some(place) = self.places.get(&self.key) {
            return *place;
        }
        let place = self.seen.len();
        self.seen.push(Seen { words: self.key.clone(), readings: self.forms.readings(&self.key), chains: None });
        self.places.insert(self.key.clone(), place);
        place
    }
}
