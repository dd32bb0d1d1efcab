//! Mojibake: UTF-8 that was read in a code page, once or more often, and saved again.
//!
//! Comments are repaired; literals and names are data, and reported. Invariants: what is clean is never touched; a line is
//! repaired as a whole or left; a byte that is gone is never guessed; the ledger of the text undoes every edit.

mod about;
mod apply;
mod around;
mod blank;
mod calm;
mod chain;
mod decide;
mod examine;
mod forms;
mod judge;
mod letters;
mod lost;
mod names;
mod noise;
mod pages;
mod pass;
mod report;
mod scan;
mod structure;
mod taken;
mod undo;
mod votes;
mod whole;
mod words;

use crate::parallel;
use crate::split::Piece;
use crate::text::placeholder::{self, Values};
use crate::text::{Decoded, Text};
use examine::Examined;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repair {
    /// Comments.
    #[default]
    Comments,
    /// Comments, and literals beyond doubt.
    All,
    /// Nothing: everything is only reported.
    None,
}

/// How texts are repaired.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub repair: Repair,
    /// Whether a name that is mojibake is renamed, in all files at once.
    pub rename: bool,
}

/// Finds the pieces of a text.
pub type Regions<'a> = &'a (dyn Fn(&Text) -> Vec<Piece> + Sync);

/// Repairs the texts of a folder; a file without a text keeps its place. Returns each text with its ledger filled in, and what is
/// to be said of it.
///
/// `values`: those of placeholders, which are filled in.
pub fn repair_all(texts: Vec<Option<Text>>, regions: Regions<'_>, options: Options, values: &Values) -> Vec<Decoded> {
    let size = |text: &Option<Text>| text.as_ref().map_or(0, |text| text.content.len());
    let examined: Vec<Examined> = parallel::map(&texts, size, |text| examine_one(text.as_ref(), regions));
    let renames = if options.rename { names::agree(&texts, &examined, regions) } else { names::Renames::default() };
    let pairs = texts.into_iter().zip(examined);
    let repaired = pairs.map(|(text, examined)| match text {
        Some(text) => finish(text, examined, &renames, regions, options, values),
        None => (None, Vec::new()),
    });
    repaired.collect()
}

fn examine_one(text: Option<&Text>, regions: Regions<'_>) -> Examined {
    let Some(text) = text else { return Examined::default() };
    let taken = Some(text).filter(|text| text.encoding.starts_with("utf")).and_then(taken::find);
    let is_whole = taken.as_ref().is_some_and(|taken| taken.is_whole);
    let examined = if is_whole { None } else { examine::examine(text, regions) };
    Examined { taken, ..examined.unwrap_or_default() }
}

fn finish(
    text: Text,
    examined: Examined,
    renames: &names::Renames,
    regions: Regions<'_>,
    options: Options,
    values: &Values,
) -> Decoded {
    let renamed = names::places(&text, renames, regions);
    let mut findings = report::findings(&text, &examined, renames, options.repair);
    if examined.found.is_empty() {
        findings.extend(examined.taken.iter().map(|taken| taken.finding.clone()));
    }
    let content = std::sync::Arc::clone(&text.content);
    let filled = placeholder::find(&content, values);
    let text = apply::apply(text, examined, options.repair, renamed, filled);
    let ledger = &text.ledger;
    for span in findings.iter_mut().filter_map(|finding| finding.span.as_mut()) {
        *span = ledger.read_at(span.start, false)..ledger.read_at(span.end, true);
    }
    (Some(text), findings)
}
