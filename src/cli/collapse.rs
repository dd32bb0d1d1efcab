//! `sql2rev collapse`: a legacy folder in, one base revision out, and what follows it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Status;
use super::archive::{self, Copies};
use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::writing::Writing;
use crate::collapse::{self, Collapsed, Data, Options, Wanted};
use crate::finding::Finding;
use crate::revise::Revised;
use crate::verify;

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
    /// Write the base as one revision for each section: schemas, types, functions, tables, views, …
    #[arg(long)]
    sections: bool,
    /// What becomes of the rows that the files insert
    #[arg(long, value_name = "WHAT", default_value = "keep")]
    data: DataChoice,
    /// The folder to copy the collapsed files to, for reference; the files themselves stay where they are [default: OUT-archive]
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
    let mut options = arguments.options(&revised, dir)?;
    let server = writing.server(console)?;
    let wanted = wanted(&revised, &options);
    if let Some(server) = &server {
        console.progress("reading the rows that the history leaves");
        options.replayed = verify::rows::replay(server, &history, &revised.revisions[..options.count(&revised)], &wanted)?;
    }
    console.progress("laying out the base");
    let mut collapsed = collapse::collapse(revised, &history.scripts, &options);
    if arguments.sections {
        collapsed = collapse::split(collapsed, dialect);
    }
    if let (Some(server), Some(replayed)) = (&server, &options.replayed) {
        let base = &collapsed.revised.revisions[..collapsed.base];
        let differences = verify::rows::check(server, base, &wanted, replayed)?;
        collapsed.revised.findings.extend(differences.into_iter().map(differs));
    }
    let copies = archived(arguments, &collapsed)?;
    let conversion = writing.convert(dir, &history, &target, collapsed, (dialect, server.as_ref()), console)?;
    if conversion.written.is_some() && !conversion.dry_run {
        copies.make()?;
    }
    writing.say(&conversion, console)
}

/// The copies of the collapsed files that are to be made.
fn archived(arguments: &Arguments, collapsed: &Collapsed) -> Result<Copies, CliError> {
    let Arguments { dir, writing, archive, .. } = arguments;
    let Some(base) = collapsed.revised.revisions.first() else { return Ok(Copies::default()) };
    let place = archive.clone().unwrap_or_else(|| archive::default_place(dir, &writing.out));
    archive::plan(dir, &place, &base.sources, &base.id)
}

/// What a replay is asked for.
fn wanted(revised: &Revised, options: &Options) -> Wanted {
    let last = options.count(revised).checked_sub(1).and_then(|last| revised.schemas.get(last));
    last.filter(|_| options.data == Data::Keep).map(Wanted::of).unwrap_or_default()
}

fn differs(difference: String) -> Finding {
    Finding::error("base-rows-differ", difference).help("collapse with --data verbatim or schema-only, and report the folder")
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
        Ok(Options { through, id: self.id.clone(), data, replayed: None })
    }
}

/// Ids become parts of file names and of Python source.
fn id(text: &str) -> Result<String, String> {
    let fits = (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits { Ok(text.to_owned()) } else { Err("an id is made of 1 to 32 letters, digits and `_`".to_owned()) }
}
