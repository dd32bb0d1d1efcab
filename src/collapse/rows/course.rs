//! The way through the statements that change rows, in order.

use std::collections::{BTreeMap, BTreeSet};

use super::insert::Kept;
use super::{Candidate, Course, Rows};
use crate::collapse::account::Outcome;
use crate::dialect::effect::{DataChange, Effect, Insert, TableAction};
use crate::dialect::name::Name;
use crate::dialect::script::Script;
use crate::revise::RowStatement;
use crate::schema::Schema;
use crate::schema::apply::RowChange;
use crate::schema::id::Id;
use crate::schema::object::{Body, ConstraintRule};

/// What gives rows where a query reads none: aggregates, functions in FROM, other queries.
const MAKES_ROWS: &[&str] =
    &["count", "sum", "max", "min", "avg", "agg", "every", "bool_", "union", "values", "generate", "unnest", "with "];

impl<'a> Rows<'a> {
    /// Goes through the changes of rows in order.
    pub(super) fn course(&self) -> Course<'a> {
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        let mut others: Vec<(&'a RowStatement, Option<Id>, Option<Outcome>)> = Vec::new();
        let mut cleared = BTreeSet::new();
        let filled = self.columns_added_with_default();
        let mut filled_tables = BTreeSet::new();
        for at in &self.statements {
            for change in &at.changes {
                self.note_filled(&mut filled_tables, change, at);
                let is_there = |id: &Id| self.schema.get(*id).is_some_and(|it| it.table().is_some());
                let Some(table) = change.table.filter(is_there) else {
                    others.push((at, change.table, None));
                    continue;
                };
                match &change.change {
                    DataChange::Insert(insert) if self.reads_no_rows(&filled_tables, insert, at) => {
                        let why = "the tables that it reads hold no rows".to_owned();
                        others.push((at, Some(table), Some(Outcome::Gone(why))));
                    }
                    DataChange::Insert(insert) => {
                        let outcome = Kept::read(insert, table, &at.schema, self.schema, &filled);
                        candidates.push(Candidate { at, table, outcome, changed: false });
                        mind_upsert(&mut candidates, insert, table);
                    }
                    DataChange::CopyIn { .. } | DataChange::Merge { .. } => {
                        let why = "they come with COPY or MERGE".to_owned();
                        candidates.push(Candidate { at, table, outcome: Err(why), changed: false });
                    }
                    DataChange::Truncate { .. } | DataChange::Delete { filtered: false, .. } => {
                        let emptied = emptied(&change.change, table, &at.schema);
                        cleared.extend(emptied.iter().filter(|table| candidates.iter().any(|it| it.table == **table)));
                        let gone = candidates.iter().filter(|it| emptied.contains(&it.table));
                        let why = || Outcome::Gone(format!("line {} of {} empties the table", at.line, at.path));
                        others.extend(gone.map(|it| (it.at, Some(it.table), Some(why()))));
                        candidates.retain(|it| !emptied.contains(&it.table));
                        others.push((at, Some(table), None));
                    }
                    DataChange::Update { literal, .. } | DataChange::Delete { literal, .. } => {
                        let deletes = matches!(change.change, DataChange::Delete { .. });
                        cleared.extend(Some(table).filter(|_| deletes && candidates.iter().any(|it| it.table == table)));
                        others.push((at, Some(table), None));
                        let mut of_table = candidates.iter_mut().filter(|it| it.table == table);
                        if let Err(why) = of_table.try_for_each(|it| it.change(literal.as_ref(), at)) {
                            let of_table = candidates.iter_mut().filter(|it| it.table == table);
                            of_table.for_each(|it| it.outcome = Err(why.clone()));
                        }
                    }
                    DataChange::SequencePosition { .. } | DataChange::Unknown { .. } | DataChange::Maintenance => {}
                }
            }
        }
        mind_counting(&mut candidates, &cleared);
        Course { candidates, others, read: BTreeMap::new() }
    }

    /// Notes which tables may have rows, those that the history drops later too.
    fn note_filled(&self, filled: &mut BTreeSet<Id>, change: &RowChange, at: &RowStatement) {
        let fills = match &change.change {
            DataChange::Insert(insert) => !self.reads_no_rows(filled, insert, at),
            DataChange::CopyIn { .. } | DataChange::Merge { .. } => true,
            _ => false,
        };
        filled.extend(change.table.filter(|_| fills));
    }

