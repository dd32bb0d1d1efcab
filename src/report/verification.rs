//! What there is to report of a proof.

use crate::History;
use crate::finding::Finding;
use crate::report::text::count;
use crate::revise::Revision;
use crate::verify::{Proofs, RevisionProof};

/// A history that was tried on a database.
#[derive(Debug)]
pub struct Verification<'a> {
    pub dialect: &'static str,
    pub history: &'a History,
    /// With what was proved of them.
    pub revisions: Vec<Revision>,
    pub proofs: Proofs,
    /// Of all stages.
    pub findings: Vec<Finding>,
}

impl Verification<'_> {
    /// The revisions with what came of each; nothing where nothing ran.
    pub fn proved(&self) -> impl Iterator<Item = (&Revision, &RevisionProof)> {
        self.revisions.iter().zip(&self.proofs.revisions)
    }

    /// What ran, and how much of it restores: `314 revisions, 310 restored`.
    pub fn subject(&self) -> String {
        let restored = self.proofs.revisions.iter().filter(|proof| proof.down.restored()).count();
        format!("{} on {}, {restored} restored", count(self.revisions.len(), "revision"), self.proofs.server)
    }
}
