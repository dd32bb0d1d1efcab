//! The order of files whose names say nothing, from their content alone.
//!
//! Hard: an object is made before it is used and used before it goes. Soft: statements are taken to change something. Then the files
//! are run in thought, each where what it needs is there and what it makes is not ([`schedule`]).

mod lives;
mod objects;
mod schedule;

use super::facts::Facts;
use crate::dialect::script::Script;
use objects::Object;

/// What the texts of files say of their order.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub hard: Vec<Pair>,
    pub soft: Vec<(Pair, Hint)>,
}

/// One file comes before another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    pub first: usize,
    pub then: usize,
    /// The label of the object for whose sake.
    pub object: String,
}

/// What kind of soft evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// A statement would do nothing otherwise.
    Likely,
}

impl Evidence {
    fn hard(&mut self, first: usize, then: usize, object: &str) {
        if first != then {
            self.hard.push(Pair { first, then, object: object.to_owned() });
        }
    }

    fn soft(&mut self, first: usize, then: usize, object: &str, hint: Hint) {
        if first != then {
            self.soft.push((Pair { first, then, object: object.to_owned() }, hint));
        }
    }
}

/// Collects what the texts say.
pub fn evidence(_scripts: &[Script], facts: &[Facts]) -> Evidence {
    collect(&objects::objects(facts))
}

fn collect(objects: &[Object<'_>]) -> Evidence {
    let mut evidence = Evidence::default();
    objects.iter().for_each(|object| lives::order(object, &mut evidence));
    evidence
}

/// The order that the texts tell; where they say nothing, that of the names.
pub fn order(_scripts: &[Script], facts: &[Facts]) -> Vec<usize> {
    let objects = objects::objects(facts);
    let evidence = collect(&objects);
    let rank: Vec<usize> = (0..facts.len()).collect();
    schedule::schedule(&objects, &evidence, &rank)
}
