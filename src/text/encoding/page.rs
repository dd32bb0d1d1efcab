//! Single-byte code pages: which character each byte above 0x7f stands for, and back.
//!
//! Tables come from `encoding_rs` (the Encoding Standard's indexes) and `oem_cp` (DOS). Three pages are written out here: the
//! Encoding Standard reads ISO-8859-1 and -9 as their windows kin, and no crate knows the Turkish Mac page.

use std::sync::LazyLock;

/// So many bytes are looked at together.
const BLOCK: usize = 16;

/// The characters of a code page. Bytes below 0x80 are ASCII in all of them.
#[derive(Debug)]
pub struct Page {
    pub name: &'static str,
    /// What bytes 0x80 to 0xff stand for; `None`: not defined.
    upper: [Option<char>; 128],
    /// The way back, sorted by character.
    bytes: Vec<(char, u8)>,
    /// What bytes 0x80 to 0xff stand for in UTF-8, and how long it is; 0: not defined.
    utf8: [([u8; 4], u8); 128],
}

impl Page {
    fn new(name: &'static str, upper: &[Option<char>; 128]) -> Self {
        let mut bytes: Vec<(char, u8)> =
            upper.iter().zip(0x80_u8..=0xff).filter_map(|(char, byte)| Some(((*char)?, byte))).collect();
        bytes.sort_unstable();
        bytes.dedup_by_key(|(char, _)| *char);
        let utf8 = upper.map(|char| {
            let mut utf8 = [0; 4];
            let length = char.map_or(0, |char| char.encode_utf8(&mut utf8).len());
            (utf8, u8::try_from(length).unwrap_or_default())
        });
        Self { name, upper: *upper, bytes, utf8 }
    }

    /// Whether no two bytes stand for the same character.
    pub fn is_regular(&self) -> bool {
        self.bytes.len() == self.upper.iter().flatten().count()
    }

    /// Returns the text of some bytes; `None` where the page does not define one of them.
    pub fn decode(&self, bytes: &[u8]) -> Option<String> {
        // No character of a page has more than three bytes in UTF-8; some more are written over.
        const ROOM: usize = 4;
        let mut text = vec![0; bytes.len() + bytes.len() / 2 + ROOM];
        let (mut at, mut end) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            if text.len() < end + bytes.len() - at + ROOM + BLOCK {
                text.resize(text.len() + bytes.len() + BLOCK, 0);
            }
            if let Some(block) = bytes.get(at..at + BLOCK).filter(|block| block.is_ascii()) {
                text.get_mut(end..end + BLOCK)?.copy_from_slice(block);
                (at, end) = (at + BLOCK, end + BLOCK);
                continue;
            }
            if byte.is_ascii() {
                *text.get_mut(end)? = *byte;
                end += 1;
            } else {
                let (utf8, length) = self.utf8.get(usize::from(byte & 0x7f)).filter(|(_, length)| *length != 0)?;
                text.get_mut(end..end + ROOM)?.copy_from_slice(utf8);
                end += usize::from(*length);
            }
            at += 1;
        }
        text.truncate(end);
        String::from_utf8(text).ok()
    }

    /// Returns what a byte stands for; `None` where the page does not define it.
    pub fn char(&self, byte: u8) -> Option<char> {
        if byte.is_ascii() { Some(char::from(byte)) } else { self.upper.get(usize::from(byte & 0x7f)).copied().flatten() }
    }

    /// Returns the byte of a character that the page defines.
    pub fn byte(&self, char: char) -> Option<u8> {
        if char.is_ascii() {
            return u8::try_from(char).ok();
        }
        let at = self.bytes.binary_search_by_key(&char, |(char, _)| *char).ok()?;
        self.bytes.get(at).map(|(_, byte)| *byte)
    }

    /// Returns the byte of a character as lenient programs read it: bytes that the page does not define pass through as the
    /// character of the same number (WHATWG does so for C1, Python's "sloppy" codecs for all).
    pub fn lenient_byte(&self, char: char) -> Option<u8> {
        self.byte(char)
            .or_else(|| u8::try_from(u32::from(char)).ok().filter(|byte| !byte.is_ascii() && self.char(*byte).is_none()))
    }

    /// Returns the bytes that the page does not define.
    pub fn undefined(&self) -> impl Iterator<Item = u8> + '_ {
        (0x80..=0xff).filter(|byte| self.char(*byte).is_none())
    }
}

/// Every page, in the order in which equals are preferred.
pub static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let standard = STANDARD.iter().map(|(name, encoding)| Page::new(name, &of_standard(encoding)));
    let own = [("iso-8859-1", latin1 as fn(u8) -> char), ("iso-8859-9", latin5), ("mac-turkish", mac_turkish)];
    let own = own.into_iter().map(|(name, char)| Page::new(name, &all(|byte| Some(char(byte)))));
    let dos = DOS.iter().map(|(name, number)| Page::new(name, &of_dos(*number)));
    standard.chain(own).chain(dos).collect()
});

/// Returns the page of that name.
pub fn page(name: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.name == name)
}

