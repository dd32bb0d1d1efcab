//! What a careful reviewer would say of a history that runs: steps that fail as soon as a table has rows, and work that is left
//! unfinished.
//!
//! The files are replayed in their order on the model. What does not fit the model is said where revisions are made, not here.

mod ghosts;
mod not_null;
mod unfinished;

use crate::dialect::Dialect;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::order::Plan;
use crate::schema::Schema;
use crate::schema::apply::apply;

/// Reviews the files in the order in which they run.
pub fn review(scripts: &[Script], plan: &Plan, dialect: &dyn Dialect) -> Vec<Finding> {
    let mut schema = Schema::new();
    let mut findings = Vec::new();
    let mut unfinished = Vec::new();
    for script in plan.order.iter().filter_map(|file| scripts.get(*file)) {
        let before = schema.clone();
        let mut rows = not_null::Rows::new(&before);
        for statement in script.statements() {
            findings.extend(rows.examine(script, statement, &schema));
            apply(&mut schema, &statement.effects, dialect);
        }
        schema.set_search_path(None);
        schema.commit();
        unfinished.extend(unfinished::first_steps(script, &before, &schema));
    }
    findings.extend(ghosts::find(scripts, plan, dialect));
    findings.extend(unfinished::tables_left(plan.order.iter().filter_map(|file| scripts.get(*file)), &schema));
    findings.extend(unfinished.iter().filter_map(|step| step.finding(&schema)));
    findings
}
