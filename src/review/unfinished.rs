//! Replacements that are begun and never ended: `user_id_new` beside `user_id`, perhaps with a unique rule that is gone, and a table
//! `users_new` beside `users`.

use crate::dialect::effect::{CreateTable, DataChange, Effect, TableAction};
use crate::dialect::name::Name;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::schema::Schema;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, ConstraintRule, Table};

/// What people append to the name of a column that is to replace another, or to be replaced.
const TAILS: [&str; 3] = ["_new", "_old", "_tmp"];
/// Of these, the ones that say enough alone.
const OF_SUCCESSORS: [&str; 2] = ["_new", "_tmp"];

/// The first step of a replacement.
pub struct FirstStep {
    table: Id,
    /// The column with the tail, and the one that it stands beside.
    column: (ColumnId, String),
    sibling: (ColumnId, String),
    /// The unique rule that went: `unique constraint uq_favorites_domain_user`.
    rule: Option<String>,
    /// The unique rules that were left.
    left: Vec<Id>,
    file: String,
    span: std::ops::Range<usize>,
}

/// Finds the first steps that a file takes.
pub fn first_steps(script: &Script, before: &Schema, after: &Schema) -> Vec<FirstStep> {
    let mut found = Vec::new();
    for (id, old, new) in before.changed(after) {
        let (Some(old), Some(new)) = (old.and_then(|it| it.table()), new.and_then(|it| it.table())) else { continue };
        let left = unique_rules(after, id);
        let gone = unique_rules(before, id).into_iter().find(|rule| after.get(*rule).is_none());
        let replaced = left.iter().any(|rule| before.get(*rule).is_none());
        let rule = gone.filter(|_| !replaced).and_then(|rule| rule_words(before, rule));
        let fills = |column: &Column| fills_column(script, &column.name);
        let is_successor = |column: &Column| OF_SUCCESSORS.iter().any(|tail| column.name.ends_with(tail));
        let is_told = |column: &Column| rule.is_some() || (is_successor(column) && fills(column));
        for (column, sibling) in pairs(old, new).into_iter().filter(|(column, _)| is_told(column)) {
            found.push(FirstStep {
                table: id,
                span: place(script, &column.name),
                column: (column.id, column.name.clone()),
                sibling: (sibling.id, sibling.name.clone()),
                rule: rule.clone(),
                left: left.clone(),
                file: script.text.path.clone(),
            });
        }
    }
    found
}

impl FirstStep {
    /// What is to be said if no later file took the last step.
    pub fn finding(&self, last: &Schema) -> Option<Finding> {
        let stays = |(id, name): &(ColumnId, String)| last.column_name(self.table, *id) == Some(name.as_str());
        let replaced = unique_rules(last, self.table).iter().any(|rule| !self.left.contains(rule));
        if (self.rule.is_some() && replaced) || !stays(&self.column) || !stays(&self.sibling) {
            return None;
        }
        let (table, column, sibling) = (last.print_name(self.table), &self.column.1, &self.sibling.1);
        let rule = self.rule.as_ref().map(|rule| format!(", and the {rule} is dropped")).unwrap_or_default();
        let message = format!("{table}.{column} is left beside {table}.{sibling}{rule}: no file ends the change");
        let help = match self.rule {
            Some(_) => "if a clean-up is still to come, add it as a migration: rename the column, make the unique rule anew",
            None => "if a clean-up is still to come, add it as a migration: drop the old column and rename the new one",
        };
        Some(Finding::warning("partial-migration", message).at(&self.file, self.span.clone()).help(help))
    }
}

/// The tables that are left beside those which they were to replace, said at the end; `scripts` are in the order in which they run.
pub fn tables_left<'a>(scripts: impl Iterator<Item = &'a Script>, last: &Schema) -> Vec<Finding> {
    let there = |name: &Name| last.find_relation(name).is_some_and(|id| last.get(id).is_some_and(|it| it.table().is_some()));
    let left = |create: &CreateTable| {
        let stem = OF_SUCCESSORS.iter().find_map(|tail| create.name.name.strip_suffix(tail))?;
        let sibling = Name { schema: create.name.schema.clone(), name: stem.to_owned() };
        (!create.temporary && there(&create.name) && there(&sibling)).then_some(sibling)
    };
    let fills = |script: &Script, create: &CreateTable, sibling: &Name| {
        script.statements().flat_map(|statement| &statement.effects).any(|effect| {
            matches!(effect, Effect::Data(DataChange::Insert(insert)) if insert.table == create.name && insert.from.contains(sibling))
        })
    };
    let finding = |script: &Script, span: &std::ops::Range<usize>, create: &CreateTable| {
        let sibling = left(create).filter(|sibling| fills(script, create, sibling))?;
        let message = format!("table {} is left beside table {sibling}: no file ends the change", create.name);
        let help = "if a clean-up is still to come, add it as a migration: drop the old table and rename the new one";
        Some(Finding::warning("partial-migration", message).at(&script.text.path, span.clone()).help(help))
    };
    let mut findings = Vec::new();
    for script in scripts {
        for statement in script.statements() {
            findings.extend(statement.effects.iter().filter_map(|effect| match effect {
                Effect::CreateTable(create) => finding(script, &statement.span, create),
                _ => None,
            }));
        }
    }
    findings
}

/// Whether a file gives the rows that are there a value of a column.
fn fills_column(script: &Script, column: &String) -> bool {
    script
        .statements()
        .flat_map(|statement| &statement.effects)
        .any(|effect| matches!(effect, Effect::Data(DataChange::Update { columns, .. }) if columns.contains(column)))
}

/// New columns with a tail beside the columns that they stand for.
fn pairs<'a>(old: &Table, new: &'a Table) -> Vec<(&'a Column, &'a Column)> {
    let added = new.columns.iter().filter(|column| old.column_by_id(column.id).is_none());
    let pair = |column: &'a Column| {
        let stem = TAILS.iter().find_map(|tail| column.name.strip_suffix(tail))?;
        Some((column, new.column(stem)?))
    };
    added.filter_map(pair).collect()
}

fn unique_rules(schema: &Schema, table: Id) -> Vec<Id> {
    schema.children(table).into_iter().filter(|child| rule_words(schema, *child).is_some()).collect()
}

fn rule_words(schema: &Schema, id: Id) -> Option<String> {
    let object = schema.get(id)?;
    let kind = match &object.body {
        Body::Constraint(it) if matches!(it.rule, ConstraintRule::Unique) => "unique constraint",
        Body::Index(it) if it.unique => "unique index",
        _ => return None,
    };
    Some(format!("{kind} {}", object.name))
}

/// The statement that adds the column.
fn place(script: &Script, column: &str) -> std::ops::Range<usize> {
    let adds = |effect: &Effect| match effect {
        Effect::AlterTable { actions, .. } => {
            actions.iter().any(|action| matches!(action, TableAction::AddColumn { column: it, .. } if it.name == column))
        }
        _ => false,
    };
    let adding = script.statements().find(|statement| statement.effects.iter().any(adds));
    adding.map_or(0..0, |statement| statement.span.clone())
}
