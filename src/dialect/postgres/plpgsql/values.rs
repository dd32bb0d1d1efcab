//! Variables whose values the text tells, and the expressions over them.

use std::collections::BTreeMap;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::dynamic;
use crate::dialect::postgres::catalog::operators;
use crate::dialect::postgres::{data, literal, tree};
pub use crate::dialect::value::Value;

/// What is known about the variables of a body. What is not in here is unknown.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    known: BTreeMap<String, Value>,
}

impl Variables {
    /// The parameters of a call, by name and by `$1`.
    pub fn of_call(params: &[String], args: &[Option<Value>]) -> Self {
        let mut variables = Self::default();
        for (at, arg) in args.iter().enumerate() {
            let Some(value) = arg.clone() else { continue };
            if let Some(name) = params.get(at).filter(|name| !name.is_empty()) {
                variables.set(name, Some(value.clone()));
            }
            variables.set(&format!("${}", at + 1), Some(value));
        }
        variables
    }

    /// Sets or forgets a variable.
    pub fn set(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => self.known.insert(name.to_owned(), value),
            None => self.known.remove(name),
        };
        if !name.contains('.') {
            let fields = format!("{name}.");
            self.known.retain(|key, _| !key.starts_with(&fields));
        }
    }

    /// `name ALIAS FOR target`.
    pub fn alias(&mut self, name: &str, target: &str) {
        self.set(name, self.known.get(&tree::fold(target)).cloned());
    }

    /// Forgets what differs between two states.
    pub fn forget_changes(&mut self, before: &Self, after: &Self) {
        self.known.retain(|name, value| before.known.get(name) == Some(value) && after.known.get(name) == Some(value));
    }

    /// The text that an expression gives.
    pub fn text(&self, node: &SyntaxNode) -> Option<String> {
        match self.value(node)? {
            Value::Text(text) => Some(text),
            Value::List(_) | Value::Null => None,
        }
    }

    /// The texts of an array expression.
    pub fn list(&self, node: &SyntaxNode) -> Option<Vec<String>> {
        match self.value(node)? {
            Value::List(list) => Some(list),
            Value::Text(text) => array_literal(&text),
            Value::Null => None,
        }
    }

    /// The value of an expression, where it is known.
    pub fn value(&self, node: &SyntaxNode) -> Option<Value> {
        use SyntaxKind as K;
        match node.kind() {
            K::PLPGSQL_EXPR => self.target(node),
            K::TARGET_LIST | K::TARGET | K::PAREN_EXPR | K::ARG => only_child(node).and_then(|inner| self.value(&inner)),
            K::NAMED_ARG => node.children().last().and_then(|inner| self.value(&inner)),
            K::LITERAL => self.literal(node),
            K::NAME_REF | K::FIELD_EXPR => self.known.get(&path(node)).cloned(),
            K::CAST_EXPR => self.cast(node),
            K::ARRAY_EXPR => node.children().map(|element| self.text(&element)).collect::<Option<Vec<_>>>().map(Value::List),
            K::BIN_EXPR => self.computed(node),
            K::PREFIX_EXPR => data::text_value(node).map(Value::Text),
            K::CALL_EXPR => dynamic::call(node, &|node| self.value(node)).map(Value::Text),
            _ => None,
        }
    }

    /// An expression that reads tables is not known.
    fn target(&self, node: &SyntaxNode) -> Option<Value> {
        let mut children = node.children();
        let list = children.next()?;
        if children.next().is_some() { None } else { self.value(&list) }
    }

    fn literal(&self, node: &SyntaxNode) -> Option<Value> {
        if tree::has(node, SyntaxKind::POSITIONAL_PARAM) {
            return self.known.get(&tree::text(node)).cloned();
        }
        data::text_value(node).map(Value::Text)
    }

    /// A cast keeps the text, but makes a list of the text of an array.
    fn cast(&self, node: &SyntaxNode) -> Option<Value> {
        let value = node.children().find_map(|child| self.value(&child))?;
        match value {
            Value::Text(text) if tree::child(node, SyntaxKind::ARRAY_TYPE).is_some() => array_literal(&text).map(Value::List),
            other => Some(other),
        }
    }

    /// `a || b`, `a - 1`.
    fn computed(&self, node: &SyntaxNode) -> Option<Value> {
        let (left, right) = (node.children().next()?, node.children().last()?);
        let operator = operators::between(node, &left, &right)?;
        let computes = matches!(operator.as_str(), "||" | "+" | "-" | "*");
        computes.then(|| operators::apply(&operator, &self.value(&left)?, &self.value(&right)?)).flatten()
    }
}

fn only_child(node: &SyntaxNode) -> Option<SyntaxNode> {
    let mut children = node.children();
    let first = children.next()?;
    children.next().is_none().then_some(first)
}

/// `a.b` in the spelling of the keys.
fn path(node: &SyntaxNode) -> String {
    let words: Vec<_> = tree::segments(node).into_iter().map(|(word, _)| word).collect();
    words.join(".")
}

/// `{a,b}`. Quoted elements keep what stands between the quotes.
fn array_literal(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    if inner.contains(['{', '\\']) {
        return None;
    }
    let elements = inner.split(',').map(|element| element.trim().trim_matches('"').to_owned());
    Some(elements.filter(|element| !element.is_empty()).collect())
}

/// Quotes a text as the functions of the same names do.
pub fn quoted(text: &str, as_name: bool) -> String {
    if as_name { literal::quote_name(text) } else { literal::quote(text) }
}
