//! The report of `inspect` as text: one line a file.

use super::{Align, Table, count, ledger, printable, some};
use crate::report::json::inspect::{FileView, InspectView, PlaceView};
use crate::text::Edit;

const COLUMNS: [(&str, Align); 9] = [
    ("#", Align::Right),
    ("file", Align::Left),
    ("encoding", Align::Left),
    ("statements", Align::Right),
    ("creates", Align::Right),
    ("alters", Align::Right),
    ("drops", Align::Right),
    ("revision", Align::Left),
    ("after", Align::Left),
];

/// Returns the report.
pub fn render(view: &InspectView) -> String {
    let mut table = Table::new(&COLUMNS);
    for (place, file) in view.in_order() {
        table.row(&row(place, file));
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

fn row(place: &PlaceView, file: &FileView) -> [String; 9] {
    [
        place.position.to_string(),
        place.name(),
        file.encoding.to_owned(),
        file.statements.to_string(),
        file.creates.len().to_string(),
        file.alters.len().to_string(),
        file.drops.len().to_string(),
        some(place.revisions.iter().map(String::as_str), 1),
        after(place),
    ]
}

/// The places of the files that must come first, each with one object that proves it: `1 (table users, +3), 2`.
fn after(place: &PlaceView) -> String {
    const SHOWN: usize = 3;
    let mut edges: Vec<_> = place.depends_on.iter().collect();
    edges.sort_by_key(|edge| edge.position);
    let shown = edges.iter().map(|edge| {
        let objects = some(edge.because.iter().map(|evidence| evidence.object.as_str()), 1);
        format!("{} ({objects})", edge.position)
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
