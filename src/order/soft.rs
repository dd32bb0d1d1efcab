//! Soft evidence: what names and comments suggest. It counts only between files that no numbering puts in order.
//!
//! A column called `user_id` or `user_id_new` without a foreign key, beside a table `users` that another file makes; a comment
//! that names another file (`-- run after users.sql`), or one that holds a foreign key (`-- REFERENCES users (id)`).

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::numbers::Numbering;
use super::{Edge, Reason, Strength};
use crate::dialect::effect::{ColumnDef, ConstraintKind, Effect, TableAction};
use crate::dialect::name::Class;
use crate::dialect::script::Script;

/// The edges that names and comments suggest.
pub fn edges(scripts: &[Script], facts: &[Facts], numbering: &Numbering) -> Vec<Edge> {
    let tables = tables(facts);
    let files = Names::new(scripts, facts);
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
        for (at, comment) in comments(&script.text.content) {
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

/// The comment lines of a text, each with its place.
fn comments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        Some((start, line.trim().strip_prefix("--")?))
    })
}

/// The tables that a comment says to be referenced.
fn referenced(comment: &str) -> Vec<String> {
    let lower = comment.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).collect();
    let after = words.iter().zip(words.iter().skip(1)).filter(|(word, _)| **word == "references");
    after.map(|(_, name)| name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_owned()).collect()
}

/// `posts` of `relation app.posts`.
fn bare(object: &str) -> Option<&str> {
    object.rsplit([' ', '.']).next()
}

/// The names under which comments speak of files.
struct Names(BTreeMap<String, usize>);

impl Names {
    fn new(scripts: &[Script], facts: &[Facts]) -> Self {
        // `form_change` in a comment is the table rather than the file that makes it.
        let objects: BTreeSet<&str> = facts.iter().flat_map(|facts| &facts.makes).filter_map(|it| bare(&it.object)).collect();
        let mut names = BTreeMap::new();
        for (file, script) in scripts.iter().enumerate() {
            let path = script.text.path.to_lowercase();
            let name = path.rsplit('/').next().unwrap_or(&path);
            let stem = name.strip_suffix(".sql").unwrap_or(name);
            names.insert(path.clone(), file);
            names.insert(name.to_owned(), file);
            // A plain word is no name of a file.
            if stem.contains(|c: char| c.is_ascii_digit() || c == '_') && !objects.contains(stem) {
                names.insert(stem.to_owned(), file);
            }
        }
        Self(names)
    }

    /// The files that a comment names with a word about order, and whether they come before the file with the comment.
    fn named_in(&self, comment: &str) -> Vec<(usize, bool)> {
        let lower = comment.to_lowercase();
        let mut comes_first = None;
        let mut found = Vec::new();
        for word in lower.split(|c: char| c.is_whitespace() || "(),;:`'\"".contains(c)).filter(|word| !word.is_empty()) {
            match word {
                "before" | "precedes" => comes_first = Some(false),
                "after" | "requires" | "needs" | "follows" | "depends" => comes_first = Some(true),
                _ => found.extend(self.0.get(word.trim_end_matches('.')).copied().zip(comes_first)),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_point_to_tables() {
        assert_eq!(targets("user_id_new"), ["user", "users", "useres"]);
        assert_eq!(targets("company_id"), ["company", "companies", "companyes"]);
        assert!(targets("id").is_empty() && targets("_id").is_empty());
    }

    #[test]
    fn comments_name_tables_and_files() {
        assert_eq!(referenced(" ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES app.users(id);"), ["users"]);
        let names = Names(BTreeMap::from([("1_users".to_owned(), 1), ("posts.sql".to_owned(), 2)]));
        assert_eq!(names.named_in(" run after 1_users."), [(1, true)]);
        assert_eq!(names.named_in(" must run before posts.sql, after 1_users"), [(2, false), (1, true)]);
        assert!(names.named_in(" users and posts; see 1_users").is_empty());
    }
}
