//! A mailbox whose server fails or changes: no follow-up leaves that somebody may have answered, and each
//! message is heard once.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_testkit::imap_mailbox::ImapFolder;
use desk_testkit::scripted_imap::{ImapAction, ImapScript, ScriptedImap};
use desk_testkit::scripted_smtp::{Script, ScriptedSmtp};
use serde_json::{Value, json};

const DAY: i64 = 24 * HOUR;

/// After the first e-mails have left.
const NOON: &str = "05-Jan-2026 12:00:00 +0000";

/// A program with a scripted server for each direction.
struct Office {
    desk: Desk,
    smtp: ScriptedSmtp,
    imap: ScriptedImap,
    cadence: i64,
    folder: tempfile::TempDir,
}

impl Office {
    fn open(script: ImapScript) -> Self {
        let (smtp, imap) = (ScriptedSmtp::start([Script::normal()]), mailbox(script));
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let email = |mode: &str, days: i64| json!({"id": null, "name": "", "rules": {}, "delay": {"amount": days, "unit": "days"}, "content": {"type": "email", "mode": mode, "thread": "same", "subject": "A question for {{ partnership.name }}", "body": "Hello"}});
        let mut first = email("manual", 0);
        first["content"]["thread"] = json!("new");
        let cadence = desk.cadence_with("Outbound", json!([first, email("automatic", 2)]));
        let office = Self { desk, smtp, imap, cadence, folder };
        office.sign_in(office.imap.port());
        office
    }

    fn sign_in(&self, imap: u16) {
        self.account(None, "rep@example.test", imap);
    }

    /// Sets an account up, or changes the one with an id; its id.
    fn account(&self, id: Option<i64>, address: &str, imap: u16) -> i64 {
        let server = |port: u16| json!({"host": "127.0.0.1", "port": port, "security": "plain"});
        let account = json!({"address": address, "user": address, "imap": server(imap), "smtp": server(self.smtp.port())});
        let save = json!({"id": id, "settings": account, "password": "secret"});
        self.desk.ask("account_save", save).unwrap()["id"].as_i64().unwrap()
    }

    /// Somebody who has got the first e-mail; their id and the Message-ID.
    fn written_to(&self, name: &str) -> (i64, String) {
        let (id, contact) = self.desk.partnership(name, name, &format!("{name}@there.example"));
        self.desk.assign(self.cadence, contact);
        let sent = self.desk.outbox("sent").len();
        self.desk.send(id).unwrap();
        self.desk.pass(10_000);
        self.desk.until("the first leaves", || self.desk.outbox("sent").len() == sent + 1);
        let record = self.smtp.record();
        let raw = String::from_utf8_lossy(&record.messages.last().unwrap().raw).into_owned();
        let line = raw.lines().find_map(|line| line.strip_prefix("Message-ID: "));
        (id, line.expect("an id").to_owned())
    }

