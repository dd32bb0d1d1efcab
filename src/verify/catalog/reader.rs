//! Reads snapshots from one session, with statements that are prepared when they are needed first.

use std::collections::BTreeSet;
use std::sync::Arc;

use postgres::error::SqlState;
use postgres::{Error, GenericClient, SimpleQueryMessage};

use super::changes::{self, Families, Touched};
use super::families::{FAMILIES, GRANTS, OWNERS};
use super::merge::{self, Found};
use super::queries::{self, Query, Server};
use super::{Item, Snapshot, items};

/// What a session needs to read snapshots, and what it has read.
#[derive(Debug, Clone)]
pub struct Reader {
    server: Server,
    /// The names of the statements that the session has.
    prepared: BTreeSet<String>,
    /// The last that was committed when it was read.
    base: Option<State>,
    /// The last of a transaction that is open still.
    open: Option<State>,
}

/// A row of a catalog: the catalog's name, the row's OID, and for a relation a column's number or 0.
pub type ObjectKey = (String, u32, i32);

/// An object needs another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    pub dependent: ObjectKey,
    pub on: ObjectKey,
    /// `pg_depend.deptype`; `d` and `g` tie a default or a generation expression to its column.
    pub kind: char,
}

/// A snapshot, and what tells whether it still holds.
#[derive(Debug, Clone)]
struct State {
    items: Vec<Arc<Item>>,
    /// The families of which there are items.
    held: Families,
    /// What other transactions change after it has this number or a later one.
    mark: u64,
    roles: String,
    members: String,
    files: String,
    /// Whether the session had made temporary objects.
    temporary: bool,
}

/// What the open transaction has done so far.
#[derive(Debug)]
struct Probe {
    has_written: bool,
    mark: u64,
    roles: String,
    temporary: bool,
    /// None: the server does not count.
    touched: Option<Touched>,
}

/// The statements of one message.
#[derive(Debug)]
struct Message {
    server: Server,
    queries: Vec<Query>,
    sql: String,
}

impl Reader {
    /// Prepares a session. The role that is current now is the owner of whom nothing is said.
    ///
    /// # Errors
    /// The database cannot be reached, or a transaction is open that has failed.
    pub fn new(client: &mut impl GenericClient) -> Result<Self, Error> {
        let row = client.query_one(
            "SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4, oid \
             FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) current_user",
            &[],
        )?;
        let version: i32 = row.try_get(0)?;
        let server = Server { version: version.unsigned_abs() / 10000, owner: row.try_get(1)? };
        let mut reader = Self { server, prepared: BTreeSet::new(), base: None, open: None };
        reader.ask_what_is_prepared(client)?;
        Ok(reader)
    }

    /// Returns what needs what, for [`Snapshot::statements`].
    ///
    /// # Errors
    /// As [`Snapshot::read`].
    pub fn dependencies(&self, client: &mut impl GenericClient) -> Result<Vec<Dependency>, Error> {
        let messages = client.simple_query(&queries::under_settings(queries::DEPENDENCIES))?;
        let key = |row, at| Ok((items::text(row, at)?, items::number(row, at + 1)?, items::number(row, at + 2)?));
        let dependency = |row| {
            let kind = items::text(row, 6)?.chars().next().unwrap_or('n');
            Ok(Dependency { dependent: key(row, 0)?, on: key(row, 3)?, kind })
        };
        items::rows(&messages, 7).map(dependency).collect()
    }

    /// Takes notice that the transaction was committed. Returns whether what was read in it last is how the database looks now: nothing
    /// ran after that, and nothing goes with the session's temporary objects.
    pub fn committed(&mut self) -> bool {
        let Some(state) = self.open.take() else { return false };
        let settled = !state.temporary;
        self.base = Some(state);
        settled
    }

    /// Takes notice that what was read last in the open transaction is no more how it looks.
    pub fn outdated(&mut self) {
        self.open = None;
    }

