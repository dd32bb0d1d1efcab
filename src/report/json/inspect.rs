//! The document of `inspect`. The other forms of its report are made from it, so that all say the same.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{FindingView, SourceView, TOOL, ToolView};
use crate::History;
use crate::dialect::script::Script;
use crate::order::{self, Edge, Facts, Mentioned, Reason, Relations};
use crate::report::lines::Lines;
use crate::text::Text;

/// What is in a folder.
#[derive(Debug, Serialize)]
pub struct InspectView {
    pub tool: ToolView,
    pub dialect: &'static str,
    /// As the user called it.
    pub dir: String,
    pub layout: &'static str,
    /// In the order of their names.
    pub sources: Vec<SourceView>,
    /// As `sources`.
    pub files: Vec<FileView>,
    /// First to run first.
    pub order: Vec<PlaceView>,
    pub findings: Vec<FindingView>,
}

/// What a file does and needs.
#[derive(Debug, Serialize)]
pub struct FileView {
    pub path: String,
    /// Which part of the file it is, where the file holds several migrations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    pub encoding: &'static str,
    pub statements: usize,
    pub creates: Vec<ObjectView>,
    pub alters: Vec<ObjectView>,
    pub drops: Vec<ObjectView>,
    /// What must be there before the file runs.
    pub needs: Vec<ObjectView>,
}

/// An object, and the first line that names it in this way.
#[derive(Debug, Serialize)]
pub struct ObjectView {
    pub object: String,
    pub line: usize,
}

/// A file's place in the order.
#[derive(Debug, Serialize)]
pub struct PlaceView {
    /// From 1.
    pub position: usize,
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The ids of the revisions that it becomes, as `convert` gives them for Alembic.
    pub revisions: Vec<String>,
    /// Its place among the files.
    #[serde(skip)]
    pub at: usize,
    pub depends_on: Vec<EdgeView>,
}

/// A file that must come first.
#[derive(Debug, Serialize)]
pub struct EdgeView {
    pub file: String,
    /// Its place in the order, from 1.
    pub position: usize,
    pub because: Vec<EvidenceView>,
}

/// Why it must come first.
#[derive(Debug, Serialize)]
pub struct EvidenceView {
    pub object: String,
    /// The file that needs the object.
    pub file: String,
    pub line: usize,
    /// `hard`: the statement fails without it. `soft`: names and comments suggest it.
    pub strength: &'static str,
}

impl InspectView {
    /// Makes the document.
    ///
    /// `revisions`: the ids of those that each file becomes, by the index of its script.
    pub fn new(dir: &str, dialect: &'static str, history: &History, revisions: &[Vec<String>]) -> Self {
        let lines = Lines::new(&history.scripts);
        let mut positions = vec![0; history.scripts.len()];
        history.plan.order.iter().enumerate().for_each(|(at, file)| positions[*file] = at + 1);
        let order = Order { history, revisions, positions, lines: &lines };
        let facts: Vec<Facts> = history.scripts.iter().map(order::facts).collect();
        let made = facts.iter().flat_map(|facts| &facts.makes).map(|made| made.object.as_str()).collect();
        let relations = Relations::new(&facts);
        let files = history.scripts.iter().zip(&facts);
        Self {
            tool: TOOL,
            dialect,
            dir: dir.to_owned(),
            layout: history.layout.name(),
            sources: super::sources(&history.scripts),
            files: files.map(|(script, facts)| FileView::new(script, facts, &made, &relations, &lines)).collect(),
            order: history.plan.order.iter().map(|file| order.place(*file)).collect(),
            findings: super::findings(&history.findings, &lines),
        }
    }

    /// Returns the files in the order in which they run, each with its place.
    pub fn in_order(&self) -> impl Iterator<Item = (&PlaceView, &FileView)> {
        self.order.iter().filter_map(|place| Some((place, self.files.get(place.at)?)))
    }
}

impl FileView {
    fn new(script: &Script, facts: &Facts, made: &BTreeSet<&str>, relations: &Relations, lines: &Lines<'_>) -> Self {
        let path = &script.text.path;
        let objects = |mentioned: &[Mentioned]| objects(mentioned, path, relations, lines);
        let needs: Vec<Mentioned> = facts.needs.iter().filter(|need| !is_of_the_server(&need.object, made)).cloned().collect();
        Self {
            path: path.clone(),
            part: script.text.part.clone(),
            encoding: script.text.encoding,
            statements: script.statements().count(),
            creates: objects(&facts.makes),
            alters: objects(&facts.changes),
            drops: objects(&facts.drops),
            needs: objects(&needs),
        }
    }
}

/// Whether the object is one that every database has: a function or an operator class without schema that no file makes, such as
/// `now`.
fn is_of_the_server(object: &str, made: &BTreeSet<&str>) -> bool {
    let is_users = ["relation ", "type ", "schema ", "extension ", "role "].iter().any(|word| object.starts_with(word));
    !is_users && !object.contains('.') && !made.contains(object)
}

/// Each object once, where it is named first.
fn objects(mentioned: &[Mentioned], path: &str, relations: &Relations, lines: &Lines<'_>) -> Vec<ObjectView> {
    let mut seen = BTreeSet::new();
    let first = mentioned.iter().filter(|mentioned| seen.insert(&mentioned.object));
    first.map(|it| ObjectView { object: relations.shown(&it.object), line: lines.line(path, it.at) }).collect()
}

impl PlaceView {
    /// What people call the file, with the part that it is.
    pub fn name(&self) -> String {
        crate::text::name(&self.path, self.part.as_deref())
    }
}

impl EdgeView {
    /// Whether a statement would fail without the other file.
    pub fn is_hard(&self) -> bool {
        self.because.iter().any(|evidence| evidence.strength == "hard")
    }
}

/// What the places of the files are made from.
struct Order<'a> {
    history: &'a History,
    revisions: &'a [Vec<String>],
    /// Each script's place, from 1.
    positions: Vec<usize>,
    lines: &'a Lines<'a>,
}

impl Order<'_> {
    fn place(&self, file: usize) -> PlaceView {
        let edges = self.history.plan.edges.iter().filter(|edge| edge.then == file);
        let text = self.text(file);
        PlaceView {
            position: self.position(file),
            path: text.map_or_else(String::new, |text| text.path.clone()),
            part: text.and_then(|text| text.part.clone()),
            revisions: self.revisions.get(file).cloned().unwrap_or_default(),
            at: file,
            depends_on: edges.map(|edge| self.edge(edge)).collect(),
        }
    }

    fn edge(&self, edge: &Edge) -> EdgeView {
        let path = |file: usize| self.text(file).map_or("", |text| text.path.as_str());
        let because = edge.because.iter().map(|reason| EvidenceView::new(reason, path(edge.then), self.lines));
        EdgeView { file: path(edge.first).to_owned(), position: self.position(edge.first), because: because.collect() }
    }

    fn position(&self, file: usize) -> usize {
        self.positions.get(file).copied().unwrap_or_default()
    }

    fn text(&self, file: usize) -> Option<&Text> {
        self.history.scripts.get(file).map(|script| &script.text)
    }
}

impl EvidenceView {
    fn new(reason: &Reason, file: &str, lines: &Lines<'_>) -> Self {
        let strength = if reason.strength.is_hard() { "hard" } else { "soft" };
        Self { object: reason.object.clone(), file: file.to_owned(), line: lines.line(file, reason.at), strength }
    }
}
