//! `sql2rev collapse`: a legacy folder in, one base revision out, and what follows it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::writing::Writing;
use super::{Status, archive};
use crate::collapse::{self, Data, Options};
use crate::revise::Revised;

/// Write one base revision in the place of a history, or of its beginning
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder with the SQL files
    dir: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// The last file, or revision, that goes into the base; the others follow as revisions
    #[arg(long, value_name = "NAME")]
    through: Option<String>,
    /// The id of the base; that of the last revision in it if not given, so that databases which ran that one stand at the base
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<String>,
    /// What becomes of the rows that the files insert
    #[arg(long, value_name = "WHAT", default_value = "keep")]
    data: DataChoice,
    /// A folder to copy the collapsed files to, for reference; the files themselves stay where they are
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DataChoice {
    /// Keep them as they stand at the end, where literal statements tell
    Keep,
    /// Leave them out
    SchemaOnly,
    /// Keep the statements that change rows as they are written
    Verbatim,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    let Arguments { dir, reading, .. } = arguments;
    let writing = &arguments.writing.rewriting();
    let (target, dialect) = (writing.target(reading)?, reading.dialect());
    console.progress(&format!("reading {}", dir.display()));
    let history = reading.read(dir)?;
    let revised = writing.revise(&history, &target, reading, console)?;
    let options = arguments.options(&revised, dir)?;
    console.progress("laying out the base");
    let collapsed = collapse::collapse(revised, &history.scripts, &options);
    let conversion = writing.convert(dir, &history, &target, collapsed, dialect, console)?;
    if let (Some(archive), Some(_), false) = (&arguments.archive, &conversion.written, conversion.dry_run) {
        let sources = conversion.revisions.first().map_or(&[][..], |base| &base.sources);
        archive::write(dir, archive, sources)?;
    }
    writing.say(&conversion, console)
}

impl Arguments {
    fn options(&self, revised: &Revised, dir: &Path) -> Result<Options, CliError> {
        let through = match &self.through {
            None => None,
            Some(name) => Some(
                collapse::find(revised, name)
                    .ok_or_else(|| CliError::NoSuchMigration { name: name.clone(), dir: dir.to_owned() })?,
            ),
        };
        let data = match self.data {
            DataChoice::Keep => Data::Keep,
            DataChoice::SchemaOnly => Data::SchemaOnly,
            DataChoice::Verbatim => Data::Verbatim,
        };
        Ok(Options { through, id: self.id.clone(), data })
    }
}

/// Ids become parts of file names and of Python source.
fn id(text: &str) -> Result<String, String> {
    let fits = (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits { Ok(text.to_owned()) } else { Err("an id is made of 1 to 32 letters, digits and `_`".to_owned()) }
}
