//! Column references and stars.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::Walk;
use crate::dialect::name::Name;
use crate::dialect::postgres::tree;
use crate::dialect::wording::{Mention, Prefix, RelationRef};

impl Walk {
    /// Visits a column reference, a star or a list of column names; false where it is none.
    pub(super) fn visit_column(&mut self, node: &SyntaxNode) -> bool {
        match node.kind() {
            SyntaxKind::NAME_REF => self.bare_column(node),
            SyntaxKind::FIELD_EXPR => self.field(node),
            SyntaxKind::TARGET => self.target(node),
            SyntaxKind::COLUMN_NAME_REF => self.listed_column(node),
            SyntaxKind::FOREIGN_KEY_CONSTRAINT | SyntaxKind::REFERENCES_CONSTRAINT => {
                self.foreign_key(node);
            }
            SyntaxKind::QUALIFIED_COLUMN_NAME_REF => self.qualified_column(node),
            _ => return false,
        }
        true
    }

    fn bare_column(&mut self, node: &SyntaxNode) {
        let Some((name, range)) = tree::segments(node).pop() else {
            return;
        };
        if self.is_label(node, &name) || is_keyword(&tree::text(node)) {
            return;
        }
        let relations = self.relations_in_scope();
        if !relations.is_empty() {
            let certain = relations.len() == 1 && self.is_certain(&name);
            self.push(range, Mention::Column { relations, name, label: is_bare_target(node), certain });
        }
    }

    /// Whether a bare name can be a column of a relation only: not of a subquery, no row, no label of the select list.
    fn is_certain(&self, name: &String) -> bool {
        let may_be = |item: &super::scope::Item| item.relation.is_none() || item.name.as_ref() == Some(name);
        !self.scopes.iter().any(|scope| scope.labels.contains(name) || scope.items.iter().any(may_be))
    }

    /// ORDER BY takes a bare name for an output column first.
    fn is_label(&self, node: &SyntaxNode, name: &String) -> bool {
        let sorts = node.parent().is_some_and(|parent| parent.kind() == SyntaxKind::SORT_BY);
        sorts && self.scopes.last().is_some_and(|scope| scope.labels.contains(name))
    }

    fn relations_in_scope(&self) -> Vec<RelationRef> {
        let mut found: Vec<RelationRef> = Vec::new();
        let items = self.scopes.iter().rev().flat_map(|scope| &scope.items).filter(|item| !item.hidden);
        for reference in items.filter_map(super::scope::Item::reference).chain(self.parent.then_some(RelationRef::Parent)) {
            if !found.contains(&reference) {
                found.push(reference);
            }
        }
        found
    }

    /// `q.c`, `s.q.c`, or a field of something that is no name.
    fn field(&mut self, node: &SyntaxNode) {
        let Some(words) = path_words(node) else {
            if let Some(base) = node.children().next() {
                self.visit(&base);
            }
            return;
        };
        if ends_in_star(node) {
            self.qualifier(&words);
            return;
        }
        let Some(((name, range), qualifier)) = words.split_last() else {
            return;
        };
        if let Some(relation) = self.qualifier(qualifier) {
            let label = is_bare_target(node);
            let relations = vec![relation];
            self.push(range.clone(), Mention::Column { relations, name: name.clone(), label, certain: true });
        }
    }

    /// The relation that a qualifier means. A qualifier that is no FROM item names the relation itself, so that it is a slot.
    fn qualifier(&mut self, words: &[(String, Range<usize>)]) -> Option<RelationRef> {
        let (schema, name, range) = match words {
            [(name, range)] => (None, name, range.clone()),
            [.., (schema, first), (name, last)] => (Some(schema.as_str()), name, first.start..last.end),
            [] => return None,
        };
        if let Some(item) = self.scopes.iter().rev().find_map(|scope| scope.find(schema, name)) {
            let reference = item.reference();
            if let (Some(RelationRef::Named(name)), true) = (&reference, schema.is_some() || !item.aliased) {
                let name = Name { schema: schema.map(str::to_owned).or_else(|| name.schema.clone()), name: name.name.clone() };
                self.push(range, Mention::Qualifier(name));
            }
            return reference;
        }
        self.parent.then(|| {
            if !(schema.is_none() && (name == "new" || name == "old")) {
                let name = Name { schema: schema.map(str::to_owned), name: name.clone() };
                self.push(range, Mention::Relation(name));
            }
            RelationRef::Parent
        })
    }

    fn target(&mut self, node: &SyntaxNode) {
        if let Some(star) = tree::token(node, SyntaxKind::STAR) {
            self.star(tree::token_range(&star));
        } else if let Some(field) = tree::child(node, SyntaxKind::FIELD_EXPR).filter(ends_in_star) {
            self.qualified_star(&field);
        } else {
            self.visit_children(node);
        }
    }

