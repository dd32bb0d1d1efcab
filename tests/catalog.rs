//! What is read from a database's catalogs, on a real server: a snapshot makes the same database again, and it changes when and
//! only when the schema changes, as `pg_dump` prints it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use sql2rev::verify::catalog::{Comparison, Reader, Snapshot, compare};
use support::Cluster;

const ROLES: &str = "CREATE ROLE reader; CREATE ROLE writer; CREATE ROLE app_owner;";

/// Makes a database from a snapshot of another and returns what differs.
fn copy_differs(cluster: &Cluster, database: &str) -> Vec<String> {
    let copy = format!("{database} copy");
    let mut client = cluster.client_of(database);
    let reader = Reader::new(&mut client).unwrap();
    let snapshot = Snapshot::read(&mut client, &reader).unwrap();
    let dependencies = reader.dependencies(&mut client).unwrap();
    cluster.create(&copy);
    let mut target = cluster.client_of(&copy);
    target.batch_execute("SET check_function_bodies = off").unwrap();
    let reader = Reader::new(&mut target).unwrap();
    let mut differences = Vec::new();
    for statement in snapshot.statements(&dependencies) {
        if let Err(error) = target.batch_execute(&statement.sql) {
            let why = error.as_db_error().map_or_else(|| error.to_string(), |it| it.message().to_owned());
            differences.push(format!("{why}: {}", statement.sql));
        }
    }
    let copied = Snapshot::read(&mut target, &reader).unwrap();
    match compare(&snapshot, &copied) {
        Comparison::Exact => {}
        Comparison::Reordered => differences.push("another order of columns".to_owned()),
        Comparison::Different(found) => differences.extend(found.iter().map(ToString::to_string)),
    }
    drop((client, target));
    let (left, right) = (sorted(&cluster.dump(database)), sorted(&cluster.dump(&copy)));
    differences.extend(left.iter().filter(|line| !right.contains(line)).map(|line| format!("pg_dump: - {line}")));
    differences.extend(right.iter().filter(|line| !left.contains(line)).map(|line| format!("pg_dump: + {line}")));
    differences
}

fn sorted(dump: &str) -> Vec<String> {
    let mut lines: Vec<String> = dump.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
    lines.sort();
    lines
}

#[test]
fn a_snapshot_makes_the_same_database() {
    let cluster = Cluster::start();
    cluster.psql("postgres", ROLES);
    cluster.create("all");
    cluster.psql("all", include_str!("catalog/everything.sql"));
    let differences = copy_differs(&cluster, "all");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
