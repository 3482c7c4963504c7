//! R34: a workspace that was restored or copied sends nothing a second time.

use crate::support::job::HOUR;
use crate::support::{Desk, MemorySecrets, NOW};
use desk_core::time::{Clock, Timestamp};
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_smtp::{Script, ScriptedSmtp};
use desk_wire::error::Problem;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const DAY: i64 = 24 * HOUR;

/// A rep whose mail leaves through a sink that keeps everything, beside a real mailbox.
struct Office {
    desk: Desk,
    mailbox: MailServer,
    sink: ScriptedSmtp,
    folder: tempfile::TempDir,
    /// How many messages of the sink lie in the folder of sent mail.
    filed: usize,
}

impl Office {
    fn open() -> Self {
        let mailbox = MailServer::start();
        mailbox.put_in_inbox("sender", []);
        mailbox.put_in_folder("sender", "Sent", []);
        let sink = ScriptedSmtp::start(vec![Script::normal(); 60]);
        let folder = tempfile::tempdir().unwrap();
        let desk = come(folder.path(), &mailbox, Arc::default(), NOW, "here");
        let office = Self { desk, mailbox, sink, folder, filed: 0 };
        office.sign_in(false);
        let pace = json!({"per_day": null, "per_hour": null, "gap_from": 0, "gap_until": 0, "new_per_day": null, "per_company": null});
        let settings = office.desk.ask("work_settings", json!({})).unwrap();
        let save = json!({"working": settings["working"], "pace": pace});
        office.desk.ask("work_settings_save", save).unwrap();
        office
    }

    /// Whether the provider files copies of what it sends.
    fn sign_in(&self, files: bool) {
        let address = self.mailbox.address("sender");
        let account = json!({
            "address": address, "user": address, "files_copies": files,
            "imap": {"host": "localhost", "port": self.mailbox.ports().imap, "security": "start_tls"},
            "smtp": {"host": "127.0.0.1", "port": self.sink.port(), "security": "plain"},
        });
        let password = self.mailbox.password("sender");
        self.desk.ask("account_save", json!({"settings": account, "password": password})).unwrap();
    }

    /// How often each message has come to the sink.
    fn sunk(&self) -> BTreeMap<String, usize> {
        let mut sunk = BTreeMap::new();
        for message in self.sink.record().messages.iter().filter(|one| one.accepted) {
            *sunk.entry(header(&message.message(), "Message-ID")).or_default() += 1;
        }
        sunk
    }

    fn until_sunk(&self, count: usize) {
        self.desk.until(
            &format!("{count} have left, waiting: {:?}", self.desk.outbox("waiting")),
            || self.desk.outbox("sent").len() == count,
        );
    }

    /// The provider puts copies of what was sent into the folder of sent mail.
    fn file_copies(&mut self) {
        let at = SystemTime::UNIX_EPOCH
            + Duration::from_millis(self.desk.clock.now().as_millis().unsigned_abs());
        let messages = self.sink.record().messages;
        let new = messages[self.filed..].iter().map(|one| (at, one.message()));
        self.mailbox.put_in_folder("sender", "Sent", new);
        self.filed = messages.len();
    }

    fn back_up(&self) {
        let file = rusqlite::Connection::open(self.folder.path().join("workspace.sqlite")).unwrap();
        let aside = self.folder.path().join("backup.sqlite");
        file.execute("VACUUM INTO ?1", [aside.to_str().unwrap()]).unwrap();
    }

    fn restart(&mut self, machine: &str) {
        self.desk.program.close();
        let (secrets, now) = (self.desk.secrets.clone(), self.desk.clock.now());
        self.desk = come(self.folder.path(), &self.mailbox, secrets, now, machine);
    }

    /// Ends the program, puts the backup in its place and starts it again.
    fn restore(&mut self, machine: &str) {
        self.desk.program.close();
        let file = self.folder.path().join("workspace.sqlite");
        for log in ["workspace.sqlite-wal", "workspace.sqlite-shm"] {
            let _ = std::fs::remove_file(self.folder.path().join(log));
        }
        std::fs::copy(self.folder.path().join("backup.sqlite"), file).unwrap();
        self.restart(machine);
    }

    fn question(&self) -> Value {
        self.desk.ask("workspace_returned", json!({})).unwrap()["question"].clone()
    }

    fn go_on(&self) {
        self.desk.until("sent mail is read", || self.question()["sent_mail_read"] == true);
        self.desk.ask("workspace_go_on", json!({"without_sent_mail": false})).unwrap();
        assert_eq!(self.question(), Value::Null);
    }

    /// The rep says of everything that is in doubt that it has arrived.
    fn answer_doubts(&self) -> usize {
        let rows = self.desk.outbox("waiting");
        let doubts: Vec<_> =
            rows.iter().filter(|row| row["state"]["state"] == "in_doubt").collect();
        for row in &doubts {
            let answer = json!({"id": row["id"], "answer": "sent"});
            self.desk.ask("outbox_settle", answer).unwrap();
        }
        doubts.len()
    }

