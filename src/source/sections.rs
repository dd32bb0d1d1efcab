//! Files that hold both ways, told apart by a comment line (goose, sql-migrate, dbmate).
//!
//! Only the way back is cut off, and only where it follows the upgrade, so offsets stay those of the file.

use crate::finding::Finding;

const UP: &[&str] = &["+goose up", "+migrate up", "migrate:up"];
const DOWN: &[&str] = &["+goose down", "+migrate down", "migrate:down"];

/// Returns where the upgrade ends, if a way back follows it in the same file.
pub fn upgrade_end(bytes: &[u8]) -> Option<usize> {
    let mut seen_up = false;
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        seen_up |= starts_section(line, UP);
        if seen_up && starts_section(line, DOWN) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Says that the rest of the file was left out.
pub fn finding(path: &str) -> Finding {
    let message = format!("the way back written in `{path}` is left out; sql2rev writes its own");
    Finding::note("written-down-ignored", message).in_file(path)
}

fn starts_section(line: &[u8], marks: &[&str]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let Some(comment) = line.trim_ascii_start().strip_prefix(b"--") else { return false };
    let comment = comment.trim_ascii().to_ascii_lowercase();
    marks
        .iter()
        .any(|mark| comment.strip_prefix(mark.as_bytes()).is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_cut_off() {
        assert_eq!(upgrade_end(b"-- +goose Up\nA;\n-- +goose Down\nB;\n"), Some(16));
        assert_eq!(upgrade_end(b"-- migrate:up transaction:false\r\nA;\r\n--migrate:down\r\n"), Some(37));
        assert_eq!(upgrade_end(b"-- +migrate Up\nA;\n"), None);
        assert_eq!(upgrade_end(b"A;\n-- migrate:down\n"), None);
    }
}
