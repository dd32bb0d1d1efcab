//! Files that no one encoding is right for, and bytes that are no text.

use sql2rev::repair::Repair;
use sql2rev::text::encoding;

use super::cases::{framed, languages, read};

/// Languages, with two encodings in which people keep them.
const HALVES: &[(&str, &str, &str)] = &[
    ("tr", "windows-1254", "utf-8"),
    ("de", "windows-1252", "utf-8"),
    ("pl", "windows-1250", "utf-8"),
    ("ru", "windows-1251", "utf-8"),
    ("el", "windows-1253", "utf-8"),
    ("he", "windows-1255", "utf-8"),
    ("zh", "gbk", "utf-8"),
    ("ja", "shift_jis", "utf-8"),
    ("ko", "euc-kr", "utf-8"),
    ("de", "windows-1252", "ibm850"),
    ("pl", "windows-1250", "ibm852"),
    ("ru", "windows-1251", "ibm866"),
    ("ru", "windows-1251", "koi8-r"),
    ("ja", "shift_jis", "euc-jp"),
];

#[test]
fn two_encodings_in_one_file_are_an_error() {
    for (language, first, second) in HALVES {
        let (_, sentences) = languages().into_iter().find(|(name, _)| name == language).unwrap();
        let half = |name: &str, from: usize| {
            let lines = (from..from + 3).map(|turn| framed(sentences[turn % sentences.len()], turn));
            encoding::find(name).unwrap().encode(&lines.collect::<String>()).unwrap()
        };
        for (first, second) in [(first, second), (second, first)] {
            let bytes = [half(first, 0), half(second, 3)].concat();
            let (text, findings) = read("a.sql", &bytes, Repair::Comments);
            assert!(text.is_none() && findings[0].code == "not-utf8", "{language} {first} {second}: {findings:?}");
        }
    }
}

/// One word again and again, in a letter that other languages have too.
#[test]
fn a_long_file_in_one_encoding_is_not_mixed() {
    for (name, word) in [("windows-1250", "Megrendelő"), ("windows-1254", "Şişli şubesi"), ("windows-1257", "rēķins")] {
        let text = format!("INSERT INTO names VALUES ('{word}');\n").repeat(90);
        let (read, findings) = read("a.sql", &encoding::find(name).unwrap().encode(&text).unwrap(), Repair::Comments);
        assert_eq!(read.as_ref().map(|read| &*read.content), Some(text.as_str()), "{name} {findings:?}");
    }
}

#[test]
fn surrogates_written_as_utf8_are_read() {
    let bytes = b"-- m\xc3\xbc\xc5\x9fteri \xed\xa0\xbd\xed\xb8\x80\nSELECT 1;\n";
    let (text, _) = read("a.sql", bytes, Repair::Comments);
    assert_eq!(
        text.map(|text| (text.content.to_string(), text.encoding)),
        Some(("-- müşteri 😀\nSELECT 1;\n".to_owned(), "cesu-8"))
    );
}

#[test]
fn a_nul_does_not_make_utf16_of_a_file() {
    for bytes in [b"-- gr\xf6\xdfe\n\0SELECT 1;\n".as_slice(), b"SELECT 1;\0\n", b"\0\0\0\0"] {
        let (text, findings) = read("a.sql", bytes, Repair::Comments);
        assert!(text.is_none() && findings[0].code == "not-utf8", "{text:?}");
    }
}

#[test]
fn a_file_that_ends_inside_a_character_is_named_so() {
    let whole = "-- müşteri adı, ürün ölçüsü ş".as_bytes();
    let (text, findings) = read("a.sql", &whole[..whole.len() - 1], Repair::Comments);
    assert!(text.is_none() && findings[0].message.contains("ends inside a character"), "{findings:?}");
}
