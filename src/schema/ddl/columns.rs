//! Columns in CREATE TABLE and ADD COLUMN, and the expressions that change a column's type.

use crate::schema::Schema;
use crate::schema::def::Style;
use crate::schema::id::{ColumnId, Id};
use crate::schema::names;
use crate::schema::object::{Body, Column, ColumnType, ConstraintRule, Sequence, SequenceFacts};
use crate::schema::quote;

/// A column as CREATE TABLE and ADD COLUMN write it. `sequences` is the schema that holds the column's sequences.
pub fn column(schema: &Schema, sequences: &Schema, table: Id, column: &Column) -> String {
    let write = |def: &crate::schema::def::Def| def.write(schema, "", Style::default());
    let mut out = quote::ident(&column.name);
    if let Some(serial) = serial_word(sequences, table, column) {
        let named = not_null_name(schema, table, column).map(|named| format!("{named} NOT NULL"));
        return format!("{out} {serial}{}", named.unwrap_or_default());
    }
    out.push(' ');
    out.push_str(&write(&column.ty.def));
    if let Some(options) = super::foreign_options(&[], &column.foreign_options) {
        out.push_str(&format!(" {options}"));
    }
    if let Some(collation) = &column.collation {
        out.push_str(&format!(" COLLATE {}", write(collation)));
    }
    if let Some(compression) = &column.compression {
        out.push_str(&format!(" COMPRESSION {compression}"));
    }
    if let Some(default) = &column.default {
        out.push_str(&format!(" DEFAULT {}", write(default)));
    }
    if let Some(generated) = &column.generated {
        let kept = if generated.stored { "STORED" } else { "VIRTUAL" };
        out.push_str(&format!(" GENERATED ALWAYS AS ({}) {kept}", write(&generated.expression)));
    }
    if let Some(identity) = &column.identity {
        out.push(' ');
        out.push_str(&identity_words(sequences, table, &column.name, identity.always, identity.sequence));
    }
    if column.not_null {
        out.push_str(&not_null_name(schema, table, column).unwrap_or_default());
        out.push_str(" NOT NULL");
    }
    out
}

/// ` CONSTRAINT name` of NOT NULL, where the server would choose another name. Versions before 18 read it and forget it.
fn not_null_name(schema: &Schema, table: Id, column: &Column) -> Option<String> {
    let name = column.not_null_name.as_ref()?;
    let implied = schema.implied_not_null_name(table, &column.name);
    (implied.as_ref() != Some(name)).then(|| format!(" CONSTRAINT {}", quote::ident(name)))
}

/// The action of ALTER TABLE that sets NOT NULL under its name. Versions before 18 cannot be told the name.
pub fn set_not_null(schema: &Schema, table: Id, column: &Column) -> String {
    let name = quote::ident(&column.name);
    match not_null_name(schema, table, column).filter(|_| schema.names_not_null) {
        Some(constraint) => format!("ADD{constraint} NOT NULL {name}"),
        None => format!("ALTER COLUMN {name} SET NOT NULL"),
    }
}

/// `GENERATED ALWAYS AS IDENTITY (…)`.
pub fn identity_words(sequences: &Schema, table: Id, column: &str, always: bool, sequence: Id) -> String {
    let when = if always { "ALWAYS" } else { "BY DEFAULT" };
    let mut options = Vec::new();
    if let Some((object, it)) = sequence_of(sequences, sequence) {
        if object != implied_name(sequences, table, column) {
            options.push(format!("SEQUENCE NAME {}", sequences.print_name(sequence)));
        }
        options.extend(super::types::sequence_options(&SequenceFacts { ty: None, ..it.facts.clone() }));
    }
    let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {when} AS IDENTITY{options}")
}

fn sequence_of(schema: &Schema, id: Id) -> Option<(&str, &Sequence)> {
    let object = schema.get(id)?;
    match &object.body {
        Body::Sequence(sequence) => Some((&object.name, sequence)),
        _ => None,
    }
}

