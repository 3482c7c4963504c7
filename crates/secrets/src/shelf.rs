//! Single items of the system's keychain, through the store of the platform.

use crate::error::KeychainError;
use crate::parts::Shelf;
use crate::secret::Secret;
use crate::system::Opened;
use keyring_core::{Entry, Error};

impl Shelf for Opened {
    fn get(&mut self, item: &str) -> Result<Option<Secret>, KeychainError> {
        let found = match self.entry(item)?.get_secret() {
            Err(Error::Ambiguous(entries)) => match entries.first() {
                Some(first) => first.get_secret(),
                None => Err(Error::NoEntry),
            },
            found => found,
        };
        match found {
            Ok(bytes) => Secret::from_stored(bytes).map(Some),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(self.explain(&error)),
        }
    }

    fn put(&mut self, item: &str, text: &str) -> Result<(), KeychainError> {
        let entry = self.entry(item)?;
        let written = match entry.set_secret(text.as_bytes()) {
            Err(Error::Ambiguous(entries)) => {
                delete_all(&entries).and_then(|()| entry.set_secret(text.as_bytes()))
            }
            written => written,
        };
        written.map_err(|error| self.explain(&error))
    }

    fn remove(&mut self, item: &str) -> Result<(), KeychainError> {
        let removed = match self.entry(item)?.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(entries)) => delete_all(&entries),
            removed => removed,
        };
        removed.map_err(|error| self.explain(&error))
    }
}

/// The same item in several keyrings: a rep who restored an old one has that.
fn delete_all(entries: &[Entry]) -> keyring_core::Result<()> {
    entries.iter().try_for_each(|entry| match entry.delete_credential() {
        Err(Error::NoEntry) => Ok(()),
        deleted => deleted,
    })
}
