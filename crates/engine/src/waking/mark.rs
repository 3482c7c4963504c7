//! The mark beside the workspace file: which generation of it this computer wrote last (R34). A file that is
//! put back from a backup is behind its mark, because the mark is written after the file and before any
//! message leaves that the file was told of.

use ring::hmac;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Name of the mark's file.
const NAME: &str = "last-run";

/// Purposes of hashes with the key of the Message-IDs.
pub(super) const WORKSPACE: &[u8] = b"cadence-desk workspace 1\0";
pub(super) const MACHINE: &[u8] = b"cadence-desk machine 1\0";

/// A hash that tells nobody of what it is one.
pub(super) fn hashed(key: &[u8; 32], purpose: &[u8], text: &str) -> String {
    let mut hash = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    hash.update(purpose);
    hash.update(text.as_bytes());
    hash.sign().as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Which workspace it is about.
    pub workspace: String,
    /// The generation that was written last.
    pub generation: u64,
}

/// The file with the mark.
#[derive(Debug)]
pub(crate) struct MarkFile {
    path: PathBuf,
    written: Mutex<Option<Mark>>,
}

impl MarkFile {
    /// The one beside a workspace file.
    pub fn beside(workspace: &std::path::Path) -> Self {
        Self { path: workspace.with_file_name(NAME), written: Mutex::new(None) }
    }

    /// What it says; none when there is none that can be read.
    pub fn read(&self) -> Option<Mark> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (workspace, generation) = text.trim().split_once(' ')?;
        Some(Mark { workspace: workspace.to_owned(), generation: generation.parse().ok()? })
    }

    /// Marks this workspace from now on.
    pub fn begin(&self, workspace: &str, generation: u64) {
        *self.locked() = Some(Mark { workspace: workspace.to_owned(), generation });
        self.write(generation);
    }

    /// The file was written with this generation. Where the mark cannot be written, the program goes on:
    /// what it guards against is rare, and it says so.
    pub fn write(&self, generation: u64) {
        let mut written = self.locked();
        let Some(mark) = &mut *written else { return };
        // Two writers may come in the other order.
        mark.generation = mark.generation.max(generation);
        if let Err(error) = put(&self.path, mark) {
            tracing::error!(%error, "the mark beside the workspace could not be written");
        }
    }

    fn locked(&self) -> MutexGuard<'_, Option<Mark>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Written aside and renamed: there is always a whole one.
fn put(path: &std::path::Path, mark: &Mark) -> io::Result<()> {
    let aside = path.with_extension("new");
    fs::write(&aside, format!("{} {}\n", mark.workspace, mark.generation))?;
    fs::rename(aside, path)
}
