//! Every edit that a text was given between the bytes of its file and what the lexer reads, and the way back.

use std::ops::Range;

use serde::Serialize;

use super::encoding::{self, Encoding};

/// What was done to the text of a file. Undone, it gives the file's bytes: see [`Ledger::undo`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// The file.
    pub file: String,
    /// The encoding that its bytes were read in.
    pub encoding: &'static str,
    /// Whether it starts with a byte order mark; the text does not.
    pub byte_order_mark: bool,
    /// Of the file's bytes, hex.
    pub blake3: String,
    /// Characters that are in the file in another form than the encoding would write them today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub irregular: Vec<Irregular>,
    /// In the order of the text; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Characters of the decoded text whose bytes have to be remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Irregular {
    /// Bytes of the decoded text, before any edit.
    pub decoded: Range<usize>,
    pub bytes: Vec<u8>,
}

/// One edit: a piece of mojibake and what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Where it stands in the file, in bytes.
    pub bytes: Range<usize>,
    /// Where it stands in the text as read, in bytes of UTF-8.
    pub text: Range<usize>,
    /// From 1.
    pub line: usize,
    pub region: Region,
    pub before: String,
    pub after: String,
    /// The code pages that UTF-8 was taken for, the first mistake first.
    pub chain: Vec<&'static str>,
    /// In percent, at most 99.
    pub certainty: u8,
}

/// What a piece of text is to SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// Nothing that a server keeps: a comment, or the text of a file that is no SQL.
    Comment,
    /// Data: a string literal, rows of COPY.
    Literal,
    /// A name.
    Identifier,
}

impl Region {
    /// The word for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Literal => "literal",
            Self::Identifier => "identifier",
        }
    }
}

impl Ledger {
    /// Returns the bytes of the file from the text as read; `None` where the text is not the one that the ledger is about.
    pub fn undo(&self, text: &str) -> Option<Vec<u8>> {
        let encoding = encoding::find(self.encoding)?;
        let decoded = self.without_edits(text)?;
        let mut bytes = if self.byte_order_mark { encoding.mark().to_vec() } else { Vec::new() };
        let mut at = 0;
        for irregular in &self.irregular {
            bytes.extend(encoding.encode(decoded.get(at..irregular.decoded.start)?)?);
            bytes.extend(&irregular.bytes);
            at = irregular.decoded.end;
        }
        bytes.extend(encoding.encode(decoded.get(at..)?)?);
        Some(bytes)
    }

    /// Returns the decoded text as it was before the edits; `None` where the text is not the one that the ledger is about.
    pub fn without_edits(&self, text: &str) -> Option<String> {
        let mut decoded = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            decoded.push_str(text.get(at..edit.text.start)?);
            if text.get(edit.text.clone())? != edit.after {
                return None;
            }
            decoded.push_str(&edit.before);
            at = edit.text.end;
        }
        decoded.push_str(text.get(at..)?);
        Some(decoded)
    }

    /// Returns the map from the decoded text, before any edit, to the text as read.
    pub fn places(&self) -> Places<'_> {
        let mut shift = 0_isize;
        let starts = self.edits.iter().map(|edit| {
            let start = edit.text.start.saturating_add_signed(-shift);
            shift += edit.after.len().cast_signed() - edit.before.len().cast_signed();
            start
        });
        Places { starts: starts.collect(), edits: &self.edits }
    }

    /// Returns the place in the decoded text, before any edit, of a place in the text as read. A place inside an edit counts
    /// as the edit's start, or as its end where `end` is set.
    pub(super) fn decoded_at(&self, place: usize, end: bool) -> usize {
        let (mut read, mut decoded) = (0, 0);
        for edit in self.edits.iter().take_while(|edit| edit.text.start < place) {
            decoded += edit.text.start - read;
            if place < edit.text.end {
                return if end { decoded + edit.before.len() } else { decoded };
            }
            decoded += edit.before.len();
            read = edit.text.end;
        }
        decoded + (place - read)
    }
}

/// Maps places of a decoded text to the text as read.
#[derive(Debug)]
pub struct Places<'a> {
    /// Where each edit starts in the decoded text.
    starts: Vec<usize>,
    edits: &'a [Edit],
}

impl Places<'_> {
    /// Returns the place in the text as read. A place inside an edit counts as the edit's start, or as its end where `end` is
    /// set.
    pub fn read_at(&self, decoded: usize, end: bool) -> usize {
        let last = self.starts.partition_point(|start| *start < decoded).checked_sub(1);
        let Some((start, edit)) = last.and_then(|at| Some((self.starts.get(at)?, self.edits.get(at)?))) else { return decoded };
        match decoded.checked_sub(start + edit.before.len()) {
            Some(behind) => edit.text.end + behind,
            None if end => edit.text.end,
            None => edit.text.start,
        }
    }
}

/// Returns the characters that have to be remembered so that encoding the text gives the bytes (without byte order mark).
pub fn irregular(encoding: Encoding, bytes: &[u8], decoded: &str) -> Vec<Irregular> {
    if encoding == encoding::UTF_8 || encoding.encode(decoded).as_deref() == Some(bytes) {
        return Vec::new();
    }
    let whole = || vec![Irregular { decoded: 0..decoded.len(), bytes: bytes.to_vec() }];
    let mut found = Vec::new();
    let (mut rest, mut at) = (bytes, 0);
    while !rest.is_empty() {
        let (one, others) = rest.split_at(encoding.width(rest).max(1));
        let Some(chars) = encoding.decode(one).filter(|chars| decoded.get(at..).is_some_and(|rest| rest.starts_with(&**chars)))
        else {
            return whole();
        };
        if encoding.encode(&chars).as_deref() != Some(one) {
            found.push(Irregular { decoded: at..at + chars.len(), bytes: one.to_vec() });
        }
        at += chars.len();
        rest = others;
    }
    if at == decoded.len() { found } else { whole() }
}
