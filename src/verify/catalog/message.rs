//! What is sent to the server at once.

use std::sync::Arc;

use super::Item;
use super::changes::{self, Families, Touched};
use super::families::FAMILIES;
use super::queries::{Query, Server};

/// The statements of one message.
#[derive(Debug)]
pub struct Message {
    server: Server,
    /// Those that have to be prepared.
    pub queries: Vec<Query>,
    pub sql: String,
    pub under_settings: bool,
}

impl Message {
    fn new(server: Server) -> Self {
        Self { server, queries: Vec::new(), sql: String::new(), under_settings: true }
    }

    /// Asks what the open transaction has done.
    pub fn probe(server: Server) -> Self {
        let mut message = Self { under_settings: false, ..Self::new(server) };
        message.execute(Query::Probe, "");
        message
    }

    /// Reads all items of these families.
    pub fn all(server: Server, families: Families) -> Self {
        let mut message = Self::new(server);
        families.iter().for_each(|family| message.execute(Query::All(family), ""));
        message
    }

    /// Reads what has changed since a snapshot with these items. `held`: the families that they are of. `age`: an expression for that
    /// up to which a row is new.
    pub fn changes(server: Server, items: &[Arc<Item>], held: Families, touched: &Touched, age: &str) -> Self {
        let mut message = Self::new(server);
        if touched.changed("pg_depend") || touched.changed("pg_extension") {
            message.execute(Query::Members, "");
        }
        if *touched == Touched::everything() {
            message.execute(Query::Files, "");
        }
        let orphans = changes::heirs(items).filter(|_| touched.deleted("pg_inherits"));
        let orphans: Vec<String> = orphans.map(|relation| relation.to_string()).collect();
        message.sql += &format!("SELECT set_config('sql2rev.changed', '{}', true);\n", orphans.join(","));
        for catalog in touched.by_relation() {
            message.execute(Query::Changed(catalog.name), &format!("({age})"));
        }
        for catalog in touched.lost(held) {
            message.execute(Query::Live(catalog.name), "");
        }
        message.families(touched.due(held));
        message
    }

    fn families(&mut self, due: Families) {
        if due.iter().any(|family| FAMILIES[family].by_relation) {
            self.execute(Query::Related, "");
        }
        for family in due.iter() {
            if FAMILIES[family].by_relation {
                self.execute(Query::Some(family), "(current_setting('sql2rev.relations')::oid[])");
            } else {
                self.execute(Query::All(family), "");
            }
        }
    }

    pub fn execute(&mut self, query: Query, arguments: &str) {
        self.queries.push(query);
        self.sql += &format!("EXECUTE {}{arguments};\n", query.name(self.server));
    }
}
