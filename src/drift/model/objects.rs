//! Types, routines, triggers, policies, rules and the rest.

use std::collections::BTreeSet;

use super::{Reader, facts, joined, name, when};
use crate::drift::words::{tokens, words};
use crate::schema::object::{Other, Policy, Routine, Rule, Trigger, TypeBody, UserType};
use crate::schema::quote;
use crate::verify::catalog::Item;

/// Words of CREATE FUNCTION that change what it may do.
const PROPERTIES: [&str; 9] = ["immutable", "stable", "strict", "leakproof", "definer", "window", "restricted", "safe", "setof"];

/// Words of CREATE TRIGGER that every trigger has, or that the server adds.
const OF_EVERY_TRIGGER: [&str; 16] = [
    "create",
    "or",
    "replace",
    "trigger",
    "constraint",
    "on",
    "for",
    "each",
    "execute",
    "function",
    "procedure",
    "when",
    "initially",
    "deferrable",
    "immediate",
    "if",
];

impl Reader<'_> {
    pub(super) fn user_type(&self, ty: &UserType) -> Vec<Item> {
        match &ty.body {
            TypeBody::Enum(labels) => vec![self.item("type", self.name(), format!("enum ({})", labels.join(", ")))],
            TypeBody::Composite(attributes) => {
                let told = attributes.iter().map(|it| format!("{} {}", it.name, self.type_name(&it.ty)));
                vec![self.item("type", self.name(), told.collect::<Vec<_>>().join(", "))]
            }
            TypeBody::Defined(_) => vec![self.item("type", self.name(), String::new())],
            TypeBody::Domain(domain) => {
                let told = facts([
                    self.type_name(&domain.ty),
                    when(domain.not_null, "not null"),
                    domain.default.as_ref().map(|def| format!("default {}", self.words(def))).unwrap_or_default(),
                ]);
                let mut items = vec![self.item("domain", self.name(), told)];
                for constraint in &domain.constraints {
                    let told = facts([self.words(&constraint.def), when(constraint.not_valid, "not valid")]);
                    let called = format!("{}.{}", self.name(), quote::ident(&constraint.name));
                    items.push(Item { within: self.id.0, ..self.item("domain constraint", called, told) });
                }
                items
            }
        }
    }

    pub(super) fn routine(&self, routine: &Routine) -> Vec<Item> {
        let class = match routine.class {
            crate::dialect::name::Class::Procedure => "procedure",
            crate::dialect::name::Class::Aggregate => "aggregate",
            _ => "function",
        };
        let arguments = routine.args.iter().zip(&routine.arg_ids).map(|(ty, user)| {
            let plain = user.map_or_else(|| ty.name.name.clone(), |user| name(self.schema, user));
            format!("{plain}{}", if ty.dimensions > 0 { "[]" } else { "" })
        });
        let called = format!("{}({})", self.name(), arguments.collect::<Vec<_>>().join(", "));
        let text = self.text(&routine.def);
        let head =
            routine.body.as_ref().and_then(|body| Some(text.replacen(body.get(..)?, " ", 1))).unwrap_or_else(|| text.clone());
        let mut said: BTreeSet<String> = tokens(&head).into_iter().collect();
        routine.alters.iter().for_each(|alter| said.extend(tokens(&self.text(alter))));
        let input = head.to_lowercase();
        if input.contains("returns null on null input") {
            said.insert("strict".to_owned());
        }
        // Without a body in quotes the server prints the body in its own way.
        let known = routine.body.is_some();
        let properties = PROPERTIES.iter().filter(|word| known && said.contains(**word));
        let told = facts([
            when(known, &routine.language.to_lowercase()),
            properties.copied().collect::<Vec<_>>().join(" "),
            routine.body.as_ref().map(|body| body.trim().replace("\r\n", "\n")).unwrap_or_default(),
        ]);
        vec![self.item(class, called, told)]
    }

    pub(super) fn trigger(&self, trigger: &Trigger) -> Vec<Item> {
        let mut said = words(&self.text(&trigger.def));
        said.retain(|word| !OF_EVERY_TRIGGER.contains(&word.as_str()));
        said.remove(&self.object.name);
        if let Some(table) = self.object.relation().and_then(|id| self.schema.get(id)) {
            said.remove(&table.name);
        }
        let state = trigger.state.as_ref().map(|state| state.to_lowercase()).unwrap_or_default();
        vec![self.item("trigger", self.name_within(), facts([joined(&said), state]))]
    }

    pub(super) fn policy(&self, policy: &Policy) -> Vec<Item> {
        let roles = policy.roles.as_ref().map(|roles| {
            let mut roles: Vec<String> = roles.split(',').map(|role| role.trim().trim_matches('"').to_lowercase()).collect();
            roles.sort();
            roles.join(", ")
        });
        let expression = |word: &str, def: Option<&crate::schema::def::Def>| def.map(|def| format!("{word} {}", self.words(def)));
        let told = facts([
            when(policy.restrictive, "restrictive"),
            policy.command.to_lowercase(),
            roles.filter(|roles| roles != "public").unwrap_or_default(),
            expression("using", policy.using.as_ref()).unwrap_or_default(),
            expression("check", policy.check.as_ref()).unwrap_or_default(),
        ]);
        vec![self.item("policy", self.name_within(), told)]
    }

    pub(super) fn rule(&self, rule: &Rule) -> Vec<Item> {
        let state = rule.state.as_ref().map(|state| state.to_lowercase()).unwrap_or_default();
        vec![self.item("rule", self.name_within(), state)]
    }

    /// What is known by its statement alone is compared by its name.
    pub(super) fn other(&self, other: &Other) -> Vec<Item> {
        let is_within = self.object.relation().is_some();
        let called = if is_within { self.name_within() } else { crate::schema::ddl::address(self.schema, self.id, self.object) };
        let class = format!("{:?}", other.class);
        let words = class.char_indices().fold(String::new(), |mut words, (at, c)| {
            if c.is_uppercase() && at > 0 {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
            words
        });
        vec![self.item(&words, called, String::new())]
    }
}