fn implied_name(schema: &Schema, table: Id, column: &str) -> String {
    let table = schema.get(table).map(|object| object.name.as_str()).unwrap_or_default();
    names::make_object_name(table, Some(column), Some("seq"))
}

/// `serial`, `bigserial`, `smallserial`, where the column is just what these words make.
pub fn serial_word(schema: &Schema, table: Id, column: &Column) -> Option<&'static str> {
    let default = column.default.as_ref().filter(|def| def.text.starts_with("nextval("))?;
    let sequence = default.refs().next()?.id;
    let (name, it) = sequence_of(schema, sequence)?;
    let plain = it.owned_by == Some((table, column.id))
        && it.facts == SequenceFacts { ty: it.facts.ty.clone(), ..SequenceFacts::default() }
        && name == implied_name(schema, table, &column.name)
        && schema.namespace(sequence) == schema.namespace(table);
    let serial = match (column.ty.ty.name.name.as_str(), it.facts.ty.as_deref()) {
        ("int2", Some("int2")) => "smallserial",
        ("int4", Some("int4")) => "serial",
        ("int8", None) => "bigserial",
        _ => return None,
    };
    (plain && column.not_null).then_some(serial)
}

/// What PostgreSQL can turn into what without being told how.
fn family(ty: &ColumnType) -> &'static str {
    if ty.user.is_some() {
        return "user";
    }
    match ty.ty.name.name.as_str() {
        "int2" | "int4" | "int8" | "numeric" | "float4" | "float8" => "number",
        "text" | "varchar" | "bpchar" | "name" | "citext" => "text",
        "timestamp" | "timestamptz" | "date" => "time",
        "json" | "jsonb" => "json",
        "bool" => "bool",
        _ => "other",
    }
}

/// Whether rows, defaults and predicates of a column survive a change of its type as they are.
pub fn is_gentle(from: &ColumnType, to: &ColumnType) -> bool {
    let (a, b) = (family(from), family(to));
    let same_shape = (from.ty.dimensions > 0) == (to.ty.dimensions > 0);
    same_shape && ((a == b && a != "user" && a != "other") || from.same(to) || (a == "other" && from.ty.name == to.ty.name))
}

/// The expression behind USING, where PostgreSQL needs one.
pub fn using(column: &str, from: &ColumnType, to: &ColumnType, target: &str) -> Option<String> {
    let c = quote::ident(column);
    if is_gentle(from, to) {
        return None;
    }
    let (a, b) = (family(from), family(to));
    match (from.ty.dimensions > 0, to.ty.dimensions > 0) {
        (false, true) if b != "user" || from.user == to.user => return Some(format!("ARRAY[{c}]::{target}")),
        (true, false) if b == "json" => return Some(format!("to_jsonb({c})::{target}")),
        (true, false) if b == "text" => return None,
        (true, false) => return Some(format!("({c})[1]::text::{target}")),
        _ => {}
    }
    match (a, b) {
        (_, "text") if to.ty.dimensions == 0 => None,
        ("bool", "number") => Some(format!("{c}::integer::{target}")),
        ("time", "number") => Some(format!("EXTRACT(EPOCH FROM {c})::{target}")),
        ("number", "time") => Some(format!("to_timestamp({c}::double precision)::{target}")),
        ("other", "json") => Some(format!("to_jsonb({c})::{target}")),
        _ => Some(format!("{c}::text::{target}")),
    }
}

/// A value of the type that stands in for one that is gone, for `NOT NULL` columns of tables that hold rows.
pub fn stand_in(schema: &Schema, ty: &ColumnType) -> Option<String> {
    if ty.ty.dimensions > 0 {
        return Some("'{}'".to_owned());
    }
    if let Some(user) = ty.user {
        let Some(Body::Type(it)) = schema.get(user).map(|object| &object.body) else { return None };
        return match &it.body {
            crate::schema::object::TypeBody::Enum(labels) => labels.first().map(|label| quote::literal(label)),
            _ => None,
        };
    }
    let value = match ty.ty.name.name.as_str() {
        "int2" | "int4" | "int8" | "numeric" | "float4" | "float8" | "money" => "0",
        "text" | "varchar" | "bpchar" | "citext" | "name" => "''",
        "bytea" => r"'\x'",
        "bool" => "false",
        "timestamp" | "timestamptz" | "date" => "'epoch'",
        "time" | "timetz" => "'00:00'",
        "interval" => "'0'",
        "json" | "jsonb" => "'{}'",
        "uuid" => "'00000000-0000-0000-0000-000000000000'",
        "inet" | "cidr" => "'0.0.0.0'",
        "tsvector" | "hstore" => "''",
        _ => return None,
    };
    Some(value.to_owned())
}

