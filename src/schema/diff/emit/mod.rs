//! The statements of the steps.
//!
//! A working schema is taken along, in the state that the database is in when the next statement runs; every statement is printed
//! with its names.

mod alter;
mod columns;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::plan::Plan;
use super::steps::Step;
use crate::schema::Schema;
use crate::schema::ddl;
use crate::schema::def::{Style, key_definition};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, IndexMarks, Object, Place};
use crate::schema::quote;

/// Writes the statements of steps in order.
pub fn emit(plan: &Plan, steps: &[Step], from: &Schema, to: &Schema) -> Vec<String> {
    emit_each(plan, steps, from, to).into_iter().flat_map(|(_, statements)| statements).collect()
}

/// The same, each step with its statements. A step that an earlier one took along has none.
pub fn emit_each(plan: &Plan, steps: &[Step], from: &Schema, to: &Schema) -> Vec<(Step, Vec<String>)> {
    let mut emitter = Emitter { plan, from, to, now: from.clone(), done: BTreeSet::new(), out: Vec::new() };
    emitter.now.keep_common_default_privileges(to);
    let mut each = Vec::with_capacity(steps.len());
    for step in steps {
        if !emitter.done.contains(step) {
            emitter.step(*step);
            each.push((*step, std::mem::take(&mut emitter.out)));
        }
    }
    each
}

struct Emitter<'a> {
    plan: &'a Plan,
    from: &'a Schema,
    to: &'a Schema,
    /// The database as it is before the next statement.
    now: Schema,
    /// Steps that an earlier statement took along.
    done: BTreeSet<Step>,
    out: Vec<String>,
}

