//! A throwaway PostgreSQL server: on a socket in a temporary folder, no TCP port, gone when the test program ends.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::dump::Dump;

/// The server that all proofs share.
pub struct Cluster {
    /// Folder of the PostgreSQL programs.
    bin: PathBuf,
    /// Folder of the socket.
    socket: PathBuf,
    /// The shell that guards the server: it stops it and cleans up as soon as this pipe to it closes,
    /// however the test program ends.
    _guard: Child,
}

/// Makes the server, says where it is, and waits for the end of its input. `$1` is the folder of the programs.
const GUARD: &str = r#"
set -e
trap '' INT HUP
dir=$(mktemp -d "${TMPDIR:-/tmp}/sql2rev-proof.XXXXXX")
chmod 755 "$dir"
cd "$dir"
exec 2>"$dir/log"
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N >>"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$1/postgres" -D "$dir/data" -k "$dir" -p 54329 -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c autovacuum=off -c max_connections=50 -c max_locks_per_transaction=256 </dev/null >>"$dir/log" 2>&1 &
server=$!
tries=0
until "$1/pg_isready" -q -h "$dir" -p 54329 -U postgres; do
    tries=$((tries + 1)); [ $tries -lt 300 ] || { cat "$dir/log"; kill -QUIT $server; exit 1; }
    sleep 0.1
done
echo "ready $dir"
cat >/dev/null
kill -QUIT $server
wait $server || true
"#;

const PORT: &str = "54329";

impl Cluster {
    /// Returns the shared server, starting it first where need be.
    pub fn get() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    fn start() -> Self {
        let bin = programs();
        let mut command = if am_root() {
            // The server refuses to run as root.
            let mut command = Command::new("su");
            command.args(["postgres", "-s", "/bin/sh", "-c", &GUARD.replace("$1", &bin.display().to_string())]);
            command
        } else {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", GUARD, "sh"]).arg(&bin);
            command
        };
        let mut guard =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a shell can be started");
        let mut said = String::new();
        for line in BufReader::new(guard.stdout.take().expect("stdout is piped")).lines() {
            let line = line.expect("the shell writes text");
            if let Some(dir) = line.strip_prefix("ready ") {
                return Self { bin, socket: PathBuf::from(dir), _guard: guard };
            }
            said.push_str(&line);
            said.push('\n');
        }
        let _ = guard.wait();
        panic!("PostgreSQL did not start:\n{said}");
    }

    /// Creates an empty database and returns its name.
    pub fn create(&self, name: &str) -> String {
        self.copy("template0", name)
    }

    /// Creates a database as a copy of another, and returns its name.
    pub fn copy(&self, template: &str, name: &str) -> String {
        self.query("template1", &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        name.to_string()
    }

    /// Returns what `psql` prints for a query, unaligned and without head and foot.
    pub fn query(&self, database: &str, sql: &str) -> String {
        let output = self.psql(database).args(["-A", "-t", "-c", sql]).output().expect("psql runs");
        assert!(output.status.success(), "{sql}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("psql writes UTF-8").trim_end().to_string()
    }

    /// Runs a file by `psql -f`, in one transaction if asked for.
    pub fn run_file(&self, database: &str, file: &Path, single_transaction: bool) {
        let mut psql = self.psql(database);
        if single_transaction {
            psql.arg("-1");
        }
        let output = psql.arg("-f").arg(file).output().expect("psql runs");
        assert!(output.status.success(), "{}\n{}", file.display(), String::from_utf8_lossy(&output.stderr));
    }

    /// Runs a script through `psql`, as if piped into it.
    pub fn run_sql(&self, database: &str, sql: &str) {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.write_all(sql.as_bytes()).expect("a temporary file can be written");
        self.run_file(database, file.path(), false);
    }

    /// Returns the schema of a database, less the table that Alembic keeps for itself.
    pub fn dump(&self, database: &str) -> Dump {
        let output = Command::new(self.bin.join("pg_dump"))
            .args(["-s", "-T", "alembic_version", "-U", "postgres", "-p", PORT, "-h"])
            .arg(&self.socket)
            .arg(database)
            .output()
            .expect("pg_dump runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Dump::read(&String::from_utf8(output.stdout).expect("pg_dump writes UTF-8"))
    }

    /// Returns the number of rows in each table.
    pub fn row_counts(&self, database: &str) -> BTreeMap<String, String> {
        let counts = self.query(
            database,
            "SELECT format('%I.%I|%s', schemaname, tablename, (xpath('/row/n/text()', query_to_xml(\
             format('SELECT count(*) AS n FROM %I.%I', schemaname, tablename), false, true, '')))[1]) FROM pg_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'alembic_version'",
        );
        counts.lines().filter_map(|line| line.rsplit_once('|')).map(|(t, n)| (t.to_string(), n.to_string())).collect()
    }

    /// Returns the address of a database as SQLAlchemy wants it.
    pub fn sqlalchemy_url(&self, driver: &str, database: &str) -> String {
        format!("postgresql+{driver}://postgres@/{database}?host={}&port={PORT}", self.socket.display())
    }

    fn psql(&self, database: &str) -> Command {
        let mut command = Command::new(self.bin.join("psql"));
        command
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-p", PORT, "-d", database, "-h"])
            .arg(&self.socket)
            .env("PGOPTIONS", "-c client_min_messages=warning")
            .env("PGCLIENTENCODING", "UTF8");
        command
    }
}

/// Returns the folder of the PostgreSQL programs, the newest where there are several.
fn programs() -> PathBuf {
    if let Some(named) = std::env::var_os("SQL2REV_TEST_PG_BIN") {
        return named.into();
    }
    let version = |path: &Path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(|path| version(path))
        .map_or_else(|| panic!("no PostgreSQL here: run tests/run.sh, which installs it"), |path| path.join("bin"))
}

fn am_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
