use squawk_syntax::SourceFile;

use super::slots;
use crate::dialect::name::Name;
use crate::dialect::wording::{Mention, Prefix, RelationRef};

fn all(sql: &str, parent: bool) -> Vec<(String, Mention)> {
    let root = SourceFile::parse(sql).syntax_node();
    slots(&root, parent).into_iter().map(|slot| (sql[slot.range].to_owned(), slot.mention)).collect()
}

fn columns(sql: &str, parent: bool) -> Vec<(String, Vec<String>, bool)> {
    let name = |relation: &RelationRef| match relation {
        RelationRef::Parent => "PARENT".to_owned(),
        RelationRef::Named(name) => name.to_string(),
    };
    all(sql, parent)
        .into_iter()
        .filter_map(|(text, mention)| match mention {
            Mention::Column { relations, label, .. } => Some((text, relations.iter().map(name).collect(), label)),
            _ => None,
        })
        .collect()
}

fn column(text: &str, relations: &[&str], label: bool) -> (String, Vec<String>, bool) {
    (text.to_owned(), relations.iter().map(|&name| name.to_owned()).collect(), label)
}

#[test]
fn a_qualified_column_belongs_to_its_alias() {
    let found = columns("SELECT a.x, b.y AS z FROM s.t a JOIN u b ON a.id = b.id", false);
    assert_eq!(
        found,
        [column("x", &["s.t"], true), column("y", &["u"], false), column("id", &["s.t"], false), column("id", &["u"], false)]
    );
}

#[test]
fn a_bare_column_may_belong_to_all_in_scope_innermost_first() {
    let found = columns("SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE x = 1)", false);
    assert_eq!(found, [column("x", &["u", "t"], false)]);
}

#[test]
fn a_subquery_in_from_does_not_see_its_neighbours() {
    let found = columns("SELECT 1 FROM t, (SELECT x FROM u) k, LATERAL (SELECT y FROM w) l", false);
    assert_eq!(found, [column("x", &["u"], true), column("y", &["w", "t"], true)]);
}

#[test]
fn columns_outside_queries_belong_to_the_parent() {
    let found = columns("SELECT NEW.a, b, t.c", true);
    assert_eq!(found, [column("a", &["PARENT"], true), column("b", &["PARENT"], true), column("c", &["PARENT"], true)]);
}

#[test]
fn a_common_table_expression_is_no_relation() {
    let found = all("WITH c AS (SELECT a FROM t) SELECT c.a FROM c UNION SELECT b FROM c", false);
    let relations: Vec<_> = found.iter().filter(|(_, mention)| matches!(mention, Mention::Relation { .. })).collect();
    assert_eq!(relations, [&("t".to_owned(), Mention::Relation(Name::bare("t")))]);
}

#[test]
fn a_star_stands_for_all_items() {
    let found = all("SELECT *, b.* FROM t, s.u AS b, (SELECT 1) k", false);
    let named = |schema: Option<&str>, name: &str| {
        Some(RelationRef::Named(Name { schema: schema.map(str::to_owned), name: name.to_owned() }))
    };
    assert_eq!(
        found[0],
        (
            "*".to_owned(),
            Mention::Star {
                relations: vec![named(None, "t"), named(Some("s"), "u"), None],
                prefixes: vec![
                    Prefix::Name("t".to_owned(), Name::bare("t")),
                    Prefix::Alias("b".to_owned()),
                    Prefix::Alias("k".to_owned())
                ],
            }
        )
    );
    assert_eq!(
        found[1],
        (
            "b.*".to_owned(),
            Mention::Star { relations: vec![named(Some("s"), "u")], prefixes: vec![Prefix::Alias("b".to_owned())] }
        )
    );
}

#[test]
fn order_by_means_a_label_first() {
    let found = columns("SELECT lower(n) AS n FROM t ORDER BY n, m", false);
    assert_eq!(found, [column("n", &["t"], false), column("m", &["t"], false)]);
}

#[test]
fn relations_hide_in_literals() {
    let found = all("SELECT nextval('s.q'), 'T'::regclass, f(1, 2)", false);
    assert_eq!(found[1], ("s.q".to_owned(), Mention::RelationLiteral(Name::qualified("s", "q"))));
    assert_eq!(found[2], ("T".to_owned(), Mention::RelationLiteral(Name::bare("t"))));
    assert_eq!(found[3], ("regclass".to_owned(), Mention::Type(Name::bare("regclass"))));
    assert_eq!(found[4], ("f".to_owned(), Mention::Routine { name: Name::bare("f"), arity: Some(2) }));
}

#[test]
fn a_change_of_rows_knows_its_target() {
    let found = columns("INSERT INTO t (a) SELECT b FROM u ON CONFLICT (c) DO UPDATE SET a = excluded.d", false);
    assert_eq!(
        found,
        [
            column("a", &["t"], false),
            column("b", &["u"], true),
            column("c", &["t"], false),
            column("a", &["t"], false),
            column("d", &["t"], false)
        ]
    );
}

#[test]
fn a_change_behind_with_is_of_its_own_target() {
    let sql = "WITH r AS (SELECT j.id FROM jc j) INSERT INTO ev (id) VALUES (1) ON CONFLICT (k) DO NOTHING";
    assert!(columns(sql, false).contains(&column("k", &["ev"], false)));
}
