//! Columns: from a definition as written to a column of a table, with the sequence that serial and identity bring.

use super::Applier;
use crate::dialect::effect::{ColumnDef, Identity, SequenceOptions, TypeUse};
use crate::dialect::name::{Name, TypeName};
use crate::schema::def::{Def, Means, NameStyle, Spot};
use crate::schema::id::{ColumnId, Id};
use crate::schema::names;
use crate::schema::object::{Body, Column, ColumnType, GeneratedColumn, IdentityColumn, Object, Place, Sequence, SequenceFacts};

impl Applier<'_> {
    pub(super) fn column_type(&mut self, ty: &TypeUse) -> ColumnType {
        let user = if is_built_in(&ty.ty.name) { None } else { self.schema.find_type(&ty.ty.name) };
        let def = self.schema.resolve(&ty.wording, crate::schema::resolve::Context::default());
        ColumnType { def, ty: ty.ty.clone(), user }
    }

    /// Adds a column to a table, and its constraints. The column's id.
    pub(super) fn add_column(&mut self, table: Id, column: &ColumnDef) -> ColumnId {
        let id = self.schema.new_column();
        let ty = match &column.ty {
            Some(ty) => self.column_type(ty),
            None => unknown_type(),
        };
        let mut new = Column::new(id, column.name.clone(), ty);
        new.collation = column.collation.as_ref().map(|wording| self.resolve(wording, None));
        new.not_null = column.serial || column.identity.is_some() || column.not_null.as_ref().is_some_and(|it| it.not_null);
        new.not_null_name = column.not_null.as_ref().and_then(|it| it.name.clone());
        new.storage.clone_from(&column.storage);
        new.compression.clone_from(&column.compression);
        new.foreign_options.clone_from(&column.options);
        new.default = column.default.as_ref().map(|wording| self.resolve(wording, Some(table)));
        self.schema.update(table, |object| {
            if let Some(table) = object.table_mut() {
                table.columns.push(new);
            }
        });
        self.name_not_null(table, id);
        if column.serial {
            self.add_serial(table, id, &column.name);
        }
        if let Some(identity) = &column.identity {
            self.add_identity(table, id, identity);
        }
        if let Some(generated) = &column.generated {
            let expression = self.resolve(&generated.expression, Some(table));
            let stored = generated.stored;
            self.change_column(table, id, |column| column.generated = Some(GeneratedColumn { expression, stored }));
        }
        id
    }

    pub(super) fn change_column(&mut self, table: Id, id: ColumnId, change: impl FnOnce(&mut Column)) {
        self.schema.update(table, |object| {
            let columns = object.table_mut().map(|table| &mut table.columns);
            if let Some(column) = columns.into_iter().flatten().find(|column| column.id == id) {
                change(column);
            }
        });
    }

    fn sequence_type(&self, table: Id, column: ColumnId) -> Option<String> {
        let ty = self.schema.get(table)?.table()?.column_by_id(column)?.ty.ty.name.name.clone();
        (ty != "int8").then_some(ty)
    }

    fn add_serial(&mut self, table: Id, column: ColumnId, name: &str) {
        let facts = SequenceFacts { ty: self.sequence_type(table, column), ..SequenceFacts::default() };
        let Some(sequence) = self.add_sequence_for(table, column, name, facts, false) else { return };
        let default = nextval(&sequence.1, sequence.0, self.schema.namespace_name(table));
        self.change_column(table, column, |column| column.default = Some(default));
    }

    pub(super) fn add_identity(&mut self, table: Id, column: ColumnId, identity: &Identity) {
        let mut facts = SequenceFacts { ty: self.sequence_type(table, column), ..SequenceFacts::default() };
        facts.set(&SequenceOptions { ty: None, ..identity.options.clone() });
        let name = self.schema.column_name(table, column).unwrap_or_default().to_owned();
        let sequence = match &identity.options.name {
            Some(chosen) => {
                let place = self.creation_schema(chosen).map_or(Place::Database, Place::Schema);
                Some(self.insert_sequence(&chosen.name, place, table, column, facts, true))
            }
            None => self.add_sequence_for(table, column, &name, facts, true).map(|(id, _)| id),
        };
        let Some(sequence) = sequence else { return };
        let always = identity.always;
        self.change_column(table, column, |column| {
            column.identity = Some(IdentityColumn { always, sequence });
            column.not_null = true;
        });
        self.name_not_null(table, column);
    }

    /// Gives NOT NULL of a column the name that the server would choose, if it is set and has none.
    pub(super) fn name_not_null(&mut self, table: Id, column: ColumnId) {
        let facts = self.schema.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column));
        let Some(name) = facts.filter(|it| it.not_null && it.not_null_name.is_none()).map(|it| it.name.clone()) else { return };
        let chosen = self.schema.implied_not_null_name(table, &name);
        self.change_column(table, column, |it| it.not_null_name = chosen);
    }

    fn add_sequence_for(
        &mut self,
        table: Id,
        column: ColumnId,
        name: &str,
        facts: SequenceFacts,
        identity: bool,
    ) -> Option<(Id, String)> {
        let namespace = self.schema.namespace(table)?;
        let table_name = self.schema.get(table)?.name.clone();
        let chosen = names::choose(&table_name, Some(name), "seq", |candidate| self.name_taken(namespace, candidate));
        let id = self.insert_sequence(&chosen, Place::Schema(namespace), table, column, facts, identity);
        Some((id, chosen))
    }

    fn insert_sequence(
        &mut self,
        name: &str,
        place: Place,
        table: Id,
        column: ColumnId,
        facts: SequenceFacts,
        identity: bool,
    ) -> Id {
        let sequence = Sequence { facts, owned_by: Some((table, column)), identity, ..Sequence::default() };
        self.add(Object::new(name, place, Body::Sequence(sequence)))
    }

    /// Whether a relation of this name exists in the schema.
    pub(super) fn name_taken(&self, namespace: Id, name: &str) -> bool {
        self.schema.find(&crate::schema::Key::Relation(namespace, name.to_owned())).is_some()
    }
}

