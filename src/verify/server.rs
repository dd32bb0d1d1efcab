//! The server on which something is proved: a throwaway one, or one that the user named.
//!
//! Invariants:
//! - On a server of the user's, only databases of our own names are made and dropped; no role is made.
//! - On a throwaway server, the user's SQL runs as [`OWNER`], which is no superuser, unless the user says that it is trusted.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postgres::Client;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::address::Address;
use super::cluster::{Cluster, SUPERUSER};
use super::{VerifyError, programs};

/// The role that owns the databases on a throwaway server. Legacy files take this name for granted more than any other.
pub const OWNER: &str = "postgres";

/// The role that runs single statements that want a superuser.
const ADMIN: &str = "sql2rev_admin";

/// Where to prove.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// `--postgres-bin`: the folder of the PostgreSQL programs.
    pub programs: Option<PathBuf>,
    /// `--database-url`: a server to make databases on.
    pub url: Option<String>,
    /// `--superuser`: the files are trusted, and run as superuser of the throwaway server.
    pub superuser: bool,
}

/// A server to prove on.
pub struct Server {
    kind: Kind,
    /// Connects to the database from which others are made.
    first: Mutex<Client>,
    /// As the server tells it: `15.18`.
    pub version: String,
    /// When the work on it began, as [`super::catalog::Snapshot::since`].
    pub since: String,
    made: AtomicU32,
    roles: Mutex<Vec<String>>,
    /// A throwaway server goes by itself; databases on a server of the user's are dropped on the way out.
    interrupted: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Kind {
    Throwaway(Cluster),
    Given(Box<Address>),
}

impl Server {
    /// Starts a throwaway server, or connects to the one that the user named.
    ///
    /// # Errors
    /// There are no PostgreSQL programs, they do not start, or the server does not take the connection.
    pub fn start(place: &Place) -> Result<Self, VerifyError> {
        match &place.url {
            Some(url) => Self::given(url),
            None => Self::throwaway(place),
        }
    }

    fn throwaway(place: &Place) -> Result<Self, VerifyError> {
        let cluster = Cluster::start(&programs::find(place.programs.as_deref()).ok_or(VerifyError::NoPrograms)?)?;
        let mut first = cluster.connect_first()?;
        let rights = if place.superuser { "SUPERUSER" } else { "CREATEDB CREATEROLE" };
        first.batch_execute(&format!("CREATE ROLE {ADMIN} SUPERUSER LOGIN; CREATE ROLE {OWNER} LOGIN {rights}"))?;
        Self::new(Kind::Throwaway(cluster), first)
    }

    fn given(url: &str) -> Result<Self, VerifyError> {
        let address = Address::parse(url)?;
        let first = address.connect()?;
        Self::new(Kind::Given(Box::new(address)), first)
    }

    fn new(kind: Kind, mut first: Client) -> Result<Self, VerifyError> {
        let version: String = first.query_one("SHOW server_version", &[])?.get(0);
        let since = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')";
        let since: String = first.query_one(since, &[])?.get(0);
        let version = version.split(' ').next().unwrap_or_default().to_owned();
        let interrupted = Arc::new(AtomicBool::new(false));
        if matches!(kind, Kind::Given(_)) {
            for signal in [SIGINT, SIGTERM, SIGHUP] {
                signal_hook::flag::register(signal, Arc::clone(&interrupted)).map_err(VerifyError::Shell)?;
            }
        }
        Ok(Self { kind, first: Mutex::new(first), version, since, made: AtomicU32::new(0), roles: Mutex::default(), interrupted })
    }

    /// Whether the user wants to stop.
    ///
    /// # Errors
    /// [`VerifyError::Interrupted`].
    pub fn check_interrupt(&self) -> Result<(), VerifyError> {
        if self.interrupted.load(Ordering::Relaxed) { Err(VerifyError::Interrupted) } else { Ok(()) }
    }

    /// Whether roles may be made and statements run as superuser.
    pub fn is_throwaway(&self) -> bool {
        matches!(self.kind, Kind::Throwaway(_))
    }

