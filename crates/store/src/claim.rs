//! The lock that only one process can hold on a workspace.

use crate::location;
use crate::open::{OpenError, create_private, create_private_folder};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

const LOCK_NAME: &str = "workspace.lock";

/// The lock, given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Claim(File);

impl Claim {
    /// Makes the folder if need be and takes its lock.
    ///
    /// # Errors
    /// [`OpenError::InUse`] when it is held, or why there can be none.
    pub fn on(folder: &Path) -> Result<Self, OpenError> {
        location::check(folder).map_err(OpenError::Location)?;
        create_private_folder(folder)?;
        let lock_path = folder.join(LOCK_NAME);
        create_private(&lock_path)?;
        let lock = OpenOptions::new().write(true).open(&lock_path)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(lock)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Closing the file does not do it where a process is being started at this moment: until that becomes
        // another program it has the file open as well. When this fails, the end of both gives the lock back.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_given_back_while_a_process_that_is_being_started_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let claim = Claim::on(folder.path()).unwrap();
        assert!(matches!(Claim::on(folder.path()), Err(OpenError::InUse)));
        let inherited = claim.0.try_clone().unwrap();
        drop(claim);
        assert!(Claim::on(folder.path()).is_ok());
        drop(inherited);
    }
}
