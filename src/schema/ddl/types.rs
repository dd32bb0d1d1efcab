//! Types, domains and sequences.

use crate::schema::Schema;
use crate::schema::def::Style;
use crate::schema::object::{Attribute, Domain, DomainConstraint, Sequence, SequenceFacts, TypeBody};
use crate::schema::quote;

/// CREATE TYPE or CREATE DOMAIN.
pub fn create(schema: &Schema, own: &str, body: &TypeBody) -> Vec<String> {
    let statement = match body {
        TypeBody::Enum(labels) => {
            let labels: Vec<String> = labels.iter().map(|label| quote::literal(label)).collect();
            format!("CREATE TYPE {own} AS ENUM ({})", labels.join(", "))
        }
        TypeBody::Composite(attributes) => {
            let attributes: Vec<String> = attributes.iter().map(|it| attribute(schema, it)).collect();
            format!("CREATE TYPE {own} AS (\n    {}\n)", attributes.join(",\n    "))
        }
        TypeBody::Defined(def) => def.write(schema, own, Style::default()),
        TypeBody::Domain(domain) => return create_domain(schema, own, domain),
    };
    vec![statement]
}

/// One attribute of a composite type: name, type, collation.
pub fn attribute(schema: &Schema, attribute: &Attribute) -> String {
    let mut out = format!("{} {}", quote::ident(&attribute.name), attribute.ty.def.write(schema, "", Style::default()));
    if let Some(collation) = &attribute.collation {
        out.push_str(" COLLATE ");
        out.push_str(&collation.write(schema, "", Style::default()));
    }
    out
}

/// What is not valid and what is said about a constraint can only follow.
fn create_domain(schema: &Schema, own: &str, domain: &Domain) -> Vec<String> {
    let write = |def: &crate::schema::def::Def| def.write(schema, "", Style::default());
    let mut out = format!("CREATE DOMAIN {own} AS {}", write(&domain.ty.def));
    if let Some(collation) = &domain.collation {
        out.push_str(&format!(" COLLATE {}", write(collation)));
    }
    if let Some(default) = &domain.default {
        out.push_str(&format!(" DEFAULT {}", write(default)));
    }
    if domain.not_null {
        out.push_str(" NOT NULL");
    }
    for constraint in domain.constraints.iter().filter(|it| !it.not_valid) {
        out.push_str(&format!("\n    {}", domain_constraint(schema, constraint)));
    }
    let mut out = vec![out];
    let later = domain.constraints.iter().filter(|it| it.not_valid);
    out.extend(later.map(|it| format!("ALTER DOMAIN {own} ADD {}", domain_constraint(schema, it))));
    out.extend(domain.constraints.iter().filter_map(|it| Some(domain_comment(own, it, it.comment.as_deref()?))));
    out
}

/// COMMENT ON CONSTRAINT … ON DOMAIN.
pub fn domain_comment(own: &str, constraint: &DomainConstraint, text: &str) -> String {
    format!("COMMENT ON CONSTRAINT {} ON DOMAIN {own} IS {text}", quote::ident(&constraint.name))
}

/// `CONSTRAINT name CHECK (…)`.
pub fn domain_constraint(schema: &Schema, constraint: &DomainConstraint) -> String {
    let valid = if constraint.not_valid { " NOT VALID" } else { "" };
    format!("CONSTRAINT {} {}{valid}", quote::ident(&constraint.name), constraint.def.write(schema, "", Style::default()))
}

/// CREATE SEQUENCE, without OWNED BY: the owner may not exist yet.
pub fn create_sequence(own: &str, sequence: &Sequence) -> String {
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let options = sequence_options(&sequence.facts);
    let options = if options.is_empty() { String::new() } else { format!(" {}", options.join(" ")) };
    format!("CREATE {unlogged}SEQUENCE {own}{options}")
}

/// What differs from the server's defaults.
pub fn sequence_options(facts: &SequenceFacts) -> Vec<String> {
    let mut out = Vec::new();
    let mut add = |words: &str, value: &Option<String>| {
        if let Some(value) = value {
            out.push(format!("{words} {value}"));
        }
    };
    add("AS", &facts.ty.as_deref().map(type_words));
    add("INCREMENT BY", &facts.increment);
    add("MINVALUE", &facts.min);
    add("MAXVALUE", &facts.max);
    add("START WITH", &facts.start);
    add("CACHE", &facts.cache);
    if facts.cycle {
        out.push("CYCLE".to_owned());
    }
    out
}

fn type_words(ty: &str) -> String {
    match ty {
        "int2" => "smallint",
        "int4" => "integer",
        "int8" => "bigint",
        other => other,
    }
    .to_owned()
}

/// The options of ALTER SEQUENCE that lead from one to the other; empty if none differ.
pub fn alter_sequence(from: &SequenceFacts, to: &SequenceFacts) -> Vec<String> {
    let mut out = Vec::new();
    let mut change = |words: &str, none: &str, from: &Option<String>, to: &Option<String>| {
        if from != to {
            match to {
                Some(value) => out.push(format!("{words} {value}")),
                None => out.push(none.to_owned()),
            }
        }
    };
    change("AS", "AS bigint", &from.ty.as_deref().map(type_words), &to.ty.as_deref().map(type_words));
    change("INCREMENT BY", "INCREMENT BY 1", &from.increment, &to.increment);
    change("MINVALUE", "NO MINVALUE", &from.min, &to.min);
    change("MAXVALUE", "NO MAXVALUE", &from.max, &to.max);
    change("START WITH", "START WITH 1", &from.start, &to.start);
    change("CACHE", "CACHE 1", &from.cache, &to.cache);
    if from.cycle != to.cycle {
        out.push(if to.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    out
}
