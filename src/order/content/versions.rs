//! Versions of a definition: how much changes from one to the next.
//!
//! A file that takes a definition away and gives the same one again, and does nothing else, is unlikely.

use std::collections::BTreeMap;

use super::chains::FAILS;
use crate::dialect::effect::Effect;
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
    shape: Option<Shape>,
    /// It takes the place of another without dropping it.
    replaces: bool,
}

/// What `OR REPLACE` may not change.
#[derive(PartialEq, Eq)]
enum Shape {
    /// The columns of a view, `None` for each star: more may come behind them.
    View(Vec<Option<String>>),
    /// What a routine returns, and how its parameters are called.
    Routine(Option<String>, Vec<Option<String>>),
}

impl Shape {
    fn of(effect: &Effect) -> Option<Self> {
        match effect {
            Effect::CreateView(create) => Some(Self::View(create.columns.clone())),
            Effect::CreateRoutine(create) => {
                let names = create.params.iter().map(|param| param.name.clone()).collect();
                Some(Self::Routine(create.returns.as_ref().map(|text| text.to_lowercase()), names))
            }
            _ => None,
        }
    }

    /// Whether `OR REPLACE` may put one in the place of the other, as far as the texts tell.
    fn can_become(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::View(from), Self::View(to)) => {
                let known = from.iter().zip(to).take_while(|(a, b)| a.is_some() && b.is_some());
                let has_star = from.iter().chain(to).any(Option::is_none);
                known.clone().all(|(a, b)| a == b) && (has_star || from.len() <= to.len())
            }
            (from, to) => from == to,
        }
    }
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
    let is_renewal =
        |label: &str| facts.touches.get(label).is_some_and(|it| it.after != After::There || it.before != Before::Absent);
    let is_pure = facts.makes.iter().chain(&facts.parts_made).all(|made| is_renewal(&made.object));
    let shape = statement.effects.iter().find_map(Shape::of);
    let replaces = touch.before == Before::Any;
    Some(Version { words, size, renews, is_pure, shape, replaces })
}

impl Version {
    /// What it costs that a version follows this one: the change; and where nothing changes, as much as if all did.
    pub fn cost(&self, next: &Self) -> usize {
        let can_replace = match (&self.shape, &next.shape) {
            (Some(from), Some(to)) => from.can_become(to),
            _ => true,
        };
        if next.replaces && !can_replace {
            return FAILS;
        }
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
