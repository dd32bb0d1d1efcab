//! `stamp` with the real tools: databases that have the schema are marked, and others are left alone, with what differs.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use support::{Cluster, alembic};
use tempfile::TempDir;

/// A history that was run by hand so far.
const FILES: [(&str, &str); 4] = [
    (
        "1_users.sql",
        "CREATE TYPE mood AS ENUM ('good', 'it''s $sql2rev$ fine');\n\
         CREATE TABLE users (id serial PRIMARY KEY, \"E-mail\" text NOT NULL UNIQUE, mood mood DEFAULT 'good', since timestamptz DEFAULT now(),\n\
           CHECK (since > '2020-01-01'));\n\
         INSERT INTO users (\"E-mail\") VALUES ('first');\n",
    ),
    (
        "2_orders.sql",
        "CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY, owner int REFERENCES users (id) ON DELETE CASCADE, at date)\n\
           PARTITION BY RANGE (at);\n\
         CREATE TABLE orders_old PARTITION OF orders FOR VALUES FROM (MINVALUE) TO ('2020-01-01');\n\
         CREATE INDEX orders_at ON orders (at) WHERE owner IS NOT NULL;\nALTER TABLE orders ENABLE ROW LEVEL SECURITY;\n\
         CREATE POLICY own ON orders USING (owner = 1);\n",
    ),
    (
        "3_views.sql",
        "CREATE VIEW recent AS SELECT * FROM users WHERE since > '2021-01-01 00:00:00+03';\n\
         CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.since := now(); RETURN NEW; END $$;\n\
         CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();\n",
    ),
    ("4_last.sql", "ALTER TABLE users ADD COLUMN nick varchar(20);\nCREATE TABLE notes (body text);\n"),
];

struct Project {
    dir: TempDir,
}

impl Project {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        for (name, text) in FILES {
            fs::write(dir.path().join("in").join(name), text).unwrap();
        }
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs a command that writes, and returns the ids of the revisions.
    fn write(&self, command: &str, target: &str, out: &str, more: &[&str]) -> Vec<String> {
        let (source, out) = (self.path("in"), self.path(out));
        let arguments = [command, source.to_str().unwrap(), "--to", target, "--out", out.to_str().unwrap(), "--format", "json"];
        let (status, stdout, stderr) = run(&[&arguments, more].concat());
        assert_eq!(status, 0, "{stderr}");
        let document: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        document["revisions"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    }

    fn stamp(&self, out: &str, more: &[&str]) -> (i32, String, String) {
        run(&[&["stamp", self.path(out).to_str().unwrap()], more].concat())
    }

    /// Runs the first so many files on a database, as they were run so far.
    fn by_hand(&self, cluster: &Cluster, database: &str, files: usize) {
        cluster.create(database);
        for (name, _) in &FILES[..files] {
            cluster.psql_file(database, &self.path("in").join(name)).unwrap();
        }
    }
}

/// The exit status, what is printed, and what is said.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_sql2rev")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn version(cluster: &Cluster, database: &str) -> Option<String> {
    cluster.try_psql(database, "SELECT version_num FROM alembic_version").ok().map(|it| it.trim().to_owned())
}

