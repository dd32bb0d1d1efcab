//! Why nothing could be proved. What is wrong with the user's SQL never stands here.

/// Why nothing could be proved.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error(
        "there is no PostgreSQL server to prove on: install one (Debian, Ubuntu: `apt-get install postgresql`; macOS: `brew install \
         postgresql`), name the folder of its programs with --postgres-bin, or name a server with --database-url"
    )]
    NoPrograms,
    #[error("the PostgreSQL programs could not make a throwaway server: {0}")]
    NoServer(String),
    #[error("no shell could be started for the throwaway server")]
    Shell(#[source] std::io::Error),
    #[error("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as")]
    OnlyRoot,
    #[error("the database URL is not understood; write postgresql://user:password@host:port/database")]
    Url,
    #[error("cannot connect to the server")]
    Connect(#[source] postgres::Error),
    #[error("the certificates for the connection cannot be used: {0}")]
    Certificates(String),
    #[error("the server refuses")]
    Server(#[from] postgres::Error),
    #[error("the database runs on PostgreSQL {0}; versions before 13 are not read: compare a dump of it (pg_dump --schema-only)")]
    TooOld(String),
    #[error("interrupted")]
    Interrupted,
}
