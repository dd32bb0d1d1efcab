//! Indexes.

use super::{Reader, facts, joined, when};
use crate::drift::words::words;
use crate::schema::object::Index;
use crate::verify::catalog::Item;

impl Reader<'_> {
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

#[cfg(test)]
mod tests {
    use super::behind_table;

    #[test]
    fn an_index_is_told_by_what_stands_behind_its_table() {
        assert_eq!(behind_table("CREATE INDEX i ON ONLY public.t USING gin (a)"), " USING gin (a)");
        assert_eq!(behind_table("create index if not exists conn on t(a) where b > 1"), "(a) where b > 1");
    }
}
