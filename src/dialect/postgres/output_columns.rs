//! The names of a query's output columns (PostgreSQL: FigureColname in parse_target.c).

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::slots::is_query;
use super::{tree, types};

/// What an output column is called where nothing tells.
const UNNAMED: &str = "?column?";

/// The columns of a relation that a query makes: the listed names come first, the query names the rest.
pub fn with_listed(listed: Vec<String>, query: Option<&SyntaxNode>) -> Vec<Option<String>> {
    let derived = query.map(of_query).unwrap_or_default();
    if listed.is_empty() {
        return derived;
    }
    // Behind a star nobody can count.
    let countable = derived.iter().take(listed.len()).all(Option::is_some);
    let rest: Vec<_> = if countable { derived.into_iter().skip(listed.len()).collect() } else { vec![None] };
    listed.into_iter().map(Some).chain(rest).collect()
}

/// The names that a query gives its columns; `None` in place of each star.
pub fn of_query(query: &SyntaxNode) -> Vec<Option<String>> {
    match query.kind() {
        SyntaxKind::SELECT | SyntaxKind::SELECT_INTO => of_select(query),
        SyntaxKind::VALUES => of_values(query),
        SyntaxKind::TABLE => vec![None],
        _ => query
            .children()
            .find(|child| is_query(child.kind()) || child.kind() == SyntaxKind::PAREN_EXPR)
            .map(|first| of_query(&first))
            .unwrap_or_default(),
    }
}

fn of_select(select: &SyntaxNode) -> Vec<Option<String>> {
    let list = tree::child(select, SyntaxKind::SELECT_CLAUSE).and_then(|clause| tree::child(&clause, SyntaxKind::TARGET_LIST));
    let Some(list) = list else { return Vec::new() };
    tree::children(&list, SyntaxKind::TARGET).map(|target| of_target(&target)).collect()
}

fn of_values(values: &SyntaxNode) -> Vec<Option<String>> {
    let width = tree::descendant(values, SyntaxKind::ROW).map_or(0, |row| row.children().count());
    (1..=width).map(|number| Some(format!("column{number}"))).collect()
}

fn of_target(target: &SyntaxNode) -> Option<String> {
    if let Some(alias) = tree::child(target, SyntaxKind::AS_NAME) {
        return alias.children().next().map(|name| tree::fold(&tree::text(&name)));
    }
    let expression = target.children().next();
    let star = tree::has(target, SyntaxKind::STAR)
        || expression.as_ref().is_some_and(|node| node.kind() == SyntaxKind::FIELD_EXPR && tree::has(node, SyntaxKind::STAR));
    if star {
        return None;
    }
    Some(expression.and_then(|node| figure(&node)).map_or_else(|| UNNAMED.to_owned(), |(name, _)| name))
}

/// A name and whether it is a strong one (a weak name yields to what is inside or outside of it).
fn figure(node: &SyntaxNode) -> Option<(String, bool)> {
    use SyntaxKind as K;
    match node.kind() {
        K::NAME_REF => Some((last_word(node)?, true)),
        K::FIELD_EXPR => Some((last_word(&node.children().last()?)?, true)),
        K::INDEX_EXPR | K::SLICE_EXPR | K::COLLATE => figure(&node.children().next()?),
        K::PAREN_EXPR => {
            node.children().next().and_then(|inner| if is_query(inner.kind()) { subquery(&inner) } else { figure(&inner) })
        }
        K::CALL_EXPR => call(node),
        K::CAST_EXPR => cast(node),
        K::CASE_EXPR => Some(otherwise(node).unwrap_or_else(|| ("case".to_owned(), false))),
        K::ARRAY_EXPR => Some(("array".to_owned(), true)),
        K::TUPLE_EXPR => Some(("row".to_owned(), true)),
        K::BIN_EXPR if tree::child(node, K::AT_TIME_ZONE).is_some() || tree::child(node, K::AT_LOCAL).is_some() => {
            Some(("timezone".to_owned(), true))
        }
        K::LITERAL if tree::has(node, K::TRUE_KW) || tree::has(node, K::FALSE_KW) => Some(("bool".to_owned(), false)),
        kind if is_query(kind) => subquery(node),
        _ => None,
    }
}

fn last_word(node: &SyntaxNode) -> Option<String> {
    tree::segments(node).pop().map(|(word, _)| word)
}

fn call(node: &SyntaxNode) -> Option<(String, bool)> {
    let callee = node.children().next()?;
    if matches!(callee.kind(), SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR) {
        return Some((last_word(&callee)?, true));
    }
    let word = last_leading_word(&callee)?;
    let name = match word.as_str() {
        "any" | "some" | "all" => return None,
        "collation" => "pg_collation_for".to_owned(),
        "trim" => trim_name(&callee).to_owned(),
        _ => word,
    };
    Some((name, true))
}

fn last_leading_word(node: &SyntaxNode) -> Option<String> {
    node.first_token().map(|token| token.text().to_lowercase())
}

fn trim_name(node: &SyntaxNode) -> &'static str {
    if tree::descendant(node, SyntaxKind::TRIM_LEADING).is_some() {
        "ltrim"
    } else if tree::descendant(node, SyntaxKind::TRIM_TRAILING).is_some() {
        "rtrim"
    } else {
        "btrim"
    }
}

/// A cast is called like a strong name inside it, else like its type.
fn cast(node: &SyntaxNode) -> Option<(String, bool)> {
    let mut ty = None;
    let mut inner = None;
    for child in node.children().filter(|child| child.kind() != SyntaxKind::COLON_COLON) {
        match types::type_name(&child) {
            Some(found) => ty = Some(found.name.name),
            None => inner = inner.or_else(|| figure(&child)),
        }
    }
    inner.filter(|(_, strong)| *strong).or_else(|| ty.map(|name| (name, false)))
}

fn otherwise(case: &SyntaxNode) -> Option<(String, bool)> {
    let clause = tree::child(case, SyntaxKind::ELSE_CLAUSE)?;
    figure(&clause.children().next()?).filter(|(_, strong)| *strong)
}

/// A scalar subquery is called like its first column.
fn subquery(query: &SyntaxNode) -> Option<(String, bool)> {
    let first = of_query(query).into_iter().next()??;
    (first != UNNAMED).then_some((first, true))
}
