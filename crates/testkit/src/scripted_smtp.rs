//! An SMTP server on this computer that fails where a test wants it to, and remembers everything.
//!
//! It speaks without TLS, in threads of its own, so that a test can wait for one of its moments and
//! kill the program then. What a real server does, [`crate::mail_server`] does better.

use crate::conversation;
use std::collections::VecDeque;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long [`ScriptedSmtp::wait_for`] waits.
const MOMENT_WAIT: Duration = Duration::from_secs(20);

/// Where in a connection something is scripted: the point at which the server would answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The connection has come; the greeting is due.
    Greeting,
    /// EHLO has come.
    Ehlo,
    /// AUTH has come. The answer takes the place of the whole exchange.
    Auth,
    /// MAIL FROM has come.
    Mail,
    /// RCPT TO has come; see [`Script::at_recipient`] for one of several.
    Rcpt,
    /// DATA has come.
    Data,
    /// 354 has been said; the body is on its way. An answer here comes in the middle of the body,
    /// before the connection is closed.
    Body,
    /// The final dot has come.
    End,
}

/// What happens instead of the usual answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// This code and text.
    Answer(u16, String),
    /// These bytes, as they are.
    Raw(Vec<u8>),
    /// The connection ends.
    Close,
    /// Nothing is read or answered before [`ScriptedSmtp::release`]; then the usual answer.
    Stall,
}

/// How one connection goes. As it stands, everything is accepted.
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub(crate) steps: Vec<(Phase, Action)>,
    pub(crate) recipients: Vec<(String, u16, String)>,
    pub(crate) size: Option<usize>,
    pub(crate) password: Option<(String, String)>,
    pub(crate) mechanisms: Option<String>,
    pub(crate) pipelining: bool,
    pub(crate) bare: bool,
    pub(crate) last: Option<(usize, String)>,
}

impl Script {
    /// Everything is accepted.
    #[must_use]
    pub fn normal() -> Self {
        Self::default()
    }

    /// Does `action` at `phase`.
    #[must_use]
    pub fn at(mut self, phase: Phase, action: Action) -> Self {
        self.steps.push((phase, action));
        self
    }

    /// Answers `code` and `text` at `phase`.
    #[must_use]
    pub fn answer(self, phase: Phase, code: u16, text: &str) -> Self {
        self.at(phase, Action::Answer(code, text.to_owned()))
    }

    /// Answers `code` and `text` to a RCPT TO that contains `recipient`.
    #[must_use]
    pub fn at_recipient(mut self, recipient: &str, code: u16, text: &str) -> Self {
        self.recipients.push((recipient.to_owned(), code, text.to_owned()));
        self
    }

    /// Offers SIZE with this limit in bytes. Not enforced: the client is to keep to it.
    #[must_use]
    pub fn size(mut self, limit: usize) -> Self {
        self.size = Some(limit);
        self
    }

    /// Lets in nobody but this user with this password. Otherwise everybody is let in.
    #[must_use]
    pub fn password(mut self, user: &str, password: &str) -> Self {
        self.password = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Offers PIPELINING, and takes what was written ahead.
    #[must_use]
    pub fn pipelining(mut self) -> Self {
        self.pipelining = true;
        self
    }

    /// Offers nothing but signing in: no 8BITMIME, no SIZE.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Says this and ends the connection when so many messages were accepted. Says nothing if it is empty.
    #[must_use]
    pub fn ends_after(mut self, messages: usize, farewell: &str) -> Self {
        self.last = Some((messages, farewell.to_owned()));
        self
    }

    /// Offers these mechanisms instead of `PLAIN LOGIN`; none if empty.
    #[must_use]
    pub fn mechanisms(mut self, mechanisms: &str) -> Self {
        self.mechanisms = Some(mechanisms.to_owned());
        self
    }
}

/// Something that has happened at the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A connection was accepted.
    Connected,
    /// MAIL FROM came.
    Mail,
    /// RCPT TO came.
    Rcpt,
    /// DATA came.
    Data,
    /// 354 was said: from now on the body may come.
    DataBegun,
    /// The final dot came: the server has the message, whatever it answers.
    Received,
    /// The message was accepted with 250.
    Accepted,
    /// The connection ended.
    Closed,
}

/// A message that came whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The command that named the sender.
    pub mail: String,
    /// The commands that named the recipients.
    pub rcpt: Vec<String>,
    /// All bytes between the answer to DATA and the next command: dots doubled, final dot included.
    pub raw: Vec<u8>,
    /// Whether it was answered with 250.
    pub accepted: bool,
}

