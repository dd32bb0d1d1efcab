//! Versions of a definition: how much changes from one to the next.
//!
//! A file that takes a definition away and gives the same one again, and does nothing else, is unlikely.

use std::collections::BTreeMap;

use crate::dialect::script::Script;
use crate::order::facts::{After, Before, Facts};

/// A version: how often each word stands in its text.
pub struct Version {
    words: BTreeMap<String, usize>,
    pub size: usize,
    /// It takes the place of another: it would be pointless if the two were the same.
    renews: bool,
    /// The file does nothing but that.
    is_pure: bool,
}

/// The definition that a file gives an object.
pub fn version(script: &Script, facts: &Facts, label: &str) -> Option<Version> {
    let touch = facts.touches.get(label)?;
    let at = touch.made_at?;
    let statement = script.statements().find(|statement| statement.span.start == at)?;
    let text = script.slice(statement.span.clone());
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    let size = words.values().sum();
    let renews = matches!(touch.before, Before::There | Before::LikelyThere);
    let is_renewal = |label: &str| facts.touches.get(label).is_some_and(|it| it.after != After::There || it.before != Before::Absent);
    let is_pure = facts.makes.iter().chain(&facts.parts_made).all(|made| is_renewal(&made.object));
    Some(Version { words, size, renews, is_pure })
}

impl Version {
    /// What it costs that a version follows this one: the change; and where nothing changes, as much as if all did.
    pub fn cost(&self, next: &Self) -> usize {
        match self.distance(next) {
            0 if next.renews && next.is_pure => 2 * next.size,
            0 if next.renews => next.size / 2,
            distance => distance,
        }
    }

    /// How many words one has more than the other, both ways.
    pub fn distance(&self, other: &Self) -> usize {
        let common = self.words.iter().map(|(word, count)| (*count).min(other.words.get(word).copied().unwrap_or(0)));
        self.size + other.size - 2 * common.sum::<usize>()
    }
}