    /// `*`: the columns of all items of the innermost query.
    fn star(&mut self, range: Range<usize>) {
        let Some(scope) = self.scopes.last() else {
            return;
        };
        let items: Vec<_> = scope.items.iter().filter(|item| !item.hidden).collect();
        let relations = items.iter().map(|item| if scope.merged { None } else { item.reference() }).collect();
        let prefixes = items.iter().map(|item| item.prefix()).collect();
        self.push(range, Mention::Star { relations, prefixes });
    }

    /// `t.*`.
    fn qualified_star(&mut self, field: &SyntaxNode) {
        let Some(words) = path_words(field) else {
            self.visit_children(field);
            return;
        };
        let (schema, name) = match words.as_slice() {
            [(name, _)] => (None, name),
            [.., (schema, _), (name, _)] => (Some(schema.as_str()), name),
            [] => return,
        };
        let found = self.scopes.iter().rev().find_map(|scope| scope.find(schema, name));
        let (relation, prefix) = match found {
            Some(item) => (item.reference(), item.prefix()),
            None => (self.parent.then_some(RelationRef::Parent), Prefix::Alias(name.clone())),
        };
        self.push(tree::range(field), Mention::Star { relations: vec![relation], prefixes: vec![prefix] });
    }

    /// A name in a list of columns: of the object's own relation, or of what the query joins.
    fn listed_column(&mut self, node: &SyntaxNode) {
        let relations = match self.scopes.last() {
            Some(_) => self.relations_in_scope(),
            None => self.parent.then_some(RelationRef::Parent).into_iter().collect(),
        };
        self.push_column_of(node, relations);
    }

    fn foreign_key(&mut self, node: &SyntaxNode) {
        let target = tree::child(node, SyntaxKind::TABLE_NAME_REF);
        let named: Vec<_> = target.as_ref().and_then(tree::name).map(RelationRef::Named).into_iter().collect();
        let mut behind = false;
        for child in node.children() {
            behind |= child.kind() == SyntaxKind::TABLE_NAME_REF;
            let of_target = behind && matches!(child.kind(), SyntaxKind::FOREIGN_KEY_COLUMN_LIST | SyntaxKind::COLUMN_NAME_REF);
            if of_target {
                for column in child.descendants().filter(|node| node.kind() == SyntaxKind::COLUMN_NAME_REF) {
                    self.push_column_of(&column, named.clone());
                }
            } else {
                self.visit(&child);
            }
        }
    }

    /// `OWNED BY t.c`, `COMMENT ON COLUMN t.c`.
    fn qualified_column(&mut self, node: &SyntaxNode) {
        let words = tree::segments(node);
        let Some(((column, range), qualifier)) = words.split_last() else {
            return;
        };
        let Some((relation, last)) = qualifier.last() else {
            return;
        };
        let (schema, start) = match qualifier {
            [.., (schema, first), _] => (Some(schema.clone()), first.start),
            _ => (None, last.start),
        };
        let name = Name { schema, name: relation.clone() };
        self.push(start..last.end, Mention::Relation(name.clone()));
        let relations = vec![RelationRef::Named(name)];
        self.push(range.clone(), Mention::Column { relations, name: column.clone(), label: false, certain: true });
    }
}

/// The words of `a.b.c` or `a.b.*`; `None` where the base is no name.
pub(super) fn path_words(node: &SyntaxNode) -> Option<Vec<(String, Range<usize>)>> {
    match node.kind() {
        SyntaxKind::NAME_REF => Some(tree::segments(node)),
        SyntaxKind::FIELD_EXPR => {
            let mut parts = node.children();
            let mut words = path_words(&parts.next()?)?;
            words.extend(parts.next().map(|field| tree::segments(&field)).into_iter().flatten());
            Some(words)
        }
        _ => None,
    }
}

fn ends_in_star(field: &SyntaxNode) -> bool {
    tree::has(field, SyntaxKind::STAR)
}

/// Values that look like names.
fn is_keyword(written: &str) -> bool {
    matches!(
        written.to_lowercase().as_str(),
        "current_catalog"
            | "current_date"
            | "current_role"
            | "current_schema"
            | "current_time"
            | "current_timestamp"
            | "current_user"
            | "localtime"
            | "localtimestamp"
            | "session_user"
            | "system_user"
            | "user"
    )
}

/// Whether the node alone is an output column without AS.
fn is_bare_target(node: &SyntaxNode) -> bool {
    node.parent().is_some_and(|parent| parent.kind() == SyntaxKind::TARGET && tree::child(&parent, SyntaxKind::AS_NAME).is_none())
}
