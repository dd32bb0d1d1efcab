//! Makes the edits, and writes them into the ledger.

use super::examine::Change;
use crate::text::{Edit, LineIndex, Text};

/// Makes edits that do not overlap.
pub fn apply(mut text: Text, mut changes: Vec<Change>) -> Text {
    if changes.is_empty() {
        return text;
    }
    changes.sort_by_key(|change| change.span.start);
    let old = std::sync::Arc::clone(&text.content);
    let lines = LineIndex::new(&old);
    let mut content = String::with_capacity(old.len());
    let mut edits = Vec::with_capacity(changes.len());
    let mut at = 0;
    for change in changes {
        let Some(before) = old.get(change.span.clone()).filter(|_| change.span.start >= at) else { continue };
        content.push_str(old.get(at..change.span.start).unwrap_or_default());
        let start = content.len();
        content.push_str(&change.after);
        at = change.span.end;
        edits.push(Edit {
            bytes: text.bytes_of(change.span.clone()),
            text: start..content.len(),
            line: lines.position(change.span.start).line,
            region: change.region,
            before: before.to_owned(),
            after: change.after,
            chain: change.chain,
            certainty: change.certainty,
        });
    }
    content.push_str(old.get(at..).unwrap_or_default());
    text.content = content.into();
    text.ledger.edits = edits;
    text
}
