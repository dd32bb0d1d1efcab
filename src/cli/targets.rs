//! `sql2rev targets`: the migration tools it writes for, and how each is used.

use clap::Args;

use super::error::CliError;
use super::options::target_parser;
use super::{Status, output};
use crate::report::text;
use crate::target;

/// List the migration tools that sql2rev writes for, or show how one is used
#[derive(Debug, Args)]
pub struct Arguments {
    /// Show how this one is used
    #[arg(value_parser = target_parser())]
    name: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let text = match &arguments.name {
        Some(name) => {
            let target = target::find(name)?.ok_or_else(|| CliError::UnknownTarget(name.clone()))?;
            text::targets::usage(&target)
        }
        None => text::targets::list(&target::all()?),
    };
    output::write(&text, None)?;
    Ok(Status::Done)
}
