//! `sql2rev completions`: the script that makes a shell complete the arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::error::CliError;
use super::{Cli, Status, output};

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub struct Arguments {
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> Result<Status, CliError> {
    // Into memory first: the generator panics on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "sql2rev", &mut script);
    output::write(&String::from_utf8_lossy(&script), None)?;
    Ok(Status::Done)
}
