//! Queries and row changes: each opens a scope for what stands inside it.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::scope::{Item, Scope, joins_inside};
use super::{Walk, is_query};
use crate::dialect::postgres::tree;
use crate::dialect::wording::RelationRef;

impl Walk {
    /// Visits a node that opens a scope; false where it is none.
    pub(super) fn visit_query(&mut self, node: &SyntaxNode) -> bool {
        match node.kind() {
            SyntaxKind::SELECT | SyntaxKind::SELECT_INTO | SyntaxKind::PLPGSQL_EXPR => {
                self.with_ctes(node, |walk| walk.select(node));
            }
            SyntaxKind::COMPOUND_SELECT => {
                self.with_ctes(&leftmost(node), |walk| walk.compound(node));
            }
            SyntaxKind::PAREN_SELECT | SyntaxKind::VALUES | SyntaxKind::TABLE => {
                self.with_ctes(node, |walk| walk.visit_but_ctes(node));
            }
            SyntaxKind::INSERT | SyntaxKind::UPDATE | SyntaxKind::DELETE | SyntaxKind::MERGE => {
                self.with_ctes(node, |walk| walk.change(node));
            }
            SyntaxKind::RELATION_FROM_ITEM => self.relation_in_from(node),
            SyntaxKind::PAREN_FROM_ITEM if !joins_inside(node) && !tree::has(node, SyntaxKind::LATERAL_KW) => {
                self.plain_subquery(node);
            }
            SyntaxKind::CREATE_STATISTICS => {
                self.with_table(node, tree::child(node, SyntaxKind::FROM_TABLE));
            }
            SyntaxKind::PUBLICATION_OBJECT_TABLE => self.with_table(node, Some(node.clone())),
            _ => return false,
        }
        true
    }

    /// Visits the WITH clause of `node`, then runs `inside` with its names in sight.
    fn with_ctes(&mut self, node: &SyntaxNode, inside: impl FnOnce(&mut Self)) {
        let before = self.ctes.len();
        if let Some(with) = tree::child(node, SyntaxKind::WITH_CLAUSE) {
            let recursive = tree::has(&with, SyntaxKind::RECURSIVE_KW);
            for table in tree::children(&with, SyntaxKind::WITH_TABLE) {
                let name = tree::child(&table, SyntaxKind::CTE_NAME).map(|name| tree::fold(&tree::text(&name)));
                if recursive {
                    self.ctes.extend(name.clone());
                }
                self.visit_children(&table);
                if !recursive {
                    self.ctes.extend(name);
                }
            }
        }
        inside(self);
        self.ctes.truncate(before);
    }

    fn visit_but_ctes(&mut self, node: &SyntaxNode) {
        for child in node.children().filter(|child| child.kind() != SyntaxKind::WITH_CLAUSE) {
            self.visit(&child);
        }
    }

    fn select(&mut self, node: &SyntaxNode) {
        let mut scope = Scope { labels: labels(node), ..Scope::default() };
        if let Some(from) = tree::child(node, SyntaxKind::FROM_CLAUSE) {
            self.collect_items(&from, &mut scope);
        }
        self.scopes.push(scope);
        self.visit_but_ctes(node);
        self.scopes.pop();
    }

    /// The WITH clause of a compound select hangs on its leftmost part, and was visited already; ORDER BY behind it means labels.
    fn compound(&mut self, node: &SyntaxNode) {
        let operands = node.children().filter(|child| child.kind() != SyntaxKind::ORDER_BY_CLAUSE);
        for operand in operands {
            match operand.kind() {
                SyntaxKind::SELECT | SyntaxKind::SELECT_INTO if operand == leftmost(node) => {
                    self.select(&operand);
                }
                SyntaxKind::COMPOUND_SELECT => self.compound(&operand),
                _ => self.visit(&operand),
            }
        }
    }

    fn relation_in_from(&mut self, node: &SyntaxNode) {
        if let Some(path) = tree::child(node, SyntaxKind::RELATION_NAME_REF) {
            self.push_relation(&path);
        }
        for child in node.children().filter(|child| child.kind() != SyntaxKind::RELATION_NAME_REF) {
            self.visit(&child);
        }
    }

    /// A subquery in FROM does not see its neighbours unless it is LATERAL.
    fn plain_subquery(&mut self, node: &SyntaxNode) {
        let scope = self.scopes.pop();
        self.visit_children(node);
        self.scopes.extend(scope);
    }

