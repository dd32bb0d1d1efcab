//! Looks at every piece of a text: is it mojibake, and what was it?

use std::ops::Range;
use std::rc::Rc;

use super::about::Line;
use super::around::Around;
use super::chain::{LIKELY, Reading};
use super::decide::CONFIRMED;
use super::judge::Judge;
use super::lost::Spot;
use super::scan::{self, Suspects};
use super::taken::Taken;
use super::votes::{Known, Output, Structure, Votes, may_be_mojibake};
use super::whole::Whole;
use super::words::{self, Change};
use super::{Regions, Repair};
use crate::split::Piece;
use crate::text::ledger::Short;
use crate::text::{Region, Text};

/// Bytes of the longest text that is examined: places in it and in what it becomes are [`Short`].
pub const LONGEST: usize = Short::MOST / 4;

/// So many bytes are from one edit to the next, or more, and from one piece to the next, in most texts.
const BETWEEN_EDITS: usize = 16;
const BETWEEN_PIECES: usize = 64;
/// In percent: what the structure of the file explains.
const CERTAIN: u8 = 99;

/// What was found in a text.
#[derive(Debug, Default)]
pub struct Examined {
    pub found: Vec<Found>,
    /// The edits of the pieces.
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
    Doubtful(Box<str>),
    /// Bytes are gone.
    Lost(Box<Lost>),
}

/// A piece that has lost bytes.
#[derive(Debug)]
pub struct Lost {
    pub spots: Vec<Spot>,
    pub reads: String,
}

/// The edits of a piece.
#[derive(Debug, Clone)]
pub struct Edits {
    /// In [`Examined::changes`].
    pub changes: Range<usize>,
    /// Whether [`Examined::after`] has all of the piece, with its changes: where it was read as a whole.
    pub is_whole: bool,
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
        self.after.get(change.after.range()).and_then(|after| str::from_utf8(after).ok()).unwrap_or_default()
    }

    /// Returns the chain of some edits.
    pub fn chain(&self, edits: &Edits) -> &[&'static str] {
        self.chains.get(usize::from(edits.chain)).map_or(&[], Vec::as_slice)
    }

    /// Returns how the piece reads with its edits.
    pub fn reads(&self, slice: &str, found: &Found, edits: &Edits) -> String {
        let mut reads = slice.to_owned();
        for change in self.changes(edits).iter().rev() {
            let place = change.span.start() - found.span.start..change.span.end() - found.span.start;
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

/// A line, literal or name that is judged when the whole file is known.
#[derive(Debug)]
pub struct Candidate {
    pub piece: Piece,
    /// Where its readings are in [`Known`]; none where nothing in it looks like mojibake.
    pub known: Option<usize>,
}

/// Examines a text; `None` where nothing in it looks like mojibake.
pub fn examine(text: &Text, regions: Regions<'_>) -> Option<Examined> {
    let content = &*text.content;
    let mut known = Known::default();
    // What is read back is shorter; what stands in words is written once more.
    let mut suspects = suspects(content, &mut known).filter(|_| content.len() <= LONGEST)?;
    let mut examiner = Examiner::new(content, known);
    for piece in regions(text) {
        for piece in lines(content, piece) {
            let Some(slice) = content.get(piece.span.clone()).filter(|slice| !slice.is_ascii()) else { continue };
            if suspects.has(&piece.span) {
                examiner.look(piece, slice);
            } else {
                examiner.later.push(Candidate { piece, known: None });
            }
        }
    }
    Some(examiner.finish())
}

/// Looks at the pieces of a text, one after the other.
struct Examiner<'a> {
    content: &'a str,
    votes: Votes,
    known: Known,
    around: Around<'a>,
    /// The edits of pieces that were read by the structure of the file name their chains by the place here.
    chains: Vec<Rc<[usize]>>,
    examined: Examined,
    later: Vec<Candidate>,
}

impl<'a> Examiner<'a> {
    fn new(content: &'a str, known: Known) -> Self {
        let mut examined = Examined::default();
        // What is not used costs nothing; to grow does.
        examined.after.reserve(content.len());
        examined.changes.reserve(content.len() / BETWEEN_EDITS);
        examined.found.reserve(content.len() / BETWEEN_PIECES);
        let (votes, around) = (Votes::default(), Around::new(content));
        Self { content, votes, known, around, chains: Vec::new(), examined, later: Vec::new() }
    }

    /// Looks at a piece that is suspicious.
    fn look(&mut self, piece: Piece, slice: &str) {
        let Self { votes, known, examined, .. } = self;
        let mut out = Output { text: &mut examined.after, changes: &mut examined.changes };
        if let Some(structure) = votes.by_structure(slice, piece.span.start, &mut out, &mut known.forms) {
            return self.explained(piece, slice, structure);
        }
        let place = known.find(slice, CONFIRMED);
        let seen = known.seen.get_mut(place).filter(|seen| seen.readings.is_some());
        let known = seen.map(|seen| {
            if !is_sample(&piece, slice, seen.readings.iter().flatten().next()) {
                votes.count(seen);
            }
            place
        });
        self.later.push(Candidate { piece, known });
    }

    /// Notes a piece that the structure of the file explains, unless what stands around it speaks against that.
    fn explained(&mut self, piece: Piece, slice: &str, structure: Structure) {
        if self.around.leaves_all_alone(&piece, slice, &structure, &self.votes, &self.examined) {
            return;
        }
        if self.chains.last().is_none_or(|last| !Rc::ptr_eq(last, &structure.chains)) {
            self.chains.push(structure.chains);
        }
        let chain = u16::try_from(self.chains.len() - 1).unwrap_or(u16::MAX);
        let edits = Edits { changes: structure.changes, is_whole: true, chain, certainty: CERTAIN };
        self.examined.found.push(Found { region: piece.region, span: piece.span, state: State::Certain(edits) });
    }

    fn finish(self) -> Examined {
        let whole = Whole::of(self.content, &self.known, &self.examined.found, &self.later);
        let mut judge = Judge::new(self.content, &self.votes, &self.known, self.around, self.examined, &whole);
        judge.name_chains(&self.chains);
        let explained = judge.examined.found.len();
        self.later.iter().for_each(|candidate| judge.judge(candidate));
        let mut examined = judge.examined;
        if explained > 0 && explained < examined.found.len() {
            examined.found.sort_by_key(|found| found.span.start);
        }
        examined
    }
}

/// Returns what is suspicious; `None` where no line that looks like mojibake has words that read so much better that anything would be made
/// of it. Without such a line nothing is known of the file that could confirm a lesser one.
fn suspects<'a>(content: &'a str, known: &mut Known) -> Option<Suspects<'a>> {
    let bytes = content.as_bytes();
    let (mut at, mut lines) = (0, Vec::new());
    while let Some(pair) = scan::first_suspicious(bytes, at) {
        let (before, behind) = bytes.split_at_checked(pair).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |line_break| line_break + 1);
        at = memchr::memchr(b'\n', behind).map_or(bytes.len(), |line_break| pair + line_break);
        lines.push(start..at);
        if content.get(start..at).is_some_and(|line| may_be_mojibake(line, LIKELY, &mut known.forms)) {
            return Some(Suspects::new(bytes, lines, at));
        }
    }
    scan::holds_replacement(bytes).then(|| Suspects::new(bytes, lines, bytes.len()))
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
