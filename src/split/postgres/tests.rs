use super::*;

/// The bodies of all chunks but blank ones, marked with their kind.
fn bodies(text: &str) -> Vec<String> {
    let mark = |chunk: &Chunk| match chunk.kind {
        ChunkKind::Statement => Some(String::new()),
        ChunkKind::ClientCommand => Some("command ".to_owned()),
        ChunkKind::CopyData => Some("data ".to_owned()),
        ChunkKind::Blank => None,
    };
    split(text).iter().filter_map(|chunk| Some(mark(chunk)? + &text[chunk.body.clone()])).collect()
}

fn spans(text: &str) -> Vec<&str> {
    split(text).into_iter().map(|chunk| &text[chunk.span]).collect()
}

#[test]
fn semicolons_in_quotes_and_comments_end_nothing() {
    for statement in [
        "SELECT 'a;b'",
        "SELECT 'it''s;'",
        r"SELECT '\', 1",
        r"SELECT E'\';'",
        r"SELECT e'a\\', ';'",
        "SELECT U&'\\0041;'",
        "SELECT B'1', X'F;'",
        "SELECT \"a;\"\"b;\"",
        "SELECT $$a;b$$",
        "SELECT $x$ $$;$y$; $x$",
        "SELECT /* ; /* ; */ ; */ 1",
        "SELECT 1 -- a;b\n + 2",
        "SELECT E'a'\n 'b\\';'",
        "SELECT ';' \n ';'",
        "SELECT $é$;$é$",
    ] {
        assert_eq!(bodies(&format!("{statement}; SELECT 2;")), [statement, "SELECT 2"]);
    }
}

#[test]
fn a_dollar_inside_a_word_opens_no_quote() {
    assert_eq!(bodies("SELECT a$1$; SELECT $1, b$$;"), ["SELECT a$1$", "SELECT $1, b$$"]);
}

#[test]
fn a_routine_with_an_atomic_body_is_one_statement() {
    let routine = "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC\n SELECT CASE WHEN true THEN 1 END AS end;\n \
                   SELECT t.case, t.end FROM t; END";
    assert_eq!(bodies(&format!("{routine};\nBEGIN; END;")), [routine, "BEGIN", "END"]);
}

#[test]
fn a_rule_keeps_its_actions_together() {
    let rule = "CREATE OR REPLACE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)";
    assert_eq!(bodies(&format!("{rule}; SELECT 1;")), [rule, "SELECT 1"]);
}

#[test]
fn an_open_parenthesis_elsewhere_hides_nothing() {
    assert_eq!(bodies("CREATE TABLE a (x int; CREATE TABLE b ();"), ["CREATE TABLE a (x int", "CREATE TABLE b ()"]);
}

#[test]
fn copy_data_follows_its_line() {
    let text = "copy t (a) From STDIN WITH (FORMAT text); -- rows\n1;'\n\\.\nSELECT 1;";
    assert_eq!(bodies(text), ["copy t (a) From STDIN WITH (FORMAT text)", "data 1;'\n", "SELECT 1"]);
    assert_eq!(spans(text)[1], "1;'\n\\.\n");
    assert_eq!(bodies("COPY t FROM stdin;\r\n\\.\r\nSELECT 1;"), ["COPY t FROM stdin", "data ", "SELECT 1"]);
    assert_eq!(bodies("COPY t FROM stdin; SELECT 2;\nx\n\\.\n"), ["COPY t FROM stdin", "SELECT 2", "data x\n"]);
    assert_eq!(bodies("\\copy t from stdin\nx\n\\.\nSELECT 2"), ["command \\copy t from stdin", "data x\n", "SELECT 2"]);
    assert_eq!(bodies("COPY (SELECT 1 FROM stdin) TO stdout;\nSELECT 1"), ["COPY (SELECT 1 FROM stdin) TO stdout", "SELECT 1"]);
}

#[test]
fn client_commands_take_their_line() {
    let text = "-- dump\n\\restrict abc\n\\set x 'y;'\nSELECT 1 -- one\n\\gexec\nSELECT 2 \\g out\nSELECT 3;";
    let expected = [
        "command \\restrict abc",
        "command \\set x 'y;'",
        "SELECT 1",
        "command \\gexec",
        "SELECT 2",
        "command \\g out",
        "SELECT 3",
    ];
    assert_eq!(bodies(text), expected);
    assert_eq!(bodies("SELECT 1\\; SELECT 2;"), ["SELECT 1", "SELECT 2"]);
}

#[test]
fn a_comment_on_the_same_line_stays_with_its_statement() {
    assert_eq!(
        spans("A; -- a\n-- b\nB; /* b */\nC; /* d */ D;\n"),
        ["A; -- a", "\n-- b\nB; /* b */", "\nC;", " /* d */ D;", "\n"]
    );
}

#[test]
fn the_body_has_no_comments_around_it() {
    assert_eq!(bodies("/* a */ SELECT 1 -- b\n ;; -- c"), ["SELECT 1"]);
}

#[test]
fn what_is_never_closed_is_named() {
    for (text, at, what) in [
        ("SELECT 1; SELECT 'a\nb;", 17, "quoted string"),
        ("SELECT 1; SELECT E'a\\'", 17, "quoted string"),
        ("SELECT \"a", 7, "quoted identifier"),
        ("DO $a$ $$;", 3, "dollar-quoted string"),
        ("SELECT 1; /* a /* b */", 10, "block comment"),
        ("COPY t FROM stdin;\n1\n", 19, "COPY data"),
    ] {
        let found = unterminated(text, &split(text)).map(|(range, what)| (range.start, what));
        assert_eq!(found, Some((at, what)), "{text}");
    }
    assert_eq!(unterminated("SELECT 1", &split("SELECT 1")), None);
}
