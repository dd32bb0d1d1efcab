//! What must be done, in no order yet.
//!
//! Starts from the objects that differ and adds what stands in the way: views over a column whose type changes, foreign keys on a
//! key that is made anew, defaults that use a type that is rebuilt. Whatever is dropped for that reason is made again.

mod close;
mod same;
mod settle;
mod tables;
pub use tables::foreign_keys;

use std::collections::BTreeSet;

use super::steps::Step;
use crate::schema::Schema;
use crate::schema::id::{Id, Ref};
use crate::schema::object::{Body, Object, Place};

/// The steps of a difference, and what the other parts of the differ need to know about them.
#[derive(Debug, Default)]
pub struct Plan {
    pub steps: BTreeSet<Step>,
    /// Objects that go away together with another (a table's indexes, a serial's sequence): no step of their own.
    pub implicit_drops: BTreeSet<Id>,
    /// Sequences that come with their column.
    pub implicit_creates: BTreeSet<Id>,
    /// Enums that are rebuilt.
    pub rebuilt_types: BTreeSet<Id>,
}

/// Finds the steps.
pub fn plan(from: &Schema, to: &Schema) -> Plan {
    let mut planner = Planner { from, to, plan: Plan::default(), queue: Vec::new() };
    for (id, old, new) in from.changed(to) {
        match (old, new) {
            (Some(_), None) => planner.removed(id),
            (None, Some(_)) => planner.added(id),
            (Some(old), Some(new)) => planner.altered(id, old, new),
            (None, None) => {}
        }
    }
    planner.close();
    planner.settle();
    planner.plan
}

struct Planner<'a> {
    from: &'a Schema,
    to: &'a Schema,
    plan: Plan,
    /// What is dropped or changed so that its dependents must be looked at.
    queue: Vec<Ref>,
}

impl Planner<'_> {
    fn add(&mut self, step: Step) -> bool {
        self.plan.steps.insert(step)
    }

    fn removed(&mut self, id: Id) {
        if Self::is_temporary(self.from, id) {
            return;
        }
        self.add(Step::Drop(id));
        self.queue.push(Ref::whole(id));
    }

    fn added(&mut self, id: Id) {
        if !Self::is_temporary(self.to, id) {
            self.add(Step::Create(id));
        }
    }

    fn is_temporary(schema: &Schema, id: Id) -> bool {
        use crate::schema::object::TableKind;
        let table = |id: Id| matches!(schema.get(id).map(|it| &it.body), Some(Body::Table(t)) if t.kind == TableKind::Temporary);
        let owner = match schema.get(id).map(|it| &it.body) {
            Some(Body::Sequence(sequence)) if sequence.temporary => return true,
            Some(Body::Sequence(sequence)) => sequence.owned_by.map(|(table, _)| table),
            _ => schema.get(id).and_then(Object::relation),
        };
        table(id) || owner.is_some_and(table)
    }

    /// Drops an object and makes it again.
    fn recreate(&mut self, id: Id) {
        if self.to.get(id).is_none() {
            self.removed(id);
            return;
        }
        if self.add(Step::Drop(id)) {
            self.add(Step::Create(id));
            self.queue.push(Ref::whole(id));
        }
    }

    fn altered(&mut self, id: Id, old: &Object, new: &Object) {
        if self.must_recreate(old, new) || self.changes_owner_in_vain(old, new) {
            self.recreate(id);
            return;
        }
        if old.name != new.name {
            self.add(Step::Rename(id));
        }
        if old.place != new.place && matches!(new.place, Place::Schema(_)) {
            self.add(Step::Move(id));
        }
        if old.comment != new.comment || old.labels != new.labels || old.owner != new.owner || old.acl != new.acl {
            self.add(Step::Attributes(id));
        }
        match (&old.body, &new.body) {
            (Body::Table(a), Body::Table(b)) => self.table(id, a, b),
            (Body::Type(a), Body::Type(b)) if a != b => self.user_type(id, &a.body, &b.body),
            (Body::Sequence(a), Body::Sequence(b)) => {
                if a.owned_by != b.owned_by {
                    self.add(Step::Own(id));
                }
                if a.facts != b.facts || a.unlogged != b.unlogged {
                    self.add(Step::Alter(id));
                }
            }
            (Body::Constraint(a), Body::Constraint(b)) if a.index_comment != b.index_comment => {
                self.add(Step::Attributes(id));
                if !self.says_the_same(old, new) {
                    self.add(Step::Alter(id));
                }
            }
            (Body::View(a), Body::View(b)) => {
                for ((column, old), (_, new)) in a.columns.iter().zip(&b.columns) {
                    if old != new {
                        self.add(Step::RenameColumn(id, *column));
                    }
                }
                if a.column_comments != b.column_comments {
                    self.add(Step::Attributes(id));
                }
                if a.options != b.options || a.altered != b.altered {
                    self.add(Step::Alter(id));
                }
            }
            (a, b) if a != b && !self.says_the_same(old, new) => {
                self.add(Step::Alter(id));
            }
            _ => {}
        }
    }

    /// A sequence whose owner goes and whose next owner is not there yet: it cannot wait for it.
    fn changes_owner_in_vain(&self, old: &Object, new: &Object) -> bool {
        match (&old.body, &new.body) {
            (Body::Sequence(a), Body::Sequence(b)) => match (a.owned_by, b.owned_by) {
                (Some((old, _)), Some((new, _))) => self.to.get(old).is_none() && self.from.get(new).is_none(),
                _ => false,
            },
            _ => false,
        }
    }
}
