//! `sql2rev stamp`: marks a database as migrated that has the schema already, if it has.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::reporting::Report;
use super::{Status, sources};
use crate::drift::{self, Drift, Ignore, Method};
use crate::finding::{Finding, Severity};
use crate::report::drifting::Drifting;
use crate::report::stamping::Stamping;
use crate::report::{diagnostics, json, text};
use crate::target::{self, Target, built, check};
use crate::verify::{Place, Server, facts, live};
use crate::{History, stamp};

/// Mark a database as migrated that has the schema already, if it has
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder that `convert` or `collapse` wrote
    out: PathBuf,
    /// The folder with the SQL files that it was written from: what they build is taken for the schema, and not what OUT says of it
    dir: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// The database: it is compared with what the revisions build, and only read, unless there is --apply
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Mark the database, in one transaction, instead of printing the statements
    #[arg(long, requires = "database_url")]
    apply: bool,
    /// Do not ask
    #[arg(long, requires = "apply")]
    yes: bool,
    /// Leave out of the comparison what a pattern matches: `audit.*`, `table:log_2*`; may be given several times
    #[arg(long, value_name = "PATTERN")]
    ignore: Vec<String>,
    /// The folder of the PostgreSQL programs that make the throwaway server; found by itself where packages put it
    #[arg(long, value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,
    /// Build the schema as superuser of the throwaway server: only for files that you trust with your account
    #[arg(long)]
    superuser: bool,
    #[command(flatten)]
    report: Report,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    let checked = check::check(&arguments.out, &target::all()?)?;
    let target = target::find(&checked.lock.target)?.ok_or_else(|| CliError::UnknownTarget(checked.lock.target.clone()))?;
    let history = arguments.history(&target, console)?;
    let mut stamping = Stamping {
        target: &target.name,
        out: arguments.out.to_string_lossy().into_owned(),
        head: checked.lock.head(target.manifest.identifier),
        script: None,
        drifting: None,
        applied: false,
        findings: Vec::new(),
    };
    arguments.prepare(&mut stamping, &checked, &target, &history, console)?;
    console.clear();
    if let (Some(url), Some(script), true) = (&arguments.database_url, &stamping.script, arguments.apply) {
        let refused = arguments.apply(url, script, &stamping.head)?;
        stamping.applied = refused.is_none();
        stamping.findings.extend(refused);
    }
    arguments.say(&stamping, &history, console)
}

impl Arguments {
    /// What builds the schema: the files that the user names, or what OUT holds of them.
    fn history(&self, target: &Target, console: &Console) -> Result<History, CliError> {
        if let Some(dir) = &self.dir {
            console.progress(&format!("reading {}", dir.display()));
            return self.reading.read(dir);
        }
        let path = self.out.join(built::place(&target.manifest));
        if path.is_file() { Ok(crate::read_file(&path, self.reading.dialect())?) } else { Err(CliError::NoSchemaFile(path)) }
    }

