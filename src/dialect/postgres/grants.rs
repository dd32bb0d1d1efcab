//! GRANT, REVOKE, ALTER DEFAULT PRIVILEGES.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{objects, tree};
use crate::dialect::effect::{DefaultPrivileges, Effect, Grant, GrantTarget};
use crate::dialect::name::Class;

/// Reads GRANT and REVOKE.
pub fn grant(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let on = tree::child(node, SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE).and_then(|clause| clause.children().next());
    let (on, privileges) = match on {
        // Server settings live outside any database.
        Some(target) if target.kind() == SyntaxKind::PRIVILEGE_PARAMETER => return Some(Vec::new()),
        Some(target) => (target_of(&target)?, privileges(node)),
        None => (GrantTarget::Roles(granted_roles(node)), Vec::new()),
    };
    Some(vec![Effect::Grant(Box::new(Grant {
        grant: node.kind() == SyntaxKind::GRANT,
        privileges,
        on,
        grantees: grantees(node),
        grant_option: grant_option(node),
        cascade: tree::child(node, SyntaxKind::CASCADE).is_some(),
    }))])
}

/// The privileges as written, upper case, with their columns; empty for ALL.
fn privileges(node: &SyntaxNode) -> Vec<(String, Vec<String>)> {
    if let Some(all) = tree::child(node, SyntaxKind::ALL_PRIVILEGES) {
        let columns = columns(&all);
        return if columns.is_empty() { Vec::new() } else { vec![("ALL".to_owned(), columns)] };
    }
    let Some(list) = tree::child(node, SyntaxKind::REVOKE_COMMAND_LIST) else {
        return Vec::new();
    };
    tree::children(&list, SyntaxKind::REVOKE_COMMAND).map(|command| (word(&command), columns(&command))).collect()
}

/// `GRANT a TO b`: what stands in the place of privileges, as written.
fn granted_roles(node: &SyntaxNode) -> Vec<String> {
    let Some(list) = tree::child(node, SyntaxKind::REVOKE_COMMAND_LIST) else {
        return Vec::new();
    };
    tree::children(&list, SyntaxKind::REVOKE_COMMAND).map(|command| tree::text(&command)).collect()
}

/// A privilege in one spelling: the words before the columns.
fn word(command: &SyntaxNode) -> String {
    let text = tree::text(command);
    // The server takes `"select"` too: quote_ident writes it so.
    let words: Vec<_> = text.split('(').next().unwrap_or_default().split_whitespace().map(tree::fold).collect();
    words.join(" ").to_uppercase()
}

fn columns(node: &SyntaxNode) -> Vec<String> {
    let Some(list) = tree::child(node, SyntaxKind::COLUMN_REF_LIST) else {
        return Vec::new();
    };
    tree::children(&list, SyntaxKind::COLUMN_NAME_REF).map(|name| tree::fold(&tree::text(&name))).collect()
}

fn target_of(node: &SyntaxNode) -> Option<GrantTarget> {
    if let Some(class) = all_in_schema(node.kind()) {
        return Some(GrantTarget::AllInSchema { class, schemas: names(node, SyntaxKind::SCHEMA_REF) });
    }
    let found: Vec<_> = objects::objects(node).into_iter().map(|(object, _)| object).collect();
    (!found.is_empty()).then_some(GrantTarget::Objects(found))
}

fn all_in_schema(kind: SyntaxKind) -> Option<Class> {
    Some(match kind {
        SyntaxKind::PRIVILEGE_ALL_TABLES_IN_SCHEMA => Class::Table,
        SyntaxKind::PRIVILEGE_ALL_SEQUENCES_IN_SCHEMA => Class::Sequence,
        SyntaxKind::PRIVILEGE_ALL_FUNCTIONS_IN_SCHEMA => Class::Function,
        SyntaxKind::PRIVILEGE_ALL_PROCEDURES_IN_SCHEMA => Class::Procedure,
        SyntaxKind::PRIVILEGE_ALL_ROUTINES_IN_SCHEMA => Class::Routine,
        _ => return None,
    })
}

fn names(node: &SyntaxNode, kind: SyntaxKind) -> Vec<String> {
    tree::children(node, kind).filter_map(|name| tree::name(&name)).map(|name| name.name).collect()
}

fn grantees(node: &SyntaxNode) -> Vec<String> {
    tree::child(node, SyntaxKind::ROLE_REF_LIST).map(|list| roles(&list)).unwrap_or_default()
}

/// As written, without the noise word GROUP.
fn roles(list: &SyntaxNode) -> Vec<String> {
    tree::children(list, SyntaxKind::ROLE_REF)
        .map(|role| role.children().next().unwrap_or(role))
        .map(|role| tree::text(&role))
        .map(|role| if role.eq_ignore_ascii_case("public") { "PUBLIC".to_owned() } else { role })
        .collect()
}

fn grant_option(node: &SyntaxNode) -> bool {
    let given = tree::child(node, SyntaxKind::GRANT_WITH_CLAUSE).is_some_and(|clause| {
        let text = tree::text(&clause).to_lowercase();
        text.contains("option") || text.contains("true")
    });
    given
        || tree::child(node, SyntaxKind::GRANT_OPTION_FOR).is_some()
        || tree::child(node, SyntaxKind::ADMIN_OPTION_FOR).is_some()
}

/// Reads ALTER DEFAULT PRIVILEGES.
pub fn default_privileges(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    let action = node
        .children()
        .find(|child| matches!(child.kind(), SyntaxKind::GRANT_DEFAULT_PRIVILEGES | SyntaxKind::REVOKE_DEFAULT_PRIVILEGES))?;
    let for_roles = tree::child(node, SyntaxKind::FOR_ROLES).and_then(|roles| tree::child(&roles, SyntaxKind::ROLE_REF_LIST));
    Some(vec![Effect::DefaultPrivileges(Box::new(DefaultPrivileges {
        roles: for_roles.map(|list| roles(&list)).unwrap_or_default(),
        schemas: tree::child(node, SyntaxKind::IN_SCHEMAS).map(|list| names(&list, SyntaxKind::SCHEMA_REF)).unwrap_or_default(),
        class: default_class(&action)?,
        grant: action.kind() == SyntaxKind::GRANT_DEFAULT_PRIVILEGES,
        privileges: privileges(&action).into_iter().map(|(privilege, _)| privilege).collect(),
        grantees: grantees(&action),
        grant_option: grant_option(&action),
    }))])
}

fn default_class(action: &SyntaxNode) -> Option<Class> {
    use SyntaxKind as K;
    action.children().find_map(|child| {
        Some(match child.kind() {
            K::PRIVILEGE_TARGET_TABLES => Class::Table,
            K::PRIVILEGE_TARGET_SEQUENCES => Class::Sequence,
            K::PRIVILEGE_TARGET_FUNCTIONS | K::PRIVILEGE_TARGET_ROUTINES => Class::Function,
            K::PRIVILEGE_TARGET_TYPES => Class::Type,
            K::PRIVILEGE_TARGET_SCHEMAS => Class::Schema,
            K::PRIVILEGE_TARGET_LARGE_OBJECTS => Class::LargeObject,
            _ => return None,
        })
    })
}
