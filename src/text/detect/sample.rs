//! The part of a file that says in which encoding it is: the words with bytes above 0x7f.

use foldhash::HashMap;

use crate::text::encoding::Encoding;
use crate::text::language::Bits;

/// So many bytes are enough to tell any two encodings apart.
const ENOUGH: usize = 24 * 1024;
const EXCERPT: usize = 32;
/// So many bytes have an excerpt in them, in whatever encoding.
const START: usize = 4 * EXCERPT;

/// Words with bytes above 0x7f, joined by blanks.
#[derive(Debug)]
pub struct Sample {
    /// Each word once, where it stands first.
    pub words: Vec<u8>,
    /// How often each of them stands in the file, as far as it was read.
    pub times: Vec<Bits>,
    /// Some words as they follow each other.
    pub start: Vec<u8>,
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
        let mut sample = Self { words: Vec::new(), times: Vec::new(), start: Vec::new(), used };
        let mut places: HashMap<&[u8], usize> = HashMap::default();
        let mut read = 0;
        for word in file.split(u8::is_ascii_whitespace).filter(|word| !word.is_ascii()) {
            if read > ENOUGH {
                break;
            }
            read += word.len() + 1;
            if sample.start.len() < START {
                add(&mut sample.start, word);
            }
            let place = *places.entry(word).or_insert(sample.times.len());
            if let Some(times) = sample.times.get_mut(place) {
                *times += 1;
            } else {
                sample.times.push(1);
                add(&mut sample.words, word);
            }
        }
        sample
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
        let words = self.words.split(|byte| *byte == b' ').zip(&self.times);
        words.map(|(word, times)| swallowed(encoding, word) * times).sum()
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