    /// INSERT, UPDATE, DELETE, MERGE.
    fn change(&mut self, node: &SyntaxNode) {
        let mut scope = Scope::default();
        let target = target(node);
        let own_columns: Vec<RelationRef> =
            target.as_ref().and_then(tree::name).filter(|name| !self.is_cte(name)).map(RelationRef::Named).into_iter().collect();
        if let Some(path) = &target {
            self.push_relation(path);
            scope.items.extend(self.named_item(path, node));
            scope.items.extend(excluded(node, &own_columns));
        }
        for clause in node.children().filter(|child| is_source(child.kind())) {
            self.collect_items(&clause, &mut scope);
        }
        self.scopes.push(scope);
        for child in node.children() {
            self.visit_change_part(&child, &own_columns);
        }
        self.scopes.pop();
    }

    fn visit_change_part(&mut self, node: &SyntaxNode, own: &[RelationRef]) {
        match node.kind() {
            SyntaxKind::WITH_CLAUSE
            | SyntaxKind::RELATION_NAME_REF
            | SyntaxKind::RELATION_NAME
            | SyntaxKind::TABLE_RELATION_NAME => {}
            SyntaxKind::COLUMN_NAME_REF => self.push_column_of(node, own.to_vec()),
            // A query that feeds an INSERT does not see the target.
            kind if is_query(kind) && node.parent().is_some_and(|parent| parent.kind() == SyntaxKind::INSERT) => {
                self.plain_subquery_of(node);
            }
            kind if keeps_target(kind) => {
                for child in node.children() {
                    self.visit_change_part(&child, own);
                }
            }
            _ => self.visit(node),
        }
    }

    fn plain_subquery_of(&mut self, query: &SyntaxNode) {
        let scope = self.scopes.pop();
        self.visit(query);
        self.scopes.extend(scope);
    }

    /// Columns inside `node` belong to the table that `holder` names.
    fn with_table(&mut self, node: &SyntaxNode, holder: Option<SyntaxNode>) {
        let item = holder.and_then(|holder| self.relation_item(&holder, SyntaxKind::TABLE_NAME_REF));
        self.scopes.push(Scope { items: item.into_iter().collect(), ..Scope::default() });
        self.visit_children(node);
        self.scopes.pop();
    }
}

/// The relation whose rows are changed.
fn target(node: &SyntaxNode) -> Option<SyntaxNode> {
    let holder = node.children().find(|child| {
        matches!(
            child.kind(),
            SyntaxKind::RELATION_NAME_REF
                | SyntaxKind::RELATION_NAME
                | SyntaxKind::TABLE_RELATION_NAME
                | SyntaxKind::TABLE_NAME_REF
        )
    })?;
    holder.descendants().find(|child| matches!(child.kind(), SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF))
}

/// `excluded` stands for the target's row in ON CONFLICT.
fn excluded(node: &SyntaxNode, own: &[RelationRef]) -> Option<Item> {
    tree::child(node, SyntaxKind::ON_CONFLICT_CLAUSE)?;
    let RelationRef::Named(relation) = own.first()?.clone() else {
        return None;
    };
    let name = "excluded".to_owned();
    Some(Item { name: Some(name.clone()), written: name, aliased: true, schema: None, relation: Some(relation), hidden: true })
}

fn is_source(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::FROM_CLAUSE | SyntaxKind::USING_CLAUSE | SyntaxKind::USING_ON_CLAUSE)
}

/// Parts of a change in which a column target belongs to the changed relation.
fn keeps_target(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::COLUMN_TARGET_LIST
            | K::COLUMN_TARGET
            | K::SET_CLAUSE
            | K::SET_COLUMN_LIST
            | K::SET_SINGLE_COLUMN
            | K::SET_MULTIPLE_COLUMNS
            | K::ON_CONFLICT_CLAUSE
            | K::CONFLICT_DO_UPDATE_SET
            | K::MERGE_WHEN_MATCHED
            | K::MERGE_WHEN_NOT_MATCHED_TARGET
            | K::MERGE_WHEN_NOT_MATCHED_SOURCE
            | K::MERGE_UPDATE
            | K::MERGE_INSERT
    )
}

/// The first part of a compound select.
fn leftmost(node: &SyntaxNode) -> SyntaxNode {
    let mut at = node.clone();
    while at.kind() == SyntaxKind::COMPOUND_SELECT {
        let Some(first) = at.children().next() else {
            break;
        };
        at = first;
    }
    at
}

/// The names that the select list gives with AS.
fn labels(select: &SyntaxNode) -> Vec<String> {
    let list = tree::child(select, SyntaxKind::SELECT_CLAUSE).and_then(|clause| tree::child(&clause, SyntaxKind::TARGET_LIST));
    let Some(list) = list else { return Vec::new() };
    tree::children(&list, SyntaxKind::TARGET)
        .filter_map(|target| tree::child(&target, SyntaxKind::AS_NAME))
        .filter_map(|name| tree::child(&name, SyntaxKind::COLUMN_NAME))
        .map(|name| tree::fold(&tree::text(&name)))
        .collect()
}
