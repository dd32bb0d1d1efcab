//! The downgrades that the authors wrote: evidence, and on demand the downgrades of the revisions.

use super::law::{self, Replayed};
use super::{Step, parts::parts};
use crate::dialect::Dialect;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::schema::Schema;

/// So many differences are named in one finding.
const NAMED: usize = 5;

/// A written downgrade, tried on the model.
pub struct Written<'a> {
    script: &'a Script,
    pub steps: Vec<Step>,
    /// What does not work, or cannot be read.
    pub troubles: Vec<String>,
    /// Where it leads elsewhere than to the schema before.
    pub differences: Vec<String>,
    /// The statements that lead from where it leads to the schema before.
    pub rest: Vec<String>,
    pub changes_rows: bool,
}

impl<'a> Written<'a> {
    /// Reads the file, and tries it on the schema that the upgrade leads to. `transactional`: the upgrade runs in a transaction.
    pub fn new(script: &'a Script, [before, after]: [&Schema; 2], transactional: bool, dialect: &dyn Dialect) -> Self {
        let (parts, _) = parts(script, false);
        let wants_to_be_alone = parts.iter().any(|part| !part.transactional);
        let steps: Vec<Step> = parts.into_iter().flat_map(|part| part.steps).collect();
        let Replayed { schema, mut troubles, changes_rows } = law::replay(after, &steps, dialect);
        if wants_to_be_alone && transactional {
            troubles.push("it cannot run inside a transaction, in which its upgrade runs".to_owned());
        }
        let differences = law::differences(before, &schema);
        let rest = if differences.is_empty() { Vec::new() } else { super::way_back(&schema, before) };
        Self { script, steps, troubles, differences, rest, changes_rows }
    }

    /// Whether the model knows it to lead back.
    pub fn restores(&self) -> bool {
        self.troubles.is_empty() && self.differences.is_empty()
    }

    /// The downgrade with what it leaves.
    pub fn completed(&self) -> Vec<Step> {
        let mut steps = self.steps.clone();
        if !self.rest.is_empty() {
            steps.push(Step::Comment("What the written downgrade leaves:".to_owned()));
            steps.extend(self.rest.iter().cloned().map(Step::Sql));
        }
        steps
    }

    /// Says where it does not lead back, and what becomes of that.
    pub fn finding(&self, is_taken: bool) -> Finding {
        let (why, lines) = match (self.troubles.is_empty(), self.rest.is_empty()) {
            (false, _) => ("", &self.troubles),
            (true, false) => ("left to do is ", &self.rest),
            (true, true) => ("", &self.differences),
        };
        let shown: Vec<&str> = lines.iter().take(NAMED).map(String::as_str).collect();
        let more = match lines.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let message =
            format!("the downgrade that its authors wrote does not restore the schema: {why}{}{more}", shown.join("; "));
        let help = match (is_taken, self.troubles.is_empty()) {
            (false, _) => "nothing to do: the synthesized downgrade is written; `verify --downs compare` proves it on a database",
            (true, true) => "nothing to do: what it leaves is added to it",
            (true, false) => "the synthesized downgrade is written instead; mend the file if its own is wanted",
        };
        Finding::warning("written-down-differs", message).in_file(&self.script.text.path).help(help)
    }
}
