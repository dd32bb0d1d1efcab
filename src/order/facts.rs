//! What a file makes, changes and needs, by name.

use std::collections::BTreeSet;

use super::names::{column_label, label, part_label};
use crate::dialect::Statement;
use crate::dialect::effect::{ColumnChange, ColumnDef, ConstraintDef, ConstraintKind, CreateTable, Effect, TableAction};
use crate::dialect::name::{Class, Name, ObjectName, TypeName};
use crate::dialect::script::Script;
use crate::dialect::wording::{Mention, RelationRef, Wording};

/// What one file makes, changes and needs.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub makes: Vec<Mentioned>,
    pub changes: Vec<Mentioned>,
    pub drops: Vec<Mentioned>,
    /// What must exist before the file runs: not what the file makes itself earlier on.
    pub needs: Vec<Mentioned>,
    /// Columns and constraints that it makes.
    pub parts_made: Vec<Mentioned>,
    /// Columns, constraints and indexes that it needs, as far as its text names them.
    pub parts_needed: Vec<Mentioned>,
    /// What it makes without looking whether it is there (`IF NOT EXISTS`), so that it fails where it is.
    pub fresh: Vec<String>,
    /// What is not there any more behind it: dropped, renamed, moved.
    pub gone: Vec<String>,
    /// What comes and goes, in order.
    pub events: Vec<Event>,
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
    /// The relation that it is a part of.
    pub of: Option<String>,
    /// The text tells too little of it to contradict numbers: a server may have chosen its name, or the column may be that of a query
    /// further out.
    pub is_doubtful: bool,
}

/// A change of what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Made(String),
    Gone(String),
    /// A relation gets the columns of another.
    Copied {
        from: String,
        to: String,
    },
    /// A relation gets columns that the text does not tell.
    Vague(String),
}

impl Facts {
    /// Whether the file makes an object.
    pub fn makes_object(&self, object: &str) -> bool {
        self.makes.iter().chain(&self.parts_made).any(|made| made.object == object)
    }

    /// Whether the file itself looks whether the object exists (`IF EXISTS`), so that it runs without.
    pub fn has_conditional(&self, object: &str) -> bool {
        self.conditional.contains(object)
    }
}

/// Collects the facts of a file.
pub fn facts(script: &Script) -> Facts {
    let mut reader = Reader::default();
    for statement in script.statements() {
        reader.statement(statement);
    }
    reader.finish()
}

/// Collects the facts of each chunk of a file, in order.
pub fn each(script: &Script) -> Vec<Facts> {
    let mut path = None;
    let read = script.items.iter().map(|item| {
        let mut reader = Reader { path: path.take(), ..Reader::default() };
        if let Some(statement) = &item.statement {
            reader.statement(statement);
        }
        path.clone_from(&reader.path);
        reader.finish()
    });
    read.collect()
}

#[derive(Default)]
struct Reader {
    facts: Facts,
    made: BTreeSet<String>,
    at: usize,
    path: Option<String>,
}

impl Reader {
    fn finish(mut self) -> Facts {
        let mut last = std::collections::BTreeMap::new();
        for event in &self.facts.events {
            match event {
                Event::Made(object) => last.insert(object.clone(), false),
                Event::Gone(object) => last.insert(object.clone(), true),
                Event::Copied { .. } | Event::Vague(_) => None,
            };
        }
        self.facts.gone = last.into_iter().filter(|(_, gone)| *gone).map(|(object, _)| object).collect();
        self.facts
    }

    fn statement(&mut self, statement: &Statement) {
        self.at = statement.span.start;
        for mention in &statement.reads {
            self.mention(mention);
            self.column_of(mention, None);
        }
        statement.effects.iter().for_each(|effect| self.effect(effect));
    }

    fn goes(&mut self, object: String) {
        self.made.remove(&object);
        self.facts.events.push(Event::Gone(object));
    }

