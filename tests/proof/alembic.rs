//! The real Alembic. One Python process runs many commands, since starting it takes longer than most of them.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::support::{self, Cluster};

/// Reads one command a line (JSON list) and passes it to Alembic's own command line.
/// Closes each with a line that begins with the character 0x1e and holds the error, if any.
const LOOP: &str = r#"
import json, sys, traceback
from alembic.config import main
for line in sys.stdin:
    error = ""
    try:
        main(argv=json.loads(line), prog="alembic")
    except SystemExit as stop:
        error = f"exit status {stop.code}" if stop.code else ""
    except BaseException:
        error = traceback.format_exc()
    sys.stderr.flush()
    print("\n\x1e" + json.dumps(error), flush=True)
"#;

/// Alembic in one folder, with one driver, on one database.
pub struct Session {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Session {
    /// Starts Alembic in a folder that the program wrote.
    pub fn start(folder: &Path, driver: &str, database: &str) -> Self {
        let mut child = python(folder, driver, database)
            .args(["-c", LOOP])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Python runs");
        let commands = child.stdin.take().expect("stdin is piped");
        let answers = BufReader::new(child.stdout.take().expect("stdout is piped"));
        Self { child, commands, answers }
    }

    /// Runs one Alembic command and returns what it prints; panics with its error where it fails.
    pub fn run(&mut self, arguments: &[&str]) -> String {
        let line = serde_json::to_string(arguments).expect("strings make JSON");
        writeln!(self.commands, "{line}").expect("Python reads commands");
        let mut printed = String::new();
        loop {
            let mut answer = String::new();
            let read = self.answers.read_line(&mut answer).expect("Python writes UTF-8");
            assert_ne!(read, 0, "Python ended during alembic {}\n{printed}", arguments.join(" "));
            let Some(error) = answer.strip_prefix('\u{1e}') else {
                printed.push_str(&answer);
                continue;
            };
            let error: String = serde_json::from_str(error).expect("the loop writes JSON");
            assert!(error.is_empty(), "alembic {}: {error}\n{printed}", arguments.join(" "));
            return printed.trim_end().to_string();
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may wait for us, or (after a failure) for the database: nothing of it is needed any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the SQL that Alembic prints where it is not connected to any database.
pub fn offline_sql(folder: &Path, driver: &str, arguments: &[&str]) -> String {
    let output = python(folder, driver, "not_a_database").args(["-m", "alembic"]).args(arguments).output().expect("Python runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "alembic {}\n{errors}", arguments.join(" "));
    String::from_utf8(output.stdout).expect("Alembic writes UTF-8")
}

fn python(folder: &Path, driver: &str, database: &str) -> Command {
    let mut command = Command::new(support::python());
    command
        .current_dir(folder)
        .env("DATABASE_URL", Cluster::shared().url(&format!("postgresql+{driver}"), database))
        .env("PYTHONUTF8", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