impl Received {
    /// The message itself: without the doubled dots and the final one.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        let body = self.raw.strip_suffix(b".\r\n").expect("it ends with the final dot");
        let lines = body.split_inclusive(|b| *b == b'\n');
        lines.flat_map(|line| line.strip_prefix(b".").unwrap_or(line)).copied().collect()
    }
}

/// Everything that has happened so far.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// All moments in order.
    pub moments: Vec<Moment>,
    /// All command lines in order, also those of signing in.
    pub commands: Vec<String>,
    /// All messages whose final dot came.
    pub messages: Vec<Received>,
}

impl Record {
    /// How often `moment` has been.
    #[must_use]
    pub fn count(&self, moment: Moment) -> usize {
        self.moments.iter().filter(|one| **one == moment).count()
    }

    /// How often the server said 354.
    #[must_use]
    pub fn data_begun(&self) -> usize {
        self.count(Moment::DataBegun)
    }
}

#[derive(Debug, Default)]
struct State {
    record: Record,
    scripts: VecDeque<Script>,
    streams: Vec<TcpStream>,
    threads: Vec<JoinHandle<()>>,
    released: bool,
    closing: bool,
}

/// What the server and its connections share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of one connection must not hide what the others have recorded.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn note(&self, moment: Moment) {
        self.lock().record.moments.push(moment);
        self.changed.notify_all();
    }

    pub(crate) fn note_command(&self, line: &str) {
        self.lock().record.commands.push(line.to_owned());
    }

    /// Records a message and returns its place.
    pub(crate) fn note_message(&self, message: Received) -> usize {
        let mut state = self.lock();
        state.record.messages.push(message);
        state.record.messages.len() - 1
    }

    pub(crate) fn note_accepted(&self, message: usize) {
        self.lock().record.messages[message].accepted = true;
        self.note(Moment::Accepted);
    }

    /// Waits for [`ScriptedSmtp::release`] or the end of the server.
    pub(crate) fn wait_for_release(&self) {
        let held = |state: &mut State| !state.released && !state.closing;
        let waited = self.changed.wait_while(self.lock(), held);
        drop(waited.unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

/// The server. Ends when it is dropped.
#[derive(Debug)]
pub struct ScriptedSmtp {
    port: u16,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

impl ScriptedSmtp {
    /// Starts a server on 127.0.0.1: connection n goes as script n says, later ones as the last.
    #[must_use]
    pub fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared::default());
        shared.lock().scripts = scripts.into_iter().collect();
        let accepting = Arc::clone(&shared);
        let thread = std::thread::spawn(move || accept(&listener, &accepting));
        Self { port, shared, listener: Some(thread) }
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What has happened so far.
    #[must_use]
    pub fn record(&self) -> Record {
        self.shared.lock().record.clone()
    }

    /// Lets everything go on that stalls, now and from now on.
    pub fn release(&self) {
        self.shared.lock().released = true;
        self.shared.changed.notify_all();
    }

    /// Waits until `moment` has been at least once.
    ///
    /// # Panics
    /// After 20 s.
    pub fn wait_for(&self, moment: Moment) {
        self.wait_for_times(moment, 1);
    }

    /// Waits until `moment` has been at least `times` times.
    ///
    /// # Panics
    /// After 20 s.
    pub fn wait_for_times(&self, moment: Moment, times: usize) {
        let missing = |state: &mut State| state.record.count(moment) < times;
        let waited =
            self.shared.changed.wait_timeout_while(self.shared.lock(), MOMENT_WAIT, missing);
        let (state, result) = waited.unwrap_or_else(std::sync::PoisonError::into_inner);
        assert!(!result.timed_out(), "{times} × {moment:?} was not reached: {:?}", state.record);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let mut state = shared.lock();
        if state.closing {
            return;
        }
        let script = match state.scripts.len() {
            0 => Script::normal(),
            1 => state.scripts[0].clone(),
            _ => state.scripts.pop_front().expect("more than one"),
        };
        state.streams.push(stream.try_clone().expect("a second handle"));
        let talking = Arc::clone(shared);
        state.threads.push(std::thread::spawn(move || {
            talking.note(Moment::Connected);
            // An error is the client's going away.
            let _ = conversation::hold(&stream, &script, &talking);
            let _ = stream.shutdown(Shutdown::Both);
            talking.note(Moment::Closed);
        }));
    }
}

impl Drop for ScriptedSmtp {
    fn drop(&mut self) {
        let threads = {
            let mut state = self.shared.lock();
            state.closing = true;
            for stream in &state.streams {
                let _ = stream.shutdown(Shutdown::Both);
            }
            std::mem::take(&mut state.threads)
        };
        self.shared.changed.notify_all();
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        for thread in threads.into_iter().chain(self.listener.take()) {
            let _ = thread.join();
        }
    }
}
