//! Soft evidence: a column called `user_id` or `user_id_new` beside a table `users` that another file of the same phase makes.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::{Edge, Reason, Strength};
use crate::dialect::effect::{Effect, TableAction};
use crate::dialect::name::Class;
use crate::dialect::script::Script;

/// The edges that names suggest. Only between files of one phase (`g19_…`), where the name that sorts first is the one that points.
pub fn edges(scripts: &[Script], facts: &[Facts]) -> Vec<Edge> {
    let tables = tables(facts);
    let mut edges = Vec::new();
    for (then, script) in scripts.iter().enumerate() {
        for (column, at) in pointing_columns(script) {
            for (table, first) in targets(&column).iter().filter_map(|name| tables.get(name)).flatten() {
                if *first > then && same_phase(script, &scripts[*first]) {
                    let object = format!("{table} (column {column})");
                    edges.push(Edge { first: *first, then, because: vec![Reason { object, at, strength: Strength::Soft }] });
                }
            }
        }
    }
    edges
}

/// Each relation's bare name to the relation and the file that makes it.
fn tables(facts: &[Facts]) -> BTreeMap<String, Vec<(&str, usize)>> {
    let mut found: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (file, made) in facts.iter().enumerate() {
        for object in made.makes.iter().filter(|made| made.class == Class::Table).map(|made| made.object.as_str()) {
            if let Some(name) = object.strip_prefix("relation ") {
                found.entry(name.rsplit('.').next().unwrap_or(name).to_owned()).or_default().push((object, file));
            }
        }
    }
    found
}

/// Columns that are added without a foreign key and whose name says that they point somewhere.
fn pointing_columns(script: &Script) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for statement in script.statements() {
        for effect in &statement.effects {
            let Effect::AlterTable { actions, .. } = effect else { continue };
            for action in actions {
                let TableAction::AddColumn { column, .. } = action else { continue };
                if column.constraints.is_empty() && stem(&column.name).is_some() {
                    found.push((column.name.clone(), statement.span.start));
                }
            }
        }
    }
    found
}

/// `user` of `user_id`, `user_id_new`.
fn stem(column: &str) -> Option<&str> {
    let bare = ["_new", "_old", "_tmp"].iter().find_map(|tail| column.strip_suffix(tail)).unwrap_or(column);
    bare.strip_suffix("_id").filter(|stem| !stem.is_empty())
}

/// What the table that a column points to may be called.
fn targets(column: &str) -> Vec<String> {
    let Some(stem) = stem(column) else { return Vec::new() };
    let plural = stem.strip_suffix('y').map_or_else(|| format!("{stem}s"), |start| format!("{start}ies"));
    vec![stem.to_owned(), plural, format!("{stem}es")]
}

/// Whether two names start with the same phase: letters and a number, `g19_…`. Names that start with a number have an order of
/// their own.
fn same_phase(a: &Script, b: &Script) -> bool {
    let phase = |script: &Script| {
        let name = script.text.path.rsplit('/').next().unwrap_or_default().to_owned();
        let head = name.split('_').next().unwrap_or_default().to_lowercase();
        let letters = head.chars().take_while(char::is_ascii_alphabetic).count();
        let digits = head.chars().skip(letters).all(|c| c.is_ascii_digit()) && head.len() > letters;
        (letters > 0 && digits).then_some(head)
    };
    phase(a).is_some() && phase(a) == phase(b)
}
