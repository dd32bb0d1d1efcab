//! The types of a query's output columns, as far as the text tells them.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::catalog::operators::between;
use super::slots::{alias, has_column_aliases, is_other_item, is_query, joins_inside};
use super::{output_columns, tree, types};
use crate::dialect::effect::{OutputType, TypeUse};
use crate::dialect::name::{Name, TypeName};
use crate::dialect::wording::Wording;

/// Operators that give a truth value.
const CONDITIONS: &[&str] =
    &["=", "<>", "!=", "<", ">", "<=", ">=", "AND", "OR", "IS", "IS NOT", "LIKE", "ILIKE", "IN", "NOT IN"];

/// One item of FROM: what it is called, and what its columns are.
struct Item {
    name: Option<String>,
    columns: Columns,
}

enum Columns {
    Relation(Name),
    Query(Vec<(Option<String>, OutputType)>),
    Unknown,
}

/// The types of a query's columns, in the order of [`output_columns::of_query`]; `Unknown` for a star, whose columns are told elsewhere.
pub fn of_query(statement: &str, query: &SyntaxNode) -> Vec<OutputType> {
    // A common table expression can be called like a relation.
    let has_ctes = query.ancestors().chain(query.descendants()).any(|node| node.kind() == SyntaxKind::WITH_CLAUSE);
    if has_ctes { Vec::new() } else { columns(statement, query) }
}