const STANDARD: &[(&str, &encoding_rs::Encoding)] = &[
    ("windows-1252", encoding_rs::WINDOWS_1252),
    ("windows-1254", encoding_rs::WINDOWS_1254),
    ("windows-1250", encoding_rs::WINDOWS_1250),
    ("windows-1251", encoding_rs::WINDOWS_1251),
    ("windows-1253", encoding_rs::WINDOWS_1253),
    ("windows-1255", encoding_rs::WINDOWS_1255),
    ("windows-1256", encoding_rs::WINDOWS_1256),
    ("windows-1257", encoding_rs::WINDOWS_1257),
    ("windows-1258", encoding_rs::WINDOWS_1258),
    ("windows-874", encoding_rs::WINDOWS_874),
    ("iso-8859-2", encoding_rs::ISO_8859_2),
    ("iso-8859-3", encoding_rs::ISO_8859_3),
    ("iso-8859-4", encoding_rs::ISO_8859_4),
    ("iso-8859-5", encoding_rs::ISO_8859_5),
    ("iso-8859-6", encoding_rs::ISO_8859_6),
    ("iso-8859-7", encoding_rs::ISO_8859_7),
    ("iso-8859-8", encoding_rs::ISO_8859_8),
    ("iso-8859-10", encoding_rs::ISO_8859_10),
    ("iso-8859-13", encoding_rs::ISO_8859_13),
    ("iso-8859-14", encoding_rs::ISO_8859_14),
    ("iso-8859-15", encoding_rs::ISO_8859_15),
    ("iso-8859-16", encoding_rs::ISO_8859_16),
    ("koi8-r", encoding_rs::KOI8_R),
    ("koi8-u", encoding_rs::KOI8_U),
    ("mac-roman", encoding_rs::MACINTOSH),
    ("mac-cyrillic", encoding_rs::X_MAC_CYRILLIC),
    ("ibm866", encoding_rs::IBM866),
];

const DOS: &[(&str, u16)] = &[
    ("ibm437", 437),
    ("ibm850", 850),
    ("ibm852", 852),
    ("ibm857", 857),
    ("ibm737", 737),
    ("ibm775", 775),
    ("ibm855", 855),
    ("ibm858", 858),
    ("ibm860", 860),
    ("ibm861", 861),
    ("ibm862", 862),
    ("ibm863", 863),
    ("ibm865", 865),
    ("ibm869", 869),
];

fn all(char: impl Fn(u8) -> Option<char>) -> [Option<char>; 128] {
    let mut upper = [None; 128];
    for (place, byte) in upper.iter_mut().zip(0x80_u8..=0xff) {
        *place = char(byte);
    }
    upper
}

/// The Encoding Standard maps what windows pages do not define to C1 controls; here it is not defined.
fn of_standard(encoding: &'static encoding_rs::Encoding) -> [Option<char>; 128] {
    let controls_are_defined = encoding.name().starts_with("ISO-");
    all(|byte| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(std::slice::from_ref(&byte))?.chars().next();
        text.filter(|char| controls_are_defined || !char.is_control())
    })
}

fn of_dos(number: u16) -> [Option<char>; 128] {
    let table = oem_cp::code_table::DECODING_TABLE_CP_MAP.get(&number);
    all(|byte| table.and_then(|table| table.decode_char_checked(byte)))
}

fn latin1(byte: u8) -> char {
    char::from(byte)
}

fn latin5(byte: u8) -> char {
    match byte {
        0xd0 => 'Ğ',
        0xdd => 'İ',
        0xde => 'Ş',
        0xf0 => 'ğ',
        0xfd => 'ı',
        0xfe => 'ş',
        _ => char::from(byte),
    }
}

/// Apple: `TURKISH.TXT`.
fn mac_turkish(byte: u8) -> char {
    match byte {
        0xda => 'Ğ',
        0xdb => 'ğ',
        0xdc => 'İ',
        0xdd => 'ı',
        0xde => 'Ş',
        0xdf => 'ş',
        0xf5 => '\u{f8a0}',
        _ => of_byte(encoding_rs::MACINTOSH, byte),
    }
}

fn of_byte(encoding: &'static encoding_rs::Encoding, byte: u8) -> char {
    let text = encoding.decode_without_bom_handling(std::slice::from_ref(&byte)).0;
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_go_both_ways() {
        for page in PAGES.iter() {
            for byte in 0..=0xff {
                let Some(char) = page.char(byte) else { continue };
                assert_eq!(page.byte(char), Some(byte), "{} {byte:x} {char}", page.name);
            }
        }
    }

    #[test]
    fn texts_are_decoded_as_their_bytes_are() {
        for page in PAGES.iter() {
            let defined: Vec<u8> = (1..=0xff).filter(|byte| page.char(*byte).is_some()).collect();
            for bytes in
                [defined.repeat(3), [&defined[100..], b"only ASCII, and more than a block of it", &defined[..150]].concat()]
            {
                let text: String = bytes.iter().filter_map(|byte| page.char(*byte)).collect();
                assert_eq!(page.decode(&bytes).as_deref(), Some(text.as_str()), "{}", page.name);
            }
            assert!(page.undefined().all(|byte| page.decode(&[b'a', byte]).is_none()));
        }
    }

    #[test]
    fn characters_are_where_they_should_be() {
        let char = |name, byte| page(name).unwrap().char(byte);
        assert_eq!(char("windows-1254", 0xfd), Some('ı'));
        assert_eq!(char("windows-1254", 0x9e), None);
        assert_eq!(char("iso-8859-9", 0x9e), Some('\u{9e}'));
        assert_eq!(char("iso-8859-9", 0xfe), Some('ş'));
        assert_eq!(char("mac-turkish", 0xdd), Some('ı'));
        assert_eq!(char("mac-turkish", 0x8a), Some('ä'));
        assert_eq!(char("ibm857", 0x8d), Some('ı'));
        assert_eq!(char("ibm857", 0xe7), None);
        assert_eq!(char("ibm866", 0x80), Some('А'));
        assert_eq!(char("windows-1251", 0x98), None);
        assert_eq!(page("windows-1251").unwrap().lenient_byte('\u{98}'), Some(0x98));
        assert_eq!(page("windows-1251").unwrap().undefined().collect::<Vec<_>>(), [0x98]);
    }
}
