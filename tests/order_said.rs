//! What is said of a folder: ghosts, things made twice, files that are no migrations, hints in comments, and where lists lead.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

use sql2rev::dialect::postgres::Postgres;
use sql2rev::finding::Finding;
use sql2rev::{History, revise, source};

fn read(files: &[(&str, &str)]) -> History {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    sql2rev::read(dir.path(), &source::Options::default(), &Postgres, false).unwrap()
}

fn order(history: &History) -> Vec<&str> {
    history.plan.order.iter().map(|file| history.scripts[*file].text.path.as_str()).collect()
}

fn said<'a>(history: &'a History, code: &str) -> Vec<&'a Finding> {
    history.findings.iter().filter(|finding| finding.code == code).collect()
}

#[test]
fn what_is_missing_comes_with_what_to_do() {
    for (text, message, help) in [
        ("CREATE TABLE a (email text);\nCREATE INDEX ON a (emial);", "column a.emial is needed by 1.sql:2", "is it `a.email`?"),
        ("CREATE TYPE mood AS ENUM ('a');\nCREATE TABLE a (m moood);", "type moood is needed by 1.sql:2", "is it `mood`?"),
        ("CREATE TABLE a (m citext);", "type citext is needed by 1.sql:1", "the extension citext brings it"),
        (
            "CREATE TABLE a (id uuid DEFAULT uuid_generate_v4());",
            "function uuid_generate_v4 is needed",
            "the extension uuid-ossp brings it",
        ),
        (
            "CREATE TABLE a (n text);\nCREATE INDEX ON a USING gin (n gin_trgm_ops);",
            "operator class gin_trgm_ops is needed",
            "the extension pg_trgm",
        ),
    ] {
        let history = read(&[("1.sql", text)]);
        let found = said(&history, "created-nowhere");
        assert!(found.iter().any(|it| it.message.contains(message)), "{text}: {found:?}");
        assert!(found.iter().any(|it| it.help.as_ref().is_some_and(|it| it.contains(help))), "{text}: {found:?}");
    }
    // Placeholders stand for names that nobody knows, views have columns that no text tells.
    for text in
        ["CREATE TABLE {{ s }}.a (id int);", "CREATE TABLE a (id int); CREATE VIEW v AS SELECT * FROM a; SELECT id FROM v;"]
    {
        assert!(said(&read(&[("1.sql", text)]), "created-nowhere").is_empty(), "{text}");
    }
}

#[test]
fn parts_that_come_too_early_are_found_and_moved() {
    let text = "CREATE TABLE a (id int);\nCREATE INDEX ON a (n);\nALTER TABLE a ADD COLUMN n int;\n";
    let history = read(&[("1.sql", text)]);
    let expected = "line 2 needs column a.n, which line 3 of the same file creates";
    assert_eq!(said(&history, "used-before-definition")[0].message, expected);
    let dump = "SET check_function_bodies = false;\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT id FROM a $$;\nCREATE TABLE a (id int);";
    assert!(said(&read(&[("1.sql", dump)]), "used-before-definition").is_empty());
}

#[test]
fn what_is_made_twice_comes_with_both_places() {
    let history = read(&[("1.sql", "\n\nCREATE TABLE a (id int);"), ("2.sql", "CREATE TABLE a (id int);")]);
    let revised = sql2rev::revise(&history, &Postgres, &revise::Options::default());
    let found: Vec<&str> =
        revised.findings.iter().filter(|it| it.code == "duplicate-object").map(|it| it.message.as_str()).collect();
    assert_eq!(found, ["table a exists already at this point: 1.sql:3 creates it"]);
}

#[test]
fn files_with_one_number_that_change_one_thing_are_no_proof() {
    let table = ("1.sql", "CREATE TABLE b (s text);");
    let history = read(&[table, ("2_x.sql", "UPDATE b SET s = 'x';"), ("2_y.sql", "UPDATE b SET s = 'y';")]);
    assert!(said(&history, "number-used-twice")[0].message.contains("each changes table b"));
    let history = read(&[table, ("2_x.sql", "ALTER TABLE b ADD n int;"), ("2_y.sql", "ALTER TABLE b ADD m int;")]);
    assert!(said(&history, "number-used-twice")[0].message.contains("either may come first"));
}

#[test]
fn replacements_left_alone_are_found() {
    let begun = "ALTER TABLE f ADD COLUMN user_id_new uuid;\nUPDATE f SET user_id_new = gen_random_uuid();";
    let history = read(&[("1.sql", "CREATE TABLE f (user_id int);"), ("2.sql", begun)]);
    assert_eq!(said(&history, "partial-migration").len(), 1);
    let history = read(&[("1.sql", "CREATE TABLE f (email text, email_new text);"), ("2.sql", "SELECT 1;")]);
    assert!(said(&history, "partial-migration").is_empty(), "a column that is used as it is");
    let copied = "CREATE TABLE f_new (LIKE f);\nINSERT INTO f_new SELECT * FROM f;";
    let history = read(&[("1.sql", "CREATE TABLE f (id int);"), ("2.sql", copied)]);
    assert_eq!(said(&history, "partial-migration").len(), 1);
}

