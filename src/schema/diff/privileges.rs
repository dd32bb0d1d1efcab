//! ALTER DEFAULT PRIVILEGES.

use imbl::{OrdMap, OrdSet};

use crate::dialect::name::Class;
use crate::schema::{DefaultKey, Schema, quote};

/// The statements that lead from one schema's default privileges to another's: those that take some back, which run first, and those
/// that give some, which run last. So what is made in between gets none but those that hold on both sides.
pub fn default_privileges(from: &Schema, to: &Schema) -> (Vec<String>, Vec<String>) {
    let (mut first, mut last) = (Vec::new(), Vec::new());
    let none = OrdMap::new();
    let keys: std::collections::BTreeSet<&DefaultKey> =
        from.default_privileges.keys().chain(to.default_privileges.keys()).collect();
    for key in keys {
        let was = from.default_privileges.get(key).unwrap_or(&none);
        let now = to.default_privileges.get(key).unwrap_or(&none);
        let gone: Vec<&str> = was.keys().filter(|it| !now.contains_key(*it)).map(String::as_str).collect();
        if !gone.is_empty() {
            first.push(statement(key, "REVOKE", &gone, "FROM", ""));
        }
        for (with, tail) in [(false, ""), (true, " WITH GRANT OPTION")] {
            let new = now.iter().filter(|(it, option)| **option == with && was.get(*it) != Some(option));
            let new: Vec<&str> = new.map(|(it, _)| it.as_str()).collect();
            if !new.is_empty() {
                last.push(statement(key, "GRANT", &new, "TO", tail));
            }
        }
    }
    let (given_back, revoked) = built_in(from, to);
    first.extend(given_back);
    last.extend(revoked);
    (first, last)
}

/// Privileges that everybody has by default: the statements that give them back, and those that revoke them.
fn built_in(from: &Schema, to: &Schema) -> (Vec<String>, Vec<String>) {
    let (mut given_back, mut revoked) = (Vec::new(), Vec::new());
    let none = OrdSet::new();
    let keys: std::collections::BTreeSet<&DefaultKey> = from.revoked_defaults.keys().chain(to.revoked_defaults.keys()).collect();
    for key in keys {
        let was = from.revoked_defaults.get(key).unwrap_or(&none);
        let now = to.revoked_defaults.get(key).unwrap_or(&none);
        revoked.extend(now.iter().filter(|it| !was.contains(*it)).map(|it| statement(key, "REVOKE", &[it], "FROM", "")));
        given_back.extend(was.iter().filter(|it| !now.contains(*it)).map(|it| statement(key, "GRANT", &[it], "TO", "")));
    }
    (given_back, revoked)
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
