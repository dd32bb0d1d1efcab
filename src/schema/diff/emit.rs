//! The statements of the steps.
//!
//! A working schema is taken along, in the state that the database is in when the next statement runs; every statement is printed
//! with its names.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::plan::Plan;
use super::steps::Step;
use crate::schema::Schema;
use crate::schema::ddl;
use crate::schema::ddl::columns::{identity_words, stand_in, using};
use crate::schema::def::Style;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Attribute, Body, Column, Domain, DomainConstraint, Object, Place, Table, TypeBody};
use crate::schema::quote;

/// Writes the statements of steps in order.
pub fn emit(plan: &Plan, steps: &[Step], from: &Schema, to: &Schema) -> Vec<String> {
    let mut emitter = Emitter { plan, from, to, now: from.clone(), done: BTreeSet::new(), out: Vec::new() };
    emitter.now.take_default_privileges(to);
    for step in steps {
        if !emitter.done.contains(step) {
            emitter.step(*step);
        }
    }
    emitter.out
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
        self.out.extend(ddl::attributes::attributes(&self.now, id, None, &object));
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
        for child in self.to.children(id) {
            let step = Step::Create(child);
            let Some(constraint) = self.wanted(child) else { continue };
            let Body::Constraint(body) = &constraint.body else { continue };
            if !self.plan.steps.contains(&step)
                || self.done.contains(&step)
                || !self.can_stand(child, &constraint)
                || body.not_valid
            {
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
                self.out.extend(ddl::attributes::attributes(&self.now, *id, None, object));
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
        self.now.update(id, |it| name.clone_into(&mut it.name));
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

    fn rename_column(&mut self, id: Id, column: ColumnId) {
        let Some(new) = self.to.column_name(id, column).map(str::to_owned) else { return };
        let holder = self.now.find_column(id, &new).filter(|it| *it != column);
        if let Some(holder) = holder.filter(|it| self.plan.steps.contains(&Step::RenameColumn(id, *it))) {
            self.rename_column_to(id, holder, &away_name(&new));
        }
        self.rename_column_to(id, column, &new);
    }

    fn rename_column_to(&mut self, id: Id, column: ColumnId, name: &str) {
        let Some(old) = self.now.column_name(id, column).map(quote::ident) else { return };
        let table = self.now.print_name(id);
        self.say(format!("ALTER TABLE {table} RENAME COLUMN {old} TO {}", quote::ident(name)));
        self.now.update(id, |object| object.rename_column(column, name));
    }

    fn alter_column(&mut self, id: Id, column: ColumnId, action: &str, change: impl FnOnce(&mut Column)) {
        let Some(current) = self.current_column(id, column) else { return };
        let table = self.now.print_name(id);
        self.say(format!("ALTER TABLE {table} ALTER COLUMN {} {action}", quote::ident(&current.name)));
        self.change_column(id, column, change);
    }

    fn drop_default(&mut self, id: Id, column: ColumnId) {
        match self.current_column(id, column) {
            Some(it) if it.identity.is_some() => self.alter_column(id, column, "DROP IDENTITY", |it| it.identity = None),
            _ => self.alter_column(id, column, "DROP DEFAULT", |it| it.default = None),
        }
    }

    fn drop_column(&mut self, id: Id, column: ColumnId) {
        let Some(current) = self.current_column(id, column) else { return };
        let table = self.now.print_name(id);
        self.say(format!("ALTER TABLE {table} DROP COLUMN {}", quote::ident(&current.name)));
        self.now.update(id, |object| {
            if let Some(table) = object.table_mut() {
                table.columns.retain(|it| it.id != column);
            }
        });
    }

    fn add_column(&mut self, id: Id, column: ColumnId) {
        let Some(new) = self.wanted_column(id, column) else { return };
        self.bear_sequences(id, Some(column));
        let table = self.now.print_name(id);
        let stand_in = if self.must_fill(id, &new) { stand_in(&self.now, &new.ty) } else { None };
        let filler = if new.not_null { ddl::columns::key_filler(&self.now, self.to, id, &new) } else { None };
        let first = Column { not_null: new.not_null && filler.is_none(), ..new.clone() };
        let mut written = ddl::columns::column(&self.now, self.to, id, &first);
        if let Some(value) = &stand_in {
            written.push_str(&format!(" DEFAULT {value}"));
        }
        self.say(format!("ALTER TABLE {table} ADD COLUMN {written}"));
        let settings = ddl::attributes::column_settings(&table, None, &new);
        let name = quote::ident(&new.name);
        self.now.update(id, |object| {
            if let Some(table) = object.table_mut() {
                table.columns.push(new);
            }
        });
        if stand_in.is_some() {
            self.say(format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"));
        }
        if let Some(filler) = filler {
            self.fill(id, filler);
            self.say(format!("ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL"));
        }
        self.out.extend(settings);
        self.say_of_sequences(id, Some(column));
    }

    /// A column without default that may not be null needs a value for the rows that are there, unless a key forbids one value for all
    /// (see [`ddl::columns::key_filler`]).
    fn must_fill(&self, table: Id, column: &Column) -> bool {
        let filled = column.default.is_some() || column.generated.is_some() || column.identity.is_some();
        let in_key = self.to.children(table).into_iter().filter_map(|id| self.to.get(id)).any(|child| match &child.body {
            Body::Constraint(it) => (it.has_index() || it.is_foreign_key()) && it.columns.contains(&column.id),
            Body::Index(it) => it.unique && it.keys.contains(&Some(column.id)),
            _ => false,
        });
        column.not_null && !filled && !in_key
    }

    fn column_type(&mut self, id: Id, column: ColumnId) {
        let (Some(old), Some(new)) = (self.current_column(id, column), self.wanted_column(id, column)) else { return };
        let target = new.ty.def.write(&self.now, "", Style::default());
        let mut action = format!("TYPE {target}");
        if let Some(collation) = &new.collation {
            action.push_str(&format!(" COLLATE {}", collation.write(&self.now, "", Style::default())));
        }
        let rebuilt = new.ty.user.is_some_and(|ty| self.plan.rebuilt_types.contains(&ty));
        let using = if rebuilt {
            Some(format!("{}::text::{target}", quote::ident(&old.name)))
        } else {
            using(&old.name, &old.ty, &new.ty, &target)
        };
        if let Some(using) = using {
            action.push_str(&format!(" USING {using}"));
        }
        self.alter_column(id, column, &action, |it| {
            it.ty = new.ty;
            it.collation = new.collation;
        });
    }

    fn set_default(&mut self, id: Id, column: ColumnId) {
        let Some(default) = self.wanted_column(id, column).and_then(|it| it.default) else { return };
        let action = format!("SET DEFAULT {}", default.write(&self.now, "", Style::default()));
        self.alter_column(id, column, &action, |it| it.default = Some(default));
    }

    fn column_settings(&mut self, id: Id, column: ColumnId) {
        let (Some(old), Some(new)) = (self.current_column(id, column), self.wanted_column(id, column)) else { return };
        let changes = |old: &Column, new: &Column| match (&old.identity, &new.identity) {
            (Some(a), Some(b)) => a.sequence != b.sequence,
            (None, None) => false,
            _ => true,
        };
        if !old.not_null && new.not_null {
            self.fill_with_default(id, &new);
        }
        if old.not_null != new.not_null {
            let action = if new.not_null { "SET NOT NULL" } else { "DROP NOT NULL" };
            self.alter_column(id, column, action, |it| it.not_null = new.not_null);
        }
        if let (Some(identity), true) = (&new.identity, changes(&old, &new)) {
            self.bear_sequences(id, Some(column));
            let words = identity_words(self.to, id, &new.name, identity.always, identity.sequence);
            self.alter_column(id, column, &format!("ADD {words}"), |it| it.identity.clone_from(&new.identity));
        } else if let (Some(a), Some(b)) = (&old.identity, &new.identity) {
            if a.always != b.always {
                let action = format!("SET GENERATED {}", if b.always { "ALWAYS" } else { "BY DEFAULT" });
                self.alter_column(id, column, &action, |it| it.identity.clone_from(&new.identity));
            }
        }
        let table = self.now.print_name(id);
        self.out.extend(ddl::attributes::column_settings(&table, Some(&old), &new));
    }

    /// Rows that came without a value while none was needed get the default before NOT NULL comes back.
    fn fill_with_default(&mut self, id: Id, column: &Column) {
        let Some(default) = column.default.as_ref().filter(|_| column.identity.is_none()) else { return };
        let (table, name) = (self.now.print_name(id), quote::ident(&column.name));
        let value = default.write(&self.now, "", Style::default());
        self.fill(id, format!("UPDATE {table} SET {name} = {value} WHERE {name} IS NULL"));
    }

    /// Runs a statement that fills rows of a table without its triggers: they are there for the application's changes, and may
    /// use what is not there yet.
    fn fill(&mut self, table: Id, statement: String) {
        let enabled = |id: &Id| matches!(self.now.get(*id).map(|it| &it.body), Some(Body::Trigger(it)) if it.state.is_none());
        let triggers: Vec<Id> = self.now.children(table).into_iter().filter(enabled).collect();
        let set = |state: &str| -> Vec<String> {
            let objects = triggers.iter().filter_map(|id| self.now.get(*id));
            objects.map(|object| ddl::set_state(&self.now, object, "TRIGGER", state)).collect()
        };
        let (off, on) = (set("DISABLE"), set("ENABLE"));
        self.out.extend(off);
        self.out.push(statement);
        self.out.extend(on);
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

    fn alter(&mut self, id: Id) {
        let (Some(current), Some(wanted)) = (self.now.get(id).cloned(), self.wanted(id)) else { return };
        let own = self.now.print_name(id);
        let statements = match (&current.body, &wanted.body) {
            (Body::Table(a), Body::Table(b)) => self.alter_table(&own, a, b),
            (Body::Sequence(a), Body::Sequence(b)) => alter_sequence(&own, a, b),
            (Body::Type(a), Body::Type(b)) => match (&a.body, &b.body) {
                (TypeBody::Enum(a), TypeBody::Enum(b)) => rename_values(&own, a, b),
                (TypeBody::Composite(a), TypeBody::Composite(b)) => self.alter_attributes(&own, a, b),
                (TypeBody::Domain(a), TypeBody::Domain(b)) => self.alter_domain(&own, a, b),
                _ => Vec::new(),
            },
            (Body::Routine(_), Body::Routine(_)) => {
                self.now.update(id, |it| it.body.clone_from(&wanted.body));
                ddl::create(&self.now, id, &wanted, Style { or_replace: true, ..Style::default() })
            }
            (Body::Constraint(a), Body::Constraint(b)) => alter_constraint(&self.now, &current, a, b),
            (Body::Trigger(_), Body::Trigger(b)) => {
                vec![ddl::set_state(&self.now, &current, "TRIGGER", b.state.as_deref().unwrap_or("ENABLE"))]
            }
            (Body::Rule(_), Body::Rule(b)) => {
                vec![ddl::set_state(&self.now, &current, "RULE", b.state.as_deref().unwrap_or("ENABLE"))]
            }
            (Body::Extension(_), Body::Extension(b)) => {
                let schema = b.schema.map_or_else(|| "public".to_owned(), |schema| self.now.print_name(schema));
                vec![format!("ALTER EXTENSION {} SET SCHEMA {schema}", quote::ident(&current.name))]
            }
            _ => Vec::new(),
        };
        self.out.extend(statements);
    }

    fn alter_table(&mut self, own: &str, from: &Table, to: &Table) -> Vec<String> {
        let mut out = ddl::tables::settings(own, from, to);
        out.extend(ddl::tables::properties(own, from, to));
        for parent in from.inherits.iter().filter(|it| !to.inherits.contains(it)) {
            out.push(format!("ALTER TABLE {own} NO INHERIT {}", self.now.print_name(*parent)));
        }
        for parent in to.inherits.iter().filter(|it| !from.inherits.contains(it)) {
            out.push(format!("ALTER TABLE {own} INHERIT {}", self.now.print_name(*parent)));
        }
        if from.partition_of.as_ref().map(|(id, _)| id) != to.partition_of.as_ref().map(|(id, _)| id) {
            if let Some((parent, _)) = &from.partition_of {
                out.push(format!("ALTER TABLE {} DETACH PARTITION {own}", self.now.print_name(*parent)));
            }
            if let Some((parent, bound)) = &to.partition_of {
                let bound = bound.write(&self.now, "", Style::default());
                out.push(format!("ALTER TABLE {} ATTACH PARTITION {own} {bound}", self.now.print_name(*parent)));
            }
        }
        out
    }

    fn alter_attributes(&mut self, own: &str, from: &[Attribute], to: &[Attribute]) -> Vec<String> {
        let mut out = Vec::new();
        let mut alter = |action: String| out.push(format!("ALTER TYPE {own} {action} CASCADE"));
        for old in from {
            match to.iter().find(|it| it.id == old.id) {
                None => alter(format!("DROP ATTRIBUTE {}", quote::ident(&old.name))),
                Some(new) => {
                    if old.name != new.name {
                        alter(format!("RENAME ATTRIBUTE {} TO {}", quote::ident(&old.name), quote::ident(&new.name)));
                    }
                    if !old.ty.same(&new.ty) {
                        let ty = new.ty.def.write(&self.now, "", Style::default());
                        alter(format!("ALTER ATTRIBUTE {} TYPE {ty}", quote::ident(&new.name)));
                    }
                }
            }
        }
        for new in to.iter().filter(|new| from.iter().all(|old| old.id != new.id)) {
            alter(format!("ADD ATTRIBUTE {}", ddl::types::attribute(&self.now, new)));
        }
        out
    }

    fn alter_domain(&mut self, own: &str, from: &Domain, to: &Domain) -> Vec<String> {
        let mut out = Vec::new();
        let mut alter = |action: String| out.push(format!("ALTER DOMAIN {own} {action}"));
        let key = |domain: &Domain| {
            domain.constraints.iter().map(|it| (it.name.clone(), it.def.clone(), it.not_valid)).collect::<Vec<_>>()
        };
        let (was, now) = (key(from), key(to));
        for (name, _, _) in was.iter().filter(|it| !now.contains(it)) {
            alter(format!("DROP CONSTRAINT {}", quote::ident(name)));
        }
        if from.default != to.default {
            match &to.default {
                Some(default) => alter(format!("SET DEFAULT {}", default.write(&self.now, "", Style::default()))),
                None => alter("DROP DEFAULT".to_owned()),
            }
        }
        if from.not_null != to.not_null {
            alter(format!("{} NOT NULL", if to.not_null { "SET" } else { "DROP" }));
        }
        for constraint in to.constraints.iter().filter(|it| !was.contains(&(it.name.clone(), it.def.clone(), it.not_valid))) {
            alter(format!("ADD {}", ddl::types::domain_constraint(&self.now, constraint)));
        }
        for constraint in &to.constraints {
            let kept = from.constraints.iter().find(|it| it.name == constraint.name && was_kept(it, constraint));
            if kept.and_then(|it| it.comment.as_ref()) != constraint.comment.as_ref() {
                out.push(ddl::types::domain_comment(own, constraint, constraint.comment.as_deref().unwrap_or("NULL")));
            }
        }
        out
    }
}

fn was_kept(from: &DomainConstraint, to: &DomainConstraint) -> bool {
    from.def == to.def && from.not_valid == to.not_valid
}

fn away_name(name: &str) -> String {
    crate::schema::names::make_object_name(name, None, Some("_old"))
}

fn alter_sequence(own: &str, from: &crate::schema::object::Sequence, to: &crate::schema::object::Sequence) -> Vec<String> {
    let mut out = Vec::new();
    let options = ddl::types::alter_sequence(&from.facts, &to.facts);
    if !options.is_empty() {
        out.push(format!("ALTER SEQUENCE {own} {}", options.join(" ")));
    }
    if from.unlogged != to.unlogged {
        out.push(format!("ALTER SEQUENCE {own} SET {}", if to.unlogged { "UNLOGGED" } else { "LOGGED" }));
    }
    out
}

fn rename_values(own: &str, from: &[String], to: &[String]) -> Vec<String> {
    let pairs = from.iter().zip(to).filter(|(a, b)| a != b);
    pairs.map(|(a, b)| format!("ALTER TYPE {own} RENAME VALUE {} TO {}", quote::literal(a), quote::literal(b))).collect()
}

fn alter_constraint(
    schema: &Schema,
    object: &Object,
    from: &crate::schema::object::Constraint,
    to: &crate::schema::object::Constraint,
) -> Vec<String> {
    let mut out = Vec::new();
    let table = ddl::relation_name(schema, object);
    let name = quote::ident(&object.name);
    if from.deferral != to.deferral {
        let words = if to.deferral.is_empty() { "NOT DEFERRABLE" } else { &to.deferral };
        out.push(format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {words}"));
    }
    if from.not_valid && !to.not_valid {
        out.push(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"));
    }
    out
}
