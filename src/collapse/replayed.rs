//! The rows that a history leaves in an empty database, as a server told them.

use std::collections::BTreeMap;

use crate::schema::id::Id;
use crate::schema::object::{Body, Column, Object};
use crate::schema::{Schema, quote};

/// Rows in one INSERT.
const BATCH: usize = 100;

/// What is to be read from a database.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub tables: Vec<WantedTable>,
    pub sequences: Vec<WantedSequence>,
}

/// A table that may hold rows.
#[derive(Debug, Clone)]
pub struct WantedTable {
    pub id: Id,
    /// As SQL.
    pub name: String,
    /// As SQL, those that are computed left out.
    pub columns: Vec<String>,
}

/// A sequence.
#[derive(Debug, Clone)]
pub struct WantedSequence {
    pub id: Id,
    /// As SQL.
    pub name: String,
}

/// What a replay left.
#[derive(Debug, Clone, Default)]
pub struct Replayed {
    /// `None`: other rows each time.
    pub tables: BTreeMap<Id, Option<Vec<Vec<Cell>>>>,
    /// Of the sequences that have moved.
    pub positions: BTreeMap<Id, Position>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// The same in every replay: as SQL.
    Literal(String),
    /// The moment of the replay.
    Clock,
    /// Another value in each replay.
    Chance,
}

/// Where a sequence stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    pub last: i64,
    pub called: bool,
    pub start: i64,
}

impl Wanted {
    /// All tables of a schema that hold rows themselves, and its sequences.
    pub fn of(schema: &Schema) -> Self {
        let mut wanted = Self::default();
        for (id, object) in schema.objects() {
            if let Some(columns) = columns(object) {
                let columns = columns.iter().map(|column| quote::ident(&column.name)).collect();
                wanted.tables.push(WantedTable { id, name: schema.print_name(id), columns });
            }
            if matches!(&object.body, Body::Sequence(it) if !it.temporary) {
                wanted.sequences.push(WantedSequence { id, name: schema.print_name(id) });
            }
        }
        wanted
    }
}

/// The columns that rows give values to; `None`: it is no table that holds rows here.
fn columns(object: &Object) -> Option<Vec<&Column>> {
    let table = object.table().filter(|it| it.partition_by.is_none() && it.server.is_none() && it.foreign.is_none())?;
    let columns: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
    (table.kind == crate::schema::object::TableKind::Permanent && !columns.is_empty()).then_some(columns)
}

impl Replayed {
    /// How many rows a table has.
    pub fn count(&self, table: Id) -> Option<usize> {
        self.tables.get(&table)?.as_ref().map(Vec::len)
    }

    /// The statements that bring a table's rows back.
    ///
    /// # Errors
    /// Why they cannot come back as they were.
    pub fn inserts(&self, schema: &Schema, table: Id) -> Result<Vec<String>, String> {
        let rows = match self.tables.get(&table) {
            Some(Some(rows)) => rows,
            Some(None) => return Err("each replay of the history leaves other rows".to_owned()),
            None => return Err("the server does not tell them".to_owned()),
        };
        let columns = schema.get(table).and_then(columns).unwrap_or_default();
        let values = |row: &Vec<Cell>| {
            let cells = columns.iter().zip(row).map(|(column, cell)| value(column, cell)).collect::<Result<Vec<_>, _>>()?;
            Ok(format!("({})", cells.join(", ")))
        };
        let rows = rows.iter().map(values).collect::<Result<Vec<String>, String>>()?;
        let names = quote::list(columns.iter().map(|column| column.name.as_str()));
        let always = columns.iter().any(|it| it.identity.as_ref().is_some_and(|identity| identity.always));
        let overriding = if always { " OVERRIDING SYSTEM VALUE" } else { "" };
        let head = format!("INSERT INTO {} ({names}){overriding} VALUES\n    ", schema.print_name(table));
        Ok(rows.chunks(BATCH).map(|rows| format!("{head}{}", rows.join(",\n    "))).collect())
    }

    /// The statement that moves a sequence to where the history left it; `None` where that is where it begins.
    pub fn set_position(&self, schema: &Schema, sequence: Id) -> Option<String> {
        let position = self.positions.get(&sequence)?;
        let called = if position.called { "" } else { ", false" };
        Some(format!("SELECT pg_catalog.setval({}, {}{called})", quote::literal(&schema.print_name(sequence)), position.last))
    }
}

/// A value as an INSERT writes it.
fn value(column: &Column, cell: &Cell) -> Result<String, String> {
    match cell {
        Cell::Literal(text) => Ok(text.clone()),
        Cell::Clock => Ok("now()".to_owned()),
        Cell::Chance if column.default.is_some() => Ok("DEFAULT".to_owned()),
        Cell::Chance => Err(format!("column {} holds another value after each replay of the history", column.name)),
    }
}
