//! The objects that statements name, of every class: one table from node kinds to classes for DROP, ALTER, COMMENT and GRANT.
//!
//! What has no name of its own gets the text that names it behind its class word: a cast `(int4 AS text)`, a transform
//! `FOR hstore LANGUAGE plpython3u`, a user mapping `FOR bob SERVER s`.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{tree, types};
use crate::dialect::name::{Class, Name, ObjectName, TypeName};

/// The objects of one class that a node names, each with the bytes of its name (signature included).
pub fn objects(node: &SyntaxNode) -> Vec<(ObjectName, Range<usize>)> {
    if let Some(nameless) = nameless(node) {
        return vec![nameless];
    }
    let named = named_nodes(node);
    let Some(kind) = named.first().map(SyntaxNode::kind) else {
        return Vec::new();
    };
    named
        .iter()
        .filter(|found| found.kind() == kind)
        .filter_map(|found| Some((object(node, found)?, tree::range(found))))
        .collect()
}

/// The first object that a node names.
pub fn first(node: &SyntaxNode) -> Option<(ObjectName, Range<usize>)> {
    objects(node).into_iter().next()
}

/// Children that name objects; lists of signatures are opened.
fn named_nodes(node: &SyntaxNode) -> Vec<SyntaxNode> {
    node.children()
        .flat_map(|child| match child.kind() {
            SyntaxKind::FUNCTION_SIG_LIST
            | SyntaxKind::PROCEDURE_SIG_LIST
            | SyntaxKind::ROUTINE_SIG_LIST
            | SyntaxKind::OP_SIG_LIST
            | SyntaxKind::TABLE_LIST => child.children().collect(),
            _ => vec![child],
        })
        .filter(|child| class_of(child.kind()).is_some())
        .collect()
}

/// The class that a kind of name node stands for.
fn class_of(kind: SyntaxKind) -> Option<Class> {
    relation_class(kind).or_else(|| routine_class(kind)).or_else(|| other_class(kind))
}

fn relation_class(kind: SyntaxKind) -> Option<Class> {
    use SyntaxKind as K;
    Some(match kind {
        K::TABLE_NAME_REF | K::TABLE_NAME | K::RELATION_NAME_REF | K::TABLE_RELATION_NAME => Class::Table,
        K::VIEW_REF | K::VIEW => Class::View,
        K::INDEX_REF => Class::Index,
        K::SEQUENCE_REF => Class::Sequence,
        K::TYPE_NAME_REF => Class::Type,
        K::DOMAIN_REF => Class::Domain,
        K::SCHEMA_REF => Class::Schema,
        K::EXTENSION_REF => Class::Extension,
        K::QUALIFIED_COLUMN_NAME_REF => Class::Column,
        K::CONSTRAINT_NAME_REF => Class::Constraint,
        K::TRIGGER | K::TRIGGER_REF => Class::Trigger,
        K::POLICY | K::POLICY_REF => Class::Policy,
        K::RULE | K::RULE_REF => Class::Rule,
        K::STATISTICS | K::STATISTICS_REF => Class::Statistics,
        _ => return None,
    })
}

fn routine_class(kind: SyntaxKind) -> Option<Class> {
    use SyntaxKind as K;
    Some(match kind {
        K::FUNCTION_SIG | K::FUNCTION_NAME => Class::Function,
        K::PROCEDURE_SIG | K::PROCEDURE_NAME => Class::Procedure,
        K::ROUTINE_SIG | K::ROUTINE_NAME => Class::Routine,
        K::AGGREGATE | K::AGGREGATE_NAME => Class::Aggregate,
        K::OP_SIG | K::OP => Class::Operator,
        K::OP_CLASS_REF | K::OP_CLASS_NAME => Class::OperatorClass,
        K::OP_FAMILY_REF | K::OP_FAMILY_NAME => Class::OperatorFamily,
        _ => return None,
    })
}

