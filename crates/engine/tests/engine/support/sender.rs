//! An e-mail that leaves through a scripted server.

use super::Desk;
use desk_testkit::scripted_smtp::{Script, ScriptedSmtp};
use serde_json::{Value, json};

/// A program with an account at a scripted server, and a due e-mail of a partnership.
pub struct Sender {
    /// The program.
    pub desk: Desk,
    /// The server.
    pub server: ScriptedSmtp,
    /// The partnership.
    pub id: i64,
    folder: tempfile::TempDir,
}

impl Sender {
    /// Connection n of the server goes as script n says.
    pub fn new(scripts: Vec<Script>) -> Self {
        let server = ScriptedSmtp::start(scripts);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
        desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
        let cadence = desk.cadence("Outbound");
        let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
        desk.assign(cadence, contact);
        Self { desk, server, id, folder }
    }

    /// Sends the e-mail and lets the time pass in which it can be taken back.
    pub fn send(&self) {
        self.desk.send(self.id).unwrap();
        self.desk.pass(10_000);
    }

    /// Waits until the newest message that has not left is in this state.
    pub fn until_state(&self, state: &str) {
        self.desk.until(&format!("{state}, not {:?}", self.desk.outbox("waiting")), || {
            self.state() == state
        });
    }

    /// State of the newest message that has not left; empty when all have.
    pub fn state(&self) -> String {
        let rows = self.desk.outbox("waiting");
        rows.first().map_or(String::new(), |row| row["state"]["state"].as_str().unwrap().to_owned())
    }

    /// Waits until it has left.
    pub fn until_sent(&self) {
        let is_it = |row: &Value| row["to"] == "ada@acme.example";
        self.desk.until("it leaves", || self.desk.outbox("sent").iter().any(is_it));
    }

    /// Lets time pass and waits until the outbox has looked since: a message that was decided later
    /// has left. The script needs a connection for it.
    pub fn pass_and_look(&self, millis: i64) {
        self.desk.pass(millis);
        let cadence = self.desk.cadence("Marker");
        let (id, contact) = self.desk.partnership("Marker", "Mark", "marker@acme.example");
        self.desk.assign(cadence, contact);
        self.desk.send(id).unwrap();
        self.desk.pass(10_000);
        let is_marker = |row: &Value| row["to"] == "marker@acme.example";
        self.desk.until("the marker leaves", || self.desk.outbox("sent").iter().any(is_marker));
    }

    /// Copies for the contact that the server has got.
    pub fn copies(&self) -> usize {
        let record = self.server.record();
        record.messages.iter().filter(|one| one.rcpt.iter().any(|to| to.contains("ada@"))).count()
    }

    /// Ends the program as a crash of the engine does, and starts it again.
    pub fn restart(&mut self) {
        self.restart_with("");
    }

    /// [`Sender::restart`], with SQL for what the end of the program has left behind.
    pub fn restart_with(&mut self, sql: &str) {
        self.desk.program.close();
        let file = rusqlite::Connection::open(self.folder.path().join("workspace.sqlite")).unwrap();
        file.execute_batch(sql).unwrap();
        drop(file);
        let secrets = self.desk.secrets.clone();
        self.desk = Desk::open_with(self.folder.path(), secrets);
    }
}

/// An account without a mailbox, as the window gives it.
pub fn settings(address: &str, host: &str, port: u16, security: &str) -> Value {
    json!({
        "address": address, "user": address, "imap": null,
        "smtp": {"host": host, "port": port, "security": security},
    })
}

/// Messages that the server has taken.
pub fn accepted(server: &ScriptedSmtp) -> usize {
    server.record().messages.iter().filter(|message| message.accepted).count()
}
