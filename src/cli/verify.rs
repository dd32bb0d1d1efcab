//! `sql2rev verify`: the claims of `convert`, tried on a database.

use std::path::PathBuf;

use clap::Args;

use super::Status;
use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::proving::Proving;
use super::reporting::{Report, Strictness};
use crate::report::verification::Verification;
use crate::report::{json, text};
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
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    strictness: Strictness,
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
    let text = || text::verify::render(&verification, console.is_verbose());
    arguments.report.write(text, || json::verify::VerifyView::new(&verification))?;
    console.summary(&verification.subject(), &verification.findings);
    Ok(arguments.strictness.status(&verification.findings))
}
