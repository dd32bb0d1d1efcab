//! Which queries ask the catalogs.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::dialect::name::Name;
use crate::dialect::postgres::tree;

/// Whether a node asks the catalogs: by a relation in FROM, or by `to_regclass` and the like.
pub fn mentions(node: &SyntaxNode) -> bool {
    node.descendants().any(|inner| match inner.kind() {
        SyntaxKind::RELATION_NAME_REF => tree::name(&inner).is_some_and(|name| is_catalog(&name)),
        SyntaxKind::NAME_REF => {
            ["to_regclass", "to_regtype", "to_regnamespace"].contains(&tree::text(&inner).to_lowercase().as_str())
        }
        _ => false,
    })
}

fn is_catalog(name: &Name) -> bool {
    match name.schema.as_deref() {
        Some(schema) => matches!(schema, "pg_catalog" | "information_schema"),
        None => name.name.starts_with("pg_"),
    }
}
