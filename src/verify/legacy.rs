//! The legacy files run as they are, each in a session of its own, as their authors ran them.
//!
//! Where a file holds nothing but statements that may share a transaction, its text goes to the server in one piece, which cuts it
//! itself: an account of the file that shares nothing with the splitter.

use super::catalog::Snapshot;
use super::database::{Database, Mode};
use super::{Server, VerifyError};
use crate::dialect::TransactionUse;
use crate::dialect::effect::Effect;
use crate::dialect::script::{Item, Script};
use crate::revise::Step;
use crate::split::ChunkKind;

/// What the files lead to.
#[derive(Debug)]
pub struct Legacy {
    pub snapshot: Snapshot,
    /// The files that failed: index of the script, and what the server said.
    pub failed: Vec<(usize, String)>,
}

/// Runs the files in the given order on an empty database.
///
/// # Errors
/// The connection is lost.
pub fn run(server: &Server, scripts: &[Script], order: &[usize]) -> Result<Legacy, VerifyError> {
    let mut database = Database::create(server)?;
    let mut failed = Vec::new();
    for file in order {
        if let Err(message) = run_file(&mut database, &scripts[*file])? {
            failed.push((*file, message));
        }
        database.new_session();
    }
    Ok(Legacy { snapshot: database.look()?, failed })
}

/// Runs one file. Returns why it failed, if it did.
///
/// # Errors
/// The connection is lost.
pub fn run_file(database: &mut Database<'_>, script: &Script) -> Result<Result<(), String>, VerifyError> {
    if script.items.iter().all(may_share_a_transaction) {
        let outcome = database.run_text(&script.text.content)?;
        if !outcome.as_ref().is_err_and(super::database::Failure::wants_to_be_alone) {
            return Ok(outcome.map_err(|failure| failure.message));
        }
    }
    // As psql does, which waits for each statement.
    let steps: Vec<Step> = steps(script);
    Ok(database.run(&steps, Mode::Alone)?.map_err(|failure| failure.message))
}

fn may_share_a_transaction(item: &Item) -> bool {
    match (item.chunk.kind, &item.statement) {
        (ChunkKind::Blank, _) => true,
        (ChunkKind::Statement, Some(statement)) => {
            statement.transaction != TransactionUse::Outside
                && !statement.effects.iter().any(|effect| matches!(effect, Effect::Transaction(_)))
        }
        _ => false,
    }
}

/// The statements and data as they stand, own BEGIN and COMMIT among them.
fn steps(script: &Script) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for item in &script.items {
        let body = script.slice(item.chunk.body.clone());
        match item.chunk.kind {
            ChunkKind::Statement => steps.push(Step::Sql(body.to_owned())),
            ChunkKind::CopyData => {
                if let Some(Step::Sql(statement)) = steps.pop() {
                    steps.push(Step::Copy { statement, data: body.to_owned() });
                }
            }
            ChunkKind::ClientCommand | ChunkKind::Blank => {}
        }
    }
    steps
}
