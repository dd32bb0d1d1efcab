//! A throwaway PostgreSQL server, and the Python that runs the migration tools, for tests.
//!
//! Each test program uses what it needs.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod cluster;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub use cluster::Cluster;

/// Returns the Python that has alembic, psycopg and psycopg2, or panics with how to make it.
pub fn python() -> PathBuf {
    let fallback = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
    let python = std::env::var_os("SQL2REV_TEST_PYTHON").map_or(fallback, PathBuf::from);
    assert!(
        python.exists(),
        "no Python with Alembic at {}. Make it with\n    \
         python3 -m venv .venv && .venv/bin/pip install alembic 'psycopg[binary]' psycopg2-binary\n\
         or name another in SQL2REV_TEST_PYTHON.",
        python.display()
    );
    python
}

/// Runs `alembic` in a folder; returns standard output, or the error.
pub fn alembic(folder: &Path, url: &str, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(python());
    command.args(["-m", "alembic"]).args(arguments).current_dir(folder);
    command.env("DATABASE_URL", url).env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
    printed(&command.output().expect("python runs"))
}

fn printed(output: &Output) -> Result<String, String> {
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
