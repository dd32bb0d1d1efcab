//! What must be done, in no order yet.
//!
//! Starts from the objects that differ and adds what stands in the way: views over a column whose type changes, foreign keys on a
//! key that is made anew, defaults that use a type that is rebuilt. Whatever is dropped for that reason is made again.

use std::collections::{BTreeMap, BTreeSet};

use super::steps::Step;
use crate::schema::Schema;
use crate::schema::apply::follows_type;
use crate::schema::ddl::columns::is_gentle;
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency, Id, Part, Ref};
use crate::schema::object::{Body, Column, ConstraintRule, Object, Place, Table, TypeBody, View};

/// The steps of a difference, and what the other parts of the differ need to know about them.
#[derive(Debug, Default)]
pub struct Plan {
    pub steps: BTreeSet<Step>,
    /// Objects that go away together with another (a table's indexes, a serial's sequence): no step of their own.
    pub implicit_drops: BTreeSet<Id>,
    /// Sequences that come with their column.
    pub implicit_creates: BTreeSet<Id>,
    /// Enums that are rebuilt.
    pub rebuilt_types: BTreeSet<Id>,
}

/// Finds the steps.
pub fn plan(from: &Schema, to: &Schema) -> Plan {
    let mut planner = Planner { from, to, plan: Plan::default(), queue: Vec::new() };
    for (id, old, new) in from.changed(to) {
        match (old, new) {
            (Some(_), None) => planner.removed(id),
            (None, Some(_)) => planner.added(id),
            (Some(old), Some(new)) => planner.altered(id, old, new),
            (None, None) => {}
        }
    }
    planner.close();
    planner.settle();
    planner.plan
}

struct Planner<'a> {
    from: &'a Schema,
    to: &'a Schema,
    plan: Plan,
    /// What is dropped or changed so that its dependents must be looked at.
    queue: Vec<Ref>,
}

