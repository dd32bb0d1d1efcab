//! DROP of every class.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{objects, tree};
use crate::dialect::effect::Effect;

/// Reads a DROP.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if !is_drop(node.kind()) {
        return (node.kind() == SyntaxKind::DROP_OWNED)
            .then(|| vec![Effect::Opaque { why: "DROP OWNED removes whatever the role owns in the database".to_owned() }]);
    }
    let objects: Vec<_> = objects::objects(node).into_iter().map(|(object, _)| object).collect();
    let if_exists = tree::child(node, SyntaxKind::IF_EXISTS).is_some();
    let cascade = tree::child(node, SyntaxKind::CASCADE).is_some();
    (!objects.is_empty()).then(|| vec![Effect::Drop { objects, if_exists, cascade }])
}

fn is_drop(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::DROP_ACCESS_METHOD
            | K::DROP_AGGREGATE
            | K::DROP_CAST
            | K::DROP_COLLATION
            | K::DROP_CONVERSION
            | K::DROP_DATABASE
            | K::DROP_DOMAIN
            | K::DROP_EVENT_TRIGGER
            | K::DROP_EXTENSION
            | K::DROP_FOREIGN_DATA_WRAPPER
            | K::DROP_FOREIGN_TABLE
            | K::DROP_FUNCTION
            | K::DROP_GROUP
            | K::DROP_INDEX
            | K::DROP_LANGUAGE
            | K::DROP_MATERIALIZED_VIEW
            | K::DROP_OPERATOR
            | K::DROP_OPERATOR_CLASS
            | K::DROP_OPERATOR_FAMILY
            | K::DROP_POLICY
            | K::DROP_PROCEDURE
            | K::DROP_PUBLICATION
            | K::DROP_ROLE
            | K::DROP_ROUTINE
            | K::DROP_RULE
            | K::DROP_SCHEMA
            | K::DROP_SEQUENCE
            | K::DROP_SERVER
            | K::DROP_STATISTICS
            | K::DROP_SUBSCRIPTION
            | K::DROP_TABLE
            | K::DROP_TABLESPACE
            | K::DROP_TEXT_SEARCH_CONFIG
            | K::DROP_TEXT_SEARCH_DICT
            | K::DROP_TEXT_SEARCH_PARSER
            | K::DROP_TEXT_SEARCH_TEMPLATE
            | K::DROP_TRANSFORM
            | K::DROP_TRIGGER
            | K::DROP_TYPE
            | K::DROP_USER
            | K::DROP_USER_MAPPING
            | K::DROP_VIEW
    )
}
