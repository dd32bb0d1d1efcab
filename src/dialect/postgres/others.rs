//! Objects that the model knows by their whole statement: CREATE and ALTER of operators, casts, text search, servers, roles, ….

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::{definition, if_not_exists, part, replaces, statement_range};
use super::{objects, renames, settings, tree, triggers};
use crate::dialect::effect::Effect;
use crate::dialect::name::{Class, Name, ObjectName};
use crate::dialect::wording::{Mention, Slot, Wording};

/// Reads a statement that defines such an object.
pub fn create(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let (object, own) = match objects::first(node) {
        Some((object, _)) if node.kind() == SyntaxKind::CREATE_STATISTICS && object.class != Class::Statistics => {
            unnamed_statistics(node)?
        }
        Some(found) => found,
        None => unnamed_statistics(node)?,
    };
    let object = with_operands(object, node);
    let family = implied_family(statement, node, &object, &own);
    let named = !matches!(object.class, Class::Cast | Class::Transform | Class::UserMapping);
    let replaceable = matches!(object.class, Class::Language | Class::Transform);
    let wording = definition(statement, node, named.then_some(own), false, replaceable);
    let wording = match &family {
        Some((_, at, clause)) => inserted(&wording, at - tree::range(node).start, clause),
        None => cleaned(wording, node),
    };
    let made = Effect::CreateOther {
        wording,
        or_replace: replaces(node),
        if_not_exists: if_not_exists(node),
        object,
        settings: settings::made(statement, node),
    };
    Some(family.map(|(effect, ..)| effect).into_iter().chain([made]).collect())
}

/// An operator class without a family gets one that is called like it (PostgreSQL: DefineOpClass): the effect that makes it, and
/// the clause that would have named it, with its place.
fn implied_family(
    statement: &str,
    node: &SyntaxNode,
    class: &ObjectName,
    own: &Range<usize>,
) -> Option<(Effect, usize, Wording)> {
    if node.kind() != SyntaxKind::CREATE_OPERATOR_CLASS || tree::child(node, SyntaxKind::OPERATOR_FAMILY_CLAUSE).is_some() {
        return None;
    }
    let method = tree::child(node, SyntaxKind::USING_METHOD)?;
    let written = statement.get(own.clone())?;
    let mut wording = Wording::plain("CREATE OPERATOR FAMILY ");
    wording.push_slot(written, Mention::Own);
    wording.push_str(&format!(" {}", tree::text(&method)));
    let mut clause = Wording::plain(" FAMILY ");
    clause.push_slot(written, Mention::Object(Class::OperatorFamily, class.name.clone()));
    let object = ObjectName { class: Class::OperatorFamily, ..class.clone() };
    let effect = Effect::CreateOther { object, or_replace: false, if_not_exists: true, wording, settings: Vec::new() };
    Some((effect, tree::range(&method).end, clause))
}

/// A wording with another put in.
fn inserted(wording: &Wording, at: usize, piece: &Wording) -> Wording {
    let cut = |from: usize, to: usize| {
        let slots = wording.slots.iter().filter(|slot| (from..to).contains(&slot.range.start));
        let slots = slots.map(|slot| Slot { range: slot.range.start - from..slot.range.end - from, ..slot.clone() });
        Wording { text: wording.text.get(from..to).unwrap_or_default().to_owned(), slots: slots.collect() }
    };
    let mut whole = cut(0, at);
    whole.push(piece);
    whole.push(&cut(at, wording.text.len()));
    whole
}

fn cleaned(wording: Wording, node: &SyntaxNode) -> Wording {
    match node.kind() {
        SyntaxKind::CREATE_EVENT_TRIGGER => triggers::without_arguments(wording, node),
        SyntaxKind::CREATE_PUBLICATION => without_members(wording, node),
        _ => wording,
    }
}

