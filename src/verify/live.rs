//! A database of the user's, read and, by [`run`] alone, changed.
//!
//! Invariants:
//! - [`read`] changes nothing: all is read in one transaction that is READ ONLY, and nothing is left behind.
//! - The URL, which may hold a password, stands in no message.

use postgres::IsolationLevel;

use super::VerifyError;
use super::address::Address;
use super::catalog::{Dependency, Reader, Snapshot};

/// How a database looks.
#[derive(Debug)]
pub struct Live {
    pub snapshot: Snapshot,
    pub dependencies: Vec<Dependency>,
    /// The role that owns most of its relations; of it nothing is said in the snapshot.
    pub owner: Option<String>,
    /// As the server tells it: `15.18`.
    pub version: String,
    pub name: String,
}

/// The role that owns most relations: its OID and name.
const OWNER: &str = "
SELECT relowner, pg_catalog.pg_get_userbyid(relowner)::pg_catalog.text FROM pg_catalog.pg_class c
WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'f') AND relpersistence <> 't'
GROUP BY 1 ORDER BY pg_catalog.count(*) DESC, 1 LIMIT 1";

/// The queries of [`super::catalog`] are for servers from this version on.
const OLDEST: u32 = 13;

/// Reads the database behind a URL.
///
/// # Errors
/// The URL is not understood, the server does not take the connection, or it is older than version 13.
pub fn read(url: &str) -> Result<Live, VerifyError> {
    let mut address = Address::parse(url)?;
    address
        .config
        .application_name("sql2rev")
        .options("-c default_transaction_read_only=on -c statement_timeout=10min -c lock_timeout=30s");
    let mut client = address.connect()?;
    let mut transaction = client.build_transaction().read_only(true).isolation_level(IsolationLevel::RepeatableRead).start()?;
    let version: String = transaction.query_one("SHOW server_version", &[])?.get(0);
    let number: String = transaction.query_one("SHOW server_version_num", &[])?.get(0);
    let major = number.parse::<u32>().unwrap_or_default() / 10000;
    if major < OLDEST {
        return Err(VerifyError::TooOld(version));
    }
    let name: String = transaction.query_one("SELECT pg_catalog.current_database()::pg_catalog.text", &[])?.get(0);
    let owner: Option<(u32, String)> = transaction.query_opt(OWNER, &[])?.map(|row| (row.get(0), row.get(1)));
    let mut reader = Reader::new(&mut transaction)?;
    if let Some((oid, _)) = &owner {
        reader = reader.of_owner(*oid);
    }
    let snapshot = Snapshot::read(&mut transaction, &mut reader)?;
    let dependencies = reader.dependencies(&mut transaction)?;
    transaction.rollback()?;
    let version = version.split(' ').next().unwrap_or_default().to_owned();
    let snapshot = Snapshot { major, ..snapshot };
    Ok(Live { snapshot, dependencies, owner: owner.map(|(_, name)| name), version, name })
}

/// Runs a script on the database behind a URL, which says itself where its transaction begins and ends. Inside: what the server says
/// against it.
///
/// # Errors
/// The URL is not understood, or the server does not take the connection.
pub fn run(url: &str, script: &str) -> Result<Result<(), String>, VerifyError> {
    let mut address = Address::parse(url)?;
    address.config.application_name("sql2rev").options("-c lock_timeout=30s").notice_callback(|_| {});
    let mut client = address.connect()?;
    Ok(client.batch_execute(script).map_err(|error| match error.as_db_error() {
        Some(server) => [Some(server.message()), server.detail()].into_iter().flatten().collect::<Vec<_>>().join("\n"),
        None => error.to_string(),
    }))
}
