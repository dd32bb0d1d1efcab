//! `sql2rev stamp`: marks a database as migrated that has the schema already, if it has.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::error::CliError;
use super::options::Reading;
use super::writing::sources;
use super::{Status, output};
use crate::drift::{self, Drift, Ignore, Method};
use crate::finding::{Finding, Severity};
use crate::report::drifting::Drifting;
use crate::report::{diagnostics, text};
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
    #[arg(long, value_name = "PATTERN", requires = "database_url")]
    ignore: Vec<String>,
    /// The folder of the PostgreSQL programs that make the throwaway server; found by itself where packages put it
    #[arg(long, value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,
    /// Build the schema as superuser of the throwaway server: only for files that you trust with your account
    #[arg(long)]
    superuser: bool,
    /// Write the statements to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What stands between a database and its mark.
enum Outcome {
    /// The statements.
    Script(String),
    /// Why there are none.
    Refused(Vec<Finding>),
    /// It is another one than the revisions build.
    Drifted,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, CliError> {
    let checked = check::check(&arguments.out, &target::all()?)?;
    let target = target::find(&checked.lock.target)?.ok_or_else(|| CliError::UnknownTarget(checked.lock.target.clone()))?;
    let history = arguments.history(&target, console)?;
    let script = match arguments.script(&checked, &target, &history, console)? {
        Outcome::Script(script) => script,
        Outcome::Drifted => return Ok(Status::Trouble),
        Outcome::Refused(findings) => {
            console.findings(&findings, &history);
            console.summary("nothing was marked", &findings);
            return Ok(Status::Trouble);
        }
    };
    match &arguments.database_url {
        Some(url) if arguments.apply => {
            arguments.apply(url, &script, &checked.lock.head(target.manifest.identifier), &history, console)
        }
        _ => {
            console.clear();
            output::write(&script, arguments.output.as_deref())?;
            Ok(Status::Done)
        }
    }
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

    fn script(
        &self,
        checked: &check::Checked,
        target: &Target,
        history: &History,
        console: &Console,
    ) -> Result<Outcome, CliError> {
        let mut findings: Vec<Finding> =
            checked.findings.iter().chain(&history.findings).filter(|it| it.severity == Severity::Error).cloned().collect();
        if self.dir.is_some() {
            findings.extend(check::sources(&checked.lock, &sources(history), &run_order(history)));
        }
        if diagnostics::has_failed(&findings, false) {
            return Ok(Outcome::Refused(findings));
        }
        let server = self.server(console)?;
        if let Some(url) = &self.database_url {
            if self.has_drifted(url, history, &server, console)? {
                return Ok(Outcome::Drifted);
            }
        }
        console.progress("building the schema");
        let facts = match facts::build(&server, history)? {
            Ok(facts) => facts,
            Err((file, message)) => return Ok(Outcome::Refused(vec![not_built(&file, &message)])),
        };
        let rows = target::stamp::rows(target, &checked.lock, &self.out)?;
        let rows = rows.ok_or_else(|| CliError::CannotStamp(target.name.clone()))?;
        let own = target.manifest.stamp.iter().flat_map(|stamp| stamp.tables.iter().cloned());
        let mut tools: Vec<String> = own.chain(drift::tool_tables().map(str::to_owned)).collect();
        tools.sort_unstable();
        tools.dedup();
        Ok(Outcome::Script(stamp::script(target, &checked.lock, &stamp::guarded(&facts, &tools), &rows)))
    }

    fn server(&self, console: &Console) -> Result<Server, CliError> {
        console.progress("starting a database server");
        let programs = self.postgres_bin.as_ref().map(std::path::absolute).transpose().map_err(CliError::Folder)?;
        Ok(Server::start(&Place { programs, url: None, superuser: self.superuser })?)
    }

    /// Compares the database with what the files build, and says where it is another.
    fn has_drifted(&self, url: &str, history: &History, server: &Server, console: &Console) -> Result<bool, CliError> {
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
        let drifting = Drifting { dialect: dialect.name(), history, drift, texts: Vec::new() };
        let findings = drifting.findings();
        console.findings_in(&findings, &drifting.all_texts());
        let is_same = drifting.drift.environments.iter().any(|it| !it.has_drifted()) && !diagnostics::has_failed(&findings, true);
        if !is_same {
            let report = text::drift::render(&drifting, console.is_verbose());
            output::write(&format!("{report}Nothing was marked.\n"), None)?;
            console.summary(&drifting.subject(), &findings);
        }
        Ok(!is_same)
    }

    fn ignored(&self) -> Result<Ignore, CliError> {
        let settings = self.dir.as_ref().map(|dir| self.reading.drift(dir)).transpose()?;
        let patterns = self.ignore.iter().chain(settings.iter().flat_map(|settings| &settings.ignore));
        Ignore::new(patterns.map(String::as_str)).map_err(CliError::Pattern)
    }

    fn apply(&self, url: &str, script: &str, head: &str, history: &History, console: &Console) -> Result<Status, CliError> {
        console.clear();
        if !self.yes && !confirmed(&format!("Mark this database as migrated to {head}?"))? {
            return Err(CliError::NotConfirmed);
        }
        match live::run(url, script)? {
            Ok(()) => {
                output::write(&format!("Marked as migrated to {head}.\n"), None)?;
                Ok(Status::Done)
            }
            Err(message) => {
                let findings = [Finding::error("stamp-refused", format!("the database was not marked: {message}"))
                    .help("nothing was changed: see what the message names, and run `stamp` again")];
                console.findings(&findings, history);
                console.summary("nothing was marked", &findings);
                Ok(Status::Trouble)
            }
        }
    }
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

fn run_order(history: &History) -> Vec<String> {
    history.plan.order.iter().map(|file| history.scripts[*file].text.path.clone()).collect()
}

fn not_built(file: &str, message: &str) -> Finding {
    let finding = Finding::error("schema-not-built", format!("the schema to compare with cannot be built: {message}"));
    finding.in_file(file).help(
        "name the server that the files are for (--postgres-bin), or let them run as superuser of the throwaway server (--superuser) if you \
         trust them",
    )
}
