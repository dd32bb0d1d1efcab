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

/// The options of a foreign object as CREATE lists them: names, and literals as written.
pub fn foreign(node: &SyntaxNode) -> Vec<(String, String)> {
    foreign_changes(node).into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// `OPTIONS (ADD a 'x', SET b 'y', DROP c)`: names with their new literals, `None` where the option goes.
pub fn foreign_changes(node: &SyntaxNode) -> Vec<(String, Option<String>)> {
    use SyntaxKind::{ADD_FOREIGN_OPTION, DROP_FOREIGN_OPTION, LITERAL, SET_FOREIGN_OPTION};
    let changes =
        node.descendants().filter(|n| matches!(n.kind(), ADD_FOREIGN_OPTION | SET_FOREIGN_OPTION | DROP_FOREIGN_OPTION));
    let one = |change: SyntaxNode| {
        let name = tree::fold(&tree::text(&tree::child(&change, SyntaxKind::FOREIGN_OPTION_NAME)?));
        Some((name, tree::child(&change, LITERAL).map(|value| tree::text(&value))))
    };
    changes.filter_map(one).collect()
}

/// The numbers that a node writes, signs included.
pub fn numbers(node: &SyntaxNode) -> Vec<String> {
    let text = tree::text(node);
    text.split_whitespace().filter(|word| word.parse::<i32>().is_ok()).map(str::to_owned).collect()
}
