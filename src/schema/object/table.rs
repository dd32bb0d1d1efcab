//! Tables, partitioned and foreign tables, and their columns.

use std::collections::BTreeMap;

use super::map_column;
use crate::dialect::name::TypeName;
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency, Id, Part, Ref};

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    pub kind: TableKind,
    pub unlogged: bool,
    /// No file makes it: it has columns, constraints and indexes that nobody knows here.
    pub columns_open: bool,
    /// In the order of the server.
    pub columns: Vec<Column>,
    pub inherits: Vec<Id>,
    /// The partitioned table that it is a part of, and the bound.
    pub partition_of: Option<(Id, Def)>,
    /// `RANGE (created_at)`.
    pub partition_by: Option<Def>,
    pub of_type: Option<Id>,
    /// In the order of the server, which shows it: what is set again moves to the end.
    pub options: Vec<(String, String)>,
    pub row_security: bool,
    pub force_row_security: bool,
    /// As written behind REPLICA IDENTITY; `None`: DEFAULT, or an index is marked as it.
    pub replica_identity: Option<String>,
    pub tablespace: Option<String>,
    pub access_method: Option<String>,
    /// The server's name as written, and the table's options.
    pub foreign: Option<(String, Vec<(String, String)>)>,
    /// That server.
    pub server: Option<Id>,
    /// `CREATE TABLE … AS`: the statement, and the columns that the query gave, by their names then.
    pub query: Option<(Def, Vec<(ColumnId, String)>)>,
    /// The rows were copied here from this table, which went away: the same table, rebuilt.
    pub rebuilt_from: Option<Id>,
}

/// What a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableKind {
    #[default]
    Permanent,
    /// Gone when the session ends: never part of a difference.
    Temporary,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub id: ColumnId,
    pub name: String,
    pub ty: ColumnType,
    pub collation: Option<Def>,
    pub not_null: bool,
    pub not_null_name: Option<String>,
    pub default: Option<Def>,
    pub generated: Option<GeneratedColumn>,
    pub identity: Option<IdentityColumn>,
    pub storage: Option<String>,
    pub compression: Option<String>,
    pub statistics: Option<String>,
    pub options: BTreeMap<String, String>,
    pub foreign_options: Vec<(String, String)>,
    pub comment: Option<String>,
    /// It comes from a parent (inheritance, partition).
    pub inherited: bool,
}

/// A column's type.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnType {
    pub def: Def,
    pub ty: TypeName,
    /// The type's object, if it is one of the schema's.
    pub user: Option<Id>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GeneratedColumn {
    pub expression: Def,
    pub stored: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct IdentityColumn {
    pub always: bool,
    pub sequence: Id,
}

impl ColumnType {
    /// Whether two types are the same type, however written.
    pub fn same(&self, other: &Self) -> bool {
        self.user == other.user
            && self.ty.modifiers == other.ty.modifiers
            && (self.ty.dimensions > 0) == (other.ty.dimensions > 0)
            && (self.user.is_some() || self.ty.name.name == other.ty.name.name)
    }

    /// How a column of this type is stored where nobody says otherwise (PostgreSQL: `pg_type.typstorage`; `SET STORAGE DEFAULT` came
    /// with version 16).
    pub fn usual_storage(&self) -> &'static str {
        if self.ty.dimensions > 0 {
            return "EXTENDED";
        }
        match self.ty.name.name.as_str() {
            // A type that the text does not tell: one that is stored in place takes no storage at all.
            "" => "EXTENDED",
            "numeric" | "inet" | "cidr" => "MAIN",
            "text" | "varchar" | "bpchar" | "bytea" | "json" | "jsonb" | "xml" | "tsvector" | "citext" | "hstore" | "bit"
            | "varbit" | "path" | "polygon" => "EXTENDED",
            _ => "PLAIN",
        }
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        self.def = self.def.map_ids(map);
        self.user = self.user.map(|id| map(Ref::whole(id)).id);
    }
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column with this id.
    pub fn column_by_id(&self, id: ColumnId) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        for id in &self.inherits {
            found.push(super::needs(Ref::whole(*id)));
        }
        if let Some((parent, bound)) = &self.partition_of {
            found.push(super::follows(Ref::whole(*parent)));
            found.extend(bound.refs().map(super::needs));
        }
        found.extend(self.of_type.iter().chain(&self.server).map(|id| super::needs(Ref::whole(*id))));
        for column in &self.columns {
            column.dependencies(found);
        }
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        let whole = |id: Id| map(Ref::whole(id)).id;
        for id in &mut self.inherits {
            *id = whole(*id);
        }
        if let Some((parent, bound)) = &mut self.partition_of {
            *parent = whole(*parent);
            *bound = bound.map_ids(map);
        }
        self.partition_by = self.partition_by.as_ref().map(|def| def.map_ids(map));
        self.of_type = self.of_type.map(whole);
        self.server = self.server.map(whole);
        if let Some((def, _)) = &mut self.query {
            *def = def.map_ids(map);
        }
        for column in &mut self.columns {
            column.map_ids(map);
        }
    }

    /// Gives the columns the ids that `map` has for them; `own` is the table's id.
    pub fn map_own_columns(&mut self, own: Id, map: &dyn Fn(Ref) -> Ref) {
        for column in &mut self.columns {
            column.id = map_column(map, own, column.id);
        }
    }
}

impl Column {
    /// A column of this name and type and nothing else.
    pub fn new(id: ColumnId, name: impl Into<String>, ty: ColumnType) -> Self {
        Self {
            id,
            name: name.into(),
            ty,
            collation: None,
            not_null: false,
            not_null_name: None,
            default: None,
            generated: None,
            identity: None,
            storage: None,
            compression: None,
            statistics: None,
            options: BTreeMap::new(),
            foreign_options: Vec::new(),
            comment: None,
            inherited: false,
        }
    }

    fn dependencies(&self, found: &mut Vec<Dependency>) {
        let mut add = |part, on| found.push(Dependency { part, on, auto: false });
        let ty = self.ty.user.map(Ref::whole).into_iter().chain(self.ty.def.refs().filter(|on| self.ty.user != Some(on.id)));
        for on in ty.chain(self.collation.iter().flat_map(Def::refs)) {
            add(Part::ColumnType(self.id), on);
        }
        for on in self.default.iter().flat_map(Def::refs) {
            add(Part::ColumnDefault(self.id), on);
        }
        for on in self.generated.iter().flat_map(|generated| generated.expression.refs()) {
            add(Part::ColumnGenerated(self.id), on);
        }
    }

    fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        let whole = |id: Id| map(Ref::whole(id)).id;
        self.ty.map_ids(map);
        self.collation = self.collation.as_ref().map(|def| def.map_ids(map));
        self.default = self.default.as_ref().map(|def| def.map_ids(map));
        if let Some(generated) = &mut self.generated {
            generated.expression = generated.expression.map_ids(map);
        }
        if let Some(identity) = &mut self.identity {
            identity.sequence = whole(identity.sequence);
        }
    }
}
