//! What the touches tell beside tables and columns: signatures, triggers and policies, labels of enums, properties of columns.

use super::Reader;
use super::touches::{After, Before};
use crate::dialect::effect::{ColumnChange, CreateRoutine, Effect, Grant, GrantTarget, ParamMode};
use crate::dialect::effect::{TableAction, TypeChange, TypeKind, ValuePosition};
use crate::dialect::name::{Class, Name, ObjectName, TypeName};
use crate::order::names::part_label;

/// What is found by a statement that makes something; `replaces`: `OR REPLACE`.
fn before_making(replaces: bool) -> Before {
    if replaces { Before::Any } else { Before::Absent }
}

/// What is found by a statement that makes something unless it is there.
pub(super) fn before_adding(if_not_exists: bool) -> Before {
    if if_not_exists { Before::LikelyAbsent } else { Before::Absent }
}

/// What is found by a statement that takes something away.
fn before_taking(if_exists: bool) -> Before {
    if if_exists { Before::LikelyThere } else { Before::There }
}

impl Reader {
    /// Notes what an effect finds and leaves, where the facts keep nothing else of it.
    pub(super) fn details(&mut self, effect: &Effect) {
        match effect {
            Effect::CreateSchema { name, if_not_exists, .. } => {
                self.comes(Class::Schema, &Name::bare(name.clone()), before_adding(*if_not_exists));
            }
            Effect::CreateExtension { name, if_not_exists, .. } => {
                self.comes(Class::Extension, &Name::bare(name.clone()), before_adding(*if_not_exists));
            }
            Effect::CreateTableAs { name, if_not_exists, temporary: false, .. } => {
                self.comes(Class::Table, name, before_adding(*if_not_exists));
                self.kind("table", name, Before::Any, After::There);
            }
            Effect::CreateSequence { name, if_not_exists, temporary: false, .. } => {
                self.comes(Class::Table, name, before_adding(*if_not_exists));
            }
            Effect::CreateTable(create) if !create.temporary => self.kind("table", &create.name, Before::Any, After::There),
            Effect::Rename { object, to, .. } if object.of.is_none() && object.class == Class::Table => {
                let to = Name { schema: object.name.schema.clone(), name: to.clone() };
                self.kind("table", &object.name, Before::LikelyThere, After::Gone);
                self.kind("table", &to, Before::Any, After::There);
            }
            Effect::CreateView(create) if !create.temporary => {
                self.kind_of_view(&create.name);
                let before = if create.or_replace { Before::Any } else { before_adding(create.if_not_exists) };
                self.comes(Class::View, &create.name, before);
            }
            Effect::CreateDomain(create) => self.comes(Class::Type, &create.name, Before::Absent),
            Effect::CreateType(create) => {
                self.comes(Class::Type, &create.name, Before::Absent);
                if let TypeKind::Enum(values) = &create.kind {
                    values.iter().for_each(|value| self.enum_label(&create.name, value, Before::Any, After::There));
                }
            }
            Effect::AlterType { name, change } => self.type_change(name, change),
            Effect::CreateRoutine(create) => self.routine(create),
            Effect::CreateTrigger(create) => {
                self.part("trigger", &create.table, &create.name, before_making(create.or_replace), After::There);
            }
            Effect::CreatePolicy(create) => {
                self.part("policy", &create.table, &create.name, Before::Absent, After::There);
            }
            Effect::AlterPolicy { table, name, .. } => self.part("policy", table, name, Before::There, After::Same),
            Effect::CreateIndex(create) => self.index(create),
            Effect::CreateOther { object, or_replace, if_not_exists, .. } if object.of.is_none() => {
                let before = if *or_replace { Before::Any } else { before_adding(*if_not_exists) };
                self.comes(object.class, &object.name, before);
            }
            Effect::CreateRule { name, table, or_replace, .. } => {
                self.part("rule", table, name, before_making(*or_replace), After::There);
            }
            Effect::AlterTable { table, if_exists: false, actions } => {
                actions.iter().for_each(|action| self.state(table, action));
            }
            Effect::Drop { objects, if_exists, cascade } => {
                self.facts.cascades |= cascade;
                objects.iter().for_each(|object| self.taken(object, before_taking(*if_exists)));
            }
            Effect::Comment { object, .. } | Effect::SetOwner { object, if_exists: false, .. } => self.told(object),
            Effect::Grant(grant) => self.privileges(grant),
            _ => {}
        }
    }

