//! Which class comes first where nothing else decides.

use super::Item;

/// As `pg_dump` orders them, privileges and event triggers last.
const CLASSES: [&str; 55] = [
    "dropped schema",
    "schema",
    "extension",
    "collation",
    "type",
    "domain",
    "domain constraint",
    "function",
    "procedure",
    "language",
    "transform",
    "aggregate",
    "access method",
    "operator",
    "operator family",
    "operator class",
    "cast",
    "conversion",
    "text search parser",
    "text search template",
    "text search dictionary",
    "text search configuration",
    "foreign-data wrapper",
    "server",
    "user mapping",
    "sequence",
    "table",
    "foreign table",
    "identity",
    "column",
    "check constraint",
    "partition",
    "view",
    "materialized view",
    "view column",
    "primary key",
    "unique constraint",
    "exclusion constraint",
    "index",
    "index partition",
    "statistics",
    "foreign key",
    "rule",
    "trigger",
    "policy",
    "publication",
    "publication table",
    "publication schema",
    "subscription",
    "extension dependency",
    "owner",
    "grant",
    "default privileges",
    "event trigger",
    "comment",
];

/// Returns the place of an item's class; labels and what is not in the list come last. What somebody else granted comes after
/// what gave him the right to do so.
pub fn rank(item: &Item) -> (usize, bool) {
    let place = CLASSES.iter().position(|class| *class == item.class).unwrap_or(CLASSES.len());
    (place, item.class == "grant" && item.sql.iter().any(|text| text.starts_with("SET SESSION")))
}
