//! What a file shows as a whole.

use super::chain::Reading;
use super::examine::{Candidate, Found};
use super::votes::Known;
use crate::text::language;

/// What is known of a file when all of its pieces have been seen.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    /// The language of what was misread, if it has an alphabet.
    pub language: Option<&'static str>,
    /// Whether hardly anything outside ASCII is right as it stands.
    pub is_all_misread: bool,
}

impl Whole {
    /// Knows a file from the pieces that its structure explains, and from the others.
    pub fn of(content: &str, known: &Known, explained: &[Found], others: &[Candidate]) -> Self {
        Self { language: language_of(known), is_all_misread: is_all_misread(content, known, explained, others) }
    }
}

fn language_of(known: &Known) -> Option<&'static str> {
    /// So many pieces tell it.
    const ENOUGH: usize = 64;
    let readings = (0..known.seen.len()).filter_map(|place| first_reading(known, place)).filter(|reading| reading.is_sure());
    let texts: Vec<&str> = readings.take(ENOUGH).map(|reading| reading.text.as_str()).collect();
    language::best_alphabet(&texts.join(" ")).filter(|_| !texts.is_empty())
}

fn is_all_misread(content: &str, known: &Known, explained: &[Found], others: &[Candidate]) -> bool {
    const SEVERAL: usize = 3;
    const TO_ONE: usize = 5;
    let characters = |span: &std::ops::Range<usize>| {
        content.as_bytes().get(span.clone()).unwrap_or_default().iter().filter(|byte| **byte >= 0xc0).count()
    };
    let (mut lines, mut right) = (explained.len(), 0);
    let mut misread: usize = explained.iter().map(|found| characters(&found.span)).sum();
    for Candidate { piece, known: place } in others {
        let reading = place.and_then(|place| first_reading(known, place));
        if reading.is_some_and(|reading| reading.is_sure() && reading.others == 0) {
            (lines, misread) = (lines + 1, misread + characters(&piece.span));
        } else {
            right += characters(&piece.span);
        }
    }
    lines >= SEVERAL && right * TO_ONE <= misread
}

fn first_reading(known: &Known, place: usize) -> Option<&Reading> {
    known.seen.get(place)?.readings.iter().flatten().next()
}
