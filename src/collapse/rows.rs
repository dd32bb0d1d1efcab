//! The rows that a history leaves, as far as literal statements tell them.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Outcome};
use super::replayed::Replayed;
use super::{Data, Kept as KeptRows};
use crate::dialect::effect::{DataChange, Effect, Insert, LiteralChange, TableAction};
use crate::dialect::name::Name;
use crate::dialect::script::Script;
use crate::revise::{RowStatement, Step};
use crate::schema::Schema;
use crate::schema::apply::RowChange;
use crate::schema::diff::table_order;
use crate::schema::id::{ColumnId, Id};
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

    fn account(&self, at: &RowStatement, table: Option<Id>, outcome: Outcome) -> Account {
        let unknown = || {
            let what = at.changes.iter().find_map(|it| match &it.change {
                DataChange::Unknown { what } => Some(format!("the table that `{what}` means")),
                _ => None,
            });
            what.unwrap_or_else(|| "an unknown table".to_owned())
        };
        let name = |id: Id| if self.schema.get(id).is_some() { self.schema.print_name(id) } else { at.schema.print_name(id) };
        let brings = |it: &&RowChange| {
            use DataChange::{CopyIn, Insert, Merge, Unknown};
            it.table == table && matches!(it.change, Insert(_) | CopyIn { .. } | Merge { .. } | Unknown { .. })
        };
        Account::new(at, table.map_or_else(unknown, name), outcome, at.changes.iter().any(|it| brings(&it)))
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

    /// What became of each statement, in order.
    fn accounts(&self, course: &Course<'a>, moved: &BTreeSet<Id>) -> Vec<Account> {
        let mut accounts: Vec<(usize, Account)> = Vec::new();
        let place = |at: &RowStatement| self.statements.iter().position(|it| std::ptr::eq(*it, at)).unwrap_or(usize::MAX);
        for it in &course.candidates {
            let outcome = match (course.read.get(&it.table), &it.outcome) {
                (Some(Ok(_)), _) => Outcome::Replayed,
                (Some(Err(why)), _) | (None, Err(why)) => Outcome::Excluded(why.clone()),
                (None, Ok(kept)) if kept.is_empty() => Outcome::Gone("later statements delete them".to_owned()),
                (None, Ok(_)) if it.changed => Outcome::Folded,
                (None, Ok(_)) => Outcome::Kept,
            };
            accounts.push((place(it.at), self.account(it.at, Some(it.table), outcome)));
        }
        for (at, table, known) in &course.others {
            let outcome = known.clone().unwrap_or_else(|| self.other_outcome(course, *table, moved));
            accounts.push((place(at), self.account(at, *table, outcome)));
        }
        accounts.sort_by_key(|(place, _)| *place);
        let mut accounts: Vec<Account> = accounts.into_iter().map(|(_, account)| account).collect();
        for (table, read) in &course.read {
            let table = self.schema.print_name(*table);
            if accounts.iter().all(|it| it.table != table) {
                let outcome = read.as_ref().map_or_else(|why| Outcome::Excluded(why.clone()), |_| Outcome::Replayed);
                accounts.push(Account { place: None, table, outcome, brings: true });
            }
        }
        accounts
    }

    /// What became of a change of rows that other statements brought, or of a sequence.
    fn other_outcome(&self, course: &Course<'a>, table: Option<Id>, moved: &BTreeSet<Id>) -> Outcome {
        let Some(table) = table else {
            return match self.replayed {
                Some(_) => Outcome::Replayed,
                None => Outcome::Excluded("its name is not known".to_owned()),
            };
        };
        if self.schema.get(table).is_none() {
            return Outcome::Gone("the history drops it later".to_owned());
        }
        if self.schema.get(table).is_some_and(|it| matches!(it.body, Body::Sequence(_))) {
            return match (moved.contains(&table), self.replayed) {
                (true, None) => Outcome::Kept,
                (true, Some(_)) => Outcome::Replayed,
                (false, Some(_)) => Outcome::Folded,
                (false, None) => Outcome::Excluded("its position depends on rows that are not kept".to_owned()),
            };
        }
        match course.read.get(&table) {
            Some(Ok(_)) => Outcome::Replayed,
            Some(Err(why)) => Outcome::Excluded(why.clone()),
            None => match course.candidates.iter().find(|it| it.table == table && it.outcome.is_err()) {
                Some(Candidate { outcome: Err(why), .. }) => Outcome::Excluded(why.clone()),
                _ if course.candidates.iter().any(|it| it.table == table) => Outcome::Folded,
                _ => Outcome::Gone("there are no rows that it could change".to_owned()),
            },
        }
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

    /// The sequences that do not stand where they begin, each with the step that brings it there. One that its own rows bring there
    /// needs none.
    fn positions(&self, course: &Course<'a>) -> Vec<(Id, Step)> {
        let Some(replayed) = self.replayed else { return self.told_positions(course) };
        let sequences = replayed.positions.iter().filter(|(sequence, position)| {
            let owner = self.owner(**sequence);
            let own = || course.candidates.iter().filter(|it| Some(it.table) == owner).filter_map(|it| it.outcome.as_ref().ok());
            let is_read = owner.is_some_and(|table| course.read.contains_key(&table));
            let counted: usize = own().filter(|kept| kept.counts).map(Kept::len).sum();
            let is_there = !is_read && i64::try_from(counted) == Ok(position.last - position.start + 1) && position.called;
            !is_there && owner.is_none_or(|table| !course.leaves_out(table))
        });
        let steps = sequences.filter_map(|(id, _)| Some((*id, Step::Sql(replayed.set_position(self.schema, *id)?))));
        steps.collect()
    }

    /// The last statement about each sequence, where it means the same at the end.
    fn told_positions(&self, course: &Course<'a>) -> Vec<(Id, Step)> {
        let mut last: BTreeMap<Id, &RowStatement> = BTreeMap::new();
        for at in &self.statements {
            for change in &at.changes {
                if let (DataChange::SequencePosition { .. }, Some(sequence)) = (&change.change, change.table) {
                    last.insert(sequence, at);
                }
            }
        }
        let is_same = |sequence: Id, at: &RowStatement| {
            let names = |schema: &Schema| {
                let owner = owner(schema, sequence);
                let column = owner.and_then(|(table, column)| schema.column_name(table, column).map(str::to_owned));
                (
                    schema.get(sequence).map(|_| schema.print_name(sequence)),
                    owner.map(|(table, _)| schema.print_name(table)),
                    column,
                )
            };
            let alone = at.changes.iter().all(|it| matches!(it.change, DataChange::SequencePosition { .. }));
            let full = self.owner(sequence).is_none_or(|table| !course.leaves_out(table));
            alone && full && self.schema.get(sequence).is_some() && names(&at.schema) == names(self.schema)
        };
        let kept = last.into_iter().filter(|(sequence, at)| is_same(*sequence, at));
        kept.map(|(sequence, at)| (sequence, self.step(at))).collect()
    }

    fn owner(&self, sequence: Id) -> Option<Id> {
        owner(self.schema, sequence).map(|(table, _)| table)
    }

    /// Goes through the changes of rows in order.
    fn course(&self) -> Course<'a> {
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

/// The table and column that a sequence belongs to.
fn owner(schema: &Schema, sequence: Id) -> Option<(Id, ColumnId)> {
    match &schema.get(sequence)?.body {
        Body::Sequence(it) => it.owned_by,
        _ => None,
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

/// Whether a table has a trigger that one of these events runs.
fn has_trigger(schema: &Schema, table: Id, events: &[&str]) -> bool {
    let runs = |object: &Object| match &object.body {
        Body::Trigger(it) => events.iter().any(|event| it.def.text.to_lowercase().contains(event)),
        _ => false,
    };
    schema.children(table).into_iter().filter_map(|id| schema.get(id)).any(runs)
}
