//! What a file asks of each object before it runs, and leaves of it.
//!
//! [`super::Facts::needs`] says what must be there. Here stand the other half, what must not be there yet and what is gone behind
//! the file, and what is only likely: that a statement changes something (`DROP NOT NULL` of a column that is NOT NULL).

use std::collections::{BTreeMap, BTreeSet};

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
    /// Byte offset of the last statement that makes it.
    pub made_at: Option<usize>,
}

/// All objects of one file, by label.
pub type Touches = BTreeMap<String, Touch>;

/// Notes one more thing that a file does with an object: the first says what it finds, the last what it leaves.
pub fn record(touches: &mut Touches, object: &str, of: Option<&str>, before: Before, after: After, at: usize) {
    let made_at = (after == After::There).then_some(at);
    match touches.get_mut(object) {
        Some(touch) => {
            touch.with.extend(of.map(str::to_owned));
            if after != After::Same {
                touch.after = after;
                touch.made_at = made_at.or(touch.made_at);
            }
        }
        None => {
            let touch = Touch { before, after, with: of.map(str::to_owned).into_iter().collect(), uses: BTreeSet::new(), made_at };
            touches.insert(object.to_owned(), touch);
        }
    }
}
