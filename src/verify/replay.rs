//! The history replayed on a database, one revision after the other, with a way back to any point of it.

use super::catalog::{Comparison, Snapshot, compare};
use super::database::{Database, Failure, Mode};
use super::{Server, VerifyError};
use crate::revise::{Revision, Step};
use crate::schema::quote;

/// A database in which the upgrades run so far are those listed in `applied`.
pub struct Replay<'a> {
    server: &'a Server,
    revisions: &'a [Revision],
    pub database: Database<'a>,
    /// The revisions whose upgrade ran, in order.
    applied: Vec<usize>,
    /// A copy of the database as it was after so many of `applied`.
    point: Option<(usize, Database<'a>)>,
    /// Statements that ran as superuser.
    pub elevated: Vec<String>,
    /// Roles that were made because the files name them.
    pub roles: Vec<String>,
}

/// What came of running a way.
pub type Outcome = Result<(), Failure>;

impl<'a> Replay<'a> {
    pub fn new(server: &'a Server, revisions: &'a [Revision]) -> Result<Self, VerifyError> {
        let database = Database::create(server)?;
        let (applied, elevated, roles) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { server, revisions, database, applied, point: None, elevated, roles })
    }

    /// Runs an upgrade and commits it. One that fails leaves the database as it was.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn up(&mut self, at: usize) -> Result<Outcome, VerifyError> {
        let revision = &self.revisions[at];
        let outcome = self.run(&revision.up, revision.transactional)?;
        match outcome {
            Ok(()) => self.applied.push(at),
            Err(Spoiled { failure, spoiled }) => {
                if spoiled {
                    self.recover()?;
                }
                return Ok(Err(failure));
            }
        }
        Ok(Ok(()))
    }

    /// Makes the database anew as it is after this revision's upgrade, which ran before.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn redo(&mut self, at: usize) -> Result<(), VerifyError> {
        self.applied.push(at);
        self.recover()
    }

    /// Drops a role that an upgrade made; false where something still belongs to it.
    ///
    /// # Errors
    /// None that is known of.
    pub fn drop_role(&mut self, role: &str) -> Result<bool, VerifyError> {
        let dropped = self.server.is_throwaway() && self.server.run(&format!("DROP ROLE {}", quote::ident(role))).is_ok();
        Ok(dropped)
    }

    /// Forgets the last upgrade, which a downgrade has undone.
    pub fn undone(&mut self) {
        self.applied.pop();
    }

    /// Runs steps and commits them, in one transaction where that is possible.
    fn run(&mut self, steps: &[Step], transactional: bool) -> Result<Result<(), Spoiled>, VerifyError> {
        if transactional {
            let outcome = match self.database.run(steps, Mode::Transaction)? {
                Ok(()) => self.database.commit()?,
                failed => failed,
            };
            match outcome {
                Ok(()) => return Ok(Ok(())),
                Err(failure) if !failure.wants_to_be_alone() => return Ok(Err(Spoiled { failure, spoiled: false })),
                Err(_) => {}
            }
        }
        let outcome = self.database.run(steps, Mode::Alone)?;
        self.elevated.append(&mut self.database.elevated);
        self.roles.append(&mut self.database.roles);
        Ok(outcome.map_err(|failure| Spoiled { failure, spoiled: true }))
    }

    /// Tries a way down from the database as it is; `before` is what must come out. Where it does, the database is left there;
    /// otherwise it is left as it was.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn down(&mut self, steps: &[Step], transactional: bool, before: &Snapshot) -> Result<Tried, VerifyError> {
        if let Some(why) = steps.iter().find_map(Step::refusal) {
            return Ok(Tried::Refused(why.to_owned()));
        }
        if transactional {
            match self.database.run(steps, Mode::Transaction)? {
                Ok(()) => {
                    let differences = compare(before, &self.database.look()?);
                    if !matches!(differences, Comparison::Different(_)) {
                        return Ok(match self.database.commit()? {
                            Ok(()) => Tried::of(differences),
                            Err(failure) => Tried::Failed(failure.message),
                        });
                    }
                    self.database.rollback()?;
                    return Ok(Tried::of(differences));
                }
                Err(failure) if !failure.wants_to_be_alone() => return Ok(Tried::Failed(failure.message)),
                Err(_) => {}
            }
        }
        let tried = match self.run(steps, false)? {
            Ok(()) => Tried::of(compare(before, &self.database.look()?)),
            Err(Spoiled { failure, .. }) => Tried::Failed(failure.message),
        };
        if !tried.restored() {
            self.recover()?;
        }
        Ok(tried)
    }

    /// Makes the database anew as it is after the upgrades in `applied`, and keeps a copy to come back to.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn recover(&mut self) -> Result<(), VerifyError> {
        let (from, mut database) = match &mut self.point {
            Some((from, point)) if *from <= self.applied.len() => (*from, point.copy()?),
            _ => (0, Database::create(self.server)?),
        };
        std::mem::swap(&mut self.database, &mut database);
        drop(database);
        for at in self.applied[from..].to_vec() {
            let revision = &self.revisions[at];
            // It ran before.
            let _ = self.run(&revision.up, revision.transactional)?;
        }
        if from < self.applied.len() {
            self.point = Some((self.applied.len(), self.database.copy()?));
        }
        Ok(())
    }
}

/// A failure, and whether the database has been left in between.
struct Spoiled {
    failure: Failure,
    spoiled: bool,
}

/// What came of a way down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    Exact,
    /// The columns of some tables stand in another order.
    Reordered,
    /// Each difference as a sentence.
    Differs(Vec<String>),
    Failed(String),
    /// It says itself that it cannot.
    Refused(String),
}

impl Tried {
    fn of(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Exact => Self::Exact,
            Comparison::Reordered => Self::Reordered,
            Comparison::Different(_) => Self::Differs(Self::differences(comparison)),
        }
    }

    /// The differences of a comparison, each as a sentence.
    pub fn differences(comparison: Comparison) -> Vec<String> {
        match comparison {
            Comparison::Exact | Comparison::Reordered => Vec::new(),
            Comparison::Different(differences) => differences.iter().map(ToString::to_string).collect(),
        }
    }

    /// Whether the schema is as it was.
    pub fn restored(&self) -> bool {
        matches!(self, Self::Exact | Self::Reordered)
    }
}