fn other_class(kind: SyntaxKind) -> Option<Class> {
    use SyntaxKind as K;
    Some(match kind {
        K::EVENT_TRIGGER | K::EVENT_TRIGGER_REF => Class::EventTrigger,
        K::COLLATION | K::COLLATION_REF => Class::Collation,
        K::CONVERSION | K::CONVERSION_REF => Class::Conversion,
        K::TEXT_SEARCH_CONFIGURATION | K::TEXT_SEARCH_CONFIGURATION_REF => Class::TextSearchConfiguration,
        K::TEXT_SEARCH_DICTIONARY | K::TEXT_SEARCH_DICTIONARY_REF => Class::TextSearchDictionary,
        K::TEXT_SEARCH_PARSER | K::TEXT_SEARCH_PARSER_REF => Class::TextSearchParser,
        K::TEXT_SEARCH_TEMPLATE | K::TEXT_SEARCH_TEMPLATE_REF => Class::TextSearchTemplate,
        K::PUBLICATION | K::PUBLICATION_REF => Class::Publication,
        K::SUBSCRIPTION | K::SUBSCRIPTION_REF => Class::Subscription,
        K::FOREIGN_DATA_WRAPPER | K::FOREIGN_DATA_WRAPPER_REF => Class::ForeignDataWrapper,
        K::SERVER | K::SERVER_REF => Class::Server,
        K::PROPERTY_GRAPH | K::PROPERTY_GRAPH_REF => Class::PropertyGraph,
        K::ACCESS_METHOD | K::ACCESS_METHOD_REF => Class::AccessMethod,
        K::LANGUAGE | K::LANGUAGE_REF => Class::Language,
        K::ROLE | K::ROLE_REF => Class::Role,
        K::DATABASE | K::DATABASE_REF => Class::Database,
        K::TABLESPACE | K::TABLESPACE_REF => Class::Tablespace,
        _ => return None,
    })
}

fn object(statement: &SyntaxNode, node: &SyntaxNode) -> Option<ObjectName> {
    let class = narrowed(class_of(node.kind())?, statement);
    if class == Class::Column {
        return column(node);
    }
    let name = match class {
        Class::Operator => operator_name(node)?,
        Class::Role => Name::bare(role(node)),
        _ if is_routine(class) => tree::name(&name_part(node))?,
        _ => tree::name(node)?,
    };
    Some(ObjectName { class, name, of: owner(statement, class), args: arguments(node, class) })
}

/// A statement's own words tell foreign tables, materialized views and constraints of domains from plain ones.
fn narrowed(class: Class, statement: &SyntaxNode) -> Class {
    use SyntaxKind as K;
    match (class, statement.kind()) {
        (Class::Table, K::OBJECT_FOREIGN_TABLE | K::DROP_FOREIGN_TABLE | K::ALTER_FOREIGN_TABLE) => Class::ForeignTable,
        (Class::View, K::OBJECT_MATERIALIZED_VIEW | K::DROP_MATERIALIZED_VIEW | K::ALTER_MATERIALIZED_VIEW) => {
            Class::MaterializedView
        }
        (Class::Constraint, _) if tree::child(statement, K::DOMAIN_REF).is_some() => Class::DomainConstraint,
        _ => class,
    }
}

fn column(node: &SyntaxNode) -> Option<ObjectName> {
    let mut words: Vec<String> = tree::segments(node).into_iter().map(|(word, _)| word).collect();
    let column = words.pop()?;
    let relation = words.pop()?;
    Some(ObjectName::of(Class::Column, Name { schema: words.pop(), name: relation }, column))
}

pub fn is_routine(class: Class) -> bool {
    matches!(class, Class::Function | Class::Procedure | Class::Routine | Class::Aggregate)
}

/// The path alone, without the signature behind it.
fn name_part(node: &SyntaxNode) -> SyntaxNode {
    node.children().find(|child| child.kind() != SyntaxKind::PARAM_LIST).unwrap_or_else(|| node.clone())
}

/// `+`, `s.===`, `OPERATOR(s.+)`.
pub fn operator_name(node: &SyntaxNode) -> Option<Name> {
    let op = if node.kind() == SyntaxKind::OP { node.clone() } else { tree::child(node, SyntaxKind::OP)? };
    let schema = tree::segments(&op).pop().map(|(word, _)| word);
    let text: String = tree::text(&op).split_whitespace().collect();
    let symbol = text.rsplit('.').next().unwrap_or_default();
    Some(Name { schema, name: symbol.to_owned() })
}

/// A role as written, unquoted; `PUBLIC` upper case.
pub fn role(node: &SyntaxNode) -> String {
    let text = tree::segments(node).pop().map_or_else(|| tree::text(node), |(word, _)| word);
    if text == "public" { "PUBLIC".to_owned() } else { text }
}

/// The relation, domain or access method that an object belongs to.
fn owner(statement: &SyntaxNode, class: Class) -> Option<Name> {
    use SyntaxKind as K;
    let holder = match class {
        Class::Trigger | Class::Policy | Class::Rule | Class::Constraint | Class::DomainConstraint => {
            statement.children().find(|child| {
                matches!(child.kind(), K::ON_RELATION | K::ON_TABLE | K::TABLE_NAME_REF | K::RELATION_NAME_REF | K::DOMAIN_REF)
            })?
        }
        Class::OperatorClass | Class::OperatorFamily => {
            tree::child(statement, K::USING_METHOD).and_then(|method| tree::child(&method, K::ACCESS_METHOD_REF))?
        }
        _ => return None,
    };
    match tree::child(&holder, K::RELATION_NAME_REF).or_else(|| tree::child(&holder, K::TABLE_NAME_REF)) {
        Some(inner) => tree::name(&inner),
        None => tree::name(&holder),
    }
}