/// What a publication holds is a setting of it: it is added when the publication is made anew.
fn without_members(mut wording: Wording, node: &SyntaxNode) -> Wording {
    if let Some(clause) = tree::child(node, SyntaxKind::FOR_PUBLICATION_OBJECTS) {
        let (base, range) = (tree::range(node).start, tree::range(&clause));
        // With the blank before it.
        let range = range.start - base - 1..range.end - base;
        wording.slots.retain(|slot| !range.contains(&slot.range.start));
        wording.slots.push(Slot { range, mention: Mention::Omit });
        wording.slots.sort_by_key(|slot| slot.range.start);
    }
    wording
}

/// CREATE OPERATOR gives the operand types among its options.
fn with_operands(mut object: ObjectName, node: &SyntaxNode) -> ObjectName {
    if object.class == Class::Operator {
        let types: Vec<_> = ["leftarg", "rightarg"].iter().filter_map(|key| option_type(node, key)).collect();
        object.args = Some(types);
    }
    object
}

fn option_type(node: &SyntaxNode, key: &str) -> Option<crate::dialect::name::TypeName> {
    let list = tree::child(node, SyntaxKind::ATTRIBUTE_LIST)?;
    let option = tree::children(&list, SyntaxKind::ATTRIBUTE_OPTION).find(|option| {
        tree::child(option, SyntaxKind::ATTRIBUTE_NAME).is_some_and(|name| tree::text(&name).eq_ignore_ascii_case(key))
    })?;
    let value = tree::child(&option, SyntaxKind::ATTRIBUTE_VALUE)?;
    value.children().find_map(|part| super::types::type_name(&part))
}

/// The name that the server gives statistics without one, and the place where it would stand
/// (PostgreSQL: ChooseExtendedStatisticName).
fn unnamed_statistics(node: &SyntaxNode) -> Option<(ObjectName, Range<usize>)> {
    let from = tree::child(node, SyntaxKind::FROM_TABLE)?;
    let table = tree::name(&tree::child(&from, SyntaxKind::TABLE_NAME_REF)?)?;
    let on = tree::child(node, SyntaxKind::STATISTICS_ON_CLAUSE)?;
    let columns: Vec<_> = on
        .children()
        .map(|element| match element.kind() {
            SyntaxKind::NAME_REF => tree::name(&element).map(|name| name.name).unwrap_or_default(),
            _ => "expr".to_owned(),
        })
        .collect();
    let name = tree::truncate(format!("{}_{}_stat", table.name, columns.join("_")));
    let at = node.children().find(|child| child.kind() != SyntaxKind::IF_NOT_EXISTS).map_or(0, |next| tree::range(&next).start);
    Some((ObjectName::plain(Class::Statistics, Name { schema: table.schema, name }), at..at))
}

/// Reads a statement that alters such an object.
pub fn alter(statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if let Some(effect) = renames::change(node) {
        return Some(vec![effect]);
    }
    let (object, range) = objects::first(node).or_else(|| all_roles(node))?;
    if let Some(changes) = settings::changes(statement, node) {
        return Some(vec![Effect::AlterSettings { object, changes }]);
    }
    let holder = node
        .children()
        .find(|child| matches!(child.kind(), SyntaxKind::ON_RELATION | SyntaxKind::ON_TABLE | SyntaxKind::USING_METHOD));
    let from = holder.map_or(range.end, |holder| tree::range(&holder).end.max(range.end));
    let end = statement_range(node).end;
    let start = statement.get(from..end).map_or(end, |rest| end - rest.trim_start().len());
    Some(vec![Effect::AlterOther { object, actions: part(statement, node, start..end, false) }])
}

/// `ALTER ROLE ALL SET …`.
fn all_roles(node: &SyntaxNode) -> Option<(ObjectName, Range<usize>)> {
    let all = tree::token(node, SyntaxKind::ALL_KW)?;
    Some((ObjectName::plain(Class::Role, Name::bare("ALL")), tree::token_range(&all)))
}
