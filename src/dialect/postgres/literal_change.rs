//! UPDATE and DELETE whose rows and values the text tells in full: `SET a = 1 WHERE id = 2 AND kind IN ('x', 'y')`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::catalog::operators::between;
use super::data::one_value;
use super::tree;
use crate::dialect::effect::{LiteralChange, Value};

/// Reads the change, if every value in it is a constant and the rows are told by columns of the table alone.
pub fn read(node: &SyntaxNode) -> Option<LiteralChange> {
    let others = [SyntaxKind::FROM_CLAUSE, SyntaxKind::USING_CLAUSE, SyntaxKind::WHERE_CURRENT_OF, SyntaxKind::WITH_CLAUSE];
    if node.children().any(|child| others.contains(&child.kind())) {
        return None;
    }
    let mut only = Vec::new();
    if let Some(clause) = tree::child(node, SyntaxKind::WHERE_CLAUSE) {
        conditions(&clause.children().next()?, &mut only)?;
    }
    let set = tree::child(node, SyntaxKind::SET_CLAUSE).map_or(Some(Vec::new()), |clause| assignments(&clause))?;
    Some(LiteralChange { only, set })
}

fn assignments(clause: &SyntaxNode) -> Option<Vec<(String, Value)>> {
    let list = tree::child(clause, SyntaxKind::SET_COLUMN_LIST)?;
    let one = |assignment: SyntaxNode| {
        let single = Some(assignment).filter(|it| it.kind() == SyntaxKind::SET_SINGLE_COLUMN)?;
        let name = tree::child(&tree::child(&single, SyntaxKind::COLUMN_TARGET)?, SyntaxKind::COLUMN_NAME_REF)?;
        let value = tree::child(&single, SyntaxKind::SET_EXPR)?.children().next()?;
        Some((tree::fold(&tree::text(&name)), constant(&value)?))
    };
    list.children().map(one).collect()
}

/// `c = 1`, `c IN (1, 2)`, and these joined by AND.
fn conditions(node: &SyntaxNode, found: &mut Vec<(String, Vec<Value>)>) -> Option<()> {
    if node.kind() == SyntaxKind::PAREN_EXPR {
        return conditions(&node.children().next()?, found);
    }
    let sides: Vec<SyntaxNode> = Some(node).filter(|it| it.kind() == SyntaxKind::BIN_EXPR)?.children().collect();
    let (left, right) = (sides.first()?, sides.last()?);
    match between(node, left, right)?.as_str() {
        "AND" => {
            conditions(left, found)?;
            conditions(right, found)
        }
        "=" => {
            found.push((column(left)?, vec![constant(right)?]));
            Some(())
        }
        "IN" => {
            let is_list = matches!(right.kind(), SyntaxKind::TUPLE_EXPR | SyntaxKind::PAREN_EXPR);
            let values: Option<Vec<Value>> = right.children().filter(|_| is_list).map(|value| constant(&value)).collect();
            found.push((column(left)?, values.filter(|values| !values.is_empty())?));
            Some(())
        }
        _ => None,
    }
}

/// The last word of `c` and `t.c`: no other table is in sight.
fn column(node: &SyntaxNode) -> Option<String> {
    let base = node.children().next().map(|base| base.kind());
    let is_qualified = node.kind() == SyntaxKind::FIELD_EXPR && base == Some(SyntaxKind::NAME_REF);
    let is_name = is_qualified || node.kind() == SyntaxKind::NAME_REF;
    tree::segments(node).pop().filter(|_| is_name).map(|(word, _)| word)
}

fn constant(node: &SyntaxNode) -> Option<Value> {
    Some(one_value(node)).filter(|value| value.constant)
}
