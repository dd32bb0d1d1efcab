//! The graph for mermaid.js, as GitHub shows it in Markdown.

use super::{arrows, edge_label, node, node_label};
use crate::report::json::inspect::InspectView;
use crate::report::text::printable;

/// Returns the flowchart; each of several folders is a subgraph.
pub fn render(views: &[InspectView]) -> String {
    let bodies: Vec<String> = match views {
        [view] => vec![body(1, view)],
        _ => (1..).zip(views).map(|(graph, view)| subgraph(graph, view)).collect(),
    };
    format!("flowchart TD\n{}", bodies.concat())
}

fn subgraph(graph: usize, view: &InspectView) -> String {
    format!("  subgraph g{graph}[\"{}\"]\n{}  end\n", quoted(&printable(&view.dir)), body(graph, view))
}

fn body(graph: usize, view: &InspectView) -> String {
    let nodes = view.order.iter().map(|place| {
        let label = quoted(&node_label(place));
        format!("  {}[\"{label}\"]\n", node(graph, place.position))
    });
    let arrows = arrows(graph, view).map(|arrow| {
        let line = if arrow.edge.is_hard() { "-->" } else { "-.->" };
        format!("  {} {line}|\"{}\"| {}\n", arrow.from, quoted(&edge_label(arrow.edge)), arrow.to)
    });
    nodes.chain(arrows).collect()
}

/// Writes everything that mermaid could take for a mark as an entity (its own form: `#34;`).
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '/' | ',' | '+' | '(' | ')');
    text.chars().map(|c| if plain(c) { c.to_string() } else { format!("#{};", u32::from(c)) }).collect()
}
