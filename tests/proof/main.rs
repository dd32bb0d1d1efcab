//! The proof on a real database: what `sql2rev convert` writes for each sample history goes up, down and up again under
//! the tool it was written for, and every step down gives the schema that was there before.
//!
//! Nothing here looks inside sql2rev: the program is run as a user runs it. The schemas are compared as `pg_dump -s`
//! prints them. `tests/run.sh` installs what is needed.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod alembic;
mod database;
mod dump;
mod pairs;
mod sample;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use dump::{Dump, Likeness};
use sample::{History, SAMPLES, Sample};
use support::Cluster;

/// Compares, and panics with both sides' differing statements unless the schemas are alike.
/// Says on standard error when only the order of columns differs.
fn assert_restored(step: &str, expected: &Dump, found: &Dump) {
    match expected.compare(found) {
        Likeness::Exact => {}
        Likeness::Reordered => {
            eprintln!("{step}: reordered (columns of a table came back in another order)");
        }
        Likeness::No { missing, extra } => {
            panic!("{step}: the schemas differ\nmissing:\n{}\nextra:\n{}", missing.join("\n"), extra.join("\n"))
        }
    }
}

/// The legacy files, run by psql in the order that the converter chose: their schema and the rows of every table.
fn assert_same_as_legacy(step: &str, history: &History, database: &str) {
    let legacy = history.legacy();
    assert_restored(&format!("{step} against the legacy files"), &legacy.schema, &database::dump(database));
    let rows: BTreeMap<String, String> = database::row_counts(database);
    assert_eq!(legacy.rows, rows, "{step}: rows of each table, legacy files on the left");
}

/// Goes up step by step, down step by step and up again, checking every schema on the way.
/// `up` and `down` get the number of the revision, from 0.
fn walk(history: &History, database: &str, mut up: impl FnMut(usize), mut down: impl FnMut(usize)) {
    let mut schemas = vec![database::dump(database)];
    for number in 0..history.revisions.len() {
        up(number);
        schemas.push(database::dump(database));
    }
    assert_same_as_legacy("upgraded", history, database);
    for number in (0..history.revisions.len()).rev() {
        down(number);
        let step = format!("downgrade of {}", history.revisions[number].title());
        assert_restored(&step, &schemas[number], &database::dump(database));
    }
    for number in 0..history.revisions.len() {
        up(number);
        let step = format!("second upgrade to {}", history.revisions[number].title());
        assert_restored(&step, &schemas[number + 1], &database::dump(database));
    }
    assert_same_as_legacy("upgraded again", history, database);
}

fn prove_alembic(sample: Sample, driver: &str) {
    let history = sample.convert("alembic");
    let database = database::create(&format!("{}_{driver}", sample.name));
    let alembic = std::cell::RefCell::new(alembic::Session::start(history.out(), driver, &database));
    let version = || database::query(&database, "SELECT version_num FROM alembic_version");
    walk(
        &history,
        &database,
        |number| {
            alembic.borrow_mut().run(&["upgrade", "+1"]);
            assert_eq!(version(), history.revisions[number].id, "the version after an upgrade");
        },
        |number| {
            alembic.borrow_mut().run(&["downgrade", "-1"]);
            let parent = history.revisions[number].parent.clone();
            assert_eq!(version(), parent.unwrap_or_default(), "the version after a downgrade");
        },
    );
    let mut alembic = alembic.into_inner();
    let base = database::create(&format!("{}_{driver}_empty", sample.name));
    alembic.run(&["downgrade", "base"]);
    assert_restored("downgrade to base at once", &database::dump(&base), &database::dump(&database));
    alembic.run(&["upgrade", "head"]);
    assert_same_as_legacy("upgraded at once", &history, &database);
}

