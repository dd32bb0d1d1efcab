//! What the files build against what a database has: what is missing there, what is there beside it, what is different, and which of
//! the files have run.
//!
//! Both sides are [`Snapshot`]s. With a server, the files are replayed on it and the dump is restored on it, so that both are printed
//! by the same server: the comparison is exact. Without one, the text of both is read by the model: names, columns, types,
//! keys, bodies of functions are compared, expressions by their words, and the texts of views by what they name.
//!
//! Invariants:
//! - The database that is compared is only read.
//! - Whose the objects are, where production has one owner for all, is no difference: the files do not say as whom they run.

mod changes;
pub mod dump;
mod exact;
mod fix;
mod ignore;
mod model;
mod owners;
mod ran;
mod structural;
mod words;

pub use changes::{Change, Kind};
pub use exact::try_fix;
pub use ignore::{Ignore, tool_tables};
pub use ran::{FileState, Ran};

use std::collections::HashMap;
use std::sync::Arc;

use crate::History;
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::schema::Schema;
use crate::verify::catalog::{Dependency, Item, Snapshot};
use crate::verify::{Server, VerifyError};

/// How two schemas were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// Both by the same server: `PostgreSQL 15.18`.
    Exact { server: String },
    /// Both by the model, from their texts.
    Structural,
}

/// A schema as it is compared, and what the differ needs to read it.
#[derive(Debug)]
pub struct Built {
    pub snapshot: Snapshot,
    pub from: From,
}

/// Where a schema was read.
#[derive(Debug)]
pub enum From {
    /// From the catalogs of a server: what needs what there.
    Catalogs(Vec<Dependency>),
    /// From texts. An item's OID is the object's id.
    Model(Box<Schema>),
}

/// What the files build.
#[derive(Debug)]
pub struct Files {
    /// Their paths, in the order in which they run.
    pub paths: Vec<String>,
    /// How the database looks before the first, and after each.
    pub stages: Vec<Snapshot>,
    pub built: Built,
    /// What they build, dumped and restored: some expressions print in another way then.
    pub restored: Option<Snapshot>,
}

/// What a database has.
#[derive(Debug)]
pub struct Production {
    /// The dump's path, or the name of the database.
    pub name: String,
    pub built: Built,
    /// The role that owns nearly everything.
    pub owner: Option<String>,
}

/// One database compared with what the files build.
#[derive(Debug)]
pub struct Environment {
    pub name: String,
    /// In the order of classes and names; what comes with another object that is missing or extra stands with it.
    pub changes: Vec<Change>,
    /// Tables whose columns stand in another order.
    pub reordered: Vec<String>,
    /// How many objects the rules leave out.
    pub ignored: usize,
    /// Which files have run there.
    pub files: Vec<FileState>,
    /// The statements that lead from what the files build to what the database has.
    pub statements: Vec<String>,
}

impl Environment {
    /// Whether the database is another than the files build.
    pub fn has_drifted(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// What came of a comparison.
#[derive(Debug)]
pub struct Drift {
    pub method: Method,
    pub environments: Vec<Environment>,
    pub findings: Vec<Finding>,
}

/// Finds out what the files build: on a server, or without one by the model. Nothing where they may not run.
///
/// # Errors
/// The connection to the server is lost.
pub fn files(
    history: &History,
    server: Option<&Server>,
    dialect: &dyn Dialect,
    progress: &mut dyn FnMut(&str),
) -> Result<(Option<Files>, Vec<Finding>), VerifyError> {
    match server {
        Some(server) => exact::files(history, server, progress),
        None => Ok((Some(structural::files(history, dialect)), Vec::new())),
    }
}

/// Finds out what a dump builds, as [`files`] did of the files.
///
/// # Errors
/// The connection to the server is lost.
pub fn dump(
    dump: &dump::Dump,
    files: &Files,
    server: Option<&Server>,
    dialect: &dyn Dialect,
) -> Result<(Production, Vec<Finding>), VerifyError> {
    match server {
        Some(server) => exact::dump(dump, server),
        None => Ok((structural::dump(dump, files, dialect), Vec::new())),
    }
}

/// Finds out what the database behind a URL has, as [`files`] did of the files. It is only read.
///
/// # Errors
/// The database cannot be reached, or the connection to the server is lost.
pub fn database(
    url: &str,
    files: &Files,
    server: Option<&Server>,
    dialect: &dyn Dialect,
) -> Result<(Production, Vec<Finding>), VerifyError> {
    match server {
        Some(server) => exact::database(url, server),
        None => Ok((structural::database(url, files, dialect)?, Vec::new())),
    }
}

/// Compares a database with what the files build.
pub fn compare(files: &Files, production: &Production, ignore: &Ignore, dialect: &dyn Dialect) -> Environment {
    let owner = production.owner.as_deref();
    let (end, theirs) = owners::settle(&files.built.snapshot, &production.built.snapshot, owner);
    let end = match &files.restored {
        Some(restored) => reprinted(&end, &owners::settle(restored, &theirs, owner).0, &theirs),
        None => end,
    };
    let ignore = ignore.with_tools(&end);
    let ((end, _), (theirs, ignored)) = (ignore.apply(&end), ignore.apply(&theirs));
    let changes = changes::changes(&end, &theirs);
    let sides = fix::Sides { files: (&files.built.from, &end), production: (&production.built.from, &theirs), changes: &changes };
    Environment {
        name: production.name.clone(),
        statements: sides.statements(dialect),
        reordered: changes::reordered(&end, &theirs),
        ignored,
        files: ran::files(&files.paths, &files.stages, &theirs, owner),
        changes,
    }
}

/// Both sides as they are compared.
fn settled(files: &Snapshot, production: &Snapshot, owner: Option<&str>, ignore: &Ignore) -> (Snapshot, Snapshot) {
    let (files, production) = owners::settle(files, production, owner);
    let ignore = ignore.with_tools(&files);
    (ignore.apply(&files).0, ignore.apply(&production).0)
}

/// What the files build, with what production prints where the files' own print, restored, is the same.
fn reprinted(end: &Snapshot, restored: &Snapshot, production: &Snapshot) -> Snapshot {
    fn by_key(snapshot: &Snapshot) -> HashMap<(&str, &str), &Arc<Item>> {
        snapshot.items.iter().map(|item| ((item.class.as_str(), item.name.as_str()), item)).collect()
    }
    let (restored, production) = (by_key(restored), by_key(production));
    let reprint = |item: &Arc<Item>| {
        let key = (item.class.as_str(), item.name.as_str());
        let (Some(again), Some(theirs)) = (restored.get(&key), production.get(&key)) else { return Arc::clone(item) };
        if again.facts != theirs.facts || item.facts == theirs.facts {
            return Arc::clone(item);
        }
        Arc::new(Item { facts: theirs.facts.clone(), sql: theirs.sql.clone(), ..item.as_ref().clone() })
    };
    Snapshot { items: end.items.iter().map(reprint).collect(), ..end.clone() }
}
