//! BEGIN, savepoints, and the way back to them.
//!
//! Ids that were given are not given again after a rollback: an id means one object, for good.

use super::Schema;

/// A state that ROLLBACK can return to.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The savepoint; `None`: the transaction's beginning.
    savepoint: Option<String>,
    schema: Box<Schema>,
}

impl Schema {
    /// Begins a transaction; one that is open already goes on.
    pub(super) fn begin(&mut self) {
        if self.saved.is_empty() {
            self.save(None);
        }
    }

    /// Ends the transaction and keeps what it did.
    pub fn commit(&mut self) {
        self.saved.clear();
    }

    /// Marks a state to return to.
    pub(super) fn savepoint(&mut self, name: &str) {
        self.save(Some(name.to_owned()));
    }

    /// Forgets a savepoint and those after it.
    pub(super) fn release(&mut self, name: &str) {
        if let Some(at) = self.position(Some(name)) {
            self.saved.truncate(at);
        }
    }

    /// Returns to a savepoint, which stays, or to the beginning of the transaction, which ends. False where there is none.
    pub(super) fn roll_back(&mut self, savepoint: Option<&str>) -> bool {
        let Some(at) = self.position(savepoint) else { return false };
        let mut saved = std::mem::take(&mut self.saved);
        saved.truncate(at + 1);
        let Some(last) = saved.last() else { return false };
        let (next_id, next_column) = (self.next_id, self.next_column);
        *self = last.schema.as_ref().clone();
        (self.next_id, self.next_column) = (next_id, next_column);
        if savepoint.is_some() {
            self.saved = saved;
        }
        true
    }

    fn save(&mut self, savepoint: Option<String>) {
        let mut schema = self.clone();
        schema.saved = Vec::new();
        self.saved.push(Saved { savepoint, schema: Box::new(schema) });
    }

    /// The last savepoint of a name, or the beginning.
    fn position(&self, savepoint: Option<&str>) -> Option<usize> {
        self.saved.iter().rposition(|saved| saved.savepoint.as_deref() == savepoint)
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::Dialect;
    use crate::dialect::postgres::Postgres;
    use crate::schema::Schema;
    use crate::schema::apply::apply;

    fn tables(statements: &[&str]) -> Vec<String> {
        let mut schema = Schema::new();
        for sql in statements {
            apply(&mut schema, &Postgres.read(sql, 0).effects, &Postgres);
        }
        schema.objects().filter(|(_, object)| object.table().is_some()).map(|(_, object)| object.name.clone()).collect()
    }

    #[test]
    fn a_rollback_takes_back_the_transaction() {
        let run = ["CREATE TABLE a ()", "BEGIN", "CREATE TABLE b ()", "DROP TABLE a", "ROLLBACK", "CREATE TABLE c ()"];
        assert_eq!(tables(&run), ["a", "c"]);
    }

    #[test]
    fn a_rollback_to_a_savepoint_keeps_what_was_before() {
        let run =
            ["BEGIN", "CREATE TABLE a ()", "SAVEPOINT s", "CREATE TABLE b ()", "ROLLBACK TO s", "CREATE TABLE c ()", "COMMIT"];
        assert_eq!(tables(&run), ["a", "c"]);
    }
}
