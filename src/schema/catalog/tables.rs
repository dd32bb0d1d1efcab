//! The tables and views of `pg_catalog`.

use super::{constraint_kind, relation_kind, row};
use crate::dialect::catalog::Row;
use crate::dialect::name::Class;
use crate::schema::Schema;
use crate::schema::id::Id;
use crate::schema::object::{Body, ConstraintRule, Object, TypeBody};

pub(super) fn rows(schema: &Schema, relation: &str) -> Option<Vec<Row>> {
    let closed = || !schema.has_open_tables();
    Some(match relation {
        "pg_namespace" => each(schema, |id, object| matches!(object.body, Body::Schema).then(|| namespace(schema, id, object))),
        "pg_class" => closed().then(|| each(schema, |id, object| class(schema, id, object)))?,
        "pg_tables" => each(schema, |id, object| object.table().map(|_| named(schema, id, object, "tablename"))),
        "pg_views" => views(schema, false, "viewname"),
        "pg_matviews" => views(schema, true, "matviewname"),
        "pg_sequences" => {
            each(schema, |id, object| matches!(object.body, Body::Sequence(_)).then(|| named(schema, id, object, "sequencename")))
        }
        "pg_indexes" => closed().then(|| each(schema, |id, object| index(schema, id, object)))?,
        "pg_attribute" => closed().then(|| attributes(schema))?,
        "pg_constraint" => closed().then(|| each(schema, |id, object| constraint(schema, id, object)))?,
        "pg_type" => types(schema),
        "pg_enum" => labels(schema),
        "pg_proc" => routines(schema),
        "pg_trigger" => closed().then(|| each(schema, |id, object| trigger(schema, id, object)))?,
        "pg_policy" => closed().then(|| each(schema, |id, object| policy(schema, id, object)))?,
        "pg_policies" => closed().then(|| each(schema, |id, object| policy(schema, id, object)))?,
        "pg_inherits" => inherits(schema),
        "pg_extension" => {
            each(schema, |_, object| matches!(object.body, Body::Extension(_)).then(|| row([("extname", object.name.clone())])))
        }
        "pg_publication" => {
            each(schema, |_, object| (object.class() == Class::Publication).then(|| row([("pubname", object.name.clone())])))
        }
        _ => return None,
    })
}

/// The rows of all objects that have one.
pub(super) fn each(schema: &Schema, of: impl Fn(Id, &Object) -> Option<Row>) -> Vec<Row> {
    schema.objects().filter_map(|(id, object)| of(id, object)).collect()
}

fn named(schema: &Schema, id: Id, object: &Object, column: &'static str) -> Row {
    row([("schemaname", schema.schema_of(id)), (column, object.name.clone())])
}

fn namespace(schema: &Schema, id: Id, object: &Object) -> Row {
    row([("oid", schema.print_name(id)), ("nspname", object.name.clone())])
}

fn class(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let kind = relation_kind(object)?;
    let partition = object.table().is_some_and(|table| table.partition_of.is_some());
    Some(row([
        ("oid", schema.print_name(id)),
        ("relname", object.name.clone()),
        ("relnamespace", crate::schema::quote::ident(&schema.schema_of(id))),
        ("relkind", kind.to_owned()),
        ("relispartition", partition.to_string()),
        ("relrowsecurity", object.table().is_some_and(|table| table.row_security).to_string()),
    ]))
}

fn views(schema: &Schema, materialized: bool, column: &'static str) -> Vec<Row> {
    each(schema, |id, object| {
        let fits = matches!(&object.body, Body::View(view) if view.materialized == materialized);
        fits.then(|| named(schema, id, object, column))
    })
}

fn index(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let is_index = match &object.body {
        Body::Index(_) => true,
        Body::Constraint(constraint) => constraint.has_index(),
        _ => false,
    };
    let table = object.relation().and_then(|table| schema.get(table)).filter(|_| is_index)?;
    Some(row([("schemaname", schema.schema_of(id)), ("tablename", table.name.clone()), ("indexname", object.name.clone())]))
}

fn attributes(schema: &Schema) -> Vec<Row> {
    let tables = schema.objects().filter_map(|(id, object)| Some((id, object.table()?)));
    tables
        .flat_map(|(id, table)| {
            table.columns.iter().enumerate().map(move |(at, column)| {
                row([
                    ("attrelid", schema.print_name(id)),
                    ("attname", column.name.clone()),
                    ("attnum", (at + 1).to_string()),
                    ("attnotnull", column.not_null.to_string()),
                    ("attisdropped", "false".to_owned()),
                ])
            })
        })
        .collect()
}

