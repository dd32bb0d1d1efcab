//! What the touches tell of columns, keys and indexes.

use super::details::before_adding;
use super::touches::{After, Before};
use super::{Event, Reader, keys_label};
use crate::dialect::effect::{ColumnChange, ColumnDef, ConstraintDef, ConstraintKind, CreateIndex};
use crate::dialect::name::{Class, Name};
use crate::order::names::{PRIMARY, column_label, part_label};

impl Reader {
    /// The columns of a key, by which foreign keys refer to rows.
    fn key_label(relation: &str, columns: &[String]) -> String {
        let mut columns = columns.to_vec();
        columns.sort();
        part_label("key", relation, &columns.join(","))
    }

    /// A foreign key, or ON CONFLICT, needs a key of just these columns.
    pub(super) fn needs_key(&mut self, relation: &str, columns: &[String]) {
        let object = Self::key_label(relation, columns);
        let is_told = self.made.contains(relation) && !self.closed.contains(relation);
        let is_known = !self.vague_keys.contains(&keys_label(relation));
        if is_known && !is_told && !self.made.contains(&object) {
            let of = Some(keys_label(relation));
            self.facts.parts_needed.push(self.mentioned(object, Class::Index, of));
        }
    }

    /// Nobody knows from here on which keys a relation has.
    pub(super) fn keys_change(&mut self, relation: &str) {
        let keys = keys_label(relation);
        self.facts.events.push(Event::Vague(keys.clone()));
        self.vague_keys.insert(keys);
    }

    fn makes_key(&mut self, relation: &str, columns: &[String], of: &str) {
        let object = Self::key_label(relation, columns);
        self.touch(&object, Some(of), Before::Any, After::There);
        self.made.insert(object.clone());
        self.facts.events.push(Event::Made(object.clone()));
        let of = Some(keys_label(relation));
        self.facts.parts_made.push(self.mentioned(object, Class::Index, of));
    }

    /// A foreign key refers to the columns of a key of its target.
    pub(super) fn refers_to(&mut self, target: &str, columns: &[String]) {
        if !columns.is_empty() {
            self.touch(&Self::key_label(target, columns), Some(target), Before::There, After::Same);
        }
    }

    /// What a constraint brings and stands on: its index, its columns.
    pub(super) fn constraint_parts(&mut self, constraint: &ConstraintDef, label: &str, name: &str, relation: &str) {
        let columns: &[String] = match &constraint.kind {
            ConstraintKind::PrimaryKey { columns, .. } | ConstraintKind::Unique { columns, .. } => {
                let index = format!("{}{name}", relation.rfind('.').map_or("relation ", |dot| relation.split_at(dot + 1).0));
                let before = match &constraint.kind {
                    ConstraintKind::PrimaryKey { using_index: Some(_), .. }
                    | ConstraintKind::Unique { using_index: Some(_), .. } => Before::Any,
                    _ => before_adding(constraint.name.is_none()),
                };
                self.touch(&index, Some(label), before, After::There);
                self.makes_key(relation, columns, label);
                if matches!(&constraint.kind, ConstraintKind::PrimaryKey { .. }) {
                    self.makes_key(relation, &[PRIMARY.to_owned()], label);
                }
                columns
            }
            ConstraintKind::ForeignKey { columns, .. } | ConstraintKind::Check { columns } => columns,
            _ => &[],
        };
        self.stands_on(label, columns.iter().map(|column| column_label(relation, column)));
    }

    /// An index goes with its table and with each of its columns.
    pub(super) fn index(&mut self, create: &CreateIndex) {
        let name = create.name.clone().unwrap_or_else(|| chosen_index_name(create));
        let index = self.name(Class::Index, &Name { schema: create.table.schema.clone(), name });
        let relation = self.name(Class::Table, &create.table);
        // A materialized view has indexes as well.
        self.is_table(&create.table, Before::LikelyThere);
        self.touch(&index, Some(&relation), before_adding(create.if_not_exists || create.name.is_none()), After::There);
        let columns: Vec<String> = create.elements.iter().map(|column| column_label(&relation, column)).collect();
        self.stands_on(&index, columns);
        if create.unique {
            self.makes_key(&relation, &create.elements, &index);
        }
    }

    /// What a new column is like.
    pub(super) fn properties(&mut self, column: &ColumnDef, relation: &str) {
        let key = |kind: &ConstraintKind| matches!(kind, ConstraintKind::PrimaryKey { .. });
        let not_null = column.not_null.as_ref().is_some_and(|it| it.not_null)
            || column.serial
            || column.constraints.iter().any(|it| key(&it.kind));
        let has_default = column.default.is_some() || column.serial || column.generated.is_some() || column.identity.is_some();
        for word in [("not-null", not_null), ("default", has_default), ("type", true)].iter().filter(|it| it.1).map(|it| it.0) {
            self.property_touch(word, relation, &column.name, Before::Any, After::There);
        }
    }

    /// What ALTER COLUMN makes of a column. A statement is taken to change something.
    pub(super) fn property(&mut self, relation: &str, column: &str, change: &ColumnChange) {
        let (word, before, after) = match change {
            ColumnChange::SetNotNull => ("not-null", Before::LikelyAbsent, After::There),
            ColumnChange::DropNotNull => ("not-null", Before::LikelyThere, After::Gone),
            ColumnChange::SetDefault(_) => ("default", Before::Any, After::There),
            ColumnChange::DropDefault => ("default", Before::LikelyThere, After::Gone),
            ColumnChange::AddIdentity(_) => ("default", Before::LikelyAbsent, After::There),
            ColumnChange::DropIdentity { .. } => ("default", Before::LikelyThere, After::Gone),
            ColumnChange::Type { .. } => ("type", Before::Any, After::There),
            _ => return,
        };
        self.property_touch(word, relation, column, before, after);
    }

    fn property_touch(&mut self, word: &str, relation: &str, column: &str, before: Before, after: After) {
        let of = column_label(relation, column);
        self.touch(&part_label(word, relation, column), Some(&of), before, after);
    }
}

/// The name that the server gives an index without one, where no other relation has it (PostgreSQL: `ChooseIndexName`).
fn chosen_index_name(create: &CreateIndex) -> String {
    format!("{}_{}_idx", create.table.name, create.elements.join("_"))
}
