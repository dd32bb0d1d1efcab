//! Tables with their columns, views, indexes, constraints, sequences.

use std::collections::BTreeSet;

use super::{Reader, facts, joined, name, when};
use crate::drift::words::{literals, tokens, words};
use crate::schema::object::{Body, Column, Constraint, ConstraintRule, Index, Sequence, Table, View};
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

    pub(super) fn index(&self, index: &Index) -> Vec<Item> {
        if index.part_of.is_some() {
            return Vec::new();
        }
        let keys: Vec<&str> = index
            .keys
            .iter()
            .map(|key| key.and_then(|column| self.schema.column_name(self.object.relation()?, column)).unwrap_or("(expression)"))
            .collect();
        let text = self.text(&index.def);
        let mut said = words(&behind_table(&text));
        said.extend(
            index
                .options
                .iter()
                .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}{value}")))
                .map(|it| it.to_lowercase()),
        );
        said.retain(|word| !USUAL.contains(&word.as_str()));
        let told = facts([
            when(index.unique, "unique"),
            format!("({})", keys.join(", ")),
            joined(&said),
            when(index.marks.clustered, "clustered"),
            when(index.marks.replica_identity, "replica identity"),
        ]);
        vec![self.item("index", self.name(), told)]
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

/// Words of an index that say what goes without saying.
const USUAL: [&str; 16] = [
    "using",
    "btree",
    "nulls",
    "first",
    "last",
    "text_ops",
    "varchar_ops",
    "int4_ops",
    "int8_ops",
    "uuid_ops",
    "jsonb_ops",
    "array_ops",
    "timestamptz_ops",
    "tsvector_ops",
    "where",
    "include",
];

/// What stands behind the table's name in CREATE INDEX.
fn behind_table(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    behind(&text).to_owned()
}

fn behind(text: &str) -> &str {
    let lower = text.to_lowercase();
    let Some(on) = lower.match_indices("on").map(|(at, _)| at).find(|at| {
        let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        is_blank(lower.get(..*at).and_then(|before| before.chars().last()))
            && is_blank(lower.get(at + 2..).and_then(|after| after.chars().next()))
    }) else {
        return text;
    };
    let rest = text.get(on + 2..).unwrap_or_default();
    let end = rest.find('(').unwrap_or(0);
    let method = rest.to_lowercase().get(..end).and_then(|head| head.find(" using "));
    rest.get(method.unwrap_or(end)..).unwrap_or_default()
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
    use super::{actions, behind_table};

    #[test]
    fn an_index_is_told_by_what_stands_behind_its_table() {
        assert_eq!(behind_table("CREATE INDEX i ON ONLY public.t USING gin (a)"), " USING gin (a)");
        assert_eq!(behind_table("create index if not exists conn on t(a) where b > 1"), "(a) where b > 1");
    }

    #[test]
    fn usual_actions_go_without_saying() {
        assert_eq!(actions("REFERENCES t (a) ON DELETE SET NULL ON UPDATE NO ACTION"), "on delete set null");
        assert_eq!(actions("REFERENCES t ON UPDATE CASCADE ON DELETE RESTRICT"), "on delete restrict on update cascade");
    }
}
