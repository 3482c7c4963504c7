//! What a secret is called in the keychain.

use desk_core::ids::Uid;
use std::fmt::{self, Write};

/// The longest name, in characters.
const LONGEST: usize = 64;

/// What a secret is called in the keychain: small ASCII letters, digits and hyphens. Names are no
/// secrets; every program of the rep can list them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretName(String);

impl SecretName {
    /// Reads a name.
    ///
    /// # Errors
    /// When it is empty, longer than 64 characters or has others than `a`–`z`, `0`–`9` and `-`.
    pub fn parse(name: &str) -> Result<Self, UnfitName> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || name.len() > LONGEST || !name.chars().all(fits) {
            return Err(UnfitName);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name of a mail account's secret: `account-` and the account's uid in hexadecimal.
    #[must_use]
    pub fn account(uid: &Uid) -> Self {
        let mut name = "account-".to_owned();
        for byte in uid.as_bytes() {
            // Writing to a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        Self(name)
    }

    /// The name as it stands in the keychain.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name under which a trial secret is written, read and deleted.
    pub(crate) fn probe() -> Self {
        Self("probe".to_owned())
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text cannot be the name of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret's name has 1 to 64 of a-z, 0-9 and the hyphen")]
pub struct UnfitName;

#[cfg(test)]
mod tests {
    use super::*;
    use desk_core::time::Timestamp;

    #[test]
    fn an_account_is_named_by_its_uid() {
        let uid = Uid::new(Timestamp::from_millis(1), [0x0F; 10]);
        let name = SecretName::account(&uid);
        assert_eq!(name.as_str(), "account-0000000000017f0f8f0f0f0f0f0f0f0f");
        assert_eq!(SecretName::parse(name.as_str()), Ok(name));
    }

    #[test]
    fn names_with_other_characters_are_refused() {
        for name in ["", "A", "a.b", "a b", "ä", "a/b", &"a".repeat(65)] {
            assert_eq!(SecretName::parse(name), Err(UnfitName), "{name}");
        }
    }
}
