//! The rows that a history leaves, as far as literal statements tell them.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Outcome;
use super::replayed::Replayed;
use super::{Data, Kept as KeptRows};
use crate::dialect::effect::LiteralChange;
use crate::dialect::script::Script;
use crate::revise::{RowStatement, Step};
use crate::schema::Schema;
use crate::schema::diff::table_order;
use crate::schema::id::Id;
use crate::schema::object::{Body, ConstraintRule, Object};
use crate::split::ChunkKind;

mod accounts;
mod course;
mod insert;
mod positions;

use insert::Kept;

/// What is needed to know what becomes of rows.
pub struct Rows<'a> {
    pub scripts: &'a [Script],
    /// The statements that change rows, in order.
    pub statements: Vec<&'a RowStatement>,
    /// The schema that the rows must fit in the end.
    pub schema: &'a Schema,
    /// Some statement could not be followed: any table may have rows.
    pub uncertain: bool,
    /// What a replay left, where there was one.
    pub replayed: Option<&'a Replayed>,
}

/// A statement with rows, and whether they can be kept.
struct Candidate<'a> {
    at: &'a RowStatement,
    table: Id,
    outcome: Result<Kept, String>,
    /// Later statements changed the rows.
    changed: bool,
}

/// What becomes of the statements that change rows.
#[derive(Default)]
struct Course<'a> {
    candidates: Vec<Candidate<'a>>,
    /// What became of statements that bring no rows: the statement, its table, and the outcome where it is known already.
    others: Vec<(&'a RowStatement, Option<Id>, Option<Outcome>)>,
    /// Tables whose rows are read from a replay, with the statements that bring them, or why they are not.
    read: BTreeMap<Id, Result<Vec<String>, String>>,
}

impl Course<'_> {
    /// Whether some rows of a table are left out.
    fn leaves_out(&self, table: Id) -> bool {
        match self.read.get(&table) {
            Some(read) => read.is_err(),
            None => self.candidates.iter().any(|it| it.table == table && it.outcome.is_err()),
        }
    }
}

impl Candidate<'_> {
    /// Changes the rows as a later statement does.
    ///
    /// # Errors
    /// Why it is not known which rows it changes, or what else happens.
    fn change(&mut self, literal: Option<&LiteralChange>, by: &RowStatement) -> Result<(), String> {
        let Ok(kept) = &mut self.outcome else { return Ok(()) };
        self.changed = true;
        let folded = literal
            .filter(|_| !has_trigger(&by.schema, self.table, &["update", "delete"]))
            .and_then(|it| kept.change(it, self.table, &by.schema));
        folded.ok_or_else(|| format!("line {} of {} changes rows of the table", by.line, by.path))
    }
}

impl<'a> Rows<'a> {
    /// The steps that bring the rows back, and what became of each statement.
    pub fn steps(&self, data: Data) -> KeptRows {
        match data {
            Data::SchemaOnly => self.none(),
            Data::Verbatim => self.verbatim(),
            Data::Keep => self.kept(),
        }
    }

    fn none(&self) -> KeptRows {
        let why = || Outcome::Excluded("--data schema-only".to_owned());
        let accounts = self.statements.iter().flat_map(|at| at.changes.iter().map(move |it| self.account(at, it.table, why())));
        KeptRows { steps: Vec::new(), accounts: accounts.collect() }
    }

    fn verbatim(&self) -> KeptRows {
        let mut kept = KeptRows::default();
        for statement in &self.statements {
            let gone = statement.changes.iter().find_map(|it| it.table.filter(|id| self.schema.get(*id).is_none()));
            let outcome = if gone.is_some() {
                Outcome::Excluded("the history drops it later".to_owned())
            } else {
                kept.steps.push(self.step(statement));
                Outcome::Kept
            };
            let table = gone.or_else(|| statement.changes.iter().find_map(|it| it.table));
            kept.accounts.push(self.account(statement, table, outcome));
        }
        kept
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

    fn kept(&self) -> KeptRows {
        let mut course = self.course();
        self.read_replayed(&mut course);
        self.mind_references(&mut course);
        let mut steps = Vec::new();
        for table in table_order(self.schema) {
            match course.read.get(&table) {
                Some(Ok(inserts)) => steps.extend(inserts.iter().cloned().map(Step::Sql)),
                Some(Err(_)) => {}
                None => {
                    let own = course.candidates.iter().filter(|it| it.table == table);
                    let rows = own.filter_map(|it| it.outcome.as_ref().ok()).filter(|kept| !kept.is_empty());
                    steps.extend(rows.map(|it| Step::Sql(it.write(self.schema, table))));
                }
            }
        }
        let moved = self.positions(&course);
        steps.extend(moved.iter().map(|(_, step)| step.clone()));
        let moved: BTreeSet<Id> = moved.into_iter().map(|(sequence, _)| sequence).collect();
        KeptRows { steps, accounts: self.accounts(&course, &moved) }
    }

    /// Takes from the replay what the text does not tell.
    fn read_replayed(&self, course: &mut Course<'a>) {
        let Some(replayed) = self.replayed else { return };
        for table in replayed.tables.keys() {
            let own: Vec<&Candidate<'_>> = course.candidates.iter().filter(|it| it.table == *table).collect();
            let told: Option<usize> = own.iter().map(|it| it.outcome.as_ref().ok().map(Kept::len)).sum();
            let nothing = own.is_empty() && replayed.count(*table) == Some(0);
            if !nothing && (told.is_none() || told != replayed.count(*table)) {
                course.read.insert(*table, replayed.inserts(self.schema, *table));
            }
        }
    }

    /// Rows that refer to rows that are left out are left out.
    fn mind_references(&self, course: &mut Course<'a>) {
        let has_rows = |course: &Course<'_>, table: Id| match course.read.get(&table) {
            Some(Ok(inserts)) => !inserts.is_empty(),
            Some(Err(_)) => false,
            None => course.candidates.iter().any(|it| it.table == table && it.outcome.is_ok()),
        };
        loop {
            let tables: BTreeSet<Id> = course.candidates.iter().map(|it| it.table).chain(course.read.keys().copied()).collect();
            let lacking: BTreeSet<Id> = tables.iter().copied().filter(|table| course.leaves_out(*table)).collect();
            let spoiled: Vec<(Id, String)> = tables
                .into_iter()
                .filter(|table| has_rows(course, *table))
                .filter_map(|table| {
                    let target = self.targets(table).into_iter().find(|target| lacking.contains(target))?;
                    Some((table, format!("they may refer to rows of {} that are not kept", self.schema.print_name(target))))
                })
                .collect();
            if spoiled.is_empty() {
                return;
            }
            for (table, why) in spoiled {
                if let Some(read) = course.read.get_mut(&table) {
                    *read = Err(why);
                    continue;
                }
                let own = course.candidates.iter_mut().filter(|it| it.table == table && it.outcome.is_ok());
                own.for_each(|it| it.outcome = Err(why.clone()));
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
}

/// Whether a table has a trigger that one of these events runs.
fn has_trigger(schema: &Schema, table: Id, events: &[&str]) -> bool {
    let runs = |object: &Object| match &object.body {
        Body::Trigger(it) => events.iter().any(|event| it.def.text.to_lowercase().contains(event)),
        _ => false,
    };
    schema.children(table).into_iter().filter_map(|id| schema.get(id)).any(runs)
}
