//! The program on a workspace, with a clock that is moved by hand.

use crate::data::NOW;
use desk_core::time::ManualClock;
use desk_core::zone::Zone;
use desk_engine::ports::{
    Directory, Files, NotShown, Note, Notifier, Opener, PageAddress, Ports, Secret, Secrets,
    SecretsError, SystemIds, TelAddress, Trust, boot_id, machine_id,
};
use desk_engine::program::Program;
use desk_engine::publish;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The program and what it is given from outside.
pub struct Desk {
    /// Itself.
    pub program: Program,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Its desktop.
    pub notes: Arc<Notes>,
}

/// Counts the notifications.
#[derive(Default)]
pub struct Notes(AtomicUsize);

impl Notes {
    /// How many there were.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Notifier for Notes {
    fn show(&self, _: &Note) -> Result<(), NotShown> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

impl Desk {
    /// Opens the workspace in a folder.
    pub fn open(folder: &Path) -> Self {
        let (clock, notes) = (Arc::new(ManualClock::at(NOW)), Arc::new(Notes::default()));
        // Nobody listens: the window's part is measured with the window.
        let (publisher, _) = publish::channel();
        let ports = Ports {
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            zone: || Zone::parse("Europe/Berlin").unwrap_or(Zone::UTC),
            opener: Arc::new(Nobody),
            files: Arc::new(Nobody),
            secrets: Arc::new(Nobody),
            notifier: notes.clone(),
            trust: Arc::new(Trust::system),
            boot: boot_id(),
            machine: machine_id(),
            directory: Directory::default(),
        };
        let shown = |path: &Path| path.display().to_string();
        let program = Program::by_hand(folder.to_path_buf(), shown, ports, publisher);
        program.open();
        Self { program, clock, notes }
    }
}

/// Opens nothing and keeps nothing.
struct Nobody;

impl Files for Nobody {
    fn choose(&self) -> Vec<PathBuf> {
        Vec::new()
    }
}

impl Opener for Nobody {
    fn show_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn call(&self, _: &TelAddress) -> io::Result<()> {
        Ok(())
    }

    fn open_page(&self, _: &PageAddress) -> io::Result<()> {
        Ok(())
    }

    fn open_link(&self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

impl Secrets for Nobody {
    fn get(&self, _: &str) -> Result<Option<Secret>, SecretsError> {
        Err(SecretsError::Absent)
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), SecretsError> {
        Err(SecretsError::Absent)
    }

    fn delete(&self, _: &str) -> Result<(), SecretsError> {
        Err(SecretsError::Absent)
    }

    fn probe(&self) -> Result<(), SecretsError> {
        Err(SecretsError::Absent)
    }
}
