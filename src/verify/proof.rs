//! Each revision proved: up, down, up; and completed from the database where the model did not know enough.

use super::catalog::{Comparison, Snapshot, compare};
use super::replay::{Replay, Tried};
use super::truth::Truth;
use super::{Server, VerifyError};
use crate::dialect::Dialect;
use crate::revise::{Revision, Step};

/// What became of one revision's claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionProof {
    /// `None`: it ran. The error otherwise, and then nothing else was tried.
    pub up_error: Option<String>,
    /// What came of the downgrade that stands in the end, or why no downgrade restores.
    pub down: Tried,
    /// What came of the downgrade that the model wrote, where it was not good enough.
    pub model_down: Option<Tried>,
    /// The downgrade that was completed from the database.
    pub completed: Option<Vec<Step>>,
    /// The upgrade does not run again after the downgrade, or does not lead to the same schema.
    pub again: Option<String>,
    /// What came of the downgrade that the authors wrote, where it is compared.
    pub written: Option<Tried>,
}

/// What is proved while the revisions run, in order.
pub struct Prover<'a> {
    revisions: &'a [Revision],
    dialect: &'a dyn Dialect,
    server_name: String,
    pub replay: Replay<'a>,
    /// How the database looks now.
    pub now: Snapshot,
}

impl<'a> Prover<'a> {
    /// An empty database for a history.
    ///
    /// # Errors
    /// What the server says.
    pub fn new(server: &'a Server, revisions: &'a [Revision], dialect: &'a dyn Dialect) -> Result<Self, VerifyError> {
        let mut replay = Replay::new(server, revisions)?;
        let now = replay.database.look()?;
        Ok(Self { revisions, dialect, server_name: format!("PostgreSQL {}", server.version), replay, now })
    }

    /// Proves the next revision. The database is left as its upgrade leaves it.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn revision(&mut self, at: usize) -> Result<RevisionProof, VerifyError> {
        let after = match self.replay.up(at)? {
            Ok(after) => after,
            Err(failure) => return Ok(RevisionProof::failed(failure.message)),
        };
        let written = match &self.revisions[at].written {
            Some(steps) => Some(self.replay.down_and_up(at, steps, &self.now, &after)?.0),
            None => None,
        };
        let (down, again) = self.replay.down_and_up(at, &self.revisions[at].down, &self.now, &after)?;
        if down.restored() {
            self.now = after;
            return Ok(RevisionProof { up_error: None, down, model_down: None, completed: None, again, written });
        }
        Ok(RevisionProof { written, ..self.complete(at, down)? })
    }

    /// Takes the truth from the database: what the model's downgrade leaves behind is what the catalogs show, and the differ writes the
    /// rest.
    fn complete(&mut self, at: usize, tried: Tried) -> Result<RevisionProof, VerifyError> {
        let revision = &self.revisions[at];
        // Once more from before the upgrade, with what the server knows of the objects then.
        self.replay.undone();
        self.replay.recover()?;
        let before = self.replay.database.look()?;
        let known = self.replay.database.dependencies()?;
        let target = Truth::new(&before, &known, self.dialect);
        self.now = match self.replay.up(at)? {
            Ok(after) => after,
            Err(failure) => {
                self.now = before;
                return Ok(RevisionProof::failed(failure.message));
            }
        };
        let steps: Vec<Step> = revision.down.iter().filter(|step| step.refusal().is_none()).cloned().collect();
        let attempts = [(steps.as_slice(), false), (&[], false), (steps.as_slice(), true), (&[], true)];
        for (start, unchecked_bodies) in attempts {
            let start = if unchecked_bodies { unchecked(start) } else { start.to_vec() };
            let mut candidate = self.candidate(&start, &before, &target)?;
            if unchecked_bodies {
                candidate.push(Step::Sql("RESET check_function_bodies".to_owned()));
            }
            let (down, again) = self.replay.down_and_up(at, &candidate, &before, &self.now)?;
            if down.restored() {
                return Ok(RevisionProof {
                    up_error: None,
                    down,
                    model_down: Some(tried),
                    completed: Some(candidate),
                    again,
                    written: None,
                });
            }
        }
        Ok(RevisionProof { up_error: None, down: tried, model_down: None, completed: None, again: None, written: None })
    }

    /// As many of the given steps as work, and then what the database shows to be missing.
    fn candidate(&mut self, start: &[Step], before: &Snapshot, target: &Truth) -> Result<Vec<Step>, VerifyError> {
        let database = &mut self.replay.database;
        database.begin()?;
        let worked = database.run_what_works(start)?;
        let left = database.look()?;
        let known = database.dependencies()?;
        database.rollback()?;
        let mut steps: Vec<Step> = start.iter().zip(worked).filter(|(_, worked)| *worked).map(|(step, _)| step.clone()).collect();
        if !matches!(compare(before, &left), Comparison::Different(_)) {
            return Ok(steps);
        }
        let rest = target.beside(&left, &known, self.dialect).to(target);
        let server = &self.server_name;
        steps.push(Step::Comment(format!(
            "Completed from what {server} showed when the upgrade ran on a database with no rows but the history's own."
        )));
        steps.extend(rest.into_iter().map(Step::Sql));
        Ok(steps)
    }
}

/// A function whose body did not fit its tables any more cannot be made again, unless its body is not looked at; pg_dump writes so too.
fn unchecked(steps: &[Step]) -> Vec<Step> {
    let first = Step::Sql("SET check_function_bodies = off".to_owned());
    std::iter::once(first).chain(steps.iter().cloned()).collect()
}

impl RevisionProof {
    fn failed(message: String) -> Self {
        Self {
            up_error: Some(message),
            down: Tried::Failed("the upgrade does not run".to_owned()),
            model_down: None,
            completed: None,
            again: None,
            written: None,
        }
    }

    /// Whether everything that the revision claims holds.
    pub fn holds(&self) -> bool {
        self.up_error.is_none() && self.down.restored() && self.again.is_none()
    }
}
