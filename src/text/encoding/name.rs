//! The names by which people and programs call encodings.

use super::{Encoding, UTF_8};

/// Returns the encoding of a name: IANA's, `cp1254`, PostgreSQL's (`WIN1254`, `LATIN5`), MySQL's (`latin5`, `cp1251`),
/// Python's (`mac_roman`) or the Encoding Standard's. Case and punctuation do not count.
pub fn find(name: &str) -> Option<Encoding> {
    let plain = plain(name);
    if plain.starts_with("utf8") {
        return matches!(plain.as_str(), "utf8" | "utf8bom" | "utf8sig" | "utf8mb3" | "utf8mb4").then_some(UTF_8);
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, name)| (*name).to_owned());
    let wanted = alias.or_else(|| numbered(&plain)).unwrap_or(plain);
    by_name(&wanted).or_else(|| by_name(encoding_rs::Encoding::for_label(name.as_bytes())?.name()))
}

fn by_name(name: &str) -> Option<Encoding> {
    let wanted = plain(name);
    Encoding::all().find(|encoding| plain(encoding.name()) == wanted)
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// `cp1254`, `win1254`, `windows1254`, `ibm850`, `dos850`, `1254`.
fn numbered(plain: &str) -> Option<String> {
    let digits = plain.trim_start_matches(|char: char| char.is_ascii_alphabetic());
    let prefix = plain.strip_suffix(digits)?;
    if !matches!(prefix, "" | "cp" | "win" | "windows" | "ibm" | "dos" | "oem" | "codepage" | "ms") {
        return None;
    }
    match digits {
        "874" | "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" => {
            Some(format!("windows{digits}"))
        }
        "932" => Some("shiftjis".to_owned()),
        "936" => Some("gbk".to_owned()),
        "949" => Some("euckr".to_owned()),
        "950" => Some("big5".to_owned()),
        "65001" => Some("utf8".to_owned()),
        "1200" => Some("utf16le".to_owned()),
        "1201" => Some("utf16be".to_owned()),
        "10000" => Some("macroman".to_owned()),
        "10007" => Some("maccyrillic".to_owned()),
        "10081" => Some("macturkish".to_owned()),
        "20866" => Some("koi8r".to_owned()),
        "21866" => Some("koi8u".to_owned()),
        "28591" => Some("iso88591".to_owned()),
        "28592" => Some("iso88592".to_owned()),
        "28599" => Some("iso88599".to_owned()),
        "54936" => Some("gb18030".to_owned()),
        _ => Some(format!("ibm{digits}")),
    }
}

/// Where a name means different things, the database's meaning counts.
const ALIASES: &[(&str, &str)] = &[
    ("latin1", "iso88591"),
    ("latin2", "iso88592"),
    ("latin3", "iso88593"),
    ("latin4", "iso88594"),
    ("latin5", "iso88599"),
    ("latin6", "iso885910"),
    ("latin7", "iso885913"),
    ("latin8", "iso885914"),
    ("latin9", "iso885915"),
    ("latin10", "iso885916"),
    ("88591", "iso88591"),
    ("l1", "iso88591"),
    ("iso88591", "iso88591"),
    ("iso88599", "iso88599"),
    ("greek", "iso88597"),
    ("hebrew", "iso88598"),
    ("macintosh", "macroman"),
    ("mac", "macroman"),
    ("xmacroman", "macroman"),
    ("xmacturkish", "macturkish"),
    ("xmaccyrillic", "maccyrillic"),
    ("macukrainian", "maccyrillic"),
    ("win", "windows1251"),
    ("alt", "ibm866"),
    ("koi8", "koi8r"),
    ("sjis", "shiftjis"),
    ("mskanji", "shiftjis"),
    ("ujis", "eucjp"),
    ("uhc", "euckr"),
    ("euccn", "gbk"),
    ("gb2312", "gbk"),
    ("euctw", "big5"),
    ("utf16", "utf16le"),
    ("unicode", "utf16le"),
    ("utf32", "utf32le"),
    ("unicodefffe", "utf16be"),
    ("usascii", "utf8"),
    ("ascii", "utf8"),
    ("sqlascii", "none"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_call_them_by_many_names() {
        let found = |name| find(name).map(Encoding::name);
        for (name, expected) in [
            ("WIN1254", "windows-1254"),
            ("cp1254", "windows-1254"),
            ("windows-1254", "windows-1254"),
            ("latin5", "iso-8859-9"),
            ("ISO-8859-9", "iso-8859-9"),
            ("iso_8859-1", "iso-8859-1"),
            ("latin1", "iso-8859-1"),
            ("mac_roman", "mac-roman"),
            ("x-mac-turkish", "mac-turkish"),
            ("cp850", "ibm850"),
            ("IBM437", "ibm437"),
            ("866", "ibm866"),
            ("KOI8R", "koi8-r"),
            ("Shift_JIS", "shift_jis"),
            ("EUC_JP", "euc-jp"),
            ("UTF8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16le"),
            ("gb2312", "gbk"),
            ("ks_c_5601-1987", "euc-kr"),
        ] {
            assert_eq!(found(name), Some(expected), "{name}");
        }
        assert_eq!((found("SQL_ASCII"), found("nonsense"), found("cp1")), (None, None, None));
    }

    #[test]
    fn every_encoding_is_found_by_its_own_name() {
        for encoding in Encoding::all() {
            assert_eq!(find(encoding.name()), Some(encoding));
        }
    }
}
