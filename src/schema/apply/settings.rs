//! ALTER of what can be changed in place of an object that is known by its statement.

use super::Applier;
use super::others::{class_words, is_cluster_wide};
use crate::dialect::effect::{Setting, SettingChange};
use crate::dialect::name::{Class, ObjectName};
use crate::dialect::wording::Wording;
use crate::schema::def::Def;
use crate::schema::id::{Id, Ref};
use crate::schema::object::{Body, Settings};

/// The table or schema that a publication's member is.
fn first_ref(value: &[Def]) -> Option<Ref> {
    value.iter().find_map(|def| def.refs().next())
}

impl Applier<'_> {
    /// A table or schema that goes leaves the publications that hold it.
    pub(super) fn leave_publications(&mut self, id: Id) {
        for dependent in self.schema.dependents(id) {
            let publishes = self.schema.get(dependent).is_some_and(|it| it.class() == Class::Publication);
            if publishes {
                self.schema.update(dependent, |it| {
                    if let Body::Other(other) = &mut it.body {
                        let is_gone = |value: &[Def]| first_ref(value) == Some(Ref::whole(id));
                        other.settings.retain(|key, value| !(matches!(key, Setting::Member(_)) && is_gone(value)));
                    }
                });
            }
        }
    }

    pub(super) fn alter_settings(&mut self, object: &ObjectName, changes: &[SettingChange]) {
        if is_cluster_wide(object.class) {
            self.done.outside.push(format!("{} {}", class_words(object.class), object.name));
            return;
        }
        let found = self.find_other_object(object);
        let Some(Body::Other(other)) = found.and_then(|id| self.schema.get(id)).map(|it| &it.body) else {
            return self.missing(class_words(object.class), &object.name.to_string());
        };
        let changed = self.changed_settings(other.settings.clone(), changes);
        if let Some(id) = found {
            self.schema.update(id, |it| {
                if let Body::Other(other) = &mut it.body {
                    other.settings = changed;
                }
            });
        }
    }

    /// Settings after changes.
    pub(super) fn changed_settings(&mut self, mut settings: Settings, changes: &[SettingChange]) -> Settings {
        for change in changes {
            match change {
                SettingChange::Set(key, value) => {
                    let value = value.iter().map(|wording| self.resolve(wording, None)).collect();
                    settings.insert(key.clone(), value);
                }
                SettingChange::Unset(key) => {
                    settings.remove(key);
                }
                SettingChange::Replace { tokens, from, to } => self.replace_dictionary(&mut settings, tokens, from, to),
                SettingChange::AddMembers { members, only } => {
                    if *only {
                        settings.retain(|key, _| !matches!(key, Setting::Member(_)));
                    }
                    for member in members {
                        let def = self.resolve(member, None);
                        settings.insert(Setting::Member(def.text.to_string()), vec![def]);
                    }
                }
                SettingChange::DropMembers(members) => {
                    for member in members {
                        let gone: Vec<Ref> = self.resolve(member, None).refs().collect();
                        settings.retain(|key, value| {
                            !(matches!(key, Setting::Member(_)) && first_ref(value) == gone.first().copied())
                        });
                    }
                }
                SettingChange::CopyOf(name) => {
                    let found = self.schema.find_other(Class::TextSearchConfiguration, name);
                    if let Some(Body::Other(other)) = found.and_then(|id| self.schema.get(id)).map(|it| &it.body) {
                        settings.clone_from(&other.settings);
                    }
                }
            }
        }
        settings
    }

    fn replace_dictionary(&mut self, settings: &mut Settings, tokens: &[String], from: &Wording, to: &Wording) {
        let (from, to): (Def, Def) = (self.resolve(from, None), self.resolve(to, None));
        let concerned = |key: &Setting| matches!(key, Setting::Mapping(token) if tokens.is_empty() || tokens.contains(token));
        for (_, list) in settings.iter_mut().filter(|(key, _)| concerned(key)) {
            for dictionary in list.iter_mut().filter(|it| it.same(&from, self.schema)) {
                dictionary.clone_from(&to);
            }
        }
    }
}
