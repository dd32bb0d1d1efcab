//! Why a command could not run. What is wrong inside the user's files is a finding and never stands here.

use std::path::PathBuf;

use crate::source::SourceError;
use crate::target::check::CheckError;
use crate::target::{TargetError, WriteError};
use crate::verify::VerifyError;

/// Why a command could not run.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Check(#[from] CheckError),
    #[error("there is no migration `{0}` in the folder; see `sql2rev inspect`")]
    UnknownFile(String),
    #[error("there is no target `{0}`; see `sql2rev targets`")]
    UnknownTarget(String),
    #[error("target `{target}` does not serve dialect `{dialect}`")]
    DialectNotServed { target: String, dialect: String },
    #[error("`{}` lies inside `{}`: the next run would take its SQL files for migrations; name an --out outside of it", out.display(), dir.display())]
    OutInsideDir { out: PathBuf, dir: PathBuf },
    #[error("`{}` exists and is not a folder", .0.display())]
    OutNotAFolder(PathBuf),
    #[error("there is no migration `{name}` in `{}`", dir.display())]
    NoSuchMigration { name: String, dir: PathBuf },
    #[error("cannot {action} `{}`", path.display())]
    Archive { action: &'static str, path: PathBuf, source: std::io::Error },
    #[error("`{}` exists and is another file: name another folder for the archive", .0.display())]
    ArchiveExists(PathBuf),
    #[error("--fix takes one --against: what leads to one database does not lead to another")]
    FixOfSeveral,
    #[error("`{}` exists: name another file for --fix, or overwrite it with --force", .0.display())]
    FixExists(PathBuf),
    #[error("a pattern of what to ignore is not understood: {0}")]
    Pattern(String),
    #[error("`{}` is not there: write OUT anew with `convert` or `collapse`, or name the folder with the SQL files", .0.display())]
    NoSchemaFile(PathBuf),
    #[error("target `{0}` has no way to mark a database")]
    CannotStamp(String),
    #[error("nobody is there to ask: say --yes if the database is to be marked")]
    NobodyToAsk,
    #[error("nothing was marked")]
    NotConfirmed,
    #[error("cannot write `{}`", path.display())]
    Output { path: PathBuf, source: std::io::Error },
    #[error("cannot write to standard output")]
    StandardOutput(#[source] std::io::Error),
    #[error(transparent)]
    Verify(#[from] VerifyError),
    #[error("cannot use the settings in `{}`: {reason}", path.display())]
    Config { path: PathBuf, reason: String },
    #[error("cannot find the current folder")]
    Folder(#[source] std::io::Error),
    #[error("cannot make JSON")]
    Json(#[from] serde_json::Error),
}
