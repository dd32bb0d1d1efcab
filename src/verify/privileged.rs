//! Which statements may run as superuser where the owner's rights do not suffice.
//!
//! Legacy SQL is untrusted. A kind stands here only if a statement of it runs no expression, query or function that the user wrote.

/// Kinds by their first words. PostgreSQL asks for a superuser, or for a role's or database's owner, in each of them.
const KINDS: [&str; 38] = [
    "CREATE EXTENSION",
    "ALTER EXTENSION",
    "DROP EXTENSION",
    "CREATE EVENT TRIGGER",
    "ALTER EVENT TRIGGER",
    "DROP EVENT TRIGGER",
    "CREATE PUBLICATION",
    "ALTER PUBLICATION",
    "DROP PUBLICATION",
    "CREATE OPERATOR",
    "ALTER OPERATOR",
    "DROP OPERATOR",
    "CREATE ACCESS METHOD",
    "DROP ACCESS METHOD",
    "CREATE TEXT SEARCH",
    "ALTER TEXT SEARCH",
    "DROP TEXT SEARCH",
    "CREATE CAST",
    "DROP CAST",
    "CREATE TRANSFORM",
    "DROP TRANSFORM",
    "CREATE LANGUAGE",
    "CREATE TRUSTED LANGUAGE",
    "CREATE OR REPLACE LANGUAGE",
    "CREATE OR REPLACE TRUSTED LANGUAGE",
    "CREATE PROCEDURAL LANGUAGE",
    "CREATE OR REPLACE PROCEDURAL LANGUAGE",
    "DROP LANGUAGE",
    "DROP PROCEDURAL LANGUAGE",
    "CREATE FOREIGN DATA WRAPPER",
    "ALTER FOREIGN DATA WRAPPER",
    "DROP FOREIGN DATA WRAPPER",
    "CREATE TYPE",
    "ALTER DEFAULT PRIVILEGES",
    "CREATE ROLE",
    "CREATE USER",
    "GRANT",
    "REVOKE",
];

/// Whether a statement may run as superuser.
pub fn may_be_elevated(sql: &str) -> bool {
    let words = words(sql);
    let is = |kind: &&str| {
        let mut kind = kind.split(' ');
        let mut words = words.iter();
        kind.all(|word| words.next().is_some_and(|it| it.eq_ignore_ascii_case(word)))
    };
    KINDS.iter().any(|kind| is(&kind)) && !words.iter().any(|word| widens(&word.to_ascii_lowercase()))
}

/// Words that would give the user's SQL what is withheld from it: superuser, files and programs of the server.
fn widens(word: &str) -> bool {
    matches!(word, "superuser" | "sql2rev_admin" | "sql2rev_server")
        || (word.starts_with("pg_") && (word.ends_with("_files") || word.ends_with("_program")))
}

/// The words of a statement, without the comments before it.
fn words(sql: &str) -> Vec<&str> {
    let mut rest = sql.trim_start();
    loop {
        let after = match rest.get(..2) {
            Some("--") => rest.split_once('\n').map_or("", |(_, after)| after),
            Some("/*") => rest.split_once("*/").map_or("", |(_, after)| after),
            _ => break,
        };
        rest = after.trim_start();
    }
    rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::may_be_elevated;

    #[test]
    fn only_what_runs_no_code_of_the_users() {
        assert!(may_be_elevated("-- first\nCREATE EXTENSION IF NOT EXISTS postgis"));
        assert!(may_be_elevated("create  operator class x default for type int4 using btree as storage int4"));
        assert!(!may_be_elevated("DO $$ BEGIN CREATE EXTENSION x; END $$"));
        assert!(!may_be_elevated("SELECT setup()"));
        assert!(!may_be_elevated("ALTER TABLE t ALTER c TYPE text USING f(c)"));
        assert!(!may_be_elevated("CREATE ROLE x SUPERUSER"));
        assert!(!may_be_elevated("GRANT pg_execute_server_program TO app"));
        assert!(!may_be_elevated("/* CREATE EXTENSION x */ DO $$ BEGIN END $$"));
    }
}
