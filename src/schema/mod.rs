//! The model of a database's schema, and the two questions asked of it: what is the schema after this statement ([`apply`]),
//! and which statements lead from one schema to another ([`diff`])?
//!
//! Invariants:
//! - An object keeps its [`Id`] when it is renamed, moved or altered; ids grow in order of creation.
//! - Cloning a schema is cheap (shared structure), so a schema before and after every revision can be kept.
//! - `dependents` holds exactly the reverse of [`Object::dependencies`]; `names` exactly the keys of the objects.
//! - No module here reads a file or prints.

pub mod acl;
pub mod apply;
mod catalog;
pub mod ddl;
pub mod def;
pub mod diff;
pub mod id;
mod names;
mod not_null;
pub mod object;
pub mod quote;
mod resolve;
mod transaction;

use std::sync::Arc;

pub use apply::is_built_in_type;
pub use resolve::is_system;

use imbl::{OrdMap, OrdSet};

use crate::dialect::name::{Class, Name, TypeName};
use id::{ColumnId, Id};
use object::{Body, Object, Place, TypeBody};

/// A schema.
#[derive(Debug, Clone)]
pub struct Schema {
    objects: OrdMap<Id, Arc<Object>>,
    names: OrdMap<Key, Id>,
    dependents: OrdMap<Id, OrdSet<Id>>,
    /// Every change of an object, by a moment that no other change has: two schemas share the log up to where they went apart.
    log: OrdMap<u64, Id>,
    next_id: u32,
    next_column: u32,
    search_path: Vec<String>,
    /// ALTER DEFAULT PRIVILEGES: (role, schema, class, grantee) to privileges with "grant option"; `false` entries in
    /// `revoked_defaults`.
    default_privileges: OrdMap<DefaultKey, OrdMap<String, bool>>,
    revoked_defaults: OrdMap<DefaultKey, OrdSet<String>>,
    /// The states that ROLLBACK returns to, oldest first.
    saved: Vec<transaction::Saved>,
    /// The server keeps the names of NOT NULL constraints (PostgreSQL 18), so that statements may name them.
    pub names_not_null: bool,
}

/// An object that differs between two schemas: its id, and what it is in each.
pub type Changed<'a> = (Id, Option<&'a Arc<Object>>, Option<&'a Arc<Object>>);

/// Whose default privileges.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefaultKey {
    pub role: Option<String>,
    pub schema: Option<String>,
    pub class: Class,
    pub grantee: String,
}

/// A name that must be unique, with the place where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Schema(String),
    Extension(String),
    /// Tables, views, sequences, indexes, and composite types.
    Relation(Id, String),
    Type(Id, String),
    /// With the input argument types.
    Routine(Id, String, Vec<String>),
    Constraint(Id, String),
    /// Constraint names by schema: not unique, so with the table.
    ConstraintIn(Id, String, Id),
    /// NOT NULL constraints that are not called by the names of their table and column: schema, name, table.
    NotNull(Id, String, String),
    Trigger(Id, String),
    Policy(Id, String),
    Rule(Id, String),
    Other(Class, Option<Id>, String),
    /// What an extension brings: class, name and schema.
    Provided(Class, String, Option<Id>),
}

impl Default for Schema {
    fn default() -> Self {
        Self::new()
    }
}

impl Schema {
    /// An empty database: the schema `public` and nothing in it.
    pub fn new() -> Self {
        let mut schema = Self {
            objects: OrdMap::new(),
            names: OrdMap::new(),
            dependents: OrdMap::new(),
            log: OrdMap::new(),
            next_id: 0,
            next_column: 0,
            search_path: vec!["public".to_owned()],
            default_privileges: OrdMap::new(),
            revoked_defaults: OrdMap::new(),
            saved: Vec::new(),
            names_not_null: false,
        };
        let mut public = Object::new("public", Place::Database, Body::Schema);
        public.comment = Some("'standard public schema'".to_owned());
        public.acl.grant(Class::Schema, "PUBLIC", "USAGE", None, false);
        schema.insert(public);
        schema
    }

    /// An empty database whose objects get ids that `self` does not have.
    #[must_use]
    pub fn empty_beside(&self) -> Self {
        let mut empty = Self::new();
        empty.next_id = self.next_id;
        empty.next_column = self.next_column;
        empty.names_not_null = self.names_not_null;
        empty
    }

