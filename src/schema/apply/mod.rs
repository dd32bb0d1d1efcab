//! What is the schema after this statement?
//!
//! One file a family of effects. Applying never fails: what does not fit (a table that is not there, a name that is taken) is a
//! [`Trouble`], and the rest of the statement is applied all the same.

mod alter_table;
mod assumed;
mod columns;
mod constraints;
mod data;
mod drops;
mod extensions;
mod indexes;
mod others;
pub use alter_table::{follows_type, option};
pub use assumed::Assumed;
pub use columns::{is_built_in as is_built_in_type, unknown_type};
pub use others::class_words;
mod privileges;
mod query_types;
mod renames;
mod routines;
mod sequences;
mod settings;
mod tables;
mod user_types;
pub use user_types::with_label;
mod views;

use std::collections::BTreeSet;

use super::Schema;
use super::def::Def;
use super::id::Id;
use super::object::{Body, Object, Place};
use super::resolve::Context;
use crate::dialect::Dialect;
use crate::dialect::effect::{DataChange, Effect, TransactionCommand};
use crate::dialect::name::Name;
use crate::dialect::wording::Wording;

/// What applying a statement brought to light.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    pub troubles: Vec<Trouble>,
    /// Changes of rows, in order, with the table that they are made in.
    pub rows: Vec<RowChange>,
    /// Something could not be followed: the model is uncertain from here on.
    pub uncertain: Vec<String>,
    /// What was taken for granted to follow the statement.
    pub assumed: Vec<String>,
    /// What the statement needs and no file makes: it was there before.
    pub taken_for_granted: Vec<Assumed>,
    /// Roles and other things outside the database that a statement touched.
    pub outside: Vec<String>,
}

/// One change of rows.
#[derive(Debug, Clone)]
pub struct RowChange {
    pub change: DataChange,
    /// The table, if the model knows it.
    pub table: Option<Id>,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A finding's code.
    pub code: &'static str,
    pub message: String,
    /// The object's name as written, for looking for near names.
    pub object: String,
}

/// Applies one statement's effects.
pub fn apply(schema: &mut Schema, effects: &[Effect], dialect: &dyn Dialect) -> Applied {
    let mut applier = Applier {
        schema,
        dialect,
        tolerant: false,
        doubtful: false,
        depth: 0,
        dropping: BTreeSet::new(),
        done: Applied::default(),
    };
    for effect in effects {
        applier.effect(effect);
    }
    applier.done
}

struct Applier<'a> {
    schema: &'a mut Schema,
    dialect: &'a dyn Dialect,
    /// What does not fit is passed over in silence.
    tolerant: bool,
    /// Nobody knows whether the statements run.
    doubtful: bool,
    depth: usize,
    /// Objects whose drop is under way.
    dropping: BTreeSet<Id>,
    done: Applied,
}

