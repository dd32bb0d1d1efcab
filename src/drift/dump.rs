//! A dump by `pg_dump --schema-only`, of versions 10 to 18, and what of it counts.
//!
//! Commands of psql (`\restrict`, `\connect`), rows, databases and what the main owner owns are passed over.

use std::collections::BTreeMap;
use std::path::Path;

use crate::dialect::Dialect;
use crate::dialect::script::{self, Script};
use crate::finding::Finding;
use crate::source::{self, SourceError};
use crate::split::ChunkKind;
use crate::text;
use crate::verify::restore::DumpStatement;
use crate::verify::{OWNER, reaches_out};

/// A dump, read.
#[derive(Debug)]
pub struct Dump {
    pub script: Script,
    /// What counts of it, in order.
    pub statements: Vec<DumpStatement>,
    /// The role that most objects belong to.
    pub owner: Option<String>,
    pub findings: Vec<Finding>,
}

/// Reads a dump.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path, dialect: &dyn Dialect) -> Result<Dump, SourceError> {
    let source = source::file(path)?;
    let (text, mut findings) = text::decode(&source);
    let text = text.unwrap_or_else(|| text::Text { path: source.path.clone(), ..text::Text::default() });
    // What is said of migrations (commands of psql, DO blocks) does not matter in a dump.
    let (script, _) = script::read(&source, text, dialect);
    if script.text.content.starts_with("PGDMP") {
        findings.push(
            Finding::error("dump-unreadable", "this is a dump in a format of pg_dump's own, not SQL")
                .in_file(&script.text.path)
                .help("make it with `pg_dump --schema-only --format=plain`, or turn it into SQL with `pg_restore --schema-only -f FILE`"),
        );
    }
    let owner = main_owner(&script);
    let mut dump = Dump { script, statements: Vec::new(), owner, findings };
    dump.collect();
    Ok(dump)
}

impl Dump {
    fn collect(&mut self) {
        let mut statements: Vec<DumpStatement> = Vec::new();
        for item in &self.script.items {
            let span = item.chunk.body.clone();
            let sql = self.script.slice(span.clone());
            match item.chunk.kind {
                // The rows of the statement before.
                ChunkKind::CopyData => drop(statements.pop()),
                ChunkKind::Statement => match reaches_out(sql) {
                    Some(why) => {
                        let finding = Finding::error("reaches-out", format!("this statement is not run: it {why}"));
                        let finding = finding.at(&self.script.text.path, span);
                        self.findings.push(finding.help("take it out of the dump"));
                    }
                    None => statements.extend(self.statement(sql).map(|(sql, optional)| DumpStatement { sql, span, optional })),
                },
                ChunkKind::ClientCommand | ChunkKind::Blank => {}
            }
        }
        self.statements = statements;
    }

    /// What is run of a statement, and whether it may fail.
    fn statement(&self, sql: &str) -> Option<(String, bool)> {
        let words = Words::of(sql);
        if PASSED_OVER.iter().any(|kind| words.begin_with(kind)) || new_owner(sql).is_some_and(|role| Some(role) == self.owner) {
            return None;
        }
        let optional = OPTIONAL.iter().any(|kind| words.begin_with(kind));
        let sql = match &self.owner {
            Some(owner) if words.begin_with("alter default privileges for role") => of_owner(sql, owner),
            _ => sql.to_owned(),
        };
        Some((sql, optional))
    }
}

/// Rows, what is outside of the database, and what every database has.
const PASSED_OVER: [&str; 14] = [
    "insert into",
    "select pg_catalog setval",
    "select pg_catalog lo_",
    "create database",
    "alter database",
    "drop database",
    "comment on database",
    "create role",
    "alter role",
    "create tablespace",
    "create extension if not exists plpgsql",
    "create extension plpgsql",
    "comment on extension plpgsql",
    "alter large object",
];

/// Settings that a server may not know, what every database has, and what belongs to a superuser.
const OPTIONAL: [&str; 6] =
    ["set", "select pg_catalog set_config", "create schema public", "comment on schema public", "comment on extension", "reset"];

/// The first words of a statement, in lower case.
struct Words(String);

impl Words {
    fn of(sql: &str) -> Self {
        let start = sql.get(..200).unwrap_or(sql);
        let words = start.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        Self(words.map(str::to_lowercase).collect::<Vec<_>>().join(" "))
    }

    fn begin_with(&self, words: &str) -> bool {
        self.0.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || words.ends_with('_'))
    }
}

/// The role in `ALTER … OWNER TO role`, as it is called.
fn new_owner(sql: &str) -> Option<String> {
    let (before, role) = sql.rsplit_once(" OWNER TO ")?;
    let role = role.trim();
    let quoted = role.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_one_word = !role.contains(char::is_whitespace);
    let named = quoted.map(|name| name.replace("\"\"", "\"")).or_else(|| is_one_word.then(|| role.to_lowercase()));
    named.filter(|_| before.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("alter")))
}

fn main_owner(script: &Script) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in script.items.iter().filter(|item| item.chunk.kind == ChunkKind::Statement) {
        if let Some(role) = new_owner(script.slice(item.chunk.body.clone())) {
            *counts.entry(role).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(role, count)| (*count, std::cmp::Reverse(role.clone()))).map(|(role, _)| role)
}

/// The statement with the role that restores the dump in the place of the main owner.
fn of_owner(sql: &str, owner: &str) -> String {
    let written = [crate::schema::quote::ident(owner), format!("\"{owner}\"")];
    let named = |role: &String| sql.replacen(&format!("FOR ROLE {role} "), &format!("FOR ROLE {OWNER} "), 1);
    written.iter().map(named).find(|it| it != sql).unwrap_or_else(|| sql.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Words, new_owner};

    #[test]
    fn owners_are_read_from_statements_that_give_something_away() {
        assert_eq!(new_owner("ALTER TABLE public.t OWNER TO app"), Some("app".to_owned()));
        assert_eq!(new_owner("ALTER FUNCTION public.f(a text) OWNER TO \"App \"\"x\""), Some("App \"x".to_owned()));
        assert_eq!(new_owner("COMMENT ON TABLE t IS 'ALTER x OWNER TO app'"), None);
    }

    #[test]
    fn statements_are_known_by_their_first_words() {
        assert!(Words::of("SELECT pg_catalog.set_config('search_path', '', false)").begin_with("select pg_catalog set_config"));
        assert!(Words::of("CREATE SCHEMA public").begin_with("create schema public"));
        assert!(!Words::of("CREATE SCHEMA publications").begin_with("create schema public"));
        assert!(Words::of("SELECT pg_catalog.lo_create('1')").begin_with("select pg_catalog lo_"));
    }
}
