//! Reads snapshots from one session, with a statement that is prepared once.

use postgres::error::SqlState;
use postgres::{Error, GenericClient};

use super::Snapshot;
use super::{items, queries};

/// What a session needs to read snapshots: the server's version, and who owns what goes without saying.
#[derive(Debug, Clone)]
pub struct Reader {
    query: String,
}

/// A row of a catalog: the catalog's name, the row's OID, and for a relation a column's number or 0.
pub type ObjectKey = (String, u32, i32);

/// An object needs another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    pub dependent: ObjectKey,
    pub on: ObjectKey,
    /// `pg_depend.deptype`; `d` and `g` tie a default or a generation expression to its column.
    pub kind: char,
}

const PREPARED: &str = "sql2rev_snapshot";

impl Reader {
    /// Prepares a session. The role that is current now is the owner of whom nothing is said.
    ///
    /// # Errors
    /// The database cannot be reached, or a transaction is open that has failed.
    pub fn new(client: &mut impl GenericClient) -> Result<Self, Error> {
        let row = client.query_one(
            "SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4, oid, EXISTS (\
             SELECT FROM pg_catalog.pg_prepared_statements p WHERE p.name OPERATOR(pg_catalog.=) $1) \
             FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) current_user",
            &[&PREPARED],
        )?;
        let version: i32 = row.try_get(0)?;
        let reader = Self { query: queries::items(version.unsigned_abs() / 10000, row.try_get(1)?) };
        if row.try_get(2)? {
            client.batch_execute(&format!("DEALLOCATE {PREPARED}"))?;
        }
        reader.prepare(client)?;
        Ok(reader)
    }

    /// Returns what needs what, for [`Snapshot::statements`].
    ///
    /// # Errors
    /// As [`Snapshot::read`].
    pub fn dependencies(&self, client: &mut impl GenericClient) -> Result<Vec<Dependency>, Error> {
        let messages = client.simple_query(&queries::under_settings(queries::DEPENDENCIES))?;
        let key = |row, at| Ok((items::text(row, at)?, items::number(row, at + 1)?, items::number(row, at + 2)?));
        let dependency = |row| {
            let kind = items::text(row, 6)?.chars().next().unwrap_or('n');
            Ok(Dependency { dependent: key(row, 0)?, on: key(row, 3)?, kind })
        };
        items::rows(&messages, 7).map(dependency).collect()
    }

    pub(super) fn snapshot(&self, client: &mut impl GenericClient) -> Result<Snapshot, Error> {
        let execute = queries::under_settings(&format!("EXECUTE {PREPARED}"));
        let messages = match client.simple_query(&execute) {
            // The session ran DISCARD or DEALLOCATE ALL.
            Err(error) if error.code() == Some(&SqlState::INVALID_SQL_STATEMENT_NAME) => {
                self.prepare(client).map_err(|_| error)?;
                client.simple_query(&execute)?
            }
            result => result?,
        };
        Ok(Snapshot { items: items::items(&messages)? })
    }

    fn prepare(&self, client: &mut impl GenericClient) -> Result<(), Error> {
        client.batch_execute(&queries::under_settings(&format!("PREPARE {PREPARED} AS\n{}", self.query)))
    }
}
