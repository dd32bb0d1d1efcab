//! ALTER TABLE, ALTER FOREIGN TABLE, and what ALTER INDEX, ALTER VIEW and ALTER MATERIALIZED VIEW have in common with them.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::alter_column::alter_column;
use super::columns::column;
use super::constraints::{deferral, is_deferral, table_constraint};
use super::shared_actions::{incomplete, shared_action};
use super::tables::partition_bound;
use super::{mentions, options, tree, types};
use crate::dialect::effect::{Effect, TableAction};
use crate::dialect::name::{Class, Name, ObjectName};
use crate::dialect::wording::Wording;

/// ALTER of a relation of any class but sequences.
pub fn alter_relation(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    if tree::child(node, SyntaxKind::ALL_IN_TABLESPACE).is_some() {
        return vec![Effect::Opaque { why: "it moves whatever a tablespace holds".to_owned() }];
    }
    let Some(object) = target(node) else {
        return incomplete(node);
    };
    let if_exists = tree::child(node, SyntaxKind::IF_EXISTS).is_some();
    let mut effects = Vec::new();
    let mut actions = Vec::new();
    for action in node.children().filter(|child| !is_head(child.kind())) {
        match other_effect(&object, if_exists, &action) {
            Some(effect) => {
                flush(&object.name, if_exists, &mut actions, &mut effects);
                effects.push(effect);
            }
            None => actions.push(table_action(statement, &action)),
        }
    }
    flush(&object.name, if_exists, &mut actions, &mut effects);
    if effects.is_empty() { incomplete(node) } else { effects }
}

fn flush(table: &Name, if_exists: bool, actions: &mut Vec<TableAction>, effects: &mut Vec<Effect>) {
    if !actions.is_empty() {
        let actions = std::mem::take(actions);
        effects.push(Effect::AlterTable { table: table.clone(), if_exists, actions });
    }
}

fn is_head(kind: SyntaxKind) -> bool {
    use SyntaxKind::{IF_EXISTS, INDEX_REF, TABLE_RELATION_NAME, VIEW_REF};
    matches!(kind, IF_EXISTS | INDEX_REF | TABLE_RELATION_NAME | VIEW_REF)
}

fn target(node: &SyntaxNode) -> Option<ObjectName> {
    let class = match node.kind() {
        SyntaxKind::ALTER_FOREIGN_TABLE => Class::ForeignTable,
        SyntaxKind::ALTER_INDEX => Class::Index,
        SyntaxKind::ALTER_VIEW => Class::View,
        SyntaxKind::ALTER_MATERIALIZED_VIEW => Class::MaterializedView,
        _ => Class::Table,
    };
    let head = node.children().find(|child| is_head(child.kind()) && child.kind() != SyntaxKind::IF_EXISTS)?;
    let name = match head.kind() {
        SyntaxKind::TABLE_RELATION_NAME => mentions::child_name(&head, SyntaxKind::TABLE_NAME_REF)?,
        _ => tree::name(&head)?,
    };
    Some(ObjectName::plain(class, name))
}

/// The actions that are effects of their own.
fn other_effect(object: &ObjectName, if_exists: bool, action: &SyntaxNode) -> Option<Effect> {
    let (class, from, to) = match action.kind() {
        SyntaxKind::RENAME_COLUMN => (Class::Column, SyntaxKind::COLUMN_NAME_REF, SyntaxKind::COLUMN_NAME),
        SyntaxKind::RENAME_CONSTRAINT => (Class::Constraint, SyntaxKind::CONSTRAINT_NAME_REF, SyntaxKind::CONSTRAINT_NAME),
        _ => return shared_action(object, if_exists, action),
    };
    let part = ObjectName::of(class, object.name.clone(), mentions::child_word(action, from)?);
    Some(Effect::Rename { object: part, if_exists, to: mentions::child_word(action, to)? })
}

fn table_action(statement: &str, action: &SyntaxNode) -> TableAction {
    read_part(statement, action)
        .or_else(|| read_state(action))
        .or_else(|| read_membership(statement, action))
        .or_else(|| read_storage(action))
        .unwrap_or_else(|| TableAction::Other(tree::text(action)))
}

/// Actions on columns and constraints.
fn read_part(statement: &str, action: &SyntaxNode) -> Option<TableAction> {
    let if_exists = tree::child(action, SyntaxKind::IF_EXISTS).is_some();
    let cascade = tree::child(action, SyntaxKind::CASCADE).is_some();
    let constraint = || mentions::child_word(action, SyntaxKind::CONSTRAINT_NAME_REF);
    Some(match action.kind() {
        SyntaxKind::ADD_COLUMN => TableAction::AddColumn {
            column: column(statement, action)?,
            if_not_exists: tree::child(action, SyntaxKind::IF_NOT_EXISTS).is_some(),
        },
        SyntaxKind::DROP_COLUMN => {
            let name = mentions::child_word(action, SyntaxKind::COLUMN_NAME_REF)?;
            TableAction::DropColumn { name, if_exists, cascade }
        }
        SyntaxKind::ALTER_COLUMN | SyntaxKind::ALTER_VIEW_COLUMN => alter_column(statement, action)?,
        SyntaxKind::ADD_CONSTRAINT => {
            TableAction::AddConstraint(action.children().find_map(|n| table_constraint(statement, &n))?)
        }
        SyntaxKind::DROP_CONSTRAINT => TableAction::DropConstraint { name: constraint()?, if_exists, cascade },
        SyntaxKind::VALIDATE_CONSTRAINT => TableAction::ValidateConstraint(constraint()?),
        SyntaxKind::ALTER_CONSTRAINT if is_modelled(action) => {
            let defers = action.children().any(|option| is_deferral(option.kind()));
            TableAction::AlterConstraint {
                name: constraint()?,
                deferral: defers.then(|| deferral(action)),
                enforced: tree::child(action, SyntaxKind::ENFORCED)
                    .map(|_| true)
                    .or_else(|| tree::child(action, SyntaxKind::NOT_ENFORCED).map(|_| false)),
            }
        }
        _ => return None,
    })
}

