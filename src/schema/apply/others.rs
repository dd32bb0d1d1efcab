//! Triggers, policies, rules, and objects known by their defining statement.

use super::Applier;
use crate::dialect::effect::{CreatePolicy, CreateTrigger, Setting, SettingChange};
use crate::dialect::name::{Class, Name, ObjectName};
use crate::dialect::wording::Wording;
use crate::schema::Key;
use crate::schema::id::Id;
use crate::schema::object::{Body, Object, Other, Place, Policy, Rule, Settings, Trigger};

impl Applier<'_> {
    pub(super) fn create_trigger(&mut self, create: &CreateTrigger) {
        let Some(table) = self.changed_relation(&create.table, false) else { return };
        let existing = self.schema.find(&Key::Trigger(table, create.name.clone()));
        if existing.is_some() && !create.or_replace {
            return self.duplicate("trigger", &create.name);
        }
        let function = self.schema.find_routine(&create.function, Some(0));
        if function.is_none() && create.function.schema.as_deref() != Some("pg_catalog") {
            self.missing_unless_bundled(&create.function);
        }
        let def = self.resolve(&create.wording, Some(table));
        let body = Body::Trigger(Trigger { constraint: create.constraint, function, def, state: None });
        self.put_child(existing, table, &create.name, body);
    }

    /// Functions that the server or an extension brings are no objects of the model.
    fn missing_unless_bundled(&mut self, function: &Name) {
        const BUNDLED: &[&str] =
            &["suppress_redundant_updates_trigger", "tsvector_update_trigger", "tsvector_update_trigger_column"];
        if !BUNDLED.contains(&function.name.as_str()) && self.schema.objects().all(|(_, o)| !matches!(o.body, Body::Extension(_)))
        {
            self.missing("function", &function.to_string());
        }
    }

    fn put_child(&mut self, existing: Option<Id>, table: Id, name: &str, body: Body) {
        match existing {
            Some(id) => self.schema.update(id, |object| object.body = body),
            None => {
                self.add(Object::new(name, Place::Relation(table), body));
            }
        }
    }

    pub(super) fn create_policy(&mut self, create: &CreatePolicy) {
        let Some(table) = self.changed_relation(&create.table, false) else { return };
        if self.schema.find(&Key::Policy(table, create.name.clone())).is_some() {
            return self.duplicate("policy", &create.name);
        }
        let policy = Policy {
            restrictive: create.restrictive,
            command: create.command.clone(),
            roles: create.roles.clone(),
            using: create.using.as_ref().map(|wording| self.resolve(wording, Some(table))),
            check: create.check.as_ref().map(|wording| self.resolve(wording, Some(table))),
        };
        self.put_child(None, table, &create.name, Body::Policy(policy));
    }

    pub(super) fn alter_policy(
        &mut self,
        table: &Name,
        name: &str,
        roles: Option<&str>,
        using: Option<&Wording>,
        check: Option<&Wording>,
    ) {
        let Some(table) = self.changed_relation(table, false) else { return };
        let Some(id) = self.schema.find(&Key::Policy(table, name.to_owned())) else {
            return self.missing("policy", name);
        };
        let using = using.map(|wording| self.resolve(wording, Some(table)));
        let check = check.map(|wording| self.resolve(wording, Some(table)));
        self.schema.update(id, |object| {
            if let Body::Policy(policy) = &mut object.body {
                if let Some(roles) = roles {
                    policy.roles = Some(roles.to_owned());
                }
                policy.using = using.or(policy.using.take());
                policy.check = check.or(policy.check.take());
            }
        });
    }

    pub(super) fn create_rule(&mut self, name: &str, table: &Name, or_replace: bool, wording: &Wording) {
        let Some(table) = self.changed_relation(table, false) else { return };
        let existing = self.schema.find(&Key::Rule(table, name.to_owned()));
        if existing.is_some() && !or_replace {
            return self.duplicate("rule", name);
        }
        let def = self.resolve(wording, Some(table));
        self.put_child(existing, table, name, Body::Rule(Rule { def, state: None }));
    }

    pub(super) fn create_other(
        &mut self,
        object: &ObjectName,
        or_replace: bool,
        if_not_exists: bool,
        wording: &Wording,
        settings: &[SettingChange],
    ) {
        if is_cluster_wide(object.class) {
            self.done.outside.push(format!("{} {}", class_words(object.class), object.name));
            return;
        }
        let existing = self.find_other_object(object);
        if existing.is_some() && !or_replace {
            if !if_not_exists {
                self.duplicate(class_words(object.class), &object.name.to_string());
            }
            return;
        }
        let place = if lives_in_schema(object.class) {
            let Some(namespace) = self.creation_schema(&object.name) else { return };
            Place::Schema(namespace)
        } else {
            Place::Database
        };
        let settings = self.changed_settings(Settings::new(), settings);
        // What a publication holds is left out of the statement when it is written back.
        let mut made = settings.clone();
        made.retain(|key, _| !matches!(key, Setting::Member(_)));
        let other = Other {
            class: object.class,
            args: object.args.clone(),
            suffix: suffix(object),
            def: self.schema.resolve(wording, crate::schema::resolve::Context::default()),
            settings,
            made,
            alters: Vec::new(),
        };
        match existing {
            Some(id) => self.schema.update(id, |it| it.body = Body::Other(other)),
            None => {
                self.add(Object::new(object.name.name.clone(), place, Body::Other(other)));
            }
        }
    }

    pub(super) fn alter_other(&mut self, object: &ObjectName, actions: &Wording) {
        if is_cluster_wide(object.class) {
            self.done.outside.push(format!("{} {}", class_words(object.class), object.name));
            return;
        }
        let Some(id) = self.find_other_object(object) else {
            if object.class != Class::Extension {
                self.missing(class_words(object.class), &object.name.to_string());
            }
            return;
        };
        let def = self.resolve(actions, None);
        self.schema.update(id, |it| {
            if let Body::Other(other) = &mut it.body {
                other.alters.push(def);
            }
        });
    }

    pub(super) fn find_other_object(&self, object: &ObjectName) -> Option<Id> {
        let mut name = object.name.clone();
        if let Some(args) = &object.args {
            name.name = format!("{}({})", name.name, crate::schema::signature(args).join(","));
        }
        name.name.push_str(&suffix(object));
        self.schema.find_other(object.class, &name)
    }
}

