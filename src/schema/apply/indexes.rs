//! CREATE INDEX.

use super::Applier;
use crate::dialect::effect::CreateIndex;
use crate::schema::id::Id;
use crate::schema::names;
use crate::schema::object::{Body, Index, IndexMarks, Object, Place};

impl Applier<'_> {
    pub(super) fn create_index(&mut self, create: &CreateIndex) {
        let Some(table) = self.changed_relation(&create.table, false) else { return };
        let elements: Vec<String> = create.elements.iter().chain(&create.include).cloned().collect();
        let name = match &create.name {
            Some(name) => name.clone(),
            None => self.index_name(table, &elements),
        };
        let taken = self.schema.namespace(table).is_some_and(|namespace| self.name_taken(namespace, &name));
        if taken {
            if !create.if_not_exists {
                self.duplicate("index", &name);
            }
            return;
        }
        let def = self.resolve(&create.wording, Some(table));
        let columns: Vec<_> = create.elements.iter().filter_map(|element| self.schema.find_column(table, element)).collect();
        let def = self.with_default_classes(def, table, &columns);
        let keys: Vec<_> = create.elements.iter().map(|element| self.schema.find_column(table, element)).collect();
        let index = Index {
            unique: create.unique,
            concurrently: create.concurrently,
            keys,
            part_of: None,
            elements: names::unique_elements(&elements),
            has_expression: create.has_expression,
            def,
            options: Vec::new(),
            statistics: std::collections::BTreeMap::new(),
            marks: IndexMarks::default(),
        };
        self.add(Object::new(name, Place::Relation(table), Body::Index(index)));
    }

    /// The name that the server gives to an index that its author did not name.
    pub(super) fn index_name(&self, table: Id, elements: &[String]) -> String {
        let Some(object) = self.schema.get(table) else { return String::new() };
        let unique = names::unique_elements(elements);
        let addition = names::index_columns(unique.iter().map(String::as_str));
        let namespace = self.schema.namespace(table);
        names::choose(&object.name, Some(&addition), "idx", |candidate| {
            namespace.is_some_and(|namespace| self.name_taken(namespace, candidate))
        })
    }
}
