//! Options that several commands share.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, ValueEnum};

use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::drift::Ignore;
use crate::revise::Downs;
use crate::source::{self, Layout};
use crate::{History, order, target};

use super::error::CliError;
use super::texts::Texts;

/// What is shown beside the result, and how.
#[derive(Debug, Args)]
pub struct Display {
    /// Show errors only, no summary
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show every finding, every file and every reason
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colours; `auto` heeds `NO_COLOR`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// How a folder is read.
#[derive(Debug, Args)]
pub struct Reading {
    /// The SQL dialect of the files
    #[arg(long, value_name = "DIALECT", default_value = "auto")]
    dialect: DialectChoice,
    /// How the folder is laid out
    #[arg(long, value_name = "LAYOUT", default_value = "auto", value_parser = layout_parser())]
    layout: LayoutChoice,
    /// The schema that exists before the first file; it becomes the first revision
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Find the order from what the files need, or take the order of their names
    #[arg(long, value_name = "ORDER", default_value = "auto")]
    order: OrderChoice,
    /// Put statements that come too early in their file in an order that runs
    #[arg(long)]
    reorder: bool,
    /// What becomes of the downgrades that the authors wrote
    #[arg(long, value_name = "WHICH", default_value = "prefer-synthesized")]
    downs: DownsChoice,
    #[command(flatten)]
    texts: Texts,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DialectChoice {
    Auto,
    Postgres,
}

#[derive(Debug, Clone, Copy)]
struct LayoutChoice(Option<Layout>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OrderChoice {
    /// From what the files need, beginning with the order of their names or of a list beside them
    Auto,
    /// As the names say
    Names,
    /// From what the files need, beginning with the order in which they were added to git
    Git,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DownsChoice {
    /// They are left out
    PreferSynthesized,
    /// They are taken; what they leave is added
    PreferWritten,
    /// They are left out, and it is said where one does not restore
    Compare,
}

impl Reading {
    /// What becomes of the downgrades that the authors wrote.
    pub fn downs(&self) -> Downs {
        match self.downs {
            DownsChoice::PreferSynthesized => Downs::Synthesized,
            DownsChoice::PreferWritten => Downs::Written,
            DownsChoice::Compare => Downs::Compared,
        }
    }

    pub fn dialect(&self) -> &'static dyn Dialect {
        match self.dialect {
            // The only one that is read so far.
            DialectChoice::Auto | DialectChoice::Postgres => &Postgres,
        }
    }

    /// Returns what a comparison leaves out: what the user names, and what the settings of the folder name.
    pub fn ignored(&self, dir: Option<&Path>, given: &[String]) -> Result<Ignore, CliError> {
        let settings = dir.map(|dir| self.texts.drift(dir)).transpose()?;
        let patterns = given.iter().chain(settings.iter().flat_map(|settings| &settings.ignore));
        Ignore::new(patterns.map(String::as_str)).map_err(CliError::Pattern)
    }

    /// Reads a folder as the options say.
    pub fn read(&self, dir: &Path) -> Result<History, CliError> {
        let start = match self.order {
            OrderChoice::Auto => source::Start::Lists,
            OrderChoice::Names => source::Start::Names,
            OrderChoice::Git => source::Start::Git,
        };
        let options = source::Options {
            layout: self.layout.0,
            base: self.base.clone(),
            start,
            downs: self.downs != DownsChoice::PreferSynthesized,
        };
        let texts = self.texts.options(dir)?;
        let by_names = self.order == OrderChoice::Names;
        let order =
            order::Options { by_names, reorder: self.reorder, has_base: self.base.is_some(), ..order::Options::default() };
        Ok(crate::read_as(dir, &options, &texts, self.dialect(), order)?)
    }
}

fn layout_parser() -> impl TypedValueParser<Value = LayoutChoice> {
    let names = std::iter::once("auto").chain(Layout::ALL.map(Layout::name));
    PossibleValuesParser::new(names.collect::<Vec<_>>()).map(|name| LayoutChoice(Layout::from_name(&name)))
}

/// Takes the name of a target, and offers all in help and completions.
pub fn target_parser() -> PossibleValuesParser {
    // Should the manifests be broken, the command says so; here there is nothing to offer.
    let targets = target::all().unwrap_or_default();
    PossibleValuesParser::new(targets.into_iter().map(|target| target.name))
}
