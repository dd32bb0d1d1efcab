//! Table constraints.

use super::{IndexMarks, Place, map_column};
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency, Id, Ref};

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    pub rule: ConstraintRule,
    /// The columns of its own table that it is about.
    pub columns: Vec<ColumnId>,
    /// Everything behind `CONSTRAINT name`, without `NOT VALID`, `NOT ENFORCED` and the deferral.
    pub def: Def,
    pub not_valid: bool,
    /// `NOT ENFORCED` (PostgreSQL 18).
    pub not_enforced: bool,
    /// `DEFERRABLE INITIALLY DEFERRED` and the like; empty: not deferrable.
    pub deferral: String,
    pub inherited: bool,
    pub marks: IndexMarks,
    /// COMMENT ON INDEX for the index behind it.
    pub index_comment: Option<String>,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq)]
pub enum ConstraintRule {
    PrimaryKey,
    Unique,
    ForeignKey {
        target: Id,
        target_columns: Vec<ColumnId>,
        /// The primary key, unique constraint or unique index that it relies on.
        support: Option<Id>,
    },
    Check,
    Exclude,
    NotNull,
}

impl Constraint {
    /// Whether an index stands behind it, which takes a name among the relations.
    pub fn has_index(&self) -> bool {
        matches!(self.rule, ConstraintRule::PrimaryKey | ConstraintRule::Unique | ConstraintRule::Exclude)
    }

    /// Whether it is a foreign key.
    pub fn is_foreign_key(&self) -> bool {
        matches!(self.rule, ConstraintRule::ForeignKey { .. })
    }

    /// The column of another table that a foreign key's column refers to.
    pub fn target_of(&self, column: ColumnId) -> Option<(Id, ColumnId)> {
        let ConstraintRule::ForeignKey { target, target_columns, .. } = &self.rule else { return None };
        let at = self.columns.iter().position(|it| *it == column)?;
        Some((*target, *target_columns.get(at)?))
    }

    pub(super) fn dependencies(&self, place: Place, found: &mut Vec<Dependency>) {
        if let Place::Relation(table) = place {
            found.extend(self.columns.iter().map(|column| super::follows(Ref::column(table, *column))));
        }
        for on in self.def.refs() {
            let own_table = Place::Relation(on.id) == place;
            let is_self_target = own_table && self.is_foreign_key();
            found.push(if own_table && !is_self_target { super::follows(on) } else { super::needs(on) });
        }
        if let ConstraintRule::ForeignKey { target, target_columns, support } = &self.rule {
            found.push(super::needs(Ref::whole(*target)));
            found.extend(target_columns.iter().map(|column| super::needs(Ref::column(*target, *column))));
            found.extend(support.map(|id| super::needs(Ref::whole(id))));
        }
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref, place: Place) {
        self.def = self.def.map_ids(map);
        if let Place::Relation(table) = place {
            for column in &mut self.columns {
                *column = map_column(map, table, *column);
            }
        }
        if let ConstraintRule::ForeignKey { target, target_columns, support } = &mut self.rule {
            for column in target_columns.iter_mut() {
                *column = map_column(map, *target, *column);
            }
            *target = map(Ref::whole(*target)).id;
            *support = support.map(|id| map(Ref::whole(id)).id);
        }
    }
}
