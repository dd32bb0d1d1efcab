//! The queries of `sql/`, made statements for a server's version.

use super::catalogs;
use super::families::{self, FAMILIES};

/// Settings that change how the server prints definitions, or how it plans the queries, and what they have to be.
/// With a search path of its own schemas alone the server qualifies every other name.
const SETTINGS: [(&str, &str); 10] = [
    ("search_path", "pg_catalog, pg_temp"),
    ("datestyle", "ISO"),
    ("intervalstyle", "postgres"),
    ("timezone", "UTC"),
    ("extra_float_digits", "3"),
    ("bytea_output", "hex"),
    ("quote_all_identifiers", "off"),
    ("statement_timeout", "0"),
    ("jit", "off"),
    ("plan_cache_mode", "force_generic_plan"),
];

/// A statement that a session prepares when it needs it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Query {
    /// Makes the settings as the queries want them, until [`Self::Restore`] or the end of the transaction.
    Settings,
    Restore,
    /// What the open transaction has done. Needs no settings. Catalogs are told by their places, from 1, in [`families::catalogs`].
    Probe,
    /// What belongs to extensions.
    Members,
    /// Where the catalogs lie.
    Files,
    /// Adds the relations and routines of a catalog's new rows to those that have changed. Takes the age up to which a row is new.
    Changed(&'static str),
    /// The rows of a catalog that there are.
    Live(&'static str),
    /// Those that have to be read again because others have changed.
    Related,
    /// The items of a family.
    All(usize),
    /// The items of a family that belong to the relations and routines in an array.
    Some(usize),
}

/// What the statements depend on.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// The major version.
    pub version: u32,
    /// The OID of the role whose ownership goes without saying.
    pub owner: u32,
}

/// What needs what.
pub const DEPENDENCIES: &str = include_str!("sql/dependencies.sql");

/// What the names of prepared statements begin with.
const PREFIX: &str = "sql2rev_";

impl Query {
    /// Returns the name under which it is prepared: another for another owner.
    pub fn name(self, server: Server) -> String {
        let (kind, of) = match self {
            Self::Settings => ("settings", ""),
            Self::Restore => ("restore", ""),
            Self::Probe => ("probe", ""),
            Self::Members => ("members", ""),
            Self::Files => ("files", ""),
            Self::Changed(catalog) => ("changed_", catalog),
            Self::Live(catalog) => ("live_", catalog),
            Self::Related => ("related", ""),
            Self::All(family) => ("all_", FAMILIES[family].name),
            Self::Some(family) => ("some_", FAMILIES[family].name),
        };
        format!("{PREFIX}{}_{kind}{of}", server.owner)
    }

    /// Returns the statement that prepares it.
    pub fn prepare(self, server: Server) -> String {
        let parameters = match self {
            Self::Changed(_) => "(integer)",
            Self::Some(_) => "(oid[])",
            _ => "",
        };
        format!("PREPARE {}{parameters} AS\n{}", self.name(server), self.text(server))
    }

    fn text(self, server: Server) -> String {
        let catalogs = || families::catalogs(server.version).iter().map(|name| format!("pg_catalog.{name}")).collect::<Vec<_>>();
        let of_catalogs = |text: &str| text.replace(":catalogs", &format!("{{{}}}", catalogs().join(",")));
        let text = match self {
            Self::Settings => settings(),
            Self::Restore => restore(),
            Self::Probe => of_catalogs(include_str!("sql/probe.sql")),
            Self::Members => include_str!("sql/members.sql").to_owned(),
            Self::Files => of_catalogs(include_str!("sql/files.sql")),
            Self::Changed(catalog) => changed(catalog),
            Self::Live(catalog) => live(catalog),
            Self::Related => include_str!("sql/related.sql").to_owned(),
            Self::All(family) => items(family, server.version, ["", "", ""]),
            Self::Some(family) => {
                items(family, server.version, ["AND c.oid = ANY ($1)", "AND p.oid = ANY ($1)", "AND objoid = ANY ($1)"])
            }
        };
        text.replace(":owner", &server.owner.to_string())
    }
}

