//! The wording of a defining statement, with the places of its own name, OR REPLACE and IF NOT EXISTS.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::slots::{slots, wording};
use super::tree;
use crate::dialect::wording::{Mention, Slot, Wording};

/// The whole statement. `own`: the bytes of the name that it defines. `parent`: bare columns belong to the object's relation.
/// `replaceable`: the statement knows OR REPLACE.
pub fn definition(statement: &str, node: &SyntaxNode, own: Option<Range<usize>>, parent: bool, replaceable: bool) -> Wording {
    let mut found = slots(node, parent);
    found.extend(own.map(|range| Slot { range, mention: Mention::Own }));
    found.extend(omitted(statement, node));
    if replaceable {
        found.extend(or_replace(statement, node));
    }
    wording(statement, statement_range(node), found)
}

/// The node's bytes without the final `;`.
pub fn statement_range(node: &SyntaxNode) -> Range<usize> {
    let range = tree::range(node);
    let own_end = node.last_token().is_some_and(|token| token.kind() == SyntaxKind::SEMICOLON);
    if !own_end {
        return range;
    }
    let text = tree::text(node);
    range.start..range.start + text.trim_end_matches(';').trim_end().len()
}

/// A piece of the statement as a wording.
pub fn part(statement: &str, node: &SyntaxNode, range: Range<usize>, parent: bool) -> Wording {
    wording(statement, range, slots(node, parent))
}

/// Whether the statement says OR REPLACE.
pub fn replaces(node: &SyntaxNode) -> bool {
    tree::child(node, SyntaxKind::OR_REPLACE).is_some()
}

/// Whether the statement says IF NOT EXISTS.
pub fn if_not_exists(node: &SyntaxNode) -> bool {
    tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some()
}

fn omitted(statement: &str, node: &SyntaxNode) -> Option<Slot> {
    let words = tree::child(node, SyntaxKind::IF_NOT_EXISTS)?;
    Some(Slot { range: with_blank(statement, tree::range(&words)), mention: Mention::Omit })
}

fn or_replace(statement: &str, node: &SyntaxNode) -> Option<Slot> {
    let range = if let Some(words) = tree::child(node, SyntaxKind::OR_REPLACE) {
        with_blank(statement, tree::range(&words))
    } else {
        let create = tree::token_range(&tree::token(node, SyntaxKind::CREATE_KW)?);
        let behind = with_blank(statement, create).end;
        behind..behind
    };
    Some(Slot { range, mention: Mention::OrReplace })
}

/// A range and the blank behind it.
fn with_blank(statement: &str, range: Range<usize>) -> Range<usize> {
    let blank = statement.get(range.end..).and_then(|rest| rest.chars().next()).filter(|c| c.is_whitespace());
    range.start..range.end + blank.map_or(0, char::len_utf8)
}
