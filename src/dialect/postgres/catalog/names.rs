//! Which queries ask the catalogs.

use squawk_syntax::{SyntaxElement, SyntaxNode};

use crate::dialect::postgres::tree;

/// Whether a node may ask the catalogs: it names one, or a function that looks an object up. Words tell it also where the parser
/// finds no structure (`SELECT … INTO` a variable).
pub fn mentions(node: &SyntaxNode) -> bool {
    let tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    tokens.filter(|token| !tree::is_trivia(token.kind())).any(|token| is_catalog(&token.text().to_lowercase()))
}

fn is_catalog(word: &str) -> bool {
    word.starts_with("pg_") || word.starts_with("to_reg") || word == "information_schema"
}
