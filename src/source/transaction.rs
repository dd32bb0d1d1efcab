//! Comments by which migration tools keep a file out of a transaction.

/// As written at the top of a file, in lower case without blanks around `--`.
const MARKS: &[&str] = &[
    "no-transaction",
    "no_transaction",
    "no transaction",
    "+goose no transaction",
    "atlas:txmode none",
    "disable-transaction",
    "disable-ddl-transaction",
    "postgres-migrations disable-transaction",
];

/// Whether one of the comment lines that a file starts with keeps it out of a transaction.
pub fn is_refused(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    lines.map_while(comment).any(|comment| is_mark(&comment))
}

fn comment(line: &[u8]) -> Option<String> {
    if line.is_empty() {
        return Some(String::new());
    }
    let text = line.strip_prefix(b"--")?.trim_ascii();
    Some(String::from_utf8_lossy(text).to_lowercase())
}

fn is_mark(comment: &str) -> bool {
    let marked = |start: &str, word: &str| comment.starts_with(start) && comment.contains(word);
    MARKS.contains(&comment) || marked("migrate:up", "transaction:false") || marked("+migrate up", "notransaction")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_before_the_first_statement() {
        assert!(is_refused(b"-- no-transaction\nCREATE INDEX"));
        assert!(is_refused(b"\xef\xbb\xbf-- note\r\n\r\n--  NO_TRANSACTION\r\nSELECT 1"));
        assert!(is_refused(b"-- migrate:up transaction:false\n"));
        assert!(is_refused(b"-- +migrate Up notransaction\n"));
        assert!(!is_refused(b"SELECT 1;\n-- no-transaction\n"));
        assert!(!is_refused(b"-- runs in no transaction of its own\n"));
    }
}
