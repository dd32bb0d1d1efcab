//! A throwaway PostgreSQL server: a cluster of its own in a temporary folder, reached by a socket, gone afterwards.
//!
//! Invariants:
//! - No TCP port is opened, and only the user of this process (or, started by root, the server's user and root) can reach the socket.
//! - The folder and the server go when this process ends, however it ends: a shell guards them, and acts when its input closes.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::VerifyError;

/// Makes the cluster, says where it is, and waits for the end of its input. `$1`: the folder of the programs, `$2`: the
/// superuser's name, `$3`: the port, which only names the socket.
const GUARD: &str = r#"
trap '' INT HUP TERM
umask 077
dir=$(mktemp -d "${TMPDIR:-/tmp}/sql2rev.XXXXXXXX" 2>/dev/null || mktemp -d /tmp/sql2rev.XXXXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
"$1/initdb" -D "$dir/data" -A trust -U "$2" -E UTF8 --locale=C.UTF-8 -N >log 2>&1 ||
    { rm -rf "$dir/data"; "$1/initdb" -D "$dir/data" -A trust -U "$2" -E UTF8 --locale=C -N >log 2>&1; } || { cat log; exit 1; }
"$1/postgres" -D "$dir/data" -k "$dir" -p "$3" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c max_connections=20 \
    -c max_locks_per_transaction=1024 -c shared_buffers=64MB -c max_prepared_transactions=4 -c jit=off </dev/null >>log 2>&1 &
server=$!
until [ -S "$dir/.s.PGSQL.$3" ]; do
    kill -0 $server 2>/dev/null || { cat log; exit 1; }
    sleep 0.02
done
echo "ready $dir"
cat >/dev/null
kill -QUIT $server
wait $server
"#;

/// The superuser: nothing of the user's runs as this role but single statements that need it.
pub const SUPERUSER: &str = "sql2rev_server";

/// Only names the socket file.
const PORT: u16 = 5432;

/// A running server.
#[derive(Debug)]
pub struct Cluster {
    socket: PathBuf,
    /// Stops the server and cleans up as soon as its input closes.
    guard: Child,
}

impl Cluster {
    /// Makes a cluster with the programs of a folder and starts it.
    ///
    /// # Errors
    /// The programs cannot be run, or say that they cannot make a cluster.
    pub fn start(programs: &Path) -> Result<Self, VerifyError> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", GUARD, "sh"]).arg(programs).args([SUPERUSER, &PORT.to_string()]);
        as_other_than_root(&mut command)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut guard = command.spawn().map_err(VerifyError::Shell)?;
        let mut said = String::new();
        let output = guard.stdout.take().map(BufReader::new);
        for line in output.into_iter().flat_map(BufRead::lines).map_while(Result::ok) {
            if let Some(folder) = line.strip_prefix("ready ") {
                return Ok(Self { socket: PathBuf::from(folder), guard });
            }
            said = line;
        }
        let _ = guard.wait();
        Err(VerifyError::NoServer(said))
    }

    /// How to connect to its databases as a role.
    pub fn config(&self, role: &str) -> postgres::Config {
        let mut config = postgres::Config::new();
        config.host_path(&self.socket).port(PORT).user(role);
        config
    }

    /// Connects to the database that every cluster has, waiting until the server takes connections.
    ///
    /// # Errors
    /// It does not within half a minute.
    pub fn connect_first(&self) -> Result<postgres::Client, VerifyError> {
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut config = self.config(SUPERUSER);
        config.dbname("template1");
        loop {
            match config.connect(postgres::NoTls) {
                Ok(client) => return Ok(client),
                Err(error) if Instant::now() > deadline => return Err(VerifyError::Connect(error)),
                Err(_) => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// The server refuses to run as root: then it runs as `postgres` or, where there is no such user, as `nobody`.
fn as_other_than_root(command: &mut Command) -> Result<(), VerifyError> {
    use std::os::unix::process::CommandExt as _;

    if !is_root() {
        return Ok(());
    }
    let users = std::fs::read_to_string("/etc/passwd").map_err(VerifyError::Shell)?;
    let (user, group) = ["postgres", "nobody"].iter().find_map(|name| ids(&users, name)).ok_or(VerifyError::OnlyRoot)?;
    command.uid(user).gid(group).current_dir("/");
    Ok(())
}

/// The user and group ids of a name, from the lines of `/etc/passwd`.
fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn finds_a_users_ids() {
        let users = "root:x:0:0:root:/root:/bin/bash\npostgres:x:106:112:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(ids(users, "postgres"), Some((106, 112)));
        assert_eq!(ids(users, "nobody"), None);
    }
}