/// What stands behind the name in DROP.
fn suffix(object: &ObjectName) -> String {
    match (&object.of, object.class) {
        (Some(method), Class::OperatorClass | Class::OperatorFamily) => {
            format!(" USING {}", crate::schema::quote::ident(&method.name))
        }
        _ => String::new(),
    }
}

/// Roles, databases and tablespaces belong to the whole server, not to a database's schema.
pub fn is_cluster_wide(class: Class) -> bool {
    matches!(class, Class::Role | Class::Database | Class::Tablespace | Class::LargeObject)
}

fn lives_in_schema(class: Class) -> bool {
    matches!(
        class,
        Class::Collation
            | Class::Conversion
            | Class::Operator
            | Class::OperatorClass
            | Class::OperatorFamily
            | Class::TextSearchConfiguration
            | Class::TextSearchDictionary
            | Class::TextSearchParser
            | Class::TextSearchTemplate
            | Class::Statistics
            | Class::PropertyGraph
    )
}

/// A class as SQL calls it, in lower case for messages.
pub fn class_words(class: Class) -> &'static str {
    match class {
        Class::Schema => "schema",
        Class::Extension => "extension",
        Class::Table => "table",
        Class::ForeignTable => "foreign table",
        Class::View => "view",
        Class::MaterializedView => "materialized view",
        Class::Index => "index",
        Class::Sequence => "sequence",
        Class::Type => "type",
        Class::Domain => "domain",
        Class::Function => "function",
        Class::Procedure => "procedure",
        Class::Routine => "routine",
        Class::Aggregate => "aggregate",
        Class::Trigger => "trigger",
        Class::Policy => "policy",
        Class::Rule => "rule",
        Class::Constraint | Class::DomainConstraint => "constraint",
        Class::Column => "column",
        Class::EventTrigger => "event trigger",
        Class::Collation => "collation",
        Class::Conversion => "conversion",
        Class::Operator => "operator",
        Class::OperatorClass => "operator class",
        Class::OperatorFamily => "operator family",
        Class::Cast => "cast",
        Class::TextSearchConfiguration => "text search configuration",
        Class::TextSearchDictionary => "text search dictionary",
        Class::TextSearchParser => "text search parser",
        Class::TextSearchTemplate => "text search template",
        Class::Statistics => "statistics",
        Class::Publication => "publication",
        Class::Subscription => "subscription",
        Class::ForeignDataWrapper => "foreign data wrapper",
        Class::Server => "server",
        Class::UserMapping => "user mapping",
        Class::AccessMethod => "access method",
        Class::PropertyGraph => "property graph",
        Class::Transform => "transform",
        Class::Language => "language",
        Class::Role => "role",
        Class::Database => "database",
        Class::Tablespace => "tablespace",
        Class::LargeObject => "large object",
    }
}
