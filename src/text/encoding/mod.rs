//! The encodings that files come in: their names, bytes to text, and text to bytes.

pub mod cesu;
mod name;
pub mod page;
mod wide;

use std::borrow::Cow;

pub use name::find;
use page::{PAGES, Page};
use wide::Unit;

/// A way to write text as bytes.
#[derive(Debug, Clone, Copy)]
pub struct Encoding {
    name: &'static str,
    form: Form,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Utf8,
    Cesu8,
    Wide(Unit),
    /// One byte a character.
    Single(&'static Page),
    /// One to four bytes a character.
    Multi(&'static encoding_rs::Encoding),
}

/// A byte order mark with the encoding that it stands for.
const MARKS: &[(&[u8], &str)] = &[
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32le"),
    (b"\0\0\xfe\xff", "utf-32be"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
];

/// UTF-8.
pub const UTF_8: Encoding = Encoding { name: "utf-8", form: Form::Utf8 };

/// UTF-8 with surrogate pairs.
pub const CESU_8: Encoding = Encoding { name: "cesu-8", form: Form::Cesu8 };

const WIDE: [Encoding; 4] = [
    Encoding { name: "utf-16le", form: Form::Wide(Unit { bytes: 2, little: true }) },
    Encoding { name: "utf-16be", form: Form::Wide(Unit { bytes: 2, little: false }) },
    Encoding { name: "utf-32le", form: Form::Wide(Unit { bytes: 4, little: true }) },
    Encoding { name: "utf-32be", form: Form::Wide(Unit { bytes: 4, little: false }) },
];

const MULTI: [Encoding; 6] = [
    Encoding { name: "gb18030", form: Form::Multi(encoding_rs::GB18030) },
    Encoding { name: "gbk", form: Form::Multi(encoding_rs::GBK) },
    Encoding { name: "big5", form: Form::Multi(encoding_rs::BIG5) },
    Encoding { name: "shift_jis", form: Form::Multi(encoding_rs::SHIFT_JIS) },
    Encoding { name: "euc-jp", form: Form::Multi(encoding_rs::EUC_JP) },
    Encoding { name: "euc-kr", form: Form::Multi(encoding_rs::EUC_KR) },
];

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Encoding {}

impl Encoding {
    /// Returns every encoding.
    pub fn all() -> impl Iterator<Item = Self> {
        [UTF_8, CESU_8].into_iter().chain(WIDE).chain(Self::legacy())
    }

    /// Returns the encodings that are no form of Unicode: several bytes a character first.
    pub fn legacy() -> impl Iterator<Item = Self> {
        MULTI.into_iter().chain(PAGES.iter().map(|page| Self { name: page.name, form: Form::Single(page) }))
    }

    /// Returns UTF-16 and UTF-32 in both byte orders.
    pub fn wide() -> [Self; 4] {
        WIDE
    }

    /// The name, in lower case; that of IANA where there is one.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Returns the code page, if the encoding has one byte a character.
    pub fn page(self) -> Option<&'static Page> {
        match self.form {
            Form::Single(page) => Some(page),
            _ => None,
        }
    }

    /// Returns the text of bytes without byte order mark; `None` where they are not of this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self.form {
            Form::Utf8 => simdutf8::basic::from_utf8(bytes).ok().map(Cow::Borrowed),
            Form::Cesu8 => cesu::decode(bytes).map(Cow::Owned),
            Form::Wide(unit) => wide::decode(bytes, unit).map(Cow::Owned),
            Form::Single(page) => page.decode(bytes).map(Cow::Owned),
            Form::Multi(encoding) => encoding.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }

    /// Returns the bytes of a text, without byte order mark; `None` for a character that the encoding does not have.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self.form {
            Form::Utf8 => Some(text.as_bytes().to_vec()),
            Form::Cesu8 => Some(cesu::encode(text)),
            Form::Wide(unit) => Some(wide::encode(text, unit)),
            Form::Single(page) => text.chars().map(|char| page.byte(char)).collect(),
            Form::Multi(encoding) => {
                let (bytes, _, unmappable) = encoding.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }

    /// Returns how many bytes the first character of `bytes` takes; what is cut off counts as far as it is there.
    pub fn width(self, bytes: &[u8]) -> usize {
        let width = match (self.form, bytes) {
            (_, []) => 0,
            (Form::Utf8, [first, ..]) => match first {
                0..0xc0 => 1,
                0xc0..0xe0 => 2,
                0xe0..0xf0 => 3,
                _ => 4,
            },
            (Form::Cesu8, _) => cesu::width(bytes),
            (Form::Wide(unit), _) => unit.width(bytes),
            (Form::Single(_), _) => 1,
            (Form::Multi(encoding), _) => multi_width(encoding, bytes),
        };
        width.min(bytes.len())
    }

    /// Whether some characters of the encoding are two of Unicode: a letter and its mark (Encoding Standard, Big5 decoder).
    pub fn has_chars_of_two(self) -> bool {
        matches!(self.form, Form::Multi(encoding) if encoding == encoding_rs::BIG5)
    }

    /// Whether bytes of the encoding always are those that their text would be written as.
    pub fn is_regular(self) -> bool {
        match self.form {
            Form::Utf8 => true,
            Form::Single(page) => page.is_regular(),
            Form::Cesu8 | Form::Wide(_) | Form::Multi(_) => false,
        }
    }

    /// Returns the byte order mark that a text of this encoding can start with.
    pub fn mark(self) -> &'static [u8] {
        MARKS.iter().find(|(_, name)| *name == self.name).map_or(b"", |(mark, _)| *mark)
    }
}

