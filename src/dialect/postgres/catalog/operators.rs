//! The operators of conditions, over values that are known.

use std::cmp::Ordering;

use squawk_syntax::SyntaxNode;

use crate::dialect::postgres::plpgsql::values::Value;

/// TRUE and FALSE as values.
pub fn truth(holds: bool) -> Value {
    Value::Text(if holds { "true" } else { "false" }.to_owned())
}

/// What a value says as a condition.
pub fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Text(text) => match text.to_lowercase().as_str() {
            "true" | "t" => Some(true),
            "false" | "f" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// What stands between the two sides, in capitals.
pub fn between(node: &SyntaxNode, left: &SyntaxNode, right: &SyntaxNode) -> Option<String> {
    let start = node.text_range().start();
    let (from, to) = (left.text_range().end() - start, right.text_range().start() - start);
    let text = node.text().to_string();
    let between = text.get(usize::from(from)..usize::from(to))?;
    Some(between.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase())
}

/// `left operator right`, for operators that need both sides; the operator in capitals. NULL gives NULL.
pub fn apply(operator: &str, left: &Value, right: &Value) -> Option<Value> {
    if matches!((left, right), (Value::Null, _) | (_, Value::Null)) {
        return Some(Value::Null);
    }
    let (Value::Text(left), Value::Text(right)) = (left, right) else { return None };
    let order = || compare(left, right);
    Some(match operator {
        "=" => truth(order() == Ordering::Equal),
        "<>" | "!=" => truth(order() != Ordering::Equal),
        "<" => truth(order() == Ordering::Less),
        ">" => truth(order() == Ordering::Greater),
        "<=" => truth(order() != Ordering::Greater),
        ">=" => truth(order() != Ordering::Less),
        "LIKE" | "~~" => truth(like(left, right)),
        "NOT LIKE" | "!~~" => truth(!like(left, right)),
        "ILIKE" => truth(like(&left.to_lowercase(), &right.to_lowercase())),
        "NOT ILIKE" => truth(!like(&left.to_lowercase(), &right.to_lowercase())),
        "||" => Value::Text(format!("{left}{right}")),
        "+" | "-" | "*" => Value::Text(calculate(operator, left.parse().ok()?, right.parse().ok()?)?.to_string()),
        _ => return None,
    })
}

fn calculate(operator: &str, left: i64, right: i64) -> Option<i64> {
    match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        _ => left.checked_mul(right),
    }
}

/// Numbers by their value, everything else by its characters.
fn compare(left: &str, right: &str) -> Ordering {
    match (left.parse::<i64>(), right.parse::<i64>()) {
        (Ok(left), Ok(right)) => left.cmp(&right),
        _ => left.cmp(right),
    }
}

/// LIKE with the usual escape character.
fn like(text: &str, pattern: &str) -> bool {
    let mut characters = pattern.chars();
    match characters.next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = characters.as_str();
            text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| like(text.get(at..).unwrap_or_default(), rest))
        }
        Some('_') => {
            let mut text = text.chars();
            text.next().is_some() && like(text.as_str(), characters.as_str())
        }
        Some('\\') => same_first(text, characters.next(), characters.as_str()),
        wanted => same_first(text, wanted, characters.as_str()),
    }
}

fn same_first(text: &str, wanted: Option<char>, pattern: &str) -> bool {
    let mut text = text.chars();
    wanted.is_some() && text.next() == wanted && like(text.as_str(), pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_knows_its_wildcards() {
        assert!(like("qm_index", "qm%") && like("a_b", "a\\_b") && like("abc", "%b%") && like("", "%"));
        assert!(!like("axb", "a\\_b") && !like("abc", "b%") && !like("abc", "__") && !like("a", ""));
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let value = |text: &str| Value::Text(text.to_owned());
        assert_eq!(apply(">", &value("10"), &value("9")), Some(truth(true)));
        assert_eq!(apply("=", &value("a"), &Value::Null), Some(Value::Null));
    }
}
