//! What the content of files whose names say nothing tells of their order.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

use sql2rev::dialect::postgres::Postgres;
use sql2rev::{History, source};

const NAMES: &[&str] = &["kqw", "bzx", "tua", "fho", "myr", "cel"];

/// Reads the texts under meaningless names, in each rotation of the names, and says in which order they come. The first text has the
/// last name, so that the names' order never runs.
fn orders(texts: &[&str]) -> Vec<Vec<usize>> {
    (1..texts.len()).map(|shift| order(texts, shift)).collect()
}

fn order(texts: &[&str], shift: usize) -> Vec<usize> {
    let dir = tempfile::tempdir().unwrap();
    let name = |at: usize| match at {
        0 => "zol.sql".to_owned(),
        _ => format!("{}.sql", NAMES[(at + shift) % (texts.len() - 1)]),
    };
    for (at, text) in texts.iter().enumerate() {
        std::fs::write(dir.path().join(name(at)), text).unwrap();
    }
    let history: History = sql2rev::read(dir.path(), &source::Options::default(), &Postgres, false).unwrap();
    let place = |path: &str| (0..texts.len()).find(|at| name(*at) == path).unwrap();
    history.plan.order.iter().map(|file| place(&history.scripts[*file].text.path)).collect()
}

/// The texts are given in the only order that makes sense.
fn found(texts: &[&str]) {
    let expected: Vec<usize> = (0..texts.len()).collect();
    for order in orders(texts).into_iter().filter(|order| *order != expected) {
        assert_eq!(order, expected, "{texts:#?}");
    }
}

#[test]
fn on_conflict_needs_its_key() {
    found(&[
        "CREATE TABLE usage (user_id int, used int);",
        "ALTER TABLE usage ADD CONSTRAINT usage_user UNIQUE (user_id);",
        "INSERT INTO usage (user_id, used) VALUES (1, 2) ON CONFLICT (user_id) DO NOTHING;",
        "ALTER TABLE usage DROP CONSTRAINT usage_user;",
    ]);
}

#[test]
fn if_not_exists_comes_where_it_does_something() {
    found(&[
        "CREATE TABLE t (a int); CREATE INDEX t_a ON t USING hash (a);",
        "DROP INDEX t_a;",
        "CREATE INDEX IF NOT EXISTS t_a ON t (a);",
    ]);
}

#[test]
fn an_index_stays_when_its_column_gets_another_name() {
    found(&[
        "CREATE TABLE t (block int); CREATE INDEX t_block ON t (block);",
        "ALTER TABLE t RENAME COLUMN block TO batch;",
        "ALTER TABLE t ADD PRIMARY KEY (batch); DROP INDEX t_block;",
    ]);
}

#[test]
fn a_function_is_not_renewed_under_an_index() {
    found(&[
        "CREATE TABLE t (a text); CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 1';\n\
         CREATE INDEX t_f ON t (f(a));",
        "DROP INDEX t_f;",
        "DROP FUNCTION f(text); CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 2';",
        "ALTER TABLE t ADD COLUMN g text GENERATED ALWAYS AS (f(a)) STORED;",
        "ALTER TABLE t DROP COLUMN g; DROP FUNCTION f(text);",
    ]);
}

#[test]
fn a_type_does_not_change_under_a_view() {
    found(&[
        "CREATE TABLE t (id int); CREATE VIEW v AS SELECT t.id FROM t;",
        "DROP VIEW v;",
        "ALTER TABLE t ALTER COLUMN id TYPE bigint;",
    ]);
}

#[test]
fn what_a_table_made_anew_has_was_added_before() {
    found(&[
        "CREATE TABLE t (id int);",
        "ALTER TABLE t ADD COLUMN kept int;",
        "DROP TABLE t; CREATE TABLE t (id bigint, kept int);",
        "ALTER TABLE t ADD COLUMN late int;",
    ]);
}

