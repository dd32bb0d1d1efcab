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
}

/// What came of trying both ways in one transaction.
enum InTransaction {
    Done(Tried, Option<String>),
    /// A failure that two transactions may not have.
    Unclear,
}

impl<'a> Replay<'a> {
    pub fn new(server: &'a Server, revisions: &'a [Revision]) -> Result<Self, VerifyError> {
        let database = Database::create(server)?;
        let (applied, elevated) = (Vec::new(), Vec::new());
        Ok(Self { server, revisions, database, applied, point: None, elevated })
    }

    /// Runs an upgrade, and returns how the database looks then. One that fails leaves the database as it was.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn up(&mut self, at: usize) -> Result<Result<Snapshot, Failure>, VerifyError> {
        let revision = &self.revisions[at];
        let outcome = self.run(&revision.up, revision.transactional)?;
        if outcome.is_ok() {
            self.applied.push(at);
        }
        if outcome.as_ref().is_err_and(|spoiled| spoiled.spoiled) {
            self.recover()?;
        }
        Ok(outcome.map_err(|spoiled| spoiled.failure))
    }

    /// Forgets the last upgrade, which is undone or about to be.
    pub fn undone(&mut self) {
        self.applied.pop();
    }

    /// Runs steps and commits them, in one transaction where that is possible. Returns how the database looks then.
    fn run(&mut self, steps: &[Step], transactional: bool) -> Result<Result<Snapshot, Spoiled>, VerifyError> {
        if transactional {
            let mut outcome = self.database.run(steps, Mode::Transaction)?;
            if outcome.is_ok() {
                let snapshot = self.database.look()?;
                outcome = self.database.commit()?;
                if outcome.is_ok() {
                    return Ok(Ok(snapshot));
                }
            }
            let Err(failure) = outcome else { return self.run(steps, false) };
            if !failure.wants_to_be_alone() {
                return Ok(Err(Spoiled { failure, spoiled: false }));
            }
        }
        let outcome = self.database.run(steps, Mode::Alone)?;
        self.elevated.append(&mut self.database.elevated);
        Ok(match outcome {
            Ok(()) => Ok(self.database.look()?),
            Err(failure) => Err(Spoiled { failure, spoiled: true }),
        })
    }

    /// Tries a way down, and the upgrade after it. `before` is what the way down has to lead to, `after` how the database looks now; it
    /// is left so. Returns what came of the way down and, where it restores, why the upgrade does not lead to `after` again.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn down_and_up(
        &mut self,
        at: usize,
        down: &[Step],
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<(Tried, Option<String>), VerifyError> {
        if let Some(why) = down.iter().find_map(Step::refusal) {
            return Ok((Tried::Refused(why.to_owned()), None));
        }
        let revision = &self.revisions[at];
        if revision.transactional {
            match self.in_one_transaction(down, &revision.up, before, after)? {
                InTransaction::Done(tried, again) => return Ok((tried, again)),
                InTransaction::Unclear => {}
            }
        }
        self.in_two_runs(at, down, before, after)
    }

    /// Both ways in one transaction that is never committed: what runs there runs in two as well.
    fn in_one_transaction(
        &mut self,
        down: &[Step],
        up: &[Step],
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<InTransaction, VerifyError> {
        if let Err(failure) = self.database.run(down, Mode::Transaction)? {
            let unclear = failure.wants_to_be_alone();
            return Ok(if unclear { InTransaction::Unclear } else { InTransaction::Done(Tried::Failed(failure.message), None) });
        }
        let tried = Tried::of(compare(before, &self.database.look()?));
        if !tried.restored() {
            self.database.rollback()?;
            return Ok(InTransaction::Done(tried, None));
        }
        if self.database.settle()?.is_err() || self.database.run_within(up)?.is_err() {
            self.database.rollback()?;
            return Ok(InTransaction::Unclear);
        }
        let again = again(&tried, after, &self.database.look()?);
        self.database.rollback()?;
        Ok(InTransaction::Done(tried, again))
    }

    /// One way after the other, as two runs of a migration tool.
    fn in_two_runs(
        &mut self,
        at: usize,
        down: &[Step],
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<(Tried, Option<String>), VerifyError> {
        let tried = match self.run(down, self.revisions[at].transactional)? {
            Ok(snapshot) => Tried::of(compare(before, &snapshot)),
            Err(Spoiled { failure, spoiled }) => {
                if spoiled {
                    self.recover()?;
                }
                return Ok((Tried::Failed(failure.message), None));
            }
        };
        if !tried.restored() {
            self.recover()?;
            return Ok((tried, None));
        }
        self.undone();
        let trouble = match self.up_where_roles_stay(at)? {
            Ok(now) if tried == Tried::Exact && compare(after, &now) == Comparison::Exact => return Ok((tried, None)),
            Ok(now) => again(&tried, after, &now),
            Err(failure) => {
                // The first run led there: so does a fresh one.
                self.applied.push(at);
                Some(failure.message)
            }
        };
        self.recover()?;
        Ok((tried, trouble))
    }

    /// Runs an upgrade that has run before. Roles belong to the server: no downgrade drops them, so it finds those that it made.
    fn up_where_roles_stay(&mut self, at: usize) -> Result<Result<Snapshot, Failure>, VerifyError> {
        let mut dropped: Vec<String> = Vec::new();
        loop {
            let failure = match self.up(at)? {
                Ok(snapshot) => return Ok(Ok(snapshot)),
                Err(failure) => failure,
            };
            match failure.existing_role().filter(|role| !dropped.contains(role)) {
                Some(role) if self.drop_role(&role) => dropped.push(role),
                _ => return Ok(Err(failure)),
            }
        }
    }

    /// Drops a role that an upgrade made; false where something still belongs to it.
    fn drop_role(&mut self, role: &str) -> bool {
        self.server.is_throwaway() && self.server.run(&format!("DROP ROLE {}", quote::ident(role))).is_ok()
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
        for at in from..self.applied.len() {
            let revision = &self.revisions[self.applied[at]];
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

/// Why an upgrade after its downgrade does not lead to where it led before. Where the downgrade changed the order of columns, so
/// does the upgrade, and a `*` shows it.
fn again(down: &Tried, after: &Snapshot, now: &Snapshot) -> Option<String> {
    let differences = Tried::differences(compare(after, now));
    let counts = *down == Tried::Exact && !differences.is_empty();
    counts.then(|| format!("the schema differs the second time: {}", differences.join("; ")))
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
