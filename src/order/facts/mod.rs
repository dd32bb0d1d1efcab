//! What a file makes, changes and needs, by name.

mod details;
mod effects;
mod held;
mod moves;
mod parts;
mod properties;
mod roles;
mod rows;
mod tables;
mod touches;

use std::collections::{BTreeMap, BTreeSet};

pub use self::rows::Inserted;
pub use self::touches::{After, Before, Touch, Touches};
use super::names::{column_label, label, lives_in_schema};
use crate::dialect::Statement;
use crate::dialect::effect::Effect;
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
    /// What it finds and leaves of each object, parts included.
    pub touches: Touches,
    /// Relations that get rows.
    pub inserts: Vec<Inserted>,
    /// Relations whose rows are changed or taken away.
    pub rows: BTreeSet<String>,
    /// DROP … CASCADE stands in it, so that more goes than it names.
    pub cascades: bool,
    conditional: BTreeSet<String>,
    /// A statement in it may make things that its text does not name.
    pub opaque: bool,
    /// What the bodies of its routines name that the server looks for only when they run.
    pub late: Vec<Mentioned>,
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
    /// What a name without schema may lead to as well, where the search path goes on.
    pub instead: Option<String>,
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

/// Collects the facts of one statement.
pub fn of_statement(statement: &Statement) -> Facts {
    let mut reader = Reader::default();
    reader.statement(statement);
    reader.finish()
}

