//! What a schema holds: one file a class, each with the facts of the class and what an object of it depends on.

mod constraint;
mod index;
mod other;
mod routine;
mod sequence;
mod table;
mod user_type;
mod view;

pub use constraint::{Constraint, ConstraintRule};
pub use index::{Index, IndexMarks};
pub use other::{Extension, Other, Policy, Rule, Settings, Trigger};
pub use routine::Routine;
pub use sequence::{Sequence, SequenceFacts};
pub use table::{Column, ColumnType, GeneratedColumn, IdentityColumn, Table, TableKind};
pub use user_type::{Attribute, Domain, DomainConstraint, TypeBody, UserType};
pub use view::View;

use std::collections::BTreeMap;

use super::acl::Acl;
use super::id::{ColumnId, Dependency, Id, Ref};
use crate::dialect::name::Class;

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    pub name: String,
    pub place: Place,
    pub body: Body,
    /// The literal of COMMENT ON as written.
    pub comment: Option<String>,
    /// The literals of SECURITY LABEL as written, by provider (`None`: not told) and column.
    pub labels: BTreeMap<(Option<String>, Option<String>), String>,
    pub owner: Option<String>,
    pub acl: Acl,
    /// Whether it exists depends on what a database held when it was to be made.
    pub doubtful: bool,
}

/// Where an object lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Database,
    Schema(Id),
    /// Belongs to a relation: constraints, indexes, triggers, policies, rules.
    Relation(Id),
}

/// What an object is.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Schema,
    Extension(Extension),
    Table(Table),
    View(View),
    Index(Index),
    Constraint(Constraint),
    Sequence(Sequence),
    Type(UserType),
    Routine(Routine),
    Trigger(Trigger),
    Policy(Policy),
    Rule(Rule),
    Other(Other),
}

impl Object {
    /// A new object without comment, owner and grants.
    pub fn new(name: impl Into<String>, place: Place, body: Body) -> Self {
        Self {
            name: name.into(),
            place,
            body,
            comment: None,
            labels: BTreeMap::new(),
            owner: None,
            acl: Acl::default(),
            doubtful: false,
        }
    }

    /// Whether it is a table with columns that no file tells.
    pub fn has_open_columns(&self) -> bool {
        self.table().is_some_and(|table| table.columns_open)
    }

    /// The class that statements call it by.
    pub fn class(&self) -> Class {
        match &self.body {
            Body::Schema => Class::Schema,
            Body::Extension(_) => Class::Extension,
            Body::Table(table) if table.foreign.is_some() => Class::ForeignTable,
            Body::Table(_) => Class::Table,
            Body::View(view) if view.materialized => Class::MaterializedView,
            Body::View(_) => Class::View,
            Body::Index(_) => Class::Index,
            Body::Constraint(_) => Class::Constraint,
            Body::Sequence(_) => Class::Sequence,
            Body::Type(ty) if matches!(ty.body, TypeBody::Domain(_)) => Class::Domain,
            Body::Type(_) => Class::Type,
            Body::Routine(routine) => routine.class,
            Body::Trigger(_) => Class::Trigger,
            Body::Policy(_) => Class::Policy,
            Body::Rule(_) => Class::Rule,
            Body::Other(other) => other.class,
        }
    }

    /// Everything that the object needs in order to exist.
    pub fn dependencies(&self) -> Vec<Dependency> {
        let mut found = Vec::new();
        match self.place {
            Place::Database => {}
            Place::Schema(id) => found.push(needs(Ref::whole(id))),
            Place::Relation(id) => found.push(follows(Ref::whole(id))),
        }
        match &self.body {
            Body::Schema => {}
            Body::Extension(it) => it.dependencies(&mut found),
            Body::Table(it) => it.dependencies(&mut found),
            Body::View(it) => it.dependencies(&mut found),
            Body::Index(it) => it.dependencies(self.place, &mut found),
            Body::Constraint(it) => it.dependencies(self.place, &mut found),
            Body::Sequence(it) => it.dependencies(&mut found),
            Body::Type(it) => it.dependencies(&mut found),
            Body::Routine(it) => it.dependencies(&mut found),
            Body::Trigger(it) => it.dependencies(&mut found),
            Body::Policy(it) => it.dependencies(&mut found),
            Body::Rule(it) => it.dependencies(&mut found),
            Body::Other(it) => it.dependencies(&mut found),
        }
        found
    }

