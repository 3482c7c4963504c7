//! Taking back (R13) in deep states: what the simulator has found there, each as a small story.

use crate::support::job::HOUR;
use crate::support::{Desk, NOW};
use desk_wire::error::Problem;
use serde_json::{Value, json};

const DAY: i64 = 24 * HOUR;

fn step(hours: i64, content: Value, rules: Value) -> Value {
    json!({"id": null, "name": "", "rules": rules, "delay": {"amount": hours, "unit": "hours"},
        "content": content})
}

fn task(hours: i64) -> Value {
    step(hours, json!({"type": "task", "work": "other", "instructions": ""}), json!({}))
}

fn call(rules: Value) -> Value {
    step(0, json!({"type": "call", "script": ""}), rules)
}

fn letter(hours: i64, mode: &str) -> Value {
    let content =
        json!({"type": "email", "mode": mode, "thread": "new", "subject": "Hi", "body": "Old"});
    step(hours, content, json!({}))
}

struct Case {
    desk: Desk,
    _folder: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { desk: Desk::by_hand(folder.path()), _folder: folder }
    }

    /// Somebody in a cadence of these steps: the cadence, the partnership, the contact.
    fn somebody(&self, steps: Value) -> (i64, i64, i64) {
        let cadence = self.desk.cadence_with("A", steps);
        let (home, contact) = self.desk.partnership("Acme", "Ada", "ada@acme.example");
        self.desk.assign(cadence, contact);
        (cadence, home, contact)
    }

    /// Somebody else of a partnership.
    fn colleague(&self, home: i64) -> i64 {
        let fields = json!({"first_name": "Ben", "last_name": "", "title": "", "emails": [], "phones": [],
            "linkedin": "", "zone": null});
        let input = json!({"partnership": home, "fields": fields});
        let made = self.desk.ask("contact_create", input).unwrap();
        made["contacts"].as_array().unwrap().last().unwrap()["id"].as_i64().unwrap()
    }

    fn card_of(&self, home: i64, contact: i64) -> Value {
        let cards = self.desk.detail(home)["enrolments"].as_array().unwrap().clone();
        cards.into_iter().find(|card| card["contact"] == contact).unwrap()
    }

    /// Does something to the first enrolment of a partnership; its entry.
    fn decide(&self, command: &str, home: i64) -> Value {
        let id = self.desk.card(home)["id"].clone();
        self.desk.ask(command, json!({"id": id})).unwrap()["event"].clone()
    }

    fn undo(&self, event: &Value) -> Result<Value, Problem> {
        self.desk.ask("undo", json!({"event": event}))
    }

    /// When the open touch is due, in hours from the beginning.
    fn due(&self, home: i64) -> i64 {
        let at = self.desk.card(home)["current"]["due_at"].as_i64().unwrap();
        (at - NOW.as_millis()) / HOUR
    }

    fn pass(&self, millis: i64) {
        self.desk.pass(millis);
        self.desk.settle();
    }

    /// Writes another text and sends it; the entry.
    fn send(&self, home: i64, body: &str) -> Value {
        let id = self.desk.touch(home);
        let draft =
            json!({"to": "ada@acme.example", "cc": "", "bcc": "", "subject": "Hi", "body": body});
        self.desk.ask("email_send", json!({"id": id, "draft": draft})).unwrap()["event"].clone()
    }

    fn body(&self, home: i64) -> Value {
        self.desk.window(home)["work"]["draft"]["body"].clone()
    }
}

/// A reply of Ada has paused Ben: case, partnership, Ada, Ben, the reply.
fn replied() -> (Case, i64, i64, Value) {
    let case = Case::new();
    let (cadence, home, ada) = case.somebody(json!([task(0), task(0)]));
    let ben = case.colleague(home);
    case.desk.assign(cadence, ben);
    let id = case.card_of(home, ada)["id"].clone();
    let reply = json!({"id": id, "what": "reply"});
    let event = case.desk.ask("practice_simulate", reply).unwrap()["event"].clone();
    assert_eq!(case.card_of(home, ben)["state"]["reason"], "colleague_replied");
    (case, home, ben, event)
}

