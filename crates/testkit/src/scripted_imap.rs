//! An IMAP server on this computer that fails where a test wants it to, and remembers everything.
//!
//! It speaks without TLS, about a mailbox that the test fills and changes while it runs. What a real
//! server does, [`crate::mail_server`] does better.

use crate::imap_conversation;
use crate::imap_mailbox::ImapFolder;
use std::collections::VecDeque;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long [`ScriptedImap::wait_for_command`] waits.
const COMMAND_WAIT: Duration = Duration::from_secs(20);

/// What happens instead of the usual answer. In texts, `%TAG%` is the tag of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImapAction {
    /// The command ends so and does nothing: `NO [LIMIT] later`.
    Answer(String),
    /// These bytes, and no other answer.
    Raw(Vec<u8>),
    /// These bytes, then the usual answer.
    First(Vec<u8>),
    /// These bytes, then the connection ends.
    RawThenClose(Vec<u8>),
    /// The connection ends.
    Close,
    /// Nothing is read or answered before [`ScriptedImap::release`]; then the usual answer.
    Stall,
}

/// How one connection goes. As it stands, everything is done as asked.
#[derive(Debug, Clone)]
pub struct ImapScript {
    pub(crate) steps: Vec<(String, usize, ImapAction)>,
    pub(crate) offers: String,
    pub(crate) greeting: String,
    pub(crate) proof: Option<String>,
    pub(crate) says_what_is_new: bool,
    pub(crate) in_pieces: bool,
    pub(crate) ignores_ranges: bool,
}

impl Default for ImapScript {
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            offers: "IMAP4rev1 IDLE ENABLE CONDSTORE SPECIAL-USE LIST-EXTENDED SASL-IR \
                     AUTH=XOAUTH2 ID UIDPLUS"
                .to_owned(),
            greeting: "* OK ready".to_owned(),
            proof: None,
            says_what_is_new: true,
            in_pieces: false,
            ignores_ranges: false,
        }
    }
}

impl ImapScript {
    /// Everything is done as asked.
    #[must_use]
    pub fn normal() -> Self {
        Self::default()
    }

    /// Does `action` at the first command that begins with `command`, as in `UID FETCH`.
    #[must_use]
    pub fn at(self, command: &str, action: ImapAction) -> Self {
        self.at_nth(command, 1, action)
    }

    /// Does `action` at the command number `nth`, counted from 1, of those that begin so.
    #[must_use]
    pub fn at_nth(mut self, command: &str, nth: usize, action: ImapAction) -> Self {
        self.steps.push((command.to_owned(), nth, action));
        self
    }

    /// Offers these capabilities instead.
    #[must_use]
    pub fn offers(mut self, offers: &str) -> Self {
        self.offers = offers.to_owned();
        self
    }

    /// Greets so instead.
    #[must_use]
    pub fn greets(mut self, greeting: &str) -> Self {
        self.greeting = greeting.to_owned();
        self
    }

    /// Lets in nobody who does not say this: the password, or the whole answer of XOAUTH2 in
    /// base64. Otherwise everybody is let in.
    #[must_use]
    pub fn proof(mut self, proof: &str) -> Self {
        self.proof = Some(proof.to_owned());
        self
    }

    /// Never says by itself, not even to NOOP, that something has arrived.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.says_what_is_new = false;
        self
    }

    /// Answers byte by byte.
    #[must_use]
    pub fn in_pieces(mut self) -> Self {
        self.in_pieces = true;
        self
    }

    /// Gives whole texts where a part was asked for.
    #[must_use]
    pub fn ignores_ranges(mut self) -> Self {
        self.ignores_ranges = true;
        self
    }
}

/// Everything that has happened so far.
#[derive(Debug, Clone, Default)]
pub struct ImapRecord {
    /// How many connections there were.
    pub connections: usize,
    /// All commands in order without their tags, literals in place.
    pub commands: Vec<String>,
    /// How many bytes were answered.
    pub bytes: usize,
    /// What was appended, with the command for it.
    pub appended: Vec<(String, Vec<u8>)>,
}

impl ImapRecord {
    /// How many commands began so.
    #[must_use]
    pub fn count(&self, command: &str) -> usize {
        self.commands.iter().filter(|one| one.starts_with(command)).count()
    }
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub record: ImapRecord,
    pub folders: Vec<ImapFolder>,
    scripts: VecDeque<ImapScript>,
    streams: Vec<TcpStream>,
    threads: Vec<JoinHandle<()>>,
    released: bool,
    pub closing: bool,
}

/// What the server and its connections share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note_command(&self, command: &str) {
        self.lock().record.commands.push(command.to_owned());
        self.changed.notify_all();
    }

    /// Waits for [`ScriptedImap::release`] or the end of the server.
    pub(crate) fn wait_for_release(&self) {
        let held = |state: &mut State| !state.released && !state.closing;
        let waited = self.changed.wait_while(self.lock(), held);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

/// The server. Ends when it is dropped.
#[derive(Debug)]
pub struct ScriptedImap {
    port: u16,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

impl ScriptedImap {
    /// Starts a server on 127.0.0.1 with these folders: connection n goes as script n says, later
    /// ones as the last.
    #[must_use]
    pub fn start(
        scripts: impl IntoIterator<Item = ImapScript>,
        folders: impl IntoIterator<Item = ImapFolder>,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared::default());
        {
            let mut state = shared.lock();
            state.scripts = scripts.into_iter().collect();
            state.folders = folders.into_iter().collect();
        }
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
    pub fn record(&self) -> ImapRecord {
        self.shared.lock().record.clone()
    }

    /// Changes a folder while the server runs.
    ///
    /// # Panics
    /// When there is no such folder.
    pub fn change<T>(&self, folder: &str, change: impl FnOnce(&mut ImapFolder) -> T) -> T {
        let mut state = self.shared.lock();
        let folder = state.folders.iter_mut().find(|one| one.name == folder);
        change(folder.expect("there is such a folder"))
    }

    /// Takes a folder away.
    pub fn remove_folder(&self, folder: &str) {
        self.shared.lock().folders.retain(|one| one.name != folder);
    }

    /// Lets everything go on that stalls, now and from now on.
    pub fn release(&self) {
        self.shared.lock().released = true;
        self.shared.changed.notify_all();
    }

    /// Waits until a command that begins so has come `times` times.
    ///
    /// # Panics
    /// After 20 s.
    pub fn wait_for_command(&self, command: &str, times: usize) {
        let missing = |state: &mut State| state.record.count(command) < times;
        let waited =
            self.shared.changed.wait_timeout_while(self.shared.lock(), COMMAND_WAIT, missing);
        let (state, result) = waited.unwrap_or_else(PoisonError::into_inner);
        assert!(!result.timed_out(), "{times} × {command} did not come: {:?}", state.record);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let mut state = shared.lock();
        if state.closing {
            return;
        }
        let script = match state.scripts.len() {
            0 => ImapScript::normal(),
            1 => state.scripts[0].clone(),
            _ => state.scripts.pop_front().expect("more than one"),
        };
        state.record.connections += 1;
        state.streams.push(stream.try_clone().expect("a second handle"));
        let talking = Arc::clone(shared);
        state.threads.push(std::thread::spawn(move || {
            // An error is the client's going away.
            let _ = imap_conversation::hold(&stream, &script, &talking);
            let _ = stream.shutdown(Shutdown::Both);
        }));
    }
}

impl Drop for ScriptedImap {
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
