//! Identities. An object keeps its id when it is renamed, moved or altered; ids grow with time, so their order is the order of
//! creation.

/// An object of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u32);

/// A column of a relation. Unique over the whole schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u32);

/// An object, or one column of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    pub id: Id,
    pub column: Option<ColumnId>,
}

impl Ref {
    /// The object as a whole.
    pub fn whole(id: Id) -> Self {
        Self { id, column: None }
    }

    /// One column of it.
    pub fn column(id: Id, column: ColumnId) -> Self {
        Self { id, column: Some(column) }
    }
}

/// One thing that an object needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// Which part of the object needs it.
    pub part: Part,
    pub on: Ref,
    /// The server drops the dependent silently together with what it depends on (PostgreSQL: `DEPENDENCY_AUTO`).
    pub auto: bool,
}

/// The part of an object that has a dependency of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Whole,
    /// A column's type: dropped with CASCADE, the column goes.
    ColumnType(ColumnId),
    /// A column's default: dropped with CASCADE, only the default goes.
    ColumnDefault(ColumnId),
    /// A generated column's expression.
    ColumnGenerated(ColumnId),
}

impl Part {
    /// The column that the part belongs to.
    pub fn column(self) -> Option<ColumnId> {
        match self {
            Self::Whole => None,
            Self::ColumnType(c) | Self::ColumnDefault(c) | Self::ColumnGenerated(c) => Some(c),
        }
    }
}