impl Applier<'_> {
    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::CreateSchema { name, if_not_exists, owner } => self.create_schema(name, *if_not_exists, owner.as_deref()),
            Effect::CreateExtension { name, if_not_exists, schema, cascade, wording, .. } => {
                self.create_extension(name, *if_not_exists, schema.as_deref(), *cascade, wording);
            }
            Effect::CreateTable(it) => self.create_table(it),
            Effect::CreateTableAs { name, if_not_exists, temporary, columns, types, wording } => {
                self.create_table_as(name, *if_not_exists, *temporary, (columns, types), wording);
            }
            Effect::AlterTable { table, if_exists, actions } => self.alter_table(table, *if_exists, actions),
            Effect::CreateIndex(it) => self.create_index(it),
            Effect::CreateSequence { name, if_not_exists, temporary, options } => {
                self.create_sequence(name, *if_not_exists, *temporary, options);
            }
            Effect::AlterSequence { name, if_exists, options } => self.alter_sequence(name, *if_exists, options),
            Effect::CreateType(it) => self.create_type(it),
            Effect::AlterType { name, change } => self.alter_type(name, change),
            Effect::CreateDomain(it) => self.create_domain(it),
            Effect::AlterDomain { name, change } => self.alter_domain(name, change),
            Effect::CreateView(it) => self.create_view(it),
            Effect::CreateRoutine(it) => self.create_routine(it),
            Effect::AlterRoutine { routine, actions } => self.alter_routine(routine, actions),
            Effect::CreateTrigger(it) => self.create_trigger(it),
            Effect::CreatePolicy(it) => self.create_policy(it),
            Effect::AlterPolicy { table, name, roles, using, check } => {
                self.alter_policy(table, name, roles.as_deref(), using.as_ref(), check.as_ref());
            }
            Effect::CreateRule { name, table, or_replace, wording } => self.create_rule(name, table, *or_replace, wording),
            Effect::CreateOther { object, or_replace, if_not_exists, wording, settings } => {
                self.create_other(object, *or_replace, *if_not_exists, wording, settings);
            }
            Effect::AlterSettings { object, changes } => self.alter_settings(object, changes),
            Effect::AlterOther { object, actions } => self.alter_other(object, actions),
            Effect::Drop { objects, if_exists, cascade } => self.drop_objects(objects, *if_exists, *cascade),
            Effect::Rename { object, if_exists, to } => self.rename(object, *if_exists, to),
            Effect::SetSchema { object, if_exists, to } => self.set_schema(object, *if_exists, to),
            Effect::SetOwner { object, if_exists, to } => self.set_owner(object, *if_exists, to),
            Effect::Comment { object, text } => self.comment(object, text.as_deref()),
            Effect::Grant(grant) => self.grant(grant),
            Effect::DefaultPrivileges(it) => self.default_privileges(it),
            Effect::SearchPath { path, .. } => self.schema.set_search_path(path.clone()),
            Effect::BodyChecks(_) => {}
            Effect::Data(change) => self.data(change),
            Effect::Transaction(command) => self.transaction(command),
            Effect::SecurityLabel { object, provider, text } => {
                self.security_label(object, provider.as_deref(), text.as_deref());
            }
            Effect::Within { schema, effects } => self.within(schema, effects),
            Effect::Call { routine, args } => self.call(routine, args),
            Effect::Block { body, otherwise } => self.block(body, otherwise),
            Effect::Guarded(effects) => self.tolerantly(effects),
            Effect::Conditional(effects) => {
                let before = std::mem::replace(&mut self.doubtful, true);
                self.tolerantly(effects);
                self.doubtful = before;
            }
            Effect::Assumed { why } => self.done.assumed.push(why.clone()),
            Effect::Opaque { why } => self.uncertain(why),
        }
    }

    /// Applies effects that may have taken place already.
    fn tolerantly(&mut self, effects: &[Effect]) {
        let before = std::mem::replace(&mut self.tolerant, true);
        for effect in effects {
            self.effect(effect);
        }
        self.tolerant = before;
    }

    fn within(&mut self, schema: &str, effects: &[Effect]) {
        let path = self.schema.search_path.clone();
        self.schema.search_path.insert(0, schema.to_owned());
        for effect in effects {
            self.effect(effect);
        }
        self.schema.search_path = path;
    }

    fn transaction(&mut self, command: &TransactionCommand) {
        match command {
            TransactionCommand::Begin => self.schema.begin(),
            TransactionCommand::Commit => self.schema.commit(),
            TransactionCommand::Savepoint(name) => self.schema.savepoint(name),
            TransactionCommand::Release(name) => self.schema.release(name),
            TransactionCommand::Rollback if self.schema.roll_back(None) => {}
            TransactionCommand::RollbackTo(name) if self.schema.roll_back(Some(name)) => {}
            TransactionCommand::Rollback | TransactionCommand::RollbackTo(_) => {
                self.uncertain("a ROLLBACK takes back what came before it, from where on is not known");
            }
        }
    }

    fn uncertain(&mut self, why: impl Into<String>) {
        self.done.uncertain.push(why.into());
    }

    fn missing(&mut self, what: &str, name: &str) {
        if !self.tolerant {
            let message = format!("{what} {name} does not exist at this point");
            self.done.troubles.push(Trouble { code: "missing-object", message, object: name.to_owned() });
        }
    }

    fn duplicate(&mut self, what: &str, name: &str) {
        if !self.tolerant {
            let message = format!("{what} {name} exists already at this point");
            self.done.troubles.push(Trouble { code: "duplicate-object", message, object: name.to_owned() });
        }
    }

    /// The relation of this name, or a trouble.
    fn relation(&mut self, name: &Name, if_exists: bool) -> Option<Id> {
        let found = self.schema.find_relation(name);
        if found.is_none() && !if_exists && !super::resolve::is_system(name) {
            self.missing("relation", &name.to_string());
        }
        found
    }

    /// The schema where a new object goes. One that no file makes is taken for granted.
    fn creation_schema(&mut self, name: &Name) -> Option<Id> {
        self.schema.creation_schema(name).or_else(|| self.assume_schema(name))
    }

    /// Resolves a wording and reports the relations in it that nothing creates.
    fn resolve(&mut self, wording: &Wording, parent: Option<Id>) -> Def {
        for name in self.schema.missing_relations(wording) {
            self.missing("relation", &name.to_string());
        }
        self.schema.resolve(wording, Context { parent })
    }

    /// Adds an object with the privileges that ALTER DEFAULT PRIVILEGES gives it.
    fn add(&mut self, mut object: Object) -> Id {
        object.acl = self.default_acl(&object);
        object.doubtful = self.doubtful;
        self.schema.insert(object)
    }

    fn create_schema(&mut self, name: &str, if_not_exists: bool, owner: Option<&str>) {
        if self.schema.find_schema(name).is_some() {
            if !if_not_exists {
                self.duplicate("schema", name);
            }
            return;
        }
        let mut object = Object::new(name, Place::Database, Body::Schema);
        object.owner = owner.map(str::to_owned);
        self.add(object);
    }
}
