//! Options of the commands that write revision files, and how they write.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::console::Console;
use super::error::CliError;
use super::options::{Reading, target_parser};
use super::proving::Proving;
use super::reporting::{Report, Strictness};
use super::{Status, sources};
use crate::collapse::Collapsed;
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::report::adoption::{self, Adoption};
use crate::report::conversion::Conversion;
use crate::report::{diagnostics, json, text};
use crate::revise::Revised;
use crate::target::built;
use crate::target::lock::Lock;
use crate::target::{Context, OutFile, OutsideStyle, Target, WriteOptions, Written};
use crate::verify::Server;
use crate::{History, revise, target, verify};

/// The runbook's name in OUT.
const RUNBOOK: &str = "ADOPTION.md";

/// What is written, where, and in spite of what.
#[derive(Debug, Clone, Args)]
pub struct Writing {
    /// The migration tool to write for; see `sql2rev targets`
    #[arg(long, value_name = "TARGET", value_parser = target_parser())]
    to: String,
    /// The folder to write to
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
    /// What a downgrade does that restores the schema but not all data
    #[arg(long, value_name = "WHAT", default_value = "keep")]
    on_data_loss: OnDataLoss,
    /// What a downgrade does that cannot restore the schema: stop with an error, or leave out what cannot be undone
    #[arg(long, value_name = "WHAT", default_value = "raise")]
    on_irreversible: OnIrreversible,
    /// Try every downgrade on a database, and complete those that the model could not foresee
    #[arg(long)]
    prove: bool,
    #[command(flatten)]
    proving: Proving,
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    strictness: Strictness,
    /// Overwrite what was not written by sql2rev, and write in spite of errors
    #[arg(long)]
    force: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Whether the command is meant to put other revisions in the place of those that were written.
    #[arg(skip)]
    rewrite: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnDataLoss {
    /// Restore the schema, and say in a comment what is lost
    Keep,
    /// Stop with an error that begins `data loss:`
    Raise,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnIrreversible {
    /// Stop with an error that begins `irreversible:`
    Raise,
    /// Say in a comment what is not undone, and undo the rest
    Skip,
}

impl Writing {
    /// The target, if it serves the dialect.
    pub fn target(&self, reading: &Reading) -> Result<Target, CliError> {
        let target = target::find(&self.to)?.ok_or_else(|| CliError::UnknownTarget(self.to.clone()))?;
        let dialect = reading.dialect().name();
        if target.manifest.dialects.iter().any(|served| served == dialect) {
            return Ok(target);
        }
        Err(CliError::DialectNotServed { target: target.name, dialect: dialect.to_owned() })
    }

    /// The same, for a command that is meant to put other revisions in the place of those that were written.
    #[must_use]
    pub fn rewriting(&self) -> Self {
        Self { rewrite: true, ..self.clone() }
    }

    /// Makes the revisions of a history.
    pub fn revise(&self, history: &History, target: &Target, reading: &Reading, console: &Console) -> Result<Revised, CliError> {
        if self.out.exists() && !self.out.is_dir() {
            return Err(CliError::OutNotAFolder(self.out.clone()));
        }
        console.progress("finding the way back of each revision");
        Ok(crate::revise(history, reading.dialect(), &self.revise_options(target, reading)))
    }

    /// Says what came of it.
    pub fn say(&self, conversion: &Conversion<'_>, console: &Console) -> Result<Status, CliError> {
        console.findings(&conversion.findings, conversion.history);
        let text = || text::convert::render(conversion, console.is_verbose());
        self.report.write(text, || json::convert::ConvertView::new(conversion))?;
        console.summary(&conversion.subject(), &conversion.findings);
        Ok(self.strictness.status(&conversion.findings))
    }

    /// The server to prove on, where that is asked for.
    pub fn server(&self, console: &Console) -> Result<Option<Server>, CliError> {
        self.prove.then(|| self.proving.server(console)).transpose()
    }

    /// Proves the revisions on a server, where there is one, and writes them.
    pub fn convert<'a>(
        &self,
        dir: &Path,
        history: &'a History,
        target: &'a Target,
        collapsed: Collapsed,
        (dialect, server): (&'static dyn Dialect, Option<&Server>),
        console: &Console,
    ) -> Result<Conversion<'a>, CliError> {
        let Collapsed { mut revised, accounts, replaced, .. } = collapsed;
        if let Some(server) = server {
            let proofs = verify::prove(history, &revised, dialect, server, &mut |doing| console.progress(doing))?;
            verify::mark(&mut revised, &proofs);
            revised.findings.extend(proofs.findings);
        }
        let Revised { revisions, findings: of_revisions, schemas, .. } = revised;
        console.progress("writing");
        let (settings, of_settings) = target::settings::read(target, &self.out)?;
        let context = Context { dialect: dialect.name().to_owned(), settings };
        let mut rendered = target::render(target, &revisions, &context)?;
        let uncertain_since = revisions.last().and_then(|revision| revision.uncertain_since.as_deref());
        rendered.files.extend(schemas.last().map(|schema| built::file(&target.manifest, schema, uncertain_since)));
        let mut findings = history.findings.clone();
        findings.extend([of_revisions, rendered.findings].into_iter().flatten());
        let adoption = Adoption {
            target,
            revisions: &revisions,
            schemas: &schemas,
            findings: &findings,
            accounts: &accounts,
            replaced: &replaced,
        };
        rendered.files.push(target::project_file(RUNBOOK, adoption::render(&adoption)?));
        findings.extend(of_settings);
        check_place(&self.out, dir, &rendered.files)?;
        let lock = Lock::new(&target.name, dialect.name(), sources::locked(history), &revisions, &rendered.files)
            .with_ledgers(history.scripts.iter().map(|script| &script.text.ledger))
            .with_replaced(&replaced);
        let written = self.write(target, &rendered.files, &lock, &mut findings)?;
        let out = self.out.to_string_lossy().into_owned();
        let (dialect, files, dry_run) = (dialect.name(), rendered.files, self.dry_run);
        Ok(Conversion { dialect, target, out, history, revisions, accounts, files, findings, written, dry_run })
    }

    /// Writes, unless a finding or the user forbids. Returns what was done or, in a dry run, would be done.
    fn write(
        &self,
        target: &Target,
        files: &[OutFile],
        lock: &Lock,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Written>, CliError> {
        let write = |dry_run| {
            let options = WriteOptions { force: self.force, dry_run, rewrite: self.rewrite };
            target::write(&self.out, files, lock, &target.manifest.lock, options)
        };
        // First as a rehearsal: what is in OUT can be a finding too.
        let rehearsed = write(true)?;
        findings.extend(rehearsed.findings.iter().cloned());
        let refused = diagnostics::has_failed(&rehearsed.findings, false);
        let forbidden = self.strictness.forbids(findings) && !self.force;
        Ok(match (refused || forbidden, self.dry_run) {
            (true, _) => None,
            (false, true) => Some(rehearsed),
            (false, false) => Some(write(false)?),
        })
    }

    fn revise_options(&self, target: &Target, reading: &Reading) -> revise::Options {
        revise::Options {
            raise_on_data_loss: self.on_data_loss == OnDataLoss::Raise,
            skip_irreversible: self.on_irreversible == OnIrreversible::Skip,
            downs: reading.downs(),
            outside_alone: target.manifest.outside == OutsideStyle::Alone,
        }
    }
}

/// Refuses to write SQL files to where the next run would read them.
fn check_place(out: &Path, dir: &Path, files: &[OutFile]) -> Result<(), CliError> {
    let is_sql = |file: &OutFile| Path::new(&file.path).extension().is_some_and(|extension| extension == "sql");
    let inside = match (existing(out), dir.canonicalize()) {
        (Some(out), Ok(dir)) => out.starts_with(dir),
        _ => false,
    };
    if inside && files.iter().any(is_sql) {
        return Err(CliError::OutInsideDir { out: out.to_owned(), dir: dir.to_owned() });
    }
    Ok(())
}

/// The real path of a folder, or of the nearest one above it that exists.
pub fn existing(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find_map(|folder| folder.canonicalize().ok())
}
