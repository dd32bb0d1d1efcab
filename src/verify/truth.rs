//! The database's own account of itself as a [`Schema`], so that the differ can write what the model could not foresee.
//!
//! The catalogs are written out as statements, and those are read and applied as any others: there is one way to a schema.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalog::{Dependency, Item, Snapshot};
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::schema::apply::apply;
use crate::schema::diff::{diff, unite};
use crate::schema::id::{ColumnId, Id};

/// A schema read from the catalogs, and which of its objects is which of the server's.
#[derive(Debug)]
pub struct Truth {
    schema: Schema,
    /// By class and OID.
    objects: BTreeMap<(String, u32), Id>,
    /// By the table's OID and the column's number.
    columns: BTreeMap<(u32, i32), ColumnId>,
    /// By class and name.
    names: BTreeMap<(String, String), Id>,
}

impl Truth {
    /// Reads a snapshot into an empty schema.
    pub fn new(snapshot: &Snapshot, dependencies: &[Dependency], dialect: &dyn Dialect) -> Self {
        Self::read(Schema::new(), snapshot, dependencies, dialect)
    }

    /// Reads another snapshot of the same database: its objects get ids of their own.
    #[must_use]
    pub fn beside(&self, snapshot: &Snapshot, dependencies: &[Dependency], dialect: &dyn Dialect) -> Self {
        Self::read(self.schema.empty_beside(), snapshot, dependencies, dialect)
    }

    fn read(mut schema: Schema, snapshot: &Snapshot, dependencies: &[Dependency], dialect: &dyn Dialect) -> Self {
        let mut objects = BTreeMap::new();
        schema.names_not_null = snapshot.major >= 18;
        if let Some(public) = schema.find_schema("public") {
            let of_public = snapshot.items.iter().find(|item| item.class == "schema" && item.name == "public");
            objects.extend(of_public.map(|item| ((item.class.clone(), item.oid), public)));
        }
        for statement in snapshot.statements(dependencies) {
            let last = schema.last_id();
            apply(&mut schema, &dialect.read(&statement.sql, 0).effects, dialect);
            let item = &snapshot.items[statement.item];
            let first = Id(last.0 + 1);
            if schema.get(first).is_some() {
                objects.entry((item.class.clone(), item.oid)).or_insert(first);
            }
        }
        schema.set_search_path(None);
        let columns = columns(&schema, snapshot, &objects);
        let named = |item: &Arc<Item>| {
            let id = objects.get(&(item.class.clone(), item.oid))?;
            Some(((item.class.clone(), item.name.clone()), *id))
        };
        let names = snapshot.items.iter().filter_map(named).collect();
        Self { schema, objects, columns, names }
    }

    /// The statements that lead from this schema to one of another database. What has the same name is the same object.
    pub fn to_named(&self, other: &Self) -> Vec<String> {
        let pair = |(name, id): (&(String, String), &Id)| Some((*id, *other.names.get(name)?));
        let objects: Vec<(Id, Id)> = self.names.iter().filter_map(pair).collect();
        diff(&unite(&self.schema, &other.schema, &objects, &BTreeMap::new()), &other.schema)
    }

    /// The statements that lead from this schema to another one of the same database. What has the same OID is the same object.
    pub fn to(&self, other: &Self) -> Vec<String> {
        let objects: Vec<(Id, Id)> =
            self.objects.iter().filter_map(|(key, id)| Some((*id, *other.objects.get(key)?))).filter(|(a, b)| a != b).collect();
        let columns =
            self.columns.iter().filter_map(|(key, column)| Some((*column, *other.columns.get(key)?))).collect::<BTreeMap<_, _>>();
        diff(&unite(&self.schema, &other.schema, &objects, &columns), &other.schema)
    }
}

/// A column's place among its table's columns tells which it is.
fn columns(schema: &Schema, snapshot: &Snapshot, objects: &BTreeMap<(String, u32), Id>) -> BTreeMap<(u32, i32), ColumnId> {
    let tables: BTreeMap<u32, Vec<ColumnId>> =
        objects.iter().map(|((_, oid), id)| (*oid, schema.columns_of(*id))).filter(|(_, columns)| !columns.is_empty()).collect();
    let found = snapshot.items.iter().filter_map(|item| {
        let place = usize::try_from(item.place?).ok()?.checked_sub(1)?;
        Some(((item.within, item.number), *tables.get(&item.within)?.get(place)?))
    });
    found.collect()
}
