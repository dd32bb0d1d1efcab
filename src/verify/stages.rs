//! A history run on an empty database, file by file, with how the database looks after each.

use super::catalog::{Dependency, Snapshot};
use super::database::Database;
use super::{Server, VerifyError, legacy};
use crate::dialect::effect::Effect;
use crate::dialect::script::Script;
use crate::finding::Finding;

/// What a history builds, step by step.
#[derive(Debug, Default)]
pub struct Stages {
    /// How the database looks before the first file.
    pub empty: Snapshot,
    /// After each file, in the order of the files.
    pub after: Vec<Snapshot>,
    /// What needs what at the end.
    pub dependencies: Vec<Dependency>,
    /// One for each file that does not run.
    pub findings: Vec<Finding>,
}

impl Stages {
    /// What all files together build.
    pub fn end(&self) -> &Snapshot {
        self.after.last().unwrap_or(&self.empty)
    }
}

/// Runs the files in the given order. `progress` is told which.
///
/// # Errors
/// The connection is lost.
pub fn run(server: &Server, scripts: &[Script], order: &[usize], progress: &mut dyn FnMut(&str)) -> Result<Stages, VerifyError> {
    let mut database = Database::create(server)?;
    let mut stages = Stages { empty: database.look()?, ..Stages::default() };
    for file in order {
        server.check_interrupt()?;
        let script = &scripts[*file];
        progress(&format!("running {}", script.text.path));
        let outcome = legacy::run_file(&mut database, script)?;
        // A transaction may be open still, which would go with the session.
        if outcome.is_err() || opens_transaction(script) || database.fresh()?.is_err() {
            database.new_session();
        }
        stages.after.push(database.look()?);
        if let Err(message) = outcome {
            let finding = Finding::warning("legacy-fails", format!("the file as it stands does not run: {message}"));
            stages.findings.push(
                finding
                    .in_file(&script.text.path)
                    .help("what it would have built is not compared; give what it takes for granted with --base"),
            );
        }
    }
    stages.dependencies = database.dependencies()?;
    Ok(stages)
}

fn opens_transaction(script: &Script) -> bool {
    let mut effects = script.statements().flat_map(|statement| &statement.effects);
    effects.any(|effect| matches!(effect, Effect::Transaction(_)))
}
