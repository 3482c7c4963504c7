//! Linux and the BSDs: the Secret Service, which GNOME's keyring, KDE's wallet, KeePassXC and others
//! provide on the session bus.
//!
//! The store for it unlocks whatever it touches and waits for the rep without a limit. Therefore the
//! state is asked for here first, over a connection of our own, and the store gets to see only what
//! is open. <https://specifications.freedesktop.org/secret-service/latest/>

use crate::SERVICE;
use crate::error::KeychainError;
use crate::keychain::Patience;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use serde::Serialize;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{
    DynamicDeserialize, DynamicType, ObjectPath, OwnedObjectPath, OwnedValue, Value,
};
use zbus_secret_service_keyring_store::Store;

const BUS_NAME: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROMPT: &str = "org.freedesktop.Secret.Prompt";

/// What a request is about to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Intent {
    /// Whether something may have to be stored.
    pub(crate) writes: bool,
    /// Whether the rep may be asked. Here that is [`ask`]'s business alone.
    #[expect(dead_code, reason = "other systems ask in the midst of a request")]
    pub(crate) may_ask: bool,
    /// How long one answer may take.
    pub(crate) answer: Duration,
}

/// An open keychain, for one request.
pub(crate) struct Opened {
    store: Arc<Store>,
    intent: Intent,
}

/// Opens the keychain without asking the rep.
pub(crate) fn open(intent: Intent) -> Result<Opened, KeychainError> {
    Service::connect(intent.answer)?.must_be_open(intent.writes)?;
    let store = Store::new().map_err(KeychainError::other)?;
    Ok(Opened { store, intent })
}

/// Asks the rep to unlock the keychain, or to set one up where there is none yet. Waits for the
/// answer, up to the limit.
pub(crate) fn ask(patience: Patience) -> Result<(), KeychainError> {
    let service = Service::connect(patience.answer)?;
    let prompt = match service.default_collection()? {
        Some(collection) => {
            let mut closed = service.locked_items()?;
            closed.push(collection);
            let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
                service.call("Unlock", &(closed,))?;
            prompt
        }
        None => {
            let label = (format!("{COLLECTION}.Label"), Value::from("Default keyring"));
            let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
                service.call("CreateCollection", &(HashMap::from([label]), "default"))?;
            prompt
        }
    };
    match exists(prompt) {
        Some(prompt) => service.wait_for(&prompt, patience.question),
        None => Ok(()),
    }
}

impl Opened {
    /// The item of a name, which may not be there.
    pub(crate) fn entry(&self, item: &str) -> Result<Entry, KeychainError> {
        let label = format!("Cadence Desk ({item})");
        let details = HashMap::from([("label", label.as_str())]);
        self.store.build(SERVICE, item, Some(&details)).map_err(|error| self.explain(&error))
    }

    /// What an error of the store means. Mostly that the service's state has just changed.
    pub(crate) fn explain(&self, error: &Error) -> KeychainError {
        let state = Service::connect(self.intent.answer)
            .and_then(|service| service.must_be_open(self.intent.writes));
        match (state, error) {
            (Err(state), _) => state,
            (Ok(()), Error::NoStorageAccess(_)) => KeychainError::Denied,
            (Ok(()), error) => KeychainError::other(error),
        }
    }
}

/// A connection of our own to the service.
struct Service {
    connection: Connection,
}

impl Service {
    fn connect(answer: Duration) -> Result<Self, KeychainError> {
        let connection = connection::Builder::session()
            .and_then(|builder| builder.method_timeout(answer).build())
            .map_err(|error| {
                tracing::debug!(%error, "no session bus");
                KeychainError::Absent
            })?;
        Ok(Self { connection })
    }

    fn call<T: for<'d> DynamicDeserialize<'d>>(
        &self,
        method: &str,
        arguments: &(impl Serialize + DynamicType),
    ) -> Result<T, KeychainError> {
        Proxy::new(&self.connection, BUS_NAME, SERVICE_PATH, INTERFACE)
            .and_then(|service| service.call(method, arguments))
            .map_err(|error| meaning(&error))
    }

