//! Figures of cadences, through the window's commands, and compared with a count from nothing.

use crate::support::Desk;
use crate::support::job::HOUR;
use crate::support::lists::{counted, enrolled, own, tasks};
use desk_store::figures::Kept;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A practice workspace beside its made-up people: mail leaves without a server.
struct Room {
    folder: tempfile::TempDir,
    desk: Desk,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(folder.path(), desk_mail::server::Trust::system);
        desk.program.open();
        desk.ask("workspace_choose", json!({"kind": "practice", "copy_cadences": false})).unwrap();
        Self { folder, desk }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("practice/workspace.sqlite")
    }

    /// What is kept, after it was compared with what is counted from nothing.
    fn counted(&self) -> Kept {
        counted(&self.file())
    }

    /// What was counted in a cadence under a key.
    fn total(&self, cadence: i64, key: &str) -> i64 {
        self.counted().totals.get(&(cadence, key.to_owned())).copied().unwrap_or_default()
    }

    fn undo(&self, done: &Value) {
        self.desk.ask("undo", json!({"event": done["event"]})).unwrap();
    }

    /// Sends the open e-mail and waits until it has left.
    fn send(&self, id: i64) {
        let before = self.desk.outbox("sent").len();
        self.desk.send(id).unwrap();
        self.desk.pass(10_000);
        self.desk.until("the e-mail leaves", || self.desk.outbox("sent").len() > before);
    }
}

#[test]
fn what_is_kept_of_the_made_up_people_is_what_is_counted_from_nothing() {
    let room = Room::new();
    let kept = room.counted();
    for key in ["enrolled", "mails", "calls", "people_mailed", "people_replied", "done"] {
        assert!(kept.totals.keys().any(|(_, known)| known == key), "{key}: {:?}", kept.totals);
    }
    assert!(kept.steps.keys().any(|(_, _, key)| key == "replied"), "{:?}", kept.steps);
}

#[test]
fn calls_are_counted_and_taken_out_again() {
    let room = Room::new();
    let desk = &room.desk;
    let cadence = desk.cadence_with(
        "Calls",
        json!([
            {"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
             "content": {"type": "call", "script": ""}},
            {"id": null, "name": "", "rules": {}, "delay": {"amount": 1, "unit": "days"},
             "content": {"type": "task", "instructions": ""}},
        ]),
    );
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@figures.example");
    let assigned = desk.assign(cadence, contact);
    desk.until("it is due", || desk.card(id)["current"]["state"] == "due");
    let figure = |key| room.total(cadence, key);
    assert_eq!(figure("enrolled"), 1);

    desk.call(id, "log_only", "no_answer").unwrap();
    assert_eq!((figure("calls"), figure("contacts")), (1, 0));
    let reached = desk.call(id, "log_and_complete", "connected").unwrap();
    assert_eq!((figure("calls"), figure("contacts"), figure("done")), (2, 1, 1));
    assert_eq!((figure("people_reached"), figure("calls_to_contact")), (1, 2));
    room.undo(&reached);
    assert_eq!((figure("calls"), figure("contacts"), figure("done")), (1, 0, 0));
    assert_eq!((figure("people_reached"), figure("calls_to_contact")), (0, 0));

    let met = desk.call(id, "success", "meeting_booked").unwrap();
    assert_eq!((figure("successes"), figure("people_met"), figure("contacts")), (1, 1, 1));
    room.undo(&met);
    assert_eq!((figure("successes"), figure("people_met"), figure("contacts")), (0, 0, 0));
    let skipped = desk.ask("touch_skip", json!({"id": desk.touch(id)})).unwrap();
    assert_eq!(figure("skipped"), 1);
    room.undo(&skipped);
    assert_eq!((figure("skipped"), figure("calls")), (0, 1));

    // Something was logged since: entering cannot be taken back any more.
    assert!(desk.ask("undo", json!({"event": assigned})).is_err());
    assert_eq!(figure("enrolled"), 1);
}

