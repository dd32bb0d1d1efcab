//! Sentences in many languages, the SQL around them, and the damage that programs do to them.

use sql2rev::dialect::Dialect;
use sql2rev::dialect::postgres::Postgres;
use sql2rev::finding::Finding;
use sql2rev::repair::Repair;
use sql2rev::source::Source;
use sql2rev::text::Text;
use sql2rev::text::encoding::{self, page::Page};
use sql2rev::{TextOptions, repair};

/// Languages and sentences, one a line.
const SENTENCES: &str = include_str!("sentences.txt");

/// How SQL carries a sentence.
const FRAMES: [&str; 4] = [
    "-- {}\nALTER TABLE orders ADD COLUMN note integer;\n",
    "CREATE TABLE labels (\n  id bigint PRIMARY KEY, -- {}\n  title varchar(255) NOT NULL\n);\n",
    "/* {} */\nCREATE INDEX idx_orders_note ON orders (note);\n",
    "CREATE VIEW paid AS SELECT id, total FROM orders WHERE paid; -- {}\n",
];

/// Returns the languages with their sentences.
pub fn languages() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut languages: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, sentence) in SENTENCES.lines().filter_map(|line| line.split_once(' ')) {
        match languages.last_mut().filter(|(last, _)| *last == name) {
            Some((_, sentences)) => sentences.push(sentence),
            None => languages.push((name, vec![sentence])),
        }
    }
    languages
}

/// Puts a sentence into SQL; `turn` chooses how.
pub fn framed(sentence: &str, turn: usize) -> String {
    FRAMES[turn % FRAMES.len()].replace("{}", sentence)
}

/// What a program writes for a byte that its code page does not define.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    Control,
    Replacement,
    Dropped,
}

/// Reads UTF-8 in a code page.
pub fn misread(text: &str, page: &str, undefined: Undefined) -> String {
    let page: &Page = encoding::find(page).and_then(encoding::Encoding::page).unwrap();
    let char = |byte: u8| match (page.char(byte), undefined) {
        (Some(char), _) => Some(char),
        (None, Undefined::Control) => Some(char::from(byte)),
        (None, Undefined::Replacement) => Some('\u{fffd}'),
        (None, Undefined::Dropped) => None,
    };
    text.bytes().filter_map(char).collect()
}

/// Reads a file as the program does, and checks on the way that its ledger undoes every edit.
pub fn read(path: &str, bytes: &[u8], repair: Repair) -> (Option<Text>, Vec<Finding>) {
    let options = TextOptions { repair: repair::Options { repair, rename: false }, ..TextOptions::default() };
    let source = source(path, bytes);
    let dialect: &dyn Dialect = &Postgres;
    let (text, findings) = sql2rev::read_texts(std::slice::from_ref(&source), &options, dialect).remove(0);
    if let Some(text) = &text {
        assert_eq!(text.ledger.undo(&text.content).as_deref(), Some(bytes), "{path}");
        assert_eq!(text.ledger.blake3(), blake3::hash(bytes).to_hex().to_string());
    }
    (text, findings)
}

pub fn source(path: &str, bytes: &[u8]) -> Source {
    Source {
        path: path.to_owned(),
        part: None,
        whole: None,
        full_path: path.into(),
        bytes: bytes.to_vec(),
        title: path.to_owned(),
        no_transaction: false,
        written_down: None,
        down: None,
        place: None,
    }
}

/// Reads SQL with comments repaired.
pub fn repaired(text: &str) -> (String, Vec<Finding>) {
    let (text, findings) = read("a.sql", text.as_bytes(), Repair::Comments);
    (text.unwrap().content.to_string(), findings)
}

/// So many of a hundred.
pub fn percent(right: usize, all: usize) -> f64 {
    100.0 * f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(all).unwrap())
}
