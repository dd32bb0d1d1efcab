//! Soft evidence: a column called `user_id` or `user_id_new` beside a table `users` that another file of the same phase makes.

use super::facts::Facts;
use super::{Edge, Reason, Strength};
use crate::dialect::effect::{Effect, TableAction};
use crate::dialect::name::Class;
use crate::dialect::script::Script;

/// The edges that names suggest. Only between files of one phase (`g19_…`), where the name that sorts first is the one that points.
pub fn edges(scripts: &[Script], facts: &[Facts]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (then, script) in scripts.iter().enumerate() {
        for (column, at) in pointing_columns(script) {
            for (first, made) in facts.iter().enumerate().skip(then + 1) {
                let target = made.makes.iter().find(|made| made.class == Class::Table && points_to(&column, &made.object));
                if let (Some(target), true) = (target, same_phase(script, &scripts[first])) {
                    let object = format!("{} (column {column})", target.object);
                    edges.push(Edge { first, then, because: vec![Reason { object, at, strength: Strength::Soft }] });
                }
            }
        }
    }
    edges
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

fn points_to(column: &str, object: &str) -> bool {
    let Some(stem) = stem(column) else { return false };
    let Some(table) = object.strip_prefix("relation ") else { return false };
    let table = table.rsplit('.').next().unwrap_or(table);
    let plural = stem.strip_suffix('y').map_or_else(|| format!("{stem}s"), |start| format!("{start}ies"));
    table == stem || table == plural || table == format!("{stem}es")
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
