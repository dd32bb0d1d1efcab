//! For each character: which bytes it may have been when UTF-8 was read in a code page.

use std::sync::{LazyLock, OnceLock};

use super::calm::Script;
use crate::text::encoding::page::{self, Page};
use crate::text::language::{self, Bits};

/// The pages that UTF-8 is taken for, in the order in which equals are preferred.
const MISREAD: &[&str] = &[
    "windows-1252",
    "windows-1254",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "mac-roman",
    "ibm437",
    "ibm850",
    "ibm857",
    "ibm852",
    "ibm866",
    "iso-8859-1",
    "iso-8859-15",
    "iso-8859-9",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-13",
    "iso-8859-4",
    "iso-8859-6",
    "iso-8859-8",
    "koi8-r",
    "koi8-u",
    "mac-turkish",
    "mac-cyrillic",
    "iso-8859-3",
    "iso-8859-10",
    "iso-8859-14",
    "iso-8859-16",
    "windows-874",
    "ibm737",
    "ibm775",
    "ibm855",
    "ibm858",
    "ibm862",
];

/// So many of them are what programs take text to be in where nobody chose; to read text in one of the others is rare, and in
/// those behind the next ones unheard of.
const FREQUENT: usize = 16;
const KNOWN: usize = 28;
const RARE: Bits = 2;
const UNHEARD_OF: Bits = 8;
/// Characters above are looked up one by one; few pages have any.
const LOW_END: usize = 0x2700;

/// There is a bit for each page in a [`PageSet`].
pub const PAGES: usize = 64;

/// A set of pages, one bit each by their place in [`MISREAD`].
pub type PageSet = u64;

/// All pages as tables.
pub static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

/// All pages, by character.
#[derive(Debug)]
pub struct Tables {
    pages: Vec<&'static Page>,
    /// By character below [`LOW_END`]: its place in `entries`.
    low: Vec<u16>,
    /// The others, sorted.
    high: Vec<(char, u16)>,
    /// The first is that of characters that no page has.
    entries: Vec<Entry>,
    /// By page and entry: the byte of the character; 0 where the page does not have it.
    bytes: Vec<Vec<u8>>,
    /// By page and entry: the pages that have the character as the same byte.
    alike: Vec<Vec<PageSet>>,
    /// For two entries: whether they may be the start of a character and its next byte, and are no natural pair of letters.
    pairs: Vec<u64>,
    width: usize,
    /// The same for the characters that [`near`] knows, by their places.
    near: Vec<[u64; NEAR_WORDS]>,
    scripts: Vec<Script>,
    /// By page, and by character below [`LOW_END`]; made when it is first needed.
    cells: Vec<OnceLock<Vec<Cell>>>,
    /// Whether a page leaves a first byte of characters of UTF-8 undefined.
    lacks_leads: Vec<bool>,
}

/// A character in a page, for reading whole texts back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell {
    /// The pages that have the character as the same byte as this page.
    pub alike: PageSet,
    /// 0 where the page does not have it.
    pub byte: u8,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    /// The pages in which it is the first byte of a character of UTF-8.
    lead: PageSet,
    /// The pages in which it is a further byte.
    tail: PageSet,
    /// Whether it is a letter that is not Latin.
    foreign: bool,
    /// Whether it is a Latin capital letter, or a small one.
    capital: bool,
    small: bool,
}

/// What two letters are of which the first is a Latin capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    Capitals,
    CapitalAndSmall,
}

/// The first of the characters that [`near`] knows, how many they are, and how many words their bits fill.
const NEAR_START: u32 = 0x340;
const NEAR: u32 = 0x140;
const NEAR_WORDS: usize = NEAR as usize / 64;

/// The place of the Greek or Cyrillic letter that starts here among all such.
#[inline]
pub fn near(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..at + 2) {
        Some([lead @ 0xcd..=0xd1, tail]) => Some((usize::from(lead - 0xcd) << 6) | usize::from(tail & 0x3f)),
        _ => None,
    }
}

impl Tables {
    fn new() -> Self {
        let pages: Vec<&Page> = MISREAD.iter().filter_map(|name| page::PAGES.iter().find(|page| page.name == *name)).collect();
        let mut chars: Vec<char> = pages.iter().flat_map(|page| (0x80..=0xff).filter_map(|byte| page.char(byte))).collect();
        chars.extend('\u{80}'..='\u{ff}');
        chars.sort_unstable();
        chars.dedup();
        let bytes = vec![vec![0]; pages.len()];
        let alike = vec![vec![0]; pages.len()];
        let (low, entries) = (vec![0; LOW_END], vec![Entry::default()]);
        let cells = pages.iter().map(|_| OnceLock::new()).collect();
        let lacks_leads = pages.iter().map(|page| page.undefined().any(is_lead)).collect();
        let mut tables = Self {
            pages,
            low,
            high: Vec::new(),
            entries,
            bytes,
            alike,
            pairs: Vec::new(),
            width: 0,
            near: Vec::new(),
            scripts: Vec::new(),
            cells,
            lacks_leads,
        };
        for char in &chars {
            tables.add(*char);
        }
        tables.find_pairs(&chars);
        tables.near = tables.near_pairs();
        tables.scripts = Script::all(&tables).into();
        tables
    }

