//! A home folder and a session bus of one test's own, and a real gnome-keyring in them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;
use tempfile::TempDir;
use zbus::blocking::{Connection, Proxy, connection, fdo::DBusProxy};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

/// How long anything may take before the test fails. Nothing is asserted about being faster.
const PATIENCE: Duration = Duration::from_secs(20);

const BUS_NAME: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// The password of the test's keyring.
const PASSWORD: &str = "a keyring's password";

/// A bus that starts no service by itself: a keyring that the system can start would come up with
/// the home folder of whoever runs the tests.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=HOME</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A process that ends, with everything it started, when the test does.
pub struct Process(Child);

impl Process {
    /// Starts `command` at the head of a process group of its own.
    pub fn start(command: &mut Command) -> Self {
        use std::os::unix::process::CommandExt;
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.process_group(0).spawn();
        Self(
            child.unwrap_or_else(|e| panic!("{name} does not start ({e}): run `cargo xtask test`")),
        )
    }

    /// What it reads.
    pub fn input(&mut self) -> ChildStdin {
        self.0.stdin.take().expect("its input is piped")
    }

    /// What it prints.
    pub fn output(&mut self) -> BufReader<ChildStdout> {
        BufReader::new(self.0.stdout.take().expect("its output is piped"))
    }

    /// Sends a signal to it and everything it started.
    pub fn signal(&self, signal: &str) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal("-KILL");
        let _ = self.0.wait();
    }
}

/// A home folder and a session bus.
pub struct Session {
    address: String,
    // Ended before the folder goes.
    _bus: Process,
    home: TempDir,
}

impl Session {
    /// An empty home folder and a bus that nobody is on.
    pub fn new() -> Self {
        let home = tempfile::Builder::new().prefix("keys").tempdir().expect("a temporary folder");
        let config = home.path().join("bus.conf");
        // Its socket goes with the folder.
        let bus = BUS.replace("HOME", &home.path().display().to_string());
        std::fs::write(&config, bus).expect("a file in the temporary folder");
        let mut bus = Process::start(
            Command::new("dbus-daemon")
                .arg("--nofork")
                .arg("--print-address=1")
                .arg(format!("--config-file={}", config.display()))
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let mut address = String::new();
        bus.output().read_line(&mut address).expect("it prints its address");
        Self { address: address.trim().to_owned(), _bus: bus, home }
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The bus's address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A command that runs here, without a display.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.home())
            .stdin(Stdio::null());
        command
    }

    /// Runs `secret-tool` here: another program that looks into the keyring. Returns what it printed,
    /// or nothing when it found nothing.
    pub fn secret_tool(&self, arguments: &[&str]) -> Option<String> {
        self.secret_tool_with(arguments, "")
    }

    /// Has `secret-tool` store a secret that goes by the name in a keyring.
    pub fn secret_tool_stores(&self, collection: &str, name: &str, secret: &str) {
        let collection = format!("--collection={collection}");
        let attributes = ["service", "org.cadencedesk.desktop", "username", name];
        let arguments = [&["store", "--label=by hand", &collection], &attributes[..]].concat();
        self.secret_tool_with(&arguments, secret);
    }

    fn secret_tool_with(&self, arguments: &[&str], input: &str) -> Option<String> {
        let mut command = self.command("secret-tool");
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut tool = Process::start(command.stderr(Stdio::null()));
        tool.input().write_all(input.as_bytes()).expect("it reads");
        let mut text = String::new();
        tool.output().read_to_string(&mut text).expect("it prints text");
        (!text.is_empty()).then_some(text)
    }

    fn connect(&self) -> Connection {
        let builder = connection::Builder::address(self.address.as_str()).expect("an address");
        builder.build().expect("the bus answers")
    }
}

/// A running gnome-keyring.
pub struct Keyring<'a> {
    process: Process,
    session: &'a Session,
}

impl<'a> Keyring<'a> {
    /// Starts gnome-keyring with its login keyring unlocked, making one when there is none.
    pub fn unlocked(session: &'a Session) -> Self {
        Self::start(session, Some(PASSWORD))
    }

