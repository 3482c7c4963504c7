//! Where the rep's mail server is, how one signs in there, and whose certificates are believed.

use std::fmt;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use zeroize::Zeroizing;

/// How a connection is kept from being read by others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (RFC 8314, 3): ports 465 and 993.
    Tls,
    /// In the clear until both sides agree on TLS: ports 587 and 143. A server that does not offer
    /// it is left at once.
    StartTls,
    /// No TLS. Only for addresses of this very computer; to every other the connection is refused
    /// before it is begun.
    Plain,
}

/// One mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name, which its certificate must bear too, or its IP address.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
}

/// A password. It is overwritten in memory when it is dropped and appears in no log.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a password over.
    #[must_use]
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    /// The password itself. Do not copy it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What one signs in with.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The user name: with most providers the whole address.
    pub user: String,
    /// The password.
    pub password: Secret,
}

/// Why there is nobody whose word about a certificate could be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustProblem {
    /// The operating system's certificates could not be had.
    #[error("the system's certificates cannot be read: {0}")]
    System(String),
    /// The given certificates are none.
    #[error("the certificates are not in PEM form: {0}")]
    Pem(String),
}

/// Whose certificates are believed. Make one and share it: making it reads files, and connections
/// of one `Trust` resume each other's TLS sessions.
#[derive(Clone)]
pub struct Trust(Arc<ClientConfig>);

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trust(…)")
    }
}

impl Trust {
    /// Whoever the operating system believes. On Linux the environment variables `SSL_CERT_FILE`
    /// and `SSL_CERT_DIR` take the place of the system's files; they are read now.
    ///
    /// # Errors
    /// [`TrustProblem::System`] when the system has no certificates at all.
    pub fn system() -> Result<Self, TrustProblem> {
        let problem = |error: rustls::Error| TrustProblem::System(error.to_string());
        let verifier = rustls_platform_verifier::Verifier::new(provider()).map_err(problem)?;
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(problem)?;
        // "Dangerous" is rustls' name for every verifier that is not its own.
        let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
        Ok(Self(Arc::new(builder.with_no_client_auth())))
    }

    /// Only the authorities in `pem`: for tests.
    ///
    /// # Errors
    /// [`TrustProblem::Pem`] when there is no certificate in it or one cannot be read.
    pub fn with_roots(pem: &[u8]) -> Result<Self, TrustProblem> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|e| TrustProblem::Pem(e.to_string()))?;
            roots.add(certificate).map_err(|e| TrustProblem::Pem(e.to_string()))?;
        }
        if roots.is_empty() {
            return Err(TrustProblem::Pem("there is none".to_owned()));
        }
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|e| TrustProblem::Pem(e.to_string()))?;
        Ok(Self(Arc::new(builder.with_root_certificates(roots).with_no_client_auth())))
    }

    pub(crate) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0)
    }
}

/// Named here and not left to the process-wide default, which another crate could change.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let credential =
            Credential { user: "ada".to_owned(), password: Secret::new("hunter2".to_owned()) };
        assert!(!format!("{credential:?}").contains("hunter2"));
    }

    #[test]
    fn roots_that_are_none_are_refused() {
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in [b"".as_slice(), b"hello", broken] {
            assert!(matches!(Trust::with_roots(pem), Err(TrustProblem::Pem(_))));
        }
    }
}
