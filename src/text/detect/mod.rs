//! Finds the encoding of bytes that do not name it: every encoding reads them, and the most natural text wins.

mod mixed;
mod prior;
mod sample;

use std::collections::BTreeSet;

use super::encoding::{self, Encoding};
use super::language::{Bits, Profile};
pub use mixed::Mixed;
use sample::Sample;

/// What else is known of a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The encoding that the file says it is in.
    pub declared: Option<Encoding>,
    /// The encodings of files beside it, the most frequent first.
    pub neighbours: &'a [Encoding],
}

/// One way to read a file.
#[derive(Debug, Clone)]
pub struct Guess {
    pub encoding: Encoding,
    /// How unlikely it is, in bits.
    pub cost: Bits,
    /// Some of the text as it would read.
    pub excerpt: String,
}

/// What is known of a file's encoding.
#[derive(Debug)]
pub enum Detected {
    /// There is no other way to read it.
    Known(Encoding),
    /// Different texts, the most likely first.
    Guessed(Guesses),
    /// UTF-8 but for some bytes, the first of which is named. The guesses are about the lines that have such bytes.
    AlmostUtf8 { at: usize, bytes: usize, guesses: Guesses },
}

/// Ways to read a file, the most likely first; each gives another text.
#[derive(Debug, Default)]
pub struct Guesses {
    pub ranked: Vec<Guess>,
    /// How many characters of the best text were judged.
    judged: Bits,
    /// Lines that the best does not suit.
    pub mixed: Option<Mixed>,
    /// Whether there is too little to tell by, or the best is more signs than letters.
    is_thin: bool,
}

/// By so many bits the best has to beat the second best.
const CERTAIN: Bits = 9;
/// By so many where one byte in one word is all there is, or the best is more signs than letters.
const CERTAIN_IF_THIN: Bits = 30;
/// Text in a language that is known costs less than this for each character outside ASCII; noise costs more.
const NOISE: Bits = 14;
const DECLARED: Bits = 40;
const NEIGHBOUR: Bits = 12;
const OTHER_NEIGHBOUR: Bits = 6;
/// A character of several bytes whose last byte is ASCII: it may have swallowed one.
const SWALLOWED: Bits = 2;

impl Guesses {
    /// Whether the best is much better than the second best.
    pub fn is_certain(&self) -> bool {
        let mut costs = self.ranked.iter().filter(|_| self.mixed.is_none()).map(|guess| guess.cost);
        match (costs.next(), costs.next()) {
            (Some(_), None) => true,
            (Some(best), Some(second)) => second - best >= if self.is_thin { CERTAIN_IF_THIN } else { CERTAIN },
            _ => false,
        }
    }

    /// Whether the best reads as no language at all.
    pub fn fits_nothing(&self) -> bool {
        self.ranked.first().is_none_or(|best| best.cost > NOISE * (self.judged + 1))
    }
}

/// Finds the encoding of bytes without byte order mark.
pub fn detect(bytes: &[u8], hints: Hints<'_>) -> Detected {
    if bytes.contains(&0) {
        return zeros(bytes);
    }
    let Err(error) = simdutf8::compat::from_utf8(bytes) else { return Detected::Known(encoding::UTF_8) };
    if encoding::CESU_8.decode(bytes).is_some() {
        return Detected::Known(encoding::CESU_8);
    }
    match almost_utf8(bytes) {
        Some(invalid) => {
            let lines = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| str::from_utf8(line).is_err());
            let guesses = legacy(&lines.collect::<Vec<_>>().concat(), hints);
            Detected::AlmostUtf8 { at: error.valid_up_to(), bytes: invalid, guesses }
        }
        None => Detected::Guessed(legacy(bytes, hints)),
    }
}

