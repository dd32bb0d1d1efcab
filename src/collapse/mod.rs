//! A history, or the beginning of one, as a single base revision: the schema that it leads to, laid out as a person would, and the
//! reference data that it leaves.
//!
//! Invariants:
//! - The base builds what the collapsed revisions build, from the same model that makes their downgrades.
//! - Its downgrade is the difference back to an empty database: it drops what the base creates, and nothing else.
//! - Rows are kept where every step to them is literal, or as a replay left them; what became of each statement that changes rows is
//!   said, with why.

mod account;
mod replayed;
mod rows;
mod split;

pub use account::{Account, Outcome};
pub use replayed::{Cell, Position, Replayed, Wanted, WantedSequence, WantedTable};
pub use split::split;

use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::revise::{self, Dependency, Proof, Reversibility, Revised, Revision, Step};
use crate::schema::Schema;
use crate::schema::diff::{Laid, Section, lay_out};
use rows::Rows;

/// The heading above the rows.
const ROWS: &str = "Reference data";

/// What becomes of the rows that a history inserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// As they stand at the end, where every step to them is literal.
    Keep,
    /// None are kept.
    SchemaOnly,
    /// The statements that change rows follow the schema as their authors wrote them.
    Verbatim,
}

/// How a history is collapsed.
#[derive(Debug, Clone)]
pub struct Options {
    /// The last revision that goes into the base; `None`: all.
    pub through: Option<usize>,
    /// The base's id; `None`: that of the last revision that goes into it, so that databases which ran that one stand at the base.
    pub id: Option<String>,
    pub data: Data,
    /// The rows that a replay of those revisions left; `None`: there was none.
    pub replayed: Option<Replayed>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Collapsed {
    pub revised: Revised,
    /// What became of each statement that changes rows, in order.
    pub accounts: Vec<Account>,
    /// The revisions that the base stands for.
    pub replaced: Vec<Replaced>,
    /// How many of the revisions are the base.
    pub base: usize,
}

/// A revision that is in the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    pub id: String,
    pub number: usize,
}

/// The steps that bring rows back, and what became of each statement.
#[derive(Default)]
struct Kept {
    steps: Vec<Step>,
    accounts: Vec<Account>,
}

impl Options {
    /// How many revisions go into the base.
    pub fn count(&self, revised: &Revised) -> usize {
        self.through.map_or(revised.revisions.len(), |last| last + 1).min(revised.revisions.len())
    }
}

/// The last revision of the file of this name: its path, the path's end, or the title of the revision.
pub fn find(revised: &Revised, name: &str) -> Option<usize> {
    let is_called = |revision: &Revision| {
        revision.title == name || revision.id == name || revision.sources.iter().any(|path| is_path(path, name))
    };
    revised.revisions.iter().rposition(is_called)
}

