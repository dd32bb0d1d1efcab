//! What the readers of views, privileges, comments, drops and rows give.
#![allow(clippy::panic)]

use super::read;
use crate::dialect::TransactionUse;
use crate::dialect::effect::{DataChange, Effect, GrantTarget};
use crate::dialect::name::{Class, Name, ObjectName};

fn effect(sql: &str) -> Effect {
    read::statement(sql, 0).effects.into_iter().next().unwrap_or(Effect::Opaque { why: "nothing".to_owned() })
}

fn view_columns(sql: &str) -> Vec<Option<String>> {
    let Effect::CreateView(view) = effect(sql) else { panic!("no view: {sql}") };
    view.columns
}

#[test]
fn a_view_is_called_as_the_server_calls_it() {
    let found = view_columns(
        "CREATE VIEW v AS SELECT a, t.b, c AS d, f(x), 1, x::int, '1'::int, CASE WHEN a THEN 1 END, (SELECT z FROM y), * FROM t",
    );
    let names: Vec<_> = found.iter().map(|name| name.as_deref().unwrap_or("*")).collect();
    assert_eq!(names, ["a", "b", "d", "f", "?column?", "x", "int4", "case", "z", "*"]);
    assert_eq!(view_columns("CREATE VIEW v (p) AS SELECT a, b FROM t"), [Some("p".to_owned()), Some("b".to_owned())]);
    assert_eq!(view_columns("CREATE VIEW v (p) AS SELECT * FROM t"), [Some("p".to_owned()), None]);
}

#[test]
fn a_grant_names_privileges_columns_and_grantees() {
    let Effect::Grant(grant) = effect("GRANT SELECT (a, B), \"update\" ON t TO \"X\", public WITH GRANT OPTION") else {
        panic!("no grant")
    };
    assert_eq!(grant.privileges, [("SELECT".to_owned(), vec!["a".to_owned(), "b".to_owned()]), ("UPDATE".to_owned(), vec![])]);
    assert_eq!(grant.on, GrantTarget::Objects(vec![ObjectName::plain(Class::Table, Name::bare("t"))]));
    assert_eq!(grant.grantees, ["\"X\"", "PUBLIC"]);
    assert!(grant.grant && grant.grant_option && !grant.cascade);
}

#[test]
fn a_revoke_may_cover_a_schema_or_a_role() {
    let Effect::Grant(revoke) = effect("REVOKE ALL ON ALL TABLES IN SCHEMA s FROM r CASCADE") else { panic!("no revoke") };
    assert_eq!(revoke.on, GrantTarget::AllInSchema { class: Class::Table, schemas: vec!["s".to_owned()] });
    assert!(!revoke.grant && revoke.cascade && revoke.privileges.is_empty());
    let Effect::Grant(member) = effect("GRANT \"Admin\" TO bob") else { panic!("no grant") };
    assert_eq!(member.on, GrantTarget::Roles(vec!["\"Admin\"".to_owned()]));
}

#[test]
fn an_insert_keeps_its_rows_as_written() {
    let Effect::Data(DataChange::Insert(insert)) =
        effect("INSERT INTO t (a, b) VALUES (-1, now()), ('x'::text, DEFAULT) ON CONFLICT DO NOTHING")
    else {
        panic!("no insert")
    };
    let rows: Vec<Vec<_>> =
        insert.rows.unwrap_or_default().into_iter().map(|row| row.into_iter().map(|v| (v.text, v.constant)).collect()).collect();
    let value = |text: &str, constant| (text.to_owned(), constant);
    assert_eq!(rows, [[value("-1", true), value("now()", false)], [value("'x'::text", true), value("DEFAULT", false)]]);
    assert_eq!(insert.on_conflict, Some(false));
}

#[test]
fn an_insert_tells_the_key_of_its_conflicts() {
    let columns = |target: &str| match effect(&format!("INSERT INTO t (a) VALUES (1) ON CONFLICT {target} DO NOTHING")) {
        Effect::Data(DataChange::Insert(insert)) => insert.conflict_columns,
        _ => panic!("no insert"),
    };
    assert_eq!(columns("(a, \"B\")"), ["a", "B"]);
    assert!(columns("(lower(a), b)").is_empty() && columns("ON CONSTRAINT c").is_empty() && columns("").is_empty());
}

#[test]
fn changes_inside_with_come_first() {
    let found = read::statement(
        "WITH d AS (DELETE FROM a WHERE x RETURNING *), e AS (SELECT 1 FROM z) INSERT INTO b SELECT * FROM d, c",
        0,
    )
    .effects;
    let [Effect::Data(DataChange::Delete { filtered: true, .. }), Effect::Data(DataChange::Insert(insert))] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!(insert.from, [Name::bare("a"), Name::bare("z"), Name::bare("c")]);
}

#[test]
fn objects_carry_what_identifies_them() {
    let Effect::Drop { objects, .. } = effect("DROP FUNCTION s.f(a int, OUT b text), g") else { panic!("no drop") };
    assert_eq!(objects[0].args.as_ref().map(Vec::len), Some(1));
    assert_eq!(objects[1].args, None);
    let Effect::Comment { object, text } = effect("COMMENT ON OPERATOR s.+ (NONE, int) IS NULL") else { panic!("no comment") };
    assert_eq!((object.name, object.args.map(|args| args.len()), text), (Name::qualified("s", "+"), Some(1), None));
    let Effect::Rename { object, to, .. } = effect("ALTER TRIGGER a ON s.t RENAME TO \"B\"") else { panic!("no rename") };
    assert_eq!((object, to.as_str()), (ObjectName::of(Class::Trigger, Name::qualified("s", "t"), "a"), "B"));
}

#[test]
fn the_search_path_is_told() {
    let path = |names: &[&str]| Some(names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
    assert_eq!(effect("SET LOCAL search_path = a, \"B\""), Effect::SearchPath { path: path(&["a", "B"]), local: true });
    assert_eq!(
        effect("SELECT pg_catalog.set_config('search_path', '', false)"),
        Effect::SearchPath { path: path(&[]), local: false }
    );
    assert_eq!(effect("RESET search_path"), Effect::SearchPath { path: None, local: false });
}

#[test]
fn some_statements_want_no_transaction() {
    let outside = |sql: &str| read::statement(sql, 0).transaction == TransactionUse::Outside;
    assert!(outside("CREATE INDEX CONCURRENTLY i ON t (a)"));
    assert!(outside("VACUUM t"));
    assert!(outside("ALTER TABLE t DETACH PARTITION p CONCURRENTLY"));
    assert!(!outside("CREATE INDEX i ON t (a)"));
}
