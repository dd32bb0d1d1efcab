//! How commands report: the form and the place of a report, and when findings make a command fail.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::error::CliError;
use super::{Status, output};
use crate::finding::Finding;
use crate::report::{diagnostics, json};

/// The form of a report, and where it goes.
#[derive(Debug, Clone, Args)]
pub struct Report {
    /// Form of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the report to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What counts as failed.
#[derive(Debug, Clone, Args)]
pub struct Strictness {
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
}

impl Report {
    /// Writes the report in the form that was asked for; only that one is made.
    pub fn write<View: Serialize>(&self, text: impl FnOnce() -> String, view: impl FnOnce() -> View) -> Result<(), CliError> {
        let report = match self.format {
            Format::Text => text(),
            Format::Json => json::text(&view())?,
        };
        output::write(&report, self.output.as_deref())
    }
}

impl Strictness {
    /// Whether the findings make the command fail.
    pub fn forbids(&self, findings: &[Finding]) -> bool {
        diagnostics::has_failed(findings, self.strict)
    }

    /// How a command ends that could run and found this.
    pub fn status(&self, findings: &[Finding]) -> Status {
        if self.forbids(findings) { Status::Trouble } else { Status::Done }
    }
}
