//! Owners and privileges, made comparable.
//!
//! The files run as one role, production's objects mostly belong to another: who runs the files is not in the files. So what is said of
//! production's main owner, and of the role that the files ran as, counts only where both sides say something.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::schema::quote;
use crate::verify::OWNER;
use crate::verify::catalog::{Item, Snapshot};

/// Returns both sides with the main owner's role taken for the one that the files run as.
pub fn settle(files: &Snapshot, production: &Snapshot, owner: Option<&str>) -> (Snapshot, Snapshot) {
    let (files, production) = (renamed(files, owner), renamed(production, owner));
    let (ours, theirs) = (keys(&files), keys(&production));
    let both: HashSet<&(&str, &str)> = ours.intersection(&theirs).collect();
    let own: Vec<String> = owner.into_iter().chain([OWNER]).map(quote::ident).collect();
    let keep = |item: &Item| {
        let key = (item.class.as_str(), item.name.as_str());
        let is_usual = of_public(item) && !ours.contains(&key);
        !is_usual && (!goes_without_saying(item, &own) || both.contains(&key))
    };
    (filtered(&files, keep), filtered(&production, keep))
}

fn keys(snapshot: &Snapshot) -> HashSet<(&str, &str)> {
    snapshot.items.iter().map(|item| (item.class.as_str(), item.name.as_str())).collect()
}

/// Whether an item is of what `public` has where nobody does anything: who owns it depends on the version, before version 15 everybody
/// could create in it, and databases that were upgraded keep that. pg_dump writes an empty comment where its owner was changed.
fn of_public(item: &Item) -> bool {
    match item.class.as_str() {
        "owner" | "comment" => item.name == "schema public",
        "grant" => item.name == "schema public to PUBLIC",
        _ => false,
    }
}

/// Whether an item counts only where the other side has it too.
fn goes_without_saying(item: &Item, own: &[String]) -> bool {
    match item.class.as_str() {
        "owner" => own.contains(&item.facts),
        "grant" => item.name.rsplit_once(" to ").is_some_and(|(_, grantee)| own.iter().any(|role| role == grantee)),
        _ => false,
    }
}

/// Default privileges are those of a role: the main owner's are those of the role that the files run as. Who granted something does
/// not count.
fn renamed(snapshot: &Snapshot, owner: Option<&str>) -> Snapshot {
    let of = |role: &str| format!("FOR ROLE {} ", quote::ident(role));
    let rename = |text: &str| owner.map_or_else(|| text.to_owned(), |owner| text.replace(&of(owner), &of(OWNER)));
    let mut items = snapshot.items.clone();
    for item in &mut items {
        let changed = match item.class.as_str() {
            "default privileges" => Item {
                name: rename(&item.name),
                facts: rename(&item.facts),
                sql: item.sql.iter().map(|sql| rename(sql)).collect(),
                ..item.as_ref().clone()
            },
            "grant" if item.sql.len() > 1 => by_anybody(item),
            _ => continue,
        };
        *item = Arc::new(changed);
    }
    items.sort();
    Snapshot { items, ..snapshot.clone() }
}

/// The privileges as if one role had given them all.
fn by_anybody(item: &Item) -> Item {
    let is_grant =
        |sql: &&String| !sql.starts_with("SET SESSION AUTHORIZATION") && !sql.starts_with("RESET SESSION AUTHORIZATION");
    let grants: BTreeSet<&String> = item.sql.iter().filter(is_grant).collect();
    let with_option = |sql: &str| grants.contains(&format!("{sql} WITH GRANT OPTION"));
    let sql: Vec<String> = grants.iter().filter(|sql| !with_option(sql)).map(|sql| (*sql).clone()).collect();
    Item { facts: sql.join(";\n"), sql, ..item.clone() }
}

fn filtered(snapshot: &Snapshot, keep: impl Fn(&Item) -> bool) -> Snapshot {
    let items = snapshot.items.iter().filter(|item| keep(item)).cloned().collect();
    Snapshot { items, ..snapshot.clone() }
}
