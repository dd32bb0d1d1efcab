//! Options about the text of files: encodings and repair, from the command line and from `sql2rev.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use globset::{Glob, GlobMatcher};
use serde::Deserialize;

use super::error::CliError;
use crate::TextOptions;
use crate::repair::{self, Repair};
use crate::text::Named;
use crate::text::encoding::{self, Encoding};

/// Read in the folder of the files where `--config` names no other.
const FILE: &str = "sql2rev.toml";

/// How bytes become text.
#[derive(Debug, Args)]
pub struct Texts {
    /// The encoding of the files that a pattern matches, e.g. 'old/*.sql=windows-1254'; may be given several times
    #[arg(long, value_name = "PATTERN=NAME", value_parser = named)]
    encoding: Vec<(GlobMatcher, Encoding)>,
    /// What is repaired where UTF-8 was read in a code page [default: comments]
    #[arg(long, value_name = "WHAT")]
    repair: Option<RepairChoice>,
    /// Rename names that are mojibake, in all files at once
    #[arg(long)]
    repair_names: bool,
    /// The value of a placeholder (`${NAME}`, `{{ NAME }}`, `%NAME%`), filled in wherever it stands; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = value)]
    set: Vec<(String, String)>,
    /// A file with settings [default: sql2rev.toml in the folder, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RepairChoice {
    /// Comments; literals and names are reported
    Comments,
    /// Comments, and string literals that are mojibake beyond doubt
    All,
    /// Nothing; everything is reported
    None,
}

/// `sql2rev.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Config {
    repair: Option<RepairChoice>,
    #[serde(default)]
    repair_names: bool,
    /// Encodings by pattern.
    #[serde(default)]
    encodings: BTreeMap<String, String>,
    /// Values of placeholders by name.
    #[serde(default)]
    set: BTreeMap<String, String>,
    #[serde(default)]
    drift: DriftSettings,
}

/// What `drift` heeds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DriftSettings {
    /// Patterns of what is left out.
    #[serde(default)]
    pub ignore: Vec<String>,
}

impl Texts {
    /// Returns the options for the files of a folder. The command line counts more than the configuration.
    pub fn options(&self, folder: &Path) -> Result<TextOptions, CliError> {
        let config = self.config(folder)?;
        let repair = self.repair.or(config.repair).map_or(Repair::default(), Repair::from);
        let rename = self.repair_names || config.repair_names;
        let patterns = self.encoding.iter().cloned().chain(config.patterns()?).collect();
        let mut values = config.set;
        values.extend(self.set.iter().cloned());
        Ok(TextOptions { encodings: Named { patterns }, repair: repair::Options { repair, rename }, values })
    }

    /// Returns the settings of `drift`.
    pub fn drift(&self, folder: &Path) -> Result<DriftSettings, CliError> {
        Ok(self.config(folder)?.drift)
    }

    fn config(&self, folder: &Path) -> Result<Config, CliError> {
        let (path, wanted) = match &self.config {
            Some(path) => (path.clone(), true),
            None => (folder.join(FILE), false),
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| CliError::Config { path, reason: error.to_string() }),
            Err(_) if !wanted && !path.exists() => Ok(Config::default()),
            Err(error) => Err(CliError::Config { path, reason: error.to_string() }),
        }
    }
}

impl Config {
    /// The longer pattern counts where two match: it says more.
    fn patterns(&self) -> Result<Vec<(GlobMatcher, Encoding)>, CliError> {
        let mut patterns: Vec<(&String, &String)> = self.encodings.iter().collect();
        patterns.sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.len()));
        let read = patterns.into_iter().map(|(pattern, name)| pair(pattern, name));
        read.collect::<Result<_, _>>().map_err(|reason| CliError::Config { path: FILE.into(), reason })
    }
}

impl From<RepairChoice> for Repair {
    fn from(choice: RepairChoice) -> Self {
        match choice {
            RepairChoice::Comments => Self::Comments,
            RepairChoice::All => Self::All,
            RepairChoice::None => Self::None,
        }
    }
}

fn value(argument: &str) -> Result<(String, String), String> {
    let (name, value) = argument.split_once('=').ok_or("it is not of the form NAME=VALUE")?;
    if name.is_empty() { Err("the name is missing".to_owned()) } else { Ok((name.to_owned(), value.to_owned())) }
}

fn named(argument: &str) -> Result<(GlobMatcher, Encoding), String> {
    let (pattern, name) = argument.rsplit_once('=').ok_or("it is not of the form PATTERN=NAME")?;
    pair(pattern, name)
}

fn pair(pattern: &str, name: &str) -> Result<(GlobMatcher, Encoding), String> {
    let matcher = Glob::new(pattern).map_err(|error| error.to_string())?.compile_matcher();
    let names = || Encoding::all().map(Encoding::name).collect::<Vec<_>>().join(", ");
    let encoding = encoding::find(name).ok_or_else(|| format!("no encoding is called `{name}`; there are {}", names()))?;
    Ok((matcher, encoding))
}
