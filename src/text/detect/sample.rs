//! The part of a file that says in which encoding it is: the words with bytes above 0x7f.

use foldhash::HashSet;

use crate::text::encoding::Encoding;
use crate::text::language::Bits;

/// So many bytes are enough to tell any two encodings apart.
const ENOUGH: usize = 24 * 1024;
/// Of longer files, not every line is read.
const MOST: usize = 256 * 1024;
const EXCERPT: usize = 32;
/// So many bytes have an excerpt in them, in whatever encoding.
const START: usize = 4 * EXCERPT;

/// Words with bytes above 0x7f, joined by blanks: each once, where it stands first. The same word tells nothing new.
#[derive(Debug)]
pub struct Sample {
    pub words: Vec<u8>,
    /// Some words as they follow each other.
    pub start: Vec<u8>,
    /// The number of each line that has such words, from 1, and where its words end.
    lines: Vec<(usize, usize)>,
    /// The bytes that the whole file uses.
    used: [bool; 256],
}

impl Sample {
    /// Takes the words out of a file; of a long one from every so many lines: its end counts as much as its start.
    pub fn new(file: &[u8]) -> Self {
        let mut used = [false; 256];
        file.iter().for_each(|byte| {
            if let Some(place) = used.get_mut(usize::from(*byte)) {
                *place = true;
            }
        });
        let mut sample = Self { words: Vec::new(), start: Vec::new(), lines: Vec::new(), used };
        let mut seen: HashSet<&[u8]> = HashSet::default();
        let every = file.len() / MOST + 1;
        let numbered = file.split(|byte| *byte == b'\n').zip(1..).filter(|(line, _)| !line.is_ascii());
        for (line, number) in numbered.step_by(every) {
            if sample.words.len() > ENOUGH {
                break;
            }
            sample.take(line, number, &mut seen);
        }
        sample
    }

    fn take<'a>(&mut self, line: &'a [u8], number: usize, seen: &mut HashSet<&'a [u8]>) {
        let before = self.words.len();
        for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_ascii()) {
            if self.start.len() < START {
                add(&mut self.start, word);
            }
            if seen.insert(word) {
                add(&mut self.words, word);
            }
        }
        if self.words.len() > before {
            self.lines.push((number, self.words.len()));
        }
    }

    /// Returns the words of each line that has some, with its number.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let starts = std::iter::once(0).chain(self.lines.iter().map(|(_, end)| *end));
        self.lines.iter().zip(starts).filter_map(|((number, end), start)| Some((*number, self.words.get(start..*end)?)))
    }

    /// Whether there is one word with one byte above 0x7f, which it may have more than once.
    pub fn is_thin(&self) -> bool {
        let bytes = self.used.iter().skip(0x80).filter(|used| **used).count();
        bytes == 1 && memchr::memchr_iter(b' ', &self.words).nth(1).is_none()
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
        self.words.split(|byte| *byte == b' ').map(|word| swallowed(encoding, word)).sum()
    }
}

fn swallowed(encoding: Encoding, word: &[u8]) -> Bits {
    let (mut rest, mut swallowed) = (word, 0);
    while !rest.is_empty() {
        let (one, others) = rest.split_at(encoding.width(rest).max(1).min(rest.len()));
        swallowed += Bits::from(one.len() == 2 && one.last().is_some_and(u8::is_ascii));
        rest = others;
    }
    swallowed
}

fn add(words: &mut Vec<u8>, word: &[u8]) {
    words.extend_from_slice(word);
    words.push(b' ');
}

/// Returns the start of a text, for people.
pub fn excerpt(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(EXCERPT).collect::<String>().trim().to_owned()
}
