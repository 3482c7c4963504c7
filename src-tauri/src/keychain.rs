//! The operating system's keychain as the engine asks for it.

use desk_engine::ports::{Secrets, SecretsError};
use desk_mail::server::Secret;
use desk_secrets::{Keychain, KeychainError, SecretName};

/// The platform's keychain.
pub struct SystemSecrets(Keychain);

impl SystemSecrets {
    /// The keychain, on a thread of its own. Asks nothing yet.
    pub fn start() -> Self {
        Self(Keychain::start())
    }
}

impl Secrets for SystemSecrets {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        let found = self.0.get(&named(name)?).map_err(error)?;
        Ok(found.map(|secret| Secret::new(secret.expose().to_owned())))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        self.0.set(&named(name)?, &desk_secrets::Secret::new(secret.expose())).map_err(error)
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.0.delete(&named(name)?).map_err(error)
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
