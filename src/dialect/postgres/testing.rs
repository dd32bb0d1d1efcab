//! What the unit tests of the readers share.

use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode};

use super::read;
use crate::dialect::effect::Effect;

/// The node of a text's only statement.
pub fn statement(sql: &str) -> SyntaxNode {
    let file = SourceFile::parse(sql).syntax_node();
    let first = file.children().find(|node| node.kind() != SyntaxKind::EMPTY_STMT);
    first.unwrap_or(file)
}

/// The effects of a text's only statement.
pub fn ddl(sql: &str) -> Vec<Effect> {
    read::effects(sql, &statement(sql))
}