#[test]
fn who_was_mailed_replied_or_opted_out_is_counted_once_and_taken_out_again() {
    let room = Room::new();
    let desk = &room.desk;
    let cadence = desk.cadence("Mails");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@figures.example");
    desk.assign(cadence, contact);
    room.send(id);
    let figure = |key| room.total(cadence, key);
    assert_eq!((figure("mails"), figure("people_mailed"), figure("people_delivered")), (1, 1, 1));

    let simulate = |what: &str| {
        let enrolment = desk.card(id)["id"].clone();
        desk.ask("practice_simulate", json!({"id": enrolment, "what": what})).unwrap()
    };
    let reply = simulate("reply");
    assert_eq!(
        (figure("people_replied"), room.counted().steps.len()),
        (1, room.counted().steps.len())
    );
    assert!(room.counted().steps.keys().any(|(of, _, key)| *of == cadence && key == "replied"));
    room.undo(&reply);
    assert_eq!(figure("people_replied"), 0);
    assert!(!room.counted().steps.keys().any(|(of, _, key)| *of == cadence && key == "replied"));

    let bounce = simulate("bounce");
    assert_eq!((figure("people_bounced"), figure("people_delivered")), (1, 0));
    room.undo(&bounce);
    assert_eq!((figure("people_bounced"), figure("people_delivered")), (0, 1));

    let opted_out = desk.ask("contact_opt_out", json!({"id": contact})).unwrap();
    assert_eq!(figure("people_opted_out"), 1);
    room.undo(&opted_out);
    assert_eq!(figure("people_opted_out"), 0);
}

#[test]
fn a_reply_is_credited_to_mail_alone_and_to_the_last_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let file = folder.path().join("practice/workspace.sqlite");
    let task = json!({"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "hours"},
        "content": {"type": "task", "work": "other", "instructions": ""}});
    let mut letter = task.clone();
    letter["content"] = json!({"type": "email", "mode": "automatic", "thread": "new",
        "subject": "Hi", "body": "Hi"});
    let no_gap = json!({"gap_from": 0, "gap_until": 0});
    desk.ask("work_settings_save", json!({"working": {}, "pace": no_gap})).unwrap();
    let mut later = letter.clone();
    later["delay"]["amount"] = json!(1);
    let cadence = desk.cadence_with("A", json!([task, later, letter, task]));
    let (home, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    let reply = |desk: &Desk| {
        let id = desk.card(home)["id"].clone();
        desk.ask("practice_simulate", json!({"id": id, "what": "reply"})).unwrap();
        desk.ask("enrolment_resume", json!({"id": id})).unwrap();
    };
    let credited =
        || counted(&file).steps.iter().filter(|((_, _, key), _)| key == "replied").count();
    // Nothing was mailed yet: it can be noted all the same.
    desk.ask("task_complete", json!({"id": desk.touch(home), "notes": ""})).unwrap();
    reply(&desk);
    assert_eq!(credited(), 0);
    // Both leave at the same moment.
    desk.pass(2 * 3_600_000);
    desk.settle();
    assert_eq!(desk.outbox("sent").len(), 2);
    desk.pass(1_000);
    reply(&desk);
    assert_eq!(credited(), 1);
}

#[test]
fn an_enrolment_that_is_taken_back_leaves_nothing_behind() {
    let room = Room::new();
    let cadence = room.desk.cadence("Outbound");
    let (id, contact) = room.desk.partnership("Acme", "Ada", "ada@figures.example");
    let assigned = room.desk.assign(cadence, contact);
    assert!(room.counted().next_due.contains_key(&id));
    room.desk.ask("undo", json!({"event": assigned})).unwrap();
    assert_eq!(room.total(cadence, "enrolled"), 0);
    assert!(!room.counted().next_due.contains_key(&id));
}

#[test]
fn a_partnership_in_the_bin_keeps_its_figures_and_one_that_is_gone_takes_them_along() {
    let room = Room::new();
    let desk = &room.desk;
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@figures.example");
    desk.assign(cadence, contact);
    room.send(id);
    desk.ask("partnership_delete", json!({"id": id})).unwrap();
    assert_eq!((room.total(cadence, "mails"), room.total(cadence, "people_mailed")), (1, 1));

    desk.program.close();
    let connection = desk_store::Connection::open(room.file()).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    connection.execute("DELETE FROM partnership WHERE id = ?1", [id]).unwrap();
    drop(connection);
    let left = room.counted();
    assert_eq!(left.totals.keys().filter(|(of, _)| *of == cadence).count(), 0, "{:?}", left.totals);
    assert_eq!(left.steps.keys().filter(|(of, _, _)| *of == cadence).count(), 0);
}

