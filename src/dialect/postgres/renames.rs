//! ALTER … RENAME TO, SET SCHEMA, OWNER TO of all classes but relations, types, domains, schemas and extensions.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{objects, tree};
use crate::dialect::effect::Effect;
use crate::dialect::name::Class;

/// Reads an ALTER whose action is one of the three; `None` for any other action.
pub fn change(node: &SyntaxNode) -> Option<Effect> {
    let (object, _) = objects::first(node)?;
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