#[test]
fn comments_count_wherever_they_stand() {
    let z = ("z_last.sql", "CREATE TABLE z (id int);");
    for (text, comes_first) in [
        ("/* run after z_last.sql */\nCREATE TABLE a (id int);", true),
        ("CREATE TABLE a (id int); -- benötigt z_last.sql", true),
        ("-- z_last.sql dosyasından sonra\nCREATE TABLE a (id int);", true),
        ("CREATE TABLE a (id int -- REFERENCES z (id)\n);", true),
        ("-- does not need z_last.sql\nCREATE TABLE a (id int);", false),
        ("CREATE TABLE a (id int); COMMENT ON TABLE a IS '\n-- run after z_last.sql\n';", false),
    ] {
        let history = read(&[("a.sql", text), z]);
        assert_eq!(order(&history)[0] == "z_last.sql", comes_first, "{text}");
    }
}

#[test]
fn files_that_are_no_migrations_are_left_out() {
    let a = ("001_a.sql", "CREATE TABLE a (id int);");
    for (name, code) in [
        ("rollback/001_drop_a.sql", "written-down-ignored"),
        ("001_rollback.sql", "written-down-ignored"),
        ("undo/undo_001_a.sql", "written-down-ignored"),
        ("001_a_downgrade.sql", "written-down-ignored"),
        ("001_a_test.sql", "not-a-migration"),
        ("test_001_a.sql", "not-a-migration"),
    ] {
        let history = read(&[a, (name, "DROP TABLE a;")]);
        assert_eq!((order(&history), said(&history, code).len()), (vec!["001_a.sql"], 1), "{name}");
    }
    let history =
        read(&[("1_a_postgres.sql", a.1), ("1_a_mysql.sql", "CREATE TABLE `a` (id int);"), ("2_drop_mysql.sql", "SELECT 1;")]);
    assert_eq!(order(&history), ["1_a_postgres.sql", "2_drop_mysql.sql"]);
    let deltas = [("1.sql", "CREATE TABLE a (id int);"), ("2.sql", "ALTER TABLE a ADD COLUMN n int;")];
    let history = read(&[deltas[0], deltas[1], ("schema.sql", "CREATE TABLE a (id int, n int);")]);
    assert_eq!(order(&history), ["1.sql", "2.sql"]);
}

#[test]
fn lists_of_some_files_come_first_and_name_what_is_missing() {
    let table = |name| format!("CREATE TABLE {name} (id int);");
    let (a, b, c) = (table("a"), table("b"), table("c"));
    let files = [
        ("alpha.sql", a.as_str()),
        ("beta.sql", &b),
        ("gamma.sql", &c),
        ("all.sql", "\\i gamma.sql\n\\i beta.sql\n\\i delta.sql\n"),
    ];
    let history = read(&files);
    assert_eq!(order(&history), ["gamma.sql", "beta.sql", "alpha.sql"]);
    assert!(said(&history, "listed-file-missing")[0].message.contains("`delta.sql`"));
    let history = read(&[files[0], files[1], ("Makefile", "up:\n\tpsql -f beta.sql\n\tpsql -f alpha.sql\n")]);
    assert_eq!(order(&history), ["beta.sql", "alpha.sql"]);
}

#[test]
fn placeholders_are_names_for_the_order() {
    let user = "CREATE TABLE {{schema}}.b (a int REFERENCES {{schema}}.a (id));";
    let history = read(&[("b.sql", user), ("c.sql", "CREATE TABLE {{schema}}.a (id int PRIMARY KEY);")]);
    assert_eq!(order(&history), ["c.sql", "b.sql"]);
    let history = read(&[("1.sql", "\\set t users\nCREATE TABLE :t (id int);\nCREATE TABLE @schema@.x (id int);")]);
    assert_eq!((said(&history, "template").len(), said(&history, "syntax").len()), (2, 0));
}

#[test]
fn changesets_bring_their_own_delimiter_and_conditions() {
    let text = "--liquibase formatted sql\n--changeset ann:1 endDelimiter:GO context:test\nCREATE TABLE a (id int)\nGO\nCREATE TABLE b (id int)\nGO\n";
    let history = read(&[("1.sql", text)]);
    assert_eq!(history.scripts[0].statements().count(), 2);
    assert_eq!((said(&history, "changeset-condition").len(), said(&history, "syntax").len()), (1, 0));
}
