//! Databases of the server that all proofs share.

use std::collections::BTreeMap;
use std::path::Path;

use crate::dump::Dump;
use crate::support::Cluster;

/// Creates an empty database and returns its name.
pub fn create(name: &str) -> String {
    Cluster::shared().create(name);
    name.to_owned()
}

/// Creates a database as a copy of another, and returns its name.
pub fn copy(template: &str, name: &str) -> String {
    Cluster::shared().copy(template, name);
    name.to_owned()
}

/// Returns what `psql` prints for a query, unaligned and without head and foot.
pub fn query(database: &str, sql: &str) -> String {
    Cluster::shared().psql(database, sql).trim_end().to_owned()
}

/// Runs a file by `psql -f`, in one transaction if asked for.
pub fn run_file(database: &str, file: &Path, single_transaction: bool) {
    let cluster = Cluster::shared();
    let run =
        if single_transaction { cluster.psql_file_in_transaction(database, file) } else { cluster.psql_file(database, file) };
    run.unwrap_or_else(|error| panic!("{}\n{error}", file.display()));
}

/// Returns the schema of a database, less the table that Alembic keeps for itself.
pub fn dump(database: &str) -> Dump {
    Dump::read(&Cluster::shared().dump_text(database, &["--schema-only", "-T", "alembic_version"]))
}

/// Returns the number of rows in each table.
pub fn row_counts(database: &str) -> BTreeMap<String, String> {
    let counts = query(
        database,
        "SELECT format('%I.%I|%s', schemaname, tablename, (xpath('/row/n/text()', query_to_xml(\
         format('SELECT count(*) AS n FROM %I.%I', schemaname, tablename), false, true, '')))[1]) FROM pg_tables \
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'alembic_version'",
    );
    counts.lines().filter_map(|line| line.rsplit_once('|')).map(|(t, n)| (t.to_owned(), n.to_owned())).collect()
}
