//! What goes, and what gets another name.

use super::touches::{After, Before};
use super::{Event, Reader};
use crate::dialect::name::{Class, Name, ObjectName};
use crate::order::names::part_label;

impl Reader {
    pub(super) fn drops(&mut self, objects: &[ObjectName], if_exists: bool) {
        for object in objects {
            let name = object.of.as_ref().unwrap_or(&object.name);
            let class = if object.of.is_some() { Class::Table } else { object.class };
            if object.of.is_some() {
                self.changes(class, name, if_exists);
                self.drops_part(object, if_exists);
                continue;
            }
            let label = self.name(class, name);
            self.facts.drops.push(self.mentioned(label.clone(), class, None));
            if if_exists {
                self.facts.conditional.insert(label.clone());
            } else if matches!(class, Class::Index) {
                self.needs_part(class, label.clone(), None);
            } else {
                self.needs_object(class, label.clone());
            }
            // Another of that name may be left.
            if !matches!(class, Class::Function | Class::Procedure | Class::Routine | Class::Aggregate) {
                self.goes(label);
            }
        }
    }

    /// A trigger, policy or rule of a relation.
    fn drops_part(&mut self, object: &ObjectName, if_exists: bool) {
        let (Some(of), Some(word)) = (&object.of, word(object.class)) else { return };
        if !if_exists {
            self.needs_part_of(word, object.class, of, &object.name.name);
        }
        let relation = self.name(Class::Table, of);
        self.part_goes(part_label(word, &relation, &object.name.name), &relation);
    }

    pub(super) fn renames(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        let Some(of) = &object.of else {
            let name = Name { schema: object.name.schema.clone(), name: to.to_owned() };
            return self.moves(object.class, &object.name, if_exists, &name);
        };
        self.changes(Class::Table, of, if_exists);
        let relation = self.name(Class::Table, of);
        let Some(word) = word(object.class) else { return };
        let from = part_label(word, &relation, &object.name.name);
        if !if_exists {
            self.needs_part(object.class, from.clone(), Some(&relation));
        }
        self.part_goes(from.clone(), &relation);
        if object.class == Class::Column {
            self.holds_under(&relation, &object.name.name, to);
            self.closed.remove(&relation);
            self.keys_change(&relation);
        }
        let to = part_label(word, &relation, to);
        self.touch(&to, Some(&relation), Before::Absent, After::Same);
        self.gets_name(&from, to.clone());
        self.makes_part(object.class, to, &relation);
    }

    /// Another name or another schema.
    pub(super) fn moves(&mut self, class: Class, name: &Name, if_exists: bool, to: &Name) {
        let from = self.name(class, name);
        if matches!(class, Class::Index) {
            self.needs_part(class, from.clone(), None);
        } else {
            self.changes(class, name, if_exists);
        }
        let label = self.name(class, to);
        self.touch(&label, None, Before::Absent, After::Same);
        self.makes(class, to);
        let to = label;
        self.facts.events.push(Event::Copied { from: from.clone(), to: to.clone() });
        self.keys_change(&to);
        self.goes(from.clone());
        self.gets_name(&from, to);
    }
}

/// The word for a part of a relation.
fn word(class: Class) -> Option<&'static str> {
    match class {
        Class::Column => Some("column"),
        Class::Constraint => Some("constraint"),
        Class::Trigger => Some("trigger"),
        Class::Policy => Some("policy"),
        Class::Rule => Some("rule"),
        _ => None,
    }
}
