//! CREATE INDEX, and the names that PostgreSQL derives for the elements of an index.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::shared_actions::incomplete;
use super::{index_names, mentions, slots, tree};
use crate::dialect::effect::{CreateIndex, Effect};
use crate::dialect::name::Class;
use crate::dialect::wording::{Mention, RelationRef, Slot};

/// The name of one element; `expr` where PostgreSQL finds none.
pub fn element_name(expression: &SyntaxNode) -> String {
    index_names::derived_name(expression).unwrap_or_else(|| "expr".to_owned())
}

/// CREATE INDEX.
pub fn create_index(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(target) = tree::child(node, SyntaxKind::TABLE_RELATION_NAME) else {
        return incomplete(node);
    };
    let Some(table) = mentions::child_name(&target, SyntaxKind::TABLE_NAME_REF) else {
        return incomplete(node);
    };
    vec![Effect::CreateIndex(Box::new(CreateIndex {
        name: mentions::child_word(node, SyntaxKind::INDEX),
        table,
        only: tree::has(&target, SyntaxKind::ONLY_KW),
        if_not_exists: tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some(),
        concurrently: tree::has(node, SyntaxKind::CONCURRENTLY_KW),
        unique: tree::has(node, SyntaxKind::UNIQUE_KW),
        elements: expressions(node).iter().map(element_name).collect(),
        include: included(node).iter().map(element_name).collect(),
        has_expression: expressions(node).iter().any(|it| it.kind() != SyntaxKind::NAME_REF)
            || tree::child(node, SyntaxKind::WHERE_CLAUSE).is_some(),
        wording: slots::wording(statement, mentions::whole(node), index_slots(statement, node)),
    }))]
}

fn items(node: &SyntaxNode) -> Vec<SyntaxNode> {
    let list = tree::child(node, SyntaxKind::PARTITION_ITEM_LIST);
    list.map(|list| tree::children(&list, SyntaxKind::PARTITION_ITEM).collect()).unwrap_or_default()
}

fn expressions(node: &SyntaxNode) -> Vec<SyntaxNode> {
    items(node).iter().filter_map(|item| item.children().next()).collect()
}

fn included(node: &SyntaxNode) -> Vec<SyntaxNode> {
    let clause = tree::child(node, SyntaxKind::INDEX_INCLUDE_CLAUSE);
    clause.as_ref().map(expressions).unwrap_or_default()
}

fn index_slots(statement: &str, node: &SyntaxNode) -> Vec<Slot> {
    let mut found: Vec<Slot> = own_place(node).into_iter().collect();
    found.extend(mentions::omit_if_not_exists(statement, node));
    if let Some(keyword) = tree::token(node, SyntaxKind::CONCURRENTLY_KW) {
        found.push(mentions::omit(statement, tree::token_range(&keyword)));
    }
    if let Some(target) = tree::child(node, SyntaxKind::TABLE_RELATION_NAME) {
        found.extend(tree::child(&target, SyntaxKind::TABLE_NAME_REF).as_ref().and_then(mentions::relation));
    }
    found.extend(item_slots(node));
    found.extend(included(node).iter().flat_map(element_slots));
    if let Some(predicate) = tree::child(node, SyntaxKind::WHERE_CLAUSE) {
        found.extend(predicate.children().flat_map(|child| slots::slots(&child, true)));
    }
    found
}

/// The index's name, or the place before ON where it would stand.
fn own_place(node: &SyntaxNode) -> Option<Slot> {
    if let Some(name) = tree::child(node, SyntaxKind::INDEX) {
        return Some(mentions::own(&name));
    }
    let on = tree::token_range(&tree::token(node, SyntaxKind::ON_KW)?).start;
    Some(Slot { range: on..on, mention: Mention::Own })
}

/// The slots of the elements of an index or a partition key.
pub fn item_slots(node: &SyntaxNode) -> Vec<Slot> {
    let mut found = Vec::new();
    for item in items(node) {
        let class = tree::child(&item, SyntaxKind::OP_CLASS_REF);
        found.extend(class.and_then(|class| mentions::object(Class::OperatorClass, &class)));
        found.extend(item.children().next().map(|first| element_slots(&first)).unwrap_or_default());
    }
    found
}

/// A bare column with its collation is read here; anything else is an expression.
fn element_slots(expression: &SyntaxNode) -> Vec<Slot> {
    let mut found: Vec<Slot> = Vec::new();
    let collations = expression.descendants().filter(|n| n.kind() == SyntaxKind::COLLATION_REF);
    found.extend(collations.filter_map(|name| mentions::object(Class::Collation, &name)));
    match expression.kind() {
        SyntaxKind::NAME_REF => found.extend(mentions::column(expression, &RelationRef::Parent)),
        _ => found.extend(outside(slots::slots(expression, true), &found)),
    }
    found
}

/// The slots that do not repeat a place.
fn outside(slots: Vec<Slot>, taken: &[Slot]) -> Vec<Slot> {
    let taken: Vec<Range<usize>> = taken.iter().map(|slot| slot.range.clone()).collect();
    slots.into_iter().filter(|slot| !taken.contains(&slot.range)).collect()
}
