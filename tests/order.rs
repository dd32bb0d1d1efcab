//! The order of files and statements: what is found from their text, and what is said of it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use sql2rev::dialect::postgres::Postgres;
use sql2rev::finding::Finding;
use sql2rev::{History, TextOptions, order, source};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn read_dir(dir: &Path, options: &source::Options, order: order::Options) -> History {
    sql2rev::read_as(dir, options, &TextOptions::default(), &Postgres, order).unwrap()
}

fn read(files: &[(&str, &str)]) -> History {
    read_dir(folder(files).path(), &source::Options::default(), order::Options::default())
}

fn reordered(text: &str) -> History {
    let options = order::Options { reorder: true, ..order::Options::default() };
    read_dir(folder(&[("1.sql", text)]).path(), &source::Options::default(), options)
}

fn paths(history: &History) -> Vec<String> {
    history.plan.order.iter().map(|file| history.scripts[*file].text.name()).collect()
}

fn with_code<'a>(history: &'a History, code: &str) -> Vec<&'a Finding> {
    history.findings.iter().filter(|finding| finding.code == code).collect()
}

fn message<'a>(history: &'a History, code: &str) -> &'a str {
    match with_code(history, code).as_slice() {
        [finding] => &finding.message,
        others => panic!("{code}: {others:?} among {:?}", history.findings),
    }
}

fn statements(history: &History, file: usize) -> Vec<&str> {
    let script = &history.scripts[file];
    script.statements().map(|statement| script.slice(statement.span.clone())).collect()
}

#[test]
fn columns_order_files_too() {
    let history = read(&[
        ("a.sql", "CREATE INDEX ON users (email);"),
        ("b.sql", "ALTER TABLE users ADD COLUMN email text;"),
        ("c.sql", "CREATE TABLE users (id int);"),
    ]);
    assert_eq!(paths(&history), ["c.sql", "b.sql", "a.sql"]);
    let reasons = order::why(&history.plan, 1, 0);
    assert_eq!(reasons[0].because[0].object, "column users.email");
}

#[test]
fn what_is_removed_is_used_before() {
    let history = read(&[
        ("a.sql", "CREATE TABLE users (id int, email text);"),
        ("b.sql", "ALTER TABLE users DROP COLUMN email;"),
        ("c.sql", "CREATE INDEX ON users (email);"),
        ("d.sql", "DROP TABLE users;"),
        ("e.sql", "INSERT INTO users (id) VALUES (1);"),
    ]);
    assert_eq!(paths(&history), ["a.sql", "c.sql", "e.sql", "b.sql", "d.sql"]);
    let reason = |first, then| order::why(&history.plan, first, then)[0].because[0].clone();
    assert_eq!((reason(2, 1).object.as_str(), reason(2, 1).strength), ("column users.email", order::Strength::End));
    assert_eq!((reason(4, 3).object.as_str(), reason(4, 3).strength), ("table users", order::Strength::End));
    let said = with_code(&history, "order-changed");
    assert_eq!(said.len(), 1);
    assert!(said[0].message.contains("the 5 files is found from their content, and 2 run before"), "{}", said[0].message);
}

#[test]
fn a_folder_that_runs_is_not_moved() {
    let history = read(&[
        ("1_a.sql", "CREATE TABLE t (id int, c int); CREATE TABLE old (id int);"),
        ("2_b.sql", "ALTER TABLE t RENAME TO u; DROP TABLE old;"),
        ("3_c.sql", "CREATE INDEX ON u (c); CREATE TABLE t (LIKE u);"),
        ("4_d.sql", "ALTER TABLE u DROP COLUMN c; ALTER TABLE u ADD COLUMN c text; CREATE INDEX ON t (c);"),
        ("5_e.sql", "CREATE TABLE old (id int, u_id int);"),
        ("6_f.sql", "INSERT INTO old (id) VALUES (1); ALTER TABLE u ADD COLUMN c2 text;"),
    ]);
    assert_eq!(paths(&history), ["1_a.sql", "2_b.sql", "3_c.sql", "4_d.sql", "5_e.sql", "6_f.sql"]);
    assert!(with_code(&history, "order-changed").is_empty());
}

