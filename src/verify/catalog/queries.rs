//! The queries of `sql/`, made one statement for a server's version.

/// One file for each family of classes; all give the same columns.
const FAMILIES: [&str; 19] = [
    include_str!("sql/schemas.sql"),
    include_str!("sql/extensions.sql"),
    include_str!("sql/languages.sql"),
    include_str!("sql/types.sql"),
    include_str!("sql/sequences.sql"),
    include_str!("sql/tables.sql"),
    include_str!("sql/columns.sql"),
    include_str!("sql/constraints.sql"),
    include_str!("sql/indexes.sql"),
    include_str!("sql/views.sql"),
    include_str!("sql/rules_triggers_policies.sql"),
    include_str!("sql/routines.sql"),
    include_str!("sql/operators.sql"),
    include_str!("sql/text_search.sql"),
    include_str!("sql/foreign.sql"),
    include_str!("sql/publications.sql"),
    include_str!("sql/comments.sql"),
    include_str!("sql/owners.sql"),
    include_str!("sql/grants.sql"),
];

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

/// A number for each relation and routine that tells whether it has to be read again.
pub const VERSIONS: &str = include_str!("sql/versions.sql");

/// What needs what.
pub const DEPENDENCIES: &str = include_str!("sql/dependencies.sql");

/// Returns the query that reads all items. `version`: the server's major version. `owner`: the OID of the role whose ownership
/// goes without saying.
pub fn items(version: u32, owner: u32) -> String {
    let families: Vec<String> = FAMILIES.iter().map(|text| for_version(text, version)).collect();
    let common = for_version(include_str!("sql/common.sql"), version);
    format!("{common}\n{}", families.join("\nUNION ALL\n")).replace(":owner", &owner.to_string())
}

/// Returns SQL for one message, in which the server's settings are as the queries want them and afterwards as before.
/// `LOCAL` settings last as long as an open transaction; without one the message itself is the transaction.
pub fn under_settings(sql: &str) -> String {
    let wanted: Vec<String> = SETTINGS.iter().map(|(name, value)| format!("('{name}','{value}')")).collect();
    let wanted = wanted.join(",");
    format!(
        "SELECT pg_catalog.set_config('sql2rev.' OPERATOR(pg_catalog.||) n, pg_catalog.current_setting(n), true), \
         pg_catalog.set_config(n, v, true) FROM (VALUES {wanted}) s(n, v);\n{sql};\n\
         SELECT pg_catalog.set_config(n, pg_catalog.current_setting('sql2rev.' OPERATOR(pg_catalog.||) n), true) \
         FROM (VALUES {wanted}) s(n, v)"
    )
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
        for text in FAMILIES {
            for (_, mark) in text.lines().filter_map(|line| line.rsplit_once("--@ ")) {
                assert!(understood(mark.trim()), "{mark}");
            }
        }
    }
}
