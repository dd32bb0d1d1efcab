//! Soft evidence: what names and comments suggest. It counts only between files that no numbering puts in order.
//!
//! A column called `user_id` or `user_id_new` without a foreign key, beside a table `users` that another file makes; a comment
//! that names another file (`-- run after users.sql`), or one that holds a foreign key (`-- REFERENCES users (id)`).

use std::collections::BTreeMap;

use super::facts::Facts;
use super::file_names::FileNames;
use super::numbers::Numbering;
use super::{Edge, Reason, Strength};
use crate::dialect::effect::{ColumnDef, ConstraintKind, Effect, TableAction};
use crate::dialect::name::Class;
use crate::dialect::script::Script;

/// The edges that names and comments suggest.
pub fn edges(scripts: &[Script], facts: &[Facts], numbering: &Numbering) -> Vec<Edge> {
    let tables = tables(facts);
    let files = FileNames::new(scripts, facts);
    let makers = makers(facts);
    let mut edges = Vec::new();
    for (then, script) in scripts.iter().enumerate() {
        let mut add = |first: usize, then: usize, object: String, at: usize| {
            if first != then && !numbering.decides(first, then) {
                edges.push(Edge { first, then, because: vec![Reason { object, at, strength: Strength::Soft }] });
            }
        };
        for (column, at) in pointing_columns(script) {
            for (table, first) in targets(&column).iter().filter_map(|name| tables.get(name)).flatten() {
                add(*first, then, format!("{table} (column {column})"), at);
            }
        }
        for need in &facts[then].late {
            if let Some([maker]) = makers.get(need.object.as_str()).map(Vec::as_slice) {
                add(*maker, then, format!("{} in the body of a routine", need.object), need.at);
            }
        }
        for (at, comment) in comments(script) {
            for (file, comes_first) in files.named_in(comment) {
                let object = format!("{} (a comment)", scripts[file].text.path);
                if comes_first { add(file, then, object, at) } else { add(then, file, object, 0) }
            }
            for (table, first) in referenced(comment).iter().filter_map(|name| tables.get(name)).flatten() {
                add(*first, then, format!("{table} (a comment)"), at);
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
    // A name that several files use points nowhere for sure.
    found.retain(|_, makers| makers.len() == 1);
    found
}

/// The files that make each object.
fn makers(facts: &[Facts]) -> BTreeMap<&str, Vec<usize>> {
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, made) in facts.iter().enumerate().flat_map(|(file, facts)| facts.makes.iter().map(move |made| (file, made))) {
        let files = found.entry(&made.object).or_default();
        if files.last() != Some(&file) {
            files.push(file);
        }
    }
    found
}

/// Columns without a foreign key whose name says that they point somewhere.
fn pointing_columns(script: &Script) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for statement in script.statements() {
        let at = statement.span.start;
        let mut take = |column: &ColumnDef| {
            if stem(&column.name).is_some() {
                found.push((column.name.clone(), at));
            }
        };
        for effect in &statement.effects {
            match effect {
                Effect::AlterTable { actions, .. } => {
                    for action in actions {
                        let TableAction::AddColumn { column, .. } = action else { continue };
                        if column.constraints.is_empty() {
                            take(column);
                        }
                    }
                }
                Effect::CreateTable(create) => {
                    let keys = create.constraints.iter().filter_map(|it| match &it.kind {
                        ConstraintKind::ForeignKey { columns, .. } => Some(columns),
                        _ => None,
                    });
                    let keys: Vec<&String> = keys.flatten().collect();
                    let own = |column: &ColumnDef| {
                        column.constraints.iter().any(|it| matches!(it.kind, ConstraintKind::ForeignKey { .. }))
                    };
                    create.columns.iter().filter(|column| !own(column) && !keys.contains(&&column.name)).for_each(&mut take);
                }
                _ => {}
            }
        }
    }
    found
}

/// `user` of `user_id`, `user_id_new`, `userId`, `user_uuid`.
fn stem(column: &str) -> Option<&str> {
    let bare = ["_new", "_old", "_tmp"].iter().find_map(|tail| column.strip_suffix(tail)).unwrap_or(column);
    ["_id", "_uuid", "_fk", "Id"].iter().find_map(|end| bare.strip_suffix(end)).filter(|stem| !stem.is_empty())
}

/// What the table that a column points to may be called.
fn targets(column: &str) -> Vec<String> {
    let Some(stem) = stem(column) else { return Vec::new() };
    let plural = stem.strip_suffix('y').map_or_else(|| format!("{stem}s"), |start| format!("{start}ies"));
    vec![stem.to_owned(), plural, format!("{stem}es")]
}

/// The comment lines of a file, each with its place, without the marks around them.
fn comments(script: &Script) -> impl Iterator<Item = (usize, &str)> {
    let marks: &[char] = &['-', '/', '*', ' ', '\t', '\r', '\n'];
    script.comments.iter().flat_map(move |range| {
        let mut at = range.start;
        script.slice(range.clone()).split_inclusive('\n').map(move |line| {
            let start = at;
            at += line.len();
            (start, line.trim_matches(marks))
        })
    })
}

/// The tables that a comment says to be referenced.
fn referenced(comment: &str) -> Vec<String> {
    let lower = comment.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).collect();
    let after = words.iter().zip(words.iter().skip(1)).filter(|(word, _)| **word == "references");
    after.map(|(_, name)| name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_point_to_tables() {
        assert_eq!(targets("user_id_new"), ["user", "users", "useres"]);
        assert_eq!(targets("company_id"), ["company", "companies", "companyes"]);
        assert_eq!(targets("orderId")[..2], ["order", "orders"]);
        assert!(targets("id").is_empty() && targets("_id").is_empty());
    }

    #[test]
    fn comments_name_tables() {
        assert_eq!(referenced(" ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES app.users(id);"), ["users"]);
    }
}
