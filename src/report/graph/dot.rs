//! The graph for Graphviz.

use super::{arrows, edge_label, node, node_label};
use crate::report::json::inspect::InspectView;
use crate::report::text::printable;

/// Returns the graph; each of several folders is a cluster.
pub fn render(views: &[InspectView]) -> String {
    let mut text = "digraph migrations {\n  node [shape=box];\n".to_owned();
    for (graph, view) in (1..).zip(views) {
        if views.len() > 1 {
            let label = quoted(&printable(&view.dir));
            text.push_str(&format!("  subgraph cluster_{graph} {{\n  label={label};\n{}  }}\n", body(graph, view)));
        } else {
            text.push_str(&body(graph, view));
        }
    }
    text + "}\n"
}

fn body(graph: usize, view: &InspectView) -> String {
    let nodes = view.order.iter().map(|place| {
        let label = quoted(&node_label(place));
        format!("  {} [label={label}];\n", node(graph, place.position))
    });
    let arrows = arrows(graph, view).map(|arrow| {
        let style = if arrow.edge.is_hard() { "" } else { ", style=dashed" };
        format!("  {} -> {} [label={}{style}];\n", arrow.from, arrow.to, quoted(&edge_label(arrow.edge)))
    });
    nodes.chain(arrows).collect()
}

/// Returns a double-quoted string. A backslash is doubled too: labels know escapes of their own.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
