//! Reaching a server: the name, the TCP connection and TLS, and what can go wrong with each.
//!
//! lettre could do this too. It is done here because the connection must not delay small writes
//! (TCP_NODELAY), because SMTP and IMAP are to report the same failure in the same words, and
//! because a certificate that is refused is to be told from TLS that fails.

use crate::server::{Security, Server, Trust};
use std::fmt;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, CertificateError};

/// How long one address of a server may take to accept a connection, and the name to be found.
const CONNECT_WAIT: Duration = Duration::from_secs(30);
/// How long the TLS handshake may take.
const TLS_WAIT: Duration = Duration::from_secs(60);

/// Why no connection came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectProblem {
    /// The server's name is not known, or there is no network to ask.
    NameUnknown,
    /// Nothing listens there: the port is wrong, or the server is down.
    Refused,
    /// No answer in time.
    TimedOut,
    /// What else the system says.
    Other(String),
}

/// Why a server's certificate is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateProblem {
    /// Signed by nobody who is trusted here, or by itself.
    UnknownIssuer,
    /// Made out to another name.
    WrongName,
    /// Its time is over.
    Expired,
    /// What else is wrong with it.
    Other(String),
}

/// What can end the way to a secured connection.
#[derive(Debug)]
pub(crate) enum TlsProblem {
    /// What answers is not TLS: the port is another protocol's, or STARTTLS is wanted there.
    NotTls,
    /// The server said more than it was asked before TLS began: perhaps not the server itself.
    Surplus,
    /// The handshake failed otherwise.
    Failed(String),
    Certificate(CertificateProblem),
    /// The server ended the connection.
    Closed,
    TimedOut,
}

/// [`TlsProblem::Surplus`] in words.
pub(crate) const SURPLUS: &str = "the server said more than it was asked before TLS began";

/// A connection in either form.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin> Duplex for T {}
pub(crate) type Pipe = Box<dyn Duplex>;

/// Why there is no TCP connection.
#[derive(Debug)]
pub(crate) enum TcpProblem {
    /// No TLS is wanted and the server is not on this computer.
    PlainNotAllowed,
    Connect(ConnectProblem),
}

/// Connects to the first of the server's addresses that accepts.
pub(crate) async fn tcp(server: &Server) -> Result<Pipe, TcpProblem> {
    let problem = |problem| Err(TcpProblem::Connect(problem));
    let found = match timeout(CONNECT_WAIT, lookup_host((server.host.as_str(), server.port))).await
    {
        Ok(Ok(found)) => found.collect::<Vec<SocketAddr>>(),
        Ok(Err(_)) => return problem(ConnectProblem::NameUnknown),
        Err(_) => return problem(ConnectProblem::TimedOut),
    };
    let allowed = |address: &SocketAddr| {
        server.security != Security::Plain || address.ip().to_canonical().is_loopback()
    };
    if !found.iter().all(allowed) {
        return Err(TcpProblem::PlainNotAllowed);
    }
    let mut last = ConnectProblem::NameUnknown;
    for address in found {
        last = match timeout(CONNECT_WAIT, TcpStream::connect(address)).await {
            // Without NODELAY each command may wait 40 ms for the acknowledgement of the last.
            Ok(Ok(stream)) => match stream.set_nodelay(true) {
                Ok(()) => return Ok(Box::new(stream)),
                Err(error) => ConnectProblem::Other(error.to_string()),
            },
            Ok(Err(error)) => match error.kind() {
                ErrorKind::ConnectionRefused => ConnectProblem::Refused,
                ErrorKind::TimedOut => ConnectProblem::TimedOut,
                _ => ConnectProblem::Other(error.to_string()),
            },
            Err(_) => ConnectProblem::TimedOut,
        };
    }
    problem(last)
}

/// The handshake, in which the certificate must bear the name by which the server was called.
pub(crate) async fn tls(pipe: Pipe, server: &Server, trust: &Trust) -> Result<Pipe, TlsProblem> {
    let name = ServerName::try_from(server.host.clone())
        .map_err(|_| TlsProblem::Certificate(CertificateProblem::WrongName))?;
    let handshake = TlsConnector::from(trust.config()).connect(name, pipe);
    match timeout(TLS_WAIT, handshake).await {
        Ok(Ok(stream)) => Ok(Box::new(stream)),
        Ok(Err(error)) => Err(tls_problem(&error)),
        Err(_) => Err(TlsProblem::TimedOut),
    }
}

fn tls_problem(error: &io::Error) -> TlsProblem {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(problem)) => {
            TlsProblem::Certificate(certificate_problem(problem))
        }
        Some(rustls::Error::InvalidMessage(_)) => TlsProblem::NotTls,
        Some(error) => TlsProblem::Failed(error.to_string()),
        None => match error.kind() {
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
                TlsProblem::Closed
            }
            _ => TlsProblem::Failed(error.to_string()),
        },
    }
}

fn certificate_problem(problem: &CertificateError) -> CertificateProblem {
    match problem {
        CertificateError::UnknownIssuer => CertificateProblem::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateProblem::WrongName
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateProblem::Expired
        }
        // What `openssl req -x509` makes for a small server: the certificate is its own authority.
        // The type behind it is webpki's and no dependency of ours; the name of its variant is not.
        other if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            CertificateProblem::UnknownIssuer
        }
        other => CertificateProblem::Other(other.to_string()),
    }
}
