//! From bytes to text: by what the user says, by the byte order mark, as UTF-8, or by evidence.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use globset::GlobMatcher;

use super::Text;
use super::complaint;
use super::declared::declared;
use super::detect::{self, Detected, Guesses, Hints};
use super::encoding::{self, Encoding};
use super::ledger::{self, Ledger};
use super::origin::Origin;
use crate::finding::Finding;
use crate::parallel;
use crate::source::Source;

/// The encodings that the user names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// The first pattern that matches a file's path counts.
    pub patterns: Vec<(GlobMatcher, Encoding)>,
}

impl Named {
    fn find(&self, path: &str) -> Option<Encoding> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let found = self.patterns.iter().find(|(pattern, _)| pattern.is_match(path) || pattern.is_match(name));
        found.map(|(_, encoding)| *encoding)
    }
}

/// A file's text, or none where it could not be decoded, and what is to be said of it.
pub type Decoded = (Option<Text>, Vec<Finding>);

/// Decodes the files of a folder. Where a file alone does not tell its encoding, the others do.
pub fn decode_all(sources: &[Source], named: &Named) -> Vec<Decoded> {
    let first: Vec<Outcome> = parallel::map(sources, |source| source.bytes.len(), |source| read(source, named, &[]));
    let habit = habit(&first);
    let pairs = sources.iter().zip(first);
    let settled = pairs.map(|(source, outcome)| match outcome.certainty {
        Certainty::Guess if !habit.is_empty() => (source, read(source, named, &habit)),
        _ => (source, outcome),
    });
    settled.map(|(source, outcome)| outcome.finish(source)).collect()
}

/// Decodes one file on its own.
pub fn decode(source: &Source) -> Decoded {
    read(source, &Named::default(), &[]).finish(source)
}

struct Outcome {
    text: Option<Text>,
    encoding: Option<Encoding>,
    certainty: Certainty,
    finding: Option<Finding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// Named, marked, declared, or UTF-8.
    Known,
    /// By evidence, and far ahead of any other.
    Found,
    Guess,
}

impl Outcome {
    fn failed(finding: Finding) -> Self {
        Self { text: None, encoding: None, certainty: Certainty::Known, finding: Some(finding) }
    }

    fn finish(self, source: &Source) -> Decoded {
        (self.text, self.finding.map(|finding| finding.in_file(&source.path)).into_iter().collect())
    }
}

/// The legacy encodings of files that leave no doubt, the most frequent first.
fn habit(outcomes: &[Outcome]) -> Vec<Encoding> {
    let mut counts: BTreeMap<&str, (usize, Encoding)> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.certainty != Certainty::Guess) {
        if let Some(encoding) = outcome.encoding.filter(|encoding| *encoding != encoding::UTF_8) {
            counts.entry(encoding.name()).or_insert((0, encoding)).0 += 1;
        }
    }
    let mut counts: Vec<(usize, Encoding)> = counts.into_values().collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(_, encoding)| encoding).collect()
}

fn read(source: &Source, named: &Named, neighbours: &[Encoding]) -> Outcome {
    let bytes = source.bytes.as_slice();
    let mark = encoding::marked(bytes);
    if let Some(encoding) = named.find(&source.path) {
        // `utf-16` says nothing of the byte order; the mark does.
        let encoding = mark.filter(|mark| mark.name().get(..6) == encoding.name().get(..6)).unwrap_or(encoding);
        return known(source, encoding, "which `--encoding` or the configuration names");
    }
    if let Some(encoding) = mark {
        return known(source, encoding, "whose byte order mark it starts with");
    }
    if let Some(content) = simdutf8::basic::from_utf8(bytes).ok().filter(|_| memchr::memchr(0, bytes).is_none()) {
        let text = text(source, encoding::UTF_8, content, b"");
        return Outcome { text: Some(text), encoding: Some(encoding::UTF_8), certainty: Certainty::Known, finding: None };
    }
    let declared = declared(bytes).filter(|encoding| !encoding.name().starts_with("utf"));
    match detect::detect(bytes, Hints { declared, neighbours }) {
        Detected::Known(encoding) => known(source, encoding, "as the rest of the file"),
        Detected::Guessed(guesses) if guesses.fits_nothing() => Outcome::failed(complaint::fits_nothing(bytes, &guesses)),
        Detected::Guessed(guesses) => match guesses.mixed.filter(detect::Mixed::is_sure) {
            Some(lines) => Outcome::failed(complaint::mixed(lines, &guesses)),
            None => guessed(source, &guesses, declared),
        },
        Detected::AlmostUtf8 { at, bytes: count, guesses } => Outcome::failed(complaint::almost_utf8(bytes, at, count, &guesses)),
    }
}

