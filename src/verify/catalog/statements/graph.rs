//! What needs what, between the parts of items, from the rows of `pg_depend`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Dependency, Item, Part, first};
use crate::verify::catalog::ObjectKey;

/// Every edge once, and the parts that there are.
pub struct Graph {
    parts: BTreeSet<Part>,
    dependents: BTreeMap<Part, BTreeSet<Part>>,
}

/// Where the rows of the catalogs are found again among the items.
struct Index<'a> {
    items: &'a [Arc<Item>],
    /// By catalog and OID: the item that is made for the row.
    rows: HashMap<(&'a str, u32), usize>,
    /// By OID alone, for what is said of objects: comments, owners, privileges.
    objects: HashMap<u32, usize>,
    columns: HashMap<(u32, i32), usize>,
    /// Rows that come with others: row types, array types, indexes of constraints, members of extensions.
    brought_by: HashMap<(&'a str, u32), (&'a str, u32)>,
    /// By the OID of a default: its column, and whether it is in the list of CREATE TABLE, as generation expressions are.
    defaults: HashMap<u32, (u32, i32, bool)>,
    /// For each item of two parts, the items that its second part needs.
    needed_later: HashSet<(usize, usize)>,
}

impl Graph {
    pub fn new(items: &[Arc<Item>], dependencies: &[Dependency]) -> Self {
        let index = Index::new(items, dependencies);
        let mut graph = Self { parts: BTreeSet::new(), dependents: BTreeMap::new() };
        for (at, item) in items.iter().enumerate() {
            graph.parts.insert(Part { item: at, later: false });
            if first(item) < item.sql.len() {
                graph.parts.insert(Part { item: at, later: true });
                graph.add(Part { item: at, later: true }, Part { item: at, later: false });
            }
            if let Some(subject) = index.subject(at) {
                graph.add_all(at, index.whole(subject));
            }
        }
        for dependency in dependencies {
            if let Some((dependent, on)) = index.edge(dependency) {
                graph.add(dependent, on);
            }
        }
        graph.add_partitions(&index, dependencies);
        graph
    }

    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.parts.iter().copied()
    }

    /// Returns the parts that need this one.
    pub fn dependents(&self, part: Part) -> impl Iterator<Item = &Part> {
        self.dependents.get(&part).into_iter().flatten()
    }

    /// Returns for each part how many others it needs; nothing for those that need none.
    pub fn needs(&self) -> BTreeMap<Part, usize> {
        let mut needs = BTreeMap::new();
        for dependent in self.dependents.values().flatten() {
            *needs.entry(*dependent).or_default() += 1;
        }
        needs
    }

    fn add(&mut self, dependent: Part, on: Part) {
        if dependent != on && self.parts.contains(&dependent) {
            self.dependents.entry(on).or_default().insert(dependent);
        }
    }

    /// All parts of an item need another.
    fn add_all(&mut self, dependent: usize, on: Part) {
        for later in [false, true] {
            self.add(Part { item: dependent, later }, on);
        }
    }

    /// A partition is attached with its constraints; what the partitioned table has of keys and indexes comes after.
    fn add_partitions(&mut self, index: &Index, dependencies: &[Dependency]) {
        let mut parents: HashMap<u32, u32> = HashMap::new();
        for Dependency { dependent, on, kind } in dependencies {
            if dependent.0 == "pg_class" && on.0 == "pg_class" && *kind == 'a' && on.2 == 0 {
                parents.insert(dependent.1, on.1);
            }
        }
        let mut attached: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut partitions: HashMap<u32, usize> = HashMap::new();
        for (at, item) in index.items.iter().enumerate().filter(|(_, item)| item.class == "partition") {
            partitions.insert(item.oid, at);
            if let Some(parent) = parents.get(&item.oid) {
                attached.entry(*parent).or_default().push(at);
            }
        }
        let part = |item| Part { item, later: false };
        for (at, item) in index.items.iter().enumerate() {
            match item.class.as_str() {
                "check constraint" => {
                    if let Some(partition) = partitions.get(&item.within) {
                        self.add(part(*partition), part(at));
                    }
                }
                "primary key" | "unique constraint" | "exclusion constraint" | "index" => {
                    for partition in attached.get(&item.within).into_iter().flatten() {
                        self.add(part(at), part(*partition));
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'a> Index<'a> {
    fn new(items: &'a [Arc<Item>], dependencies: &'a [Dependency]) -> Self {
        let (mut rows, mut objects, mut columns) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (at, item) in items.iter().enumerate() {
            if let Some(catalog) = catalog(&item.class) {
                rows.insert((catalog, item.oid), at);
                objects.insert(item.oid, at);
            } else if item.class == "column" || item.class == "view column" {
                columns.insert((item.oid, item.number), at);
            }
        }
        let (mut brought_by, mut defaults) = (HashMap::new(), HashMap::new());
        for Dependency { dependent, on, kind } in dependencies {
            let row = (dependent.0.as_str(), dependent.1);
            if matches!(kind, 'd' | 'g') {
                defaults.insert(dependent.1, (on.1, on.2, *kind == 'g'));
            }
            let maker = (on.0.as_str(), on.1);
            match kind {
                _ if rows.contains_key(&row) => {}
                'i' | 'e' => drop(brought_by.insert(row, maker)),
                'a' => drop(brought_by.entry(row).or_insert(maker)),
                _ => {}
            }
        }
        let mut index = Self { items, rows, objects, columns, brought_by, defaults, needed_later: HashSet::new() };
        let needed = |it: &Dependency| Some((index.item(&it.dependent)?, index.item(&it.on)?));
        index.needed_later = dependencies.iter().filter_map(needed).filter(|(at, _)| index.in_two(*at)).collect();
        index
    }

    /// Returns the item that makes a row.
    fn item(&self, key: &'a ObjectKey) -> Option<usize> {
        self.row((key.0.as_str(), key.1))
    }

    fn row(&self, mut row: (&'a str, u32)) -> Option<usize> {
        // An array of rows of a table takes two steps.
        for _ in 0..4 {
            if let Some(item) = self.rows.get(&row) {
                return Some(*item);
            }
            row = *self.brought_by.get(&row)?;
        }
        None
    }

    /// Tells whether an item is a type that is first made as a name only.
    fn in_two(&self, item: usize) -> bool {
        self.items[item].class == "type" && self.items[item].sql.len() > 1
    }

    /// Returns the part with which an item can be used.
    fn whole(&self, item: usize) -> Part {
        Part { item, later: self.in_two(item) }
    }

    /// Returns the item of which another says something.
    fn subject(&self, at: usize) -> Option<usize> {
        let item = &self.items[at];
        let subject = match item.class.as_str() {
            "identity" => self.objects.get(&item.within).copied(),
            // Also of an index that a constraint owns.
            "index partition" => self.row(("pg_class", item.oid)),
            class if catalog(class).is_none() => self.objects.get(&item.oid).copied(),
            _ => None,
        };
        subject.filter(|subject| *subject != at)
    }

    fn edge(&self, dependency: &'a Dependency) -> Option<(Part, Part)> {
        let Dependency { dependent, on, kind } = dependency;
        let needed = self.item(on)?;
        if dependent.0 == "pg_attrdef" {
            return Some((self.default(dependent)?, self.whole(needed)));
        }
        let item = self.item(dependent)?;
        if item == needed {
            return None;
        }
        let owned = self.items[item].class == "sequence" && on.2 > 0 && *kind == 'a';
        let dependent = Part { item, later: owned || self.in_two(item) };
        let shell = self.in_two(needed) && self.needed_later.contains(&(needed, item));
        Some((dependent, Part { item: needed, later: self.in_two(needed) && !shell }))
    }

    /// Returns the part that holds a default: a generation expression is in the list of CREATE TABLE.
    fn default(&self, key: &ObjectKey) -> Option<Part> {
        let (table, number, generated) = *self.defaults.get(&key.1)?;
        if generated {
            return self.objects.get(&table).map(|item| Part { item: *item, later: false });
        }
        let item = *self.columns.get(&(table, number))?;
        Some(Part { item, later: self.items[item].class == "column" })
    }
}

/// Returns the catalog whose rows are this class's items; nothing for what is said of others.
fn catalog(class: &str) -> Option<&'static str> {
    Some(match class {
        "schema" => "pg_namespace",
        "extension" => "pg_extension",
        "language" => "pg_language",
        "transform" => "pg_transform",
        "type" | "domain" => "pg_type",
        "domain constraint"
        | "check constraint"
        | "primary key"
        | "unique constraint"
        | "exclusion constraint"
        | "foreign key" => "pg_constraint",
        "sequence" | "identity" | "table" | "foreign table" | "view" | "materialized view" | "index" => "pg_class",
        "function" | "procedure" | "aggregate" => "pg_proc",
        "operator" => "pg_operator",
        "operator family" => "pg_opfamily",
        "operator class" => "pg_opclass",
        "access method" => "pg_am",
        "cast" => "pg_cast",
        "collation" => "pg_collation",
        "conversion" => "pg_conversion",
        "text search parser" => "pg_ts_parser",
        "text search template" => "pg_ts_template",
        "text search dictionary" => "pg_ts_dict",
        "text search configuration" => "pg_ts_config",
        "foreign-data wrapper" => "pg_foreign_data_wrapper",
        "server" => "pg_foreign_server",
        "user mapping" => "pg_user_mapping",
        "statistics" => "pg_statistic_ext",
        "rule" => "pg_rewrite",
        "trigger" => "pg_trigger",
        "policy" => "pg_policy",
        "publication" => "pg_publication",
        "publication table" => "pg_publication_rel",
        "publication schema" => "pg_publication_namespace",
        "subscription" => "pg_subscription",
        "event trigger" => "pg_event_trigger",
        "default privileges" => "pg_default_acl",
        _ => return None,
    })
}
