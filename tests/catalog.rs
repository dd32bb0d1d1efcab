//! What is read from a database's catalogs, on a real server: a snapshot makes the same database again, and it changes when and
//! only when the schema changes, as `pg_dump` prints it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use sql2rev::verify::catalog::{Comparison, Reader, Snapshot, compare};
use support::Cluster;

const ROLES: &str = "CREATE ROLE reader; CREATE ROLE writer; CREATE ROLE app_owner;";

/// Makes a database from a snapshot of another and returns how it differs from a third.
fn copy_differs(cluster: &Cluster, database: &str, wanted: &str) -> Vec<String> {
    let copy = format!("{database} copy");
    let mut client = cluster.client_of(database);
    let mut reader = Reader::new(&mut client).unwrap();
    let snapshot = Snapshot::read(&mut client, &mut reader).unwrap();
    let dependencies = reader.dependencies(&mut client).unwrap();
    cluster.create(&copy);
    let mut target = cluster.client_of(&copy);
    target.batch_execute("SET check_function_bodies = off").unwrap();
    let mut differences = Vec::new();
    for statement in snapshot.statements(&dependencies) {
        if let Err(error) = target.batch_execute(&statement.sql) {
            let why = error.as_db_error().map_or_else(|| error.to_string(), |it| it.message().to_owned());
            differences.push(format!("{why}: {}", statement.sql));
        }
    }
    drop((client, target));
    match compare(&self::snapshot(cluster, wanted), &self::snapshot(cluster, &copy)) {
        Comparison::Exact => {}
        Comparison::Reordered => differences.push("another order of columns".to_owned()),
        Comparison::Different(found) => differences.extend(found.iter().map(ToString::to_string)),
    }
    let (left, right) = (sorted(&cluster.dump_with_owners(wanted)), sorted(&cluster.dump_with_owners(&copy)));
    differences.extend(left.iter().filter(|line| !right.contains(line)).map(|line| format!("pg_dump: - {line}")));
    differences.extend(right.iter().filter(|line| !left.contains(line)).map(|line| format!("pg_dump: + {line}")));
    differences
}

fn snapshot(cluster: &Cluster, database: &str) -> Snapshot {
    let mut client = cluster.client_of(database);
    let mut reader = Reader::new(&mut client).unwrap();
    Snapshot::read(&mut client, &mut reader).unwrap()
}

fn sorted(dump: &str) -> Vec<String> {
    let mut lines: Vec<String> = dump.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
    lines.sort();
    lines
}

/// Makes a database that holds everything that the server knows.
fn with_everything() -> Cluster {
    let cluster = Cluster::start();
    cluster.psql("postgres", ROLES);
    cluster.create("all");
    cluster.psql("all", include_str!("catalog/everything.sql"));
    if cluster.psql("all", "SELECT current_setting('server_version_num')::integer >= 180000").trim() == "t" {
        cluster.psql("all", include_str!("catalog/everything_18.sql"));
    }
    cluster
}

