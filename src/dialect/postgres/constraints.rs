//! Constraints of tables, columns and domains. A column's constraint is lifted to table form, which is the form that
//! ALTER TABLE can add later.

use std::ops::Range;

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::{indexes, mentions, slots, tree};
use crate::dialect::effect::{ConstraintDef, ConstraintKind};
use crate::dialect::wording::{Mention, RelationRef, Slot, Wording};

/// A constraint in table form, as CREATE TABLE, ADD CONSTRAINT and the like hold it.
pub fn table_constraint(statement: &str, node: &SyntaxNode) -> Option<ConstraintDef> {
    let kind = table_kind(node)?;
    let wording = slots::wording(statement, body(node), table_slots(node));
    Some(definition(node, kind, wording))
}

/// A column's constraint; `column` is the node that names the column. `None` for what is no constraint of the table (DEFAULT,
/// NOT NULL, GENERATED).
pub fn column_constraint(statement: &str, node: &SyntaxNode, column: &SyntaxNode) -> Option<ConstraintDef> {
    let name = mentions::word(column)?;
    let columns = vec![name.clone()];
    match node.kind() {
        SyntaxKind::PRIMARY_KEY_CONSTRAINT => {
            let kind = ConstraintKind::PrimaryKey { columns, using_index: None };
            Some(definition(node, kind, with_column_list(statement, node, column)))
        }
        SyntaxKind::UNIQUE_CONSTRAINT => {
            let kind = ConstraintKind::Unique { columns, using_index: None };
            Some(definition(node, kind, with_column_list(statement, node, column)))
        }
        SyntaxKind::REFERENCES_CONSTRAINT => {
            let target = mentions::child_name(node, SyntaxKind::TABLE_NAME_REF)?;
            let target_columns = tree::children(node, SyntaxKind::COLUMN_NAME_REF).filter_map(|n| mentions::word(&n));
            let target_columns = target_columns.collect();
            let kind = ConstraintKind::ForeignKey { columns, target, target_columns };
            Some(definition(node, kind, lifted_reference(statement, node, column)))
        }
        SyntaxKind::CHECK_CONSTRAINT | SyntaxKind::EXCLUDE_CONSTRAINT => table_constraint(statement, node),
        _ => None,
    }
}

/// A domain's CHECK. `VALUE` is no column.
pub fn domain_constraint(statement: &str, node: &SyntaxNode) -> Option<ConstraintDef> {
    if node.kind() != SyntaxKind::CHECK_CONSTRAINT {
        return None;
    }
    let wording = slots::wording(statement, body(node), expression_slots(node, false));
    Some(definition(node, ConstraintKind::Check { columns: Vec::new() }, wording))
}

/// The name behind CONSTRAINT.
pub fn constraint_name(node: &SyntaxNode) -> Option<String> {
    let clause = tree::child(node, SyntaxKind::CONSTRAINT_NAME_CLAUSE)?;
    mentions::child_word(&clause, SyntaxKind::CONSTRAINT_NAME)
}

