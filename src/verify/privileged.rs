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
    let sql = after_comments(sql);
    let words: Vec<&str> = sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let is = |kind: &str| {
        let mut kind = kind.split(' ');
        let mut words = words.iter();
        kind.all(|word| words.next().is_some_and(|it| it.eq_ignore_ascii_case(word)))
    };
    let is_alone = !sql.contains(',') && switches_all_triggers(&words);
    let harmless = KINDS.iter().any(|kind| is(kind)) || is_alone || gives_away(&words, sql.contains(','));
    harmless && !words.iter().any(|word| widens(&word.to_ascii_lowercase()))
}

/// `ALTER TABLE t DISABLE TRIGGER ALL` and nothing else: the triggers of foreign keys belong to the system.
fn switches_all_triggers(words: &[&str]) -> bool {
    let is = |at: usize, word: &str| words.get(at).is_some_and(|it| it.eq_ignore_ascii_case(word));
    // ALTER TABLE, at most IF EXISTS ONLY and schema.table, then three words.
    let last = words.len().saturating_sub(3);
    let switches = (is(last, "disable") || is(last, "enable")) && is(last + 1, "trigger") && is(last + 2, "all");
    is(0, "alter") && is(1, "table") && (3..=7).contains(&last) && switches
}

/// `ALTER … OWNER TO role` and nothing else: the server asks that the new owner may create in the schema. A routine has commas among its
/// arguments, and takes no second action beside this one.
fn gives_away(words: &[&str], has_commas: bool) -> bool {
    let is = |at: Option<usize>, word: &str| at.and_then(|at| words.get(at)).is_some_and(|it| it.eq_ignore_ascii_case(word));
    let before_end = |count: usize| words.len().checked_sub(count);
    let is_routine = ["function", "procedure", "aggregate"].iter().any(|kind| is(Some(1), kind));
    (is_routine || !has_commas) && is(Some(0), "alter") && is(before_end(3), "owner") && is(before_end(2), "to")
}

/// Words that would give the user's SQL what is withheld from it: superuser, files and programs of the server.
fn widens(word: &str) -> bool {
    matches!(word, "superuser" | "sql2rev_admin" | "sql2rev_server")
        || (word.starts_with("pg_") && (word.ends_with("_files") || word.ends_with("_program")))
}

/// A statement without the comments before it.
fn after_comments(sql: &str) -> &str {
    let mut rest = sql.trim_start();
    loop {
        let after = match rest.get(..2) {
            Some("--") => rest.split_once('\n').map_or("", |(_, after)| after),
            Some("/*") => rest.split_once("*/").map_or("", |(_, after)| after),
            _ => return rest,
        };
        rest = after.trim_start();
    }
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
        assert!(may_be_elevated("-- slow, so\nALTER TABLE ONLY app.t DISABLE TRIGGER ALL"));
        assert!(!may_be_elevated("ALTER TABLE t ALTER c SET DEFAULT f(), ENABLE TRIGGER ALL"));
        assert!(may_be_elevated("ALTER TABLE app.t OWNER TO app"));
        assert!(may_be_elevated("ALTER FUNCTION f(a int, b int) OWNER TO app"));
        assert!(!may_be_elevated("ALTER TABLE t ALTER c SET DEFAULT f(), OWNER TO app"));
        assert!(!may_be_elevated("ALTER FUNCTION f() OWNER TO sql2rev_admin"));
        assert!(!may_be_elevated("GRANT pg_execute_server_program TO app"));
        assert!(!may_be_elevated("/* CREATE EXTENSION x */ DO $$ BEGIN END $$"));
    }
}
