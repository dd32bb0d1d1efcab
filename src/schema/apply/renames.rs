//! RENAME, SET SCHEMA, OWNER TO and COMMENT ON.

use super::Applier;
use super::others::{class_words, is_cluster_wide};
use crate::dialect::name::{Class, ObjectName};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, DomainConstraint, Object, Place, TypeBody, UserType};

impl Applier<'_> {
    fn find_or_miss(&mut self, object: &ObjectName, if_exists: bool) -> Option<Id> {
        if is_cluster_wide(object.class) {
            self.done.outside.push(format!("{} {}", class_words(object.class), object.name));
            return None;
        }
        let found = self.find(object);
        if found.is_none() && !if_exists {
            self.missing(class_words(object.class), &object.name.to_string());
        }
        found
    }

    pub(super) fn rename(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        match object.class {
            Class::Column => return self.rename_column(object, if_exists, to),
            Class::DomainConstraint => {
                return self.change_domain_constraint(object, |it| to.clone_into(&mut it.name));
            }
            Class::Constraint if self.rename_not_null(object, to) => return,
            _ => {}
        }
        let Some(id) = self.find_or_miss(object, if_exists) else { return };
        self.schema.rename(id, to);
    }

    /// NOT NULL is a column's own, and has a name.
    fn rename_not_null(&mut self, object: &ObjectName, to: &str) -> bool {
        let Some(table) = object.of.as_ref().and_then(|table| self.schema.find_relation(table)) else { return false };
        let columns = self.schema.get(table).and_then(Object::table).map(|it| &it.columns);
        let named = |it: &&Column| it.not_null_name.as_deref() == Some(&object.name.name);
        let Some(column) = columns.into_iter().flatten().find(named).map(|it| it.id) else { return false };
        self.change_column(table, column, |it| it.not_null_name = Some(to.to_owned()));
        true
    }

    fn column_of(&mut self, object: &ObjectName, if_exists: bool) -> Option<(Id, ColumnId)> {
        let relation = self.changed_relation(object.of.as_ref()?, if_exists)?;
        if !if_exists {
            self.assume_column(relation, &object.name.name, false);
        }
        let found = self.schema.find_column(relation, &object.name.name);
        if found.is_none() && !if_exists {
            self.missing("column", &object.name.name);
        }
        Some((relation, found?))
    }

    fn rename_column(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        let Some((relation, column)) = self.column_of(object, if_exists) else { return };
        self.rename_column_id(relation, column, to);
        for child in self.descendants(relation) {
            if let Some(column) = self.schema.find_column(child, &object.name.name) {
                self.rename_column_id(child, column, to);
            }
        }
    }

    fn rename_column_id(&mut self, relation: Id, column: ColumnId, to: &str) {
        self.schema.update(relation, |it| it.rename_column(column, to));
    }

    fn change_domain_constraint(&mut self, object: &ObjectName, change: impl FnOnce(&mut DomainConstraint)) {
        let Some(id) = object.of.as_ref().and_then(|domain| self.schema.find_type(domain)) else {
            return self.missing("domain", &object.name.to_string());
        };
        self.schema.update(id, |it| {
            if let Body::Type(UserType { body: TypeBody::Domain(domain) }) = &mut it.body {
                if let Some(constraint) = domain.constraints.iter_mut().find(|it| it.name == object.name.name) {
                    change(constraint);
                }
            }
        });
    }

    pub(super) fn set_schema(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        let Some(id) = self.find_or_miss(object, if_exists) else { return };
        let Some(namespace) = self.schema.find_schema(to) else {
            return self.missing("schema", to);
        };
        if object.class == Class::Extension {
            self.schema.update(id, |it| {
                if let Body::Extension(extension) = &mut it.body {
                    extension.move_to(namespace);
                }
            });
            return;
        }
        let Some(old) = self.schema.namespace(id) else { return };
        self.move_to(id, old, namespace);
        for dependent in self.schema.dependents(id) {
            let owned = matches!(self.schema.get(dependent).map(|it| &it.body), Some(Body::Sequence(s)) if s.owned_by.is_some_and(|(t, _)| t == id));
            if owned {
                self.move_to(dependent, old, namespace);
            }
        }
    }

    fn move_to(&mut self, id: Id, old: Id, namespace: Id) {
        self.schema.update(id, |it| {
            if matches!(it.place, Place::Schema(_)) {
                it.place = Place::Schema(namespace);
            }
        });
        self.schema.refresh_children(id, old);
    }

    pub(super) fn set_owner(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        if let Some(id) = self.find_or_miss(object, if_exists) {
            // Who runs the statements owns what they make anyway.
            let runs = ["current_user", "current_role", "session_user"].contains(&to.to_lowercase().as_str());
            self.schema.update(id, |it| {
                let from = std::mem::replace(&mut it.owner, (!runs).then(|| to.to_owned()));
                if from != it.owner {
                    it.acl.change_owner(from.as_deref(), it.owner.as_deref());
                }
            });
        }
    }

    pub(super) fn comment(&mut self, object: &ObjectName, text: Option<&str>) {
        let text = text.map(str::to_owned);
        if object.class == Class::Column {
            let Some((relation, column)) = self.column_of(object, false) else { return };
            if matches!(self.schema.get(relation).map(|it| &it.body), Some(Body::Table(_))) {
                self.change_column(relation, column, |it| it.comment = text);
            } else {
                self.comment_view_column(relation, &object.name.name, text);
            }
        } else if object.class == Class::DomainConstraint {
            self.change_domain_constraint(object, |constraint| constraint.comment = text);
        } else if let Some(id) = self.find_or_miss(object, false) {
            self.schema.update(id, |it| match &mut it.body {
                Body::Constraint(constraint) if object.class == Class::Index => constraint.index_comment = text,
                _ => it.comment = text,
            });
        }
    }

    pub(super) fn security_label(&mut self, object: &ObjectName, provider: Option<&str>, text: Option<&str>) {
        let (id, column) = if object.class == Class::Column {
            let Some((relation, _)) = self.column_of(object, false) else { return };
            (relation, Some(object.name.name.clone()))
        } else {
            let Some(id) = self.find_or_miss(object, false) else { return };
            (id, None)
        };
        let key = (provider.map(str::to_owned), column);
        self.schema.update(id, |it| {
            it.labels.remove(&key);
            if let Some(text) = text {
                it.labels.insert(key, text.to_owned());
            }
        });
    }

    fn comment_view_column(&mut self, view: Id, column: &str, text: Option<String>) {
        self.schema.update(view, |it| {
            if let Body::View(view) = &mut it.body {
                view.column_comments.remove(column);
                if let Some(text) = text {
                    view.column_comments.insert(column.to_owned(), text);
                }
            }
        });
    }
}