impl Planner<'_> {
    fn add(&mut self, step: Step) -> bool {
        self.plan.steps.insert(step)
    }

    fn removed(&mut self, id: Id) {
        if Self::is_temporary(self.from, id) {
            return;
        }
        self.add(Step::Drop(id));
        self.queue.push(Ref::whole(id));
    }

    fn added(&mut self, id: Id) {
        if !Self::is_temporary(self.to, id) {
            self.add(Step::Create(id));
            self.publish_again(id);
        }
    }

    /// A table that is dropped leaves its publications without a word, and comes back to them.
    fn publish_again(&mut self, table: Id) {
        for dependent in self.to.dependents(table) {
            let publishes = self.to.get(dependent).is_some_and(|it| it.class() == crate::dialect::name::Class::Publication);
            if publishes && self.from.get(dependent).is_some() {
                self.recreate(dependent);
            }
        }
    }

    fn is_temporary(schema: &Schema, id: Id) -> bool {
        use crate::schema::object::TableKind;
        let table = |id: Id| matches!(schema.get(id).map(|it| &it.body), Some(Body::Table(t)) if t.kind == TableKind::Temporary);
        let owner = match schema.get(id).map(|it| &it.body) {
            Some(Body::Sequence(sequence)) if sequence.temporary => return true,
            Some(Body::Sequence(sequence)) => sequence.owned_by.map(|(table, _)| table),
            _ => schema.get(id).and_then(Object::relation),
        };
        table(id) || owner.is_some_and(table)
    }

    /// Drops an object and makes it again.
    fn recreate(&mut self, id: Id) {
        if self.to.get(id).is_none() {
            self.removed(id);
            return;
        }
        if self.add(Step::Drop(id)) {
            self.add(Step::Create(id));
            self.queue.push(Ref::whole(id));
        }
    }

    fn altered(&mut self, id: Id, old: &Object, new: &Object) {
        if self.must_recreate(old, new) || self.changes_owner_in_vain(old, new) {
            self.recreate(id);
            return;
        }
        if old.name != new.name {
            self.add(Step::Rename(id));
        }
        if old.place != new.place && matches!(new.place, Place::Schema(_)) {
            self.add(Step::Move(id));
        }
        if old.comment != new.comment || old.owner != new.owner || old.acl != new.acl {
            self.add(Step::Attributes(id));
        }
        match (&old.body, &new.body) {
            (Body::Table(a), Body::Table(b)) => self.table(id, a, b),
            (Body::Type(a), Body::Type(b)) if a != b => self.user_type(id, &a.body, &b.body),
            (Body::Sequence(a), Body::Sequence(b)) => {
                if a.owned_by != b.owned_by {
                    self.add(Step::Own(id));
                }
                if a.facts != b.facts || a.unlogged != b.unlogged {
                    self.add(Step::Alter(id));
                }
            }
            (Body::Constraint(a), Body::Constraint(b)) if a.index_comment != b.index_comment => {
                self.add(Step::Attributes(id));
                if !self.says_the_same(old, new) {
                    self.add(Step::Alter(id));
                }
            }
            (Body::View(a), Body::View(b)) => {
                for ((column, old), (_, new)) in a.columns.iter().zip(&b.columns) {
                    if old != new {
                        self.add(Step::RenameColumn(id, *column));
                    }
                }
                if a.column_comments != b.column_comments {
                    self.add(Step::Attributes(id));
                }
            }
            (a, b) if a != b && !self.says_the_same(old, new) => {
                self.add(Step::Alter(id));
            }
            _ => {}
        }
    }

    /// A sequence whose owner goes and whose next owner is not there yet: it cannot wait for it.
    fn changes_owner_in_vain(&self, old: &Object, new: &Object) -> bool {
        match (&old.body, &new.body) {
            (Body::Sequence(a), Body::Sequence(b)) => match (a.owned_by, b.owned_by) {
                (Some((old, _)), Some((new, _))) => self.to.get(old).is_none() && self.from.get(new).is_none(),
                _ => false,
            },
            _ => false,
        }
    }

    fn same(&self, a: &Def, b: &Def) -> bool {
        a.same(b, self.to)
    }

    fn same_option(&self, a: Option<&Def>, b: Option<&Def>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => self.same(a, b),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether two bodies differ in wording at most.
    fn says_the_same(&self, old: &Object, new: &Object) -> bool {
        match (&old.body, &new.body) {
            (Body::Extension(a), Body::Extension(b)) => a.schema == b.schema,
            (Body::Index(a), Body::Index(b)) => self.same(&a.def, &b.def) && a.options == b.options,
            (Body::Routine(a), Body::Routine(b)) => {
                // The server keeps a quoted body byte for byte, comments included.
                a.body == b.body && self.same(&a.def, &b.def) && a.alters == b.alters && a.language == b.language
            }
            (Body::Constraint(a), Body::Constraint(b)) => a.not_valid == b.not_valid && a.deferral == b.deferral,
            (Body::Trigger(a), Body::Trigger(b)) => a.state == b.state,
            (Body::Rule(a), Body::Rule(b)) => a.state == b.state,
            (Body::Policy(_), Body::Policy(_)) => true,
            (a, b) => a == b,
        }
    }

    fn must_recreate(&self, old: &Object, new: &Object) -> bool {
        if old.class() != new.class() {
            return true;
        }
        match (&old.body, &new.body) {
            (Body::View(a), Body::View(b)) => {
                let ids = |view: &View| view.columns.iter().map(|(id, _)| *id).collect::<Vec<_>>();
                !self.same(&a.def, &b.def) || a.alters != b.alters || ids(a) != ids(b)
            }
            (Body::Index(a), Body::Index(b)) => {
                old.place != new.place || !self.same(&a.def, &b.def) || a.options != b.options || a.part_of != b.part_of
            }
            (Body::Constraint(a), Body::Constraint(b)) => {
                old.place != new.place
                    || !self.same(&a.def, &b.def)
                    || !same_rule(&a.rule, &b.rule)
                    || (a.deferral != b.deferral && !a.is_foreign_key())
                    || (!a.not_valid && b.not_valid)
            }
            (Body::Trigger(a), Body::Trigger(b)) => !self.same(&a.def, &b.def) || a.function != b.function,
            (Body::Policy(a), Body::Policy(b)) => {
                !self.same_option(a.using.as_ref(), b.using.as_ref())
                    || !self.same_option(a.check.as_ref(), b.check.as_ref())
                    || (a.restrictive, &a.command, &a.roles) != (b.restrictive, &b.command, &b.roles)
            }
            (Body::Rule(a), Body::Rule(b)) => !self.same(&a.def, &b.def),
            (Body::Other(a), Body::Other(b)) => !self.same(&a.def, &b.def) || a.alters != b.alters,
            (Body::Routine(a), Body::Routine(b)) => {
                let shape = |it: &crate::schema::object::Routine| {
                    let params: Vec<_> =
                        it.params.iter().map(|param| (param.name.clone(), param.mode, param.has_default)).collect();
                    (it.returns.as_deref().map(crate::schema::def::normal), params)
                };
                shape(a) != shape(b) || (a != b && a.class == crate::dialect::name::Class::Aggregate)
            }
            (Body::Type(a), Body::Type(b)) => match (&a.body, &b.body) {
                (TypeBody::Domain(a), TypeBody::Domain(b)) => !a.ty.same(&b.ty),
                (TypeBody::Defined(a), TypeBody::Defined(b)) => !self.same(a, b),
                (TypeBody::Enum(_), TypeBody::Enum(_)) | (TypeBody::Composite(_), TypeBody::Composite(_)) => false,
                _ => true,
            },
            _ => false,
        }
    }

    fn table(&mut self, id: Id, old: &Table, new: &Table) {
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
    }

    fn column(&mut self, id: Id, old: &Column, new: &Column, old_table: &Table, new_table: &Table) {
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
        if !follows && !self.same_option(old.default.as_ref(), new.default.as_ref()) {
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
        if settings(old) != settings(new) {
            self.add(Step::ColumnSettings(id, old.id));
        }
    }

    /// A column that a parent gave follows the parent; its default and comment are its own.
    fn inherited_column(&mut self, id: Id, old: &Column, new: &Column) {
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

    fn change_default(&mut self, id: Id, old: &Column, new: &Column) {
        if old.default.is_some() {
            self.add(Step::DropDefault(id, old.id));
        }
        if new.default.is_some() {
            self.add(Step::SetDefault(id, old.id));
        }
    }

    /// A generated column cannot be altered into another: it is dropped and added again, and computes itself.
    fn regenerate(&mut self, table: Id, column: ColumnId) {
        if self.add(Step::DropColumn(table, column)) {
            self.add(Step::AddColumn(table, column));
            self.queue.push(Ref::column(table, column));
        }
    }

    fn change_type(&mut self, table: Id, column: ColumnId) {
        if !self.add(Step::ColumnType(table, column)) {
            return;
        }
        let columns = |schema: &Schema| schema.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column).cloned());
        let (Some(old), Some(new)) = (columns(self.from), columns(self.to)) else { return };
        let rebuilt = old.ty.user.is_some_and(|ty| self.plan.rebuilt_types.contains(&ty));
        if rebuilt || !is_gentle(&old.ty, &new.ty) {
            if old.default.is_some() {
                self.add(Step::DropDefault(table, column));
            }
            if new.default.is_some() {
                self.add(Step::SetDefault(table, column));
            }
        }
        self.queue.push(Ref::column(table, column));
        self.own_generated(table, column);
    }

    /// Generated columns of the same table that use this one.
    fn own_generated(&mut self, table: Id, column: ColumnId) {
        let Some(object) = self.from.get(table) else { return };
        for dependency in object.dependencies() {
            if let (Part::ColumnGenerated(other), true) = (dependency.part, dependency.on == Ref::column(table, column)) {
                if self.to.column_name(table, other).is_some() {
                    self.regenerate(table, other);
                }
            }
        }
    }

    fn user_type(&mut self, id: Id, old: &TypeBody, new: &TypeBody) {
        let (TypeBody::Enum(a), TypeBody::Enum(b)) = (old, new) else {
            self.add(Step::Alter(id));
            return;
        };
        let renamed =
            a.len() == b.len() && a.iter().zip(b).filter(|(x, y)| x != y).all(|(x, y)| !b.contains(x) && !a.contains(y));
        if renamed {
            self.add(Step::Alter(id));
        } else {
            self.rebuild_type(id);
        }
    }

    /// A value cannot be taken out of an enum: the type is renamed away, made anew, and its users go over to the new one.
    fn rebuild_type(&mut self, id: Id) {
        if !self.plan.rebuilt_types.insert(id) {
            return;
        }
        self.plan.steps.extend([Step::TypeAway(id), Step::Create(id), Step::TypeGone(id)]);
        self.queue.push(Ref::whole(id));
    }

    /// Looks at the dependents of everything that is dropped or changed, until nothing new turns up.
    fn close(&mut self) {
        while let Some(at) = self.queue.pop() {
            for dependent in self.from.dependents(at.id) {
                self.disturbed(dependent, at);
            }
            self.disturbed_self(at);
        }
    }

    /// A table that uses its own row type or checks itself needs nothing; its own column defaults may use a rebuilt type.
    fn disturbed_self(&mut self, at: Ref) {
        // A part of an index goes only with the whole.
        if let Some(Body::Index(index)) = self.from.get(at.id).map(|object| &object.body) {
            if let Some(whole) = index.part_of {
                self.recreate_if_kept(whole);
            }
        }
        if at.column.is_some() && self.plan.steps.contains(&Step::DropColumn(at.id, at.column.unwrap_or(ColumnId(0)))) {
            if let Some(column) = at.column {
                self.own_generated(at.id, column);
            }
        }
    }

    fn disturbed(&mut self, dependent: Id, by: Ref) {
        let Some(object) = self.from.get(dependent) else { return };
        let hits: Vec<Dependency> = object
            .dependencies()
            .into_iter()
            .filter(|it| it.on.id == by.id && (by.column.is_none() || it.on.column == by.column))
            .collect();
        if hits.is_empty() {
            return;
        }
        match &object.body {
            Body::Type(_) if self.plan.rebuilt_types.contains(&by.id) => {
                if self.to.get(dependent).is_some() {
                    self.rebuild_type(dependent);
                }
            }
            Body::Table(_) | Body::Type(_) => self.disturbed_parts(dependent, &hits, by),
            Body::Sequence(_) | Body::Schema | Body::Extension(_) => {}
            // The server rewrites expressions when a type changes, and does not write them back when it changes back.
            Body::Index(index) if by.column.is_some() => {
                if (index.has_expression && self.type_changes(by)) || self.is_dropped(by) {
                    self.recreate_if_kept(dependent);
                }
            }
            Body::Constraint(constraint) if by.column.is_some() => {
                let uses_expression = matches!(constraint.rule, ConstraintRule::Check | ConstraintRule::Exclude);
                let disturbed =
                    if uses_expression { self.type_changes(by) } else { constraint.is_foreign_key() && self.type_is_rough(by) };
                if disturbed || self.is_dropped(by) {
                    self.recreate_if_kept(dependent);
                }
            }
            _ => self.recreate_if_kept(dependent),
        }
    }

    /// A dependent that goes anyway has a step of its own; one that stays is dropped and made again.
    fn recreate_if_kept(&mut self, id: Id) {
        if self.to.get(id).is_some() {
            self.recreate(id);
        }
    }

    fn type_changes(&self, at: Ref) -> bool {
        at.column.is_some_and(|column| self.plan.steps.contains(&Step::ColumnType(at.id, column)))
    }

    fn is_dropped(&self, at: Ref) -> bool {
        at.column.is_some_and(|column| self.plan.steps.contains(&Step::DropColumn(at.id, column)))
    }

    fn type_is_rough(&self, at: Ref) -> bool {
        let Some(column) = at.column else { return false };
        if !self.plan.steps.contains(&Step::ColumnType(at.id, column)) {
            return false;
        }
        let find = |schema: &Schema| schema.get(at.id).and_then(Object::table).and_then(|it| it.column_by_id(column).cloned());
        match (find(self.from), find(self.to)) {
            (Some(old), Some(new)) => {
                !is_gentle(&old.ty, &new.ty) || old.ty.user.is_some_and(|ty| self.plan.rebuilt_types.contains(&ty))
            }
            _ => false,
        }
    }

    fn disturbed_parts(&mut self, id: Id, hits: &[Dependency], by: Ref) {
        let Some(kept) = self.to.get(id) else { return };
        let kept_columns: Vec<Column> = kept.table().map(|it| it.columns.clone()).unwrap_or_default();
        for hit in hits {
            let Some(column) = hit.part.column() else { continue };
            let Some(now) = kept_columns.iter().find(|it| it.id == column) else { continue };
            match hit.part {
                Part::ColumnType(_) if self.plan.rebuilt_types.contains(&by.id) => self.change_type(id, column),
                Part::ColumnDefault(_) => {
                    self.add(Step::DropDefault(id, column));
                    if now.default.is_some() {
                        self.add(Step::SetDefault(id, column));
                    }
                }
                Part::ColumnGenerated(_) if by.column.is_none() || by.id == id => self.regenerate(id, column),
                _ => {}
            }
        }
    }

    /// Takes out the steps that other steps bring about.
    fn settle(&mut self) {
        self.settle_drops();
        self.settle_creates();
        self.settle_columns();
        self.settle_types();
    }

    fn settle_drops(&mut self) {
        let drops: Vec<Id> =
            self.plan.steps.iter().filter_map(|step| if let Step::Drop(id) = step { Some(*id) } else { None }).collect();
        for id in drops {
            let Some(object) = self.from.get(id) else { continue };
            let with_table = object
                .relation()
                .is_some_and(|table| self.plan.steps.contains(&Step::Drop(table)) && !self.may_close_a_circle(object, table));
            let with_column = match &object.body {
                Body::Sequence(sequence) => sequence.owned_by.is_some_and(|(table, column)| {
                    self.plan.steps.contains(&Step::Drop(table))
                        || self.plan.steps.contains(&Step::DropColumn(table, column))
                        || sequence.identity
                }),
                Body::Index(index) if index.part_of.is_some_and(|whole| self.plan.steps.contains(&Step::Drop(whole))) => true,
                Body::Index(_) | Body::Constraint(_) if self.to.get(id).is_none() => self.loses_column(object),
                _ => false,
            };
            if with_table || with_column {
                self.plan.steps.remove(&Step::Drop(id));
                self.plan.implicit_drops.insert(id);
            }
        }
    }

    /// What belongs to one table and needs a younger one: where the tables refer to each other, neither can be dropped before it.
    fn may_close_a_circle(&self, object: &Object, table: Id) -> bool {
        let is_dropped = |id: Id| id > table && self.plan.steps.contains(&Step::Drop(id));
        match &object.body {
            Body::Constraint(it) => match it.rule {
                ConstraintRule::ForeignKey { target, .. } => is_dropped(target),
                _ => false,
            },
            Body::Policy(_) | Body::Rule(_) | Body::Trigger(_) => object.dependencies().iter().any(|it| {
                let relation = self.from.get(it.on.id).map(|on| &on.body);
                matches!(relation, Some(Body::Table(_) | Body::View(_))) && is_dropped(it.on.id)
            }),
            _ => false,
        }
    }

    /// An index or constraint goes with any of its columns.
    fn loses_column(&self, object: &Object) -> bool {
        let Some(table) = object.relation() else { return false };
        if matches!(&object.body, Body::Constraint(it) if it.has_index()) && !self.from.dependents_of_key(object).is_empty() {
            return false;
        }
        object.dependencies().iter().any(|it| {
            it.auto
                && it.on.id == table
                && it.on.column.is_some_and(|column| self.plan.steps.contains(&Step::DropColumn(table, column)))
        })
    }

    fn settle_creates(&mut self) {
        let creates: Vec<Id> =
            self.plan.steps.iter().filter_map(|step| if let Step::Create(id) = step { Some(*id) } else { None }).collect();
        for id in creates {
            let Some(object) = self.to.get(id) else { continue };
            let Body::Sequence(sequence) = &object.body else { continue };
            let Some((table, column)) = sequence.owned_by else { continue };
            let new_column =
                self.plan.steps.contains(&Step::Create(table)) || self.plan.steps.contains(&Step::AddColumn(table, column));
            let facts = self.to.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column));
            let serial = facts.is_some_and(|it| crate::schema::ddl::columns::serial_word(self.to, table, it).is_some());
            if sequence.identity || (new_column && serial) {
                self.plan.steps.remove(&Step::Create(id));
                self.plan.implicit_creates.insert(id);
            } else {
                self.plan.steps.insert(Step::Own(id));
            }
        }
    }

    /// Steps about columns that are dropped or made anew.
    fn settle_columns(&mut self) {
        let steps = self.plan.steps.clone();
        let table_gone = |id: &Id| steps.contains(&Step::Drop(*id)) || steps.contains(&Step::Create(*id));
        self.plan.steps.retain(|step| match step {
            Step::DropDefault(id, c)
            | Step::SetDefault(id, c)
            | Step::ColumnType(id, c)
            | Step::ColumnSettings(id, c)
            | Step::RenameColumn(id, c) => {
                !table_gone(id) && !steps.contains(&Step::DropColumn(*id, *c)) && !steps.contains(&Step::AddColumn(*id, *c))
            }
            Step::Rename(id) | Step::Move(id) | Step::Attributes(id) => !steps.contains(&Step::Drop(*id)),
            Step::Alter(id) => !steps.contains(&Step::Drop(*id)) && !steps.contains(&Step::Create(*id)),
            _ => true,
        });
    }

    /// A type that goes while another takes its name is renamed away first.
    fn settle_types(&mut self) {
        let drops: Vec<Id> =
            self.plan.steps.iter().filter_map(|step| if let Step::Drop(id) = step { Some(*id) } else { None }).collect();
        for id in drops {
            let Some(object) = self.from.get(id) else { continue };
            let taken = matches!(object.body, Body::Type(_))
                && self
                    .to
                    .keys(object)
                    .iter()
                    .any(|key| self.to.find(key).is_some_and(|other| self.plan.steps.contains(&Step::Create(other))));
            if taken {
                self.plan.steps.remove(&Step::Drop(id));
                self.plan.steps.extend([Step::TypeAway(id), Step::TypeGone(id)]);
            }
        }
    }
}

