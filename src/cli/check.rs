//! `sql2rev check`: are the written files still what was written, and from these sources?

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::reporting::{Report, Strictness};
use super::{Status, sources};
use crate::finding::Finding;
use crate::report::checking::Checking;
use crate::report::{json, text};
use crate::target::{self, check};

/// Check that written files are still what was written, and from these sources
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder with the written files
    out: PathBuf,
    /// The folder with the SQL files that they were written from; without it only the written files are checked
    dir: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    strictness: Strictness,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    let mut checked = check::check(&arguments.out, &target::all()?)?;
    let sources = arguments.sources(&checked, console)?;
    checked.findings.extend(sources);
    let checking = Checking { out: arguments.out.to_string_lossy().into_owned(), checked, with_sources: arguments.dir.is_some() };
    let findings = &checking.checked.findings;
    console.findings_in(findings, &[]);
    arguments.report.write(|| text::check::render(&checking), || json::check::CheckView::new(&checking))?;
    console.summary(&checking.out, findings);
    Ok(arguments.strictness.status(findings))
}

impl Arguments {
    fn sources(&self, checked: &check::Checked, console: &Console) -> Result<Vec<Finding>, CliError> {
        let Some(dir) = &self.dir else { return Ok(Vec::new()) };
        console.progress(&format!("reading {}", dir.display()));
        let history = self.reading.read(dir)?;
        Ok(sources::compare(&checked.lock, &history))
    }
}
