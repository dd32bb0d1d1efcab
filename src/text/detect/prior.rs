//! How often files come in an encoding, before one has looked at them.

use crate::text::encoding::{self, Encoding};
use crate::text::language::Bits;

/// What is tried, with what it costs in bits. Of two that give the same text, the first is named. Other encodings are read
/// only where the user names them.
const CANDIDATES: &[(&str, Bits)] = &[
    ("gb18030", 0),
    ("big5", 0),
    ("shift_jis", 0),
    ("euc-jp", 0),
    ("euc-kr", 0),
    ("windows-1252", 0),
    ("windows-1251", 0),
    ("windows-1250", 0),
    ("windows-1254", 0),
    ("windows-1253", 0),
    ("windows-1255", 0),
    ("windows-1256", 4),
    ("windows-1257", 0),
    ("windows-1258", 4),
    ("windows-874", 1),
    ("iso-8859-1", 1),
    ("iso-8859-2", 1),
    ("iso-8859-15", 3),
    ("iso-8859-9", 2),
    ("iso-8859-5", 3),
    ("iso-8859-6", 6),
    ("iso-8859-7", 3),
    ("iso-8859-8", 3),
    ("iso-8859-13", 4),
    ("iso-8859-4", 5),
    ("iso-8859-16", 6),
    ("iso-8859-3", 7),
    ("iso-8859-10", 7),
    ("iso-8859-14", 9),
    ("koi8-r", 1),
    ("koi8-u", 2),
    ("ibm850", 3),
    ("ibm437", 4),
    ("ibm852", 3),
    ("ibm857", 3),
    ("ibm866", 2),
    ("mac-roman", 3),
    ("mac-turkish", 4),
    ("mac-cyrillic", 4),
    ("ibm855", 7),
    ("ibm737", 7),
    ("ibm775", 9),
    ("ibm862", 8),
];

/// Returns what is tried, with what it costs in bits.
pub fn candidates() -> impl Iterator<Item = (Encoding, Bits)> {
    CANDIDATES.iter().filter_map(|(name, prior)| Some((encoding::find(name)?, *prior)))
}

/// Returns the encoding that programs use under the name of another: PostgreSQL's and MySQL's clients on Windows write
/// windows-1252 and say LATIN1.
pub fn superset(declared: Encoding) -> Option<Encoding> {
    let name = match declared.name() {
        "iso-8859-1" => "windows-1252",
        "iso-8859-9" => "windows-1254",
        "gbk" => "gb18030",
        _ => return None,
    };
    encoding::find(name)
}