/// Text without NUL reads as UTF-16 or UTF-32, or as nothing.
fn zeros(bytes: &[u8]) -> Detected {
    let readings = Encoding::wide().into_iter().filter_map(|encoding| Some((encoding, encoding.decode(bytes)?)));
    let readings = readings.filter(|(_, text)| !text.contains('\0') && is_sql(text));
    let mut ranked: Vec<Guess> = readings
        .map(|(encoding, text)| Guess { encoding, cost: Profile::new(&text).best().0, excerpt: sample::excerpt(&text) })
        .collect();
    ranked.sort_by_key(|guess| guess.cost);
    match ranked.first() {
        Some(best) => Detected::Known(best.encoding),
        None => Detected::Guessed(Guesses::default()),
    }
}

/// UTF-16 in the wrong byte order, or bytes that are none, have hardly any ASCII; SQL has a good deal, or the rest of it reads well.
fn is_sql(text: &str) -> bool {
    const READS_WELL: Bits = 12;
    let others: Bits = text.chars().filter(|char| !char.is_ascii()).map(|_| 1).sum();
    let ascii: Bits = text.chars().filter(char::is_ascii).map(|_| 1).sum();
    ascii >= others || ascii * 10 >= others && Profile::new(text).best().0 <= READS_WELL * others
}

/// Returns how many bytes are not UTF-8, if most of what is not ASCII is.
fn almost_utf8(bytes: &[u8]) -> Option<usize> {
    let (mut characters, mut invalid, mut rest) = (0, 0, bytes.len());
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        invalid += chunk.invalid().len();
        rest -= chunk.valid().len() + chunk.invalid().len();
        // Each character more has two bytes at least.
        if characters + rest / 2 < 2 * invalid {
            return None;
        }
    }
    (characters >= 3 && characters >= 2 * invalid).then_some(invalid)
}

fn legacy(bytes: &[u8], hints: Hints<'_>) -> Guesses {
    let sample = Sample::new(bytes);
    let mut seen = BTreeSet::new();
    let mut guesses: Vec<(Guess, Bits)> = Vec::new();
    let mut signs: Option<(Bits, bool)> = None;
    for (encoding, prior) in prior::candidates() {
        if !sample.fits(encoding) || encoding.page().is_none() && encoding.decode(bytes).is_none() {
            continue;
        }
        let (Some(text), Some(start)) = (encoding.decode(&sample.words), encoding.decode(&sample.start)) else { continue };
        let cost = Profile::new(&text).best().0 + prior + sample.swallowed(encoding) * SWALLOWED - hints.bonus(encoding);
        let judged = others(&text).min(Bits::MAX / NOISE - 1);
        if signs.is_none_or(|(least, _)| cost < least) {
            signs = Some((cost, is_of_signs(&text)));
        }
        if !seen.contains(&*text) {
            guesses.push((Guess { encoding, cost, excerpt: sample::excerpt(&start) }, judged));
            seen.insert(text.into_owned());
        }
    }
    guesses.sort_by_key(|(guess, _)| guess.cost);
    let judged = guesses.first().map_or(0, |(_, judged)| *judged);
    let mixed = guesses.first().and_then(|(best, _)| mixed::find(&sample, best.encoding));
    let is_thin = sample.is_thin() || signs.is_some_and(|(_, signs)| signs);
    Guesses { ranked: guesses.into_iter().map(|(guess, _)| guess).collect(), judged, mixed, is_thin }
}

/// Whether most characters of a text outside ASCII are no letters.
fn is_of_signs(text: &str) -> bool {
    let letters = text.chars().filter(|char| !char.is_ascii() && char.is_alphabetic()).count();
    usize::try_from(others(text)).is_ok_and(|others| letters * 2 < others)
}

/// How many characters outside ASCII a text has.
fn others(text: &str) -> Bits {
    Bits::try_from(text.chars().filter(|char| !char.is_ascii()).count()).unwrap_or(Bits::MAX)
}

impl Hints<'_> {
    fn bonus(self, encoding: Encoding) -> Bits {
        let declared = self.declared.is_some_and(|declared| declared == encoding || prior::superset(declared) == Some(encoding));
        let neighbour = match self.neighbours.iter().position(|neighbour| *neighbour == encoding) {
            Some(0) => NEIGHBOUR,
            Some(_) => OTHER_NEIGHBOUR,
            None => 0,
        };
        neighbour + if declared { DECLARED } else { 0 }
    }
}
