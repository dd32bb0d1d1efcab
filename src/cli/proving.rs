//! Options of the commands that prove on a database.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::error::CliError;
use crate::History;
use crate::dialect::Dialect;
use crate::revise::Revised;
use crate::verify::{self, Place, Proofs, Server};

/// Where to prove.
#[derive(Debug, Clone, Args)]
pub struct Proving {
    /// The folder of the PostgreSQL programs that make the throwaway server; found by itself where packages put it
    #[arg(long, value_name = "FOLDER")]
    postgres_bin: Option<PathBuf>,
    /// A server to make and drop databases of sql2rev's own on, instead of a throwaway server
    #[arg(long, value_name = "URL", conflicts_with = "postgres_bin")]
    database_url: Option<String>,
    /// Run the files as superuser of the throwaway server: only for files that you trust with your account
    #[arg(long, conflicts_with = "database_url")]
    superuser: bool,
}

impl Proving {
    /// Whether the user names a server.
    pub fn is_given(&self) -> bool {
        self.postgres_bin.is_some() || self.database_url.is_some()
    }

    /// Starts the server, or connects to the one that the user names.
    pub fn server(&self, console: &Console) -> Result<Server, CliError> {
        console.progress("starting a database server");
        let programs = self.postgres_bin.as_ref().map(std::path::absolute).transpose();
        let place =
            Place { programs: programs.map_err(CliError::Folder)?, url: self.database_url.clone(), superuser: self.superuser };
        Ok(Server::start(&place)?)
    }

    /// Proves a history.
    pub fn prove(
        &self,
        history: &History,
        revised: &Revised,
        dialect: &dyn Dialect,
        console: &Console,
    ) -> Result<Proofs, CliError> {
        let server = self.server(console)?;
        Ok(verify::prove(history, revised, dialect, &server, &mut |doing| console.progress(doing))?)
    }
}
