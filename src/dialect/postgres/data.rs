//! Changes of rows: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY, also inside WITH; and what only maintains.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::slots::is_query;
use super::{calls, literal, literal_change, tree};
use crate::dialect::effect::{DataChange, Effect, Insert, TableAction, Value};
use crate::dialect::name::Name;
use crate::dialect::wording::Mention;

/// Reads INSERT, UPDATE, DELETE and MERGE.
pub fn change_rows(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(changes(node))
}

/// Reads a query: the changes inside its WITH, and the functions that it calls by themselves.
pub fn query(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(queried(node))
}

/// Reads `CALL p(…)`.
pub fn call(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(vec![calls::procedure(node)?])
}

/// Reads what keeps the rows and the schema as they are: VACUUM, REINDEX, REFRESH MATERIALIZED VIEW.
pub fn maintain(_statement: &str, _node: &SyntaxNode) -> Option<Vec<Effect>> {
    Some(vec![Effect::Data(DataChange::Maintenance)])
}

/// Reads PREPARE. The statement may be executed or not, so its changes of rows are conditional.
pub fn prepare(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let prepared: Vec<Effect> = node.children().flat_map(|child| row_changes(&child)).collect();
    Some(if prepared.is_empty() { prepared } else { vec![Effect::Conditional(prepared)] })
}

/// Reads CLUSTER: `CLUSTER t USING i` marks the index as the one to cluster on.
pub fn cluster(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let mut effects = vec![Effect::Data(DataChange::Maintenance)];
    let name = |kind| tree::descendant(node, kind).and_then(|found| tree::name(&found));
    if let (Some(table), Some(index)) = (name(SyntaxKind::TABLE_NAME_REF), name(SyntaxKind::INDEX_REF)) {
        let actions = vec![TableAction::ClusterOn(Some(index.name))];
        effects.push(Effect::AlterTable { table, if_exists: false, actions });
    }
    Some(effects)
}

/// The changes inside WITH, then the statement's own.
fn changes(node: &SyntaxNode) -> Vec<Effect> {
    let mut effects = inner_changes(node);
    effects.extend(change(node).map(Effect::Data));
    effects
}

fn queried(node: &SyntaxNode) -> Vec<Effect> {
    let mut effects = inner_changes(node);
    effects.extend(calls::of_query(node));
    effects
}

/// INSERT, UPDATE, DELETE and MERGE in common table expressions.
pub fn inner_changes(node: &SyntaxNode) -> Vec<Effect> {
    let tables = tree::child(node, SyntaxKind::WITH_CLAUSE)
        .into_iter()
        .flat_map(|with| tree::children(&with, SyntaxKind::WITH_TABLE).collect::<Vec<_>>());
    tables.flat_map(|table| table.children().collect::<Vec<_>>()).flat_map(|inner| row_changes(&inner)).collect()
}

fn row_changes(node: &SyntaxNode) -> Vec<Effect> {
    match node.kind() {
        SyntaxKind::INSERT | SyntaxKind::UPDATE | SyntaxKind::DELETE | SyntaxKind::MERGE => changes(node),
        kind if is_query(kind) => queried(node),
        _ => Vec::new(),
    }
}

fn change(node: &SyntaxNode) -> Option<DataChange> {
    let table = target(node)?;
    let filtered =
        tree::child(node, SyntaxKind::WHERE_CLAUSE).is_some() || tree::child(node, SyntaxKind::WHERE_CURRENT_OF).is_some();
    Some(match node.kind() {
        SyntaxKind::INSERT => DataChange::Insert(insert(node, table)),
        SyntaxKind::UPDATE => {
            DataChange::Update { table, columns: assigned(node), filtered, literal: literal_change::read(node) }
        }
        SyntaxKind::DELETE => DataChange::Delete { table, filtered, literal: literal_change::read(node) },
        _ => DataChange::Merge { table },
    })
}

fn target(node: &SyntaxNode) -> Option<Name> {
    let holder = node.children().find(|child| {
        matches!(child.kind(), SyntaxKind::RELATION_NAME_REF | SyntaxKind::RELATION_NAME | SyntaxKind::TABLE_RELATION_NAME)
    })?;
    let path = tree::descendant(&holder, SyntaxKind::PATH_REF)?;
    tree::name(&path)
}

fn insert(node: &SyntaxNode, table: Name) -> Insert {
    let source = node.children().find(|child| is_query(child.kind()));
    let rows = match &source {
        Some(values) if values.kind() == SyntaxKind::VALUES => Some(rows(values)),
        Some(_) => None,
        None => Some(vec![Vec::new()]),
    };
    let from = if rows.is_none() { relations(node) } else { Vec::new() };
    let columns = tree::child(node, SyntaxKind::COLUMN_TARGET_LIST).map(|list| target_names(&list)).unwrap_or_default();
    let conflict = tree::child(node, SyntaxKind::ON_CONFLICT_CLAUSE);
    let on_conflict = conflict.as_ref().map(|clause| tree::child(clause, SyntaxKind::CONFLICT_DO_UPDATE_SET).is_some());
    let named = conflict.as_ref().and_then(|clause| tree::descendant(clause, SyntaxKind::CONFLICT_ON_CONSTRAINT));
    let conflict_constraint = named.and_then(|clause| super::mentions::word(&clause.children().last()?));
    let conflict_columns = conflict.and_then(|clause| conflict_columns(&clause)).unwrap_or_default();
    Insert { table, columns, rows, from, on_conflict, conflict_columns, conflict_constraint }
}

