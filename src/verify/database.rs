//! One database that is proved on: runs steps, knows how it looks, and can go back to how it looked.
//!
//! Invariants:
//! - A statement runs as the databases' owner, who is no superuser. One that wants a superuser gets one alone, on a throwaway
//!   server, if its kind cannot run code of the user's; it is committed by itself, and what it made is given to the owner.
//! - A role that is named and not there is made, on a throwaway server: legacy files take the roles of their server for granted.

use std::io::Write as _;

use postgres::error::SqlState;
use postgres::{Client, SimpleQueryMessage};

use super::catalog::{Dependency, Reader, Snapshot};
use super::server::Server;
use super::{VerifyError, privileged};
use crate::revise::Step;
use crate::schema::quote;

/// How many missing roles are made for one revision.
const ROLES_AT_MOST: usize = 50;

/// Makes a session as good as new: each way of a revision is run by another run of the migration tool.
const FRESH: &str = "DISCARD TEMP; RESET ALL; RESET ROLE";

/// A database, its connection and what is known of it.
pub struct Database<'s> {
    server: &'s Server,
    name: String,
    session: Option<Session>,
    /// Statements that wanted a superuser and got one.
    pub elevated: Vec<String>,
}

/// A connection, and what it needs to read the catalogs.
struct Session {
    client: Client,
    reader: Reader,
    /// Whether a transaction is open.
    is_open: bool,
    /// Whether the reader knows how the database looked when the open transaction began, or looks now.
    is_known: bool,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the server says, and of which statement.
    pub message: String,
    pub code: String,
    /// The statement inside a block or function that failed.
    inner: Option<String>,
}

/// How steps run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// All in one transaction, which is left open.
    Transaction,
    /// Each statement by itself.
    Alone,
}

impl<'s> Database<'s> {
    /// Makes an empty database.
    ///
    /// # Errors
    /// What the server says.
    pub fn create(server: &'s Server) -> Result<Self, VerifyError> {
        let name = server.create(None)?;
        Ok(Self { server, name, session: None, elevated: Vec::new() })
    }

    /// Makes a copy of this database.
    ///
    /// # Errors
    /// What the server says.
    pub fn copy(&mut self) -> Result<Self, VerifyError> {
        self.disconnect();
        let name = self.server.create(Some(&self.name))?;
        Ok(Self { server: self.server, name, session: None, elevated: Vec::new() })
    }

    /// The session, begun when it is needed.
    fn session(&mut self) -> Result<&mut Session, VerifyError> {
        let session = if let Some(session) = self.session.take().filter(|session| !session.client.is_closed()) {
            session
        } else {
            let mut client = self.server.connect(&self.name)?;
            Session { reader: Reader::new(&mut client)?, client, is_open: false, is_known: false }
        };
        Ok(self.session.insert(session))
    }

    fn client(&mut self) -> Result<&mut Client, VerifyError> {
        Ok(&mut self.session()?.client)
    }

