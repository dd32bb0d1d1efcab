//! Reads snapshots from one session, with statements that are prepared when they are needed first.

use std::collections::BTreeSet;
use std::sync::Arc;

use postgres::error::SqlState;
use postgres::{Error, GenericClient, SimpleQueryMessage};

use super::changes::{Families, Touched};
use super::families::{self, GRANTS, OWNERS};
use super::merge::{self, Found};
use super::message::Message;
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

/// Asks the session what it has prepared.
const PREPARED: &str = "SELECT name FROM pg_catalog.pg_prepared_statements";

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

impl Reader {
    /// Prepares a session. The role that is current now is the owner of whom nothing is said.
    ///
    /// # Errors
    /// The database cannot be reached, or a transaction is open that has failed.
    pub fn new(client: &mut impl GenericClient) -> Result<Self, Error> {
        let messages = client.simple_query(&format!(
            "SELECT pg_catalog.current_setting('server_version_num'), \
             pg_catalog.quote_ident(current_user)::pg_catalog.regrole::pg_catalog.oid; {PREPARED}"
        ))?;
        let mut server = Server { version: 0, owner: 0 };
        for row in items::rows(&messages, 2) {
            server = Server { version: items::number::<u32>(row, 0)? / 10000, owner: items::number(row, 1)? };
        }
        Ok(Self { server, prepared: names(&messages)?, base: None, open: None })
    }

    /// The same reader, with another role as the owner of whom nothing is said.
    #[must_use]
    pub fn of_owner(mut self, owner: u32) -> Self {
        self.server.owner = owner;
        self
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
        let messages = self.send(client, &Message::probe(self.server))?;
        let mut probe = Probe { has_written: true, mark: 0, roles: String::new(), temporary: true, touched: None };
        let catalogs = families::catalogs(self.server.version);
        let name = |place: &str| catalogs.get(place.parse::<usize>().ok()?.checked_sub(1)?).copied();
        let names = |places: &str| places.split(',').filter_map(name).collect();
        for row in items::rows(&messages, 7) {
            let is = |column| Ok::<_, Error>(items::text(row, column)? == "t");
            let touched = Touched::new(names(&items::text(row, 5)?), names(&items::text(row, 6)?));
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
        let messages = self.send(client, &Message::changes(self.server, &base.items, base.held, &touched, &age))?;
        let (mut state, mut late) = (base.clone(), Families::default());
        for (kind, first, second) in items::notes(&messages)? {
            match kind.as_str() {
                "members" => state.members = first,
                "files" => state.files = first,
                "relations" => found.relations = items::oids(&second),
                "live" => drop(found.live.insert(first, items::keys(&second))),
                _ => late.extend(marks(&first, base.held)),
            }
        }
        if state.members != base.members || state.files != base.files {
            return Ok(None);
        }
        let mut read = items::items(&messages)?;
        let late = late.without(found.read);
        if !late.is_empty() {
            read.extend(items::items(&self.send(client, &Message::all(self.server, late))?)?);
            found.read.extend(late);
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
        let mut message = Message::all(self.server, Families::every());
        message.execute(Query::Members, "");
        message.execute(Query::Files, "");
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
                self.prepared = names(&client.simple_query(PREPARED).map_err(|_| error)?)?;
                client.simple_query(&self.with_prepared(message))
            }
            result => result,
        }
    }

    /// Returns the message with what prepares its statements, under settings if it wants them.
    fn with_prepared(&mut self, message: &Message) -> String {
        if !message.under_settings {
            return self.prepare(&message.queries) + &message.sql;
        }
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
}

/// The names of the statements that the session has prepared.
fn names(messages: &[SimpleQueryMessage]) -> Result<BTreeSet<String>, Error> {
    items::rows(messages, 1).map(|row| items::text(row, 0)).collect()
}

/// Returns the families that the owners and privileges of changed rows call for: `t2` as [`super::catalogs::Catalog::changed`] has it.
fn marks(flags: &str, held: Families) -> Families {
    let mut families = Families::default();
    if flags.starts_with('t') {
        families.add(OWNERS);
    }
    if flags.ends_with('2') || flags.ends_with('1') && held.contains(GRANTS) {
        families.add(GRANTS);
    }
    families
}
