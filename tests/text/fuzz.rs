//! Inputs made by chance through the decoder and the repairer: nothing panics, and the ledger gives the bytes back each time.
//! `SQL2REV_FUZZ=1000000 cargo test --release --test text fuzz` tries a million.

use sql2rev::repair::Repair;
use sql2rev::text::encoding::Encoding;

use super::cases::{Undefined, framed, languages, misread, read};

/// What mojibake and SQL are made of.
const PIECES: [&str; 32] = [
    "Ã",
    "Â",
    "Å",
    "Ä",
    "â€œ",
    "™",
    "¼",
    "¶",
    "ŸžðŸ‘",
    "Р",
    "С",
    "Ð",
    "Ñ",
    "├",
    "┼",
    "√ƒ",
    "\u{80}",
    "\u{9d}",
    "\u{fffd}",
    "\u{a0}",
    "ü",
    "表",
    "🚀",
    "\u{feff}",
    " ",
    "abc",
    "'",
    "\"",
    ";",
    "$$",
    "\n",
    "--",
];

/// Numbers that look random (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.throw(all.len())]
    }
}

/// Some lines, damaged in one or two pages, in some encoding.
fn damaged(dice: &mut Dice, sentences: &[&str], pages: &[&str], encodings: &[Encoding]) -> Vec<u8> {
    let undefined = *dice.one_of(&[Undefined::Control, Undefined::Replacement, Undefined::Dropped]);
    let page = dice.one_of(pages);
    let lines = if dice.throw(8) == 0 { 40 } else { 1 + dice.throw(4) };
    let mut text = String::new();
    for _ in 0..lines {
        let mut line = framed(dice.one_of::<&str>(sentences), dice.throw(4));
        for _ in 0..dice.throw(3) {
            line = misread(&line, page, undefined);
        }
        text.push_str(&line);
    }
    let encoding = if dice.throw(2) == 0 { None } else { dice.one_of(encodings).encode(&text) };
    encoding.unwrap_or_else(|| text.into_bytes())
}

fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..dice.throw(4) {
        let at = dice.throw(bytes.len() + 1);
        let end = (at + dice.throw(9)).min(bytes.len());
        match dice.throw(4) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.insert(at, u8::try_from(dice.throw(256)).unwrap()),
            2 => bytes[at..end].reverse(),
            _ => {
                let piece = bytes[at..end].to_vec();
                bytes.extend(piece);
            }
        }
    }
}

#[test]
fn nothing_panics_and_all_is_undone() {
    let times = std::env::var("SQL2REV_FUZZ").ok().map_or(400, |times| times.parse().unwrap());
    let languages = languages();
    let sentences: Vec<&str> = languages.iter().flat_map(|(_, sentences)| sentences.iter().copied()).collect();
    let encodings: Vec<Encoding> = Encoding::all().collect();
    let pages: Vec<&str> = encodings.iter().filter(|it| it.page().is_some()).map(|it| it.name()).collect();
    let mut dice = Dice(4);
    let mut decoded = 0_usize;
    for _ in 0..times {
        let mut bytes = match dice.throw(3) {
            0 => (0..dice.throw(120)).map(|_| u8::try_from(dice.throw(256)).unwrap()).collect(),
            1 => (0..dice.throw(60)).flat_map(|_| dice.one_of(&PIECES).bytes()).collect(),
            _ => damaged(&mut dice, &sentences, &pages, &encodings),
        };
        mutate(&mut dice, &mut bytes);
        let repair = *dice.one_of(&[Repair::Comments, Repair::All, Repair::None]);
        // `read` checks that the ledger gives the bytes back.
        let path = if dice.throw(2) == 0 { "a.sql" } else { "a.md" };
        decoded += usize::from(read(path, &bytes, repair).0.is_some());
    }
    println!("{times} inputs, {decoded} decoded and undone");
    assert!(decoded * 3 > times);
}
