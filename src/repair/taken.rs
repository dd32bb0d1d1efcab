//! Text of one code page that was taken for another and saved as UTF-8: `Ïðèâåò` was `Привет`, `müþteri` was `müşteri`. It is told of
//! a file as a whole, and reported only.

use super::words;
use crate::finding::Finding;
use crate::text::Text;
use crate::text::encoding::page::{Page, page};
use crate::text::language::{self, Bits, Profile};

/// The pages that text is taken to be in.
const TAKEN_FOR: &[&str] = &[
    "windows-1252",
    "iso-8859-1",
    "windows-1251",
    "windows-1250",
    "windows-1254",
    "ibm437",
    "ibm850",
    "ibm866",
    "koi8-r",
    "mac-roman",
];
/// The pages that it is in.
const WAS: &[&str] = &[
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "windows-1254",
    "windows-1253",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "koi8-r",
    "ibm866",
    "ibm850",
    "ibm852",
    "ibm857",
    "ibm437",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "mac-roman",
    "mac-cyrillic",
    "mac-turkish",
];
/// So many words tell it.
const ENOUGH: usize = 64;
/// So many words tell that nothing is to be told.
const FEW: usize = 16;
/// Natural text costs less for each character outside ASCII, in one language and in any.
const NATURAL: Bits = 6;
const NATURAL_IN_ANY: Bits = 4;
/// Fewer characters are an accident, unless they are control characters.
const FEWEST: Bits = 8;
/// So much better it has to read, for each character, and all together.
const BETTER: Bits = 3;
const SURE: Bits = 40;
/// For a single control character.
const CONTROL: Bits = 16;
/// By so much another way has to be worse.
const AHEAD: Bits = 12;
/// Characters that a message shows.
const SHOWN: usize = 40;

/// What a file was.
struct Way {
    cost: Bits,
    text: String,
    taken_for: &'static str,
    was: &'static str,
}

/// What a text was.
#[derive(Debug)]
pub struct Taken {
    /// What is to be said of it.
    pub finding: Finding,
    /// Whether all of it is: then nothing in it is misread UTF-8.
    pub is_whole: bool,
}

/// Finds out whether a text was in one page and taken for another.
pub fn find(text: &Text) -> Option<Taken> {
    let sample = Sample::of(&text.content)?;
    let best = sample.best()?;
    let Way { taken_for, was, .. } = best;
    let (shown, reads) = (short(&sample.words), short(&best.text));
    let message =
        format!("the text looks like {was} that was read as {taken_for}, and was left as it is: `{shown}` would read `{reads}`");
    let help = format!("if it is, convert the file to {taken_for} and name what it is then: --encoding 'FILE={was}'");
    let start = text.content.find(sample.words.split(' ').next()?)?;
    let finding = Finding::warning("mojibake-left", message).at(&text.path, start..start).help(help);
    Some(Taken { finding, is_whole: !sample.has_controls })
}

/// The first words of a text outside ASCII; those with control characters, if it has some.
struct Sample {
    words: String,
    cost: Bits,
    characters: Bits,
    has_controls: bool,
}

impl Sample {
    /// Takes the sample; `None` where it is natural text.
    fn of(content: &str) -> Option<Self> {
        let bytes = content.as_bytes();
        let has_controls = memchr::memchr_iter(0xc2, bytes).any(|at| matches!(bytes.get(at + 1), Some(0x80..=0x9f)));
        let odd = || words::words(content).filter_map(|word| content.get(word));
        if !has_controls && is_natural(odd().take(FEW)) {
            return None;
        }
        let chosen: Vec<&str> = odd().filter(|word| !has_controls || word.contains(is_control)).take(ENOUGH).collect();
        let words = chosen.join(" ");
        let characters = characters(&words);
        let (cost, _) = Profile::new(&words).best();
        let odd = has_controls || characters >= FEWEST && cost > NATURAL * characters;
        odd.then_some(Self { words, cost, characters, has_controls })
    }

    /// The way to read it that leaves no doubt.
    fn best(&self) -> Option<Way> {
        let mut ways: Vec<Way> = Vec::new();
        for taken_for in TAKEN_FOR.iter().filter_map(|name| page(name)) {
            let Some(bytes) = bytes(&self.words, taken_for) else { continue };
            for was in WAS.iter().filter_map(|name| page(name)).filter(|was| was.name != taken_for.name) {
                let Some(text) = bytes.iter().map(|byte| was.char(*byte)).collect::<Option<String>>() else { continue };
                if ways.iter().all(|way| way.text != text) {
                    let cost = Profile::new(&text).best().0;
                    ways.push(Way { cost, text, taken_for: taken_for.name, was: was.name });
                }
            }
        }
        ways.sort_by_key(|way| way.cost);
        let mut ways = ways.into_iter();
        let (best, second) = (ways.next()?, ways.next());
        let gain = self.cost - best.cost;
        let least = if self.has_controls { CONTROL } else { SURE.max(BETTER * self.characters) };
        let natural = self.has_controls || best.cost <= NATURAL * self.characters && is_of_letters(&best.text);
        let ahead = second.is_none_or(|second| second.cost >= best.cost + AHEAD);
        (gain >= least && natural && ahead).then_some(best)
    }
}

/// Whether words are natural in some languages.
fn is_natural<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let (cost, all) = words.fold((0, 0), |(cost, all), word| (cost + language::cost(word), all + characters(word)));
    cost <= NATURAL_IN_ANY * all
}

/// Whether hardly any character outside ASCII is no letter.
fn is_of_letters(text: &str) -> bool {
    const IN: usize = 8;
    let others = text.chars().filter(|char| !char.is_ascii() && !char.is_alphabetic()).count();
    others * IN <= text.chars().filter(|char| !char.is_ascii()).count()
}

/// How many characters of a text are not ASCII.
fn characters(text: &str) -> Bits {
    text.chars().filter(|char| !char.is_ascii()).map(|_| 1).sum()
}

fn bytes(text: &str, page: &Page) -> Option<Vec<u8>> {
    text.chars().map(|char| page.byte(char)).collect()
}

fn is_control(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{9f}')
}

fn short(text: &str) -> String {
    text.chars().take(SHOWN).map(|char| if char.is_control() { ' ' } else { char }).collect()
}