    /// Starts gnome-keyring and unlocks nothing, as after a login without a password.
    pub fn untouched(session: &'a Session) -> Self {
        Self::start(session, None)
    }

    fn start(session: &'a Session, password: Option<&str>) -> Self {
        let mut command = session.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if password.is_some() {
            command.arg("--unlock");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = Process::start(&mut command);
        let mut input = process.input();
        input.write_all(password.unwrap_or_default().as_bytes()).expect("it reads its password");
        drop(input);
        wait_for_owner(session, true);
        Self { process, session }
    }

    /// Locks the login keyring.
    pub fn lock(&self) {
        self.lock_one(LOGIN);
    }

    /// Locks a keyring.
    pub fn lock_one(&self, collection: &str) {
        let connection = self.session.connect();
        let collection = ObjectPath::try_from(collection).expect("a path");
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service(&connection).call("Lock", &(vec![collection],)).expect("it locks");
        assert_eq!(prompt.as_str(), "/", "locking asks nothing");
    }

    /// Unlocks the login keyring as its owner would, without the question.
    pub fn unlock(&self) {
        self.unlock_one(LOGIN);
    }

    /// Unlocks a keyring.
    pub fn unlock_one(&self, collection: &str) {
        let connection = self.session.connect();
        let collection = ObjectPath::try_from(collection).expect("a path");
        let unlock = (collection, master(&connection));
        guilt_ridden(&connection)
            .call_method("UnlockWithMasterPassword", &unlock)
            .expect("it unlocks");
    }

    /// Makes another keyring, unlocked, and returns its path.
    pub fn another(&self) -> String {
        let connection = self.session.connect();
        let label = (format!("{COLLECTION}.Label"), Value::from("another"));
        let create = (HashMap::from([label]), master(&connection));
        let made: OwnedObjectPath = guilt_ridden(&connection)
            .call("CreateWithMasterPassword", &create)
            .expect("it makes a keyring");
        made.to_string()
    }

    /// Makes it answer nothing, without ending it.
    pub fn stop_answering(&self) {
        self.process.signal("-STOP");
    }

    /// Lets it answer again.
    pub fn go_on(&self) {
        self.process.signal("-CONT");
    }

    /// Ends it as a crash would.
    pub fn end(self) {
        let session = self.session;
        drop(self.process);
        wait_for_owner(session, false);
    }
}

fn service(connection: &Connection) -> Proxy<'_> {
    Proxy::new(connection, BUS_NAME, SERVICE_PATH, INTERFACE).expect("a proxy")
}

/// What gnome-keyring offers to its own tests.
fn guilt_ridden(connection: &Connection) -> Proxy<'_> {
    let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
    Proxy::new(connection, BUS_NAME, SERVICE_PATH, interface).expect("a proxy")
}

/// The password, as a secret of a session without encryption.
fn master(connection: &Connection) -> (OwnedObjectPath, Vec<u8>, &'static [u8], &'static str) {
    let (_, session): (OwnedValue, OwnedObjectPath) = service(connection)
        .call("OpenSession", &("plain", Value::from("")))
        .expect("it opens a session");
    (session, Vec::new(), PASSWORD.as_bytes(), "text/plain")
}

/// Waits until somebody provides the Secret Service, or nobody does any more.
fn wait_for_owner(session: &Session, wanted: bool) {
    let connection = session.connect();
    let (found, was_found) = channel();
    std::thread::spawn(move || {
        let bus = DBusProxy::new(&connection).expect("the bus");
        let mut changes = bus
            .receive_name_owner_changed_with_args(&[(0, BUS_NAME)])
            .expect("the bus tells of changes");
        let name = BUS_NAME.try_into().expect("a name");
        if bus.name_has_owner(name).expect("the bus answers") != wanted {
            changes
                .find(|change| change.args().is_ok_and(|args| args.new_owner().is_some() == wanted))
                .expect("the bus stays");
        }
        found.send(()).expect("somebody waits");
    });
    was_found.recv_timeout(PATIENCE).expect("the keyring starts or ends");
}
