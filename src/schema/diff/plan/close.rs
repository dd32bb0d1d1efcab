//! What stands in the way: the dependents of everything that is dropped or changed, until nothing new turns up.

use super::Planner;
use crate::dialect::name::Class;
use crate::schema::Schema;
use crate::schema::ddl::columns::is_gentle;
use crate::schema::diff::steps::Step;
use crate::schema::id::{ColumnId, Dependency, Id, Part, Ref};
use crate::schema::object::{Body, Column, ConstraintRule, Object};

impl Planner<'_> {
    /// Looks at the dependents of everything that is dropped or changed, until nothing new turns up.
    pub(super) fn close(&mut self) {
        while let Some(at) = self.queue.pop() {
            for dependent in self.from.dependents(at.id) {
                self.disturbed(dependent, at);
            }
            self.disturbed_self(at);
        }
    }

    /// A table that uses its own row type or checks itself needs nothing; its own column defaults may use a rebuilt type.
    pub(super) fn disturbed_self(&mut self, at: Ref) {
        // A part of an index goes only with the whole.
        if let Some(Body::Index(index)) = self.from.get(at.id).map(|object| &object.body) {
            if let Some(whole) = index.part_of {
                self.recreate_if_kept(whole);
            }
        }
        if at.column.is_some() && self.plan.steps.contains(&Step::DropColumn(at.id, at.column.unwrap_or(ColumnId(0)))) {
            if let Some(column) = at.column {
                self.own_generated(at.id, column);
            }
        }
    }

    pub(super) fn disturbed(&mut self, dependent: Id, by: Ref) {
        let Some(object) = self.from.get(dependent) else { return };
        let hits: Vec<Dependency> = object
            .dependencies()
            .into_iter()
            .filter(|it| it.on.id == by.id && (by.column.is_none() || it.on.column == by.column))
            .collect();
        if hits.is_empty() {
            return;
        }
        match &object.body {
            Body::Type(_) if self.plan.rebuilt_types.contains(&by.id) => {
                if self.to.get(dependent).is_some() {
                    self.rebuild_type(dependent);
                }
            }
            Body::Table(_) | Body::Type(_) => self.disturbed_parts(dependent, &hits, by),
            Body::Sequence(_) | Body::Schema | Body::Extension(_) => {}
            // What a publication holds leaves it by itself.
            Body::Other(it) if it.class == Class::Publication && !self.still_needs(dependent, by) => {}
            // The server rewrites expressions when a type changes, and does not write them back when it changes back.
            Body::Index(index) if by.column.is_some() => {
                if (index.has_expression && self.type_changes(by)) || self.is_dropped(by) {
                    self.recreate_if_kept(dependent);
                }
            }
            Body::Constraint(constraint) if by.column.is_some() => {
                let uses_expression = matches!(constraint.rule, ConstraintRule::Check | ConstraintRule::Exclude);
                let disturbed =
                    if uses_expression { self.type_changes(by) } else { constraint.is_foreign_key() && self.type_is_rough(by) };
                if disturbed || self.is_dropped(by) {
                    self.recreate_if_kept(dependent);
                }
            }
            _ => self.recreate_if_kept(dependent),
        }
    }

    fn still_needs(&self, id: Id, by: Ref) -> bool {
        self.to.get(id).is_some_and(|object| object.dependencies().iter().any(|it| it.on.id == by.id))
    }

    /// A dependent that goes anyway has a step of its own; one that stays is dropped and made again.
    pub(super) fn recreate_if_kept(&mut self, id: Id) {
        if self.to.get(id).is_some() {
            self.recreate(id);
        }
    }

    pub(super) fn type_changes(&self, at: Ref) -> bool {
        at.column.is_some_and(|column| self.plan.steps.contains(&Step::ColumnType(at.id, column)))
    }

    pub(super) fn is_dropped(&self, at: Ref) -> bool {
        at.column.is_some_and(|column| self.plan.steps.contains(&Step::DropColumn(at.id, column)))
    }

    pub(super) fn type_is_rough(&self, at: Ref) -> bool {
        let Some(column) = at.column else { return false };
        if !self.plan.steps.contains(&Step::ColumnType(at.id, column)) {
            return false;
        }
        let find = |schema: &Schema| schema.get(at.id).and_then(Object::table).and_then(|it| it.column_by_id(column).cloned());
        match (find(self.from), find(self.to)) {
            (Some(old), Some(new)) => {
                !is_gentle(&old.ty, &new.ty) || old.ty.user.is_some_and(|ty| self.plan.rebuilt_types.contains(&ty))
            }
            _ => false,
        }
    }

    pub(super) fn disturbed_parts(&mut self, id: Id, hits: &[Dependency], by: Ref) {
        let Some(kept) = self.to.get(id) else { return };
        let kept_columns: Vec<Column> = kept.table().map(|it| it.columns.clone()).unwrap_or_default();
        for hit in hits {
            let Some(column) = hit.part.column() else { continue };
            let Some(now) = kept_columns.iter().find(|it| it.id == column) else { continue };
            match hit.part {
                Part::ColumnType(_) if self.plan.rebuilt_types.contains(&by.id) => self.change_type(id, column),
                Part::ColumnDefault(_) => {
                    self.add(Step::DropDefault(id, column));
                    if now.default.is_some() {
                        self.add(Step::SetDefault(id, column));
                    }
                }
                Part::ColumnGenerated(_) if by.column.is_none() || by.id == id => self.regenerate(id, column),
                _ => {}
            }
        }
    }
}
