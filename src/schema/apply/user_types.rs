//! Types and domains.

use super::Applier;
use crate::dialect::effect::{
    ColumnDef, ConstraintDef, CreateDomain, CreateType, DomainChange, TypeChange, TypeKind, ValuePosition,
};
use crate::dialect::name::Name;
use crate::schema::def::Def;
use crate::schema::id::Id;
use crate::schema::names;
use crate::schema::object::{Attribute, Body, Domain, DomainConstraint, Object, Place, TypeBody, UserType};
use crate::schema::quote;

impl Applier<'_> {
    pub(super) fn create_type(&mut self, create: &CreateType) {
        let Some(namespace) = self.creation_schema(&create.name) else { return };
        if let Some(existing) = self.schema.find(&crate::schema::Key::Type(namespace, create.name.name.clone())) {
            let shell = matches!(create.kind, TypeKind::Base);
            if shell {
                let def = self.resolve(&create.wording, None);
                self.schema.update(existing, |object| object.body = Body::Type(UserType { body: TypeBody::Defined(def) }));
            } else {
                self.duplicate("type", &create.name.to_string());
            }
            return;
        }
        let body = match &create.kind {
            TypeKind::Enum(labels) => TypeBody::Enum(labels.clone()),
            TypeKind::Composite(attributes) => {
                TypeBody::Composite(attributes.iter().map(|attribute| self.attribute(attribute)).collect())
            }
            TypeKind::Range | TypeKind::Base => TypeBody::Defined(self.resolve(&create.wording, None)),
        };
        self.add_type(namespace, &create.name, body);
    }

    fn add_type(&mut self, namespace: Id, name: &Name, body: TypeBody) -> Id {
        self.add(Object::new(name.name.clone(), Place::Schema(namespace), Body::Type(UserType { body })))
    }

    fn attribute(&mut self, column: &ColumnDef) -> Attribute {
        let id = self.schema.new_column();
        let ty = match &column.ty {
            Some(ty) => self.column_type(ty),
            None => super::columns::unknown_type(),
        };
        let collation = column.collation.as_ref().map(|wording| self.resolve(wording, None));
        Attribute { id, name: column.name.clone(), ty, collation }
    }

    fn user_type(&mut self, name: &Name) -> Option<Id> {
        let found = self.schema.find_type(name);
        if found.is_none() {
            self.missing("type", &name.to_string());
        }
        found
    }

    fn change_type(&mut self, id: Id, change: impl FnOnce(&mut TypeBody)) {
        self.schema.update(id, |object| {
            if let Body::Type(ty) = &mut object.body {
                change(&mut ty.body);
            }
        });
    }

    pub(super) fn alter_type(&mut self, name: &Name, change: &TypeChange) {
        let Some(id) = self.user_type(name) else { return };
        match change {
            TypeChange::AddValue { value, position, .. } => {
                self.change_type(id, |body| add_value(body, value, position.as_ref()))
            }
            TypeChange::RenameValue { from, to } => self.rename_value(id, from, to),
            TypeChange::Other(text) => self.uncertain(format!("ALTER TYPE … {text} is not modelled")),
            attributes => self.alter_attributes(id, attributes),
        }
    }

    fn rename_value(&mut self, id: Id, from: &str, to: &str) {
        self.change_type(id, |body| {
            if let TypeBody::Enum(labels) = body {
                for label in labels.iter_mut().filter(|label| *label == from) {
                    to.clone_into(label);
                }
            }
        });
        for table in self.schema.dependents(id) {
            if self.schema.get(table).is_some_and(|it| it.table().is_some()) {
                self.schema.update(table, |object| rename_in_defaults(object, id, from, to));
            }
        }
    }

    fn alter_attributes(&mut self, id: Id, change: &TypeChange) {
        let new = match change {
            TypeChange::AddAttribute { attribute, .. } => Some(self.attribute(attribute)),
            _ => None,
        };
        let ty = match change {
            TypeChange::AlterAttribute { ty, .. } => Some(self.column_type(ty)),
            _ => None,
        };
        self.change_type(id, |body| {
            let TypeBody::Composite(attributes) = body else { return };
            match change {
                TypeChange::DropAttribute { name, .. } => attributes.retain(|it| it.name != *name),
                TypeChange::RenameAttribute { from, to } => {
                    for it in attributes.iter_mut().filter(|it| it.name == *from) {
                        it.name.clone_from(to);
                    }
                }
                TypeChange::AlterAttribute { name, .. } => {
                    if let (Some(it), Some(ty)) = (attributes.iter_mut().find(|it| it.name == *name), ty) {
                        it.ty = ty;
                    }
                }
                _ => attributes.extend(new),
            }
        });
    }

    pub(super) fn create_domain(&mut self, create: &CreateDomain) {
        let Some(namespace) = self.creation_schema(&create.name) else { return };
        if self.schema.find(&crate::schema::Key::Type(namespace, create.name.name.clone())).is_some() {
            return self.duplicate("domain", &create.name.to_string());
        }
        let domain = Domain {
            ty: self.column_type(&create.ty),
            collation: create.collation.as_ref().map(|wording| self.resolve(wording, None)),
            default: create.default.as_ref().map(|wording| self.resolve(wording, None)),
            not_null: create.not_null,
            constraints: Vec::new(),
        };
        let id = self.add_type(namespace, &create.name, TypeBody::Domain(domain));
        for constraint in &create.constraints {
            self.add_domain_constraint(id, constraint);
        }
    }

    fn change_domain(&mut self, id: Id, change: impl FnOnce(&mut Domain)) {
        self.change_type(id, |body| {
            if let TypeBody::Domain(domain) = body {
                change(domain);
            }
        });
    }

    fn add_domain_constraint(&mut self, id: Id, written: &ConstraintDef) {
        let Some(object) = self.schema.get(id) else { return };
        let taken = |candidate: &str| match &object.body {
            Body::Type(UserType { body: TypeBody::Domain(domain) }) => domain.constraints.iter().any(|it| it.name == candidate),
            _ => false,
        };
        let name = written.name.clone().unwrap_or_else(|| names::choose(&object.name, None, "check", taken));
        let def = super::constraints::bare_def(&self.resolve(&written.wording, None));
        let constraint = DomainConstraint { name, def, not_valid: written.not_valid, comment: None };
        self.change_domain(id, |domain| domain.constraints.push(constraint));
    }

    pub(super) fn alter_domain(&mut self, name: &Name, change: &DomainChange) {
        let Some(id) = self.user_type(name) else { return };
        match change {
            DomainChange::SetDefault(wording) => {
                let def = self.resolve(wording, None);
                self.change_domain(id, |domain| domain.default = Some(def));
            }
            DomainChange::DropDefault => self.change_domain(id, |domain| domain.default = None),
            DomainChange::SetNotNull => self.change_domain(id, |domain| domain.not_null = true),
            DomainChange::DropNotNull => self.change_domain(id, |domain| domain.not_null = false),
            DomainChange::AddConstraint(constraint) => self.add_domain_constraint(id, constraint),
            DomainChange::DropConstraint { name, .. } => {
                self.change_domain(id, |domain| domain.constraints.retain(|it| it.name != *name));
            }
            DomainChange::ValidateConstraint(name) => self.change_domain(id, |domain| {
                for it in domain.constraints.iter_mut().filter(|it| it.name == *name) {
                    it.not_valid = false;
                }
            }),
        }
    }
}

