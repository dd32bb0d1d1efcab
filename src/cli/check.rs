//! `sql2rev check`: are the written files still what was written, and from these sources?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::{Status, output};
use crate::finding::Finding;
use crate::report::checking::Checking;
use crate::report::{diagnostics, json, text};
use crate::target::{self, check, lock::LockedFile};

/// Check that written files are still what was written, and from these sources
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder with the written files
    out: PathBuf,
    /// The folder with the SQL files that they were written from; without it only the written files are checked
    dir: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Form of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the report to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    let mut checked = check::check(&arguments.out, &target::all()?)?;
    let sources = arguments.sources(&checked, console)?;
    checked.findings.extend(sources);
    let checking = Checking { out: arguments.out.to_string_lossy().into_owned(), checked, with_sources: arguments.dir.is_some() };
    let findings = &checking.checked.findings;
    console.findings_in(findings, &[]);
    let report = match arguments.format {
        Format::Text => text::check::render(&checking),
        Format::Json => json::text(&json::check::CheckView::new(&checking))?,
    };
    output::write(&report, arguments.output.as_deref())?;
    console.summary(&checking.out, findings);
    let failed = diagnostics::has_failed(findings, arguments.strict);
    Ok(if failed { Status::Trouble } else { Status::Done })
}

impl Arguments {
    fn sources(&self, checked: &check::Checked, console: &Console) -> Result<Vec<Finding>, CliError> {
        let Some(dir) = &self.dir else { return Ok(Vec::new()) };
        console.progress(&format!("reading {}", dir.display()));
        let history = self.reading.read(dir)?;
        let texts = || history.scripts.iter().map(|script| &script.text);
        let sources: Vec<LockedFile> =
            texts().map(|text| LockedFile { path: text.path.clone(), blake3: text.blake3().to_owned() }).collect();
        let run: Vec<String> = history.plan.order.iter().map(|file| history.scripts[*file].text.path.clone()).collect();
        Ok(check::sources(&checked.lock, &sources, &run))
    }
}
