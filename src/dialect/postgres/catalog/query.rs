//! The rows of a query over the catalogs: a join by nested loops, conditions as soon as they can be judged.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::expressions::is_qualified;
use super::operators::boolean;
use super::{Answer, Bound, Scope};
use crate::dialect::postgres::plpgsql::values::Value;
use crate::dialect::postgres::slots::is_query;
use crate::dialect::postgres::{output_columns, tree};

/// How many combinations of rows are looked at.
const MOST_ROWS: usize = 200_000;

/// A relation of FROM, with its rows.
struct Item {
    alias: String,
    rows: Vec<Bound>,
}

/// The relations of FROM, and every condition on them.
#[derive(Default)]
struct From {
    items: Vec<Item>,
    conditions: Vec<SyntaxNode>,
}

pub(super) fn rows(scope: &Scope<'_>, query: &SyntaxNode) -> Option<Vec<Answer>> {
    if !is_plain(query) {
        return None;
    }
    let mut from = From::default();
    if let Some(clause) = tree::child(query, SyntaxKind::FROM_CLAUSE) {
        for item in clause.children() {
            add(scope, &mut from, &item)?;
        }
    }
    if let Some(condition) = tree::child(query, SyntaxKind::WHERE_CLAUSE).and_then(|it| it.children().next()) {
        split(&condition, &mut from.conditions);
    }
    let targets = targets(query);
    let mut join = Join { scope, from: &from, budget: MOST_ROWS, found: Vec::new(), targets: &targets };
    let aggregate = Aggregate::of(&targets);
    let counts = targets.iter().any(|(_, target)| target.as_ref().is_some_and(counts));
    join.bind(&mut Vec::new(), &from.conditions.iter().collect::<Vec<_>>(), aggregate.is_some())?;
    let mut found = join.found;
    if let Some((aggregate, label)) = aggregate {
        return Some(vec![vec![(label, aggregate.result(found))]]);
    }
    if counts {
        let all = Scope { counted: Some(found.len()), bound: &[], outer: Some(scope), ..*scope };
        let value = |(label, target): &Target| Some((label.clone(), all.value(target.as_ref()?)));
        return Some(vec![targets.iter().filter_map(value).collect()]);
    }
    if query.descendants_with_tokens().any(|it| it.kind() == SyntaxKind::DISTINCT_KW) {
        let mut seen: Vec<Answer> = Vec::new();
        found.retain(|row| {
            !seen.contains(row) && {
                seen.push(row.clone());
                true
            }
        });
    }
    limited(query, found)
}

/// A query without grouping, WITH and the like.
fn is_plain(query: &SyntaxNode) -> bool {
    use SyntaxKind as K;
    matches!(query.kind(), K::SELECT | K::PLPGSQL_EXPR)
        && [K::WITH_CLAUSE, K::GROUP_BY_CLAUSE, K::HAVING_CLAUSE, K::OFFSET_CLAUSE]
            .iter()
            .all(|it| tree::child(query, *it).is_none())
}

/// LIMIT, where it does not matter which rows it leaves out.
fn limited(query: &SyntaxNode, mut rows: Vec<Answer>) -> Option<Vec<Answer>> {
    let Some(limit) = tree::child(query, SyntaxKind::LIMIT_CLAUSE) else { return Some(rows) };
    let most: usize = tree::text(&limit.children().next()?).parse().ok()?;
    if rows.len() > most && tree::child(query, SyntaxKind::ORDER_BY_CLAUSE).is_some() {
        return None;
    }
    rows.truncate(most);
    Some(rows)
}

/// The parts of a condition that AND joins.
fn split(condition: &SyntaxNode, into: &mut Vec<SyntaxNode>) {
    let joins = condition.kind() == SyntaxKind::BIN_EXPR && tree::has(condition, SyntaxKind::AND_KW);
    let joins = joins && condition.children().count() == 2;
    if joins {
        condition.children().for_each(|side| split(&side, into));
    } else {
        into.push(condition.clone());
    }
}

fn add(scope: &Scope<'_>, from: &mut From, item: &SyntaxNode) -> Option<()> {
    use SyntaxKind as K;
    match item.kind() {
        K::RELATION_FROM_ITEM => {
            let name = tree::name(&tree::child(item, K::RELATION_NAME_REF)?)?;
            let rows = scope.catalog.rows(&name)?.iter().map(Bound::from).collect();
            from.items.push(Item { alias: alias(item).unwrap_or(name.name), rows });
        }
        K::PAREN_FROM_ITEM => {
            let inner = item.children().find(|it| is_query(it.kind()))?;
            let rows = scope
                .rows(&inner)?
                .into_iter()
                .map(|row| Bound(row.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()))
                .collect();
            from.items.push(Item { alias: alias(item)?, rows });
        }
        K::JOIN_EXPR => item.children().try_for_each(|child| add(scope, from, &child))?,
        K::JOIN => {
            for child in item.children() {
                match child.kind() {
                    K::JOIN_INNER | K::JOIN_CROSS => {}
                    K::ON_CLAUSE => split(&child.children().next()?, &mut from.conditions),
                    _ => add(scope, from, &child)?,
                }
            }
        }
        _ => return None,
    }
    Some(())
}

fn alias(item: &SyntaxNode) -> Option<String> {
    let alias = tree::child(item, SyntaxKind::FROM_ALIAS)?;
    Some(tree::fold(&tree::text(&tree::child(&alias, SyntaxKind::TABLE_ALIAS)?)))
}

