//! A server that only shows its certificate: for what a real server's cannot be, expired or signed
//! by itself.

use crate::certificates::ServerCertificate;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use rustls::{ServerConfig, ServerConnection};
use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// A TLS server on a loopback port that ends each connection after its handshake.
#[derive(Debug)]
pub struct TlsDoor {
    port: u16,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TlsDoor {
    /// Opens a door on 127.0.0.1 that shows `certificate`.
    #[must_use]
    pub fn open(certificate: &ServerCertificate) -> Self {
        let chain = CertificateDer::from_pem_slice(certificate.certificate.as_bytes());
        let key = PrivateKeyDer::from_pem_slice(certificate.key.as_bytes());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS versions")
            .with_no_client_auth()
            .with_single_cert(vec![chain.expect("a certificate")], key.expect("a key"))
            .expect("a certificate and its key");
        let config = Arc::new(config);
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
        let port = listener.local_addr().expect("an address").port();
        let closing = Arc::new(AtomicBool::new(false));
        let closes = Arc::clone(&closing);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if closes.load(Ordering::SeqCst) {
                    return;
                }
                show(&config, stream);
            }
        });
        Self { port, closing, thread: Some(thread) }
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

fn show(config: &Arc<ServerConfig>, mut stream: TcpStream) {
    let mut tls = ServerConnection::new(Arc::clone(config)).expect("a connection");
    while tls.is_handshaking() {
        match tls.complete_io(&mut stream) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // The client's refusal is what the test is about.
            Err(_) => return,
            Ok(_) => {}
        }
    }
}

impl Drop for TlsDoor {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