    /// Relations share their names; some statements want one of a kind.
    fn kind(&mut self, word: &str, name: &Name, before: Before, after: After) {
        let relation = self.name(Class::Table, name);
        self.touch(&relation.replacen("relation", word, 1), Some(&relation), before, after);
    }

    /// A statement that wants a table and no view.
    pub(super) fn is_table(&mut self, name: &Name, before: Before) {
        self.kind("table", name, before, After::Same);
    }

    /// A view takes the name that a table may have had.
    fn kind_of_view(&mut self, name: &Name) {
        self.kind("view", name, Before::Any, After::There);
        self.kind("table", name, Before::Any, After::Gone);
    }

    fn comes(&mut self, class: Class, name: &Name, before: Before) {
        let object = self.name(class, name);
        self.touch(&object, None, before, After::There);
    }

    fn part(&mut self, word: &str, relation: &Name, name: &str, before: Before, after: After) {
        let relation = self.name(Class::Table, relation);
        self.touch(&part_label(word, &relation, name), Some(&relation), before, after);
    }

    fn state(&mut self, table: &Name, action: &TableAction) {
        match action {
            TableAction::AddColumn { .. }
            | TableAction::DropColumn { .. }
            | TableAction::AddConstraint(_)
            | TableAction::DropConstraint { .. }
            | TableAction::ValidateConstraint(_)
            | TableAction::AlterColumn {
                change: ColumnChange::Type { .. } | ColumnChange::SetNotNull | ColumnChange::DropNotNull,
                ..
            } => self.is_table(table, Before::There),
            TableAction::TriggerState { trigger, .. } if trigger != "ALL" && trigger != "USER" => {
                self.needs_part_of("trigger", Class::Trigger, table, trigger);
            }
            TableAction::RuleState { rule, .. } => self.needs_part_of("rule", Class::Rule, table, rule),
            _ => {}
        }
    }

    fn signature(&self, name: &Name, args: impl Iterator<Item = String>) -> String {
        let function = self.name(Class::Function, name);
        format!("{}({})", function.replacen("function", "routine", 1), args.collect::<Vec<_>>().join(","))
    }

    fn routine(&mut self, create: &CreateRoutine) {
        let function = self.name(Class::Function, &create.name);
        self.touch(&function, None, Before::Any, After::There);
        let input = |mode: ParamMode| matches!(mode, ParamMode::In | ParamMode::InOut | ParamMode::Variadic);
        let args = create.params.iter().filter(|param| input(param.mode)).map(|param| type_label(&param.ty));
        let signature = self.signature(&create.name, args);
        self.touch(&signature, Some(&function), before_making(create.or_replace), After::There);
    }

    /// An object that DROP names, where another of its name may be left or it belongs to a relation.
    fn taken(&mut self, object: &ObjectName, before: Before) {
        match (&object.class, &object.of) {
            (Class::Function | Class::Procedure | Class::Routine | Class::Aggregate, _) => {
                let function = self.name(Class::Function, &object.name);
                self.touch(&function, None, before, After::Fewer);
                if let Some(args) = &object.args {
                    let signature = self.signature(&object.name, args.iter().map(type_label));
                    self.touch(&signature, Some(&function), before, After::Gone);
                }
            }
            (Class::Table, None) => self.kind("table", &object.name, before, After::Gone),
            (Class::View | Class::MaterializedView, None) => self.kind("view", &object.name, before, After::Gone),
            (Class::Trigger, Some(of)) => self.part("trigger", of, &object.name.name, before, After::Gone),
            (Class::Policy, Some(of)) => self.part("policy", of, &object.name.name, before, After::Gone),
            (Class::Rule, Some(of)) => self.part("rule", of, &object.name.name, before, After::Gone),
            _ => {}
        }
    }