fn is_path(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// Puts a base revision in the place of a history's first revisions.
pub fn collapse(revised: Revised, scripts: &[Script], options: &Options) -> Collapsed {
    let count = options.count(&revised);
    let Revised { mut revisions, mut schemas, rows, mut findings } = revised;
    let rest = revisions.split_off(count);
    let schemas_of_rest = schemas.split_off(count);
    let (Some(schema), Some(head)) = (schemas.pop(), revisions.last()) else {
        return Collapsed {
            revised: Revised { revisions: rest, schemas: schemas_of_rest, rows, findings },
            ..Collapsed::default()
        };
    };
    let sources = distinct(revisions.iter().flat_map(|revision| &revision.sources));
    findings.retain(|finding| !(is_of_downgrade(finding) && finding.file.as_ref().is_some_and(|file| sources.contains(file))));
    let uncertain = revisions.iter().any(|revision| !revision.opaque.is_empty());
    let statements = rows.iter().filter(|it| it.revision < count).collect();
    let replayed = options.replayed.as_ref();
    let kept = Rows { scripts, statements, schema: &schema, uncertain, replayed }.steps(options.data);
    if options.data != Data::SchemaOnly {
        findings.extend(kept.accounts.iter().filter_map(Account::finding));
    }
    let id = options.id.clone().unwrap_or_else(|| head.id.clone());
    let mut all = vec![base(&revisions, &schema, kept.steps, id, sources)];
    let replaced: Vec<Replaced> = revisions.into_iter().map(|it| Replaced { id: it.id, number: it.number }).collect();
    for revision in rest {
        let follower = follow(revision, &replaced, &all[0].id, all.len() == 1);
        all.push(follower);
    }
    let schemas = std::iter::once(schema).chain(schemas_of_rest).collect();
    Collapsed { revised: Revised { revisions: all, schemas, rows, findings }, accounts: kept.accounts, replaced, base: 1 }
}

/// Whether a finding is about a revision's own way, which is no more once the revision is part of the base.
fn is_of_downgrade(finding: &Finding) -> bool {
    matches!(finding.code, "data-loss" | "irreversible" | "model-law" | "outside-transaction")
}

fn distinct<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.filter(|name| seen.insert(*name)).cloned().collect()
}

fn base(revisions: &[Revision], schema: &Schema, data: Vec<Step>, id: String, sources: Vec<String>) -> Revision {
    let uncertain_since = revisions.iter().find_map(|revision| revision.uncertain_since.clone());
    let opaque: Vec<_> = revisions.iter().flat_map(|revision| revision.opaque.clone()).collect();
    let mut notes = vec![format!("The base of {} revisions: the schema that they lead to.", revisions.len())];
    notes.extend(uncertain_since.iter().map(|place| {
        format!("What {place} does could not be followed; check on a database that the base builds what the files build.")
    }));
    let down = revise::way_back(schema, &Schema::new());
    Revision {
        id,
        parent: None,
        // That of the last revision in it: those behind it keep theirs.
        number: revisions.last().map_or(1, |last| last.number),
        title: "base".to_owned(),
        sources,
        scripts: revisions.iter().flat_map(|revision| revision.scripts.iter().copied()).collect(),
        up: upgrade(lay_out(schema), data),
        down: down.into_iter().map(Step::Sql).collect(),
        reversibility: Reversibility::Lossless,
        reasons: Vec::new(),
        transactional: true,
        depends_on: Vec::new(),
        uncertain_since,
        opaque,
        written: None,
        proof: Proof::Unproven,
        notes,
    }
}

/// The sections under their headings. The rows come when all tables are there, before what would act on them.
fn upgrade(laid: Vec<Laid>, data: Vec<Step>) -> Vec<Step> {
    let mut steps = Vec::new();
    let heading = (!data.is_empty()).then(|| Step::Comment(ROWS.to_owned()));
    let mut data = heading.into_iter().chain(data);
    let mut open = None;
    for part in laid {
        if part.section > Section::Tables {
            steps.extend(data.by_ref());
        }
        if open != Some(part.section) {
            steps.push(Step::Comment(part.section.title().to_owned()));
            open = Some(part.section);
        }
        steps.extend(part.statements.into_iter().map(Step::Sql));
    }
    steps.extend(data);
    steps
}

/// A revision behind the base: those that it stood on may be in the base.
fn follow(revision: Revision, replaced: &[Replaced], base: &str, is_first: bool) -> Revision {
    let mut depends_on: Vec<Dependency> = Vec::new();
    for mut dependency in revision.depends_on {
        if replaced.iter().any(|it| it.id == dependency.revision) {
            base.clone_into(&mut dependency.revision);
        }
        match depends_on.iter_mut().find(|it| it.revision == dependency.revision) {
            Some(same) => same.because.extend(dependency.because),
            None => depends_on.push(dependency),
        }
    }
    let parent = if is_first { Some(base.to_owned()) } else { revision.parent };
    Revision { parent, depends_on, ..revision }
}
