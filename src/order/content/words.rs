//! Words: a name that one file alone introduces stands in files after it, and one that a file takes away stands in files before.
//!
//! This reaches what no reader ties to an object for sure: bodies of routines, literals, columns of queries over several tables.

use std::collections::{BTreeMap, BTreeSet};

use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::dialect::script::Script;
use crate::order::facts::{After, Before};

/// The classes whose names are words in other files.
const NAMED: &[&str] = &["relation ", "column ", "function ", "type ", "label "];

/// A word and the files that make or take away anything of that name.
#[derive(Default)]
struct Named {
    makers: BTreeSet<usize>,
    enders: BTreeSet<usize>,
    /// Something of that name may be there from the start.
    is_open: bool,
}

/// What the words in the statements say.
pub fn order(scripts: &[Script], objects: &[Object<'_>], evidence: &mut Evidence) {
    let names = names(objects);
    for (file, script) in scripts.iter().enumerate() {
        for word in words(script) {
            let Some(named) = names.get(word.as_str()).filter(|named| !named.is_open && !named.makers.contains(&file)) else {
                continue;
            };
            let hint = if word.contains(['_', '\'']) { Hint::Word } else { Hint::PlainWord };
            if let (Some(maker), 1) = (named.makers.first(), named.makers.len()) {
                evidence.soft(*maker, file, &word, hint);
                if let (Some(ender), 1) = (named.enders.first(), named.enders.len()) {
                    evidence.soft(file, *ender, &word, hint);
                }
            }
        }
    }
}

fn names<'a>(objects: &[Object<'a>]) -> BTreeMap<String, Named> {
    let mut names: BTreeMap<String, Named> = BTreeMap::new();
    for object in objects.iter().filter(|object| NAMED.iter().any(|class| object.label.starts_with(class))) {
        let bare = object.label.rsplit(['.', ' ']).next().unwrap_or_default().to_lowercase();
        // A label of an enum stands in other files as a literal.
        let bare = match object.label.strip_prefix("label ") {
            Some(label) => format!("'{}'", label.rsplit('.').next().unwrap_or_default()),
            None => bare,
        };
        let named = names.entry(bare).or_default();
        let made = introducers(object).into_iter();
        let before = named.makers.len();
        named.makers.extend(made.clone());
        named.is_open |= named.makers.len() == before && made.clone().next().is_none();
        let ended = object.parts.iter().filter(|part| part.after == After::Gone && part.before != Before::Absent);
        named.enders.extend(ended.map(|part| part.file));
    }
    names
}

/// The files that bring an object about: of several, the one that runs only where it is absent.
fn introducers(object: &Object<'_>) -> Vec<usize> {
    let makers: Vec<&Part> = object.parts.iter().filter(|part| part.after == After::There).collect();
    let fresh: Vec<&Part> = makers.iter().copied().filter(|part| matches!(part.before, Before::Absent | Before::LikelyAbsent)).collect();
    let makers = if fresh.len() == 1 { fresh } else { makers };
    makers.into_iter().map(|part| part.file).collect()
}

/// The words of a file's statements, lower case, and what stands between quotes as it is.
fn words(script: &Script) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for statement in script.statements() {
        let text = script.slice(statement.span.clone());
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| word.len() > 2) {
            found.insert(word.to_lowercase());
        }
        let literals = text.split('\'').filter(|it| !it.is_empty() && it.len() < 64 && !it.contains(['\n', '\t']));
        found.extend(literals.map(|literal| format!("'{literal}'")));
    }
    found
}
