//! DROP, with what the server drops along: what belongs to the object, and with CASCADE what needs it.

use super::Applier;
use super::others::{class_words, is_cluster_wide};
use crate::dialect::name::{Class, ObjectName};
use crate::schema::Key;
use crate::schema::id::{ColumnId, Dependency, Id, Part, Ref};
use crate::schema::object::{Body, Object, TypeBody, UserType};

impl Applier<'_> {
    pub(super) fn drop_objects(&mut self, objects: &[ObjectName], if_exists: bool, cascade: bool) {
        for object in objects {
            if is_cluster_wide(object.class) {
                self.done.outside.push(format!("{} {}", class_words(object.class), object.name));
                continue;
            }
            match self.find(object) {
                Some(id) => self.drop_id(id, cascade),
                None if if_exists => {}
                None => self.missing(class_words(object.class), &object.name.to_string()),
            }
        }
    }

    /// The object that a statement names.
    pub(super) fn find(&self, object: &ObjectName) -> Option<Id> {
        let of = |key: fn(Id, String) -> Key| {
            let relation = self.schema.find_relation(object.of.as_ref()?)?;
            self.schema.find(&key(relation, object.name.name.clone()))
        };
        match object.class {
            Class::Schema => self.schema.find_schema(&object.name.name),
            Class::Extension => self.schema.find(&Key::Extension(object.name.name.clone())),
            Class::Table | Class::ForeignTable | Class::View | Class::MaterializedView | Class::Index | Class::Sequence => {
                self.schema.find_relation(&object.name)
            }
            Class::Type | Class::Domain => self.schema.find_type(&object.name),
            Class::Function | Class::Procedure | Class::Routine | Class::Aggregate => self.find_routine(object),
            Class::Trigger => of(Key::Trigger),
            Class::Policy => of(Key::Policy),
            Class::Rule => of(Key::Rule),
            Class::Constraint => of(Key::Constraint),
            _ => self.find_other_object(object),
        }
    }

    /// Drops an object and what goes with it. What goes with it goes first: its names are looked up through the object.
    pub(super) fn drop_id(&mut self, id: Id, cascade: bool) {
        if !self.dropping.insert(id) {
            return;
        }
        if matches!(self.schema.get(id).map(|object| &object.body), Some(Body::Table(_))) {
            self.drop_owned_sequences(id, None);
        }
        self.leave_publications(id);
        self.drop_dependents(id, None, cascade);
        self.schema.remove(id);
        self.dropping.remove(&id);
    }

    fn drop_owned_sequences(&mut self, table: Id, column: Option<ColumnId>) {
        for id in self.schema.dependents(table) {
            let owned = match self.schema.get(id).map(|object| &object.body) {
                Some(Body::Sequence(sequence)) => sequence.owned_by,
                _ => None,
            };
            if owned.is_some_and(|(of, at)| of == table && column.is_none_or(|column| column == at)) {
                self.drop_id(id, true);
            }
        }
    }

    fn drop_dependents(&mut self, id: Id, column: Option<ColumnId>, cascade: bool) {
        for dependent in self.schema.dependents(id) {
            let Some(object) = self.schema.get(dependent) else { continue };
            let hit = |it: &Dependency| it.on == Ref { id, column } || (column.is_none() && it.on.id == id);
            let found: Vec<Dependency> = object.dependencies().into_iter().filter(hit).collect();
            let with_family = object.class() == Class::OperatorClass
                && self.schema.get(id).is_some_and(|it| it.class() == Class::OperatorFamily);
            if with_family || found.iter().any(|it| it.auto) || (cascade && found.iter().any(|it| it.part == Part::Whole)) {
                self.drop_id(dependent, cascade);
            } else if cascade {
                self.drop_parts(dependent, &found);
            }
        }
    }

    /// A column's type goes: the column goes. Its default's function goes: the default goes.
    fn drop_parts(&mut self, table: Id, dependencies: &[Dependency]) {
        for dependency in dependencies {
            match dependency.part {
                Part::ColumnType(column) | Part::ColumnGenerated(column) => self.drop_column_id(table, column, true),
                Part::ColumnDefault(column) => self.change_column(table, column, |it| it.default = None),
                Part::Whole => {}
            }
        }
    }

    pub(super) fn drop_column(&mut self, table: Id, name: &str, if_exists: bool, cascade: bool) {
        match self.schema.find_column(table, name) {
            Some(column) => self.drop_column_id(table, column, cascade),
            None if if_exists => return,
            None => return self.missing_part(table, "column", name),
        }
        for child in self.inheritors(table) {
            let inherited =
                self.schema.get(child).and_then(Object::table).and_then(|t| t.column(name)).is_some_and(|c| c.inherited);
            if inherited {
                self.drop_column(child, name, true, cascade);
            }
        }
    }

    fn has_column_attributes(&self, table: Id, column: &str) -> bool {
        let names = |at: &Option<String>| at.as_deref() == Some(column);
        self.schema
            .get(table)
            .is_some_and(|it| it.acl.grants.keys().any(|(_, at)| names(at)) || it.labels.keys().any(|(_, at)| names(at)))
    }

    fn drop_column_id(&mut self, table: Id, column: ColumnId, cascade: bool) {
        self.drop_owned_sequences(table, Some(column));
        self.drop_dependents(table, Some(column), cascade);
        let name = self.schema.column_name(table, column).map(str::to_owned);
        self.schema.update(table, |it| match &mut it.body {
            Body::Table(table) => table.columns.retain(|at| at.id != column),
            Body::Type(UserType { body: TypeBody::Composite(attributes) }) => attributes.retain(|at| at.id != column),
            _ => {}
        });
        if let Some(name) = name.filter(|name| self.has_column_attributes(table, name)) {
            self.schema.update(table, |it| {
                it.acl.rename_column(&name, None);
                it.labels.retain(|(_, column), _| column.as_ref() != Some(&name));
            });
        }
        self.drop_generated_from(table, column, cascade);
    }

    /// The generated columns of the same table that were computed from a column.
    fn drop_generated_from(&mut self, table: Id, column: ColumnId, cascade: bool) {
        let own = self.schema.get(table).map(Object::dependencies).unwrap_or_default();
        for dependency in own {
            if let (Part::ColumnGenerated(other), true) = (dependency.part, dependency.on == Ref::column(table, column)) {
                self.drop_column_id(table, other, cascade);
            }
        }
    }
}
