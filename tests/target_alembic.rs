//! The real Alembic runs what was written: every value must reach the database as it was meant, whichever way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::path::Path;

use sql2rev::revise::{Reversibility, Revision, Step};
use sql2rev::target::lock::Lock;
use sql2rev::target::{Context, WriteOptions, find, render, settings, write};
use support::{Cluster, alembic};

/// What a revision runs, a query for what came of it, and what that must be.
struct Case {
    name: &'static str,
    statements: Vec<String>,
    query: String,
    expected: String,
}

/// Values that break `op.execute`, string formatting, templates, Python source or line ends.
const VALUES: &[(&str, &str)] = &[
    ("bind", ":name"),
    ("time", "at :30 or 12:30:45"),
    ("json", "{\"a\":true,\"b\":null}"),
    ("cast", "x::text"),
    ("escaped colon", "\\:name"),
    ("double escaped colon", "\\\\:name"),
    ("percent", "100%"),
    ("percent s", "%s %(name)s %d"),
    ("double percent", "100%%"),
    ("psycopg placeholder", "%b %t %%s"),
    ("question mark", "a ? b ?? c"),
    ("dollar number", "$1 $2"),
    ("braces", "{} {0} {name}"),
    ("double braces", "{{name}} {{{raw}}} {{#if x}}"),
    ("template", "${name} <% x %> {% y %}"),
    ("backslash", "a\\b"),
    ("trailing backslash", "a\\"),
    ("two trailing backslashes", "a\\\\"),
    ("escape letters", "\\n\\t\\r\\x41\\u0041\\N{DASH}\\101"),
    ("copy null", "\\N"),
    ("tab", "a\tb"),
    ("two lines", "a\nb"),
    ("crlf", "a\r\nb"),
    ("lone cr", "a\rb"),
    ("blank lines", "\n\na\n\n"),
    ("trailing space", "a   \nb  "),
    ("form feed", "a\u{c}b"),
    ("vertical tab", "a\u{b}b"),
    ("separators", "a\u{1c}b\u{1d}c\u{1e}d"),
    ("next line", "a\u{85}b"),
    ("line separator", "a\u{2028}b\u{2029}c"),
    ("byte order mark", "\u{feff}a"),
    ("bidi override", "a\u{202e}b\u{2066}c"),
    ("zero width", "a\u{200b}b\u{200d}c"),
    ("delete", "a\u{7f}b"),
    ("bell", "a\u{7}b\u{1b}c"),
    ("double quote", "say \"x\""),
    ("triple quotes", "a \"\"\" b"),
    ("four quotes", "\"\"\"\""),
    ("five quotes and lines", "\"\"\"\"\"\n\"\"\"\"\""),
    ("triple single quotes", "a ''' b"),
    ("both quotes", "'\"'\"'"),
    ("backslash quote", "\\\"\\'"),
    ("backslash before triple", "\\\"\"\"\nx"),
    ("ends with quote", "a\n\""),
    ("python", "\"\"\")\nimport os\nos.abort()\n_run(\"\"\""),
    ("coding line", "# -*- coding: latin-1 -*-"),
    ("turkish", "İstanbul'da ığüşöç"),
    ("astral", "\u{1f600} \u{20000}"),
    ("emoji sequence", "👩\u{200d}👩\u{200d}👧"),
    ("combining", "e\u{301}"),
    ("chinese", "数据库"),
    ("semicolon", "a;b;\n;c"),
    ("comment marks", "-- no /* no */ # no"),
    ("dollar quote", "$$ $tag$ $$"),
    ("array slice", "[1:2]"),
    ("url", "postgres://u:p@h:5432/d?x=%20"),
    ("psql variable", ":'name' :\"name\" :{?name}"),
    ("percent at the end", "LIKE 'a%'"),
    ("empty", ""),
];

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = VALUES.iter().enumerate().map(|(i, (name, value))| value_case(i, name, value)).collect();
    cases.extend(other_cases());
    cases
}

fn value_case(number: usize, name: &'static str, value: &str) -> Case {
    let quoted = value.replace('\'', "''");
    Case {
        name,
        statements: vec![format!("INSERT INTO got (n, v)\nVALUES ({number}, '{quoted}')")],
        query: format!("SELECT v FROM got WHERE n = {number}"),
        expected: value.to_owned(),
    }
}

