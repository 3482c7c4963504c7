//! The program: opens a workspace, keeps its loops running, and says so when it cannot.

#[cfg(feature = "test-support")]
mod hand;

use crate::attention::Attention;
use crate::choice::{self, Choice};
use crate::loops::{self, Loops};
use crate::ports::{NoteTarget, Ports, Reads, Zoned};
use crate::practice;
use crate::publish::Publisher;
use crate::session::Session;
use crate::sign_in::attempts::Attempts;
use crate::waking;
use desk_core::change::{Changes, TagKind};
use desk_core::time::Clock;
use desk_store::files;
use desk_store::location::BadLocation;
use desk_store::open::{self, Check, FILE_NAME, OpenError};
use desk_store::workspace::Kind;
use desk_wire::error::{Problem, WireError};
use desk_wire::workspace::{WorkspaceChoose, WorkspaceKind, WorkspaceStatus, WorkspaceTrouble};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a command that is still at work on a workspace may keep it open after it was closed.
const LET_GO: Duration = Duration::from_secs(5);

/// The running program. One a process; shared between the threads that answer commands.
pub struct Program {
    folder: PathBuf,
    shown: fn(&Path) -> String,
    pub(crate) ports: Ports,
    publisher: Publisher,
    pub(crate) attention: Arc<Attention>,
    pub(crate) sign_ins: Attempts,
    state: Mutex<State>,
    opened: Condvar,
    drive: Drive,
}

/// Who lets the loops work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drive {
    /// They do by themselves, on a thread of their own.
    Themselves,
    /// Whoever calls [`Program::turn`].
    #[cfg(feature = "test-support")]
    Hand,
}

enum State {
    /// Not opened yet; commands wait.
    Opening,
    /// First start: the rep has to choose a workspace.
    Choosing,
    Open(Running),
    Unavailable {
        trouble: WorkspaceTrouble,
        /// Damage that showed while the workspace was in use.
        seen_in_use: bool,
    },
}

/// An open workspace at work.
struct Running {
    session: Arc<Session>,
    /// None while they are being stopped, and when they are driven by hand.
    loops: Option<Loops>,
    /// Hears when nobody holds the session any more.
    gone: Receiver<()>,
}

impl Running {
    /// Ends the loops and waits until the last command has let the workspace go.
    fn close(mut self) {
        let (_, never) = channel();
        let gone = std::mem::replace(&mut self.gone, never);
        drop(self);
        // Nothing is ever sent: it ends when the session does.
        let _ = gone.recv_timeout(LET_GO);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(loops) = self.loops.take() {
            loops.stop();
        }
        waking::life::last(&self.session);
    }
}

impl State {
    const fn unavailable(trouble: WorkspaceTrouble) -> Self {
        Self::Unavailable { trouble, seen_in_use: false }
    }

    /// A state that was closed on purpose.
    fn closing() -> Self {
        Self::unavailable(WorkspaceTrouble::Other { detail: "the program is closing".to_owned() })
    }
}

impl Program {
    /// A program on the workspaces in `folder`; `shown` writes a path as the rep reads it. Opens
    /// nothing yet: commands wait for [`Program::open`].
    #[must_use]
    pub fn new(
        folder: PathBuf,
        shown: fn(&Path) -> String,
        ports: Ports,
        publisher: Publisher,
    ) -> Self {
        let state = Mutex::new(State::Opening);
        let attention = Arc::new(Attention::default());
        let (opened, drive) = (Condvar::new(), Drive::Themselves);
        let sign_ins = Attempts::default();
        Self { folder, shown, ports, publisher, attention, sign_ins, state, opened, drive }
    }

    /// A program whose loops work only in [`Program::turn`], and whose practice workspace begins empty.
    #[cfg(feature = "test-support")]
    #[must_use]
    pub fn by_hand(
        folder: PathBuf,
        shown: fn(&Path) -> String,
        ports: Ports,
        publisher: Publisher,
    ) -> Self {
        Self { drive: Drive::Hand, ..Self::new(folder, shown, ports, publisher) }
    }

    /// Lets the loops do one thing each, if there is something to do now; whether there was. Sending
    /// blocks until the message has left.
    ///
    /// # Errors
    /// What the loops would have put into the log.
    #[cfg(feature = "test-support")]
    pub fn turn(&self) -> Result<bool, String> {
        let session = match &*self.locked() {
            State::Open(running) => Arc::clone(&running.session),
            _ => return Ok(false),
        };
        loops::turn(&session).map_err(|error| error.to_string())
    }

