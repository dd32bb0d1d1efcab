//! Queries over the catalogs, answered from what a schema tells of them.
//!
//! Whatever is not known for sure (another relation, an operator that is not read, a column that nobody can tell) makes the
//! answer unknown: `None`.

mod expressions;
mod names;
pub mod operators;
mod query;

use squawk_syntax::SyntaxNode;

use super::plpgsql::values::{Value, Variables};
use crate::dialect::catalog::{Catalog, Row};
pub use names::mentions;

/// One row of an answer: the label of each column, and its value where that can be told.
pub type Answer = Vec<(String, Option<Value>)>;

/// Where an expression stands: the catalogs, the variables around it, the rows that are bound.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub catalog: &'a dyn Catalog,
    pub variables: &'a Variables,
    bound: &'a [(String, &'a Bound)],
    outer: Option<&'a Scope<'a>>,
    /// How many rows there are, where an expression is about all of them.
    counted: Option<usize>,
}

/// A row of a FROM item.
#[derive(Debug, Clone, Default)]
struct Bound(std::collections::BTreeMap<String, Value>);

impl From<&Row> for Bound {
    fn from(row: &Row) -> Self {
        let value = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        Self(row.iter().map(|(column, text)| ((*column).to_owned(), value(text))).collect())
    }
}

impl<'a> Scope<'a> {
    /// Nothing but variables.
    pub fn new(catalog: &'a dyn Catalog, variables: &'a Variables) -> Self {
        Self { catalog, variables, bound: &[], outer: None, counted: None }
    }

    /// The rows of a query, or of an expression of PL/pgSQL with a FROM clause.
    pub fn rows(&self, query: &SyntaxNode) -> Option<Vec<Answer>> {
        query::rows(self, query)
    }

    /// Whether a condition holds; NULL does not.
    pub fn holds(&self, condition: &SyntaxNode) -> Option<bool> {
        match self.value(condition)? {
            Value::Null => Some(false),
            other => operators::boolean(&other),
        }
    }
}
