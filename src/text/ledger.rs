//! Every edit that a text was given between the bytes of its file and what the lexer reads, and the way back.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::encoding::{self, Encoding};
use super::origin::Origin;

/// What was done to the text of a file. Undone, it gives the file's bytes: see [`Ledger::undo`].
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The file.
    pub file: String,
    /// The encoding that its bytes were read in.
    pub encoding: &'static str,
    /// Whether it starts with a byte order mark; the text does not.
    pub byte_order_mark: bool,
    /// Characters that are in the file in another form than the encoding would write them today.
    pub irregular: Vec<Irregular>,
    /// The text before the edits.
    pub(super) decoded: Arc<str>,
    /// Leads from the text before the edits to the file.
    /// That of a page with one byte a character is found when it is first asked for: the decoded text tells it.
    pub(super) origin: OnceLock<Origin>,
    /// Of the file's bytes, where it was reckoned.
    pub(super) checksum: OnceLock<String>,
    pub(super) repairs: Repairs,
}

/// Characters of the decoded text whose bytes have to be remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Irregular {
    /// Bytes of the decoded text, before any edit.
    pub decoded: Range<usize>,
    pub bytes: Vec<u8>,
}

/// One edit: a piece of mojibake and what it was, or a placeholder and its value.
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
    /// The code pages that UTF-8 was taken for, the first mistake first; none for a placeholder.
    pub chain: Vec<&'static str>,
    /// In percent, at most 99; 100 for what the user says.
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
    /// A placeholder that the user gave a value.
    Placeholder,
}

impl Region {
    /// The word for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Literal => "literal",
            Self::Identifier => "identifier",
            Self::Placeholder => "placeholder",
        }
    }
}

impl Edit {
    /// Why it was made, in words.
    pub fn why(&self) -> String {
        if self.chain.is_empty() { "given by the user".to_owned() } else { format!("read as {}", self.chain.join(", then as ")) }
    }
}

impl Ledger {
    /// BLAKE3 of the file's bytes, hex. Of UTF-8 it is reckoned when it is first asked for: the decoded text is these bytes.
    pub fn blake3(&self) -> &str {
        self.checksum.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(if self.byte_order_mark { encoding::UTF_8.mark() } else { b"" });
            hasher.update(self.decoded.as_bytes()).finalize().to_hex().to_string()
        })
    }

    /// Returns the byte of the file where the character at a byte of the decoded text starts.
    pub(super) fn file_offset(&self, decoded: usize) -> usize {
        self.origin.get_or_init(|| Origin::of_page(&self.decoded)).file_offset(decoded)
    }

    /// Returns how many edits there are.
    pub fn len(&self) -> usize {
        self.repairs.places.len()
    }

    /// Whether nothing was edited.
    pub fn is_empty(&self) -> bool {
        self.repairs.places.is_empty()
    }

    /// Returns the edits in the order of the text; they do not overlap.
    pub fn edits(&self) -> Vec<Edit> {
        let (mut line, mut at) = (1, 0);
        let edits = self.repairs.places.iter().map(|place| {
            line += line_breaks(self.decoded.get(at..place.decoded.start()).unwrap_or_default());
            at = place.decoded.start();
            Edit {
                bytes: self.file_offset(place.decoded.start())..self.file_offset(place.decoded.end()),
                text: place.read.range(),
                line,
                region: place.region,
                before: self.decoded.get(place.decoded.range()).unwrap_or_default().to_owned(),
                after: self.repairs.text.get(place.read.range()).unwrap_or_default().to_owned(),
                chain: self.repairs.chains.get(usize::from(place.chain)).cloned().unwrap_or_default(),
                certainty: place.certainty,
            }
        });
        edits.collect()
    }

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
        let mut decoded = String::with_capacity(self.decoded.len());
        let mut at = 0;
        for place in &self.repairs.places {
            decoded.push_str(text.get(at..place.read.start())?);
            if text.get(place.read.range())? != self.repairs.text.get(place.read.range())? {
                return None;
            }
            decoded.push_str(self.decoded.get(place.decoded.range())?);
            at = place.read.end();
        }
        decoded.push_str(text.get(at..)?);
        Some(decoded)
    }

    /// Returns the place in the text as read of a place in the decoded text, before any edit. A place inside an edit counts as
    /// the edit's start, or as its end where `end` is set.
    pub fn read_at(&self, decoded: usize, end: bool) -> usize {
        let places = &self.repairs.places;
        let last = places.partition_point(|place| place.decoded.start() < decoded).checked_sub(1);
        let Some(place) = last.and_then(|at| places.get(at)) else { return decoded };
        match decoded.checked_sub(place.decoded.end()) {
            Some(behind) => place.read.end() + behind,
            None if end => place.read.end(),
            None => place.read.start(),
        }
    }

    /// Returns the place in the decoded text, before any edit, of a place in the text as read. A place inside an edit counts
    /// as the edit's start, or as its end where `end` is set.
    pub(super) fn decoded_at(&self, read: usize, end: bool) -> usize {
        let places = &self.repairs.places;
        let last = places.partition_point(|place| place.read.start() < read).checked_sub(1);
        let Some(place) = last.and_then(|at| places.get(at)) else { return read };
        match read.checked_sub(place.read.end()) {
            Some(behind) => place.decoded.end() + behind,
            None if end => place.decoded.end(),
            None => place.decoded.start(),
        }
    }
}

/// The edits as places alone: what stands there before and after is in the texts.
#[derive(Debug, Clone, Default)]
pub struct Repairs {
    /// The text with the edits.
    pub text: Arc<str>,
    /// In the order of the text; they do not overlap.
    pub places: Vec<Place>,
    /// The chains of pages that edits point to.
    pub chains: Vec<Vec<&'static str>>,
}

/// Where an edit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In the decoded text, before any edit.
    pub decoded: Short,
    /// In the text with the edits.
    pub read: Short,
    pub region: Region,
    /// In [`Repairs::chains`].
    pub chain: u16,
    /// In percent, at most 99.
    pub certainty: u8,
}

/// A range of bytes of a text, in half the room: there is one for each edit, and more. No text is edited that has more than
/// [`Short::MOST`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    start: u32,
    end: u32,
}

impl Short {
    /// The last place that there is.
    pub const MOST: usize = u32::MAX as usize;

    /// Makes it of a range; what is behind [`Self::MOST`] counts as that.
    pub fn new(range: Range<usize>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: place(range.start), end: place(range.end) }
    }

    /// The range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Where it starts.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Where it ends.
    pub fn end(self) -> usize {
        self.end as usize
    }
}

/// As it stands in JSON.
#[derive(Serialize)]
#[serde(rename = "Ledger")]
struct View<'a> {
    file: &'a str,
    encoding: &'a str,
    byte_order_mark: bool,
    blake3: &'a str,
    #[serde(skip_serializing_if = "<[Irregular]>::is_empty")]
    irregular: &'a [Irregular],
    edits: Vec<Edit>,
}

impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { file, encoding, byte_order_mark, irregular, .. } = self;
        let byte_order_mark = *byte_order_mark;
        View { file, encoding, byte_order_mark, blake3: self.blake3(), irregular, edits: self.edits() }.serialize(serializer)
    }
}

fn line_breaks(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// Returns the characters that have to be remembered so that encoding the text gives the bytes (without byte order mark).
pub fn irregular(encoding: Encoding, bytes: &[u8], decoded: &str) -> Vec<Irregular> {
    if encoding.is_regular() || encoding.encode(decoded).as_deref() == Some(bytes) {
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
