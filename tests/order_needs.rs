//! What statements need, clause by clause: the file that makes it comes first, whatever the names or the numbers say.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

use sql2rev::dialect::postgres::Postgres;
use sql2rev::{History, source};

const USERS: &str = "CREATE TABLE users (id int PRIMARY KEY);";
const TRIGGER: &str = "CREATE TABLE users (id int PRIMARY KEY);\n\
                       CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;";
const CODE: &str = "ALTER TABLE users ADD COLUMN code text;";
const KEYED: &str = "CREATE TABLE t (id int NOT NULL, k int);";
const MOOD: &str = "CREATE TYPE mood AS ENUM ('a');";

/// What is there, what one file makes, what another needs of it, and the evidence for that.
type Need = (&'static str, &'static str, &'static str, &'static str);

const COLUMNS: &[Need] = &[
    (USERS, "ALTER TABLE users ADD COLUMN code text UNIQUE;", "CREATE TABLE x (c text REFERENCES users (code));", "users.code"),
    (USERS, CODE, "CREATE VIEW v AS SELECT u.code FROM users u;", "users.code"),
    (USERS, CODE, "CREATE VIEW v AS SELECT code FROM users;", "users.code"),
    (USERS, CODE, "CREATE INDEX i ON users (lower(code));", "users.code"),
    (USERS, CODE, "CREATE INDEX i ON users (id) WHERE code IS NULL;", "users.code"),
    (USERS, CODE, "ALTER TABLE users ADD COLUMN m text GENERATED ALWAYS AS (code || 'x') STORED;", "users.code"),
    (USERS, CODE, "CREATE SEQUENCE s OWNED BY users.code;", "users.code"),
    (USERS, CODE, "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT u.code FROM users u $$;", "users.code"),
    (
        USERS,
        CODE,
        "CREATE FUNCTION f(c users.code%TYPE) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;",
        "users.code",
    ),
    (TRIGGER, CODE, "CREATE TRIGGER g BEFORE UPDATE OF code ON users FOR EACH ROW EXECUTE FUNCTION t();", "users.code"),
    (
        TRIGGER,
        CODE,
        "CREATE TRIGGER g BEFORE UPDATE ON users FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION t();",
        "users.code",
    ),
    (USERS, CODE, "CREATE POLICY p ON users USING (code = 'x');", "users.code"),
    (USERS, CODE, "UPDATE users SET id = 3 WHERE code = 'x';", "users.code"),
    (USERS, CODE, "DELETE FROM users WHERE code = 'x';", "users.code"),
    (USERS, CODE, "COPY users (id, code) FROM stdin;\n1\tx\n\\.\n", "users.code"),
    (USERS, CODE, "COMMENT ON COLUMN users.code IS 'x';", "users.code"),
    (USERS, CODE, "GRANT SELECT (code) ON users TO PUBLIC;", "users.code"),
];

const KEYS: &[Need] = &[
    (KEYED, "CREATE UNIQUE INDEX uq ON t (k);", "CREATE TABLE x (k int REFERENCES t (k));", "a unique key of t (k)"),
    (KEYED, "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (k);", "CREATE TABLE x (k int REFERENCES t (k));", "a unique key of t (k)"),
    (KEYED, "ALTER TABLE t ADD PRIMARY KEY (id);", "CREATE TABLE x (k int REFERENCES t);", "the primary key of t"),
    (
        KEYED,
        "CREATE UNIQUE INDEX uq ON t (k);",
        "INSERT INTO t VALUES (1, 1) ON CONFLICT (k) DO NOTHING;",
        "a unique key of t (k)",
    ),
    (
        KEYED,
        "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (k);",
        "INSERT INTO t VALUES (1, 1) ON CONFLICT ON CONSTRAINT uq DO NOTHING;",
        "t.uq",
    ),
    (KEYED, "ALTER TABLE t ADD CONSTRAINT c CHECK (k > 0) NOT VALID;", "ALTER TABLE t VALIDATE CONSTRAINT c;", "t.c"),
    (KEYED, "ALTER TABLE t ADD CONSTRAINT c CHECK (k > 0);", "COMMENT ON CONSTRAINT c ON t IS 'x';", "t.c"),
    (KEYED, "CREATE INDEX i ON t (k);", "COMMENT ON INDEX i IS 'x';", "index i"),
    (KEYED, "CREATE INDEX i ON t (k);", "ALTER TABLE t CLUSTER ON i;", "index i"),
    (KEYED, "CREATE UNIQUE INDEX i ON t (id);", "ALTER TABLE t REPLICA IDENTITY USING INDEX i;", "index i"),
];

