//! What is never run: SQL that reaches out of the database, to files and programs of the server.
//!
//! Legacy SQL is untrusted. The role that it runs as has no right to any of this; what is refused here is refused before anything runs,
//! also where it hides in a string or a function's body, because a server of the user's may be generous with rights.

use crate::History;
use crate::finding::Finding;

/// Functions of PostgreSQL that read or write files of the server.
const FILE_FUNCTIONS: [&str; 9] = [
    "pg_read_file",
    "pg_read_binary_file",
    "pg_ls_dir",
    "pg_stat_file",
    "pg_file_write",
    "pg_file_rename",
    "pg_file_unlink",
    "lo_import",
    "lo_export",
];

/// Languages whose functions can do anything that the server's user can.
const UNTRUSTED_LANGUAGES: [&str; 8] =
    ["plpythonu", "plpython2u", "plpython3u", "plperlu", "pltclu", "plsh", "plrustu", "plluau"];

/// One error-level finding for each statement that is refused.
pub fn examine(history: &History) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &history.plan.order {
        let script = &history.scripts[*file];
        for statement in script.statements() {
            if let Some(why) = reaches_out(script.slice(statement.span.clone())) {
                let message = format!("this statement is not run: it {why}");
                let finding = Finding::error("reaches-out", message).at(&script.text.path, statement.span.clone());
                findings.push(finding.help("take it out of the history, or verify the history without this file"));
            }
        }
    }
    findings
}

/// How a statement reaches out of the database, if it does.
pub fn reaches_out(sql: &str) -> Option<String> {
    let words = words(sql);
    let mut copying = false;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        match word.as_str() {
            ";" => copying = false,
            "copy" => copying = true,
            "program" if copying && next.starts_with(['\'', '$']) => return Some("runs a program on the server".to_owned()),
            "from" | "to" if copying && next.starts_with('\'') => {
                return Some("reads or writes a file of the server".to_owned());
            }
            "language" if UNTRUSTED_LANGUAGES.contains(&next.trim_matches(['\'', '"'])) => {
                return Some(format!(
                    "makes a function in {}, which may do anything on the server's machine",
                    next.trim_matches('\'')
                ));
            }
            word if FILE_FUNCTIONS.contains(&word) && next == "(" => {
                return Some(format!("calls {word}, which reaches files of the server"));
            }
            _ => {}
        }
    }
    None
}

/// The words and signs of a text in lower case, without comments; the inside of strings and bodies too.
fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            words.push(rest[..end].to_lowercase());
            end
        } else {
            if !first.is_whitespace() {
                push_sign(&mut words, rest, first);
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

/// A quote is kept with the word behind it, so that a name in quotes can be told from a bare one.
fn push_sign(words: &mut Vec<String>, rest: &str, sign: char) {
    if sign == '\'' || sign == '$' {
        let word: String = rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        words.push(format!("{sign}{}", word.to_lowercase()));
    } else {
        words.push(sign.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::reaches_out;

    #[test]
    fn what_reaches_out_is_refused_wherever_it_hides() {
        let refused = [
            "COPY t FROM PROGRAM 'cat /etc/passwd'",
            "DO $$ BEGIN EXECUTE 'COPY t TO PROGRAM ''sh'''; END $$",
            "COPY t (a, b) FROM '/srv/rows.csv' CSV",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT pg_catalog.pg_ls_dir ('.')",
            "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ import os $$",
            "create function f() returns int as $$ x $$ language 'plperlu'",
        ];
        for sql in refused {
            assert!(reaches_out(sql).is_some(), "{sql}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not() {
        let allowed = [
            "COPY t (a) FROM stdin",
            "COPY (SELECT 1) TO STDOUT",
            "-- COPY t FROM PROGRAM 'x'\nSELECT 1",
            "COMMENT ON TABLE t IS 'a copy of it'",
            "UPDATE programs SET copy = 'x' WHERE sent_from = 'a'",
            "CREATE TABLE copies (language text)",
            "INSERT INTO copy SELECT * FROM program",
        ];
        for sql in allowed {
            assert_eq!(reaches_out(sql), None, "{sql}");
        }
    }
}
