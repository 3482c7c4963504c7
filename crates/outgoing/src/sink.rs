//! An SMTP server that takes everything, remembers what became of each message on each connection, and
//! lets somebody watch. It offers PIPELINING and little else, and does as little as it can: it is
//! measured beside whoever sends.

use desk_sim::run::Stopwatch;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A moment of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// A connection has come; it is not greeted yet.
    Connected,
    /// MAIL FROM has come and is not answered yet.
    Mail,
    /// 354 was said.
    Begun,
    /// The final dot has come and is not answered yet.
    Received,
    /// 250 was said to the message.
    Accepted,
}

/// Looks on, on the thread of the conversation, which waits for it.
pub trait Watch: Send + Sync {
    /// This moment has come.
    fn at(&self, point: Point);
}

/// Looks away.
#[derive(Debug)]
pub struct Nobody;

impl Watch for Nobody {
    fn at(&self, _: Point) {}
}

/// What became of one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// On which connection, from 0.
    pub connection: usize,
    /// Its recipient; empty before RCPT TO.
    pub to: String,
    /// Whether 354 was said to it.
    pub begun: bool,
    /// Its Message-ID, once its final dot has come.
    pub id: Option<String>,
    /// Whether it was answered with 250. Noted before it is said.
    pub accepted: bool,
    /// How long it is, as it came.
    pub bytes: usize,
}

/// What has happened.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Messages in the order of their MAIL FROM.
    pub letters: Vec<Letter>,
    /// Connections so far.
    pub connections: usize,
    /// Of those, the ones that are open now.
    pub open: usize,
    /// Those that the client has ended in order.
    pub ended: Vec<usize>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Messages that were answered with 250.
    pub accepted: usize,
    /// Bytes of them, as they came.
    pub bytes: usize,
    /// When the first connection came, since the sink was started.
    pub first: Option<Duration>,
    /// When the last 250 was said.
    pub last: Duration,
}

struct Shared {
    record: Mutex<Record>,
    progress: Mutex<Progress>,
    clock: Stopwatch,
    changed: Condvar,
    watch: Arc<dyn Watch>,
    closing: AtomicBool,
}

impl Shared {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, letter: usize, change: impl FnOnce(&mut Letter)) {
        if let Some(letter) = self.record().letters.get_mut(letter) {
            change(letter);
        }
    }
}

/// The server. It stops taking connections when it is dropped.
pub struct Sink {
    port: u16,
    shared: Arc<Shared>,
}

impl Sink {
    /// Listens on this computer.
    ///
    /// # Errors
    /// The system's.
    pub fn start(watch: Arc<dyn Watch>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            record: Mutex::default(),
            progress: Mutex::default(),
            clock: Stopwatch::start(),
            changed: Condvar::new(),
            watch,
            closing: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if accepting.closing.load(Ordering::SeqCst) {
                    return;
                }
                let talking = Arc::clone(&accepting);
                std::thread::spawn(move || converse(&stream, &talking));
            }
        });
        Ok(Self { port, shared })
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What has happened so far.
    #[must_use]
    pub fn record(&self) -> Record {
        self.shared.record().clone()
    }

    /// How far it has come since it was started, or last asked to forget.
    #[must_use]
    pub fn progress(&self) -> Progress {
        *self.shared.progress()
    }

    /// Waits until nobody is connected, and says what has happened. What a client wrote before it was
    /// killed has been read then.
    #[must_use]
    pub fn settled(&self) -> Record {
        let open = |record: &mut Record| record.open > 0;
        let waited = self.shared.changed.wait_while(self.shared.record(), open);
        waited.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets everything. Nobody may be connected.
    pub fn forget(&self) {
        *self.shared.record() = Record::default();
        *self.shared.progress() = Progress::default();
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        // Wakes whoever accepts. It fails only when nobody does any more.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn converse(stream: &TcpStream, shared: &Shared) {
    let connection = {
        let mut record = shared.record();
        record.connections += 1;
        record.open += 1;
        record.connections - 1
    };
    let now = shared.clock.so_far();
    shared.progress().first.get_or_insert(now);
    // An error is the client's going away.
    let _ = Talk::new(stream, shared, connection).and_then(|mut talk| talk.hold());
    let _ = stream.shutdown(Shutdown::Both);
    shared.record().open -= 1;
    shared.changed.notify_all();
}

struct Talk<'a> {
    shared: &'a Shared,
    connection: usize,
    stream: &'a TcpStream,
    input: BufReader<&'a TcpStream>,
    /// Answers that are not sent yet.
    said: Vec<u8>,
    /// The message that is being talked about.
    letter: usize,
}

