//! Figures, lists of due touches and lists of partnerships, through the window's commands.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_store::figures::{Kept, kept, recount};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use support::Desk;
use support::job::HOUR;

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

fn own() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    (folder, desk)
}

fn counted(file: &Path) -> Kept {
    let connection = desk_store::Connection::open(file).unwrap();
    // One moment for both: loops write meanwhile.
    let view = connection.unchecked_transaction().unwrap();
    let (is, should_be) = (kept(&view).unwrap(), recount(&view).unwrap());
    assert_eq!(is, should_be);
    is
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

/// A cadence whose only step is a task that is due at once.
fn tasks(desk: &Desk, name: &str, rules: &Value) -> i64 {
    desk.cadence_with(
        name,
        json!([{"id": null, "name": "", "rules": rules, "delay": {"amount": 0, "unit": "days"},
                "content": {"type": "task", "instructions": ""}}]),
    )
}

/// A partnership of a tier with a contact in a cadence, whose touch is due.
fn enrolled(desk: &Desk, cadence: i64, name: &str, tier: Option<&str>) -> i64 {
    let address = format!("{}@lists.example", name.to_lowercase());
    let (id, contact) = desk.partnership(name, name, &address);
    let mut fields = desk.detail(id)["fields"].clone();
    fields["tier"] = json!(tier);
    desk.ask("partnership_update", json!({"id": id, "fields": fields})).unwrap();
    desk.assign(cadence, contact);
    id
}

/// The names of all pages of two rows.
fn pages(
    desk: &Desk,
    command: &str,
    mut input: Value,
    name: impl Fn(&Value) -> &Value,
) -> Vec<String> {
    let mut names = Vec::new();
    input["limit"] = json!(2);
    loop {
        let page = desk.ask(command, input.clone()).unwrap();
        let rows = page["rows"].as_array().unwrap();
        names.extend(rows.iter().map(|row| name(row).as_str().unwrap().to_owned()));
        if page["next"].is_null() {
            return names;
        }
        input["after"] = page["next"].clone();
    }
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
fn due_touches_come_in_every_order_page_by_page() {
    let (_folder, desk) = own();
    let high = tasks(&desk, "High", &json!({"priority": "high"}));
    let usual = tasks(&desk, "Usual", &json!({}));
    let people = [
        (usual, "Dora", Some("two")),
        (high, "Cleo", None),
        (usual, "Bea", Some("one")),
        (high, "Ada", Some("two")),
        (usual, "Eve", None),
    ];
    for (cadence, name, tier) in people {
        enrolled(&desk, cadence, name, tier);
        desk.pass(60_000);
    }
    desk.until("all are due", || desk.due() == 5);
    let listed = |input: Value| pages(&desk, "due_list", input, |row| &row["partnership_name"]);
    let order = |order: &str| listed(json!({"step": null, "after": null, "order": order}));
    assert_eq!(order("due"), ["Dora", "Cleo", "Bea", "Ada", "Eve"]);
    assert_eq!(order("name"), ["Ada", "Bea", "Cleo", "Dora", "Eve"]);
    assert_eq!(order("tier"), ["Bea", "Dora", "Ada", "Cleo", "Eve"]);
    assert_eq!(order("priority"), ["Cleo", "Ada", "Dora", "Bea", "Eve"]);
    assert_eq!(listed(json!({"step": null, "after": null})), order("due"));
    let of = |order: &str| {
        listed(json!({"step": null, "after": null, "cadence": usual, "order": order}))
    };
    assert_eq!(of("due"), ["Dora", "Bea", "Eve"]);
    assert_eq!(of("tier"), ["Bea", "Dora", "Eve"]);
    assert_eq!(of("name"), ["Bea", "Dora", "Eve"]);
    let step = desk.ask("cadence_get", json!({"id": usual})).unwrap()["steps"][0]["id"].clone();
    let at = |order: &str| listed(json!({"step": step, "after": null, "order": order}));
    assert_eq!((at("priority"), at("name")), (of("priority"), of("name")));
}

#[test]
fn focus_parts_what_is_overdue_from_today_and_from_later_this_week() {
    let (folder, desk) = own();
    let usual = tasks(&desk, "Usual", &json!({}));
    let soon = tasks(&desk, "Soon", &json!({"deadline_minutes": 60}));
    enrolled(&desk, usual, "Old", None);
    desk.until("it is due", || desk.due() == 1);
    desk.pass(24 * HOUR);
    enrolled(&desk, usual, "New", Some("one"));
    let hurry = enrolled(&desk, soon, "Hurry", None);
    desk.until("they are due", || desk.due() == 3);
    let later = enrolled(&desk, usual, "Later", None);
    desk.until("it is due", || desk.due() == 4);
    let until = desk_core::time::Clock::now(&*desk.clock).as_millis() + 24 * HOUR;
    let snooze = json!({"id": desk.touch(later), "until": until, "beyond_hours": false});
    desk.ask("touch_snooze", snooze).unwrap();

    let focus = |group: &str, cadence: Option<i64>| {
        let input = json!({"group": group, "order": "name", "cadence": cadence, "step": null,
                           "after": null, "limit": 50});
        let found = desk.ask("focus", input).unwrap();
        let rows = found["rows"].as_array().unwrap();
        let names: Vec<String> = rows
            .iter()
            .map(|row| row["touch"]["partnership_name"].as_str().unwrap().to_owned())
            .collect();
        let counts =
            ["overdue", "today", "later"].map(|part| found[part]["count"].as_i64().unwrap());
        (names, counts)
    };
    assert_eq!(focus("overdue", None), (vec!["Old".to_owned()], [1, 2, 1]));
    assert_eq!(focus("today", None).0, ["Hurry", "New"]);
    assert_eq!(focus("later", None).0, ["Later"]);
    assert_eq!(focus("today", Some(soon)), (vec!["Hurry".to_owned()], [0, 1, 0]));

    // A deadline is past within the day; without one the day has to end.
    desk.pass(2 * HOUR);
    assert_eq!(focus("overdue", None), (vec!["Hurry".to_owned(), "Old".to_owned()], [2, 1, 1]));
    let skipped = desk.ask("touch_skip", json!({"id": desk.touch(hurry)})).unwrap();
    assert_eq!(focus("overdue", None).1, [1, 1, 1]);
    desk.ask("undo", json!({"event": skipped["event"]})).unwrap();
    assert_eq!(focus("overdue", None).1, [2, 1, 1]);
    counted(&folder.path().join("workspace.sqlite"));
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

#[test]
fn partnerships_come_in_every_order_page_by_page_and_behind_filters() {
    let (_folder, desk) = own();
    let cadence = tasks(&desk, "Usual", &json!({}));
    let ada = enrolled(&desk, cadence, "Ada", Some("two"));
    desk.pass(60_000);
    enrolled(&desk, cadence, "Bea", Some("one"));
    desk.pass(60_000);
    let free = |name: &str| desk.partnership(name, name, &format!("{name}@free.example")).0;
    let (cleo, _) = (free("Cleo"), desk.pass(60_000));
    free("Dora");
    let mut fields = desk.detail(cleo)["fields"].clone();
    fields["stage"] = json!("in_conversation");
    desk.pass(60_000);
    desk.ask("partnership_update", json!({"id": cleo, "fields": fields})).unwrap();

    let listed = |mut input: Value| {
        input["search"] = input["search"].as_str().unwrap_or_default().into();
        input["after"] = Value::Null;
        pages(&desk, "partnership_list", input, |row| &row["name"])
    };
    assert_eq!(listed(json!({})), ["Ada", "Bea", "Cleo", "Dora"]);
    assert_eq!(listed(json!({"order": "name"})), ["Ada", "Bea", "Cleo", "Dora"]);
    assert_eq!(listed(json!({"order": "tier"})), ["Bea", "Ada", "Cleo", "Dora"]);
    assert_eq!(listed(json!({"order": "stage"})), ["Ada", "Bea", "Dora", "Cleo"]);
    assert_eq!(listed(json!({"order": "updated"})), ["Cleo", "Dora", "Bea", "Ada"]);
    assert_eq!(listed(json!({"order": "next_due"})), ["Ada", "Bea", "Cleo", "Dora"]);
    for order in ["name", "tier", "stage"] {
        assert_eq!(listed(json!({"order": order, "tier": "none", "stage": "lead"})), ["Dora"]);
        assert_eq!(listed(json!({"order": order, "tier": "none"})).len(), 2);
    }
    assert_eq!(listed(json!({"order": "updated", "stage": "lead"})), ["Dora", "Bea", "Ada"]);
    assert_eq!(listed(json!({"order": "next_due", "tier": "two"})), ["Ada"]);
    assert_eq!(listed(json!({"order": "updated", "search": "a"})), ["Ada"]);

    let page = |tier: Value| {
        let mut input = json!({"search": "", "after": null, "limit": 50});
        if !tier.is_null() {
            input["tier"] = tier;
        }
        desk.ask("partnership_list", input).unwrap()
    };
    assert_eq!(page(json!("none"))["matching"], json!({"count": 2, "more": false}));
    assert_eq!(page(Value::Null).get("matching"), None);

    // Who has nothing planned any more goes behind the others.
    desk.until("it is due", || desk.card(ada)["current"]["state"] == "due");
    desk.ask("task_complete", json!({"id": desk.touch(ada), "notes": ""})).unwrap();
    assert_eq!(listed(json!({"order": "next_due"})), ["Bea", "Ada", "Cleo", "Dora"]);
}
