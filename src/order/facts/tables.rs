//! CREATE TABLE and the actions of ALTER TABLE.

use super::touches::{After, Before};
use super::{Event, Reader};
use crate::dialect::effect::{ColumnChange, ConstraintKind, CreateTable, TableAction};
use crate::dialect::name::{Class, Name};
use crate::order::names::{column_label, part_label};

impl Reader {
    pub(super) fn table(&mut self, create: &CreateTable) {
        let object = self.name(Class::Table, &create.name);
        if create.if_not_exists {
            self.touch(&object, None, Before::LikelyAbsent, After::There);
        } else {
            self.fresh(object);
        }
        self.makes(Class::Table, &create.name);
        let relation = self.name(Class::Table, &create.name);
        let likes = create.likes.iter().map(|like| &like.table);
        for parent in create.inherits.iter().chain(create.partition_of.iter().map(|(parent, _)| parent)).chain(likes) {
            self.needs(Class::Table, parent);
            let from = self.name(Class::Table, parent);
            self.facts.events.push(Event::Copied { from, to: relation.clone() });
        }
        if create.of_type.is_some() {
            self.facts.events.push(Event::Vague(relation.clone()));
        }
        for column in &create.columns {
            self.column(column, &relation);
            if column.serial {
                let sequence =
                    Name { schema: create.name.schema.clone(), name: format!("{}_{}_seq", create.name.name, column.name) };
                self.makes(Class::Sequence, &sequence);
            }
        }
        for constraint in &create.constraints {
            if let ConstraintKind::ForeignKey { target, .. } = &constraint.kind {
                self.needs(Class::Table, target);
            }
            self.constraint(constraint, &relation);
        }
    }

    pub(super) fn action(&mut self, action: &TableAction, relation: &str) {
        match action {
            TableAction::AddColumn { column, if_not_exists } => {
                let label = column_label(relation, &column.name);
                if *if_not_exists {
                    self.touch(&label, Some(relation), Before::LikelyAbsent, After::There);
                } else {
                    self.fresh(label);
                }
                self.column(column, relation);
            }
            TableAction::DropColumn { name, if_exists, .. } => {
                if !if_exists {
                    self.needs_columns(relation, [name]);
                }
                self.part_goes(column_label(relation, name), relation);
            }
            TableAction::AddConstraint(constraint) => self.constraint(constraint, relation),
            TableAction::DropConstraint { name, if_exists, .. } => {
                let label = part_label("constraint", relation, name);
                if !if_exists {
                    self.needs_part(Class::Constraint, label.clone(), Some(relation));
                }
                self.part_goes(label, relation);
            }
            TableAction::ValidateConstraint(name) => {
                let label = part_label("constraint", relation, name);
                self.needs_part(Class::Constraint, label.clone(), Some(relation));
                self.touch(&part_label("unproven", relation, name), Some(&label), Before::LikelyThere, After::Gone);
            }
            TableAction::AlterConstraint { name, .. } => {
                self.needs_part(Class::Constraint, part_label("constraint", relation, name), Some(relation));
            }
            TableAction::Inherit(name) | TableAction::AttachPartition { partition: name, .. } => self.needs(Class::Table, name),
            TableAction::AlterColumn { name, change } => {
                self.needs_columns(relation, [name]);
                self.property(relation, name, change);
                match change {
                    ColumnChange::Type { ty, .. } => {
                        self.needs_type(&ty.ty.name);
                        self.holds_anew(&ty.ty, relation, name);
                    }
                    ColumnChange::SetDefault(wording) => self.wording(wording),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
