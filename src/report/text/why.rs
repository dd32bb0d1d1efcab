//! The answer to why one file comes before another.

use super::printable;
use crate::History;
use crate::order::{self, Edge};
use crate::report::lines::Lines;

/// Says why, edge by edge. The files are indexes of the history's scripts.
pub fn render(history: &History, a: usize, b: usize) -> String {
    let place = |file: usize| history.plan.order.iter().position(|other| *other == file).map_or(0, |at| at + 1);
    let (first, then) = if place(a) <= place(b) { (a, b) } else { (b, a) };
    let path = |file: usize| printable(&history.scripts[file].text.name()).into_owned();
    let head = format!("{} ({}) runs before {} ({})", path(first), place(first), path(then), place(then));
    let chain = order::why(&history.plan, first, then);
    if chain.is_empty() {
        return format!("{head}: no statement of one needs the other, so their names decide.\n");
    }
    let lines = Lines::new(&history.scripts);
    let steps = chain.iter().map(|edge| step(history, edge, &lines));
    format!("{head}:\n{}", steps.collect::<String>())
}

fn step(history: &History, edge: &Edge, lines: &Lines<'_>) -> String {
    let (first, then) = (&history.scripts[edge.first].text, &history.scripts[edge.then].text);
    let reasons = edge.because.iter().map(|reason| {
        let (verb, strength) = (reason.strength.verb(), if reason.strength.is_hard() { "hard" } else { "soft" });
        let line = lines.line(&then.path, reason.at);
        format!("    {}:{line} {verb} {} ({strength})\n", printable(&then.name()), printable(&reason.object))
    });
    format!("  {} before {}\n{}", printable(&first.name()), printable(&then.name()), reasons.collect::<String>())
}
