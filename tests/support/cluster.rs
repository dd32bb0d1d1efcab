//! A throwaway PostgreSQL server: on a socket in a temporary folder, gone when its owner or the test program ends.

use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::printed;

/// A running server.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    programs: PathBuf,
    /// The shell that guards the server: it stops it and cleans up as soon as its input closes, however the test program ends.
    guard: Child,
}

/// Only names the socket file, unless the server listens.
const PORT: u16 = 54329;

/// Makes the server, says where it is, and waits for the end of its input. `BIN` is the folder of the programs, `PREPARE` a script that runs
/// before the server starts, `PORT` and `OPTIONS` are the server's.
const GUARD: &str = r#"
trap '' INT HUP TERM
dir=$(mktemp -d "${TMPDIR:-/tmp}/sql2rev-pg.XXXXXX" 2>/dev/null || mktemp -d /tmp/sql2rev-pg.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
cd "$dir" || exit 1
{ BIN/initdb -D data -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N && { PREPARE; } } >log 2>&1 || { cat log; exit 1; }
BIN/postgres -D data -k "$dir" -p PORT -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
    -c max_connections=50 -c max_locks_per_transaction=512 OPTIONS </dev/null >>log 2>&1 &
server=$!
until BIN/pg_isready -q -h "$dir" -p PORT -U postgres; do
    kill -0 $server 2>/dev/null || { cat log; exit 1; }
    sleep 0.05
done
echo "ready $dir"
cat >/dev/null
kill -QUIT $server
wait $server
"#;

/// Makes an authority's certificate, and one for the server that the authority has signed.
const CERTIFICATES: &str = "
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout authority.key -out authority.crt &&
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout data/server.key -out server.csr &&
echo subjectAltName=DNS:localhost > names &&
openssl x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 2 -extfile names -out server.crt &&
cp server.crt data/ && chmod 600 data/server.key &&
echo 'local all all trust' > data/pg_hba.conf &&
echo 'hostssl all all 127.0.0.1/32 trust' >> data/pg_hba.conf";

impl Cluster {
    /// Starts a server that no network reaches, or panics with what is missing.
    pub fn start() -> Self {
        Self::launch("true", "-c listen_addresses=", PORT)
    }

    /// Returns the server that all tests of this program share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Starts a server that is reached by its socket, and over TLS alone on this port of 127.0.0.1. Its folder holds `authority.crt`, which
    /// has signed `server.crt`, the server's certificate for the name `localhost`.
    pub fn start_with_tls() -> (Self, u16) {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        (Self::launch(CERTIFICATES, "-c ssl=on -c listen_addresses=127.0.0.1", port), port)
    }

    fn launch(prepare: &str, options: &str, port: u16) -> Self {
        let programs = programs();
        let bin = format!("'{}'", programs.display());
        let script =
            GUARD.replace("PREPARE", prepare).replace("OPTIONS", options).replace("PORT", &port.to_string()).replace("BIN", &bin);
        // The server refuses to run as root.
        let mut command = if is_root() { Command::new("su") } else { Command::new("/bin/sh") };
        if is_root() {
            command.args(["postgres", "-s", "/bin/sh"]);
        }
        command.arg("-c").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut guard = command.spawn().expect("a shell runs");
        let mut said = String::new();
        for line in BufReader::new(guard.stdout.take().expect("a pipe")).lines().map_while(Result::ok) {
            if let Some(folder) = line.strip_prefix("ready ") {
                return Self { folder: PathBuf::from(folder), port, programs, guard };
            }
            said = said + &line + "\n";
        }
        let _ = guard.wait();
        panic!("PostgreSQL did not start:\n{said}");
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
        printed(&self.psql_command(database).arg("-f").arg(file).output().expect("psql runs"))
    }

    /// Runs a file with psql in one transaction.
    pub fn psql_file_in_transaction(&self, database: &str, file: &Path) -> Result<String, String> {
        printed(&self.psql_command(database).arg("--single-transaction").arg("-f").arg(file).output().expect("psql runs"))
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
        format!("{driver}://postgres@/{database}?host={}&port={}", self.folder.display(), self.port)
    }

    /// Returns a session.
    pub fn client_of(&self, database: &str) -> postgres::Client {
        let mut config = postgres::Config::new();
        config.host_path(&self.folder).port(self.port).user("postgres").dbname(database);
        config.connect(postgres::NoTls).expect("a session")
    }

    /// The folder of the socket, as `PGHOST`.
    pub fn host(&self) -> &Path {
        &self.folder
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
        command.arg("-h").arg(&self.folder).args(["-p", &self.port.to_string(), "-U", "postgres"]);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
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
