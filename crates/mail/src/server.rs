//! Where the rep's mail server is, how one signs in there, and whose certificates are believed.

use base64::{Engine, engine::general_purpose::STANDARD};
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

/// A password or a token. It is overwritten in memory when it is dropped and appears in no log.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes it over.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The secret itself. Do not copy it.
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

/// By what one proves who one is.
#[derive(Debug, Clone)]
pub enum Proof {
    /// A password, or what a provider calls an app password.
    Password(Secret),
    /// An OAuth 2.0 access token (RFC 6750), good for an hour or so. Said as XOAUTH2; who has to
    /// renew it is the caller.
    Token(Secret),
}

/// What one signs in with.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The user name: with most providers the whole address.
    pub user: String,
    /// The proof.
    pub proof: Proof,
}

impl Credential {
    /// Signing in with a password.
    #[must_use]
    pub fn with_password(user: String, password: Secret) -> Self {
        Self { user, proof: Proof::Password(password) }
    }

    /// Signing in with an OAuth access token.
    #[must_use]
    pub fn with_token(user: String, token: Secret) -> Self {
        Self { user, proof: Proof::Token(token) }
    }
}

/// The one answer of XOAUTH2, in base64 (Google and Microsoft document it; there is no RFC).
pub(crate) fn xoauth2(user: &str, token: &Secret) -> Zeroizing<String> {
    let answer = format!("user={user}\x01auth=Bearer {}\x01\x01", token.expose());
    Zeroizing::new(STANDARD.encode(Zeroizing::new(answer).as_bytes()))
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
        let secret = || Secret::new("hunter2".to_owned());
        for credential in [
            Credential::with_password("ada".to_owned(), secret()),
            Credential::with_token("ada".to_owned(), secret()),
        ] {
            assert!(!format!("{credential:?}").contains("hunter2"));
        }
    }

    /// The example in Google's description of the mechanism.
    #[test]
    fn a_token_is_said_as_google_describes_it() {
        let token = Secret::new("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg".to_owned());
        assert_eq!(
            *xoauth2("someuser@example.com", &token),
            "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
        );
    }

    #[test]
    fn roots_that_are_none_are_refused() {
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in [b"".as_slice(), b"hello", broken] {
            assert!(matches!(Trust::with_roots(pem), Err(TrustProblem::Pem(_))));
        }
    }
}
