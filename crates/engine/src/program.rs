//! The program: opens the workspace, answers commands on it, and says so when it cannot.

use crate::commands;
use crate::ports::{Opener, Reads, Writes};
use crate::publish::Publisher;
use desk_core::change::{Changes, TagKind};
use desk_core::ids::{Ids, Uid};
use desk_core::time::{Clock, Timestamp};
use desk_store::Store;
use desk_store::location::BadLocation;
use desk_store::open::{self, Check, FILE_NAME, OpenError};
use desk_wire::cadence::{
    CadenceCreate, CadenceDetail, CadenceListRequest, CadencePage, CadenceRef, CadenceSave,
    CadenceSummary, CadenceUpdate,
};
use desk_wire::command::{Handler, Nothing};
use desk_wire::error::{Problem, WireError};
use desk_wire::workspace::{WorkspaceStatus, WorkspaceTrouble};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What the program needs from outside.
#[derive(Clone)]
pub struct Ports {
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// New uids.
    pub ids: Arc<dyn Ids>,
    /// The file manager.
    pub opener: Arc<dyn Opener>,
}

/// The running program. One a process; shared between the threads that answer commands.
pub struct Program {
    folder: PathBuf,
    shown: fn(&Path) -> String,
    ports: Ports,
    publisher: Publisher,
    state: Mutex<State>,
    opened: Condvar,
}

enum State {
    /// Not opened yet; commands wait.
    Opening,
    Open(Arc<Session>),
    Unavailable {
        trouble: WorkspaceTrouble,
        /// Damage that showed while the workspace was in use.
        seen_in_use: bool,
    },
}

impl State {
    const fn unavailable(trouble: WorkspaceTrouble) -> Self {
        Self::Unavailable { trouble, seen_in_use: false }
    }
}

/// An open workspace with what handlers may ask for.
struct Session {
    store: Store,
    ports: Ports,
    publisher: Publisher,
}

impl Reads for Session {
    fn store(&self) -> &Store {
        &self.store
    }
}

impl Writes for Session {
    fn publish(&self, changes: Changes) {
        self.publisher.publish(changes);
    }
}

impl Clock for Session {
    fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }
}

impl Ids for Session {
    fn uid(&self, now: Timestamp) -> Uid {
        self.ports.ids.uid(now)
    }
}

impl Program {
    /// A program on the workspace in `folder`; `shown` writes a path as the rep reads it. Opens
    /// nothing yet: commands wait for [`Program::open`].
    #[must_use]
    pub fn new(
        folder: PathBuf,
        shown: fn(&Path) -> String,
        ports: Ports,
        publisher: Publisher,
    ) -> Self {
        let state = Mutex::new(State::Opening);
        Self { folder, shown, ports, publisher, state, opened: Condvar::new() }
    }

    /// Opens the workspace, unless it is open. What is in the way is kept for `workspace_status`.
    pub fn open(&self) {
        let mut state = self.locked();
        let check = match *state {
            State::Unavailable { seen_in_use: true, .. } => Check::Thorough,
            _ => Check::Usual,
        };
        if !matches!(*state, State::Open(_)) {
            *state = self.attempt(open::open(&self.folder, check));
        }
        self.settled(state);
    }

    /// Closes the workspace, so that nothing is left in its log.
    pub fn close(&self) {
        let mut state = self.locked();
        let detail = "the program is closing".to_owned();
        *state = State::unavailable(WorkspaceTrouble::Other { detail });
    }

    /// Tells the window that the program's clock was moved.
    pub fn clock_moved(&self) {
        self.tell_workspace();
    }

    fn attempt(&self, result: Result<Store, OpenError>) -> State {
        match result {
            Ok(store) => {
                tracing::info!("workspace opened");
                let (ports, publisher) = (self.ports.clone(), self.publisher.clone());
                State::Open(Arc::new(Session { store, ports, publisher }))
            }
            Err(error) => {
                tracing::error!(%error, "workspace not opened");
                State::unavailable(trouble(error))
            }
        }
    }

