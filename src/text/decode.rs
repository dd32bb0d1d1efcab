//! From bytes to text: UTF-8, with or without a BOM. Anything else is a finding, never a guess.

use super::Text;
use crate::finding::Finding;
use crate::source::Source;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";
/// How many offending bytes a message shows.
const SHOWN_BYTES: usize = 4;

/// Decodes one source; without a text there is a finding that says why.
pub fn decode(source: &Source) -> (Option<Text>, Vec<Finding>) {
    let bytes = source.bytes.as_slice();
    let (encoding, start) = match bytes.strip_prefix(UTF8_BOM) {
        Some(_) => ("utf-8-bom", UTF8_BOM.len()),
        None => ("utf-8", 0),
    };
    match read_utf8(bytes, start) {
        Ok(content) => (Some(text(source, content, encoding)), Vec::new()),
        Err(finding) => (None, vec![finding.in_file(&source.path)]),
    }
}

fn text(source: &Source, content: &str, encoding: &'static str) -> Text {
    let blake3 = blake3::hash(&source.bytes).to_hex().to_string();
    Text { path: source.path.clone(), content: content.into(), encoding, blake3 }
}

fn read_utf8(bytes: &[u8], start: usize) -> Result<&str, Finding> {
    if let Some(encoding) = utf16(bytes) {
        return Err(wide(encoding));
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let content = str::from_utf8(rest).map_err(|error| invalid(bytes, start + error.valid_up_to()))?;
    match rest.iter().position(|&byte| byte == 0) {
        Some(at) => Err(nul(bytes, start + at)),
        None => Ok(content),
    }
}

fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => Some("UTF-16, little endian"),
        [0xfe, 0xff, ..] => Some("UTF-16, big endian"),
        _ => None,
    }
}

fn wide(encoding: &str) -> Finding {
    let message = format!("the file is not UTF-8: it starts with the byte order mark of {encoding}");
    Finding::error("not-utf8", message).help("save the file as UTF-8")
}

fn invalid(bytes: &[u8], at: usize) -> Finding {
    let shown = bytes.iter().skip(at).take(SHOWN_BYTES).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let message = format!("the file is not UTF-8: byte {at}, line {}: {shown}", line_of(bytes, at));
    Finding::error("not-utf8", message).help("find out in which encoding it was written, and save it as UTF-8")
}

fn nul(bytes: &[u8], at: usize) -> Finding {
    let message = format!("the file holds a NUL byte, which no SQL text may: byte {at}, line {}: 00", line_of(bytes, at));
    let help = "remove the byte; if every second byte is 00 the file is UTF-16 without its mark: save it as UTF-8";
    Finding::error("not-utf8", message).help(help)
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> Source {
        Source {
            path: "a.sql".to_owned(),
            full_path: "a.sql".into(),
            bytes: bytes.to_vec(),
            title: "a".to_owned(),
            no_transaction: false,
            written_down: None,
        }
    }

    fn complaint(bytes: &[u8]) -> String {
        let (text, findings) = decode(&source(bytes));
        assert!(text.is_none());
        assert_eq!((findings.len(), findings[0].code, findings[0].file.as_deref()), (1, "not-utf8", Some("a.sql")));
        findings[0].message.clone()
    }

    #[test]
    fn utf8_is_taken_as_it_is() {
        let (text, findings) = decode(&source("é\r\n".as_bytes()));
        let text = text.unwrap();
        assert_eq!((&*text.content, text.encoding, findings.len()), ("é\r\n", "utf-8", 0));
        let (text, _) = decode(&source(b"\xef\xbb\xbfa"));
        let text = text.unwrap();
        assert_eq!((&*text.content, text.encoding), ("a", "utf-8-bom"));
        assert_eq!(text.blake3, blake3::hash(b"\xef\xbb\xbfa").to_hex().to_string());
    }

    #[test]
    fn other_bytes_are_named_with_their_place() {
        assert!(complaint(b"\xef\xbb\xbfa\nb\xe9 c").ends_with("byte 6, line 2: e9 20 63"));
        assert!(complaint(b"a\0").ends_with("byte 1, line 1: 00"));
        assert!(complaint(b"\xff\xfea\0").contains("UTF-16, little endian"));
        assert!(complaint(b"\xfe\xff\0a").contains("UTF-16, big endian"));
    }
}