    /// `told`: only the open transaction has changed anything since the last that is known to be committed.
    pub(super) fn snapshot(&mut self, client: &mut impl GenericClient, told: bool) -> Result<Snapshot, Error> {
        let mut probe = self.probe(client)?;
        let touched = probe.touched.take().filter(|_| told);
        let base = self.base.take().filter(|base| base.roles == probe.roles);
        let state = match &base {
            Some(base) if touched.is_some() && !probe.has_written => Some(base.clone()),
            Some(base) => self.read_changes(client, base, &probe, touched)?,
            None => None,
        };
        let state = match state {
            Some(state) => state,
            None => self.read_all(client, &probe)?,
        };
        let items = state.items.clone();
        if probe.has_written {
            (self.base, self.open) = (base, Some(state));
        } else {
            (self.base, self.open) = (Some(state), None);
        }
        Ok(Snapshot { items, ..Snapshot::default() })
    }

    fn probe(&mut self, client: &mut impl GenericClient) -> Result<Probe, Error> {
        let mut message = Message::new(self.server);
        message.execute(Query::Probe, "");
        let messages = self.send(client, &message)?;
        let mut probe = Probe { has_written: true, mark: 0, roles: String::new(), temporary: true, touched: None };
        for row in items::rows(&messages, 7) {
            let is = |column| Ok::<_, Error>(items::text(row, column)? == "t");
            let touched = Touched::new(&items::text(row, 5)?, &items::text(row, 6)?);
            probe = Probe {
                has_written: is(0)?,
                mark: items::number(row, 1)?,
                roles: items::text(row, 2)?,
                temporary: is(4)?,
                touched: is(3)?.then_some(touched),
            };
        }
        Ok(probe)
    }

    /// Reads what has changed since; nothing where everything has to be read.
    fn read_changes(
        &mut self,
        client: &mut impl GenericClient,
        base: &State,
        probe: &Probe,
        touched: Option<Touched>,
    ) -> Result<Option<State>, Error> {
        // Rows of the open transaction have no age, those of its savepoints less.
        let age = if touched.is_some() { "0".to_owned() } else { format!("age('{}'::xid)", base.mark & u64::from(u32::MAX)) };
        let touched = touched.unwrap_or_else(Touched::everything);
        let mut found = Found { read: touched.due(base.held), ..Found::default() };
        let messages = self.send(client, &changes_message(Message::new(self.server), base, &touched, found.read, &age))?;
        let (mut state, mut late) = (base.clone(), Families::default());
        for (kind, first, second) in items::notes(&messages)? {
            match kind.as_str() {
                "members" => state.members = first,
                "files" => state.files = first,
                "relations" => found.relations = items::oids(&second),
                "live" => drop(found.live.insert(first, items::oids(&second))),
                _ => {
                    let flags = first.as_bytes();
                    let set = |at: usize, family: usize| flags.get(at) == Some(&b't') && !found.read.contains(family);
                    [(0, OWNERS), (1, GRANTS)].iter().filter(|(at, family)| set(*at, *family)).for_each(|(_, it)| late.add(*it));
                }
            }
        }
        if state.members != base.members || state.files != base.files {
            return Ok(None);
        }
        let mut read = items::items(&messages)?;
        for family in late.iter() {
            let mut message = Message::new(self.server);
            message.execute(Query::All(family), "");
            read.extend(items::items(&self.send(client, &message)?)?);
            found.read.add(family);
        }
        let (kept, gone) = merge::part(&base.items, &found);
        if merge::renamed(&gone, &read) {
            return Ok(None);
        }
        let items = merge::merge(kept, read);
        let (mark, temporary) = (probe.mark, probe.temporary);
        Ok(Some(State { held: Families::of(&items), items, mark, temporary, ..state }))
    }