    /// The youngest object.
    pub fn last_id(&self) -> Id {
        Id(self.next_id)
    }

    /// The object with this id.
    pub fn get(&self, id: Id) -> Option<&Object> {
        self.objects.get(&id).map(Arc::as_ref)
    }

    /// All objects, oldest first.
    pub fn objects(&self) -> impl Iterator<Item = (Id, &Object)> {
        self.objects.iter().map(|(id, object)| (*id, object.as_ref()))
    }

    /// The objects that differ between two schemas of one history, with what they are in each. The work is proportional to
    /// what was changed since the two went apart, not to the size of the schemas.
    pub fn changed<'a>(&'a self, other: &'a Self) -> Vec<Changed<'a>> {
        let mut touched: std::collections::BTreeSet<Id> = self.since(other).collect();
        touched.extend(other.since(self));
        let pairs = touched.into_iter().map(|id| (id, self.objects.get(&id), other.objects.get(&id)));
        pairs.filter(|(_, old, new)| old != new).collect()
    }

    /// What was touched since the other schema went its own way.
    fn since<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Id> + 'a {
        self.log.iter().rev().take_while(|(at, _)| !other.log.contains_key(at)).map(|(_, id)| *id)
    }

    /// Adds an object.
    pub fn insert(&mut self, object: Object) -> Id {
        self.next_id += 1;
        let id = Id(self.next_id);
        self.attach(id, Arc::new(object));
        id
    }

    /// A new column id.
    pub fn new_column(&mut self) -> ColumnId {
        self.next_column += 1;
        ColumnId(self.next_column)
    }

    /// Changes an object. What is not there is not changed.
    pub fn update(&mut self, id: Id, change: impl FnOnce(&mut Object)) {
        if let Some(mut object) = self.detach(id) {
            change(Arc::make_mut(&mut object));
            self.attach(id, object);
        }
    }

    /// Gives an object another name. A user mapping is called by its server.
    pub fn rename(&mut self, id: Id, to: &str) {
        self.update(id, |object| to.clone_into(&mut object.name));
        if self.get(id).is_some_and(|object| object.class() == Class::Server) {
            for dependent in self.dependents(id) {
                if self.get(dependent).is_some_and(|object| object.class() == Class::UserMapping) {
                    self.update(dependent, |object| {
                        if let Some((role, _)) = object.name.split_once(" SERVER ") {
                            object.name = format!("{role} SERVER {}", quote::ident(to));
                        }
                    });
                }
            }
        }
    }

    /// Puts an object in under a given id, in place of what was there.
    pub fn put(&mut self, id: Id, object: Arc<Object>) {
        self.detach(id);
        self.attach(id, object);
    }

    /// Takes an object out, alone.
    pub fn remove(&mut self, id: Id) -> Option<Arc<Object>> {
        self.detach(id)
    }

    fn attach(&mut self, id: Id, object: Arc<Object>) {
        for key in self.keys(&object) {
            self.names.insert(key, id);
        }
        for dependency in object.dependencies() {
            if dependency.on.id != id {
                self.dependents.entry(dependency.on.id).or_default().insert(id);
            }
        }
        self.objects.insert(id, object);
        self.log.insert(moment(), id);
    }

    fn detach(&mut self, id: Id) -> Option<Arc<Object>> {
        let object = self.objects.remove(&id)?;
        self.log.insert(moment(), id);
        for key in self.keys(&object) {
            if self.names.get(&key) == Some(&id) {
                self.names.remove(&key);
            }
        }
        for dependency in object.dependencies() {
            if let Some(set) = self.dependents.get_mut(&dependency.on.id) {
                set.remove(&id);
            }
        }
        Some(object)
    }

    /// Writes the keys of an object's children anew, after the object has moved to another schema.
    fn refresh_children(&mut self, id: Id, old_schema: Id) {
        for child in self.children(id) {
            if let Some(object) = self.objects.get(&child).cloned() {
                let stale: Vec<Key> = Self::keys_in(&object, Some(old_schema));
                for key in stale {
                    if self.names.get(&key) == Some(&child) {
                        self.names.remove(&key);
                    }
                }
                self.put(child, object);
            }
        }
    }

    fn keys(&self, object: &Object) -> Vec<Key> {
        let namespace = match object.place {
            Place::Database => None,
            Place::Schema(id) => Some(id),
            Place::Relation(table) => self.namespace(table),
        };
        Self::keys_in(object, namespace)
    }

    fn keys_in(object: &Object, namespace: Option<Id>) -> Vec<Key> {
        let name = || object.name.clone();
        let mut keys = Vec::new();
        match (&object.body, object.relation(), namespace) {
            (Body::Schema, ..) => keys.push(Key::Schema(name())),
            (Body::Extension(extension), ..) => {
                keys.push(Key::Extension(name()));
                let brought = extension.provides.iter();
                keys.extend(brought.map(|(class, name)| Key::Provided(*class, name.clone(), extension.schema)));
            }
            (Body::Table(_) | Body::View(_), _, Some(ns)) => {
                keys.push(Key::Relation(ns, name()));
                keys.push(Key::Type(ns, name()));
                let surprising = object.table().into_iter().flat_map(|table| not_null::surprising_names(&object.name, table));
                keys.extend(surprising.map(|it| Key::NotNull(ns, it.clone(), name())));
            }
            (Body::Sequence(_) | Body::Index(_), _, Some(ns)) => keys.push(Key::Relation(ns, name())),
            (Body::Type(ty), _, Some(ns)) => {
                keys.push(Key::Type(ns, name()));
                if matches!(ty.body, TypeBody::Composite(_)) {
                    keys.push(Key::Relation(ns, name()));
                }
            }
            (Body::Routine(routine), _, Some(ns)) => keys.push(Key::Routine(ns, name(), signature(&routine.args))),
            (Body::Constraint(constraint), Some(table), ns) => {
                keys.push(Key::Constraint(table, name()));
                if let Some(ns) = ns {
                    keys.push(Key::ConstraintIn(ns, name(), table));
                    if constraint.has_index() {
                        keys.push(Key::Relation(ns, name()));
                    }
                }
            }
            (Body::Trigger(_), Some(table), _) => keys.push(Key::Trigger(table, name())),
            (Body::Policy(_), Some(table), _) => keys.push(Key::Policy(table, name())),
            (Body::Rule(_), Some(table), _) => keys.push(Key::Rule(table, name())),
            (Body::Other(other), _, ns) => keys.push(Key::Other(other.class, ns, other_name(&object.name, other))),
            _ => {}
        }
        keys
    }

    /// The object with this key.
    pub fn find(&self, key: &Key) -> Option<Id> {
        self.names.get(key).copied()
    }

    /// The schema of this name.
    pub fn find_schema(&self, name: &str) -> Option<Id> {
        self.find(&Key::Schema(name.to_owned()))
    }

    /// The schemas to look in for a name: its qualifier, or the search path.
    fn namespaces(&self, name: &Name) -> Vec<Id> {
        match &name.schema {
            Some(schema) => self.find_schema(schema).into_iter().collect(),
            None => self.search_path.iter().filter_map(|schema| self.find_schema(schema)).collect(),
        }
    }

    /// Where a new object of this name goes: its qualifier, or the first schema of the path that exists.
    pub fn creation_schema(&self, name: &Name) -> Option<Id> {
        self.namespaces(name).first().copied()
    }

    /// The relation (table, view, sequence, index, constraint's index) of this name.
    pub fn find_relation(&self, name: &Name) -> Option<Id> {
        self.namespaces(name).into_iter().find_map(|ns| self.find(&Key::Relation(ns, name.name.clone())))
    }

    /// The type of this name: also a table's or view's row type.
    pub fn find_type(&self, name: &Name) -> Option<Id> {
        self.namespaces(name).into_iter().find_map(|ns| self.find(&Key::Type(ns, name.name.clone())))
    }

    /// The routines of this name, oldest first.
    pub fn find_routines(&self, name: &Name) -> Vec<Id> {
        let mut found = Vec::new();
        for ns in self.namespaces(name) {
            let from = Key::Routine(ns, name.name.clone(), Vec::new());
            let same = |key: &Key| matches!(key, Key::Routine(at, n, _) if *at == ns && *n == name.name);
            found.extend(self.names.range(from..).take_while(|(key, _)| same(key)).map(|(_, id)| *id));
        }
        found
    }

    /// The extension that brings an object of this class and name. One without qualifier may be out of the search path that
    /// the files tell.
    pub fn find_provider(&self, class: Class, name: &Name) -> Option<Id> {
        let from = Key::Provided(class, name.name.clone(), None);
        let same = |key: &Key| matches!(key, Key::Provided(c, n, _) if *c == class && *n == name.name);
        let wanted = name.schema.as_ref().map(|schema| self.find_schema(schema));
        let mut found = self.names.range(from..).take_while(|(key, _)| same(key));
        found.find(|(key, _)| wanted.is_none_or(|ns| matches!(key, Key::Provided(_, _, at) if *at == ns))).map(|(_, id)| *id)
    }

    /// The schema that an object lives in, through its relation if it belongs to one.
    pub fn namespace(&self, id: Id) -> Option<Id> {
        match self.get(id)?.place {
            Place::Database => None,
            Place::Schema(schema) => Some(schema),
            Place::Relation(table) => self.namespace(table),
        }
    }

    /// That schema's name.
    pub fn namespace_name(&self, id: Id) -> Option<&str> {
        Some(self.get(self.namespace(id)?)?.name.as_str())
    }

    /// The name to print: qualified unless in `public`.
    pub fn print_name(&self, id: Id) -> String {
        let Some(object) = self.get(id) else { return String::new() };
        let qualifier = self.namespace_name(id).filter(|name| *name != "public");
        quote::qualified(qualifier, &object.name)
    }

    /// The columns of a relation, in order.
    pub fn columns_of(&self, id: Id) -> Vec<ColumnId> {
        match self.get(id).map(|object| &object.body) {
            Some(Body::Table(table)) => table.columns.iter().map(|column| column.id).collect(),
            Some(Body::View(view)) => view.columns.iter().map(|(id, _)| *id).collect(),
            Some(Body::Type(ty)) => match &ty.body {
                TypeBody::Composite(attributes) => attributes.iter().map(|attribute| attribute.id).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// A column's name.
    pub fn column_name(&self, id: Id, column: ColumnId) -> Option<&str> {
        match &self.get(id)?.body {
            Body::Table(table) => table.column_by_id(column).map(|column| column.name.as_str()),
            Body::View(view) => view.columns.iter().find(|(at, _)| *at == column).map(|(_, name)| name.as_str()),
            Body::Type(ty) => match &ty.body {
                TypeBody::Composite(attributes) => attributes.iter().find(|a| a.id == column).map(|a| a.name.as_str()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The column of this name.
    pub fn find_column(&self, id: Id, name: &str) -> Option<ColumnId> {
        self.columns_of(id).into_iter().find(|column| self.column_name(id, *column) == Some(name))
    }

    /// Whether any constraint of a schema has this name (PostgreSQL: `ConstraintNameExists`).
    pub fn constraint_name_exists(&self, namespace: Id, name: &str) -> bool {
        let from = Key::ConstraintIn(namespace, name.to_owned(), Id(0));
        let first = self.names.range(from..).next();
        first.is_some_and(|(key, _)| matches!(key, Key::ConstraintIn(at, n, _) if *at == namespace && n == name))
    }

    /// Everything that depends on an object or a column of it.
    pub fn dependents(&self, id: Id) -> Vec<Id> {
        self.dependents.get(&id).map(|set| set.iter().copied().collect()).unwrap_or_default()
    }

    /// What belongs to a relation: its constraints, indexes, triggers, policies and rules.
    pub fn children(&self, id: Id) -> Vec<Id> {
        let belongs = |child: &Id| self.get(*child).and_then(Object::relation) == Some(id);
        self.dependents(id).into_iter().filter(belongs).collect()
    }

    /// Names for the search path; `None` restores the default.
    pub fn set_search_path(&mut self, path: Option<Vec<String>>) {
        self.search_path = match path {
            Some(path) => path.into_iter().filter(|name| name != "$user" && name != "pg_catalog").collect(),
            None => vec!["public".to_owned()],
        };
    }
}

/// A number that was never given before.
fn moment() -> u64 {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

fn other_name(name: &str, other: &object::Other) -> String {
    match &other.args {
        Some(args) => format!("{name}({}){}", signature(args).join(","), other.suffix),
        None => format!("{name}{}", other.suffix),
    }
}

/// Argument types in the form that identifies a routine: no modifiers, no schema.
pub fn signature(args: &[TypeName]) -> Vec<String> {
    let one = |ty: &TypeName| format!("{}{}", ty.name.name, if ty.dimensions > 0 { "[]" } else { "" });
    args.iter().map(one).collect()
}