    /// Lets the open workspace's file grow by so many pages and no more; none for no limit.
    ///
    /// # Errors
    /// The database's.
    #[cfg(feature = "test-support")]
    pub fn limit_pages(&self, more: Option<u32>) -> Result<(), String> {
        let session = match &*self.locked() {
            State::Open(running) => Arc::clone(&running.session),
            _ => return Ok(()),
        };
        session.store().limit_pages(more).map_err(|error| error.to_string())
    }

    /// Opens the workspace that was last chosen, unless one is open. What is in the way is kept for
    /// `workspace_status`.
    pub fn open(&self) {
        let mut state = self.locked();
        let check = match *state {
            State::Unavailable { seen_in_use: true, .. } => Check::Thorough,
            _ => Check::Usual,
        };
        if !matches!(*state, State::Open(_)) {
            *state = match self.choice() {
                Some(kind) => self.attempt(kind, check),
                // Whether a workspace can lie there at all is told before the rep chooses.
                None => open::check_place(&self.folder).map_or_else(refused, |()| State::Choosing),
            };
        }
        self.settled(state);
    }

    /// Closes the workspace, so that nothing is left in its log.
    pub fn close(&self) {
        self.sign_ins.cancel();
        *self.locked() = State::closing();
    }

    /// Tells the window and the loops that the program's clock was moved.
    pub fn clock_moved(&self) {
        if let State::Open(running) = &*self.locked() {
            running.session.waker().wake();
        }
        self.tell(TagKind::Workspace);
    }

    /// Leads the window to where a notification points that the rep has clicked.
    pub fn go_to(&self, target: NoteTarget) {
        self.attention.go_to(target);
        self.tell(TagKind::Reminder);
    }

    /// The workspace that was last chosen; none at the first start.
    pub(crate) fn choice(&self) -> Option<Choice> {
        choice::read(&self.folder)
    }

    /// Where a workspace lies.
    pub(crate) fn folder_of(&self, choice: Option<Choice>) -> PathBuf {
        choice::folder(&self.folder, choice.unwrap_or(Choice::Own))
    }

    /// Opens a workspace, making it if need be, and remembers the choice.
    pub(crate) fn choose(&self, request: WorkspaceChoose) -> Result<(), WireError> {
        let kind = match request.kind {
            WorkspaceKind::Own => Choice::Own,
            WorkspaceKind::Practice => Choice::Practice,
        };
        let copies = if request.copy_cadences {
            self.on_session(practice::cadences_to_copy)?
        } else {
            practice::Copies::default()
        };
        let mut state = self.locked();
        // Its loops end and its file is closed before another one is opened.
        if let State::Open(running) = std::mem::replace(&mut *state, State::closing()) {
            running.close();
        }
        let opened = self.attempt(kind, Check::Usual);
        let mut copied = Ok(());
        if let State::Open(running) = &opened {
            if let Err(error) = choice::write(&self.folder, kind) {
                tracing::warn!(%error, "the choice of the workspace is not remembered");
            }
            copied = practice::copy_cadences(&running.session, copies);
        }
        *state = opened;
        self.settled(state);
        copied
    }

    fn attempt(&self, choice: Choice, check: Check) -> State {
        let folder = self.folder_of(Some(choice));
        let kind = match choice {
            Choice::Own => Kind::Own,
            Choice::Practice => Kind::Practice,
        };
        let (held, gone) = channel();
        let session = open::open(&folder, kind, check).and_then(|store| {
            let (ports, publisher) = (self.ports.clone(), self.publisher.clone());
            Ok(Session::new(store, ports, publisher, Arc::clone(&self.attention), held)?)
        });
        match session.map(Arc::new) {
            Ok(session) => self.set_to_work(session, gone),
            Err(error) => refused(error),
        }
    }

    fn set_to_work(&self, session: Arc<Session>, gone: Receiver<()>) -> State {
        tracing::info!(kind = ?session.kind(), "workspace opened");
        let by_themselves = self.drive == Drive::Themselves;
        if by_themselves && let Err(error) = practice::fill_if_new(&session) {
            tracing::error!(%error, "the practice workspace could not be filled");
        }
        if let Err(error) = files::sweep(session.store()) {
            tracing::error!(%error, "files that nothing names are kept");
        }
        // Before anything could leave of a file that has come back.
        if let Err(error) = waking::open(&session) {
            return State::unavailable(WorkspaceTrouble::Other { detail: error.to_string() });
        }
        if let Err(error) = loops::outbox::recover(&session) {
            tracing::error!(%error, "the outbox could not be looked through");
        }
        if !by_themselves {
            return State::Open(Running { session, loops: None, gone });
        }
        match Loops::start(Arc::clone(&session)) {
            Ok(loops) => State::Open(Running { session, loops: Some(loops), gone }),
            Err(error) => {
                let detail = error.to_string();
                State::unavailable(WorkspaceTrouble::Other { detail })
            }
        }
    }

