//! CREATE DOMAIN and ALTER DOMAIN.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::columns::default;
use super::constraints::domain_constraint;
use super::shared_actions::{incomplete, shared_action};
use super::{mentions, tree, types};
use crate::dialect::effect::{CreateDomain, DomainChange, Effect};
use crate::dialect::name::{Class, ObjectName};

/// CREATE DOMAIN.
pub fn create_domain(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(mut domain) = head(statement, node) else {
        return incomplete(node);
    };
    for clause in node.children() {
        read_clause(statement, &clause, &mut domain);
    }
    vec![Effect::CreateDomain(Box::new(domain))]
}

fn head(statement: &str, node: &SyntaxNode) -> Option<CreateDomain> {
    Some(CreateDomain {
        name: mentions::child_name(node, SyntaxKind::DOMAIN)?,
        ty: types::type_use(statement, &types::child_type(node)?)?,
        collation: None,
        default: None,
        not_null: false,
        constraints: Vec::new(),
    })
}

fn read_clause(statement: &str, clause: &SyntaxNode, domain: &mut CreateDomain) {
    match clause.kind() {
        SyntaxKind::COLLATE => domain.collation = mentions::collation(statement, clause),
        SyntaxKind::DEFAULT_CONSTRAINT => {
            let (value, collation) = default(statement, clause);
            domain.default = value;
            domain.collation = collation.or(domain.collation.take());
        }
        SyntaxKind::NOT_NULL_CONSTRAINT => domain.not_null = true,
        _ => domain.constraints.extend(domain_constraint(statement, clause)),
    }
}

/// ALTER DOMAIN.
pub fn alter_domain(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(name) = mentions::child_name(node, SyntaxKind::DOMAIN_REF) else {
        return incomplete(node);
    };
    let object = ObjectName::plain(Class::Domain, name);
    let action = node.children().find(|child| child.kind() != SyntaxKind::DOMAIN_REF);
    let Some(action) = action else {
        return incomplete(node);
    };
    let effect = shared_action(&object, false, &action).or_else(|| rename_constraint(&object, &action)).or_else(|| {
        let change = change(statement, &action)?;
        Some(Effect::AlterDomain { name: object.name.clone(), change })
    });
    vec![effect.unwrap_or_else(|| {
        let why = format!("the change of domain {} is not understood: {}", object.name, tree::text(&action));
        Effect::Opaque { why }
    })]
}

fn rename_constraint(object: &ObjectName, action: &SyntaxNode) -> Option<Effect> {
    if action.kind() != SyntaxKind::RENAME_CONSTRAINT {
        return None;
    }
    let from = mentions::child_word(action, SyntaxKind::CONSTRAINT_NAME_REF)?;
    let to = mentions::child_word(action, SyntaxKind::CONSTRAINT_NAME)?;
    let object = ObjectName::of(Class::DomainConstraint, object.name.clone(), from);
    Some(Effect::Rename { object, if_exists: false, to })
}

fn change(statement: &str, action: &SyntaxNode) -> Option<DomainChange> {
    let constraint = || mentions::child_word(action, SyntaxKind::CONSTRAINT_NAME_REF);
    Some(match action.kind() {
        SyntaxKind::SET_DEFAULT => DomainChange::SetDefault(mentions::expression(statement, &action.children().next()?, false)),
        SyntaxKind::DROP_DEFAULT => DomainChange::DropDefault,
        SyntaxKind::SET_NOT_NULL => DomainChange::SetNotNull,
        SyntaxKind::DROP_NOT_NULL => DomainChange::DropNotNull,
        SyntaxKind::ADD_CONSTRAINT if tree::child(action, SyntaxKind::NOT_NULL_CONSTRAINT).is_some() => DomainChange::SetNotNull,
        SyntaxKind::ADD_CONSTRAINT => {
            DomainChange::AddConstraint(action.children().find_map(|n| domain_constraint(statement, &n))?)
        }
        SyntaxKind::DROP_CONSTRAINT => {
            DomainChange::DropConstraint { name: constraint()?, if_exists: tree::child(action, SyntaxKind::IF_EXISTS).is_some() }
        }
        SyntaxKind::VALIDATE_CONSTRAINT => DomainChange::ValidateConstraint(constraint()?),
        _ => return None,
    })
}
