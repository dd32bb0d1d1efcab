//! Rows written as INSERT statements are the rows that COPY itself stores; a refusal says what it was told to say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::fmt::Write as _;

use sql2rev::revise::{Reversibility, Revision, Step};
use sql2rev::target::{Context, copy, find, render};
use support::Cluster;

/// No identity column: the clause about it must not hurt.
#[test]
fn a_table_without_identity_takes_the_rows_too() {
    let cluster = Cluster::start();
    cluster.psql("postgres", "CREATE TABLE p (a int, b text); CREATE VIEW v AS SELECT a, b FROM p");
    cluster.psql("postgres", &copy::inserts("COPY p FROM stdin", "1\tx\n").unwrap().concat());
    cluster.psql("postgres", &copy::inserts("COPY v (b) FROM stdin", "y\n").unwrap().concat());
    assert_eq!(cluster.psql("postgres", "SELECT * FROM p ORDER BY a"), "1|x\n|y\n");
}

const TABLE: &str =
    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, flag bool, note varchar(200), doc jsonb, list text[], raw bytea)";

fn data() -> String {
    let mut data = String::from(
        "1\tt\tit's \\\\ \\t tab\t{\"a\": \":x\"}\t{a,\"b c\"}\t\\\\x00ff\n\
         2\tf\t\\N\t\\N\t\\N\t\\N\n\
         3\t1\t\t[]\t{}\t\n\
         4\tno\t\\\\N\t\"%s {} $1\"\t{NULL}\t\\\\\\\\\n\
         5\ty\ta\\nb\\r\\x41\\101\\b\\f\\v\\q\\\tend\tnull\t{\"\\\\\\\\\"}\t\\\\x\n",
    );
    for i in 6..260 {
        writeln!(data, "{i}\tt\trow {i} İ \u{1f600}\t{i}\t{{{i}}}\tx").unwrap();
    }
    data
}

#[test]
fn inserts_store_what_copy_stores() {
    let cluster = Cluster::start();
    let statement = "-- rows\nCOPY t (id, flag, note, doc, list, raw) FROM stdin";
    let data = data();
    for database in ["copied", "inserted", "old_strings"] {
        cluster.create(database);
        cluster.psql(database, TABLE);
    }
    cluster.psql("copied", &format!("{statement};\n{data}\\.\n"));
    let inserts = copy::inserts(statement, &data).unwrap().join(";\n");
    cluster.psql("inserted", &inserts);
    cluster.psql("old_strings", &format!("SET standard_conforming_strings = off;\n{inserts}"));
    assert_eq!(cluster.dump_all("inserted"), cluster.dump_all("copied"));
    assert_eq!(cluster.dump_all("old_strings"), cluster.dump_all("copied"));
}

#[test]
fn a_refusal_reaches_the_reader() {
    let cluster = Cluster::start();
    let message = "irreversible: 100% of $sql2rev$ it's a \\n \"table\" %I";
    let revision = Revision {
        id: String::from("0123456789ab"),
        parent: None,
        number: 1,
        title: String::from("a"),
        scripts: Vec::new(),
        sources: Vec::new(),
        up: vec![Step::Sql(String::from("SELECT 1"))],
        down: vec![Step::Raise(message.to_owned())],
        reversibility: Reversibility::Irreversible,
        reasons: Vec::new(),
        transactional: true,
        depends_on: Vec::new(),
        uncertain_since: None,
        opaque: Vec::new(),
        written: None,
        proof: sql2rev::revise::Proof::Unproven,
        notes: Vec::new(),
    };
    let rendered = render(&find("sqlx").unwrap().unwrap(), &[revision], &Context::default()).unwrap();
    let error = cluster.try_psql("postgres", &rendered.files[1].content).unwrap_err();
    assert!(error.contains(&format!("ERROR:  {message}\n")), "{error}");
}
