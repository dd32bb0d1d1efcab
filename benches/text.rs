//! Throughput of the text stage: `cargo bench --bench text`, with `--features beside` plsfix on the same bytes.
//!
//! Inputs are made here, the same each time: comments of words in random order, so that lines do not repeat, in SQL. Each
//! figure is the best of several runs, in MB of input a second.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use sql2rev::dialect::postgres::Postgres;
use sql2rev::source::Source;
use sql2rev::text::encoding::{self, Encoding};
use sql2rev::{TextOptions, read_texts};

const SENTENCES: &str = include_str!("../tests/text/sentences.txt");
/// Bytes of clean text; damaged text is longer.
const SIZE: usize = 4 << 20;
/// How long a figure is looked for, at least.
const LONG: Duration = Duration::from_millis(400);

/// A file, and the name of its row.
struct Input {
    name: String,
    bytes: Vec<u8>,
    /// Whether plsfix reads it: it wants UTF-8.
    is_utf8: bool,
}

/// Numbers that look random (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only see that it runs.
    let smoke = !std::env::args().any(|argument| argument == "--bench");
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let inputs = inputs(if smoke { 4096 } else { SIZE });
    println!("{:<28}{:>12}{:>14}{:>12}{:>12}{:>9}", "MB/s", "decode", "text stage", "chardetng", "plsfix", "ratio");
    for input in inputs.iter().filter(|input| wanted.is_empty() || wanted.iter().any(|name| input.name.contains(name.as_str()))) {
        row(input, if smoke { Duration::ZERO } else { LONG });
    }
}

fn row(input: &Input, long: Duration) {
    let source = source(&input.bytes);
    let sources = std::slice::from_ref(&source);
    let decode = speed(input, long, || {
        black_box(sql2rev::text::decode(black_box(&source)));
    });
    let stage = speed(input, long, || {
        black_box(read_texts(black_box(sources), &TextOptions::default(), &Postgres));
    });
    let detector = speed(input, long, || {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(black_box(&input.bytes), true);
        black_box(detector.guess(None, chardetng::Utf8Detection::Allow));
    });
    let other = plsfix(input, long);
    let shown = other.map_or_else(|| "-".to_owned(), |other| format!("{other:.1}"));
    let ratio = other.map_or_else(|| "-".to_owned(), |other| format!("{:.1}", stage / other));
    println!("{:<28}{decode:>12.0}{stage:>14.0}{detector:>12.0}{shown:>12}{ratio:>9}", input.name);
}

/// Returns the bytes of the input that one run reads, in MB a second: the best of the runs.
fn speed(input: &Input, long: Duration, mut run: impl FnMut()) -> f64 {
    let began = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < 3 && !long.is_zero() || runs == 0 || began.elapsed() < long {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
        runs += 1;
    }
    f64::from(u32::try_from(input.bytes.len()).unwrap()) / 1e6 / best.as_secs_f64()
}

#[cfg(feature = "beside")]
fn plsfix(input: &Input, long: Duration) -> Option<f64> {
    let text = std::str::from_utf8(&input.bytes).ok().filter(|_| input.is_utf8)?;
    Some(speed(input, long, || {
        black_box(plsfix::fix_text(black_box(text), None));
    }))
}

#[cfg(not(feature = "beside"))]
fn plsfix(input: &Input, _: Duration) -> Option<f64> {
    let _ = input.is_utf8;
    None
}

fn source(bytes: &[u8]) -> Source {
    Source {
        path: "a.sql".to_owned(),
        part: None,
        whole: None,
        full_path: "a.sql".into(),
        bytes: bytes.to_vec(),
        title: "a".to_owned(),
        no_transaction: false,
        written_down: None,
        down: None,
        place: None,
    }
}

fn inputs(size: usize) -> Vec<Input> {
    let clean = |language: &str| sql(&words(language), size, 100);
    let page = |name: &str| encoding::find(name).unwrap();
    let utf8 = |name: String, text: String| Input { name, bytes: text.into_bytes(), is_utf8: true };
    let mut inputs = vec![utf8("clean ASCII".to_owned(), sql(&["customer", "orders", "of", "the", "table"], size, 100))];
    for language in ["de", "tr", "ru", "zh", "el"] {
        inputs.push(utf8(format!("clean {language}"), clean(language)));
    }
    let mut odd = clean("ru");
    odd.push_str("-- one line is mojibake: mÃ¼ÅŸteri, ÅŸube, doÄŸum gÃ¼nÃ¼\n");
    inputs.push(utf8("clean ru, one line not".to_owned(), odd));
    for (language, name) in [
        ("de", "windows-1252"),
        ("tr", "windows-1252"),
        ("tr", "windows-1254"),
        ("ru", "windows-1252"),
        ("ru", "windows-1251"),
        ("de", "ibm437"),
        ("zh", "windows-1252"),
        ("el", "windows-1254"),
    ] {
        let once = misread(&clean(language), page(name));
        if name == "windows-1252" {
            inputs.push(utf8(format!("{language} through {name} twice"), misread(&once, page(name))));
        }
        inputs.push(utf8(format!("{language} through {name}"), once));
    }
    for (language, name) in [("de", "windows-1252"), ("ru", "windows-1251")] {
        let text = sql(&words(language), size, 5);
        let lines = text.split_inclusive('\n').enumerate();
        let damaged = lines.map(|(at, line)| if at % 20 == 0 { misread(line, page(name)) } else { line.to_owned() });
        inputs.push(utf8(format!("{language}, 5 % of lines {name}"), damaged.collect()));
    }
    for (language, name) in [("de", "windows-1252"), ("ru", "windows-1251"), ("zh", "gb18030")] {
        let bytes = page(name).encode(&clean(language)).unwrap();
        inputs.push(Input { name: format!("{language} in {name}"), bytes, is_utf8: false });
    }
    inputs
}

fn words(language: &str) -> Vec<&'static str> {
    let sentences = SENTENCES.lines().filter_map(|line| line.strip_prefix(language)?.strip_prefix(' '));
    sentences.flat_map(str::split_whitespace).collect()
}

/// SQL of this size, three lines of which in five are comments or end in one.
fn sql(words: &[&str], size: usize, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut text = String::with_capacity(size + 512);
    let mut table = 0;
    while text.len() < size {
        let mut comment = || -> String {
            let number = 4 + dice.throw(6);
            (0..number).map(|_| words[dice.throw(words.len())]).collect::<Vec<_>>().join(" ")
        };
        let (first, second, third) = (comment(), comment(), comment());
        table += 1;
        text.push_str(&format!(
            "-- {first}\nCREATE TABLE orders_{table} (\n  id bigint PRIMARY KEY, -- {second}\n  title varchar(255) NOT NULL\n);\n/* {third} */\n"
        ));
    }
    text
}

/// Reads UTF-8 in a code page; a byte that it does not define becomes the control of that number.
fn misread(text: &str, encoding: Encoding) -> String {
    let page = encoding.page().unwrap();
    text.bytes().map(|byte| page.char(byte).unwrap_or(char::from(byte))).collect()
}