#[test]
fn r13_a_reply_stands_once_a_colleague_whom_it_paused_has_worked_on() {
    let (case, home, ben, event) = replied();
    let card = case.card_of(home, ben);
    case.desk.ask("enrolment_resume", json!({"id": card["id"]})).unwrap();
    let done = json!({"id": card["current"]["id"], "notes": ""});
    case.desk.ask("task_complete", done).unwrap();
    assert_eq!(case.undo(&event), Err(Problem::NotUndoable));
}

#[test]
fn r13_a_reply_stands_once_a_colleague_whom_it_paused_has_entered_something_else() {
    let (case, home, ben, event) = replied();
    let id = case.card_of(home, ben)["id"].clone();
    case.desk.ask("enrolment_remove", json!({"id": id})).unwrap();
    let other = case.desk.cadence_with("B", json!([task(0)]));
    case.desk.assign(other, ben);
    assert_eq!(case.undo(&event), Err(Problem::NotUndoable));
}

#[test]
fn r13_what_was_in_the_outbox_when_it_was_paused_is_due_again_with_its_text() {
    let case = Case::new();
    let (_, home, _) = case.somebody(json!([letter(0, "manual")]));
    case.send(home, "New");
    let pause = case.decide("enrolment_pause", home);
    case.undo(&pause).unwrap();
    let card = case.desk.card(home);
    assert_eq!(
        (&card["state"]["state"], &card["current"]["state"]),
        (&json!("active"), &json!("due"))
    );
    assert_eq!(case.body(home), "New");
}

#[test]
fn r13_a_sending_that_is_taken_back_after_a_removal_gives_back_what_was_sent() {
    let case = Case::new();
    let (_, home, _) = case.somebody(json!([letter(0, "manual")]));
    let sent = case.send(home, "New");
    case.decide("enrolment_remove", home);
    case.undo(&sent).unwrap();
    assert_eq!(case.body(home), "New");
}

#[test]
fn r13_an_automatic_message_that_comes_due_by_an_undo_leaves() {
    let case = Case::new();
    let (cadence, home, _) = case.somebody(json!([letter(1, "automatic")]));
    case.desk.ask("cadence_deactivate", json!({"id": cadence})).unwrap();
    let pause = case.decide("enrolment_pause", home);
    case.pass(2 * HOUR);
    case.desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    // Its cadence stood still for two hours, and it goes on in the hour in which it is taken back.
    case.pass(HOUR);
    assert_eq!(case.due(home), 1);
    case.undo(&pause).unwrap();
    assert_eq!(case.due(home), 4);
    case.pass(HOUR);
    assert_eq!(case.desk.outbox("sent").len(), 1);
}

#[test]
fn r5_what_was_paused_together_with_everything_has_stood_still_until_it_is_brought_back() {
    let case = Case::new();
    let (_, home, _) = case.somebody(json!([task(120)]));
    case.desk.ask("pause_all", json!({"paused": true})).unwrap();
    let pause = case.decide("enrolment_pause", home);
    case.pass(2 * DAY);
    case.desk.ask("pause_all", json!({"paused": false})).unwrap();
    case.pass(DAY);
    case.undo(&pause).unwrap();
    assert_eq!(case.desk.card(home)["state"]["state"], "active");
    assert_eq!(case.due(home), 120 + 3 * 24);
}

#[test]
fn r5_what_is_brought_back_stands_still_with_its_cadence() {
    let case = Case::new();
    let (cadence, home, _) = case.somebody(json!([task(120)]));
    let pause = case.decide("enrolment_pause", home);
    case.desk.ask("cadence_deactivate", json!({"id": cadence})).unwrap();
    case.undo(&pause).unwrap();
    let card = case.desk.card(home);
    assert_eq!((&card["state"]["state"], &card["frozen"]), (&json!("active"), &json!(true)));
    case.pass(DAY);
    case.desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    assert_eq!(case.due(home), 120 + 24);
}

