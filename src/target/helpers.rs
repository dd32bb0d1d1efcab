//! The helpers that templates escape with. Nothing is escaped by itself: a template names the language that it writes.
//!
//! | helper | writes |
//! |---|---|
//! | `py_string text` | a Python string literal |
//! | `py_doc text` | one line of a Python docstring |
//! | `py_comment text indent` | Python comment lines |
//! | `sql_statement sql` | the statement with its `;` |
//! | `sql_comment text` | `--` lines |
//! | `pg_raise message` | a statement with which PostgreSQL refuses to go on |
//! | `sql_literal text` | an SQL string literal |
//! | `sql_literals items` | SQL string literals with commas between them |
//! | `join head items separator` | `head`, and the items (or the one text) on one line |

use handlebars::{Handlebars, handlebars_helper};
use serde_json::Value;

use super::{lines, python, sql};

handlebars_helper!(py_string: |text: str| python::string_literal(text));
handlebars_helper!(py_doc: |text: str| python::docstring_line(text));
handlebars_helper!(py_comment: |text: str, indent: str| python::comment(text, indent));
handlebars_helper!(sql_statement: |text: str| sql::statement(text));
handlebars_helper!(sql_comment: |text: str| sql::comment(text));
handlebars_helper!(pg_raise: |message: str| sql::postgres_raise(message));
handlebars_helper!(sql_literal: |text: str| sql::literal(text));
handlebars_helper!(sql_literals: |items: Json| literals(items));
handlebars_helper!(join: |head: str, items: Json, separator: str| joined(head, items, separator));

/// Makes a renderer that knows the helpers, escapes nothing and refuses unknown names.
pub fn registry() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.register_escape_fn(handlebars::no_escape);
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry.register_helper("py_string", Box::new(py_string));
    registry.register_helper("py_doc", Box::new(py_doc));
    registry.register_helper("py_comment", Box::new(py_comment));
    registry.register_helper("sql_statement", Box::new(sql_statement));
    registry.register_helper("sql_comment", Box::new(sql_comment));
    registry.register_helper("pg_raise", Box::new(pg_raise));
    registry.register_helper("sql_literal", Box::new(sql_literal));
    registry.register_helper("sql_literals", Box::new(sql_literals));
    registry.register_helper("join", Box::new(join));
    registry
}

fn literals(items: &Value) -> String {
    let items = items.as_array().into_iter().flatten().filter_map(Value::as_str);
    items.map(sql::literal).collect::<Vec<_>>().join(", ")
}

fn text(item: &Value) -> Option<String> {
    match item {
        Value::String(text) => Some(lines::one_line(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn joined(head: &str, items: &Value, separator: &str) -> String {
    let texts: Vec<String> = match items {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        Value::String(text) => vec![lines::one_line(text)],
        _ => Vec::new(),
    };
    format!("{head}{}", texts.join(separator))
}
