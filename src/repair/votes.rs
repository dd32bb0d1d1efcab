//! What the pieces of a file show of its history: each is a vote for the chains that explain it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use foldhash::HashMap;

use super::chain::{Chain, LIKELY, Reading};
use super::forms::Forms;
use super::pages::PageSet;
use super::scan;
use super::structure::{Passed, Reader};
use super::words::{self, Change};
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
    reader: Reader,
}

/// A piece that the file's chains explain, every character outside ASCII of it.
#[derive(Debug)]
pub struct Structure {
    /// Where it was written.
    pub text: Range<usize>,
    /// What changes, in what was written there.
    pub changes: Range<usize>,
    /// The chains that give this text and differ in their last page only; the first is named where none is usual.
    pub chains: Rc<[usize]>,
    /// As in [`Passed`].
    pub leads: u64,
    pub has_gaps: bool,
}

/// Where the pass writes: see [`Reader::read`].
pub struct Output<'a> {
    pub text: &'a mut Vec<u8>,
    pub changes: &'a mut Vec<Change>,
}

impl Votes {
    /// Once the file has shown its chain, a piece is read through that one, and those that explained the file as well so far. Nothing
    /// where these do not give one and the same text, or where that may be mojibake again.
    ///
    /// `start`: where the piece stands.
    pub fn by_structure(&mut self, slice: &str, start: usize, out: &mut Output<'_>, forms: &mut Forms) -> Option<Structure> {
        if self.sure < ENOUGH_VOTES || !has_enough(slice.as_bytes()) {
            return None;
        }
        if std::mem::take(&mut self.is_stale) {
            self.find_good();
        }
        let (text, changes) = (out.text.len(), out.changes.len());
        let mut chains = std::mem::take(&mut self.scratch);
        chains.clear();
        let read = self.agreed(slice.as_bytes(), start, &mut chains, out);
        let read = read.and_then(|passed| Some((self.gain(slice, &passed, &chains, out.text, forms)?, passed)));
        let read = read.map(|(gain, passed)| self.count_structure(&passed, gain, changes..out.changes.len(), &chains));
        if read.is_none() {
            out.text.truncate(text);
            out.changes.truncate(changes);
        }
        self.scratch = chains;
        read
    }

    fn agreed(&mut self, slice: &[u8], start: usize, chains: &mut Vec<usize>, out: &mut Output<'_>) -> Option<Passed> {
        let Self { good, chains: known, reader, .. } = self;
        let mut first: Option<(&Chain, Passed)> = None;
        for place in good {
            let chain = known.get(*place)?;
            let Some((same, passed)) = &first else {
                first = reader.read(slice, start, chain, out.text, out.changes).map(|passed| (chain, passed));
                chains.extend(first.is_some().then_some(*place));
                continue;
            };
            if !is_alike(chain, same, &passed.alike) {
                let made = out.changes.len();
                let Some(other) = reader.read(slice, start, chain, out.text, out.changes) else { continue };
                let is_same = out.text.get(other.text.clone()) == out.text.get(passed.text.clone());
                out.text.truncate(other.text.start);
                out.changes.truncate(made);
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

    /// What a piece that was read counts for its chains; `None` where it may be mojibake again.
    fn gain(&self, slice: &str, passed: &Passed, chains: &[usize], out: &[u8], forms: &mut Forms) -> Option<i64> {
        let text = out.get(passed.text.clone()).filter(|_| !passed.is_calm);
        let Some(text) = text.filter(|text| scan::is_suspicious(text)) else { return Some(CERTAIN) };
        // What cannot gain what one page more costs is explained by no longer chain.
        let text = str::from_utf8(text).ok().filter(|text| !may_be_mojibake(text, LIKELY, forms))?;
        let chain = chains.first().and_then(|place| self.chains.get(*place))?;
        Some(i64::from(forms.gain_through(slice, text, chain)))
    }

    fn count_structure(&mut self, passed: &Passed, counts: i64, changes: Range<usize>, chains: &[usize]) -> Structure {
        self.sure += 1;
        for place in chains {
            if let Some(gain) = self.gains.get_mut(*place) {
                *gain += counts;
            }
        }
        // Where all of them gained the same, they are the best as before.
        self.is_stale = chains.len() != self.good.len();
        if *self.last != *chains {
            self.last = chains.into();
        }
        let Passed { leads, has_gaps, .. } = *passed;
        Structure { text: passed.text.clone(), changes, chains: Rc::clone(&self.last), leads, has_gaps }
    }

    /// Counts a piece with its readings.
    pub fn count(&mut self, known: &mut Seen) {
        let Some(reading) = known.readings.iter().flatten().next().filter(|reading| reading.is_sure()) else { return };
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
pub fn may_be_mojibake(text: &str, least: Bits, forms: &mut Forms) -> bool {
    scan::holds_replacement(text.as_bytes()) || forms.may_gain(least, words::words(text).filter_map(|word| text.get(word)))
}

/// Whether a chain gives what another gave, for each page of which these are alike.
fn is_alike(chain: &Chain, other: &Chain, alike: &[PageSet]) -> bool {
    chain.len() == other.len() && chain.iter().zip(alike).all(|(page, alike)| alike >> page & 1 == 1)
}

/// Whether two chains are the same but for their last page.
fn differ_last(chain: &Chain, other: &Chain) -> bool {
    chain.len() == other.len() && chain.iter().zip(other).take(chain.len() - 1).all(|(one, other)| one == other)
}

/// Whether a text has enough characters outside ASCII to be read by its structure.
fn has_enough(text: &[u8]) -> bool {
    text.iter().filter(|byte| **byte >= 0xc0).nth(FEWEST - 1).is_some()
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
    /// None where the words cannot gain enough to be mojibake: see [`may_be_mojibake`].
    pub readings: Option<Vec<Reading>>,
    /// The chains that the first reading is a vote for.
    chains: Option<Vec<usize>>,
}

impl Known {
    /// Returns where the readings of a piece stand.
    pub fn find(&mut self, slice: &str, least: Bits) -> usize {
        words::key(slice, &mut self.key);
        if let Some(place) = self.places.get(&self.key) {
            return *place;
        }
        let Self { places, seen, forms, key } = self;
        let place = seen.len();
        let readings = may_be_mojibake(key, least, forms).then(|| forms.readings(key));
        seen.push(Seen { words: key.clone(), readings, chains: None });
        places.insert(key.clone(), place);
        place
    }
}
