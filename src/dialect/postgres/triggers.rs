//! CREATE TRIGGER.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::{definition, replaces};
use super::tree;
use crate::dialect::effect::{CreateTrigger, Effect};
use crate::dialect::wording::{Mention, Wording};

/// Reads a statement that defines a trigger.
pub fn read(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let own = tree::child(node, SyntaxKind::TRIGGER)?;
    let table = tree::child(node, SyntaxKind::ON_RELATION).and_then(|on| tree::child(&on, SyntaxKind::RELATION_NAME_REF))?;
    let callee = tree::child(node, SyntaxKind::CALL_EXPR)?.children().next()?;
    let trigger = CreateTrigger {
        name: tree::name(&own)?.name,
        table: tree::name(&table)?,
        or_replace: replaces(node),
        constraint: tree::has(node, SyntaxKind::CONSTRAINT_KW),
        function: tree::name(&callee)?,
        wording: without_arguments(definition(statement, node, Some(tree::range(&own)), true, true), node),
    };
    Some(vec![Effect::CreateTrigger(Box::new(trigger))])
}

/// A trigger's arguments are strings even where they look like names, and its function takes none.
pub fn without_arguments(mut wording: Wording, node: &SyntaxNode) -> Wording {
    let base = tree::range(node).start;
    let Some(call) = tree::child(node, SyntaxKind::CALL_EXPR) else {
        return wording;
    };
    let call_range = tree::range(&call);
    let args = tree::child(&call, SyntaxKind::ARG_LIST).map(|args| tree::range(&args));
    wording.slots.retain(|slot| args.as_ref().is_none_or(|args| !args.contains(&(slot.range.start + base))));
    for slot in wording.slots.iter_mut().filter(|slot| call_range.contains(&(slot.range.start + base))) {
        if let Mention::Routine { arity, .. } = &mut slot.mention {
            *arity = Some(0);
        }
    }
    wording
}
