//! Constraints of tables, and the names that the server gives them.

use super::Applier;
use crate::dialect::effect::{ConstraintDef, ConstraintKind};
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Constraint, ConstraintRule, IndexMarks, Object, Place};
use crate::schema::{Key, names};

impl Applier<'_> {
    pub(super) fn add_constraint(&mut self, table: Id, written: &ConstraintDef) {
        if let ConstraintKind::NotNull { column } = &written.kind {
            return self.set_not_null(table, column, written.name.clone());
        }
        if let ConstraintKind::PrimaryKey { using_index: Some(index), .. }
        | ConstraintKind::Unique { using_index: Some(index), .. } = &written.kind
        {
            return self.adopt_index(table, written, index);
        }
        let def = bare_def(&self.resolve(&written.wording, Some(table)));
        let rule = self.constraint_rule(written);
        let columns = self.constraint_columns(table, &written.kind);
        let def = if rule == ConstraintRule::Exclude { self.with_default_classes(def, table, &columns) } else { def };
        let constraint = Constraint {
            rule,
            columns,
            def,
            not_valid: written.not_valid,
            not_enforced: written.not_enforced,
            deferral: normal_deferral(&written.deferral),
            inherited: false,
            marks: IndexMarks::default(),
            index_comment: None,
        };
        if matches!(constraint.rule, ConstraintRule::PrimaryKey) {
            self.drop_primary_key(table);
        }
        let name = match &written.name {
            Some(name) => name.clone(),
            None => self.choose_constraint_name(table, &written.kind),
        };
        self.insert_constraint(table, &name, constraint);
    }

    fn insert_constraint(&mut self, table: Id, name: &str, constraint: Constraint) {
        if self.schema.find(&Key::Constraint(table, name.to_owned())).is_some() {
            return self.duplicate("constraint", name);
        }
        if matches!(constraint.rule, ConstraintRule::PrimaryKey) {
            for column in constraint.columns.clone() {
                self.change_column(table, column, |column| column.not_null = true);
                self.name_not_null(table, column);
                self.forbid_null_below(table, column);
            }
        }
        self.add(Object::new(name, Place::Relation(table), Body::Constraint(constraint)));
    }

    /// A primary key's columns may not be null in the tables that inherit them either.
    fn forbid_null_below(&mut self, table: Id, column: ColumnId) {
        let facts = self.schema.get(table).and_then(Object::table).and_then(|it| it.column_by_id(column));
        let Some((name, constraint)) = facts.map(|it| (it.name.clone(), it.not_null_name.clone())) else { return };
        for child in self.descendants(table) {
            if let Some(column) = self.schema.find_column(child, &name) {
                self.change_column(child, column, |column| {
                    column.not_null = true;
                    column.not_null_name = column.not_null_name.take().or_else(|| constraint.clone());
                });
            }
        }
    }

    /// A table has one primary key: if the statement runs, an earlier one went by a way that the model could not see.
    fn drop_primary_key(&mut self, table: Id) {
        let is_primary = |id: &Id| matches!(self.schema.get(*id).map(|it| &it.body), Some(Body::Constraint(it)) if matches!(it.rule, ConstraintRule::PrimaryKey));
        if let Some(old) = self.schema.children(table).into_iter().find(is_primary) {
            self.uncertain("a second primary key is added to a table");
            self.drop_id(old, false);
        }
    }

    /// `ADD CONSTRAINT … USING INDEX i`: the index becomes the constraint's and takes its name.
    fn adopt_index(&mut self, table: Id, written: &ConstraintDef, index: &str) {
        let found =
            self.schema.children(table).into_iter().find(|id| {
                self.schema.get(*id).is_some_and(|object| object.name == index && matches!(object.body, Body::Index(_)))
            });
        let Some(object) = found.and_then(|id| self.schema.remove(id)) else {
            return self.missing("index", index);
        };
        let Body::Index(index_body) = &object.body else { return };
        let columns: Vec<ColumnId> = index_body.keys.iter().flatten().copied().collect();
        let list: Vec<&str> = columns.iter().filter_map(|column| self.schema.column_name(table, *column)).collect();
        let primary = matches!(written.kind, ConstraintKind::PrimaryKey { .. });
        let words = if primary { "PRIMARY KEY" } else { "UNIQUE" };
        let wording = column_list_wording(words, &list);
        let def = self.resolve(&wording, Some(table));
        let rule = if primary { ConstraintRule::PrimaryKey } else { ConstraintRule::Unique };
        let constraint = Constraint {
            rule,
            columns,
            def,
            not_valid: false,
            not_enforced: false,
            deferral: normal_deferral(&written.deferral),
            inherited: false,
            marks: IndexMarks::default(),
            index_comment: object.comment.clone(),
        };
        let name = written.name.clone().unwrap_or_else(|| index.to_owned());
        self.insert_constraint(table, &name, constraint);
    }

    fn constraint_columns(&self, table: Id, kind: &ConstraintKind) -> Vec<ColumnId> {
        let names: &[String] = match kind {
            ConstraintKind::PrimaryKey { columns, .. }
            | ConstraintKind::Unique { columns, .. }
            | ConstraintKind::ForeignKey { columns, .. }
            | ConstraintKind::Check { columns }
            | ConstraintKind::Exclude { columns } => columns,
            ConstraintKind::NotNull { column } => std::slice::from_ref(column),
        };
        names.iter().filter_map(|name| self.schema.find_column(table, name)).collect()
    }

    fn constraint_rule(&mut self, written: &ConstraintDef) -> ConstraintRule {
        match &written.kind {
            ConstraintKind::PrimaryKey { .. } => ConstraintRule::PrimaryKey,
            ConstraintKind::Unique { .. } => ConstraintRule::Unique,
            ConstraintKind::Check { .. } => ConstraintRule::Check,
            ConstraintKind::Exclude { .. } => ConstraintRule::Exclude,
            ConstraintKind::NotNull { .. } => ConstraintRule::NotNull,
            ConstraintKind::ForeignKey { target, target_columns, .. } => {
                let Some(target) = self.schema.find_relation(target) else {
                    return ConstraintRule::Check;
                };
                let mut columns: Vec<ColumnId> =
                    target_columns.iter().filter_map(|name| self.schema.find_column(target, name)).collect();
                let support = self.key_support(target, &columns);
                if columns.is_empty() {
                    columns = support.map(|id| self.key_columns(id)).unwrap_or_default();
                }
                ConstraintRule::ForeignKey { target, target_columns: columns, support }
            }
        }
    }

    fn key_columns(&self, id: Id) -> Vec<ColumnId> {
        match self.schema.get(id).map(|object| &object.body) {
            Some(Body::Constraint(constraint)) => constraint.columns.clone(),
            Some(Body::Index(index)) => index.keys.iter().flatten().copied().collect(),
            _ => Vec::new(),
        }
    }

    /// The key that a foreign key to these columns relies on; without columns, the primary key.
    pub(super) fn key_support(&self, target: Id, columns: &[ColumnId]) -> Option<Id> {
        let mut wanted = columns.to_vec();
        wanted.sort_unstable();
        let fits = |id: &Id| {
            let Some(object) = self.schema.get(*id) else { return false };
            let keys = match &object.body {
                Body::Constraint(constraint) => match constraint.rule {
                    ConstraintRule::PrimaryKey if columns.is_empty() => return true,
                    ConstraintRule::PrimaryKey | ConstraintRule::Unique => constraint.columns.clone(),
                    _ => return false,
                },
                Body::Index(index) if index.unique => index.keys.iter().flatten().copied().collect(),
                _ => return false,
            };
            let mut keys = keys;
            keys.sort_unstable();
            !columns.is_empty() && keys == wanted
        };
        self.schema.children(target).into_iter().find(fits)
    }

    fn choose_constraint_name(&self, table: Id, kind: &ConstraintKind) -> String {
        let columns: Vec<&str> = match kind {
            ConstraintKind::PrimaryKey { .. } | ConstraintKind::NotNull { .. } => Vec::new(),
            ConstraintKind::Check { columns } if columns.len() != 1 => Vec::new(),
            ConstraintKind::Unique { columns, .. }
            | ConstraintKind::ForeignKey { columns, .. }
            | ConstraintKind::Check { columns }
            | ConstraintKind::Exclude { columns } => columns.iter().map(String::as_str).collect(),
        };
        let label = match kind {
            ConstraintKind::PrimaryKey { .. } => "pkey",
            ConstraintKind::Unique { .. } => "key",
            ConstraintKind::ForeignKey { .. } => "fkey",
            ConstraintKind::Check { .. } => "check",
            ConstraintKind::Exclude { .. } => "excl",
            ConstraintKind::NotNull { .. } => "not_null",
        };
        self.choose_name(table, &columns, label, label != "check" && label != "fkey")
    }

    /// The name that the server would give to a copy of this constraint on another table.
    pub(super) fn constraint_name(&self, table: Id, constraint: &Constraint) -> String {
        let columns: Vec<&str> = constraint.columns.iter().filter_map(|column| self.schema.column_name(table, *column)).collect();
        match constraint.rule {
            ConstraintRule::PrimaryKey => self.choose_name(table, &[], "pkey", true),
            ConstraintRule::Exclude => self.choose_name(table, &columns, "excl", true),
            _ => self.choose_name(table, &columns, "key", true),
        }
    }

    fn choose_name(&self, table: Id, columns: &[&str], label: &str, relation: bool) -> String {
        let Some(object) = self.schema.get(table) else { return String::new() };
        let addition = (!columns.is_empty()).then(|| names::index_columns(columns.iter().copied()));
        let namespace = self.schema.namespace(table);
        names::choose(&object.name, addition.as_deref(), label, |candidate| {
            namespace.is_some_and(|namespace| {
                self.schema.constraint_name_exists(namespace, candidate) || (relation && self.name_taken(namespace, candidate))
            })
        })
    }

    pub(super) fn set_not_null(&mut self, table: Id, column: &str, name: Option<String>) {
        match self.schema.find_column(table, column) {
            Some(column) => {
                self.change_column(table, column, |column| {
                    column.not_null = true;
                    if name.is_some() {
                        column.not_null_name = name;
                    }
                });
                self.name_not_null(table, column);
            }
            None => self.missing("column", column),
        }
    }
}

