//! ALTER DEFAULT PRIVILEGES.

use imbl::{OrdMap, OrdSet};

use crate::dialect::name::Class;
use crate::schema::{DefaultKey, Schema, quote};

/// The statements that lead from one schema's default privileges to another's: those that can run first, and those that name a
/// schema which does not exist before.
pub fn default_privileges(from: &Schema, to: &Schema) -> (Vec<String>, Vec<String>) {
    let mut out = Vec::new();
    let none = OrdMap::new();
    let keys: std::collections::BTreeSet<&DefaultKey> =
        from.default_privileges.keys().chain(to.default_privileges.keys()).collect();
    for key in keys {
        let was = from.default_privileges.get(key).unwrap_or(&none);
        let now = to.default_privileges.get(key).unwrap_or(&none);
        let gone: Vec<&str> = was.keys().filter(|it| !now.contains_key(*it)).map(String::as_str).collect();
        if !gone.is_empty() {
            out.push((key, statement(key, "REVOKE", &gone, "FROM", "")));
        }
        for (with, tail) in [(false, ""), (true, " WITH GRANT OPTION")] {
            let new = now.iter().filter(|(it, option)| **option == with && was.get(*it) != Some(option));
            let new: Vec<&str> = new.map(|(it, _)| it.as_str()).collect();
            if !new.is_empty() {
                out.push((key, statement(key, "GRANT", &new, "TO", tail)));
            }
        }
    }
    out.extend(built_in(from, to));
    let is_there = |key: &DefaultKey| key.schema.as_deref().is_none_or(|schema| from.find_schema(schema).is_some());
    let (first, last): (Vec<_>, Vec<_>) = out.into_iter().partition(|(key, _)| is_there(key));
    let text = |list: Vec<(&DefaultKey, String)>| list.into_iter().map(|(_, sql)| sql).collect();
    (text(first), text(last))
}

/// Privileges that everybody has by default and that were revoked, or given back.
fn built_in<'a>(from: &'a Schema, to: &'a Schema) -> Vec<(&'a DefaultKey, String)> {
    let mut out = Vec::new();
    let none = OrdSet::new();
    let keys: std::collections::BTreeSet<&DefaultKey> = from.revoked_defaults.keys().chain(to.revoked_defaults.keys()).collect();
    for key in keys {
        let was = from.revoked_defaults.get(key).unwrap_or(&none);
        let now = to.revoked_defaults.get(key).unwrap_or(&none);
        for privilege in now.iter().filter(|it| !was.contains(*it)) {
            out.push((key, statement(key, "REVOKE", &[privilege], "FROM", "")));
        }
        for privilege in was.iter().filter(|it| !now.contains(*it)) {
            out.push((key, statement(key, "GRANT", &[privilege], "TO", "")));
        }
    }
    out
}

fn statement(key: &DefaultKey, verb: &str, privileges: &[&str], direction: &str, tail: &str) -> String {
    let role = key.role.as_ref().map(|role| format!(" FOR ROLE {}", quote::role(role))).unwrap_or_default();
    let schema = key.schema.as_ref().map(|schema| format!(" IN SCHEMA {}", quote::ident(schema))).unwrap_or_default();
    let class = match key.class {
        Class::Sequence => "SEQUENCES",
        Class::Function => "FUNCTIONS",
        Class::Type => "TYPES",
        Class::Schema => "SCHEMAS",
        _ => "TABLES",
    };
    let list = privileges.join(", ");
    let grantee = quote::role(&key.grantee);
    format!("ALTER DEFAULT PRIVILEGES{role}{schema} {verb} {list} ON {class} {direction} {grantee}{tail}")
}
