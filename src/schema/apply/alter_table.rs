//! ALTER TABLE and its relatives.

use super::Applier;
use crate::dialect::effect::{ColumnChange, ColumnDef, TableAction};
use crate::dialect::name::Name;
use crate::schema::Key;
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, ColumnType, Constraint, GeneratedColumn, IndexMarks, Object, Table};

impl Applier<'_> {
    pub(super) fn alter_table(&mut self, name: &Name, if_exists: bool, actions: &[TableAction]) {
        let Some(id) = self.changed_relation(name, if_exists) else { return };
        for action in actions {
            self.table_action(id, action);
        }
    }

    fn table_action(&mut self, id: Id, action: &TableAction) {
        match action {
            TableAction::AddColumn { column, if_not_exists } => self.alter_add_column(id, column, *if_not_exists),
            TableAction::DropColumn { name, if_exists, cascade } => self.drop_column(id, name, *if_exists, *cascade),
            TableAction::AlterColumn { name, change } => self.alter_column(id, name, change),
            TableAction::AddConstraint(constraint) => {
                let exists =
                    constraint.name.as_ref().is_some_and(|name| self.schema.find(&Key::Constraint(id, name.clone())).is_some());
                if !(exists && self.tolerant) {
                    self.add_constraint(id, constraint);
                }
            }
            TableAction::DropConstraint { name, if_exists, cascade } => self.drop_constraint(id, name, *if_exists, *cascade),
            TableAction::ValidateConstraint(name) => self.change_constraint(id, name, |it| it.not_valid = false),
            TableAction::AlterConstraint { name, deferral, enforced } => self.change_constraint(id, name, |it| {
                if let Some(deferral) = deferral {
                    it.deferral = super::constraints::normal_deferral(deferral);
                }
                it.not_enforced = enforced.map_or(it.not_enforced, |enforced| !enforced);
            }),
            TableAction::AttachPartition { partition, bound } => self.attach_partition(id, partition, bound),
            TableAction::DetachPartition { partition } => self.detach_partition(partition),
            TableAction::Inherit(parent) => self.inherit(id, parent, true),
            TableAction::NoInherit(parent) => self.inherit(id, parent, false),
            TableAction::TriggerState { trigger, state } => self.trigger_state(id, trigger, state),
            TableAction::RuleState { rule, state } => self.rule_state(id, rule, state),
            TableAction::SetOptions(_) | TableAction::ResetOptions(_) => self.options(id, action),
            TableAction::ReplicaIdentityIndex(name) => {
                self.change_table(id, |table| table.replica_identity = None);
                self.mark(id, Some(name), |marks, on| marks.replica_identity = on);
            }
            TableAction::ReplicaIdentity(_) => {
                self.mark(id, None, |marks, on| marks.replica_identity = on);
                self.change_table(id, |table| set_property(table, action));
            }
            TableAction::ClusterOn(name) => self.mark(id, name.as_deref(), |marks, on| marks.clustered = on),
            TableAction::OfType(name) => {
                let of_type = name.as_ref().and_then(|name| self.schema.find_type(name));
                self.change_table(id, |table| table.of_type = of_type);
            }
            TableAction::ForeignOptions(changes) => self.change_table(id, |table| {
                if let Some((_, options)) = &mut table.foreign {
                    change_options(options, changes);
                }
            }),
            TableAction::ElementStatistics { element, target } => self.element_statistics(id, element, target),
            TableAction::Other(text) => self.uncertain(format!("ALTER TABLE … {text} is not modelled")),
            simple => self.change_table(id, |table| set_property(table, simple)),
        }
    }

    /// Marks one index of a table, that behind a constraint included, and no other.
    fn mark(&mut self, table: Id, index: Option<&str>, set: fn(&mut IndexMarks, bool)) {
        for child in self.schema.children(table) {
            let Some(object) = self.schema.get(child) else { continue };
            let mut marks = object.marks();
            let holds_index =
                matches!(&object.body, Body::Index(_)) || matches!(&object.body, Body::Constraint(it) if it.has_index());
            set(&mut marks, holds_index && Some(object.name.as_str()) == index);
            if marks != object.marks() {
                self.schema.update(child, |object| match &mut object.body {
                    Body::Index(it) => it.marks = marks,
                    Body::Constraint(it) => it.marks = marks,
                    _ => {}
                });
            }
        }
    }

    fn element_statistics(&mut self, index: Id, element: &str, target: &str) {
        self.schema.update(index, |object| {
            if let Body::Index(index) = &mut object.body {
                index.statistics.remove(element);
                if target != "-1" {
                    index.statistics.insert(element.to_owned(), target.to_owned());
                }
            }
        });
    }

    fn alter_add_column(&mut self, id: Id, column: &ColumnDef, if_not_exists: bool) {
        if self.schema.find_column(id, &column.name).is_some() {
            if !if_not_exists {
                self.duplicate("column", &column.name);
            }
            return;
        }
        let new = self.add_column(id, column);
        for constraint in &column.constraints {
            self.add_constraint(id, constraint);
        }
        let facts = self.schema.get(id).and_then(Object::table).and_then(|it| it.column_by_id(new));
        let not_null_name = facts.and_then(|it| it.not_null_name.clone());
        for child in self.descendants(id) {
            if self.schema.find_column(child, &column.name).is_none() {
                let new = self.add_column(child, &ColumnDef { serial: false, identity: None, ..column.clone() });
                self.change_column(child, new, |column| {
                    column.inherited = true;
                    column.not_null_name = column.not_null_name.take().and(not_null_name.clone());
                });
            }
        }
    }

    /// The tables that inherit from this one, partitions included.
    pub(super) fn inheritors(&self, id: Id) -> Vec<Id> {
        let inherits = |child: &Id| {
            self.schema.get(*child).and_then(Object::table).is_some_and(|table| {
                table.inherits.contains(&id) || table.partition_of.as_ref().is_some_and(|(parent, _)| *parent == id)
            })
        };
        self.schema.dependents(id).into_iter().filter(inherits).collect()
    }

    /// Those, and what inherits from them.
    pub(super) fn descendants(&self, id: Id) -> Vec<Id> {
        let mut found = self.inheritors(id);
        let mut at = 0;
        while let Some(child) = found.get(at).copied() {
            found.extend(self.inheritors(child).into_iter().filter(|it| !found.contains(it)).collect::<Vec<_>>());
            at += 1;
        }
        found
    }

    fn alter_column(&mut self, id: Id, name: &str, change: &ColumnChange) {
        self.assume_changed_column(id, name, change);
        let Some(column) = self.schema.find_column(id, name) else {
            return self.missing_part(id, "column", name);
        };
        if !matches!(self.schema.get(id).map(|object| &object.body), Some(Body::Table(_))) {
            return self.alter_view_column(id, column, name, change);
        }
        self.change_one_column(id, column, change);
        for child in self.descendants(id) {
            if let Some(column) = self.schema.find_column(child, name) {
                self.change_one_column(child, column, change);
            }
        }
    }

    fn change_one_column(&mut self, id: Id, column: ColumnId, change: &ColumnChange) {
        match change {
            ColumnChange::Type { ty, collation, .. } => {
                let ty = self.column_type(ty);
                let collation = collation.as_ref().map(|wording| self.resolve(wording, None));
                self.change_column(id, column, |it| {
                    keep_literal_type(it, &ty);
                    it.ty = ty;
                    it.collation = collation;
                    // The server stores values of the new type in its usual way (PostgreSQL: ATExecAlterColumnType).
                    it.storage = None;
                    it.compression = None;
                });
                self.follow_type(id, column);
            }
            ColumnChange::SetDefault(wording) => {
                let def = self.resolve(wording, Some(id));
                self.change_column(id, column, |it| it.default = Some(def));
            }
            ColumnChange::DropDefault => self.change_column(id, column, |it| it.default = None),
            ColumnChange::SetNotNull => {
                self.change_column(id, column, |it| it.not_null = true);
                self.name_not_null(id, column);
            }
            ColumnChange::DropNotNull => self.change_column(id, column, |it| {
                it.not_null = false;
                it.not_null_name = None;
            }),
            ColumnChange::SetExpression(wording) => {
                let expression = self.resolve(wording, Some(id));
                self.change_column(id, column, |it| it.generated = Some(GeneratedColumn { expression, stored: true }));
            }
            ColumnChange::DropExpression { .. } => self.change_column(id, column, |it| it.generated = None),
            ColumnChange::AddIdentity(identity) => self.add_identity(id, column, identity),
            ColumnChange::SetIdentity { always, options } => self.set_identity(id, column, *always, options),
            ColumnChange::DropIdentity { .. } => self.drop_identity(id, column),
            ColumnChange::Other(text) => self.uncertain(format!("ALTER COLUMN … {text} is not modelled")),
            setting => self.change_column(id, column, |it| set_column(it, setting)),
        }
    }

    /// An identity's sequence takes the column's type; a serial's does not.
    fn follow_type(&mut self, id: Id, column: ColumnId) {
        let facts = self.schema.get(id).and_then(Object::table).and_then(|table| table.column_by_id(column));
        let Some((sequence, ty)) = facts.and_then(|c| Some((c.identity.as_ref()?.sequence, c.ty.ty.name.name.clone()))) else {
            return;
        };
        self.change_sequence(sequence, |it| it.facts.ty = (ty != "int8").then_some(ty));
    }

    fn set_identity(
        &mut self,
        id: Id,
        column: ColumnId,
        always: Option<bool>,
        options: &crate::dialect::effect::SequenceOptions,
    ) {
        let identity =
            self.schema.get(id).and_then(Object::table).and_then(|t| t.column_by_id(column)).and_then(|c| c.identity.clone());
        let Some(identity) = identity else { return };
        self.change_sequence(identity.sequence, |it| it.facts.set(options));
        if let Some(always) = always {
            self.change_column(id, column, |it| {
                if let Some(identity) = &mut it.identity {
                    identity.always = always;
                }
            });
        }
    }

    fn drop_identity(&mut self, id: Id, column: ColumnId) {
        let mut sequence = None;
        self.change_column(id, column, |it| sequence = it.identity.take().map(|identity| identity.sequence));
        if let Some(sequence) = sequence {
            self.schema.remove(sequence);
        }
    }

    fn change_constraint(&mut self, table: Id, name: &str, change: impl FnOnce(&mut Constraint)) {
        let Some(id) = self.schema.find(&Key::Constraint(table, name.to_owned())) else {
            return self.missing("constraint", name);
        };
        self.schema.update(id, |object| {
            if let Body::Constraint(constraint) = &mut object.body {
                change(constraint);
            }
        });
    }

    fn drop_constraint(&mut self, table: Id, name: &str, if_exists: bool, cascade: bool) {
        match self.schema.find(&Key::Constraint(table, name.to_owned())) {
            Some(id) => self.drop_id(id, cascade),
            None if self.drop_not_null_constraint(table, name) => {}
            None if if_exists => {}
            None => self.missing_part(table, "constraint", name),
        }
    }

    fn drop_not_null_constraint(&mut self, table: Id, name: &str) -> bool {
        let columns = self.schema.get(table).and_then(Object::table).map(|table| &table.columns);
        let found =
            columns.into_iter().flatten().find(|column| column.not_null_name.as_deref() == Some(name)).map(|column| column.id);
        let Some(column) = found else { return false };
        self.change_column(table, column, |it| {
            it.not_null = false;
            it.not_null_name = None;
        });
        true
    }

    fn attach_partition(&mut self, parent: Id, partition: &Name, bound: &crate::dialect::wording::Wording) {
        let Some(id) = self.relation(partition, false) else { return };
        if let Some(Body::Index(_)) = self.schema.get(id).map(|object| &object.body) {
            return self.schema.update(id, |object| {
                if let Body::Index(index) = &mut object.body {
                    index.part_of = Some(parent);
                }
            });
        }
        let bound = self.resolve(bound, None);
        self.change_table(id, |table| {
            table.partition_of = Some((parent, bound));
            for column in &mut table.columns {
                column.inherited = true;
            }
        });
    }

    fn detach_partition(&mut self, partition: &Name) {
        let Some(id) = self.relation(partition, false) else { return };
        self.change_table(id, |table| {
            table.partition_of = None;
            for column in &mut table.columns {
                column.inherited = false;
            }
        });
    }

    fn inherit(&mut self, id: Id, parent: &Name, add: bool) {
        let Some(parent) = self.relation(parent, false) else { return };
        let names: Vec<String> = self
            .schema
            .columns_of(parent)
            .into_iter()
            .filter_map(|column| self.schema.column_name(parent, column).map(str::to_owned))
            .collect();
        self.change_table(id, |table| {
            table.inherits.retain(|it| *it != parent);
            if add {
                table.inherits.push(parent);
            }
            for column in table.columns.iter_mut().filter(|column| names.contains(&column.name)) {
                column.inherited = add;
            }
        });
    }

    fn trigger_state(&mut self, table: Id, trigger: &str, state: &str) {
        let all = trigger == "ALL" || trigger == "USER";
        let state = (state != "ENABLE").then(|| state.to_owned());
        for id in self.schema.children(table) {
            self.schema.update(id, |object| {
                let named = all || object.name == trigger;
                if let (Body::Trigger(it), true) = (&mut object.body, named) {
                    it.state.clone_from(&state);
                }
            });
        }
    }

    fn rule_state(&mut self, table: Id, rule: &str, state: &str) {
        let state = (state != "ENABLE").then(|| state.to_owned());
        if let Some(id) = self.schema.find(&Key::Rule(table, rule.to_owned())) {
            self.schema.update(id, |object| {
                if let Body::Rule(it) = &mut object.body {
                    it.state = state;
                }
            });
        }
    }

    fn options(&mut self, id: Id, action: &TableAction) {
        self.schema.update(id, |object| match (&mut object.body, action) {
            (Body::Table(table), TableAction::SetOptions(options)) => {
                table.options.retain(|(name, _)| options.iter().all(|(it, _)| it != name));
                table.options.extend(options.iter().cloned());
            }
            (Body::Table(table), TableAction::ResetOptions(names)) => {
                table.options.retain(|(name, _)| !names.contains(name));
            }
            (Body::Index(index), TableAction::SetOptions(options)) => {
                index.options.retain(|(name, _)| options.iter().all(|(it, _)| it != name));
                index.options.extend(options.iter().map(|(name, value)| (name.clone(), Some(value.clone()))));
            }
            (Body::Index(index), TableAction::ResetOptions(names)) => {
                index.options.retain(|(name, _)| !names.contains(name));
                index.options.extend(names.iter().map(|name| (name.clone(), None)));
            }
            (Body::View(view), TableAction::SetOptions(options)) => {
                view.options.retain(|(name, _)| options.iter().all(|(it, _)| it != name));
                view.options.extend(options.iter().cloned());
            }
            (Body::View(view), TableAction::ResetOptions(names)) => view.options.retain(|(name, _)| !names.contains(name)),
            _ => {}
        });
    }

    fn alter_view_column(&mut self, id: Id, column: ColumnId, name: &str, change: &ColumnChange) {
        let default = if let ColumnChange::SetDefault(wording) = change { Some(self.resolve(wording, Some(id))) } else { None };
        self.schema.update(id, |object| {
            let Body::View(view) = &mut object.body else { return };
            let blank = Column::new(column, name, super::columns::unknown_type());
            let altered = view.altered.entry(column).or_insert_with(|| blank.clone());
            match change {
                ColumnChange::SetDefault(_) | ColumnChange::DropDefault => altered.default = default,
                setting => set_column(altered, setting),
            }
            if *altered == blank {
                view.altered.remove(&column);
            }
        });
    }
}

