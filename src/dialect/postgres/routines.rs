//! CREATE FUNCTION, PROCEDURE, AGGREGATE, and the actions of ALTER FUNCTION.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::{definition, part, replaces, statement_range};
use super::plpgsql::values::Variables;
use super::{literal, objects, renames, tree, types};
use crate::dialect::effect::{CreateRoutine, Effect, Param, ParamMode};
use crate::dialect::name::{Class, Name, TypeName};

/// Reads a statement that defines a routine.
pub fn create(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let class = match node.kind() {
        SyntaxKind::CREATE_FUNCTION => Class::Function,
        SyntaxKind::CREATE_PROCEDURE => Class::Procedure,
        SyntaxKind::CREATE_AGGREGATE => Class::Aggregate,
        _ => return None,
    };
    let path = node.children().find(|child| {
        matches!(child.kind(), SyntaxKind::FUNCTION_NAME | SyntaxKind::PROCEDURE_NAME | SyntaxKind::AGGREGATE_NAME)
    })?;
    let routine = CreateRoutine {
        name: tree::name(&path)?,
        class,
        or_replace: replaces(node),
        params: params(node),
        returns: returns(node),
        language: language(node, class),
        body: body(node),
        wording: definition(statement, node, Some(tree::range(&path)), false, true),
    };
    Some(vec![Effect::CreateRoutine(Box::new(routine))])
}

/// Reads a statement that alters a routine.
pub fn alter(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if let Some(effect) = renames::change(node) {
        return Some(vec![effect]);
    }
    let (routine, range) = objects::first(node)?;
    let end = statement_range(node).end;
    let start = statement.get(range.end..end).map_or(end, |rest| end - rest.trim_start().len());
    Some(vec![Effect::AlterRoutine { routine, actions: part(statement, node, start..end, false) }])
}

/// The parameters, and behind them the columns of RETURNS TABLE.
fn params(node: &SyntaxNode) -> Vec<Param> {
    let listed = tree::child(node, SyntaxKind::PARAM_LIST).into_iter().flat_map(|list| {
        list.descendants()
            .filter(|node| node.kind() == SyntaxKind::PARAM)
            .filter_map(|param| one_param(&param))
            .collect::<Vec<_>>()
    });
    let table = tree::child(node, SyntaxKind::RET_TYPE).into_iter().flat_map(|ret| {
        ret.descendants()
            .filter(|node| node.kind() == SyntaxKind::RETURN_TABLE_COLUMN)
            .filter_map(|column| table_column(&column))
            .collect::<Vec<_>>()
    });
    listed.chain(table).chain(base_type(node)).collect()
}

fn one_param(node: &SyntaxNode) -> Option<Param> {
    let name = tree::child(node, SyntaxKind::PARAM_NAME).map(|name| tree::fold(&tree::text(&name)));
    let has_default = tree::child(node, SyntaxKind::PARAM_DEFAULT).is_some();
    let expression = tree::child(node, SyntaxKind::PARAM_DEFAULT).and_then(|default| default.children().last());
    let default = expression.and_then(|expression| Variables::default().value(&expression));
    Some(Param { name, mode: mode(node), ty: param_type(node)?, has_default, default })
}

fn mode(param: &SyntaxNode) -> ParamMode {
    let has = |kind| tree::child(param, kind).is_some();
    if has(SyntaxKind::PARAM_OUT) {
        ParamMode::Out
    } else if has(SyntaxKind::PARAM_IN_OUT) {
        ParamMode::InOut
    } else if has(SyntaxKind::PARAM_VARIADIC) {
        ParamMode::Variadic
    } else {
        ParamMode::In
    }
}

/// The type; `t.c%TYPE` is kept as text, for the server alone resolves it.
fn param_type(node: &SyntaxNode) -> Option<TypeName> {
    node.children().find_map(|part| types::type_name(&part)).or_else(|| {
        let ty = tree::child(node, SyntaxKind::PERCENT_TYPE)?;
        Some(TypeName { name: Name::bare(tree::text(&ty)), modifiers: String::new(), dimensions: 0, set_of: false })
    })
}

fn table_column(node: &SyntaxNode) -> Option<Param> {
    let name = tree::child(node, SyntaxKind::COLUMN_NAME).map(|name| tree::fold(&tree::text(&name)));
    Some(Param { name, mode: ParamMode::Table, ty: param_type(node)?, has_default: false, default: None })
}

/// `basetype = t`: the one argument of an aggregate in the old style; `"ANY"` for none.
fn base_type(node: &SyntaxNode) -> Option<Param> {
    if node.kind() != SyntaxKind::CREATE_AGGREGATE || tree::child(node, SyntaxKind::PARAM_LIST).is_some() {
        return None;
    }
    let list = tree::child(node, SyntaxKind::ATTRIBUTE_LIST)?;
    let option = tree::children(&list, SyntaxKind::ATTRIBUTE_OPTION).find(|option| {
        tree::child(option, SyntaxKind::ATTRIBUTE_NAME).is_some_and(|name| tree::text(&name).eq_ignore_ascii_case("basetype"))
    })?;
    let value = tree::child(&option, SyntaxKind::ATTRIBUTE_VALUE)?;
    let ty = value.children().find_map(|part| types::type_name(&part))?;
    (!ty.name.name.eq_ignore_ascii_case("any")).then_some(Param {
        name: None,
        mode: ParamMode::In,
        ty,
        has_default: false,
        default: None,
    })
}

fn returns(node: &SyntaxNode) -> Option<String> {
    let ret = tree::child(node, SyntaxKind::RET_TYPE)?;
    let word = tree::token(&ret, SyntaxKind::RETURNS_KW)?;
    let text = tree::text(&ret);
    text.get(word.text().len()..).map(|rest| rest.trim().to_owned())
}

fn language(node: &SyntaxNode, class: Class) -> String {
    let option =
        tree::child(node, SyntaxKind::FUNC_OPTION_LIST).and_then(|list| tree::child(&list, SyntaxKind::LANGUAGE_FUNC_OPTION));
    let named = option.and_then(|option| option.children().next());
    match named {
        Some(name) => literal::string(&name).map_or_else(|| tree::fold(&tree::text(&name)), |text| text.to_lowercase()),
        None if class == Class::Aggregate => "internal".to_owned(),
        None => "sql".to_owned(),
    }
}

fn body(node: &SyntaxNode) -> Option<String> {
    let list = tree::child(node, SyntaxKind::FUNC_OPTION_LIST)?;
    let definition = tree::descendant(&list, SyntaxKind::AS_DEFINITION)?;
    literal::string(&tree::child(&definition, SyntaxKind::LITERAL)?)
}