fn constraint(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let Body::Constraint(constraint) = &object.body else { return None };
    let mut found = row([
        ("oid", object.name.clone()),
        ("conname", object.name.clone()),
        ("contype", constraint_kind(&constraint.rule).0.to_owned()),
        ("conrelid", schema.print_name(object.relation()?)),
        ("connamespace", crate::schema::quote::ident(&schema.schema_of(id))),
        ("convalidated", (!constraint.not_valid).to_string()),
    ]);
    if let ConstraintRule::ForeignKey { target, .. } = &constraint.rule {
        found.insert("confrelid", Some(schema.print_name(*target)));
    }
    Some(found)
}

/// Types, those of extensions too: of these, only the names are told.
fn types(schema: &Schema) -> Vec<Row> {
    let own = |id: Id, object: &Object| {
        let kind = match &object.body {
            Body::Type(ty) => match ty.body {
                TypeBody::Enum(_) => "e",
                TypeBody::Domain(_) => "d",
                TypeBody::Composite(_) => "c",
                TypeBody::Defined(_) => "b",
            },
            Body::Table(_) | Body::View(_) => "c",
            _ => return None,
        };
        let namespace = crate::schema::quote::ident(&schema.schema_of(id));
        Some(row([
            ("oid", schema.print_name(id)),
            ("typname", object.name.clone()),
            ("typnamespace", namespace),
            ("typtype", kind.to_owned()),
        ]))
    };
    let mut found = each(schema, own);
    found.extend(schema.provided_names(Class::Type).map(|name| row([("typname", name.to_owned())])));
    found
}

fn labels(schema: &Schema) -> Vec<Row> {
    let of = |(id, object): (Id, &Object)| match &object.body {
        Body::Type(ty) => match &ty.body {
            TypeBody::Enum(labels) => labels.iter().map(|label| (schema.print_name(id), label.clone())).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    schema.objects().flat_map(of).map(|(ty, label)| row([("enumtypid", ty), ("enumlabel", label)])).collect()
}

/// Routines, those of extensions too: of these, only the names are told.
fn routines(schema: &Schema) -> Vec<Row> {
    let own = |id: Id, object: &Object| {
        matches!(object.body, Body::Routine(_)).then(|| {
            row([
                ("oid", schema.print_routine(id, object)),
                ("proname", object.name.clone()),
                ("pronamespace", crate::schema::quote::ident(&schema.schema_of(id))),
            ])
        })
    };
    let mut found = each(schema, own);
    found.extend(schema.provided_names(Class::Function).map(|name| row([("proname", name.to_owned())])));
    found
}

fn trigger(schema: &Schema, _: Id, object: &Object) -> Option<Row> {
    let Body::Trigger(trigger) = &object.body else { return None };
    let mut found = row([
        ("tgname", object.name.clone()),
        ("tgrelid", schema.print_name(object.relation()?)),
        ("tgisinternal", "false".to_owned()),
    ]);
    if let Some((id, function)) = trigger.function.and_then(|id| Some((id, schema.get(id)?))) {
        found.insert("tgfoid", Some(schema.print_routine(id, function)));
    }
    Some(found)
}

/// A row of `pg_policy` and of `pg_policies`.
fn policy(schema: &Schema, id: Id, object: &Object) -> Option<Row> {
    let table = object.relation().filter(|_| matches!(object.body, Body::Policy(_)))?;
    Some(row([
        ("polname", object.name.clone()),
        ("polrelid", schema.print_name(table)),
        ("policyname", object.name.clone()),
        ("tablename", schema.get(table)?.name.clone()),
        ("schemaname", schema.schema_of(id)),
    ]))
}

fn inherits(schema: &Schema) -> Vec<Row> {
    let tables = schema.objects().filter_map(|(id, object)| Some((id, object.table()?)));
    tables
        .flat_map(|(id, table)| {
            let parents = table.inherits.iter().copied().chain(table.partition_of.as_ref().map(|(parent, _)| *parent));
            parents.map(move |parent| row([("inhrelid", schema.print_name(id)), ("inhparent", schema.print_name(parent))]))
        })
        .collect()
}