/// Fills a column that may not be null and is part of a key, where one value for all rows would not do: a foreign key gets a row
/// of its target, a unique column gets numbers. `None` where nothing is to be filled, or no value is known.
pub fn key_filler(now: &Schema, to: &Schema, table: Id, column: &Column) -> Option<Vec<String>> {
    if column.default.is_some() || column.generated.is_some() || column.identity.is_some() || column.ty.user.is_some() {
        return None;
    }
    let children: Vec<&Body> = to.children(table).into_iter().filter_map(|id| to.get(id)).map(|object| &object.body).collect();
    let (own, name) = (now.print_name(table), quote::ident(&column.name));
    let target = children.iter().find_map(|child| match child {
        Body::Constraint(it) => it.target_of(column.id),
        _ => None,
    });
    if let Some((target, key)) = target {
        let (key, target) = (quote::ident(now.column_name(target, key)?), now.print_name(target));
        if !is_alone_unique(to, table, column.id) {
            return Some(vec![format!("UPDATE {own} SET {name} = (SELECT {key} FROM {target} LIMIT 1)")]);
        }
        let rows = format!("(SELECT ctid AS place, row_number() OVER () AS number FROM {own}) AS rows");
        let targets = format!("(SELECT {key} AS key, row_number() OVER (ORDER BY {key}) AS number FROM {target}) AS targets");
        return Some(vec![
            format!(
                "UPDATE {own} AS filled SET {name} = targets.key\n    FROM {rows}\n    JOIN {targets} USING (number)\n    WHERE filled.ctid = rows.place"
            ),
            format!("DELETE FROM {own} WHERE {name} IS NULL"),
        ]);
    }
    let unique = children.iter().any(|child| match child {
        Body::Constraint(it) => it.has_index() && it.columns.contains(&column.id),
        Body::Index(it) => it.unique && it.keys.contains(&Some(column.id)),
        _ => false,
    });
    let value = match (column.ty.ty.name.name.as_str(), column.ty.ty.dimensions) {
        ("int2" | "int4" | "int8" | "numeric" | "float4" | "float8", 0) => "rows.number",
        ("text" | "varchar" | "bpchar" | "citext", 0) => "rows.number::text",
        ("uuid", 0) => "gen_random_uuid()",
        _ => return None,
    };
    let rows = format!("(SELECT ctid AS place, row_number() OVER () AS number FROM {own}) AS rows");
    unique.then(|| vec![format!("UPDATE {own} AS filled SET {name} = {value} FROM {rows} WHERE filled.ctid = rows.place")])
}

/// Whether no two rows of a table may have the same value in a column.
fn is_alone_unique(schema: &Schema, table: Id, column: ColumnId) -> bool {
    schema.children(table).into_iter().filter_map(|id| schema.get(id)).any(|child| match &child.body {
        Body::Constraint(it) => matches!(it.rule, ConstraintRule::PrimaryKey | ConstraintRule::Unique) && it.columns == [column],
        Body::Index(it) => it.unique && !it.has_expression && it.keys == [Some(column)],
        _ => false,
    })
}

/// Whether a column, where it comes back, gets the keys of other rows, one each ([`key_filler`]).
pub fn takes_keys_in_turn(schema: &Schema, table: Id, column: &Column) -> bool {
    let refers =
        |id: Id| matches!(schema.get(id).map(|it| &it.body), Some(Body::Constraint(it)) if it.target_of(column.id).is_some());
    schema.children(table).into_iter().any(refers) && is_alone_unique(schema, table, column.id)
}
