//! The sample histories: converted by the program, and run by psql as they are.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tempfile::TempDir;

use crate::database;
use crate::dump::Dump;

/// A folder under `legacy_samples/`.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Name of the folder.
    pub name: &'static str,
    /// What runs first although its name sorts later.
    first: &'static [&'static str],
    /// What runs last, in this order, although its name sorts earlier.
    last: &'static [&'static str],
}

pub const HUNTER: Sample = Sample {
    name: "hunter",
    first: &["schema.sql"],
    last: &["g19_users_auth.sql", "g19_favorites_migration.sql", "g20_domain_intelligence.sql"],
};
pub const SAAS: Sample = Sample { name: "saas", first: &[], last: &[] };
pub const CLINIC: Sample = Sample { name: "clinic", first: &[], last: &[] };

pub const SAMPLES: [Sample; 3] = [HUNTER, SAAS, CLINIC];

/// What the program wrote for a sample.
pub struct History {
    sample: Sample,
    out: TempDir,
    /// In the order in which they run.
    pub revisions: Vec<Revision>,
}

/// One entry of `revisions` in the program's JSON.
pub struct Revision {
    pub id: String,
    pub parent: Option<String>,
    pub sources: Vec<String>,
    pub up: Option<String>,
    pub down: Option<String>,
}

/// A database that the legacy files made.
pub struct Legacy {
    pub database: String,
    pub schema: Dump,
    /// Rows in each table.
    pub rows: BTreeMap<String, String>,
}

impl Sample {
    fn folder(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("legacy_samples").join(self.name)
    }

    /// Runs `sql2rev convert` into a temporary folder and reads its JSON.
    pub fn convert(self, target: &str) -> History {
        let out = tempfile::tempdir().expect("a temporary folder");
        let output = Command::new(env!("CARGO_BIN_EXE_sql2rev"))
            .arg("convert")
            .arg(self.folder())
            .args(["--to", target, "--format", "json", "--out"])
            .arg(out.path())
            .output()
            .expect("sql2rev runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "convert {} --to {target}: {}\n{errors}", self.name, output.status);
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("convert {} --to {target} printed no JSON: {error}\n{errors}", self.name));
        let revisions: Vec<Revision> =
            report["revisions"].as_array().expect("revisions is a list").iter().map(Revision::read).collect();
        assert!(!revisions.is_empty(), "convert {} --to {target} wrote no revision", self.name);
        History { sample: self, out, revisions }
    }

    /// Returns the files in the order in which the sample's README says that they run.
    pub fn written_order(self) -> Vec<String> {
        let mut names: Vec<String> = walkdir::WalkDir::new(self.folder())
            .into_iter()
            .filter_map(|entry| Some(entry.ok()?.path().strip_prefix(self.folder()).ok()?.to_str()?.to_string()))
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "sql"))
            .filter(|name| !self.first.contains(&name.as_str()) && !self.last.contains(&name.as_str()))
            .collect();
        names.sort_unstable();
        let fixed = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        [fixed(self.first), names, fixed(self.last)].concat()
    }

    /// Runs the files by psql on an empty database, once for each order.
    pub fn legacy(self, order: &[String]) -> Arc<Legacy> {
        // The lock is held while the files run: some make roles, which the whole cluster shares.
        static MADE: Mutex<Option<HashMap<String, Arc<Legacy>>>> = Mutex::new(None);
        let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let made = made.get_or_insert_default();
        let key = format!("{} {}", self.name, order.join(" "));
        if let Some(legacy) = made.get(&key) {
            return Arc::clone(legacy);
        }
        let database = database::create(&format!("{}_legacy{}", self.name, made.len()));
        for file in order {
            database::run_file(&database, &self.folder().join(file), false);
        }
        let legacy = Arc::new(Legacy { schema: database::dump(&database), rows: database::row_counts(&database), database });
        made.insert(key, Arc::clone(&legacy));
        legacy
    }
}

impl History {
    /// Returns the folder that the program wrote.
    pub fn out(&self) -> &Path {
        self.out.path()
    }

    /// Returns the database that the legacy files make in the order that the program chose.
    pub fn legacy(&self) -> Arc<Legacy> {
        let mut order: Vec<String> = self.revisions.iter().flat_map(|revision| revision.sources.clone()).collect();
        order.dedup();
        self.sample.legacy(&order)
    }
}

impl Revision {
    fn read(json: &Value) -> Self {
        let text = |key: &str| json[key].as_str().map(str::to_string);
        let sources = json["sources"].as_array().expect("sources is a list");
        let revision = Self {
            id: text("id").expect("a revision has an id"),
            parent: text("parent"),
            sources: sources.iter().filter_map(|source| Some(source.as_str()?.to_string())).collect(),
            up: text("up"),
            down: text("down"),
        };
        assert_ne!(json["reversibility"], "irreversible", "{}: no sample asks for the impossible", revision.title());
        revision
    }

    /// Returns how messages name the revision.
    pub fn title(&self) -> String {
        format!("{} ({})", self.id, self.sources.join(", "))
    }
}
