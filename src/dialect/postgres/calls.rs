//! Routines that a statement calls: by SELECT, by CALL, in FROM.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::plpgsql::values::Variables;
use super::{builtins, literal, session, tree};
use crate::dialect::effect::{DataChange, Effect};
use crate::dialect::name::Name;
use crate::dialect::value::{Argument, Value};

/// The calls that a query makes by itself: in its select list and as items of FROM.
pub fn of_query(query: &SyntaxNode) -> Vec<Effect> {
    of_query_with(query, &|node| Variables::default().value(node))
}

/// How the value of an argument is found.
pub type Evaluate<'a> = &'a dyn Fn(&SyntaxNode) -> Option<Value>;

/// The same, where more than literals is known about arguments.
pub fn of_query_with(query: &SyntaxNode, evaluate: Evaluate<'_>) -> Vec<Effect> {
    called(query).iter().filter_map(|call| of_call(call, evaluate)).collect()
}

/// The calls in a select list (through casts and parentheses) and in FROM.
fn called(query: &SyntaxNode) -> Vec<SyntaxNode> {
    let mut found = Vec::new();
    for child in query.children() {
        match child.kind() {
            SyntaxKind::SELECT_CLAUSE => {
                tree::children(&child, SyntaxKind::TARGET_LIST).for_each(|list| targets(&list, &mut found))
            }
            SyntaxKind::TARGET_LIST => targets(&child, &mut found),
            SyntaxKind::FROM_CLAUSE => functions(&child, &mut found),
            kind if super::slots::is_query(kind) => found.extend(called(&child)),
            _ => {}
        }
    }
    found
}

fn targets(list: &SyntaxNode, found: &mut Vec<SyntaxNode>) {
    for target in tree::children(list, SyntaxKind::TARGET) {
        found.extend(target.children().next().and_then(|expression| unwrapped(&expression)));
    }
}

fn unwrapped(expression: &SyntaxNode) -> Option<SyntaxNode> {
    match expression.kind() {
        SyntaxKind::CALL_EXPR => Some(expression.clone()),
        SyntaxKind::CAST_EXPR | SyntaxKind::PAREN_EXPR | SyntaxKind::FIELD_EXPR => unwrapped(&expression.children().next()?),
        _ => None,
    }
}

fn functions(from: &SyntaxNode, found: &mut Vec<SyntaxNode>) {
    for child in from.children() {
        match child.kind() {
            SyntaxKind::FUNCTION_FROM_ITEM => {
                found.extend(tree::child(&child, SyntaxKind::CALL_EXPR));
            }
            SyntaxKind::JOIN_EXPR | SyntaxKind::JOIN => functions(&child, found),
            SyntaxKind::PAREN_FROM_ITEM => {
                found.extend(child.children().flat_map(|inner| called(&inner)));
            }
            _ => {}
        }
    }
}

/// What one call does; `None` for what is known to change nothing.
fn of_call(call: &SyntaxNode, evaluate: Evaluate<'_>) -> Option<Effect> {
    let callee =
        call.children().next().filter(|callee| matches!(callee.kind(), SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR))?;
    let routine = tree::name(&callee)?;
    let args = tree::child(call, SyntaxKind::ARG_LIST).map(|list| arguments(&list, evaluate)).unwrap_or_default();
    if routine.schema.as_deref().is_none_or(|schema| schema == "pg_catalog") {
        match routine.name.as_str() {
            "set_config" => return session::set_config(&texts(&args)),
            "setval" => return Some(Effect::Data(position(call, &texts(&args)))),
            name if builtins::is_known(name) || routine.schema.is_some() => return None,
            _ => {}
        }
    }
    Some(Effect::Call { routine, args })
}

/// `CALL p(…)`.
pub fn procedure(node: &SyntaxNode) -> Option<Effect> {
    procedure_with(node, &|node| Variables::default().value(node))
}

/// The same, where more than literals is known about arguments.
pub fn procedure_with(node: &SyntaxNode, evaluate: Evaluate<'_>) -> Option<Effect> {
    let routine = tree::name(&tree::child(node, SyntaxKind::PROCEDURE_NAME_REF)?)?;
    let args = tree::child(node, SyntaxKind::ARG_LIST).map(|list| arguments(&list, evaluate)).unwrap_or_default();
    Some(Effect::Call { routine, args })
}

/// The arguments, in order.
fn arguments(list: &SyntaxNode, evaluate: Evaluate<'_>) -> Vec<Argument> {
    let is_argument = |node: &SyntaxNode| matches!(node.kind(), SyntaxKind::ARG | SyntaxKind::NAMED_ARG);
    let name = |node: &SyntaxNode| node.children().next().map(|name| tree::fold(&tree::text(&name)));
    let argument = |node: SyntaxNode| Argument {
        name: (node.kind() == SyntaxKind::NAMED_ARG).then(|| name(&node)).flatten(),
        value: evaluate(&node),
    };
    list.children().filter(is_argument).map(argument).collect()
}

/// The texts among the arguments.
fn texts(args: &[Argument]) -> Vec<Option<String>> {
    let text = |arg: &Argument| match &arg.value {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    args.iter().map(text).collect()
}

/// The sequence that `setval` moves. `pg_get_serial_sequence('t', 'c')` gives the name that the server chooses.
fn position(call: &SyntaxNode, args: &[Option<String>]) -> DataChange {
    let named = args.first().cloned().flatten().and_then(|text| literal::qualified_name(&text));
    match named.or_else(|| serial_sequence(call)) {
        Some(sequence) => DataChange::SequencePosition { sequence },
        None => DataChange::Maintenance,
    }
}

fn serial_sequence(call: &SyntaxNode) -> Option<Name> {
    let inner = call.descendants().skip(1).find(|node| node.kind() == SyntaxKind::CALL_EXPR)?;
    let callee = tree::name(&inner.children().next()?)?;
    let args = texts(&arguments(&tree::child(&inner, SyntaxKind::ARG_LIST)?, &|node| Variables::default().value(node)));
    let [Some(table), Some(column)] = args.as_slice() else {
        return None;
    };
    let table = (callee.name == "pg_get_serial_sequence").then(|| literal::qualified_name(table)).flatten()?;
    Some(Name { schema: table.schema, name: tree::truncate(format!("{}_{column}_seq", table.name)) })
}
