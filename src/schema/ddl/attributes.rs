//! Comments, owners and grants: what every object can have beside its definition.

use std::collections::BTreeMap;

use crate::dialect::name::Class;
use crate::schema::Schema;
use crate::schema::acl::{Acl, all_privileges};
use crate::schema::id::Id;
use crate::schema::object::{Body, Column, Object};
use crate::schema::quote;

/// The statements that lead from an object's comment, owner and grants to another's. `from` `None`: it was just created.
pub fn attributes(schema: &Schema, id: Id, from: Option<&Object>, to: &Object) -> Vec<String> {
    let mut out = Vec::new();
    let address = super::address(schema, id, to);
    let was = from.and_then(|it| it.owner.as_ref());
    let changes_owner = was != to.owner.as_ref() && has_owner(&to.body);
    if changes_owner {
        // Who made it owned it before the files gave it to another.
        let owner = to.owner.as_deref().map_or_else(|| "CURRENT_USER".to_owned(), quote::role);
        out.push(format!("ALTER {address} OWNER TO {owner}"));
    }
    let comment = from.and_then(|it| it.comment.as_ref());
    if comment != to.comment.as_ref() {
        out.push(format!("COMMENT ON {address} IS {}", to.comment.as_deref().unwrap_or("NULL")));
    }
    out.extend(labels(schema, id, from, to));
    if let Body::Constraint(new) = &to.body {
        let old = from.and_then(|it| if let Body::Constraint(it) = &it.body { it.index_comment.as_ref() } else { None });
        if old != new.index_comment.as_ref() {
            let text = new.index_comment.as_deref().unwrap_or("NULL");
            out.push(format!("COMMENT ON INDEX {} IS {text}", schema.print_name(id)));
        }
    }
    if let (Body::View(old), Body::View(new)) = (from.map_or(&Body::Schema, |it| &it.body), &to.body) {
        out.extend(view_comments(&schema.print_name(id), &old.column_comments, &new.column_comments));
    } else if let Body::View(new) = &to.body {
        out.extend(view_comments(&schema.print_name(id), &BTreeMap::new(), &new.column_comments));
    }
    let class = to.class();
    let place = to.place;
    let mut before = from.map_or_else(|| schema.default_acl(acl_class(to), place), |it| it.acl.clone());
    if changes_owner {
        before.change_owner(was.map(String::as_str), to.owner.as_deref());
    }
    before.grants.retain(|(_, column), _| column.as_ref().is_none_or(|column| schema.find_column(id, column).is_some()));
    let owner = to.owner.as_deref();
    let target = grant_target(schema, id, to);
    let (spelled, after) = (before.spelled(&to.acl, class, owner), to.acl.spelled(&before, class, owner));
    out.extend(grants(&target, class, &spelled, &after));
    out
}

fn labels(schema: &Schema, id: Id, from: Option<&Object>, to: &Object) -> Vec<String> {
    let none = BTreeMap::new();
    let was = from.map_or(&none, |it| &it.labels);
    let say = |(provider, column): &(Option<String>, Option<String>), text: &str| {
        let provider = provider.as_ref().map(|name| format!(" FOR {}", quote::ident(name))).unwrap_or_default();
        let target = match column {
            Some(column) => format!("COLUMN {}.{}", schema.print_name(id), quote::ident(column)),
            None => super::address(schema, id, to),
        };
        format!("SECURITY LABEL{provider} ON {target} IS {text}")
    };
    // A column's label goes with the column.
    let stays = |column: Option<&String>| column.is_none_or(|column| schema.find_column(id, column).is_some());
    let gone = was.keys().filter(|key| !to.labels.contains_key(*key) && stays(key.1.as_ref()));
    let mut out: Vec<String> = gone.map(|key| say(key, "NULL")).collect();
    out.extend(to.labels.iter().filter(|(key, text)| was.get(*key) != Some(text)).map(|(key, text)| say(key, text)));
    out
}

/// What belongs to a relation is its owner's.
fn has_owner(body: &Body) -> bool {
    !matches!(body, Body::Constraint(_) | Body::Trigger(_) | Body::Policy(_) | Body::Rule(_) | Body::Index(_))
}

