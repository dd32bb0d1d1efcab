//! The report of `inspect` as text: one line a file.

use super::{Align, Table, count, ledger, printable, some};
use crate::report::json::inspect::{FileView, InspectView, PlaceView};
use crate::text::Edit;

const COLUMNS: [(&str, Align); 7] = [
    ("#", Align::Right),
    ("file", Align::Left),
    ("statements", Align::Right),
    ("creates", Align::Right),
    ("alters", Align::Right),
    ("drops", Align::Right),
    ("after", Align::Left),
];

/// Returns the report.
pub fn render(view: &InspectView) -> String {
    let mut table = Table::new(&COLUMNS);
    for (place, file) in view.in_order() {
        table.row(&row(view, place, file));
    }
    format!("{}\n\n{}{}{}", head(view), table.render(), legend(view), ledger::list(&files(view)))
}

fn files(view: &InspectView) -> Vec<(&str, &str, &[Edit])> {
    view.sources.iter().map(|source| (source.path.as_str(), source.encoding, source.edits.as_slice())).collect()
}

fn head(view: &InspectView) -> String {
    let statements = view.sources.iter().map(|source| source.statements).sum();
    let dir = printable(&view.dir);
    let (files, statements) = (count(view.files.len(), "file"), count(statements, "statement"));
    format!("{dir}: {files}, {statements}, dialect {}, layout {}", view.dialect, view.layout)
}

fn row(view: &InspectView, place: &PlaceView, file: &FileView) -> [String; 7] {
    [
        place.position.to_string(),
        place.path.clone(),
        view.statements(&place.path).to_string(),
        file.creates.len().to_string(),
        file.alters.len().to_string(),
        file.drops.len().to_string(),
        after(view, place),
    ]
}

/// The places of the files that must come first, each with one object that proves it: `1 (table users, +3), 2`.
fn after(view: &InspectView, place: &PlaceView) -> String {
    const SHOWN: usize = 3;
    let mut edges: Vec<_> = place.depends_on.iter().map(|edge| (view.position(&edge.file).unwrap_or(0), edge)).collect();
    edges.sort_by_key(|(position, _)| *position);
    let shown = edges.iter().map(|(position, edge)| {
        let objects = some(edge.because.iter().map(|evidence| evidence.object.as_str()), 1);
        format!("{position} ({objects})")
    });
    let shown: Vec<String> = shown.collect();
    some(shown.iter().map(String::as_str), SHOWN)
}

fn legend(view: &InspectView) -> &'static str {
    if view.order.iter().any(|place| !place.depends_on.is_empty()) {
        "\nafter: the files that must come first, with an object that proves it; --format markdown shows all of them.\n"
    } else {
        ""
    }
}
