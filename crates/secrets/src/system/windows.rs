//! Windows: the Credential Manager. It is open while the rep is logged on, and it asks nothing.

use crate::SERVICE;
use crate::error::KeychainError;
use crate::keychain::Patience;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use windows_native_keyring_store::Store;

/// What a request is about to do.
#[derive(Debug, Clone, Copy)]
#[expect(dead_code, reason = "other systems ask, and answer late")]
pub(crate) struct Intent {
    /// Whether something may have to be stored.
    pub(crate) writes: bool,
    /// Whether the rep may be asked.
    pub(crate) may_ask: bool,
    /// How long one answer may take.
    pub(crate) answer: Duration,
}

/// An open keychain, for one request.
pub(crate) struct Opened {
    store: Arc<Store>,
}

/// Opens the keychain.
pub(crate) fn open(_: Intent) -> Result<Opened, KeychainError> {
    Ok(Opened { store: Store::new().map_err(KeychainError::other)? })
}

/// There is nothing to unlock.
pub(crate) fn ask(_: Patience) -> Result<(), KeychainError> {
    Ok(())
}

impl Opened {
    /// The item of a name, which may not be there.
    pub(crate) fn entry(&self, item: &str) -> Result<Entry, KeychainError> {
        // Not the default, which copies secrets to every computer of a roaming profile.
        let details = HashMap::from([("persistence", "Local")]);
        self.store.build(SERVICE, item, Some(&details)).map_err(|error| self.explain(&error))
    }

    /// What an error of the store means.
    pub(crate) fn explain(&self, error: &Error) -> KeychainError {
        match error {
            // ERROR_NO_SUCH_LOGON_SESSION
            Error::NoStorageAccess(_) => KeychainError::Absent,
            error => KeychainError::other(error),
        }
    }
}