    fn set_aside(&self) {
        let mut state = self.locked();
        if let State::Unavailable { trouble: WorkspaceTrouble::Damaged { .. }, seen_in_use } =
            *state
        {
            let result = open::set_aside(&self.folder, self.ports.clock.now(), seen_in_use);
            *state = self.attempt(result.and_then(|kept| {
                tracing::warn!(file = ?kept.file_name(), "damaged workspace set aside");
                open::open(&self.folder, Check::Usual)
            }));
        }
        self.settled(state);
    }

    fn settled(&self, state: MutexGuard<'_, State>) {
        drop(state);
        self.opened.notify_all();
        self.tell_workspace();
    }

    fn tell_workspace(&self) {
        let mut changes = Changes::default();
        changes.all(TagKind::Workspace);
        self.publisher.publish(changes);
    }

    /// Runs a handler on the open workspace. When the database turns out damaged, the workspace is
    /// closed as it is: nothing more is read from it or written to it.
    fn on_session<T>(
        &self,
        handler: impl FnOnce(&Session) -> Result<T, WireError>,
    ) -> Result<T, WireError> {
        let session = match &*self.wait_until_opened() {
            State::Open(session) => Arc::clone(session),
            State::Opening | State::Unavailable { .. } => {
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
        if let Err(error) = session.store.abandon() {
            tracing::error!(%error, "the log of the damaged workspace may be written into it");
        }
        let mut state = self.locked();
        // Another handler may have been first, and the rep may have another workspace open by now.
        if matches!(&*state, State::Open(current) if Arc::ptr_eq(current, session)) {
            let trouble = WorkspaceTrouble::Damaged { detail: message.to_owned() };
            *state = State::Unavailable { trouble, seen_in_use: true };
        }
        self.settled(state);
    }

    fn status(&self) -> WorkspaceStatus {
        let path = (self.shown)(&self.folder.join(FILE_NAME));
        match &*self.wait_until_opened() {
            State::Open(_) => WorkspaceStatus::Ready { path, now: self.ports.clock.now() },
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

impl Handler for Program {
    fn workspace_status(&self, _: Nothing) -> Result<WorkspaceStatus, WireError> {
        Ok(self.status())
    }

    fn workspace_retry(&self, _: Nothing) -> Result<WorkspaceStatus, WireError> {
        self.open();
        Ok(self.status())
    }

    fn workspace_set_aside(&self, _: Nothing) -> Result<WorkspaceStatus, WireError> {
        self.set_aside();
        Ok(self.status())
    }

    fn workspace_reveal(&self, _: Nothing) -> Result<Nothing, WireError> {
        self.ports.opener.show_folder(&self.folder).map_err(|error| {
            tracing::warn!(%error, "the folder could not be shown");
            Problem::FolderNotShown { detail: error.to_string() }
        })?;
        Ok(Nothing {})
    }

    fn cadence_list(&self, request: CadenceListRequest) -> Result<CadencePage, WireError> {
        self.on_session(|session| commands::cadence::list(session, request))
    }

    fn cadence_create(&self, request: CadenceCreate) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::cadence::create(session, request))
    }

    fn cadence_update(&self, request: CadenceUpdate) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::cadence::update(session, request))
    }

    fn cadence_get(&self, request: CadenceRef) -> Result<CadenceDetail, WireError> {
        self.on_session(|session| commands::editor::get(session, request))
    }

    fn cadence_save(&self, request: CadenceSave) -> Result<CadenceDetail, WireError> {
        self.on_session(|session| commands::editor::save(session, request))
    }

    fn cadence_activate(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::editor::activate(session, request))
    }

    fn cadence_deactivate(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::editor::deactivate(session, request))
    }

    fn cadence_clone(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::editor::clone(session, request))
    }

    fn cadence_archive(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::cadence::archive(session, request))
    }

    fn cadence_restore(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| commands::cadence::restore(session, request))
    }
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
