//! The document of `verify`.

use serde::Serialize;

use super::{FindingView, TOOL, ToolView};
use crate::report::lines::Lines;
use crate::report::verification::Verification;
use crate::revise::{Reversibility, Revision};
use crate::verify::{RevisionProof, Tried};

/// The document of `verify`.
#[derive(Debug, Serialize)]
pub struct VerifyView<'a> {
    tool: ToolView,
    dialect: &'a str,
    server: &'a str,
    revisions: Vec<RevisionView<'a>>,
    legacy: ComparisonView<'a>,
    model: ComparisonView<'a>,
    findings: Vec<FindingView>,
}

#[derive(Debug, Serialize)]
struct RevisionView<'a> {
    id: &'a str,
    title: &'a str,
    sources: &'a [String],
    /// `ok` or the error.
    up: &'a str,
    /// `ok`, `refused` or the error.
    down: &'a str,
    /// `ok` or the error of the upgrade after the downgrade; `null` where it was not tried.
    again: Option<&'a str>,
    /// `exact`, `reordered` or `no`.
    restored: &'static str,
    differences: &'a [String],
    reversibility: Reversibility,
    proof: &'static str,
    /// The statements of the downgrade, where it was completed.
    completed: Option<Vec<&'a str>>,
    /// As `restored`, of the downgrade that the authors wrote, where it is compared; and why it does not restore.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    written_differences: Vec<&'a str>,
}

/// Two schemas compared.
#[derive(Debug, Serialize)]
struct ComparisonView<'a> {
    equal: bool,
    differences: &'a [String],
}

impl<'a> VerifyView<'a> {
    /// Makes the document.
    pub fn new(verification: &'a Verification<'_>) -> Self {
        let proofs = &verification.proofs;
        // Where nothing ran nothing is known to be equal.
        let ran = proofs.revisions.len() == verification.revisions.len();
        let compared = |differences: &'a [String]| ComparisonView { equal: ran && differences.is_empty(), differences };
        Self {
            tool: TOOL,
            dialect: verification.dialect,
            server: &proofs.server,
            revisions: verification.proved().map(|(revision, proof)| RevisionView::new(revision, proof)).collect(),
            legacy: compared(&proofs.legacy),
            model: compared(&proofs.model),
            findings: super::findings(&verification.findings, &Lines::new(&verification.history.scripts)),
        }
    }
}

impl<'a> RevisionView<'a> {
    fn new(revision: &'a Revision, proof: &'a RevisionProof) -> Self {
        let tried = proof.down.restored();
        Self {
            id: &revision.id,
            title: &revision.title,
            sources: &revision.sources,
            up: proof.up_error.as_deref().unwrap_or("ok"),
            down: match &proof.down {
                Tried::Failed(error) | Tried::Refused(error) => error,
                Tried::Exact | Tried::Reordered | Tried::Differs(_) => "ok",
            },
            again: tried.then(|| proof.again.as_deref().unwrap_or("ok")),
            restored: restored(&proof.down),
            differences: match &proof.down {
                Tried::Differs(differences) => differences,
                _ => &[],
            },
            reversibility: revision.reversibility,
            proof: revision.proof.name(),
            written: proof.written.as_ref().map(restored),
            written_differences: proof.written.as_ref().map(troubles).unwrap_or_default(),
            completed: proof.completed.as_ref().map(|steps| steps.iter().filter_map(crate::revise::Step::sql).collect()),
        }
    }
}

fn troubles(tried: &Tried) -> Vec<&str> {
    match tried {
        Tried::Differs(differences) => differences.iter().map(String::as_str).collect(),
        Tried::Failed(error) | Tried::Refused(error) => vec![error],
        Tried::Exact | Tried::Reordered => Vec::new(),
    }
}

fn restored(tried: &Tried) -> &'static str {
    match tried {
        Tried::Exact => "exact",
        Tried::Reordered => "reordered",
        Tried::Differs(_) | Tried::Failed(_) | Tried::Refused(_) => "no",
    }
}
