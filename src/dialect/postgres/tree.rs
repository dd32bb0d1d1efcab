//! Walking the syntax tree: children by kind, text without trivia, names and types.

use std::ops::Range;

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};

use crate::dialect::name::Name;

/// The first child node of a kind.
pub fn child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.children().find(|child| child.kind() == kind)
}

/// All child nodes of a kind.
pub fn children(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> {
    node.children().filter(move |child| child.kind() == kind)
}

/// The first descendant node of a kind.
pub fn descendant(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.descendants().find(|child| child.kind() == kind)
}

/// Whether the node itself holds this token (a keyword, say), not inside a child node.
pub fn has(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    token(node, kind).is_some()
}

/// The first token of a kind that the node itself holds.
pub fn token(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxToken> {
    node.children_with_tokens().filter_map(SyntaxElement::into_token).find(|token| token.kind() == kind)
}

/// Whether a token is a comment or white space.
pub fn is_trivia(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::WHITESPACE | SyntaxKind::COMMENT)
}

/// The node's bytes in the statement, without leading and trailing trivia.
pub fn range(node: &SyntaxNode) -> Range<usize> {
    let mut tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token).filter(|t| !is_trivia(t.kind()));
    let Some(first) = tokens.next() else {
        let at = usize::from(node.text_range().start());
        return at..at;
    };
    let last = tokens.last().unwrap_or_else(|| first.clone());
    usize::from(first.text_range().start())..usize::from(last.text_range().end())
}

/// A token's bytes in the statement.
pub fn token_range(token: &SyntaxToken) -> Range<usize> {
    usize::from(token.text_range().start())..usize::from(token.text_range().end())
}

/// The node's text without leading and trailing trivia.
pub fn text(node: &SyntaxNode) -> String {
    let full = node.text().to_string();
    let start = usize::from(node.text_range().start());
    let range = range(node);
    full.get(range.start - start..range.end - start).unwrap_or_default().to_owned()
}

/// Folds an identifier as PostgreSQL does: `"A""b"` to `A"b`, `Abc` to `abc`, cut to 63 bytes.
pub fn fold(written: &str) -> String {
    let folded = if let Some(inner) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        inner.replace("\"\"", "\"")
    } else {
        written.to_lowercase()
    };
    truncate(folded)
}

/// Cuts an identifier to 63 bytes at a character boundary (PostgreSQL: NAMEDATALEN).
pub fn truncate(mut name: String) -> String {
    if name.len() > 63 {
        let mut end = 63;
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
    }
    name
}

/// The segments of a path (`PATH`, `PATH_REF`, `FIELD_EXPR`, `NAME_REF`, or any node that wraps one), folded, in order, each with
/// its bytes in the statement.
pub fn segments(node: &SyntaxNode) -> Vec<(String, Range<usize>)> {
    node.descendants_with_tokens()
        .filter_map(SyntaxElement::into_token)
        .filter(|token| !is_trivia(token.kind()) && is_word(token.text()))
        .map(|token| (fold(token.text()), token_range(&token)))
        .collect()
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '"' || !c.is_ascii())
}

/// The name that a path node writes: its last two segments.
pub fn name(node: &SyntaxNode) -> Option<Name> {
    let mut parts: Vec<String> = segments(node).into_iter().map(|(part, _)| part).collect();
    let name = parts.pop()?;
    Some(Name { schema: parts.pop(), name })
}
