//! The rows that a history leaves, as far as literal statements tell them.

use std::collections::{BTreeMap, BTreeSet};

use super::Data;
use crate::dialect::effect::{DataChange, Effect, Insert, LiteralChange, TableAction};
use crate::dialect::name::Name;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::revise::{RowStatement, Step};
use crate::schema::Schema;
use crate::schema::apply::RowChange;
use crate::schema::diff::table_order;
use crate::schema::id::Id;
use crate::schema::object::{Body, ConstraintRule, Object};
use crate::split::ChunkKind;

mod insert;

use insert::Kept;

/// What gives rows where a query reads none: aggregates, functions in FROM, other queries.
const MAKES_ROWS: &[&str] =
    &["count", "sum", "max", "min", "avg", "agg", "every", "bool_", "union", "values", "generate", "unnest", "with "];

/// What is needed to know what becomes of rows.
pub struct Rows<'a> {
    pub scripts: &'a [Script],
    /// The statements that change rows, in order.
    pub statements: Vec<&'a RowStatement>,
    /// The schema that the rows must fit in the end.
    pub schema: &'a Schema,
    /// Some statement could not be followed: any table may have rows.
    pub uncertain: bool,
}

/// A statement with rows, and whether they can be kept.
struct Candidate<'a> {
    at: &'a RowStatement,
    table: Id,
    outcome: Result<Kept, String>,
}

impl Candidate<'_> {
    /// Changes the rows as a later statement does.
    ///
    /// # Errors
    /// Why it is not known which rows it changes, or what else happens.
    fn change(&mut self, literal: Option<&LiteralChange>, by: &RowStatement) -> Result<(), String> {
        let Ok(kept) = &mut self.outcome else { return Ok(()) };
        let folded = literal
            .filter(|_| !has_trigger(&by.schema, self.table, &["update", "delete"]))
            .and_then(|it| kept.change(it, self.table, &by.schema));
        folded.ok_or_else(|| format!("line {} of {} changes rows of the table", by.line, by.path))
    }
}

impl<'a> Rows<'a> {
    /// The steps that bring the rows back, and what is to be said of those that are left out.
    pub fn steps(&self, data: Data) -> (Vec<Step>, Vec<Finding>) {
        match data {
            Data::SchemaOnly => (Vec::new(), Vec::new()),
            Data::Verbatim => self.verbatim(),
            Data::Keep => self.kept(),
        }
    }

    fn verbatim(&self) -> (Vec<Step>, Vec<Finding>) {
        let (mut steps, mut findings) = (Vec::new(), Vec::new());
        for statement in &self.statements {
            let gone = statement.changes.iter().find_map(|it| it.table.filter(|id| self.schema.get(*id).is_none()));
            match gone {
                Some(id) => findings.push(left_out(statement, &statement.schema.print_name(id), "the history drops it later")),
                None => steps.push(self.step(statement)),
            }
        }
        (steps, findings)
    }

    /// The statement as its author wrote it, with the rows behind it.
    fn step(&self, statement: &RowStatement) -> Step {
        let script = &self.scripts[statement.file];
        let sql = script.slice(statement.span.clone()).to_owned();
        let mut behind = script.items.iter().skip_while(|item| item.chunk.span.start < statement.span.end);
        match behind.next().filter(|item| item.chunk.kind == ChunkKind::CopyData) {
            Some(item) => Step::Copy { statement: sql, data: script.slice(item.chunk.body.clone()).to_owned() },
            None => Step::Sql(sql),
        }
    }

    fn kept(&self) -> (Vec<Step>, Vec<Finding>) {
        let mut candidates = self.candidates();
        self.mind_references(&mut candidates);
        let mut findings = Vec::new();
        let mut of_table: BTreeMap<Id, Vec<&Kept>> = BTreeMap::new();
        for candidate in &candidates {
            match &candidate.outcome {
                Ok(kept) if kept.is_empty() => {}
                Ok(kept) => of_table.entry(candidate.table).or_default().push(kept),
                Err(why) => findings.push(left_out(candidate.at, &self.schema.print_name(candidate.table), why)),
            }
        }
        findings.extend(self.statements.iter().flat_map(|at| unknown(at)));
        let steps = table_order(self.schema).into_iter().filter_map(|table| Some((table, of_table.get(&table)?)));
        let steps = steps.flat_map(|(table, kept)| kept.iter().map(move |it| Step::Sql(it.write(self.schema, table))));
        (steps.collect(), findings)
    }

