//! What the first lines of a file say of the tool that it is for.

use std::io::Read;
use std::path::Path;

/// So much of a file is looked at: a licence may stand before the marks.
const HEAD: u64 = 8 * 1024;

/// The marks of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// The tool whose mark it carries.
    pub tool: Option<Tool>,
    /// It is a test of pgTAP.
    pub test: bool,
    /// It does nothing but have psql run other files.
    pub includes: bool,
}

/// A tool that is known by comments in its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Goose,
    Dbmate,
    SqlMigrate,
    Liquibase,
}

/// How comment lines of the tools begin, in lower case without the blanks around `--`.
const TOOLS: &[(&str, Tool)] = &[
    ("+goose up", Tool::Goose),
    ("+migrate up", Tool::SqlMigrate),
    ("migrate:up", Tool::Dbmate),
    ("liquibase formatted sql", Tool::Liquibase),
];

/// Reads the marks of a file; one that cannot be read has none, and says so when it is read whole.
pub fn read(path: &Path) -> Marks {
    let mut head = Vec::new();
    match std::fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)) {
        Ok(_) => marks(&head),
        Err(_) => Marks::default(),
    }
}

fn marks(head: &[u8]) -> Marks {
    // UTF-16 has a zero beside each letter of ASCII; nothing here minds their loss.
    let text: String = head.iter().filter(|byte| byte.is_ascii() && **byte != 0).map(|byte| char::from(*byte)).collect();
    let text = text.to_lowercase();
    let comments: Vec<&str> = text.lines().filter_map(|line| Some(line.trim_start().strip_prefix("--")?.trim())).collect();
    let tool = TOOLS.iter().find(|(mark, _)| comments.iter().any(|comment| begins(comment, mark)));
    Marks {
        tool: tool.map(|(_, tool)| *tool),
        test: ["select plan(", "select no_plan("].iter().any(|call| text.contains(call)),
        includes: includes(&text),
    }
}

/// Whether all lines are comments, transactions and psql's commands, some of which run other files.
fn includes(text: &str) -> bool {
    let is_include = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        matches!(word, "\\i" | "\\ir" | "\\include" | "\\include_relative")
    };
    let frame = |line: &str| matches!(line.trim_end_matches(';').trim_end(), "begin" | "start transaction" | "commit" | "end");
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
    lines.clone().any(is_include) && lines.all(|line| line.starts_with('\\') || frame(line))
}

fn begins(comment: &str, mark: &str) -> bool {
    comment.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_known_by_their_marks() {
        let tool = |text: &str| marks(text.as_bytes()).tool;
        assert_eq!(tool("-- licence\n\n--  +goose Up\n"), Some(Tool::Goose));
        assert_eq!(tool("-- migrate:up transaction:false\n"), Some(Tool::Dbmate));
        assert_eq!(tool("-- +migrate Up notransaction\n"), Some(Tool::SqlMigrate));
        assert_eq!(tool("--liquibase formatted SQL\r\n"), Some(Tool::Liquibase));
        assert_eq!(tool("-\0-\0 \0+\0g\0o\0o\0s\0e\0 \0U\0p\0\n\0"), Some(Tool::Goose));
        assert_eq!(tool("SELECT '+goose Up';\n-- +goose Upgrade\n"), None);
    }

    #[test]
    fn lists_of_psql_are_known_by_their_commands() {
        let includes = |text: &str| marks(text.as_bytes()).includes;
        assert!(includes("-- all\n\\set ON_ERROR_STOP on\nBEGIN;\n\\i 1.sql\n\\ir a/2.sql\nCOMMIT;\n"));
        assert!(!includes("\\i 1.sql\nCREATE TABLE a ();\n"));
        assert!(!includes("\\set x 1\n") && !includes(""));
    }

    #[test]
    fn tests_are_known_by_their_plan() {
        assert!(marks(b"BEGIN;\nSELECT plan(3);\n").test);
        assert!(!marks(b"SELECT plan FROM plans;\n").test);
    }
}
