//! Which statements lead from one schema to another?
//!
//! Both schemas come from one history, so an id means the same object in both. The work is proportional to what differs:
//!
//! 1. [`align`]: objects that were dropped and made again under their old name count as one object changed;
//! 2. [`plan`]: what must be dropped, made, renamed, altered, with everything that stands in the way re-made around it;
//! 3. [`order`]: an order in which each step works;
//! 4. [`emit`]: the statements, each printed with the names that hold when it runs.

mod align;
mod emit;
mod layout;
mod order;
mod plan;
mod privileges;
mod steps;

pub use align::unite;
pub use layout::{Laid, Section, lay_out, table_order};
pub use privileges::default_privileges;

use super::Schema;

/// The statements that lead from one schema to the other, in an order that works.
pub fn diff(from: &Schema, to: &Schema) -> Vec<String> {
    let from = align::align(from, to);
    let plan = plan::plan(&from, to);
    let steps = order::order(&plan, &from, to);
    let (mut statements, last) = default_privileges(&from, to);
    statements.extend(emit::emit(&plan, &steps, &from, to));
    statements.extend(last);
    statements
}

#[cfg(test)]
mod tests {
    use super::diff;
    use crate::dialect::Dialect;
    use crate::dialect::postgres::Postgres;
    use crate::schema::Schema;
    use crate::schema::apply::apply;

    fn run(schema: &mut Schema, statements: &[&str]) {
        for sql in statements {
            apply(schema, &Postgres.read(sql, 0).effects, &Postgres);
        }
    }

    /// The statements that undo the second list after the first.
    fn undone(before: &[&str], up: &[&str]) -> Vec<String> {
        let mut from = Schema::new();
        run(&mut from, before);
        let mut to = from.clone();
        run(&mut to, up);
        diff(&to, &from)
    }

    #[test]
    fn constraints_are_enforced_again_and_left_alone_again() {
        let table = "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)";
        let alter = |words: &str| format!("ALTER TABLE t ALTER CONSTRAINT c {words}");
        assert_eq!(undone(&[table], &[&alter("ENFORCED")]), [alter("NOT ENFORCED")]);
        let back = undone(&[table], &["ALTER TABLE t DROP CONSTRAINT c"]);
        assert_eq!(back, ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED"]);
    }

    #[test]
    fn labels_come_back() {
        let before =
            ["CREATE TABLE t (a int, b int)", "SECURITY LABEL FOR p ON TABLE t IS 'old'", "SECURITY LABEL ON COLUMN t.b IS 'b'"];
        let up = [
            "SECURITY LABEL FOR p ON TABLE t IS 'new'",
            "SECURITY LABEL FOR p ON COLUMN t.a IS 'a'",
            "ALTER TABLE t DROP COLUMN b",
        ];
        let down = undone(&before, &up);
        assert!(down.contains(&"SECURITY LABEL FOR p ON TABLE t IS 'old'".to_owned()), "{down:?}");
        assert!(down.contains(&"SECURITY LABEL FOR p ON COLUMN t.a IS NULL".to_owned()), "{down:?}");
        assert!(down.contains(&"SECURITY LABEL ON COLUMN t.b IS 'b'".to_owned()), "{down:?}");
    }

    #[test]
    fn subscriptions_come_back_as_they_were() {
        let create = "CREATE SUBSCRIPTION s CONNECTION 'a' PUBLICATION p WITH (connect = false)";
        assert_eq!(undone(&[], &[create]), ["DROP SUBSCRIPTION s"]);
        assert_eq!(undone(&[create], &["ALTER SUBSCRIPTION s RENAME TO t"]), ["ALTER SUBSCRIPTION t RENAME TO s"]);
        let down = undone(&[create], &["ALTER SUBSCRIPTION s CONNECTION 'b'"]);
        assert_eq!(down, ["DROP SUBSCRIPTION s", create]);
    }

    #[test]
    fn property_graphs_come_back_as_they_were() {
        let create = "CREATE PROPERTY GRAPH g VERTEX TABLES (t)";
        assert_eq!(undone(&["CREATE TABLE t (a int)"], &[create]), ["DROP PROPERTY GRAPH g"]);
        assert_eq!(undone(&["CREATE TABLE t (a int)", create], &["DROP PROPERTY GRAPH g"]), [create]);
    }
}
