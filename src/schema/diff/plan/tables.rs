//! Steps for what differs between two tables, their columns, and types.

use std::collections::BTreeMap;

use super::Planner;
use crate::schema::Schema;
use crate::schema::apply::{follows_type, with_label};
use crate::schema::ddl::columns::is_gentle;
use crate::schema::diff::steps::Step;
use crate::schema::id::{ColumnId, Id, Part, Ref};
use crate::schema::object::{Body, Column, Constraint, ConstraintRule, Object, Table, TypeBody, UserType};

impl Planner<'_> {
    pub(super) fn table(&mut self, id: Id, old: &Table, new: &Table) {
        for column in &old.columns {
            match new.column_by_id(column.id) {
                Some(now) => self.column(id, column, now, old, new),
                None if column.inherited => {}
                None => {
                    self.add(Step::DropColumn(id, column.id));
                    self.queue.push(Ref::column(id, column.id));
                }
            }
        }
        for column in new.columns.iter().filter(|column| old.column_by_id(column.id).is_none() && !column.inherited) {
            self.add(Step::AddColumn(id, column.id));
        }
        let plain = |table: &Table| Table { columns: Vec::new(), rebuilt_from: None, ..table.clone() };
        if plain(old) != plain(new) {
            self.add(Step::Alter(id));
        }
        if old.unlogged != new.unlogged {
            self.release_unlogged(id);
        }
    }

    /// A logged table may not refer to one that is unlogged. Two that refer to each other become the one or the other without
    /// their foreign keys.
    fn release_unlogged(&mut self, table: Id) {
        let targets = |table: Id| foreign_keys(self.from, table).collect::<Vec<_>>();
        let mutual: Vec<Id> = targets(table)
            .into_iter()
            .filter(|(_, target)| *target != table && targets(*target).iter().any(|(_, back)| *back == table))
            .map(|(key, _)| key)
            .collect();
        for key in mutual {
            self.recreate_if_kept(key);
        }
    }

    pub(super) fn column(&mut self, id: Id, old: &Column, new: &Column, old_table: &Table, new_table: &Table) {
        if old.inherited && new.inherited && has_parent(old_table) && has_parent(new_table) {
            self.inherited_column(id, old, new);
            return;
        }
        if old.name != new.name {
            self.add(Step::RenameColumn(id, old.id));
        }
        if !old.ty.same(&new.ty) || !self.same_option(old.collation.as_ref(), new.collation.as_ref()) {
            self.change_type(id, old.id);
        }
        let follows = match (&old.default, &new.default) {
            (Some(a), Some(b)) => follows_type(a, &new.ty, b),
            _ => false,
        };
        if !follows && !self.follows_label(old, new) && !self.same_option(old.default.as_ref(), new.default.as_ref()) {
            self.change_default(id, old, new);
        }
        let sequence = |column: &Column| column.identity.as_ref().map(|it| it.sequence);
        if old.identity.is_some() && sequence(old) != sequence(new) {
            self.add(Step::DropDefault(id, old.id));
        }
        let generated = |column: &Column| column.generated.as_ref().map(|it| it.expression.clone());
        if !self.same_option(generated(old).as_ref(), generated(new).as_ref()) {
            self.regenerate(id, old.id);
        }
        let renames_not_null = self.to.names_not_null && old.not_null_name != new.not_null_name;
        if settings(old) != settings(new) || renames_not_null {
            self.add(Step::ColumnSettings(id, old.id));
        }
    }

    /// Whether a default is a value of an enum that is only called otherwise: it follows its label.
    fn follows_label(&self, old: &Column, new: &Column) -> bool {
        let labels = |schema: &Schema, column: &Column| match &schema.get(column.ty.user?)?.body {
            Body::Type(UserType { body: TypeBody::Enum(labels) }) => Some(labels.clone()),
            _ => None,
        };
        let (Some(from), Some(to)) = (labels(self.from, old), labels(self.to, new)) else { return false };
        let (Some(was), Some(now)) = (&old.default, &new.default) else { return false };
        let mut renamed = from.iter().zip(&to).filter(|(from, to)| from != to);
        renames_values(&from, &to)
            && renamed.any(|(from, to)| with_label(was, from, to).is_some_and(|followed| self.same(&followed, now)))
    }

    /// A column that a parent gave follows the parent; its default and comment are its own.
    pub(super) fn inherited_column(&mut self, id: Id, old: &Column, new: &Column) {
        let parent = |schema: &Schema, column: &Column| {
            let table = schema.get(id)?.table()?;
            let parents = table.inherits.iter().chain(table.partition_of.as_ref().map(|(parent, _)| parent));
            let mut found = parents.filter_map(|parent| schema.get(*parent)?.table()?.column(&column.name));
            found.next().cloned()
        };
        let follows = match (parent(self.from, old), parent(self.to, new)) {
            (Some(was), Some(now)) => {
                self.same_option(was.default.as_ref(), old.default.as_ref())
                    && self.same_option(now.default.as_ref(), new.default.as_ref())
            }
            _ => false,
        };
        if !follows && !self.same_option(old.default.as_ref(), new.default.as_ref()) {
            self.change_default(id, old, new);
        }
        let not_null_follows = match (parent(self.from, old), parent(self.to, new)) {
            (Some(was), Some(now)) => (was.not_null, now.not_null) == (old.not_null, new.not_null),
            _ => false,
        };
        if old.comment != new.comment || (!not_null_follows && old.not_null != new.not_null) {
            self.add(Step::ColumnSettings(id, old.id));
        }
    }

    pub(super) fn change_default(&mut self, id: Id, old: &Column, new: &Column) {
        if old.default.is_some() {
            self.add(Step::DropDefault(id, old.id));
        }
        if new.default.is_some() {
            self.add(Step::SetDefault(id, old.id));
        }
    }

    /// A generated column cannot be altered into another: it is dropped and added again, and computes itself.
    pub(super) fn regenerate(&mut self, table: Id, column: ColumnId) {
        if self.add(Step::DropColumn(table, column)) {
            self.add(Step::AddColumn(table, column));
            self.queue.push(Ref::column(table, column));
        }
    }

    pub(super) fn change_type(&mut self, table: Id, column: ColumnId) {
        let columns = |schema: &Schema| schema.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column).cloned());
        let (Some(old), Some(new)) = (columns(self.from), columns(self.to)) else { return };
        // The type of a column that a parent gave changes with the parent's; its default is its own.
        let follows = old.inherited && new.inherited;
        if !follows && !self.add(Step::ColumnType(table, column)) {
            return;
        }
        let rebuilt = old.ty.user.is_some_and(|ty| self.plan.rebuilt_types.contains(&ty));
        if rebuilt || !is_gentle(&old.ty, &new.ty) {
            if old.default.is_some() {
                self.add(Step::DropDefault(table, column));
            }
            if new.default.is_some() {
                self.add(Step::SetDefault(table, column));
            }
        }
        if new.storage.is_some() || new.compression.is_some() {
            self.add(Step::ColumnSettings(table, column));
        }
        self.queue.push(Ref::column(table, column));
        self.own_generated(table, column);
    }

    /// Generated columns of the same table that use this one.
    pub(super) fn own_generated(&mut self, table: Id, column: ColumnId) {
        let Some(object) = self.from.get(table) else { return };
        for dependency in object.dependencies() {
            if let (Part::ColumnGenerated(other), true) = (dependency.part, dependency.on == Ref::column(table, column)) {
                if self.to.column_name(table, other).is_some() {
                    self.regenerate(table, other);
                }
            }
        }
    }

    pub(super) fn user_type(&mut self, id: Id, old: &TypeBody, new: &TypeBody) {
        let (TypeBody::Enum(a), TypeBody::Enum(b)) = (old, new) else {
            self.add(Step::Alter(id));
            return;
        };
        if renames_values(a, b) {
            self.add(Step::Alter(id));
        } else {
            self.rebuild_type(id);
        }
    }

    /// A value cannot be taken out of an enum: the type is renamed away, made anew, and its users go over to the new one.
    pub(super) fn rebuild_type(&mut self, id: Id) {
        if !self.plan.rebuilt_types.insert(id) {
            return;
        }
        self.plan.steps.extend([Step::TypeAway(id), Step::Create(id), Step::TypeGone(id)]);
        self.queue.push(Ref::whole(id));
    }
}

