//! Files that hold both ways, told apart by a comment line (goose, sql-migrate, dbmate).
//!
//! The way back and the tool's own instructions are taken out so that offsets stay those of the file: what stands at the end is
//! cut off, what stands before it becomes blanks.

use std::ops::Range;

use super::ascii::Ascii;
use crate::finding::Finding;

const UP: &[&str] = &["+goose up", "+migrate up", "migrate:up"];
const DOWN: &[&str] = &["+goose down", "+migrate down", "migrate:down"];
/// What else the tools are told in comments.
const INSTRUCTIONS: &[&str] = &[
    "+goose statementbegin",
    "+goose statementend",
    "+goose no transaction",
    "+goose envsub",
    "+migrate statementbegin",
    "+migrate statementend",
    "liquibase formatted sql",
    "changeset",
];

/// What a file holds beside its way up.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// The bytes that are no way up: ways back and instructions.
    apart: Vec<Range<usize>>,
    /// There is a way back.
    pub has_down: bool,
    /// What is no way back.
    beside_down: Vec<Range<usize>>,
}

/// Tells the sections of a file; nothing is apart in a file without such marks.
pub fn read(bytes: &[u8]) -> Sections {
    let mut sections = Sections::default();
    // The way back may stand first.
    let has_up = bytes.split(|&byte| byte == b'\n').any(|line| starts_with(line, UP));
    let mut in_down = false;
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let (is_up, is_down) = (starts_with(line, UP), starts_with(line, DOWN));
        in_down = has_up && (is_down || (in_down && !is_up));
        sections.has_down |= in_down;
        if in_down || is_up || starts_with(line, INSTRUCTIONS) {
            add(&mut sections.apart, at..at + line.len());
        }
        if !in_down || is_down || starts_with(line, INSTRUCTIONS) {
            add(&mut sections.beside_down, at..at + line.len());
        }
        at += line.len();
    }
    // Without a mark of its own, a file is none of these tools'.
    let is_changelog = bytes.split(|&byte| byte == b'\n').any(|line| starts_with(line, &["liquibase formatted sql"]));
    if has_up || is_changelog { sections } else { Sections::default() }
}

impl Sections {
    /// Whether all of the file is its way up.
    pub fn is_empty(&self) -> bool {
        self.apart.is_empty()
    }

    /// Takes out of the file what is no way up. The ranges are those of its ASCII.
    pub fn take_out(&self, bytes: &mut Vec<u8>, ascii_width: usize) {
        take_out(&self.apart, bytes, ascii_width);
    }

    /// Takes out of the file what is no way back.
    pub fn keep_down(&self, bytes: &mut Vec<u8>, ascii_width: usize) {
        take_out(&self.beside_down, bytes, ascii_width);
    }
}

fn add(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}

fn take_out(ranges: &[Range<usize>], bytes: &mut Vec<u8>, ascii_width: usize) {
    for range in ranges.iter().rev() {
        let range = range.start * ascii_width..range.end * ascii_width;
        if range.end >= bytes.len() {
            bytes.truncate(range.start);
        } else {
            blank(bytes, range);
        }
    }
}

/// Keeps one part of a file where it stands.
pub fn keep(bytes: &mut Vec<u8>, part: &Range<usize>) {
    bytes.truncate(part.end);
    blank(bytes, 0..part.start);
}

/// Blanks out a range but for its line ends, as long as each character takes the bytes that a blank takes.
fn blank(bytes: &mut [u8], range: Range<usize>) {
    let width = Ascii::new(bytes).width;
    let Some(part) = bytes.get_mut(range) else { return };
    for unit in part.chunks_mut(width) {
        let is_line_end = unit.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
        let Some(place) = unit.iter().position(|byte| *byte != 0).filter(|_| !is_line_end) else { continue };
        for (at, byte) in unit.iter_mut().enumerate() {
            *byte = if at == place { b' ' } else { 0 };
        }
    }
}

/// Says that the way back of a file was left out.
pub fn finding(path: &str) -> Finding {
    let message = format!("the way back written in `{path}` is left out; sql2rev writes its own");
    Finding::note("written-down-ignored", message).in_file(path)
}

fn starts_with(line: &[u8], marks: &[&str]) -> bool {
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

    fn taken_out(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        read(text.as_bytes()).take_out(&mut bytes, 1);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_way_back_is_cut_off() {
        assert_eq!(taken_out("-- +goose Up\nA;\n-- +goose Down\nB;\n"), format!("{}\nA;\n", " ".repeat(12)));
        assert_eq!(taken_out("-- migrate:up transaction:false\r\nA;\r\n--migrate:down\r\n").trim(), "A;");
        assert_eq!(taken_out("-- +migrate Up\nA;\n").trim(), "A;");
        assert_eq!(taken_out("-- +goose Down\nB;\n-- +goose Up\nA;\n").trim(), "A;");
    }

    #[test]
    fn a_file_that_is_no_such_tools_is_left_alone() {
        for text in ["A;\n-- migrate:down\n", "-- +goose Upgrade\nA;\n", "-- changeset 5\nA;\n"] {
            assert_eq!(taken_out(text), text);
        }
    }

    #[test]
    fn the_way_back_can_be_kept() {
        let text = "-- +goose Up\nA;\n-- +goose Down\nB;\n";
        let mut bytes = text.as_bytes().to_vec();
        read(text.as_bytes()).keep_down(&mut bytes, 1);
        let down = String::from_utf8(bytes).unwrap();
        assert_eq!((down.trim(), down.find('B')), ("B;", text.find('B')));
    }

    #[test]
    fn what_stands_between_becomes_blanks() {
        let text = "-- +migrate Up\nA;\n-- +migrate Down\nB;\n-- +migrate Up\nC;\n";
        let up = taken_out(text);
        assert_eq!(up.split_whitespace().collect::<Vec<_>>(), ["A;", "C;"]);
        assert_eq!((up.find('C'), up.lines().count()), (text.find('C'), 6));
    }

    #[test]
    fn wide_characters_are_blanked_whole() {
        let mut bytes: Vec<u8> = "ü;\nA;".encode_utf16().flat_map(u16::to_be_bytes).collect();
        keep(&mut bytes, &(6..10));
        assert_eq!(bytes, b"\0 \0 \0\n\0A\0;");
    }
}
