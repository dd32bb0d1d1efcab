//! Statements that PostgreSQL refuses inside a transaction block (PreventInTransactionBlock).

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::tree;
use crate::dialect::TransactionUse;

/// How the statements below a root stand to transactions.
pub fn needed(root: &SyntaxNode) -> TransactionUse {
    if root.children().any(|node| runs_alone(&node)) { TransactionUse::Outside } else { TransactionUse::Any }
}

fn runs_alone(node: &SyntaxNode) -> bool {
    use SyntaxKind as K;
    match node.kind() {
        K::CREATE_INDEX | K::DROP_INDEX => tree::has(node, K::CONCURRENTLY_KW),
        K::REINDEX => reindexes_alone(node),
        K::ALTER_TABLE => tree::descendant(node, K::DETACH_CONCURRENTLY).is_some(),
        K::ALTER_DATABASE => tree::child(node, K::SET_TABLESPACE).is_some(),
        K::CLUSTER | K::REPACK => !node.descendants().any(|child| child.kind() == K::TABLE_NAME_REF),
        K::DO => ends_transactions(&tree::text(node)),
        K::CREATE_SUBSCRIPTION => !tree::text(node).to_lowercase().contains("create_slot"),
        K::VACUUM
        | K::CREATE_DATABASE
        | K::DROP_DATABASE
        | K::CREATE_TABLESPACE
        | K::DROP_TABLESPACE
        | K::ALTER_SYSTEM
        | K::DROP_SUBSCRIPTION => true,
        _ => false,
    }
}

/// CONCURRENTLY, and whatever spans more than one table.
fn reindexes_alone(node: &SyntaxNode) -> bool {
    use SyntaxKind as K;
    tree::text(node).to_lowercase().contains("concurrently")
        || node
            .children()
            .any(|child| matches!(child.kind(), K::REINDEX_TARGET_SCHEMA | K::REINDEX_TARGET_DATABASE | K::REINDEX_TARGET_SYSTEM))
}

/// A block that commits or rolls back on its way must not stand inside a transaction itself.
fn ends_transactions(block: &str) -> bool {
    let code: Vec<&str> = block.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let code = code.join("\n").to_lowercase();
    code.split(';').any(|statement| {
        let last = statement.split_whitespace().next_back();
        matches!(last, Some("commit" | "rollback"))
    })
}
