//! A throwaway PostgreSQL cluster, and the Python that runs the migration tools, for tests.
//!
//! Each test program uses what it needs.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A PostgreSQL server on a socket in a temporary folder; stopped and deleted when dropped.
pub struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
}

/// A port only names the socket file: nothing listens on the network.
const PORT: &str = "5432";

impl Cluster {
    /// Starts a server, or panics with what is missing.
    pub fn start() -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("sql2rev-pg.").tempdir_in("/tmp").expect("a temporary folder");
        give_to_server(folder.path());
        let cluster = Self { folder, programs };
        cluster.server("initdb -D data -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N");
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c port={PORT} -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c autovacuum=off -c max_locks_per_transaction=512",
            cluster.folder.path().display()
        );
        cluster.server(&format!("pg_ctl -D data -w -l log -o \"{options}\" start"));
        cluster
    }

    /// Lets the server be reached over TLS alone, besides its socket, and returns the port. In the cluster's folder there are afterwards
    /// `authority.crt`, which has signed the server's certificate for the name `localhost`, and `data/server.crt` itself.
    pub fn listen_with_tls(&self) -> u16 {
        let script = "set -e
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout authority.key -out authority.crt
            openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout data/server.key -out server.csr
            echo subjectAltName=DNS:localhost > names
            openssl x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 2 -extfile names -out data/server.crt
            chmod 600 data/server.key
            echo 'local all all trust' > data/pg_hba.conf
            echo 'hostssl all all 127.0.0.1/32 trust' >> data/pg_hba.conf";
        let output = self.shell(script);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        // The port names the socket as well, so the old socket is left alone and the new one is not used.
        let folder = self.folder.path().display();
        self.server(&format!(
            "pg_ctl -D data -w -m fast -l log -o \"-c ssl=on -c listen_addresses=127.0.0.1 -c unix_socket_directories='{folder}' -c port={port}\" restart"
        ));
        port
    }

    /// Makes an empty database.
    pub fn create(&self, database: &str) {
        self.psql("postgres", &format!("CREATE DATABASE \"{database}\""));
    }

    /// Makes a copy of a database.
    pub fn copy(&self, from: &str, to: &str) {
        self.psql("postgres", &format!("CREATE DATABASE \"{to}\" TEMPLATE \"{from}\" STRATEGY file_copy"));
    }

    /// Removes a database if it is there.
    pub fn remove(&self, database: &str) {
        self.psql("postgres", &format!("DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)"));
    }

    /// Runs SQL with psql and returns what it printed, unaligned and without headings; panics if it fails.
    pub fn psql(&self, database: &str, sql: &str) -> String {
        self.try_psql(database, sql).unwrap_or_else(|error| panic!("psql failed: {error}\n{sql}"))
    }

    /// Runs SQL with psql and returns what it printed, or the error.
    pub fn try_psql(&self, database: &str, sql: &str) -> Result<String, String> {
        self.run_psql(database, sql, &[])
    }

    /// Runs SQL with psql in one transaction.
    pub fn psql_in_transaction(&self, database: &str, sql: &str) -> Result<String, String> {
        self.run_psql(database, sql, &["--single-transaction"])
    }

    /// Runs a file as its author would have: psql reads it, relative `\i` included.
    pub fn psql_file(&self, database: &str, file: &Path) -> Result<String, String> {
        let mut command = self.psql_command(database);
        printed(&command.arg("-f").arg(file).output().expect("psql runs"))
    }

    /// Returns the schema as `pg_dump -s` prints it, without what differs from run to run.
    pub fn dump(&self, database: &str) -> String {
        self.dump_with(database, &["--schema-only", "--no-owner"])
    }

    /// Returns the schema with the owners of its objects.
    pub fn dump_with_owners(&self, database: &str) -> String {
        self.dump_from(database, &["--schema-only"])
    }

    /// Makes the schema of a database again in an empty one, as `pg_dump` writes it.
    pub fn restore(&self, from: &str, to: &str) {
        let text = self.dump_text(from, &["--schema-only"]);
        self.psql(to, &text);
    }

    /// Returns schema and rows.
    pub fn dump_all(&self, database: &str) -> String {
        self.dump_with(database, &["--inserts", "--no-owner"])
    }

    /// Returns the rows and the positions of sequences, each row as a statement.
    pub fn dump_rows(&self, database: &str) -> String {
        self.dump_with(database, &["--data-only", "--column-inserts", "--disable-triggers"])
    }

    /// Returns a URL in SQLAlchemy's form, for `postgresql+psycopg` or `postgresql+psycopg2`.
    pub fn url(&self, driver: &str, database: &str) -> String {
        format!("{driver}://postgres@/{database}?host={}&port={PORT}", self.folder.path().display())
    }

    /// Returns a session.
    pub fn client_of(&self, database: &str) -> postgres::Client {
        let mut config = postgres::Config::new();
        config.host_path(self.folder.path()).user("postgres").dbname(database);
        config.connect(postgres::NoTls).expect("a session")
    }

    /// The folder of the socket, as `PGHOST`.
    pub fn host(&self) -> &Path {
        self.folder.path()
    }

    fn dump_with(&self, database: &str, options: &[&str]) -> String {
        self.dump_from(database, &[options, &["--no-owner"]].concat())
    }

    fn dump_from(&self, database: &str, options: &[&str]) -> String {
        let text = self.dump_text(database, options);
        let kept = text.lines().filter(|line| !is_noise(line));
        kept.collect::<Vec<_>>().join("\n")
    }

    /// Returns what `pg_dump` prints with these options.
    pub fn dump_text(&self, database: &str, options: &[&str]) -> String {
        let mut command = self.client("pg_dump");
        command.args(options).args(["-d", database]);
        printed(&command.output().expect("pg_dump runs")).unwrap_or_else(|error| panic!("pg_dump failed: {error}"))
    }

    fn run_psql(&self, database: &str, sql: &str, options: &[&str]) -> Result<String, String> {
        let mut command = self.psql_command(database);
        command.args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("psql runs");
        let mut input = child.stdin.take().expect("a pipe");
        let text = sql.to_owned();
        let writer = std::thread::spawn(move || drop(input.write_all(text.as_bytes())));
        let output = child.wait_with_output().expect("psql ends");
        writer.join().expect("psql was fed");
        printed(&output)
    }

    fn psql_command(&self, database: &str) -> Command {
        let mut command = self.client("psql");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]);
        command.env("PGOPTIONS", "-c client_min_messages=error");
        command
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.arg("-h").arg(self.folder.path()).args(["-p", PORT, "-U", "postgres"]);
        command
    }

    /// Runs a server program in the cluster's folder, as the user `postgres` where the test runs as root.
    fn server(&self, line: &str) {
        let output = self.server_output(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn server_output(&self, line: &str) -> Output {
        // Into a file: the server would hold a pipe open for as long as it runs.
        self.shell(&format!("'{}'/{line} >>setup.log 2>&1", self.programs.display()))
    }

    /// Runs a script in the cluster's folder as the server's user.
    fn shell(&self, script: &str) -> Output {
        let script = format!("cd '{}' && {{ {script}; }}", self.folder.path().display());
        let mut command = if is_root() { Command::new("su") } else { Command::new("/bin/sh") };
        if is_root() {
            command.args(["postgres", "-s", "/bin/sh"]);
        }
        command.arg("-c").arg(script).output().expect("a shell runs")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.server_output("pg_ctl -D data -m immediate stop");
    }
}

/// Returns the Python that has alembic, psycopg and psycopg2, or panics with how to make it.
pub fn python() -> PathBuf {
    let fallback = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
    let python = std::env::var_os("SQL2REV_TEST_PYTHON").map_or(fallback, PathBuf::from);
    assert!(
        python.exists(),
        "no Python with Alembic at {}. Make it with\n    \
         python3 -m venv .venv && .venv/bin/pip install alembic 'psycopg[binary]' psycopg2-binary\n\
         or name another in SQL2REV_TEST_PYTHON.",
        python.display()
    );
    python
}

/// Runs `alembic` in a folder; returns standard output, or the error.
pub fn alembic(folder: &Path, url: &str, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(python());
    command.args(["-m", "alembic"]).args(arguments).current_dir(folder);
    command.env("DATABASE_URL", url).env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
    printed(&command.output().expect("python runs"))
}

fn printed(output: &Output) -> Result<String, String> {
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn is_noise(line: &str) -> bool {
    line.is_empty()
        || ["--", "SET ", "\\restrict", "\\unrestrict", "SELECT pg_catalog.set_config"].iter().any(|s| line.starts_with(s))
}

/// Returns the folder of the PostgreSQL programs, or panics.
fn programs() -> PathBuf {
    if let Some(folder) = std::env::var_os("SQL2REV_TEST_PG_BIN") {
        return PathBuf::from(folder);
    }
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    // The newest server first; 9.6 is older than 15.
    folders.sort_by_key(|folder| std::cmp::Reverse(major(folder)));
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    let needed = ["initdb", "postgres", "pg_ctl", "psql", "pg_dump"];
    let found = folders.into_iter().find(|folder| needed.iter().all(|program| folder.join(program).exists()));
    found.expect("no PostgreSQL server: apt-get install postgresql postgresql-contrib, or name its programs' folder in SQL2REV_TEST_PG_BIN")
}

/// Returns the number in `/usr/lib/postgresql/15/bin`.
fn major(folder: &Path) -> Option<u32> {
    let version = folder.parent()?.file_name()?.to_str()?;
    version.split('.').next()?.parse().ok()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The server refuses to run as root: then its folder belongs to the user `postgres`.
fn give_to_server(folder: &Path) {
    let folder = folder.to_str().expect("a plain path");
    let run = |program: &str, arguments: &[&str]| {
        assert!(Command::new(program).args(arguments).status().expect("runs").success(), "{program} {arguments:?}");
    };
    run("chmod", &["755", folder]);
    if is_root() {
        run("chown", &["postgres", folder]);
    }
}
