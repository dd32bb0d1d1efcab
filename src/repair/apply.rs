//! Makes the edits, and writes them into the ledger.

use std::ops::Range;

use super::Repair;
use super::examine::Examined;
use super::names::Rename;
use super::words::Change;
use crate::text::ledger::{Place, Repairs};
use crate::text::placeholder::Placeholder;
use crate::text::{Region, Text};

/// Edits of one kind that stand together.
struct Batch<'a> {
    changes: &'a [Change],
    /// Where the changes have what they put in place.
    after: &'a [u8],
    region: Region,
    chain: u16,
    certainty: u8,
}

/// Makes the edits that are wanted, renames names and fills placeholders in; edits that overlap another are left out.
pub fn apply(
    text: Text,
    examined: &Examined,
    repair: Repair,
    renamed: Vec<(Range<usize>, &Rename)>,
    filled: Vec<Placeholder<'_>>,
) -> Text {
    let mut chains = examined.chains.clone();
    let renamed: Vec<(Change, &Rename)> =
        renamed.into_iter().map(|(span, rename)| (Change { span, after: 0..rename.after.len() }, rename)).collect();
    let filled: Vec<(Change, &str)> =
        filled.into_iter().map(|it| (Change { span: it.span, after: 0..it.value.len() }, it.value)).collect();
    let mut batches: Vec<Batch<'_>> = renamed.iter().map(|(change, rename)| batch_of(change, rename, &mut chains)).collect();
    batches.extend(filled.iter().map(|(change, value)| Batch {
        changes: std::slice::from_ref(change),
        after: value.as_bytes(),
        region: Region::Placeholder,
        // Behind all chains: none.
        chain: u16::MAX,
        certainty: 100,
    }));
    let names = batches.len();
    batches.extend(examined.wanted(repair).map(|(found, edits)| Batch {
        changes: examined.changes(edits),
        after: &examined.after,
        region: found.region,
        chain: edits.chain,
        certainty: edits.certainty,
    }));
    if names > 0 {
        batches.sort_by_key(|batch| batch.changes.first().map(|change| change.span.start));
    }
    if batches.is_empty() { text } else { edit(text, &batches, chains) }
}

fn batch_of<'a>(change: &'a Change, rename: &'a Rename, chains: &mut Vec<Vec<&'static str>>) -> Batch<'a> {
    let chain = chains.iter().position(|chain| *chain == rename.chain).unwrap_or_else(|| {
        chains.push(rename.chain.clone());
        chains.len() - 1
    });
    Batch {
        changes: std::slice::from_ref(change),
        after: rename.after.as_bytes(),
        region: Region::Identifier,
        chain: u16::try_from(chain).unwrap_or(u16::MAX),
        certainty: rename.certainty,
    }
}

fn edit(text: Text, batches: &[Batch<'_>], chains: Vec<Vec<&'static str>>) -> Text {
    let old = text.content.as_bytes();
    let mut content = Vec::with_capacity(old.len() + old.len() / 16);
    let mut places = Vec::with_capacity(batches.iter().map(|batch| batch.changes.len()).sum());
    let mut at = 0;
    for batch in batches {
        for change in batch.changes {
            if change.span.start < at {
                continue;
            }
            content.extend_from_slice(old.get(at..change.span.start).unwrap_or_default());
            let start = content.len();
            content.extend_from_slice(batch.after.get(change.after.clone()).unwrap_or_default());
            at = change.span.end;
            places.push(Place {
                decoded: change.span.clone(),
                read: start..content.len(),
                region: batch.region,
                chain: batch.chain,
                certainty: batch.certainty,
            });
        }
    }
    content.extend_from_slice(old.get(at..).unwrap_or_default());
    match simdutf8::basic::from_utf8(&content) {
        Ok(content) => {
            let repairs = Repairs { text: content.into(), places, chains };
            text.edited(repairs)
        }
        // No edit cuts a character.
        Err(_) => text,
    }
}