    fn disconnect(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = session.client.close();
        }
    }

    /// Connects to it as superuser, where that is possible.
    ///
    /// # Errors
    /// What the server says.
    pub fn connect_admin(&self) -> Result<Client, VerifyError> {
        self.server.connect_admin(&self.name)
    }

    /// Ends the session, so that nothing it set reaches what comes next.
    pub fn new_session(&mut self) {
        self.disconnect();
    }

    /// Reads how the database looks, also in the midst of a transaction.
    ///
    /// # Errors
    /// What the server says.
    pub fn look(&mut self) -> Result<Snapshot, VerifyError> {
        let Session { client, reader, is_open, is_known } = self.session()?;
        let snapshot = if *is_known { Snapshot::read_in_transaction(client, reader) } else { Snapshot::read(client, reader) }?;
        *is_known |= !*is_open;
        Ok(Snapshot { since: self.server.since.clone(), major: self.server.major(), ..snapshot })
    }

    /// Runs steps. What fails is no error: it is what was to be found out. In [`Mode::Transaction`] a failure takes everything back.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn run(&mut self, steps: &[Step], mode: Mode) -> Result<Result<(), Failure>, VerifyError> {
        match mode {
            Mode::Transaction => self.run_in_transaction(steps),
            Mode::Alone => self.run_alone(steps),
        }
    }

    fn run_in_transaction(&mut self, steps: &[Step]) -> Result<Result<(), Failure>, VerifyError> {
        for _ in 0..ROLES_AT_MOST {
            self.begin()?;
            let outcome = self.run_within(steps)?;
            let Err(failure) = outcome else { return Ok(Ok(())) };
            self.rollback()?;
            if !self.make_missing_role(&failure) {
                return Ok(Err(failure));
            }
        }
        Ok(Err(Failure::too_many_roles()))
    }

    /// Runs steps in the open transaction. What fails spoils it.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn run_within(&mut self, steps: &[Step]) -> Result<Result<(), Failure>, VerifyError> {
        self.session()?.reader.outdated();
        for step in steps {
            if self.makes_known_role(step) {
                continue;
            }
            if let Err(failure) = run_step(self.client()?, step) {
                return Ok(Err(failure));
            }
        }
        Ok(Ok(()))
    }

    /// Whether a step makes a role that had to be made before.
    fn makes_known_role(&self, step: &Step) -> bool {
        let role = step.sql().and_then(made_role);
        role.is_some_and(|role| self.server.made_roles().iter().any(|known| known == role))
    }

    fn run_alone(&mut self, steps: &[Step]) -> Result<Result<(), Failure>, VerifyError> {
        for step in steps {
            if let Err(failure) = self.run_one(step)? {
                return Ok(Err(failure));
            }
        }
        self.fresh()
    }

    /// Runs one step by itself, in the session as the steps before it left it.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn run_one(&mut self, step: &Step) -> Result<Result<(), Failure>, VerifyError> {
        self.session()?.is_known = false;
        if self.makes_known_role(step) {
            return Ok(Ok(()));
        }
        let mut tries = 0;
        while let Err(failure) = run_step(self.client()?, step) {
            tries += 1;
            if tries <= ROLES_AT_MOST && self.make_missing_role(&failure) {
                continue;
            }
            if failure.code != SqlState::INSUFFICIENT_PRIVILEGE.code() {
                return Ok(Err(failure));
            }
            return Ok(self.run_elevated(step)?.unwrap_or(Err(failure)));
        }
        Ok(Ok(()))
    }

    /// Makes the session as good as new.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn fresh(&mut self) -> Result<Result<(), Failure>, VerifyError> {
        Ok(self.client()?.batch_execute(FRESH).map_err(|error| Failure::of(&error, FRESH)))
    }

    /// Runs one statement as superuser. `None`: it is not of a kind for which that is safe.
    fn run_elevated(&mut self, step: &Step) -> Result<Option<Result<(), Failure>>, VerifyError> {
        let Step::Sql(sql) = step else { return Ok(None) };
        if !self.server.is_throwaway() || !privileged::may_be_elevated(sql) {
            return Ok(None);
        }
        let path: String = show(self.client()?, "search_path")?;
        let mut admin = self.server.connect_admin(&self.name)?;
        admin.execute("SELECT set_config('search_path', $1, false)", &[&path])?;
        // This way of asking takes one statement and no more.
        let outcome = admin.execute(sql.as_str(), &[]).map(|_| ()).map_err(|error| Failure::of(&error, sql));
        if outcome.is_ok() {
            self.elevated.push(sql.clone());
            // Some objects must belong to a superuser: they stay its own.
            let owner = self.server.owner().unwrap_or_default();
            let _ = admin.batch_execute(&format!("REASSIGN OWNED BY CURRENT_USER TO {owner}"));
        }
        let _ = admin.close();
        Ok(Some(outcome))
    }

    /// Makes a role that is named and not there, or that a block wants to make and may not (one that passes row security, say): a block
    /// that looks whether it is there finds it the next time.
    fn make_missing_role(&self, failure: &Failure) -> bool {
        if !self.server.is_throwaway() {
            return false;
        }
        let (create, role) = if let Some(role) = missing_role(failure).or_else(|| failure.strange_role()) {
            let role = quote::ident(role);
            (format!("CREATE ROLE {role} NOLOGIN"), role)
        } else if let Some((create, role)) = failure.forbidden_role() {
            (create.to_owned(), role.to_owned())
        } else {
            return false;
        };
        self.server.make_role(&create, &role).is_ok()
    }

    /// Commits what [`Self::run`] left open; deferred constraints may say no.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn commit(&mut self) -> Result<Result<(), Failure>, VerifyError> {
        let sql = format!("COMMIT; {FRESH}{}", self.forget_counts());
        let session = self.session()?;
        let outcome = session.client.batch_execute(&sql);
        session.is_open = false;
        if outcome.is_err() {
            session.reader.outdated();
        }
        session.is_known = session.reader.committed();
        Ok(outcome.map_err(|error| Failure::of(&error, "COMMIT")))
    }

    /// Does in the open transaction what a commit and a new session would do.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn settle(&mut self) -> Result<Result<(), Failure>, VerifyError> {
        let sql = format!("SET CONSTRAINTS ALL IMMEDIATE; {FRESH}");
        self.session()?.reader.outdated();
        Ok(self.client()?.batch_execute(&sql).map_err(|error| Failure::of(&error, &sql)))
    }

    /// Takes back what [`Self::run`] left open.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn rollback(&mut self) -> Result<(), VerifyError> {
        let sql = format!("ROLLBACK{}", self.forget_counts());
        let session = self.session()?;
        session.reader.outdated();
        session.is_open = false;
        Ok(session.client.batch_execute(&sql)?)
    }

    /// The end of a message after which the server counts from 0 what a transaction changes. Before version 15 it does so now and then:
    /// more is read again then.
    fn forget_counts(&self) -> &'static str {
        if self.server.major() >= 15 { "; SELECT pg_catalog.pg_stat_force_next_flush()" } else { "" }
    }

    /// Runs a whole text, which the server itself cuts into statements and takes as one transaction.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn run_text(&mut self, sql: &str) -> Result<Result<(), Failure>, VerifyError> {
        self.session()?.is_known = false;
        for _ in 0..ROLES_AT_MOST {
            let failure = match self.client()?.batch_execute(sql) {
                Ok(()) => return Ok(Ok(())),
                Err(error) => Failure::of(&error, ""),
            };
            if !self.make_missing_role(&failure) {
                return Ok(Err(failure));
            }
        }
        Ok(Err(Failure::too_many_roles()))
    }

    /// Runs steps in the open transaction, each for itself: those that fail are passed over and given back as `false`.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn run_what_works(&mut self, steps: &[Step]) -> Result<Vec<bool>, VerifyError> {
        let Session { client, reader, .. } = self.session()?;
        reader.outdated();
        let mut worked = Vec::with_capacity(steps.len());
        for step in steps {
            client.batch_execute("SAVEPOINT sql2rev_step")?;
            let ok = run_step(client, step).is_ok();
            client.batch_execute(if ok { "RELEASE sql2rev_step" } else { "ROLLBACK TO sql2rev_step; RELEASE sql2rev_step" })?;
            worked.push(ok);
        }
        Ok(worked)
    }

    /// Opens a transaction.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn begin(&mut self) -> Result<(), VerifyError> {
        let session = self.session()?;
        session.client.batch_execute("BEGIN")?;
        session.is_open = true;
        Ok(())
    }

    /// The edges between objects that the server knows of.
    ///
    /// # Errors
    /// What the server says.
    pub fn dependencies(&mut self) -> Result<Vec<Dependency>, VerifyError> {
        let Session { client, reader, .. } = self.session()?;
        Ok(reader.dependencies(client)?)
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        self.disconnect();
        let _ = self.server.drop(&self.name);
    }
}