#[test]
fn rows_without_a_value_come_where_the_column_allows_it() {
    found(&[
        "CREATE TABLE t (id int, name text NOT NULL);",
        "ALTER TABLE t ALTER COLUMN name DROP NOT NULL;",
        "INSERT INTO t (id, name) VALUES (1, NULL);",
        "ALTER TABLE t DROP COLUMN name;",
    ]);
    found(&["CREATE TABLE t (id int);", "INSERT INTO t (id) VALUES (1);", "ALTER TABLE t ADD COLUMN added int NOT NULL;"]);
}

#[test]
fn a_routine_comes_with_its_trigger() {
    found(&[
        "CREATE TABLE t (id int);",
        "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; /* long and wordy */ END';\n\
         CREATE TRIGGER t_f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();",
        "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';",
    ]);
}

#[test]
fn a_table_takes_the_place_of_a_view() {
    found(&[
        "CREATE TABLE old (id int PRIMARY KEY); CREATE VIEW units AS SELECT id FROM old;",
        "DROP VIEW units; ALTER TABLE old RENAME TO units;",
        "CREATE TABLE parts (unit_id int); ALTER TABLE parts ADD FOREIGN KEY (unit_id) REFERENCES units (id);",
    ]);
}

#[test]
fn a_file_goes_into_the_life_that_has_its_columns() {
    found(&[
        "CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE t (a int);",
        "CREATE INDEX t_a ON t (a);",
        "DROP TABLE t;",
        "CREATE TABLE t (b int REFERENCES base (id));",
        "CREATE INDEX t_b ON t (b);",
    ]);
}

#[test]
fn or_replace_keeps_the_columns_of_a_view() {
    found(&[
        "CREATE TABLE t (a int, b int, c int); CREATE VIEW v AS SELECT a FROM t;",
        "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;",
        "CREATE OR REPLACE VIEW v AS SELECT a, b, c FROM t;",
    ]);
}

#[test]
fn nothing_beside_a_star_is_in_the_table_yet() {
    found(&[
        "CREATE TABLE t (a int);",
        "CREATE VIEW v AS SELECT t.*, 1 AS cost FROM t;",
        "DROP VIEW v; ALTER TABLE t ADD COLUMN cost int;",
    ]);
}

#[test]
fn a_foreign_key_holds_what_its_target_holds() {
    found(&[
        "CREATE TABLE hooks (id int PRIMARY KEY);",
        "ALTER TABLE hooks ALTER COLUMN id TYPE text;",
        "CREATE TABLE calls (hook_id text REFERENCES hooks (id));",
    ]);
}

#[test]
fn a_default_goes_before_a_type_that_it_does_not_fit() {
    found(&[
        "CREATE TABLE tokens (token text DEFAULT 'none');",
        "ALTER TABLE tokens ALTER COLUMN token DROP DEFAULT;",
        "ALTER TABLE tokens ALTER COLUMN token TYPE bytea USING decode(token, 'escape');",
    ]);
}

#[test]
fn a_new_list_of_an_enum_holds_what_was_added() {
    found(&[
        "CREATE TYPE source AS ENUM ('api', 'review');",
        "ALTER TYPE source ADD VALUE 'note';",
        "CREATE TYPE source_new AS ENUM ('api', 'note'); ALTER TYPE source RENAME TO source_old; \
         ALTER TYPE source_new RENAME TO source; DROP TYPE source_old;",
    ]);
}

#[test]
fn a_key_that_is_only_given_anew_changes() {
    let key = |drops: &str, action: &str| {
        format!("{drops}ALTER TABLE fields ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES sheets (id) ON DELETE {action};")
    };
    let first = format!("CREATE TABLE sheets (id int PRIMARY KEY); CREATE TABLE fields (a int); {}", key("", "CASCADE"));
    let drops = "ALTER TABLE fields DROP CONSTRAINT f; ";
    let second = format!("ALTER TABLE fields ADD COLUMN note text; {}", key(drops, "SET NULL"));
    found(&[&first, &second, &key(drops, "CASCADE")]);
}
