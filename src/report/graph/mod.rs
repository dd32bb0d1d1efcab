//! The dependencies of the files as graphs. Arrows lead from what comes first to what needs it; dashed ones are hints only.

pub mod dot;
pub mod mermaid;

use super::json::inspect::{EdgeView, InspectView, PlaceView};
use super::text::{printable, some};

/// The label of a file.
fn node_label(place: &PlaceView) -> String {
    format!("{}. {}", place.position, printable(&place.name()))
}

/// The label of an arrow: one object that proves it.
fn edge_label(edge: &EdgeView) -> String {
    printable(&some(edge.because.iter().map(|evidence| evidence.object.as_str()), 1)).into_owned()
}

/// The name of a node: of the graph that the folder has among several, and of the file's place in it.
fn node(graph: usize, position: usize) -> String {
    format!("f{graph}_{position}")
}

/// An arrow of a graph.
struct Arrow<'a> {
    from: String,
    to: String,
    edge: &'a EdgeView,
}

fn arrows(graph: usize, view: &InspectView) -> impl Iterator<Item = Arrow<'_>> {
    view.order.iter().flat_map(move |place| {
        place.depends_on.iter().map(move |edge| {
            let from = node(graph, edge.position);
            Arrow { from, to: node(graph, place.position), edge }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::json::TOOL;
    use super::super::json::inspect::EvidenceView;
    use super::*;

    fn view() -> InspectView {
        let place = |position, path: &str, depends_on| PlaceView {
            position,
            path: path.to_owned(),
            part: None,
            revisions: Vec::new(),
            at: position - 1,
            depends_on,
        };
        let evidence = |strength| EvidenceView { object: "table \"a\"]".into(), file: "b\\\"<i>.sql".into(), line: 1, strength };
        let edge = |strength| EdgeView { file: "a.sql".into(), position: 1, because: vec![evidence(strength)] };
        InspectView {
            tool: TOOL,
            dialect: "postgres",
            dir: "d".into(),
            layout: "plain",
            sources: Vec::new(),
            files: Vec::new(),
            order: vec![place(1, "a.sql", vec![]), place(2, "b\\\"<i>.sql", vec![edge("hard"), edge("soft")])],
            findings: Vec::new(),
        }
    }

    #[test]
    fn mermaid_quotes_names() {
        let expected = "\
flowchart TD
  f1_1[\"1. a.sql\"]
  f1_2[\"2. b#92;#34;#60;i#62;.sql\"]
  f1_1 -->|\"table #34;a#34;#93;\"| f1_2
  f1_1 -.->|\"table #34;a#34;#93;\"| f1_2
";
        assert_eq!(mermaid::render(&[view()]), expected);
    }

    #[test]
    fn dot_quotes_names() {
        let expected = r#"digraph migrations {
  node [shape=box];
  f1_1 [label="1. a.sql"];
  f1_2 [label="2. b\\\"<i>.sql"];
  f1_1 -> f1_2 [label="table \"a\"]"];
  f1_1 -> f1_2 [label="table \"a\"]", style=dashed];
}
"#;
        assert_eq!(dot::render(&[view()]), expected);
    }

    #[test]
    fn several_folders_are_several_clusters() {
        assert_eq!(dot::render(&[view(), view()]).matches("subgraph").count(), 2);
        assert_eq!(mermaid::render(&[view(), view()]).matches("subgraph").count(), 2);
    }
}
