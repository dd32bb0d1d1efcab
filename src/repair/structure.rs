//! Reads text back through the chain of its file. Where every character outside ASCII takes part, and there are several, that
//! is no accident, and no measure of natural text is needed.
//!
//! One pass over the text ([`super::pass`]), by tables, writes what it was, notes the edits, and sees whether the result may be mojibake
//! itself.

use std::ops::Range;

use super::chain::{Chain, LONGEST};
use super::letters::Letters;
use super::pages::PageSet;
use super::pass::Pass;
use super::words::Change;

/// A text read back.
#[derive(Debug)]
pub struct Passed {
    /// Where it was written.
    pub text: Range<usize>,
    /// For each page of the chain: the pages that give the same text in its place.
    pub alike: [PageSet; LONGEST],
    /// The first bytes of characters, in the page through which the text was misread last: one bit each, by their last six.
    pub leads: u64,
    /// Whether ASCII stands inside of what changes in some word.
    pub has_gaps: bool,
    /// Whether nothing in it looks like mojibake again. A quick look that is wrong only in saying no.
    pub is_calm: bool,
}

/// Reads texts back; keeps what it needs for that.
#[derive(Debug, Default)]
pub struct Reader {
    between: [Vec<u8>; 2],
    changes: Vec<Change>,
    /// By page.
    letters: Vec<Letters>,
}

impl Reader {
    /// Reads a text back through a chain and writes what it was to the end of `out`, and what changes in it to the end of `changes`: for
    /// each word, from its first character outside ASCII to its last. Both end as they were where a character outside ASCII takes no part.
    ///
    /// `start`: where the text stands, for the places of the changes.
    pub fn read(
        &mut self,
        text: &[u8],
        start: usize,
        chain: &Chain,
        out: &mut Vec<u8>,
        changes: &mut Vec<Change>,
    ) -> Option<Passed> {
        let (before, made) = (out.len(), changes.len());
        let passed = self.follow(text, start, chain, out, changes);
        if passed.is_none() {
            out.truncate(before);
            changes.truncate(made);
        }
        passed
    }

    fn follow(
        &mut self,
        text: &[u8],
        start: usize,
        chain: &Chain,
        out: &mut Vec<u8>,
        changes: &mut Vec<Change>,
    ) -> Option<Passed> {
        let (first, others) = chain.split_first()?;
        let made = changes.len();
        let (written, mut alike) = (out.len(), [0; LONGEST]);
        let target = if others.is_empty() { &mut *out } else { &mut self.between[0] };
        if !others.is_empty() {
            target.clear();
        }
        let last = chain.iter().max().copied().unwrap_or_default();
        if self.letters.len() <= last {
            self.letters.resize_with(last + 1, Letters::default);
        }
        let mut pass = Pass::new(*first, text, start, target, changes, self.letters.get_mut(*first)?).run()?;
        alike[0] = pass.alike;
        let (leads, has_gaps) = (pass.leads, pass.has_gaps);
        for (level, page) in others.iter().enumerate() {
            let [one, other] = &mut self.between;
            let is_last = level + 1 == others.len();
            let target = if is_last { &mut *out } else { &mut *other };
            if !is_last {
                target.clear();
            }
            self.changes.clear();
            pass = Pass::new(*page, one, 0, target, &mut self.changes, self.letters.get_mut(*page)?).run()?;
            *alike.get_mut(level + 1)? = pass.alike;
            // No ASCII takes part, so what changes in one pass changes in the next.
            let made = changes.get_mut(made..).filter(|made| made.len() == self.changes.len())?;
            made.iter_mut().zip(&self.changes).for_each(|(change, last)| change.after = last.after);
            self.between.swap(0, 1);
        }
        Some(Passed { text: written..out.len(), alike, leads, has_gaps, is_calm: pass.is_calm })
    }
}

#[cfg(test)]
mod tests {
    use super::super::pages::TABLES;
    use super::super::{chain, scan, words};
    use super::*;
    use crate::text::encoding::page::page;

