//! DO blocks.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::dialect::effect::Effect;

/// Reads a DO block.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    (node.kind() == SyntaxKind::DO).then(|| vec![Effect::Opaque { why: "a DO block".to_owned() }])
}
