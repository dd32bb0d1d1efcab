//! The views of the information schema.

use super::tables::each;
use super::{constraint_kind, row};
use crate::dialect::catalog::Row;
use crate::dialect::name::Class;
use crate::schema::Schema;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Column, Constraint, ConstraintRule, Object, View};

pub(super) fn rows(schema: &Schema, view: &str) -> Option<Vec<Row>> {
    let closed = || !schema.has_open_tables();
    Some(match view {
        "schemata" => {
            each(schema, |_, object| matches!(object.body, Body::Schema).then(|| row([("schema_name", object.name.clone())])))
        }
        "tables" => each(schema, |id, object| relation(schema, id, object)),
        "views" => each(schema, |id, object| relation(schema, id, object).filter(|_| is_view(object))),
        "foreign_tables" => each(schema, |id, object| foreign_table(schema, id, object)),
        "sequences" => each(schema, |id, object| {
            let columns = || [("sequence_schema", schema.schema_of(id)), ("sequence_name", object.name.clone())];
            matches!(object.body, Body::Sequence(_)).then(|| row(columns()))
        }),
        "columns" => closed().then(|| columns(schema))?,
        "table_constraints" => closed().then(|| constraints(schema, |id, object, _| vec![constraint(schema, id, object)]))?,
        "key_column_usage" => closed().then(|| constraints(schema, |id, object, it| key_columns(schema, id, object, it)))?,
        "constraint_column_usage" => {
            closed().then(|| constraints(schema, |id, object, it| used_columns(schema, id, object, it)))?
        }
        "routines" => each(schema, |id, object| routine(schema, id, object)),
        "triggers" => closed().then(|| each(schema, |id, object| trigger(schema, id, object)))?,
        _ => return None,
    })
}

fn is_view(object: &Object) -> bool {
    matches!(&object.body, Body::View(View { materialized: false, .. }))
}

fn relation(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let kind = match &object.body {
        Body::Table(table) if table.foreign.is_some() => "FOREIGN",
        Body::Table(_) => "BASE TABLE",
        _ if is_view(object) => "VIEW",
        _ => return None,
    };
    Some(row([("table_schema", schema.schema_of(id)), ("table_name", object.name.clone()), ("table_type", kind.to_owned())]))
}

fn foreign_table(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    object.table().filter(|table| table.foreign.is_some())?;
    Some(row([("foreign_table_schema", schema.schema_of(id)), ("foreign_table_name", object.name.clone())]))
}

fn columns(schema: &Schema) -> Vec<Row> {
    let tables = schema.objects().filter_map(|(id, object)| Some((id, object, object.table()?)));
    let of_tables = tables
        .flat_map(|(id, object, table)| table.columns.iter().enumerate().map(move |(at, it)| column(schema, id, object, at, it)));
    let mut found: Vec<Row> = of_tables.collect();
    for (id, object) in schema.objects().filter(|(_, object)| is_view(object)) {
        for name in schema.columns_of(id).into_iter().filter_map(|column| schema.column_name(id, column)) {
            found.push(row([
                ("table_schema", schema.schema_of(id)),
                ("table_name", object.name.clone()),
                ("column_name", name.to_owned()),
            ]));
        }
    }
    found
}

fn column(schema: &Schema, id: Id, object: &Object, at: usize, column: &Column) -> Row {
    let yes = |it: bool| if it { "YES" } else { "NO" }.to_owned();
    let mut found = row([
        ("table_schema", schema.schema_of(id)),
        ("table_name", object.name.clone()),
        ("column_name", column.name.clone()),
        ("ordinal_position", (at + 1).to_string()),
        ("is_nullable", yes(!column.not_null)),
        ("is_identity", yes(column.identity.is_some())),
        ("udt_name", udt_name(column)),
    ]);
    found.extend(data_type(column).map(|ty| ("data_type", Some(ty))));
    if column.default.is_none() {
        found.insert("column_default", None);
    }
    found
}

/// The server's own name of the type; an array's has an underscore before it.
fn udt_name(column: &Column) -> String {
    let name = &column.ty.ty.name.name;
    if column.ty.ty.dimensions > 0 { format!("_{name}") } else { name.clone() }
}

