//! What concerns the session alone: settings, transactions, and statements without any effect on the schema.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::data::text_value;
use super::tree;
use crate::dialect::effect::{Effect, TransactionCommand};

/// Reads a statement about the session or a transaction.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    use SyntaxKind as K;
    let effects = match node.kind() {
        K::SET => set(node).into_iter().collect(),
        K::RESET => reset(node).into_iter().collect(),
        K::DISCARD if tree::child(node, K::DISCARD_ALL).is_some() => vec![Effect::SearchPath { path: None, local: false }],
        K::BEGIN => vec![Effect::Transaction(TransactionCommand::Begin)],
        K::COMMIT_TRANSACTION | K::COMMIT_PREPARED | K::PREPARE_TRANSACTION => {
            vec![Effect::Transaction(TransactionCommand::Commit)]
        }
        K::ROLLBACK_TRANSACTION | K::ROLLBACK_PREPARED => {
            vec![Effect::Transaction(TransactionCommand::Rollback)]
        }
        K::SAVEPOINT_CREATE | K::RELEASE_SAVEPOINT => {
            vec![Effect::Transaction(TransactionCommand::Savepoint)]
        }
        K::ROLLBACK_TO_SAVEPOINT => vec![Effect::Opaque { why: "ROLLBACK TO SAVEPOINT undoes statements before it".to_owned() }],
        kind if is_without_effect(kind) => Vec::new(),
        _ => return None,
    };
    Some(effects)
}

fn is_without_effect(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::ALTER_SYSTEM
            | K::CHECKPOINT
            | K::CLOSE
            | K::DEALLOCATE
            | K::DECLARE
            | K::DISCARD
            | K::EMPTY_STMT
            | K::EXPLAIN
            | K::FETCH
            | K::LISTEN
            | K::LOAD
            | K::LOCK
            | K::MOVE
            | K::NOTIFY
            | K::PREPARE
            | K::RESET_ROLE
            | K::RESET_SESSION_AUTH
            | K::SET_CONSTRAINTS
            | K::SET_ROLE
            | K::SET_SESSION_AUTH
            | K::SET_TRANSACTION
            | K::SHOW
            | K::UNLISTEN
    )
}

/// `SET [LOCAL] search_path …` and `SET SCHEMA 'x'`.
fn set(node: &SyntaxNode) -> Option<Effect> {
    let local = tree::child(node, SyntaxKind::LOCAL_SCOPE).is_some();
    if let Some(schema) = tree::child(node, SyntaxKind::SET_SCHEMA_VALUE) {
        let name = schema.children().find_map(|value| text_value(&value))?;
        return Some(Effect::SearchPath { path: Some(vec![name]), local });
    }
    let config = tree::child(node, SyntaxKind::SET_CONFIG)?;
    if !names_search_path(&config) {
        return None;
    }
    let values = tree::child(&config, SyntaxKind::TO_CONFIG_VALUE)?;
    let path = (!tree::has(&values, SyntaxKind::DEFAULT_KW))
        .then(|| values.children().map(|value| schema_name(&value)).filter(|name| !name.is_empty()).collect());
    Some(Effect::SearchPath { path, local })
}

/// A string is taken as it is, a bare word is folded.
fn schema_name(value: &SyntaxNode) -> String {
    text_value(value).unwrap_or_else(|| tree::fold(&tree::text(value)))
}

fn reset(node: &SyntaxNode) -> Option<Effect> {
    let resets = tree::child(node, SyntaxKind::ALL).is_some() || names_search_path(node);
    resets.then_some(Effect::SearchPath { path: None, local: false })
}

fn names_search_path(node: &SyntaxNode) -> bool {
    tree::child(node, SyntaxKind::CONFIG_PARAMETER_REF)
        .and_then(|name| tree::name(&name))
        .is_some_and(|name| name.name == "search_path")
}

/// `set_config('search_path', value, is_local)`: the value is a list as SET writes it. Other settings do nothing.
pub fn set_config(args: &[Option<String>]) -> Option<Effect> {
    if !args.first()?.as_deref()?.eq_ignore_ascii_case("search_path") {
        return None;
    }
    let local =
        args.get(2).cloned().flatten().is_some_and(|text| matches!(text.to_lowercase().as_str(), "true" | "t" | "on" | "1"));
    let Some(value) = args.get(1).cloned().flatten() else {
        return Some(Effect::Opaque { why: "set_config('search_path', …) with a computed value".to_owned() });
    };
    let path = value.split(',').map(|part| tree::fold(part.trim())).filter(|name| !name.is_empty()).collect();
    Some(Effect::SearchPath { path: Some(path), local })
}
