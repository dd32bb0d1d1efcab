//! Reads snapshots from one session, with statements that are prepared once.

use postgres::error::SqlState;
use postgres::{Error, GenericClient, SimpleQueryMessage};

use super::merge::{self, Versions};
use super::{Item, Snapshot};
use super::{items, queries};

/// What a session needs to read snapshots, and the last one that it read.
#[derive(Debug, Clone)]
pub struct Reader {
    query: String,
    last: Option<(Versions, Vec<Item>)>,
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

const ITEMS: &str = "sql2rev_items";
const VERSIONS: &str = "sql2rev_versions";

impl Reader {
    /// Prepares a session. The role that is current now is the owner of whom nothing is said.
    ///
    /// # Errors
    /// The database cannot be reached, or a transaction is open that has failed.
    pub fn new(client: &mut impl GenericClient) -> Result<Self, Error> {
        let row = client.query_one(
            "SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4, oid \
             FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) current_user",
            &[],
        )?;
        let version: i32 = row.try_get(0)?;
        let reader = Self { query: queries::items(version.unsigned_abs() / 10000, row.try_get(1)?), last: None };
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

    pub(super) fn snapshot(&mut self, client: &mut impl GenericClient) -> Result<Snapshot, Error> {
        let versions = self.versions(client)?;
        let items = match self.last.take() {
            Some((before, items)) => self.read_changes(client, &before, items, &versions)?,
            None => self.read_all(client)?,
        };
        self.last = Some((versions, items.clone()));
        Ok(Snapshot { items, ..Snapshot::default() })
    }

    fn read_changes(
        &self,
        client: &mut impl GenericClient,
        versions_before: &Versions,
        before: Vec<Item>,
        versions: &Versions,
    ) -> Result<Vec<Item>, Error> {
        let Some(changed) = merge::changed(versions_before, versions) else { return self.read_all(client) };
        let list: Vec<String> = changed.iter().map(u32::to_string).collect();
        let messages = self.execute(client, &format!("EXECUTE {ITEMS}('{{{}}}')", list.join(",")))?;
        let read = items::items(&messages)?;
        if merge::renamed(&before, &read) { self.read_all(client) } else { Ok(merge::merge(before, read, changed, versions)) }
    }

    fn read_all(&self, client: &mut impl GenericClient) -> Result<Vec<Item>, Error> {
        items::items(&self.execute(client, &format!("EXECUTE {ITEMS}(NULL)"))?)
    }

    fn versions(&self, client: &mut impl GenericClient) -> Result<Versions, Error> {
        let messages = self.execute(client, &format!("EXECUTE {VERSIONS}"))?;
        items::rows(&messages, 3).map(|row| Ok((items::number(row, 0)?, items::text(row, 1)?))).collect()
    }

    fn execute(&self, client: &mut impl GenericClient, statement: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        let message = queries::under_settings(statement);
        match client.simple_query(&message) {
            // The session ran DISCARD or DEALLOCATE ALL.
            Err(error) if error.code() == Some(&SqlState::INVALID_SQL_STATEMENT_NAME) => {
                self.prepare(client).map_err(|_| error)?;
                client.simple_query(&message)
            }
            result => result,
        }
    }

    fn prepare(&self, client: &mut impl GenericClient) -> Result<(), Error> {
        let old = "SELECT name FROM pg_catalog.pg_prepared_statements";
        for row in client.query(old, &[])? {
            let name: String = row.try_get(0)?;
            if name == ITEMS || name == VERSIONS {
                client.batch_execute(&format!("DEALLOCATE {name}"))?;
            }
        }
        let prepare = format!("PREPARE {VERSIONS} AS {};\nPREPARE {ITEMS}(oid[]) AS\n{}", queries::VERSIONS, self.query);
        client.batch_execute(&queries::under_settings(&prepare))
    }
}