const OBJECTS: &[Need] = &[
    (
        "",
        "CREATE TABLE logs (id int);",
        "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM logs $$;",
        "table logs",
    ),
    (
        "",
        "CREATE TABLE logs (id int);",
        "CREATE FUNCTION f() RETURNS SETOF logs LANGUAGE plpgsql AS $$ BEGIN RETURN; END $$;",
        "table logs",
    ),
    (
        "",
        "CREATE TABLE logs (id int);",
        "CREATE FUNCTION f(l logs) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;",
        "table logs",
    ),
    (
        "",
        "CREATE FUNCTION ok(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select true';",
        "CREATE DOMAIN d AS text CHECK (ok(VALUE));",
        "function ok",
    ),
    ("", "CREATE TYPE c AS (a int);", "CREATE TABLE x OF c;", "type c"),
    ("", "CREATE SCHEMA app;", "GRANT USAGE ON SCHEMA app TO PUBLIC;", "schema app"),
    ("", "CREATE TABLE logs (id int);", "GRANT SELECT ON logs TO PUBLIC;", "table logs"),
    (
        "",
        "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1';",
        "GRANT EXECUTE ON FUNCTION f(int) TO PUBLIC;",
        "function f",
    ),
    ("", "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1';", "COMMENT ON FUNCTION f(int) IS 'x';", "function f"),
    (USERS, "CREATE ROLE reader;", "GRANT SELECT ON users TO reader;", "role reader"),
    (USERS, "CREATE ROLE reader;", "CREATE POLICY p ON users TO reader USING (true);", "role reader"),
    ("", "CREATE ROLE reader;", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;", "role reader"),
    ("", "CREATE TABLE logs (id int);", "CREATE PUBLICATION p FOR TABLE logs;", "table logs"),
    (
        "",
        "CREATE FUNCTION e(int, int) RETURNS boolean LANGUAGE sql AS 'select true';",
        "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = e);",
        "function e",
    ),
    ("", "CREATE COLLATION de FROM \"C\";", "CREATE TABLE x (n text COLLATE de);", "collation de"),
    (
        "CREATE FOREIGN DATA WRAPPER w;",
        "CREATE SERVER s FOREIGN DATA WRAPPER w;",
        "CREATE FOREIGN TABLE x (id int) SERVER s;",
        "server s",
    ),
    ("", "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;", "CALL p();", "function p"),
    (
        "",
        "CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;",
        "CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION g();",
        "function g",
    ),
    (MOOD, "ALTER TYPE mood ADD VALUE 'c';", "CREATE TABLE x (m mood DEFAULT 'c');", "mood"),
    (MOOD, "ALTER TYPE mood ADD VALUE 'c';", "ALTER TYPE mood ADD VALUE 'd' AFTER 'c';", "mood"),
];

const EXTENSIONS: &[Need] = &[
    (
        "CREATE TABLE t (n text);",
        "CREATE EXTENSION pg_trgm;",
        "CREATE INDEX i ON t USING gin (n gin_trgm_ops);",
        "operator class gin_trgm_ops of extension pg_trgm",
    ),
    ("", "CREATE EXTENSION citext;", "CREATE TABLE x (m citext);", "type citext of extension citext"),
    (
        "CREATE SCHEMA ext;",
        "CREATE EXTENSION citext SCHEMA ext;",
        "CREATE TABLE x (m ext.citext);",
        "type ext.citext of extension citext",
    ),
    (
        "",
        "CREATE EXTENSION \"uuid-ossp\";",
        "CREATE TABLE x (id uuid DEFAULT uuid_generate_v4());",
        "function uuid_generate_v4 of extension uuid-ossp",
    ),
    (
        "",
        "CREATE EXTENSION pgcrypto;",
        "CREATE FUNCTION h() RETURNS text LANGUAGE sql AS $$ SELECT crypt('x', gen_salt('bf')) $$;",
        "function crypt of extension pgcrypto",
    ),
];

fn read(files: &[(&str, &str)]) -> History {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().filter(|(_, text)| !text.is_empty()) {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    sql2rev::read(dir.path(), &source::Options::default(), &Postgres, false).unwrap()
}

fn order(history: &History) -> Vec<&str> {
    history
        .plan
        .order
        .iter()
        .map(|file| history.scripts[*file].text.path.as_str())
        .filter(|path| !path.contains("base"))
        .collect()
}

/// The evidence of the file that needs.
fn evidence(history: &History, user: &str) -> Vec<String> {
    let edges = history.plan.edges.iter().filter(|edge| history.scripts[edge.then].text.path == user);
    edges.flat_map(|edge| &edge.because).filter(|it| it.strength.is_hard()).map(|it| it.object.clone()).collect()
}

fn check(needs: &[Need]) {
    for &(base, maker, user, object) in needs {
        for (first, then) in [("z_maker.sql", "m_user.sql"), ("2_maker.sql", "1_user.sql"), ("1_maker.sql", "2_user.sql")] {
            let base_name = if first.starts_with('z') { "a_base.sql" } else { "0_base.sql" };
            let history = read(&[(base_name, base), (first, maker), (then, user)]);
            assert_eq!(order(&history), [first, then], "{user}");
            let said = evidence(&history, then);
            assert!(said.iter().any(|it| it.contains(object)), "{user}: {said:?} without {object}");
        }
    }
}

#[test]
fn columns_are_needed() {
    check(COLUMNS);
}

#[test]
fn keys_and_parts_are_needed() {
    check(KEYS);
}

#[test]
fn objects_of_every_class_are_needed() {
    check(OBJECTS);
}

#[test]
fn what_extensions_bring_is_needed() {
    check(EXTENSIONS);
}

#[test]
fn bodies_that_run_later_are_hints() {
    let body = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO logs VALUES (1); END $$;";
    let logs = "CREATE TABLE logs (id int);";
    let history = read(&[("a.sql", body), ("z.sql", logs)]);
    assert_eq!(order(&history), ["z.sql", "a.sql"]);
    assert_eq!(history.plan.edges[0].because[0].object, "table logs in the body of a routine");
    assert!(evidence(&history, "a.sql").is_empty());
    let history = read(&[("1.sql", body), ("2.sql", logs)]);
    assert_eq!(order(&history), ["1.sql", "2.sql"], "numbers are stronger");
    let unchecked = "SET check_function_bodies = false;\n\
                     CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM logs $$;";
    assert_eq!(order(&read(&[("1.sql", unchecked), ("2.sql", logs)])), ["1.sql", "2.sql"]);
}

#[test]
fn what_may_be_something_else_moves_no_numbered_file() {
    let table = "CREATE TABLE a (id int PRIMARY KEY, n int, k int UNIQUE);";
    for (second, third) in [
        ("CREATE VIEW v AS WITH q AS (SELECT id AS code FROM a) SELECT code FROM a, q;", "ALTER TABLE a ADD COLUMN code int;"),
        ("CREATE VIEW v AS SELECT row_to_json(a) AS j FROM a;", "ALTER TABLE a ADD COLUMN a int;"),
        ("CREATE VIEW v AS SELECT n + 1 AS d, count(*) AS c FROM a GROUP BY d;", "ALTER TABLE a ADD COLUMN d int;"),
        (
            "CREATE FUNCTION f(code int) RETURNS int LANGUAGE sql AS $$ SELECT id FROM a WHERE id = code $$;",
            "ALTER TABLE a ADD COLUMN code int;",
        ),
        (
            "CREATE SCHEMA app; SET search_path TO app, public; CREATE TABLE b (a int REFERENCES a);",
            "CREATE TABLE app.a (id int PRIMARY KEY);",
        ),
        ("ALTER TABLE a RENAME COLUMN k TO j; CREATE TABLE c (j int REFERENCES a (j));", "CREATE UNIQUE INDEX a_j ON a (j);"),
        ("ALTER TABLE a DROP CONSTRAINT a_k_key;", "ALTER TABLE a ADD CONSTRAINT a_k_key UNIQUE (k);"),
    ] {
        let history = read(&[("1.sql", table), ("2.sql", second), ("3.sql", third)]);
        assert_eq!(order(&history), ["1.sql", "2.sql", "3.sql"], "{second}");
    }
}