fn statement_case(name: &'static str, statements: &[&str], query: &str, expected: &str) -> Case {
    Case {
        name,
        statements: statements.iter().map(|&sql| sql.to_owned()).collect(),
        query: query.to_owned(),
        expected: expected.to_owned(),
    }
}

fn other_cases() -> Vec<Case> {
    let body = "\nDECLARE\n    x text := ':name';\nBEGIN\n    -- :bind, 100%, \\:x, it's\n    RAISE NOTICE '% of %', x, x[1:2];\tRETURN '{\"a\":1}';\nEND\n";
    let function = format!("CREATE FUNCTION f_text(x text[]) RETURNS text LANGUAGE plpgsql AS $f${body}$f$");
    vec![
        statement_case("function body", &[&function], "SELECT prosrc FROM pg_proc WHERE proname = 'f_text'", body),
        statement_case(
            "function body with crlf",
            &["CREATE FUNCTION f_crlf() RETURNS int LANGUAGE sql AS $$\r\nSELECT 1 -- :x\r\n$$"],
            "SELECT prosrc FROM pg_proc WHERE proname = 'f_crlf'",
            "\r\nSELECT 1 -- :x\r\n",
        ),
        statement_case(
            "trailing comment",
            &["INSERT INTO got VALUES (1001, 'a') -- :bind 100% it's \\", "INSERT INTO got VALUES (1002, 'b') -- last"],
            "SELECT string_agg(v, ',' ORDER BY n) FROM got WHERE n IN (1001, 1002)",
            "a,b",
        ),
        statement_case(
            "comments around",
            &["-- :bind\n/* %s \"\"\" \\ */\nINSERT INTO got /* ? $1 {} */ VALUES (1003, 'c')\n/* end */"],
            "SELECT v FROM got WHERE n = 1003",
            "c",
        ),
        statement_case(
            "identifiers",
            &["CREATE TABLE \"a:b %s\" (\"x\"\"y:z\" int, \"{}\\\" text)"],
            "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '\"a:b %s\"'::regclass AND attnum > 0",
            "x\"y:z,{}\\",
        ),
        statement_case(
            "jsonb operators",
            &["INSERT INTO got SELECT 1004, ('{\"a\":1}'::jsonb ? 'a')::text || ('[1]'::jsonb @> '[1]') || (7 % 4)"],
            "SELECT v FROM got WHERE n = 1004",
            "truetrue3",
        ),
        statement_case(
            "escape string",
            &["INSERT INTO got VALUES (1005, E'a\\tb\\\\c\\:d')"],
            "SELECT v FROM got WHERE n = 1005",
            "a\tb\\c:d",
        ),
        statement_case(
            "default",
            &[
                "CREATE TABLE d (at text DEFAULT ':now', p text DEFAULT '50%', CHECK (p LIKE '%\\%' ESCAPE '\\'))",
                "INSERT INTO d DEFAULT VALUES",
            ],
            "SELECT at || p FROM d",
            ":now50%",
        ),
    ]
}

fn revision(number: usize, title: &str, up: Vec<Step>) -> Revision {
    Revision {
        id: format!("{number:012x}"),
        parent: (number > 1).then(|| format!("{:012x}", number - 1)),
        number,
        title: title.to_owned(),
        scripts: Vec::new(),
        sources: vec![format!("{title}.sql")],
        up,
        down: vec![Step::Sql(String::from("SELECT 1"))],
        reversibility: Reversibility::Lossless,
        reasons: Vec::new(),
        transactional: true,
        depends_on: Vec::new(),
        uncertain_since: None,
        opaque: Vec::new(),
        written: None,
        proof: sql2rev::revise::Proof::Unproven,
        notes: Vec::new(),
    }
}

fn sql(statement: &str) -> Step {
    Step::Sql(statement.to_owned())
}

fn write_to(out: &Path, revisions: &[Revision]) {
    let target = find("alembic").unwrap().expect("the target is there");
    let (settings, findings) = settings::read(&target, out).unwrap();
    assert_eq!(findings, []);
    let context = Context { dialect: String::from("postgres"), settings };
    let rendered = render(&target, revisions, &context).unwrap();
    assert_eq!(rendered.findings, []);
    let lock = Lock::new("alembic", "postgres", Vec::new(), revisions, &rendered.files);
    let written = write(out, &rendered.files, &lock, &target.manifest.lock, WriteOptions::default()).unwrap();
    assert_eq!(written.findings, []);
}

