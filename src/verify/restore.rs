//! A dump of a schema, restored to a database of its own and read back.
//!
//! Invariants:
//! - Statements run one by one, as psql runs a dump: one that fails does not keep the others from running.
//! - Rows and commands of psql are passed over, and so are settings that this version of the server does not know.

use std::ops::Range;

use super::catalog::{Dependency, Snapshot};
use super::database::{Database, Mode};
use super::{Server, VerifyError};
use crate::revise::Step;

/// A statement of a dump, and where it stands in the dump's text.
#[derive(Debug, Clone)]
pub struct DumpStatement {
    pub sql: String,
    pub span: Range<usize>,
    /// It may fail: a setting, or what every database has already.
    pub optional: bool,
}

/// What a dump builds.
#[derive(Debug)]
pub struct Restored {
    pub snapshot: Snapshot,
    pub dependencies: Vec<Dependency>,
    /// The statements that failed, and what the server said.
    pub failed: Vec<(Range<usize>, String)>,
}

/// Restores a dump to an empty database.
///
/// # Errors
/// The connection is lost.
pub fn restore(server: &Server, statements: &[DumpStatement]) -> Result<Restored, VerifyError> {
    let mut database = Database::create(server)?;
    let mut failed = Vec::new();
    // Functions may be written before what they use.
    let settings = Step::Sql("SET check_function_bodies = off".to_owned());
    let _ = database.run_one(&settings)?;
    for statement in statements {
        server.check_interrupt()?;
        if let Err(failure) = database.run_one(&Step::Sql(statement.sql.clone()))? {
            if !statement.optional {
                failed.push((statement.span.clone(), failure.message));
            }
        }
    }
    Ok(Restored { snapshot: database.look()?, dependencies: database.dependencies()?, failed })
}

/// Builds again what another server's catalogs tell, so that this server prints it in its own way.
///
/// # Errors
/// The connection is lost.
pub fn rebuild(server: &Server, snapshot: &Snapshot, dependencies: &[Dependency]) -> Result<Restored, VerifyError> {
    let own = |sql: String| DumpStatement { sql, span: 0..0, optional: false };
    let statements: Vec<DumpStatement> = snapshot.statements(dependencies).into_iter().map(|it| own(it.sql)).collect();
    restore(server, &statements)
}

/// Runs statements where others have run. Returns how the database looks then, or why one of them fails.
///
/// # Errors
/// The connection is lost.
pub fn continued(
    server: &Server,
    snapshot: &Snapshot,
    dependencies: &[Dependency],
    statements: &[String],
) -> Result<Result<Snapshot, String>, VerifyError> {
    let mut database = Database::create(server)?;
    let settings = Step::Sql("SET check_function_bodies = off".to_owned());
    let _ = database.run_one(&settings)?;
    for statement in snapshot.statements(dependencies) {
        // What fails here failed before, and was said.
        let _ = database.run_one(&Step::Sql(statement.sql))?;
    }
    let steps: Vec<Step> = statements.iter().cloned().map(Step::Sql).collect();
    match database.run(&steps, Mode::Alone)? {
        Ok(()) => Ok(Ok(database.look()?)),
        Err(failure) => Ok(Err(failure.message)),
    }
}
