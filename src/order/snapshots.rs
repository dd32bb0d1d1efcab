//! Dumps beside the files that they sum up: one file that makes what all the others make.

use std::collections::BTreeSet;

use super::facts::{Facts, facts};
use super::numbers::Numbering;
use crate::dialect::name::Class;
use crate::dialect::script::Script;
use crate::finding::Finding;

/// What files are called that hold a whole schema.
const NAMES: &[&str] = &["schema", "structure", "dump", "snapshot", "full", "full_schema", "all", "database", "db", "latest"];
/// Tools write so on top of a dump.
const MARK: &str = "database dump";

/// Leaves out the dumps of what the other files build. `has_base`: the first file is a base that the user named.
pub fn leave_out(scripts: Vec<Script>, has_base: bool) -> (Vec<Script>, Vec<Finding>) {
    let numbering = Numbering::new(&scripts);
    let numbered = (0..scripts.len()).filter(|file| numbering.is_numbered(*file)).count();
    // One file without a number beside many that have one.
    let stands_apart = |file: usize| scripts.len() > 2 && numbered + 1 == scripts.len() && !numbering.is_numbered(file);
    let looks: Vec<bool> =
        scripts.iter().enumerate().map(|(file, script)| looks_like_one(script) || stands_apart(file)).collect();
    if !looks.contains(&true) {
        return (scripts, Vec::new());
    }
    let facts: Vec<Facts> = scripts.iter().map(facts).collect();
    let tables: Vec<BTreeSet<String>> = facts.iter().map(tables).collect();
    let several = scripts.len() > 2;
    let is_snapshot = |file: usize| {
        let others = tables.iter().enumerate().filter(|(other, _)| *other != file).map(|(_, tables)| tables);
        let makers = others.clone().filter(|tables| !tables.is_empty()).count();
        let made: BTreeSet<&String> = others.flatten().collect();
        let repeated = made.iter().filter(|table| tables[file].contains(**table)).count();
        // A table may have been dropped since, or be newer than the dump.
        let is_alike = repeated * 5 >= made.len() * 4;
        is_alike && (makers > 1 || (makers == 1 && several && columns_of_others(file, &facts)))
    };
    let mut findings = Vec::new();
    let mut kept = Vec::with_capacity(scripts.len());
    for (file, script) in scripts.into_iter().enumerate() {
        if (file == 0 && has_base) || !looks[file] || !is_snapshot(file) {
            kept.push(script);
        } else {
            findings.push(finding(&script.text.path));
        }
    }
    (kept, findings)
}

/// Whether a file makes a column that another adds to a table later.
fn columns_of_others(file: usize, facts: &[Facts]) -> bool {
    let added = facts.iter().enumerate().filter(|(other, _)| *other != file).flat_map(|(_, facts)| {
        facts
            .parts_made
            .iter()
            .filter(|part| part.class == Class::Column && !part.of.as_ref().is_some_and(|of| facts.makes_object(of)))
    });
    added.into_iter().any(|part| facts[file].makes_object(&part.object))
}

fn tables(facts: &Facts) -> BTreeSet<String> {
    facts.makes.iter().filter(|made| made.class == Class::Table).map(|made| made.object.clone()).collect()
}

fn looks_like_one(script: &Script) -> bool {
    let stem = script.title.to_lowercase();
    let head = script.text.content.lines().take(5).any(|line| line.to_lowercase().contains(MARK));
    head || NAMES.contains(&stem.as_str())
}

fn finding(path: &str) -> Finding {
    let message = format!("`{path}` holds what the other files build, as a dump of their result does, and is left out");
    Finding::warning("dump-left-out", message).in_file(path).help("if it is what the others start from, give it with `--base`")
}
