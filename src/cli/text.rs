//! `sql2rev text`: a file as it is read.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::console::Console;
use super::error::CliError;
use super::reporting::Strictness;
use super::texts::Texts;
use super::{Status, output};
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::finding::Finding;
use crate::report::json;
use crate::report::json::ledger::LedgerView;
use crate::report::text::count;
use crate::source::{self, Source};
use crate::text::Text;

/// Print files as they are read: decoded, and repaired as far as --repair says
#[derive(Debug, Args)]
pub struct Arguments {
    /// The files; those that are no SQL by their name count as prose, all of it to be repaired as comments are
    #[arg(required = true)]
    file: Vec<PathBuf>,
    #[command(flatten)]
    texts: Texts,
    /// The text, or the ledger of what was done to it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the result to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    strictness: Strictness,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// The text itself, in UTF-8 without byte order mark, otherwise byte for byte
    Text,
    /// The ledger of each file
    Json,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    // The only one that is read so far.
    let dialect: &dyn Dialect = &Postgres;
    let sources: Vec<Source> = arguments.file.iter().map(|file| source::file(file)).collect::<Result<_, _>>()?;
    let folder = arguments.file.first().and_then(|file| file.parent()).unwrap_or(Path::new(""));
    let options = arguments.texts.options(folder)?;
    let (texts, findings): (Vec<Option<Text>>, Vec<Vec<Finding>>) =
        crate::read_texts(&sources, &options, dialect).into_iter().unzip();
    let (texts, findings) = (texts.into_iter().flatten().collect::<Vec<_>>(), findings.concat());
    console.findings_in(&findings, &texts);
    let result = match arguments.format {
        Format::Text => texts.iter().map(|text| &*text.content).collect(),
        Format::Json => json::text(&LedgerView::new(&texts, &findings))?,
    };
    output::write(&result, arguments.output.as_deref())?;
    console.summary(&count(sources.len(), "file"), &findings);
    Ok(arguments.strictness.status(&findings))
}
