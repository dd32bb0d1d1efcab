//! What of a former snapshot still holds.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::changes::Families;
use super::families::FAMILIES;
use super::{Item, catalogs, families};

/// What was found out of the rows that have changed.
#[derive(Debug, Default)]
pub struct Found {
    /// The families that were read.
    pub read: Families,
    /// The relations and routines of which items were read, where a family is read by them.
    pub relations: HashSet<u32>,
    /// By catalog: the rows that there are, where some are gone.
    pub live: BTreeMap<String, HashSet<(u32, i32)>>,
}

/// Parts a snapshot's items into those that hold and those that have to give way.
pub fn part(before: &[Arc<Item>], found: &Found) -> (Vec<Arc<Item>>, Vec<Arc<Item>>) {
    let (mut kept, mut gone) = (Vec::with_capacity(before.len()), Vec::new());
    for class in before.chunk_by(|a, b| a.class == b.class) {
        let name = class[0].class.as_str();
        let family = families::of_class(name).unwrap_or_default();
        let was_read = found.read.contains(family);
        let by_relation = FAMILIES[family].by_relation;
        let live = catalogs::of_class(name).and_then(|catalog| found.live.get(catalog.name));
        if !was_read && live.is_none() {
            kept.extend_from_slice(class);
            continue;
        }
        for item in class {
            let again = was_read && (!by_relation || found.relations.contains(&owner(item)) || is_own(item));
            let is_gone = again || live.is_some_and(|live| !live.contains(&row(item)));
            if is_gone { &mut gone } else { &mut kept }.push(Arc::clone(item));
        }
    }
    (kept, gone)
}

/// Returns the items of a snapshot, in order, from those that hold and those that were read.
pub fn merge(mut kept: Vec<Arc<Item>>, read: Vec<Arc<Item>>) -> Vec<Arc<Item>> {
    kept.extend(read);
    // Two runs in order: they are found and merged.
    kept.sort();
    kept
}

/// Tells whether something that definitions of other objects name has another name now, or prints them in another way.
pub fn renamed(gone: &[Arc<Item>], read: &[Arc<Item>]) -> bool {
    let key = |item: &Item| (item.oid, item.number);
    let named = |item: &&Arc<Item>| {
        !matches!(item.class.as_str(), "grant" | "default privileges" | "comment" | "owner" | "security label")
    };
    let mut old: HashMap<(u32, i32), Vec<&Item>> = HashMap::with_capacity(gone.len());
    for item in gone.iter().filter(named) {
        old.entry(key(item)).or_default().push(item);
    }
    let another =
        |was: &&Item, is: &Item| was.class == is.class && (was.name != is.name || (prints(is) && was.facts != is.facts));
    read.iter().filter(named).any(|is| old.get(&key(is)).is_some_and(|items| items.iter().any(|was| another(was, is))))
}

/// Tells whether definitions of other objects depend on more of an object than its name.
fn prints(item: &Item) -> bool {
    let classes = ["extension", "type", "domain", "collation", "operator class", "language", "server", "identity"];
    classes.contains(&item.class.as_str())
}

/// Returns the row that an item is, as [`catalogs::Catalog::key`].
fn row(item: &Item) -> (u32, i32) {
    (item.oid, if item.class == "comment" { item.number } else { 0 })
}

/// Tells whether an item is of an object that the server has from the beginning: always read with its family.
fn is_own(item: &Item) -> bool {
    item.oid < 16384
}

/// Returns the relation or routine that an item is read with.
fn owner(item: &Item) -> u32 {
    if item.within == 0 { item.oid } else { item.within }
}
