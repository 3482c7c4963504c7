//! A name server of a test's own (RFC 1035, over UDP) that knows MX and SRV records.

use std::collections::HashMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

const MX: u16 = 15;
const SRV: u16 = 33;

/// Names without a dot at the end, and what is answered about them; everything else does not exist.
#[derive(Debug, Clone, Default)]
pub struct Zone {
    records: HashMap<(String, u16), Vec<Vec<u8>>>,
    silent: bool,
}

impl Zone {
    /// A zone that answers nothing at all.
    #[must_use]
    pub fn silent() -> Self {
        Self { silent: true, ..Self::default() }
    }

    /// With an exchange of a domain.
    #[must_use]
    pub fn mx(self, domain: &str, preference: u16, exchange: &str) -> Self {
        self.with(domain, MX, &[preference], exchange)
    }

    /// With a server of a service; the target `.` says that the service is not offered.
    #[must_use]
    pub fn srv(self, service: &str, [priority, weight, port]: [u16; 3], target: &str) -> Self {
        self.with(service, SRV, &[priority, weight, port], target)
    }

    fn with(mut self, name: &str, kind: u16, numbers: &[u16], target: &str) -> Self {
        let mut data: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        for label in target.split('.').filter(|label| !label.is_empty()) {
            data.push(u8::try_from(label.len()).expect("a short label"));
            data.extend(label.as_bytes());
        }
        data.push(0);
        self.records.entry((name.to_owned(), kind)).or_default().push(data);
        self
    }
}

/// A running name server. Ends when it is dropped.
#[derive(Debug)]
pub struct NameServer {
    address: SocketAddr,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl NameServer {
    /// Starts one on a loopback port.
    ///
    /// # Panics
    /// When there is no port.
    #[must_use]
    pub fn start(zone: Zone) -> Self {
        let socket = UdpSocket::bind(("127.0.0.1", 0)).expect("a loopback port");
        let address = socket.local_addr().expect("an address");
        socket.set_read_timeout(Some(Duration::from_millis(50))).expect("a time limit");
        let closing = Arc::new(AtomicBool::new(false));
        let closes = Arc::clone(&closing);
        let thread = std::thread::spawn(move || {
            let mut question = [0; 1500];
            while !closes.load(Ordering::SeqCst) {
                let Ok((length, asker)) = socket.recv_from(&mut question) else { continue };
                if !zone.silent {
                    let _ = socket.send_to(&answer(&zone, &question[..length]), asker);
                }
            }
        });
        Self { address, closing, thread: Some(thread) }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The answer to a message with one question. Names are written out, without pointers except to it.
fn answer(zone: &Zone, message: &[u8]) -> Vec<u8> {
    let (mut labels, mut at) = (Vec::new(), 12);
    while message[at] != 0 {
        let end = at + 1 + usize::from(message[at]);
        labels.push(String::from_utf8_lossy(&message[at + 1..end]).to_lowercase());
        at = end;
    }
    let kind = u16::from_be_bytes([message[at + 1], message[at + 2]]);
    let question = &message[12..at + 5];
    let records = zone.records.get(&(labels.join("."), kind)).cloned().unwrap_or_default();
    let refusal = if records.is_empty() { 3 } else { 0 };
    let mut out = message[..2].to_vec();
    // An answer with recursion, and whether the name exists.
    out.extend([0x81, 0x80 | refusal, 0, 1]);
    out.extend(u16::try_from(records.len()).expect("few records").to_be_bytes());
    out.extend([0; 4]);
    out.extend(question);
    for data in records {
        out.extend([0xC0, 12]);
        out.extend(kind.to_be_bytes());
        // Of the internet, for a minute.
        out.extend([0, 1, 0, 0, 0, 60]);
        out.extend(u16::try_from(data.len()).expect("a short record").to_be_bytes());
        out.extend(data);
    }
    out
}
