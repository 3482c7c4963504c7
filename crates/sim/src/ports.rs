//! What the program asks of the world around it, held by the simulator.

use chrono_tz::Tz;
use desk_core::zone::Zone;
use desk_engine::ports::{
    Files, NotShown, Note, Notifier, Opener, PageAddress, Secret, Secrets, SecretsError, TelAddress,
};
use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};

thread_local! {
    static ZONE: Cell<Tz> = const { Cell::new(Tz::UTC) };
}

/// The rep is in this zone from now on. Each simulation has a thread of its own.
pub fn travel(to: Tz) {
    ZONE.set(to);
}

/// Where the rep is.
#[must_use]
pub fn zone() -> Zone {
    Zone::parse(ZONE.get().name()).unwrap_or(Zone::UTC)
}

/// A desktop without programs.
pub struct NoPrograms;

impl Opener for NoPrograms {
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

impl Files for NoPrograms {
    fn choose(&self) -> Vec<PathBuf> {
        Vec::new()
    }
}

/// No keychain: the practice workspace needs none.
pub struct NoSecrets;

impl Secrets for NoSecrets {
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

/// A desktop that shows everything.
pub struct Shown;

impl Notifier for Shown {
    fn show(&self, _: &Note) -> Result<(), NotShown> {
        Ok(())
    }
}