/// What the information schema calls a type, for those that every server has.
fn data_type(column: &Column) -> Option<String> {
    if column.ty.ty.dimensions > 0 {
        return Some("ARRAY".to_owned());
    }
    if column.ty.user.is_some() {
        return Some("USER-DEFINED".to_owned());
    }
    let name = column.ty.ty.name.name.as_str();
    Some(
        match name {
            "int2" => "smallint",
            "int4" => "integer",
            "int8" => "bigint",
            "float4" => "real",
            "float8" => "double precision",
            "bool" => "boolean",
            "varchar" => "character varying",
            "bpchar" => "character",
            "timestamp" => "timestamp without time zone",
            "timestamptz" => "timestamp with time zone",
            "time" => "time without time zone",
            "timetz" => "time with time zone",
            "text" | "uuid" | "json" | "jsonb" | "bytea" | "date" | "numeric" | "interval" | "inet" | "xml" | "tsvector" => name,
            _ => return None,
        }
        .to_owned(),
    )
}

fn constraints(schema: &Schema, of: impl Fn(Id, &Object, &Constraint) -> Vec<Row>) -> Vec<Row> {
    let found = schema.objects().filter_map(|(id, object)| match &object.body {
        Body::Constraint(constraint) => Some(of(id, object, constraint)),
        _ => None,
    });
    found.flatten().collect()
}

/// The columns that all views of constraints have.
fn constraint(schema: &Schema, id: Id, object: &Object) -> Row {
    let mut found = row([
        ("constraint_schema", schema.schema_of(id)),
        ("constraint_name", object.name.clone()),
        ("table_schema", schema.schema_of(id)),
    ]);
    if let Body::Constraint(constraint) = &object.body {
        found.insert("constraint_type", Some(constraint_kind(&constraint.rule).1.to_owned()));
    }
    let table = object.relation().and_then(|table| schema.get(table));
    found.extend(table.map(|table| ("table_name", Some(table.name.clone()))));
    found
}

fn key_columns(schema: &Schema, id: Id, object: &Object, it: &Constraint) -> Vec<Row> {
    if matches!(it.rule, ConstraintRule::Check | ConstraintRule::Exclude | ConstraintRule::NotNull) {
        return Vec::new();
    }
    let Some(table) = object.relation() else { return Vec::new() };
    with_columns(schema, &constraint(schema, id, object), table, &it.columns)
}

/// The columns that a constraint uses: a foreign key uses those that it refers to.
fn used_columns(schema: &Schema, id: Id, object: &Object, it: &Constraint) -> Vec<Row> {
    let Some(table) = object.relation() else { return Vec::new() };
    let (of, columns) = match &it.rule {
        ConstraintRule::ForeignKey { target, target_columns, .. } => (*target, target_columns),
        _ => (table, &it.columns),
    };
    let mut row = constraint(schema, id, object);
    row.insert("table_schema", Some(schema.schema_of(of)));
    row.insert("table_name", schema.get(of).map(|it| it.name.clone()));
    with_columns(schema, &row, of, columns)
}

fn with_columns(schema: &Schema, row: &Row, table: Id, columns: &[ColumnId]) -> Vec<Row> {
    let name = |column: &ColumnId| schema.column_name(table, *column).map(str::to_owned);
    let rows = columns.iter().enumerate().map(|(at, column)| {
        let mut row = row.clone();
        row.insert("column_name", name(column));
        row.insert("ordinal_position", Some((at + 1).to_string()));
        row
    });
    rows.collect()
}

fn routine(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let kind = match object.class() {
        Class::Procedure => "PROCEDURE",
        Class::Function => "FUNCTION",
        _ => return None,
    };
    Some(row([
        ("routine_schema", schema.schema_of(id)),
        ("routine_name", object.name.clone()),
        ("routine_type", kind.to_owned()),
    ]))
}

fn trigger(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let table = object.relation().filter(|_| matches!(object.body, Body::Trigger(_)))?;
    Some(row([
        ("trigger_schema", schema.schema_of(id)),
        ("trigger_name", object.name.clone()),
        ("event_object_schema", schema.schema_of(table)),
        ("event_object_table", schema.get(table)?.name.clone()),
    ]))
}
