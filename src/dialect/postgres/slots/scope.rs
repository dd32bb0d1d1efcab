//! What one query sees: the items of its FROM clause.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{Walk, is_query};
use crate::dialect::name::Name;
use crate::dialect::postgres::tree;
use crate::dialect::wording::{Prefix, RelationRef};

/// One query's FROM items.
#[derive(Default)]
pub(super) struct Scope {
    pub items: Vec<Item>,
    /// `JOIN … USING` or NATURAL merges columns, so that `*` is no plain list of the items' columns.
    pub merged: bool,
    /// The names that the select list gives with AS: ORDER BY means these first.
    pub labels: Vec<String>,
}

/// One thing that columns can come from.
pub(super) struct Item {
    /// Alias or name, folded; `None` for a subquery without alias.
    pub name: Option<String>,
    /// The same as written.
    pub written: String,
    pub aliased: bool,
    /// The qualifier, where it has no alias.
    pub schema: Option<String>,
    /// `None`: a subquery, a function, a common table expression.
    pub relation: Option<Name>,
    /// Reached by its name only (`excluded`): not by bare columns, not by `*`.
    pub hidden: bool,
}

impl Item {
    pub fn reference(&self) -> Option<RelationRef> {
        self.relation.clone().map(RelationRef::Named)
    }

    /// How columns of it are qualified where `*` is spelled out.
    pub fn prefix(&self) -> Prefix {
        match &self.relation {
            Some(name) if !self.aliased => Prefix::Name(self.written.clone(), name.clone()),
            _ => Prefix::Alias(self.written.clone()),
        }
    }

    fn is_called(&self, schema: Option<&str>, name: &str) -> bool {
        self.name.as_deref() == Some(name) && (schema.is_none() || self.schema.as_deref() == schema)
    }
}

impl Scope {
    pub fn find(&self, schema: Option<&str>, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.is_called(schema, name))
    }
}

impl Walk {
    /// Adds the items below a FROM or USING clause, a join or one item.
    pub(super) fn collect_items(&self, node: &SyntaxNode, scope: &mut Scope) {
        match node.kind() {
            SyntaxKind::RELATION_FROM_ITEM => scope.items.extend(self.relation_item(node, SyntaxKind::RELATION_NAME_REF)),
            SyntaxKind::PAREN_FROM_ITEM if joins_inside(node) && alias(node).is_none() => {
                node.children().for_each(|child| self.collect_items(&child, scope));
            }
            kind if is_other_item(kind) => scope.items.push(other_item(node)),
            kind if is_query(kind) => {}
            kind => {
                scope.merged |= kind == SyntaxKind::JOIN_USING_CLAUSE || is_natural(node);
                node.children().for_each(|child| self.collect_items(&child, scope));
            }
        }
    }

    /// The item of a node that names a relation and may hold an alias.
    pub(super) fn relation_item(&self, node: &SyntaxNode, kind: SyntaxKind) -> Option<Item> {
        self.named_item(&tree::descendant(node, kind)?, node)
    }

    /// The item of a path, in a node that may hold its alias.
    pub(super) fn named_item(&self, path: &SyntaxNode, node: &SyntaxNode) -> Option<Item> {
        let name = tree::name(path)?;
        let relation = (!self.is_cte(&name) && !has_column_aliases(node)).then(|| name.clone());
        let item = if let Some(alias) = alias(node) {
            Item { name: Some(tree::fold(&alias)), written: alias, aliased: true, schema: None, relation, hidden: false }
        } else {
            let written = path_end(path);
            Item { name: Some(name.name), written, aliased: false, schema: name.schema, relation, hidden: false }
        };
        Some(item)
    }
}

/// The alias that an item has, as written.
pub(crate) fn alias(node: &SyntaxNode) -> Option<String> {
    let holder = node.children().find(|child| {
        matches!(child.kind(), SyntaxKind::FROM_ALIAS | SyntaxKind::OPTIONAL_AS_ALIAS | SyntaxKind::REQUIRED_AS_ALIAS)
    })?;
    tree::child(&holder, SyntaxKind::TABLE_ALIAS).map(|name| tree::text(&name))
}

/// Whether parentheses in FROM hold joined items, not a query.
pub(crate) fn joins_inside(item: &SyntaxNode) -> bool {
    tree::child(item, SyntaxKind::PAREN_EXPR).is_some_and(|inner| !inner.children().any(|child| is_query(child.kind())))
}

pub(crate) fn has_column_aliases(item: &SyntaxNode) -> bool {
    tree::child(item, SyntaxKind::FROM_ALIAS).is_some_and(|alias| {
        alias.children().any(|child| matches!(child.kind(), SyntaxKind::COLUMN_LIST | SyntaxKind::COLUMN_DEF_LIST))
    })
}

pub(crate) fn is_other_item(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::FUNCTION_FROM_ITEM
            | K::PAREN_FROM_ITEM
            | K::EXPR_FROM_ITEM
            | K::ROWS_FROM_ITEM
            | K::JSON_TABLE_FROM_ITEM
            | K::XML_TABLE_FROM_ITEM
            | K::GRAPH_TABLE_FROM_ITEM
    )
}

/// A function or a subquery: its columns are no columns of the schema.
fn other_item(node: &SyntaxNode) -> Item {
    let written = alias(node).or_else(|| function_name(node)).unwrap_or_default();
    let name = (!written.is_empty()).then(|| tree::fold(&written));
    Item { name, written, aliased: true, schema: None, relation: None, hidden: false }
}

fn function_name(item: &SyntaxNode) -> Option<String> {
    let call = tree::child(item, SyntaxKind::CALL_EXPR)?;
    let callee = call.children().next()?;
    Some(path_end(&callee))
}

/// The last word of a path, as written.
fn path_end(path: &SyntaxNode) -> String {
    let full = tree::text(path);
    let start = tree::range(path).start;
    let end = tree::segments(path).pop().map(|(_, range)| range.start - start..range.end - start);
    end.and_then(|range| full.get(range).map(str::to_owned)).unwrap_or(full)
}

fn is_natural(join: &SyntaxNode) -> bool {
    tree::has(join, SyntaxKind::NATURAL_KW)
}