/// Collects the facts of each chunk of a file, in order.
pub fn each(script: &Script) -> Vec<Facts> {
    let (mut path, mut path_goes_on, mut bodies_unchecked) = (None, false, false);
    let read = script.items.iter().map(|item| {
        let mut reader = Reader { path: path.take(), path_goes_on, bodies_unchecked, ..Reader::default() };
        if let Some(statement) = &item.statement {
            reader.statement(statement);
        }
        path.clone_from(&reader.path);
        (path_goes_on, bodies_unchecked) = (reader.path_goes_on, reader.bodies_unchecked);
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
    /// Schemas follow that one in the search path.
    path_goes_on: bool,
    /// The text tells too little of the column that is read now.
    is_doubtful: bool,
    /// What the statement needs that is read now, and what it makes.
    needed: BTreeSet<String>,
    made_now: BTreeSet<String>,
    /// What columns that the file made or changed hold, by label.
    held: BTreeMap<String, &'static str>,
    /// What is read now may not run.
    is_tentative: bool,
    /// `SET check_function_bodies = off` stands before.
    bodies_unchecked: bool,
    /// Relations made in this file whose columns its text tells, all of them.
    closed: BTreeSet<String>,
    /// Keys of relations that the text does not tell any more.
    vague_keys: BTreeSet<String>,
}

impl Reader {
    pub(super) fn finish(mut self) -> Facts {
        let mut last = BTreeMap::new();
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

    pub(super) fn statement(&mut self, statement: &Statement) {
        self.at = statement.span.start;
        for mention in &statement.reads {
            self.mention(mention);
            self.column_of(mention, None);
        }
        let effects = if statement.likely.is_empty() { &statement.effects } else { &statement.likely };
        effects.iter().for_each(|effect| self.effect(effect));
        self.body(statement);
        let (needed, made) = (std::mem::take(&mut self.needed), std::mem::take(&mut self.made_now));
        for object in made {
            if let Some(touch) = self.facts.touches.get_mut(&object) {
                touch.uses.clone_from(&needed);
            }
        }
    }

    /// The server looks at the body of an SQL function when the function is made, at others when they run.
    fn body(&mut self, statement: &Statement) {
        let is_checked = |effect: &Effect| matches!(effect, Effect::CreateRoutine(routine) if routine.language == "sql");
        let is_late = self.bodies_unchecked || !statement.effects.iter().any(is_checked);
        let mut late = Self { path: self.path.clone(), path_goes_on: self.path_goes_on, at: self.at, ..Self::default() };
        let reader = if is_late { &mut late } else { &mut *self };
        for mention in &statement.body {
            reader.mention(mention);
            reader.column_of(mention, None);
        }
        self.facts.late.extend(late.facts.needs);
    }

    /// A part goes; that of a relation made in this file is no other file's.
    pub(super) fn part_goes(&mut self, object: String, relation: &str) {
        if self.made.contains(relation) && !self.made.contains(&object) {
            self.facts.events.push(Event::Gone(object));
        } else {
            self.goes(object);
        }
    }

    pub(super) fn goes(&mut self, object: String) {
        self.touch(&object, None, Before::LikelyThere, After::Gone);
        self.made.remove(&object);
        self.facts.events.push(Event::Gone(object));
    }

    pub(super) fn makes_column(&mut self, relation: &str, column: &str) {
        self.makes_part(Class::Column, column_label(relation, column), relation);
    }

    pub(super) fn makes_part(&mut self, class: Class, object: String, relation: &str) {
        self.touch(&object, Some(relation), Before::Any, After::There);
        self.made.insert(object.clone());
        self.facts.events.push(Event::Made(object.clone()));
        self.facts.parts_made.push(self.mentioned(object, class, Some(relation.to_owned())));
    }

    /// An object that the statement names that is read now.
    fn mentioned(&self, object: String, class: Class, of: Option<String>) -> Mentioned {
        let instead = self.path.as_ref().filter(|_| self.path_goes_on).and_then(|schema| {
            let (word, name) = object.split_once(&format!(" {schema}."))?;
            Some(format!("{word} {name}"))
        });
        Mentioned { object, class, at: self.at, of, is_doubtful: false, instead }
    }

    pub(super) fn name(&self, class: Class, name: &Name) -> String {
        let in_path = name.schema.is_none() && lives_in_schema(class);
        match (&self.path, in_path) {
            (Some(schema), true) => label(class, &Name::qualified(schema.clone(), name.name.clone())),
            _ => label(class, name),
        }
    }

    pub(super) fn makes(&mut self, class: Class, name: &Name) {
        let object = self.name(class, name);
        self.touch(&object, None, Before::Any, After::There);
        self.made.insert(object.clone());
        self.facts.events.push(Event::Made(object.clone()));
        self.facts.makes.push(self.mentioned(object.clone(), class, None));
        if matches!(class, Class::Table | Class::ForeignTable | Class::View | Class::MaterializedView) {
            // The type of its rows.
            self.makes_part(Class::Type, self.name(Class::Type, name), &object);
        }
        if let Some(schema) = &name.schema {
            self.needs_object(Class::Schema, label(Class::Schema, &Name::bare(schema.clone())));
        }
    }

    pub(super) fn changes(&mut self, class: Class, name: &Name, if_exists: bool) {
        let object = self.name(class, name);
        self.facts.changes.push(self.mentioned(object.clone(), class, None));
        if if_exists {
            self.facts.conditional.insert(object.clone());
            self.touch(&object, None, Before::LikelyThere, After::Same);
        }
        self.needs_object(class, object);
    }

    pub(super) fn needs(&mut self, class: Class, name: &Name) {
        if !crate::schema::is_system(name) {
            self.needs_object(class, self.name(class, name));
        }
    }

    pub(super) fn needs_object(&mut self, class: Class, object: String) {
        self.needed.insert(object.clone());
        if object != "schema public" && !self.made.contains(&object) {
            self.touch(&object, None, Before::There, After::Same);
            self.facts.needs.push(self.mentioned(object, class, None));
        }
    }

    pub(super) fn wording(&mut self, wording: &Wording) {
        wording.slots.iter().for_each(|slot| self.mention(&slot.mention));
    }

    pub(super) fn mention(&mut self, mention: &Mention) {
        match mention {
            Mention::Relation(name) | Mention::RelationLiteral(name) => self.needs(Class::Table, name),
            Mention::Type(name) => self.needs_type(name),
            Mention::Routine { name, .. } => self.needs(Class::Function, name),
            Mention::Schema(name) => self.needs(Class::Schema, &Name::bare(name.clone())),
            Mention::Object(class, name) => self.needs(*class, name),
            _ => {}
        }
    }

    pub(super) fn needs_type(&mut self, name: &Name) {
        // `t.c%TYPE` is read where the whole statement is.
        if !crate::schema::is_built_in_type(name) && !name.name.contains('%') {
            self.needs(Class::Type, name);
        }
    }

    /// What the file made itself, or took away, is no matter of other files.
    pub(super) fn fresh(&mut self, object: String) {
        self.touch(&object, None, Before::Absent, After::Same);
        let own = |event: &Event| matches!(event, Event::Made(it) | Event::Gone(it) if *it == object);
        if !self.facts.events.iter().any(own) {
            self.facts.fresh.push(object);
        }
    }

    pub(super) fn types<'a>(&mut self, types: impl IntoIterator<Item = &'a TypeName>) {
        for ty in types {
            self.needs_type(&ty.name);
        }
    }
}

/// What stands for all keys of a relation: they are not known where columns were renamed or copied.
fn keys_label(relation: &str) -> String {
    relation.replacen("relation", "keys", 1)
}
