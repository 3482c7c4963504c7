//! A secret in memory.

use crate::error::KeychainError;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// A password, a token, or a key written as text. Overwritten when it is dropped.
///
/// Text and not bytes, because KDE's wallet keeps nothing else. A random key goes in as hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over a text. The copy that is taken over is the only one that will be overwritten.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The secret itself, for whoever has to present it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Reads what the keychain kept.
    pub(crate) fn from_stored(bytes: Vec<u8>) -> Result<Self, KeychainError> {
        String::from_utf8(bytes).map(Self::new).map_err(|error| {
            error.into_bytes().zeroize();
            KeychainError::Other("what is stored is not text".to_owned())
        })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_has_nothing_of_the_secret() {
        let shown = format!("{:?} {:?}", Secret::new("hunter2"), Some(Secret::new("")));
        assert_eq!(shown, "Secret Some(Secret)");
    }

    #[test]
    fn stored_bytes_that_are_no_text_are_refused_without_quoting_them() {
        let error = Secret::from_stored(vec![b'h', 0xFF]).unwrap_err();
        assert_eq!(error, KeychainError::Other("what is stored is not text".to_owned()));
    }
}
