//! Storage parameters and the like: `(fillfactor = 70, toast.autovacuum_enabled = off)`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{mentions, tree};

/// The names and values of the list below `node`, in order. A parameter without value is `true`, as the server takes it.
pub fn options(node: &SyntaxNode) -> Vec<(String, String)> {
    listed(node).iter().filter_map(|option| Some((name(option)?, value(option)))).collect()
}

/// The names alone, for RESET.
pub fn names(node: &SyntaxNode) -> Vec<String> {
    listed(node).iter().filter_map(name).collect()
}

fn listed(node: &SyntaxNode) -> Vec<SyntaxNode> {
    let list = tree::child(node, SyntaxKind::ATTRIBUTE_LIST);
    list.map(|list| tree::children(&list, SyntaxKind::ATTRIBUTE_OPTION).collect()).unwrap_or_default()
}

fn name(option: &SyntaxNode) -> Option<String> {
    let name = mentions::child_word(option, SyntaxKind::ATTRIBUTE_NAME)?;
    match mentions::child_word(option, SyntaxKind::ATTRIBUTE_NAMESPACE) {
        Some(namespace) => Some(format!("{namespace}.{name}")),
        None => Some(name),
    }
}

fn value(option: &SyntaxNode) -> String {
    let value = tree::child(option, SyntaxKind::ATTRIBUTE_VALUE);
    value.map_or_else(|| "true".to_owned(), |value| tree::text(&value))
}
