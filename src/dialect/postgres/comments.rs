//! COMMENT ON.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{objects, tree};
use crate::dialect::effect::Effect;

/// Reads a comment on any object.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let holder = node.children().find(|child| child.kind() != SyntaxKind::LITERAL)?;
    let (object, _) = objects::first(&holder).or_else(|| operator(&holder))?;
    let text =
        tree::child(node, SyntaxKind::LITERAL).map(|text| tree::text(&text)).filter(|text| !text.eq_ignore_ascii_case("null"));
    Some(vec![Effect::Comment { object, text }])
}

fn operator(holder: &SyntaxNode) -> Option<(crate::dialect::name::ObjectName, std::ops::Range<usize>)> {
    objects::first(&tree::child(holder, SyntaxKind::OP_SIG)?)
}
