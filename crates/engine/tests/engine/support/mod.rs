//! A program on real files, with a clock, ids and a file manager that the test holds.

pub mod dump;
pub mod job;
pub mod lists;
pub mod office;
pub mod sender;
pub mod twins;

use desk_core::time::{ManualClock, Timestamp};
use desk_core::zone::Zone;
use desk_engine::ports::{
    Directory, Files, NotShown, Note, Notifier, Opener, PageAddress, Ports, Secrets, SecretsError,
    SystemIds, TelAddress, boot_id, machine_id,
};
use desk_engine::program::Program;
use desk_engine::publish;
use desk_mail::server::{Secret, Trust, TrustProblem};
use desk_wire::command::{Handler, Nothing, Request, route};
use desk_wire::error::Problem;
use desk_wire::workspace::{WorkspaceStatus, WorkspaceTrouble};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Where the clock stands at first.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

thread_local! {
    /// Where the rep is, for programs that are driven by hand; Berlin for the others.
    pub static ZONE: Cell<Zone> = Cell::new(Zone::parse("Europe/Berlin").unwrap());

    /// What the next computer is called; none for what this one is.
    static MACHINE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Remembers which folders, numbers and pages were opened.
#[derive(Default)]
pub struct RecordingOpener(pub Mutex<Vec<PathBuf>>);

impl Opener for RecordingOpener {
    fn show_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.lock().unwrap().push(folder.to_path_buf());
        Ok(())
    }

    fn call(&self, number: &TelAddress) -> io::Result<()> {
        self.0.lock().unwrap().push(PathBuf::from(number.as_str()));
        Ok(())
    }

    fn open_page(&self, page: &PageAddress) -> io::Result<()> {
        self.0.lock().unwrap().push(PathBuf::from(page.as_str()));
        Ok(())
    }

    fn open_link(&self, url: &str) -> io::Result<()> {
        self.0.lock().unwrap().push(PathBuf::from(url));
        Ok(())
    }
}

/// A dialog in which the test has chosen before it opens.
#[derive(Default)]
pub struct ScriptedDialog(pub Mutex<Vec<PathBuf>>);