#[test]
fn r13_a_move_to_another_cadence_is_taken_back_whole() {
    let case = Case::new();
    let other = case.desk.cadence_with("B", json!([task(0)]));
    let rules = json!({"after": {"type": "move", "to": other}});
    let cadence = case.desk.cadence_ruled("A", json!([task(0)]), rules);
    let (home, ada) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(cadence, ada);
    let touch = case.desk.touch(home);
    let skipped = case.desk.ask("touch_skip", json!({"id": touch})).unwrap();
    assert_eq!(case.desk.card(home)["cadence"], other);
    case.undo(&skipped["event"]).unwrap();
    let cards = case.desk.detail(home)["enrolments"].clone();
    assert_eq!(cards.as_array().unwrap().len(), 1);
    assert_eq!(
        (&cards[0]["cadence"], &cards[0]["current"]["id"]),
        (&json!(cadence), &json!(touch))
    );
}

#[test]
fn r13_a_call_that_is_taken_back_leaves_an_address_dead_that_has_died_since() {
    let case = Case::new();
    let shares = json!({"shares_contacts": true});
    let calls = case.desk.cadence_ruled("A", json!([call(json!({})), task(0)]), shares.clone());
    let mails = case.desk.cadence_ruled("B", json!([letter(0, "manual")]), shares);
    let made =
        case.desk.make("Acme", "Ada", &["a@x.example", "b@x.example"], &["+49 30 23125 100"]);
    let made = made.unwrap();
    let (home, ada) = (made["id"].as_i64().unwrap(), made["contacts"][0]["id"].as_i64().unwrap());
    case.desk.assign(calls, ada);
    let called = case.desk.call(home, "log_and_complete", "no_answer").unwrap()["event"].clone();
    case.desk.assign(mails, ada);
    let cards = case.desk.detail(home)["enrolments"].as_array().unwrap().clone();
    let mailed = cards.iter().find(|card| card["cadence"] == mails).unwrap();
    case.pass(1_000);
    let bounce = json!({"id": mailed["id"], "what": "bounce"});
    case.desk.ask("practice_simulate", bounce).unwrap();
    let dead = |case: &Case| case.desk.detail(home)["contacts"][0]["dead"].clone();
    assert_eq!(dead(&case), json!(["a@x.example"]));
    case.desk.ask("enrolment_remove", json!({"id": mailed["id"]})).unwrap();
    case.undo(&called).unwrap();
    assert_eq!(dead(&case), json!(["a@x.example"]));
}

#[test]
fn r46_the_step_after_a_logged_call_already_sees_that_somebody_was_contacted_and_reached() {
    for test in
        [json!({"type": "stage", "is": "contacted"}), json!({"type": "connected", "is": true})]
    {
        let case = Case::new();
        let condition = json!({"holds": "all", "tests": [test], "otherwise": {"type": "skip"},
            "then": null});
        let seen = step(
            0,
            json!({"type": "task", "work": "other", "instructions": ""}),
            json!({"condition": condition}),
        );
        let (_, home, _) = case.somebody(json!([call(json!({})), seen, task(0)]));
        case.desk.call(home, "log_and_complete", "connected").unwrap();
        assert_eq!(case.desk.card(home)["current"]["position"], 1);
    }
}

#[test]
fn r27_a_message_that_was_taken_back_is_not_taken_back_again() {
    let case = Case::new();
    let (_, home, _) = case.somebody(json!([letter(0, "manual"), task(0)]));
    case.send(home, "New");
    let message = json!({"id": case.desk.outbox("waiting")[0]["id"]});
    case.desk.ask("outbox_cancel", message.clone()).unwrap();
    assert_eq!(case.desk.ask("outbox_cancel", message.clone()), Err(Problem::TouchClosed));
    // Nor when its touch is over.
    case.desk.ask("touch_skip", json!({"id": case.desk.touch(home)})).unwrap();
    assert_eq!(case.desk.ask("outbox_cancel", message), Err(Problem::TouchClosed));
}
