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
        if let Some(ty) = &create.of_type {
            self.needs(Class::Type, ty);
            self.facts.events.push(Event::Vague(relation.clone()));
        }
        if let Some((server, _)) = &create.foreign {
            self.needs(Class::Server, &Name::bare(server.clone()));
        }
        let has_own_columns_only = create.inherits.is_empty() && create.likes.is_empty();
        if has_own_columns_only && create.partition_of.is_none() && create.of_type.is_none() && !create.if_not_exists {
            self.closed.insert(relation.clone());
        } else {
            self.keys_change(&relation);
        }
        for column in &create.columns {
            self.column(column, &relation);
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
            TableAction::Inherit(name) | TableAction::AttachPartition { partition: name, .. } => {
                self.closed.remove(relation);
                self.keys_change(relation);
                self.needs(Class::Table, name);
            }
            TableAction::ClusterOn(Some(index)) | TableAction::ReplicaIdentityIndex(index) => self.needs_index(relation, index),
            TableAction::OfType(Some(ty)) => self.needs(Class::Type, ty),
            TableAction::AlterColumn { name, change } => {
                self.needs_columns(relation, [name]);
                self.property(relation, name, change);
                match change {
                    ColumnChange::Type { ty, collation, using } => {
                        self.needs_type(&ty.ty.name);
                        self.holds_anew(&ty.ty, relation, name);
                        for wording in collation.iter().chain(using) {
                            self.wording(wording);
                            self.columns_in(wording, Some(relation));
                        }
                    }
                    ColumnChange::SetDefault(wording) => self.wording(wording),
                    ColumnChange::SetExpression(wording) => {
                        self.wording(wording);
                        self.columns_in(wording, Some(relation));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// The sequence that a column of a relation brings.
    pub(super) fn makes_sequence(&mut self, relation: &str, column: &str) {
        let (schema, table) = match relation.trim_start_matches("relation ").rsplit_once('.') {
            Some((schema, table)) => (Some(schema.to_owned()), table),
            None => (Some("public".to_owned()).filter(|_| self.path.is_some()), relation.trim_start_matches("relation ")),
        };
        self.makes(Class::Sequence, &Name { schema, name: format!("{table}_{column}_seq") });
    }

    /// An index has its place in the schema of its relation.
    pub(super) fn needs_index(&mut self, relation: &str, index: &str) {
        let place = relation.rfind('.').map_or("relation ", |dot| relation.split_at(dot + 1).0);
        self.needs_part(Class::Index, format!("{place}{index}"), None);
    }
}
