//! The differences between two snapshots, as a person would tell them: a table that is missing is missing with all that belongs to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::verify::catalog::{Comparison, Difference, Item, Snapshot, compare};

/// How a database differs in an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The files build it, and the database lacks it.
    Missing,
    /// The database has it, and no file builds it.
    Extra,
    /// Both have it, and it is not the same.
    Different,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// `table`, `column`, `index`, ….
    pub class: String,
    pub name: String,
    /// What the files build; nothing where they do not.
    pub files: Option<String>,
    /// What the database has; nothing where it has not.
    pub production: Option<String>,
    /// What is missing or extra with it: class and name.
    pub with: Vec<(String, String)>,
}

impl Change {
    fn new(difference: Difference) -> Self {
        let Difference { class, name, before, after } = difference;
        let kind = match (&before, &after) {
            (Some(_), Some(_)) => Kind::Different,
            (Some(_), None) => Kind::Missing,
            _ => Kind::Extra,
        };
        Self { kind, class, name, files: before, production: after, with: Vec::new() }
    }

    fn key(&self) -> (Kind, &str, &str) {
        (self.kind, &self.class, &self.name)
    }
}

/// The differences between what the files build and what a database has, by class and name.
pub fn changes(files: &Snapshot, production: &Snapshot) -> Vec<Change> {
    let Comparison::Different(differences) = compare(files, production) else { return Vec::new() };
    let all: Vec<Change> = differences.into_iter().map(Change::new).collect();
    let (ours, theirs) = (Parents::new(files), Parents::new(production));
    let whole: BTreeSet<(Kind, &str, &str)> = all.iter().map(Change::key).collect();
    let mut brought: BTreeMap<(Kind, String, String), Vec<(String, String)>> = BTreeMap::new();
    let mut roots: Vec<Change> = Vec::new();
    for change in &all {
        let parents = match change.kind {
            Kind::Missing => &ours,
            Kind::Extra => &theirs,
            Kind::Different => {
                roots.push(change.clone());
                continue;
            }
        };
        match parents.root(change, &whole) {
            Some((class, name)) => {
                let with = brought.entry((change.kind, class, name)).or_default();
                with.push((change.class.clone(), change.name.clone()));
            }
            None => roots.push(change.clone()),
        }
    }
    for root in &mut roots {
        root.with = brought.remove(&(root.kind, root.class.clone(), root.name.clone())).unwrap_or_default();
    }
    roots
}

/// The tables whose columns stand in another order, where they are otherwise the same.
pub fn reordered(files: &Snapshot, production: &Snapshot) -> Vec<String> {
    let columns = |snapshot: &Snapshot| -> BTreeMap<String, Vec<(i32, String)>> {
        let mut tables: BTreeMap<String, Vec<(i32, String)>> = BTreeMap::new();
        for item in snapshot.items.iter().filter(|item| item.class == "column") {
            if let (Some(table), Some(place)) = (table_of(&item.name), item.place) {
                tables.entry(table.to_owned()).or_default().push((place, item.name.clone()));
            }
        }
        tables.values_mut().for_each(|columns| columns.sort());
        tables
    };
    let (ours, theirs) = (columns(files), columns(production));
    let differ = |table: &&String| {
        theirs.get(*table).is_some_and(|their| {
            let shared = |list: &[(i32, String)], other: &[(i32, String)]| -> Vec<String> {
                list.iter().filter(|(_, name)| other.iter().any(|(_, it)| it == name)).map(|(_, name)| name.clone()).collect()
            };
            ours.get(*table).is_some_and(|our| shared(our, their) != shared(their, our))
        })
    };
    ours.keys().filter(differ).cloned().collect()
}

/// The table in `public.t.c`; the column's name may hold a point where it is quoted.
fn table_of(column: &str) -> Option<&str> {
    let end = if column.ends_with('"') { column.trim_end_matches('"').rfind(".\"") } else { column.rfind('.') };
    column.get(..end?)
}

/// Which object another belongs to.
struct Parents<'a> {
    /// By class and name.
    items: HashMap<(&'a str, &'a str), &'a Item>,
    /// Objects by OID, not what is said of them.
    objects: HashMap<u32, &'a Item>,
}

impl<'a> Parents<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        let items = snapshot.items.iter().map(|item| ((item.class.as_str(), item.name.as_str()), item.as_ref())).collect();
        let objects = snapshot.items.iter().filter(|item| is_object(&item.class)).map(|item| (item.oid, item.as_ref())).collect();
        Self { items, objects }
    }

    /// The outermost object that is missing or extra in the same way, and brings this one.
    fn root(&self, change: &Change, whole: &BTreeSet<(Kind, &str, &str)>) -> Option<(String, String)> {
        let mut found = None;
        let mut at = *self.items.get(&(change.class.as_str(), change.name.as_str()))?;
        // A comment on a column of a table: two steps at most.
        for _ in 0..4 {
            let Some(parent) = self.parent(at, change.kind, whole) else { break };
            found = Some((parent.class.clone(), parent.name.clone()));
            at = parent;
        }
        found
    }

    fn parent(&self, item: &Item, kind: Kind, whole: &BTreeSet<(Kind, &str, &str)>) -> Option<&'a Item> {
        let differs = |it: &&'a Item| whole.contains(&(kind, it.class.as_str(), it.name.as_str()));
        let is_other = |it: &&'a Item| (it.class.as_str(), it.name.as_str()) != (item.class.as_str(), item.name.as_str());
        let own = (!is_object(&item.class)).then_some(item.oid);
        let candidates = [own, Some(item.within)].into_iter().flatten().filter(|oid| *oid != 0);
        let found = candidates.filter_map(|oid| self.objects.get(&oid).copied()).find(|it| is_other(it) && differs(it));
        found.or_else(|| self.column(item).filter(|column| differs(column)))
    }

    /// The column that a comment, or the sequence of a column, belongs to.
    fn column(&self, item: &Item) -> Option<&'a Item> {
        let name = match item.class.as_str() {
            "comment" => item.name.strip_prefix("column ")?,
            "sequence" => item.sql.iter().find_map(|sql| sql.split_once(" OWNED BY "))?.1,
            "identity" => &item.name,
            "grant" => item.name.strip_prefix("table ")?.rsplit_once(" to ")?.0,
            _ => return None,
        };
        // Keys of any lifetime may be looked up.
        let items: &HashMap<(&str, &str), &'a Item> = &self.items;
        items.get(&("column", name)).copied()
    }
}

/// Whether items of a class are objects, and not something that is said of one.
fn is_object(class: &str) -> bool {
    !matches!(
        class,
        "column"
            | "view column"
            | "comment"
            | "owner"
            | "grant"
            | "identity"
            | "partition"
            | "index partition"
            | "security label"
            | "extension dependency"
    )
}
