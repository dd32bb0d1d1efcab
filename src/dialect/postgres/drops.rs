//! DROP of every class.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{objects, tree};
use crate::dialect::effect::Effect;

/// Reads a DROP.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let objects: Vec<_> = objects::objects(node).into_iter().map(|(object, _)| object).collect();
    let if_exists = tree::child(node, SyntaxKind::IF_EXISTS).is_some();
    let cascade = tree::child(node, SyntaxKind::CASCADE).is_some();
    (!objects.is_empty()).then(|| vec![Effect::Drop { objects, if_exists, cascade }])
}