fn view_comments(view: &str, from: &BTreeMap<String, String>, to: &BTreeMap<String, String>) -> Vec<String> {
    let mut out = Vec::new();
    for column in from.keys().filter(|column| !to.contains_key(*column)) {
        out.push(format!("COMMENT ON COLUMN {view}.{} IS NULL", quote::ident(column)));
    }
    for (column, text) in to.iter().filter(|(column, text)| from.get(*column) != Some(text)) {
        out.push(format!("COMMENT ON COLUMN {view}.{} IS {text}", quote::ident(column)));
    }
    out
}

/// The class that ALTER DEFAULT PRIVILEGES knows the object by.
fn acl_class(object: &Object) -> Class {
    match &object.body {
        Body::Table(_) | Body::View(_) => Class::Table,
        Body::Routine(_) => Class::Function,
        Body::Type(_) => Class::Type,
        Body::Sequence(_) => Class::Sequence,
        Body::Schema => Class::Schema,
        _ => Class::Column,
    }
}

fn grant_target(schema: &Schema, id: Id, object: &Object) -> String {
    match &object.body {
        Body::Table(_) | Body::View(_) => format!("TABLE {}", schema.print_name(id)),
        Body::Other(it) if it.class == Class::Server => format!("FOREIGN SERVER {}", quote::ident(&object.name)),
        Body::Type(_) => format!("TYPE {}", schema.print_name(id)),
        Body::Routine(it) if it.class == Class::Aggregate => {
            format!("FUNCTION {}({})", schema.print_name(id), super::type_list(&it.args, schema, &it.arg_ids))
        }
        _ => super::address(schema, id, object),
    }
}

fn grants(target: &str, class: Class, from: &Acl, to: &Acl) -> Vec<String> {
    let mut out = Vec::new();
    let empty = BTreeMap::new();
    for (key, privileges) in &from.grants {
        let wanted = to.grants.get(key).unwrap_or(&empty);
        let gone: Vec<&str> = privileges.keys().filter(|it| !wanted.contains_key(*it)).map(String::as_str).collect();
        // Who could pass a privilege on may have done so; what he gave goes with his right to give it.
        let passed_on = if gone.iter().any(|it| privileges.get(*it) == Some(&true)) { " CASCADE" } else { "" };
        out.extend(grant_statement("REVOKE", "FROM", target, class, key, &gone, passed_on));
        let option: Vec<&str> =
            privileges.iter().filter(|(it, with)| **with && wanted.get(*it) == Some(&false)).map(|(it, _)| it.as_str()).collect();
        out.extend(grant_statement("REVOKE GRANT OPTION FOR", "FROM", target, class, key, &option, " CASCADE"));
    }
    for (key, privileges) in &to.grants {
        let had = kept(key, from, to);
        for (with, tail) in [(false, ""), (true, " WITH GRANT OPTION")] {
            let new = |(it, option): &(&String, &bool)| **option == with && had.get(*it).is_none_or(|had| *had != with && with);
            let new: Vec<&str> = privileges.iter().filter(new).map(|(it, _)| it.as_str()).collect();
            out.extend(grant_statement("GRANT", "TO", target, class, key, &new, tail));
        }
    }
    out.extend(public_defaults(target, from, to));
    out
}

/// The statements for the comment, owner and grants of an object that was just created.
pub fn attributes_of_new(schema: &Schema, id: Id, object: &Object) -> Vec<String> {
    let mut out = attributes(schema, id, None, object);
    if object.owner.is_none() {
        out.extend(grants_to_presumed_owner(schema, id, object));
    }
    out
}

/// A role that is taken for the owner may be another one: what it was granted is granted again, which does nothing if it is the owner.
fn grants_to_presumed_owner(schema: &Schema, id: Id, object: &Object) -> Vec<String> {
    let (target, class) = (grant_target(schema, id, object), object.class());
    let before = schema.default_acl(acl_class(object), object.place);
    let spelled = before.spelled(&object.acl, class, None);
    let presumed = spelled.grants.keys().filter(|key| !before.grants.contains_key(*key));
    let one = |key: &(String, Option<String>)| {
        let privileges: Vec<&str> = object.acl.grants.get(key)?.keys().map(String::as_str).collect();
        grant_statement("GRANT", "TO", &target, class, key, &privileges, "")
    };
    presumed.filter_map(one).collect()
}