fn check_values(cluster: &Cluster, database: &str, way: &str) {
    let mut wrong = Vec::new();
    for case in cases() {
        // Hex, so that psql's own line ends do not matter.
        let query = format!("SELECT encode(convert_to(({}), 'UTF8'), 'hex')", case.query);
        let got = cluster.psql(database, &query);
        let expected = case.expected.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        if got.trim_end() != expected {
            wrong.push(format!("{}: {} is not {expected}", case.name, got.trim_end()));
        }
    }
    assert!(wrong.is_empty(), "{way}: {wrong:#?}");
}

fn value_revisions() -> Vec<Revision> {
    let mut revisions = vec![revision(1, "base", vec![sql("CREATE TABLE got (n int PRIMARY KEY, v text)")])];
    for (i, case) in cases().into_iter().enumerate() {
        let steps = case.statements.into_iter().map(Step::Sql).collect();
        revisions.push(revision(i + 2, case.name, steps));
    }
    revisions
}

#[test]
fn every_value_reaches_the_database_with_both_drivers_and_offline() {
    let cluster = Cluster::start();
    let out = tempfile::tempdir().unwrap();
    write_to(out.path(), &value_revisions());
    for driver in ["postgresql+psycopg", "postgresql+psycopg2"] {
        let database = driver.replace('+', "_");
        cluster.create(&database);
        alembic(out.path(), &cluster.url(driver, &database), &["upgrade", "head"]).unwrap();
        check_values(&cluster, &database, driver);
    }
    cluster.create("offline");
    let printed = alembic(out.path(), &cluster.url("postgresql+psycopg", "offline"), &["upgrade", "head", "--sql"]).unwrap();
    cluster.psql("offline", &printed);
    check_values(&cluster, "offline", "offline");
}

/// Text from files that tries to become code wherever text goes.
const HOSTILE: &str = "x\"\"\"\nimport os; os.abort()\r\u{2028}# -*- coding: utf-7 -*-\n\\\"\"\" {{id}} \0 '''";

#[test]
fn titles_comments_and_reasons_stay_text() {
    let cluster = Cluster::start();
    let out = tempfile::tempdir().unwrap();
    let mut hostile = revision(1, HOSTILE, vec![Step::Comment(HOSTILE.into()), sql("CREATE TABLE t (a int)")]);
    hostile.sources = vec![HOSTILE.into()];
    hostile.reasons = vec![HOSTILE.into()];
    hostile.notes = vec![HOSTILE.into()];
    hostile.down = vec![Step::Comment(HOSTILE.into()), Step::Raise(format!("irreversible: {HOSTILE}"))];
    write_to(out.path(), &[hostile]);
    cluster.create("hostile");
    let url = cluster.url("postgresql+psycopg", "hostile");
    alembic(out.path(), &url, &["upgrade", "head"]).unwrap();
    let refused = alembic(out.path(), &url, &["downgrade", "base"]).unwrap_err();
    assert!(refused.contains("RuntimeError: irreversible: x\"\"\""), "{refused}");
    let refused = alembic(out.path(), &url, &["downgrade", "head:base", "--sql"]).unwrap_err();
    assert!(refused.contains("RuntimeError: irreversible: x\"\"\""), "{refused}");
}

fn everyday_revisions() -> Vec<Revision> {
    let mut first = revision(
        1,
        "001_initial_schema",
        vec![
            sql("CREATE TYPE mood AS ENUM ('ok')"),
            sql("CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, m mood, note text)"),
        ],
    );
    first.down = vec![sql("DROP TABLE t"), sql("DROP TYPE mood")];
    let mut second = revision(
        2,
        "002_index",
        vec![sql("CREATE INDEX CONCURRENTLY t_a ON t (a)"), sql("CREATE INDEX CONCURRENTLY t_m ON t (m)")],
    );
    second.down = vec![sql("DROP INDEX CONCURRENTLY t_m"), sql("DROP INDEX CONCURRENTLY t_a")];
    second.transactional = false;
    let mut third = revision(3, "003_mood", vec![sql("ALTER TYPE mood ADD VALUE 'sad'")]);
    third.down = vec![Step::Comment(String::from("The value stays."))];
    let data = "7\tsad\tit's\\ta\\\\b\n8\t\\N\t:name 100%\n";
    let statement = String::from("COPY public.t (a, m, note) FROM stdin");
    let mut fourth = revision(4, "004_rows", vec![Step::Copy { statement, data: data.into() }]);
    fourth.down = vec![sql("DELETE FROM t WHERE a IN (7, 8)")];
    vec![first, second, third, fourth]
}