/// Returns the encoding that the byte order mark at the start of a file stands for.
pub fn marked(bytes: &[u8]) -> Option<Encoding> {
    let (_, name) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark))?;
    Encoding::all().find(|encoding| encoding.name == *name)
}

/// The lead byte tells, in GB 18030 the second byte too.
fn multi_width(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> usize {
    let (first, second) = (bytes.first().copied().unwrap_or_default(), bytes.get(1).copied().unwrap_or_default());
    if first < 0x80 {
        return 1;
    }
    match encoding {
        it if it == encoding_rs::EUC_JP && first == 0x8f => 3,
        it if it == encoding_rs::SHIFT_JIS && (matches!(first, 0xa1..=0xdf) || first == 0x80) => 1,
        it if it == encoding_rs::GB18030 || it == encoding_rs::GBK => match second {
            0x30..=0x39 => 4,
            _ if first == 0x80 || first == 0xff => 1,
            _ => 2,
        },
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_both_ways() {
        let samples = [
            ("gb18030", "表 'a' 𠀀 é"),
            ("gbk", "用户表 x"),
            ("big5", "資料表 x"),
            ("shift_jis", "表示ｱｲ x"),
            ("euc-jp", "表示ｱｲ x"),
            ("euc-kr", "사용자 x"),
            ("utf-16le", "aé😀"),
            ("utf-32be", "aé😀"),
            ("windows-1254", "ışğ"),
            ("utf-8", "é😀"),
            ("cesu-8", "é😀表"),
        ];
        for (name, text) in samples {
            let encoding = find(name).unwrap();
            let bytes = encoding.encode(text).unwrap();
            assert_eq!(encoding.decode(&bytes).as_deref(), Some(text), "{name}");
            let mut rest = bytes.as_slice();
            for char in text.chars() {
                let (one, others) = rest.split_at(encoding.width(rest));
                assert_eq!(encoding.decode(one).as_deref(), Some(char.to_string().as_str()), "{name}");
                rest = others;
            }
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn byte_order_marks_are_known() {
        assert_eq!(marked(b"\xff\xfe\0\0a\0\0\0").map(Encoding::name), Some("utf-32le"));
        assert_eq!(marked(b"\xff\xfea\0").map(Encoding::name), Some("utf-16le"));
        assert_eq!(marked(b"abc"), None);
        assert_eq!(UTF_8.mark(), b"\xef\xbb\xbf");
    }
}