/// Only what differs from the default: nothing for `NOT DEFERRABLE`, no `INITIALLY IMMEDIATE`.
pub(super) fn normal_deferral(written: &str) -> String {
    let deferred = written.contains("INITIALLY DEFERRED");
    match (written.contains("NOT DEFERRABLE"), deferred, written.contains("DEFERRABLE")) {
        (_, true, _) => "DEFERRABLE INITIALLY DEFERRED".to_owned(),
        (false, false, true) => "DEFERRABLE".to_owned(),
        _ => String::new(),
    }
}

/// `UNIQUE (a, b)` with slots for the columns.
fn column_list_wording(words: &str, columns: &[&str]) -> crate::dialect::wording::Wording {
    use crate::dialect::wording::{Mention, RelationRef, Wording};
    let mut wording = Wording::plain(format!("{words} ("));
    for (position, column) in columns.iter().enumerate() {
        if position > 0 {
            wording.push_str(", ");
        }
        let (relations, name) = (vec![RelationRef::Parent], (*column).to_owned());
        let mention = Mention::Column { relations, name, label: false, certain: true };
        wording.push_slot(&crate::schema::quote::ident(column), mention);
    }
    wording.push_str(")");
    wording
}

/// A constraint's definition without `NOT VALID`, `NOT ENFORCED` and the deferral at its end, which the model keeps apart.
pub(super) fn bare_def(def: &Def) -> Def {
    const TAILS: &[&[&str]] = &[
        &["not", "valid"],
        &["not", "enforced"],
        &["enforced"],
        &["not", "deferrable"],
        &["deferrable"],
        &["initially", "deferred"],
        &["initially", "immediate"],
    ];
    let mut text = def.text.trim_end();
    loop {
        let shorter = TAILS.iter().find_map(|tail| strip_words(text, tail));
        match shorter {
            Some(shorter) => text = shorter.trim_end(),
            None => break,
        }
    }
    let spots = def.spots.iter().filter(|spot| spot.range.end <= text.len()).cloned().collect();
    Def { text: text.into(), spots }
}

/// `text` without these words at its end, whatever their case and the blanks between them.
fn strip_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let mut rest = text;
    for word in words.iter().rev() {
        rest = rest.trim_end();
        let start = rest.len().checked_sub(word.len())?;
        let tail = rest.get(start..)?;
        let before = rest.get(..start)?;
        let whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if !tail.eq_ignore_ascii_case(word) || !whole {
            return None;
        }
        rest = before;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_attributes_off_the_end() {
        let bare = |text: &str| bare_def(&Def::plain(text)).text.to_string();
        assert_eq!(bare("UNIQUE (a) DEFERRABLE INITIALLY  deferred"), "UNIQUE (a)");
        assert_eq!(bare("CHECK (a) NOT VALID"), "CHECK (a)");
        assert_eq!(bare("CHECK (x IS NOT valid)"), "CHECK (x IS NOT valid)");
    }
}
