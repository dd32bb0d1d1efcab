//! What stands around a piece: SQL about mojibake, and text beside its own correct form, are left alone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::about::{self, Line};
use super::examine::Examined;
use super::pages::{TABLES, is_lead, is_tail};
use super::scan::character;
use super::votes::{Structure, Votes};
use super::words::{self, Change};
use crate::split::Piece;
use crate::text::Region;

/// A word and what it would become.
type Pair<'a> = (&'a str, &'a str);

/// The text of a file.
pub struct Around<'a> {
    content: &'a str,
    /// The statement that was looked at last.
    statement: Option<Statement>,
}

/// The text between two `;`.
struct Statement {
    span: Range<usize>,
    /// Its characters outside ASCII.
    characters: BTreeSet<char>,
    /// Whether it is the same for the other pieces in it.
    is_shared: bool,
}

/// A piece whose every character outside ASCII would change.
#[derive(Clone, Copy)]
struct All<'a> {
    piece: &'a Piece,
    slice: &'a str,
    after: &'a [u8],
    /// Where `after` starts, by the places of the changes.
    start: usize,
    /// The page through which it was misread last.
    page: usize,
    /// The first bytes of characters that it has in that page.
    leads: u64,
    /// Whether ASCII stands inside of what changes.
    has_gaps: bool,
}

impl<'a> Around<'a> {
    pub fn new(content: &'a str) -> Self {
        Self { content, statement: None }
    }