#[test]
fn figures_show_their_counts_and_only_those_of_their_days() {
    let (_folder, desk) = own();
    let (one, two) = (tasks(&desk, "One", &json!({})), tasks(&desk, "Two", &json!({})));
    for name in ["Ada", "Bea"] {
        let id = enrolled(&desk, one, name, None);
        desk.until("it is due", || desk.card(id)["current"]["state"] == "due");
        desk.ask("task_complete", json!({"id": desk.touch(id), "notes": ""})).unwrap();
    }
    let late = enrolled(&desk, two, "Cleo", None);
    desk.until("it is due", || desk.card(late)["current"]["state"] == "due");
    desk.pass(48 * HOUR);

    let asked = |input: Value| desk.ask("figures", input).unwrap();
    let all = asked(json!({"filter": "all"}));
    assert_eq!(all["average_steps"], json!({"count": 2, "of": 2}));
    assert_eq!(all["totals"]["enrolled"], 3);
    assert_eq!(all["totals"]["completion"], json!({"count": 2, "of": 3}));
    assert_eq!(all["totals"]["overdue"], 1);
    assert_eq!(all["totals"]["contact"], json!({"count": 0, "of": 0}));
    let names: Vec<&Value> =
        all["rows"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["One", "Two"]);
    assert_eq!(all["rows"][0]["figures"]["completion"], json!({"count": 2, "of": 2}));
    assert_eq!(all["rows"][1]["people"], 1);

    assert_eq!(asked(json!({"filter": "draft"}))["rows"], json!([]));
    let on = |from: &str, until: &str| {
        asked(json!({"filter": "active", "from": from, "until": until}))["totals"].clone()
    };
    assert_eq!(on("2026-01-05", "2026-01-05")["enrolled"], 3);
    assert_eq!(on("2026-01-05", "2026-01-05")["overdue"], 1);
    assert_eq!(on("2026-01-06", "2026-01-31")["enrolled"], 0);
    assert_eq!(on("2026-01-06", "2026-01-31")["overdue"], 0);
    assert_eq!(asked(json!({"filter": "all", "from": "2026-01-05"})), all);
    assert_eq!(asked(json!({"filter": "all", "until": "2026-01-04"}))["totals"]["enrolled"], 0);
}

#[test]
fn a_cadence_shows_what_became_of_each_step() {
    let room = Room::new();
    let desk = &room.desk;
    let cadence = desk.cadence("Mails");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@figures.example");
    desk.assign(cadence, contact);
    room.send(id);
    let enrolment = desk.card(id)["id"].clone();
    desk.ask("practice_simulate", json!({"id": enrolment, "what": "reply"})).unwrap();
    let found = desk.ask("cadence_figures", json!({"id": cadence})).unwrap();
    assert_eq!(found["cadence"]["figures"]["reply"], json!({"count": 1, "of": 1}));
    let steps = found["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 4);
    assert_eq!(steps[0]["reply"], json!({"count": 1, "of": 1}));
    assert_eq!((&steps[0]["done"], &steps[0]["position"]), (&json!(1), &json!(0)));
    assert_eq!((&steps[1]["done"], &steps[1]["reply"]), (&json!(0), &Value::Null));
    assert!(desk.ask("cadence_figures", json!({"id": 9_999})).is_err());
}

#[test]
fn nothing_turns_overdue_while_the_rep_is_off() {
    let (_folder, desk) = own();
    let cadence = tasks(&desk, "Usual", &json!({}));
    enrolled(&desk, cadence, "Ada", None);
    desk.until("it is due", || desk.due() == 1);
    let mut settings = desk.ask("work_settings", json!({})).unwrap();
    settings["working"]["time_off"] = json!([{"from": "2026-01-05", "until": "2026-01-07"}]);
    let save = json!({"working": settings["working"], "pace": settings["pace"]});
    desk.ask("work_settings_save", save).unwrap();
    let overdue =
        || desk.ask("figures", json!({"filter": "all"})).unwrap()["totals"]["overdue"].clone();
    desk.pass(72 * HOUR);
    assert_eq!(overdue(), 0);
    desk.pass(24 * HOUR);
    assert_eq!(overdue(), 1);
}
