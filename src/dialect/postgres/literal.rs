//! String literals: what they hold, and the names that some of them spell.

use squawk_syntax::ast::{AstNode, Literal};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::tree;
use crate::dialect::name::Name;

/// The characters that a string literal stands for; `None` for numbers, NULL and the like.
pub fn string(node: &SyntaxNode) -> Option<String> {
    let is_string = node.children_with_tokens().any(|element| {
        matches!(
            element.kind(),
            SyntaxKind::STRING
                | SyntaxKind::ESC_STRING
                | SyntaxKind::DOLLAR_QUOTED_STRING
                | SyntaxKind::UNICODE_ESC_STRING
                | SyntaxKind::NATIONAL_STRING
        )
    });
    if !is_string {
        return None;
    }
    Literal::cast(node.clone())?.string_value()
}

/// A name as `regclass` reads it: `s.t`, `"S"."T"`.
pub fn qualified_name(text: &str) -> Option<Name> {
    let mut parts = name_parts(text)?;
    let name = parts.pop()?;
    Some(Name { schema: parts.pop(), name })
}

/// The words of a dotted name, folded; `None` where the text is no such name.
fn name_parts(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    loop {
        let end = word_end(rest)?;
        parts.push(tree::fold(rest.get(..end)?));
        rest = rest.get(end..)?;
        if rest.is_empty() {
            return Some(parts);
        }
        rest = rest.strip_prefix('.')?;
    }
}

fn word_end(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('"') {
        return inner.find('"').map(|end| end + 2);
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(text.len());
    (end > 0).then_some(end)
}

/// A string as an SQL literal.
pub fn quote(text: &str) -> String {
    squawk_syntax::quote::quote_string_literal(text)
}

/// A name as `quote_ident` writes it.
pub fn quote_name(text: &str) -> String {
    squawk_syntax::quote::quote_quoted_ident(text)
}
