//! Words: a name that one file alone introduces stands in files after it, and one that a file takes away stands in files before.
//!
//! This reaches what no reader ties to an object for sure: bodies of routines, literals, columns of queries over several tables.

use std::collections::{BTreeMap, BTreeSet};

use super::chains::has_lives;
use super::followers::Followers;
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

/// A word that one file introduces, and where else it stands.
pub struct Introduced {
    word: String,
    maker: usize,
    ender: Option<usize>,
    users: Vec<usize>,
}

impl Introduced {
    /// Which file comes before which by a word of several parts.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let is_word = self.word.contains(['_', '\'']);
        self.users
            .iter()
            .filter(move |_| is_word)
            .flat_map(|file| [Some((self.maker, *file)), self.ender.map(|ender| (*file, ender))])
            .flatten()
    }
}

/// The words of the statements that one file alone introduces.
pub fn introduced(scripts: &[Script], objects: &[Object<'_>]) -> Vec<Introduced> {
    let names = names(objects);
    let mut found: BTreeMap<String, Introduced> = BTreeMap::new();
    for (file, script) in scripts.iter().enumerate() {
        for word in words(script) {
            let Some(named) = names.get(word.as_str()).filter(|named| !named.is_open && !named.makers.contains(&file)) else {
                continue;
            };
            if let (Some(maker), 1) = (named.makers.first(), named.makers.len()) {
                let ender = named.enders.first().copied().filter(|_| named.enders.len() == 1);
                let new = || Introduced { word: word.clone(), maker: *maker, ender, users: Vec::new() };
                found.entry(word.clone()).or_insert_with(new).users.push(file);
            }
        }
    }
    found.into_values().collect()
}

/// Puts the files with a word behind the one that introduces it and before the one that takes it away. A word that stands in a file
/// that is known to come before is no new one.
pub fn order(introduced: &[Introduced], files: usize, evidence: &mut Evidence) {
    let before = Followers::backwards(evidence, files);
    let mut ancestors: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for it in introduced {
        let known = ancestors.entry(it.maker).or_insert_with(|| before.behind(it.maker));
        if 8 * it.users.iter().filter(|file| known.contains(file)).count() > it.users.len() {
            continue;
        }
        let hint = if it.word.contains(['_', '\'']) { Hint::Word } else { Hint::PlainWord };
        for file in &it.users {
            evidence.soft(it.maker, *file, &it.word, hint);
            if let Some(ender) = it.ender {
                evidence.soft(*file, ender, &it.word, hint);
            }
        }
    }
}

fn names<'a>(objects: &[Object<'a>]) -> BTreeMap<String, Named> {
    let mut names: BTreeMap<String, Named> = BTreeMap::new();
    let of_lives: BTreeSet<&str> = objects.iter().filter(|object| has_lives(object)).map(|object| object.label).collect();
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
        // In which of its lives a table takes its columns along is not known yet.
        let is_part_of_lives = whole(object.label).is_some_and(|whole| of_lives.contains(&*whole));
        let ended = object.parts.iter().filter(|part| part.after == After::Gone && part.before != Before::Absent);
        let ended = ended.filter(|part| !(part.is_taken_along && is_part_of_lives));
        named.enders.extend(ended.map(|part| part.file));
    }
    names
}

/// The relation that a column, or the type of one, is a part of.
fn whole(label: &str) -> Option<String> {
    let column = label.strip_prefix("column ").or_else(|| label.strip_prefix("type "))?;
    let (relation, _) = column.rsplit_once('.')?;
    Some(format!("relation {relation}"))
}

/// The files that bring an object about: of several, the one that runs only where it is absent.
fn introducers(object: &Object<'_>) -> Vec<usize> {
    let makers: Vec<&Part> = object.parts.iter().filter(|part| part.after == After::There).collect();
    let fresh: Vec<&Part> =
        makers.iter().copied().filter(|part| matches!(part.before, Before::Absent | Before::LikelyAbsent)).collect();
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