    fn read_all(&mut self, client: &mut impl GenericClient, probe: &Probe) -> Result<State, Error> {
        let mut message = Message::new(self.server);
        message.execute(Query::Members, "");
        message.execute(Query::Files, "");
        (0..FAMILIES.len()).for_each(|family| message.execute(Query::All(family), ""));
        let messages = self.send(client, &message)?;
        let items = items::items(&messages)?;
        let mut state = State {
            held: Families::of(&items),
            items,
            mark: probe.mark,
            roles: probe.roles.clone(),
            members: String::new(),
            files: String::new(),
            temporary: probe.temporary,
        };
        for (kind, first, _) in items::notes(&messages)? {
            *(if kind == "members" { &mut state.members } else { &mut state.files }) = first;
        }
        Ok(state)
    }

    fn send(&mut self, client: &mut impl GenericClient, message: &Message) -> Result<Vec<SimpleQueryMessage>, Error> {
        match client.simple_query(&self.with_prepared(message)) {
            // The session ran DISCARD or DEALLOCATE ALL.
            Err(error) if error.code() == Some(&SqlState::INVALID_SQL_STATEMENT_NAME) => {
                self.ask_what_is_prepared(client).map_err(|_| error)?;
                client.simple_query(&self.with_prepared(message))
            }
            result => result,
        }
    }

    /// Returns the message under settings, with what prepares its statements.
    fn with_prepared(&mut self, message: &Message) -> String {
        let settings = self.prepare(&[Query::Settings, Query::Restore]);
        let queries = self.prepare(&message.queries);
        let [begin, end] = [Query::Settings, Query::Restore].map(|query| format!("EXECUTE {}", query.name(self.server)));
        format!("{settings}{begin};\n{queries}{}{end}", message.sql)
    }

    /// Returns the statements that prepare those queries that are not prepared yet.
    fn prepare(&mut self, queries: &[Query]) -> String {
        let mut sql = String::new();
        for query in queries {
            if self.prepared.insert(query.name(self.server)) {
                sql += &query.prepare(self.server);
                sql += ";\n";
            }
        }
        sql
    }

    /// Asks the session what it has prepared.
    fn ask_what_is_prepared(&mut self, client: &mut impl GenericClient) -> Result<(), Error> {
        let rows = client.query("SELECT name FROM pg_catalog.pg_prepared_statements", &[])?;
        self.prepared = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        Ok(())
    }
}

impl Message {
    fn new(server: Server) -> Self {
        Self { server, queries: Vec::new(), sql: String::new() }
    }

    fn execute(&mut self, query: Query, arguments: &str) {
        self.queries.push(query);
        self.sql += &format!("EXECUTE {}{arguments};\n", query.name(self.server));
    }
}

/// Adds what reads the changes to a message. `age`: an expression for that up to which a row is new.
fn changes_message(mut message: Message, base: &State, touched: &Touched, due: Families, age: &str) -> Message {
    if touched.changed("pg_depend") || touched.changed("pg_extension") {
        message.execute(Query::Members, "");
    }
    if *touched == Touched::everything() {
        message.execute(Query::Files, "");
    }
    let heirs: Vec<String> =
        changes::heirs(&base.items).filter(|_| touched.deleted("pg_inherits")).map(|it| format!(",{it}")).collect();
    message.sql += &format!("SELECT set_config('sql2rev.changed', '{}', true);\n", heirs.concat());
    for catalog in touched.by_relation() {
        message.execute(Query::Changed(catalog.name), &format!("({age})"));
    }
    if due.iter().any(|family| FAMILIES[family].by_relation) {
        message.execute(Query::Related, "");
    }
    for catalog in touched.lost(base.held) {
        message.execute(Query::Live(catalog.name), "");
    }
    for family in due.iter() {
        if FAMILIES[family].by_relation {
            message.execute(Query::Some(family), "(current_setting('sql2rev.relations')::oid[])");
        } else {
            message.execute(Query::All(family), "");
        }
    }
    message
}
