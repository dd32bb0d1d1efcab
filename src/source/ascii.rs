//! What a file holds of ASCII, whatever its encoding: enough to find the marks that tools look for.

use std::borrow::Cow;

/// The ASCII of a file, one byte for each code unit.
pub struct Ascii<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Bytes of the file for each byte here.
    pub width: usize,
}

impl<'a> Ascii<'a> {
    /// Looks at a file: UTF-16 and UTF-32 are known by their byte order mark, or by the zeros among their ASCII.
    pub fn new(file: &'a [u8]) -> Self {
        let narrow = |width: usize, at: usize| {
            // The byte order mark counts as a blank.
            let marked = usize::from(matches!(file, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 0, 0xfe, 0xff, ..]));
            let units = file.chunks(width).map(|unit| {
                let others_are_zero = unit.iter().enumerate().all(|(place, byte)| place == at || *byte == 0);
                unit.get(at).copied().filter(|byte| others_are_zero && byte.is_ascii()).unwrap_or(0x80)
            });
            let blank = std::iter::repeat_n(b' ', marked);
            Self { bytes: Cow::Owned(blank.chain(units.skip(marked)).collect()), width }
        };
        match file {
            [0xff, 0xfe, 0, 0, ..] => narrow(4, 0),
            [0, 0, 0xfe, 0xff, ..] => narrow(4, 3),
            [0xff, 0xfe, ..] => narrow(2, 0),
            [0xfe, 0xff, ..] => narrow(2, 1),
            [first, 0, 0, 0, ..] if *first != 0 => narrow(4, 0),
            [0, 0, 0, last, ..] if *last != 0 => narrow(4, 3),
            [first, 0, ..] if *first != 0 => narrow(2, 0),
            [0, second, ..] if *second != 0 => narrow(2, 1),
            _ => Self { bytes: Cow::Borrowed(file), width: 1 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_text_is_narrowed() {
        for file in [b"-\0-\0a\0\n\0".as_slice(), b"\0-\0-\0a\0\n"] {
            let ascii = Ascii::new(file);
            assert_eq!((&*ascii.bytes, ascii.width), (b"--a\n".as_slice(), 2));
        }
        let marked = Ascii::new(b"\xff\xfea\0\xfc\0");
        assert_eq!((&*marked.bytes, marked.width), (b" a\x80".as_slice(), 2));
        assert_eq!(Ascii::new(b"--\xfc").width, 1);
    }
}