    /// What the table says of the index, if there is one.
    pub fn marks(&self) -> IndexMarks {
        match &self.body {
            Body::Index(index) => index.marks,
            Body::Constraint(constraint) => constraint.marks,
            _ => IndexMarks::default(),
        }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.body {
            Body::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table to change, if it is one.
    pub fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.body {
            Body::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Gives a column of a table, a view or a composite type another name. A comment on a view's column goes along.
    pub fn rename_column(&mut self, column: ColumnId, to: &str) {
        match &mut self.body {
            Body::Table(table) => {
                for at in table.columns.iter_mut().filter(|at| at.id == column) {
                    self.acl.rename_column(&at.name, Some(to));
                    rename_label(&mut self.labels, &at.name, to);
                    to.clone_into(&mut at.name);
                }
            }
            Body::View(view) => view.rename_column(column, to),
            Body::Type(UserType { body: TypeBody::Composite(attributes) }) => {
                for at in attributes.iter_mut().filter(|at| at.id == column) {
                    to.clone_into(&mut at.name);
                }
            }
            _ => {}
        }
    }

    /// The relation that it belongs to.
    pub fn relation(&self) -> Option<Id> {
        match self.place {
            Place::Relation(id) => Some(id),
            _ => None,
        }
    }

    /// The same object with other ids for what it refers to.
    #[must_use]
    pub fn map_ids(&self, map: &dyn Fn(Ref) -> Ref) -> Self {
        let id = |id: Id| map(Ref::whole(id)).id;
        let mut object = self.clone();
        object.place = match self.place {
            Place::Database => Place::Database,
            Place::Schema(at) => Place::Schema(id(at)),
            Place::Relation(at) => Place::Relation(id(at)),
        };
        match &mut object.body {
            Body::Schema => {}
            Body::Extension(it) => it.map_ids(map),
            Body::Table(it) => it.map_ids(map),
            Body::View(it) => it.map_ids(map),
            Body::Index(it) => it.map_ids(map, self.place),
            Body::Constraint(it) => it.map_ids(map, self.place),
            Body::Sequence(it) => it.map_ids(map),
            Body::Type(it) => it.map_ids(map),
            Body::Routine(it) => it.map_ids(map),
            Body::Trigger(it) => it.map_ids(map),
            Body::Policy(it) => it.map_ids(map),
            Body::Rule(it) => it.def = it.def.map_ids(map),
            Body::Other(it) => it.map_ids(map),
        }
        object
    }
}

fn rename_label(labels: &mut BTreeMap<(Option<String>, Option<String>), String>, from: &str, to: &str) {
    if labels.keys().any(|(_, column)| column.as_deref() == Some(from)) {
        let moved = std::mem::take(labels).into_iter();
        let column = |column: Option<String>| if column.as_deref() == Some(from) { Some(to.to_owned()) } else { column };
        labels.extend(moved.map(|((provider, at), text)| ((provider, column(at)), text)));
    }
}

/// A dependency that must be dropped first.
fn needs(on: Ref) -> Dependency {
    Dependency { part: super::id::Part::Whole, on, auto: false }
}

/// A dependency that takes the object with it.
fn follows(on: Ref) -> Dependency {
    Dependency { part: super::id::Part::Whole, on, auto: true }
}

fn map_column(map: &dyn Fn(Ref) -> Ref, of: Id, column: ColumnId) -> ColumnId {
    map(Ref::column(of, column)).column.unwrap_or(column)
}
