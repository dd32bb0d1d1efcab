//! What stands around a piece: SQL about mojibake, and text beside its own correct form, are left alone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::about::{self, Line};
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

impl<'a> Around<'a> {
    pub fn new(content: &'a str) -> Self {
        Self { content, statement: None }
    }

    /// Whether a piece stays as it is whose words would change.
    pub fn leaves_alone(&mut self, piece: &Piece, slice: &str, pairs: &[Pair<'_>]) -> bool {
        match piece.region {
            Region::Comment => {
                Line { text: slice, changes: pairs, beside: &beside(self.content, &piece.span) }.is_about_mojibake()
            }
            Region::Literal => piece.is_pattern || self.statement_says_it_right(piece, pairs),
            Region::Identifier => false,
        }
    }

    /// As [`Self::leaves_alone`], of a piece whose every character outside ASCII would change. The changes' places in `after`
    /// are counted from `start`.
    pub fn leaves_alone_all(&mut self, piece: &Piece, slice: &str, after: &[u8], changes: &[Change], start: usize) -> bool {
        if piece.region == Region::Comment {
            let after = |change: &Change| after.get(change.after.start - start..change.after.end - start).unwrap_or_default();
            if !about::may_be(slice, changes.iter().map(after), &beside(self.content, &piece.span)) {
                return false;
            }
        }
        let Ok(after) = str::from_utf8(after) else { return false };
        let places = words::words(slice).zip(words::words(after));
        let pairs: Vec<Pair<'_>> = places.filter_map(|(before, new)| Some((slice.get(before)?, after.get(new)?))).collect();
        self.leaves_alone(piece, slice, &pairs)
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

/// The lines before and after a place.
fn beside<'a>(content: &'a str, span: &Range<usize>) -> Vec<&'a str> {
    let start = content.get(..span.start).and_then(|before| before.rfind('\n'));
    let before = start.and_then(|end| content.get(..end)).and_then(|before| before.rsplit('\n').next());
    let after = content.get(span.end..).and_then(|after| after.split('\n').nth(1));
    before.into_iter().chain(after).collect()
}
