//! The report of `inspect` as Markdown: where each file stands, then each file in detail.

use std::collections::BTreeMap;

use super::details::Marks;
use super::graph::mermaid;
use super::json::inspect::{FileView, InspectView, PlaceView};
use super::text::{count, printable};

const MARKS: Marks = Marks { code, words: escaped, severity, list };

/// Returns the report.
pub fn render(view: &InspectView) -> String {
    let head = format!("# Migrations of {}\n\n", code(&view.dir));
    let facts = format!(
        "{}, {}, dialect {}, layout {}.\n\n",
        count(view.files.len(), "file"),
        count(view.sources.iter().map(|source| source.statements).sum(), "statement"),
        view.dialect,
        view.layout
    );
    let details: String = view.in_order().map(|(place, file)| detail(view, place, file)).collect();
    [head, facts, table(view), graph(view), details, objects(view), elsewhere(view)].concat()
}

/// The dependencies as a graph that GitHub and others draw.
fn graph(view: &InspectView) -> String {
    if view.order.iter().all(|place| place.depends_on.is_empty()) {
        return String::new();
    }
    format!("\n```mermaid\n{}```\n", mermaid::render(std::slice::from_ref(view)))
}

/// Every object, and the files by their places in the order that create, alter and drop it.
fn objects(view: &InspectView) -> String {
    let mut found: BTreeMap<&str, [Vec<String>; 3]> = BTreeMap::new();
    for (place, file) in view.in_order() {
        for (at, objects) in [&file.creates, &file.alters, &file.drops].into_iter().enumerate() {
            for object in objects {
                found.entry(&object.object).or_default()[at].push(place.position.to_string());
            }
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let rows = found.into_iter().map(|(object, places)| {
        let places = places.map(|places| if places.is_empty() { "-".to_owned() } else { places.join(", ") });
        format!("| {} | {} |\n", cell(&code(object)), places.join(" | "))
    });
    let head = "\n## Objects\n\nThe numbers are the files' positions.\n\n| Object | Created | Altered | Dropped |\n| --- | --- | --- | --- |\n";
    format!("{head}{}", rows.collect::<String>())
}

fn table(view: &InspectView) -> String {
    let rows = view.order.iter().map(|place| {
        let before: Vec<String> = place.depends_on.iter().map(|edge| code(&edge.file)).collect();
        let before = if before.is_empty() { "-".to_owned() } else { before.join(", ") };
        let revisions: Vec<String> = place.revisions.iter().map(|id| code(id)).collect();
        let revisions = if revisions.is_empty() { "-".to_owned() } else { revisions.join(", ") };
        format!("| {} | {} | {revisions} | {} |\n", cell(&code(&place.name())), place.position, cell(&before))
    });
    format!("| File | Position | Revision | Depends on |\n| --- | ---: | --- | --- |\n{}", rows.collect::<String>())
}

fn detail(view: &InspectView, place: &PlaceView, file: &FileView) -> String {
    let statements = count(file.statements, "statement");
    let head = format!("\n## {}. {}\n\n{statements}, {}.\n", place.position, code(&place.name()), file.encoding);
    head + &MARKS.file(view, place, file)
}

/// Findings about no file of the order.
fn elsewhere(view: &InspectView) -> String {
    let others = MARKS.elsewhere(view);
    if others.is_empty() { String::new() } else { format!("\n## Other findings\n\n{}", items(&others)) }
}

fn list(title: &str, listed: &[String]) -> String {
    format!("\n**{title}**\n\n{}", items(listed))
}

fn items(items: &[String]) -> String {
    items.iter().map(|item| format!("- {item}\n")).collect::<Vec<_>>().concat()
}

fn severity(severity: &str, finding: &str) -> String {
    format!("{severity} {finding}")
}

/// Returns the text in a code span, which shows it as it is.
pub fn code(text: &str) -> String {
    let text = printable(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // CommonMark takes one space off each side again.
    let space = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Returns the text in a code span that may stand in a cell of a table.
pub fn code_cell(text: &str) -> String {
    cell(&code(text))
}

/// Returns text that may stand in a cell: tables are cut before anything else is read.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Returns text in which nothing is a mark, but for the code spans that messages use: those show what they hold as it is.
pub fn escaped(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // A fence that nothing closes would swallow what follows.
    let paired = pieces.len() % 2 == 1;
    let mut out = String::with_capacity(text.len());
    for (at, piece) in pieces.iter().enumerate() {
        match (paired && at % 2 == 1, at) {
            // CommonMark knows no empty span.
            (true, _) if piece.is_empty() => out.push_str("\\`\\`"),
            (true, _) => out.push_str(&code(piece)),
            (false, 0) => out.push_str(&plain(piece)),
            (false, _) if paired => out.push_str(&plain(piece)),
            (false, _) => out.push_str(&format!("\\`{}", plain(piece))),
        }
    }
    out
}

fn plain(text: &str) -> String {
    printable(text).replace('\\', "\\\\").replace('<', "\\<").replace('*', "\\*").replace('_', "\\_").replace('[', "\\[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_a_message_stays_as_it_is() {
        assert_eq!(escaped("`a_b` and a_b"), "`a_b` and a\\_b");
        assert_eq!(escaped("a ` b_c"), "a \\` b\\_c");
    }

    #[test]
    fn names_cannot_leave_their_code_span() {
        assert_eq!(code("a.sql"), "`a.sql`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code("a\n# b"), "`a\\n# b`");
        assert_eq!(cell("`a|b`"), "`a\\|b`");
    }
}
