//! Where in the file a character of the decoded text comes from.

use super::encoding::{self, Encoding};

/// Maps places in a decoded text to places in its file.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The length of the byte order mark.
    start: usize,
    /// Where the proportion changes, in order; none where text and file are the same bytes.
    runs: Vec<Run>,
}

/// Characters of the same size in the text, and of the same size in the file.
#[derive(Debug, Clone, Copy)]
struct Run {
    text: usize,
    file: usize,
    text_step: usize,
    file_step: usize,
}

impl Origin {
    /// Maps the decoded `text` of `bytes`, before which `start` bytes of a byte order mark stand.
    pub fn new(encoding: Encoding, bytes: &[u8], text: &str, start: usize) -> Self {
        let mut origin = Self { start, runs: Vec::new() };
        if encoding == encoding::UTF_8 {
            return origin;
        }
        let has_ascii = !Encoding::wide().contains(&encoding);
        let (mut in_text, mut in_file) = (0, 0);
        while in_file < bytes.len() && in_text < text.len() {
            let rest = bytes.get(in_file..).unwrap_or_default();
            if has_ascii && rest.first().is_some_and(u8::is_ascii) {
                origin.add(Run { text: in_text, file: in_file, text_step: 1, file_step: 1 });
                let ascii = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
                (in_text, in_file) = (in_text + ascii, in_file + ascii);
                continue;
            }
            let file_step = encoding.width(rest).max(1);
            let text_step = text_step(encoding, rest.get(..file_step).unwrap_or(rest), text.get(in_text..).unwrap_or_default());
            origin.add(Run { text: in_text, file: in_file, text_step, file_step });
            in_text += text_step;
            in_file += file_step;
        }
        origin
    }

    /// Maps the text of a file that has one byte a character, and no byte order mark.
    pub fn of_page(text: &str) -> Self {
        let mut origin = Self::default();
        let (mut at, mut in_file) = (0, 0);
        while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
            origin.add(Run { text: at, file: in_file, text_step: char.len_utf8(), file_step: 1 });
            at += char.len_utf8();
            in_file += 1;
        }
        origin
    }

    fn add(&mut self, run: Run) {
        let same = |last: &Run| (last.text_step, last.file_step) == (run.text_step, run.file_step);
        if !self.runs.last().is_some_and(same) {
            self.runs.push(run);
        }
    }

    /// Returns the byte of the file where the character at a byte of the decoded text starts.
    pub fn file_offset(&self, text: usize) -> usize {
        let next = self.runs.partition_point(|run| run.text <= text);
        let Some(run) = next.checked_sub(1).and_then(|at| self.runs.get(at)) else { return self.start + text };
        self.start + run.file + (text - run.text) / run.text_step * run.file_step
    }
}

/// Returns how long the text is of one character in the file; `text` starts with it.
fn text_step(encoding: Encoding, one: &[u8], text: &str) -> usize {
    if encoding.has_chars_of_two() {
        return encoding.decode(one).map_or(1, |chars| chars.len()).max(1);
    }
    text.chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_mapped_back() {
        for (name, text) in
            [("windows-1254", "aışb\nğ"), ("utf-16le", "aé😀b"), ("gbk", "a表é表b"), ("big5", "a表表b"), ("utf-8", "aé😀b")]
        {
            let encoding = encoding::find(name).unwrap();
            let bytes = encoding.encode(text).unwrap();
            let (start, origin) = match encoding.page() {
                Some(_) => (0, Origin::of_page(text)),
                None => (2, Origin::new(encoding, &bytes, text, 2)),
            };
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = encoding.encode(&text[..at]).unwrap().len();
                assert_eq!(origin.file_offset(at), start + before, "{name} {at}");
            }
        }
    }
}
