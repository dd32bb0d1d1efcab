//! `sql2rev inspect`: what is in a folder. Writes nothing but its report.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::reporting::Strictness;
use super::{Status, output};
use crate::finding::Finding;
use crate::report::json::inspect::InspectView;
use crate::report::{graph, html, json, markdown, text};
use crate::revise;

/// Show what is in a folder: statements, order, dependencies, findings
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folders with the SQL files, each a history of its own; JSON is a list if there are several. After one folder, two of its
    /// files: why one comes before the other
    #[arg(required = true)]
    dir: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Form of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the report to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    strictness: Strictness,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Text,
    Json,
    /// The table, and what each file does and needs
    Markdown,
    /// A graph of the dependencies for mermaid.js
    Mermaid,
    /// A graph of the dependencies for Graphviz
    Dot,
    /// One page with all that Markdown has
    Html,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    if let [dir, a, b] = arguments.dir.as_slice()
        && !a.is_dir()
        && !b.is_dir()
    {
        return why(arguments, dir, [a, b]);
    }
    let mut views = Vec::new();
    let mut findings = Vec::new();
    for dir in &arguments.dir {
        let dir_name = dir.to_string_lossy();
        console.progress(&format!("reading {dir_name}"));
        let mut history = arguments.reading.read(dir)?;
        let dialect = arguments.reading.dialect();
        // A revision's id does not hang on how its downgrade is written.
        let options = revise::Options { downs: arguments.reading.downs(), ..revise::Options::default() };
        let revised = crate::revise(&history, dialect, &options);
        let revisions = revised.ids_of_scripts(history.scripts.len());
        let more = of_files(revised.findings, &history.findings);
        history.findings.extend(more);
        console.findings(&history.findings, &history);
        views.push(InspectView::new(&dir_name, dialect.name(), &history, &revisions));
        findings.extend(history.findings);
    }
    output::write(&arguments.format.render(&views)?, arguments.output.as_deref())?;
    let files: usize = views.iter().map(|view| view.files.len()).sum();
    console.summary(&text::count(files, "file"), &findings);
    Ok(arguments.strictness.status(&findings))
}

/// What was found when the files were applied one after the other, as far as it is about the files and not about downgrades. What is
/// created nowhere is said once.
fn of_files(findings: Vec<Finding>, said: &[Finding]) -> Vec<Finding> {
    const CODES: &[&str] = &["duplicate-object", "missing-object", "rollback", "uncertain", "written-down-differs"];
    let place = |finding: &Finding| (finding.file.clone(), finding.span.as_ref().map(|span| span.start));
    let ghosts: Vec<_> = said.iter().filter(|finding| finding.code == "created-nowhere").map(place).collect();
    let is_new = |finding: &Finding| finding.code != "missing-object" || !ghosts.contains(&place(finding));
    findings.into_iter().filter(|finding| CODES.contains(&finding.code) && is_new(finding)).collect()
}

/// Says why one file of a folder comes before another.
fn why(arguments: &Arguments, dir: &Path, files: [&PathBuf; 2]) -> Result<Status, CliError> {
    let history = arguments.reading.read(dir)?;
    let find = |name: &PathBuf| {
        let name = name.to_string_lossy().replace('\\', "/");
        let scripts = || history.scripts.iter();
        let exact = scripts().position(|script| script.text.path == name || script.text.name() == name || script.title == name);
        let in_dir = |path: &str| dir.join(path) == Path::new(&name);
        exact.or_else(|| scripts().position(|script| in_dir(&script.text.path))).ok_or(CliError::UnknownFile(name))
    };
    let [a, b] = files;
    output::write(&text::why::render(&history, find(a)?, find(b)?), arguments.output.as_deref())?;
    Ok(Status::Done)
}

impl Format {
    fn render(self, views: &[InspectView]) -> Result<String, CliError> {
        Ok(match (self, views) {
            (Self::Text, _) => each(views, text::inspect::render),
            (Self::Markdown, _) => each(views, markdown::render),
            (Self::Mermaid, _) => graph::mermaid::render(views),
            (Self::Dot, _) => graph::dot::render(views),
            (Self::Html, _) => html::render(views),
            (Self::Json, [view]) => json::text(view)?,
            (Self::Json, _) => json::text(&views)?,
        })
    }
}

fn each(views: &[InspectView], render: impl Fn(&InspectView) -> String) -> String {
    views.iter().map(render).collect::<Vec<_>>().join("\n")
}
