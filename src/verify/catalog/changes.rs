//! What a look has to read again, told from the catalogs that have changed.

use std::collections::HashSet;
use std::sync::Arc;

use super::Item;
use super::catalogs::{CATALOGS, Catalog};
use super::families::{self, FAMILIES};

/// The catalogs in which rows are new, or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// None: every one may have.
    catalogs: Option<[HashSet<&'static str>; 2]>,
}

/// A set of families, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Families(u32);

impl Families {
    /// Returns the families of which there are items.
    pub fn of(items: &[Arc<Item>]) -> Self {
        let mut families = Self::default();
        for class in items.chunk_by(|a, b| a.class == b.class) {
            families.add(families::of_class(&class[0].class).unwrap_or_default());
        }
        families
    }

    pub fn add(&mut self, family: usize) {
        self.0 |= 1 << family;
    }

    pub fn every() -> Self {
        let mut families = Self::default();
        (0..FAMILIES.len()).for_each(|family| families.add(family));
        families
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub fn contains(self, family: usize) -> bool {
        self.0 & 1 << family != 0
    }

    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..FAMILIES.len()).filter(move |family| self.contains(*family))
    }
}

impl Touched {
    /// Nothing is known.
    pub fn everything() -> Self {
        Self { catalogs: None }
    }

    /// From the names of the catalogs in which rows are new, and in which some are gone.
    pub fn new(mut written: HashSet<&'static str>, deleted: HashSet<&'static str>) -> Self {
        // Where one of these rows is gone, an item may be another and not gone.
        let others = ["pg_inherits", "pg_description", "pg_namespace"];
        written.extend(others.iter().filter(|name| deleted.contains(**name)));
        Self { catalogs: Some([written, deleted]) }
    }

    /// Whether rows of a catalog are new.
    pub fn wrote(&self, catalog: &str) -> bool {
        self.catalogs.as_ref().is_none_or(|[written, _]| written.contains(catalog))
    }

    /// Whether rows of a catalog are gone.
    pub fn deleted(&self, catalog: &str) -> bool {
        self.catalogs.as_ref().is_none_or(|[_, deleted]| deleted.contains(catalog))
    }

    pub fn changed(&self, catalog: &str) -> bool {
        self.wrote(catalog) || self.deleted(catalog)
    }

    /// Returns the families that have to be read again. `held`: those of which there are items.
    pub fn due(&self, held: Families) -> Families {
        let mut due = Families::default();
        for (at, family) in FAMILIES.iter().enumerate() {
            let changed = |catalog: &&str| if family.by_relation { self.wrote(catalog) } else { self.changed(catalog) };
            let is_due = family.reads.iter().any(changed)
                || held.contains(at)
                    && (family.follows.iter().any(changed) || family.loses.iter().any(|catalog| self.deleted(catalog)));
            if is_due {
                due.add(at);
            }
        }
        due
    }

    /// Returns the catalogs whose new rows tell which relations and routines have changed.
    pub fn by_relation(&self) -> impl Iterator<Item = &'static Catalog> {
        CATALOGS.iter().filter(|catalog| self.wrote(catalog.name))
    }

    /// Returns the catalogs of which some rows are gone that are items. `held`: the families of which there are items.
    pub fn lost(&self, held: Families) -> impl Iterator<Item = &'static Catalog> {
        let has_items = move |class: &&str| families::of_class(class).is_some_and(|family| held.contains(family));
        CATALOGS.iter().filter(move |catalog| self.deleted(catalog.name) && catalog.rows.iter().any(has_items))
    }
}

/// Returns the relations that have parents or did have some: no row is left to tell of a parent that is gone.
pub fn heirs(items: &[Arc<Item>]) -> impl Iterator<Item = u32> {
    let is_heir = |item: &&Arc<Item>| match item.class.as_str() {
        "table" | "foreign table" => item.facts.contains("\nINHERITS ("),
        class => class == "partition" || class == "index partition",
    };
    items.iter().filter(is_heir).map(|item| if item.within == 0 { item.oid } else { item.within })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(families: Families) -> Vec<&'static str> {
        families.iter().map(|family| FAMILIES[family].name).collect()
    }

    #[test]
    fn a_trigger_needs_no_columns_to_be_read() {
        let touched = Touched::new(["pg_trigger", "pg_depend"].into(), [].into());
        assert_eq!(names(touched.due(Families::default())), ["rules_triggers_policies"]);
    }

    #[test]
    fn what_is_not_there_does_not_follow() {
        let touched = Touched::new(["pg_attribute"].into(), [].into());
        assert_eq!(names(touched.due(Families::default())), ["tables", "columns"]);
        let mut held = Families::default();
        held.add(families::of_class("view").unwrap());
        assert_eq!(names(touched.due(held)), ["tables", "columns", "views"]);
    }

    #[test]
    fn rows_that_are_gone_need_no_reading_by_relation() {
        let touched = Touched::new([].into(), ["pg_trigger", "pg_description"].into());
        let mut held = Families::default();
        held.add(families::of_class("trigger").unwrap());
        assert_eq!(names(touched.due(held)), ["comments"]);
        assert_eq!(touched.lost(held).map(|catalog| catalog.name).collect::<Vec<_>>(), ["pg_trigger"]);
    }

    #[test]
    fn everything_is_due_where_nothing_is_known() {
        assert_eq!(Touched::everything().due(Families::every()), Families::every());
    }
}
