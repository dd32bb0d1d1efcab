//! What a changeset of Liquibase holds beside its SQL: ways back, lines to pass over, a delimiter of its own.
//!
//! Every byte keeps its place: what is no SQL becomes a blank. Rules from Liquibase's documentation of formatted SQL.

use std::ops::Range;

/// The way back of a changeset: `--rollback SQL` and `/* liquibase rollback … */`, all else blank. `None`: none is written.
pub fn rollback(bytes: &[u8], span: &Range<usize>) -> Option<Vec<u8>> {
    let mut back: Vec<u8> = bytes.iter().take(span.end).map(|byte| if is_line_end(*byte) { *byte } else { b' ' }).collect();
    let (mut found, mut in_block) = (false, false);
    for range in lines(bytes, span) {
        let line = bytes.get(range.clone())?;
        let text = String::from_utf8_lossy(line).trim().to_lowercase();
        if in_block && text.starts_with("*/") {
            in_block = false;
        } else if text.starts_with("/*") && text.trim_start_matches("/*").trim() == "liquibase rollback" {
            in_block = true;
        } else if let Some(start) = if in_block { Some(0) } else { after_mark(line, "rollback") } {
            let sql = String::from_utf8_lossy(line.get(start..)?).trim().to_lowercase();
            if !matches!(sql.as_str(), "" | "empty" | "not required") {
                back.get_mut(range.start + start..range.end)?.copy_from_slice(line.get(start..)?);
                found = true;
            }
        }
    }
    found.then_some(back)
}

/// Blanks out the lines that Liquibase passes over (`--ignoreLines:start` to `end`, `--ignoreLines:2`), and puts a semicolon in the
/// place of the delimiter that a changeset names.
pub fn clean(bytes: &mut [u8], span: &Range<usize>, delimiter: Option<&str>) {
    let (mut ignored, mut in_block) = (0_usize, false);
    for range in lines(bytes, span) {
        let Some(line) = bytes.get_mut(range) else { return };
        let mark = after_mark(line, "ignorelines:")
            .map(|at| String::from_utf8_lossy(line.get(at..).unwrap_or_default()).trim().to_lowercase());
        match mark.as_deref() {
            Some("start") => in_block = true,
            Some("end") => in_block = false,
            Some(count) => ignored = count.parse().unwrap_or(0),
            None if in_block || ignored > 0 => {
                ignored = ignored.saturating_sub(1);
                line.iter_mut().filter(|byte| !is_line_end(**byte)).for_each(|byte| *byte = b' ');
            }
            None => delimiter.into_iter().for_each(|delimiter| end(line, delimiter)),
        }
    }
}

/// Puts a semicolon in the place of a delimiter at the end of a line.
fn end(line: &mut [u8], delimiter: &str) {
    let delimiter = delimiter.trim_start_matches("\\n").trim_start_matches("\\r\\n");
    let length = line.trim_ascii_end().len();
    let Some(start) = length.checked_sub(delimiter.len()).filter(|_| !delimiter.is_empty() && !delimiter.contains(';')) else {
        return;
    };
    let is_word = delimiter.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let stands_alone = line.get(..start).is_some_and(|before| before.trim_ascii().is_empty());
    let Some(place) = line.get_mut(start..length) else { return };
    if place.eq_ignore_ascii_case(delimiter.as_bytes()) && (stands_alone || !is_word) {
        place.fill(b' ');
        place[0] = b';';
    }
}

/// The lines of a part of a text, with their ends.
fn lines(bytes: &[u8], span: &Range<usize>) -> Vec<Range<usize>> {
    let mut at = span.start;
    let part = bytes.get(span.clone()).unwrap_or_default();
    let line = |line: &[u8]| {
        let start = at;
        at += line.len();
        start..at
    };
    part.split_inclusive(|&byte| byte == b'\n').map(line).collect()
}

/// Where what follows `--mark` starts in a line.
fn after_mark(line: &[u8], mark: &str) -> Option<usize> {
    let start = line.len() - line.trim_ascii_start().len();
    let rest = line.get(start..)?.strip_prefix(b"--")?;
    let blanks = rest.len() - rest.trim_ascii_start().len();
    let word = rest.get(blanks..blanks + mark.len())?;
    let behind = rest.get(blanks + mark.len()).is_none_or(|byte| byte.is_ascii_whitespace() || mark.ends_with(':'));
    (word.eq_ignore_ascii_case(mark.as_bytes()) && behind).then_some(start + 2 + blanks + mark.len())
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_back_keep_their_place() {
        let text = "A;\n--rollback B;\n-- rollback C;\n--rollback empty\n/* liquibase rollback\nD;\n*/\n--rollbacks X\n";
        let back = rollback(text.as_bytes(), &(0..text.len())).unwrap();
        let back = String::from_utf8(back).unwrap();
        assert_eq!(back.split_whitespace().collect::<Vec<_>>(), ["B;", "C;", "D;"]);
        assert_eq!((back.find("C;"), back.len()), (text.find("C;"), text.len()));
        assert_eq!(rollback(b"A;\n--rollback not required\n", &(0..27)), None);
    }

    #[test]
    fn delimiters_and_ignored_lines_become_sql() {
        let cleaned = |text: &str, delimiter: Option<&str>| {
            let mut bytes = text.as_bytes().to_vec();
            clean(&mut bytes, &(0..text.len()), delimiter);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(cleaned("A\n/\nB a/b\nGO\n", Some("/")), "A\n;\nB a/b\nGO\n");
        assert_eq!(cleaned("A\nGO\nCARGO\n", Some("\\nGO")), "A\n; \nCARGO\n");
        assert_eq!(cleaned("A;\n", Some(";")), "A;\n");
        assert_eq!(
            cleaned("--ignoreLines:start\nX\n--ignoreLines:end\nB\n--ignoreLines:1\nY\nC\n", None)
                .split('\n')
                .filter(|it| it.len() == 1)
                .collect::<Vec<_>>(),
            [" ", "B", " ", "C"]
        );
    }
}
