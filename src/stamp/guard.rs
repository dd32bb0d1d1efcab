//! A DO block that refuses to go on where a database is not what the revisions build.

use crate::drift::Ignore;
use crate::target::sql::{free_tag, literal};
use crate::verify::facts::{Fact, Facts, QUERY};

/// So many differences are named.
const NAMED: usize = 20;

/// Settings that decide how the server prints definitions, with their values on the throwaway server.
const SESSION: [(&str, &str); 5] = [
    ("search_path", "pg_catalog"),
    ("TimeZone", "UTC"),
    ("DateStyle", "ISO, MDY"),
    ("IntervalStyle", "postgres"),
    ("quote_all_identifiers", "off"),
];

/// What a database may have beside: the tables of migration tools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exempt {
    tables: Vec<String>,
    /// Regular expressions for `class name`, and for the names of tables with all that belongs to them.
    facts: Vec<String>,
    relations: Vec<String>,
}

impl Exempt {
    /// Those of the tables that the revisions do not make themselves.
    pub fn new(tables: &[String], facts: &Facts) -> Self {
        let made = |table: &String| facts.facts.iter().any(|fact| fact.relation.as_ref() == Some(table));
        let tables = tables.iter().filter(|table| !made(table)).cloned().collect();
        Self { tables, ..Self::default() }
    }

    /// And what the user leaves out.
    #[must_use]
    pub fn with(mut self, ignore: &Ignore) -> Self {
        let inner = |expression: &str| expression.trim_start_matches('^').trim_end_matches('$').to_owned();
        for (class, name) in ignore.expressions() {
            let name = inner(&name);
            let is_table = class.as_deref().is_none_or(|class| regex::Regex::new(class).is_ok_and(|it| it.is_match("table")));
            self.relations.extend(is_table.then(|| format!("^(public\\.)?{name}$")));
            let class = class.map_or_else(|| "[a-z ]+".to_owned(), |class| inner(&class));
            self.facts.push(format!("^{class} (.* on )?(public\\.)?{name}$"));
        }
        self
    }
}