#[test]
fn hints_count_where_no_number_decides() {
    let users = "CREATE TABLE users (id int);";
    let posts = "CREATE TABLE posts (user_id int);";
    assert_eq!(paths(&read(&[("posts.sql", posts), ("users.sql", users)])), ["users.sql", "posts.sql"]);
    assert_eq!(paths(&read(&[("1_posts.sql", posts), ("2_users.sql", users)])), ["1_posts.sql", "2_users.sql"]);
    let commented = "CREATE TABLE a (b int);\n-- ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES users (id);\n";
    assert_eq!(paths(&read(&[("a.sql", commented), ("users.sql", users)])), ["users.sql", "a.sql"]);
    let after = "-- run after z_last.sql\nCREATE TABLE a (b int);";
    assert_eq!(paths(&read(&[("a.sql", after), ("z_last.sql", "CREATE TABLE z (b int);")])), ["z_last.sql", "a.sql"]);
}

#[test]
fn a_hint_does_not_stand_against_a_need() {
    let a = "CREATE TABLE a (id int PRIMARY KEY, b_id int);";
    let b = "CREATE TABLE b (id int PRIMARY KEY, x int REFERENCES a (id));";
    assert_eq!(paths(&read(&[("a.sql", a), ("b.sql", b)])), ["a.sql", "b.sql"]);
}

#[test]
fn a_file_is_split_where_it_needs_the_other() {
    let history = read(&[
        ("1.sql", "CREATE TABLE a (id int PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM b;\n"),
        ("2.sql", "CREATE TABLE b (id int REFERENCES a (id));\n"),
    ]);
    assert_eq!(paths(&history), ["1.sql (part 1)", "2.sql", "1.sql (part 2)"]);
    let expected = "`1.sql` is split in two, since no order of whole files runs: 1.sql:2 needs table b (2.sql:1); \
                    2.sql:1 needs table a (1.sql:1)";
    assert_eq!(message(&history, "file-split"), expected);
    assert!(with_code(&history, "order-cycle").is_empty());
}

#[test]
fn foreign_keys_that_close_a_loop_are_added_later() {
    let history = read(&[
        ("a.sql", "CREATE TABLE a (id int PRIMARY KEY,\n  b_id int REFERENCES b (id));\n"),
        ("b.sql", "CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id));\n"),
    ]);
    assert_eq!(paths(&history), ["a.sql (part 1)", "b.sql", "a.sql (part 2)"]);
    assert_eq!(statements(&history, 1), ["ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id)"]);
    assert!(!statements(&history, 0)[0].contains("REFERENCES"));
}

#[test]
fn a_loop_that_cannot_be_broken_is_shown_edge_by_edge() {
    let history = read(&[("1.sql", "CREATE TABLE a (LIKE b);\n"), ("2.sql", "CREATE TABLE b (LIKE a);\n")]);
    let expected = "these files need each other: 1.sql:1 needs table b (2.sql:1); 2.sql:1 needs table a (1.sql:1)";
    assert_eq!(message(&history, "order-cycle"), expected);
}

#[test]
fn statements_that_come_too_early_are_found_with_both_lines() {
    let text = "CREATE TABLE orders (id int, user_id int REFERENCES users (id));\n\nCREATE TABLE users (id int PRIMARY KEY);\n";
    let history = read(&[("1.sql", text)]);
    let expected = "line 1 needs table users, which line 3 of the same file creates";
    assert_eq!(message(&history, "used-before-definition"), expected);
    assert!(statements(&history, 0)[0].contains("orders"));
    let history = reordered(text);
    assert!(statements(&history, 0)[0].contains("TABLE users"));
    assert_eq!(message(&history, "reordered"), "line 3 is moved before line 1, which needs table users");
    assert!(with_code(&history, "used-before-definition").is_empty());
}

#[test]
fn tables_of_one_file_that_refer_to_each_other_get_their_key_later() {
    let text = "CREATE TABLE hen (\n  id int PRIMARY KEY,\n  egg int NOT NULL CONSTRAINT laid REFERENCES egg (id)\n);\n\
                CREATE TABLE egg (id int PRIMARY KEY, hen int REFERENCES hen (id)); -- end";
    let history = read(&[("1.sql", text)]);
    let said = message(&history, "foreign-key-moved");
    let loops = "line 1 needs table egg (line 5), line 5 needs table hen (line 1)";
    assert_eq!(said, format!("no order of these statements runs: {loops}; the foreign key of line 1 is added after line 5"));
    let now = statements(&history, 0);
    assert!(now[0].contains("egg int NOT NULL ") && !now[0].contains("REFERENCES"), "{}", now[0]);
    assert!(now[1].ends_with("REFERENCES hen (id))"));
    assert_eq!(now[2], "ALTER TABLE hen ADD CONSTRAINT laid FOREIGN KEY (egg) REFERENCES egg (id)");
    assert!(with_code(&history, "used-before-definition").is_empty());

    // An order that runs is all that is missing here.
    let history = read(&[("1.sql", "CREATE TABLE a (b int REFERENCES b (id));\nCREATE TABLE b (id int PRIMARY KEY);\n")]);
    assert!(with_code(&history, "foreign-key-moved").is_empty());
    assert_eq!(statements(&history, 0).len(), 2);
    let chain = "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b (id));\n\
                 CREATE TABLE b (id int PRIMARY KEY, c int REFERENCES c (id));\n\
                 CREATE TABLE c (id int PRIMARY KEY, a int REFERENCES a (id));\n";
    let history = reordered(chain);
    assert_eq!(with_code(&history, "foreign-key-moved").len(), 1);
    assert!(with_code(&history, "used-before-definition").is_empty(), "{:?}", history.findings);
    assert_eq!(statements(&history, 0).iter().filter(|sql| sql.starts_with("ALTER")).count(), 1, "no more than needed");
}

