//! CREATE TYPE and ALTER TYPE.

use squawk_syntax::ast::{AstNode, Literal};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::columns::column;
use super::shared_actions::{incomplete, shared_action};
use super::{mentions, slots, tree, types};
use crate::dialect::effect::{CreateType, Effect, TypeChange, TypeKind, ValuePosition};
use crate::dialect::name::{Class, ObjectName};
use crate::dialect::wording::{Mention, Slot};

/// CREATE TYPE.
pub fn create_type(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name_node) = tree::child(node, SyntaxKind::TYPE_NAME) else {
        return incomplete(node);
    };
    let Some(name) = tree::name(&name_node) else {
        return incomplete(node);
    };
    let mut found = vec![mentions::own(&name_node)];
    found.extend(definition_slots(node));
    vec![Effect::CreateType(Box::new(CreateType {
        name,
        kind: kind(statement, node),
        wording: slots::wording(statement, mentions::whole(node), found),
    }))]
}

fn kind(statement: &str, node: &SyntaxNode) -> TypeKind {
    if let Some(list) = tree::child(node, SyntaxKind::ENUM_TYPE) {
        let labels = list.descendants().filter(|n| n.kind() == SyntaxKind::LITERAL);
        return TypeKind::Enum(labels.filter_map(|label| label_text(&label)).collect());
    }
    if let Some(composite) = tree::child(node, SyntaxKind::COMPOSITE_TYPE) {
        let fields = composite.descendants().filter(|n| n.kind() == SyntaxKind::COMPOSITE_FIELD_DEF);
        return TypeKind::Composite(fields.filter_map(|field| column(statement, &field)).collect());
    }
    match tree::child(node, SyntaxKind::RANGE_TYPE) {
        Some(_) => TypeKind::Range,
        None => TypeKind::Base,
    }
}

/// The types and collations of attributes; in the list of a range or base type each parameter says what its value names.
fn definition_slots(node: &SyntaxNode) -> Vec<Slot> {
    let parameters = node.descendants().filter(|n| n.kind() == SyntaxKind::ATTRIBUTE_OPTION);
    let mut found: Vec<Slot> = parameters.filter_map(|parameter| parameter_slot(&parameter)).collect();
    if let Some(fields) = tree::child(node, SyntaxKind::COMPOSITE_TYPE) {
        found.extend(mentions::types_and_collations(&fields));
    }
    found
}

fn parameter_slot(parameter: &SyntaxNode) -> Option<Slot> {
    let path = tree::descendant(parameter, SyntaxKind::PATH_REF)?;
    let name = tree::name(&path)?;
    let mention = match mentions::child_word(parameter, SyntaxKind::ATTRIBUTE_NAME)?.as_str() {
        "subtype" | "like" | "element" => {
            return types::slot(&tree::descendant(parameter, SyntaxKind::PATH_TYPE)?);
        }
        "collation" => Mention::Object(Class::Collation, name),
        "subtype_opclass" => Mention::Object(Class::OperatorClass, name),
        "multirange_type_name" => Mention::Type(name),
        "canonical" | "subtype_diff" | "input" | "output" | "receive" | "send" | "typmod_in" | "typmod_out" | "analyze"
        | "subscript" => Mention::Routine { name, arity: None },
        _ => return None,
    };
    Some(Slot { range: tree::range(&path), mention })
}

/// What a label's literal stands for.
fn label_text(literal: &SyntaxNode) -> Option<String> {
    Literal::cast(literal.clone())?.string_value()
}

/// ALTER TYPE.
pub fn alter_type(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name) = mentions::child_name(node, SyntaxKind::TYPE_NAME_REF) else {
        return incomplete(node);
    };
    let object = ObjectName::plain(Class::Type, name);
    let actions = node.children().filter(|child| child.kind() != SyntaxKind::TYPE_NAME_REF);
    let effects: Vec<Effect> = actions.flat_map(|action| read_action(statement, &object, &action)).collect();
    if effects.is_empty() { incomplete(node) } else { effects }
}

fn read_action(statement: &str, object: &ObjectName, action: &SyntaxNode) -> Vec<Effect> {
    if action.kind() == SyntaxKind::ALTER_TYPE_ATTRIBUTE_ACTION_LIST {
        return action.children().flat_map(|action| read_action(statement, object, &action)).collect();
    }
    if let Some(effect) = shared_action(object, false, action) {
        return vec![effect];
    }
    let change = change(statement, action).unwrap_or_else(|| TypeChange::Other(tree::text(action)));
    vec![Effect::AlterType { name: object.name.clone(), change }]
}

fn change(statement: &str, action: &SyntaxNode) -> Option<TypeChange> {
    let cascade = tree::child(action, SyntaxKind::CASCADE).is_some();
    let word = |kind| mentions::child_word(action, kind);
    Some(match action.kind() {
        SyntaxKind::ADD_VALUE => TypeChange::AddValue {
            value: literals(action).into_iter().next()?,
            if_not_exists: tree::child(action, SyntaxKind::IF_NOT_EXISTS).is_some(),
            position: position(action),
        },
        SyntaxKind::RENAME_VALUE => {
            let mut labels = literals(action).into_iter();
            TypeChange::RenameValue { from: labels.next()?, to: labels.next()? }
        }
        SyntaxKind::ADD_ATTRIBUTE => TypeChange::AddAttribute { attribute: column(statement, action)?, cascade },
        SyntaxKind::DROP_ATTRIBUTE => TypeChange::DropAttribute {
            name: word(SyntaxKind::COMPOSITE_FIELD_REF)?,
            if_exists: tree::child(action, SyntaxKind::IF_EXISTS).is_some(),
            cascade,
        },
        // A collation has no place in the change, so such an action stays text.
        SyntaxKind::ALTER_ATTRIBUTE if tree::child(action, SyntaxKind::COLLATE).is_none() => TypeChange::AlterAttribute {
            name: word(SyntaxKind::COMPOSITE_FIELD_REF)?,
            ty: types::type_use(statement, &types::child_type(action)?)?,
            cascade,
        },
        SyntaxKind::RENAME_ATTRIBUTE => {
            TypeChange::RenameAttribute { from: word(SyntaxKind::COMPOSITE_FIELD_REF)?, to: word(SyntaxKind::COMPOSITE_FIELD)? }
        }
        _ => return None,
    })
}

fn literals(node: &SyntaxNode) -> Vec<String> {
    tree::children(node, SyntaxKind::LITERAL).filter_map(|literal| label_text(&literal)).collect()
}

fn position(action: &SyntaxNode) -> Option<ValuePosition> {
    let label = |kind| literals(&tree::child(action, kind)?).into_iter().next();
    let before = label(SyntaxKind::BEFORE_VALUE).map(ValuePosition::Before);
    before.or_else(|| label(SyntaxKind::AFTER_VALUE).map(ValuePosition::After))
}
