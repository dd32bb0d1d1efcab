//! Names that are mojibake: renamed only all at once, in every file of the folder.

use std::collections::{BTreeMap, BTreeSet};

use super::Regions;
use super::examine::{Change, Examined, State};
use crate::split::Piece;
use crate::text::{Region, Text};

/// What each name becomes, without its quotes.
#[derive(Debug, Default)]
pub struct Renames {
    becomes: BTreeMap<String, Rename>,
    /// Names that would become one that is there already.
    pub taken: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Rename {
    after: String,
    chain: Vec<&'static str>,
    certainty: u8,
}

impl Renames {
    /// Whether a name, as written, is renamed.
    pub fn has(&self, name: &str) -> bool {
        self.becomes.contains_key(bare(name))
    }
}

/// Finds the names that are renamed: those that are mojibake beyond doubt, and become no name that the folder has already.
pub fn agree(texts: &[Option<Text>], examined: &[Examined], regions: Regions<'_>) -> Renames {
    let mut renames = Renames::default();
    for (text, examined) in texts.iter().zip(examined).filter_map(|(text, examined)| Some((text.as_ref()?, examined))) {
        for found in examined.found.iter().filter(|found| found.region == Region::Identifier) {
            let State::Certain(changes) = &found.state else { continue };
            let Some(name) = text.content.get(found.span.clone()) else { continue };
            let Some(first) = changes.first() else { continue };
            let after = bare(&after(name, found.span.start, changes)).to_owned();
            let rename = Rename { after, chain: first.chain.clone(), certainty: first.certainty };
            renames.becomes.entry(bare(name).to_owned()).or_insert(rename);
        }
    }
    if renames.becomes.is_empty() {
        return renames;
    }
    let used: BTreeSet<String> = texts.iter().flatten().flat_map(|text| names(text, regions).map(|(name, _)| name)).collect();
    let mut targets: BTreeMap<&str, usize> = BTreeMap::new();
    renames.becomes.values().for_each(|rename| *targets.entry(&rename.after).or_default() += 1);
    let clashes = |rename: &Rename| used.contains(&rename.after) || targets.get(rename.after.as_str()) != Some(&1);
    let taken: BTreeSet<String> =
        renames.becomes.iter().filter(|(_, rename)| clashes(rename)).map(|(name, _)| name.clone()).collect();
    renames.becomes.retain(|name, _| !taken.contains(name));
    renames.taken = taken;
    renames
}

/// Returns the edits that rename the names of a text.
pub fn changes(text: &Text, renames: &Renames, regions: Regions<'_>) -> Vec<Change> {
    if renames.becomes.is_empty() {
        return Vec::new();
    }
    let found = names(text, regions).filter_map(|(name, piece)| {
        let rename = renames.becomes.get(&name)?;
        let quoted = usize::from(piece.span.len() > name.len());
        Some(Change {
            span: piece.span.start + quoted..piece.span.end - quoted,
            after: rename.after.clone(),
            region: Region::Identifier,
            chain: rename.chain.clone(),
            certainty: rename.certainty,
        })
    });
    found.collect()
}

fn names<'a>(text: &'a Text, regions: Regions<'_>) -> impl Iterator<Item = (String, Piece)> + 'a {
    let pieces = regions(text).into_iter().filter(|piece| piece.region == Region::Identifier);
    pieces.filter_map(|piece| Some((bare(text.content.get(piece.span.clone())?).to_owned(), piece)))
}

fn bare(name: &str) -> &str {
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

fn after(name: &str, start: usize, changes: &[Change]) -> String {
    let mut after = String::new();
    let mut at = 0;
    for change in changes {
        after.push_str(name.get(at..change.span.start - start).unwrap_or_default());
        after.push_str(&change.after);
        at = change.span.end - start;
    }
    after.push_str(name.get(at..).unwrap_or_default());
    after
}
