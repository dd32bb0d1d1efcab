//! The name that PostgreSQL derives from an expression (`FigureIndexColname`, `FigureColnameInternal` in `parse_target.c`).

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::{mentions, tree, types};

/// How much a name is worth: a weak one (of a cast, of CASE) gives way to a strong one inside.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Strong(String),
    Weak(String),
}

/// The name of an expression, if it has one.
pub fn derived_name(expression: &SyntaxNode) -> Option<String> {
    find(expression).map(|found| match found {
        Found::Strong(name) | Found::Weak(name) => name,
    })
}

fn find(node: &SyntaxNode) -> Option<Found> {
    let strong = |name: Option<String>| name.map(Found::Strong);
    match node.kind() {
        SyntaxKind::NAME_REF => strong(mentions::word(node)),
        SyntaxKind::FIELD_EXPR => strong(field(node)),
        SyntaxKind::CALL_EXPR => strong(called(node)),
        SyntaxKind::ARRAY_EXPR => strong(Some("array".to_owned())),
        SyntaxKind::TUPLE_EXPR => strong(Some("row".to_owned())),
        SyntaxKind::BIN_EXPR | SyntaxKind::POSTFIX_EXPR => strong(time_zone(node)),
        SyntaxKind::PAREN_EXPR | SyntaxKind::COLLATE | SyntaxKind::INDEX_EXPR | SyntaxKind::SLICE_EXPR => {
            find(&node.children().next()?)
        }
        SyntaxKind::CAST_EXPR => cast(node),
        SyntaxKind::CASE_EXPR => Some(case(node)),
        _ => None,
    }
}

/// `s.t.c` and `(row).c`: the last part.
fn field(node: &SyntaxNode) -> Option<String> {
    let last = node.children().last().filter(|last| last.kind() == SyntaxKind::NAME_REF)?;
    mentions::word(&last)
}

fn called(node: &SyntaxNode) -> Option<String> {
    let callee = node.children().next()?;
    match callee.kind() {
        SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR | SyntaxKind::PATH_REF => mentions::word(&callee),
        SyntaxKind::TRIM_FN => Some(trim(&callee).to_owned()),
        SyntaxKind::COLLATION_FOR_FN => Some("pg_collation_for".to_owned()),
        _ => first_word(&callee),
    }
}

/// `TRIM(LEADING …)` is `ltrim` and so on.
fn trim(node: &SyntaxNode) -> &'static str {
    let has = |kind| node.descendants().any(|n| n.kind() == kind);
    if has(SyntaxKind::TRIM_LEADING) {
        "ltrim"
    } else if has(SyntaxKind::TRIM_TRAILING) {
        "rtrim"
    } else {
        "btrim"
    }
}

/// The special syntaxes (`EXTRACT(… FROM …)`, `EXISTS (…)`) are named after their keyword.
fn first_word(node: &SyntaxNode) -> Option<String> {
    let mut tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    tokens.find(|token| !tree::is_trivia(token.kind())).map(|token| token.text().to_lowercase())
}

/// `a AT TIME ZONE 'x'` and `a AT LOCAL` call a function.
fn time_zone(node: &SyntaxNode) -> Option<String> {
    let operators = [SyntaxKind::AT_TIME_ZONE, SyntaxKind::AT_LOCAL];
    let shift = node.children().any(|child| operators.contains(&child.kind()));
    shift.then(|| "timezone".to_owned())
}

/// A strong name inside wins over the type's.
fn cast(node: &SyntaxNode) -> Option<Found> {
    let operand = node.children().find(|child| !types::is_type(child.kind()))?;
    if let Some(Found::Strong(name)) = find(&operand) {
        return Some(Found::Strong(name));
    }
    let ty = types::type_name(&types::child_type(node)?)?;
    Some(Found::Weak(ty.name.name))
}

/// A strong name in ELSE wins over `case`.
fn case(node: &SyntaxNode) -> Found {
    let otherwise = tree::child(node, SyntaxKind::ELSE_CLAUSE).and_then(|clause| clause.children().next());
    match otherwise.and_then(|value| find(&value)) {
        Some(Found::Strong(name)) => Found::Strong(name),
        _ => Found::Weak("case".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::statement;
    use super::*;

    fn name(expression: &str) -> Option<String> {
        let node = statement(&format!("CREATE INDEX ON t ({expression})"));
        let item = tree::descendant(&node, SyntaxKind::PARTITION_ITEM)?;
        derived_name(&item.children().next()?)
    }

    #[test]
    fn expressions_are_named_as_the_server_names_them() {
        let pairs = [
            ("a", Some("a")),
            ("\"A b\"", Some("A b")),
            ("lower(a)", Some("lower")),
            ("app.slug(a)", Some("slug")),
            ("(a || b)", None),
            ("(data ->> 'x')", None),
            ("((data ->> 'x')::integer)", Some("int4")),
            ("(a::text)", Some("a")),
            ("(lower(a)::text)", Some("lower")),
            ("cast('x' as varchar)", Some("varchar")),
            ("coalesce(a, b)", Some("coalesce")),
            ("(case when a then b end)", Some("case")),
            ("(case when a then b else c end)", Some("c")),
            ("(extract(year from d))", Some("extract")),
            ("trim(both from x)", Some("btrim")),
            ("(d at time zone 'utc')", Some("timezone")),
            ("(array[a])", Some("array")),
            ("(a[1])", Some("a")),
            ("(lower(a) collate \"C\")", Some("lower")),
            ("((r).f)", Some("f")),
            ("(row(a, b))", Some("row")),
            ("(a IS NULL)", None),
        ];
        for (expression, expected) in pairs {
            assert_eq!(name(expression).as_deref(), expected, "{expression}");
        }
    }
}
