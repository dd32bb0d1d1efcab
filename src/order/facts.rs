//! What a file makes, changes and needs, by name.

use std::collections::BTreeSet;

use super::names::label;
use crate::dialect::effect::{ColumnDef, ConstraintKind, CreateTable, Effect, TableAction};
use crate::dialect::name::{Class, Name, TypeName};
use crate::dialect::script::Script;
use crate::dialect::wording::{Mention, Wording};

/// What one file makes, changes and needs.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub makes: Vec<Mentioned>,
    pub changes: Vec<Mentioned>,
    pub drops: Vec<Mentioned>,
    /// What must exist before the file runs: not what the file makes itself earlier on.
    pub needs: Vec<Mentioned>,
    conditional: BTreeSet<String>,
    /// A statement in it may make things that its text does not name.
    pub opaque: bool,
}

/// An object, and where in the file it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentioned {
    pub object: String,
    /// What the statement takes it for.
    pub class: Class,
    /// Byte offset of the statement.
    pub at: usize,
}

impl Facts {
    /// Whether the file itself looks whether the object exists (`IF EXISTS`), so that it runs without.
    pub fn has_conditional(&self, object: &str) -> bool {
        self.conditional.contains(object)
    }
}

/// Collects the facts of a file.
pub fn facts(script: &Script) -> Facts {
    let mut reader = Reader::default();
    for statement in script.statements() {
        reader.at = statement.span.start;
        for effect in &statement.effects {
            reader.effect(effect);
        }
    }
    reader.facts
}

#[derive(Default)]
struct Reader {
    facts: Facts,
    made: BTreeSet<String>,
    at: usize,
    path: Option<String>,
}

impl Reader {
    fn name(&self, class: Class, name: &Name) -> String {
        let in_path = name.schema.is_none() && !matches!(class, Class::Schema | Class::Extension);
        match (&self.path, in_path) {
            (Some(schema), true) => label(class, &Name::qualified(schema.clone(), name.name.clone())),
            _ => label(class, name),
        }
    }

    fn makes(&mut self, class: Class, name: &Name) {
        let object = self.name(class, name);
        self.made.insert(object.clone());
        self.facts.makes.push(Mentioned { object, class, at: self.at });
        if let Some(schema) = &name.schema {
            self.needs_object(Class::Schema, label(Class::Schema, &Name::bare(schema.clone())));
        }
    }

    fn changes(&mut self, class: Class, name: &Name, if_exists: bool) {
        let object = self.name(class, name);
        self.facts.changes.push(Mentioned { object: object.clone(), class, at: self.at });
        if if_exists {
            self.facts.conditional.insert(object.clone());
        }
        self.needs_object(class, object);
    }

    fn needs(&mut self, class: Class, name: &Name) {
        if !crate::schema::is_system(name) {
            self.needs_object(class, self.name(class, name));
        }
    }

    fn needs_object(&mut self, class: Class, object: String) {
        if object != "schema public" && !self.made.contains(&object) {
            self.facts.needs.push(Mentioned { object, class, at: self.at });
        }
    }

    fn wording(&mut self, wording: &Wording) {
        for slot in &wording.slots {
            match &slot.mention {
                Mention::Relation(name) | Mention::RelationLiteral(name) => self.needs(Class::Table, name),
                Mention::Type(name) => self.needs_type(name),
                Mention::Routine { name, .. } => self.needs(Class::Function, name),
                Mention::Schema(name) => self.needs(Class::Schema, &Name::bare(name.clone())),
                _ => {}
            }
        }
    }

    fn needs_type(&mut self, name: &Name) {
        if !crate::schema::is_built_in_type(name) {
            self.needs(Class::Type, name);
        }
    }

    fn column(&mut self, column: &ColumnDef) {
        if let Some(ty) = &column.ty {
            self.needs_type(&ty.ty.name);
        }
        let generated = column.generated.as_ref().map(|it| &it.expression);
        for wording in column.default.iter().chain(generated) {
            self.wording(wording);
        }
        for constraint in &column.constraints {
            self.wording(&constraint.wording);
        }
    }

    fn table(&mut self, create: &CreateTable) {
        self.makes(Class::Table, &create.name);
        for parent in create.inherits.iter().chain(create.partition_of.iter().map(|(parent, _)| parent)) {
            self.needs(Class::Table, parent);
        }
        for like in &create.likes {
            self.needs(Class::Table, &like.table);
        }
        for column in &create.columns {
            self.column(column);
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
            self.wording(&constraint.wording);
        }
    }

    fn action(&mut self, action: &TableAction) {
        match action {
            TableAction::AddColumn { column, .. } => self.column(column),
            TableAction::AddConstraint(constraint) => self.wording(&constraint.wording),
            TableAction::Inherit(name) | TableAction::AttachPartition { partition: name, .. } => self.needs(Class::Table, name),
            TableAction::AlterColumn { change, .. } => match change {
                crate::dialect::effect::ColumnChange::Type { ty, .. } => self.needs_type(&ty.ty.name),
                crate::dialect::effect::ColumnChange::SetDefault(wording) => self.wording(wording),
                _ => {}
            },
            _ => {}
        }
    }

