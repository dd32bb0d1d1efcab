//! The statements of steps about one column.

use super::{Emitter, away_name};
use crate::schema::ddl;
use crate::schema::ddl::columns::{identity_words, stand_in, using};
use crate::schema::def::Style;
use crate::schema::diff::steps::Step;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column};
use crate::schema::quote;

impl Emitter<'_> {
    pub(super) fn rename_column(&mut self, id: Id, column: ColumnId) {
        let Some(new) = self.to.column_name(id, column).map(str::to_owned) else { return };
        let holder = self.now.find_column(id, &new).filter(|it| *it != column);
        if let Some(holder) = holder.filter(|it| self.plan.steps.contains(&Step::RenameColumn(id, *it))) {
            self.rename_column_to(id, holder, &away_name(&new));
        }
        self.rename_column_to(id, column, &new);
    }

    pub(super) fn rename_column_to(&mut self, id: Id, column: ColumnId, name: &str) {
        let Some(old) = self.now.column_name(id, column).map(quote::ident) else { return };
        let table = self.now.print_name(id);
        self.say(format!("ALTER TABLE {table} RENAME COLUMN {old} TO {}", quote::ident(name)));
        self.now.update(id, |object| object.rename_column(column, name));
    }

    pub(super) fn alter_column(&mut self, id: Id, column: ColumnId, action: &str, change: impl FnOnce(&mut Column)) {
        let Some(current) = self.current_column(id, column) else { return };
        let table = self.now.print_name(id);
        self.say(format!("ALTER TABLE {table} ALTER COLUMN {} {action}", quote::ident(&current.name)));
        self.change_column(id, column, change);
    }

    pub(super) fn drop_default(&mut self, id: Id, column: ColumnId) {
        match self.current_column(id, column) {
            Some(it) if it.identity.is_some() => self.alter_column(id, column, "DROP IDENTITY", |it| it.identity = None),
            _ => self.alter_column(id, column, "DROP DEFAULT", |it| it.default = None),
        }
    }

    pub(super) fn drop_column(&mut self, id: Id, column: ColumnId) {
        let Some(current) = self.current_column(id, column) else { return };
        let table = self.now.print_name(id);
        self.say(format!("ALTER TABLE {table} DROP COLUMN {}", quote::ident(&current.name)));
        self.now.update(id, |object| {
            if let Some(table) = object.table_mut() {
                table.columns.retain(|it| it.id != column);
            }
        });
    }

    pub(super) fn add_column(&mut self, id: Id, column: ColumnId) {
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
        let added = new.clone();
        self.now.update(id, |object| {
            if let Some(table) = object.table_mut() {
                table.columns.push(new);
            }
        });
        if stand_in.is_some() {
            self.say(format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"));
        }
        if let Some(filler) = filler {
            self.fill(id, &filler);
            let action = ddl::columns::set_not_null(&self.now, id, &added);
            self.say(format!("ALTER TABLE {table} {action}"));
        }
        self.out.extend(settings);
        self.say_of_sequences(id, Some(column));
    }

    /// A column without default that may not be null needs a value for the rows that are there, unless a key forbids one value for all
    /// (see [`ddl::columns::key_filler`]).
    pub(super) fn must_fill(&self, table: Id, column: &Column) -> bool {
        let filled = column.default.is_some() || column.generated.is_some() || column.identity.is_some();
        let in_key = self.to.children(table).into_iter().filter_map(|id| self.to.get(id)).any(|child| match &child.body {
            Body::Constraint(it) => (it.has_index() || it.is_foreign_key()) && it.columns.contains(&column.id),
            Body::Index(it) => it.unique && it.keys.contains(&Some(column.id)),
            _ => false,
        });
        column.not_null && !filled && !in_key
    }

    pub(super) fn column_type(&mut self, id: Id, column: ColumnId) {
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
            it.storage = None;
            it.compression = None;
        });
    }

    pub(super) fn set_default(&mut self, id: Id, column: ColumnId) {
        let Some(default) = self.wanted_column(id, column).and_then(|it| it.default) else { return };
        let action = format!("SET DEFAULT {}", default.write(&self.now, "", Style::default()));
        self.alter_column(id, column, &action, |it| it.default = Some(default));
    }

    pub(super) fn column_settings(&mut self, id: Id, column: ColumnId) {
        let (Some(old), Some(new)) = (self.current_column(id, column), self.wanted_column(id, column)) else { return };
        let changes = |old: &Column, new: &Column| match (&old.identity, &new.identity) {
            (Some(a), Some(b)) => a.sequence != b.sequence,
            (None, None) => false,
            _ => true,
        };
        if !old.not_null && new.not_null {
            self.fill_with_default(id, &new);
        }
        self.change_not_null(id, &old, &new);
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

    fn change_not_null(&mut self, id: Id, old: &Column, new: &Column) {
        let table = self.now.print_name(id);
        let named = Column { name: old.name.clone(), ..new.clone() };
        match (old.not_null, new.not_null, &old.not_null_name, &new.not_null_name) {
            (true, true, Some(from), Some(to)) if from != to && self.now.names_not_null => {
                self.say(format!("ALTER TABLE {table} RENAME CONSTRAINT {} TO {}", quote::ident(from), quote::ident(to)));
            }
            (false, true, ..) => {
                let action = ddl::columns::set_not_null(&self.now, id, &named);
                self.say(format!("ALTER TABLE {table} {action}"));
            }
            (true, false, ..) => self.say(format!("ALTER TABLE {table} ALTER COLUMN {} DROP NOT NULL", quote::ident(&old.name))),
            _ => return,
        }
        self.change_column(id, old.id, |it| {
            it.not_null = new.not_null;
            it.not_null_name.clone_from(&new.not_null_name);
        });
    }

    /// Rows that came without a value while none was needed get the default before NOT NULL comes back.
    pub(super) fn fill_with_default(&mut self, id: Id, column: &Column) {
        let Some(default) = column.default.as_ref().filter(|_| column.identity.is_none()) else { return };
        let (table, name) = (self.now.print_name(id), quote::ident(&column.name));
        let value = default.write(&self.now, "", Style::default());
        self.fill(id, &[format!("UPDATE {table} SET {name} = {value} WHERE {name} IS NULL")]);
    }

    /// Runs statements that fill rows of a table without its triggers: they are there for the application's changes, and may
    /// use what is not there yet.
    pub(super) fn fill(&mut self, table: Id, statements: &[String]) {
        let enabled = |id: &Id| matches!(self.now.get(*id).map(|it| &it.body), Some(Body::Trigger(it)) if it.state.is_none());
        let triggers: Vec<Id> = self.now.children(table).into_iter().filter(enabled).collect();
        let set = |state: &str| -> Vec<String> {
            let objects = triggers.iter().filter_map(|id| self.now.get(*id));
            objects.map(|object| ddl::set_state(&self.now, object, "TRIGGER", state)).collect()
        };
        let (off, on) = (set("DISABLE"), set("ENABLE"));
        self.out.extend(off);
        self.out.extend_from_slice(statements);
        self.out.extend(on);
    }
}