impl<'a> Talk<'a> {
    fn new(stream: &'a TcpStream, shared: &'a Shared, connection: usize) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let input = BufReader::new(stream);
        Ok(Self { shared, connection, stream, input, said: Vec::new(), letter: usize::MAX })
    }

    fn hold(&mut self) -> io::Result<()> {
        self.shared.watch.at(Point::Connected);
        self.say("220 sink ESMTP");
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            match verb.as_slice() {
                b"EHLO" => {
                    self.say("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN")
                }
                b"AUTH" => self.say("235 2.7.0 Welcome"),
                b"MAIL" => self.mail(),
                b"RCPT" => {
                    let to = address(&line);
                    self.shared.of(self.letter, |letter| letter.to = to);
                    self.say("250 2.1.5 Ok");
                }
                b"DATA" => self.data()?,
                b"QUIT" => {
                    self.shared.record().ended.push(self.connection);
                    self.say("221 2.0.0 Bye");
                    return self.flush();
                }
                _ => self.say("250 2.0.0 Ok"),
            }
        }
    }

    fn mail(&mut self) {
        let connection = self.connection;
        let mut record = self.shared.record();
        record.letters.push(Letter { connection, ..Letter::default() });
        self.letter = record.letters.len() - 1;
        drop(record);
        self.shared.watch.at(Point::Mail);
        self.say("250 2.1.0 Ok");
    }

    fn data(&mut self) -> io::Result<()> {
        // Before the client can know: whoever is killed in between was told to begin.
        self.shared.of(self.letter, |letter| letter.begun = true);
        self.say("354 Go on");
        self.flush()?;
        self.shared.watch.at(Point::Begun);
        let (id, bytes) = self.body()?;
        self.shared.of(self.letter, |letter| {
            letter.id = Some(id);
            letter.bytes = bytes;
        });
        self.shared.watch.at(Point::Received);
        self.shared.of(self.letter, |letter| letter.accepted = true);
        self.say("250 2.0.0 Ok: queued");
        self.flush()?;
        {
            let mut progress = self.shared.progress();
            progress.accepted += 1;
            progress.bytes += bytes;
            progress.last = self.shared.clock.so_far();
        }
        self.shared.watch.at(Point::Accepted);
        Ok(())
    }

    /// The Message-ID of what comes up to the final dot, and how long that is.
    fn body(&mut self) -> io::Result<(String, usize)> {
        let (mut line, mut id, mut bytes) = (Vec::new(), String::new(), 0);
        loop {
            line.clear();
            if self.input.read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok((id, bytes));
            }
            bytes += line.len();
            let name = line.get(..11).unwrap_or_default();
            if id.is_empty() && name.eq_ignore_ascii_case(b"Message-ID:") {
                let value = line.get(11..).unwrap_or_default();
                id = String::from_utf8_lossy(value).trim().to_owned();
            }
        }
    }

    fn say(&mut self, line: &str) {
        self.said.extend_from_slice(line.as_bytes());
        self.said.extend_from_slice(b"\r\n");
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.said)?;
        self.said.clear();
        Ok(())
    }

    /// The next command; what was said is sent before the client is waited for.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        if self.input.buffer().is_empty() {
            self.flush()?;
        }
        self.input.read_until(b'\n', line)
    }
}

/// What stands between angle brackets.
fn address(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
