//! ALTER … RENAME TO, SET SCHEMA, OWNER TO of all classes but relations, types, domains, schemas and extensions.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{objects, tree};
use crate::dialect::effect::Effect;
use crate::dialect::name::{Class, ObjectName};

/// Reads the statement where its action is one of the three.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if !is_alter(node.kind()) {
        return None;
    }
    let (object, _) = objects::first(node)?;
    change(node, object).map(|effect| vec![effect])
}

fn change(node: &SyntaxNode, object: ObjectName) -> Option<Effect> {
    if let Some(action) = node.children().find(|child| tree::has(child, SyntaxKind::RENAME_KW)) {
        let to = tree::segments(&action.children().last()?).pop()?.0;
        return Some(Effect::Rename { object, if_exists: false, to });
    }
    if let Some(action) = tree::child(node, SyntaxKind::SET_SCHEMA) {
        let to = tree::segments(&tree::child(&action, SyntaxKind::SCHEMA_REF)?).pop()?.0;
        return Some(Effect::SetSchema { object, if_exists: false, to });
    }
    let owner = tree::child(node, SyntaxKind::OWNER_TO).and_then(|action| tree::child(&action, SyntaxKind::ROLE_REF));
    let owner = owner.or_else(|| tree::child(node, SyntaxKind::ROLE_REF).filter(|_| object.class == Class::LargeObject))?;
    Some(Effect::SetOwner { object, if_exists: false, to: objects::role(&owner) })
}

fn is_alter(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::ALTER_AGGREGATE
            | K::ALTER_COLLATION
            | K::ALTER_CONVERSION
            | K::ALTER_DATABASE
            | K::ALTER_EVENT_TRIGGER
            | K::ALTER_FOREIGN_DATA_WRAPPER
            | K::ALTER_FUNCTION
            | K::ALTER_GROUP
            | K::ALTER_LANGUAGE
            | K::ALTER_LARGE_OBJECT
            | K::ALTER_OPERATOR
            | K::ALTER_OPERATOR_CLASS
            | K::ALTER_OPERATOR_FAMILY
            | K::ALTER_POLICY
            | K::ALTER_PROCEDURE
            | K::ALTER_PUBLICATION
            | K::ALTER_ROLE
            | K::ALTER_ROUTINE
            | K::ALTER_RULE
            | K::ALTER_SERVER
            | K::ALTER_STATISTICS
            | K::ALTER_SUBSCRIPTION
            | K::ALTER_TABLESPACE
            | K::ALTER_TEXT_SEARCH_CONFIGURATION
            | K::ALTER_TEXT_SEARCH_DICTIONARY
            | K::ALTER_TEXT_SEARCH_PARSER
            | K::ALTER_TEXT_SEARCH_TEMPLATE
            | K::ALTER_TRIGGER
            | K::ALTER_USER
    )
}