#[test]
fn the_three_classic_mistakes_are_found_with_both_lines() {
    // The first file of the sample, with three tables each before one that it references.
    const PAIRS: [[&str; 2]; 3] =
        [["cfg.exchange_rates", "cfg.currencies"], ["cfg.translations", "cfg.languages"], ["core.users", "core.tenants"]];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples/saas/001_initial_schema.sql");
    let mut text = std::fs::read_to_string(path).unwrap();
    let start = |text: &str, table: &str| text.find(&format!("CREATE TABLE {table} (")).unwrap();
    for [early, table] in PAIRS {
        let from = start(&text, early);
        let to = from + text[from..].find(";\n").unwrap() + 2;
        let statement = text[from..to].to_owned();
        text.replace_range(from..to, "");
        text.insert_str(start(&text, table), &statement);
    }
    let line = |table: &str| text[..start(&text, table)].matches('\n').count() + 1;
    let expected = PAIRS.map(|[early, table]| {
        format!("line {} needs table {table}, which line {} of the same file creates", line(early), line(table))
    });
    let history = read(&[("001_initial_schema.sql", &text)]);
    let mut said: Vec<&str> = with_code(&history, "used-before-definition").iter().map(|it| it.message.as_str()).collect();
    said.sort_unstable();
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(said, expected);
    assert!(with_code(&reordered(&text), "used-before-definition").is_empty());
}

#[test]
fn few_statements_move_and_none_across_what_it_touches() {
    let history = reordered(
        "CREATE TABLE x (id int);\nCREATE VIEW v AS SELECT id FROM b;\nCREATE TABLE y (id int);\n\
         CREATE TABLE b (id int REFERENCES a (id));\nCREATE TABLE a (id int PRIMARY KEY);\n",
    );
    let firsts: Vec<&str> = statements(&history, 0).iter().filter_map(|sql| sql.split_whitespace().nth(2)).collect();
    assert_eq!(firsts, ["x", "a", "b", "v", "y"]);
    let blocked = reordered(
        "CREATE VIEW v AS SELECT id FROM b;\nDO $$ BEGIN EXECUTE format('%s', now()); END $$;\nCREATE TABLE b (id int);\n",
    );
    assert!(statements(&blocked, 0)[0].contains("VIEW v"), "an unreadable statement is passed by none");
    let touched =
        reordered("CREATE VIEW v AS SELECT id FROM b;\nALTER TABLE t RENAME TO b;\nDROP TABLE c;\nALTER TABLE c RENAME TO t;\n");
    assert!(statements(&touched, 0)[0].contains("VIEW v") || statements(&touched, 0)[0].contains("t RENAME TO b"));
}

