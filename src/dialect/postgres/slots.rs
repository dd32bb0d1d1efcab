//! The places in a statement's text that name schema objects.

use std::ops::Range;

use squawk_syntax::SyntaxNode;

use crate::dialect::wording::{Slot, Wording};

/// The slots of everything below `node`: relations, columns with the scopes of their queries, types, routines, stars, relation
/// literals. `parent`: columns outside any query belong to the object's own relation ([`super::super::wording::RelationRef::Parent`]);
/// otherwise they are no slots. Ranges are bytes of the statement.
pub fn slots(_node: &SyntaxNode, _parent: bool) -> Vec<Slot> {
    Vec::new()
}

/// Cuts a wording out of the statement's text: those slots that lie in `range`, shifted, sorted and without overlaps.
pub fn wording(statement: &str, range: Range<usize>, mut slots: Vec<Slot>) -> Wording {
    slots.retain(|slot| slot.range.start >= range.start && slot.range.end <= range.end);
    slots.sort_by_key(|slot| (slot.range.start, slot.range.end));
    let mut end = range.start;
    slots.retain_mut(|slot| {
        if slot.range.start < end {
            return false;
        }
        end = slot.range.end;
        slot.range = slot.range.start - range.start..slot.range.end - range.start;
        true
    });
    Wording { text: statement.get(range).unwrap_or_default().to_owned(), slots }
}
