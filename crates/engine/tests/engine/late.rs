//! R11: what is more than a day late for want of the program or its mailbox asks first, in one question.

use crate::support::job::HOUR;
use crate::support::{Desk, MemorySecrets, NOW};
use desk_core::time::{Clock, Timestamp};
use desk_testkit::scripted_smtp::{Action, Phase, Script, ScriptedSmtp};
use desk_wire::error::Problem;
use serde_json::{Value, json};
use std::sync::Arc;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * HOUR;

/// A rep without a mailbox that is read, whose program works when the test lets it.
struct Office {
    desk: Desk,
    server: ScriptedSmtp,
    folder: tempfile::TempDir,
}

impl Office {
    fn open(scripts: Vec<Script>) -> Self {
        let server = ScriptedSmtp::start(scripts);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::own_by_hand(folder.path(), Arc::default(), NOW);
        let office = Self { desk, server, folder };
        office.sign_in();
        office.pace(&json!({}));
        office
    }

    fn sign_in(&self) {
        self.sign_in_as("rep@example.test", self.server.port());
    }

    /// Sets an account up; its id.
    fn sign_in_as(&self, address: &str, port: u16) -> Value {
        let account = json!({
            "address": address, "user": address, "imap": null,
            "smtp": {"host": "127.0.0.1", "port": port, "security": "plain"},
        });
        let save = json!({"settings": account, "password": "geheim"});
        self.desk.ask("account_save", save).unwrap()["id"].clone()
    }

    fn pace(&self, limits: &Value) {
        let mut pace = json!({"gap_from": 0, "gap_until": 0});
        pace.as_object_mut().unwrap().extend(limits.as_object().unwrap().clone());
        let settings = self.desk.ask("work_settings", json!({})).unwrap();
        let save = json!({"working": settings["working"], "pace": pace});
        self.desk.ask("work_settings_save", save).unwrap();
    }

    /// People to whom an e-mail leaves by itself after so many hours.
    fn people(&self, count: usize, hours: i64) -> Vec<i64> {
        let step = json!([{
            "id": null, "name": "", "rules": {"any_hour": true},
            "delay": {"amount": hours, "unit": "hours"},
            "content": {"type": "email", "mode": "automatic", "thread": "new",
                "subject": "A question", "body": "Hello"},
        }]);
        let cadence = self.desk.cadence_with(&format!("After {hours}"), step);
        let enter = |n: usize| {
            let name = format!("P{hours}x{n}");
            let address = format!("{}@acme.example", name.to_lowercase());
            let (id, contact) = self.desk.partnership(&name, &name, &address);
            self.desk.assign(cadence, contact);
            id
        };
        (0..count).map(enter).collect()
    }

    /// The computer sleeps for so long.
    fn sleeps(&self, millis: i64) {
        let now = self.desk.clock.now().as_millis() + millis;
        self.desk.clock.set(Timestamp::from_millis(now));
        self.desk.settle();
    }

    /// The program runs for so long.
    fn runs(&self, millis: i64) {
        for _ in 0..millis / (2 * MINUTE) {
            self.sleeps(2 * MINUTE);
        }
    }

    fn late(&self) -> Value {
        self.desk.ask("late_mail", json!({})).unwrap()
    }

    fn settle_late(&self, answer: &str) -> Result<Value, Problem> {
        self.desk.ask("late_settle", json!({"answer": answer}))
    }

    fn sent(&self) -> usize {
        self.desk.outbox("sent").len()
    }
}

fn none() -> Value {
    json!({"count": 0, "oldest": null})
}

fn normal(count: usize) -> Vec<Script> {
    vec![Script::normal(); count]
}

#[test]
fn r11_a_laptop_that_slept_over_two_days_asks_once_and_sends_at_the_normal_pace() {
    let office = Office::open(normal(9));
    office.people(3, 2);
    office.people(1, 40);
    office.runs(HOUR);
    office.sleeps(2 * DAY);
    // The fourth was to leave nine hours ago, and leaves.
    assert_eq!((office.late()["count"].as_i64(), office.sent()), (Some(3), 1));
    assert_eq!(office.late()["oldest"], NOW.as_millis() + 2 * HOUR);
    let held = office.desk.ask("activity", json!({})).unwrap()["held"].clone();
    assert_eq!(held, json!([{"reason": "late", "count": 3}]));
    // Nothing but the rep lets them go.
    office.sign_in();
    office.runs(HOUR);
    assert_eq!(office.sent(), 1);
    office.pace(&json!({"gap_from": 1_800, "gap_until": 1_800}));
    office.settle_late("send").unwrap();
    office.desk.settle();
    assert_eq!((office.late(), office.sent()), (none(), 2));
    office.runs(HOUR + 10 * MINUTE);
    assert_eq!((office.late(), office.sent()), (none(), 4));
}

#[test]
fn r11_late_ones_are_chosen_one_by_one_or_their_steps_are_skipped() {
    let office = Office::open(normal(9));
    let ids = office.people(3, 2);
    office.runs(10 * MINUTE);
    office.sleeps(2 * DAY);
    let rows = office.desk.outbox("waiting");
    office.desk.ask("outbox_retry", json!({"id": rows[0]["id"]})).unwrap();
    office.desk.settle();
    assert_eq!((office.late()["count"].as_i64(), office.sent()), (Some(2), 1));
    office.desk.ask("pause_all", json!({"paused": true})).unwrap();
    assert_eq!(office.settle_late("skip"), Err(Problem::EverythingPaused));
    office.desk.ask("pause_all", json!({"paused": false})).unwrap();
    assert_eq!(office.settle_late("skip").unwrap(), none());
    office.runs(HOUR);
    assert_eq!((office.desk.outbox("waiting").len(), office.sent()), (0, 1));
    let told = office.desk.story(ids[2]);
    assert!(told.contains(&"skipped".to_owned()), "{told:?}");
}

