//! Parts of relations: columns and constraints.

use super::touches::{After, Before};
use super::{Mentioned, Reader};
use crate::dialect::effect::{ColumnDef, ConstraintDef, ConstraintKind};
use crate::dialect::name::Class;
use crate::dialect::wording::{Mention, RelationRef, Wording};
use crate::order::names::{PRIMARY, column_label, part_label};

impl Reader {
    pub(super) fn needs_columns<'a>(&mut self, relation: &str, columns: impl IntoIterator<Item = &'a String>) {
        for column in columns {
            self.needs_part(Class::Column, column_label(relation, column), Some(relation));
        }
    }

    /// What a relation made in this file has is known here or cannot be told.
    pub(super) fn needs_part(&mut self, class: Class, object: String, relation: Option<&str>) {
        self.needed.insert(object.clone());
        let is_told =
            |relation: &str| self.made.contains(relation) && !(class == Class::Column && self.closed.contains(relation));
        if !self.made.contains(&object) && !relation.is_some_and(is_told) {
            let of = relation.map(str::to_owned);
            let is_doubtful = matches!(class, Class::Constraint | Class::Index) && may_be_chosen(&object);
            let before = if self.is_doubtful { Before::LikelyThere } else { Before::There };
            self.touch(&object, relation, before, After::Same);
            self.facts.parts_needed.push(Mentioned { is_doubtful, ..self.mentioned(object, class, of) });
        }
    }

    /// The columns that a wording names: of `parent` and of relations that it names themselves.
    pub(super) fn columns_in(&mut self, wording: &Wording, parent: Option<&str>) {
        wording.slots.iter().for_each(|slot| self.column_of(&slot.mention, parent));
    }

    /// A view has no two columns of one name: what it names beside the star of a relation, the relation has not.
    pub(super) fn beside_star(&mut self, columns: &[Option<String>], wording: &Wording) {
        let stars: Vec<&Vec<Option<RelationRef>>> = wording
            .slots
            .iter()
            .filter_map(|slot| if let Mention::Star { relations, .. } = &slot.mention { Some(relations) } else { None })
            .collect();
        // A star further in has names of its own.
        let ([relations], 1) = (stars.as_slice(), columns.iter().filter(|column| column.is_none()).count()) else { return };
        let [Some(RelationRef::Named(name))] = relations.as_slice() else { return };
        let relation = self.name(Class::Table, name);
        for column in columns.iter().flatten() {
            self.touch(&column_label(&relation, column), Some(&relation), Before::Absent, After::Same);
        }
    }

    /// A column that can belong to one relation only.
    pub(super) fn column_of(&mut self, mention: &Mention, parent: Option<&str>) {
        let Mention::Column { relations, name, certain, .. } = mention else { return };
        let relation = match relations.as_slice() {
            [RelationRef::Parent] => parent.map(str::to_owned),
            [RelationRef::Named(relation)] => Some(self.name(Class::Table, relation)),
            _ => None,
        };
        let Some(relation) = relation else { return };
        let before = self.facts.parts_needed.len();
        let is_sure = *certain || matches!(relations.as_slice(), [RelationRef::Parent]);
        self.is_doubtful = !is_sure;
        self.needs_columns(&relation, [name]);
        self.is_doubtful = false;
        self.facts.parts_needed.iter_mut().skip(before).for_each(|need| need.is_doubtful = !is_sure);
    }

    pub(super) fn constraint(&mut self, constraint: &ConstraintDef, relation: &str) {
        self.wording(&constraint.wording);
        let name = constraint.name.clone().or_else(|| chosen_name(relation, &constraint.kind));
        if let Some(name) = name {
            let label = part_label("constraint", relation, &name);
            if constraint.name.is_none() {
                // The server takes another name where this one is in use.
                self.touch(&label, Some(relation), Before::LikelyAbsent, After::There);
            }
            if constraint.not_valid {
                self.touch(&part_label("unproven", relation, &name), Some(&label), Before::Any, After::There);
            }
            self.fresh(label.clone());
            self.makes_part(Class::Constraint, label.clone(), relation);
            self.constraint_parts(constraint, &label, &name, relation);
        }
        match &constraint.kind {
            ConstraintKind::ForeignKey { columns, target, target_columns } => {
                self.is_table(target, Before::There);
                let target = self.name(Class::Table, target);
                self.needs_columns(relation, columns);
                self.needs_columns(&target, target_columns);
                self.refers_to(&target, target_columns);
                self.holds_the_same(relation, columns, &target, target_columns);
                if !target_columns.is_empty() {
                    self.needs_key(&target, target_columns);
                } else if target != relation {
                    self.needs_key(&target, &[PRIMARY.to_owned()]);
                }
            }
            ConstraintKind::PrimaryKey { columns, .. } | ConstraintKind::Unique { columns, .. } => {
                self.needs_columns(relation, columns);
            }
            ConstraintKind::Check { .. } | ConstraintKind::Exclude { .. } => {
                self.columns_in(&constraint.wording, Some(relation));
            }
            ConstraintKind::NotNull { column } => self.needs_columns(relation, [column]),
        }
    }

    /// A column that is made with its table or added to it.
    pub(super) fn column(&mut self, column: &ColumnDef, relation: &str) {
        self.makes_column(relation, &column.name);
        self.properties(column, relation);
        self.holds(column, relation);
        if let Some(ty) = &column.ty {
            self.needs_type(&ty.ty.name);
        }
        let generated = column.generated.as_ref().map(|it| &it.expression);
        for wording in column.default.iter().chain(generated).chain(&column.collation) {
            self.wording(wording);
        }
        generated.iter().for_each(|wording| self.columns_in(wording, Some(relation)));
        if let (Some(ty), Some(default)) = (&column.ty, &column.default) {
            self.needs_label(&ty.ty.name, &default.text);
        }
        if column.serial || column.identity.is_some() {
            self.makes_sequence(relation, &column.name);
        }
        for constraint in &column.constraints {
            self.constraint(constraint, relation);
        }
    }
}

/// Whether the server may have given this name to a constraint or an index that has none in its author's text.
fn may_be_chosen(object: &str) -> bool {
    let name = object.trim_end_matches(|c: char| c.is_ascii_digit());
    ["_key", "_fkey", "_check", "_pkey", "_idx", "_excl", "_not_null"].iter().any(|end| name.ends_with(end))
}

/// The name that the server gives a constraint without one, where no other has it (PostgreSQL: `ChooseConstraintName`).
fn chosen_name(relation: &str, kind: &ConstraintKind) -> Option<String> {
    let table = relation.rsplit([' ', '.']).next()?;
    let with = |columns: &[String], end: &str| Some(format!("{table}_{}_{end}", columns.join("_")));
    let name = match kind {
        ConstraintKind::ForeignKey { columns, .. } => with(columns, "fkey"),
        ConstraintKind::Unique { columns, .. } => with(columns, "key"),
        ConstraintKind::PrimaryKey { .. } => Some(format!("{table}_pkey")),
        ConstraintKind::Check { columns } if columns.len() == 1 => with(columns, "check"),
        _ => None,
    };
    name.filter(|name| name.len() <= 63)
}
