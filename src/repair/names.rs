//! Names that are mojibake: renamed only all at once, in every file of the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Regions;
use super::examine::{Examined, State};
use crate::split::Piece;
use crate::text::{Region, Text};

/// What each name becomes, without its quotes.
#[derive(Debug, Default)]
pub struct Renames {
    becomes: BTreeMap<String, Rename>,
    /// Names that would become one that is there already.
    pub taken: BTreeSet<String>,
}

/// What a name becomes.
#[derive(Debug, Clone)]
pub struct Rename {
    pub after: String,
    /// The first mistake first.
    pub chain: Vec<&'static str>,
    /// In percent.
    pub certainty: u8,
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
            let State::Certain(edits) = &found.state else { continue };
            let Some(name) = text.content.get(found.span.clone()) else { continue };
            let after = bare(&examined.reads(name, found, edits)).to_owned();
            let rename = Rename { after, chain: examined.chain(edits).to_vec(), certainty: edits.certainty };
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

/// Returns the places of a text where a name stands that is renamed, without its quotes, and what it becomes.
pub fn places<'a>(text: &Text, renames: &'a Renames, regions: Regions<'_>) -> Vec<(Range<usize>, &'a Rename)> {
    if renames.becomes.is_empty() {
        return Vec::new();
    }
    let found = names(text, regions).filter_map(|(name, piece)| {
        let rename = renames.becomes.get(&name)?;
        let quoted = usize::from(piece.span.len() > name.len());
        Some((piece.span.start + quoted..piece.span.end - quoted, rename))
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