fn prove_alembic_commands(sample: Sample) {
    let history = sample.convert("alembic");
    let head = &history.revisions.last().expect("a history has revisions").id;
    // A database that got its schema from the legacy files, long before Alembic came.
    let database = database::copy(&history.legacy().database, &format!("{}_stamped", sample.name));
    let mut alembic = alembic::Session::start(history.out(), "psycopg", &database);

    let heads = alembic.run(&["heads"]);
    assert_eq!(heads.trim(), format!("{head} (head)"));
    let listed = alembic.run(&["history"]);
    assert_eq!(listed.lines().count(), history.revisions.len(), "{listed}");
    assert!(listed.lines().next().is_some_and(|line| line.contains(&format!("{head} (head)"))), "{listed}");
    assert_eq!(alembic.run(&["current"]).trim(), "", "nothing is stamped yet");

    alembic.run(&["stamp", "head"]);
    assert_eq!(alembic.run(&["current"]).trim(), format!("{head} (head)"));
    alembic.run(&["upgrade", "head"]);
    let check = alembic.run(&["check"]);
    assert!(check.contains("No new upgrade operations detected"), "{check}");
    assert_same_as_legacy("stamped", &history, &database);

    let empty = database::create(&format!("{}_stamped_empty", sample.name));
    alembic.run(&["downgrade", "base"]);
    assert_restored("stamped database to base", &database::dump(&empty), &database::dump(&database));
}

fn prove_alembic_offline(sample: Sample) {
    let history = sample.convert("alembic");
    for driver in ["psycopg", "psycopg2"] {
        let database = database::create(&format!("{}_{driver}_offline", sample.name));
        let before = database::dump(&database);
        let up = alembic::offline_sql(history.out(), driver, &["upgrade", "head", "--sql"]);
        Cluster::shared().psql(&database, &up);
        assert_same_as_legacy(&format!("upgrade head --sql, {driver}"), &history, &database);
        let head = &history.revisions.last().expect("a history has revisions").id;
        let down = alembic::offline_sql(history.out(), driver, &["downgrade", &format!("{head}:base"), "--sql"]);
        Cluster::shared().psql(&database, &down);
        let step = format!("downgrade to base --sql, {driver}");
        assert_restored(&step, &before, &database::dump(&database));
    }
}

fn prove_pairs(sample: Sample) {
    let history = sample.convert("sqlx");
    let database = database::create(&format!("{}_pairs", sample.name));
    let run = |path: &Option<String>| {
        let path = path.as_deref().expect("a pair has both files");
        pairs::run(&database, &history.out().join(path));
    };
    walk(&history, &database, |number| run(&history.revisions[number].up), |number| run(&history.revisions[number].down));
}

/// Each sample by psql alone: a sample that does not run proves nothing about the converter.
#[test]
fn samples_run_as_they_are() {
    for sample in SAMPLES {
        let legacy = sample.legacy(&sample.written_order());
        assert!(!legacy.rows.is_empty(), "{} makes tables", sample.name);
    }
}

/// The two g19 files run in either order, with one result: only evidence, not failure, tells which comes first.
#[test]
fn hunter_in_name_order_gives_the_same_schema() {
    let mut order = sample::HUNTER.written_order();
    let users = order.iter().position(|file| file == "g19_users_auth.sql").expect("the sample has it");
    let favorites = order.iter().position(|file| file == "g19_favorites_migration.sql").expect("the sample has it");
    assert!(users < favorites);
    order.swap(users, favorites);
    let by_name = sample::HUNTER.legacy(&order);
    let written = sample::HUNTER.legacy(&sample::HUNTER.written_order());
    assert_restored("names' order", &written.schema, &by_name.schema);
}

macro_rules! proofs {
    ($($module:ident: $sample:expr;)*) => { $(mod $module {
        #[test]
        fn alembic_with_psycopg() { super::prove_alembic($sample, "psycopg"); }
        #[test]
        fn alembic_with_psycopg2() { super::prove_alembic($sample, "psycopg2"); }
        #[test]
        fn alembic_commands() { super::prove_alembic_commands($sample); }
        #[test]
        fn alembic_offline() { super::prove_alembic_offline($sample); }
        #[test]
        fn sqlx_pairs() { super::prove_pairs($sample); }
    })* };
}

proofs! {
    hunter: crate::sample::HUNTER;
    saas: crate::sample::SAAS;
    clinic: crate::sample::CLINIC;
}