/// The foreign keys of a table, with the tables that they refer to.
pub fn foreign_keys(schema: &Schema, table: Id) -> impl Iterator<Item = (Id, Id)> + '_ {
    schema.children(table).into_iter().filter_map(|key| match &schema.get(key)?.body {
        Body::Constraint(Constraint { rule: ConstraintRule::ForeignKey { target, .. }, .. }) => Some((key, *target)),
        _ => None,
    })
}

/// Whether renames alone lead from the labels of one enum to those of another.
fn renames_values(from: &[String], to: &[String]) -> bool {
    let differing = || from.iter().zip(to).filter(|(x, y)| x != y);
    from.len() == to.len() && differing().all(|(x, y)| !to.contains(x) && !from.contains(y))
}

fn has_parent(table: &Table) -> bool {
    !table.inherits.is_empty() || table.partition_of.is_some()
}

type Settings<'a> = (bool, Option<(bool, Id)>, [Option<&'a String>; 4], &'a BTreeMap<String, String>, &'a [(String, String)]);

fn settings(column: &Column) -> Settings<'_> {
    (
        column.not_null,
        column.identity.as_ref().map(|it| (it.always, it.sequence)),
        [column.storage.as_ref(), column.compression.as_ref(), column.statistics.as_ref(), column.comment.as_ref()],
        &column.options,
        &column.foreign_options,
    )
}