/// An expression of the select list with its label; none for a star.
type Target = (String, Option<SyntaxNode>);

fn targets(query: &SyntaxNode) -> Vec<Target> {
    let list = query.children().find_map(|child| match child.kind() {
        SyntaxKind::SELECT_CLAUSE => tree::child(&child, SyntaxKind::TARGET_LIST),
        SyntaxKind::TARGET_LIST => Some(child),
        _ => None,
    });
    let labels = output_columns::of_query(query);
    let label = |at: usize| labels.get(at).cloned().flatten().unwrap_or_else(|| format!("column{}", at + 1));
    let targets = list.iter().flat_map(|list| tree::children(list, SyntaxKind::TARGET));
    targets.enumerate().map(|(at, target)| (label(at), target.children().next())).collect()
}

struct Join<'a, 'b> {
    scope: &'a Scope<'b>,
    from: &'a From,
    budget: usize,
    found: Vec<Answer>,
    targets: &'a [Target],
}

impl<'a> Join<'a, '_> {
    /// Binds the next relation to each of its rows; `None` where a condition cannot be judged.
    fn bind(&mut self, bound: &mut Vec<(String, &'a Bound)>, conditions: &[&'a SyntaxNode], aggregated: bool) -> Option<()> {
        let all = bound.len() == self.from.items.len();
        let mut open = Vec::new();
        let mut unknown = false;
        for condition in conditions {
            if !all && !is_qualified(condition) {
                open.push(*condition);
                continue;
            }
            match self.scope_of(bound).value(condition) {
                Some(Value::Null) => return Some(()),
                Some(value) if boolean(&value)? => {}
                Some(_) => return Some(()),
                None if all => unknown = true,
                None => open.push(*condition),
            }
        }
        if unknown {
            return None;
        }
        let Some(item) = self.from.items.get(bound.len()) else {
            self.take(bound, aggregated);
            return Some(());
        };
        for row in &item.rows {
            self.budget = self.budget.checked_sub(1)?;
            bound.push((item.alias.clone(), row));
            self.bind(bound, &open, aggregated)?;
            bound.pop();
        }
        Some(())
    }

    fn scope_of<'c>(&'c self, bound: &'c [(String, &'a Bound)]) -> Scope<'c> {
        Scope { catalog: self.scope.catalog, variables: self.scope.variables, bound, outer: Some(self.scope), counted: None }
    }

    /// What cannot be told of a row matters only where somebody reads it.
    fn take(&mut self, bound: &[(String, &'a Bound)], aggregated: bool) {
        let scope = self.scope_of(bound);
        let mut row = Answer::new();
        for (label, target) in self.targets {
            let Some(target) = target.as_ref().filter(|it| !tree::has(it, SyntaxKind::STAR)) else {
                row.extend(star(bound, target.as_ref()));
                continue;
            };
            let target = if aggregated { argument(target) } else { Some(target.clone()) };
            row.extend(target.map(|it| (label.clone(), scope.value(&it))));
        }
        self.found.push(row);
    }
}

/// The columns of all rows, or of the one that `t.*` names.
fn star(bound: &[(String, &Bound)], target: Option<&SyntaxNode>) -> Answer {
    let of = target.and_then(|it| tree::segments(it).into_iter().next()).map(|(word, _)| word);
    let rows = bound.iter().filter(|(alias, _)| of.as_ref().is_none_or(|of| of == alias));
    rows.flat_map(|(_, row)| row.0.iter().map(|(column, value)| (column.clone(), Some(value.clone())))).collect()
}

/// The first argument of a call.
fn argument(call: &SyntaxNode) -> Option<SyntaxNode> {
    let list = tree::child(call, SyntaxKind::ARG_LIST)?;
    tree::child(&list, SyntaxKind::ARG)
}

/// Whether an expression counts rows, not in a query of its own.
fn counts(target: &SyntaxNode) -> bool {
    let is_count = target.kind() == SyntaxKind::CALL_EXPR
        && target.children().next().and_then(|callee| tree::name(&callee)).is_some_and(|name| name.name == "count");
    is_count || target.children().filter(|child| !is_query(child.kind())).any(|child| counts(&child))
}

/// A select list that is one aggregate.
enum Aggregate {
    Array,
    Joined(String),
}

impl Aggregate {
    fn of(targets: &[Target]) -> Option<(Self, String)> {
        let [(label, Some(call))] = targets else { return None };
        if call.kind() != SyntaxKind::CALL_EXPR {
            return None;
        }
        let name = tree::name(&call.children().next()?)?.name;
        let aggregate = match name.as_str() {
            "array_agg" => Self::Array,
            "string_agg" => {
                let list = tree::child(call, SyntaxKind::ARG_LIST)?;
                Self::Joined(crate::dialect::postgres::data::text_value(&tree::children(&list, SyntaxKind::ARG).nth(1)?)?)
            }
            _ => return None,
        };
        Some((aggregate, label.clone()))
    }

    fn result(self, rows: Vec<Answer>) -> Option<Value> {
        if rows.is_empty() {
            return Some(Value::Null);
        }
        let text = |row: Answer| match row.into_iter().next()?.1 {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        let texts: Vec<String> = rows.into_iter().map(text).collect::<Option<_>>()?;
        Some(match self {
            Self::Joined(by) => Value::Text(texts.join(&by)),
            Self::Array => Value::List(texts),
        })
    }
}
