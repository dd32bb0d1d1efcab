//! How the time grows with the files: `cargo bench --bench order`.
//!
//! Histories are made here, the same each time: tables that refer to earlier ones, columns, indexes and views over them. Each is read and
//! put in order once under numbers and once under names without meaning.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use sql2rev::dialect::postgres::Postgres;
use sql2rev::source;

/// Numbers of files.
const SIZES: [usize; 3] = [1_000, 5_000, 20_000];

fn main() {
    // `cargo test --benches` only sees that it runs.
    let smoke = !std::env::args().any(|argument| argument == "--bench");
    let sizes = if smoke { &[20][..] } else { &SIZES };
    println!("{:<10}{:>14}{:>18}{:>14}{:>18}", "files", "numbers", "a file", "words", "a file");
    for files in sizes {
        let [numbers, words] = [false, true].map(|words| seconds(*files, words));
        let each = |time: f64| time / f64::from(u32::try_from(*files).unwrap()) * 1e6;
        println!("{files:<10}{numbers:>12.2} s{:>15.0} µs{words:>12.2} s{:>15.0} µs", each(numbers), each(words));
    }
}

fn seconds(files: usize, words: bool) -> f64 {
    let dir = tempfile::tempdir().unwrap();
    for number in 0..files {
        // A multiplier without a common divisor: each number once, in another order.
        let name = if words { format!("{}.sql", word(number * 7_919 % 1_000_003)) } else { format!("{number:06}.sql") };
        std::fs::write(dir.path().join(name), statement(number)).unwrap();
    }
    time(dir.path())
}

fn time(dir: &Path) -> f64 {
    let start = Instant::now();
    black_box(sql2rev::read(dir, &source::Options::default(), &Postgres, false).unwrap());
    start.elapsed().as_secs_f64()
}

/// A name of letters alone.
fn word(mut number: usize) -> String {
    let mut word = String::from("x");
    while number > 0 {
        word.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number /= 26;
    }
    word
}

/// Every fourth file makes a table that refers to the one before; the others change it.
fn statement(number: usize) -> String {
    let table = number / 4;
    match number % 4 {
        0 if table == 0 => "CREATE TABLE t0 (id int PRIMARY KEY);\n".to_owned(),
        0 => format!("CREATE TABLE t{table} (id int PRIMARY KEY, before int REFERENCES t{} (id));\n", table - 1),
        1 => format!("ALTER TABLE t{table} ADD COLUMN name text NOT NULL DEFAULT '';\n"),
        2 => format!("CREATE INDEX t{table}_name ON t{table} (name);\n"),
        _ => format!("CREATE VIEW v{table} AS SELECT id, name FROM t{table};\n"),
    }
}
