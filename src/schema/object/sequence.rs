//! Sequences.

use super::map_column;
use crate::dialect::effect::SequenceOptions;
use crate::schema::id::{ColumnId, Dependency, Id, Ref};

/// A sequence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sequence {
    pub facts: SequenceFacts,
    /// The column that it goes with.
    pub owned_by: Option<(Id, ColumnId)>,
    /// It belongs to an identity column and is written with it.
    pub identity: bool,
    pub temporary: bool,
    pub unlogged: bool,
}

/// The numbers of a sequence. `None` stands for the server's default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SequenceFacts {
    /// `int8` unless said otherwise.
    pub ty: Option<String>,
    pub increment: Option<String>,
    pub min: Option<String>,
    pub max: Option<String>,
    pub start: Option<String>,
    pub cache: Option<String>,
    pub cycle: bool,
}

impl SequenceFacts {
    /// Takes over what a statement says.
    pub fn set(&mut self, options: &SequenceOptions) {
        let number = |value: &String, default: &str| (value != default).then(|| value.clone());
        if let Some(ty) = &options.ty {
            self.ty = (ty != "int8").then(|| ty.clone());
        }
        if let Some(value) = &options.increment {
            self.increment = number(value, "1");
        }
        if let Some(value) = &options.min {
            self.min = value.as_ref().and_then(|value| number(value, "1"));
        }
        if let Some(value) = &options.max {
            self.max.clone_from(value);
        }
        if let Some(value) = &options.start {
            self.start = number(value, "1");
        }
        if let Some(value) = &options.cache {
            self.cache = number(value, "1");
        }
        if let Some(cycle) = options.cycle {
            self.cycle = cycle;
        }
        self.drop_default_bounds();
    }

    /// A bound that is the default of the type is no choice of the author's (`pg_dump` writes them out).
    fn drop_default_bounds(&mut self) {
        let top = match self.ty.as_deref() {
            Some("int2") => "32767",
            Some("int4") => "2147483647",
            _ => "9223372036854775807",
        };
        if self.max.as_deref() == Some(top) {
            self.max = None;
        }
    }
}

impl Sequence {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.owned_by.map(|(table, column)| super::follows(Ref::column(table, column))));
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        self.owned_by = self.owned_by.map(|(table, column)| (map(Ref::whole(table)).id, map_column(map, table, column)));
    }
}
