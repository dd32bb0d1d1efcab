//! Loops: files that need each other, so that no order of whole files works.

use super::facts::Facts;
use super::{Link, Relations};
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::text::LineIndex;

/// Says that a file of a loop was split, with the loop edge by edge.
pub fn split(scripts: &[Script], facts: &[Facts], links: &[Link], file: usize, relations: &Relations) -> Finding {
    let steps: Vec<String> = links.iter().map(|link| step(scripts, facts, link, relations)).collect();
    let text = &scripts[file].text;
    let message = format!("`{}` is split in two, since no order of whole files runs: {}", text.name(), steps.join("; "));
    Finding::warning("file-split", message)
        .in_file(&text.path)
        .help("nothing to do; check that the second part may run where it now does")
}

/// Says which files need each other, edge by edge.
pub fn finding(scripts: &[Script], facts: &[Facts], links: &[Link], relations: &Relations) -> Finding {
    let steps: Vec<String> = links.iter().map(|link| step(scripts, facts, link, relations)).collect();
    let finding = Finding::error("order-cycle", format!("these files need each other: {}", steps.join("; ")));
    let help = "split one of them: create the tables first, and add the foreign key in a file that comes after both";
    match links.first() {
        Some(link) => finding.at(&scripts[link.then].text.path, link.need.at..link.need.at + 1).help(help),
        None => finding.help(help),
    }
}

/// `a.sql:3 needs table b (b.sql:1)`.
fn step(scripts: &[Script], facts: &[Facts], link: &Link, relations: &Relations) -> String {
    let place = |file: usize, at: usize| {
        let text = &scripts[file].text;
        format!("{}:{}", text.name(), LineIndex::new(&text.content).position(at).line)
    };
    let made = facts[link.first].makes.iter().chain(&facts[link.first].parts_made);
    let at = made.filter(|made| made.object == link.need.object).map(|made| made.at).next().unwrap_or(0);
    let object = relations.shown(&link.need.object);
    format!("{} needs {object} ({})", place(link.then, link.need.at), place(link.first, at))
}