/// INHERIT has no place in the action.
fn is_modelled(action: &SyntaxNode) -> bool {
    let mut options = action.children().filter(|n| n.kind() != SyntaxKind::CONSTRAINT_NAME_REF).peekable();
    let known = |kind| is_deferral(kind) || matches!(kind, SyntaxKind::ENFORCED | SyntaxKind::NOT_ENFORCED);
    options.peek().is_some() && options.all(|option| known(option.kind()))
}

/// What is switched on and off: row security, triggers, rules.
fn read_state(action: &SyntaxNode) -> Option<TableAction> {
    let trigger = |state: &str| {
        let named = mentions::child_word(action, SyntaxKind::TRIGGER_REF);
        let trigger = named.or_else(|| Some(tree::text(&action.children().next()?).to_uppercase()))?;
        Some(TableAction::TriggerState { trigger, state: state.to_owned() })
    };
    let rule = |state: &str| {
        let rule = mentions::child_word(action, SyntaxKind::RULE_REF)?;
        Some(TableAction::RuleState { rule, state: state.to_owned() })
    };
    match action.kind() {
        SyntaxKind::ENABLE_RLS => Some(TableAction::RowSecurity(true)),
        SyntaxKind::DISABLE_RLS => Some(TableAction::RowSecurity(false)),
        SyntaxKind::FORCE_RLS => Some(TableAction::ForceRowSecurity(true)),
        SyntaxKind::NO_FORCE_RLS => Some(TableAction::ForceRowSecurity(false)),
        SyntaxKind::ENABLE_TRIGGER => trigger("ENABLE"),
        SyntaxKind::DISABLE_TRIGGER => trigger("DISABLE"),
        SyntaxKind::ENABLE_ALWAYS_TRIGGER => trigger("ENABLE ALWAYS"),
        SyntaxKind::ENABLE_REPLICA_TRIGGER => trigger("ENABLE REPLICA"),
        SyntaxKind::ENABLE_RULE => rule("ENABLE"),
        SyntaxKind::DISABLE_RULE => rule("DISABLE"),
        SyntaxKind::ENABLE_ALWAYS_RULE => rule("ENABLE ALWAYS"),
        SyntaxKind::ENABLE_REPLICA_RULE => rule("ENABLE REPLICA"),
        _ => None,
    }
}

/// Inheritance and partitions.
fn read_membership(statement: &str, action: &SyntaxNode) -> Option<TableAction> {
    let table = || mentions::child_name(action, SyntaxKind::TABLE_NAME_REF);
    match action.kind() {
        SyntaxKind::INHERIT_TABLE => Some(TableAction::Inherit(table()?)),
        SyntaxKind::NO_INHERIT_TABLE => Some(TableAction::NoInherit(table()?)),
        SyntaxKind::ATTACH_PARTITION => {
            let bound = partition_bound(statement, action)?;
            Some(TableAction::AttachPartition { partition: table()?, bound })
        }
        SyntaxKind::ATTACH_INDEX_PARTITION => {
            let partition = mentions::child_name(action, SyntaxKind::INDEX_REF)?;
            Some(TableAction::AttachPartition { partition, bound: Wording::default() })
        }
        SyntaxKind::DETACH_PARTITION => Some(TableAction::DetachPartition { partition: table()? }),
        _ => None,
    }
}

/// How and where the rows are kept.
fn read_storage(action: &SyntaxNode) -> Option<TableAction> {
    let word = |kind| mentions::child_word(action, kind);
    match action.kind() {
        SyntaxKind::SET_LOGGED => Some(TableAction::SetLogged(true)),
        SyntaxKind::SET_UNLOGGED => Some(TableAction::SetLogged(false)),
        SyntaxKind::REPLICA_IDENTITY => Some(match tree::descendant(action, SyntaxKind::INDEX_REF) {
            Some(index) => TableAction::ReplicaIdentityIndex(mentions::word(&index)?),
            None => TableAction::ReplicaIdentity(tree::text(&action.children().next()?)),
        }),
        SyntaxKind::OF_TYPE => Some(TableAction::OfType(Some(types::type_name(&action.children().next()?)?.name))),
        SyntaxKind::NOT_OF => Some(TableAction::OfType(None)),
        SyntaxKind::ALTER_OPTION_LIST => Some(TableAction::ForeignOptions(options::foreign_changes(action))),
        SyntaxKind::ALTER_SET_STATISTICS => {
            let [element, target] = options::numbers(action).try_into().ok()?;
            Some(TableAction::ElementStatistics { element, target })
        }
        SyntaxKind::CLUSTER_ON => Some(TableAction::ClusterOn(Some(word(SyntaxKind::INDEX_REF)?))),
        SyntaxKind::SET_WITHOUT_CLUSTER => Some(TableAction::ClusterOn(None)),
        SyntaxKind::SET_OPTIONS => Some(TableAction::SetOptions(options::options(action))),
        SyntaxKind::RESET_OPTIONS => Some(TableAction::ResetOptions(options::names(action))),
        SyntaxKind::SET_TABLESPACE => Some(TableAction::SetTablespace(word(SyntaxKind::TABLESPACE_REF)?)),
        SyntaxKind::SET_ACCESS_METHOD => {
            Some(TableAction::SetAccessMethod(word(SyntaxKind::ACCESS_METHOD_REF).unwrap_or_else(|| "default".to_owned())))
        }
        _ => None,
    }
}
