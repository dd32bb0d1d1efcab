//! Two snapshots against each other.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::{Item, Snapshot, clock};

/// How alike two schemas are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// In everything.
    Exact,
    /// In everything but the order of columns in a table.
    Reordered,
    /// In the order of class and name; never empty.
    Different(Vec<Difference>),
}

/// An item that only one of two schemas has, or that is another in each. As a text: one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub class: String,
    pub name: String,
    /// What it was before; nothing where it was not there.
    pub before: Option<String>,
    /// What it is after; nothing where it is not there.
    pub after: Option<String>,
}

/// Compares two schemas by class and name of their items. OIDs do not count.
pub fn compare(before: &Snapshot, after: &Snapshot) -> Comparison {
    let (mut differences, mut reordered) = (Vec::new(), false);
    let (mut old_items, mut new_items) = (before.items.iter().peekable(), after.items.iter().peekable());
    loop {
        let order = match (old_items.peek(), new_items.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) if Arc::ptr_eq(old, new) => {
                old_items.next();
                new_items.next();
                continue;
            }
            (Some(old), Some(new)) => key(old).cmp(&key(new)),
        };
        let was = if order == Ordering::Greater { None } else { old_items.next() };
        let is = if order == Ordering::Less { None } else { new_items.next() };
        match (was, is) {
            (Some(was), Some(is)) if was.facts == is.facts || differ_by_the_clock(was, is, &before.since) => {
                reordered |= was.place != is.place;
            }
            _ => differences.extend(difference(was, is)),
        }
    }
    match (differences.is_empty(), reordered) {
        (true, false) => Comparison::Exact,
        (true, true) => Comparison::Reordered,
        (false, _) => Comparison::Different(differences),
    }
}

fn differ_by_the_clock(was: &Item, is: &Item, since: &str) -> bool {
    let was = clock::without_moments(&was.facts, since);
    was.is_some() && was == clock::without_moments(&is.facts, since)
}

fn key(item: &Item) -> (&str, &str) {
    (&item.class, &item.name)
}

fn difference(was: Option<&Arc<Item>>, is: Option<&Arc<Item>>) -> Option<Difference> {
    let item = was.or(is)?;
    let facts = |item: &Arc<Item>| item.facts.clone();
    Some(Difference { class: item.class.clone(), name: item.name.clone(), before: was.map(facts), after: is.map(facts) })
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.class, self.name)?;
        match (&self.before, &self.after) {
            (Some(was), Some(is)) => write!(f, "was `{was}` and is `{is}`"),
            (Some(_), None) => f.write_str("is missing"),
            _ => f.write_str("is there and was not"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(class: &str, name: &str, place: i32, facts: &str) -> Item {
        let (class, name, facts) = (class.to_owned(), name.to_owned(), facts.to_owned());
        Item { class, name, oid: 1, number: place, within: 1, place: Some(place), facts, sql: Vec::new() }
    }

    fn snapshot(items: &[(&str, i32, &str)]) -> Snapshot {
        let items = items.iter().map(|(name, place, facts)| Arc::new(item("column", name, *place, facts))).collect();
        Snapshot { items, ..Snapshot::default() }
    }

    #[test]
    fn places_alone_are_another_order() {
        let (one, two) = (snapshot(&[("a", 1, "x"), ("b", 2, "y")]), snapshot(&[("a", 2, "x"), ("b", 1, "y")]));
        assert_eq!(compare(&one, &one), Comparison::Exact);
        assert_eq!(compare(&one, &two), Comparison::Reordered);
    }

    #[test]
    fn differences_are_sentences() {
        let (one, two) = (snapshot(&[("a", 1, "x"), ("b", 2, "y")]), snapshot(&[("b", 1, "z"), ("c", 2, "y")]));
        let Comparison::Different(differences) = compare(&one, &two) else { panic!("they differ") };
        let sentences: Vec<String> = differences.iter().map(ToString::to_string).collect();
        assert_eq!(sentences, ["column a is missing", "column b was `y` and is `z`", "column c is there and was not"]);
    }
}
