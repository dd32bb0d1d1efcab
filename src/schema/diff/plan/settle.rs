//! Takes out the steps that other steps bring about.

use super::Planner;
use crate::schema::Schema;
use crate::schema::diff::steps::Step;
use crate::schema::id::Id;
use crate::schema::object::{Body, ConstraintRule, Object};

impl Planner<'_> {
    /// Takes out the steps that other steps bring about.
    pub(super) fn settle(&mut self) {
        self.settle_drops();
        self.settle_creates();
        self.settle_columns();
        self.settle_types();
    }

    pub(super) fn settle_drops(&mut self) {
        let drops: Vec<Id> =
            self.plan.steps.iter().filter_map(|step| if let Step::Drop(id) = step { Some(*id) } else { None }).collect();
        for id in drops {
            let Some(object) = self.from.get(id) else { continue };
            let with_table = object
                .relation()
                .is_some_and(|table| self.plan.steps.contains(&Step::Drop(table)) && !self.may_close_a_circle(object, table));
            let with_column = match &object.body {
                Body::Sequence(sequence) => sequence.owned_by.is_some_and(|(table, column)| {
                    self.plan.steps.contains(&Step::Drop(table))
                        || self.plan.steps.contains(&Step::DropColumn(table, column))
                        || sequence.identity
                }),
                Body::Index(index) if index.part_of.is_some_and(|whole| self.plan.steps.contains(&Step::Drop(whole))) => true,
                Body::Index(_) | Body::Constraint(_) if self.to.get(id).is_none() => self.loses_column(object),
                _ => false,
            };
            if with_table || with_column {
                self.plan.steps.remove(&Step::Drop(id));
                self.plan.implicit_drops.insert(id);
            }
        }
    }

    /// What belongs to one table and needs a younger one: where the tables refer to each other, neither can be dropped before it.
    pub(super) fn may_close_a_circle(&self, object: &Object, table: Id) -> bool {
        let is_dropped = |id: Id| id > table && self.plan.steps.contains(&Step::Drop(id));
        match &object.body {
            Body::Constraint(it) => match it.rule {
                ConstraintRule::ForeignKey { target, .. } => is_dropped(target),
                _ => false,
            },
            Body::Policy(_) | Body::Rule(_) | Body::Trigger(_) => object.dependencies().iter().any(|it| {
                let relation = self.from.get(it.on.id).map(|on| &on.body);
                matches!(relation, Some(Body::Table(_) | Body::View(_))) && is_dropped(it.on.id)
            }),
            _ => false,
        }
    }

    /// An index or constraint goes with any of its columns.
    pub(super) fn loses_column(&self, object: &Object) -> bool {
        let Some(table) = object.relation() else { return false };
        if matches!(&object.body, Body::Constraint(it) if it.has_index()) && !self.from.dependents_of_key(object).is_empty() {
            return false;
        }
        object.dependencies().iter().any(|it| {
            it.auto
                && it.on.id == table
                && it.on.column.is_some_and(|column| self.plan.steps.contains(&Step::DropColumn(table, column)))
        })
    }

    pub(super) fn settle_creates(&mut self) {
        let creates: Vec<Id> =
            self.plan.steps.iter().filter_map(|step| if let Step::Create(id) = step { Some(*id) } else { None }).collect();
        for id in creates {
            let Some(object) = self.to.get(id) else { continue };
            let Body::Sequence(sequence) = &object.body else { continue };
            let Some((table, column)) = sequence.owned_by else { continue };
            let new_column =
                self.plan.steps.contains(&Step::Create(table)) || self.plan.steps.contains(&Step::AddColumn(table, column));
            let facts = self.to.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column));
            let serial = facts.is_some_and(|it| crate::schema::ddl::columns::serial_word(self.to, table, it).is_some());
            if sequence.identity || (new_column && serial) {
                self.plan.steps.remove(&Step::Create(id));
                self.plan.implicit_creates.insert(id);
            } else {
                self.plan.steps.insert(Step::Own(id));
            }
        }
    }

    /// Steps about columns that are dropped or made anew.
    pub(super) fn settle_columns(&mut self) {
        let steps = self.plan.steps.clone();
        let table_gone = |id: &Id| steps.contains(&Step::Drop(*id)) || steps.contains(&Step::Create(*id));
        self.plan.steps.retain(|step| match step {
            Step::DropDefault(id, c)
            | Step::SetDefault(id, c)
            | Step::ColumnType(id, c)
            | Step::ColumnSettings(id, c)
            | Step::RenameColumn(id, c) => {
                !table_gone(id) && !steps.contains(&Step::DropColumn(*id, *c)) && !steps.contains(&Step::AddColumn(*id, *c))
            }
            Step::Rename(id) | Step::Move(id) | Step::Attributes(id) => !steps.contains(&Step::Drop(*id)),
            Step::Alter(id) => !steps.contains(&Step::Drop(*id)) && !steps.contains(&Step::Create(*id)),
            _ => true,
        });
    }

    /// A type that goes while another takes its name is renamed away first.
    pub(super) fn settle_types(&mut self) {
        let drops: Vec<Id> =
            self.plan.steps.iter().filter_map(|step| if let Step::Drop(id) = step { Some(*id) } else { None }).collect();
        for id in drops {
            let Some(object) = self.from.get(id) else { continue };
            let taken = matches!(object.body, Body::Type(_))
                && self
                    .to
                    .keys(object)
                    .iter()
                    .any(|key| self.to.find(key).is_some_and(|other| self.plan.steps.contains(&Step::Create(other))));
            if taken {
                self.plan.steps.remove(&Step::Drop(id));
                self.plan.steps.extend([Step::TypeAway(id), Step::TypeGone(id)]);
            }
        }
    }
}

impl Schema {
    /// Foreign keys that rely on a key and are not its own table's children only.
    fn dependents_of_key(&self, key: &Object) -> Vec<Id> {
        let id = key.relation().and_then(|table| self.find(&crate::schema::Key::Constraint(table, key.name.clone())));
        id.map(|id| self.dependents(id)).unwrap_or_default()
    }
}
