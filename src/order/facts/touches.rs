//! What a file asks of each object before it runs, and leaves of it.
//!
//! [`super::Facts::needs`] says what must be there. Here stand the other half, what must not be there yet and what is gone behind
//! the file, and what is only likely: that a statement changes something (`DROP NOT NULL` of a column that is NOT NULL).

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;

/// What a file finds, as far as its first statement about the object tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Before {
    /// It runs either way (`IF EXISTS`, `OR REPLACE`).
    #[default]
    Any,
    /// It runs either way, and does nothing unless the object is there.
    LikelyThere,
    /// It runs either way, and does nothing unless the object is absent.
    LikelyAbsent,
    There,
    Absent,
}

/// What it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum After {
    #[default]
    Same,
    There,
    Gone,
    /// One of several routines of that name goes.
    Fewer,
}

/// An object in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touch {
    pub before: Before,
    pub after: After,
    /// What it is a part of or stands on, and goes with.
    pub with: BTreeSet<String>,
    /// What the statement that makes it needs: what may not go as long as it is there.
    pub uses: BTreeSet<String>,
    /// The label that it gets where it gets another name: what stands on it stays.
    pub renamed: Option<String>,
    /// Byte offset of the last statement that makes it.
    pub made_at: Option<usize>,
}

/// All objects of one file, by label.
pub type Touches = BTreeMap<String, Touch>;

impl Reader {
    /// Notes what the file finds and leaves of an object. What may not run asks for nothing and takes nothing away.
    pub(super) fn touch(&mut self, object: &str, of: Option<&str>, before: Before, after: After) {
        match (before, after) {
            (_, After::There) => self.made_now.insert(object.to_owned()),
            (Before::There | Before::LikelyThere, After::Same) => self.needed.insert(object.to_owned()),
            _ => false,
        };
        // What CASCADE took away the text does not tell.
        let before = if self.facts.cascades && before == Before::Absent { Before::LikelyThere } else { before };
        let (before, after) = match (self.is_tentative, after) {
            (true, After::Gone | After::Fewer) => (Before::Any, After::Same),
            (true, after) => (Before::Any, after),
            (false, after) => (before, after),
        };
        record(&mut self.facts.touches, object, of, before, after, self.at);
    }

    /// Notes that an object went because it got another name.
    pub(super) fn gets_name(&mut self, object: &str, to: String) {
        if let Some(touch) = self.facts.touches.get_mut(object).filter(|touch| touch.after == After::Gone) {
            touch.renamed = Some(to);
        }
    }

    /// Notes that an object goes where any of others does.
    pub(super) fn stands_on(&mut self, object: &str, on: impl IntoIterator<Item = String>) {
        if let Some(touch) = self.facts.touches.get_mut(object) {
            touch.with.extend(on);
        }
    }
}

/// Notes one more thing that a file does with an object: the first says what it finds, the last what it leaves.
fn record(touches: &mut Touches, object: &str, of: Option<&str>, before: Before, after: After, at: usize) {
    let made_at = (after == After::There).then_some(at);
    let first = || Touch { before, ..Touch::default() };
    let touch = touches.entry(object.to_owned()).or_insert_with(first);
    touch.with.extend(of.map(str::to_owned));
    if after != After::Same {
        touch.after = after;
        touch.made_at = made_at.or(touch.made_at);
    }
}
