//! `sql2rev convert`: a legacy folder in, revision files out.

use std::path::PathBuf;

use clap::Args;

use super::Status;
use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::writing::Writing;
use crate::collapse::Collapsed;

/// Write the revision files of a migration tool
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder with the SQL files
    dir: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    let Arguments { dir, reading, writing } = arguments;
    let (target, dialect) = (writing.target(reading)?, reading.dialect());
    console.progress(&format!("reading {}", dir.display()));
    let history = reading.read(dir)?;
    let revised = writing.revise(&history, &target, reading, console)?;
    let server = writing.server(console)?;
    let whole = Collapsed { revised, ..Collapsed::default() };
    let conversion = writing.convert(dir, &history, &target, whole, (dialect, server.as_ref()), console)?;
    writing.say(&conversion, console)
}