    fn types<'a>(&mut self, types: impl IntoIterator<Item = &'a TypeName>) {
        for ty in types {
            self.needs_type(&ty.name);
        }
    }

    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::CreateSchema { name, .. } => self.makes(Class::Schema, &Name::bare(name.clone())),
            Effect::CreateExtension { name, .. } => self.makes(Class::Extension, &Name::bare(name.clone())),
            Effect::CreateTable(create) if !create.temporary => self.table(create),
            Effect::CreateTableAs { name, wording, temporary: false, .. } => {
                self.wording(wording);
                self.makes(Class::Table, name);
            }
            Effect::AlterTable { table, if_exists, actions } => {
                self.changes(Class::Table, table, *if_exists);
                actions.iter().for_each(|action| self.action(action));
            }
            Effect::CreateIndex(create) => {
                self.changes(Class::Table, &create.table, false);
                self.wording(&create.wording);
                if let Some(name) = &create.name {
                    self.makes(Class::Index, &Name { schema: create.table.schema.clone(), name: name.clone() });
                }
            }
            Effect::CreateSequence { name, .. } => self.makes(Class::Sequence, name),
            Effect::AlterSequence { name, if_exists, .. } => self.changes(Class::Sequence, name, *if_exists),
            Effect::CreateType(create) => {
                self.wording(&create.wording);
                self.makes(Class::Type, &create.name);
            }
            Effect::AlterType { name, .. } | Effect::AlterDomain { name, .. } => self.changes(Class::Type, name, false),
            Effect::CreateDomain(create) => {
                self.needs_type(&create.ty.ty.name);
                self.makes(Class::Type, &create.name);
            }
            Effect::CreateView(create) => {
                self.wording(&create.wording);
                self.makes(if create.materialized { Class::MaterializedView } else { Class::View }, &create.name);
            }
            Effect::CreateRoutine(create) => {
                self.types(create.params.iter().map(|param| &param.ty));
                self.wording(&create.wording);
                self.makes(Class::Function, &create.name);
            }
            Effect::CreateTrigger(create) => {
                self.changes(Class::Table, &create.table, false);
                self.needs(Class::Function, &create.function);
            }
            Effect::CreatePolicy(create) => {
                self.changes(Class::Table, &create.table, false);
                create.using.iter().chain(&create.check).for_each(|wording| self.wording(wording));
            }
            Effect::CreateRule { table, wording, .. } => {
                self.changes(Class::Table, table, false);
                self.wording(wording);
            }
            Effect::Drop { objects, if_exists, .. } => self.drops(objects, *if_exists),
            Effect::Rename { object, if_exists, to } => self.renames(object, *if_exists, to),
            Effect::SearchPath { path, .. } => {
                self.path =
                    path.as_ref().and_then(|path| path.iter().find(|name| *name != "$user" && *name != "public").cloned());
            }
            Effect::Data(change) => self.rows(change),
            Effect::Block { otherwise, .. } => otherwise.iter().for_each(|effect| self.effect(effect)),
            Effect::Guarded(effects) | Effect::Conditional(effects) => self.conditionally(effects),
            Effect::Within { schema, effects } => self.within(schema, effects),
            Effect::Opaque { .. } | Effect::Call { .. } => self.facts.opaque = true,
            _ => {}
        }
    }

    /// What stands under a condition may not run: it makes things, and needs nothing for sure.
    fn conditionally(&mut self, effects: &[Effect]) {
        let needs = self.facts.needs.len();
        effects.iter().for_each(|effect| self.effect(effect));
        self.facts.needs.truncate(needs);
    }

    /// Inside CREATE SCHEMA: what is made goes into the schema, and what it does not hold yet is looked for elsewhere.
    fn within(&mut self, schema: &str, effects: &[Effect]) {
        let needs = self.facts.needs.len();
        let path = self.path.replace(schema.to_owned());
        effects.iter().for_each(|effect| self.effect(effect));
        self.path = path;
        let prefix = format!("{schema}.");
        for need in self.facts.needs.iter_mut().skip(needs) {
            need.object = need.object.replacen(&prefix, "", 1);
        }
    }

    fn drops(&mut self, objects: &[crate::dialect::name::ObjectName], if_exists: bool) {
        for object in objects {
            let name = object.of.as_ref().unwrap_or(&object.name);
            let class = if object.of.is_some() { Class::Table } else { object.class };
            if object.of.is_some() {
                self.changes(class, name, if_exists);
                continue;
            }
            let label = self.name(class, name);
            self.facts.drops.push(Mentioned { object: label.clone(), class, at: self.at });
            if if_exists {
                self.facts.conditional.insert(label);
            } else if !matches!(class, Class::Index) {
                self.needs_object(class, label);
            }
        }
    }

    fn renames(&mut self, object: &crate::dialect::name::ObjectName, if_exists: bool, to: &str) {
        let name = object.of.as_ref().unwrap_or(&object.name).clone();
        let class = if object.of.is_some() { Class::Table } else { object.class };
        if !matches!(class, Class::Index) {
            self.changes(class, &name, if_exists);
        }
        if object.of.is_none() {
            self.makes(class, &Name { schema: name.schema, name: to.to_owned() });
        }
    }

    fn rows(&mut self, change: &crate::dialect::effect::DataChange) {
        use crate::dialect::effect::DataChange;
        match change {
            DataChange::Insert(insert) => {
                self.needs(Class::Table, &insert.table);
                insert.from.iter().for_each(|name| self.needs(Class::Table, name));
            }
            DataChange::Update { table, .. }
            | DataChange::Delete { table, .. }
            | DataChange::CopyIn { table }
            | DataChange::Merge { table } => {
                self.needs(Class::Table, table);
            }
            DataChange::Truncate { tables, .. } => tables.iter().for_each(|name| self.needs(Class::Table, name)),
            DataChange::Unknown { .. } => self.facts.opaque = true,
            DataChange::SequencePosition { .. } | DataChange::Maintenance => {}
        }
    }
}
