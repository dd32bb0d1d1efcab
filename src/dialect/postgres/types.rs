//! Type names (stand-in until the DDL half brings its own).

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::tree;
use crate::dialect::name::{Name, TypeName};

/// The engine's own name of a type.
pub fn engine_name(name: Name) -> Name {
    if name.schema.as_deref().is_some_and(|schema| schema != "pg_catalog") {
        return name;
    }
    match canonical(&name.name) {
        Some(own) => Name::bare(own),
        None => name,
    }
}

fn canonical(name: &str) -> Option<&'static str> {
    Some(match name {
        "int" | "integer" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "real" => "float4",
        "float" | "double precision" => "float8",
        "decimal" | "dec" => "numeric",
        "boolean" => "bool",
        "char" | "character" => "bpchar",
        _ => return None,
    })
}

/// The type that a type node writes.
pub fn type_name(node: &SyntaxNode) -> Option<TypeName> {
    let mut at = node.clone();
    let mut dimensions = 0u8;
    while at.kind() == SyntaxKind::ARRAY_TYPE {
        let bounds = tree::children(&at, SyntaxKind::ARRAY_BOUND).count().max(1);
        dimensions = dimensions.saturating_add(u8::try_from(bounds).unwrap_or(1));
        at = at.children().find(|child| child.kind() != SyntaxKind::ARRAY_BOUND)?;
    }
    let modifiers = at
        .children()
        .find(|child| child.kind() == SyntaxKind::ARG_LIST)
        .map(|args| tree::text(&args).trim_matches(['(', ')']).replace(char::is_whitespace, ""))
        .unwrap_or_default();
    let name = match at.kind() {
        SyntaxKind::VARCHAR_TYPE => Name::bare("varchar"),
        SyntaxKind::CHARACTER_TYPE => Name::bare("bpchar"),
        SyntaxKind::BIT_TYPE => Name::bare("bit"),
        SyntaxKind::BIT_VARYING_TYPE => Name::bare("varbit"),
        SyntaxKind::DOUBLE_TYPE => Name::bare("float8"),
        SyntaxKind::TIME_TYPE => zoned(&at, "time"),
        SyntaxKind::TIMESTAMP_TYPE => zoned(&at, "timestamp"),
        SyntaxKind::INTERVAL_TYPE => Name::bare("interval"),
        _ => engine_name(tree::name(&tree::child(&at, SyntaxKind::PATH_REF)?)?),
    };
    Some(TypeName { name, modifiers, dimensions, set_of: tree::has(&at, SyntaxKind::SETOF_KW) })
}

fn zoned(node: &SyntaxNode, name: &str) -> Name {
    let with = tree::descendant(node, SyntaxKind::WITH_TIMEZONE).is_some();
    Name::bare(if with { format!("{name}tz") } else { name.to_owned() })
}
