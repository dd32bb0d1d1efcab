//! What goes, and what gets another name.

use super::touches::{After, Before};
use super::{Event, Mentioned, Reader};
use crate::dialect::name::{Class, Name, ObjectName};
use crate::order::names::part_label;

impl Reader {
    pub(super) fn drops(&mut self, objects: &[ObjectName], if_exists: bool) {
        for object in objects {
            let name = object.of.as_ref().unwrap_or(&object.name);
            let class = if object.of.is_some() { Class::Table } else { object.class };
            if object.of.is_some() {
                self.changes(class, name, if_exists);
                continue;
            }
            let label = self.name(class, name);
            self.facts.drops.push(Mentioned { object: label.clone(), class, at: self.at, of: None, is_doubtful: false });
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

    pub(super) fn renames(&mut self, object: &ObjectName, if_exists: bool, to: &str) {
        let Some(of) = &object.of else {
            let name = Name { schema: object.name.schema.clone(), name: to.to_owned() };
            return self.moves(object.class, &object.name, if_exists, &name);
        };
        self.changes(Class::Table, of, if_exists);
        let relation = self.name(Class::Table, of);
        let word = match object.class {
            Class::Column => "column",
            Class::Constraint => "constraint",
            _ => return,
        };
        let from = part_label(word, &relation, &object.name.name);
        if !if_exists {
            self.needs_part(object.class, from.clone(), Some(&relation));
        }
        self.part_goes(from.clone(), &relation);
        if object.class == Class::Column {
            self.holds_under(&relation, &object.name.name, to);
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
        self.goes(from.clone());
        self.gets_name(&from, to);
    }
}
