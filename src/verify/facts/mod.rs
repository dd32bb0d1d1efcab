//! What a schema is made of, as short facts that a plain query tells: small enough to stand in a script, so that the script can ask a
//! database for the same before it changes anything.
//!
//! Owners and privileges are not among them: who runs the files is not in the files.

use super::database::Database;
use super::{Server, VerifyError, legacy};
use crate::History;

/// The query for the facts of a database: namespace, relation, what, fact, exact. Names resolve in `pg_catalog` alone: the search path
/// must be that when it runs.
pub const QUERY: &str = include_str!("facts.sql");

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// The schema, and the bare name of the table that it belongs to.
    pub namespace: Option<String>,
    pub relation: Option<String>,
    /// `column public.t.a`.
    pub what: String,
    /// `integer not null`.
    pub fact: String,
    /// Printed by the server from a tree: another major version may print it otherwise.
    pub exact: bool,
}

/// What a history builds.
#[derive(Debug)]
pub struct Facts {
    pub facts: Vec<Fact>,
    /// The server's major version.
    pub major: u32,
}

/// Runs a history in an empty database and reads the facts.
///
/// # Errors
/// The connection is lost. Inside: the first file that does not run, and what the server says.
pub fn build(server: &Server, history: &History) -> Result<Result<Facts, (String, String)>, VerifyError> {
    let mut database = Database::create(server)?;
    for file in &history.plan.order {
        server.check_interrupt()?;
        let script = &history.scripts[*file];
        if let Err(message) = legacy::run_file(&mut database, script)? {
            return Ok(Err((script.text.path.clone(), message)));
        }
        database.new_session();
    }
    let mut client = database.connect_admin()?;
    client.batch_execute("SET search_path TO pg_catalog; SET DateStyle TO ISO, MDY; SET IntervalStyle TO postgres")?;
    let rows = client.query(QUERY, &[])?;
    let fact = |row: &postgres::Row| Fact {
        namespace: row.get(0),
        relation: row.get(1),
        what: row.get(2),
        fact: row.get::<_, Option<String>>(3).unwrap_or_default(),
        exact: row.get(4),
    };
    let mut facts: Vec<Fact> = rows.iter().map(fact).collect();
    facts.sort();
    Ok(Ok(Facts { facts, major: server.major() }))
}
