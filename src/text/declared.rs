//! Encodings that a file says it is in.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::encoding::{self, Encoding};

/// How far into a file an editor's mark counts.
const EDITOR_LINES: usize = 2;

/// What servers and clients read (bytes, no Unicode: what is before and behind the words is ASCII): `SET NAMES`, `client_encoding`, `\encoding`, mysql's `charset` command.
static SETTING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r#"(?im-u)^[\t ]*(?:/\*![0-9]*[\t ]*)?(?:set[\t ]+(?:session[\t ]+|local[\t ]+)?(?:names|client_encoding|character_set_client)|\\encoding|charset)\b[\t ]*(?:=|to\b)?[\t ]*['"]?([a-z][a-z0-9_.-]+)"#;
    Regex::new(pattern).ok()
});

/// What editors read: `-*- coding: cp1254 -*-`, `vim: set fileencoding=cp1254`.
static EDITOR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i-u)\b(?:file)?(?:en)?coding[:=][\t ]*([a-z0-9][a-z0-9_.-]+)").ok());

/// Returns the encoding that a file declares, the editor's mark first.
pub fn declared(bytes: &[u8]) -> Option<Encoding> {
    editor_mark(bytes).or_else(|| name(SETTING.as_ref()?, bytes))
}

fn editor_mark(bytes: &[u8]) -> Option<Encoding> {
    let mut lines = bytes.split(|&byte| byte == b'\n').take(EDITOR_LINES);
    lines.find_map(|line| name(EDITOR.as_ref()?, line))
}

fn name(pattern: &Regex, bytes: &[u8]) -> Option<Encoding> {
    let name = pattern.captures(bytes)?.get(1)?.as_bytes();
    encoding::find(str::from_utf8(name).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read() {
        let found = |text: &str| declared(text.as_bytes()).map(Encoding::name);
        assert_eq!(found("-- x\nSET NAMES 'latin5';"), Some("iso-8859-9"));
        assert_eq!(found("set client_encoding to 'WIN1254';"), Some("windows-1254"));
        assert_eq!(found("SET client_encoding = SJIS;"), Some("shift_jis"));
        assert_eq!(found("/*!40101 SET NAMES cp1251 */;"), Some("windows-1251"));
        assert_eq!(found("\\encoding KOI8R\n"), Some("koi8-r"));
        assert_eq!(found("-- -*- coding: cp850 -*-\n"), Some("ibm850"));
        assert_eq!(found("a\nb\n-- coding: cp850\n"), None);
        assert_eq!(found("-- we set names by hand\nSELECT 'SET NAMES'"), None);
    }
}