    fn add(&mut self, char: char) {
        let bytes: Vec<u8> = self.pages.iter().map(|page| byte(page, char)).collect();
        let set = |wanted: fn(u8) -> bool| {
            bytes.iter().enumerate().filter(|(_, byte)| wanted(**byte)).fold(0, |set, (page, _)| set | 1 << page)
        };
        let foreign = char.is_alphabetic() && char >= '\u{370}';
        let (capital, small) = (!foreign && char.is_uppercase(), !foreign && char.is_lowercase());
        let entry = Entry { lead: set(is_lead), tail: set(is_tail), foreign, capital, small };
        for ((byte, of_page), alike) in bytes.iter().zip(&mut self.bytes).zip(&mut self.alike) {
            of_page.push(*byte);
            let same = bytes.iter().enumerate().filter(|(_, other)| *byte != 0 && *other == byte);
            alike.push(same.fold(0, |set, (page, _)| set | 1 << page));
        }
        let at = u16::try_from(self.entries.len()).unwrap_or_default();
        match self.low.get_mut(char as usize) {
            Some(place) => *place = at,
            None => self.high.push((char, at)),
        }
        self.entries.push(entry);
    }

    fn find_pairs(&mut self, chars: &[char]) {
        self.width = self.entries.len().div_ceil(64);
        let mut pairs = vec![0_u64; self.width * self.entries.len()];
        for (first, lead) in chars.iter().zip(self.entries.iter().skip(1)).enumerate() {
            for (second, tail) in chars.iter().zip(self.entries.iter().skip(1)).enumerate() {
                let fits = lead.1.lead & tail.1.tail != 0;
                if fits && !language::is_natural(*lead.0, *tail.0) {
                    let (row, column) = (first + 1, second + 1);
                    if let Some(word) = pairs.get_mut(row * self.width + column / 64) {
                        *word |= 1 << (column % 64);
                    }
                }
            }
        }
        self.pairs = pairs;
    }

    /// The pairs of Greek and Cyrillic letters: texts in them consist of little else.
    fn near_pairs(&self) -> Vec<[u64; NEAR_WORDS]> {
        let entries: Vec<u16> = (0..NEAR).map(|code| self.entry_of_code(NEAR_START + code)).collect();
        let row = |first: &u16| {
            let mut row = [0; NEAR_WORDS];
            for (at, second) in entries.iter().enumerate() {
                if *first != 0 && *second != 0 && self.is_suspicious(*first, *second) {
                    if let Some(word) = row.get_mut(at / 64) {
                        *word |= 1 << (at % 64);
                    }
                }
            }
            row
        };
        entries.iter().map(row).collect()
    }

    /// Whether two Greek or Cyrillic letters that follow each other look like two bytes of one; the letters as [`near`] has them.
    #[inline]
    pub fn is_near_suspicious(&self, first: usize, second: usize) -> bool {
        self.near.get(first).and_then(|row| row.get(second / 64)).is_some_and(|word| word >> (second % 64) & 1 == 1)
    }

    /// Returns one of the scripts that [`Script::of`] tells apart.
    pub fn script(&self, at: usize) -> Option<&Script> {
        self.scripts.get(at)
    }

    /// Returns where the tables have the character; 0 for one that no page has.
    pub fn entry(&self, char: char) -> u16 {
        self.entry_of_code(u32::from(char))
    }

    /// As [`Self::entry`], by the character's number.
    pub fn entry_of_code(&self, code: u32) -> u16 {
        match self.low.get(code as usize) {
            Some(entry) => *entry,
            None => self.high.iter().find(|(char, _)| u32::from(*char) == code).map_or(0, |(_, at)| *at),
        }
    }

    /// As [`Self::entry`], by the two bytes that the character has in UTF-8.
    pub fn entry_of_two(&self, lead: u8, tail: u8) -> u16 {
        self.low.get(usize::from(lead & 0x1f) << 6 | usize::from(tail & 0x3f)).copied().unwrap_or_default()
    }

