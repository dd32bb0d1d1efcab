//! `sql2rev verify`: the claims of `convert`, tried on a database.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::proving::Proving;
use super::{Status, output};
use crate::report::verification::Verification;
use crate::report::{diagnostics, json, text};
use crate::{revise, verify};

/// Prove on a throwaway database: up, down, up, and the legacy files as they are
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder with the SQL files
    dir: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    proving: Proving,
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
    console.progress(&format!("reading {}", arguments.dir.display()));
    let history = arguments.reading.read(&arguments.dir)?;
    let dialect = arguments.reading.dialect();
    console.progress("finding the way back of each revision");
    let options = revise::Options { downs: arguments.reading.downs(), ..revise::Options::default() };
    let mut revised = crate::revise(&history, dialect, &options);
    let proofs = arguments.proving.prove(&history, &revised, dialect, console)?;
    verify::mark(&mut revised, &proofs);
    let findings = [&history.findings, &revised.findings, &proofs.findings].into_iter().flatten().cloned().collect();
    let verification =
        Verification { dialect: dialect.name(), history: &history, revisions: revised.revisions, proofs, findings };
    console.findings(&verification.findings, &history);
    let report = match arguments.format {
        Format::Text => text::verify::render(&verification, console.is_verbose()),
        Format::Json => json::text(&json::verify::VerifyView::new(&verification))?,
    };
    output::write(&report, arguments.output.as_deref())?;
    console.summary(&verification.subject(), &verification.findings);
    let failed = diagnostics::has_failed(&verification.findings, arguments.strict);
    Ok(if failed { Status::Trouble } else { Status::Done })
}
