//! sql2rev turns a folder of hand-written SQL migrations into a real migration history.
//!
//! The way the data goes, one module a stage, each importing only from those above it:
//!
//! ```text
//! source   files as bytes, in which layout                -> Source
//! text     decoded text                                    -> Text
//! split    statements, client commands, COPY data          -> Chunk
//! repair   mojibake in comments, with a ledger             -> Text
//! dialect  reads one chunk                                 -> Statement { effects, … }
//! schema   the model: apply, diff                          -> Schema
//! order    graph of files, with evidence                   -> Plan
//! review   what a careful reader would say of it           -> findings
//! revise   revisions: up, down, grade, id                  -> Revision
//! collapse a history as one base revision               -> Revision
//! verify   the same laws on a real database               -> Proof
//! drift    what the files build, what a database has     -> Drift
//! target   handlebars templates and a manifest each        -> files
//! stamp    the guarded script for databases that have the schema -> SQL
//! report   text, JSON, Markdown                            -> what people read
//! cli      arguments in, stages called, exit code out
//! ```

pub mod finding;

pub mod parallel;

pub mod source;

pub mod text;

pub mod split;

pub mod repair;

pub mod dialect;

pub mod schema;

pub mod order;

pub mod review;

pub mod revise;

pub mod collapse;

pub mod verify;

pub mod drift;

pub mod target;

pub mod stamp;

pub mod report;

pub mod cli;

use std::collections::BTreeMap;
use std::path::Path;

use dialect::Dialect;
use dialect::script::Script;
use finding::Finding;
use revise::Revised;

/// A legacy folder, read and put in order.
#[derive(Debug)]
pub struct History {
    pub layout: source::Layout,
    /// The files in the order of their names.
    pub scripts: Vec<Script>,
    /// The order in which they run, and why.
    pub plan: order::Plan,
    /// Everything that is to be said so far.
    pub findings: Vec<Finding>,
}

/// How bytes become text.
#[derive(Debug, Clone, Default)]
pub struct TextOptions {
    /// The encodings that the user names.
    pub encodings: text::Named,
    pub repair: repair::Options,
    /// The values of placeholders.
    pub values: text::placeholder::Values,
}

/// Reads a folder as [`read_as`] does, with the encodings found out and comments repaired. `by_names`: the order of the names is
/// taken as it is.
///
/// # Errors
/// As [`read_as`].
pub fn read(
    dir: &Path,
    options: &source::Options,
    dialect: &dyn Dialect,
    by_names: bool,
) -> Result<History, source::SourceError> {
    read_as(
        dir,
        options,
        &TextOptions::default(),
        dialect,
        order::Options { by_names, has_base: options.base.is_some(), ..order::Options::default() },
    )
}

/// Reads one file, as the whole of a history.
///
/// # Errors
/// It cannot be read.
pub fn read_file(path: &Path, dialect: &dyn Dialect) -> Result<History, source::SourceError> {
    let source = source::file(path)?;
    let (text, mut findings) = text::decode(&source);
    let text = text.unwrap_or_else(|| text::Text { path: source.path.clone(), ..text::Text::default() });
    let (script, troubles) = dialect::script::read(&source, text, dialect);
    findings.extend(troubles);
    let options = order::Options { by_names: true, ..order::Options::default() };
    let (scripts, plan) = order::arrange(vec![script], dialect, options);
    Ok(History { layout: source::Layout::Plain, scripts, plan, findings })
}

/// Reads a folder: its files, their text, their statements, and the order in which they run.
///
/// # Errors
/// The folder cannot be read or holds no migration. What is wrong inside the files is a finding.
pub fn read_as(
    dir: &Path,
    options: &source::Options,
    texts: &TextOptions,
    dialect: &dyn Dialect,
    order: order::Options,
) -> Result<History, source::SourceError> {
    let mut folder = source::read(dir, options)?;
    let downs: Vec<Option<source::Source>> =
        folder.sources.iter_mut().map(|source| source.down.take().map(|down| *down)).collect();
    let mut findings = folder.findings;
    let mut scripts = Vec::with_capacity(folder.sources.len());
    for (source, (text, troubles)) in folder.sources.iter().zip(read_texts(&folder.sources, texts, dialect)) {
        findings.extend(troubles);
        if let Some(text) = text {
            let (script, troubles) = dialect::script::read(source, text, dialect);
            findings.extend(troubles);
            scripts.push(script);
        }
    }
    add_downs(&mut scripts, downs, texts, dialect, &mut findings);
    let order = order::Options { loose: folder.layout == source::Layout::Plain, ..order };
    let (scripts, plan) = order::arrange(scripts, dialect, order);
    findings.extend(plan.findings.iter().cloned());
    findings.extend(review::review(&scripts, &plan, dialect));
    Ok(History { layout: folder.layout, scripts, plan, findings })
}

/// Reads the ways back that the authors wrote, each beside its way up.
fn add_downs(
    scripts: &mut [Script],
    downs: Vec<Option<source::Source>>,
    texts: &TextOptions,
    dialect: &dyn Dialect,
    findings: &mut Vec<Finding>,
) {
    let downs: Vec<source::Source> = downs.into_iter().flatten().collect();
    // One file may hold several migrations, each with its way back.
    let ups =
        scripts.iter().enumerate().filter_map(|(at, script)| Some(((script.written_down.clone()?, script.title.clone()), at)));
    let ups: BTreeMap<(String, String), usize> = ups.collect();
    for (source, (text, troubles)) in downs.iter().zip(read_texts(&downs, texts, dialect)) {
        findings.extend(troubles);
        let up = ups.get(&(source.path.clone(), source.title.clone())).and_then(|at| scripts.get_mut(*at));
        if let (Some(up), Some(text)) = (up, text) {
            let (down, troubles) = dialect::script::read(source, text, dialect);
            findings.extend(troubles.into_iter().filter(|finding| finding.code != "empty-file"));
            up.down = Some(Box::new(down));
        }
    }
}

/// Reads the text of files: decoded and repaired. No text where a file could not be decoded.
pub fn read_texts(sources: &[source::Source], options: &TextOptions, dialect: &dyn Dialect) -> Vec<text::Decoded> {
    let (texts, findings): (Vec<_>, Vec<_>) = text::decode_all(sources, &options.encodings).into_iter().unzip();
    let regions = |text: &text::Text| {
        if split::is_sql(&text.path) { dialect.regions(&text.content) } else { split::prose(&text.content) }
    };
    let repaired = repair::repair_all(texts, &regions, options.repair, &options.values);
    let with_findings = repaired.into_iter().zip(findings);
    with_findings.map(|((text, troubles), findings)| (text, findings.into_iter().chain(troubles).collect())).collect()
}

/// Turns a history into revisions: the authors' own upgrades, and downgrades from the difference that each makes to the schema.
pub fn revise(history: &History, dialect: &dyn Dialect, options: &revise::Options) -> Revised {
    revise::revise(&history.scripts, &history.plan, dialect, options)
}
