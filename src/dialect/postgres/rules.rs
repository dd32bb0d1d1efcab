//! CREATE RULE.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::{definition, replaces};
use super::tree;
use crate::dialect::effect::Effect;

/// Reads a statement that defines a rule.
pub fn read(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let own = tree::child(node, SyntaxKind::RULE)?;
    let table = tree::child(node, SyntaxKind::RULE_ON).and_then(|on| tree::child(&on, SyntaxKind::RELATION_NAME_REF))?;
    Some(vec![Effect::CreateRule {
        name: tree::name(&own)?.name,
        table: tree::name(&table)?,
        or_replace: replaces(node),
        wording: definition(statement, node, Some(tree::range(&own)), true, true),
    }])
}