#[test]
fn data_fixes_beside_numbered_files_are_left_out() {
    let fix = "UPDATE a SET id = 2 WHERE id = 7;";
    let history = read(&[
        ("001_a.sql", "CREATE TABLE a (id int);"),
        ("002_fix_a.sql", fix),
        ("hotfix_march.sql", fix),
        ("adhoc/3.sql", fix),
        ("fix_index.sql", "CREATE INDEX ON a (id);"),
        ("seed.sql", "INSERT INTO a VALUES (1);"),
    ]);
    let mut left = paths(&history);
    left.sort_unstable();
    assert_eq!(left, ["001_a.sql", "002_fix_a.sql", "fix_index.sql", "seed.sql"]);
    assert_eq!(with_code(&history, "data-fix-left-out").len(), 2);
    // A numbered folder is a numbering too.
    let history = read(&[("1/a.sql", "CREATE TABLE a (id int);"), ("2/a_fix.sql", fix)]);
    assert_eq!(paths(&history), ["1/a.sql", "2/a_fix.sql"]);
    let diesel =
        [("1_a/up.sql", "CREATE TABLE a (id int);"), ("2_fix_a/up.sql", fix), ("1_a/down.sql", ""), ("2_fix_a/down.sql", "")];
    assert_eq!(paths(&read(&diesel)), ["1_a/up.sql", "2_fix_a/up.sql"]);
    let history = read(&[("1_a.sql", "CREATE TABLE a (id int);"), ("2_fix_a/x.sql", fix), ("2_b/y.sql", "CREATE TABLE b ();")]);
    assert!(paths(&history).contains(&"2_fix_a/x.sql".to_owned()));
    // Where no file has a number, nothing tells a fix from a migration.
    let history = read(&[("a.sql", "CREATE TABLE a (id int);"), ("fix.sql", fix)]);
    assert_eq!(paths(&history), ["a.sql", "fix.sql"]);
}

#[test]
fn folders_with_a_numbering_each_are_not_mixed_by_hints() {
    let history = read(&[
        ("all/0001_a.sql", "CREATE TABLE names (bucket_id text);"),
        ("one/0001_b.sql", "CREATE TABLE buckets (id text PRIMARY KEY);"),
    ]);
    assert_eq!(paths(&history), ["all/0001_a.sql", "one/0001_b.sql"]);
    let history =
        read(&[("all/a.sql", "CREATE TABLE names (bucket_id text);"), ("one/b.sql", "CREATE TABLE buckets (id text);")]);
    assert_eq!(paths(&history), ["one/b.sql", "all/a.sql"]);
}

#[test]
fn a_list_of_all_files_and_names_of_objects_silence_hints() {
    let notes = ("notes.sql", "-- runs after user_log was filled\nCREATE TABLE notes (id int);");
    let log = ("user_log.sql", "CREATE TABLE user_log (id int);");
    assert_eq!(paths(&read(&[notes, log])), ["notes.sql", "user_log.sql"], "the comment names the table");
    let notes = ("notes.sql", "-- run after user_log.sql\nCREATE TABLE notes (id int);");
    assert_eq!(paths(&read(&[notes, log])), ["user_log.sql", "notes.sql"], "the comment names the file");
    let list = ("order.txt", "notes.sql\nuser_log.sql\n");
    assert_eq!(paths(&read(&[notes, log, list])), ["notes.sql", "user_log.sql"], "the list says it");
}

#[test]
fn what_no_file_creates_is_named_with_its_nearest_name() {
    let history = read(&[
        ("1.sql", "CREATE TABLE customers (id int PRIMARY KEY);"),
        ("2.sql", "CREATE TABLE orders (id int,\n  c int REFERENCES custmers (id));\nCREATE INDEX ON custmers (id);"),
    ]);
    assert_eq!(message(&history, "created-nowhere"), "table custmers is needed by 2.sql:1, 2.sql:3, and no file creates it");
    let help = with_code(&history, "created-nowhere")[0].help.clone().unwrap();
    assert!(help.starts_with("is it `customers`?") && help.contains("--base"), "{help}");
    let fine =
        read(&[("1.sql", "CREATE TEMP TABLE t AS SELECT 1 AS a; SELECT * FROM t; INSERT INTO t VALUES (2); DROP TABLE t;")]);
    assert!(with_code(&fine, "created-nowhere").is_empty());
}

#[test]
fn a_number_used_twice_comes_with_its_proof() {
    let a = ("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY);");
    let history = read(&[a, ("1_b.sql", "CREATE TABLE b (id int);")]);
    assert!(message(&history, "number-used-twice").ends_with("no statement of one needs the other, so either may come first"));
    let history = read(&[a, ("1_0x.sql", "CREATE TABLE b (id int REFERENCES a (id));")]);
    assert!(message(&history, "number-used-twice").ends_with("`1_a.sql` comes first, since `1_0x.sql` needs table a"));
}

