//! The copies of what has left, in the folder of sent mail of a real server: filed once where the provider does
//! not do it, found where it does, and a proof of a message in doubt only there.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_core::ids::OutboxId;
use desk_core::time::Clock;
use desk_store::sent_copy::{self, CopyState};
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_smtp::{Action, Phase, Script, ScriptedSmtp};
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, SystemTime};

/// A program whose mail is taken by a scripted or a real server, and whose mailbox lies on a real one.
struct Office {
    desk: Desk,
    mailbox: MailServer,
    folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Self {
        let mailbox = MailServer::start();
        mailbox.put_in_folder("sender", "Sent", []);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::on_trust(folder.path(), mailbox.ca());
        Self { desk, mailbox, folder }
    }

    /// Signs in; `files` says whether the provider files copies.
    fn sign_in(&self, smtp: (&str, u16), imap: u16, files: bool) {
        let address = self.mailbox.address("sender");
        let host = if smtp.0 == "plain" { "127.0.0.1" } else { "localhost" };
        let settings = json!({
            "address": address, "user": address, "files_copies": files,
            "imap": {"host": "localhost", "port": imap, "security": "start_tls"},
            "smtp": {"host": host, "port": smtp.1, "security": smtp.0},
        });
        let password = self.mailbox.password("sender");
        self.desk.ask("account_save", json!({"settings": settings, "password": password})).unwrap();
    }

    fn sign_in_for_real(&self, imap: u16) {
        self.sign_in(("start_tls", self.mailbox.ports().submission), imap, false);
    }

    fn imap(&self) -> u16 {
        self.mailbox.ports().imap
    }

    /// Sends somebody the first message of a cadence; the id of the partnership.
    fn send(&self, name: &str, email: &str) -> i64 {
        let cadence = self.desk.cadence(name);
        let (id, contact) = self.desk.partnership(name, "Bob", email);
        self.desk.assign(cadence, contact);
        self.desk.send(id).unwrap();
        self.desk.pass(10_000);
        id
    }

    fn until_sent(&self, count: usize) {
        self.desk.until("it leaves", || self.desk.outbox("sent").len() == count);
    }

    /// The state of the newest message that has not left.
    fn waiting(&self) -> Value {
        self.desk.outbox("waiting").first().map_or(Value::Null, |row| row["state"]["state"].clone())
    }

    /// What became of the copy of the message with this row.
    fn copy(&self, row: i64) -> Option<(CopyState, String)> {
        let file = self.folder.path().join("workspace.sqlite");
        let connection = desk_store::Connection::open(file).unwrap();
        sent_copy::state(&connection, OutboxId(row)).unwrap()
    }

    fn until_copy(&self, row: i64, state: CopyState) {
        let is_it = || self.copy(row).is_some_and(|(is, _)| is == state);
        self.desk.until(&format!("{state:?}, not {:?}", self.copy(row)), is_it);
    }

    /// The messages in the folder of sent mail, each with its flags.
    fn sent(&self) -> Vec<(String, String)> {
        let maildir = self.mailbox.maildir("sender").join(".Sent");
        let files = ["new", "cur"].map(|part| fs::read_dir(maildir.join(part)).unwrap());
        let read = files.into_iter().flatten().map(|file| {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            let flags = name.split_once(":2,").map_or("", |(_, flags)| flags).to_owned();
            (fs::read_to_string(file.path()).unwrap().replace("\r\n", "\n"), flags)
        });
        read.collect()
    }

    /// Puts a message into the folder of sent mail, as the provider or another program does.
    fn put_in_sent(&self, message: &str) {
        let now = self.desk.clock.now().as_millis().unsigned_abs();
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now);
        let raw = message.replace('\n', "\r\n").into_bytes();
        self.mailbox.put_in_folder("sender", "Sent", [(now, raw)]);
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.mailbox.logs());
        }
    }
}

fn header(message: &str, name: &str) -> String {
    let line = message.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {message}")).trim().to_owned()
}

