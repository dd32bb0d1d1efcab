//! What concerns the session alone: settings, transactions, and statements without any effect on the schema.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::data::text_value;
use super::tree;
use crate::dialect::effect::{Effect, TransactionCommand};

/// Reads BEGIN, COMMIT, ROLLBACK and savepoints.
pub fn transaction(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    use SyntaxKind as K;
    let savepoint = || node.children().last().and_then(|name| tree::name(&name)).map(|name| name.name);
    let command = match node.kind() {
        K::BEGIN => TransactionCommand::Begin,
        K::COMMIT_TRANSACTION | K::COMMIT_PREPARED | K::PREPARE_TRANSACTION => TransactionCommand::Commit,
        K::ROLLBACK_TRANSACTION | K::ROLLBACK_PREPARED => TransactionCommand::Rollback,
        K::SAVEPOINT_CREATE => TransactionCommand::Savepoint(savepoint()?),
        K::RELEASE_SAVEPOINT => TransactionCommand::Release(savepoint()?),
        K::ROLLBACK_TO_SAVEPOINT => TransactionCommand::RollbackTo(savepoint()?),
        _ => return None,
    };
    Some(vec![Effect::Transaction(command)])
}

/// Reads what the schema, the rows and the names in later statements do not depend on.
pub fn nothing(_statement: &str, _node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(Vec::new())
}

/// Reads DISCARD.
pub fn discard(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let all = tree::child(node, SyntaxKind::DISCARD_ALL);
    Some(all.map(|_| Effect::SearchPath { path: None, local: false }).into_iter().collect())
}

/// Reads SET.
pub fn set(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(set_path(node).into_iter().collect())
}

/// Reads RESET.
pub fn reset(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(reset_path(node).into_iter().collect())
}

/// `SET [LOCAL] search_path …` and `SET SCHEMA 'x'`.
fn set_path(node: &SyntaxNode) -> Option<Effect> {
    let local = tree::child(node, SyntaxKind::LOCAL_SCOPE).is_some();
    if let Some(schema) = tree::child(node, SyntaxKind::SET_SCHEMA_VALUE) {
        let name = schema.children().find_map(|value| text_value(&value))?;
        return Some(Effect::SearchPath { path: Some(vec![name]), local });
    }
    let config = tree::child(node, SyntaxKind::SET_CONFIG)?;
    if names(&config, "check_function_bodies") {
        let value = tree::child(&config, SyntaxKind::TO_CONFIG_VALUE).and_then(|value| value.children().last());
        let value = value.map(|value| tree::text(&value).to_lowercase());
        let is_off = |value: String| matches!(value.trim_matches('\''), "false" | "off" | "no" | "0");
        return Some(Effect::BodyChecks(!value.is_some_and(is_off)));
    }
    if !names(&config, "search_path") {
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

fn reset_path(node: &SyntaxNode) -> Option<Effect> {
    let resets = tree::child(node, SyntaxKind::ALL).is_some() || names(node, "search_path");
    resets.then_some(Effect::SearchPath { path: None, local: false })
}

fn names(node: &SyntaxNode, setting: &str) -> bool {
    tree::child(node, SyntaxKind::CONFIG_PARAMETER_REF)
        .and_then(|name| tree::name(&name))
        .is_some_and(|name| name.name == setting)
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