    /// Whether a piece stays as it is whose words would change.
    pub fn leaves_alone(&mut self, piece: &Piece, slice: &str, pairs: &[Pair<'_>]) -> bool {
        match piece.region {
            Region::Comment => {
                let line = Line { text: slice, changes: pairs, beside: &beside(self.content, &piece.span) };
                line.may_be_about_mojibake() && line.is_about_mojibake()
            }
            Region::Literal => piece.is_pattern || self.statement_says_it_right(piece, pairs),
            Region::Identifier | Region::Placeholder => false,
        }
    }

    /// As [`Self::leaves_alone`], for a piece whose every character outside ASCII would change.
    pub fn leaves_all_alone(
        &mut self,
        piece: &Piece,
        slice: &str,
        structure: &Structure,
        votes: &Votes,
        examined: &Examined,
    ) -> bool {
        let Structure { text, changes, leads, has_gaps, .. } = structure;
        let (text, changes, leads, has_gaps) = (text.clone(), changes.clone(), *leads, *has_gaps);
        let chain = structure.chains.first().and_then(|place| votes.chain(*place));
        let all = || {
            let (after, page) = (examined.after.get(text.clone())?, *chain?.first()?);
            Some((All { piece, slice, after, start: text.start, page, leads, has_gaps }, examined.changes.get(changes)?))
        };
        let Some((all, changes)) = all() else { return true };
        self.may_leave_all_alone(all, changes)
            && str::from_utf8(all.after).is_ok_and(|after| {
                let places = words::words(slice).zip(words::words(after));
                let pairs = places.filter_map(|(before, new)| Some((slice.get(before)?, after.get(new)?)));
                self.leaves_alone(piece, slice, &pairs.collect::<Vec<_>>())
            })
    }

    /// Whether a piece may stay as it is, by what changes of its words: a quick look that is wrong only in saying yes.
    fn may_leave_all_alone(&self, all: All<'_>, changes: &[Change]) -> bool {
        if all.piece.region != Region::Comment {
            return all.piece.region == Region::Literal;
        }
        let Some(first) = changes.first() else { return true };
        changes.iter().all(|change| all.may_be_sample(change))
            || changes.iter().any(|change| all.may_stand_beside_itself(change))
            || beside(self.content, &all.piece.span).iter().any(|line| about::may_hold(line.as_bytes(), all.put(first)))
    }

    /// Whether the lines around a literal, in its statement, hold what the literal would become.
    fn statement_says_it_right(&mut self, piece: &Piece, pairs: &[Pair<'_>]) -> bool {
        let statement = self.statement(piece);
        let cores = || pairs.iter().map(|(_, after)| about::core(after));
        let known = |word: &&str| word.chars().all(|char| char.is_ascii() || statement.characters.contains(&char));
        let possible: Vec<&str> = cores().filter(known).collect();
        let Range { start, end } = statement.span;
        let around = [self.content.get(start..piece.span.start), self.content.get(piece.span.end..end)];
        around.into_iter().flatten().any(|text| possible.iter().any(|word| about::holds_word(text, word)))
    }

    fn statement(&mut self, piece: &Piece) -> &Statement {
        let content = self.content.as_bytes();
        let holds = |it: &Statement| it.is_shared && it.span.start <= piece.span.start && piece.span.end <= it.span.end;
        let kept = self.statement.take().filter(holds);
        self.statement.insert(kept.unwrap_or_else(|| {
            let before = content.get(..piece.span.start).and_then(|before| memchr::memrchr(b';', before));
            let after = content.get(piece.span.end..).and_then(|after| memchr::memchr(b';', after));
            let span = before.map_or(0, |at| at + 1)..after.map_or(content.len(), |at| piece.span.end + at);
            let text = self.content.get(span.clone()).unwrap_or_default();
            let is_shared = !content.get(piece.span.clone()).unwrap_or_default().contains(&b';');
            Statement { span, characters: text.chars().filter(|char| !char.is_ascii()).collect(), is_shared }
        }))
    }
}

impl<'a> All<'a> {
    /// What a change puts in place.
    fn put(&self, change: &Change) -> &'a [u8] {
        self.after.get(change.after.start() - self.start..change.after.end() - self.start).unwrap_or_default()
    }

    /// Whether the word is short.
    fn may_be_sample(&self, change: &Change) -> bool {
        let characters = self.put(change).iter().filter(|byte| byte.is_ascii() || **byte >= 0xc0).count();
        if characters > about::SAMPLE {
            return false;
        }
        let bytes = self.slice.as_bytes();
        let place = change.span.start() - self.piece.span.start..change.span.end() - self.piece.span.start;
        let letters = |side: &[u8]| side.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
        let before = bytes.get(place.start.saturating_sub(about::SAMPLE)..place.start).unwrap_or_default();
        let behind = bytes.get(place.end..(place.end + about::SAMPLE).min(bytes.len())).unwrap_or_default();
        let before = before.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
        let behind = behind.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        characters + letters(before) + letters(behind) <= about::SAMPLE
    }

    /// Whether what the change puts in place may stand in the piece already: its first character has to be one of those that
    /// take part.
    fn may_stand_beside_itself(&self, change: &Change) -> bool {
        let new = self.put(change);
        if self.has_gaps && new.iter().any(u8::is_ascii_punctuation) {
            return true;
        }
        self.takes_part(new) && about::may_hold(self.slice.as_bytes(), new)
    }

    /// Whether the first character of a text is, in the page, a byte of those that the piece may hold.
    fn takes_part(&self, text: &[u8]) -> bool {
        let tables = &*TABLES;
        let entry = character(tables, text, 0).map_or(0, |(entry, _)| entry);
        let byte = tables.bytes(self.page).get(usize::from(entry)).copied().unwrap_or_default();
        is_tail(byte) || is_lead(byte) && self.leads >> (byte & 0x3f) & 1 == 1
    }
}

/// The lines before and after a place; nothing where there is none.
fn beside<'a>(content: &'a str, span: &Range<usize>) -> [&'a str; 2] {
    let bytes = content.as_bytes();
    let line_start = |end: usize| bytes.get(..end).and_then(|before| memchr::memrchr(b'\n', before)).map(|at| at + 1);
    let line_end = |start: usize| bytes.get(start..).and_then(|after| memchr::memchr(b'\n', after)).map(|at| start + at);
    let before = line_start(span.start).map(|start| line_start(start - 1).unwrap_or_default()..start - 1);
    let after = line_end(span.end).map(|end| end + 1..line_end(end + 1).unwrap_or(content.len()));
    [before, after].map(|line| line.and_then(|line| content.get(line)).unwrap_or_default())
}