impl Emitter<'_> {
    fn say(&mut self, statement: String) {
        self.out.push(statement);
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Drop(id) => self.drop(id),
            Step::Create(id) => self.create(id),
            Step::Rename(id) => self.rename(id),
            Step::Move(id) => self.move_to_schema(id),
            Step::TypeAway(id) => self.type_away(id),
            Step::TypeGone(id) => self.type_gone(id),
            Step::RenameColumn(id, column) => self.rename_column(id, column),
            Step::DropDefault(id, column) => self.drop_default(id, column),
            Step::DropColumn(id, column) => self.drop_column(id, column),
            Step::AddColumn(id, column) => self.add_column(id, column),
            Step::ColumnType(id, column) => self.column_type(id, column),
            Step::SetDefault(id, column) => self.set_default(id, column),
            Step::ColumnSettings(id, column) => self.column_settings(id, column),
            Step::Alter(id) => self.alter(id),
            Step::Own(id) => self.own(id),
            Step::Attributes(id) => self.attributes(id),
        }
    }

    fn wanted(&self, id: Id) -> Option<Arc<Object>> {
        self.to.objects.get(&id).cloned()
    }

    fn wanted_column(&self, id: Id, column: ColumnId) -> Option<Column> {
        self.to.get(id)?.table()?.column_by_id(column).cloned()
    }

    fn current_column(&self, id: Id, column: ColumnId) -> Option<Column> {
        self.now.get(id)?.table()?.column_by_id(column).cloned()
    }

    fn change_column(&mut self, id: Id, column: ColumnId, change: impl FnOnce(&mut Column)) {
        self.now.update(id, |object| {
            let columns = object.table_mut().map(|table| &mut table.columns);
            if let Some(it) = columns.into_iter().flatten().find(|it| it.id == column) {
                change(it);
            }
        });
    }

    fn drop(&mut self, id: Id) {
        let Some(object) = self.now.get(id) else { return };
        let concurrently = matches!(&object.body, Body::Index(index) if index.concurrently) && self.to.get(id).is_none();
        let mut statement = ddl::drop(&self.now, id, object);
        if concurrently {
            statement = statement.replacen("DROP INDEX ", "DROP INDEX CONCURRENTLY ", 1);
        }
        self.say(statement);
        for child in self.now.children(id) {
            self.now.remove(child);
        }
        self.now.remove(id);
    }

    fn create(&mut self, id: Id) {
        let Some(object) = self.wanted(id) else { return };
        self.now.put(id, Arc::clone(&object));
        let statements = if object.table().is_some() {
            self.create_table(id, &object)
        } else {
            self.strip_unborn(id);
            ddl::create(&self.now, id, &object, Style::default())
        };
        self.out.extend(statements);
        self.say_of_sequences(id, None);
        self.out.extend(ddl::attributes::attributes_of_new(&self.now, id, &object));
    }

    /// A sequence is made before the column that owns it: the owner comes with [`Step::Own`].
    fn strip_unborn(&mut self, id: Id) {
        self.now.update(id, |object| {
            if let Body::Sequence(sequence) = &mut object.body {
                sequence.owned_by = None;
            }
        });
    }

    fn create_table(&mut self, id: Id, object: &Object) -> Vec<String> {
        self.bear_sequences(id, None);
        let mut inline = Vec::new();
        let mut keys = BTreeSet::new();
        for child in self.to.children(id) {
            let step = Step::Create(child);
            let Some(constraint) = self.wanted(child) else { continue };
            let Body::Constraint(body) = &constraint.body else { continue };
            if !self.plan.steps.contains(&step)
                || body.marks != IndexMarks::default()
                || self.done.contains(&step)
                || !self.can_stand(child, &constraint)
                || body.not_valid
            {
                continue;
            }
            // The server makes one key of two that have the same index.
            let key = key_definition(&body.def.write(&self.now, "", Style::default()));
            if key.is_some_and(|key| !keys.insert((key, body.deferral.clone()))) {
                continue;
            }
            inline.push(ddl::constraint(&self.now, &constraint, body));
            self.now.put(child, Arc::clone(&constraint));
            self.done.insert(step);
        }
        ddl::tables::create(&self.now, id, object, &inline)
    }

    /// Whether everything that a constraint needs is there already.
    fn can_stand(&self, id: Id, constraint: &Object) -> bool {
        constraint.dependencies().iter().all(|it| {
            it.on.id == id
                || self.now.get(it.on.id).is_some_and(|_| {
                    it.on.column.is_none_or(|column| self.now.column_name(it.on.id, column).is_some())
                        && !self.plan.steps.contains(&Step::ColumnType(it.on.id, it.on.column.unwrap_or(ColumnId(0))))
                })
        }) && constraint.comment.is_none()
            && !matches!(&constraint.body, Body::Constraint(it) if it.index_comment.is_some())
    }

    /// The sequences that serial and identity columns bring.
    fn bear_sequences(&mut self, table: Id, column: Option<ColumnId>) {
        for id in &self.plan.implicit_creates {
            let Some(object) = self.wanted(*id) else { continue };
            let owned = match &object.body {
                Body::Sequence(sequence) => sequence.owned_by,
                _ => None,
            };
            if owned.is_some_and(|(of, at)| of == table && column.is_none_or(|column| column == at)) {
                self.now.put(*id, object);
            }
        }
    }

    /// Comments, owners and grants of the sequences that came with columns.
    fn say_of_sequences(&mut self, table: Id, column: Option<ColumnId>) {
        for id in &self.plan.implicit_creates {
            let Some(object) = self.to.get(*id) else { continue };
            let Body::Sequence(sequence) = &object.body else { continue };
            if sequence.owned_by.is_some_and(|(of, at)| of == table && column.is_none_or(|column| column == at)) {
                self.out.extend(ddl::attributes::attributes_of_new(&self.now, *id, object));
            }
        }
    }

    fn rename(&mut self, id: Id) {
        let (Some(object), Some(wanted)) = (self.now.get(id), self.wanted(id)) else { return };
        if object.name == wanted.name {
            return;
        }
        self.make_way(id, &wanted);
        self.rename_to(id, &wanted.name);
    }

    fn rename_to(&mut self, id: Id, name: &str) {
        let Some(object) = self.now.get(id) else { return };
        let statement = ddl::rename(&self.now, id, object, name);
        self.say(statement);
        self.now.rename(id, name);
    }

    /// Objects that exchange their names: the one that is in the way takes another name until its own turn comes.
    fn make_way(&mut self, id: Id, wanted: &Object) {
        let Some(mut renamed) = self.now.get(id).cloned() else { return };
        renamed.name.clone_from(&wanted.name);
        let holders: BTreeSet<Id> = self.now.keys(&renamed).iter().filter_map(|key| self.now.find(key)).collect();
        for holder in holders.into_iter().filter(|it| *it != id && self.plan.steps.contains(&Step::Rename(*it))) {
            self.rename_to(holder, &away_name(&wanted.name));
        }
    }

    fn move_to_schema(&mut self, id: Id) {
        let (Some(object), Some(wanted)) = (self.now.get(id), self.wanted(id)) else { return };
        let (Place::Schema(old), Place::Schema(new)) = (object.place, wanted.place) else { return };
        let Some(schema) = self.now.get(new).map(|it| quote::ident(&it.name)) else { return };
        let follows_owner =
            matches!(&object.body, Body::Sequence(it) if it.owned_by.is_some_and(|(t, _)| self.now.namespace(t) == Some(new)));
        let statement = format!("ALTER {} SET SCHEMA {schema}", ddl::address(&self.now, id, object));
        if !follows_owner {
            self.say(statement);
        }
        self.now.update(id, |it| it.place = wanted.place);
        self.now.refresh_children(id, old);
    }

    fn type_away(&mut self, id: Id) {
        let Some(object) = self.now.get(id) else { return };
        let away = away_name(&object.name);
        let statement = ddl::rename(&self.now, id, object, &away);
        self.say(statement);
        if self.to.get(id).is_none() {
            self.now.update(id, |it| it.name = away);
        }
    }

    fn type_gone(&mut self, id: Id) {
        let Some(object) = self.from.get(id) else { return };
        let qualifier = self.from.namespace_name(id).filter(|name| *name != "public");
        let away = quote::qualified(qualifier, &away_name(&object.name));
        let words = if object.class() == crate::dialect::name::Class::Domain { "DOMAIN" } else { "TYPE" };
        self.say(format!("DROP {words} {away}"));
        if self.to.get(id).is_none() {
            self.now.remove(id);
        }
    }

    fn own(&mut self, id: Id) {
        let Some(wanted) = self.wanted(id) else { return };
        let Body::Sequence(sequence) = &wanted.body else { return };
        let own = self.now.print_name(id);
        let current = match self.now.get(id).map(|it| &it.body) {
            Some(Body::Sequence(it)) => it.owned_by,
            _ => return,
        };
        if current == sequence.owned_by {
            return;
        }
        let owner = sequence.owned_by.and_then(|(table, column)| {
            Some(format!("{}.{}", self.now.print_name(table), quote::ident(self.now.column_name(table, column)?)))
        });
        self.say(format!("ALTER SEQUENCE {own} OWNED BY {}", owner.as_deref().unwrap_or("NONE")));
        let owned_by = sequence.owned_by;
        self.now.update(id, |it| {
            if let Body::Sequence(it) = &mut it.body {
                it.owned_by = owned_by;
            }
        });
    }

    fn attributes(&mut self, id: Id) {
        let (Some(current), Some(wanted)) = (self.now.get(id).cloned(), self.wanted(id)) else { return };
        let statements = ddl::attributes::attributes(&self.now, id, Some(&current), &wanted);
        self.out.extend(statements);
    }
}

pub(super) fn away_name(name: &str) -> String {
    crate::schema::names::make_object_name(name, None, Some("_old"))
}
