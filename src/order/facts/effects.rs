//! What each effect makes, changes and needs.

use super::{Event, Reader};
use crate::dialect::Provided;
use crate::dialect::effect::{Effect, SequenceOptions, TypeKind};
use crate::dialect::name::{Class, Name};
use crate::dialect::wording::Wording;
use crate::order::names::label;

impl Reader {
    pub(super) fn effect(&mut self, effect: &Effect) {
        self.details(effect);
        self.roles(effect);
        match effect {
            Effect::CreateSchema { name, .. } => self.makes(Class::Schema, &Name::bare(name.clone())),
            Effect::CreateExtension { name, schema, brings, .. } => self.extension(name, schema.as_deref(), brings),
            Effect::CreateTable(create) if !create.temporary => self.table(create),
            // Gone with the session, and no object of the history.
            Effect::CreateTable(create) => {
                self.made.insert(self.name(Class::Table, &create.name));
            }
            Effect::CreateTableAs { name, wording, temporary: true, .. } => {
                self.wording(wording);
                self.made.insert(self.name(Class::Table, name));
            }
            Effect::CreateView(create) if create.temporary => {
                self.made.insert(self.name(Class::View, &create.name));
            }
            Effect::CreateTableAs { name, wording, temporary: false, columns, .. } => {
                self.wording(wording);
                self.columns_in(wording, None);
                self.makes(Class::Table, name);
                let relation = self.name(Class::Table, name);
                columns.iter().flatten().for_each(|column| self.makes_column(&relation, column));
                if columns.iter().any(Option::is_none) {
                    self.facts.events.push(Event::Vague(relation));
                }
            }
            Effect::AlterTable { table, if_exists, actions } => {
                self.changes(Class::Table, table, *if_exists);
                let relation = self.name(Class::Table, table);
                let parts = self.facts.parts_needed.len();
                let outer = self.is_tentative;
                self.is_tentative |= if_exists;
                actions.iter().for_each(|action| self.action(action, &relation));
                self.is_tentative = outer;
                if *if_exists {
                    self.facts.parts_needed.truncate(parts);
                }
            }
            Effect::CreateIndex(create) => {
                self.changes(Class::Table, &create.table, false);
                self.wording(&create.wording);
                let relation = self.name(Class::Table, &create.table);
                self.columns_in(&create.wording, Some(&relation));
                if let Some(name) = &create.name {
                    if !create.if_not_exists {
                        let name = Name { schema: create.table.schema.clone(), name: name.clone() };
                        let object = self.name(Class::Index, &name);
                        self.fresh(object);
                    }
                    self.makes(Class::Index, &Name { schema: create.table.schema.clone(), name: name.clone() });
                }
            }
            Effect::CreateSequence { name, options, .. } => {
                self.makes(Class::Sequence, name);
                self.owned_by(options);
            }
            Effect::AlterSequence { name, if_exists, options } => {
                self.changes(Class::Sequence, name, *if_exists);
                self.owned_by(options);
            }
            Effect::CreateType(create) => {
                self.wording(&create.wording);
                self.makes(Class::Type, &create.name);
                if let TypeKind::Enum(values) = &create.kind {
                    values.iter().for_each(|value| self.makes_label(&create.name, value));
                }
            }
            Effect::AlterType { name, change } => {
                self.changes(Class::Type, name, false);
                self.labels(name, change);
            }
            Effect::AlterDomain { name, .. } => self.changes(Class::Type, name, false),
            Effect::CreateDomain(create) => {
                self.needs_type(&create.ty.ty.name);
                self.makes(Class::Type, &create.name);
            }
            Effect::CreateView(create) => {
                self.wording(&create.wording);
                self.columns_in(&create.wording, None);
                self.beside_star(&create.columns, &create.wording);
                let relation = self.name(Class::View, &create.name);
                self.facts.events.push(Event::Vague(relation));
                self.makes(if create.materialized { Class::MaterializedView } else { Class::View }, &create.name);
            }
            Effect::CreateRoutine(create) => {
                self.types(create.params.iter().map(|param| &param.ty));
                self.wording(&create.wording);
                self.columns_in(&create.wording, None);
                self.makes(if create.class == Class::Aggregate { Class::Aggregate } else { Class::Function }, &create.name);
            }
            Effect::CreateTrigger(create) => {
                self.changes(Class::Table, &create.table, false);
                self.needs(Class::Function, &create.function);
                self.of_table(&create.table, &create.wording);
                self.makes_part_of("trigger", Class::Trigger, &create.table, &create.name);
            }
            Effect::CreatePolicy(create) => {
                self.changes(Class::Table, &create.table, false);
                create.using.iter().chain(&create.check).for_each(|wording| self.of_table(&create.table, wording));
                self.makes_part_of("policy", Class::Policy, &create.table, &create.name);
            }
            Effect::AlterPolicy { table, name, using, check, .. } => {
                self.changes(Class::Table, table, false);
                using.iter().chain(check).for_each(|wording| self.of_table(table, wording));
                self.needs_part_of("policy", Class::Policy, table, name);
            }
            Effect::CreateRule { name, table, wording, .. } => {
                self.changes(Class::Table, table, false);
                self.of_table(table, wording);
                self.makes_part_of("rule", Class::Rule, table, name);
            }
            Effect::CreateOther { object, wording, .. } if object.of.is_none() => {
                self.wording(wording);
                self.makes(object.class, &object.name);
            }
            Effect::BodyChecks(are_checked) => self.bodies_unchecked = !are_checked,
            Effect::Call { routine, .. } => {
                self.needs(Class::Function, routine);
                self.facts.opaque = true;
            }
            Effect::Drop { objects, if_exists, .. } => self.drops(objects, *if_exists),
            Effect::Rename { object, if_exists, to } => self.renames(object, *if_exists, to),
            Effect::SetSchema { object, if_exists, to } if object.of.is_none() => {
                let to = Name { schema: Some(to.clone()), name: object.name.name.clone() };
                self.moves(object.class, &object.name, *if_exists, &to);
            }
            Effect::SearchPath { path, .. } => {
                let mut schemas = path.iter().flatten().filter(|name| *name != "$user");
                self.path = schemas.next().filter(|name| *name != "public").cloned();
                self.path_goes_on = schemas.next().is_some();
            }
            Effect::Data(change) => self.rows(change),
            Effect::Block { otherwise, .. } => otherwise.iter().for_each(|effect| self.effect(effect)),
            Effect::Guarded(effects) | Effect::Conditional(effects) => self.conditionally(effects),
            Effect::Within { schema, effects } => self.within(schema, effects),
            Effect::Opaque { .. } => self.facts.opaque = true,
            _ => {}
        }
    }