impl Schema {
    /// Foreign keys that rely on a key and are not its own table's children only.
    fn dependents_of_key(&self, key: &Object) -> Vec<Id> {
        let id = key.relation().and_then(|table| self.find(&crate::schema::Key::Constraint(table, key.name.clone())));
        id.map(|id| self.dependents(id)).unwrap_or_default()
    }
}

fn has_parent(table: &Table) -> bool {
    !table.inherits.is_empty() || table.partition_of.is_some()
}

fn same_rule(a: &ConstraintRule, b: &ConstraintRule) -> bool {
    match (a, b) {
        (
            ConstraintRule::ForeignKey { target: a, target_columns: c, .. },
            ConstraintRule::ForeignKey { target: b, target_columns: d, .. },
        ) => a == b && c == d,
        _ => a == b,
    }
}

type Settings<'a> = (bool, Option<(bool, Id)>, [Option<&'a String>; 5], &'a BTreeMap<String, String>, Option<&'a String>);

fn settings(column: &Column) -> Settings<'_> {
    (
        column.not_null,
        column.identity.as_ref().map(|it| (it.always, it.sequence)),
        [
            column.storage.as_ref(),
            column.compression.as_ref(),
            column.statistics.as_ref(),
            column.foreign_options.as_ref(),
            column.comment.as_ref(),
        ],
        &column.options,
        None,
    )
}
