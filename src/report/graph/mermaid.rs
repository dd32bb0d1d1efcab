//! The graph for mermaid.js, as GitHub shows it in Markdown.

use super::{arrows, edge_label, node, node_label};
use crate::report::json::inspect::InspectView;
use crate::report::text::printable;

/// Returns the flowchart; each of several folders is a subgraph.
pub fn render(views: &[InspectView]) -> String {
    let mut chart = "flowchart TD\n".to_owned();
    for (graph, view) in (1..).zip(views) {
        if views.len() > 1 {
            chart.push_str(&format!("  subgraph g{graph}[\"{}\"]\n{}  end\n", quoted(&printable(&view.dir)), body(graph, view)));
        } else {
            chart.push_str(&body(graph, view));
        }
    }
    chart
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
