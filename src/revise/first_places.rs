//! Where the files make what a later statement makes once more.

use std::collections::BTreeMap;

use crate::dialect::Statement;
use crate::dialect::script::Script;
use crate::order::{Facts, facts, of_statement};
use crate::text::LineIndex;

/// The places of all objects; looked up only where something is made twice.
pub struct FirstPlaces<'a> {
    scripts: &'a [Script],
    made: Option<BTreeMap<String, Vec<(usize, usize)>>>,
}

impl<'a> FirstPlaces<'a> {
    pub fn new(scripts: &'a [Script]) -> Self {
        Self { scripts, made: None }
    }

    /// The place of another statement that makes the object of this name that a statement makes: `1.sql:3`.
    pub fn place(&mut self, file: usize, statement: &Statement, name: &str) -> Option<String> {
        let scripts = self.scripts;
        let made = self.made.get_or_insert_with(|| collect(scripts));
        let own = of_statement(statement);
        let object = objects(&own).find(|(object, _)| object.rsplit([' ', '.']).next() == name.rsplit('.').next())?.0;
        let is_other = |place: &&(usize, usize)| **place != (file, statement.span.start);
        let (other, at) = made.get(object)?.iter().find(is_other)?;
        let text = &scripts.get(*other)?.text;
        Some(format!("{}:{}", text.name(), LineIndex::new(&text.content).position(*at).line))
    }
}

fn collect(scripts: &[Script]) -> BTreeMap<String, Vec<(usize, usize)>> {
    let mut made: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (file, script) in scripts.iter().enumerate() {
        let facts = facts(script);
        objects(&facts).for_each(|(object, at)| made.entry(object.to_owned()).or_default().push((file, at)));
    }
    made
}

fn objects(facts: &Facts) -> impl Iterator<Item = (&str, usize)> {
    facts.makes.iter().chain(&facts.parts_made).map(|it| (it.object.as_str(), it.at))
}