    /// Whether an INSERT reads tables alone that have no rows, in a query that makes none of its own.
    fn reads_no_rows(&self, filled: &BTreeSet<Id>, insert: &Insert, at: &RowStatement) -> bool {
        let sql = self.scripts[at.file].slice(at.span.clone()).to_lowercase();
        let is_empty = |name: &Name| {
            let id = at.schema.find_relation(name).or_else(|| at.schema.find_relation(&Name::bare(name.name.clone())));
            let is_table = |id: &Id| at.schema.get(*id).is_some_and(|it| it.table().is_some());
            id.filter(is_table).is_some_and(|id| !filled.contains(&id))
        };
        !self.uncertain
            && insert.rows.is_none()
            && !insert.from.is_empty()
            && insert.from.iter().all(is_empty)
            && MAKES_ROWS.iter().all(|words| !sql.contains(words))
    }

    /// The names of columns that some statement adds with a default, which rows that are there take.
    fn columns_added_with_default(&self) -> BTreeSet<String> {
        fn visit(effects: &[Effect], found: &mut BTreeSet<String>) {
            for effect in effects {
                match effect {
                    Effect::AlterTable { actions, .. } => found.extend(actions.iter().filter_map(|action| match action {
                        TableAction::AddColumn { column, .. } if column.default.is_some() => Some(column.name.clone()),
                        _ => None,
                    })),
                    Effect::Guarded(inner) | Effect::Conditional(inner) | Effect::Within { effects: inner, .. } => {
                        visit(inner, found)
                    }
                    Effect::Block { body, otherwise } => {
                        // Its names alone are known: any of them may be such a column's.
                        if body.to_lowercase().contains("default") {
                            found.extend(body.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned));
                        }
                        visit(otherwise, found);
                    }
                    _ => {}
                }
            }
        }
        let mut found = BTreeSet::new();
        let statements = self.scripts.iter().flat_map(Script::statements);
        statements.for_each(|statement| visit(&statement.effects, &mut found));
        found
    }
}

/// `ON CONFLICT DO UPDATE` may change rows that came before it.
fn mind_upsert(candidates: &mut [Candidate<'_>], insert: &Insert, table: Id) {
    if insert.on_conflict == Some(true) {
        for it in candidates.iter_mut().filter(|it| it.table == table) {
            it.outcome = Err("a row may have been there: ON CONFLICT DO UPDATE".to_owned());
        }
    }
}

/// Keys that the server counts are the same again only if all rows that it counted come again.
fn mind_counting(candidates: &mut [Candidate<'_>], cleared: &BTreeSet<Id>) {
    let lacking: BTreeSet<Id> = candidates.iter().filter(|it| it.outcome.is_err()).map(|it| it.table).collect();
    for it in candidates.iter_mut() {
        let counts = it.outcome.as_ref().is_ok_and(|kept| kept.counts);
        if counts && (lacking.contains(&it.table) || cleared.contains(&it.table)) {
            it.outcome = Err("the server counts their keys, and other rows of the table are not kept".to_owned());
        }
    }
}

/// The tables that hold no rows behind a DELETE or TRUNCATE of all rows.
fn emptied(change: &DataChange, table: Id, schema: &Schema) -> BTreeSet<Id> {
    let mut emptied = BTreeSet::from([table]);
    let DataChange::Truncate { tables, cascade } = change else { return emptied };
    emptied.extend(tables.iter().filter_map(|name| schema.find_relation(name)));
    let refers = |id: Id| match &schema.get(id)?.body {
        Body::Constraint(it) if matches!(it.rule, ConstraintRule::ForeignKey { .. }) => schema.get(id)?.relation(),
        _ => None,
    };
    let mut new: Vec<Id> = if *cascade { emptied.iter().copied().collect() } else { Vec::new() };
    while let Some(table) = new.pop() {
        let referring = schema.dependents(table).into_iter().filter_map(refers);
        new.extend(referring.filter(|it| emptied.insert(*it)));
    }
    emptied
}
