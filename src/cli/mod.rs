//! Arguments in, stages called, exit status out. One file a command.
//!
//! Invariants:
//! - Results go to standard output or to the file of `-o`, everything else to standard error.
//! - Exit status 0: done, warnings at most. 1: an error-level finding. 2: it could not run.
//! - No module here knows SQL, and none decides what a finding is worth.

mod archive;
mod check;
mod collapse;
mod completions;
mod console;
mod convert;
mod drift;
mod error;
mod explain;
mod inspect;
mod options;
mod output;
mod proving;
mod reporting;
mod sources;
mod stamp;
mod targets;
mod text;
mod texts;
mod verify;
mod writing;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use console::Console;
use error::CliError;
use options::Display;

/// Exit status where sql2rev could not run.
const COULD_NOT_RUN: u8 = 2;

/// Turns a folder of hand-written SQL migrations into a real migration history, with downgrades.
#[derive(Debug, Parser)]
#[command(name = "sql2rev", version, propagate_version = true, after_help = EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    display: Display,
}

const EXIT_STATUS: &str = "\
Exit status: 0 done, warnings at most; 1 an error-level finding, a failed proof, drift found; 2 it could not run.
Results go to standard output, everything else to standard error.";

#[derive(Debug, Subcommand)]
enum Command {
    Inspect(inspect::Arguments),
    Convert(convert::Arguments),
    Collapse(collapse::Arguments),
    Verify(verify::Arguments),
    Drift(drift::Arguments),
    Stamp(stamp::Arguments),
    Check(check::Arguments),
    Text(text::Arguments),
    Targets(targets::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
}

/// How a command ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Done,
    /// An error-level finding, a failed proof among them.
    Trouble,
}

/// Runs the program with its arguments, the program's name first, and returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let console = Console::new(&cli.display);
    match cli.command.run(&console) {
        Ok(Status::Done) => 0,
        Ok(Status::Trouble) => 1,
        Err(error) => {
            console.error(&error);
            COULD_NOT_RUN
        }
    }
}

/// Prints what clap has to say: help and version too.
fn usage(error: &clap::Error) -> u8 {
    // A reader that has gone away is no reason to fail.
    let _ = error.print();
    if error.use_stderr() { COULD_NOT_RUN } else { 0 }
}

impl Command {
    fn run(&self, console: &Console) -> Result<Status, CliError> {
        match self {
            Self::Inspect(arguments) => inspect::run(arguments, console),
            Self::Convert(arguments) => convert::run(arguments, console),
            Self::Collapse(arguments) => collapse::run(arguments, console),
            Self::Verify(arguments) => verify::run(arguments, console),
            Self::Drift(arguments) => drift::run(arguments, console),
            Self::Stamp(arguments) => stamp::run(arguments, console),
            Self::Check(arguments) => check::run(arguments, console),
            Self::Text(arguments) => text::run(arguments, console),
            Self::Targets(arguments) => targets::run(arguments),
            Self::Explain(arguments) => explain::run(arguments),
            Self::Completions(arguments) => completions::run(arguments),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        super::Cli::command().debug_assert();
    }
}
