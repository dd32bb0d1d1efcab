//! The report of `verify` as text: one line a revision, then what the whole leads to.

use super::{Align, Table, printable};
use crate::report::verification::Verification;
use crate::revise::Revision;
use crate::verify::{RevisionProof, Tried};

const COLUMNS: [(&str, Align); 5] = [
    ("revision", Align::Left),
    ("from", Align::Left),
    ("up", Align::Left),
    ("down restores", Align::Left),
    ("proof", Align::Left),
];

/// Returns the report. `full`: with a line for each revision, otherwise only for those that a person should look at.
pub fn render(verification: &Verification<'_>, full: bool) -> String {
    let mut table = Table::new(&COLUMNS);
    let mut left_out = 0;
    for (revision, proof) in verification.proved() {
        if full || is_remarkable(proof) {
            table.row(&row(revision, proof));
        } else {
            left_out += 1;
        }
    }
    let shown = verification.proofs.revisions.len() - left_out;
    let table = if shown > 0 { table.render() } else { String::new() };
    let rest = match (left_out, shown) {
        (0, _) => String::new(),
        (_, 0) => format!("Each of {left_out} downgrades was proved.\n"),
        _ => format!("… and {left_out} whose downgrade was proved; --verbose shows all\n"),
    };
    format!("{table}{rest}\n{}{}", legacy(verification), model(verification))
}

fn is_remarkable(proof: &RevisionProof) -> bool {
    !proof.holds() || proof.completed.is_some()
}

fn row(revision: &Revision, proof: &RevisionProof) -> [String; 5] {
    let up = match (&proof.up_error, &proof.again) {
        (Some(_), _) => "fails",
        (None, Some(_)) => "once only",
        (None, None) => "ok",
    };
    let restores = match &proof.down {
        Tried::Exact => "exact",
        Tried::Reordered => "reordered",
        Tried::Differs(_) => "no",
        Tried::Refused(_) => "refused",
        Tried::Failed(_) if proof.up_error.is_some() => "-",
        Tried::Failed(_) => "fails",
    };
    let id = revision.id.clone();
    [id, revision.sources.join(", "), up.to_owned(), restores.to_owned(), revision.proof.name().to_owned()]
}

fn legacy(verification: &Verification<'_>) -> String {
    if verification.proofs.revisions.is_empty() {
        return "Nothing was run.\n".to_owned();
    }
    compared(
        "The revisions lead to the same schema as the files as they stand.",
        "The files as they stand lead to another schema:",
        &verification.proofs.legacy,
    )
}

fn model(verification: &Verification<'_>) -> String {
    if verification.proofs.revisions.is_empty() {
        return String::new();
    }
    compared("The model's schema is the database's.", "The model's schema is not the database's:", &verification.proofs.model)
}

fn compared(equal: &str, other: &str, differences: &[String]) -> String {
    if differences.is_empty() {
        return format!("{equal}\n");
    }
    let lines: Vec<String> = differences.iter().map(|line| format!("    {}\n", printable(line))).collect();
    format!("{other}\n{}", lines.concat())
}