    /// Two written to on Monday whose follow-ups leave on Tuesday, one who gets the first on Tuesday by
    /// itself, one to whom the rep writes on Tuesday, and one whose message waits at the backup. Their
    /// partnerships.
    fn monday(&self) -> Vec<i64> {
        let desk = &self.desk;
        let both = desk.cadence_with("Both", json!([email("automatic", 0), email("automatic", 1)]));
        let by_hand = desk.cadence_with("Hand", json!([email("manual", 0), email("automatic", 1)]));
        let later = desk.cadence_with("Later", json!([email("automatic", 1), email("manual", 0)]));
        let people = [("A", both), ("B", both), ("C", later), ("D", by_hand), ("E", by_hand)];
        let ids = people.map(|(name, cadence)| {
            let address = format!("{}@acme.invalid", name.to_lowercase());
            let (id, contact) = desk.partnership(name, name, &address);
            desk.assign(cadence, contact);
            id
        });
        self.until_sunk(2);
        desk.send(ids[4]).unwrap();
        ids.to_vec()
    }

    /// What leaves on Tuesday.
    fn tuesday(&self, ids: &[i64]) {
        self.desk.pass(10_000);
        self.until_sunk(3);
        self.desk.pass(DAY);
        self.until_sunk(7);
        self.desk.send(ids[3]).unwrap();
        self.desk.send(ids[2]).unwrap();
        self.desk.pass(10_000);
        self.until_sunk(9);
        self.desk.pass(2 * HOUR);
    }

    /// Everything that comes afterwards has left.
    fn until_the_end(&self, ids: &[i64]) {
        for _ in 0..40 {
            self.desk.pass(4 * HOUR);
            let now = self.desk.clock.now().as_millis();
            // What is tried again waits as well: only the next turn of the clock brings it.
            let moment = |row: &Value| {
                let state = &row["state"];
                state["leaves_at"].as_i64().or(state["at"].as_i64())
            };
            let waits = |row: &Value| moment(row).is_some_and(|at| at > now);
            self.desk.until(&format!("all is done: {:?}", self.desk.outbox("waiting")), || {
                self.answer_doubts();
                let activity = self.desk.ask("activity", json!({})).unwrap();
                let ripe = activity["next_due_at"].as_i64().is_some_and(|at| at <= now);
                !ripe && self.desk.outbox("waiting").iter().all(waits)
            });
            if ids.iter().all(|id| self.desk.card(*id)["state"]["state"] == "finished") {
                return;
            }
        }
        let states: Vec<_> = ids.iter().map(|id| self.desk.card(*id)).collect();
        panic!("{states:?}");
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let asked = |command, input| format!("{:?}", self.desk.ask(command, input));
            let waiting = json!({"filter": "waiting", "after": null, "limit": 50});
            eprintln!("{}", asked("workspace_status", json!({})));
            eprintln!("{}", asked("outbox_list", waiting));
            eprintln!("{}", asked("mailbox_get", json!({})));
            eprintln!("{}", self.mailbox.logs());
        }
    }
}

fn come(
    folder: &Path,
    mailbox: &MailServer,
    secrets: Arc<MemorySecrets>,
    now: Timestamp,
    machine: &str,
) -> Desk {
    Desk::come_back(folder, Some(mailbox.ca()), secrets, (now, machine))
}

fn email(mode: &str, days: i64) -> Value {
    json!({
        "id": null, "name": "", "rules": {}, "delay": {"amount": days, "unit": "days"},
        "content": {"type": "email", "mode": mode, "thread": "new",
            "subject": "A question for {{ partnership.name }}", "body": "Hello"},
    })
}

fn header(message: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(message);
    let line =
        text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
    line.unwrap_or_else(|| panic!("no {name} in {text}"))
}

#[test]
fn r34_yesterdays_backup_after_a_day_of_sending_sends_no_message_twice() {
    let mut office = Office::open();
    office.sign_in(true);
    let ids = office.monday();
    office.back_up();
    office.tuesday(&ids);
    office.file_copies();
    office.restore("here");
    let question = office.question();
    assert_eq!(question["how"], "restored");
    assert_eq!(
        office.desk.ask("pause_all", json!({"paused": false})),
        Err(Problem::WorkspaceReturned)
    );
    office.desk.until("sent mail is read", || office.question()["sent_mail_read"] == true);
    // All that had left since: E's, the follow-ups of A and B, both of C, the first of D and what followed E's.
    assert_eq!(office.question()["found"], 7, "{:?}", office.desk.outbox("waiting"));
    assert_eq!(office.question()["in_doubt"], 0, "{:?}", office.desk.outbox("waiting"));
    office.go_on();
    office.until_the_end(&ids);
    let sunk = office.sunk();
    assert!(sunk.values().all(|count| *count == 1), "{sunk:?}");
    assert_eq!(sunk.len(), 10);
}

