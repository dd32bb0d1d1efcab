//! The files that run at another place than their names say.

use super::Edge;
use super::facts::Facts;
use super::names::Relations;
use crate::dialect::script::Script;
use crate::finding::Finding;

const HELP: &str = "`--order names` keeps the order of the names";

/// Says for each file that was moved for the sake of another why that is so.
pub fn by_needs(scripts: &[Script], order: &[usize], facts: &[Facts], soft: &[Edge], relations: &Relations) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, other) in moved(order) {
        let need =
            facts[other].needs.iter().chain(&facts[other].parts_needed).find(|need| facts[file].makes_object(&need.object));
        let hint = soft.iter().find(|edge| edge.first == file && edge.then == other).and_then(|edge| edge.because.first());
        let (why, at) = match (need, hint) {
            (Some(need), _) => (format!("which needs {}", relations.shown(&need.object)), Some(need.at)),
            (None, Some(hint)) => (format!("which points to {}", relations.shown(&hint.object)), Some(hint.at)),
            _ => ("because of what stands between them".to_owned(), None),
        };
        let (text, other) = (&scripts[file].text, &scripts[other].text);
        let finding = Finding::note("order-changed", format!("{} runs before {}, {why}", text.name(), other.name()));
        let finding = match at {
            Some(at) => finding.at(&other.path, at..at + 1),
            None => finding.in_file(&other.path),
        };
        findings.push(finding.help(HELP));
    }
    findings
}

/// Says once that the names tell no order.
pub fn by_content(scripts: &[Script], order: &[usize]) -> Option<Finding> {
    let moved = moved(order).len();
    let message = format!(
        "the names say no order: that of the {} files is found from their content, and {moved} run before files that sort before them",
        scripts.len()
    );
    (moved > 0).then(|| Finding::note("order-changed", message).help(HELP))
}

/// The files that run before one that sorts before them, each with the first of those.
fn moved(order: &[usize]) -> Vec<(usize, usize)> {
    let mut moved = Vec::new();
    let mut least = usize::MAX;
    for file in order.iter().rev().copied() {
        if least < file {
            moved.push((file, least));
        }
        least = least.min(file);
    }
    moved.reverse();
    moved
}
