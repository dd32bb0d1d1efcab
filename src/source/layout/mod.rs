//! Layouts: which files of a folder are migrations, and what they are called.
//!
//! A layout looks at names and at the marks of tools in the first lines, and at the small files that some keep beside the SQL.
//! To add one: a file here with its [`Rules`], a variant, and a line in [`Layout::rules`].

mod diesel;
mod flyway;
mod liquibase;
mod marked;
mod pairs;
mod plain;
mod prisma;
mod sqitch;

use std::collections::BTreeMap;

use super::SourceError;
use super::changesets::Changeset;
use super::walk::Found;
use crate::finding::Finding;

/// How a folder is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Every `.sql` file is a migration.
    Plain,
    /// A folder each, with `up.sql` and `down.sql`.
    Diesel,
    /// `NAME.up.sql` and `NAME.down.sql` (sqlx, golang-migrate).
    Pairs,
    /// A folder each, with `migration.sql`.
    Prisma,
    /// `sqitch.plan`, `deploy/` and `revert/`.
    Sqitch,
    /// `V1__name.sql`, `U1__name.sql`, `R__name.sql`.
    Flyway,
    /// Both ways in a file, behind `-- +goose Up`.
    Goose,
    /// Both ways in a file, behind `-- migrate:up`.
    Dbmate,
    /// Both ways in a file, behind `-- +migrate Up`.
    SqlMigrate,
    /// Changesets in files that start with `--liquibase formatted sql`.
    Liquibase,
}

/// What there is to know about a layout.
struct Rules {
    name: &'static str,
    /// Whether most SQL files of the folder have the names of this layout.
    fits: fn(&[Found]) -> bool,
    arrange: fn(&[Found]) -> Result<Arranged, SourceError>,
    /// The order of the migrations' names.
    compare: fn(&str, &str) -> std::cmp::Ordering,
}

/// The migrations among the files, in no order yet.
#[derive(Debug, Default)]
pub struct Arranged {
    pub migrations: Vec<Migration>,
    pub findings: Vec<Finding>,
}

/// A file that is a migration, not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    pub file: Found,
    /// What its place among the others depends on.
    pub sort_name: String,
    pub title: String,
    pub no_transaction: bool,
    pub written_down: Option<String>,
    /// The part of the file that is this migration, where a file holds several.
    pub changeset: Option<Changeset>,
    /// It is one of several in its file.
    pub is_part: bool,
}

impl Layout {
    /// All layouts, in the order in which they are tried.
    pub const ALL: [Self; 10] = [
        Self::Sqitch,
        Self::Prisma,
        Self::Diesel,
        Self::Pairs,
        Self::Flyway,
        Self::Goose,
        Self::Dbmate,
        Self::SqlMigrate,
        Self::Liquibase,
        Self::Plain,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        self.rules().name
    }

    /// Returns the layout of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.name() == name)
    }

    /// Compares two migrations' [`Migration::sort_name`]s as the layout's tool does.
    pub(super) fn compare(self, a: &str, b: &str) -> std::cmp::Ordering {
        (self.rules().compare)(a, b)
    }

    /// Tells the migrations among the files.
    pub(super) fn arrange(self, files: &[Found]) -> Result<Arranged, SourceError> {
        (self.rules().arrange)(files)
    }

    fn rules(self) -> &'static Rules {
        match self {
            Self::Plain => &plain::RULES,
            Self::Diesel => &diesel::RULES,
            Self::Pairs => &pairs::RULES,
            Self::Prisma => &prisma::RULES,
            Self::Sqitch => &sqitch::RULES,
            Self::Flyway => &flyway::RULES,
            Self::Goose => &marked::GOOSE,
            Self::Dbmate => &marked::DBMATE,
            Self::SqlMigrate => &marked::SQL_MIGRATE,
            Self::Liquibase => &liquibase::RULES,
        }
    }
}

/// Returns the layout that the names of the files speak for.
pub(super) fn detect(files: &[Found]) -> Layout {
    Layout::ALL.into_iter().find(|layout| (layout.rules().fits)(files)).unwrap_or(Layout::Plain)
}

impl Migration {
    /// Makes a migration that is called as its file is.
    pub fn plain(file: Found) -> Self {
        let stem = file.sql_stem().unwrap_or(&file.path).to_owned();
        Self::named(file, stem)
    }

    /// Makes a migration that is called as the last part of `name`, and takes its place by `name`.
    fn named(file: Found, name: String) -> Self {
        let title = last_part(&name).to_owned();
        Self { file, sort_name: name, title, no_transaction: false, written_down: None, changeset: None, is_part: false }
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder of an SQL file that has one of the given names in it; the first names come first.
fn folder_of<'a>(file: &'a Found, names: &[&str]) -> Option<&'a str> {
    let (folder, name) = file.path.rsplit_once('/')?;
    names.iter().any(|known| name.eq_ignore_ascii_case(known)).then_some(folder)
}

/// Those files that have one of the given names in a folder, by the folder.
fn by_folder<'a>(files: &'a [Found], names: &[&str]) -> BTreeMap<&'a str, &'a Found> {
    files.iter().filter_map(|file| Some((folder_of(file, names)?, file))).collect()
}

/// Whether more than half of the SQL files belong.
fn most(files: &[Found], belongs: impl Fn(&Found) -> bool) -> bool {
    let sql = || files.iter().filter(|file| file.sql_stem().is_some());
    sql().filter(|file| belongs(file)).count() * 2 > sql().count()
}

/// Says that a written way back undoes nothing that is there.
fn without_up(down: &str) -> Finding {
    Finding::note("written-down-ignored", format!("`{down}` undoes a migration that is not there, and is left out")).in_file(down)
}

/// Says that an SQL file has no place in the layout.
fn not_a_migration(path: &str, layout: &str) -> Finding {
    Finding::warning("not-a-migration", format!("`{path}` is no migration in the layout `{layout}` and is left out"))
        .in_file(path)
        .help("use `--layout plain` to take every SQL file for a migration, or `--base` for a schema that comes before them")
}
