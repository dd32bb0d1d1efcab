//! The slots and wordings that the DDL readers build themselves, where the tree says plainly what a place names.

use std::ops::Range;

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::{slots, tree, types};
use crate::dialect::name::{Class, Name};
use crate::dialect::wording::{Mention, RelationRef, Slot, Wording};

/// The only, or the last, word of a node that is a name: `c` of `COLUMN_NAME`, `t` of the path `s.t`.
pub fn word(node: &SyntaxNode) -> Option<String> {
    Some(tree::segments(node).pop()?.0)
}

/// The name in the first child of a kind: [`word`] of it.
pub fn child_word(node: &SyntaxNode, kind: SyntaxKind) -> Option<String> {
    word(&tree::child(node, kind)?)
}

/// The qualified name in the first child of a kind.
pub fn child_name(node: &SyntaxNode, kind: SyntaxKind) -> Option<Name> {
    tree::name(&tree::child(node, kind)?)
}

/// The statement's bytes from its first word to its last, without the final `;`.
pub fn whole(node: &SyntaxNode) -> Range<usize> {
    let range = tree::range(node);
    let tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    let last = tokens.filter(|token| !tree::is_trivia(token.kind()) && token.kind() != SyntaxKind::SEMICOLON).last();
    let end = last.map_or(range.end, |token| tree::token_range(&token).end);
    range.start..end.max(range.start)
}

/// The node's text with the slots of the expression that it is. `parent`: see [`slots::slots`].
pub fn expression(statement: &str, node: &SyntaxNode, parent: bool) -> Wording {
    slots::wording(statement, tree::range(node), slots::slots(node, parent))
}

/// The place where the statement names the object that it defines.
pub fn own(node: &SyntaxNode) -> Slot {
    Slot { range: tree::range(node), mention: Mention::Own }
}

/// The words that are left out when a definition is written back, with one blank behind them.
pub fn omit(statement: &str, range: Range<usize>) -> Slot {
    let blank = statement.as_bytes().get(range.end).is_some_and(u8::is_ascii_whitespace);
    Slot { range: range.start..range.end + usize::from(blank), mention: Mention::Omit }
}

/// `IF NOT EXISTS`, which nobody wants in a definition that is written back.
pub fn omit_if_not_exists(statement: &str, node: &SyntaxNode) -> Option<Slot> {
    let clause = tree::child(node, SyntaxKind::IF_NOT_EXISTS)?;
    Some(omit(statement, tree::range(&clause)))
}

/// A relation that is named outside FROM.
pub fn relation(node: &SyntaxNode) -> Option<Slot> {
    let mention = Mention::Relation(tree::name(node)?);
    Some(Slot { range: tree::range(node), mention })
}

/// A column's bare name.
pub fn column(node: &SyntaxNode, relation: &RelationRef) -> Option<Slot> {
    let relations = vec![relation.clone()];
    let mention = Mention::Column { relations, name: word(node)?, label: false, certain: true };
    Some(Slot { range: tree::range(node), mention })
}

/// The columns of a list.
pub fn columns(list: &SyntaxNode, relation: &RelationRef) -> Vec<Slot> {
    column_refs(list).iter().filter_map(|node| column(node, relation)).collect()
}

/// The names in a list of columns.
pub fn column_names(list: &SyntaxNode) -> Vec<String> {
    column_refs(list).iter().filter_map(word).collect()
}

fn column_refs(list: &SyntaxNode) -> Vec<SyntaxNode> {
    let kinds = [SyntaxKind::COLUMN_NAME_REF, SyntaxKind::COLUMN_NAME];
    list.descendants().filter(|node| kinds.contains(&node.kind())).collect()
}

/// Anything that its class and name identify: a collation, an operator class.
pub fn object(class: Class, node: &SyntaxNode) -> Option<Slot> {
    let mention = Mention::Object(class, tree::name(node)?);
    Some(Slot { range: tree::range(node), mention })
}

/// The name behind COLLATE, as a wording.
pub fn collation(statement: &str, collate: &SyntaxNode) -> Option<Wording> {
    let name = tree::child(collate, SyntaxKind::COLLATION_REF)?;
    let slot = object(Class::Collation, &name)?;
    Some(slots::wording(statement, tree::range(&name), vec![slot]))
}

/// The types and collations below a node that holds no expression (a list of attributes).
pub fn types_and_collations(node: &SyntaxNode) -> Vec<Slot> {
    let collations = node.descendants().filter(|n| n.kind() == SyntaxKind::COLLATION_REF);
    let types = node.descendants().filter(|n| n.kind() == SyntaxKind::PATH_TYPE);
    let collations = collations.filter_map(|name| object(Class::Collation, &name));
    types.filter_map(|path| types::slot(&path)).chain(collations).collect()
}
