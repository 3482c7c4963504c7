//! PRODUCT 6.5: a message that cannot be read holds whom it names; one that names nobody makes its folder
//! incomplete until the rep has looked.

use crate::support::Desk;
use desk_testkit::imap_mailbox::{ImapFolder, Poison};
use desk_testkit::scripted_imap::{ImapScript, ScriptedImap};
use desk_testkit::scripted_smtp::{Script, ScriptedSmtp};
use serde_json::{Value, json};

const TODAY: &str = "05-Jan-2026 09:00:00 +0000";

struct Office {
    desk: Desk,
    imap: ScriptedImap,
    smtp: ScriptedSmtp,
    _folder: tempfile::TempDir,
}

impl Office {
    /// Somebody was written to; the partnership, and the message's id.
    fn open() -> (Self, i64, String) {
        let imap = ScriptedImap::start([ImapScript::normal()], [ImapFolder::new("INBOX", "")]);
        let smtp = ScriptedSmtp::start(vec![Script::normal(); 4]);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let office = Self { desk, imap, smtp, _folder: folder };
        office.sign_in();
        let desk = &office.desk;
        let cadence = desk.cadence("Outbound");
        let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
        desk.assign(cadence, contact);
        desk.send(id).unwrap();
        desk.pass(10_000);
        desk.until("it leaves", || desk.outbox("sent").len() == 1);
        let sent = office.smtp.record().messages[0].message();
        let sent = String::from_utf8(sent).unwrap();
        let message = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
        (office, id, message.to_owned())
    }

    /// Signs in, which wakes whoever reads the mailbox.
    fn sign_in(&self) {
        let server = |port: u16| json!({"host": "127.0.0.1", "port": port, "security": "plain"});
        let account = json!({
            "address": "rep@example.test", "user": "rep@example.test",
            "imap": server(self.imap.port()), "smtp": server(self.smtp.port()),
        });
        let save = json!({"settings": account, "password": "geheim"});
        self.desk.ask("account_save", save).unwrap();
    }

    fn inbox(&self) -> Value {
        let mailbox = self.desk.ask("mailbox_get", json!({})).unwrap();
        mailbox["folders"].as_array().unwrap().first().cloned().unwrap_or_default()
    }

    fn until_read(&self, what: &str, holds: impl Fn() -> bool) {
        self.desk.until(what, || {
            self.sign_in();
            holds()
        });
    }
}

fn letter(more: &str) -> Vec<u8> {
    format!("From: a.private@there.example\r\nMessage-ID: <a@there>\r\n{more}\r\nHello\r\n").into()
}

fn refused() -> String {
    "NO [SERVERBUG] it is broken".to_owned()
}

#[test]
fn what_cannot_be_read_but_says_what_it_answers_is_looked_at_by_the_rep() {
    let (office, id, message) = Office::open();
    let answer = letter(&format!("In-Reply-To: {message}\r\n"));
    office.imap.change("INBOX", |inbox| {
        inbox.put_poisoned(TODAY, &answer, Poison::AnswerButFields(refused()));
    });
    office.until_read("it is in review", || office.desk.card(id)["state"]["state"] == "review");
    assert_eq!((&office.inbox()["unread"], &office.inbox()["problem"]), (&json!(0), &json!("")));
}

#[test]
fn what_cannot_be_read_at_all_is_told_with_its_folder_until_the_rep_has_looked() {
    for poison in [Poison::Answer(refused()), Poison::Close] {
        let (office, id, message) = Office::open();
        let answer = letter(&format!("In-Reply-To: {message}\r\n"));
        office.imap.change("INBOX", |inbox| inbox.put_poisoned(TODAY, &answer, poison));
        office.until_read("it is told", || office.inbox()["unread"] == 1);
        assert!(office.inbox()["unread_since"].is_number());
        // It is read on behind it, and holds nobody.
        office.until_read("it counts as read", || office.inbox()["failures"] == 0);
        assert_eq!(office.desk.card(id)["state"]["state"], "active");
        let dismissed = office.desk.ask("mailbox_dismiss", json!({"id": office.inbox()["id"]}));
        assert_eq!(dismissed.unwrap()["folders"][0]["unread"], 0);
        assert_eq!(office.inbox()["unread_since"], Value::Null);
    }
}
