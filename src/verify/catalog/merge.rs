//! What of a former snapshot still holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Item;

/// For each relation and routine a number that changes when something of it changes; under 0 one for the names of roles.
pub type Versions = BTreeMap<u32, String>;

/// Returns what has to be read again, or nothing where everything has to be.
pub fn changed(before: &Versions, after: &Versions) -> Option<Vec<u32>> {
    let another = |(owner, version): &(&u32, &String)| before.get(owner) != Some(*version);
    let changed: Vec<u32> = after.iter().filter(another).map(|(owner, _)| *owner).collect();
    (changed.first() != Some(&0)).then_some(changed)
}

/// Returns the items of a snapshot from those of the former one and those that were read again.
pub fn merge(before: Vec<Item>, read: Vec<Item>, changed: Vec<u32>, versions: &Versions) -> Vec<Item> {
    let mut again: BTreeSet<u32> = changed.into_iter().collect();
    // Comments of other objects are always read: they tell nothing.
    again.extend(read.iter().filter(|item| item.class != "comment" && item.class != "owner").filter_map(owner));
    let holds = |item: &Item| owner(item).is_some_and(|owner| versions.contains_key(&owner) && !again.contains(&owner));
    let mut items = read;
    items.extend(before.into_iter().filter(holds));
    items.sort_unstable();
    items.dedup();
    items
}

/// Tells whether something that definitions of other objects name has another name now, or prints them in another way.
pub fn renamed(before: &[Item], read: &[Item]) -> bool {
    let key = |item: &Item| (item.oid, item.number);
    let named =
        |item: &&Item| !matches!(item.class.as_str(), "grant" | "default privileges" | "comment" | "owner" | "security label");
    let mut old: HashMap<(u32, i32), Vec<&Item>> = HashMap::with_capacity(before.len());
    for item in before.iter().filter(named) {
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

/// Returns the relation or routine whose version tells of an item; nothing for items that are always read.
fn owner(item: &Item) -> Option<u32> {
    match item.class.as_str() {
        "table" | "foreign table" | "view" | "materialized view" | "function" | "procedure" | "aggregate" | "comment"
        | "owner" => Some(item.oid),
        "column"
        | "view column"
        | "partition"
        | "check constraint"
        | "primary key"
        | "unique constraint"
        | "exclusion constraint"
        | "foreign key"
        | "index"
        | "index partition"
        | "rule"
        | "trigger"
        | "policy"
        | "statistics" => Some(item.within),
        _ => None,
    }
}