    /// Goes through the changes of rows in order.
    fn candidates(&self) -> Vec<Candidate<'a>> {
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        let mut cleared = BTreeSet::new();
        let filled = self.columns_added_with_default();
        let mut filled_tables = BTreeSet::new();
        for at in &self.statements {
            for change in &at.changes {
                self.note_filled(&mut filled_tables, change, at);
                let is_there = |id: &Id| self.schema.get(*id).is_some_and(|it| it.table().is_some());
                let Some(table) = change.table.filter(is_there) else { continue };
                match &change.change {
                    DataChange::Insert(insert) if self.reads_no_rows(&filled_tables, insert, at) => {}
                    DataChange::Insert(insert) => {
                        let outcome = Kept::read(insert, table, &at.schema, self.schema, &filled);
                        candidates.push(Candidate { at, table, outcome });
                        mind_upsert(&mut candidates, insert, table);
                    }
                    DataChange::CopyIn { .. } | DataChange::Merge { .. } => {
                        let why = "they come with COPY or MERGE".to_owned();
                        candidates.push(Candidate { at, table, outcome: Err(why) });
                    }
                    DataChange::Truncate { .. } | DataChange::Delete { filtered: false, .. } => {
                        cleared.extend(Some(table).filter(|_| candidates.iter().any(|it| it.table == table)));
                        candidates.retain(|it| it.table != table);
                    }
                    DataChange::Update { literal, .. } | DataChange::Delete { literal, .. } => {
                        let deletes = matches!(change.change, DataChange::Delete { .. });
                        cleared.extend(Some(table).filter(|_| deletes && candidates.iter().any(|it| it.table == table)));
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
        candidates
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

    /// Rows that refer to rows that are left out are left out.
    fn mind_references(&self, candidates: &mut [Candidate<'_>]) {
        loop {
            let lacking: BTreeSet<Id> = candidates.iter().filter(|it| it.outcome.is_err()).map(|it| it.table).collect();
            let mut changed = false;
            for it in candidates.iter_mut().filter(|it| it.outcome.is_ok()) {
                if let Some(target) = self.targets(it.table).into_iter().find(|target| lacking.contains(target)) {
                    it.outcome = Err(format!("they may refer to rows of {} that are not kept", self.schema.print_name(target)));
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn targets(&self, table: Id) -> Vec<Id> {
        let target = |id: Id| match &self.schema.get(id)?.body {
            Body::Constraint(it) => match it.rule {
                ConstraintRule::ForeignKey { target, .. } if target != table => Some(target),
                _ => None,
            },
            _ => None,
        };
        self.schema.children(table).into_iter().filter_map(target).collect()
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

/// Changes of rows of tables that nobody knows.
fn unknown(at: &RowStatement) -> impl Iterator<Item = Finding> + '_ {
    at.changes.iter().filter_map(|change| match &change.change {
        DataChange::Unknown { what } => Some(left_out(at, &format!("the table that `{what}` means"), "its name is not known")),
        _ => None,
    })
}

fn left_out(at: &RowStatement, table: &str, why: &str) -> Finding {
    Finding::warning("data-not-kept", format!("the rows of {table} are not in the base: {why}"))
        .at(&at.path, at.span.clone())
        .help("put what the application needs of them into a revision of its own, or collapse with --data verbatim")
}

/// Whether a table has a trigger that one of these events runs.
fn has_trigger(schema: &Schema, table: Id, events: &[&str]) -> bool {
    let runs = |object: &Object| match &object.body {
        Body::Trigger(it) => events.iter().any(|event| it.def.text.to_lowercase().contains(event)),
        _ => false,
    };
    schema.children(table).into_iter().filter_map(|id| schema.get(id)).any(runs)
}
