//! What the quoted bodies of routines name.

use squawk_syntax::ast::{AstNode, Do};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{blocks, read, slots, tree};
use crate::dialect::effect::{CreateRoutine, Effect};
use crate::dialect::wording::Mention;

/// The relations, columns, types and routines that a body names; nothing of one that cannot be read.
pub fn named(effect: &Effect) -> Vec<Mention> {
    let Effect::CreateRoutine(routine) = effect else { return Vec::new() };
    let Some(body) = &routine.body else { return Vec::new() };
    let found = match routine.language.as_str() {
        "sql" => read::parse(body).ok().filter(|parsed| parsed.trouble.is_none()).map(|parsed| mentions(&parsed.root)),
        "plpgsql" => of_block(body),
        _ => None,
    };
    found.unwrap_or_default().into_iter().filter(|mention| !is_parameter(mention, routine)).collect()
}

fn of_block(body: &str) -> Option<Vec<Mention>> {
    let parsed = read::parse(&blocks::wrap(body)).ok().filter(|parsed| parsed.trouble.is_none())?;
    let block = Do::cast(tree::child(&parsed.root, SyntaxKind::DO)?)?.plpgsql()?;
    Some(mentions(&block.syntax()))
}

fn mentions(root: &SyntaxNode) -> Vec<Mention> {
    slots::slots(root, false).into_iter().map(|slot| slot.mention).collect()
}

/// A bare name may be that of a parameter.
fn is_parameter(mention: &Mention, routine: &CreateRoutine) -> bool {
    let name = match mention {
        Mention::Column { name, .. } => name,
        Mention::Relation(name) if name.schema.is_none() => &name.name,
        _ => return false,
    };
    routine.params.iter().any(|param| param.name.as_ref() == Some(name))
}