/// The plain columns by which a key is chosen.
fn conflict_columns(clause: &SyntaxNode) -> Option<Vec<String>> {
    let items = tree::child(&tree::child(clause, SyntaxKind::CONFLICT_ON_INDEX)?, SyntaxKind::CONFLICT_INDEX_ITEM_LIST)?;
    let column = |item: SyntaxNode| {
        let element = item.children().next()?;
        let is_plain = matches!(element.kind(), SyntaxKind::NAME_REF | SyntaxKind::COLUMN_NAME_REF);
        is_plain.then(|| tree::fold(&tree::text(&element)))
    };
    tree::children(&items, SyntaxKind::CONFLICT_INDEX_ITEM).map(column).collect()
}

fn rows(values: &SyntaxNode) -> Vec<Vec<Value>> {
    let Some(list) = tree::child(values, SyntaxKind::ROW_LIST) else {
        return Vec::new();
    };
    tree::children(&list, SyntaxKind::ROW).map(|row| row.children().map(|value| one_value(&value)).collect()).collect()
}

/// A value as written, and whether it is a constant.
pub fn one_value(node: &SyntaxNode) -> Value {
    Value { text: tree::text(node), constant: is_constant(node) }
}

/// A literal, a cast of one, a signed number. DEFAULT is none: it depends on the table.
fn is_constant(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::LITERAL => !tree::has(node, SyntaxKind::DEFAULT_KW) && !tree::has(node, SyntaxKind::POSITIONAL_PARAM),
        SyntaxKind::PREFIX_EXPR | SyntaxKind::PAREN_EXPR | SyntaxKind::ARRAY_EXPR => {
            node.children().all(|child| child.kind() == SyntaxKind::OP || is_constant(&child))
        }
        SyntaxKind::CAST_EXPR => node
            .children()
            .filter(|child| child.kind() != SyntaxKind::COLON_COLON && super::types::type_name(child).is_none())
            .all(|child| is_constant(&child)),
        _ => false,
    }
}

/// The relations that an INSERT reads, its target and common table expressions left out, each once.
fn relations(insert: &SyntaxNode) -> Vec<Name> {
    let target = tree::child(insert, SyntaxKind::RELATION_NAME_REF).map(|path| tree::range(&path));
    let mut found: Vec<Name> = Vec::new();
    for slot in super::slots::slots(insert, false).into_iter().filter(|slot| Some(&slot.range) != target.as_ref()) {
        if let Mention::Relation(name) = slot.mention
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}

fn assigned(update: &SyntaxNode) -> Vec<String> {
    tree::child(update, SyntaxKind::SET_CLAUSE).map(|clause| target_names(&clause)).unwrap_or_default()
}

fn target_names(node: &SyntaxNode) -> Vec<String> {
    node.descendants()
        .filter(|child| child.kind() == SyntaxKind::COLUMN_TARGET)
        .filter_map(|target| tree::child(&target, SyntaxKind::COLUMN_NAME_REF))
        .map(|name| tree::fold(&tree::text(&name)))
        .collect()
}

/// Reads TRUNCATE.
pub fn truncate(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let tables = node
        .descendants()
        .filter(|child| child.kind() == SyntaxKind::TABLE_NAME_REF)
        .filter_map(|path| tree::name(&path))
        .collect();
    let cascade = tree::child(node, SyntaxKind::CASCADE).is_some();
    Some(vec![Effect::Data(DataChange::Truncate { tables, cascade })])
}

/// Reads COPY: only `COPY t FROM …` changes anything.
pub fn copy(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if tree::child(node, SyntaxKind::COPY_FROM).is_none() {
        return Some(Vec::new());
    }
    let path = tree::descendant(node, SyntaxKind::TABLE_NAME_REF)?;
    let table = tree::child(node, SyntaxKind::COPY_TABLE);
    let columns = table.map(|table| super::mentions::column_names(&table)).unwrap_or_default();
    Some(vec![Effect::Data(DataChange::CopyIn { table: tree::name(&path)?, columns })])
}

/// The literal text of an expression that is a string, through casts and parentheses.
pub fn text_value(node: &SyntaxNode) -> Option<String> {
    match node.kind() {
        SyntaxKind::LITERAL => literal::string(node).or_else(|| number(node)),
        SyntaxKind::CAST_EXPR | SyntaxKind::PAREN_EXPR | SyntaxKind::ARG | SyntaxKind::NAMED_ARG => {
            node.children().find_map(|child| text_value(&child))
        }
        SyntaxKind::PREFIX_EXPR if is_constant(node) => Some(tree::text(node)),
        _ => None,
    }
}

/// Numbers and TRUE, FALSE as written. NULL is no text.
fn number(node: &SyntaxNode) -> Option<String> {
    let text = tree::text(node);
    (is_constant(node) && !text.eq_ignore_ascii_case("null")).then_some(text)
}
