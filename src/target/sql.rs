//! SQL source that a tool runs from a file.

use std::fmt::Write as _;

use super::lines::{one_line, plain_lines};

/// Returns the text as `--` comment lines.
pub fn comment(text: &str) -> String {
    let lines = plain_lines(text).into_iter().map(|line| format!("-- {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the statement with its final `;`, on a new line where the last line may be a comment that would swallow it.
pub fn statement(sql: &str) -> String {
    let last = sql.rsplit(['\n', '\r']).next().unwrap_or(sql);
    let end = if last.contains("--") || last.contains('#') { "\n;" } else { ";" };
    format!("{sql}{end}")
}

/// Returns a statement with which PostgreSQL refuses to go on.
pub fn postgres_raise(message: &str) -> String {
    // `%` is a placeholder in the format of RAISE.
    let text = literal(&one_line(message).replace('%', "%%"));
    let tag = free_tag(&text);
    format!("DO {tag} BEGIN RAISE EXCEPTION {text}; END {tag};")
}

/// Returns a PostgreSQL string literal that means the same whatever `standard_conforming_strings` says.
pub fn literal(value: &str) -> String {
    let plain = !value.contains(|c: char| c == '\\' || c.is_control());
    if plain {
        return format!("'{}'", value.replace('\'', "''"));
    }
    let mut out = String::from("E'");
    for c in value.chars() {
        match c {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// Returns a dollar quote that the text does not hold.
pub fn free_tag(text: &str) -> String {
    let mut tag = String::from("$sql2rev$");
    let mut number = 1;
    while text.contains(&tag) {
        number += 1;
        tag = format!("$sql2rev{number}$");
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_line_with_a_comment_does_not_swallow_the_semicolon() {
        assert_eq!(statement("SELECT 1"), "SELECT 1;");
        assert_eq!(statement("SELECT 1 -- one"), "SELECT 1 -- one\n;");
        assert_eq!(statement("SELECT 1 -- one\n+ 1"), "SELECT 1 -- one\n+ 1;");
    }

    #[test]
    fn the_tag_does_not_collide() {
        let raised = postgres_raise("irreversible: 100 % of $sql2rev$ isn't there");
        assert_eq!(
            raised,
            "DO $sql2rev2$ BEGIN RAISE EXCEPTION 'irreversible: 100 %% of $sql2rev$ isn''t there'; END $sql2rev2$;"
        );
    }
}