#[test]
fn every_command_works() {
    let cluster = Cluster::start();
    let out = tempfile::tempdir().unwrap();
    write_to(out.path(), &everyday_revisions());
    cluster.create("everyday");
    let url = cluster.url("postgresql+psycopg2", "everyday");
    let run = |arguments: &[&str]| alembic(out.path(), &url, arguments).unwrap_or_else(|e| panic!("{arguments:?}: {e}"));
    run(&["upgrade", "head"]);
    assert_eq!(cluster.psql("everyday", "SELECT * FROM t ORDER BY a"), "7|sad|it's\ta\\b\n8||:name 100%\n");
    run(&["check"]);
    assert!(run(&["current"]).contains("000000000004 (head)"));
    assert!(run(&["heads"]).contains("000000000004 (head)"));
    assert!(run(&["history"]).contains("<base> -> 000000000001, initial schema"));
    run(&["downgrade", "-1"]);
    run(&["downgrade", "base"]);
    assert_eq!(cluster.psql("everyday", "SELECT count(*) FROM pg_class WHERE relname IN ('t', 't_a')"), "0\n");
    run(&["upgrade", "head"]);
    run(&["stamp", "000000000002"]);
    assert!(run(&["current"]).contains("000000000002"));
    assert!(run(&["revision", "-m", "next", "--head", "head"]).contains("next.py"));

    cluster.create("offline");
    cluster.psql("offline", &run(&["upgrade", "000000000004", "--sql"]));
    assert_eq!(cluster.dump("offline"), cluster.dump("everyday"));
    cluster.psql("offline", &run(&["downgrade", "000000000004:base", "--sql"]));
}

#[test]
fn an_existing_environment_is_used_and_left_alone() {
    let out = tempfile::tempdir().unwrap();
    let ini = "[alembic]\nscript_location = %(here)s/db/migrations\n";
    std::fs::create_dir_all(out.path().join("db/migrations/versions")).unwrap();
    std::fs::write(out.path().join("alembic.ini"), ini).unwrap();
    std::fs::write(out.path().join("db/migrations/env.py"), "# mine\n").unwrap();
    write_to(out.path(), &everyday_revisions());
    assert_eq!(std::fs::read_to_string(out.path().join("alembic.ini")).unwrap(), ini);
    assert_eq!(std::fs::read_to_string(out.path().join("db/migrations/env.py")).unwrap(), "# mine\n");
    assert!(out.path().join("db/migrations/versions/000000000001_initial_schema.py").exists());
    assert!(!out.path().join("alembic").exists());
}

/// Reads a revision file and prints what its upgrade would run.
const PRINT_STATEMENTS: &str = "
import json, sys, types
module = types.ModuleType('alembic')
module.op = None
sys.modules['alembic'] = module
names, statements = {}, []
exec(compile(open(sys.argv[1], 'rb').read(), 'revision', 'exec'), names)
names['_run'] = statements.append
names['upgrade']()
json.dump(statements, sys.stdout)
";

/// Every text of up to six of the characters that matter to a Python literal.
fn short_texts() -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut all = Vec::new();
    for _ in 0..6 {
        texts = texts.iter().flat_map(|text| "\"'\\\n\ra".chars().map(move |c| format!("{text}{c}"))).collect();
        all.extend(texts.iter().cloned());
    }
    all
}

#[test]
fn python_reads_every_short_text_as_it_was() {
    let out = tempfile::tempdir().unwrap();
    let texts = short_texts();
    write_to(out.path(), &[revision(1, "texts", texts.iter().cloned().map(Step::Sql).collect())]);
    let file = out.path().join("alembic/versions/000000000001_texts.py");
    let output = std::process::Command::new(support::python()).args(["-c", PRINT_STATEMENTS]).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
    let wrong = texts.iter().zip(&read).find(|(text, read)| text != read);
    assert_eq!((wrong, read.len()), (None, texts.len()));
}