impl Files for ScriptedDialog {
    fn choose(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A keychain in memory that can be locked and taken away.
#[derive(Default)]
pub struct MemorySecrets {
    kept: Mutex<HashMap<String, String>>,
    /// What every call is answered with, if it is not to be answered.
    pub trouble: Mutex<Option<SecretsError>>,
    /// Whether it gives what it has and takes nothing more.
    pub takes_nothing: AtomicBool,
}

impl MemorySecrets {
    fn open(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, String>>, SecretsError> {
        match &*self.trouble.lock().unwrap() {
            Some(trouble) => Err(trouble.clone()),
            None => Ok(self.kept.lock().unwrap()),
        }
    }
}

impl Secrets for MemorySecrets {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self.open()?.get(name).cloned().map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        if self.takes_nothing.load(Ordering::SeqCst) {
            return Err(SecretsError::Denied);
        }
        self.open()?.insert(name.to_owned(), secret.expose().to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.open()?.remove(name);
        Ok(())
    }

    fn probe(&self) -> Result<(), SecretsError> {
        self.open().map(drop)
    }
}

/// Remembers which notifications were shown, or shows none.
#[derive(Default)]
pub struct RecordingNotifier {
    /// What was shown.
    pub shown: Mutex<Vec<Note>>,
    /// Whether there is no service.
    pub absent: AtomicBool,
}

impl Notifier for RecordingNotifier {
    fn show(&self, note: &Note) -> Result<(), NotShown> {
        if self.absent.load(Ordering::SeqCst) {
            return Err(NotShown::NoService);
        }
        self.shown.lock().unwrap().push(note.clone());
        Ok(())
    }
}

/// How a program is made.
type Make = fn(PathBuf, fn(&Path) -> String, Ports, publish::Publisher) -> Program;

/// The program.
pub struct Desk {
    /// Itself.
    pub program: Program,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Its file manager and phone program.
    pub opener: Arc<RecordingOpener>,
    /// Its dialog for files.
    pub files: Arc<ScriptedDialog>,
    /// Its keychain.
    pub secrets: Arc<MemorySecrets>,
    /// Its desktop.
    pub notifier: Arc<RecordingNotifier>,
    _publications: publish::Publications,
}

impl Desk {
    /// A program that has opened its workspace and has a keychain of before.
    pub fn open_with(folder: &Path, secrets: Arc<MemorySecrets>) -> Self {
        let desk = Self::with_secrets(folder, Trust::system, secrets);
        desk.program.open();
        desk
    }

    /// A program that has not opened its workspace; the rep's own was chosen before.
    pub fn unopened(folder: &Path) -> Self {
        if folder.is_dir() {
            // A folder that cannot be written has nothing chosen in it, and says so when it is opened.
            let _ = std::fs::write(folder.join("chosen"), "own");
        }
        Self::new(folder, Trust::system)
    }

    /// A program at its first start, which believes the given authorities.
    pub fn new(
        folder: &Path,
        trust: impl Fn() -> Result<Trust, TrustProblem> + Send + Sync + 'static,
    ) -> Self {
        Self::with_secrets(folder, trust, Arc::default())
    }

    fn with_secrets(
        folder: &Path,
        trust: impl Fn() -> Result<Trust, TrustProblem> + Send + Sync + 'static,
        secrets: Arc<MemorySecrets>,
    ) -> Self {
        Self::with(folder, trust, secrets, Directory::default(), Program::new)
    }

    /// A program on the rep's own workspace, which believes this authority and asks there.
    #[cfg(target_os = "linux")]
    pub fn with_directory(folder: &Path, pem: String, directory: Directory) -> Self {
        std::fs::write(folder.join("chosen"), "own").unwrap();
        let trust = move || Trust::with_roots(pem.as_bytes());
        let desk = Self::with(folder, trust, Arc::default(), directory, Program::new);
        desk.program.open();
        desk
    }

    fn with(
        folder: &Path,
        trust: impl Fn() -> Result<Trust, TrustProblem> + Send + Sync + 'static,
        secrets: Arc<MemorySecrets>,
        directory: Directory,
        make: Make,
    ) -> Self {
        let clock = Arc::new(ManualClock::at(NOW));
        let opener = Arc::new(RecordingOpener::default());
        let notifier = Arc::new(RecordingNotifier::default());
        let files = Arc::new(ScriptedDialog::default());
        let (publisher, publications) = publish::channel();
        let ports = Ports {
            clock: clock.clone(),
            // Real ones: a second program on the same folder must not give out the same again.
            ids: Arc::new(SystemIds),
            zone: || ZONE.get(),
            opener: opener.clone(),
            files: files.clone(),
            secrets: secrets.clone(),
            notifier: notifier.clone(),
            trust: Arc::new(trust),
            boot: boot_id(),
            machine: MACHINE.take().unwrap_or_else(machine_id),
            directory,
        };
        let program =
            make(folder.to_path_buf(), |path| path.display().to_string(), ports, publisher);
        Self { program, clock, opener, files, secrets, notifier, _publications: publications }
    }

    /// A program on the rep's own workspace, which believes this authority.
    #[cfg(target_os = "linux")]
    pub fn on_trust(folder: &Path, pem: String) -> Self {
        std::fs::write(folder.join("chosen"), "own").unwrap();
        let desk = Self::new(folder, move || Trust::with_roots(pem.as_bytes()));
        desk.program.open();
        desk
    }

    /// The same after a restart: with the keychain and the moment of before.
    #[cfg(target_os = "linux")]
    pub fn on_trust_with(
        folder: &Path,
        pem: String,
        secrets: Arc<MemorySecrets>,
        now: Timestamp,
    ) -> Self {
        let desk = Self::with_secrets(folder, move || Trust::with_roots(pem.as_bytes()), secrets);
        desk.clock.set(now);
        desk.program.open();
        desk
    }

    /// A program that comes to the rep's own workspace at a moment, on a computer of this name, with a keychain
    /// of before; it believes this authority.
    pub fn come_back(
        folder: &Path,
        pem: Option<String>,
        secrets: Arc<MemorySecrets>,
        (now, machine): (Timestamp, &str),
    ) -> Self {
        std::fs::write(folder.join("chosen"), "own").unwrap();
        let trust = move || match &pem {
            Some(pem) => Trust::with_roots(pem.as_bytes()),
            None => Trust::system(),
        };
        MACHINE.set(Some(machine.to_owned()));
        let desk = Self::with_secrets(folder, trust, secrets);
        MACHINE.set(None);
        desk.clock.set(now);
        desk.program.open();
        desk
    }

    /// A program on the rep's own workspace, whose loops work when [`Desk::settle`] is called.
    pub fn own_by_hand(folder: &Path, secrets: Arc<MemorySecrets>, now: Timestamp) -> Self {
        std::fs::write(folder.join("chosen"), "own").unwrap();
        let directory = Directory::default();
        let desk = Self::with(folder, Trust::system, secrets, directory, Program::by_hand);
        desk.clock.set(now);
        desk.program.open();
        desk
    }

    /// A program on an empty practice workspace, whose loops work when [`Desk::settle`] is called.
    pub fn by_hand(folder: &Path) -> Self {
        let directory = Directory::default();
        let desk = Self::with(folder, Trust::system, Arc::default(), directory, Program::by_hand);
        desk.program.open();
        desk.ask("workspace_choose", json!({"kind": "practice", "copy_cadences": false})).unwrap();
        desk
    }

    /// Lets the loops of a program [`Desk::by_hand`] do everything that is to be done now.
    pub fn settle(&self) {
        while self.program.turn().unwrap() {}
    }

    /// A program that has tried to open its workspace.
    pub fn open(folder: &Path) -> Self {
        let desk = Self::unopened(folder);
        desk.program.open();
        desk
    }

    /// Asks as the window does.
    pub fn ask(&self, command: &str, input: Value) -> Result<Value, Problem> {
        let request: Request =
            serde_json::from_value(json!({"command": command, "input": input})).unwrap();
        route(&self.program, request).map_err(|error| error.problem)
    }

    /// Names of the cadences behind a filter.
    pub fn names(&self, filter: &str) -> Vec<String> {
        let page = self
            .ask(
                "cadence_list",
                json!({"filter": filter, "search": "", "after": null, "limit": 50}),
            )
            .unwrap();
        let rows = page["rows"].as_array().unwrap();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Why the workspace is not open.
    pub fn trouble(&self) -> WorkspaceTrouble {
        match self.program.workspace_status(Nothing {}).unwrap() {
            WorkspaceStatus::Unavailable { trouble, .. } => trouble,
            other => panic!("{other:?}"),
        }
    }
}