    fn number(name: &str) -> usize {
        (0..64).find(|page| TABLES.name(*page) == name).unwrap()
    }

    fn read_through(text: &str, names: &[&str]) -> Option<String> {
        let chain: Chain = names.iter().map(|name| number(name)).collect();
        let (mut out, mut changes) = (b"kept".to_vec(), Vec::new());
        let passed = Reader::default().read(text.as_bytes(), 0, &chain, &mut out, &mut changes);
        assert!(out.starts_with(b"kept") && (passed.is_some() || out.len() == 4 && changes.is_empty()));
        passed.map(|passed| String::from_utf8(out[passed.text].to_vec()).unwrap())
    }

    #[test]
    fn every_character_takes_part_or_none_does() {
        let read = |text| read_through(text, &["windows-1252"]);
        assert_eq!(read("-- fÃ¼r StraÃŸe, GrÃ¶ÃŸe ðŸš€\n").as_deref(), Some("-- für Straße, Größe 🚀\n"));
        assert_eq!(read("fÃ¼r StraÃŸe"), None);
        assert_eq!(read("fÃ¼r StraÃŸe, GrÃ¶ÃŸe – x"), None);
        assert_eq!(read("Ã¼Ã¼Ã¼Ã"), None);
        assert_eq!(read("íŸ¿ íŸ¿ íŸ¿").as_deref(), Some("\u{d7ff} \u{d7ff} \u{d7ff}"));
        assert_eq!(read("í\u{a0}¿ í\u{a0}¿ í\u{a0}¿"), None);
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        let twice = "GrÃƒÂ¶ÃƒÅ¸e, fÃƒÂ¼r";
        assert_eq!(read_through(twice, &["windows-1252", "windows-1252"]).as_deref(), Some("Größe, für"));
    }

    /// Lines of several languages through several pages: what the pass gives is what the way character by character gives.
    #[test]
    fn the_pass_gives_what_reading_each_character_gives() {
        let lines = [
            "-- größere Straßen, für ä-ö/ü",
            "клиенты и СДЕЛАЙТЕ заказы",
            "πίνακας λήξει ΕΔ",
            "用户表，和订单表",
            "“quoted” – dash…",
            "müşteri ığdır İŞ",
            "x\u{fffd}y éàü",
            "aЯблоко bДом Домc",
            "🚀🚀 ё№",
        ];
        let names = ["windows-1252", "windows-1251", "windows-1254", "ibm437", "mac-roman", "iso-8859-1", "ibm866", "koi8-r"];
        let (mut reader, mut calm) = (Reader::default(), 0);
        for (line, names) in
            lines.iter().flat_map(|line| names.iter().flat_map(move |one| names.map(|other| (line, [*one, other]))))
        {
            for count in 1..=2 {
                let chain: Chain = names.iter().take(count).map(|name| number(name)).collect();
                let damaged = chain.iter().rev().fold((*line).to_owned(), |text, number| {
                    let page = page(TABLES.name(*number)).unwrap();
                    text.bytes().map(|byte| page.char(byte).unwrap_or(char::from(byte))).collect()
                });
                let (mut out, mut changes) = (b"kept".to_vec(), Vec::new());
                let passed = reader.read(damaged.as_bytes(), 7, &chain, &mut out, &mut changes);
                let Some(passed) = passed else { continue };
                let text = String::from_utf8(out[passed.text.clone()].to_vec()).unwrap();
                assert_eq!(text, chain::through(&damaged, &chain));
                let expected: Vec<Change> =
                    words::changes(damaged.as_bytes(), text.as_bytes()).map(|change| change.shifted(7, 4)).collect();
                assert_eq!(changes, expected, "{damaged}");
                assert!(!passed.is_calm || !scan::is_suspicious(text.as_bytes()), "{text}");
                calm += usize::from(passed.is_calm);
            }
        }
        assert!(calm > 20, "{calm}");
    }
}
