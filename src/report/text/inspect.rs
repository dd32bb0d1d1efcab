//! The report of `inspect` as text: one line a file.

use unicode_width::UnicodeWidthStr;

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

/// Longer lines are broken.
const WIDEST: usize = 100;
/// Lines beneath a file's own are at most so long.
const NARROW: usize = 78;
/// So many files that come first are shown on a file's own line.
const SHOWN: usize = 3;

/// Returns the report.
pub fn render(view: &InspectView) -> String {
    format!("{}\n\n{}{}{}", head(view), table(view), legend(view), ledger::list(&files(view)))
}

/// One line a file; where lines would be too long, what comes first stands on lines of its own.
fn table(view: &InspectView) -> String {
    let wide = lines(view, &COLUMNS);
    if wide.lines().all(|line| line.width() <= WIDEST) {
        return wide;
    }
    let narrow = lines(view, COLUMNS.split_last().map_or(&[], |(_, others)| others));
    let mut rows = narrow.lines();
    let head = rows.next().map(|head| format!("{head}\n")).unwrap_or_default();
    let rows = rows.zip(view.in_order()).map(|(row, (place, _))| format!("{row}\n{}", beneath(place)));
    head + &rows.collect::<String>()
}

fn lines(view: &InspectView, columns: &[(&str, Align)]) -> String {
    let mut table = Table::new(columns);
    for (place, file) in view.in_order() {
        let row = row(place, file);
        table.row(row.get(..columns.len()).unwrap_or(&row));
    }
    table.render()
}

/// `after 1 (table users, +3), 2` in lines of at most 80 columns.
fn beneath(place: &PlaceView) -> String {
    let mut found = String::new();
    let mut line = String::new();
    for (at, edge) in edges(place).iter().enumerate() {
        let start = if at == 0 { "      after " } else { "            " };
        if line.is_empty() || line.width() + edge.width() > NARROW {
            found.push_str(&line);
            line = format!("{}{start}{}", if line.is_empty() { "" } else { ",\n" }, printable(edge));
        } else {
            line.push_str(&format!(", {}", printable(edge)));
        }
    }
    found.push_str(&line);
    if found.is_empty() { found } else { found + "\n" }
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
    some(edges(place).iter().map(String::as_str), SHOWN)
}

/// The files that must come first, each with one object that proves it.
fn edges(place: &PlaceView) -> Vec<String> {
    let mut edges: Vec<_> = place.depends_on.iter().collect();
    edges.sort_by_key(|edge| edge.position);
    let shown = edges.iter().map(|edge| {
        let objects = some(edge.because.iter().map(|evidence| evidence.object.as_str()), 1);
        format!("{} ({objects})", edge.position)
    });
    shown.collect()
}

fn legend(view: &InspectView) -> &'static str {
    if view.order.iter().any(|place| !place.depends_on.is_empty()) {
        "\nafter: the files that must come first, with an object that proves it; --format markdown shows all of them.\n"
    } else {
        ""
    }
}
