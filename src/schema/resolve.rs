//! From wordings to definitions: which object each name in a text means.
//!
//! A name that means nothing in the schema (built-in functions, system views, common table expressions) is no spot.

use super::def::{Def, Means, NameStyle, Spot, StarColumn};
use super::id::{ColumnId, Id};
use super::object::Body;
use super::{Key, Schema};
use crate::dialect::name::{Class, Name};
use crate::dialect::wording::{Mention, Prefix, RelationRef, Slot, Wording};

/// Where a definition stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The relation that the definition's object belongs to.
    pub parent: Option<Id>,
}

impl Schema {
    /// Ties the names of a wording to objects.
    pub fn resolve(&self, wording: &Wording, context: Context) -> Def {
        let spots = wording.slots.iter().filter_map(|slot| {
            let written = wording.text.get(slot.range.clone())?;
            let means = self.meaning(slot, written, context)?;
            Some(Spot { range: slot.range.clone(), means })
        });
        Def { text: wording.text.as_str().into(), spots: spots.collect() }
    }

    /// The relations that a wording names and that do not exist.
    pub fn missing_relations(&self, wording: &Wording) -> Vec<Name> {
        let missing = wording.slots.iter().filter_map(|slot| match &slot.mention {
            Mention::Relation(name) | Mention::RelationLiteral(name)
                if !is_system(name) && self.find_relation(name).is_none() =>
            {
                Some(name.clone())
            }
            _ => None,
        });
        missing.collect()
    }

    fn meaning(&self, slot: &Slot, written: &str, context: Context) -> Option<Means> {
        let object =
            |id: Id, name: &Name, style| Some(Means::Object { id, name: name.name.clone(), schema: name.schema.clone(), style });
        match &slot.mention {
            Mention::Own => Some(Means::Own),
            Mention::Omit => Some(Means::Omit),
            Mention::OrReplace => Some(Means::OrReplace),
            Mention::Relation(name) => object(self.find_relation(name)?, name, NameStyle::Plain),
            Mention::Qualifier(name) => object(self.find_relation(name)?, name, NameStyle::Qualifier),
            Mention::RelationLiteral(name) => object(self.find_relation(name)?, name, NameStyle::Literal),
            Mention::Type(name) => match self.find_type(name) {
                Some(id) => object(id, name, NameStyle::Plain),
                None => self.provided(Class::Type, name),
            },
            Mention::Routine { name, arity } => match self.find_routine(name, *arity) {
                Some(id) => object(id, name, NameStyle::Plain),
                None => self.provided(Class::Function, name),
            },
            Mention::Schema(name) => {
                let id = self.find_schema(name)?;
                object(id, &Name::bare(name.clone()), NameStyle::Plain)
            }
            Mention::Object(class, name) => match self.find_other(*class, name) {
                Some(id) if *class == Class::Operator => object(id, name, NameStyle::Operator),
                Some(id) => object(id, name, NameStyle::Plain),
                None => self.provided(*class, name),
            },
            Mention::Column { relations, name, label, .. } => {
                let found = relations.iter().find_map(|relation| self.column_in(relation, name, context));
                let Some((of, column)) = found else { return self.whole_row(relations, name) };
                Some(Means::Column { of, column, name: name.clone(), label: *label && !written.is_empty() })
            }
            Mention::Star { relations, prefixes } => self.star(relations, prefixes, context),
        }
    }

    /// A bare name that is no column: a FROM item's own name stands for its row.
    fn whole_row(&self, relations: &[RelationRef], name: &str) -> Option<Means> {
        let named = relations.iter().find_map(|relation| match relation {
            RelationRef::Named(it) if it.name == name => Some(it),
            _ => None,
        })?;
        let id = self.find_relation(named)?;
        Some(Means::Object { id, name: named.name.clone(), schema: named.schema.clone(), style: NameStyle::Qualifier })
    }

    /// What an extension brings is the extension's.
    fn provided(&self, class: Class, name: &Name) -> Option<Means> {
        Some(Means::Provided { by: self.find_provider(class, name)?, name: name.clone() })
    }

    fn column_in(&self, relation: &RelationRef, name: &str, context: Context) -> Option<(Id, ColumnId)> {
        let id = self.relation_ref(relation, context)?;
        Some((id, self.find_column(id, name)?))
    }

    fn relation_ref(&self, relation: &RelationRef, context: Context) -> Option<Id> {
        match relation {
            RelationRef::Parent => context.parent,
            RelationRef::Named(name) => self.find_relation(name),
        }
    }

    fn star(&self, relations: &[Option<RelationRef>], prefixes: &[Prefix], context: Context) -> Option<Means> {
        let mut columns = Vec::new();
        for (relation, prefix) in relations.iter().zip(prefixes) {
            let id = self.relation_ref(relation.as_ref()?, context)?;
            if matches!(&self.get(id)?.body, Body::View(view) if !view.columns_known) || self.get(id)?.has_open_columns() {
                return None;
            }
            columns.extend(self.columns_of(id).into_iter().map(|column| StarColumn {
                prefix: prefix.clone(),
                of: id,
                column,
                name: self.column_name(id, column).unwrap_or_default().to_owned(),
            }));
        }
        Some(Means::Star(columns))
    }

    /// The routine that a call means: the one that takes this many arguments, else the only one there is.
    pub fn find_routine(&self, name: &Name, arity: Option<usize>) -> Option<Id> {
        let found = self.find_routines(name);
        let fits = |id: &&Id| match (&self.get(**id).map(|object| &object.body), arity) {
            (Some(Body::Routine(routine)), Some(arity)) => {
                let optional = routine.params.iter().filter(|param| param.has_default).count();
                arity <= routine.args.len() && arity + optional >= routine.args.len()
            }
            _ => false,
        };
        found.iter().find(fits).or(found.first()).copied()
    }

    /// An object that is known by its defining statement, by class and name.
    pub fn find_other(&self, class: Class, name: &Name) -> Option<Id> {
        if let Some(id) = self.find(&super::Key::Other(class, None, name.name.clone())) {
            return Some(id);
        }
        let namespaces = self.namespaces(name);
        let exact = |ns: &Id| self.find(&super::Key::Other(class, Some(*ns), name.name.clone()));
        namespaces.iter().find_map(exact).or_else(|| namespaces.into_iter().find_map(|ns| self.only_one(class, ns, &name.name)))
    }

    /// The one object of a class and name whose key says more: operands, an access method. `None` where there are several.
    fn only_one(&self, class: Class, namespace: Id, name: &str) -> Option<Id> {
        let from = Key::Other(class, Some(namespace), name.to_owned());
        let same = |key: &Key| match key {
            Key::Other(at, Some(ns), full) if (*at, *ns) == (class, namespace) => full.starts_with(name),
            _ => false,
        };
        let says_more = |key: &Key| match key {
            Key::Other(_, _, full) => {
                full.get(name.len()..).is_some_and(|rest| rest.starts_with('(') || rest.starts_with(" USING "))
            }
            _ => false,
        };
        let mut found = self.names.range(from..).take_while(|(key, _)| same(key)).filter(|(key, _)| says_more(key));
        let first = found.next()?;
        found.next().is_none().then_some(*first.1)
    }
}

/// Whether a name belongs to the server: its catalogs and the information schema.
pub fn is_system(name: &Name) -> bool {
    match name.schema.as_deref() {
        Some("pg_catalog" | "information_schema" | "pg_temp" | "pg_toast") => true,
        Some(_) => false,
        None => name.name.starts_with("pg_"),
    }
}