    /// Whether two characters that follow each other look like two bytes of one.
    pub fn is_suspicious(&self, first: u16, second: u16) -> bool {
        let (row, column) = (usize::from(first), usize::from(second));
        self.pairs.get(row * self.width + column / 64).is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    /// Returns the pages in which two characters that follow each other may be two bytes of one.
    pub fn common(&self, first: u16, second: u16) -> PageSet {
        let entry = |at: u16| self.entries.get(usize::from(at));
        entry(first).map_or(0, |entry| entry.lead) & entry(second).map_or(0, |entry| entry.tail)
    }

    /// Returns the byte that the character is in a page.
    pub fn byte(&self, page: usize, char: char) -> Option<u8> {
        let byte = self.bytes.get(page)?.get(usize::from(self.entry(char)))?;
        Some(*byte).filter(|byte| *byte != 0)
    }

    /// Returns, by entry, the bytes that characters are in a page; 0 where it does not have them.
    pub fn bytes(&self, page: usize) -> &[u8] {
        self.bytes.get(page).map_or(&[], Vec::as_slice)
    }

    /// Returns the characters below [`LOW_END`] as they are in a page.
    pub fn cells(&self, page: usize) -> &[Cell] {
        let Some(cells) = self.cells.get(page) else { return &[] };
        cells.get_or_init(|| self.low.iter().map(|entry| self.cell_of_entry(page, *entry)).collect())
    }

    /// Returns a character as it is in a page, by its number.
    pub fn cell(&self, page: usize, code: u32) -> Cell {
        self.cell_of_entry(page, self.entry_of_code(code))
    }

    fn cell_of_entry(&self, page: usize, entry: u16) -> Cell {
        let entry = usize::from(entry);
        let byte = self.bytes(page).get(entry).copied().unwrap_or_default();
        let alike = self.alike.get(page).and_then(|alike| alike.get(entry)).copied().unwrap_or_default();
        Cell { alike, byte }
    }

    /// Whether a page leaves a first byte of characters of UTF-8 undefined.
    pub fn lacks_leads(&self, page: usize) -> bool {
        self.lacks_leads.get(page).copied().unwrap_or_default()
    }

    /// Whether a page has a character of its own in the place of a C1 control.
    pub fn has_other(&self, page: usize, control: char) -> bool {
        let page = self.pages.get(page).filter(|page| page.byte(control).is_none());
        page.zip(u8::try_from(u32::from(control)).ok()).is_some_and(|(page, byte)| page.char(byte).is_some())
    }

    /// Returns the entry of a character that [`near`] knows.
    pub fn entry_of_near(&self, place: usize) -> u16 {
        u32::try_from(place).map_or(0, |place| self.entry_of_code(NEAR_START + place))
    }

    /// Whether the character is a letter, and not of the Latin alphabet.
    pub fn is_foreign(&self, entry: u16) -> bool {
        self.entries.get(usize::from(entry)).is_some_and(|entry| entry.foreign)
    }

    /// Whether two characters that follow each other are Latin capitals, or a capital and a small letter.
    pub fn letters(&self, first: u16, second: u16) -> Option<Letters> {
        let entry = |at: u16| self.entries.get(usize::from(at)).filter(|entry| entry.capital || entry.small);
        let second = entry(first).filter(|first| first.capital).and(entry(second))?;
        Some(if second.small { Letters::CapitalAndSmall } else { Letters::Capitals })
    }

    /// The name of a page.
    pub fn name(&self, page: usize) -> &'static str {
        self.pages.get(page).map_or("", |page| page.name)
    }

    /// The bytes from 0x80 to 0xbf that a page does not define: those that get lost where text is read in it.
    pub fn undefined_tails(&self, page: usize) -> impl Iterator<Item = u8> + '_ {
        self.undefined(page).filter(|byte| is_tail(*byte))
    }

    /// The first bytes of characters of UTF-8 that a page does not define.
    pub fn undefined_leads(&self, page: usize) -> impl Iterator<Item = u8> + '_ {
        self.undefined(page).filter(|byte| is_lead(*byte))
    }

    fn undefined(&self, page: usize) -> impl Iterator<Item = u8> + '_ {
        self.pages.get(page).into_iter().flat_map(|page| page.undefined())
    }
}

/// Windows pages pass C1 controls through, also in place of the characters that they define there: the text may have been
/// read as ISO-8859-1 in one program and as the windows page in another.
fn byte(page: &Page, char: char) -> u8 {
    let control = matches!(char, '\u{80}'..='\u{9f}') && page.name.starts_with("windows");
    let passed = control.then(|| u8::try_from(u32::from(char)).ok()).flatten();
    page.lenient_byte(char).or(passed).unwrap_or_default()
}

/// Returns what speaks against a page from the start.
pub fn rarity(page: usize) -> Bits {
    if page < KNOWN { 0 } else { UNHEARD_OF }
}

/// Returns what speaks against a page where another one explains a text as well.
pub fn rank(page: usize) -> Bits {
    if (FREQUENT..KNOWN).contains(&page) { RARE } else { 0 }
}

/// Whether a byte starts a character of UTF-8.
pub fn is_lead(byte: u8) -> bool {
    matches!(byte, 0xc2..=0xf4)
}

/// Whether a byte continues a character of UTF-8.
pub fn is_tail(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}
