//! The steps that a difference is made of.

use crate::schema::id::{ColumnId, Id};

/// One step. Ids mean the same object before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Drop(Id),
    Create(Id),
    /// Another name.
    Rename(Id),
    /// Another schema.
    Move(Id),
    /// A type is renamed out of the way of the one that takes its place.
    TypeAway(Id),
    /// The type that was renamed away is dropped.
    TypeGone(Id),
    RenameColumn(Id, ColumnId),
    /// The default goes, or the identity.
    DropDefault(Id, ColumnId),
    DropColumn(Id, ColumnId),
    AddColumn(Id, ColumnId),
    ColumnType(Id, ColumnId),
    SetDefault(Id, ColumnId),
    /// NOT NULL, identity, storage, comment, ….
    ColumnSettings(Id, ColumnId),
    /// What else can be changed of an object that stays.
    Alter(Id),
    /// A sequence gets or loses the column that owns it.
    Own(Id),
    /// Comment, owner, grants of an object that stays.
    Attributes(Id),
}

impl Step {
    /// The object that the step is about.
    pub fn id(self) -> Id {
        match self {
            Self::Drop(id)
            | Self::Create(id)
            | Self::Rename(id)
            | Self::Move(id)
            | Self::TypeAway(id)
            | Self::TypeGone(id)
            | Self::Alter(id)
            | Self::Own(id)
            | Self::Attributes(id)
            | Self::RenameColumn(id, _)
            | Self::DropDefault(id, _)
            | Self::DropColumn(id, _)
            | Self::AddColumn(id, _)
            | Self::ColumnType(id, _)
            | Self::SetDefault(id, _)
            | Self::ColumnSettings(id, _) => id,
        }
    }
}
