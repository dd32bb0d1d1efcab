//! CREATE VIEW and CREATE MATERIALIZED VIEW.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::{definition, if_not_exists, replaces};
use super::slots::is_query;
use super::{options, output_columns, tree};
use crate::dialect::effect::{CreateView, Effect};

/// Reads a statement that defines a view.
pub fn read(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let materialized = match node.kind() {
        SyntaxKind::CREATE_VIEW => false,
        SyntaxKind::CREATE_MATERIALIZED_VIEW => true,
        _ => return None,
    };
    let path = tree::child(node, SyntaxKind::VIEW)?;
    let view = CreateView {
        name: tree::name(&path)?,
        materialized,
        temporary: tree::child(node, SyntaxKind::TEMP).is_some(),
        or_replace: replaces(node),
        if_not_exists: if_not_exists(node),
        options: view_options(node),
        columns: columns(node),
        wording: definition(statement, node, Some(tree::range(&path)), false, !materialized),
    };
    Some(vec![Effect::CreateView(Box::new(view))])
}

/// `WITH (…)`, and `WITH CHECK OPTION`, which is an option too.
fn view_options(node: &SyntaxNode) -> Vec<(String, String)> {
    let mut found = tree::child(node, SyntaxKind::WITH_PARAMS).map(|list| options::options(&list)).unwrap_or_default();
    if let Some(check) = tree::child(node, SyntaxKind::WITH_CHECK_OPTION) {
        let local = tree::descendant(&check, SyntaxKind::LOCAL_CHECK_OPTION).is_some();
        found.push(("check_option".to_owned(), if local { "local" } else { "cascaded" }.to_owned()));
    }
    found
}

/// The listed names come first; the query names the rest.
fn columns(node: &SyntaxNode) -> Vec<Option<String>> {
    let listed: Vec<String> = tree::child(node, SyntaxKind::COLUMN_LIST)
        .map(|list| tree::children(&list, SyntaxKind::COLUMN_NAME).map(|name| tree::fold(&tree::text(&name))).collect())
        .unwrap_or_default();
    let query = node.children().find(|child| is_query(child.kind()));
    output_columns::with_listed(listed, query.as_ref())
}