fn arguments(node: &SyntaxNode, class: Class) -> Option<Vec<TypeName>> {
    if class == Class::Operator {
        let types = operands(node);
        return (!types.is_empty()).then_some(types);
    }
    if !is_routine(class) {
        return None;
    }
    let list = tree::child(node, SyntaxKind::PARAM_LIST)
        .or_else(|| node.next_sibling().filter(|next| next.kind() == SyntaxKind::PARAM_LIST))?;
    Some(input_types(&list))
}

/// Operand types; NONE on the left of a prefix operator is none.
fn operands(node: &SyntaxNode) -> Vec<TypeName> {
    let beside = node.parent().filter(|parent| parent.kind() == SyntaxKind::OBJECT_OPERATOR);
    let holder = beside.unwrap_or_else(|| node.clone());
    holder.children().filter_map(|ty| types::type_name(&ty)).filter(|ty| ty.name.name != "none").collect()
}

/// The types of a parameter list that identify a routine: OUT parameters do not.
pub fn input_types(list: &SyntaxNode) -> Vec<TypeName> {
    list.descendants()
        .filter(|node| node.kind() == SyntaxKind::PARAM && tree::child(node, SyntaxKind::PARAM_OUT).is_none())
        .filter_map(|param| param.children().find_map(|part| types::type_name(&part)))
        .collect()
}

/// Objects that have no name of their own.
fn nameless(node: &SyntaxNode) -> Option<(ObjectName, Range<usize>)> {
    if let Some(signature) = tree::child(node, SyntaxKind::CAST_SIG) {
        return Some(cast(&signature));
    }
    match node.kind() {
        SyntaxKind::CREATE_TRANSFORM | SyntaxKind::DROP_TRANSFORM | SyntaxKind::OBJECT_TRANSFORM => transform(node),
        SyntaxKind::CREATE_USER_MAPPING | SyntaxKind::DROP_USER_MAPPING | SyntaxKind::ALTER_USER_MAPPING => user_mapping(node),
        SyntaxKind::OBJECT_LARGE_OBJECT | SyntaxKind::ALTER_LARGE_OBJECT | SyntaxKind::PRIVILEGE_LARGE_OBJECT => {
            let number = tree::child(node, SyntaxKind::LITERAL)?;
            Some((ObjectName::plain(Class::LargeObject, Name::bare(tree::text(&number))), tree::range(&number)))
        }
        _ => None,
    }
}

fn cast(signature: &SyntaxNode) -> (ObjectName, Range<usize>) {
    let types: Vec<_> = signature.children().filter_map(|ty| types::type_name(&ty)).collect();
    let spelled: Vec<_> = types.iter().map(|ty| ty.name.to_string()).collect();
    let name = Name::bare(format!("({})", spelled.join(" AS ")));
    (ObjectName { args: Some(types), ..ObjectName::plain(Class::Cast, name) }, tree::range(signature))
}

fn transform(node: &SyntaxNode) -> Option<(ObjectName, Range<usize>)> {
    let (ty, written) = node.children().find_map(|child| Some((types::type_name(&child)?, child)))?;
    let language = tree::child(node, SyntaxKind::LANGUAGE_REF)?;
    let name = format!("FOR {} LANGUAGE {}", ty.name, tree::text(&language));
    let range = tree::range(&written).start..tree::range(&language).end;
    Some((ObjectName { args: Some(vec![ty]), ..ObjectName::plain(Class::Transform, Name::bare(name)) }, range))
}

fn user_mapping(node: &SyntaxNode) -> Option<(ObjectName, Range<usize>)> {
    let role_node = node.children().find(|child| matches!(child.kind(), SyntaxKind::USER_MAPPING_ROLE | SyntaxKind::ROLE_REF))?;
    let clause = tree::child(node, SyntaxKind::SERVER_CLAUSE)?;
    let server = tree::child(&clause, SyntaxKind::SERVER_REF)?;
    let name = format!("FOR {} SERVER {}", role(&role_node), tree::text(&server));
    let range = tree::range(&role_node).start..tree::range(&server).end;
    Some((ObjectName::plain(Class::UserMapping, Name::bare(name)), range))
}
