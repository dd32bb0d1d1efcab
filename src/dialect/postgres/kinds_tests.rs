//! Every kind of statement, read once: what is modelled has effects, what changes no schema has none on it, and what is carried
//! verbatim says why.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;

use squawk_syntax::SyntaxKind;
use squawk_syntax::ast::{AstNode, Stmt};

use super::kinds::{Handling, handling};
use super::testing::statement;
use crate::dialect::effect::Effect;

/// One statement of each kind that the grammar knows; kinds that say the same in several forms have several.
const STATEMENTS: &[&str] = &[
    "ALTER AGGREGATE a (int) RENAME TO b",
    "ALTER COLLATION c REFRESH VERSION",
    "ALTER CONVERSION c OWNER TO r",
    "ALTER DATABASE d SET work_mem = '1MB'",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r",
    "ALTER DOMAIN d SET NOT NULL",
    "ALTER EVENT TRIGGER e DISABLE",
    "ALTER EXTENSION e UPDATE",
    "ALTER FOREIGN DATA WRAPPER w OPTIONS (a 'b')",
    "ALTER FOREIGN TABLE t ADD COLUMN c int",
    "ALTER FUNCTION f(int) STABLE",
    "ALTER GROUP g ADD USER u",
    "ALTER INDEX i SET (fillfactor = 70)",
    "ALTER LANGUAGE l RENAME TO m",
    "ALTER LARGE OBJECT 1 OWNER TO r",
    "ALTER MATERIALIZED VIEW v RENAME TO w",
    "ALTER OPERATOR + (int, int) SET (RESTRICT = NONE)",
    "ALTER OPERATOR CLASS c USING btree RENAME TO d",
    "ALTER OPERATOR FAMILY f USING btree DROP OPERATOR 1 (int, int)",
    "ALTER POLICY p ON t USING (true)",
    "ALTER PROCEDURE p(int) SECURITY DEFINER",
    "ALTER PROPERTY GRAPH g RENAME TO h",
    "ALTER PUBLICATION p ADD TABLE t",
    "ALTER ROLE r LOGIN",
    "ALTER ROUTINE r(int) STABLE",
    "ALTER RULE r ON t RENAME TO s",
    "ALTER SCHEMA s RENAME TO t",
    "ALTER SEQUENCE s INCREMENT 2",
    "ALTER SERVER s VERSION '2'",
    "ALTER STATISTICS s SET STATISTICS 5",
    "ALTER SUBSCRIPTION s ENABLE",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "ALTER TABLE t ADD COLUMN c int",
    "ALTER TABLESPACE t RENAME TO u",
    "ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR word",
    "ALTER TEXT SEARCH DICTIONARY d (a = b)",
    "ALTER TEXT SEARCH PARSER p RENAME TO q",
    "ALTER TEXT SEARCH TEMPLATE t RENAME TO u",
    "ALTER TRIGGER t ON s RENAME TO u",
    "ALTER TYPE t ADD VALUE 'v'",
    "ALTER USER u LOGIN",
    "ALTER USER MAPPING FOR u SERVER s OPTIONS (a 'b')",
    "ALTER VIEW v SET (security_barrier)",
    "ANALYZE t",
    "BEGIN",
    "CALL p(1)",
    "CHECKPOINT",
    "CLOSE c",
    "CLUSTER t USING i",
    "COMMENT ON TABLE t IS 'c'",
    "SELECT 1 UNION SELECT f('x')",
    "COPY t FROM stdin",
    "CREATE ACCESS METHOD m TYPE TABLE HANDLER h",
    "CREATE AGGREGATE a (int) (SFUNC = f, STYPE = int)",
    "CREATE CAST (int AS text) WITH INOUT",
    "CREATE COLLATION c FROM \"C\"",
    "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM f",
    "CREATE DATABASE d",
    "CREATE DOMAIN d AS int",
    "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()",
    "CREATE EXTENSION e",
    "CREATE FOREIGN DATA WRAPPER w",
    "CREATE FOREIGN TABLE t (a int) SERVER s",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE GROUP g",
    "CREATE INDEX i ON t (a)",
    "CREATE LANGUAGE l HANDLER h",
    "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "CREATE OPERATOR + (LEFTARG = int, RIGHTARG = int, FUNCTION = f)",
    "CREATE OPERATOR CLASS c FOR TYPE int USING btree AS STORAGE int",
    "CREATE OPERATOR FAMILY f USING btree",
    "CREATE POLICY p ON t",
    "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'",
    "CREATE PROPERTY GRAPH g",
    "CREATE PUBLICATION p",
    "CREATE ROLE r",
    "CREATE RULE r AS ON DELETE TO t DO NOTHING",
    "CREATE SCHEMA s CREATE VIEW v AS SELECT 1",
    "CREATE SEQUENCE s",
    "CREATE SERVER s FOREIGN DATA WRAPPER w",
    "CREATE STATISTICS s ON a, b FROM t",
    "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p",
    "CREATE TABLE t (a int)",
    "CREATE TABLE t AS SELECT 1",
    "CREATE TABLESPACE t LOCATION '/x'",
    "CREATE TEXT SEARCH CONFIGURATION c (COPY = d)",
    "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = t)",
    "CREATE TEXT SEARCH PARSER p (START = s)",
    "CREATE TEXT SEARCH TEMPLATE t (LEXIZE = l)",
    "CREATE TRANSFORM FOR int LANGUAGE l (FROM SQL WITH FUNCTION f(internal))",
    "CREATE TRIGGER t BEFORE INSERT ON s EXECUTE FUNCTION f()",
    "CREATE TYPE t AS ENUM ('a')",
    "CREATE USER u",
    "CREATE USER MAPPING FOR u SERVER s",
    "CREATE VIEW v AS SELECT 1",
    "DEALLOCATE p",
    "DECLARE c CURSOR FOR SELECT 1",
    "DELETE FROM t",
    "DISCARD ALL",
    "DO $$ BEGIN DROP VIEW v; END $$",
    "DROP ACCESS METHOD m",
    "DROP AGGREGATE a (int)",
    "DROP CAST (int AS text)",
    "DROP COLLATION c",
    "DROP CONVERSION c",
    "DROP DATABASE d",
    "DROP DOMAIN d",
    "DROP EVENT TRIGGER e",
    "DROP EXTENSION e",
    "DROP FOREIGN DATA WRAPPER w",
    "DROP FOREIGN TABLE t",
    "DROP FUNCTION f(int)",
    "DROP GROUP g",
    "DROP INDEX i",
    "DROP LANGUAGE l",
    "DROP MATERIALIZED VIEW v",
    "DROP OPERATOR + (int, int)",
    "DROP OPERATOR CLASS c USING btree",
    "DROP OPERATOR FAMILY f USING btree",
    "DROP OWNED BY r",
    "DROP POLICY p ON t",
    "DROP PROCEDURE p(int)",
    "DROP PROPERTY GRAPH g",
    "DROP PUBLICATION p",
    "DROP ROLE r",
    "DROP ROUTINE r(int)",
    "DROP RULE r ON t",
    "DROP SCHEMA s",
    "DROP SEQUENCE s",
    "DROP SERVER s",
    "DROP STATISTICS s",
    "DROP SUBSCRIPTION s",
    "DROP TABLE t",
    "DROP TABLESPACE t",
    "DROP TEXT SEARCH CONFIGURATION c",
    "DROP TEXT SEARCH DICTIONARY d",
    "DROP TEXT SEARCH PARSER p",
    "DROP TEXT SEARCH TEMPLATE t",
    "DROP TRANSFORM FOR int LANGUAGE l",
    "DROP TRIGGER t ON s",
    "DROP TYPE t",
    "DROP USER u",
    "DROP USER MAPPING FOR u SERVER s",
    "DROP VIEW v",
    ";",
    "EXECUTE p (1)",
    "EXPLAIN SELECT 1",
    "FETCH NEXT FROM c",
    "GRANT SELECT ON t TO r",
    "IMPORT FOREIGN SCHEMA s FROM SERVER t INTO u",
    "INSERT INTO t VALUES (1)",
    "LISTEN c",
    "LOAD 'l'",
    "LOCK TABLE t",
    "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
    "MOVE NEXT FROM c",
    "NOTIFY c",
    "(SELECT f('x'))",
    "PREPARE p AS INSERT INTO t VALUES (1)",
    "PREPARE TRANSACTION 'x'",
    "REASSIGN OWNED BY r TO s",
    "REFRESH MATERIALIZED VIEW v",
    "REINDEX TABLE t",
    "RELEASE SAVEPOINT s",
    "REPACK t",
    "RESET search_path",
    "RESET ROLE",
    "RESET SESSION AUTHORIZATION",
    "REVOKE SELECT ON t FROM r",
    "SAVEPOINT s",
    "SECURITY LABEL FOR p ON TABLE t IS 'l'",
    "SELECT f('x')",
    "SELECT 1 INTO t",
    "SET search_path = s",
    "SET CONSTRAINTS ALL DEFERRED",
    "SET ROLE r",
    "SET SESSION AUTHORIZATION r",
    "SET TRANSACTION READ ONLY",
    "SHOW work_mem",
    "TABLE t",
    "TRUNCATE t",
    "UNLISTEN c",
    "UPDATE t SET a = 1",
    "VACUUM t",
    "VALUES (1)",
    "COMMIT",
    "COMMIT PREPARED 'x'",
    "ROLLBACK",
    "ROLLBACK PREPARED 'x'",
    "ROLLBACK TO SAVEPOINT s",
];