    /// The collection that new items go to. A keyring that was never used has none.
    fn default_collection(&self) -> Result<Option<OwnedObjectPath>, KeychainError> {
        let path = self.call("ReadAlias", &("default",))?;
        Ok(exists(path))
    }

    fn is_locked(&self, collection: &ObjectPath<'_>) -> Result<bool, KeychainError> {
        Proxy::new(&self.connection, BUS_NAME, collection, "org.freedesktop.DBus.Properties")
            .and_then(|properties| properties.call("Get", &(COLLECTION, "Locked")))
            .and_then(|locked: OwnedValue| Ok(bool::try_from(locked)?))
            .map_err(|error| meaning(&error))
    }

    /// Items of ours that are locked, in whichever collection.
    fn locked_items(&self) -> Result<Vec<OwnedObjectPath>, KeychainError> {
        let ours = HashMap::from([("service", SERVICE)]);
        let (_, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            self.call("SearchItems", &(ours,))?;
        Ok(locked)
    }

    /// Whether the store can work without asking the rep. A keyring that was never used is empty
    /// for a reader and closed for a writer: setting it up needs the rep.
    fn must_be_open(&self, writes: bool) -> Result<(), KeychainError> {
        let closed = match self.default_collection()? {
            Some(collection) => self.is_locked(&collection)?,
            None => writes,
        };
        if closed || !self.locked_items()?.is_empty() {
            return Err(KeychainError::Locked);
        }
        Ok(())
    }

    /// Shows a prompt and waits for its end.
    fn wait_for(&self, prompt: &ObjectPath<'_>, limit: Duration) -> Result<(), KeychainError> {
        let ended = self.show(prompt, limit).map_err(|error| meaning(&error));
        // Ends the thread that listens, should it still do so.
        let _ = self.connection.clone().close();
        ended?
    }

    fn show(
        &self,
        prompt: &ObjectPath<'_>,
        limit: Duration,
    ) -> zbus::Result<Result<(), KeychainError>> {
        let proxy = Proxy::new(&self.connection, BUS_NAME, prompt, PROMPT)?;
        let mut completed = proxy.receive_signal("Completed")?;
        proxy.call_method("Prompt", &("",))?;
        let (answer, answered) = channel();
        thread::Builder::new().name("keychain-prompt".to_owned()).spawn(move || {
            let dismissed = completed.next().map(|signal| {
                signal.body().deserialize::<(bool, OwnedValue)>().map(|(dismissed, _)| dismissed)
            });
            let _ = answer.send(dismissed);
        })?;
        Ok(match answered.recv_timeout(limit) {
            Ok(Some(Ok(false))) => Ok(()),
            Ok(Some(Ok(true))) => Err(KeychainError::Denied),
            Ok(Some(Err(error))) => Err(KeychainError::other(error)),
            Ok(None) | Err(RecvTimeoutError::Disconnected) => Err(KeychainError::Absent),
            Err(RecvTimeoutError::Timeout) => {
                proxy.call_method("Dismiss", &())?;
                Err(KeychainError::Locked)
            }
        })
    }
}

/// The service says "no object" by the root path.
fn exists(path: OwnedObjectPath) -> Option<OwnedObjectPath> {
    (path.as_str() != "/").then_some(path)
}

/// What an error of the bus means.
fn meaning(error: &zbus::Error) -> KeychainError {
    match error {
        zbus::Error::MethodError(name, ..) => {
            let name = name.as_str();
            match name.strip_prefix("org.freedesktop.DBus.Error.").unwrap_or(name) {
                "ServiceUnknown" | "NameHasNoOwner" | "Disconnected" => KeychainError::Absent,
                spawn if spawn.starts_with("Spawn.") => KeychainError::Absent,
                "AccessDenied" => KeychainError::Denied,
                "org.freedesktop.Secret.Error.IsLocked" => KeychainError::Locked,
                _ => KeychainError::other(error),
            }
        }
        // The bus is gone, unless the service just takes its time.
        zbus::Error::InputOutput(cause) if cause.kind() != ErrorKind::TimedOut => {
            KeychainError::Absent
        }
        error => KeychainError::other(error),
    }
}