#[test]
fn alembic_knows_a_database_that_was_marked() {
    let (cluster, project) = (Cluster::start(), Project::new());
    let ids = project.write("convert", "alembic", "out", &[]);
    let head = ids.last().unwrap();
    let (status, script, said) = project.stamp("out", &[]);
    assert_eq!(status, 0, "{said}");
    let current =
        |database: &str| alembic(&project.path("out"), &cluster.url("postgresql+psycopg", database), &["current"]).unwrap();

    project.by_hand(&cluster, "head", 4);
    cluster.psql("head", "SET TimeZone TO 'Asia/Tokyo'; ALTER DATABASE head SET TimeZone TO 'Asia/Tokyo'");
    cluster.psql("head", &script);
    assert!(current("head").contains(&format!("{head} (head)")));
    let url = cluster.url("postgresql+psycopg", "head");
    alembic(&project.path("out"), &url, &["upgrade", "head"]).unwrap();
    // A second time: the tool's own table is no drift.
    cluster.psql("head", &script);
    assert_eq!(version(&cluster, "head").as_ref(), Some(head));
    alembic(&project.path("out"), &url, &["downgrade", "-1"]).unwrap();
    assert_eq!(version(&cluster, "head").as_ref(), Some(&ids[2]));
    alembic(&project.path("out"), &url, &["upgrade", "head"]).unwrap();
    cluster.psql("head", &script);

    // A fresh database is no database that has the schema.
    cluster.create("fresh");
    let error = cluster.try_psql("fresh", &script).unwrap_err();
    assert!(error.contains("table public.notes is missing") && version(&cluster, "fresh").is_none(), "{error}");
    alembic(&project.path("out"), &cluster.url("postgresql+psycopg", "fresh"), &["upgrade", "head"]).unwrap();
    cluster.psql("fresh", &script);

    project.by_hand(&cluster, "behind", 3);
    let error = cluster.try_psql("behind", &script).unwrap_err();
    let lines: Vec<&str> = error.lines().filter(|line| line.contains("is missing")).collect();
    assert_eq!(
        lines,
        ["DETAIL:  table public.notes is missing", "column public.notes.body is missing", "column public.users.nick is missing"],
        "{error}"
    );
    assert!(version(&cluster, "behind").is_none(), "nothing is changed");
}

#[test]
fn every_kind_of_difference_keeps_a_database_from_being_marked() {
    let (cluster, project) = (Cluster::start(), Project::new());
    project.write("convert", "sqlx", "out", &[]);
    let (status, script, said) = project.stamp("out", &[]);
    assert_eq!(status, 0, "{said}");
    project.by_hand(&cluster, "template", 4);
    let changes = [
        ("ALTER TABLE users ADD COLUMN extra int", "column public.users.extra is there, and no revision makes it"),
        (
            "ALTER TABLE users ALTER COLUMN nick TYPE varchar(30)",
            "column public.users.nick is 'character varying(30)', and should be",
        ),
        (
            "UPDATE users SET nick = 'x'; ALTER TABLE users ALTER COLUMN nick SET NOT NULL",
            "column public.users.nick is 'character varying(20) not null'",
        ),
        ("ALTER TABLE users ALTER COLUMN mood DROP DEFAULT", "default of public.users.mood is missing"),
        ("ALTER TABLE users DROP CONSTRAINT \"users_E-mail_key\"", "constraint \"users_E-mail_key\" on public.users is missing"),
        ("ALTER TABLE users DROP CONSTRAINT users_since_check", "constraint users_since_check on public.users is missing"),
        ("DROP INDEX orders_at", "index public.orders_at is missing"),
        ("CREATE OR REPLACE VIEW recent AS SELECT * FROM users WHERE since > '2022-01-01'", "definition of public.recent is"),
        (
            "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "function public.touch() is",
        ),
        ("ALTER TABLE users DISABLE TRIGGER touched", "trigger touched on public.users is"),
        ("ALTER TYPE mood ADD VALUE 'bad'", "type public.mood is"),
        ("ALTER POLICY own ON orders USING (owner = 2)", "condition of policy own on public.orders is"),
        ("ALTER TABLE orders DISABLE ROW LEVEL SECURITY", "table public.orders is"),
        ("CREATE TABLE \"it's $sql2rev$\" ()", "table public.\"it's $sql2rev$\" is there"),
        ("ALTER SEQUENCE users_id_seq INCREMENT BY 2", "sequence public.users_id_seq is"),
        ("CREATE SCHEMA other", "schema other is there"),
        ("CREATE EXTENSION citext", "extension citext is there"),
    ];
    for (change, expected) in changes {
        cluster.remove("changed");
        cluster.copy("template", "changed");
        cluster.psql("changed", change);
        let error = cluster.try_psql("changed", &script).unwrap_err();
        assert!(error.contains(expected), "{change}: {error}");
        assert_eq!(cluster.psql("changed", "SELECT to_regclass('_sqlx_migrations')").trim(), "", "{change}");
    }
    cluster.psql("template", &script);
}

