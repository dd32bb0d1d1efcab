//! What there is while files run, by name.

use std::collections::BTreeSet;

use super::facts::{Event, Facts, Mentioned};

/// The objects there are.
#[derive(Debug, Default)]
pub struct State<'a> {
    there: BTreeSet<String>,
    /// Relations whose columns no text tells.
    vague: BTreeSet<&'a str>,
    /// What ran so far may have made things that no text names: then a missing name is no evidence.
    opaque: bool,
}

impl<'a> State<'a> {
    /// Whether an object is there.
    pub fn has(&self, object: &str) -> bool {
        self.there.contains(object)
    }

    /// Whether there is an extension, which brings objects of its own.
    pub fn has_extensions(&self) -> bool {
        self.there.range("extension ".to_owned()..).next().is_some_and(|object| object.starts_with("extension "))
    }

    /// Whether what ran so far may have made things that no text names.
    pub fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// Whether what a statement needs is not there, as far as anyone can know.
    pub fn misses(&self, need: &Mentioned) -> bool {
        !self.opaque && self.has_not(need)
    }

    /// Whether no text that ran makes what a statement needs.
    pub fn has_not(&self, need: &Mentioned) -> bool {
        let is_there = self.has(&need.object) || need.instead.as_ref().is_some_and(|instead| self.has(instead));
        !is_there && need.of.as_ref().is_none_or(|of| !self.vague.contains(of.as_str()))
    }

    /// Runs a file.
    pub fn run(&mut self, facts: &'a Facts) {
        self.opaque |= facts.opaque;
        for event in &facts.events {
            match event {
                Event::Made(object) => {
                    self.there.insert(object.clone());
                }
                Event::Gone(object) => {
                    self.there.remove(object);
                    // With the type of its rows.
                    if object.starts_with("relation ") {
                        self.there.remove(&object.replacen("relation", "type", 1));
                    }
                }
                Event::Copied { from, to } => self.copy(from, to),
                Event::Vague(relation) => {
                    self.vague.insert(relation);
                }
            }
        }
    }

    /// Gives a relation the columns of another.
    fn copy(&mut self, from: &str, to: &'a str) {
        if self.vague.contains(from) {
            self.vague.insert(to);
        }
        for word in ["column", "constraint", "trigger", "policy", "rule", "key", "label"] {
            let (from, to) = (super::names::part_label(word, from, ""), super::names::part_label(word, to, ""));
            let parts = self.there.range(from.clone()..).take_while(|label| label.starts_with(&from));
            let copies: Vec<String> = parts.map(|label| label.replacen(&from, &to, 1)).collect();
            self.there.extend(copies);
        }
    }
}