/// The words about deferral among a node's children: upper case, single blanks.
pub fn deferral(node: &SyntaxNode) -> String {
    let options = node.children().filter(|child| is_deferral(child.kind()));
    let words = options.map(|option| {
        let text = tree::text(&option).to_uppercase();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a constraint option of this kind is about deferral.
pub fn is_deferral(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION
            | SyntaxKind::NOT_DEFERRABLE_CONSTRAINT_OPTION
            | SyntaxKind::INITIALLY_DEFERRED_CONSTRAINT_OPTION
            | SyntaxKind::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION
    )
}

fn definition(node: &SyntaxNode, kind: ConstraintKind, wording: Wording) -> ConstraintDef {
    ConstraintDef {
        name: constraint_name(node),
        kind,
        wording,
        not_valid: tree::child(node, SyntaxKind::NOT_VALID).is_some(),
        not_enforced: tree::child(node, SyntaxKind::NOT_ENFORCED).is_some(),
        deferral: deferral(node),
        no_inherit: tree::child(node, SyntaxKind::NO_INHERIT).is_some(),
    }
}

fn table_kind(node: &SyntaxNode) -> Option<ConstraintKind> {
    Some(match node.kind() {
        SyntaxKind::PRIMARY_KEY_CONSTRAINT => {
            ConstraintKind::PrimaryKey { columns: key_columns(node), using_index: using_index(node) }
        }
        SyntaxKind::UNIQUE_CONSTRAINT => ConstraintKind::Unique { columns: key_columns(node), using_index: using_index(node) },
        SyntaxKind::FOREIGN_KEY_CONSTRAINT => {
            let mut lists = tree::children(node, SyntaxKind::FOREIGN_KEY_COLUMN_LIST);
            ConstraintKind::ForeignKey {
                columns: mentions::column_names(&lists.next()?),
                target: mentions::child_name(node, SyntaxKind::TABLE_NAME_REF)?,
                target_columns: lists.next().as_ref().map(mentions::column_names).unwrap_or_default(),
            }
        }
        SyntaxKind::CHECK_CONSTRAINT => ConstraintKind::Check { columns: used_columns(node) },
        SyntaxKind::EXCLUDE_CONSTRAINT => ConstraintKind::Exclude { columns: exclusion_names(node) },
        SyntaxKind::NOT_NULL_CONSTRAINT => {
            ConstraintKind::NotNull { column: mentions::child_word(node, SyntaxKind::COLUMN_NAME_REF)? }
        }
        _ => return None,
    })
}

fn key_list(node: &SyntaxNode) -> Option<SyntaxNode> {
    let parameters = tree::child(node, SyntaxKind::INDEX_PARAMETERS)?;
    tree::child(&parameters, SyntaxKind::CONSTRAINT_COLUMN_REF_LIST)
}

fn key_columns(node: &SyntaxNode) -> Vec<String> {
    key_list(node).as_ref().map(mentions::column_names).unwrap_or_default()
}

fn using_index(node: &SyntaxNode) -> Option<String> {
    let clause = tree::child(node, SyntaxKind::USING_INDEX_NAME)?;
    mentions::child_word(&clause, SyntaxKind::INDEX_REF)
}

/// The columns that a CHECK uses, in order of appearance, each once.
fn used_columns(node: &SyntaxNode) -> Vec<String> {
    let mut found = expression_slots(node, true);
    found.sort_by_key(|slot| slot.range.start);
    let mut columns = Vec::new();
    for slot in found {
        if let Mention::Column { relations, name, .. } = slot.mention
            && relations.contains(&RelationRef::Parent)
            && !columns.contains(&name)
        {
            columns.push(name);
        }
    }
    columns
}

/// PostgreSQL names the elements of an exclusion constraint as it names those of an index.
fn exclusion_names(node: &SyntaxNode) -> Vec<String> {
    let exclusions = node.descendants().filter(|n| n.kind() == SyntaxKind::CONSTRAINT_EXCLUSION);
    exclusions.filter_map(|exclusion| exclusion.children().next()).map(|n| indexes::element_name(&n)).collect()
}

/// Everything behind `CONSTRAINT name`.
fn body(node: &SyntaxNode) -> Range<usize> {
    let range = tree::range(node);
    let Some(clause) = tree::child(node, SyntaxKind::CONSTRAINT_NAME_CLAUSE) else {
        return range;
    };
    let after = tree::range(&clause).end;
    let tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    let mut body = tokens.filter(|token| !tree::is_trivia(token.kind())).map(|token| tree::token_range(&token));
    let start = body.find(|token| token.start >= after).map_or(range.end, |token| token.start);
    start..range.end
}

fn table_slots(node: &SyntaxNode) -> Vec<Slot> {
    match node.kind() {
        SyntaxKind::FOREIGN_KEY_CONSTRAINT | SyntaxKind::REFERENCES_CONSTRAINT => foreign_key_slots(node),
        SyntaxKind::CHECK_CONSTRAINT => expression_slots(node, true),
        SyntaxKind::EXCLUDE_CONSTRAINT => {
            let mut found = mentions::columns(node, &RelationRef::Parent);
            found.extend(exclude_slots(node));
            found
        }
        _ => {
            let mut found = mentions::columns(node, &RelationRef::Parent);
            found.extend(index_slot(node));
            found
        }
    }
}

fn index_slot(node: &SyntaxNode) -> Option<Slot> {
    let clause = tree::child(node, SyntaxKind::USING_INDEX_NAME)?;
    mentions::relation(&tree::child(&clause, SyntaxKind::INDEX_REF)?)
}

fn exclude_slots(node: &SyntaxNode) -> Vec<Slot> {
    let places = [SyntaxKind::CONSTRAINT_EXCLUSION, SyntaxKind::WHERE_CONDITION_CLAUSE];
    let holders = node.descendants().filter(|n| places.contains(&n.kind()));
    holders.filter_map(|holder| holder.children().next()).flat_map(|n| slots::slots(&n, true)).collect()
}

/// The target table is a relation, its columns are its own, all others are the constraint's table's.
fn foreign_key_slots(node: &SyntaxNode) -> Vec<Slot> {
    let Some(table) = tree::child(node, SyntaxKind::TABLE_NAME_REF) else {
        return Vec::new();
    };
    let Some(target) = tree::name(&table) else {
        return Vec::new();
    };
    let (after, target) = (tree::range(&table).end, RelationRef::Named(target));
    let mut found: Vec<Slot> = mentions::relation(&table).into_iter().collect();
    for child in node.children() {
        let behind = tree::range(&child).start >= after;
        match child.kind() {
            SyntaxKind::FOREIGN_KEY_COLUMN_LIST if behind => {
                found.extend(mentions::columns(&child, &target));
            }
            SyntaxKind::COLUMN_NAME_REF => found.extend(mentions::column(&child, &target)),
            _ => found.extend(mentions::columns(&child, &RelationRef::Parent)),
        }
    }
    found
}

fn expression_slots(node: &SyntaxNode, parent: bool) -> Vec<Slot> {
    let expressions = node.children().filter(|child| child.kind() != SyntaxKind::CONSTRAINT_NAME_CLAUSE);
    expressions.flat_map(|child| slots::slots(&child, parent)).collect()
}

/// `FOREIGN KEY (c)` before the author's `REFERENCES …`.
fn lifted_reference(statement: &str, node: &SyntaxNode, column: &SyntaxNode) -> Wording {
    let mut wording = Wording::plain("FOREIGN KEY ");
    push_column_list(&mut wording, column);
    wording.push_str(" ");
    wording.push(&slots::wording(statement, body(node), foreign_key_slots(node)));
    wording
}

/// The author's `PRIMARY KEY …` or `UNIQUE …` with `(c)` put in where the table form has it.
fn with_column_list(statement: &str, node: &SyntaxNode, column: &SyntaxNode) -> Wording {
    let body = body(node);
    let at = list_position(node).clamp(body.start, body.end);
    let found = table_slots(node);
    let mut wording = slots::wording(statement, body.start..at, found.clone());
    wording.push_str(" ");
    push_column_list(&mut wording, column);
    wording.push(&slots::wording(statement, at..body.end, found));
    wording
}

/// Where the column list stands: behind KEY, UNIQUE or NULLS NOT DISTINCT.
fn list_position(node: &SyntaxNode) -> usize {
    let nulls = [SyntaxKind::NULLS_DISTINCT, SyntaxKind::NULLS_NOT_DISTINCT];
    if let Some(clause) = node.descendants().find(|n| nulls.contains(&n.kind())) {
        return tree::range(&clause).end;
    }
    let keyword = tree::token(node, SyntaxKind::KEY_KW).or_else(|| tree::token(node, SyntaxKind::UNIQUE_KW));
    keyword.map_or(tree::range(node).end, |token| tree::token_range(&token).end)
}

fn push_column_list(wording: &mut Wording, column: &SyntaxNode) {
    let name = mentions::word(column).unwrap_or_default();
    let mention = Mention::Column { relations: vec![RelationRef::Parent], name, label: false, certain: true };
    wording.push_str("(");
    wording.push_slot(&tree::text(column), mention);
    wording.push_str(")");
}
