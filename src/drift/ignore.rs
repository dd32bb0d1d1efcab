//! What is left out of a comparison: what the user names, and the tables in which migration tools keep their books.

use std::collections::HashSet;

use globset::{Glob, GlobMatcher};

use crate::verify::catalog::{Item, Snapshot};

/// The tables and schemas of migration tools, and what they make beside. They are left out where no file makes them.
const TOOLS: [&str; 26] = [
    "table:alembic_version",
    "table:_sqlx_migrations",
    "table:schema_migrations",
    "table:schema_migration",
    "table:schema_version",
    "table:flyway_schema_history",
    "table:goose_db_version",
    "table:gorp_migrations",
    "table:__diesel_schema_migrations",
    "function:diesel_manage_updated_at(*)",
    "function:diesel_set_updated_at()",
    "table:_prisma_migrations",
    "table:databasechangelog",
    "table:databasechangeloglock",
    "table:refinery_schema_history",
    "table:ar_internal_metadata",
    "table:django_migrations",
    "table:knex_migrations",
    "table:knex_migrations_lock",
    "table:__drizzle_migrations",
    "table:drizzle.*",
    "schema:drizzle",
    "table:__EFMigrationsHistory",
    "table:dbmate_migrations",
    "*:sqitch.*",
    "schema:sqitch",
];

/// Rules that leave objects out, with all that belongs to them.
#[derive(Debug, Clone, Default)]
pub struct Ignore {
    rules: Vec<Rule>,
}

/// `class:pattern` or `pattern`: a glob for names, with or without their schema.
#[derive(Debug, Clone)]
struct Rule {
    class: Option<GlobMatcher>,
    name: GlobMatcher,
}

/// The bare names of the tables of migration tools.
pub fn tool_tables() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().filter_map(|rule| rule.strip_prefix("table:")).filter(|name| !name.contains('*'))
}

impl Ignore {
    /// Reads rules.
    ///
    /// # Errors
    /// A pattern is no glob: which, and why.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        Ok(Self { rules: patterns.into_iter().map(Rule::new).collect::<Result<_, _>>()? })
    }

    /// These rules, and those for the tables of migration tools that the files do not make.
    #[must_use]
    pub fn with_tools(&self, files: &Snapshot) -> Self {
        let rules = TOOLS.iter().filter_map(|pattern| Rule::new(pattern).ok());
        let unknown = rules.filter(|rule| !files.items.iter().any(|item| rule.matches(item)));
        Self { rules: self.rules.iter().cloned().chain(unknown).collect() }
    }

    /// The rules as regular expressions for a class, where they name one, and for a name with or without its schema.
    pub fn expressions(&self) -> impl Iterator<Item = (Option<String>, String)> + '_ {
        let expression = |matcher: &GlobMatcher| matcher.glob().regex().trim_start_matches("(?-u)").to_owned();
        self.rules.iter().map(move |rule| (rule.class.as_ref().map(expression), expression(&rule.name)))
    }

    /// Returns the snapshot without what the rules leave out, and how many objects that are.
    pub fn apply(&self, snapshot: &Snapshot) -> (Snapshot, usize) {
        let named: Vec<&Item> =
            snapshot.items.iter().map(AsRef::as_ref).filter(|item| self.rules.iter().any(|rule| rule.matches(item))).collect();
        let out: HashSet<u32> = named.iter().filter(|item| item.class != "column").map(|item| item.oid).collect();
        let columns: HashSet<&str> = named.iter().filter(|item| item.class == "column").map(|item| item.name.as_str()).collect();
        let keep = |item: &Item| {
            let is_column = item.class == "column" && columns.contains(item.name.as_str());
            !(out.contains(&item.oid) || out.contains(&item.within) || is_column)
        };
        let items = snapshot.items.iter().filter(|item| keep(item)).cloned().collect();
        (Snapshot { items, ..snapshot.clone() }, named.len())
    }
}

impl Rule {
    fn new(text: &str) -> Result<Self, String> {
        let glob = |text: &str| Glob::new(text).map(|glob| glob.compile_matcher()).map_err(|error| error.to_string());
        let class_of = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == '*');
        match text.split_once(':') {
            Some((class, name)) if class_of(class) => Ok(Self { class: Some(glob(class)?), name: glob(name)? }),
            _ => Ok(Self { class: None, name: glob(text)? }),
        }
    }

    fn matches(&self, item: &Item) -> bool {
        if self.class.as_ref().is_some_and(|class| !class.is_match(&item.class)) {
            return false;
        }
        let plain = item.name.replace('"', "");
        let short = plain.strip_prefix("public.").unwrap_or(&plain);
        self.name.is_match(&plain) || self.name.is_match(short)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn snapshot(items: &[(&str, &str, u32, u32)]) -> Snapshot {
        let item = |(class, name, oid, within): &(&str, &str, u32, u32)| Item {
            class: (*class).to_owned(),
            name: (*name).to_owned(),
            oid: *oid,
            number: 0,
            within: *within,
            place: None,
            facts: String::new(),
            sql: Vec::new(),
        };
        Snapshot { items: items.iter().map(|it| Arc::new(item(it))).collect(), ..Snapshot::default() }
    }

    #[test]
    fn what_belongs_to_an_object_goes_with_it() {
        let production = snapshot(&[
            ("column", "public.alembic_version.version_num", 7, 7),
            ("column", "public.t.a", 8, 8),
            ("comment", "table public.alembic_version", 7, 0),
            ("table", "public.alembic_version", 7, 0),
            ("table", "public.t", 8, 0),
        ]);
        let names = |snapshot: &Snapshot| snapshot.items.iter().map(|item| item.name.clone()).collect::<Vec<_>>();
        let (kept, count) = Ignore::default().with_tools(&Snapshot::default()).apply(&production);
        assert_eq!((names(&kept), count), (vec!["public.t.a".to_owned(), "public.t".to_owned()], 1));
        // The files make it themselves: then it is compared.
        let (kept, _) = Ignore::default().with_tools(&production).apply(&production);
        assert_eq!(kept.items.len(), 5);
    }

    #[test]
    fn patterns_name_a_class_or_any() {
        let production =
            snapshot(&[("extension", "pg_stat_statements", 1, 0), ("table", "audit.log", 2, 0), ("table", "public.log_1", 3, 0)]);
        let left = |pattern: &str| Ignore::new([pattern]).unwrap().apply(&production).0.items.len();
        assert_eq!([left("extension:*"), left("audit.*"), left("log_*"), left("table:*"), left("x")], [2, 2, 2, 1, 3]);
        assert!(Ignore::new(["["]).is_err());
    }
}
