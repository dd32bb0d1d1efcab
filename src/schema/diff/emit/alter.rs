//! The statements that alter an object in place.

use super::Emitter;
use crate::schema::Schema;
use crate::schema::ddl;
use crate::schema::def::Style;
use crate::schema::id::Id;
use crate::schema::object::{Attribute, Body, Domain, DomainConstraint, IndexMarks, Object, Table, TypeBody};
use crate::schema::quote;

impl Emitter<'_> {
    pub(super) fn alter(&mut self, id: Id) {
        let (Some(current), Some(wanted)) = (self.now.get(id).cloned(), self.wanted(id)) else { return };
        let own = self.now.print_name(id);
        let statements = match (&current.body, &wanted.body) {
            (Body::Table(a), Body::Table(b)) => self.alter_table(id, &own, a, b),
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
            (Body::Constraint(a), Body::Constraint(b)) => {
                let mut out = alter_constraint(&self.now, &current, a, b);
                out.extend(self.change_marks(&current, a.marks, b.marks));
                out
            }
            (Body::Index(a), Body::Index(b)) => {
                let mut out = ddl::index_statistics(&own, &a.statistics, &b.statistics);
                out.extend(self.change_marks(&current, a.marks, b.marks));
                out
            }
            (Body::View(a), Body::View(b)) => ddl::view_changes(&self.now, &own, a, b),
            (Body::Trigger(_), Body::Trigger(b)) => {
                vec![ddl::set_state(&self.now, &current, "TRIGGER", b.state.as_deref().unwrap_or("ENABLE"))]
            }
            (Body::Rule(_), Body::Rule(b)) => {
                vec![ddl::set_state(&self.now, &current, "RULE", b.state.as_deref().unwrap_or("ENABLE"))]
            }
            (Body::Other(a), Body::Other(b)) => {
                ddl::settings::change(&self.now, &ddl::address(&self.now, id, &current), b, &a.settings, &b.settings)
            }
            (Body::Extension(_), Body::Extension(b)) => {
                let schema = b.schema.map_or_else(|| "public".to_owned(), |schema| self.now.print_name(schema));
                vec![format!("ALTER EXTENSION {} SET SCHEMA {schema}", quote::ident(&current.name))]
            }
            _ => Vec::new(),
        };
        self.out.extend(statements);
    }

    /// Marks that an index gets, and the words for a table where no index has them any more.
    fn change_marks(&self, index: &Object, from: IndexMarks, to: IndexMarks) -> Vec<String> {
        let mut out = ddl::marks(&self.now, index, from, to);
        let Some(table) = index.relation() else { return out };
        let wanted = self.to.get(table).and_then(Object::table);
        let name = ddl::relation_name(&self.now, index);
        let mut unmark = |action: &str| out.push(format!("ALTER TABLE {name} {action}"));
        let lost = from.replica_identity && !to.replica_identity;
        if lost && wanted.is_some_and(|it| it.replica_identity.is_none()) && !self.is_marked(table, |it| it.replica_identity) {
            unmark("REPLICA IDENTITY DEFAULT");
        }
        if from.clustered && !to.clustered && !self.is_marked(table, |it| it.clustered) {
            unmark("SET WITHOUT CLUSTER");
        }
        out
    }

    /// Whether an index of a table has a mark in the end.
    fn is_marked(&self, table: Id, mark: fn(&IndexMarks) -> bool) -> bool {
        self.to.children(table).iter().filter_map(|id| self.to.get(*id)).any(|child| mark(&child.marks()))
    }

    pub(super) fn alter_table(&mut self, id: Id, own: &str, from: &Table, to: &Table) -> Vec<String> {
        let mut out = ddl::tables::settings(own, from, to);
        let by_index = self.is_marked(id, |it| it.replica_identity);
        out.extend(ddl::tables::properties(own, from, to, by_index));
        if from.of_type != to.of_type {
            let action = to.of_type.map_or_else(|| "NOT OF".to_owned(), |ty| format!("OF {}", self.now.print_name(ty)));
            out.push(format!("ALTER TABLE {own} {action}"));
        }
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

    pub(super) fn alter_attributes(&mut self, own: &str, from: &[Attribute], to: &[Attribute]) -> Vec<String> {
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

    pub(super) fn alter_domain(&mut self, own: &str, from: &Domain, to: &Domain) -> Vec<String> {
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
    if from.not_enforced != to.not_enforced {
        let words = if to.not_enforced { "NOT ENFORCED" } else { "ENFORCED" };
        out.push(format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {words}"));
    }
    if from.not_valid && !to.not_valid {
        out.push(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"));
    }
    out
}
