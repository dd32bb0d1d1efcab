//! The ledger for people: what was changed in the text of the files.

use super::{count, printable};
use crate::text::{Edit, Text};

/// How many edits of a file are listed.
const SHOWN: usize = 8;

/// Lists the files that are not plain UTF-8 or were repaired, with their edits; nothing where there is none.
pub fn list(files: &[(&str, &str, &[Edit])]) -> String {
    let notable = files.iter().filter(|(_, encoding, edits)| !edits.is_empty() || !encoding.starts_with("utf-8"));
    let files: String = notable.map(|(path, encoding, edits)| file(path, encoding, edits)).collect();
    if files.is_empty() { files } else { format!("\nText:\n{files}") }
}

fn file(path: &str, encoding: &str, edits: &[Edit]) -> String {
    let repairs = if edits.is_empty() { String::new() } else { format!(", {}", count(edits.len(), "repair")) };
    let lines: String = edits.iter().take(SHOWN).map(edit).collect();
    let more = match edits.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("    … and {more} more; --format json has all\n"),
    };
    format!("  {}: {encoding}{repairs}\n{lines}{more}", printable(path))
}

fn edit(edit: &Edit) -> String {
    let Edit { line, region, before, after, certainty, .. } = edit;
    let (before, after) = (printable(before), printable(after));
    format!("    line {line}, {}: {before} → {after} ({}; {certainty} %)\n", region.name(), edit.why())
}

/// Shows the edits of a text as a diff; nothing where there is none.
pub fn diff(text: &Text) -> String {
    let Some(decoded) = text.ledger.without_edits(&text.content).filter(|_| !text.ledger.is_empty()) else {
        return String::new();
    };
    let path = printable(&text.path);
    // No edit adds or takes a line.
    let pairs = decoded.lines().zip(text.content.lines()).enumerate().filter(|(_, (before, after))| before != after);
    let lines =
        pairs.map(|(at, (before, after))| format!("@@ -{0} +{0} @@\n-{1}\n+{2}\n", at + 1, printable(before), printable(after)));
    format!("--- {path}\n+++ {path} (as read)\n{}", lines.collect::<Vec<_>>().concat())
}
