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
    actions.iter().map(|action| format!("ALTER {address} {action}")).collect()
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
        let is_operator = class == Class::Operator;
        let changed = self.differing(|key| if let Setting::Parameter(name) = key { Some(name) } else { None });
        let one = |(name, value, _): &(&String, Option<String>, bool)| {
            let name = quote::ident(name);
            match value {
                Some(value) => format!("{name} = {value}"),
                None if is_operator => format!("{name} = NONE"),
                None => name,
            }
        };
        let list: Vec<String> = changed.iter().map(one).collect();
        (!list.is_empty()).then(|| format!("{}({})", if is_operator { "SET " } else { "" }, list.join(", ")))
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
