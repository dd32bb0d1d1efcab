//! Types by the engine's own names: `INTEGER` and `int` are `int4`, `timestamp with time zone` is `timestamptz`.
//!
//! Source of the names: PostgreSQL's grammar (`GenericType`, `Numeric`, `Character`, `ConstDatetime` in `gram.y`).

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{slots, tree};
use crate::dialect::effect::TypeUse;
use crate::dialect::name::{Name, TypeName};
use crate::dialect::wording::{Mention, Slot};

/// Whether a node of this kind is a type.
pub fn is_type(kind: SyntaxKind) -> bool {
    use SyntaxKind::{
        ARRAY_TYPE, BIT_TYPE, BIT_VARYING_TYPE, CHARACTER_TYPE, DOUBLE_TYPE, INTERVAL_TYPE, PATH_TYPE, PERCENT_TYPE, TIME_TYPE,
        TIMESTAMP_TYPE, VARCHAR_TYPE,
    };
    matches!(
        kind,
        ARRAY_TYPE
            | BIT_TYPE
            | BIT_VARYING_TYPE
            | CHARACTER_TYPE
            | DOUBLE_TYPE
            | INTERVAL_TYPE
            | PATH_TYPE
            | PERCENT_TYPE
            | TIME_TYPE
            | TIMESTAMP_TYPE
            | VARCHAR_TYPE
    )
}

/// The first child that is a type.
pub fn child_type(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.children().find(|child| is_type(child.kind()))
}

/// Reads a type node; `None` if it is none or names nothing.
pub fn type_name(node: &SyntaxNode) -> Option<TypeName> {
    match node.kind() {
        SyntaxKind::ARRAY_TYPE => array(node),
        SyntaxKind::PATH_TYPE => path(node),
        SyntaxKind::PERCENT_TYPE => Some(percent(node)),
        kind if is_type(kind) => Some(keyword_type(node)),
        _ => None,
    }
}

/// A type where it is used, with a slot on its path. Types that are keywords (`double precision`) have none: nobody renames those.
pub fn type_use(statement: &str, node: &SyntaxNode) -> Option<TypeUse> {
    let ty = type_name(node)?;
    let paths = node.descendants().filter(|n| n.kind() == SyntaxKind::PATH_TYPE);
    let found = paths.filter_map(|path| slot(&path)).collect();
    Some(TypeUse { wording: slots::wording(statement, tree::range(node), found), ty })
}

/// The engine's own name of a type whose path is `name`, written without quotes.
pub fn engine_name(name: Name) -> Name {
    match name.schema.as_deref() {
        Some("pg_catalog") => Name::bare(name.name),
        Some(_) => name,
        None => Name::bare(generic(name.name, String::new()).0),
    }
}

/// The slot on the path of a `PATH_TYPE`.
pub fn slot(path_type: &SyntaxNode) -> Option<Slot> {
    let reference = tree::child(path_type, SyntaxKind::PATH_REF)?;
    let mention = Mention::Type(type_name(path_type)?.name);
    Some(Slot { range: tree::range(&reference), mention })
}

fn array(node: &SyntaxNode) -> Option<TypeName> {
    let mut inner = type_name(&child_type(node)?)?;
    inner.dimensions = dimensions(node);
    Some(inner)
}

fn dimensions(node: &SyntaxNode) -> u8 {
    let bounds = tree::children(node, SyntaxKind::ARRAY_BOUND).count().max(1);
    u8::try_from(bounds).unwrap_or(u8::MAX)
}

/// `t.c%TYPE`: the type is only known to the schema, so the name says where to look.
fn percent(node: &SyntaxNode) -> TypeName {
    let bounds = tree::has(node, SyntaxKind::ARRAY_KW) || tree::child(node, SyntaxKind::ARRAY_BOUND).is_some();
    let path = tree::child(node, SyntaxKind::PATH_REF);
    let parts = path.map(|path| tree::segments(&path)).unwrap_or_default();
    let parts: Vec<String> = parts.into_iter().map(|(part, _)| part).collect();
    TypeName {
        name: Name::bare(format!("{}%TYPE", parts.join("."))),
        modifiers: String::new(),
        dimensions: if bounds { dimensions(node) } else { 0 },
        set_of: tree::has(node, SyntaxKind::SETOF_KW),
    }
}

fn path(node: &SyntaxNode) -> Option<TypeName> {
    let reference = tree::child(node, SyntaxKind::PATH_REF)?;
    let mut name = tree::name(&reference)?;
    let mut modifiers = arguments(node);
    if name.schema.as_deref() == Some("pg_catalog") {
        name.schema = None;
    } else if name.schema.is_none() && !tree::text(&reference).starts_with('"') {
        (name.name, modifiers) = generic(name.name, modifiers);
    }
    if name.schema.is_none() && name.name == "numeric" {
        modifiers = numeric_modifiers(modifiers);
    }
    Some(TypeName { name, modifiers, dimensions: 0, set_of: tree::has(node, SyntaxKind::SETOF_KW) })
}

/// The words of the SQL standard that the grammar turns into the engine's names. Quoted, they would be other types.
fn generic(name: String, modifiers: String) -> (String, String) {
    let canonical = match name.as_str() {
        "int" | "integer" => "int4",
        "smallint" => "int2",
        "bigint" => "int8",
        "real" => "float4",
        "boolean" => "bool",
        "decimal" | "dec" => "numeric",
        "float" => return (float(&modifiers).to_owned(), String::new()),
        "char" | "character" | "nchar" => return ("bpchar".to_owned(), or_one(modifiers)),
        _ => return (name, modifiers),
    };
    (canonical.to_owned(), modifiers)
}

