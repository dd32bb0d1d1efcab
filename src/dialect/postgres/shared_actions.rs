//! The actions that ALTER shares between all classes of objects: rename, move to another schema, change of owner.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{mentions, tree};
use crate::dialect::effect::Effect;
use crate::dialect::name::ObjectName;

/// Reads `RENAME TO`, `SET SCHEMA` and `OWNER TO`; `None` for any other action.
pub fn shared_action(object: &ObjectName, if_exists: bool, action: &SyntaxNode) -> Option<Effect> {
    let object = object.clone();
    match action.kind() {
        SyntaxKind::SET_SCHEMA => {
            let to = mentions::child_word(action, SyntaxKind::SCHEMA_REF)?;
            Some(Effect::SetSchema { object, if_exists, to })
        }
        SyntaxKind::OWNER_TO => {
            let to = role(&tree::child(action, SyntaxKind::ROLE_REF)?)?;
            Some(Effect::SetOwner { object, if_exists, to })
        }
        kind if is_rename(kind) => {
            let to = mentions::word(&action.children().next()?)?;
            Some(Effect::Rename { object, if_exists, to })
        }
        _ => None,
    }
}

fn is_rename(kind: SyntaxKind) -> bool {
    use SyntaxKind::{
        DOMAIN_RENAME_TO, INDEX_RENAME_TO, SCHEMA_RENAME_TO, SEQUENCE_RENAME_TO, TABLE_RENAME_TO, TYPE_RENAME_TO, VIEW_RENAME_TO,
    };
    matches!(
        kind,
        DOMAIN_RENAME_TO
            | INDEX_RENAME_TO
            | SCHEMA_RENAME_TO
            | SEQUENCE_RENAME_TO
            | TABLE_RENAME_TO
            | TYPE_RENAME_TO
            | VIEW_RENAME_TO
    )
}

/// A role's name; the words that stand for a role (`CURRENT_USER`) are upper case.
pub fn role(node: &SyntaxNode) -> Option<String> {
    let named = [SyntaxKind::ROLE_NAME_REF, SyntaxKind::ROLE];
    match node.descendants().find(|n| named.contains(&n.kind())) {
        Some(name) => mentions::word(&name),
        None => Some(tree::text(node).to_uppercase()).filter(|text| !text.is_empty()),
    }
}

/// The effect of a statement that the parser accepted without telling what it names.
pub fn incomplete(node: &SyntaxNode) -> Vec<Effect> {
    let words = format!("{:?}", node.kind()).replace('_', " ");
    vec![Effect::Opaque { why: format!("the statement ({words}) is incomplete") }]
}
