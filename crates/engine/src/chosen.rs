//! Files that the rep has chosen in the system's dialog. The window gets a handle that works once, and
//! never a path (PRODUCT 11).

use desk_core::ids::Uid;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most files that wait to be attached; the oldest is forgotten first.
const MOST: usize = 100;

/// What names a file that was chosen, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handle(pub String);

impl Handle {
    /// A handle that nobody has got yet.
    pub fn new(uid: Uid) -> Self {
        Self(uid.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The files that wait.
#[derive(Debug, Default)]
pub(crate) struct Chosen(Mutex<VecDeque<(Handle, PathBuf)>>);

impl Chosen {
    /// Keeps a file under a handle.
    pub fn put(&self, handle: Handle, path: PathBuf) {
        let mut waiting = self.locked();
        if waiting.len() == MOST {
            waiting.pop_front();
        }
        waiting.push_back((handle, path));
    }

    /// The file of a handle, the first time that it is asked for.
    pub fn take(&self, handle: &str) -> Option<PathBuf> {
        let mut waiting = self.locked();
        let at = waiting.iter().position(|(kept, _)| kept.0 == handle)?;
        waiting.remove(at).map(|(_, path)| path)
    }

    /// Entries are put and taken whole, whatever panicked elsewhere.
    fn locked(&self) -> MutexGuard<'_, VecDeque<(Handle, PathBuf)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