#[test]
fn a_snapshot_makes_the_same_database() {
    let cluster = with_everything();
    let differences = copy_differs(&cluster, "all", "all");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_snapshot_changes_when_the_dump_does() {
    let cluster = with_everything();
    let before = (cluster.dump_with_owners("all"), snapshot(&cluster, "all"));
    let mut failures = Vec::new();
    let changes = include_str!("catalog/changes.sql").lines().filter(|line| !line.starts_with("--"));
    for change in changes {
        cluster.copy("all", "changed");
        let mut client = cluster.client_of("changed");
        let mut reader = Reader::new(&mut client).unwrap();
        Snapshot::read(&mut client, &mut reader).unwrap();
        if let Err(error) = cluster.try_psql("changed", change) {
            failures.push(error);
        }
        let dumps_differ = cluster.dump_with_owners("changed") != before.0;
        let after = Snapshot::read(&mut client, &mut reader).unwrap();
        if after != snapshot(&cluster, "changed") {
            failures.push(format!("not everything was read again: {change}"));
        }
        drop(client);
        let comparison = compare(&before.1, &after);
        if dumps_differ != (comparison != Comparison::Exact) {
            failures.push(format!("pg_dump: {dumps_differ}, snapshot: {comparison:?}: {change}"));
        }
        cluster.remove("changed");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_cases_of_the_laws_are_made_again() {
    let cluster = Cluster::start();
    cluster.psql("postgres", ROLES);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/laws");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut failures = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        cluster.create(&name);
        fullest(&cluster, &name, &text);
        // The server may print another expression when it reads what it printed: the measure is what pg_dump makes.
        let restored = format!("{name} restored");
        cluster.create(&restored);
        cluster.restore(&name, &restored);
        failures.extend(copy_differs(&cluster, &name, &restored).iter().map(|it| format!("{name}: {it}")));
        for database in [&format!("{name} copy"), &restored, &name] {
            cluster.remove(database);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Runs the revisions of a case up to the one after which there is most to see: most cases drop what they made.
/// On the way, what is read again after each must be what a new session reads.
fn fullest(cluster: &Cluster, database: &str, text: &str) {
    let parts: Vec<&str> = text.split("-- @ ").map(|part| part.split_once('\n').map_or("", |(_, sql)| sql)).collect();
    let run = |part: &str| {
        if cluster.psql_in_transaction(database, part).is_err() {
            cluster.psql(database, part);
        }
    };
    let (mut most, mut until) = (0, 0);
    let mut client = cluster.client_of(database);
    let mut reader = Reader::new(&mut client).unwrap();
    for (at, part) in parts.iter().enumerate() {
        run(part);
        let items = Snapshot::read(&mut client, &mut reader).unwrap();
        assert_eq!(items, snapshot(cluster, database), "{database}: {part}");
        if items.items.len() > most {
            (most, until) = (items.items.len(), at);
        }
    }
    drop(client);
    cluster.remove(database);
    cluster.create(database);
    parts.iter().take(until + 1).for_each(|part| run(part));
}

/// Looks after each statement of a transaction, by what is known of its beginning, and compares with what a reader sees that knows
/// nothing. Statements that fail are passed over, as they have to be in a savepoint.
#[test]
fn a_look_in_a_transaction_is_that_of_a_new_reader() {
    let cluster = with_everything();
    let mut client = cluster.client_of("all");
    let mut reader = Reader::new(&mut client).unwrap();
    client.batch_execute("SELECT pg_stat_force_next_flush()").unwrap();
    let committed = Snapshot::read(&mut client, &mut reader).unwrap();
    let mut failures = Vec::new();
    let changes = include_str!("catalog/changes.sql").lines().chain(include_str!("catalog/transactions.sql").lines());
    for change in changes.filter(|line| !line.starts_with("--")) {
        client.batch_execute("BEGIN").unwrap();
        for step in change.split(";; ") {
            client.batch_execute("SAVEPOINT step").unwrap();
            if let Err(error) = client.batch_execute(step) {
                failures.extend((!step.contains("fails")).then(|| format!("{:?}: {step}", error.as_db_error())));
                client.batch_execute("ROLLBACK TO step").unwrap();
            }
            let look = Snapshot::read_in_transaction(&mut client, &mut reader).unwrap();
            let mut fresh = Reader::new(&mut client).unwrap();
            let full = Snapshot::read(&mut client, &mut fresh).unwrap();
            if look != full {
                failures.push(format!("{change}: {step}: {:?}", compare(&full, &look)));
            }
        }
        // What the server counts for one transaction must not make up for what it misses of the next.
        client.batch_execute("ROLLBACK; SELECT pg_stat_force_next_flush()").unwrap();
        if Snapshot::read_in_transaction(&mut client, &mut reader).unwrap() != committed {
            failures.push(format!("not as before: {change}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
