//! Indexes that stand for themselves (those behind constraints belong to the constraint).

use std::collections::BTreeMap;

use super::{Place, map_column};
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency, Id, Ref};

/// An index.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    pub unique: bool,
    /// It was made with CONCURRENTLY.
    pub concurrently: bool,
    /// The key columns, `None` for an expression.
    pub keys: Vec<Option<ColumnId>>,
    /// What the server calls its columns, INCLUDE's too.
    pub elements: Vec<String>,
    /// The partitioned table's index that it is a part of.
    pub part_of: Option<Id>,
    /// It has an expression or a predicate.
    pub has_expression: bool,
    /// The whole statement.
    pub def: Def,
    /// Changed by ALTER INDEX … SET and RESET, in order.
    pub options: Vec<(String, Option<String>)>,
    /// Statistics targets, by the number of the element.
    pub statistics: BTreeMap<String, String>,
    pub marks: IndexMarks,
}

/// What a table says of one of its indexes, that behind a constraint included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IndexMarks {
    /// CLUSTER ON.
    pub clustered: bool,
    /// REPLICA IDENTITY USING INDEX.
    pub replica_identity: bool,
}

impl Index {
    pub(super) fn dependencies(&self, place: Place, found: &mut Vec<Dependency>) {
        found.extend(self.part_of.map(|id| super::follows(Ref::whole(id))));
        for on in self.def.refs() {
            let own_table = Place::Relation(on.id) == place;
            found.push(if own_table { super::follows(on) } else { super::needs(on) });
        }
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref, place: Place) {
        self.def = self.def.map_ids(map);
        self.part_of = self.part_of.map(|id| map(Ref::whole(id)).id);
        if let Place::Relation(table) = place {
            for key in self.keys.iter_mut().flatten() {
                *key = map_column(map, table, *key);
            }
        }
    }
}