/// The block. Facts that other versions of the server print otherwise are compared on the same version only; elsewhere it counts that
/// they are there.
pub fn guard(facts: &Facts, exempt: &Exempt) -> String {
    let expected: Vec<String> = facts.facts.iter().map(row).collect();
    // VALUES wants a row.
    let expected = if expected.is_empty() { "(NULL, NULL, '', '', false)".to_owned() } else { expected.join(",\n        ") };
    let body = format!(
        "DECLARE
    sql2rev_session text[] := ARRAY(SELECT pg_catalog.current_setting(name) FROM pg_catalog.unnest({names}) AS name);
    sql2rev_differences text;
BEGIN
    -- As where the expected definitions were printed.
    PERFORM pg_catalog.set_config(name, value, true) FROM ROWS FROM (pg_catalog.unnest({names}), pg_catalog.unnest({values})) AS session (name, value);
    WITH listed (namespace, relation, what, fact, exact) AS (VALUES
        {expected}
    ), found AS (
{query}
    ), either AS (
        SELECT true AS is_expected, listed.* FROM listed WHERE what <> ''
        UNION ALL SELECT false, found.namespace, found.relation, found.what, COALESCE(found.fact, ''), found.exact FROM found
    ), counted AS (
        SELECT is_expected, what, fact, exact FROM either
        WHERE (relation IS NULL OR relation <> ALL ({tables}::text[]))
            AND replace(what, '\"', '') !~ ALL ({facts}::text[])
            AND (relation IS NULL OR format('%s.%s', namespace, relation) !~ ALL ({relations}::text[]))
    ), expected AS (
        SELECT * FROM counted WHERE is_expected
    ), actual AS (
        SELECT * FROM counted WHERE NOT is_expected
    ), difference AS (
        SELECT COALESCE(expected.what, actual.what) AS what,
            CASE WHEN actual.what IS NULL THEN 'is missing'
                WHEN expected.what IS NULL THEN 'is there, and no revision makes it'
                ELSE format('is %s, and should be %s', quote_literal(actual.fact), quote_literal(expected.fact)) END AS how
        FROM expected FULL JOIN actual ON actual.what = expected.what
        WHERE actual.what IS NULL OR expected.what IS NULL
            OR (actual.fact <> expected.fact
                AND (NOT expected.exact OR current_setting('server_version_num')::int / 10000 = {major}))
    ), named AS (
        SELECT what, how, row_number() OVER place AS number, count(*) OVER () AS total FROM difference
        WINDOW place AS (ORDER BY what !~ '^(schema|extension|type|domain|table|view|materialized|foreign|function|procedure) ', what COLLATE \"C\")
    )
    SELECT string_agg(format('%s %s', what, how), E'\\n' ORDER BY number)
            || CASE WHEN max(total) > {NAMED} THEN format(E'\\n… and %s more', max(total) - {NAMED}) ELSE '' END
        INTO sql2rev_differences FROM named WHERE number <= {NAMED};
    IF sql2rev_differences IS NOT NULL THEN
        RAISE EXCEPTION 'this database is not what the revisions build; nothing was changed'
            USING DETAIL = sql2rev_differences, HINT = 'ADOPTION.md says what to do when drift is found';
    END IF;
    PERFORM pg_catalog.set_config(name, value, true) FROM ROWS FROM (pg_catalog.unnest({names}), pg_catalog.unnest(sql2rev_session)) AS session (name, value);
END",
        names = array(&SESSION.map(|(name, _)| name)),
        values = array(&SESSION.map(|(_, value)| value)),
        query = QUERY.trim_end(),
        tables = array(&exempt.tables),
        facts = array(&exempt.facts),
        relations = array(&exempt.relations),
        major = facts.major,
    );
    let tag = free_tag(&body);
    format!("DO {tag}\n{body}\n{tag};")
}

fn array<T: AsRef<str>>(texts: &[T]) -> String {
    let literals: Vec<String> = texts.iter().map(|text| literal(text.as_ref())).collect();
    format!("ARRAY[{}]", literals.join(", "))
}

fn row(fact: &Fact) -> String {
    let name = |name: &Option<String>| name.as_deref().map_or_else(|| "NULL".to_owned(), literal);
    let (namespace, relation) = (name(&fact.namespace), name(&fact.relation));
    format!("({namespace}, {relation}, {}, {}, {})", literal(&fact.what), literal(&fact.fact), fact.exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(what: &str, fact: &str) -> Facts {
        let fact =
            Fact { namespace: None, relation: Some("t".to_owned()), what: what.to_owned(), fact: fact.to_owned(), exact: true };
        Facts { facts: vec![fact], major: 15 }
    }

    #[test]
    fn nothing_of_the_users_leaves_its_literal() {
        let text = guard(&facts("column public.\"it's $sql2rev$\"", "text\\"), &Exempt::default());
        assert!(text.starts_with("DO $sql2rev2$") && text.ends_with("$sql2rev2$;"));
        assert!(text.contains("(NULL, 't', 'column public.\"it''s $sql2rev$\"', E'text\\\\', true)"), "{text}");
    }

    #[test]
    fn what_the_user_leaves_out_is_an_expression() {
        let ignore = Ignore::new(["audit.*", "index:tmp_?"]).unwrap();
        let exempt = Exempt::default().with(&ignore);
        assert_eq!(exempt.relations, ["^(public\\.)?audit\\..*$"]);
        assert_eq!(exempt.facts, ["^[a-z ]+ (.* on )?(public\\.)?audit\\..*$", "^index (.* on )?(public\\.)?tmp_.$"]);
    }

    #[test]
    fn a_table_that_the_revisions_make_is_compared() {
        let tools = ["t".to_owned(), "alembic_version".to_owned()];
        assert_eq!(Exempt::new(&tools, &facts("table public.t", "")).tables, ["alembic_version"]);
    }
}
