//! The report of `inspect` as one page of HTML that needs nothing but itself: no script, no font, no picture from elsewhere.
//!
//! Whatever comes from the files is text, never markup: all of it goes through [`escaped`].

use std::fmt::Write as _;

use super::diagnostics::severity_name;
use super::json::FindingView;
use super::json::inspect::{EdgeView, FileView, InspectView, ObjectView, PlaceView};
use super::text::{count, printable};
use crate::text::Edit;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}\
    table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.3rem .6rem;text-align:left;\
    vertical-align:top}code{font:13px ui-monospace,monospace}.error{color:#b00020}.warning{color:#8a5a00}.note{color:#555}\
    @media (prefers-color-scheme:dark){body{background:#181818;color:#ddd}td,th{border-color:#444}a{color:#8ab4f8}\
    .error{color:#ff8a80}.warning{color:#ffcc66}.note{color:#aaa}}";

/// Returns the page; several folders follow each other.
pub fn render(views: &[InspectView]) -> String {
    let title = views.iter().map(|view| escaped(&view.dir)).collect::<Vec<_>>().join(", ");
    let folders: String = (1..).zip(views).map(|(number, view)| folder(number, view)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Migrations of {title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{folders}</body>\n</html>\n"
    )
}

fn folder(number: usize, view: &InspectView) -> String {
    let statements = count(view.files.iter().map(|file| file.statements).sum(), "statement");
    let files = count(view.files.len(), "file");
    let mut page = format!("<h1>Migrations of {}</h1>\n", code(&view.dir));
    let _ = writeln!(page, "<p>{files}, {statements}, dialect {}, layout {}.</p>", view.dialect, view.layout);
    let rows: String = view.in_order().map(|(place, file)| row(number, place, file)).collect();
    let heads = ["#", "file", "encoding", "statements", "revision", "after"].map(|head| format!("<th>{head}</th>")).concat();
    let _ = writeln!(page, "<table>\n<tr>{heads}</tr>\n{rows}</table>");
    page.extend(view.in_order().map(|(place, file)| detail(number, view, place, file)));
    let is_placed = |finding: &&FindingView| view.files.iter().any(|file| finding.file.as_ref() == Some(&file.path));
    let others = view.findings.iter().filter(|finding| !is_placed(finding));
    page + &list("Other findings", others.map(finding))
}

/// The name of a file's section.
fn anchor(number: usize, position: usize) -> String {
    format!("f{number}-{position}")
}

fn row(number: usize, place: &PlaceView, file: &FileView) -> String {
    let link = |position: usize, text: &str| format!("<a href=\"#{}\">{text}</a>", anchor(number, position));
    let after: Vec<String> = place.depends_on.iter().map(|edge| link(edge.position, &edge.position.to_string())).collect();
    let revisions: Vec<String> = place.revisions.iter().map(|id| code(id)).collect();
    let cells = [
        place.position.to_string(),
        link(place.position, &code(&place.name())),
        escaped(file.encoding),
        file.statements.to_string(),
        revisions.join(", "),
        after.join(", "),
    ];
    format!("<tr>{}</tr>\n", cells.map(|cell| format!("<td>{cell}</td>")).concat())
}

fn detail(number: usize, view: &InspectView, place: &PlaceView, file: &FileView) -> String {
    let id = anchor(number, place.position);
    let mut section = format!("<h2 id=\"{id}\">{}. {}</h2>\n", place.position, code(&place.name()));
    let source = view.sources.iter().find(|source| source.path == place.path);
    let lists = [("Creates", &file.creates), ("Alters", &file.alters), ("Drops", &file.drops), ("Needs", &file.needs)];
    for (title, objects) in lists {
        section.push_str(&list(title, objects.iter().map(object)));
    }
    section.push_str(&list("Repairs", source.iter().flat_map(|source| &source.edits).map(repair)));
    section.push_str(&list("Depends on", place.depends_on.iter().map(edge)));
    let findings = view.findings.iter().filter(|finding| finding.file.as_ref() == Some(&place.path));
    section + &list("Findings", findings.map(finding))
}

fn list(title: &str, items: impl Iterator<Item = String>) -> String {
    let items = items.map(|item| format!("<li>{item}</li>\n")).collect::<Vec<_>>().concat();
    if items.is_empty() { items } else { format!("<h3>{title}</h3>\n<ul>\n{items}</ul>\n") }
}

fn object(object: &ObjectView) -> String {
    format!("{} (line {})", code(&object.object), object.line)
}

fn edge(edge: &EdgeView) -> String {
    let because = edge.because.iter().map(|evidence| {
        let hint = if evidence.strength == "soft" { ", a hint" } else { "" };
        format!("{} (line {}{hint})", code(&evidence.object), evidence.line)
    });
    format!("{}: {}", code(&edge.file), because.collect::<Vec<_>>().join(", "))
}

fn repair(edit: &Edit) -> String {
    let why = escaped(&edit.why());
    format!("line {}, {}: {} → {} ({why})", edit.line, edit.region.name(), code(&edit.before), code(&edit.after))
}

fn finding(finding: &FindingView) -> String {
    let severity = severity_name(finding.severity);
    let place = match (&finding.file, finding.line) {
        (Some(_), Some(line)) => format!(" (line {line})"),
        (Some(file), None) => format!(" ({})", code(file)),
        _ => String::new(),
    };
    format!("<b class=\"{severity}\">{severity} {}</b>{place}: {}", code(finding.code), escaped(&finding.message))
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

/// Returns text that is no markup, in an element and between quotes of an attribute alike.
fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_hold_is_never_markup() {
        assert_eq!(escaped("<script>\"'&"), "&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(code("a`b"), "<code>a`b</code>");
    }
}