    /// Whether a provider's own id is known of a message.
    fn knows_an_alias(&self) -> bool {
        let file = rusqlite::Connection::open(self.folder.path().join("workspace.sqlite")).unwrap();
        let sql = "SELECT EXISTS (SELECT 1 FROM message_alias)";
        file.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn state(&self, id: i64) -> Value {
        self.desk.card(id)["state"]["state"].clone()
    }

    fn held(&self) -> Value {
        let rows = self.desk.outbox("waiting");
        rows.first().map_or(Value::Null, |row| row["state"]["reason"].clone())
    }

    fn replies(&self) -> Vec<Value> {
        let page = json!({"filter": "all", "after": null, "limit": 9});
        self.desk.ask("replies_list", page).unwrap()["rows"].as_array().unwrap().clone()
    }

    fn until_paused(&self, id: i64) {
        self.desk.until("it is paused", || self.state(id) == "paused");
        assert!(self.desk.outbox("waiting").is_empty());
    }
}

fn mailbox(script: ImapScript) -> ScriptedImap {
    let folders = [ImapFolder::new("INBOX", ""), ImapFolder::new("Sent", "\\Sent")];
    ScriptedImap::start([script], folders)
}

fn letter(id: &str, (from, to): (&str, &str), at: &str, subject: &str, more: &str) -> Vec<u8> {
    let text = format!(
        "From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}>\n\
         Date: Mon, 5 Jan 2026 {at} +0000\n{more}MIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\n\nYes, gladly.\n"
    );
    text.replace('\n', "\r\n").into_bytes()
}

fn answer(id: &str, from: &str, to: &str) -> Vec<u8> {
    let more = format!("In-Reply-To: {to}\nReferences: {to}\n");
    letter(id, (from, "rep@example.test"), "12:00:00", "Re: A question", &more)
}

/// While the server answers so to a command, the follow-up waits; from a sound one the answer is read.
fn waits_while(command: &str, action: ImapAction) {
    waits_with(ImapScript::normal().at(command, action));
}

fn waits_with(script: ImapScript) {
    let office = Office::open(script);
    let (id, message) = office.written_to("ada");
    office.desk.pass(2 * DAY);
    office.desk.until("it is held", || office.held() == "mailbox_not_read");
    assert_eq!(office.desk.outbox("sent").len(), 1);
    let sound = mailbox(ImapScript::normal());
    sound.change("INBOX", |inbox| inbox.put(NOON, &answer("r1@x", "ada@there.example", &message)));
    office.sign_in(sound.port());
    office.until_paused(id);
    assert_eq!(office.desk.outbox("sent").len(), 1);
}

#[test]
fn garbage_at_sign_in_holds_the_follow_up() {
    waits_while("LOGIN", ImapAction::RawThenClose(b"\x00\xff}{ not imap\r\n".to_vec()));
}

#[test]
fn garbage_for_a_list_of_folders_holds_the_follow_up() {
    waits_while("LIST", ImapAction::Raw(b"* LIST (\\Broken {99999999999}\r\n".to_vec()));
}

#[test]
fn garbage_when_a_folder_is_opened_holds_the_follow_up() {
    waits_while("EXAMINE", ImapAction::RawThenClose(b"* 12 EXI\x00STS\r\n* )(\r\n".to_vec()));
}

#[test]
fn a_mailbox_that_says_no_holds_the_follow_up() {
    // It ends no conversation, in which the next one is asked for after a pause.
    let no = || ImapAction::Answer("NO [UNAVAILABLE] later".to_owned());
    let script =
        (1..=40).fold(ImapScript::normal(), |script, nth| script.at_nth("EXAMINE", nth, no()));
    waits_with(script);
}

#[test]
fn after_new_uids_nothing_is_heard_twice_and_nothing_is_missed() {
    let office = Office::open(ImapScript::normal());
    let (ada, to_ada) = office.written_to("ada");
    let (bea, to_bea) = office.written_to("bea");
    let put = |bytes: &[u8]| office.imap.change("INBOX", |inbox| inbox.put(NOON, bytes));
    put(&answer("r1@x", "ada@there.example", &to_ada));
    office.desk.until("the first is heard", || office.state(ada) == "paused");
    office.imap.change("INBOX", ImapFolder::renumber);
    put(&answer("r2@x", "bea@there.example", &to_bea));
    office.desk.pass(2 * DAY);
    office.until_paused(bea);
    assert_eq!(office.replies().len(), 2, "{:?}", office.replies());
    let answered = |id| office.desk.story(id).iter().filter(|what| *what == "replied").count();
    assert_eq!((answered(ada), answered(bea)), (1, 1));
    assert_eq!(office.desk.outbox("sent").len(), 2);
}

#[test]
fn an_answer_of_which_a_silent_server_says_nothing_stops_the_follow_up() {
    let office = Office::open(ImapScript::normal().silent());
    let (id, message) = office.written_to("ada");
    office.imap.wait_for_command("IDLE", 1);
    let bytes = answer("r1@x", "ada@there.example", &message);
    office.imap.change("INBOX", |inbox| inbox.put(NOON, &bytes));
    office.desk.pass(2 * DAY);
    office.until_paused(id);
    assert_eq!(office.desk.outbox("sent").len(), 1);
}

#[test]
fn an_answer_to_the_id_that_the_provider_has_given_a_message_finds_its_enrolment() {
    let office = Office::open(ImapScript::normal());
    let (id, _) = office.written_to("ada");
    let copy = letter(
        "other@provider",
        ("rep@example.test", "ada@there.example"),
        "09:00:10",
        "A question for ada",
        "",
    );
    office.imap.change("Sent", |sent| sent.put("05-Jan-2026 09:00:10 +0000", &copy));
    office.desk.pass(20_000);
    office.desk.until("the copy is found", || office.knows_an_alias());
    // From an address that nobody knows: only the id tells.
    let bytes = answer("r1@x", "a.lovelace@elsewhere.example", "<other@provider>");
    office.imap.change("INBOX", |inbox| inbox.put(NOON, &bytes));
    office.desk.pass(2 * DAY);
    office.desk.until("it is heard", || office.replies().len() == 1);
    assert_ne!(office.state(id), "active");
    assert_eq!(office.desk.outbox("sent").len(), 1);
}

#[test]
fn a_server_that_says_nothing_is_left_as_soon_as_the_account_has_another_one() {
    for command in ["LOGIN", "EXAMINE", "UID FETCH"] {
        let office = Office::open(ImapScript::normal().at(command, ImapAction::Stall));
        let (id, message) = office.written_to("ada");
        let bytes = answer("r1@x", "ada@there.example", &message);
        office.imap.change("INBOX", |inbox| inbox.put(NOON, &bytes));
        office.imap.wait_for_command(command, 1);
        office.desk.pass(2 * DAY);
        office.desk.until("it is held", || office.held() == "mailbox_not_read");
        let sound = mailbox(ImapScript::normal());
        sound.change("INBOX", |inbox| inbox.put(NOON, &bytes));
        office.sign_in(sound.port());
        office.until_paused(id);
        // The silent one was not heard to its end, which would be told as an outage.
        let file = rusqlite::Connection::open(office.folder.path().join("workspace.sqlite"));
        let sql = "SELECT count(*) FROM outage WHERE cause = 'reading'";
        let outages: u32 = file.unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(outages, 0, "{command}");
    }
}

#[test]
fn what_the_rep_writes_from_another_account_is_no_answer_also_when_its_address_is_new() {
    let office = Office::open(ImapScript::normal());
    let (id, message) = office.written_to("ada");
    office.imap.wait_for_command("IDLE", 1);
    let elsewhere = mailbox(ImapScript::normal());
    let other = office.account(None, "other@example.test", elsewhere.port());
    // From here on the first one's conversation goes on as it is.
    office.imap.wait_for_command("IDLE", 2);
    office.account(Some(other), "new@example.test", elsewhere.port());
    let put = |bytes: &[u8]| office.imap.change("INBOX", |inbox| inbox.put(NOON, bytes));
    put(&answer("r1@x", "new@example.test", &message));
    put(&answer("r2@x", "bea@there.example", &message));
    office.until_paused(id);
    let senders: Vec<_> = office.replies().iter().map(|row| row["sender"].clone()).collect();
    assert_eq!(senders, ["bea@there.example"]);
}
