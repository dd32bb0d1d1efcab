//! Files whose lines are not all in one encoding: two files joined, or lines pasted in by another program.

use super::prior;
use super::sample::Sample;
use crate::text::encoding::{self, Encoding};
use crate::text::language::{self, Bits, Profile};

/// Lines that read better in another encoding than the file does as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mixed {
    /// The first and the last of them, from 1.
    pub first: usize,
    pub last: usize,
    pub encoding: Encoding,
    /// By how much they read better, in bits.
    gain: Bits,
}

/// Lines that read so much better in another encoding are in another.
const SURE: Bits = 40;
/// Less happens in files that are in one encoding: lists of names, drawings.
const DOUBT: Bits = 16;
/// What it costs a line that bytes are not of the encoding.
const INVALID: Bits = 40;

impl Mixed {
    /// Whether no one encoding can be right for the file.
    pub fn is_sure(&self) -> bool {
        self.gain >= SURE
    }
}

/// Finds lines, one after the other, that read much better in another encoding than in the one that suits the file best; lines of
/// ASCII may stand between them.
pub fn find(sample: &Sample, best: Encoding) -> Option<Mixed> {
    let cost = |line: &[u8], encoding: Encoding| encoding.decode(line).map(|text| language::cost(&text));
    let costs: Vec<Bits> = sample.lines().map(|(_, line)| cost(line, best).unwrap_or(INVALID)).collect();
    let others = prior::candidates().map(|(encoding, _)| encoding).filter(|encoding| *encoding != best);
    let runs = others.chain([encoding::UTF_8]).filter_map(|encoding| {
        let lines = sample.lines().zip(&costs);
        let gains = lines.map(|((number, line), before)| (number, cost(line, encoding).map_or(-INVALID, |after| before - after)));
        let (gain, first, last) = best_run(gains)?;
        Some(Mixed { first, last, encoding, gain })
    });
    // Of equals the first.
    let most =
        runs.reduce(|best, other| if other.gain > best.gain { other } else { best }).filter(|mixed| mixed.gain >= DOUBT)?;
    let gain = most.gain.min(gain_in_one_language(sample, most, best));
    Some(Mixed { gain, ..most }).filter(|mixed| mixed.gain >= DOUBT)
}

/// By how much the lines read better when all of them are in one language: in a file full of one word, letters of another one may be
/// more frequent than its own.
fn gain_in_one_language(sample: &Sample, mixed: Mixed, best: Encoding) -> Bits {
    let lines = sample.lines().filter(|(number, _)| (mixed.first..=mixed.last).contains(number));
    let bytes = lines.map(|(_, line)| line).collect::<Vec<_>>().concat();
    let cost = |encoding: Encoding| encoding.decode(&bytes).map(|text| Profile::new(&text).best().0);
    cost(best).map_or(SURE, |before| before - cost(mixed.encoding).unwrap_or(before))
}

/// Returns the lines one after the other that gain the most together, with their gain.
fn best_run(gains: impl Iterator<Item = (usize, Bits)>) -> Option<(Bits, usize, usize)> {
    let mut best: Option<(Bits, usize, usize)> = None;
    let (mut sum, mut start) = (0, 0);
    for (number, gain) in gains {
        if sum <= 0 {
            (sum, start) = (0, number);
        }
        sum += gain;
        if best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, start, number));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixed(parts: &[(&str, &str)], best: &str) -> Option<(usize, usize, &'static str)> {
        let bytes: Vec<u8> = parts.iter().flat_map(|(text, name)| encoding::find(name).unwrap().encode(text).unwrap()).collect();
        let found = find(&Sample::new(&bytes), encoding::find(best).unwrap())?;
        Some((found.first, found.last, found.encoding.name()))
    }

    #[test]
    fn lines_in_another_encoding_are_found() {
        let (first, second) =
            ("-- größere Änderung\n-- für alle Überschriften\n", "-- schöne Grüße\nSELECT 1;\n-- spätere Löschung\n");
        assert_eq!(mixed(&[(first, "windows-1252"), (second, "utf-8")], "windows-1252"), Some((3, 5, "utf-8")));
        assert_eq!(mixed(&[(first, "ibm850"), (second, "windows-1252")], "windows-1252"), Some((1, 2, "ibm850")));
        assert_eq!(mixed(&[(first, "windows-1252"), (second, "windows-1252")], "windows-1252"), None);
    }

    #[test]
    fn the_best_lines_are_chosen() {
        let gains = [-5, 3, -1, 8, -20, 6].into_iter().enumerate();
        assert_eq!(best_run(gains), Some((10, 1, 3)));
    }
}
