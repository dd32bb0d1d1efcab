//! The report of `inspect` as one page of HTML that needs nothing but itself: no script, no font, no picture from elsewhere.
//!
//! Whatever comes from the files is text, never markup: all of it goes through [`escaped`].

use std::fmt::Write as _;

use super::details::Marks;
use super::json::inspect::{FileView, InspectView, PlaceView};
use super::text::{count, printable};

const MARKS: Marks = Marks { code, words: escaped, severity, list };

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
    let others = MARKS.elsewhere(view);
    if !others.is_empty() {
        page.push_str(&list("Other findings", &others));
    }
    page
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
    let head = format!("<h2 id=\"{id}\">{}. {}</h2>\n", place.position, code(&place.name()));
    head + &MARKS.file(view, place, file)
}

fn severity(severity: &str, finding: &str) -> String {
    format!("<b class=\"{severity}\">{severity} {finding}</b>")
}

fn list(title: &str, items: &[String]) -> String {
    let items = items.iter().map(|item| format!("<li>{item}</li>\n")).collect::<Vec<_>>().concat();
    format!("<h3>{title}</h3>\n<ul>\n{items}</ul>\n")
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
