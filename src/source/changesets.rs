//! The changesets of Liquibase's formatted SQL: `--changeset author:id attribute:value …`, and the SQL up to the next one.

use std::ops::Range;

use crate::finding::Finding;

/// A changeset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changeset {
    pub author: String,
    pub id: String,
    /// Bytes of the file, the line that begins it among them.
    pub span: Range<usize>,
    /// `runInTransaction:false`.
    pub no_transaction: bool,
    /// The databases that it is for (`dbms:postgresql,h2`); none: all.
    databases: Vec<String>,
    /// What ends its statements instead of a semicolon.
    pub delimiter: Option<String>,
    /// What it runs under: `context:test`, `labels:a`, preconditions.
    pub conditions: Vec<String>,
}

/// Returns the changesets of a file in order.
pub fn read(bytes: &[u8]) -> Vec<Changeset> {
    let mut found: Vec<Changeset> = Vec::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if let Some(changeset) = begins(&String::from_utf8_lossy(line), at) {
            if let Some(last) = found.last_mut() {
                last.span.end = at;
            }
            found.push(changeset);
        } else if let (Some(last), true) = (found.last_mut(), is_precondition(line)) {
            last.conditions.push("preconditions".to_owned());
        }
        at += line.len();
    }
    if let Some(last) = found.last_mut() {
        last.span.end = at;
    }
    found
}

fn is_precondition(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line).to_lowercase();
    text.trim().strip_prefix("--").is_some_and(|rest| rest.trim_start().starts_with("preconditions"))
}

fn begins(line: &str, at: usize) -> Option<Changeset> {
    let rest = line.trim().strip_prefix("--")?.trim_start();
    let (word, rest) = rest.split_once(char::is_whitespace)?;
    let (author, rest) = word.eq_ignore_ascii_case("changeset").then(|| rest.trim_start().split_once(':')).flatten()?;
    let mut words = rest.split_whitespace();
    let id = words.next()?.to_owned();
    let (databases, conditions) = (Vec::new(), Vec::new());
    let author = author.to_owned();
    let mut changeset = Changeset { author, id, span: at..at, no_transaction: false, databases, delimiter: None, conditions };
    for (name, value) in words.filter_map(|word| word.split_once(':')) {
        match name.to_lowercase().as_str() {
            "runintransaction" => changeset.no_transaction = value.eq_ignore_ascii_case("false"),
            "enddelimiter" => changeset.delimiter = Some(value.trim_matches('"').to_owned()),
            "context" | "contextfilter" | "labels" => changeset.conditions.push(format!("{name}:{value}")),
            "dbms" => changeset.databases = value.split(',').map(|it| it.trim_matches('"').to_lowercase()).collect(),
            _ => {}
        }
    }
    Some(changeset)
}

impl Changeset {
    /// Whether it runs on a database, by the name that Liquibase has for it.
    pub fn is_for(&self, database: &str) -> bool {
        let named = |it: &String| it == database || it == "all";
        let refused = self.databases.iter().any(|it| it.strip_prefix('!') == Some(database) || it == "none");
        let only_refusals = self.databases.iter().all(|it| it.starts_with('!'));
        !refused && (only_refusals || self.databases.iter().any(named))
    }

    /// The name that it has in its file: `changeset id::author`, of which Liquibase makes `file::id::author`.
    pub fn name(&self) -> String {
        format!("changeset {}::{}", self.id, self.author)
    }
}

/// Says that a changeset runs only under conditions.
pub fn conditional(file: &str, changeset: &Changeset) -> Finding {
    let conditions = changeset.conditions.join(", ");
    let message =
        format!("{} of `{file}` runs only under conditions ({conditions}); it is taken to run always", changeset.name());
    Finding::note("changeset-condition", message)
        .in_file(file)
        .help("take it out of the folder if it does not belong to the history of every database")
}

/// Says that a changeset is for another database.
pub fn other_dialect(file: &str, changeset: &Changeset) -> Finding {
    let message = format!("{} of `{file}` is for {} and is left out", changeset.name(), changeset.databases.join(", "));
    Finding::note("other-dialect", message).in_file(file).help("nothing to do, unless it has to run on PostgreSQL as well")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_cut_at_its_changesets() {
        let text = "--liquibase formatted sql\n\n--changeset ann:1\nA;\n-- changeset bob:add-b runInTransaction:false dbms:h2,mysql\nB;\n";
        let found = read(text.as_bytes());
        let texts: Vec<&str> = found.iter().filter_map(|it| text.get(it.span.clone())).collect();
        assert_eq!(texts[0], "--changeset ann:1\nA;\n");
        assert!(texts[1].ends_with("B;\n"));
        assert_eq!(found[1].name(), "changeset add-b::bob");
        assert!(found[1].no_transaction && !found[1].is_for("postgresql") && found[0].is_for("postgresql"));
    }

    #[test]
    fn databases_can_be_ruled_out() {
        let is_for = |attribute: &str| begins(&format!("--changeset a:1 {attribute}"), 0).unwrap().is_for("postgresql");
        assert!(is_for("dbms:!mysql") && is_for("dbms:postgresql,h2") && is_for("dbms:all"));
        assert!(!is_for("dbms:!postgresql") && !is_for("dbms:mysql"));
    }
}
