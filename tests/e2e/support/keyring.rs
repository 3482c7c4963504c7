//! A real keychain, gnome-keyring, on a test's session bus and in its home folder.

#![allow(dead_code, reason = "what tests may ask of it, asked or not")]

use super::desk::wait_until;
use super::surroundings::{Process, Surroundings};
use std::process::Stdio;
use std::sync::Arc;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// The password of the login keyring.
const PASSWORD: &str = "a keyring's password";

/// The running keychain.
pub struct Keyring {
    // Before the surroundings, which it runs in.
    _process: Process,
    surroundings: Arc<Surroundings>,
}

impl Keyring {
    /// Starts it with its login keyring unlocked, making one when there is none yet.
    pub async fn unlocked(surroundings: &Arc<Surroundings>) -> Self {
        let start = "printf %s \"$PASSWORD\" | \
                     gnome-keyring-daemon --foreground --unlock --components=secrets";
        let mut command = surroundings.command("sh");
        command.args(["-c", start]).env("PASSWORD", PASSWORD);
        let process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        wait_until("gnome-keyring is there", || {
            // Asked of the bus: a question to the name itself might start another one.
            let question = ["--session", "--dest=org.freedesktop.DBus", "--print-reply=literal"];
            let ask = ["/", "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"];
            surroundings.output("dbus-send", &[question, ask].concat()).ends_with("true")
        })
        .await;
        Self { _process: process, surroundings: Arc::clone(surroundings) }
    }

    /// Locks the login keyring.
    pub fn lock(&self) {
        let connection = self.connect();
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service(&connection).call("Lock", &(vec![login()],)).expect("it locks");
        assert_eq!(prompt.as_str(), "/", "locking asks nothing");
    }

    /// Unlocks the login keyring as its owner would, without the question.
    pub fn unlock(&self) {
        let connection = self.connect();
        let (_, session): (OwnedValue, OwnedObjectPath) = service(&connection)
            .call("OpenSession", &("plain", Value::from("")))
            .expect("it opens a session");
        let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let password = (&session, Vec::<u8>::new(), PASSWORD.as_bytes(), "text/plain");
        Proxy::new(&connection, NAME, PATH, interface)
            .and_then(|keyring| {
                keyring.call_method("UnlockWithMasterPassword", &(login(), password))
            })
            .expect("it unlocks");
    }

    /// The secret that the program has stored under this name, as another program finds it.
    pub fn lookup(&self, name: &str) -> Option<String> {
        let mut command = self.surroundings.command("secret-tool");
        command.args(["lookup", "service", "org.cadencedesk.desktop", "username", name]);
        let output = command
            .output()
            .unwrap_or_else(|e| panic!("secret-tool does not start ({e}): run `cargo xtask test`"));
        let text = String::from_utf8(output.stdout).expect("text");
        output.status.success().then_some(text)
    }

    /// Everything that the program has stored, as `secret-tool` lists it.
    pub fn listed(&self) -> String {
        let mut command = self.surroundings.command("secret-tool");
        command.args(["search", "--all", "service", "org.cadencedesk.desktop"]);
        let output = command
            .output()
            .unwrap_or_else(|e| panic!("secret-tool does not start ({e}): run `cargo xtask test`"));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn connect(&self) -> Connection {
        let command = self.surroundings.command("true");
        let address = command
            .get_envs()
            .find(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS")
            .and_then(|(_, address)| address?.to_str())
            .expect("a session bus");
        connection::Builder::address(address)
            .and_then(connection::Builder::build)
            .expect("the bus answers")
    }
}

fn service(connection: &Connection) -> Proxy<'_> {
    Proxy::new(connection, NAME, PATH, "org.freedesktop.Secret.Service").expect("a proxy")
}

fn login() -> ObjectPath<'static> {
    ObjectPath::from_static_str_unchecked(LOGIN)
}
