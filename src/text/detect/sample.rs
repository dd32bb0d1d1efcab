//! The part of a file that says in which encoding it is: the words with bytes above 0x7f.

use std::collections::HashSet;

use crate::text::encoding::Encoding;
use crate::text::language::Bits;

/// So many bytes are enough to tell any two encodings apart.
const ENOUGH: usize = 24 * 1024;
const EXCERPT: usize = 32;

/// Words with bytes above 0x7f, in the order of the file, each with a blank behind it. The same word tells nothing new.
#[derive(Debug)]
pub struct Sample {
    pub bytes: Vec<u8>,
    /// The number of each line that has such words, from 1, and where its words end.
    lines: Vec<(usize, usize)>,
    /// The bytes that the whole file uses.
    used: [bool; 256],
}

impl Sample {
    /// Takes the words out of a file.
    pub fn new(file: &[u8]) -> Self {
        let mut used = [false; 256];
        file.iter().for_each(|byte| {
            if let Some(place) = used.get_mut(usize::from(*byte)) {
                *place = true;
            }
        });
        let odd =
            |line: &[u8]| line.split(u8::is_ascii_whitespace).filter(|word| !word.is_ascii()).map(<[u8]>::len).sum::<usize>();
        // Of a long file, every so many lines: its end counts as much as its start.
        let all: usize = file.split(|byte| *byte == b'\n').map(odd).sum();
        let every = all / ENOUGH + 1;
        let (mut bytes, mut lines, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        let numbered = file.split(|byte| *byte == b'\n').zip(1..).filter(|(line, _)| !line.is_ascii());
        for (line, number) in numbered.step_by(every) {
            for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_ascii() && seen.insert(*word)) {
                bytes.extend_from_slice(word);
                bytes.push(b' ');
            }
            if lines.last().map_or(0, |(_, end)| *end) < bytes.len() {
                lines.push((number, bytes.len()));
            }
        }
        Self { bytes, lines, used }
    }

    /// Returns the words of each line that has some, with its number.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let starts = std::iter::once(0).chain(self.lines.iter().map(|(_, end)| *end));
        self.lines.iter().zip(starts).filter_map(|((number, end), start)| Some((*number, self.bytes.get(start..*end)?)))
    }

    /// Whether a code page defines every byte that the file uses.
    pub fn fits(&self, encoding: Encoding) -> bool {
        encoding.page().is_none_or(|page| page.undefined().all(|byte| self.used.get(usize::from(byte)) != Some(&true)))
    }

    /// Returns how many ASCII bytes are part of a character of several bytes.
    pub fn swallowed(&self, encoding: Encoding) -> Bits {
        if encoding.page().is_some() {
            return 0;
        }
        let (mut rest, mut swallowed) = (self.bytes.as_slice(), 0);
        while !rest.is_empty() {
            let (one, others) = rest.split_at(encoding.width(rest).max(1).min(rest.len()));
            swallowed += Bits::from(one.len() == 2 && one.last().is_some_and(u8::is_ascii));
            rest = others;
        }
        swallowed
    }
}

/// Returns the start of a text, for people.
pub fn excerpt(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(EXCERPT).collect::<String>().trim().to_owned()
}
