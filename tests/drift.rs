//! `drift` on a real server: databases that were changed by hand, as dumps and by their URLs, exactly and structurally.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "drift/history.rs"]
mod history;
mod support;
#[path = "drift/versions.rs"]
mod versions;

use std::fs;
use std::process::{Command, Output, Stdio};

use history::{CHANGES, FILES};
use serde_json::Value;
use support::Cluster;
use tempfile::TempDir;

/// A folder `in` with the files of the history, beside which a test may write.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for (name, text) in files {
        fs::write(dir.path().join("in").join(name), text).unwrap();
    }
    dir
}

fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sql2rev"));
    command.current_dir(dir.path()).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Runs `drift` against these and returns its document.
fn drift(dir: &TempDir, against: &[String], more: &[&str]) -> (Value, i32) {
    let against: Vec<&str> = against.iter().flat_map(|it| ["--against", it.as_str()]).collect();
    let output = run(dir, &[&["drift", "in", "--format", "json"], against.as_slice(), more].concat());
    let document = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    (document, output.status.code().unwrap())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The differences of a database: kind, class and name.
fn differences(environment: &Value) -> Vec<[&str; 3]> {
    let of = |it: &'static str| move |difference: &'_ Value| difference[it].as_str().unwrap().to_owned().leak() as &str;
    let list = environment["differences"].as_array().unwrap();
    list.iter().map(|it| [of("kind")(it), of("class")(it), of("name")(it)]).collect()
}

/// A server with the roles that the history takes for granted, and a database `app` that the files were run on as role `owner`.
fn server() -> Cluster {
    let cluster = Cluster::start();
    cluster.psql("postgres", "CREATE ROLE reader; CREATE ROLE owner SUPERUSER");
    cluster.create("app");
    for (_, sql) in FILES {
        cluster.psql("app", &format!("SET SESSION AUTHORIZATION owner; {sql}"));
    }
    cluster
}

/// Dumps of the database, each after one change.
fn changed(cluster: &Cluster, dir: &TempDir) -> Vec<String> {
    let dump = |(at, (sql, ..)): (usize, &history::Change)| {
        cluster.remove("changed");
        cluster.copy("app", "changed");
        cluster.psql("changed", &format!("SET SESSION AUTHORIZATION owner; {sql}"));
        let name = format!("{at:02}.sql");
        fs::write(dir.path().join(&name), cluster.dump_text("changed", &["--schema-only"])).unwrap();
        name
    };
    CHANGES.iter().enumerate().map(dump).collect()
}

/// Names as a structural comparison has them: types are called as the catalogs call them inside.
fn inner(name: &str) -> String {
    name.replace("(integer,integer)", "(int4, int4)")
}

#[test]
fn every_change_is_found_and_nothing_else() {
    let (cluster, dir) = (server(), folder(&FILES));
    let dumps = changed(&cluster, &dir);
    for structural in [false, true] {
        let more: &[&str] = if structural { &["--no-server"] } else { &[] };
        let (document, status) = drift(&dir, &dumps, more);
        assert_eq!((status, document["method"].as_str().unwrap()), (1, if structural { "structural" } else { "exact" }));
        assert_eq!(document["findings"].as_array().unwrap().len(), 0, "{}", document["findings"]);
        let environments = document["environments"].as_array().unwrap();
        assert_eq!(environments.len(), CHANGES.len());
        for ((sql, kind, class, name), environment) in CHANGES.iter().zip(environments) {
            let name = if structural { inner(name) } else { (*name).to_owned() };
            assert_eq!(differences(environment), [[*kind, *class, name.as_str()]], "{sql}, structural: {structural}");
            let statements = environment["statements"].as_array().unwrap();
            assert!((1..=2).contains(&statements.len()) || matches!(*class, "table" | "type"), "{sql}: {statements:?}");
        }
    }
}

#[test]
fn no_change_is_no_drift() {
    let (cluster, dir) = (server(), folder(&FILES));
    for (name, options) in
        [("owners.sql", &["--schema-only"][..]), ("bare.sql", &["--schema-only", "--no-owner"]), ("rows.sql", &[])]
    {
        cluster.psql("app", "INSERT INTO members (name) VALUES ('a\\\\b'), ('c')");
        fs::write(dir.path().join(name), cluster.dump_text("app", options)).unwrap();
        for more in [&[][..], &["--no-server"]] {
            let (document, status) = drift(&dir, &[name.to_owned()], more);
            assert_eq!(
                (differences(&document["environments"][0]), status),
                (vec![], 0),
                "{name} {more:?} {}",
                document["findings"]
            );
            let states =
                document["environments"][0]["files"].as_array().unwrap().iter().map(|file| file["ran"].as_str().unwrap());
            assert_eq!(states.collect::<Vec<_>>(), ["yes"; 4]);
        }
    }
}

#[test]
fn a_database_is_read_by_its_url_and_stays_as_it_is() {
    let (cluster, dir) = (server(), folder(&FILES));
    cluster.psql("app", "ALTER TABLE members ADD COLUMN nickname text; CREATE ROLE looker LOGIN PASSWORD 'secret'; GRANT pg_read_all_data TO looker");
    let before = cluster.dump("app");
    let url = cluster.url("postgresql", "app").replace("postgres@", "looker:secret@");
    for more in [&[][..], &["--no-server"]] {
        let (document, status) = drift(&dir, std::slice::from_ref(&url), more);
        assert_eq!(status, 1);
        assert_eq!(differences(&document["environments"][0]), [["extra", "column", "public.members.nickname"]]);
        assert_eq!(document["environments"][0]["name"], "app");
        assert!(!document.to_string().contains("secret"));
    }
    assert_eq!(cluster.dump("app"), before);
    let output = run(&dir, &["drift", "in", "--against", &url.replace("/app", "/nowhere")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output.stderr).contains("secret"), "{}", text(&output.stderr));
}

#[test]
fn several_databases_tell_which_files_each_has_run() {
    let (cluster, dir) = (server(), folder(&FILES));
    cluster.create("behind");
    for (_, sql) in &FILES[..2] {
        cluster.psql("behind", sql);
    }
    cluster.copy("app", "odd");
    cluster.psql("odd", "DROP INDEX members_invited_by_idx");
    let dumps: Vec<String> = ["app", "behind", "odd"].iter().map(|name| format!("{name}.sql")).collect();
    for name in ["app", "behind", "odd"] {
        fs::write(dir.path().join(format!("{name}.sql")), cluster.dump_text(name, &["--schema-only"])).unwrap();
    }
    for more in [&[][..], &["--no-server"]] {
        let (document, _) = drift(&dir, &dumps, more);
        let states = |at: usize| -> Vec<String> {
            let files = document["environments"][at]["files"].as_array().unwrap();
            files.iter().map(|file| file["ran"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(states(0), ["yes", "yes", "yes", "yes"]);
        assert_eq!(states(1), ["yes", "yes", "no", "no"]);
        assert_eq!(states(2), ["yes", "yes", "yes", "partly"]);
        assert_eq!(document["environments"][2]["files"][3]["lacks"][0], "index public.members_invited_by_idx");
    }
    let output = run(&dir, &["drift", "in", "--against", "app.sql", "--against", "behind.sql", "--against", "odd.sql"]);
    let report = text(&output.stdout);
    let row = report.lines().find(|line| line.starts_with("4_guests.sql")).unwrap();
    let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    assert_eq!(cells, ["4_guests.sql", "run", "not run", "partly: lacks index public.members_invited_by_idx"]);
}

#[test]
fn the_fix_leads_from_the_files_to_the_database() {
    let (cluster, dir) = (server(), folder(&FILES));
    cluster.psql(
        "app",
        "SET SESSION AUTHORIZATION owner; CREATE TABLE provider_history (id serial PRIMARY KEY, what text NOT NULL);\n\
         ALTER TABLE members ALTER fee TYPE numeric(10, 2), DROP COLUMN at_home, ADD nickname text; DROP INDEX members_joined;\n\
         ALTER POLICY own ON members USING (true); COMMENT ON TABLE members IS 'Everybody'; GRANT SELECT ON club.matches TO reader",
    );
    fs::write(dir.path().join("prod.sql"), cluster.dump_text("app", &["--schema-only"])).unwrap();
    let against = ["prod.sql".to_owned()];
    for more in [&[][..], &["--no-server"]] {
        let output = dir.path().join("in/5_production.sql");
        let (document, status) = drift(&dir, &against, &[&["--fix", "in/5_production.sql"], more].concat());
        assert_eq!((status, document["environments"][0]["differences"].as_array().unwrap().len()), (1, 8));
        assert_eq!(document["findings"].as_array().unwrap().len(), 0, "{}", document["findings"]);
        // The file is part of the history now.
        for more in [&[][..], &["--no-server"]] {
            let (document, status) = drift(&dir, &against, more);
            assert_eq!(
                (differences(&document["environments"][0]), status),
                (vec![], 0),
                "{}",
                fs::read_to_string(&output).unwrap()
            );
        }
        let written = run(&dir, &["convert", "in", "--to", "sqlx", "--out", "out", "--format", "json", "--dry-run"]);
        let document: Value = serde_json::from_slice(&written.stdout).unwrap();
        let last = document["revisions"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((last["sources"][0].as_str(), last["reversibility"].as_str()), (Some("5_production.sql"), Some("data-loss")));
        // It is not overwritten.
        let again = run(&dir, &["drift", "in", "--against", "prod.sql", "--fix", "in/5_production.sql"]);
        assert_eq!(again.status.code(), Some(2));
        fs::remove_file(output).unwrap();
    }
}

#[test]
fn rules_leave_out_what_is_not_of_the_files() {
    let (cluster, dir) = (server(), folder(&FILES));
    cluster.psql(
        "app",
        "SET SESSION AUTHORIZATION owner; CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);\n\
         CREATE SCHEMA audit; CREATE TABLE audit.entries (id serial PRIMARY KEY); CREATE EXTENSION citext;\n\
         CREATE TABLE log_entries_2021 PARTITION OF log_entries FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
    );
    fs::write(dir.path().join("prod.sql"), cluster.dump_text("app", &["--schema-only"])).unwrap();
    let against = ["prod.sql".to_owned()];
    let (document, status) = drift(&dir, &against, &[]);
    let wanted = [
        ["extra", "extension", "citext"],
        ["extra", "schema", "audit"],
        ["extra", "table", "audit.entries"],
        ["extra", "table", "public.log_entries_2021"],
    ];
    assert_eq!((differences(&document["environments"][0]), status), (wanted.to_vec(), 1));
    fs::write(
        dir.path().join("in/sql2rev.toml"),
        "[drift]\nignore = [\"schema:audit\", \"audit.*\", \"table:log_entries_2*\"]\n",
    )
    .unwrap();
    for more in [&["--ignore", "extension:*"][..], &["--ignore", "extension:*", "--no-server"]] {
        let (document, status) = drift(&dir, &against, more);
        assert_eq!((differences(&document["environments"][0]), status), (vec![], 0), "{more:?}");
        assert_ne!(document["environments"][0]["ignored"], 0);
    }
}

#[test]
fn dumps_of_all_versions_are_read() {
    for (version, dump) in versions::DUMPS {
        let dir = folder(&versions::FILES);
        fs::write(dir.path().join("prod.sql"), dump).unwrap();
        for more in [&[][..], &["--no-server"]] {
            let (document, status) = drift(&dir, &["prod.sql".to_owned()], more);
            assert_eq!((differences(&document["environments"][0]), status), (vec![], 0), "{version} {more:?}");
            assert_eq!(document["findings"].as_array().unwrap().len(), 0, "{version} {more:?}: {}", document["findings"]);
        }
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    let dir = folder(&versions::FILES);
    fs::write(dir.path().join("archive.sql"), "PGDMP\u{1}\u{e}").unwrap();
    let (document, status) = drift(&dir, &["archive.sql".to_owned()], &["--no-server"]);
    assert_eq!((document["findings"][0]["code"].as_str(), status), (Some("dump-unreadable"), 1));
    fs::write(dir.path().join("odd.sql"), "CREATE TABLE t (a nosuchtype);\nCOPY t FROM PROGRAM 'id';\n").unwrap();
    let (document, status) = drift(&dir, &["odd.sql".to_owned()], &[]);
    let codes: Vec<&str> = document["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!((codes, status), (vec!["reaches-out"], 1));
    fs::write(dir.path().join("odd.sql"), "CREATE TABLE t (a nosuchtype);\n").unwrap();
    let (document, _) = drift(&dir, &["odd.sql".to_owned()], &[]);
    assert_eq!(document["findings"][0]["code"], "dump-statement-fails");
}
