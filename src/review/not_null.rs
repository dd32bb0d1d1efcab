//! NOT NULL columns without a value for the rows that are there.

use std::collections::BTreeSet;

use crate::dialect::Statement;
use crate::dialect::effect::{ColumnDef, ConstraintKind, DataChange, Effect, TableAction};
use crate::dialect::name::Name;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::schema::Schema;
use crate::schema::id::Id;
use crate::schema::object::{Body, TableKind, TypeBody};

/// Which tables may hold rows while a file runs.
pub struct Rows<'a> {
    /// The schema when the file starts: only its tables can hold rows that nobody knows of.
    before: &'a Schema,
    emptied: BTreeSet<Id>,
}

impl<'a> Rows<'a> {
    pub fn new(before: &'a Schema) -> Self {
        Self { before, emptied: BTreeSet::new() }
    }

    /// Looks at a statement that is about to run on `schema`.
    pub fn examine(&mut self, script: &Script, statement: &Statement, schema: &Schema) -> Vec<Finding> {
        let mut findings = Vec::new();
        for effect in &statement.effects {
            match effect {
                Effect::Data(DataChange::Truncate { tables, .. }) => {
                    self.emptied.extend(tables.iter().filter_map(|table| schema.find_relation(table)));
                }
                Effect::AlterTable { table, actions, .. } if self.may_hold_rows(table, schema) => {
                    let refused = actions.iter().filter_map(|action| refused_column(action, table, schema));
                    findings.extend(refused.map(|column| finding(script, statement, table, column)));
                }
                _ => {}
            }
        }
        findings
    }

    fn may_hold_rows(&self, table: &Name, schema: &Schema) -> bool {
        let Some(id) = schema.find_relation(table) else { return false };
        let permanent =
            |object: &crate::schema::object::Object| object.table().is_some_and(|table| table.kind == TableKind::Permanent);
        self.before.get(id).is_some_and(permanent) && !self.emptied.contains(&id)
    }
}

/// The column that an action adds and that no row could have a value for.
fn refused_column<'a>(action: &'a TableAction, table: &Name, schema: &Schema) -> Option<&'a str> {
    let TableAction::AddColumn { column, if_not_exists } = action else { return None };
    let there = || schema.find_relation(table).is_some_and(|id| schema.find_column(id, &column.name).is_some());
    let refused = demands_value(column) && !gives_value(column, schema) && !(*if_not_exists && there());
    refused.then_some(column.name.as_str())
}

fn demands_value(column: &ColumnDef) -> bool {
    let is_key = column.constraints.iter().any(|it| matches!(it.kind, ConstraintKind::PrimaryKey { .. }));
    is_key || column.not_null.as_ref().is_some_and(|it| it.not_null)
}

fn gives_value(column: &ColumnDef, schema: &Schema) -> bool {
    let by_domain = || {
        let ty = column.ty.as_ref().and_then(|ty| schema.find_type(&ty.ty.name)).and_then(|id| schema.get(id));
        ty.is_some_and(
            |ty| matches!(&ty.body, Body::Type(it) if matches!(&it.body, TypeBody::Domain(it) if it.default.is_some())),
        )
    };
    column.default.is_some() || column.generated.is_some() || column.identity.is_some() || column.serial || by_domain()
}

fn finding(script: &Script, statement: &Statement, table: &Name, column: &str) -> Finding {
    let table = &table.name;
    let message = format!("column {column} is added to {table} NOT NULL and without a default: this fails if {table} has a row");
    let help = "add it with a DEFAULT, or add it nullable, fill it with UPDATE, then SET NOT NULL";
    Finding::warning("not-null-no-default", message).at(&script.text.path, statement.span.clone()).help(help)
}