impl Failure {
    fn too_many_roles() -> Self {
        Self { message: "too many roles are missing".to_owned(), code: String::new(), inner: None }
    }

    /// Whether the statement may work by itself or as superuser, and not in a transaction with others.
    pub fn wants_to_be_alone(&self) -> bool {
        let codes = [
            SqlState::INSUFFICIENT_PRIVILEGE,
            SqlState::ACTIVE_SQL_TRANSACTION,
            SqlState::UNSAFE_NEW_ENUM_VALUE_USAGE,
            SqlState::OBJECT_IN_USE,
        ];
        codes.iter().any(|code| code.code() == self.code)
    }

    /// The statement inside a block that may not make a role, and the role as it is written there.
    fn forbidden_role(&self) -> Option<(&str, &str)> {
        let inner = self.inner.as_deref().filter(|_| self.code == SqlState::INSUFFICIENT_PRIVILEGE.code())?;
        made_role(inner).filter(|_| privileged::may_be_elevated(inner)).map(|role| (inner, role))
    }

    /// The role of which the owner of the database is no member, though it may have made it: before version 16 the server did not
    /// see to that by itself. Versions from 16 on do, for `createrole_self_grant` is set.
    fn strange_role(&self) -> Option<&str> {
        let rest = self.message.strip_prefix("must be member of role \"")?;
        let (role, _) = rest.split_once('"').filter(|_| self.code == SqlState::INSUFFICIENT_PRIVILEGE.code())?;
        (!super::server::is_own_role(role)).then_some(role)
    }

