//! CREATE SEQUENCE, ALTER SEQUENCE and the sequence options of identity columns.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::shared_actions::{incomplete, shared_action};
use super::{mentions, tree, types};
use crate::dialect::effect::{DataChange, Effect, SequenceOptions};
use crate::dialect::name::{Class, Name, ObjectName};

/// CREATE SEQUENCE.
pub fn create_sequence(_statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name) = mentions::child_name(node, SyntaxKind::SEQUENCE) else {
        return incomplete(node);
    };
    let temporary = tree::child(node, SyntaxKind::TEMP).is_some() || name.schema.as_deref() == Some("pg_temp");
    let mut options = options(node);
    if tree::child(node, SyntaxKind::UNLOGGED).is_some() {
        options.logged = Some(false);
    }
    vec![Effect::CreateSequence {
        name,
        if_not_exists: tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some(),
        temporary,
        options,
    }]
}

/// ALTER SEQUENCE. RESTART moves the sequence besides.
pub fn alter_sequence(_statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name) = mentions::child_name(node, SyntaxKind::SEQUENCE_REF) else {
        return incomplete(node);
    };
    let if_exists = tree::child(node, SyntaxKind::IF_EXISTS).is_some();
    let object = ObjectName::plain(Class::Sequence, name.clone());
    let mut effects = Vec::new();
    let options = options(node);
    let restarts = options.restart.is_some();
    if options != SequenceOptions::default() {
        effects.push(Effect::AlterSequence { name: name.clone(), if_exists, options });
    }
    if restarts {
        effects.push(Effect::Data(DataChange::SequencePosition { sequence: name }));
    }
    effects.extend(node.children().filter_map(|child| shared_action(&object, if_exists, &child)));
    if effects.is_empty() { incomplete(node) } else { effects }
}

/// The sequence options among a node's children: of the statement itself, or of the parenthesized list of an identity.
pub fn options(node: &SyntaxNode) -> SequenceOptions {
    let mut options = SequenceOptions::default();
    for child in node.children() {
        apply_option(&mut options, &child);
    }
    options
}

/// The options in the parentheses behind `AS IDENTITY`.
pub fn listed_options(node: &SyntaxNode) -> SequenceOptions {
    tree::child(node, SyntaxKind::SEQUENCE_OPTION_LIST).map(|list| options(&list)).unwrap_or_default()
}

/// Adds what one option says.
pub fn apply_option(options: &mut SequenceOptions, node: &SyntaxNode) {
    match node.kind() {
        SyntaxKind::OPTION_AS_TYPE => options.ty = option_type(node),
        SyntaxKind::OPTION_INCREMENT => options.increment = number(node),
        SyntaxKind::OPTION_MIN_VALUE => options.min = Some(number(node)),
        SyntaxKind::OPTION_NO_MIN_VALUE => options.min = Some(None),
        SyntaxKind::OPTION_MAX_VALUE => options.max = Some(number(node)),
        SyntaxKind::OPTION_NO_MAX_VALUE => options.max = Some(None),
        SyntaxKind::OPTION_START => options.start = number(node),
        SyntaxKind::OPTION_RESTART | SyntaxKind::RESTART => options.restart = Some(number(node)),
        SyntaxKind::OPTION_CACHE => options.cache = number(node),
        SyntaxKind::OPTION_CYCLE => options.cycle = Some(true),
        SyntaxKind::OPTION_NO_CYCLE => options.cycle = Some(false),
        SyntaxKind::OPTION_OWNED_BY => options.owned_by = Some(owner(node)),
        SyntaxKind::OPTION_SEQUENCE_NAME => {
            options.name = mentions::child_name(node, SyntaxKind::SEQUENCE);
        }
        SyntaxKind::OPTION_LOGGED | SyntaxKind::SET_LOGGED => options.logged = Some(true),
        SyntaxKind::OPTION_UNLOGGED | SyntaxKind::SET_UNLOGGED => options.logged = Some(false),
        _ => {}
    }
}

fn option_type(node: &SyntaxNode) -> Option<String> {
    Some(types::type_name(&types::child_type(node)?)?.name.to_string())
}

/// The number of an option, its sign close to it and without a plus.
fn number(node: &SyntaxNode) -> Option<String> {
    let text: String = tree::text(&node.children().next()?).split_whitespace().collect();
    Some(text.trim_start_matches('+').to_owned())
}

/// `None` for NONE.
fn owner(node: &SyntaxNode) -> Option<(Name, String)> {
    let target = tree::child(node, SyntaxKind::QUALIFIED_COLUMN_NAME_REF)?;
    let mut parts: Vec<String> = tree::segments(&target).into_iter().map(|(part, _)| part).collect();
    let column = parts.pop()?;
    let name = parts.pop()?;
    let schema = parts.pop();
    Some((Name { schema, name }, column))
}

#[cfg(test)]
mod tests {
    use super::super::testing::ddl;
    use super::*;

    #[test]
    fn restart_is_data_and_the_rest_is_schema() {
        let effects = ddl("ALTER SEQUENCE s.q INCREMENT BY - 1 NO MAXVALUE RESTART WITH 5");
        let options = SequenceOptions {
            increment: Some("-1".to_owned()),
            max: Some(None),
            restart: Some(Some("5".to_owned())),
            ..SequenceOptions::default()
        };
        let name = Name::qualified("s", "q");
        let altered = Effect::AlterSequence { name: name.clone(), if_exists: false, options };
        let moved = Effect::Data(DataChange::SequencePosition { sequence: name });
        assert_eq!(effects, [altered, moved]);
    }

    #[test]
    fn the_owner_is_a_column_or_none() {
        let owner = |sql: &str| match ddl(sql).pop() {
            Some(Effect::AlterSequence { options, .. }) => options.owned_by,
            _ => None,
        };
        let column = (Name::qualified("app", "t"), "id".to_owned());
        assert_eq!(owner("ALTER SEQUENCE q OWNED BY app.t.id"), Some(Some(column)));
        assert_eq!(owner("ALTER SEQUENCE q OWNED BY NONE"), Some(None));
    }
}
