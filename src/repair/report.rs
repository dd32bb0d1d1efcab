//! What is to be said of mojibake.

use super::Repair;
use super::examine::{Examined, Found, LONGEST, State};
use super::names::Renames;
use crate::finding::Finding;
use crate::text::{Region, Text};

/// How many candidates a message names.
const SHOWN: usize = 6;

/// Returns the findings about a text, placed in the text as it is before any edit.
pub fn findings(text: &Text, examined: &Examined, renames: &Renames, repair: Repair) -> Vec<Finding> {
    let content = &*text.content;
    let mut findings: Vec<Finding> = repaired(text, examined, repair).into_iter().collect();
    findings.extend((content.len() > LONGEST).then(|| too_long(&text.path)));
    findings.extend(examined.found.iter().filter_map(|found| {
        let slice = content.get(found.span.clone())?;
        let finding = match &found.state {
            State::Certain(_) if repair.takes(found.region) || renames.has(slice) => return None,
            State::Certain(edits) => left(found, slice, &examined.reads(slice, found, edits), renames),
            State::Doubtful(reads) => doubtful(found, slice, reads),
            State::Lost(it) => lost(slice, &it.reads, it.spots.iter().map(|spot| spot.candidates.as_slice())),
        };
        Some(finding.at(&text.path, found.span.clone()))
    }));
    findings
}

fn too_long(path: &str) -> Finding {
    Finding::warning("text-too-long", "the file has more than 1 GiB: nobody looked whether its text is mojibake")
        .in_file(path)
        .help("cut it into several files, if it holds text outside ASCII")
}

/// One note for a file: the ledger has each edit.
fn repaired(text: &Text, examined: &Examined, repair: Repair) -> Option<Finding> {
    let (_, first) = examined.wanted(repair).next()?;
    let span = examined.changes(first).first()?.span.range();
    let count: usize = examined.wanted(repair).map(|(_, edits)| edits.changes.len()).sum();
    let pieces = if count == 1 { "1 piece of mojibake was".to_owned() } else { format!("{count} pieces of mojibake were") };
    let message = format!("{pieces} repaired: UTF-8 that had been read as {}", examined.chain(first).join(", then as "));
    let help = "the ledger has each edit (`sql2rev text FILE --format json`); `--repair none` leaves everything as it is";
    Some(Finding::note("mojibake-repaired", message).at(&text.path, span).help(help))
}

/// Mojibake in what SQL keeps, or where nothing is to be repaired.
fn left(found: &Found, slice: &str, reads: &str, renames: &Renames) -> Finding {
    let kind = found.region.name();
    let message = format!("this {kind} is mojibake and was left as it is: {} reads {}", short(slice), short(reads));
    let help = match found.region {
        Region::Comment => "--repair comments repairs it",
        Region::Literal => "if the database holds the text in its right form, --repair all repairs it here too",
        Region::Identifier if renames.taken.contains(slice.trim_matches('"')) => "it was not renamed: that name is there already",
        Region::Identifier | Region::Placeholder => {
            "if the database knows the right name, --repair-names renames it in all files"
        }
    };
    Finding::warning("mojibake-left", message).help(help)
}

fn doubtful(found: &Found, slice: &str, reads: &str) -> Finding {
    let kind = found.region.name();
    let message = format!("this {kind} may be mojibake, and was left as it is: {} would read {}", short(slice), short(reads));
    Finding::note("mojibake-doubtful", message).help("correct it by hand if it is")
}

fn lost<'a>(slice: &str, reads: &str, candidates: impl Iterator<Item = &'a [char]>) -> Finding {
    let reads = if reads == slice { String::new() } else { format!(" reads {}", short(reads)) };
    let message = format!("this text has lost characters, and was left as it is: {}{reads}", short(slice));
    let each = candidates.map(|of_one| of_one.iter().take(SHOWN).map(char::to_string).collect::<Vec<_>>().join(" "));
    let each: Vec<String> = each.filter(|shown| !shown.is_empty()).take(SHOWN).collect();
    let candidates = if each.is_empty() { String::new() } else { format!("; what is lost may be {}", each.join(", then ")) };
    Finding::warning("text-lost", message).help(format!("write it again by hand{candidates}"))
}

/// The start of a text, for a message.
fn short(text: &str) -> String {
    const LENGTH: usize = 48;
    let text = text.trim();
    let cut: String = text.chars().take(LENGTH).map(|char| if char.is_control() { ' ' } else { char }).collect();
    if cut.len() < text.len() { format!("`{cut}…`") } else { format!("`{cut}`") }
}
