//! macOS: the login keychain.
//!
//! The system itself asks the rep, in the midst of a call and without a limit. It is told not to,
//! except where the rep may be asked.

use crate::SERVICE;
use crate::error::KeychainError;
use crate::keychain::Patience;
use apple_native_keyring_store::keychain::Store;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use security_framework::base;
use security_framework::os::macos::keychain::{KeychainUserInteractionLock, SecKeychain};
use std::sync::Arc;
use std::time::Duration;

/// What a request is about to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Intent {
    /// Whether something may have to be stored.
    #[expect(dead_code, reason = "other systems may have no keychain to write to yet")]
    pub(crate) writes: bool,
    /// Whether the rep may be asked.
    pub(crate) may_ask: bool,
    /// How long one answer may take.
    #[expect(dead_code, reason = "the keychain lies in this process's own reach")]
    pub(crate) answer: Duration,
}

/// An open keychain, for one request.
pub(crate) struct Opened {
    store: Arc<Store>,
    /// While it exists the system shows no question of the keychain.
    _quiet: Option<KeychainUserInteractionLock>,
}

/// Opens the keychain. Whether it is locked shows at the first item.
pub(crate) fn open(intent: Intent) -> Result<Opened, KeychainError> {
    let quiet = match intent.may_ask {
        true => None,
        false => Some(SecKeychain::disable_user_interaction().map_err(meaning)?),
    };
    Ok(Opened { store: Store::new().map_err(KeychainError::other)?, _quiet: quiet })
}

/// Asks the rep to unlock the keychain. The system sets no limit; meanwhile others are told that the
/// keychain is locked.
pub(crate) fn ask(_: Patience) -> Result<(), KeychainError> {
    SecKeychain::default().and_then(|mut keychain| keychain.unlock(None)).map_err(meaning)
}

impl Opened {
    /// The item of a name, which may not be there.
    pub(crate) fn entry(&self, item: &str) -> Result<Entry, KeychainError> {
        self.store.build(SERVICE, item, None).map_err(|error| self.explain(&error))
    }

    /// What an error of the store means.
    pub(crate) fn explain(&self, error: &Error) -> KeychainError {
        match error {
            Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => {
                match cause.downcast_ref::<base::Error>() {
                    Some(cause) => meaning(*cause),
                    None => KeychainError::other(error),
                }
            }
            error => KeychainError::other(error),
        }
    }
}

/// What a code of the Security framework means (`SecBase.h`).
fn meaning(error: base::Error) -> KeychainError {
    match error.code() {
        // errSecInteractionNotAllowed, errSecInteractionRequired
        -25308 | -25315 => KeychainError::Locked,
        // errSecUserCanceled, errSecAuthFailed, wrPermErr, errSecInvalidOwnerEdit, errSecReadOnly
        -128 | -25293 | -61 | -25244 | -25292 => KeychainError::Denied,
        // errSecNotAvailable, errSecNoSuchKeychain, errSecInvalidKeychain, errSecNoDefaultKeychain
        -25291 | -25294 | -25295 | -25307 => KeychainError::Absent,
        _ => KeychainError::other(error),
    }
}
