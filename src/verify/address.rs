//! Where a database is: what its URL says, and how to connect to it.
//!
//! Invariant: the URL, which may hold a password, stands in no message.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};

use super::VerifyError;
use super::tls::{Check, Tls};

/// A database, and how to connect to it.
#[derive(Debug, Clone)]
pub struct Address {
    pub config: Config,
    /// None: without TLS.
    tls: Option<Tls>,
}

impl Address {
    /// A database that is reached by a socket.
    pub fn local(config: Config) -> Self {
        Self { config, tls: None }
    }

    /// Reads a database URL; SQLAlchemy's `postgresql+driver://` too. `sslmode`, `sslrootcert`, `sslcert` and `sslkey` mean what they mean
    /// to libpq (<https://www.postgresql.org/docs/current/libpq-ssl.html>), but that the certificates of the system are taken where no
    /// file is named.
    ///
    /// # Errors
    /// [`VerifyError::Url`].
    pub fn parse(url: &str) -> Result<Self, VerifyError> {
        let (mut tls, mut mode) = (Tls::default(), SslMode::Prefer);
        let plain = match url.split_once("://") {
            Some((scheme, rest)) => {
                format!("{}://{}", scheme.split('+').next().unwrap_or(scheme), take_tls(rest, &mut tls, &mut mode)?)
            }
            None => url.to_owned(),
        };
        let mut config: Config = plain.parse().map_err(|_| VerifyError::Url)?;
        let is_local = !config.get_hosts().is_empty() && config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
        if is_local || mode == SslMode::Disable {
            return Ok(Self::local(config));
        }
        config.ssl_mode(mode);
        Ok(Self { config, tls: Some(tls) })
    }

    /// Connects.
    ///
    /// # Errors
    /// What the server says, or what is wrong with the certificates.
    pub fn connect(&self) -> Result<Client, VerifyError> {
        let client = match &self.tls {
            Some(tls) => self.config.connect(tls.connector()?),
            None => self.config.connect(NoTls),
        };
        client.map_err(VerifyError::Connect)
    }
}

/// Takes the parameters about TLS out of a URL, which the client does not know, and returns what is left of it.
fn take_tls(url: &str, tls: &mut Tls, mode: &mut SslMode) -> Result<String, VerifyError> {
    let Some((place, query)) = url.split_once('?') else { return Ok(url.to_owned()) };
    let mut others = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(value).decode_utf8().map_err(|_| VerifyError::Url)?;
        match name {
            "sslmode" => (*mode, tls.check) = sslmode(&value)?,
            "sslrootcert" if value == "system" => tls.roots = None,
            "sslrootcert" => tls.roots = Some(PathBuf::from(&*value)),
            "sslcert" => tls.certificate = Some(PathBuf::from(&*value)),
            "sslkey" => tls.key = Some(PathBuf::from(&*value)),
            _ => others.push(pair),
        }
    }
    // libpq: with a root certificate at hand, `require` checks the chain.
    if *mode == SslMode::Require && tls.check == Check::Nothing && tls.roots.is_some() {
        tls.check = Check::Chain;
    }
    let separator = if others.is_empty() { "" } else { "?" };
    Ok(format!("{place}{separator}{}", others.join("&")))
}

fn sslmode(value: &str) -> Result<(SslMode, Check), VerifyError> {
    Ok(match value {
        "disable" => (SslMode::Disable, Check::Nothing),
        "allow" | "prefer" => (SslMode::Prefer, Check::Nothing),
        "require" => (SslMode::Require, Check::Nothing),
        "verify-ca" => (SslMode::Require, Check::Chain),
        "verify-full" => (SslMode::Require, Check::ChainAndName),
        _ => return Err(VerifyError::Url),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls(url: &str) -> Option<(SslMode, Tls)> {
        let address = Address::parse(url).unwrap();
        address.tls.map(|tls| (address.config.get_ssl_mode(), tls))
    }

    #[test]
    fn takes_the_urls_of_migration_tools() {
        let read = Address::parse("postgresql+psycopg://me:secret@/app?host=/run/x&port=5433&sslmode=require").unwrap();
        assert_eq!(read.config.get_dbname(), Some("app"));
        assert_eq!(read.config.get_ports(), [5433]);
        assert_eq!(read.tls, None, "a socket knows no TLS");
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for url in ["postgres://me:secret@host:port/app", "postgres://me:secret@host/app?sslmode=maybe"] {
            let error = Address::parse(url).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"));
        }
    }

    #[test]
    fn sslmode_means_what_it_means_to_libpq() {
        assert_eq!(tls("postgres://h/d?sslmode=disable"), None);
        assert_eq!(tls("postgres://h/d"), Some((SslMode::Prefer, Tls::default())));
        let check = |url: &str| tls(url).map(|(mode, tls)| (mode, tls.check));
        assert_eq!(check("postgres://h/d?sslmode=require"), Some((SslMode::Require, Check::Nothing)));
        assert_eq!(check("postgres://h/d?sslmode=require&sslrootcert=/c.pem"), Some((SslMode::Require, Check::Chain)));
        assert_eq!(check("postgres://h/d?sslmode=verify-full"), Some((SslMode::Require, Check::ChainAndName)));
        let (_, named) = tls("postgres://h/d?sslrootcert=%2Fa%20b.pem&connect_timeout=3&sslmode=verify-ca").unwrap();
        assert_eq!(named.roots, Some(PathBuf::from("/a b.pem")));
    }
}
