//! Which reader reads which DDL statement.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{alter_table, domains, indexes, namespaces, sequences, tables, user_types};
use crate::dialect::effect::Effect;

/// The effects of a statement about tables, indexes, sequences, types, domains, schemas or extensions; `None` for any other.
pub fn read_ddl(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let read: fn(&str, &SyntaxNode) -> Vec<Effect> = match node.kind() {
        SyntaxKind::CREATE_TABLE | SyntaxKind::CREATE_FOREIGN_TABLE => tables::create_table,
        SyntaxKind::CREATE_TABLE_AS => tables::create_table_as,
        SyntaxKind::SELECT_INTO => tables::select_into,
        SyntaxKind::ALTER_TABLE
        | SyntaxKind::ALTER_FOREIGN_TABLE
        | SyntaxKind::ALTER_INDEX
        | SyntaxKind::ALTER_VIEW
        | SyntaxKind::ALTER_MATERIALIZED_VIEW => alter_table::alter_relation,
        SyntaxKind::CREATE_INDEX => indexes::create_index,
        SyntaxKind::CREATE_SEQUENCE => sequences::create_sequence,
        SyntaxKind::ALTER_SEQUENCE => sequences::alter_sequence,
        SyntaxKind::CREATE_TYPE => user_types::create_type,
        SyntaxKind::ALTER_TYPE => user_types::alter_type,
        SyntaxKind::CREATE_DOMAIN => domains::create_domain,
        SyntaxKind::ALTER_DOMAIN => domains::alter_domain,
        SyntaxKind::CREATE_SCHEMA => namespaces::create_schema,
        SyntaxKind::ALTER_SCHEMA => namespaces::alter_schema,
        SyntaxKind::CREATE_EXTENSION => namespaces::create_extension,
        SyntaxKind::ALTER_EXTENSION => namespaces::alter_extension,
        _ => return None,
    };
    Some(read(statement, node))
}
