//! Expressions over rows of the catalogs and variables.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::operators::{self, truth};
use super::{Scope, names};
use crate::dialect::postgres::plpgsql::dynamic;
use crate::dialect::postgres::plpgsql::values::Value;
use crate::dialect::postgres::slots::is_query;
use crate::dialect::postgres::{data, literal, tree};

impl Scope<'_> {
    /// The value of an expression, where it is known.
    pub fn value(&self, node: &SyntaxNode) -> Option<Value> {
        use SyntaxKind as K;
        match node.kind() {
            K::PLPGSQL_EXPR if tree::child(node, K::FROM_CLAUSE).is_some() => self.single(node),
            K::PLPGSQL_EXPR | K::TARGET_LIST | K::TARGET | K::PAREN_EXPR | K::ARG => {
                let inner = node.children().next()?;
                if is_query(inner.kind()) { self.single(&inner) } else { self.value(&inner) }
            }
            K::LITERAL => self.literal(node),
            K::NAME_REF | K::FIELD_EXPR => self.named(node),
            K::CAST_EXPR => self.cast(node),
            K::ARRAY_EXPR => self.elements(node).map(Value::List),
            K::PREFIX_EXPR if tree::has(node, K::NOT_KW) => self.not(&node.children().next()?),
            K::PREFIX_EXPR => data::text_value(node).map(Value::Text),
            K::BIN_EXPR => self.binary(node),
            K::CALL_EXPR => self.call(node),
            _ => None,
        }
    }

    /// The one value of a query: NULL where it has no row.
    fn single(&self, query: &SyntaxNode) -> Option<Value> {
        let rows = self.rows(query)?;
        match rows.as_slice() {
            [] => Some(Value::Null),
            [row] => row.first()?.1.clone(),
            _ => None,
        }
    }

    fn literal(&self, node: &SyntaxNode) -> Option<Value> {
        if tree::has(node, SyntaxKind::NULL_KW) {
            return Some(Value::Null);
        }
        self.variables.value(node)
    }

    fn named(&self, node: &SyntaxNode) -> Option<Value> {
        let mut words: Vec<String> = tree::segments(node).into_iter().map(|(word, _)| word).collect();
        let column = words.pop()?;
        let of = words.pop();
        let mut here = self.bound.iter().filter(|(alias, _)| of.as_ref().is_none_or(|of| of == alias));
        let found = here.find_map(|(_, row)| row.0.get(&column)).cloned();
        found.or_else(|| match self.outer {
            Some(outer) => outer.named(node),
            None => self.variables.value(node),
        })
    }

    /// A cast keeps the text; one to an object id looks for the object.
    fn cast(&self, node: &SyntaxNode) -> Option<Value> {
        let value = self.value(&node.children().next()?)?;
        let ty = node.children().last().map(|ty| tree::text(&ty).to_lowercase())?;
        let Value::Text(text) = &value else { return if ty.ends_with("[]") { None } else { Some(value) } };
        match ty.as_str() {
            "regclass" => self.catalog.relation(&literal::qualified_name(text)?).map(Value::Text),
            "regtype" => self.catalog.user_type(&literal::qualified_name(text)?).map(Value::Text),
            _ if ty.ends_with("[]") => self.variables.value(node),
            _ => Some(value),
        }
    }

    fn elements(&self, node: &SyntaxNode) -> Option<Vec<String>> {
        let text = |element: SyntaxNode| match self.value(&element)? {
            Value::Text(text) => Some(text),
            _ => None,
        };
        node.children().map(text).collect()
    }

    fn not(&self, condition: &SyntaxNode) -> Option<Value> {
        match self.value(condition)? {
            Value::Null => Some(Value::Null),
            other => operators::boolean(&other).map(|holds| truth(!holds)),
        }
    }

    fn binary(&self, node: &SyntaxNode) -> Option<Value> {
        let (left, right) = (node.children().next()?, node.children().last()?);
        match operators::between(node, &left, &right)?.as_str() {
            "AND" => self.both(&left, &right, false),
            "OR" => self.both(&left, &right, true),
            "IS" => self.is(&left, &right).map(truth),
            "IS NOT" => self.is(&left, &right).map(|holds| truth(!holds)),
            "IN" => self.contains(&left, &right),
            "NOT IN" => self.contains(&left, &right).and_then(|it| negated(&it)),
            "=" if right.kind() == SyntaxKind::CALL_EXPR && tree::child(&right, SyntaxKind::ANY_FN).is_some() => {
                self.contains(&left, &tree::child(&right, SyntaxKind::ANY_FN)?)
            }
            operator => operators::apply(operator, &self.value(&left)?, &self.value(&right)?),
        }
    }

    /// AND and OR: one side decides where it is `decisive`.
    fn both(&self, left: &SyntaxNode, right: &SyntaxNode, decisive: bool) -> Option<Value> {
        let sides = [self.value(left), self.value(right)];
        let says = |side: &Option<Value>| side.as_ref().and_then(operators::boolean);
        if sides.iter().any(|side| says(side) == Some(decisive)) {
            return Some(truth(decisive));
        }
        let [left, right] = sides;
        match (left?, right?) {
            (Value::Null, _) | (_, Value::Null) => Some(Value::Null),
            (left, right) => {
                (operators::boolean(&left)? != decisive && operators::boolean(&right)? != decisive).then(|| truth(!decisive))
            }
        }
    }

    /// `x IS NULL`, `x IS TRUE`.
    fn is(&self, left: &SyntaxNode, right: &SyntaxNode) -> Option<bool> {
        let value = self.value(left)?;
        if tree::has(right, SyntaxKind::NULL_KW) {
            return Some(value == Value::Null);
        }
        let wanted = operators::boolean(&self.value(right)?)?;
        Some(operators::boolean(&value) == Some(wanted))
    }

    /// Whether a value is among those of a list, an array or a query.
    fn contains(&self, left: &SyntaxNode, list: &SyntaxNode) -> Option<Value> {
        let value = self.value(left)?;
        let listed = self.listed(list)?;
        if value == Value::Null {
            return Some(Value::Null);
        }
        Some(truth(listed.contains(&value)))
    }

    fn listed(&self, list: &SyntaxNode) -> Option<Vec<Value>> {
        let inner = list.children().next()?;
        if is_query(inner.kind()) {
            return self.rows(&inner)?.into_iter().map(|row| row.into_iter().next()?.1).collect();
        }
        if list.kind() == SyntaxKind::ANY_FN {
            return match self.value(&inner)? {
                Value::List(list) => Some(list.into_iter().map(Value::Text).collect()),
                _ => None,
            };
        }
        list.children().map(|element| self.value(&element)).collect()
    }

    fn call(&self, node: &SyntaxNode) -> Option<Value> {
        let callee = node.children().next()?;
        if callee.kind() == SyntaxKind::EXISTS_FN {
            return Some(truth(!self.rows(&callee.children().find(|it| is_query(it.kind()))?)?.is_empty()));
        }
        let name = tree::name(&callee)?.name;
        let args: Vec<Option<Value>> = tree::child(node, SyntaxKind::ARG_LIST)
            .map(|list| tree::children(&list, SyntaxKind::ARG).map(|arg| self.value(&arg)).collect())
            .unwrap_or_default();
        let looked_up = |find: &dyn Fn(&crate::dialect::name::Name) -> Option<String>| match args.first()?.as_ref()? {
            Value::Text(text) => Some(find(&literal::qualified_name(text)?).map_or(Value::Null, Value::Text)),
            _ => None,
        };
        match name.as_str() {
            "count" => self.counted.map(|rows| Value::Text(rows.to_string())),
            "current_schema" => self.catalog.current_schema().map(Value::Text),
            "to_regclass" => looked_up(&|name| self.catalog.relation(name)),
            "to_regtype" => looked_up(&|name| self.catalog.user_type(name)),
            _ => dynamic::call(node, &|node| self.value(node)).map(Value::Text),
        }
    }
}

fn negated(value: &Value) -> Option<Value> {
    if *value == Value::Null { Some(Value::Null) } else { operators::boolean(value).map(|holds| truth(!holds)) }
}

/// Whether a condition names every column with its relation, so that it can be judged before all of them are bound.
pub fn is_qualified(condition: &SyntaxNode) -> bool {
    let bare = condition.descendants().filter(|node| node.kind() == SyntaxKind::NAME_REF);
    let parent = |node: &SyntaxNode| node.parent().map(|parent| parent.kind());
    bare.into_iter().all(|node| matches!(parent(&node), Some(SyntaxKind::FIELD_EXPR | SyntaxKind::CALL_EXPR)))
        && !names::mentions(condition)
}