    /// What an extension brings may be named with its schema or without, as the search path wants it.
    fn extension(&mut self, name: &str, schema: Option<&str>, brings: &[Provided]) {
        self.makes(Class::Extension, &Name::bare(name));
        if let Some(schema) = schema {
            self.needs(Class::Schema, &Name::bare(schema));
        }
        let of = label(Class::Extension, &Name::bare(name));
        for (class, name) in brings.iter().filter(|(class, _)| *class != Class::Index) {
            let bare = Name::bare(name.clone());
            let qualified = schema.map(|schema| label(*class, &Name::qualified(schema, name.clone())));
            for object in qualified.into_iter().chain([self.name(*class, &bare), label(*class, &bare)]) {
                if !self.made.contains(&object) {
                    self.makes_part(*class, object, &of);
                }
            }
        }
    }

    /// The wording of what belongs to a table.
    fn of_table(&mut self, table: &Name, wording: &Wording) {
        self.wording(wording);
        let relation = self.name(Class::Table, table);
        self.columns_in(wording, Some(&relation));
    }

    fn owned_by(&mut self, options: &SequenceOptions) {
        if let Some(Some((table, column))) = &options.owned_by {
            self.needs(Class::Table, table);
            let relation = self.name(Class::Table, table);
            self.needs_columns(&relation, [column]);
        }
    }

    /// What stands under a condition may not run: it makes things, and needs nothing for sure.
    pub(super) fn conditionally(&mut self, effects: &[Effect]) {
        let (needs, parts, events) = (self.facts.needs.len(), self.facts.parts_needed.len(), self.facts.events.len());
        let outer = std::mem::replace(&mut self.is_tentative, true);
        effects.iter().for_each(|effect| self.effect(effect));
        self.is_tentative = outer;
        self.facts.needs.truncate(needs);
        self.facts.parts_needed.truncate(parts);
        let added = self.facts.events.split_off(events);
        self.facts.events.extend(added.into_iter().filter(|event| !matches!(event, Event::Gone(_))));
    }

    /// Inside CREATE SCHEMA: what is made goes into the schema, and what it does not hold yet is looked for elsewhere.
    pub(super) fn within(&mut self, schema: &str, effects: &[Effect]) {
        let needs = self.facts.needs.len();
        let path = self.path.replace(schema.to_owned());
        effects.iter().for_each(|effect| self.effect(effect));
        self.path = path;
        let prefix = format!("{schema}.");
        for need in self.facts.needs.iter_mut().skip(needs) {
            need.object = need.object.replacen(&prefix, "", 1);
        }
    }
}
