//! From a snapshot back to statements: in which order an empty database takes them.
//!
//! The order is by what needs what; among what could come next, by class, as `pg_dump` has it. Where definitions need each other
//! in a circle, a part comes later: a column's default, a constraint, the owner of a sequence, all of a type but its name.

mod graph;
mod rank;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Dependency, Item, Snapshot};
use graph::Graph;

/// One statement that makes an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The item's index in the snapshot; for CREATE TABLE the table's.
    pub item: usize,
    /// Without a final `;`.
    pub sql: String,
}

/// A part of an item that comes in one piece: its first statements, or those that may come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    item: usize,
    later: bool,
}

impl Snapshot {
    /// Returns the statements that make the whole schema in an empty database, to be run with `check_function_bodies` off.
    /// `dependencies`: what [`super::Reader::dependencies`] read at the same moment.
    pub fn statements(&self, dependencies: &[Dependency]) -> Vec<Statement> {
        let graph = Graph::new(&self.items, dependencies);
        let mut statements = Vec::with_capacity(self.items.len());
        for part in order(&self.items, &graph) {
            let texts = texts(&self.items, part);
            statements.extend(texts.into_iter().map(|sql| Statement { item: part.item, sql }));
        }
        statements
    }
}

/// Kahn's algorithm: of the parts that need nothing more, the one of the lowest rank. In a circle that nothing breaks, the rank
/// alone decides.
fn order(items: &[Arc<Item>], graph: &Graph) -> Vec<Part> {
    let key = |part: Part| (rank::rank(&items[part.item]), part);
    let mut missing = graph.needs();
    let mut waiting: BTreeSet<_> = graph.parts().map(key).collect();
    let mut ready: BTreeSet<_> = waiting.iter().copied().filter(|(_, part)| !missing.contains_key(part)).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(next) = ready.pop_first().or_else(|| waiting.first().copied()) {
        waiting.remove(&next);
        order.push(next.1);
        for dependent in graph.dependents(next.1) {
            let Some(count) = missing.get_mut(dependent) else { continue };
            *count -= 1;
            if *count == 0 {
                missing.remove(dependent);
                if waiting.contains(&key(*dependent)) {
                    ready.insert(key(*dependent));
                }
            }
        }
    }
    order
}

/// Returns how many of an item's statements come at first.
fn first(item: &Item) -> usize {
    match item.class.as_str() {
        "sequence" | "column" => 1,
        "type" => item.sql.len().min(1),
        _ => item.sql.len(),
    }
}

fn texts(items: &[Arc<Item>], part: Part) -> Vec<String> {
    let item = &items[part.item];
    let first = first(item).min(item.sql.len());
    match item.class.as_str() {
        _ if part.later => item.sql[first..].to_vec(),
        "table" | "foreign table" => table(items, item),
        // In the list of the table.
        "column" => Vec::new(),
        _ => item.sql[..first].to_vec(),
    }
}

/// CREATE TABLE with the definitions of the columns, and what follows it.
fn table(items: &[Arc<Item>], table: &Item) -> Vec<String> {
    let [head, tail, follow @ ..] = table.sql.as_slice() else { return table.sql.clone() };
    let own = |item: &&Arc<Item>| item.class == "column" && item.within == table.oid;
    let mut columns: Vec<&Arc<Item>> = columns_of(items).iter().filter(own).collect();
    columns.sort_by_key(|column| column.number);
    let definitions = columns.iter().filter_map(|column| column.sql.first()).filter(|text| !text.is_empty());
    let list: Vec<String> = definitions.map(|text| format!("\n    {text}")).collect();
    let end = if list.is_empty() { "" } else { "\n" };
    let mut texts = vec![format!("{head}{}{end}{tail}", list.join(","))];
    texts.extend_from_slice(follow);
    texts
}

/// The items are in the order of their classes.
fn columns_of(items: &[Arc<Item>]) -> &[Arc<Item>] {
    let start = items.partition_point(|item| item.class.as_str() < "column");
    let end = items.partition_point(|item| item.class.as_str() <= "column");
    &items[start..end]
}