/// Decodes in an encoding that leaves no doubt; `why` says in a message why that one.
fn known(source: &Source, encoding: Encoding, why: &str) -> Outcome {
    match make(source, encoding) {
        Some(text) => Outcome { text: Some(text), encoding: Some(encoding), certainty: Certainty::Known, finding: None },
        None => Outcome::failed(complaint::invalid(&source.bytes, encoding, why)),
    }
}

fn guessed(source: &Source, guesses: &Guesses, declared: Option<Encoding>) -> Outcome {
    let Some(best) = guesses.ranked.first() else { return Outcome::failed(complaint::fits_nothing(&source.bytes, guesses)) };
    let certain = guesses.is_certain();
    let finding = match (certain, declared) {
        (true, Some(declared)) if declared == best.encoding => None,
        (true, _) => Some(complaint::found(best.encoding)),
        (false, _) => Some(complaint::uncertain(guesses)),
    };
    let certainty = if certain { Certainty::Found } else { Certainty::Guess };
    Outcome { text: make(source, best.encoding), encoding: Some(best.encoding), certainty, finding }
}

/// Makes the text; `None` where the bytes are not of the encoding, or the text holds a NUL.
fn make(source: &Source, encoding: Encoding) -> Option<Text> {
    let bytes = source.bytes.as_slice();
    let mark = Some(encoding.mark()).filter(|mark| bytes.starts_with(mark)).unwrap_or_default();
    let content = encoding.decode(bytes.get(mark.len()..)?).filter(|text| memchr::memchr(0, text.as_bytes()).is_none())?;
    Some(text(source, encoding, &content, mark))
}

