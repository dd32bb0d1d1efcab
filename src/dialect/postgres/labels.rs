//! SECURITY LABEL.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{literal, objects, tree};
use crate::dialect::effect::Effect;

/// Reads a security label on any object.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let provider = tree::child(node, SyntaxKind::FOR_PROVIDER);
    let holder = node.children().find(|child| !matches!(child.kind(), SyntaxKind::LITERAL | SyntaxKind::FOR_PROVIDER))?;
    let (object, _) = objects::first(&holder)?;
    let text =
        tree::child(node, SyntaxKind::LITERAL).map(|text| tree::text(&text)).filter(|text| !text.eq_ignore_ascii_case("null"));
    Some(vec![Effect::SecurityLabel { object, provider: provider.as_ref().and_then(provider_name), text }])
}

fn provider_name(clause: &SyntaxNode) -> Option<String> {
    let name = clause.children().next()?;
    literal::string(&name).or_else(|| tree::segments(&name).pop().map(|(word, _)| word))
}
