//! ALTER of what can be changed in place of an object that is known by its statement.

use std::collections::BTreeMap;

use crate::dialect::effect::Setting;
use crate::dialect::name::Class;
use crate::schema::def::{Def, Style};
use crate::schema::object::{Other, Settings};
use crate::schema::{Schema, quote};

/// The statements that lead from some settings of an object to others. `address`: its class and name.
pub fn change(schema: &Schema, address: &str, other: &Other, from: &Settings, to: &Settings) -> Vec<String> {
    let writer = Writer { schema, from, to };
    let mut actions = Vec::new();
    actions.extend(writer.clause(&Setting::Version, "VERSION", "VERSION NULL"));
    actions.extend(writer.clause(&Setting::Handler, "HANDLER", "NO HANDLER"));
    actions.extend(writer.clause(&Setting::Validator, "VALIDATOR", "NO VALIDATOR"));
    actions.extend(writer.clause(&Setting::State, "", "ENABLE"));
    actions.extend(writer.clause(&Setting::StatisticsTarget, "SET STATISTICS", "SET STATISTICS -1"));
    actions.extend(writer.options());
    actions.extend(writer.parameters(other.class));
    actions.extend(writer.mappings());
    actions.extend(writer.members());
    actions.iter().map(|action| format!("ALTER {address} {action}")).collect()
}

/// `TABLE t` of `TABLE t (a) WHERE (a > 1)`: all that DROP takes.
fn bare_member(member: &str) -> String {
    let lower = member.to_lowercase();
    let end = lower.find('(').into_iter().chain(lower.find(" where ")).min().unwrap_or(member.len());
    member.get(..end).unwrap_or(member).trim_end().to_owned()
}

/// PostgreSQL: parse_publication_options.
fn publication_default(parameter: &str) -> &'static str {
    match parameter {
        "publish" => "'insert, update, delete, truncate'",
        "publish_generated_columns" => "none",
        _ => "false",
    }
}

struct Writer<'a> {
    schema: &'a Schema,
    from: &'a Settings,
    to: &'a Settings,
}

impl<'a> Writer<'a> {
    /// A value as written, where it is to be changed: `Some(None)` where it goes.
    fn changed(&self, key: &Setting) -> Option<Option<String>> {
        let (was, now) = (self.from.get(key), self.to.get(key));
        let same = match (was, now) {
            (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b, self.schema)),
            (a, b) => a.is_none() && b.is_none(),
        };
        (!same).then(|| now.map(|value| self.written(value)))
    }

    fn written(&self, value: &[Def]) -> String {
        value.iter().map(|part| part.write(self.schema, "", Style::default())).collect::<Vec<_>>().join(", ")
    }

    /// The keys of either side whose values differ.
    fn differing<T>(&self, named: impl Fn(&'a Setting) -> Option<T>) -> Vec<(T, Option<String>, bool)> {
        let keys: std::collections::BTreeSet<&Setting> = self.from.keys().chain(self.to.keys()).collect();
        let one = |key: &'a Setting| Some((named(key)?, self.changed(key)?, self.from.contains_key(key)));
        keys.into_iter().filter_map(one).collect()
    }

    fn clause(&self, key: &Setting, words: &str, gone: &str) -> Option<String> {
        Some(match self.changed(key)? {
            Some(value) => format!("{words} {value}").trim_start().to_owned(),
            None => gone.to_owned(),
        })
    }

    fn options(&self) -> Option<String> {
        let changed = self.differing(|key| if let Setting::Option(name) = key { Some(name) } else { None });
        let one = |(name, value, was): &(&String, Option<String>, bool)| {
            let name = quote::ident(name);
            match value {
                Some(value) => format!("{} {name} {value}", if *was { "SET" } else { "ADD" }),
                None => format!("DROP {name}"),
            }
        };
        let list: Vec<String> = changed.iter().map(one).collect();
        (!list.is_empty()).then(|| format!("OPTIONS ({})", list.join(", ")))
    }

    fn parameters(&self, class: Class) -> Option<String> {
        let set = matches!(class, Class::Operator | Class::Publication);
        let changed = self.differing(|key| if let Setting::Parameter(name) = key { Some(name) } else { None });
        let one = |(name, value, _): &(&String, Option<String>, bool)| {
            let name = quote::ident(name);
            match value {
                Some(value) => format!("{name} = {value}"),
                None if class == Class::Operator => format!("{name} = NONE"),
                None if class == Class::Publication => format!("{name} = {}", publication_default(&name)),
                None => name,
            }
        };
        let list: Vec<String> = changed.iter().map(one).collect();
        (!list.is_empty()).then(|| format!("{}({})", if set { "SET " } else { "" }, list.join(", ")))
    }

    /// What leaves a publication, if it is still there, and what comes into it.
    fn members(&self) -> Vec<String> {
        let keys = |settings: &'a Settings| settings.iter().filter(|(key, _)| matches!(key, Setting::Member(_)));
        let is_there = |value: &[Def]| value.iter().flat_map(Def::refs).all(|on| self.schema.get(on.id).is_some());
        let changed = |key: &Setting| self.changed(key).is_some();
        let gone = keys(self.from).filter(|(key, value)| changed(key) && is_there(value));
        let gone: Vec<String> = gone.map(|(_, value)| bare_member(&self.written(value))).collect();
        let new = keys(self.to).filter(|(key, _)| changed(key));
        let new: Vec<String> = new.map(|(_, value)| self.written(value)).collect();
        let say = |verb: &str, list: Vec<String>| (!list.is_empty()).then(|| format!("{verb} {}", list.join(", ")));
        say("DROP", gone).into_iter().chain(say("ADD", new)).collect()
    }

    /// One action for all tokens that change in the same way.
    fn mappings(&self) -> Vec<String> {
        let mut groups: BTreeMap<(Option<String>, bool), Vec<String>> = BTreeMap::new();
        let changed = self.differing(|key| if let Setting::Mapping(token) = key { Some(token) } else { None });
        for (token, value, was) in changed {
            groups.entry((value, was)).or_default().push(quote::ident(token));
        }
        let one = |((value, was), tokens): ((Option<String>, bool), Vec<String>)| {
            let tokens = tokens.join(", ");
            match value {
                Some(value) => format!("{} MAPPING FOR {tokens} WITH {value}", if was { "ALTER" } else { "ADD" }),
                None => format!("DROP MAPPING FOR {tokens}"),
            }
        };
        groups.into_iter().map(one).collect()
    }
}
