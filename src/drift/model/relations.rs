//! Tables with their columns, views, constraints, sequences.

use std::collections::BTreeSet;

use super::{Reader, facts, joined, name, when};
use crate::drift::words::{literals, tokens};
use crate::schema::object::{Body, Column, Constraint, ConstraintRule, Sequence, Table, View};
use crate::schema::quote;
use crate::verify::catalog::Item;

impl Reader<'_> {
    pub(super) fn table(&self, table: &Table) -> Vec<Item> {
        let class = if table.foreign.is_some() { "foreign table" } else { "table" };
        let mut inherits: Vec<String> = table.inherits.iter().map(|id| name(self.schema, *id)).collect();
        inherits.sort();
        let mut options: Vec<String> =
            table.options.iter().map(|(name, value)| format!("{name}={}", value.trim_matches('\''))).collect();
        options.sort();
        let told = facts([
            when(table.unlogged, "unlogged"),
            table.partition_by.as_ref().map(|def| format!("partition by {}", self.words(def))).unwrap_or_default(),
            table
                .partition_of
                .as_ref()
                .map(|(parent, _)| format!("partition of {}", name(self.schema, *parent)))
                .unwrap_or_default(),
            when(!inherits.is_empty(), &format!("inherits {}", inherits.join(", "))),
            options.join(", "),
            when(table.row_security, "row level security"),
            when(table.force_row_security, "forced row level security"),
            table.replica_identity.as_ref().map(|it| format!("replica identity {}", it.to_lowercase())).unwrap_or_default(),
        ]);
        let mut items = vec![self.item(class, self.name(), told)];
        for (place, column) in (1..).zip(&table.columns) {
            items.extend(self.column(column, place));
        }
        items
    }

    fn column(&self, column: &Column, place: i32) -> Vec<Item> {
        let called = format!("{}.{}", self.name(), quote::ident(&column.name));
        let mut options: Vec<String> = column.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
        options.sort();
        let told = facts([
            self.type_name(&column.ty),
            when(column.not_null, "not null"),
            column
                .default
                .as_ref()
                .map(|def| self.words(def))
                .filter(|it| !it.is_empty())
                .map(|it| format!("default {it}"))
                .unwrap_or_default(),
            column.generated.as_ref().map(|it| format!("generated {}", self.words(&it.expression))).unwrap_or_default(),
            column
                .identity
                .as_ref()
                .map(|it| if it.always { "identity always" } else { "identity" }.to_owned())
                .unwrap_or_default(),
            column.statistics.as_ref().filter(|it| it.as_str() != "-1").map(|it| format!("statistics {it}")).unwrap_or_default(),
            options.join(", "),
        ]);
        let within = self.id.0;
        let item = Item { within, number: place, place: Some(place), ..self.item("column", called.clone(), told) };
        let comment = column.comment.as_ref().map(|text| {
            let comment = self.item("comment", format!("column {called}"), super::attributes::literal(text));
            Item { within, number: place, ..comment }
        });
        std::iter::once(item).chain(comment).collect()
    }

    /// A query is told by the relations that it reads and by its literals.
    pub(super) fn view(&self, view: &View) -> Vec<Item> {
        let class = if view.materialized { "materialized view" } else { "view" };
        let columns: Vec<&str> = view.columns.iter().map(|(_, name)| name.as_str()).collect();
        let reads: BTreeSet<String> = view
            .def
            .refs()
            .filter(|at| self.schema.get(at.id).is_some_and(|object| matches!(object.body, Body::Table(_) | Body::View(_))))
            .map(|at| name(self.schema, at.id))
            .collect();
        let told = facts([
            when(view.columns_known, &format!("{}{}", super::COLUMNS, columns.join(", "))),
            format!("reads {}", reads.into_iter().collect::<Vec<_>>().join(", ")),
            format!("literals {}", joined(&literals(&self.text(&view.def)))),
        ]);
        let mut items = vec![self.item(class, self.name(), told)];
        for (column, text) in &view.column_comments {
            let called = format!("column {}.{}", self.name(), quote::ident(column));
            let comment = self.item("comment", called, super::attributes::literal(text));
            items.push(Item { within: self.id.0, ..comment });
        }
        items
    }

    pub(super) fn constraint(&self, constraint: &Constraint) -> Vec<Item> {
        let class = match &constraint.rule {
            ConstraintRule::PrimaryKey => "primary key",
            ConstraintRule::Unique => "unique constraint",
            ConstraintRule::ForeignKey { .. } => "foreign key",
            ConstraintRule::Check => "check constraint",
            ConstraintRule::Exclude => "exclusion constraint",
            ConstraintRule::NotNull => return Vec::new(),
        };
        if constraint.inherited {
            return Vec::new();
        }
        let relation = self.object.relation();
        let columns = relation.map(|id| self.columns(id, &constraint.columns)).unwrap_or_default();
        let told = match &constraint.rule {
            ConstraintRule::PrimaryKey | ConstraintRule::Unique => format!("({columns})"),
            ConstraintRule::ForeignKey { target, target_columns, .. } => {
                let to = self.columns(*target, target_columns);
                facts([
                    format!("({columns}) references {} ({to})", name(self.schema, *target)),
                    actions(&self.text(&constraint.def)),
                ])
            }
            _ => self.words(&constraint.def),
        };
        let deferral = constraint.deferral.to_lowercase();
        let told = facts([
            told,
            when(deferral.contains("deferr") && !deferral.contains("not deferrable"), "deferrable"),
            when(deferral.contains("initially deferred"), "initially deferred"),
            when(constraint.not_valid, "not valid"),
            when(constraint.not_enforced, "not enforced"),
            when(constraint.marks.clustered, "clustered"),
            when(constraint.marks.replica_identity, "replica identity"),
        ]);
        vec![self.item(class, self.name_within(), told)]
    }

    pub(super) fn sequence(&self, sequence: &Sequence) -> Vec<Item> {
        let it = &sequence.facts;
        let option =
            |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name} {value}")).unwrap_or_default();
        let owner =
            sequence.owned_by.map(|(table, column)| format!("{}.{}", name(self.schema, table), self.columns(table, &[column])));
        let told = facts([
            option("as", &it.ty),
            option("increment", &it.increment),
            option("min", &it.min),
            option("max", &it.max),
            option("start", &it.start),
            option("cache", &it.cache),
            when(it.cycle, "cycle"),
            owner.as_ref().map(|owner| format!("owned by {owner}")).unwrap_or_default(),
        ]);
        let within = sequence.owned_by.map_or(0, |(table, _)| table.0);
        let class = if sequence.identity { "identity" } else { "sequence" };
        let called = owner.filter(|_| sequence.identity).unwrap_or_else(|| self.name());
        vec![Item { within, ..self.item(class, called, told) }]
    }
}

/// What a foreign key does on DELETE and UPDATE, and how it matches, where that is not the usual.
fn actions(text: &str) -> String {
    let tokens = tokens(text);
    let told = tokens.windows(3).enumerate().filter_map(|(at, window)| {
        match (window[0].as_str(), window[1].as_str(), window[2].as_str()) {
            ("on", event @ ("delete" | "update"), action) if action != "no" => {
                let second = if action == "set" { tokens.get(at + 3).map(String::as_str).unwrap_or_default() } else { "" };
                Some(format!("on {event} {action} {second}").trim_end().to_owned())
            }
            ("match", "full", _) | (_, "match", "full") => Some("match full".to_owned()),
            _ => None,
        }
    });
    told.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::actions;

    #[test]
    fn usual_actions_go_without_saying() {
        assert_eq!(actions("REFERENCES t (a) ON DELETE SET NULL ON UPDATE NO ACTION"), "on delete set null");
        assert_eq!(actions("REFERENCES t ON UPDATE CASCADE ON DELETE RESTRICT"), "on delete restrict on update cascade");
    }
}