    pub(crate) fn set_aside(&self) {
        let mut state = self.locked();
        if let State::Unavailable { trouble: WorkspaceTrouble::Damaged { .. }, seen_in_use } =
            *state
        {
            let choice = self.choice().unwrap_or(Choice::Own);
            let folder = self.folder_of(Some(choice));
            *state = match open::set_aside(&folder, self.ports.clock.now(), seen_in_use) {
                Ok(kept) => {
                    tracing::warn!(file = ?kept.file_name(), "damaged workspace set aside");
                    self.attempt(choice, Check::Usual)
                }
                Err(error) => refused(error),
            };
        }
        self.settled(state);
    }

    fn settled(&self, state: MutexGuard<'_, State>) {
        drop(state);
        self.opened.notify_all();
        self.tell(TagKind::Workspace);
    }

    fn tell(&self, kind: TagKind) {
        let mut changes = Changes::default();
        changes.all(kind);
        self.publisher.publish(changes);
    }

    /// Runs a handler on the open workspace. When the database turns out damaged, the workspace is
    /// closed as it is: nothing more is read from it or written to it.
    pub(crate) fn on_session<T>(
        &self,
        handler: impl FnOnce(&Session) -> Result<T, WireError>,
    ) -> Result<T, WireError> {
        let session = match &*self.wait_until_opened() {
            State::Open(running) => Arc::clone(&running.session),
            State::Opening | State::Choosing | State::Unavailable { .. } => {
                return Err(Problem::WorkspaceUnavailable.into());
            }
        };
        let result = handler(&session);
        if let Err(WireError { problem: Problem::WorkspaceDamaged, message }) = &result {
            self.give_up(&session, message);
        }
        result
    }

    fn give_up(&self, session: &Arc<Session>, message: &str) {
        tracing::error!("the workspace is damaged; closing it");
        if let Err(error) = session.abandon() {
            tracing::error!(%error, "the log of the damaged workspace may be written into it");
        }
        let mut state = self.locked();
        // Another handler may have been first, and the rep may have another workspace open by now.
        if matches!(&*state, State::Open(running) if Arc::ptr_eq(&running.session, session)) {
            let trouble = WorkspaceTrouble::Damaged { detail: message.to_owned() };
            *state = State::Unavailable { trouble, seen_in_use: true };
        }
        self.settled(state);
    }

    pub(crate) fn status(&self) -> WorkspaceStatus {
        let path = (self.shown)(&self.folder_of(self.choice()).join(FILE_NAME));
        match &*self.wait_until_opened() {
            State::Open(Running { session, .. }) => WorkspaceStatus::Ready {
                path,
                now: session.now(),
                kind: match session.kind() {
                    Kind::Own => WorkspaceKind::Own,
                    Kind::Practice => WorkspaceKind::Practice,
                },
                zone: session.rep_zone().name().to_owned(),
            },
            State::Choosing => WorkspaceStatus::Choose { path },
            State::Unavailable { trouble, .. } => {
                WorkspaceStatus::Unavailable { path, trouble: trouble.clone() }
            }
            State::Opening => {
                let detail = "the workspace is still being opened".to_owned();
                let trouble = WorkspaceTrouble::Other { detail };
                WorkspaceStatus::Unavailable { path, trouble }
            }
        }
    }

    fn wait_until_opened(&self) -> MutexGuard<'_, State> {
        self.opened
            .wait_while(self.locked(), |state| matches!(state, State::Opening))
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The state is replaced as a whole, so a panic elsewhere cannot have left half of one.
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(error: OpenError) -> State {
    tracing::error!(%error, "workspace not opened");
    State::unavailable(trouble(error))
}

fn trouble(error: OpenError) -> WorkspaceTrouble {
    match error {
        OpenError::Damaged(detail) => WorkspaceTrouble::Damaged { detail },
        OpenError::Newer { file, known } => {
            WorkspaceTrouble::Newer { file_version: file, known_version: known }
        }
        OpenError::Foreign => WorkspaceTrouble::Foreign,
        OpenError::Unwritable(cause) => WorkspaceTrouble::Unwritable { detail: cause.to_string() },
        OpenError::Location(BadLocation::Synchronised { service }) => {
            WorkspaceTrouble::Synchronised { service }
        }
        OpenError::Location(BadLocation::NetworkDisk { file_system }) => {
            WorkspaceTrouble::NetworkDisk { file_system }
        }
        OpenError::DiskFull => WorkspaceTrouble::DiskFull,
        OpenError::InUse => WorkspaceTrouble::InUse,
        OpenError::Other(detail) => WorkspaceTrouble::Other { detail },
    }
}