#[test]
fn r11_a_mailbox_that_could_not_send_for_thirty_hours_asks() {
    let refused = || Script::normal().answer(Phase::Auth, 535, "no");
    let scripts = std::iter::once(refused()).chain(normal(9)).collect();
    let office = Office::open(scripts);
    office.people(2, 1);
    office.runs(HOUR + 10 * MINUTE);
    assert_eq!(office.desk.outbox("waiting")[0]["state"]["reason"], "sign_in_refused");
    office.runs(30 * HOUR);
    assert_eq!(office.late(), none());
    office.sign_in();
    office.desk.settle();
    assert_eq!((office.late()["count"].as_i64(), office.sent()), (Some(2), 0));
}

#[test]
fn r11_a_mailbox_that_could_not_send_for_twenty_hours_does_not_ask() {
    let cut = || Script::normal().at(Phase::Mail, Action::Close);
    let scripts = std::iter::repeat_with(cut).take(5).chain(normal(60)).collect();
    let office = Office::open(scripts);
    office.people(2, 1);
    office.runs(20 * HOUR);
    assert_eq!((office.late(), office.sent()), (none(), 2));
}

#[test]
fn r11_an_account_that_cannot_send_makes_mail_of_another_late_for_nothing() {
    let office = Office::open(vec![Script::normal().answer(Phase::Auth, 535, "no")]);
    office.people(1, 1);
    office.runs(HOUR + 10 * MINUTE);
    assert_eq!(office.desk.outbox("waiting")[0]["state"]["reason"], "sign_in_refused");
    let sound = ScriptedSmtp::start(normal(9));
    let other = office.sign_in_as("other@example.test", sound.port());
    office.desk.ask("account_default", json!({"id": other})).unwrap();
    // The pace keeps the last of three back for more than a day, the other account's outage nothing.
    office.pace(&json!({"gap_from": 46_800, "gap_until": 46_800}));
    office.people(3, 2);
    office.runs(30 * HOUR);
    assert_eq!((office.late(), office.sent()), (none(), 3));
    // What waits for the account that could not send is asked about.
    office.pace(&json!({}));
    office.sign_in_as("rep@example.test", sound.port());
    office.desk.settle();
    assert_eq!((office.late()["count"].as_i64(), office.sent()), (Some(1), 3));
}

#[test]
fn r11_late_because_of_pace_or_a_pause_does_not_ask() {
    let office = Office::open(normal(9));
    office.pace(&json!({"per_day": 1}));
    office.people(3, 1);
    office.runs(2 * HOUR);
    office.desk.ask("pause_all", json!({"paused": true})).unwrap();
    office.runs(26 * HOUR);
    office.desk.ask("pause_all", json!({"paused": false})).unwrap();
    office.runs(26 * HOUR);
    assert_eq!((office.late(), office.sent()), (none(), 3));
}

#[test]
fn r11_late_because_of_hours_does_not_ask() {
    let office = Office::open(normal(9));
    // Friday: the next opening is Monday's.
    office.runs(MINUTE);
    let step = json!([{
        "id": null, "name": "", "rules": {}, "delay": {"amount": 4 * 24 + 20, "unit": "hours"},
        "content": {"type": "email", "mode": "automatic", "thread": "new", "subject": "A", "body": "B"},
    }]);
    let cadence = office.desk.cadence_with("Friday", step);
    let (_, contact) = office.desk.partnership("Acme", "Ada", "ada@acme.example");
    office.desk.assign(cadence, contact);
    office.runs(8 * DAY);
    assert_eq!((office.late(), office.sent()), (none(), 1));
}

#[test]
fn r11_a_clock_that_was_set_ahead_and_back_counts_for_nothing() {
    let office = Office::open(normal(9));
    office.people(1, 2);
    office.runs(10 * MINUTE);
    let before = office.desk.clock.now();
    office.desk.ask("pause_all", json!({"paused": true})).unwrap();
    office.sleeps(20 * DAY);
    office.desk.clock.set(before);
    office.desk.settle();
    office.runs(HOUR);
    office.desk.ask("pause_all", json!({"paused": false})).unwrap();
    office.runs(4 * HOUR);
    assert_eq!((office.late(), office.sent()), (none(), 1));
}

#[test]
fn r11_the_time_since_the_program_was_killed_is_known_to_the_minute() {
    let office = Office::open(normal(9));
    office.people(1, 2);
    office.runs(HOUR);
    // As it lies there when it is cut off.
    let kept = tempfile::tempdir().unwrap();
    for name in ["workspace.sqlite", "workspace.sqlite-wal", "last-run"] {
        std::fs::copy(office.folder.path().join(name), kept.path().join(name)).unwrap();
    }
    let secrets: Arc<MemorySecrets> = office.desk.secrets.clone();
    let (just, more) = (2 * HOUR + DAY + MINUTE, 2 * HOUR + DAY + 3 * MINUTE);
    for (at, late) in [(just - 2 * MINUTE, 0), (more, 1)] {
        let copy = tempfile::tempdir().unwrap();
        for name in ["workspace.sqlite", "workspace.sqlite-wal", "last-run"] {
            std::fs::copy(kept.path().join(name), copy.path().join(name)).unwrap();
        }
        let now = Timestamp::from_millis(NOW.as_millis() + at);
        let desk = Desk::own_by_hand(copy.path(), secrets.clone(), now);
        desk.settle();
        assert_eq!(desk.ask("late_mail", json!({})).unwrap()["count"], late, "{at}");
    }
}
