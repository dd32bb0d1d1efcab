//! Text that is about mojibake and is to stay as it is.

use std::collections::BTreeSet;

use super::scan::skip_ascii;

/// Words by which people speak about encodings.
const TERMS: &[&str] = &[
    "mojibake",
    "utf-8",
    "utf8",
    "latin1",
    "latin-1",
    "iso-8859",
    "windows-12",
    "cp12",
    "cp437",
    "cp850",
    "encod",
    "charset",
    "unicode",
    "code page",
    "codepage",
    "kodlama",
    "garbled",
    "ftfy",
    "cesu",
    "zeichensatz",
    "codific",
    "jeu de caract",
    "kodier",
    "kodow",
    "kódov",
    "kódol",
    "кодир",
    "кодов",
    "кодув",
    "κωδικοπο",
    "编码",
    "編碼",
    "乱码",
    "亂碼",
    "文字化け",
    "文字コード",
    "인코딩",
    "ترميز",
    "קידוד",
];
/// Letters outside ASCII that are words by themselves in some language: `à`, `è`, `é`, `ó`, `å`, `ő`.
const WORDS: &str = "àáâèéêìíîòóôöùúûýåæøő";
/// So many characters are a sample of mojibake and not a word.
pub const SAMPLE: usize = 3;

/// A line as it stands, its words that would change, and what they would become.
#[derive(Debug)]
pub struct Line<'a> {
    pub text: &'a str,
    pub changes: &'a [(&'a str, &'a str)],
    /// The lines before and after.
    pub beside: &'a [&'a str],
}

impl Line<'_> {
    /// Whether the line is about mojibake: its correct form stands in it or beside it, or it shows samples and says so.
    pub fn is_about_mojibake(&self) -> bool {
        self.shows_its_correct_form() || self.beside.iter().any(|beside| self.repeats(beside)) || self.shows_samples()
    }

    /// A quick look that is wrong only in saying yes.
    pub fn may_be_about_mojibake(&self) -> bool {
        let Some((_, first)) = self.changes.first() else { return true };
        self.changes.iter().all(|(_, after)| core(after).chars().nth(SAMPLE).is_none())
            || self.changes.iter().any(|(_, after)| has_parts(after) || may_hold(self.text.as_bytes(), after.as_bytes()))
            || self.beside.iter().any(|beside| may_hold(beside.as_bytes(), first.as_bytes()))
    }

    fn shows_its_correct_form(&self) -> bool {
        let holds = self.changes.iter().any(|(_, after)| may_hold(self.text.as_bytes(), after.as_bytes()));
        holds && self.rest_is_correct() || self.changes.iter().any(|(before, after)| holds_both(before, after))
    }

    /// Whether what does not change in the line has the correct form of what does.
    fn rest_is_correct(&self) -> bool {
        let unchanged = |word: &&str| !self.changes.iter().any(|(before, _)| before == word);
        let rest: Vec<&str> = self.text.split_whitespace().filter(unchanged).collect();
        let rest = rest.join(" ");
        self.changes.iter().any(|(_, after)| holds_word(&rest, core(after)))
    }

    /// Whether the other line has the same words outside ASCII, in their correct form.
    fn repeats(&self, beside: &str) -> bool {
        let holds = |(_, after): &(&str, &str)| may_hold(beside.as_bytes(), after.as_bytes()) && beside.contains(core(after));
        if !self.changes.iter().all(holds) {
            return false;
        }
        let becomes: BTreeSet<&str> = self.changes.iter().map(|(_, after)| core(after)).collect();
        let odd: BTreeSet<&str> = beside.split_whitespace().filter(|word| !word.is_ascii()).map(core).collect();
        becomes.iter().any(|word| !word.is_ascii()) && odd == becomes
    }

    fn shows_samples(&self) -> bool {
        let short = self.changes.iter().all(|(_, after)| core(after).chars().nth(SAMPLE).is_none());
        short
            && (self.says_so()
                || self.are_letters()
                || self.changes.iter().all(|(before, _)| is_quoted(before) && letters(before) == 0))
    }

    /// Whether the line speaks of encodings, and what would change are no words.
    fn says_so(&self) -> bool {
        !self.changes.iter().any(|(before, _)| letters(before) > 1) && says_so(self.text)
    }

    /// Whether several characters stand alone, and one of them is a letter that is no word.
    fn are_letters(&self) -> bool {
        let is_letter = |(_, after): &(&str, &str)| is_no_word(core(after));
        let apart = self.changes.len() > 1 && self.changes.iter().all(|(before, _)| letters(before) == 0);
        apart && self.changes.iter().any(is_letter)
    }
}