/// What a grantee has still once the first statements have run: to revoke a privilege on the whole revokes it on each column.
fn kept((grantee, column): &(String, Option<String>), from: &Acl, to: &Acl) -> BTreeMap<String, bool> {
    let key = (grantee.clone(), column.clone());
    let mut had = from.grants.get(&key).cloned().unwrap_or_default();
    let whole = (grantee.clone(), None);
    if let (Some(was), true) = (from.grants.get(&whole), column.is_some()) {
        let now = to.grants.get(&whole);
        had.retain(|privilege, _| !was.contains_key(privilege) || now.is_some_and(|now| now.contains_key(privilege)));
    }
    had
}

fn public_defaults(target: &str, from: &Acl, to: &Acl) -> Vec<String> {
    let none = std::collections::BTreeSet::new();
    let revoked = |acl: &Acl| acl.revoked.get("PUBLIC").unwrap_or(&none).clone();
    let (was, now) = (revoked(from), revoked(to));
    let mut out: Vec<String> = now.difference(&was).map(|it| format!("REVOKE {it} ON {target} FROM PUBLIC")).collect();
    out.extend(was.difference(&now).map(|it| format!("GRANT {it} ON {target} TO PUBLIC")));
    out
}

fn grant_statement(
    verb: &str,
    direction: &str,
    target: &str,
    class: Class,
    (grantee, column): &(String, Option<String>),
    privileges: &[&str],
    tail: &str,
) -> Option<String> {
    if privileges.is_empty() {
        return None;
    }
    let all = all_privileges(class);
    let column_list = column.as_ref().map(|column| format!(" ({})", quote::ident(column))).unwrap_or_default();
    let list = if column.is_none() && all.len() > 1 && all.iter().all(|it| privileges.contains(it)) {
        "ALL".to_owned()
    } else {
        privileges.iter().map(|it| format!("{it}{column_list}")).collect::<Vec<_>>().join(", ")
    };
    Some(format!("{verb} {list} ON {target} {direction} {}{tail}", quote::role(grantee)))
}

/// The statements for a column's storage, statistics, options and comment.
pub fn column_settings(table: &str, from: Option<&Column>, to: &Column) -> Vec<String> {
    column_settings_of("TABLE", table, from, to)
}

/// The same, of a relation of any class.
pub fn column_settings_of(class: &str, table: &str, from: Option<&Column>, to: &Column) -> Vec<String> {
    let mut out = Vec::new();
    let name = quote::ident(&to.name);
    let mut alter = |action: String| out.push(format!("ALTER {class} {table} ALTER COLUMN {name} {action}"));
    if from.and_then(|it| it.statistics.as_ref()) != to.statistics.as_ref() {
        alter(format!("SET STATISTICS {}", to.statistics.as_deref().unwrap_or("-1")));
    }
    if from.and_then(|it| it.storage.as_ref()) != to.storage.as_ref() {
        alter(format!("SET STORAGE {}", to.storage.as_deref().unwrap_or_else(|| to.ty.usual_storage())));
    }
    if let Some(from) = from {
        if from.compression != to.compression {
            alter(format!("SET COMPRESSION {}", to.compression.as_deref().unwrap_or("default")));
        }
        let gone: Vec<&str> = from.options.keys().filter(|it| !to.options.contains_key(*it)).map(String::as_str).collect();
        if !gone.is_empty() {
            alter(format!("RESET ({})", gone.join(", ")));
        }
    }
    let old = from.map(|it| &it.options);
    let set: Vec<String> = to
        .options
        .iter()
        .filter(|(it, value)| old.and_then(|old| old.get(*it)) != Some(value))
        .map(|(it, value)| crate::schema::apply::option(it, value))
        .collect();
    if !set.is_empty() {
        alter(format!("SET ({})", set.join(", ")));
    }
    let options = from.and_then(|from| super::foreign_options(&from.foreign_options, &to.foreign_options));
    out.extend(options.map(|options| format!("ALTER FOREIGN TABLE {table} ALTER COLUMN {name} {options}")));
    if from.and_then(|it| it.comment.as_ref()) != to.comment.as_ref() {
        out.push(format!("COMMENT ON COLUMN {table}.{name} IS {}", to.comment.as_deref().unwrap_or("NULL")));
    }
    out
}