    fn makes_column(&mut self, relation: &str, column: &str) {
        self.makes_part(Class::Column, column_label(relation, column), relation);
    }

    fn makes_part(&mut self, class: Class, object: String, relation: &str) {
        self.made.insert(object.clone());
        self.facts.events.push(Event::Made(object.clone()));
        self.facts.parts_made.push(Mentioned { object, class, at: self.at, of: Some(relation.to_owned()), is_doubtful: false });
    }

    fn needs_columns<'a>(&mut self, relation: &str, columns: impl IntoIterator<Item = &'a String>) {
        for column in columns {
            self.needs_part(Class::Column, column_label(relation, column), Some(relation));
        }
    }

    /// What a relation made in this file has is known here or cannot be told.
    fn needs_part(&mut self, class: Class, object: String, relation: Option<&str>) {
        if !self.made.contains(&object) && !relation.is_some_and(|relation| self.made.contains(relation)) {
            let of = relation.map(str::to_owned);
            let is_doubtful = matches!(class, Class::Constraint | Class::Index);
            self.facts.parts_needed.push(Mentioned { object, class, at: self.at, of, is_doubtful });
        }
    }

    /// The columns that a wording names: of `parent` and of relations that it names themselves.
    fn columns_in(&mut self, wording: &Wording, parent: Option<&str>) {
        wording.slots.iter().for_each(|slot| self.column_of(&slot.mention, parent));
    }

    /// A column that can belong to one relation only.
    fn column_of(&mut self, mention: &Mention, parent: Option<&str>) {
        let Mention::Column { relations, name, .. } = mention else { return };
        let relation = match relations.as_slice() {
            [RelationRef::Parent] => parent.map(str::to_owned),
            [RelationRef::Named(relation)] => Some(self.name(Class::Table, relation)),
            _ => None,
        };
        let Some(relation) = relation else { return };
        let before = self.facts.parts_needed.len();
        self.needs_columns(&relation, [name]);
        let own = matches!(relations.as_slice(), [RelationRef::Parent]);
        self.facts.parts_needed.iter_mut().skip(before).for_each(|need| need.is_doubtful = !own);
    }

    fn constraint(&mut self, constraint: &ConstraintDef, relation: &str) {
        self.wording(&constraint.wording);
        let name = constraint.name.clone().or_else(|| chosen_name(relation, &constraint.kind));
        if let Some(name) = name {
            let label = part_label("constraint", relation, &name);
            self.fresh(label.clone());
            self.makes_part(Class::Constraint, label, relation);
        }
        match &constraint.kind {
            ConstraintKind::ForeignKey { columns, target, target_columns } => {
                let target = self.name(Class::Table, target);
                self.needs_columns(relation, columns);
                self.needs_columns(&target, target_columns);
            }
            ConstraintKind::PrimaryKey { columns, .. } | ConstraintKind::Unique { columns, .. } => {
                self.needs_columns(relation, columns);
            }
            ConstraintKind::Check { .. } | ConstraintKind::Exclude { .. } => {
                self.columns_in(&constraint.wording, Some(relation));
            }
            ConstraintKind::NotNull { column } => self.needs_columns(relation, [column]),
        }
    }

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
        self.facts.events.push(Event::Made(object.clone()));
        self.facts.makes.push(Mentioned { object, class, at: self.at, of: None, is_doubtful: false });
        if let Some(schema) = &name.schema {
            self.needs_object(Class::Schema, label(Class::Schema, &Name::bare(schema.clone())));
        }
    }

    fn changes(&mut self, class: Class, name: &Name, if_exists: bool) {
        let object = self.name(class, name);
        self.facts.changes.push(Mentioned { object: object.clone(), class, at: self.at, of: None, is_doubtful: false });
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
            self.facts.needs.push(Mentioned { object, class, at: self.at, of: None, is_doubtful: false });
        }
    }

    fn wording(&mut self, wording: &Wording) {
        wording.slots.iter().for_each(|slot| self.mention(&slot.mention));
    }

    fn mention(&mut self, mention: &Mention) {
        match mention {
            Mention::Relation(name) | Mention::RelationLiteral(name) => self.needs(Class::Table, name),
            Mention::Type(name) => self.needs_type(name),
            Mention::Routine { name, .. } => self.needs(Class::Function, name),
            Mention::Schema(name) => self.needs(Class::Schema, &Name::bare(name.clone())),
            _ => {}
        }
    }

    fn needs_type(&mut self, name: &Name) {
        if !crate::schema::is_built_in_type(name) {
            self.needs(Class::Type, name);
        }
    }

    /// A column that is made with its table or added to it.
    fn column(&mut self, column: &ColumnDef, relation: &str) {
        self.makes_column(relation, &column.name);
        if let Some(ty) = &column.ty {
            self.needs_type(&ty.ty.name);
        }
        let generated = column.generated.as_ref().map(|it| &it.expression);
        for wording in column.default.iter().chain(generated) {
            self.wording(wording);
        }
        for constraint in &column.constraints {
            self.constraint(constraint, relation);
        }
    }

    /// What the file made itself, or took away, is no matter of other files.
    fn fresh(&mut self, object: String) {
        let own = |event: &Event| matches!(event, Event::Made(it) | Event::Gone(it) if *it == object);
        if !self.facts.events.iter().any(own) {
            self.facts.fresh.push(object);
        }
    }

    fn table(&mut self, create: &CreateTable) {
        if !create.if_not_exists {
            let object = self.name(Class::Table, &create.name);
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

    fn action(&mut self, action: &TableAction, relation: &str) {
        match action {
            TableAction::AddColumn { column, if_not_exists } => {
                if !if_not_exists {
                    self.fresh(column_label(relation, &column.name));
                }
                self.column(column, relation);
            }
            TableAction::DropColumn { name, if_exists, .. } => {
                if !if_exists {
                    self.needs_columns(relation, [name]);
                }
                self.goes(column_label(relation, name));
            }
            TableAction::AddConstraint(constraint) => self.constraint(constraint, relation),
            TableAction::DropConstraint { name, if_exists, .. } => {
                let label = part_label("constraint", relation, name);
                if !if_exists {
                    self.needs_part(Class::Constraint, label.clone(), Some(relation));
                }
                self.goes(label);
            }
            TableAction::ValidateConstraint(name) | TableAction::AlterConstraint { name, .. } => {
                self.needs_part(Class::Constraint, part_label("constraint", relation, name), Some(relation));
            }
            TableAction::Inherit(name) | TableAction::AttachPartition { partition: name, .. } => self.needs(Class::Table, name),
            TableAction::AlterColumn { name, change } => {
                self.needs_columns(relation, [name]);
                match change {
                    ColumnChange::Type { ty, .. } => self.needs_type(&ty.ty.name),
                    ColumnChange::SetDefault(wording) => self.wording(wording),
                    _ => {}
                }
            }
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
                actions.iter().for_each(|action| self.action(action, &relation));
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
                self.columns_in(&create.wording, None);
                let relation = self.name(Class::View, &create.name);
                self.facts.events.push(Event::Vague(relation));
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
            Effect::SetSchema { object, if_exists, to } if object.of.is_none() => {
                let to = Name { schema: Some(to.clone()), name: object.name.name.clone() };
                self.moves(object.class, &object.name, *if_exists, &to);
            }
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
        let (needs, parts, events) = (self.facts.needs.len(), self.facts.parts_needed.len(), self.facts.events.len());
        effects.iter().for_each(|effect| self.effect(effect));
        self.facts.needs.truncate(needs);
        self.facts.parts_needed.truncate(parts);
        let added = self.facts.events.split_off(events);
        self.facts.events.extend(added.into_iter().filter(|event| !matches!(event, Event::Gone(_))));
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

    fn drops(&mut self, objects: &[ObjectName], if_exists: bool) {
        for object in objects {
            let name = object.of.as_ref().unwrap_or(&object.name);
            let class = if object.of.is_some() { Class::Table } else { object.class };
            if object.of.is_some() {
                self.changes(class, name, if_exists);
                continue;
            }
            let label = self.name(class, name);
            self.facts.drops.push(Mentioned { object: label.clone(), class, at: self.at, of: None, is_doubtful: false });
            if if_exists {
                self.facts.conditional.insert(label.clone());
            } else if matches!(class, Class::Index) {
                self.needs_part(class, label.clone(), None);
            } else {
                self.needs_object(class, label.clone());
            }
            // Another of that name may be left.
            if !matches!(class, Class::Function | Class::Procedure | Class::Routine | Class::Aggregate) {
                self.goes(label);
            }
        }
    }

    fn renames(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        let Some(of) = &object.of else {
            let name = Name { schema: object.name.schema.clone(), name: to.to_owned() };
            return self.moves(object.class, &object.name, if_exists, &name);
        };
        self.changes(Class::Table, of, if_exists);
        let relation = self.name(Class::Table, of);
        let word = match object.class {
            Class::Column => "column",
            Class::Constraint => "constraint",
            _ => return,
        };
        let from = part_label(word, &relation, &object.name.name);
        if !if_exists {
            self.needs_part(object.class, from.clone(), Some(&relation));
        }
        self.goes(from);
        self.makes_part(object.class, part_label(word, &relation, to), &relation);
    }

    /// Another name or another schema.
    fn moves(&mut self, class: Class, name: &Name, if_exists: bool, to: &Name) {
        let from = self.name(class, name);
        if matches!(class, Class::Index) {
            self.needs_part(class, from.clone(), None);
        } else {
            self.changes(class, name, if_exists);
        }
        self.makes(class, to);
        let to = self.name(class, to);
        self.facts.events.push(Event::Copied { from: from.clone(), to });
        self.goes(from);
    }

    fn rows(&mut self, change: &crate::dialect::effect::DataChange) {
        use crate::dialect::effect::DataChange;
        match change {
            DataChange::Insert(insert) => {
                self.needs(Class::Table, &insert.table);
                let relation = self.name(Class::Table, &insert.table);
                self.needs_columns(&relation, &insert.columns);
                insert.from.iter().for_each(|name| self.needs(Class::Table, name));
            }
            DataChange::Update { table, columns, .. } => {
                self.needs(Class::Table, table);
                let relation = self.name(Class::Table, table);
                self.needs_columns(&relation, columns);
            }
            DataChange::Delete { table, .. } | DataChange::CopyIn { table } | DataChange::Merge { table } => {
                self.needs(Class::Table, table);
            }
            DataChange::Truncate { tables, .. } => tables.iter().for_each(|name| self.needs(Class::Table, name)),
            DataChange::Unknown { .. } => self.facts.opaque = true,
            DataChange::SequencePosition { .. } | DataChange::Maintenance => {}
        }
    }
}

/// The name that the server gives a constraint without one, where no other has it (PostgreSQL: `ChooseConstraintName`).
fn chosen_name(relation: &str, kind: &ConstraintKind) -> Option<String> {
    let table = relation.rsplit([' ', '.']).next()?;
    let with = |columns: &[String], end: &str| Some(format!("{table}_{}_{end}", columns.join("_")));
    let name = match kind {
        ConstraintKind::ForeignKey { columns, .. } => with(columns, "fkey"),
        ConstraintKind::Unique { columns, .. } => with(columns, "key"),
        ConstraintKind::PrimaryKey { .. } => Some(format!("{table}_pkey")),
        ConstraintKind::Check { columns } if columns.len() == 1 => with(columns, "check"),
        _ => None,
    };
    name.filter(|name| name.len() <= 63)
}
