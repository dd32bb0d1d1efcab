//! Owners and privileges, made comparable.
//!
//! The files run as one role, production's objects mostly belong to another: who runs the files is not in the files. So what is said of
//! production's main owner, and of the role that the files ran as, counts only where both sides say something.

use std::collections::HashSet;
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
    let keep = |item: &Item| !goes_without_saying(item, &own) || both.contains(&(item.class.as_str(), item.name.as_str()));
    (filtered(&files, keep), filtered(&production, keep))
}

fn keys(snapshot: &Snapshot) -> HashSet<(&str, &str)> {
    snapshot.items.iter().map(|item| (item.class.as_str(), item.name.as_str())).collect()
}

/// Whether an item counts only where the other side has it too.
fn goes_without_saying(item: &Item, own: &[String]) -> bool {
    match item.class.as_str() {
        // Before version 15 everybody could create in `public`, and databases that were upgraded keep that.
        "owner" if item.name == "schema public" => true,
        "grant" if item.name == "schema public to PUBLIC" => true,
        "owner" => own.contains(&item.facts),
        "grant" => item.name.rsplit_once(" to ").is_some_and(|(_, grantee)| own.iter().any(|role| role == grantee)),
        _ => false,
    }
}

/// Default privileges are those of a role: the main owner's are those of the role that the files run as.
fn renamed(snapshot: &Snapshot, owner: Option<&str>) -> Snapshot {
    let Some(owner) = owner.filter(|owner| *owner != OWNER) else { return snapshot.clone() };
    let of = |role: &str| format!("FOR ROLE {} ", quote::ident(role));
    let rename = |text: &str| text.replace(&of(owner), &of(OWNER));
    let mut items = snapshot.items.clone();
    for item in items.iter_mut().filter(|item| item.class == "default privileges") {
        let renamed = Item {
            name: rename(&item.name),
            facts: rename(&item.facts),
            sql: item.sql.iter().map(|sql| rename(sql)).collect(),
            ..item.as_ref().clone()
        };
        *item = Arc::new(renamed);
    }
    items.sort();
    Snapshot { items, ..snapshot.clone() }
}

fn filtered(snapshot: &Snapshot, keep: impl Fn(&Item) -> bool) -> Snapshot {
    let items = snapshot.items.iter().filter(|item| keep(item)).cloned().collect();
    Snapshot { items, ..snapshot.clone() }
}
