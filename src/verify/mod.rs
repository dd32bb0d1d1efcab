//! The same laws on a real database: what the revisions claim, proved on a server that is thrown away afterwards.
//!
//! Invariants:
//! - Only this stage talks to a database. It changes only databases that it made itself; one that the user wants compared is read
//!   in a transaction that is read only ([`live`]).
//! - What is compared is read from the catalogs, not from the model.
//! - The user's SQL is untrusted: see [`database`] for what it runs as, [`refusals`] for what does not run at all.

mod address;
pub mod catalog;
mod cluster;
mod database;
mod error;
pub mod facts;
mod legacy;
pub mod live;
mod model;
mod privileged;
mod programs;
mod proof;
mod refusals;
mod replay;
mod report;
pub mod restore;
pub mod rows;
mod server;
pub mod stages;
mod tls;
mod truth;

pub use error::VerifyError;
pub use proof::RevisionProof;
pub use refusals::{examine, reaches_out};
pub use replay::Tried;
pub use server::{OWNER, Place, Server};
pub use truth::Truth;

use crate::History;
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::revise::Revised;
use catalog::{Snapshot, compare};
use legacy::Legacy;
use proof::Prover;

/// What was proved.
#[derive(Debug)]
pub struct Proofs {
    /// `PostgreSQL 15.18`.
    pub server: String,
    /// One for each revision, in order.
    pub revisions: Vec<RevisionProof>,
    /// Where the replayed revisions lead elsewhere than the legacy files run as they are: one sentence each.
    pub legacy: Vec<String>,
    /// Where the model's schema, written into an empty database, differs from the replayed one: one sentence each.
    pub model: Vec<String>,
    pub findings: Vec<Finding>,
}

/// Proves a history on a server. `progress` is told what is being done.
///
/// # Errors
/// The server goes away. What the user's SQL does wrong is part of the proof.
pub fn prove(
    history: &History,
    revised: &Revised,
    dialect: &dyn Dialect,
    server: &Server,
    progress: &mut dyn FnMut(&str),
) -> Result<Proofs, VerifyError> {
    let mut proofs = Proofs {
        server: format!("PostgreSQL {}", server.version),
        revisions: Vec::new(),
        legacy: Vec::new(),
        model: Vec::new(),
        findings: refusals::examine(history),
    };
    if !proofs.findings.is_empty() {
        return Ok(proofs);
    }
    let at_once = !mentions_roles(history);
    let (replayed, legacy) = std::thread::scope(|scope| {
        let run = || legacy::run(server, &history.scripts, &history.plan.order);
        let thread = at_once.then(|| scope.spawn(run));
        let replayed = replay(revised, dialect, server, progress);
        let legacy = match thread {
            Some(thread) => thread.join().unwrap_or(Err(VerifyError::Interrupted)),
            // Roles belong to the whole server: the two runs would meet.
            None => replayed.as_ref().map_or(Err(VerifyError::Interrupted), |_| run()),
        };
        (replayed, legacy)
    });
    let replayed = replayed?;
    let legacy = legacy?;
    proofs.findings.extend(report::findings(history, revised, &replayed, &legacy, &proofs.server));
    proofs.legacy = differences(&replayed.schema, &legacy);
    proofs.model = replayed.model;
    proofs.revisions = replayed.revisions;
    Ok(proofs)
}

/// What came of the revisions.
struct Replayed {
    revisions: Vec<RevisionProof>,
    schema: Snapshot,
    /// Statements that ran as superuser, roles that were made.
    elevated: Vec<String>,
    roles: Vec<String>,
    model: Vec<String>,
}

fn replay(
    revised: &Revised,
    dialect: &dyn Dialect,
    server: &Server,
    progress: &mut dyn FnMut(&str),
) -> Result<Replayed, VerifyError> {
    let revisions = &revised.revisions;
    let mut prover = Prover::new(server, revisions, dialect)?;
    let mut proofs = Vec::with_capacity(revisions.len());
    for (at, revision) in revisions.iter().enumerate() {
        server.check_interrupt()?;
        progress(&format!("proving {} of {}: {}", at + 1, revisions.len(), revision.title));
        proofs.push(prover.revision(at)?);
    }
    progress("comparing the model with the database");
    let model = match revised.schemas.last() {
        Some(schema) => model::compare(server, schema, &prover.now)?,
        None => Vec::new(),
    };
    let Prover { replay, now, .. } = prover;
    Ok(Replayed { revisions: proofs, schema: now, elevated: replay.elevated.clone(), roles: server.made_roles(), model })
}

fn differences(replayed: &Snapshot, legacy: &Legacy) -> Vec<String> {
    Tried::differences(compare(&legacy.snapshot, replayed))
}

fn mentions_roles(history: &History) -> bool {
    let mut statements = history.scripts.iter().flat_map(|script| script.statements().map(move |it| (script, it)));
    statements.any(|(script, statement)| {
        let sql = script.slice(statement.span.clone()).to_ascii_lowercase();
        ["role", "user", "group"].iter().any(|word| sql.contains(&format!("create {word}")))
            || sql.contains("drop role")
            || sql.contains("alter role")
    })
}

/// Notes in the revisions what was proved of them, and takes in the downgrades that were completed.
pub fn mark(revised: &mut Revised, proofs: &Proofs) {
    // What the model says of written downgrades counts no more.
    if proofs.revisions.iter().any(|proof| proof.written.is_some()) {
        revised.findings.retain(|finding| finding.code != "written-down-differs");
    }
    for (revision, proof) in revised.revisions.iter_mut().zip(&proofs.revisions) {
        if proof.up_error.is_none() && proof.down.restored() {
            match &proof.completed {
                Some(down) => revision.completed(down.clone(), &proofs.server),
                None => revision.proved(&proofs.server),
            }
        }
    }
}
