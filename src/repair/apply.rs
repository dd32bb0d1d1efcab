//! Makes the edits, and writes them into the ledger.

use std::ops::Range;
use std::sync::Arc;

use super::Repair;
use super::examine::{Edits, Examined, Found};
use super::names::Rename;
use super::words::Change;
use crate::text::ledger::{Place, Repairs, Short};
use crate::text::placeholder::Placeholder;
use crate::text::{Region, Text};

/// Edits of one kind that stand together.
#[derive(Clone, Copy)]
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
    examined: Examined,
    repair: Repair,
    renamed: Vec<(Range<usize>, &Rename)>,
    filled: Vec<Placeholder<'_>>,
) -> Text {
    let count = examined.wanted(repair).map(|(_, edits)| edits.changes.len()).sum();
    if renamed.is_empty() && filled.is_empty() {
        if count == 0 {
            return text;
        }
        let mut edited = Edited::new(&text.content, count);
        for (found, edits) in examined.wanted(repair) {
            let batch = batch_of_piece(&examined, found, edits);
            if edits.is_whole { edited.put_whole(batch) } else { edited.put(batch) }
        }
        let chains = examined.chains;
        // What is free again serves for the text.
        drop((examined.after, examined.changes, examined.found));
        return edited.finish(text, chains);
    }
    let mut chains = examined.chains.clone();
    let renamed: Vec<(Change, &Rename)> =
        renamed.into_iter().map(|(span, rename)| (Change::new(span, 0..rename.after.len()), rename)).collect();
    let filled: Vec<(Change, &str)> = filled.into_iter().map(|it| (Change::new(it.span, 0..it.value.len()), it.value)).collect();
    let mut batches: Vec<Batch<'_>> = renamed.iter().map(|(change, rename)| batch_of(change, rename, &mut chains)).collect();
    batches.extend(filled.iter().map(|(change, value)| Batch {
        changes: std::slice::from_ref(change),
        after: value.as_bytes(),
        region: Region::Placeholder,
        // Behind all chains: none.
        chain: u16::MAX,
        certainty: 100,
    }));
    batches.extend(examined.wanted(repair).map(|(found, edits)| batch_of_piece(&examined, found, edits)));
    batches.sort_by_key(|batch| batch.changes.first().map(|change| change.span.start()));
    let mut edited = Edited::new(&text.content, renamed.len() + filled.len() + count);
    batches.into_iter().for_each(|batch| edited.put(batch));
    edited.finish(text, chains)
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

fn batch_of_piece<'a>(examined: &'a Examined, found: &Found, edits: &Edits) -> Batch<'a> {
    let Edits { chain, certainty, .. } = *edits;
    Batch { changes: examined.changes(edits), after: &examined.after, region: found.region, chain, certainty }
}

/// A text with its edits, as far as they are made.
struct Edited {
    old: Arc<str>,
    /// Up to here in the old text.
    at: usize,
    new: Vec<u8>,
    places: Vec<Place>,
}

impl Edited {
    fn new(old: &Arc<str>, count: usize) -> Self {
        // Text read back is shorter; a name or a value may be longer.
        let new = Vec::with_capacity(old.len() + old.len() / 64);
        Self { old: Arc::clone(old), at: 0, new, places: Vec::with_capacity(count) }
    }

    fn copy_to(&mut self, end: usize) {
        self.new.extend_from_slice(self.old.as_bytes().get(self.at..end).unwrap_or_default());
        self.at = end;
    }

    fn put(&mut self, batch: Batch<'_>) {
        for change in batch.changes {
            if change.span.start() < self.at {
                continue;
            }
            self.copy_to(change.span.start());
            self.places.push(place(batch, change, self.new.len()));
            self.new.extend_from_slice(batch.after.get(change.after.range()).unwrap_or_default());
            self.at = change.span.end();
        }
    }

    /// As [`Self::put`], for all changes of a piece that was read as a whole: what stands between them is the same before and after.
    fn put_whole(&mut self, batch: Batch<'_>) {
        let (Some(first), Some(last)) = (batch.changes.first(), batch.changes.last()) else { return };
        self.copy_to(first.span.start());
        let shift = self.new.len();
        self.new.extend_from_slice(batch.after.get(first.after.start()..last.after.end()).unwrap_or_default());
        self.places
            .extend(batch.changes.iter().map(|change| place(batch, change, shift + change.after.start() - first.after.start())));
        self.at = last.span.end();
    }

    fn finish(mut self, text: Text, chains: Vec<Vec<&'static str>>) -> Text {
        self.copy_to(self.old.len());
        match simdutf8::basic::from_utf8(&self.new) {
            Ok(content) if content.len() <= Short::MOST => {
                text.edited(Repairs { text: content.into(), places: self.places, chains })
            }
            // It is too long. No edit cuts a character.
            _ => text,
        }
    }
}

fn place(batch: Batch<'_>, change: &Change, read: usize) -> Place {
    let Batch { region, chain, certainty, .. } = batch;
    Place { decoded: change.span, read: Short::new(read..read + change.after.range().len()), region, chain, certainty }
}
