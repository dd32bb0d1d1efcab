//! Where sequences stand at the end.

use std::collections::BTreeMap;

use super::insert::Kept;
use super::{Course, Rows};
use crate::dialect::effect::DataChange;
use crate::revise::{RowStatement, Step};
use crate::schema::Schema;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::Body;

impl<'a> Rows<'a> {
    /// The sequences that do not stand where they begin, each with the step that brings it there. One that its own rows bring there
    /// needs none.
    pub(super) fn positions(&self, course: &Course<'a>) -> Vec<(Id, Step)> {
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
}

/// The table and column that a sequence belongs to.
fn owner(schema: &Schema, sequence: Id) -> Option<(Id, ColumnId)> {
    match &schema.get(sequence)?.body {
        Body::Sequence(it) => it.owned_by,
        _ => None,
    }
}
