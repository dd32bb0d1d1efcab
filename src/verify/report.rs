//! What is to be said of a proof.

use super::legacy::Legacy;
use super::replay::Tried;
use super::{Replayed, RevisionProof};
use crate::History;
use crate::finding::Finding;
use crate::revise::{Revised, Revision};

/// So many differences are named in one finding.
const NAMED: usize = 5;

/// The findings of a proof.
pub fn findings(history: &History, revised: &Revised, replayed: &Replayed, legacy: &Legacy, server: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (revision, proof) in revised.revisions.iter().zip(&replayed.revisions) {
        findings.extend(of_revision(revision, proof, server));
    }
    findings.extend(of_legacy(history, revised, replayed, legacy));
    for difference in &replayed.model {
        let finding = Finding::warning("model-differs", format!("the model and the database disagree: {difference}"));
        findings.push(finding.help("downgrades that were proved are right all the same; read those that were not with care"));
    }
    for sql in &replayed.elevated {
        let start = sql.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("--")).unwrap_or_default();
        let finding = Finding::note("ran-as-superuser", format!("`{start}` ran as superuser: the database's owner may not"));
        findings.push(finding.help("the role that runs the migrations needs this right too"));
    }
    for role in &replayed.roles {
        let finding =
            Finding::note("role-assumed", format!("role \"{role}\" is named but made nowhere; the throwaway server got it"));
        findings.push(finding.help("it must exist on each server that the revisions run on"));
    }
    findings
}

fn of_revision(revision: &Revision, proof: &RevisionProof, server: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let title = &revision.title;
    if let Some(error) = &proof.up_error {
        let message = format!("the upgrade of {title} does not run on {server}: {error}");
        findings.push(Finding::error("upgrade-fails", message).help(
            "give what it takes for granted with --base, or verify on the version of PostgreSQL that it was written for \
             (--postgres-bin, --database-url); if it wants a superuser and you trust the files, say --superuser",
        ));
        return placed(findings, revision);
    }
    if let Some(error) = &proof.again {
        let message = format!("{title} does not run a second time after its downgrade: {error}");
        findings
            .push(Finding::warning("upgrade-again", message).help("what it leaves outside of the schema must be undone by hand"));
    }
    let help = "write this downgrade by hand, or report the file: the differ is wrong about it";
    match &proof.down {
        Tried::Differs(differences) => {
            let message = format!("the downgrade of {title} does not restore the schema: {}", some(differences));
            findings.push(Finding::error("not-restored", message).help(help));
        }
        Tried::Failed(error) => {
            let message = format!("the downgrade of {title} fails: {error}");
            findings.push(Finding::error("not-restored", message).help(help));
        }
        // It says itself what it does not do.
        Tried::Refused(_) | Tried::Exact | Tried::Reordered => {}
    }
    if let Some(why) = proof.written.as_ref().and_then(trouble) {
        let message = format!("the downgrade that the authors of {title} wrote does not restore the schema on {server}: {why}");
        findings.push(Finding::warning("written-down-differs", message).help(if proof.down.restored() {
            "nothing to do: the synthesized downgrade does"
        } else {
            "write this downgrade by hand"
        }));
    }
    if let Some(tried) = &proof.model_down {
        let why = trouble(tried).unwrap_or_default();
        let message = format!("the downgrade of {title} was completed from the database: {why}");
        findings.push(Finding::note("completed", message).help(
            "the database had no rows but the history's own when the upgrade ran: where rows decide what it does, check it",
        ));
    }
    placed(findings, revision)
}

fn of_legacy(history: &History, revised: &Revised, replayed: &Replayed, legacy: &Legacy) -> Vec<Finding> {
    let failed_here = |file: &usize| {
        let mut revisions = revised.revisions.iter().zip(&replayed.revisions);
        revisions.any(|(revision, proof)| proof.up_error.is_some() && revision.scripts.contains(file))
    };
    let mut findings = Vec::new();
    for (file, message) in &legacy.failed {
        if !failed_here(file) {
            let path = &history.scripts[*file].text.path;
            let finding = Finding::warning("legacy-fails", format!("the file as it stands does not run: {message}"));
            findings.push(finding.in_file(path).help("its revisions run; compare what they do with what the file meant"));
        }
    }
    let differences = super::differences(&replayed.schema, legacy);
    if differences.is_empty() {
        return findings;
    }
    let any_failed = replayed.revisions.iter().any(|proof| proof.up_error.is_some()) || !legacy.failed.is_empty();
    let message = format!("the revisions lead to another schema than the files as they stand: {}", some(&differences));
    findings.push(if any_failed {
        Finding::warning("legacy-differs", message).help("a file that fails stops half way, a revision leaves nothing behind")
    } else {
        Finding::error("legacy-differs", message).help("do not use this output, and report the folder")
    });
    findings
}

fn placed(findings: Vec<Finding>, revision: &Revision) -> Vec<Finding> {
    match revision.sources.as_slice() {
        [source] => findings.into_iter().map(|finding| finding.in_file(source)).collect(),
        _ => findings,
    }
}

/// Why a downgrade does not restore.
fn trouble(tried: &Tried) -> Option<String> {
    match tried {
        Tried::Differs(differences) => Some(some(differences)),
        Tried::Failed(error) | Tried::Refused(error) => Some(error.clone()),
        Tried::Exact | Tried::Reordered => None,
    }
}

/// The first few, and how many more there are.
fn some(items: &[String]) -> String {
    let shown = items.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    match items.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown}; and {more} more"),
    }
}
