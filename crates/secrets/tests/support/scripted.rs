//! A Secret Service that is locked, and whose question the test answers. Real keyrings show theirs
//! on a display.

use super::session::Session;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use zbus::blocking::{Connection, connection};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{fdo, interface};

const SERVICE: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/1";

/// What happened to the question.
#[derive(Debug, PartialEq, Eq)]
pub enum Happened {
    /// It was shown.
    Shown,
    /// The program took it back.
    Dismissed,
}

/// The running service.
pub struct Scripted {
    connection: Connection,
    happened: Receiver<Happened>,
}

impl Scripted {
    /// Starts it on the session's bus.
    pub fn start(session: &Session) -> Self {
        let (tell, happened) = channel();
        let connection = connection::Builder::address(session.address())
            .and_then(|builder| builder.serve_at(SERVICE, Service))
            .and_then(|builder| builder.serve_at(COLLECTION, Collection))
            .and_then(|builder| builder.serve_at(PROMPT, Prompt(tell)))
            .and_then(|builder| builder.name("org.freedesktop.secrets"))
            .and_then(connection::Builder::build)
            .expect("it gets on the bus");
        Self { connection, happened }
    }

    /// The next thing that happens to the question.
    pub fn next(&self) -> Happened {
        self.happened.recv_timeout(Duration::from_secs(20)).expect("something happens")
    }

    /// The rep says no.
    pub fn refuse(&self) {
        let result = OwnedValue::try_from(Value::from("")).expect("a value");
        self.connection
            .emit_signal(
                None::<&str>,
                PROMPT,
                "org.freedesktop.Secret.Prompt",
                "Completed",
                &(true, result),
            )
            .expect("the bus takes it");
    }
}

fn path(path: &'static str) -> OwnedObjectPath {
    ObjectPath::from_static_str_unchecked(path).into()
}

struct Service;

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn read_alias(&self, _name: &str) -> OwnedObjectPath {
        path(COLLECTION)
    }

    fn search_items(
        &self,
        _attributes: HashMap<String, String>,
    ) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        (Vec::new(), Vec::new())
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        assert_eq!(objects, [path(COLLECTION)]);
        (Vec::new(), path(PROMPT))
    }
}

struct Collection;

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        true
    }
}

struct Prompt(Sender<Happened>);

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    fn prompt(&self, _window: &str) -> fdo::Result<()> {
        self.0.send(Happened::Shown).map_err(|error| fdo::Error::Failed(error.to_string()))
    }

    fn dismiss(&self) -> fdo::Result<()> {
        self.0.send(Happened::Dismissed).map_err(|error| fdo::Error::Failed(error.to_string()))
    }

    #[zbus(signal)]
    async fn completed(
        emitter: &SignalEmitter<'_>,
        dismissed: bool,
        result: Value<'_>,
    ) -> zbus::Result<()>;
}
