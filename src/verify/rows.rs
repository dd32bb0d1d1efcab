//! The rows that a history leaves in an empty database.
//!
//! The history runs twice, a while apart: what is not the same both times comes from the clock or from chance, and no file may hold it.

use std::thread::sleep;
use std::time::{Duration, Instant};

use postgres::{Client, SimpleQueryMessage};

use super::database::Database;
use super::replay::Replay;
use super::{Server, VerifyError, refusals};
use crate::History;
use crate::collapse::{Cell, Position, Replayed, Wanted, WantedSequence, WantedTable};
use crate::revise::Revision;

/// What two replays lie apart at least: clocks may be asked for whole seconds.
const APART: Duration = Duration::from_millis(1100);

/// A value, and whether it is a moment of the replay.
type Value = (String, bool);

/// What one replay left.
struct Left {
    /// In the order of [`Wanted::tables`].
    tables: Vec<Vec<Vec<Value>>>,
    /// In the order of [`Wanted::sequences`].
    positions: Vec<Position>,
}

/// Replays revisions, and reads what they leave. `None`: they must not run.
///
/// # Errors
/// The connection is lost.
pub fn replay(
    server: &Server,
    history: &History,
    revisions: &[Revision],
    wanted: &Wanted,
) -> Result<Option<Replayed>, VerifyError> {
    if !refusals::examine(history).is_empty() {
        return Ok(None);
    }
    let begun = Instant::now();
    let first = run(server, revisions, wanted)?;
    if first.tables.iter().all(Vec::is_empty) {
        return Ok(Some(merge(wanted, &first, &first)));
    }
    sleep(APART.saturating_sub(begun.elapsed()));
    let second = run(server, revisions, wanted)?;
    Ok(Some(merge(wanted, &first, &second)))
}

/// Runs a base, and says where the rows that it brings are not those of the history.
///
/// # Errors
/// The connection is lost.
pub fn check(server: &Server, base: &[Revision], wanted: &Wanted, history: &Replayed) -> Result<Vec<String>, VerifyError> {
    let left = run(server, base, wanted)?;
    let differs = |(table, rows): (&WantedTable, &Vec<Vec<Value>>)| {
        let should = history.tables.get(&table.id)?.as_ref()?;
        // What the base does not bring, it says.
        if rows.is_empty() || are_alike(should, rows) {
            return None;
        }
        Some(format!("the rows of {} are not those that the history leaves", table.name))
    };
    Ok(wanted.tables.iter().zip(&left.tables).filter_map(differs).collect())
}

/// Whether rows are the same but for their order and for what comes from the clock or from chance.
fn are_alike(should: &[Vec<Cell>], are: &[Vec<Value>]) -> bool {
    let is = |cell: &Cell, value: &Value| match cell {
        Cell::Literal(text) => *text == value.0,
        Cell::Clock => value.1,
        Cell::Chance => true,
    };
    let mut left: Vec<&Vec<Value>> = are.iter().collect();
    let found = should.iter().all(|row| {
        let at = left.iter().position(|it| it.len() == row.len() && row.iter().zip(*it).all(|(cell, value)| is(cell, value)));
        at.map(|at| left.swap_remove(at)).is_some()
    });
    found && left.is_empty()
}

fn merge(wanted: &Wanted, first: &Left, second: &Left) -> Replayed {
    let tables = wanted.tables.iter().zip(first.tables.iter().zip(&second.tables));
    let tables = tables.map(|(table, (one, other))| (table.id, rows(one, other)));
    let sequences = wanted.sequences.iter().zip(first.positions.iter().zip(&second.positions));
    let moved = sequences.filter(|(_, (one, other))| one == other && (one.called || one.last != one.start));
    Replayed { tables: tables.collect(), positions: moved.map(|(it, (position, _))| (it.id, position.clone())).collect() }
}