/// `nextval('s'::regclass)` as a definition.
fn nextval(name: &str, sequence: Id, schema: Option<&str>) -> Def {
    let qualifier = schema.filter(|schema| *schema != "public");
    let printed = crate::schema::quote::qualified(qualifier, name).replace('\'', "''");
    let start = "nextval('".len();
    let means =
        Means::Object { id: sequence, name: name.to_owned(), schema: qualifier.map(str::to_owned), style: NameStyle::Literal };
    let spot = Spot { range: start..start + printed.len(), means };
    Def { text: format!("nextval('{printed}'::regclass)").into(), spots: std::sync::Arc::new([spot]) }
}

/// The type of a column whose type the text does not tell.
pub fn unknown_type() -> ColumnType {
    let ty = TypeName { name: Name::bare(""), modifiers: String::new(), dimensions: 0, set_of: false };
    ColumnType { def: Def::plain(""), ty, user: None }
}

/// Whether an unqualified type name is the server's own: `pg_catalog` comes first in every search path.
pub fn is_built_in(name: &Name) -> bool {
    const TYPES: &[&str] = &[
        "any",
        "anyarray",
        "anyelement",
        "bit",
        "bool",
        "box",
        "bpchar",
        "bytea",
        "char",
        "cid",
        "cidr",
        "circle",
        "cstring",
        "date",
        "daterange",
        "event_trigger",
        "float4",
        "float8",
        "inet",
        "int2",
        "int4",
        "int4range",
        "int8",
        "int8range",
        "internal",
        "interval",
        "json",
        "jsonb",
        "jsonpath",
        "line",
        "lseg",
        "macaddr",
        "macaddr8",
        "money",
        "name",
        "numeric",
        "numrange",
        "oid",
        "path",
        "point",
        "polygon",
        "record",
        "regclass",
        "regproc",
        "regtype",
        "text",
        "tid",
        "time",
        "timestamp",
        "timestamptz",
        "timetz",
        "trigger",
        "tsquery",
        "tsrange",
        "tstzrange",
        "tsvector",
        "uuid",
        "varbit",
        "varchar",
        "void",
        "xid",
        "xml",
    ];
    name.schema.as_deref().is_none_or(|schema| schema == "pg_catalog") && TYPES.binary_search(&name.name.as_str()).is_ok()
}