fn items(family: usize, version: u32, [relations, routines, comments]: [&str; 3]) -> String {
    let common = for_version(include_str!("sql/common.sql"), version);
    let common = common.replace(":some_relations", relations).replace(":some_routines", routines);
    format!("{common}\n{}", for_version(FAMILIES[family].sql, version).replace(":some_comments", comments))
}

fn live(catalog: &str) -> String {
    let Some((key, oid)) = catalogs::of_name(catalog).map(|catalog| (catalog.key(), catalog.oid())) else { return String::new() };
    format!("SELECT 'live', '{catalog}', string_agg({key}, ',') FROM {catalog} WHERE {oid} >= 16384")
}

fn changed(catalog: &str) -> String {
    let rows = catalogs::of_name(catalog).map_or("", |catalog| catalog.changed).replace(":new", "age(xmin) <= $1");
    format!(
        "SELECT 'changed', concat(bool_or(strange), max(granted)), set_config('sql2rev.changed', \
         concat(current_setting('sql2rev.changed'), string_agg(',' || oid, '')), true) \
         FROM ({rows}) v(oid, strange, granted)"
    )
}

/// The names with the values that are wanted, as rows.
fn wanted() -> String {
    let rows: Vec<String> = SETTINGS.iter().map(|(name, value)| format!("('{name}','{value}')")).collect();
    format!("(VALUES {}) s(n, v)", rows.join(","))
}

/// `LOCAL` settings last as long as an open transaction; without one the message itself is the transaction.
fn settings() -> String {
    format!(
        "SELECT pg_catalog.set_config('sql2rev.' OPERATOR(pg_catalog.||) n, pg_catalog.current_setting(n), true), \
         pg_catalog.set_config(n, v, true) FROM {}",
        wanted()
    )
}

fn restore() -> String {
    format!(
        "SELECT pg_catalog.set_config(n, pg_catalog.current_setting('sql2rev.' OPERATOR(pg_catalog.||) n), true) FROM {}",
        wanted()
    )
}

/// Returns SQL for one message, in which the server's settings are as the queries want them and afterwards as before.
pub fn under_settings(sql: &str) -> String {
    format!("{};\n{sql};\n{}", settings(), restore())
}

/// Leaves out the lines whose mark names other versions.
fn for_version(text: &str, version: u32) -> String {
    let lines = text.lines().filter(|line| line.rsplit_once("--@ ").is_none_or(|(_, mark)| holds(mark.trim(), version)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Tells whether `>= 17`, `< 15` or `15..16` holds. What is no such mark holds.
fn holds(mark: &str, version: u32) -> bool {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    if let Some(from) = mark.strip_prefix(">=").and_then(number) {
        return version >= from;
    }
    if let Some(below) = mark.strip_prefix('<').and_then(number) {
        return version < below;
    }
    let range = mark.split_once("..").and_then(|(from, to)| Some((number(from)?, number(to)?)));
    range.is_none_or(|(from, to)| (from..=to).contains(&version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_lines_are_for_their_versions() {
        let text = "a\nb --@ >= 17\nc --@ < 15\nd --@ 15..16";
        assert_eq!(for_version(text, 18), "a\nb --@ >= 17");
        assert_eq!(for_version(text, 16), "a\nd --@ 15..16");
        assert_eq!(for_version(text, 14), "a\nc --@ < 15");
    }

    #[test]
    fn every_mark_is_understood() {
        let understood = |mark: &str| (13..30).any(|version| !holds(mark, version));
        for text in FAMILIES.map(|family| family.sql) {
            for (_, mark) in text.lines().filter_map(|line| line.rsplit_once("--@ ")) {
                assert!(understood(mark.trim()), "{mark}");
            }
        }
    }
}