/// The message from its From on: what servers on the way have put before it is theirs.
fn as_written(message: &str) -> &str {
    &message[message.find("From: ").unwrap()..]
}

/// The message that a scripted server has got as the `nth`.
fn received(server: &ScriptedSmtp, nth: usize) -> String {
    let record = server.record();
    String::from_utf8(record.messages[nth].message()).unwrap().replace("\r\n", "\n")
}

#[test]
fn what_has_left_is_filed_read_and_once_where_the_provider_does_not_file_it() {
    let office = Office::open();
    office.sign_in_for_real(office.imap());
    office.send("Acme", "bob@example.test");
    office.until_sent(1);
    office.until_copy(1, CopyState::Filed);
    assert_eq!(office.desk.outbox("sent")[0]["copy"], json!({"copy": "filed"}));
    let sent = office.sent();
    assert_eq!((sent.len(), sent[0].1.as_str()), (1, "S"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let inbox = runtime.block_on(office.mailbox.wait_for_messages("bob", 1));
    let arrived = String::from_utf8(inbox[0].clone()).unwrap().replace("\r\n", "\n");
    let (filed, arrived) = (as_written(&sent[0].0), as_written(&arrived));
    let without_date = |text: &str| {
        text.lines().filter(|line| !line.starts_with("Date: ")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(without_date(filed), without_date(arrived));
    // The next message is filed beside it, and nothing a second time.
    office.send("Umbrella", "alice@example.test");
    office.until_copy(2, CopyState::Filed);
    assert_eq!(office.sent().len(), 2);
}

#[test]
fn a_mailbox_that_cannot_be_reached_delays_no_sending_and_gets_its_copy_later() {
    let office = Office::open();
    office.sign_in_for_real(1);
    office.send("Acme", "bob@example.test");
    office.until_sent(1);
    assert_eq!(office.copy(1).unwrap().0, CopyState::Wanted);
    assert_eq!(office.desk.outbox("sent")[0]["copy"], json!({"copy": "wanted"}));
    assert!(office.sent().is_empty());
    office.sign_in_for_real(office.imap());
    office.until_copy(1, CopyState::Filed);
    assert_eq!(office.sent().len(), 1);
}

#[test]
fn a_copy_that_was_filed_before_a_crash_could_be_noted_is_not_filed_again() {
    let office = Office::open();
    let smtp = ScriptedSmtp::start([Script::normal()]);
    office.sign_in(("plain", smtp.port()), 1, false);
    office.send("Acme", "bob@example.test");
    office.until_sent(1);
    office.put_in_sent(&received(&smtp, 0));
    office.sign_in(("plain", smtp.port()), office.imap(), false);
    office.until_copy(1, CopyState::Found);
    assert_eq!(office.sent().len(), 1);
}

#[test]
fn the_id_that_a_provider_has_given_to_a_message_is_kept_and_the_next_one_answers_it() {
    let office = Office::open();
    let smtp = ScriptedSmtp::start([Script::normal()]);
    office.sign_in(("plain", smtp.port()), 1, true);
    let id = office.send("Acme", "bob@example.test");
    office.until_sent(1);
    let ours = header(&received(&smtp, 0), "Message-ID");
    office.put_in_sent(&received(&smtp, 0).replace(&ours, "<theirs@provider.test>"));
    office.sign_in(("plain", smtp.port()), office.imap(), true);
    office.until_copy(1, CopyState::Found);
    assert_eq!(office.sent().len(), 1, "the provider files by itself");

    let smtp = ScriptedSmtp::start([Script::normal()]);
    office.sign_in(("plain", smtp.port()), office.imap(), true);
    office.desk.pass(2 * HOUR);
    office.desk.call(id, "log_and_complete", "no_answer").unwrap();
    office.desk.pass(24 * HOUR);
    let touch = office.desk.touch(id);
    office.desk.ask("task_complete", json!({"id": touch, "notes": ""})).unwrap();
    office.desk.pass(48 * HOUR);
    office.desk.send(id).unwrap();
    office.desk.pass(10_000);
    office.until_sent(2);
    let answer = received(&smtp, 0);
    assert_eq!(header(&answer, "In-Reply-To"), "<theirs@provider.test>");
    assert!(answer.contains(&format!("References: {ours}\n <theirs@provider.test>\n")), "{answer}");
}

/// A message whose server hung up at its end.
fn in_doubt(office: &Office, files: bool) -> (ScriptedSmtp, String, i64) {
    let cut = Script::normal().at(Phase::End, Action::Close);
    let smtp = ScriptedSmtp::start([cut, Script::normal()]);
    office.sign_in(("plain", smtp.port()), office.imap(), files);
    let id = office.send("Acme", "bob@example.test");
    office.desk.until("in doubt", || office.waiting() == "in_doubt");
    let message = received(&smtp, 0);
    (smtp, message, id)
}

#[test]
fn a_message_in_doubt_has_left_when_the_provider_has_filed_it() {
    let office = Office::open();
    let (smtp, message, id) = in_doubt(&office, true);
    // It is not there at first, which proves nothing.
    let tried = || office.copy(1).is_some_and(|(state, _)| state == CopyState::Wanted);
    assert!(tried());
    assert_eq!(office.waiting(), "in_doubt");
    office.put_in_sent(&message);
    office.desk.pass(HOUR);
    office.until_sent(1);
    office.until_copy(1, CopyState::Found);
    assert_eq!(office.desk.card(id)["current"]["position"], 1);
    assert!(office.desk.story(id).contains(&"email_sent".to_owned()));
    assert_eq!(smtp.record().messages.len(), 1);
}

#[test]
fn a_message_in_doubt_is_looked_for_again_after_a_restart() {
    let mut office = Office::open();
    let (_smtp, message, _) = in_doubt(&office, true);
    office.desk.until("it was looked for often enough", || {
        office.desk.pass(HOUR);
        office.copy(1).is_some_and(|(state, _)| state == CopyState::Absent)
    });
    assert_eq!(office.waiting(), "in_doubt");
    office.put_in_sent(&message);
    office.desk.program.close();
    let (secrets, now) = (office.desk.secrets.clone(), office.desk.clock.now());
    office.desk = Desk::on_trust_with(office.folder.path(), office.mailbox.ca(), secrets, now);
    office.until_sent(1);
}

#[test]
fn a_copy_proves_nothing_where_the_provider_does_not_file_and_the_rep_is_asked() {
    let office = Office::open();
    let (_smtp, message, id) = in_doubt(&office, false);
    office.put_in_sent(&message);
    office.until_copy(1, CopyState::NotWanted);
    office.desk.pass(HOUR);
    // A message that leaves meanwhile is filed; this one stays.
    office.send("Umbrella", "alice@example.test");
    office.until_copy(2, CopyState::Filed);
    assert_eq!(office.waiting(), "in_doubt");
    // When the rep says that it has left, it lies there already.
    let row = office.desk.outbox("waiting")[0]["id"].clone();
    office.desk.ask("outbox_settle", json!({"id": row, "answer": "sent"})).unwrap();
    office.until_copy(1, CopyState::Found);
    assert_eq!(office.sent().len(), 2);
    assert_eq!(office.desk.card(id)["current"]["position"], 1);
}

#[test]
fn the_copy_of_another_message_with_the_same_subject_proves_nothing() {
    let office = Office::open();
    let (_smtp, message, _) = in_doubt(&office, true);
    let ours = header(&message, "Message-ID");
    // Two that say the same: which of them it is nobody knows.
    for id in ["<one@provider.test>", "<two@provider.test>"] {
        office.put_in_sent(&message.replace(&ours, id));
    }
    office.desk.pass(HOUR);
    office.send("Umbrella", "alice@example.test");
    office.until_sent(1);
    assert_eq!(office.waiting(), "in_doubt");
}
