//! The places in a statement's text that name schema objects.
//!
//! One walk over the tree. Queries open a scope ([`scope`]) that tells which relation a column belongs to.

mod columns;
mod mentions;
mod query;
mod scope;
#[cfg(test)]
mod tests;

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use self::scope::Scope;
pub(super) use self::scope::{alias, has_column_aliases, is_other_item, joins_inside};
use crate::dialect::name::Name;
use crate::dialect::wording::{Mention, RelationRef, Slot, Wording};

/// The slots of everything below `node`: relations, columns with the scopes of their queries, types, routines, stars, relation
/// literals. `parent`: columns outside any query belong to the object's own relation ([`super::super::wording::RelationRef::Parent`]);
/// otherwise they are no slots. Ranges are bytes of the statement.
pub fn slots(node: &SyntaxNode, parent: bool) -> Vec<Slot> {
    let mut walk = Walk { parent, ..Walk::default() };
    walk.visit(node);
    walk.slots.sort_by_key(|slot| (slot.range.start, slot.range.end));
    walk.slots
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

/// The state of one walk.
#[derive(Default)]
struct Walk {
    slots: Vec<Slot>,
    /// The queries around the current node, outermost first.
    scopes: Vec<Scope>,
    /// The names of the common table expressions in sight.
    ctes: Vec<String>,
    /// Columns of no query belong to the object's own relation.
    parent: bool,
}

impl Walk {
    fn visit(&mut self, node: &SyntaxNode) {
        if self.visit_query(node) || self.visit_mention(node) || self.visit_column(node) {
            return;
        }
        self.visit_children(node);
    }

    fn visit_children(&mut self, node: &SyntaxNode) {
        for child in node.children() {
            self.visit(&child);
        }
    }

    fn push(&mut self, range: Range<usize>, mention: Mention) {
        if !range.is_empty() {
            self.slots.push(Slot { range, mention });
        }
    }

    /// A relation by a path node, unless it is a common table expression.
    fn push_relation(&mut self, path: &SyntaxNode) {
        if let Some(name) = super::tree::name(path)
            && !self.is_cte(&name)
        {
            self.push(super::tree::range(path), Mention::Relation(name));
        }
    }

    fn is_cte(&self, name: &Name) -> bool {
        name.schema.is_none() && self.ctes.contains(&name.name)
    }

    /// A column of known relations, by a node that holds nothing but its name.
    fn push_column_of(&mut self, node: &SyntaxNode, relations: Vec<RelationRef>) {
        if let Some((name, range)) = super::tree::segments(node).into_iter().next_back()
            && !relations.is_empty()
        {
            let certain = relations.len() == 1;
            self.push(range, Mention::Column { relations, name, label: false, certain });
        }
    }
}

/// Whether a node is a query that opens a scope of its own.
pub(super) fn is_query(kind: SyntaxKind) -> bool {
    use SyntaxKind::{COMPOUND_SELECT, PAREN_SELECT, SELECT, SELECT_INTO, TABLE, VALUES};
    matches!(kind, SELECT | SELECT_INTO | COMPOUND_SELECT | PAREN_SELECT | VALUES | TABLE)
}