/// Statistics, storage, compression and options of a column.
fn set_column(column: &mut Column, change: &ColumnChange) {
    match change {
        ColumnChange::SetStatistics(value) => column.statistics = (value != "-1").then(|| value.clone()),
        ColumnChange::SetStorage(value) => {
            let usual = value.eq_ignore_ascii_case(column.ty.usual_storage()) || value.eq_ignore_ascii_case("default");
            column.storage = (!usual).then(|| value.clone());
        }
        ColumnChange::SetCompression(value) => {
            column.compression = (!value.eq_ignore_ascii_case("default")).then(|| value.clone());
        }
        ColumnChange::SetOptions(options) => column.options.extend(options.iter().cloned()),
        ColumnChange::ResetOptions(names) => column.options.retain(|name, _| !names.contains(name)),
        ColumnChange::ForeignOptions(changes) => change_options(&mut column.foreign_options, changes),
        _ => {}
    }
}

/// PostgreSQL: transformGenericOptions. What is set stays in its place, what is added goes to the end.
fn change_options(options: &mut Vec<(String, String)>, changes: &[(String, Option<String>)]) {
    for (name, value) in changes {
        match (options.iter_mut().find(|(it, _)| it == name), value) {
            (Some((_, old)), Some(value)) => value.clone_into(old),
            (None, Some(value)) => options.push((name.clone(), value.clone())),
            (_, None) => options.retain(|(it, _)| it != name),
        }
    }
}

