//! TLS to a server: whom it trusts, and how far.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::VerifyError;

/// What is trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tls {
    pub check: Check,
    /// A file of certificates; none: those of the system.
    pub roots: Option<PathBuf>,
    /// The client's own certificate, and its key.
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
}

/// What is checked of the server's certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Check {
    /// Nothing: the connection is encrypted, with whomever.
    #[default]
    Nothing,
    /// That somebody trusted has signed it.
    Chain,
    /// That, and the host's name.
    ChainAndName,
}

impl Tls {
    /// Returns what makes connections of this kind.
    ///
    /// # Errors
    /// [`VerifyError::Certificates`]: a file cannot be read, or holds none.
    pub fn connector(&self) -> Result<MakeRustlsConnect, VerifyError> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Arc::new(self.verifier(&provider)?);
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(&error))?;
        let client = client.dangerous().with_custom_certificate_verifier(verifier);
        let client = match &self.certificate {
            Some(path) => {
                let key = self.key.as_deref().unwrap_or(path);
                let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unread(key, &error))?;
                client.with_client_auth_cert(certificates(path)?, key).map_err(|error| failed(&error))?
            }
            None => client.with_no_client_auth(),
        };
        Ok(MakeRustlsConnect::new(client))
    }

    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Result<Verifier, VerifyError> {
        let algorithms = provider.signature_verification_algorithms;
        if self.check == Check::Nothing {
            return Ok(Verifier { check: self.check, chain: None, trusted: Vec::new(), algorithms });
        }
        let trusted = match &self.roots {
            Some(path) => certificates(path)?,
            None => rustls_native_certs::load_native_certs().certs,
        };
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(trusted.iter().cloned());
        if roots.is_empty() {
            return Err(VerifyError::Certificates("there are none to trust; name a file with sslrootcert".to_owned()));
        }
        let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build();
        let chain = chain.map_err(|error| VerifyError::Certificates(error.to_string()))?;
        Ok(Verifier { check: self.check, chain: Some(chain), trusted, algorithms })
    }
}

/// Checks a server's certificate as far as is asked for. That the server holds its key is checked always.
#[derive(Debug)]
struct Verifier {
    check: Check,
    /// None: nobody has to have signed it.
    chain: Option<Arc<WebPkiServerVerifier>>,
    trusted: Vec<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        match chain.verify_server_cert(own, between, name, ocsp, now) {
            // The name is looked at last, when the chain has been found good.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.check == Check::Chain => Ok(ServerCertVerified::assertion()),
            // A server's own certificate that is trusted itself may call itself an authority, as those that `openssl req -x509` makes do.
            Err(Error::InvalidCertificate(CertificateError::Other(_) | CertificateError::UnknownIssuer))
                if self.trusted.iter().any(|it| it == own) =>
            {
                if self.check == Check::ChainAndName {
                    verify_server_name(&ParsedCertificate::try_from(own)?, name)?;
                }
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, VerifyError> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(VerifyError::Certificates(format!("{} holds none", path.display()))),
        Err(error) => Err(unread(path, &error)),
    }
}

fn unread(path: &Path, error: &impl std::fmt::Display) -> VerifyError {
    VerifyError::Certificates(format!("{}: {error}", path.display()))
}

fn failed(error: &Error) -> VerifyError {
    VerifyError::Certificates(error.to_string())
}