#[test]
fn r34_where_the_provider_files_nothing_what_may_have_left_is_in_doubt() {
    let mut office = Office::open();
    let ids = office.monday();
    office.back_up();
    office.tuesday(&ids);
    office.restore("here");
    office.desk.until("sent mail is read", || office.question()["sent_mail_read"] == true);
    let question = office.question();
    // E's was on its way; A, B, C and D had an e-mail open that was due since.
    assert_eq!((&question["found"], &question["in_doubt"]), (&json!(0), &json!(5)));
    office.go_on();
    let before = office.sunk();
    office.desk.until("they are in doubt", || {
        let rows = office.desk.outbox("waiting");
        rows.iter().filter(|row| row["state"]["state"] == "in_doubt").count() >= 4
    });
    assert_eq!(office.sunk(), before);
    // What the rep is to send stands open, and the rep is asked about it as well.
    office.desk.send(ids[3]).unwrap();
    office.desk.until("C has come to the second", || {
        office.answer_doubts();
        office.desk.card(ids[2])["current"]["position"] == 1
    });
    office.desk.send(ids[2]).unwrap();
    assert_eq!(office.sunk(), before);
    office.until_the_end(&ids);
    let sunk = office.sunk();
    assert!(sunk.values().all(|count| *count == 1), "{sunk:?}");
    assert_eq!(sunk.len(), 10);
}

#[test]
fn r34_who_was_written_to_by_an_enrolment_that_is_lost_is_not_written_to_again_unasked() {
    let mut office = Office::open();
    office.sign_in(true);
    let step = json!([email("manual", 0), email("manual", 0)]);
    let cadence = office.desk.cadence_with("Hand", step);
    let known = office.desk.partnership("Known", "Ada", "ada@known.invalid");
    office.back_up();
    // Both are brought in after the backup; of the second it does not even know that there is somebody.
    let unknown = office.desk.partnership("New", "Bea", "bea@new.invalid");
    for (id, contact) in [known, unknown] {
        office.desk.assign(cadence, contact);
        office.desk.send(id).unwrap();
    }
    office.desk.pass(10_000);
    office.until_sunk(2);
    office.desk.pass(HOUR);
    office.file_copies();
    office.restore("here");
    office.desk.until("sent mail is read", || office.question()["sent_mail_read"] == true);
    assert_eq!(office.question()["found"], 2);
    office.go_on();
    office.desk.pass(HOUR);
    let unknown = office.desk.partnership("New", "Bea", "Bea@New.invalid");
    let third = office.desk.partnership("Third", "Cleo", "cleo@third.invalid");
    for (id, contact) in [known, unknown, third] {
        office.desk.assign(cadence, contact);
        office.desk.send(id).unwrap();
    }
    office.desk.pass(10_000);
    // Who is new is written to, the others are asked about.
    office.desk.until("one has left", || office.desk.outbox("sent").len() == 1);
    assert_eq!(office.sunk().len(), 3);
    assert_eq!(office.answer_doubts(), 2);
    // What comes afterwards leaves.
    office.desk.send(known.0).unwrap();
    office.desk.pass(10_000);
    office.desk.until("the second leaves", || office.sunk().len() == 4);
}

#[test]
fn r34_a_copy_on_another_computer_starts_paused_and_asks_once() {
    let mut office = Office::open();
    let ids = office.monday();
    office.back_up();
    office.restore("there");
    assert_eq!(office.question()["how"], "copied");
    office.desk.pass(DAY);
    // E's waited and may have left there.
    let state = |row: &Value| row["state"]["state"].clone();
    assert_eq!(office.desk.outbox("waiting").iter().map(state).collect::<Vec<_>>(), ["in_doubt"]);
    assert_eq!(office.desk.send(ids[3]), Err(Problem::EverythingPaused));
    // Asked again after a restart, and not after the answer.
    office.restart("there");
    assert_eq!(office.question()["how"], "copied");
    office.go_on();
    office.restart("there");
    assert_eq!(office.question(), Value::Null);
}

#[test]
fn r34_a_file_that_was_not_touched_by_anybody_else_goes_on_after_a_kill() {
    let mut office = Office::open();
    office.monday();
    // As it lies there when the program is cut off: with its log, and its mark.
    let kept = tempfile::tempdir().unwrap();
    for name in ["workspace.sqlite", "workspace.sqlite-wal", "last-run"] {
        std::fs::copy(office.folder.path().join(name), kept.path().join(name)).unwrap();
    }
    office.desk.program.close();
    let (secrets, now) = (office.desk.secrets.clone(), office.desk.clock.now());
    office.desk = come(kept.path(), &office.mailbox, secrets, now, "here");
    assert_eq!(office.question(), Value::Null);
    office.desk.pass(10_000);
    office.until_sunk(3);
}