    /// An object that a statement says something of: it must be there.
    fn told(&mut self, object: &ObjectName) {
        let word = match object.class {
            Class::Column => "column",
            Class::Constraint => "constraint",
            Class::Trigger => "trigger",
            Class::Policy => "policy",
            Class::Table | Class::View | Class::MaterializedView | Class::Sequence | Class::Index | Class::ForeignTable => {
                return self.is_there(object.class, &object.name);
            }
            Class::Function | Class::Procedure | Class::Type | Class::Domain | Class::Schema => {
                return self.is_there(object.class, &object.name);
            }
            _ => return,
        };
        if let Some(of) = &object.of {
            self.is_there(Class::Table, of);
            self.needs_part_of(word, object.class, of, &object.name.name);
        }
    }

    fn is_there(&mut self, class: Class, name: &Name) {
        match class {
            Class::Index => self.needs_part(class, self.name(class, name), None),
            _ => self.needs(class, name),
        }
    }

    /// A trigger, policy, rule, constraint or column that must be there.
    pub(super) fn needs_part_of(&mut self, word: &str, class: Class, relation: &Name, name: &str) {
        let relation = self.name(Class::Table, relation);
        self.needs_part(class, part_label(word, &relation, name), Some(&relation));
    }

    /// A trigger, policy or rule that is made.
    pub(super) fn makes_part_of(&mut self, word: &str, class: Class, relation: &Name, name: &str) {
        let relation = self.name(Class::Table, relation);
        self.makes_part(class, part_label(word, &relation, name), &relation);
    }

    fn privileges(&mut self, grant: &Grant) {
        let GrantTarget::Objects(objects) = &grant.on else { return };
        for object in objects {
            self.told(object);
            for column in grant.privileges.iter().flat_map(|(_, columns)| columns) {
                self.needs_part_of("column", Class::Column, &object.name, column);
            }
        }
    }

    pub(super) fn makes_label(&mut self, ty: &Name, value: &str) {
        let ty = self.name(Class::Type, ty);
        self.makes_part(Class::Type, part_label("label", &ty, value), &ty);
    }

    /// A literal that is to be a value of a type.
    pub(super) fn needs_label(&mut self, ty: &Name, literal: &str) {
        let value = literal.strip_prefix('\'').and_then(|rest| rest.split_once('\''));
        if let (Some((value, _)), false) = (value, crate::schema::is_built_in_type(ty)) {
            let ty = self.name(Class::Type, ty);
            self.needs_part(Class::Type, part_label("label", &ty, value), Some(&ty));
        }
    }

    /// What ALTER TYPE does to the labels of an enum.
    pub(super) fn labels(&mut self, ty: &Name, change: &TypeChange) {
        let own = self.name(Class::Type, ty);
        let label = |value: &String| part_label("label", &own, value);
        match change {
            TypeChange::AddValue { value, position, .. } => {
                if let Some(ValuePosition::Before(near) | ValuePosition::After(near)) = position {
                    self.needs_part(Class::Type, label(near), Some(&own));
                }
                self.makes_label(ty, value);
            }
            TypeChange::RenameValue { from, to } => {
                self.needs_part(Class::Type, label(from), Some(&own));
                self.makes_label(ty, to);
            }
            _ => {}
        }
    }

    fn enum_label(&mut self, ty: &Name, value: &str, before: Before, after: After) {
        let ty = self.name(Class::Type, ty);
        self.touch(&part_label("label", &ty, value), Some(&ty), before, after);
    }

    fn type_change(&mut self, ty: &Name, change: &TypeChange) {
        match change {
            TypeChange::AddValue { value, if_not_exists, position } => {
                let neighbour = position.as_ref().map(|it| match it {
                    ValuePosition::Before(value) | ValuePosition::After(value) => value,
                });
                neighbour.into_iter().for_each(|it| self.enum_label(ty, it, Before::There, After::Same));
                self.enum_label(ty, value, before_adding(*if_not_exists), After::There);
            }
            TypeChange::RenameValue { from, to } => {
                self.enum_label(ty, from, Before::There, After::Gone);
                self.enum_label(ty, to, Before::Absent, After::There);
            }
            _ => {}
        }
    }
}

fn type_label(ty: &TypeName) -> String {
    format!("{}{}", ty.name, if ty.dimensions > 0 { "[]" } else { "" })
}
