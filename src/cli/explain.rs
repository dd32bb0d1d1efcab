//! `sql2rev explain`: what a finding means and what to do.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::error::CliError;
use super::{Status, output};
use crate::report::codes::{self, CODES};
use crate::report::text;

/// Explain what a finding means and what to do about it
#[derive(Debug, Args)]
pub struct Arguments {
    /// The code in brackets behind `error`, `warning` or `note`; without it, all codes are listed
    #[arg(hide_possible_values = true, value_parser = PossibleValuesParser::new(CODES.iter().map(|code| code.code)))]
    code: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let text = match arguments.code.as_deref().and_then(codes::find) {
        Some(code) => text::codes::explanation(code),
        None => text::codes::list(CODES),
    };
    output::write(&text, None)?;
    Ok(Status::Done)
}