    /// Makes the statements, unless something stands against them.
    fn prepare<'a>(
        &self,
        stamping: &mut Stamping<'a>,
        checked: &check::Checked,
        target: &Target,
        history: &'a History,
        console: &Console,
    ) -> Result<(), CliError> {
        let of_files = checked.findings.iter().chain(&history.findings).filter(|it| it.severity == Severity::Error);
        stamping.findings.extend(of_files.cloned());
        if self.dir.is_some() {
            stamping.findings.extend(sources::compare(&checked.lock, history));
        }
        if diagnostics::has_failed(&stamping.findings, false) {
            return Ok(());
        }
        let server = self.server(console)?;
        if let Some(url) = &self.database_url {
            let drifting = self.compare(url, history, &server, console)?;
            let is_same = is_same(&drifting);
            stamping.drifting = Some(drifting);
            if !is_same {
                return Ok(());
            }
        }
        console.progress("building the schema");
        let facts = match facts::build(&server, history)? {
            Ok(facts) => facts,
            Err((file, message)) => {
                stamping.findings.push(not_built(&file, &message));
                return Ok(());
            }
        };
        let rows = target::stamp::rows(target, &checked.lock, &self.out)?;
        let rows = rows.ok_or_else(|| CliError::CannotStamp(target.name.clone()))?;
        let own = target.manifest.stamp.iter().flat_map(|stamp| stamp.tables.iter().cloned());
        let mut tools: Vec<String> = own.chain(drift::tool_tables().map(str::to_owned)).collect();
        tools.sort_unstable();
        tools.dedup();
        let guard = stamp::guarded(&facts, &tools, &self.ignored()?);
        stamping.script = Some(stamp::script(target, &checked.lock, &guard, &rows));
        Ok(())
    }

    fn server(&self, console: &Console) -> Result<Server, CliError> {
        console.progress("starting a database server");
        let programs = self.postgres_bin.as_ref().map(std::path::absolute).transpose().map_err(CliError::Folder)?;
        Ok(Server::start(&Place { programs, url: None, superuser: self.superuser })?)
    }

    /// Compares the database with what the files build.
    fn compare<'a>(&self, url: &str, history: &'a History, server: &Server, console: &Console) -> Result<Drifting<'a>, CliError> {
        let dialect = self.reading.dialect();
        let mut drift = Drift {
            method: Method::Exact { server: format!("PostgreSQL {}", server.version) },
            environments: Vec::new(),
            findings: Vec::new(),
        };
        let (files, troubles) = drift::files(history, Some(server), dialect, &mut |doing| console.progress(doing))?;
        drift.findings.extend(troubles);
        if let Some(files) = files {
            console.progress("reading the database");
            let (production, troubles) = drift::database(url, &files, Some(server), dialect)?;
            drift.findings.extend(troubles);
            drift.environments.push(drift::compare(&files, &production, &self.ignored()?, dialect));
        }
        Ok(Drifting { dialect: dialect.name(), history, drift, texts: Vec::new() })
    }

    fn ignored(&self) -> Result<Ignore, CliError> {
        self.reading.ignored(self.dir.as_deref(), &self.ignore)
    }

    /// Runs the statements, after asking. Returns why the server refused them.
    fn apply(&self, url: &str, script: &str, head: &str) -> Result<Option<Finding>, CliError> {
        if !self.yes && !confirmed(&format!("Mark this database as migrated to {head}?"))? {
            return Err(CliError::NotConfirmed);
        }
        let outcome = live::run(url, script)?;
        Ok(outcome.err().map(|message| {
            Finding::error("stamp-refused", format!("the database was not marked: {message}"))
                .help("nothing was changed: see what the message names, and run `stamp` again")
        }))
    }

    fn say(&self, stamping: &Stamping<'_>, history: &History, console: &Console) -> Result<Status, CliError> {
        let mut findings = stamping.findings.clone();
        findings.extend(stamping.drifting.iter().flat_map(Drifting::findings));
        console.findings(&findings, history);
        let text = || text::stamp::render(stamping, console.is_verbose());
        self.report.write(text, || json::stamp::StampView::new(stamping))?;
        let is_done = stamping.script.is_some() && stamping.findings.is_empty();
        if !is_done && !findings.is_empty() {
            console.summary("nothing was marked", &findings);
        }
        Ok(if is_done { Status::Done } else { Status::Trouble })
    }
}

/// Whether a database is what the files build, as far as could be seen.
fn is_same(drifting: &Drifting<'_>) -> bool {
    let seen = drifting.drift.environments.iter().any(|it| !it.has_drifted());
    seen && !diagnostics::has_failed(&drifting.findings(), true)
}

/// Asks on the terminal.
fn confirmed(question: &str) -> Result<bool, CliError> {
    let mut input = std::io::stdin().lock();
    if !input.is_terminal() {
        return Err(CliError::NobodyToAsk);
    }
    let mut error = std::io::stderr().lock();
    write!(error, "{question} [y/N] ").and_then(|()| error.flush()).map_err(CliError::StandardOutput)?;
    let mut answer = String::new();
    input.read_line(&mut answer).map_err(CliError::StandardOutput)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn not_built(file: &str, message: &str) -> Finding {
    let finding = Finding::error("schema-not-built", format!("the schema to compare with cannot be built: {message}"));
    finding.in_file(file).help(
        "name the server that the files are for (--postgres-bin), or let them run as superuser of the throwaway server (--superuser) if you \
         trust them",
    )
}