    /// The role in `role "app" already exists`.
    pub fn existing_role(&self) -> Option<String> {
        let rest = self.message.strip_prefix("role \"").filter(|_| self.code == SqlState::DUPLICATE_OBJECT.code())?;
        rest.split_once("\" already exists").map(|(role, _)| role.to_owned())
    }

    fn of(error: &postgres::Error, sql: &str) -> Self {
        let Some(server) = error.as_db_error() else {
            return Self { message: error.to_string(), code: String::new(), inner: None };
        };
        let start = statement_start(sql);
        let at = if start.is_empty() { String::new() } else { format!(" (at `{start}`)") };
        Self {
            message: format!("{}{at}", server.message()),
            code: server.code().code().to_owned(),
            inner: server.where_().and_then(inner),
        }
    }
}

fn run_step(client: &mut Client, step: &Step) -> Result<(), Failure> {
    match step {
        Step::Sql(sql) => client.batch_execute(sql).map_err(|error| Failure::of(&error, sql)),
        Step::Copy { statement, data } => copy(client, statement, data).map_err(|error| Failure::of(&error, statement)),
        Step::Comment(_) | Step::Raise(_) => Ok(()),
    }
}

fn copy(client: &mut Client, statement: &str, data: &str) -> Result<(), postgres::Error> {
    let mut writer = client.copy_in(statement)?;
    // A write that fails shows when the writer is finished.
    let _ = writer.write_all(data.as_bytes());
    writer.finish().map(|_| ())
}

fn show(client: &mut Client, parameter: &str) -> Result<String, VerifyError> {
    let messages = client.simple_query(&format!("SHOW {parameter}"))?;
    let row = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(ToOwned::to_owned),
        _ => None,
    });
    Ok(row.unwrap_or_default())
}

/// The statement in `SQL statement "CREATE ROLE app"` (PostgreSQL: `_SPI_error_callback`).
fn inner(context: &str) -> Option<String> {
    let line = context.lines().next()?;
    line.strip_prefix("SQL statement \"")?.strip_suffix('"').map(ToOwned::to_owned)
}

/// The role that a statement makes, as it is written there.
fn made_role(sql: &str) -> Option<&str> {
    let mut words = sql.split_whitespace();
    let create = words.next()?.eq_ignore_ascii_case("create");
    let kind = words.next()?;
    let is_role = create && (kind.eq_ignore_ascii_case("role") || kind.eq_ignore_ascii_case("user"));
    let role = words.next().filter(|_| is_role)?;
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let quoted = role.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    plain(quoted.unwrap_or(role)).then_some(role)
}

/// The role in `role "app" does not exist` (PostgreSQL: `get_role_oid`).
fn missing_role(failure: &Failure) -> Option<&str> {
    if failure.code != SqlState::UNDEFINED_OBJECT.code() {
        return None;
    }
    let rest = failure.message.strip_prefix("role \"")?;
    let (role, _) = rest.split_once("\" does not exist")?;
    (!super::server::is_own_role(role)).then_some(role)
}

/// The first line of a statement that is no comment, shortened.
fn statement_start(sql: &str) -> String {
    const LENGTH: usize = 80;
    let line = sql.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("--")).unwrap_or_default();
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, missing_role, statement_start};

    #[test]
    fn reads_which_role_is_missing() {
        let failure = |code: &str, message: &str| Failure { code: code.into(), message: message.into(), inner: None };
        assert_eq!(missing_role(&failure("42704", "role \"app ro\" does not exist (at `GRANT`)")), Some("app ro"));
        assert_eq!(missing_role(&failure("42704", "type \"role\" does not exist")), None);
    }

    #[test]
    fn reads_which_role_a_block_may_not_make() {
        let failure = |inner: &str| Failure { code: "42501".into(), message: String::new(), inner: Some(inner.into()) };
        let role = |inner: &str| failure(inner).forbidden_role().map(|(_, role)| role.to_owned());
        assert_eq!(role("CREATE ROLE app NOLOGIN BYPASSRLS").as_deref(), Some("app"));
        assert_eq!(role("CREATE ROLE app SUPERUSER"), None);
        assert_eq!(role("CREATE TABLE app ()"), None);
        assert_eq!(super::inner("SQL statement \"CREATE ROLE a\"\nPL/pgSQL function"), Some("CREATE ROLE a".to_owned()));
    }

    #[test]
    fn a_statement_is_known_by_its_first_line() {
        assert_eq!(statement_start("-- why\n\n  CREATE TABLE t (\n a int)"), "CREATE TABLE t (");
    }
}
