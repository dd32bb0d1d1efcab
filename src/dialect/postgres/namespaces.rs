//! Schemas and extensions.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::shared_actions::{incomplete, role, shared_action};
use super::{mentions, read, slots, tree};
use crate::dialect::Provided;
use crate::dialect::effect::Effect;
use crate::dialect::name::{Class, Name, ObjectName};
use crate::dialect::wording::{Mention, Slot, Wording};

/// CREATE SCHEMA, with the objects that it creates at once.
pub fn create_schema(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some((name, owner)) = schema_and_owner(node) else {
        return incomplete(node);
    };
    let if_not_exists = tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some();
    let mut effects = vec![Effect::CreateSchema { name: name.clone(), if_not_exists, owner }];
    let heads = [SyntaxKind::IF_NOT_EXISTS, SyntaxKind::NAMED_SCHEMA, SyntaxKind::AUTHORIZATION_SCHEMA];
    let elements = node.children().filter(|child| !heads.contains(&child.kind()));
    let inside: Vec<Effect> = elements.flat_map(|element| read::effects(statement, &element)).collect();
    if !inside.is_empty() {
        effects.push(Effect::Within { schema: name, effects: inside });
    }
    effects
}

/// `AUTHORIZATION r` alone names the schema after the role.
fn schema_and_owner(node: &SyntaxNode) -> Option<(String, Option<String>)> {
    if let Some(named) = tree::child(node, SyntaxKind::NAMED_SCHEMA) {
        let owner = tree::child(&named, SyntaxKind::ROLE_REF).and_then(|node| role(&node));
        return Some((mentions::child_word(&named, SyntaxKind::SCHEMA)?, owner));
    }
    let authorization = tree::child(node, SyntaxKind::AUTHORIZATION_SCHEMA)?;
    let owner = role(&authorization.children().next()?)?;
    Some((owner.clone(), Some(owner)))
}

/// CREATE EXTENSION.
pub fn create_extension(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name_node) = tree::child(node, SyntaxKind::EXTENSION) else {
        return incomplete(node);
    };
    let Some(name) = mentions::word(&name_node) else {
        return incomplete(node);
    };
    let schema_node =
        tree::child(node, SyntaxKind::EXTENSION_SCHEMA).and_then(|clause| tree::child(&clause, SyntaxKind::SCHEMA_REF));
    let schema = schema_node.as_ref().and_then(mentions::word);
    let mut found = vec![mentions::own(&name_node)];
    found.extend(mentions::omit_if_not_exists(statement, node));
    if let (Some(node), Some(name)) = (schema_node, schema.clone()) {
        found.push(Slot { range: tree::range(&node), mention: Mention::Schema(name) });
    }
    let cascade = tree::has(node, SyntaxKind::CASCADE_KW);
    vec![Effect::CreateExtension {
        brings: brings(&name, cascade),
        name,
        if_not_exists: tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some(),
        schema,
        cascade,
        wording: slots::wording(statement, mentions::whole(node), found),
    }]
}

/// With CASCADE come the extensions that it needs.
fn brings(name: &str, cascade: bool) -> Vec<Provided> {
    let provides = super::extensions::provides(name);
    let mut objects = provides.objects;
    if cascade {
        objects.extend(provides.requires.iter().flat_map(|required| super::extensions::provides(required).objects));
    }
    objects
}

/// ALTER SCHEMA.
pub fn alter_schema(_statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name) = mentions::child_word(node, SyntaxKind::SCHEMA_REF) else {
        return incomplete(node);
    };
    let object = ObjectName::plain(Class::Schema, Name::bare(name));
    let effect = node.children().find_map(|action| shared_action(&object, false, &action));
    effect.map_or_else(|| incomplete(node), |effect| vec![effect])
}

/// ALTER EXTENSION.
pub fn alter_extension(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name_node) = tree::child(node, SyntaxKind::EXTENSION_REF) else {
        return incomplete(node);
    };
    let Some(name) = mentions::word(&name_node) else {
        return incomplete(node);
    };
    let object = ObjectName::plain(Class::Extension, Name::bare(name));
    if let Some(effect) = node.children().find_map(|action| shared_action(&object, false, &action)) {
        return vec![effect];
    }
    let behind = tree::range(&name_node).end..mentions::whole(node).end;
    let actions = Wording::plain(statement.get(behind).unwrap_or_default().trim());
    vec![Effect::AlterOther { object, actions }]
}