/// The text of a file that starts with this byte order mark, if with any.
fn text(source: &Source, encoding: Encoding, content: &str, mark: &[u8]) -> Text {
    let rest = source.bytes.get(mark.len()..).unwrap_or_default();
    let content: Arc<str> = content.into();
    let marked = !mark.is_empty();
    let checksum = OnceLock::new();
    if encoding != encoding::UTF_8 {
        checksum.get_or_init(|| blake3::hash(&source.bytes).to_hex().to_string());
    }
    let ledger = Ledger {
        file: source.path.clone(),
        encoding: encoding.name(),
        byte_order_mark: marked,
        irregular: ledger::irregular(encoding, rest, &content),
        decoded: Arc::clone(&content),
        origin: match encoding.page() {
            Some(_) => OnceLock::new(),
            None => Origin::new(encoding, rest, &content, mark.len()).into(),
        },
        checksum,
        repairs: ledger::Repairs::default(),
    };
    let encoding = if marked && encoding == encoding::UTF_8 { "utf-8-bom" } else { encoding.name() };
    Text { path: source.path.clone(), part: source.part.clone(), content, encoding, whole: source.whole.clone(), ledger }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, bytes: &[u8]) -> Source {
        Source {
            path: path.to_owned(),
            part: None,
            whole: None,
            full_path: path.into(),
            bytes: bytes.to_vec(),
            title: "a".to_owned(),
            no_transaction: false,
            written_down: None,
            down: None,
            place: None,
        }
    }

    fn complaint(bytes: &[u8]) -> String {
        let (text, findings) = decode(&source("a.sql", bytes));
        assert!(text.is_none(), "{text:?}");
        assert_eq!((findings.len(), findings[0].code, findings[0].file.as_deref()), (1, "not-utf8", Some("a.sql")));
        findings[0].message.clone()
    }

    #[test]
    fn utf8_is_taken_as_it_is() {
        let (text, findings) = decode(&source("a.sql", "é\r\n".as_bytes()));
        let text = text.unwrap();
        assert_eq!((&*text.content, text.encoding, findings.len()), ("é\r\n", "utf-8", 0));
        let (text, _) = decode(&source("a.sql", b"\xef\xbb\xbfa"));
        let text = text.unwrap();
        assert_eq!((&*text.content, text.encoding), ("a", "utf-8-bom"));
        assert_eq!(text.ledger.blake3(), blake3::hash(b"\xef\xbb\xbfa").to_hex().to_string());
        assert_eq!(text.bytes_of(0..1), 3..4);
        assert_eq!(text.ledger.undo(&text.content).as_deref(), Some(b"\xef\xbb\xbfa".as_slice()));
    }

    #[test]
    fn what_is_no_text_is_named_with_its_place() {
        assert!(complaint(b"\xef\xbb\xbfa\nb\xe9 c").ends_with("byte 6, line 2: e9 20 63"));
        assert!(complaint(b"abc\0d").ends_with("byte 3, line 1: 00"));
        assert!(complaint(b"\xff\xfea\0b").contains("not utf-16le"));
        assert!(
            complaint(
                "-- çok şey ünlü\n-- \u{e9}x"
                    .replace('\u{e9}', "@")
                    .as_bytes()
                    .iter()
                    .map(|b| if *b == b'@' { 0xe9 } else { *b })
                    .collect::<Vec<_>>()
                    .as_slice()
            )
            .contains("line 2")
        );
    }

    #[test]
    fn utf16_is_read_with_and_without_mark() {
        for text in ["-- é\nSELECT 1;", "-- 表\nSELECT 1;\n"] {
            for encoding in Encoding::wide() {
                let bytes = encoding.encode(text).unwrap();
                let marked = [encoding.mark(), &bytes].concat();
                for bytes in [bytes, marked] {
                    let (read, findings) = decode(&source("a.sql", &bytes));
                    let read = read.unwrap();
                    assert_eq!((&*read.content, read.encoding, findings.len()), (text, encoding.name(), 0));
                    assert_eq!(read.ledger.undo(&read.content), Some(bytes));
                }
            }
        }
    }

    #[test]
    fn the_user_and_the_neighbours_settle_it() {
        let named = |pattern: &str, name| {
            let pattern = globset::Glob::new(pattern).unwrap().compile_matcher();
            Named { patterns: vec![(pattern, encoding::find(name).unwrap())] }
        };
        let short = source("old/b.sql", b"-- \xde\n");
        let read = |named: &Named| decode_all(std::slice::from_ref(&short), named).remove(0);
        let (text, findings) = read(&named("old/*.sql", "windows-1254"));
        assert_eq!((&*text.unwrap().content, findings.len()), ("-- Ş\n", 0));
        let (_, findings) = read(&Named::default());
        assert_eq!(findings[0].code, "encoding-guessed");
        let sure = "-- müşteri tablosuna yeni sütun eklendi, çünkü ığdır şubesi ister\n";
        let sure = source("a.sql", &encoding::find("windows-1254").unwrap().encode(sure).unwrap());
        let both = decode_all(&[sure, short.clone()], &Named::default());
        assert_eq!(&*both[1].0.as_ref().unwrap().content, "-- Ş\n");
    }

    #[test]
    fn a_declaration_counts() {
        let (text, findings) = decode(&source("a.sql", b"SET client_encoding = 'WIN1254';\n-- \xde\n"));
        assert!(text.unwrap().content.ends_with("-- Ş\n"));
        assert!(findings.is_empty());
    }
}
