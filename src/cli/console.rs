//! Standard error: findings, summary, progress, errors. Nothing here fails: who closes standard error does not want to know.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use clap::ColorChoice;

use super::error::CliError;
use super::options::Display;
use crate::History;
use crate::finding::{Finding, Severity};
use crate::report::diagnostics;
use crate::report::text::printable;
use crate::text::Text;

/// So many findings of a code are drawn unless `--verbose`.
const DRAWN_OF_A_CODE: usize = 5;

/// Where everything goes that is no result.
#[derive(Debug)]
pub struct Console {
    verbosity: Verbosity,
    colour: bool,
    /// Progress makes sense only where a person looks on.
    terminal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

impl Console {
    pub fn new(display: &Display) -> Self {
        let verbosity = match (display.quiet, display.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let terminal = std::io::stderr().is_terminal();
        Self { verbosity, terminal, colour: colour(display.color, terminal) }
    }

    pub fn is_verbose(&self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    /// Shows what is being done, until the next line takes its place.
    pub fn progress(&self, doing: &str) {
        if self.shows_progress() {
            put(&format!("\r\x1b[K{} …", printable(doing)));
        }
    }

    /// Takes the progress line away.
    pub fn clear(&self) {
        if self.shows_progress() {
            put("\r\x1b[K");
        }
    }

    /// Draws the findings with the lines that they are about.
    pub fn findings(&self, findings: &[Finding], history: &History) {
        let texts: Vec<Text> = history.scripts.iter().map(|script| script.text.clone()).collect();
        self.findings_in(findings, &texts);
    }

    /// Draws the findings with the lines of texts that they are about.
    pub fn findings_in(&self, findings: &[Finding], texts: &[Text]) {
        self.clear();
        let (drawn, held_back) = self.choose(findings);
        if !drawn.is_empty() {
            put(&format!("{}\n", diagnostics::render(&drawn, texts, self.colour)));
        }
        for (code, count) in held_back {
            put(&format!("… and {count} more [{code}]; --verbose shows all\n"));
        }
    }

    /// Says in one line how it went.
    pub fn summary(&self, subject: &str, findings: &[Finding]) {
        if self.verbosity != Verbosity::Quiet {
            put(&format!("sql2rev: {}: {}\n", printable(subject), diagnostics::summary(findings)));
        }
    }

    /// Says why the command could not run.
    pub fn error(&self, error: &CliError) {
        self.clear();
        let (on, off) = if self.colour { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(reason) = cause {
            // Some errors name their cause themselves.
            let text = reason.to_string();
            if !message.ends_with(&text) {
                message = format!("{message}: {text}");
            }
            cause = reason.source();
        }
        put(&format!("{on}error{off}: {}\n", printable(&message)));
    }

    fn shows_progress(&self) -> bool {
        self.terminal && self.verbosity != Verbosity::Quiet
    }

    /// Returns what to draw, and how many of each code are held back.
    fn choose(&self, findings: &[Finding]) -> (Vec<Finding>, BTreeMap<&'static str, usize>) {
        let mut drawn = Vec::new();
        let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut held_back = BTreeMap::new();
        for finding in diagnostics::sorted(findings) {
            let count = seen.entry(finding.code).or_default();
            *count += 1;
            match (finding.severity, self.verbosity) {
                (Severity::Error, _) | (_, Verbosity::Verbose) => drawn.push(finding.clone()),
                (_, Verbosity::Quiet) => {}
                _ if *count <= DRAWN_OF_A_CODE => drawn.push(finding.clone()),
                _ => *held_back.entry(finding.code).or_default() += 1,
            }
        }
        (drawn, held_back)
    }
}

/// See <https://no-color.org>: the variable counts where it is not empty, and an option counts more.
fn colour(choice: ColorChoice, terminal: bool) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => terminal && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

fn put(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
