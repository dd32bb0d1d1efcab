//! CREATE POLICY and ALTER POLICY.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::part;
use super::{renames, tree};
use crate::dialect::effect::{CreatePolicy, Effect};
use crate::dialect::name::Name;
use crate::dialect::wording::Wording;

/// Reads a statement that defines a policy.
pub fn create(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let policy = CreatePolicy {
        name: tree::name(&tree::child(node, SyntaxKind::POLICY)?)?.name,
        table: table(node)?,
        roles: roles(node),
        using: inside(statement, node, SyntaxKind::USING_EXPR_CLAUSE),
        check: inside(statement, node, SyntaxKind::WITH_CHECK_EXPR_CLAUSE),
        restrictive: tree::child(node, SyntaxKind::AS_POLICY_TYPE)
            .is_some_and(|kind| tree::text(&kind).to_lowercase().ends_with("restrictive")),
        command: tree::child(node, SyntaxKind::POLICY_COMMAND).map_or_else(|| "ALL".to_owned(), |command| command_word(&command)),
    };
    Some(vec![Effect::CreatePolicy(Box::new(policy))])
}

/// Reads a statement that alters a policy.
pub fn alter(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if let Some(effect) = renames::change(node) {
        return Some(vec![effect]);
    }
    let clauses = tree::child(node, SyntaxKind::ALTER_POLICY_TO).unwrap_or_else(|| node.clone());
    Some(vec![Effect::AlterPolicy {
        table: table(node)?,
        name: tree::name(&tree::child(node, SyntaxKind::POLICY_REF)?)?.name,
        roles: roles(&clauses),
        using: inside(statement, &clauses, SyntaxKind::USING_EXPR_CLAUSE),
        check: inside(statement, &clauses, SyntaxKind::WITH_CHECK_EXPR_CLAUSE),
    }])
}

fn table(node: &SyntaxNode) -> Option<Name> {
    let on = tree::child(node, SyntaxKind::ON_TABLE)?;
    tree::name(&tree::child(&on, SyntaxKind::TABLE_NAME_REF)?)
}

fn roles(node: &SyntaxNode) -> Option<String> {
    let roles = tree::child(node, SyntaxKind::POLICY_ROLES)?;
    tree::child(&roles, SyntaxKind::ROLE_REF_LIST).map(|list| tree::text(&list))
}

fn command_word(node: &SyntaxNode) -> String {
    tree::segments(node).pop().map(|(word, _)| word.to_uppercase()).unwrap_or_default()
}

/// The expression between the parentheses of a clause.
fn inside(statement: &str, node: &SyntaxNode, kind: SyntaxKind) -> Option<Wording> {
    let clause = tree::child(node, kind)?;
    let expression = clause.children().next()?;
    let from = tree::token(&clause, SyntaxKind::L_PAREN)
        .map_or_else(|| tree::range(&expression).start, |open| tree::token_range(&open).end);
    let to = tree::token(&clause, SyntaxKind::R_PAREN)
        .map_or_else(|| tree::range(&expression).end, |close| tree::token_range(&close).start);
    let text = statement.get(from..to)?;
    let start = from + text.len() - text.trim_start().len();
    Some(part(statement, &clause, start..start + text.trim().len(), true))
}
