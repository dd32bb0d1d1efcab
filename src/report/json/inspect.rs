//! The document of `inspect`. The other forms of its report are made from it, so that all say the same.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{FindingView, SourceView, TOOL, ToolView};
use crate::History;
use crate::dialect::script::Script;
use crate::order::{self, Edge, Facts, Mentioned, Reason, Relations, Strength};
use crate::report::lines::Lines;

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
    pub depends_on: Vec<EdgeView>,
}

/// A file that must come first.
#[derive(Debug, Serialize)]
pub struct EdgeView {
    pub file: String,
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
    pub fn new(dir: &str, dialect: &'static str, history: &History) -> Self {
        let lines = Lines::new(&history.scripts);
        let places = history.plan.order.iter().enumerate();
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
            order: places.map(|(at, file)| PlaceView::new(at + 1, *file, history, &lines)).collect(),
            findings: super::findings(&history.findings, &lines),
        }
    }

    /// Returns the place of a file in the order, from 1.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.order.iter().find(|place| place.path == path).map(|place| place.position)
    }

    /// Returns the files in the order in which they run, each with its place.
    pub fn in_order(&self) -> impl Iterator<Item = (&PlaceView, &FileView)> {
        self.order.iter().filter_map(|place| Some((place, self.files.iter().find(|file| file.path == place.path)?)))
    }

    /// Returns how many statements a file has.
    pub fn statements(&self, path: &str) -> usize {
        self.sources.iter().find(|source| source.path == path).map_or(0, |source| source.statements)
    }
}

impl FileView {
    fn new(script: &Script, facts: &Facts, made: &BTreeSet<&str>, relations: &Relations, lines: &Lines<'_>) -> Self {
        let path = &script.text.path;
        let objects = |mentioned: &[Mentioned]| objects(mentioned, path, relations, lines);
        let needs: Vec<Mentioned> = facts.needs.iter().filter(|need| !is_of_the_server(&need.object, made)).cloned().collect();
        Self {
            path: path.clone(),
            creates: objects(&facts.makes),
            alters: objects(&facts.changes),
            drops: objects(&facts.drops),
            needs: objects(&needs),
        }
    }
}

/// Whether the object is one that every database has: a function without schema that no file makes, such as `now`.
fn is_of_the_server(object: &str, made: &BTreeSet<&str>) -> bool {
    object.strip_prefix("function ").is_some_and(|name| !name.contains('.')) && !made.contains(object)
}

/// Each object once, where it is named first.
fn objects(mentioned: &[Mentioned], path: &str, relations: &Relations, lines: &Lines<'_>) -> Vec<ObjectView> {
    let mut seen = BTreeSet::new();
    let first = mentioned.iter().filter(|mentioned| seen.insert(&mentioned.object));
    first.map(|it| ObjectView { object: relations.shown(&it.object), line: lines.line(path, it.at) }).collect()
}

impl PlaceView {
    fn new(position: usize, file: usize, history: &History, lines: &Lines<'_>) -> Self {
        let edges = history.plan.edges.iter().filter(|edge| edge.then == file);
        Self {
            position,
            path: path(history, file).to_owned(),
            depends_on: edges.map(|edge| EdgeView::new(edge, history, lines)).collect(),
        }
    }
}

impl EdgeView {
    /// Whether a statement would fail without the other file.
    pub fn is_hard(&self) -> bool {
        self.because.iter().any(|evidence| evidence.strength == "hard")
    }

    fn new(edge: &Edge, history: &History, lines: &Lines<'_>) -> Self {
        let needing = path(history, edge.then);
        let because = edge.because.iter().map(|reason| EvidenceView::new(reason, needing, lines));
        Self { file: path(history, edge.first).to_owned(), because: because.collect() }
    }
}

impl EvidenceView {
    fn new(reason: &Reason, file: &str, lines: &Lines<'_>) -> Self {
        let strength = match reason.strength {
            Strength::Hard => "hard",
            Strength::Soft => "soft",
        };
        Self { object: reason.object.clone(), file: file.to_owned(), line: lines.line(file, reason.at), strength }
    }
}

fn path(history: &History, file: usize) -> &str {
    history.scripts.get(file).map_or("", |script| script.text.path.as_str())
}
