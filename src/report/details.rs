//! What the long reports of `inspect` say of each file, whatever marks them: HTML or Markdown.

use super::diagnostics::severity_name;
use super::json::FindingView;
use super::json::inspect::{EdgeView, FileView, InspectView, ObjectView, PlaceView};
use crate::text::Edit;

/// How a form of the report marks its parts.
pub struct Marks {
    /// A name or a piece of SQL, shown as it is.
    pub code: fn(&str) -> String,
    /// Words in which nothing may be taken for a mark.
    pub words: fn(&str) -> String,
    /// A severity and the finding's code, the latter marked already.
    pub severity: fn(&str, &str) -> String,
    /// A list under its title. Both are marked already, and there is at least one item.
    pub list: fn(&str, &[String]) -> String,
}

impl Marks {
    /// Returns the lists about a file: what it does and needs, its repairs, what it depends on, its findings.
    pub fn file(&self, view: &InspectView, place: &PlaceView, file: &FileView) -> String {
        let source = view.sources.iter().find(|source| source.path == place.path);
        let lists = [("Creates", &file.creates), ("Alters", &file.alters), ("Drops", &file.drops), ("Needs", &file.needs)];
        let mut text: String = lists
            .into_iter()
            .map(|(title, objects)| self.listed(title, objects.iter().map(|object| self.object(object))))
            .collect();
        let edits = source.iter().flat_map(|source| &source.edits);
        text.push_str(&self.listed("Repairs", edits.map(|edit| self.repair(edit))));
        text.push_str(&self.listed("Depends on", place.depends_on.iter().map(|edge| self.edge(edge))));
        let findings = view.findings.iter().filter(|finding| finding.file.as_ref() == Some(&place.path));
        text + &self.listed("Findings", findings.map(|finding| self.finding(finding)))
    }

    /// Returns the findings about no file of the order.
    pub fn elsewhere(&self, view: &InspectView) -> Vec<String> {
        let is_placed = |finding: &&FindingView| view.files.iter().any(|file| finding.file.as_ref() == Some(&file.path));
        view.findings.iter().filter(|finding| !is_placed(finding)).map(|finding| self.finding(finding)).collect()
    }

    fn listed(&self, title: &str, items: impl Iterator<Item = String>) -> String {
        let items: Vec<String> = items.collect();
        if items.is_empty() { String::new() } else { (self.list)(title, &items) }
    }

    fn object(&self, object: &ObjectView) -> String {
        format!("{} (line {})", (self.code)(&object.object), object.line)
    }

    fn edge(&self, edge: &EdgeView) -> String {
        let because = edge.because.iter().map(|evidence| {
            let hint = if evidence.strength == "soft" { ", a hint" } else { "" };
            format!("{} (line {}{hint})", (self.code)(&evidence.object), evidence.line)
        });
        format!("{}: {}", (self.code)(&edge.file), because.collect::<Vec<_>>().join(", "))
    }

    fn repair(&self, edit: &Edit) -> String {
        let (before, after, why) = ((self.code)(&edit.before), (self.code)(&edit.after), (self.words)(&edit.why()));
        format!("line {}, {}: {before} → {after} ({why})", edit.line, edit.region.name())
    }

    fn finding(&self, finding: &FindingView) -> String {
        let head = (self.severity)(severity_name(finding.severity), &(self.code)(finding.code));
        let place = match (&finding.file, finding.line) {
            (Some(_), Some(line)) => format!(" (line {line})"),
            (Some(file), None) => format!(" ({})", (self.code)(file)),
            _ => String::new(),
        };
        format!("{head}{place}: {}", (self.words)(&finding.message))
    }
}