/// The kinds of node that are statements.
fn kinds() -> BTreeSet<u16> {
    (0..SyntaxKind::__LAST as u16).filter(|kind| Stmt::can_cast(SyntaxKind::from(*kind))).collect()
}

#[test]
fn there_is_a_statement_of_every_kind() {
    let seen: BTreeSet<u16> = STATEMENTS.iter().map(|sql| parsed(sql).syntax().kind() as u16).collect();
    let unseen: Vec<SyntaxKind> = kinds().difference(&seen).map(|kind| SyntaxKind::from(*kind)).collect();
    assert!(unseen.is_empty(), "no statement of these kinds: {unseen:?}");
}

#[test]
fn every_kind_is_handled_as_it_says() {
    for sql in STATEMENTS {
        let found = parsed(sql);
        let effects = super::read::effects(sql, found.syntax());
        match handling(&found) {
            // A query that calls nothing has no effect.
            Handling::Modelled(_) => {
                let is_query = matches!(found, Stmt::Values(_) | Stmt::Table(_) | Stmt::CompoundSelect(_));
                assert!(is_query || !effects.is_empty(), "{sql}: no effect");
                assert!(!effects.iter().any(is_opaque), "{sql}: {effects:?}");
            }
            Handling::NoSchema(_) => assert!(effects.iter().all(keeps_the_schema), "{sql}: {effects:?}"),
            Handling::Verbatim(why) => assert_eq!(effects, [Effect::Opaque { why: why.to_owned() }], "{sql}"),
        }
    }
}

fn parsed(sql: &str) -> Stmt {
    let parsed = super::read::parse(sql).unwrap_or_else(|trouble| panic!("{sql}: {}", trouble.message));
    assert!(parsed.trouble.is_none(), "{sql}: {:?}", parsed.trouble);
    let node = if sql == ";" { parsed.root.children().next().unwrap() } else { statement(sql) };
    Stmt::cast(node.clone()).unwrap_or_else(|| panic!("{sql}: {:?} is no statement", node.kind()))
}

fn is_opaque(effect: &Effect) -> bool {
    matches!(effect, Effect::Opaque { .. })
}

fn keeps_the_schema(effect: &Effect) -> bool {
    match effect {
        Effect::Data(_) | Effect::Transaction(_) | Effect::SearchPath { .. } | Effect::BodyChecks(_) => true,
        Effect::Conditional(effects) => effects.iter().all(keeps_the_schema),
        _ => false,
    }
}