fn columns(statement: &str, query: &SyntaxNode) -> Vec<OutputType> {
    match query.kind() {
        SyntaxKind::SELECT | SyntaxKind::SELECT_INTO => of_select(statement, query),
        SyntaxKind::COMPOUND_SELECT => of_compound(statement, query),
        SyntaxKind::PAREN_SELECT | SyntaxKind::PAREN_EXPR => {
            query.children().find(is_part).map(|inner| columns(statement, &inner)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn is_part(node: &SyntaxNode) -> bool {
    is_query(node.kind()) || node.kind() == SyntaxKind::PAREN_EXPR
}

/// UNION and its like: the first side that tells a type does.
fn of_compound(statement: &str, query: &SyntaxNode) -> Vec<OutputType> {
    let mut sides = query.children().filter(is_part).map(|side| columns(statement, &side));
    let Some(first) = sides.next() else { return Vec::new() };
    sides.fold(first, |types, side| {
        let rest = side.into_iter().chain(std::iter::repeat(OutputType::Unknown));
        types.into_iter().zip(rest).map(|(known, other)| if known == OutputType::Unknown { other } else { known }).collect()
    })
}

fn of_select(statement: &str, select: &SyntaxNode) -> Vec<OutputType> {
    let list = tree::child(select, SyntaxKind::SELECT_CLAUSE).and_then(|clause| tree::child(&clause, SyntaxKind::TARGET_LIST));
    let Some(list) = list else { return Vec::new() };
    let mut items = Vec::new();
    if let Some(from) = tree::child(select, SyntaxKind::FROM_CLAUSE) {
        collect(statement, &from, &mut items);
    }
    let target = |target: SyntaxNode| {
        let star = tree::has(&target, SyntaxKind::STAR);
        let expression = target.children().next().filter(|_| !star);
        expression.map_or(OutputType::Unknown, |it| expression_type(statement, &it, &items))
    };
    tree::children(&list, SyntaxKind::TARGET).map(target).collect()
}

fn collect(statement: &str, node: &SyntaxNode, items: &mut Vec<Item>) {
    match node.kind() {
        SyntaxKind::RELATION_FROM_ITEM => items.push(relation(node)),
        SyntaxKind::PAREN_FROM_ITEM if joins_inside(node) && alias(node).is_none() => {
            node.children().for_each(|child| collect(statement, &child, items));
        }
        SyntaxKind::PAREN_FROM_ITEM => items.push(subquery(statement, node)),
        kind if is_query(kind) => {}
        kind if is_other_item(kind) => {
            items.push(Item { name: alias(node).map(|name| tree::fold(&name)), columns: Columns::Unknown });
        }
        _ => node.children().for_each(|child| collect(statement, &child, items)),
    }
}

fn relation(node: &SyntaxNode) -> Item {
    let name = tree::descendant(node, SyntaxKind::RELATION_NAME_REF).as_ref().and_then(tree::name);
    let called = alias(node).map(|alias| tree::fold(&alias)).or_else(|| name.as_ref().map(|name| name.name.clone()));
    let columns = name.filter(|_| !has_column_aliases(node)).map_or(Columns::Unknown, Columns::Relation);
    Item { name: called, columns }
}

fn subquery(statement: &str, node: &SyntaxNode) -> Item {
    let query = node.descendants().find(|child| is_query(child.kind())).filter(|_| !has_column_aliases(node));
    let columns = query.map(|query| {
        let (names, types) = (output_columns::of_query(&query), columns(statement, &query));
        if names.len() == types.len() && names.iter().all(Option::is_some) {
            Columns::Query(names.into_iter().zip(types).collect())
        } else {
            Columns::Unknown
        }
    });
    Item { name: alias(node).map(|name| tree::fold(&name)), columns: columns.unwrap_or(Columns::Unknown) }
}

fn expression_type(statement: &str, node: &SyntaxNode, items: &[Item]) -> OutputType {
    use SyntaxKind as K;
    let inner = || node.children().next().map_or(OutputType::Unknown, |inner| expression_type(statement, &inner, items));
    match node.kind() {
        K::NAME_REF | K::FIELD_EXPR => path(node, items),
        K::PAREN_EXPR => match node.children().find(|child| is_query(child.kind())) {
            Some(query) => columns(statement, &query).into_iter().next().unwrap_or_default(),
            None => inner(),
        },
        K::CAST_EXPR => {
            node.children().find_map(|child| types::type_use(statement, &child)).map_or(OutputType::Unknown, OutputType::Of)
        }
        K::LITERAL if tree::has(node, K::TRUE_KW) || tree::has(node, K::FALSE_KW) => built_in("bool", "boolean"),
        K::PREFIX_EXPR if tree::has(node, K::NOT_KW) => built_in("bool", "boolean"),
        K::BIN_EXPR if is_condition(node) => built_in("bool", "boolean"),
        K::CALL_EXPR => call(statement, node, items),
        _ => OutputType::Unknown,
    }
}

/// `c` or `t.c`.
fn path(node: &SyntaxNode, items: &[Item]) -> OutputType {
    let words: Vec<String> = tree::segments(node).into_iter().map(|(word, _)| word).collect();
    match words.as_slice() {
        [column] => bare_column(column, items),
        [item, column] => {
            let found = items.iter().find(|it| it.name.as_deref() == Some(item));
            found.map_or(OutputType::Unknown, |item| bare_column(column, std::slice::from_ref(item)))
        }
        _ => OutputType::Unknown,
    }
}

fn bare_column(column: &str, items: &[Item]) -> OutputType {
    let mut relations = Vec::new();
    for item in items {
        match &item.columns {
            Columns::Relation(name) => relations.push(name.clone()),
            Columns::Query(columns) => {
                if let Some((_, ty)) = columns.iter().find(|(name, _)| name.as_deref() == Some(column)) {
                    return ty.clone();
                }
            }
            Columns::Unknown => return OutputType::Unknown,
        }
    }
    OutputType::Column { relations, column: column.to_owned(), bare: false }
}

/// Whether an operator gives a truth value, whatever it compares.
fn is_condition(node: &SyntaxNode) -> bool {
    let sides: Vec<SyntaxNode> = node.children().collect();
    let (Some(left), Some(right)) = (sides.first(), sides.last()) else { return false };
    let operator = between(node, left, right).unwrap_or_default();
    CONDITIONS.contains(&operator.as_str())
}

fn call(statement: &str, node: &SyntaxNode, items: &[Item]) -> OutputType {
    let callee = node.children().next().filter(|callee| callee.kind() == SyntaxKind::NAME_REF);
    let Some(name) = callee.and_then(|callee| tree::segments(&callee).pop()).map(|(word, _)| word) else {
        return OutputType::Unknown;
    };
    match name.as_str() {
        "max" | "min" => {
            let args = tree::child(node, SyntaxKind::ARG_LIST);
            let first = args.as_ref().and_then(|args| args.descendants().find(is_expression));
            first.map_or(OutputType::Unknown, |it| expression_type(statement, &it, items)).bare()
        }
        "count" | "nextval" | "currval" | "row_number" | "rank" | "dense_rank" => built_in("int8", "bigint"),
        "now" | "clock_timestamp" | "statement_timestamp" | "transaction_timestamp" => {
            built_in("timestamptz", "timestamp with time zone")
        }
        "gen_random_uuid" | "uuid_generate_v4" => built_in("uuid", "uuid"),
        _ => OutputType::Unknown,
    }
}

fn is_expression(node: &SyntaxNode) -> bool {
    use SyntaxKind::{BIN_EXPR, CALL_EXPR, CAST_EXPR, FIELD_EXPR, LITERAL, NAME_REF, PAREN_EXPR, PREFIX_EXPR};
    matches!(node.kind(), NAME_REF | FIELD_EXPR | PAREN_EXPR | CAST_EXPR | LITERAL | PREFIX_EXPR | BIN_EXPR | CALL_EXPR)
}

fn built_in(engine: &str, written: &str) -> OutputType {
    let ty = TypeName { name: Name::bare(engine), modifiers: String::new(), dimensions: 0, set_of: false };
    OutputType::Of(TypeUse { wording: Wording::plain(written), ty })
}

#[cfg(test)]
mod tests {
    use crate::dialect::Dialect;
    use crate::dialect::effect::{Effect, OutputType};
    use crate::dialect::postgres::Postgres;

    fn types(query: &str) -> Vec<String> {
        let statement = Postgres.read(&format!("CREATE TABLE new AS {query}"), 0);
        let [Effect::CreateTableAs { types, .. }] = statement.effects.as_slice() else { return Vec::new() };
        let one = |ty: &OutputType| match ty {
            OutputType::Of(ty) => ty.wording.text.clone(),
            OutputType::Column { relations, column, bare } => {
                let relations: Vec<String> = relations.iter().map(ToString::to_string).collect();
                format!("{}{}.{column}", if *bare { "bare " } else { "" }, relations.join("|"))
            }
            OutputType::Unknown => "?".to_owned(),
        };
        types.iter().map(one).collect()
    }

    #[test]
    fn columns_have_the_types_of_where_they_come_from() {
        assert_eq!(types("SELECT a.id, b, max(c), count(*) FROM t a, u"), ["t.id", "t|u.b", "bare t|u.c", "bigint"]);
        assert_eq!(types("SELECT x.one, two FROM (SELECT a AS one, b = 1 AS two FROM t) x"), ["t.a", "boolean"]);
    }

    #[test]
    fn the_side_that_tells_a_type_does() {
        assert_eq!(types("SELECT NULL, a, NULL::int FROM t UNION ALL SELECT b, NULL, c FROM u"), ["u.b", "t.a", "int"]);
    }

    #[test]
    fn what_the_text_does_not_tell_stays_open() {
        assert_eq!(types("SELECT f(a), a || b FROM t"), ["?", "?"]);
        assert_eq!(types("WITH t AS (SELECT 1 AS a) SELECT a FROM t"), Vec::<String>::new());
        assert_eq!(types("SELECT a FROM t, f() g"), ["?"]);
    }
}