#[test]
fn a_dump_beside_its_deltas_is_left_out_and_a_base_is_not() {
    let deltas = [("1_a.sql", "CREATE TABLE a (id int);"), ("2_b.sql", "CREATE TABLE b (id int);")];
    let dump = ("schema.sql", "--\n-- PostgreSQL database dump\n--\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
    let history = read(&[dump, deltas[0], deltas[1]]);
    assert_eq!(paths(&history), ["1_a.sql", "2_b.sql"]);
    assert!(message(&history, "dump-left-out").starts_with("`schema.sql`"));
    let base = ("schema.sql", "-- PostgreSQL database dump\nCREATE TABLE c (id int);\nCREATE TABLE d (id int);\n");
    assert_eq!(paths(&read(&[base, deltas[0], deltas[1]])), ["schema.sql", "1_a.sql", "2_b.sql"]);
}

#[test]
fn tests_are_left_out() {
    let history = read(&[("1.sql", "SELECT 1;"), ("tests/2.sql", "SELECT 2;"), ("3.sql", "BEGIN;\nSELECT plan(1);\n")]);
    assert_eq!(paths(&history), ["1.sql"]);
    assert_eq!(with_code(&history, "not-a-migration").len(), 2);
}

#[test]
fn lists_and_chains_say_where_to_start() {
    let files = [("beta.sql", "CREATE TABLE b (id int);"), ("alpha.sql", "CREATE TABLE a (id int);")];
    let history = read(&[files[0], files[1], ("order.json", "[\"beta\", \"alpha\"]")]);
    assert_eq!(paths(&history), ["beta.sql", "alpha.sql"]);
    assert!(message(&history, "listed-order").ends_with("`order.json` lists them"));
    assert_eq!(paths(&read(&[files[0], files[1], ("order.json", "[\"beta\"]")])), ["alpha.sql", "beta.sql"]);
    let link = |name: &'static str| (name, "SELECT 1;");
    let history = read(&[link("7f-02.sql"), link("a1-7f.sql"), link("02-b9.sql")]);
    assert_eq!(paths(&history), ["a1-7f.sql", "7f-02.sql", "02-b9.sql"]);
}

#[test]
fn git_says_which_file_is_older() {
    let dir = folder(&[("z.sql", "CREATE TABLE z (id int);")]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let output = std::process::Command::new("git").current_dir(dir.path()).args(identity).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "z"]);
    std::fs::write(dir.path().join("a.sql"), "CREATE TABLE a (id int);").unwrap();
    git(&["add", "."]);
    git(&["commit", "-qm", "a"]);
    let options = source::Options { start: source::Start::Git, ..source::Options::default() };
    assert_eq!(paths(&read_dir(dir.path(), &options, order::Options::default())), ["z.sql", "a.sql"]);
    let outside = folder(&[("a.sql", "SELECT 1;")]);
    let refused = source::read(outside.path(), &options);
    assert!(matches!(refused, Err(source::SourceError::NoHistory { .. })), "{refused:?}");
}

/// Copies a sample under meaningless names; `shift` turns which file gets which name.
fn disguised(sample: &str, shift: usize) -> (tempfile::TempDir, Vec<(String, String)>) {
    const NAMES: [&str; 7] = ["kestrel", "maple", "quartz", "amber", "walnut", "onyx", "linen"];
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples").join(sample);
    let mut files: Vec<_> = std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let dir = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let name = format!("{}.sql", NAMES[(at + shift) % NAMES.len()]);
        std::fs::copy(file, dir.path().join(&name)).unwrap();
        names.push((name, file.file_name().unwrap().to_string_lossy().into_owned()));
    }
    (dir, names)
}

#[test]
fn hunter_under_meaningless_names_keeps_every_order_that_has_evidence() {
    let truth = read_dir(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples/hunter"),
        &source::Options::default(),
        order::Options::default(),
    );
    for shift in 0..7 {
        let (dir, names) = disguised("hunter", shift);
        let history = read_dir(dir.path(), &source::Options::default(), order::Options::default());
        let original = |path: String| names.iter().find(|(name, _)| *name == path).unwrap().1.clone();
        let order: Vec<String> = paths(&history).into_iter().map(original).collect();
        let place = |file: usize| {
            let path = &truth.scripts[file].text.path;
            order.iter().position(|other| other == path).unwrap_or_else(|| panic!("{path} is missing: {order:?}"))
        };
        // Functions and views are made anew by several files: then each of them would do.
        let is_made_once = |object: &str| object.starts_with("table ") || object.starts_with("column ");
        let is_proof = |reason: &order::Reason| reason.strength == order::Strength::Hard && is_made_once(&reason.object);
        for edge in truth.plan.edges.iter().filter(|edge| edge.because.iter().any(is_proof)) {
            assert!(place(edge.first) < place(edge.then), "{edge:?} in {order:?}");
        }
    }
}
