//! Why the keychain did not do what it was asked.

/// Why the keychain did not do what it was asked. After each of them the same call may work later.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// Nobody keeps secrets here: no session bus, no Secret Service on it, no logon session.
    #[error("there is no keychain")]
    Absent,
    /// The keychain is there and closed: locked, never set up, or its question is still open.
    #[error("the keychain is locked")]
    Locked,
    /// The rep said no to the keychain's question, or the system does not let this program in.
    #[error("the keychain refused access")]
    Denied,
    /// Anything else, in words for the log. Never holds a secret.
    #[error("keychain: {0}")]
    Other(String),
}

impl KeychainError {
    /// What somebody else reported, in its own words.
    pub(crate) fn other(reason: impl std::fmt::Display) -> Self {
        Self::Other(reason.to_string())
    }
}
