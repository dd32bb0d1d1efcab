//! The names of NOT NULL constraints. The server keeps them from version 18 on; earlier ones read a name and forget it.

use super::id::Id;
use super::object::{Object, Table};
use super::{Key, Schema, names};

const LABEL: &str = "not_null";

impl Schema {
    /// The name that the server gives to NOT NULL of a column, were it set now (PostgreSQL: `ChooseConstraintName`).
    pub fn implied_not_null_name(&self, table: Id, column: &str) -> Option<String> {
        let own = &self.get(table)?.name;
        let namespace = self.namespace(table)?;
        Some(names::choose(own, Some(column), LABEL, |name| self.constraint_is_taken(namespace, name, own)))
    }

    /// Whether a constraint of a schema has this name, NOT NULL of one table apart.
    fn constraint_is_taken(&self, namespace: Id, name: &str, but: &str) -> bool {
        self.constraint_name_exists(namespace, name)
            || self.not_null_holders(namespace, name).any(|table| table != but)
            || self.is_implied_elsewhere(namespace, name, but)
    }

    /// The tables that have a NOT NULL of this name which their own name does not tell.
    fn not_null_holders<'a>(&'a self, namespace: Id, name: &'a str) -> impl Iterator<Item = &'a str> {
        let from = Key::NotNull(namespace, name.to_owned(), String::new());
        self.names.range(from..).map_while(move |(key, _)| match key {
            Key::NotNull(at, it, table) if *at == namespace && it == name => Some(table.as_str()),
            _ => None,
        })
    }

    /// Whether a column of another table has this name for its NOT NULL, as `a_b` and `c` give the same as `a` and `b_c`.
    fn is_implied_elsewhere(&self, namespace: Id, name: &str, but: &str) -> bool {
        let Some(stem) = name.strip_suffix(LABEL).and_then(|stem| stem.strip_suffix('_')) else { return false };
        stem.match_indices('_').any(|(at, _)| {
            let (table, column) = (&stem[..at], &stem[at + 1..]);
            let found = self.find(&Key::Relation(namespace, table.to_owned())).filter(|_| table != but);
            let column = found.and_then(|id| self.get(id)).and_then(Object::table).and_then(|it| it.column(column));
            column.is_some_and(|it| it.not_null_name.as_deref() == Some(name))
        })
    }
}

/// The names of a table's NOT NULL constraints that the names of table and column do not tell.
pub fn surprising_names<'a>(own: &'a str, table: &'a Table) -> impl Iterator<Item = &'a String> {
    table.columns.iter().filter_map(move |column| {
        let name = column.not_null_name.as_ref()?;
        let rest = name.strip_prefix(own).and_then(|rest| rest.strip_prefix('_'));
        let rest = rest.and_then(|rest| rest.strip_prefix(&*column.name)).and_then(|rest| rest.strip_prefix('_'));
        (rest != Some(LABEL)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use crate::dialect::Dialect;
    use crate::dialect::postgres::Postgres;
    use crate::schema::Schema;
    use crate::schema::apply::apply;
    use crate::schema::diff::diff;

    /// What makes the table `t` again that the last statement drops.
    fn made_again(before: &[&str]) -> Vec<String> {
        let mut from = Schema::new();
        for sql in before {
            apply(&mut from, &Postgres.read(sql, 0).effects, &Postgres);
        }
        let mut to = from.clone();
        apply(&mut to, &Postgres.read("DROP TABLE t", 0).effects, &Postgres);
        diff(&to, &from)
    }

    #[test]
    fn a_name_that_the_table_does_not_tell_is_written() {
        let made = made_again(&["CREATE TABLE old (a int NOT NULL, b int)", "ALTER TABLE old RENAME TO t"]);
        assert_eq!(made, ["CREATE TABLE t (\n    a int CONSTRAINT old_a_not_null NOT NULL,\n    b int\n)"]);
        let made = made_again(&["CREATE TABLE t (b int NOT NULL)", "ALTER TABLE t RENAME b TO a", "ALTER TABLE t ADD b int"]);
        assert_eq!(made, ["CREATE TABLE t (\n    a int CONSTRAINT t_b_not_null NOT NULL,\n    b int\n)"]);
    }

    #[test]
    fn a_name_that_the_server_would_choose_again_is_not() {
        let made = made_again(&["CREATE TABLE t_a (b int NOT NULL)", "CREATE TABLE t (a_b int NOT NULL)"]);
        assert_eq!(made, ["CREATE TABLE t (\n    a_b int NOT NULL\n)"]);
        let made = made_again(&["CREATE TABLE t (a int CONSTRAINT t_a_not_null NOT NULL)"]);
        assert_eq!(made, ["CREATE TABLE t (\n    a int NOT NULL\n)"]);
    }

    #[test]
    fn a_name_that_is_taken_is_numbered() {
        let before = ["CREATE TABLE t (a int NOT NULL)", "ALTER TABLE t RENAME TO x", "CREATE TABLE t (a int NOT NULL)"];
        let made = made_again(&[&before[..], &["DROP TABLE x"]].concat());
        assert_eq!(made, ["CREATE TABLE t (\n    a int CONSTRAINT t_a_not_null1 NOT NULL\n)"]);
    }
}
