//! `sql2rev drift`: what the files build against what databases have.

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::proving::Proving;
use super::reporting::{Report, Strictness};
use super::{Status, output};
use crate::History;
use crate::drift::{self, Drift, Files, Ignore, Method, Production, dump};
use crate::report::drifting::Drifting;
use crate::report::{diagnostics, json, text};
use crate::text::Text;
use crate::verify::{Server, VerifyError};

/// Compare what the files build with what databases have
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder with the SQL files
    dir: PathBuf,
    /// A dump (pg_dump --schema-only), or the URL of a database, which is only read; may be given several times
    #[arg(long, value_name = "DUMP.sql|URL", required = true)]
    against: Vec<String>,
    /// Write the statements that lead from what the files build to what the database has: as the last file of the folder it makes the
    /// next `convert` write one more revision
    #[arg(long, value_name = "FILE")]
    fix: Option<PathBuf>,
    /// Leave out what a pattern matches: `audit.*`, `table:log_2*`, `extension:*`; may be given several times
    #[arg(long, value_name = "PATTERN")]
    ignore: Vec<String>,
    /// Compare the texts by the model alone, without a server
    #[arg(long, conflicts_with_all = ["postgres_bin", "database_url", "superuser"])]
    no_server: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    proving: Proving,
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    strictness: Strictness,
    /// Overwrite the file of --fix
    #[arg(long)]
    force: bool,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    arguments.check()?;
    console.progress(&format!("reading {}", arguments.dir.display()));
    let history = arguments.reading.read(&arguments.dir)?;
    let ignore = arguments.reading.ignored(Some(&arguments.dir), &arguments.ignore)?;
    let (drift, texts) = arguments.compare(&history, &ignore, console)?;
    let drifting = Drifting { dialect: arguments.reading.dialect().name(), history: &history, drift, texts };
    console.findings_in(&drifting.findings(), &drifting.all_texts());
    let text = || text::drift::render(&drifting, console.is_verbose());
    arguments.report.write(text, || json::drift::DriftView::new(&drifting))?;
    arguments.fix(&drifting)?;
    let findings = drifting.findings();
    console.summary(&drifting.subject(), &findings);
    let has_drifted = drifting.drift.environments.iter().any(drift::Environment::has_drifted);
    Ok(if has_drifted { Status::Trouble } else { arguments.strictness.status(&findings) })
}

/// Whether an argument of `--against` is a URL.
fn is_url(against: &str) -> bool {
    against.contains("://")
}

impl Arguments {
    fn check(&self) -> Result<(), CliError> {
        match &self.fix {
            Some(_) if self.against.len() > 1 => Err(CliError::FixOfSeveral),
            Some(path) if path.exists() && !self.force => Err(CliError::FixExists(path.clone())),
            _ => Ok(()),
        }
    }

    /// Writes the file of `--fix`, if there is anything to write.
    fn fix(&self, drifting: &Drifting<'_>) -> Result<(), CliError> {
        let (Some(path), Some(environment)) = (&self.fix, drifting.drift.environments.first()) else { return Ok(()) };
        if environment.statements.is_empty() {
            return Ok(());
        }
        output::write(&text::drift::fix(environment, &drifting.drift.method), Some(path))
    }

    /// Returns what came of it, and the texts of the dumps.
    fn compare(&self, history: &History, ignore: &Ignore, console: &Console) -> Result<(Drift, Vec<Text>), CliError> {
        let server = self.server(console)?;
        let method = match &server {
            Some(server) => Method::Exact { server: format!("PostgreSQL {}", server.version) },
            None => Method::Structural,
        };
        let mut drift = Drift { method, environments: Vec::new(), findings: Vec::new() };
        let mut texts = Vec::new();
        let dialect = self.reading.dialect();
        let (files, troubles) = drift::files(history, server.as_ref(), dialect, &mut |doing| console.progress(doing))?;
        drift.findings.extend(troubles);
        let Some(files) = files else { return Ok((drift, texts)) };
        for against in &self.against {
            console.progress(&format!("reading {}", if is_url(against) { "the database" } else { against }));
            if let Some(production) = self.production(against, &files, server.as_ref(), &mut drift, &mut texts)? {
                let environment = drift::compare(&files, &production, ignore, dialect);
                if let (Some(_), Some(server)) = (&self.fix, &server) {
                    drift.findings.extend(drift::try_fix(&files, &production, &environment.statements, ignore, server)?);
                }
                drift.environments.push(environment);
            }
        }
        Ok((drift, texts))
    }

    /// The server to compare on; none where there is none on this machine and none was asked for.
    fn server(&self, console: &Console) -> Result<Option<Server>, CliError> {
        if self.no_server {
            return Ok(None);
        }
        match self.proving.server(console) {
            Err(CliError::Verify(VerifyError::NoPrograms)) if !self.proving.is_given() => Ok(None),
            server => server.map(Some),
        }
    }
}

impl Arguments {
    /// What a database has; nothing where its dump cannot be read.
    fn production(
        &self,
        against: &str,
        files: &Files,
        server: Option<&Server>,
        drift: &mut Drift,
        texts: &mut Vec<Text>,
    ) -> Result<Option<Production>, CliError> {
        let dialect = self.reading.dialect();
        let (production, troubles) = if is_url(against) {
            drift::database(against, files, server, dialect)?
        } else {
            let dump = dump::read(Path::new(against), dialect)?;
            texts.push(dump.script.text.clone());
            drift.findings.extend(dump.findings.iter().cloned());
            if diagnostics::has_failed(&dump.findings, false) {
                return Ok(None);
            }
            drift::dump(&dump, files, server, dialect)?
        };
        drift.findings.extend(troubles);
        Ok(Some(production))
    }
}