#[test]
fn a_database_is_compared_and_marked_in_one_go() {
    let (cluster, project) = (Cluster::start(), Project::new());
    let ids = project.write("convert", "alembic", "out", &[]);
    project.by_hand(&cluster, "head", 4);
    let url = cluster.url("postgresql", "head");
    let (status, _, said) = project.stamp("out", &["--database-url", &url, "--apply"]);
    assert!(status == 2 && said.contains("--yes") && version(&cluster, "head").is_none(), "{said}");
    let (status, printed, said) = project.stamp("out", &["--database-url", &url, "--apply", "--yes"]);
    assert_eq!((status, version(&cluster, "head").as_ref()), (0, ids.last()), "{printed}{said}");
    let (status, ..) = project.stamp("out", &["--database-url", &url, "--apply", "--yes"]);
    assert_eq!(status, 0, "a second time");

    cluster.psql("head", "ALTER TABLE users ADD COLUMN extra int");
    let (status, document, _) = project.stamp("out", &["--database-url", &url, "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert!(status == 1 && document["script"].is_null(), "{document}");
    assert_eq!(document["drift"]["environments"][0]["differences"][0]["name"], "public.users.extra");
    let (status, printed, _) = project.stamp("out", &["--database-url", &url]);
    assert!(status == 1 && printed.contains("public.users.extra") && !printed.contains("INSERT"), "{printed}");
    let (status, ..) = project.stamp("out", &["--database-url", &url, "--ignore", "public.users.extra"]);
    assert_eq!(status, 0, "what the user leaves out is no drift");
    let ignore = ["--database-url", &url, "--ignore", "public.users.extra", "--apply", "--yes", "--format", "json"];
    let (status, document, said) = project.stamp("out", &ignore);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert!(status == 0 && document["applied"] == true && document["drift"]["environments"][0]["drift"] == false, "{said}");
    cluster.psql("head", "CREATE SCHEMA audit; CREATE TABLE audit.log (id serial PRIMARY KEY)");
    let (_, script, _) = project.stamp("out", &["--ignore", "audit.*", "--ignore", "*:audit", "--ignore", "column:users.ext*"]);
    cluster.psql("head", &script);
    cluster.psql("head", "CREATE TABLE log (id int); CREATE TABLE public.audit_log ()");
    let error = cluster.try_psql("head", &script).unwrap_err();
    assert!(
        error.contains("table public.audit_log") && error.contains("table public.log") && !error.contains("audit.log"),
        "{error}"
    );
    cluster.psql("head", "DROP SCHEMA audit CASCADE; DROP TABLE log, audit_log");

    // A revision of another history.
    cluster.psql("head", "ALTER TABLE users DROP COLUMN extra; UPDATE alembic_version SET version_num = 'somebody'");
    let (status, _, said) = project.stamp("out", &["--database-url", &url, "--apply", "--yes"]);
    assert!(status == 1 && said.contains("somebody") && version(&cluster, "head").as_deref() == Some("somebody"), "{said}");

    // From the files themselves, which must be those that OUT was written from.
    let source = project.path("in");
    let (status, _, said) = project.stamp("out", &[source.to_str().unwrap()]);
    assert_eq!(status, 0, "{said}");
    fs::write(source.join("5_new.sql"), "CREATE TABLE five ();").unwrap();
    let (status, _, said) = project.stamp("out", &[source.to_str().unwrap()]);
    assert!(status == 1 && said.contains("5_new.sql"), "{said}");
}

#[test]
fn rows_that_a_collapse_made_stale_go() {
    let (cluster, project) = (Cluster::start(), Project::new());
    project.write("convert", "sqlx", "out", &[]);
    let (_, before, _) = project.stamp("out", &[]);
    project.by_hand(&cluster, "head", 4);
    cluster.psql("head", &before);
    let rows =
        || cluster.psql("head", "SELECT version, description, success, encode(checksum, 'hex') FROM _sqlx_migrations ORDER BY 1");
    let sum = |out: &str, name: &str| {
        use sha2::Digest as _;
        let bytes = fs::read(project.path(out).join(name)).unwrap();
        sha2::Sha384::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    };
    let row = |out: &str, number: usize, title: &str| {
        format!("{number}|{title}|t|{}\n", sum(out, &format!("{number:04}_{title}.up.sql")))
    };
    assert_eq!(rows(), [row("out", 1, "users"), row("out", 2, "orders"), row("out", 3, "views"), row("out", 4, "last")].concat());

    project.write("collapse", "sqlx", "base", &["--through", "3_views.sql"]);
    let (_, after, _) = project.stamp("base", &[]);
    cluster.psql("head", &after);
    assert_eq!(rows(), [row("base", 3, "base"), row("base", 4, "last")].concat());

    let alembic_out = project.write("collapse", "alembic", "alembic", &["--id", "start"]);
    assert_eq!(alembic_out, ["start"]);
    let ids = project.write("convert", "alembic", "full", &[]);
    let (_, full, _) = project.stamp("full", &[]);
    cluster.psql("head", &full);
    assert_eq!(version(&cluster, "head").as_ref(), ids.last());
    let (_, base, _) = project.stamp("alembic", &[]);
    cluster.psql("head", &base);
    assert_eq!(version(&cluster, "head").as_deref(), Some("start"), "the old head is known to the base");
    let url = cluster.url("postgresql+psycopg", "head");
    assert!(alembic(&project.path("alembic"), &url, &["current"]).unwrap().contains("start (head)"));
}

#[test]
fn the_runbook_goes_back_step_by_step() {
    let (cluster, project) = (Cluster::start(), Project::new());
    let ids = project.write("convert", "alembic", "out", &[]);
    let runbook = fs::read_to_string(project.path("out").join("ADOPTION.md")).unwrap();
    let ways: Vec<Vec<&str>> = runbook
        .lines()
        .filter_map(|line| line.split('`').find_map(|it| it.strip_prefix("alembic downgrade ")))
        .map(|revision| vec!["downgrade", revision])
        .collect();
    assert_eq!(ways.len(), ids.len());
    cluster.create("fresh");
    let url = cluster.url("postgresql+psycopg", "fresh");
    let run = |arguments: &[&str]| alembic(&project.path("out"), &url, arguments).unwrap();
    run(&["upgrade", "head"]);
    for (way, stands) in ways.iter().zip(ids.iter().rev().skip(1)) {
        run(way);
        assert_eq!(version(&cluster, "fresh").as_ref(), Some(stands));
    }
    run(ways.last().unwrap());
    assert_eq!(version(&cluster, "fresh").as_deref(), Some(""));
}

#[test]
fn the_runbook_shows_names_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::write(dir.path().join("in/1_a|b`# <b>.sql"), "CREATE TABLE t (\"<b>_*\" int);\nINSERT INTO t SELECT 1;\n").unwrap();
    fs::write(dir.path().join("in/2_c.sql"), "ALTER TABLE t ADD COLUMN \"[x](y)\" int NOT NULL;\n").unwrap();
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let (status, _, said) = run(&["collapse", &path("in"), "--to", "alembic", "--out", &path("out"), "--through", "1_a|b`# <b>"]);
    assert_eq!(status, 0, "{said}");
    let runbook = fs::read_to_string(dir.path().join("out/ADOPTION.md")).unwrap();
    assert!(runbook.contains("\\[x](y)") && !runbook.contains(" [x](y)"), "{runbook}");
    assert!(
        runbook.contains("it stands for 1 revision up to") && runbook.contains("Rows that the files insert into `t`"),
        "{runbook}"
    );
    assert!(!runbook.contains(&path("")), "no path of this machine");
    assert!(!runbook.contains("change rows only"), "{runbook}");
    fs::write(dir.path().join("in/3_rows.sql"), "INSERT INTO t VALUES (1, 2);\n").unwrap();
    let (status, ..) = run(&["convert", &path("in"), "--to", "sqlx", "--out", &path("sqlx")]);
    let of_rows = fs::read_to_string(dir.path().join("sqlx/ADOPTION.md")).unwrap();
    assert!(
        status == 0 && of_rows.contains("change rows only, so that no comparison tells whether they have run: `3 3_rows`"),
        "{of_rows}"
    );
    let rows: Vec<&str> = runbook.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.replace("\\|", "").matches('|').count() == 4), "{rows:?}");
}

#[test]
fn every_target_can_mark_a_database() {
    let targets = sql2rev::target::all().unwrap();
    let lacks = |it: &&sql2rev::target::Target| it.manifest.stamp.is_none() || it.manifest.commands.is_none();
    let lacking: Vec<&str> = targets.iter().filter(lacks).map(|it| it.name.as_str()).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