/// A default that is a bare literal has the type that the column had when it was set, and the server keeps that.
fn keep_literal_type(column: &mut Column, to: &ColumnType) {
    let Some(default) = &mut column.default else { return };
    let text = default.text.trim();
    if let Some(literal) = cast(to).and_then(|cast| text.strip_suffix(&cast)).filter(|text| is_literal(text)) {
        *default = Def::plain(literal);
    } else if let Some(cast) = cast(&column.ty).filter(|from| is_literal(text) && Some(from) != cast(to).as_ref()) {
        *default = Def::plain(&format!("{text}{cast}"));
    }
}

/// `::varchar[]`, for a type of the server.
fn cast(ty: &ColumnType) -> Option<String> {
    let array = if ty.ty.dimensions > 0 { "[]" } else { "" };
    let known = ty.user.is_none() && !ty.ty.name.name.is_empty();
    known.then(|| format!("::{}{array}", ty.ty.name.name))
}

fn is_literal(text: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    inner.is_some_and(|inner| !inner.replace("''", "").contains('\''))
}

/// Whether a default comes out as wanted by the change of the type alone.
pub fn follows_type(default: &Def, from: &ColumnType, wanted: &Def) -> bool {
    let literal = cast(from).filter(|_| is_literal(wanted.text.trim())).map(|cast| format!("{}{cast}", wanted.text.trim()));
    literal.is_some_and(|literal| *literal == *default.text)
}

/// One option of a list, as WITH and SET write it.
pub fn option(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name} = {value}") }
}

fn set_property(table: &mut Table, action: &TableAction) {
    match action {
        TableAction::SetLogged(logged) => table.unlogged = !logged,
        TableAction::RowSecurity(on) => table.row_security = *on,
        TableAction::ForceRowSecurity(on) => table.force_row_security = *on,
        TableAction::ReplicaIdentity(text) => {
            table.replica_identity = (!text.eq_ignore_ascii_case("default")).then(|| text.clone())
        }
        TableAction::SetTablespace(name) => table.tablespace = Some(name.clone()),
        TableAction::SetAccessMethod(name) => {
            table.access_method =
                (!name.eq_ignore_ascii_case("heap") && !name.eq_ignore_ascii_case("default")).then(|| name.clone())
        }
        _ => {}
    }
}
