//! The rep's secrets in the operating system's keychain: passwords, sign-in tokens, keys.
//!
//! What is here: a handle to the keychain that tells *absent*, *locked* and *denied* apart and never
//! remembers a failure ([`Keychain`]), and the types that keep a secret out of logs and dumps. What
//! is not: where secrets come from and what they open, and any other place to keep them. A secret is
//! in the keychain or it is nowhere.
//!
//! The stores are those of the `keyring` family, one a platform. They are used directly and made
//! anew for every request, because the default store of `keyring` itself keeps the first failure for
//! the life of the process: a rep who unlocks the keychain and tries again must find it open.

mod error;
mod keychain;
mod name;
mod parts;
mod secret;
mod shelf;

#[cfg_attr(all(unix, not(target_os = "macos")), path = "system/secret_service.rs")]
#[cfg_attr(target_os = "macos", path = "system/macos.rs")]
#[cfg_attr(windows, path = "system/windows.rs")]
mod system;

pub use error::KeychainError;
pub use keychain::{Keychain, Patience};
pub use name::{SecretName, UnfitName};
pub use secret::Secret;

/// The service that the secrets belong to, by which other programs find them in the keychain.
pub const SERVICE: &str = "org.cadencedesk.desktop";