/// Whether a text speaks of encodings.
pub fn says_so(text: &str) -> bool {
    let text = text.to_lowercase();
    TERMS.iter().any(|term| text.contains(term))
}

/// Whether a word is one Latin letter that is no word in any language.
fn is_no_word(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(letter), None) = (chars.next(), chars.next()) else { return false };
    let small = letter.to_lowercase().next().unwrap_or(letter);
    matches!(letter, '\u{c0}'..='\u{24f}') && letter.is_alphabetic() && !WORDS.contains(small)
}

/// How many ASCII letters and digits a word has.
fn letters(word: &str) -> usize {
    word.chars().filter(char::is_ascii_alphanumeric).count()
}

/// Whether what changes in a word stands in it in its correct form too: `Ã¼=ü`.
fn holds_both(before: &str, after: &str) -> bool {
    if !has_parts(before) {
        return false;
    }
    parts(before).zip(parts(after)).any(|(was, is)| was != is && parts(before).any(|part| part == is))
}

/// Whether ASCII punctuation stands between characters outside ASCII.
fn has_parts(word: &str) -> bool {
    parts(word).nth(1).is_some()
}

/// The parts of a word between ASCII punctuation that hold more than ASCII.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|char: char| char.is_ascii_punctuation()).filter(|part| !part.is_ascii())
}

/// Whether the text holds a word from its first character outside ASCII to its last: a quick look for the word without what is around
/// it, wrong only in saying yes.
pub fn may_hold(text: &[u8], word: &[u8]) -> bool {
    let end = word.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |last| last + 1);
    let odd = word.get(skip_ascii(word, 0)..end).unwrap_or_default();
    let [first, second, ..] = odd else { return true };
    let pairs = text.iter().zip(text.iter().skip(1));
    // Without a way out early, many bytes are compared at once.
    let starts = pairs.fold(0, |found, (one, other)| found | (u8::from(one == first) & u8::from(other == second))) != 0;
    starts && memchr::memmem::find(text, odd).is_some()
}

/// Whether the text holds the word, not as a part of another one.
pub fn holds_word(text: &str, word: &str) -> bool {
    if word.is_empty() || word.is_ascii() {
        return false;
    }
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        [before, after].into_iter().flatten().all(|char| !char.is_alphanumeric())
    })
}

/// The word without ASCII punctuation around it.
pub fn core(word: &str) -> &str {
    word.trim_matches(|char: char| char.is_ascii_punctuation())
}

fn is_quoted(word: &str) -> bool {
    let marks = ['\'', '"', '`', '«', '“'];
    word.starts_with(marks) && word.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str, changes: &[(&str, &str)], beside: &[&str]) -> bool {
        Line { text, changes, beside }.is_about_mojibake()
    }

    #[test]
    fn text_about_mojibake_is_known() {
        assert!(about("-- Ã¼ -> ü", &[("Ã¼", "ü")], &[]));
        assert!(about("-- 'mÃ¼d' was müd", &[("'mÃ¼d'", "'müd'")], &[]));
        assert!(about("-- Ã¼=ü", &[("Ã¼=ü", "ü=ü")], &[]));
        assert!(about("-- a lot of Ã’s in mojibake", &[("Ã’s", "Òs")], &[]));
        assert!(about("-- old dump shows `Ã©`", &[("`Ã©`", "`é`")], &[]));
        assert!(about("-- latin1 rows hold Ã© here", &[("Ã©", "é")], &[]));
        assert!(about("-- wrong: mÃ¼d", &[("mÃ¼d", "müd")], &["-- right: müd"]));
        assert!(!about("-- mÃ¼d olan", &[("mÃ¼d", "müd")], &["-- müd ve ölü"]));
        assert!(!about("-- utf8 iÃ§in mÃ¼d", &[("iÃ§in", "için"), ("mÃ¼d", "müd")], &[]));
    }
}
