//! What a file shows as a whole.

use super::examine::{Candidate, Looks};
use super::votes::Known;
use crate::text::language;

/// The language of what was misread.
pub fn language_of(known: &Known) -> Option<&'static str> {
    /// So many pieces tell it.
    const ENOUGH: usize = 64;
    let readings = known.seen.iter().filter_map(|seen| seen.readings.first()).filter(|reading| reading.is_sure());
    let texts: Vec<&str> = readings.take(ENOUGH).map(|reading| reading.text.as_str()).collect();
    language::best_alphabet(&texts.join(" ")).filter(|_| !texts.is_empty())
}

/// Whether nearly all characters outside ASCII of a file stand in lines that were misread.
pub fn is_all_misread(content: &str, known: &Known, candidates: &[Candidate]) -> bool {
    const SEVERAL: usize = 3;
    const TO_ONE: usize = 5;
    let sure = |place: &usize| {
        let reading = known.seen.get(*place).and_then(|seen| seen.readings.first());
        reading.is_some_and(|reading| reading.is_sure() && reading.others == 0)
    };
    let (mut lines, mut misread, mut right) = (0, 0, 0);
    for Candidate { piece, looks } in candidates {
        let slice = content.get(piece.span.clone()).unwrap_or_default();
        let characters = slice.bytes().filter(|byte| *byte >= 0xc0).count();
        if matches!(looks, Looks::Structure(_)) || matches!(looks, Looks::Known(place) if sure(place)) {
            (lines, misread) = (lines + 1, misread + characters);
        } else {
            right += characters;
        }
    }
    lines >= SEVERAL && right * TO_ONE <= misread
}
