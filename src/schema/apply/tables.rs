//! CREATE TABLE in all its forms.

use std::collections::BTreeMap;

use super::Applier;
use crate::dialect::effect::{ColumnDef, ConstraintDef, CreateTable, Identity, LikeClause, OutputType, SequenceOptions};
use crate::dialect::name::{Class, Name};
use crate::dialect::wording::Wording;
use crate::schema::def::key_definition;
use crate::schema::id::{ColumnId, Id, Ref};
use crate::schema::object::{Body, Column, GeneratedColumn, IdentityColumn, Object, Place, Table, TableKind, TypeBody};

impl Applier<'_> {
    pub(super) fn create_table(&mut self, create: &CreateTable) {
        let Some(namespace) = self.creation_schema(&create.name) else { return };
        if self.name_taken(namespace, &create.name.name) && !create.temporary {
            if !create.if_not_exists {
                self.duplicate("table", &create.name.to_string());
            }
            return;
        }
        let table = Table {
            kind: if create.temporary { TableKind::Temporary } else { TableKind::Permanent },
            unlogged: create.unlogged,
            options: create.options.clone(),
            tablespace: create.tablespace.clone(),
            access_method: create.access_method.clone(),
            foreign: create.foreign.clone(),
            server: create
                .foreign
                .as_ref()
                .and_then(|(server, _)| self.schema.find_other(Class::Server, &Name::bare(server.clone()))),
            ..Table::default()
        };
        let id = self.add(Object::new(create.name.name.clone(), Place::Schema(namespace), Body::Table(table)));
        self.take_parents(id, create);
        self.take_of_type(id, create.of_type.as_ref());
        self.fill(id, create);
    }

    fn fill(&mut self, id: Id, create: &CreateTable) {
        let mut constraints = Vec::new();
        for (position, column) in create.columns.iter().enumerate() {
            self.take_likes(id, create, position);
            self.merge_or_add(id, column);
            constraints.extend(&column.constraints);
        }
        self.take_likes(id, create, create.columns.len());
        constraints.extend(&create.constraints);
        // The server makes the primary key first, then the other keys, then checks and foreign keys.
        constraints
            .sort_by_key(|constraint| !matches!(constraint.kind, crate::dialect::effect::ConstraintKind::PrimaryKey { .. }));
        for constraint in distinct_keys(constraints) {
            self.add_constraint(id, &constraint);
        }
        if let Some(by) = &create.partition_by {
            let def = self.resolve(by, Some(id));
            self.change_table(id, |table| table.partition_by = Some(def));
        }
    }

    /// A column of its own, or more about a column that a parent or type brought.
    fn merge_or_add(&mut self, id: Id, column: &ColumnDef) {
        let Some(existing) = self.schema.find_column(id, &column.name) else {
            self.add_column(id, column);
            return;
        };
        let default = column.default.as_ref().map(|wording| self.resolve(wording, Some(id)));
        let not_null = column.not_null.as_ref().is_some_and(|it| it.not_null);
        self.change_column(id, existing, |column| {
            column.not_null |= not_null;
            if default.is_some() {
                column.default = default;
            }
        });
        self.name_not_null(id, existing);
    }

    pub(super) fn change_table(&mut self, id: Id, change: impl FnOnce(&mut Table)) {
        self.schema.update(id, |object| {
            if let Some(table) = object.table_mut() {
                change(table);
            }
        });
    }

    fn take_parents(&mut self, id: Id, create: &CreateTable) {
        for parent in &create.inherits {
            if let Some(parent) = self.relation(parent, false) {
                self.change_table(id, |table| table.inherits.push(parent));
                self.copy_columns(id, parent, true, true);
            }
        }
        if let Some((parent, bound)) = &create.partition_of {
            if let Some(parent) = self.relation(parent, false) {
                let bound = self.resolve(bound, None);
                self.change_table(id, |table| table.partition_of = Some((parent, bound)));
                self.copy_columns(id, parent, true, true);
            }
        }
    }

    fn take_of_type(&mut self, id: Id, name: Option<&Name>) {
        let Some(ty) = name.and_then(|name| self.schema.find_type(name)) else { return };
        let attributes = match self.schema.get(ty).map(|object| &object.body) {
            Some(Body::Type(it)) => match &it.body {
                TypeBody::Composite(attributes) => attributes.clone(),
                _ => return,
            },
            _ => return,
        };
        self.change_table(id, |table| table.of_type = Some(ty));
        for attribute in attributes {
            let column = Column::new(self.schema.new_column(), attribute.name, attribute.ty);
            self.change_table(id, |table| table.columns.push(column));
        }
    }

    fn copy_columns(&mut self, id: Id, from: Id, inherited: bool, defaults: bool) -> BTreeMap<ColumnId, ColumnId> {
        let columns = self.schema.get(from).and_then(Object::table).map(|table| table.columns.clone()).unwrap_or_default();
        let mut map = BTreeMap::new();
        for mut column in columns {
            if self.schema.find_column(id, &column.name).is_some() {
                continue;
            }
            let new = self.schema.new_column();
            map.insert(column.id, new);
            column.id = new;
            column.inherited = inherited;
            column.comment = None;
            column.identity = None;
            if !defaults {
                column.default = None;
                column.generated = None;
            }
            self.change_table(id, |table| table.columns.push(column));
        }
        map
    }

    fn take_likes(&mut self, id: Id, create: &CreateTable, position: usize) {
        for like in create.likes.iter().filter(|like| like.position == position) {
            self.take_like(id, like);
        }
    }

    fn take_like(&mut self, id: Id, like: &LikeClause) {
        let Some(from) = self.relation(&like.table, false) else { return };
        let with = |what: &str| like.including.iter().any(|it| it == what);
        let columns = self.copy_columns(id, from, false, true);
        let map = |at: Ref| match (at.id == from, at.column) {
            (true, Some(column)) => Ref::column(id, columns.get(&column).copied().unwrap_or(column)),
            (true, None) => Ref::whole(id),
            _ => at,
        };
        for (old, new) in &columns {
            let Some(source) = self.schema.get(from).and_then(Object::table).and_then(|it| it.column_by_id(*old)).cloned() else {
                continue;
            };
            self.change_column(id, *new, |column| {
                let default = source.default.as_ref().filter(|_| with("defaults"));
                column.default = default.map(|def| def.map_ids(&map));
                let generated = source.generated.as_ref().filter(|_| with("generated"));
                column.generated =
                    generated.map(|it| GeneratedColumn { expression: it.expression.map_ids(&map), stored: it.stored });
                column.comment = source.comment.clone().filter(|_| with("comments"));
                column.storage = source.storage.clone().filter(|_| with("storage"));
                column.compression = source.compression.clone().filter(|_| with("compression"));
                column.statistics = None;
                column.options.clear();
            });
            if let (Some(identity), true) = (&source.identity, with("identity")) {
                self.copy_identity(id, *new, identity);
            }
        }
        for child in self.schema.children(from) {
            self.copy_child(id, child, &map, &with);
        }
    }

    /// An identity of its own, with the numbers of the other's.
    fn copy_identity(&mut self, table: Id, column: ColumnId, identity: &IdentityColumn) {
        let facts = match self.schema.get(identity.sequence).map(|object| &object.body) {
            Some(Body::Sequence(sequence)) => sequence.facts.clone(),
            _ => return,
        };
        self.add_identity(table, column, &Identity { always: identity.always, options: SequenceOptions::default() });
        let added = self.schema.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column)).cloned();
        if let Some(added) = added.and_then(|it| it.identity) {
            self.change_sequence(added.sequence, |it| it.facts = facts);
        }
    }

    fn copy_child(&mut self, id: Id, child: Id, map: &dyn Fn(Ref) -> Ref, with: &dyn Fn(&str) -> bool) {
        let (constraints, indexes) = (with("constraints"), with("indexes"));
        let Some(object) = self.schema.get(child) else { return };
        let mut copy = object.map_ids(map);
        match &copy.body {
            Body::Constraint(constraint) if constraint.has_index() && indexes => {
                copy.name = self.constraint_name(id, constraint);
            }
            Body::Constraint(constraint)
                if matches!(constraint.rule, crate::schema::object::ConstraintRule::Check) && constraints => {}
            Body::Index(index) if indexes => {
                copy.name = self.index_name(id, &index.elements);
            }
            _ => return,
        }
        if !with("comments") {
            copy.comment = None;
        }
        self.schema.insert(copy);
    }

    pub(super) fn create_table_as(
        &mut self,
        name: &Name,
        if_not_exists: bool,
        temporary: bool,
        (columns, types): (&[Option<String>], &[OutputType]),
        wording: &Wording,
    ) {
        let Some(namespace) = self.creation_schema(name) else { return };
        if self.name_taken(namespace, &name.name) {
            if !if_not_exists {
                self.duplicate("table", &name.to_string());
            }
            return;
        }
        let def = self.resolve(wording, None);
        let types = self.query_types(columns, types, &def);
        let (names, known) = Self::query_columns(columns, &def);
        if !known {
            self.uncertain(format!("the columns of table {name} come from a query whose columns are not known"));
        }
        let kind = if temporary { TableKind::Temporary } else { TableKind::Permanent };
        let columns: Vec<(ColumnId, String)> = names.into_iter().map(|name| (self.schema.new_column(), name)).collect();
        let types_known = known && types.len() == columns.len() && types.iter().all(Option::is_some);
        let ty = |at: usize| types.get(at).cloned().flatten().filter(|_| types_known);
        let new = columns.iter().enumerate().map(|(at, (id, name))| {
            let (ty, collation) = ty(at).unwrap_or_else(|| (super::columns::unknown_type(), None));
            Column { collation, ..Column::new(*id, name.clone(), ty) }
        });
        // Where every type is known, the table is made again without the query, which may use what is no more.
        let query = (!types_known).then(|| (def, columns.clone()));
        let table = Table { kind, columns: new.collect(), query, ..Table::default() };
        self.add(Object::new(name.name.clone(), Place::Schema(namespace), Body::Table(table)));
    }
}

/// Keys of one statement that would have the same index are one key (PostgreSQL: `transformIndexConstraints`): the first, which takes
/// the name of a later one where it has none.
fn distinct_keys(constraints: Vec<&ConstraintDef>) -> Vec<ConstraintDef> {
    let mut kept: Vec<ConstraintDef> = Vec::new();
    for constraint in constraints {
        let key = |it: &ConstraintDef| key_definition(&it.wording.text).map(|key| (key, it.deferral.clone()));
        let same = key(constraint).and_then(|own| kept.iter_mut().find(|it| key(it).as_ref() == Some(&own)));
        match same {
            Some(first) => first.name = first.name.take().or_else(|| constraint.name.clone()),
            None => kept.push(constraint.clone()),
        }
    }
    kept
}
