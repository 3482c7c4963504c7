//! The operating system's keychain as handlers and loops ask for it.

use crate::ports::{Secrets, SecretsError};
use desk_mail::server::Secret;
use desk_secrets::{KeychainError, SecretName};

pub use desk_secrets::Keychain;

impl Secrets for Keychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        let found = Self::get(self, &named(name)?).map_err(error)?;
        Ok(found.map(|secret| Secret::new(secret.expose().to_owned())))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        let secret = desk_secrets::Secret::new(secret.expose());
        Self::set(self, &named(name)?, &secret).map_err(error)
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        Self::delete(self, &named(name)?).map_err(error)
    }

    fn probe(&self) -> Result<(), SecretsError> {
        Self::probe(self).map_err(error)
    }
}

fn named(name: &str) -> Result<SecretName, SecretsError> {
    SecretName::parse(name).map_err(|problem| SecretsError::Other(problem.to_string()))
}

fn error(error: KeychainError) -> SecretsError {
    match error {
        KeychainError::Absent => SecretsError::Absent,
        KeychainError::Locked => SecretsError::Locked,
        KeychainError::Denied => SecretsError::Denied,
        KeychainError::Other(reason) => SecretsError::Other(reason),
    }
}