/// Defaults hold the value itself: they go by the new label.
fn rename_in_defaults(object: &mut Object, ty: Id, from: &str, to: &str) {
    let columns = object.table_mut().into_iter().flat_map(|table| &mut table.columns);
    for column in columns.filter(|column| column.ty.user == Some(ty)) {
        let renamed = column.default.as_ref().and_then(|default| with_label(default, from, to));
        column.default = renamed.or(column.default.take());
    }
}

/// A default that is nothing but a value of an enum, by its new label; `None` if it is another.
pub fn with_label(default: &Def, from: &str, to: &str) -> Option<Def> {
    let behind = default.text.trim_start().strip_prefix(&quote::literal(from))?;
    let is_all = behind.is_empty() || behind.trim_start().starts_with("::");
    is_all.then(|| default.with_text_before(default.text.len() - behind.len(), &format!("{}{behind}", quote::literal(to))))
}

fn add_value(body: &mut TypeBody, value: &str, position: Option<&ValuePosition>) {
    let TypeBody::Enum(labels) = body else { return };
    if labels.iter().any(|label| label == value) {
        return;
    }
    let place = |anchor: &String| labels.iter().position(|label| label == anchor);
    let at = match position {
        Some(ValuePosition::Before(anchor)) => place(anchor),
        Some(ValuePosition::After(anchor)) => place(anchor).map(|at| at + 1),
        None => None,
    };
    labels.insert(at.unwrap_or(labels.len()), value.to_owned());
}
