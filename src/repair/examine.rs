//! Looks at every piece of a text: is it mojibake, and what was it?

use std::ops::Range;

use super::about::Line;
use super::chain::{LIKELY, Reading};
use super::decide::CONFIRMED;
use super::judge::Judge;
use super::lost::Spot;
use super::taken::Taken;
use super::votes::{Known, Structure, Votes, may_be_mojibake};
use super::words::{self, Change};
use super::{Regions, Repair, scan};
use crate::split::Piece;
use crate::text::{Region, Text};

/// What was found in a text.
#[derive(Debug, Default)]
pub struct Examined {
    pub found: Vec<Found>,
    /// The edits of the pieces, in the order of the text.
    pub changes: Vec<Change>,
    /// Where the changes have what they put in place: UTF-8.
    pub after: Vec<u8>,
    /// The chains of pages that edits point to, the first mistake first.
    pub chains: Vec<Vec<&'static str>>,
    /// What the text was, if it was in one page and taken for another.
    pub taken: Option<Taken>,
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
    Certain(Edits),
    /// It may be mojibake.
    Doubtful(String),
    /// Bytes are gone.
    Lost { spots: Vec<Spot>, reads: String },
}

/// The edits of a piece.
#[derive(Debug, Clone)]
pub struct Edits {
    /// In [`Examined::changes`].
    pub changes: Range<usize>,
    /// In [`Examined::chains`].
    pub chain: u16,
    pub certainty: u8,
}

impl Examined {
    /// Returns the edits that are to be made, by piece.
    pub fn wanted(&self, repair: Repair) -> impl Iterator<Item = (&Found, &Edits)> {
        self.found.iter().filter(move |found| repair.takes(found.region)).filter_map(|found| match &found.state {
            State::Certain(edits) => Some((found, edits)),
            _ => None,
        })
    }

    /// Returns the changes of a piece.
    pub fn changes(&self, edits: &Edits) -> &[Change] {
        self.changes.get(edits.changes.clone()).unwrap_or_default()
    }

    /// Returns what a change puts in place.
    pub fn after(&self, change: &Change) -> &str {
        self.after.get(change.after.clone()).and_then(|after| str::from_utf8(after).ok()).unwrap_or_default()
    }

    /// Returns the chain of some edits.
    pub fn chain(&self, edits: &Edits) -> &[&'static str] {
        self.chains.get(usize::from(edits.chain)).map_or(&[], Vec::as_slice)
    }

    /// Returns how the piece reads with its edits.
    pub fn reads(&self, slice: &str, found: &Found, edits: &Edits) -> String {
        let mut reads = slice.to_owned();
        for change in self.changes(edits).iter().rev() {
            let place = change.span.start - found.span.start..change.span.end - found.span.start;
            reads.replace_range(place, self.after(change));
        }
        reads
    }
}

impl Repair {
    /// Whether pieces of a kind are changed.
    pub fn takes(self, region: Region) -> bool {
        matches!((self, region), (Self::Comments | Self::All, Region::Comment) | (Self::All, Region::Literal))
    }
}

/// A line, literal or name with what it may have been.
#[derive(Debug)]
pub struct Candidate {
    pub piece: Piece,
    pub looks: Looks,
}

/// What is seen of a piece before the whole file is known.
#[derive(Debug)]
pub enum Looks {
    /// Nothing in it looks like mojibake.
    Clean,
    /// The chain of the file explains all of it.
    Structure(Structure),
    /// It has readings: see [`Known`].
    Known(usize),
}

/// Examines a text; `None` where nothing in it looks like mojibake.
pub fn examine(text: &Text, regions: Regions<'_>) -> Option<Examined> {
    let content = &*text.content;
    let (mut votes, mut known) = (Votes::default(), Known::default());
    if is_clean(content, &mut known) {
        return None;
    }
    let mut examined = Examined::default();
    let mut candidates = Vec::new();
    for piece in regions(text) {
        for piece in lines(content, piece) {
            let Some(slice) = content.get(piece.span.clone()).filter(|slice| !slice.is_ascii()) else { continue };
            let looks = look(&piece, slice, &mut votes, &mut known, &mut examined.after);
            candidates.push(Candidate { piece, looks });
        }
    }
    let mut judge = Judge::new(content, &votes, &known, examined, &candidates);
    candidates.iter().for_each(|candidate| judge.judge(candidate));
    Some(judge.examined)
}

/// Whether no line that looks like mojibake has words that read so much better that anything would be made of it. Without such a
/// line nothing is known of the file that could confirm a lesser one.
fn is_clean(content: &str, known: &mut Known) -> bool {
    let bytes = content.as_bytes();
    let mut at = 0;
    while let Some(pair) = scan::first_suspicious(bytes, at) {
        let (before, behind) = bytes.split_at_checked(pair).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |line_break| line_break + 1);
        at = memchr::memchr(b'\n', behind).map_or(bytes.len(), |line_break| pair + line_break);
        if bytes.get(start..at).is_some_and(|line| may_be_mojibake(line, LIKELY, &mut known.forms)) {
            return false;
        }
    }
    !scan::holds_replacement(bytes)
}

fn look(piece: &Piece, slice: &str, votes: &mut Votes, known: &mut Known, out: &mut Vec<u8>) -> Looks {
    if !scan::is_suspicious(slice.as_bytes()) {
        return Looks::Clean;
    }
    if let Some(structure) = votes.by_structure(slice.as_bytes(), out) {
        return Looks::Structure(structure);
    }
    if !may_be_mojibake(slice.as_bytes(), CONFIRMED, &mut known.forms) {
        return Looks::Clean;
    }
    let place = known.find(slice);
    if let Some(seen) = known.seen.get_mut(place).filter(|seen| !is_sample(piece, slice, seen.readings.first())) {
        votes.count(seen);
    }
    Looks::Known(place)
}

/// Whether a piece is about mojibake: what it shows says nothing of its own file.
fn is_sample(piece: &Piece, slice: &str, reading: Option<&Reading>) -> bool {
    piece.is_pattern
        || reading.is_some_and(|reading| {
            let places = words::words(slice).zip(words::words(&reading.text));
            let pairs = places.filter_map(|(before, after)| Some((slice.get(before)?, reading.text.get(after)?)));
            let changes: Vec<(&str, &str)> = pairs.filter(|(before, after)| before != after).collect();
            Line { text: slice, changes: &changes, beside: &[] }.is_about_mojibake()
        })
}

/// A comment is looked at line by line.
fn lines(content: &str, piece: Piece) -> impl Iterator<Item = Piece> {
    let end = piece.span.end;
    let by_line = piece.region == Region::Comment;
    let mut at = Some(piece.span.start);
    std::iter::from_fn(move || {
        let start = at.take()?;
        let rest = content.as_bytes().get(start..end).filter(|rest| !by_line || !rest.is_empty())?;
        let line = memchr::memchr(b'\n', rest).filter(|_| by_line);
        at = line.map(|line| start + line + 1);
        let mut stop = line.map_or(end, |line| start + line);
        while by_line && stop > start && content.as_bytes().get(stop - 1) == Some(&b'\r') {
            stop -= 1;
        }
        Some(Piece { span: start..stop, ..piece.clone() })
    })
}