    /// The role that the user's SQL runs as, on a throwaway server.
    pub fn owner(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Throwaway(_) => Some(OWNER),
            Kind::Given(_) => None,
        }
    }

    /// The major version: 15.
    pub fn major(&self) -> u32 {
        self.version.split(|c: char| !c.is_ascii_digit()).next().and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// Makes a database, empty or as a copy of another to which nobody is connected, and returns its name.
    ///
    /// # Errors
    /// What the server says.
    pub fn create(&self, copy_of: Option<&str>) -> Result<String, VerifyError> {
        let name = format!("sql2rev_{}_{}", std::process::id(), self.made.fetch_add(1, Ordering::Relaxed));
        let owner = self.owner().map(|owner| format!(" OWNER {owner}")).unwrap_or_default();
        let template = copy_of.unwrap_or("template0");
        // Cheap for small databases; the way that versions before 15 know alone.
        let strategy = if self.major() >= 15 { " STRATEGY file_copy" } else { "" };
        self.run(&format!("CREATE DATABASE {name} TEMPLATE {template}{owner}{strategy}"))?;
        if let Some(owner) = self.owner().filter(|_| self.major() < 15) {
            self.connect_admin(&name)?.batch_execute(&format!("ALTER SCHEMA public OWNER TO {owner}"))?;
        }
        Ok(name)
    }

    /// Drops a database that [`Self::create`] made.
    ///
    /// # Errors
    /// What the server says.
    pub fn drop(&self, database: &str) -> Result<(), VerifyError> {
        let force = if self.major() >= 13 { " WITH (FORCE)" } else { "" };
        self.run(&format!("DROP DATABASE IF EXISTS {database}{force}"))
    }

    /// Runs a statement outside of every database that is proved on: roles, databases.
    ///
    /// # Errors
    /// What the server says.
    pub fn run(&self, sql: &str) -> Result<(), VerifyError> {
        let mut first = lock(&self.first);
        Ok(first.batch_execute(sql)?)
    }

    /// Makes a role on a throwaway server by the given statement, for the user's SQL to use.
    ///
    /// # Errors
    /// What the server says.
    pub fn make_role(&self, create: &str, role: &str) -> Result<(), VerifyError> {
        let mut first = lock(&self.first);
        // This way of asking takes one statement and no more.
        first.execute(create, &[])?;
        first.batch_execute(&format!("GRANT {role} TO {} WITH ADMIN OPTION", self.owner().unwrap_or(OWNER)))?;
        lock(&self.roles).push(role.to_owned());
        Ok(())
    }

    /// The roles that [`Self::make_role`] made, as they are written in SQL.
    pub fn made_roles(&self) -> Vec<String> {
        lock(&self.roles).clone()
    }

    /// Connects to a database as the role that the user's SQL runs as.
    ///
    /// # Errors
    /// What the server says.
    pub fn connect(&self, database: &str) -> Result<Client, VerifyError> {
        self.connect_as(self.owner().unwrap_or_default(), database)
    }

    /// Connects as superuser; only on a throwaway server is that another role.
    ///
    /// # Errors
    /// What the server says.
    pub fn connect_admin(&self, database: &str) -> Result<Client, VerifyError> {
        self.connect_as(ADMIN, database)
    }

    fn connect_as(&self, role: &str, database: &str) -> Result<Client, VerifyError> {
        let mut address = match &self.kind {
            Kind::Throwaway(cluster) => Address::local(cluster.config(role)),
            Kind::Given(address) => address.as_ref().clone(),
        };
        // Given with the connection, so that RESET ALL comes back to them.
        let own_roles = if self.major() >= 16 { " -c createrole_self_grant=set,inherit" } else { "" };
        address.config.options(&format!(
            "-c client_min_messages=error -c lock_timeout=30s -c statement_timeout=10min -c TimeZone=UTC{own_roles}"
        ));
        address.config.dbname(database).application_name("sql2rev").notice_callback(|_| {});
        address.connect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a role is one of ours.
pub fn is_own_role(name: &str) -> bool {
    [OWNER, ADMIN, SUPERUSER].contains(&name)
}