/// `float(1)` to `float(24)` are single precision.
fn float(modifiers: &str) -> &'static str {
    match modifiers.parse::<u32>() {
        Ok(bits) if bits <= 24 => "float4",
        _ => "float8",
    }
}

/// `numeric(10)` is `numeric(10,0)` to the engine.
fn numeric_modifiers(modifiers: String) -> String {
    if modifiers.is_empty() || modifiers.contains(',') { modifiers } else { modifiers + ",0" }
}

/// `char` is `char(1)` and `bit` is `bit(1)`.
fn or_one(modifiers: String) -> String {
    if modifiers.is_empty() { "1".to_owned() } else { modifiers }
}

fn keyword_type(node: &SyntaxNode) -> TypeName {
    let zone = tree::child(node, SyntaxKind::WITH_TIMEZONE).is_some();
    let (name, modifiers) = match node.kind() {
        SyntaxKind::VARCHAR_TYPE => ("varchar", arguments(node)),
        SyntaxKind::CHARACTER_TYPE => ("bpchar", or_one(arguments(node))),
        SyntaxKind::BIT_TYPE => ("bit", or_one(arguments(node))),
        SyntaxKind::BIT_VARYING_TYPE => ("varbit", arguments(node)),
        SyntaxKind::TIME_TYPE => (if zone { "timetz" } else { "time" }, precision(node)),
        SyntaxKind::TIMESTAMP_TYPE => (if zone { "timestamptz" } else { "timestamp" }, precision(node)),
        SyntaxKind::INTERVAL_TYPE => ("interval", interval_modifiers(node)),
        _ => ("float8", String::new()),
    };
    let set_of = tree::has(node, SyntaxKind::SETOF_KW);
    TypeName { name: Name::bare(name), modifiers, dimensions: 0, set_of }
}

/// The text between the parentheses of a modifier list, without blank space.
fn arguments(node: &SyntaxNode) -> String {
    let Some(list) = tree::child(node, SyntaxKind::ARG_LIST) else {
        return String::new();
    };
    let text: String = tree::text(&list).split_whitespace().collect();
    text.trim_start_matches('(').trim_end_matches(')').to_owned()
}

fn precision(node: &SyntaxNode) -> String {
    tree::child(node, SyntaxKind::LITERAL).map(|literal| tree::text(&literal)).unwrap_or_default()
}

/// `interval day to second(2)`: the words, lower case; `interval(3)`: the number.
fn interval_modifiers(node: &SyntaxNode) -> String {
    let digits = precision(node);
    if !digits.is_empty() {
        return digits;
    }
    let Some(fields) = node.children().next() else {
        return String::new();
    };
    let words = tree::text(&fields).to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::statement;
    use super::*;

    fn canonical(written: &str) -> String {
        let node = statement(&format!("CREATE TABLE t (c {written})"));
        let ty = node.descendants().find(|n| is_type(n.kind())).and_then(|n| type_name(&n));
        ty.map_or("none".to_owned(), |ty| {
            let modifiers = if ty.modifiers.is_empty() { String::new() } else { format!("({})", ty.modifiers) };
            format!("{}{modifiers}{}", ty.name, "[]".repeat(ty.dimensions.into()))
        })
    }

    #[test]
    fn standard_words_become_the_engines_names() {
        let pairs = [
            ("INTEGER", "int4"),
            ("int", "int4"),
            ("int4", "int4"),
            ("smallint", "int2"),
            ("BIGINT", "int8"),
            ("real", "float4"),
            ("float", "float8"),
            ("float(24)", "float4"),
            ("double precision", "float8"),
            ("decimal(10, 2)", "numeric(10,2)"),
            ("numeric(10)", "numeric(10,0)"),
            ("boolean", "bool"),
            ("character varying(10)", "varchar(10)"),
            ("varchar", "varchar"),
            ("char", "bpchar(1)"),
            ("character(3)", "bpchar(3)"),
            ("bpchar", "bpchar"),
            ("bit varying(4)", "varbit(4)"),
            ("bit", "bit(1)"),
            ("timestamp with time zone", "timestamptz"),
            ("timestamp(3) without time zone", "timestamp(3)"),
            ("time with time zone", "timetz"),
            ("interval day to second(2)", "interval(day to second(2))"),
            ("interval(3)", "interval(3)"),
            ("citext", "citext"),
            ("geometry(Point, 4326)", "geometry(Point,4326)"),
        ];
        for (written, name) in pairs {
            assert_eq!(canonical(written), name, "{written}");
        }
    }

    #[test]
    fn a_quoted_word_is_another_type() {
        assert_eq!(canonical("\"char\""), "char");
        assert_eq!(canonical("\"Mood\""), "Mood");
    }

    #[test]
    fn pg_catalog_is_dropped_and_other_schemas_stay() {
        assert_eq!(canonical("pg_catalog.int4"), "int4");
        assert_eq!(canonical("app.mood"), "app.mood");
    }

    #[test]
    fn arrays_are_counted() {
        assert_eq!(canonical("int[]"), "int4[]");
        assert_eq!(canonical("text[3][]"), "text[][]");
        assert_eq!(canonical("int ARRAY[4]"), "int4[]");
        assert_eq!(canonical("int ARRAY"), "int4[]");
    }

    #[test]
    fn the_slot_covers_the_path_alone() {
        let sql = "CREATE TABLE t (c app.mood(3)[])";
        let node = statement(sql);
        let ty = node.descendants().find(|n| is_type(n.kind())).and_then(|n| type_use(sql, &n));
        let wording = ty.map(|ty| ty.wording).unwrap_or_default();
        assert_eq!(wording.text, "app.mood(3)[]");
        assert_eq!(wording.slots[0].range, 0..8);
        assert_eq!(wording.slots[0].mention, Mention::Type(Name::qualified("app", "mood")));
    }
}