fn rows(one: &[Vec<Value>], other: &[Vec<Value>]) -> Option<Vec<Vec<Cell>>> {
    let cell = |((a, a_is_now), (b, b_is_now)): (&Value, &Value)| match (a_is_now & b_is_now, a == b) {
        (true, _) => Cell::Clock,
        (false, true) => Cell::Literal(a.clone()),
        (false, false) => Cell::Chance,
    };
    let row = |(a, b): (&Vec<Value>, &Vec<Value>)| a.iter().zip(b).map(cell).collect();
    (one.len() == other.len()).then(|| one.iter().zip(other).map(row).collect())
}

fn run(server: &Server, revisions: &[Revision], wanted: &Wanted) -> Result<Left, VerifyError> {
    let mut replay = Replay::new(server, revisions)?;
    let since = now(&mut replay.database)?;
    for at in 0..revisions.len() {
        server.check_interrupt()?;
        // One that fails leaves nothing behind, and the rest is run, as the proofs do; that it fails is said there.
        let _ = replay.up(at)?;
    }
    let until = now(&mut replay.database)?;
    let mut client = replay.database.connect_admin()?;
    let mut left = Left { tables: Vec::new(), positions: Vec::new() };
    for table in &wanted.tables {
        // A table that a revision which fails would have made is not there.
        left.tables.push(read(&mut client, table, &since, &until).unwrap_or_default());
    }
    for sequence in &wanted.sequences {
        left.positions.push(position(&mut client, sequence).unwrap_or_default());
    }
    Ok(left)
}

fn position(client: &mut Client, sequence: &WantedSequence) -> Result<Position, postgres::Error> {
    let start = "SELECT seqstart FROM pg_catalog.pg_sequence WHERE seqrelid = $1::text::regclass";
    let row = client.query_one(&format!("SELECT last_value, is_called, ({start}) FROM {}", sequence.name), &[&sequence.name])?;
    Ok(Position { last: row.get(0), called: row.get(1), start: row.get(2) })
}

fn now(database: &mut Database<'_>) -> Result<String, VerifyError> {
    let mut client = database.connect_admin()?;
    Ok(client.query_one("SELECT pg_catalog.clock_timestamp()::pg_catalog.text", &[])?.get(0))
}

/// The rows of a table, none of those of its children, in the order in which the server keeps them.
fn read(client: &mut Client, table: &WantedTable, since: &str, until: &str) -> Result<Vec<Vec<Value>>, postgres::Error> {
    // Columns may round.
    let (since, until) = (format!("timestamptz '{since}' - interval '1 s'"), format!("timestamptz '{until}' + interval '1 s'"));
    let values = table.columns.iter().map(|column| {
        format!(
            "CASE WHEN pg_catalog.pg_typeof({column}) IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype, \
             'bool'::regtype) AND {column}::text ~ '^(-?[0-9.]+|true|false)$' THEN {column}::text \
             ELSE pg_catalog.format('%L', {column}) END, \
             CASE WHEN pg_catalog.pg_typeof({column}) IN ('timestamptz'::regtype, 'timestamp'::regtype) \
             THEN {column}::text::timestamptz BETWEEN {since} AND {until} \
             WHEN pg_catalog.pg_typeof({column}) = 'date'::regtype \
             THEN {column}::text::timestamptz BETWEEN pg_catalog.date_trunc('day', {since}) AND {until} ELSE false END"
        )
    });
    let sql = format!("SELECT {} FROM ONLY {} ORDER BY ctid", values.collect::<Vec<_>>().join(", "), table.name);
    let mut rows = Vec::new();
    for message in client.simple_query(&sql)? {
        if let SimpleQueryMessage::Row(row) = message {
            let value = |at: usize| (row.get(2 * at).unwrap_or("NULL").to_owned(), row.get(2 * at + 1) == Some("t"));
            rows.push((0..table.columns.len()).map(value).collect());
        }
    }
    Ok(rows)
}
