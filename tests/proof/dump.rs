//! What `pg_dump -s` prints, taken apart into statements and compared.

use std::collections::BTreeMap;

/// The statements of a schema dump, in the order of the dump; comments and session settings left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dump(Vec<String>);

/// How alike two schemas are.
#[derive(Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same statements.
    Exact,
    /// The same but for the order of columns inside tables.
    Reordered,
    /// Different statements.
    No { missing: Vec<String>, extra: Vec<String> },
}

impl Dump {
    /// Takes the text of a dump apart. Inside dollar quotes every line stays as it is.
    pub fn read(text: &str) -> Self {
        let mut statements = Vec::new();
        let mut current: Vec<&str> = Vec::new();
        let mut open_quote: Option<String> = None;
        for line in text.split('\n') {
            if open_quote.is_none() && is_noise(line) {
                continue;
            }
            current.push(line);
            open_quote = quote_after(line, open_quote);
            if open_quote.is_none() && line.trim_end().ends_with(';') {
                statements.push(current.join("\n"));
                current.clear();
            }
        }
        if !current.is_empty() {
            statements.push(current.join("\n"));
        }
        Self(statements)
    }

    /// Compares with another schema; the order of the objects does not count.
    pub fn compare(&self, found: &Self) -> Likeness {
        if only_in(&self.0, &found.0).is_empty() && only_in(&found.0, &self.0).is_empty() {
            return Likeness::Exact;
        }
        let (expected, found) = (self.with_sorted_columns(), found.with_sorted_columns());
        let (missing, extra) = (only_in(&expected, &found), only_in(&found, &expected));
        if missing.is_empty() && extra.is_empty() { Likeness::Reordered } else { Likeness::No { missing, extra } }
    }

    fn with_sorted_columns(&self) -> Vec<String> {
        self.0.iter().map(|statement| sort_columns(statement)).collect()
    }
}

/// Returns the statements that `left` has more often than `right`.
fn only_in(left: &[String], right: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in right {
        *counts.entry(statement).or_default() += 1;
    }
    let mut only = Vec::new();
    for statement in left {
        match counts.get_mut(statement.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => only.push(statement.clone()),
        }
    }
    only
}

fn is_noise(line: &str) -> bool {
    line.trim().is_empty()
        || ["--", "\\restrict", "\\unrestrict", "SET ", "SELECT pg_catalog.set_config"]
            .iter()
            .any(|start| line.starts_with(start))
}

/// Returns the dollar quote that is open after a line, given the one that was open before it.
fn quote_after(line: &str, open: Option<String>) -> Option<String> {
    let tags = regex::Regex::new(r"\$(?:[A-Za-z_][A-Za-z_0-9]*)?\$").expect("the pattern is right");
    tags.find_iter(line).fold(open, |open, tag| match open {
        None => Some(tag.as_str().to_string()),
        Some(opened) if opened == tag.as_str() => None,
        still => still,
    })
}

fn sort_columns(statement: &str) -> String {
    let starts = ["CREATE TABLE", "CREATE UNLOGGED TABLE", "CREATE FOREIGN TABLE"];
    if !starts.iter().any(|start| statement.starts_with(start)) {
        return statement.to_string();
    }
    let mut lines: Vec<&str> = statement.split('\n').map(|line| line.trim_end_matches(',')).collect();
    let last = lines.len() - 1;
    if last > 1 {
        lines[1..last].sort_unstable();
    }
    lines.join("\n")
}

const TABLE: &str = "CREATE TABLE public.t (\n    a integer,\n    b text\n);\n";

#[test]
fn order_of_objects_does_not_count() {
    let one = Dump::read(&format!("-- head\nSET x = 1;\n\n{TABLE}CREATE SCHEMA s;\n"));
    let two = Dump::read(&format!("\\restrict abc\nCREATE SCHEMA s;\n{TABLE}"));
    assert_eq!(one.compare(&two), Likeness::Exact);
}

#[test]
fn order_of_columns_is_told() {
    let two = Dump::read("CREATE TABLE public.t (\n    b text,\n    a integer\n);\n");
    assert_eq!(Dump::read(TABLE).compare(&two), Likeness::Reordered);
}

#[test]
fn differences_are_named() {
    let two = Dump::read("CREATE TABLE public.t (\n    a integer\n);\n");
    assert!(matches!(Dump::read(TABLE).compare(&two), Likeness::No { missing, extra } if missing.len() + extra.len() == 2));
    assert!(matches!(Dump::read(TABLE).compare(&Dump::read("")), Likeness::No { missing, .. } if missing.len() == 1));
}

#[test]
fn comments_inside_a_function_count() {
    let function = |comment: &str| Dump::read(&format!("CREATE FUNCTION f() AS $$\n{comment}\nSELECT 1;\n$$;\n"));
    assert!(matches!(function("-- one").compare(&function("-- two")), Likeness::No { .. }));
    assert!(matches!(function("x\r").compare(&function("x")), Likeness::No { .. }));
}
