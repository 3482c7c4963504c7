//! What comes from the other side reaches every enrolment that it concerns; moves between cadences.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_wire::error::Problem;
use serde_json::{Value, json};

const DAY: i64 = 24 * HOUR;

fn step(content: Value, rules: Value) -> Value {
    json!([{"id": null, "name": "", "rules": rules, "delay": {"amount": 0, "unit": "days"}, "content": content}])
}

fn call(rules: Value) -> Value {
    step(json!({"type": "call", "script": ""}), rules)
}

fn task() -> Value {
    step(json!({"type": "task", "work": "other", "instructions": ""}), json!({}))
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

    fn cards(&self, id: i64) -> Vec<Value> {
        self.desk.detail(id)["enrolments"].as_array().unwrap().clone()
    }

    /// State and its reason or outcome of the cards of a partnership, by the cadence's name.
    fn states(&self, id: i64) -> Vec<String> {
        let mut states: Vec<String> = self
            .cards(id)
            .iter()
            .map(|card| {
                let state = &card["state"];
                let why = state["reason"].as_str().or(state["outcome"].as_str()).unwrap_or("");
                let (name, state) = (&card["cadence_name"], &state["state"]);
                format!("{} {} {why}", name.as_str().unwrap(), state.as_str().unwrap())
            })
            .collect();
        states.sort();
        states
    }

    /// Somebody else of a partnership.
    fn colleague(&self, id: i64) -> i64 {
        let fields = json!({"first_name": "Ben", "last_name": "", "title": "", "emails": [], "phones": [],
            "linkedin": "", "zone": null});
        let input = json!({"partnership": id, "fields": fields});
        let home = self.desk.ask("contact_create", input).unwrap();
        home["contacts"].as_array().unwrap().last().unwrap()["id"].as_i64().unwrap()
    }

    fn card_of(&self, id: i64, contact: i64) -> Value {
        self.cards(id).into_iter().find(|card| card["contact"] == contact).unwrap()
    }

    fn simulate(&self, id: i64, what: &str) -> Result<Value, Problem> {
        let enrolment = self.cards(id)[0]["id"].clone();
        self.desk.ask("practice_simulate", json!({"id": enrolment, "what": what}))
    }
}

#[test]
fn r22_a_reply_pauses_all_enrolments_of_the_contact_and_those_of_colleagues() {
    let case = Case::new();
    let shared = json!({"shares_contacts": true});
    let a = case.desk.cadence_ruled("A", task(), shared.clone());
    let b = case.desk.cadence_ruled("B", task(), shared);
    let (id, ada) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, ada);
    case.desk.assign(b, ada);
    let ben = case.colleague(id);
    case.desk.assign(a, ben);
    let of_ada = case.card_of(id, ada);
    let event = case
        .desk
        .ask("practice_simulate", json!({"id": of_ada["id"], "what": "reply"}))
        .unwrap()["event"]
        .clone();
    assert_eq!(
        case.states(id),
        ["A paused colleague_replied", "A paused replied", "B paused replied"]
    );
    case.desk.ask("undo", json!({"event": event})).unwrap();
    assert_eq!(case.states(id), ["A active ", "A active ", "B active "]);
}

#[test]
fn r33_a_reply_is_not_taken_back_once_a_colleague_whom_it_paused_has_opted_out() {
    let case = Case::new();
    let a = case.desk.cadence_with("A", task());
    let (id, ada) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, ada);
    let ben = case.colleague(id);
    case.desk.assign(a, ben);
    let of_ada = case.card_of(id, ada)["id"].clone();
    let reply = json!({"id": of_ada, "what": "reply"});
    let event = case.desk.ask("practice_simulate", reply).unwrap()["event"].clone();
    case.desk.ask("contact_opt_out", json!({"id": ben})).unwrap();
    assert_eq!(case.desk.ask("undo", json!({"event": event})), Err(Problem::NotUndoable));
    assert_eq!(case.states(id), ["A finished opted_out", "A paused replied"]);
}

#[test]
fn r14_two_cadences_must_both_share_their_people() {
    let case = Case::new();
    let a = case.desk.cadence_ruled("A", task(), json!({"shares_contacts": true}));
    let b = case.desk.cadence_with("B", task());
    let (_, ada) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, ada);
    let request = json!({"cadence": b, "contact": ada, "first_step": null, "start_at": null});
    let preflight = case.desk.ask("assign_preflight", request).unwrap();
    assert_eq!(preflight["problems"], json!([{"type": "in_another_cadence", "name": "A"}]));
}

#[test]
fn r33_an_opt_out_ends_every_cadence_and_a_bounce_of_the_last_address_too() {
    let case = Case::new();
    let a = case.desk.cadence_with("A", task());
    for (name, what, outcome) in [("Acme", "opt_out", "opted_out"), ("Bolt", "bounce", "bounced")] {
        let (id, contact) = case.desk.partnership(name, name, &format!("x@{name}.example"));
        case.desk.assign(a, contact);
        case.simulate(id, what).unwrap();
        assert_eq!(case.states(id), [format!("A finished {outcome}")]);
        assert_eq!(case.simulate(id, what), Err(Problem::EnrolmentFinished));
    }
}

#[test]
fn r19_a_message_that_may_be_an_answer_is_looked_at_by_the_rep() {
    let case = Case::new();
    let a = case.desk.cadence_with("A", task());
    let (id, contact) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, contact);
    case.simulate(id, "unclear").unwrap();
    assert_eq!(case.states(id), ["A review "]);
    case.desk.pass(30 * DAY);
    case.desk.settle();
    assert_eq!(case.states(id), ["A review "]);
    case.desk.ask("enrolment_resume", json!({"id": case.cards(id)[0]["id"]})).unwrap();
    assert_eq!(case.states(id), ["A active "]);
}

#[test]
fn a_disposition_moves_a_contact_to_another_cadence_and_taking_it_back_brings_it_back() {
    let case = Case::new();
    let b = case.desk.cadence_with("B", task());
    let route = json!({"disposition": "no_answer", "leads_to": {"type": "move", "to": b}});
    let a = case.desk.cadence_with("A", call(json!({"routing": [route]})));
    let (id, contact) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, contact);
    let done = case.desk.call(id, "log_and_complete", "no_answer").unwrap();
    assert_eq!(case.states(id), ["A finished moved", "B active "]);
    case.desk.ask("undo", json!({"event": done["event"]})).unwrap();
    assert_eq!(case.states(id), ["A active "]);
}

#[test]
fn r14_a_cadence_that_does_not_take_a_contact_ends_the_move_with_that_reason() {
    let case = Case::new();
    let b = case.desk.cadence_with("B", task());
    case.desk.ask("cadence_deactivate", json!({"id": b})).unwrap();
    let a = case.desk.cadence_ruled("A", task(), json!({"after": {"type": "move", "to": b}}));
    let (id, contact) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, contact);
    let touch = case.desk.touch(id);
    case.desk.ask("task_complete", json!({"id": touch, "notes": ""})).unwrap();
    assert_eq!(case.states(id), ["A finished not_moved"]);
}

#[test]
fn r52_a_buying_signal_comes_first_and_a_message_by_hand_waits_for_the_rep() {
    let case = Case::new();
    let a = case.desk.cadence_with("A", task());
    let (id, contact) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, contact);
    let sign = |sign: &str| {
        let id = case.cards(id)[0]["id"].clone();
        case.desk.ask("enrolment_sign", json!({"id": id, "sign": sign}))
    };
    sign("buying_signal").unwrap();
    assert_eq!(case.states(id), ["A active "]);
    sign("wrote_by_hand").unwrap();
    assert_eq!(case.states(id), ["A paused wrote_by_hand"]);
    sign("meeting").unwrap();
    assert_eq!(case.states(id), ["A finished won"]);
}

#[test]
fn a_text_of_an_e_mail_stays_with_a_contact() {
    let case = Case::new();
    let rules = |weight: u32| {
        json!({"weight": weight, "may_repeat": true, "variants": [
            {"key": 1, "weight": 100 - weight, "subject": "Second", "body": "B"},
        ]})
    };
    let email = json!({"type": "email", "mode": "manual", "thread": "new", "subject": "First", "body": "A"});
    let a = case.desk.cadence_ruled(
        "A",
        step(email.clone(), rules(0)),
        json!({"runs": {"total": 2, "pause": {"amount": 1, "unit": "days"}}}),
    );
    let (id, contact) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
    case.desk.assign(a, contact);
    assert_eq!(case.desk.window(id)["work"]["draft"]["subject"], "Second");
    case.desk.send(id).unwrap();
    case.desk.pass(20_000);
    case.desk.settle();
    // The weights change; who has got a text gets it again.
    let saved = case.desk.ask("cadence_get", json!({"id": a})).unwrap();
    let mut steps = step(email, rules(100));
    steps[0]["id"] = saved["steps"][0]["id"].clone();
    let save = json!({"id": a, "revision": saved["revision"], "goal": "", "steps": steps, "rules": saved["rules"], "move_people": true});
    case.desk.ask("cadence_save", save).unwrap();
    case.desk.pass(2 * DAY);
    case.desk.settle();
    assert_eq!(case.desk.window(id)["work"]["draft"]["subject"], "Second");
}

#[test]
fn r27_mail_is_not_taken_back_by_what_the_cadence_does_not_stop_for() {
    let case = Case::new();
    let desk = &case.desk;
    let steps = step(
        json!({"type": "email", "mode": "automatic", "thread": "new", "subject": "A", "body": "B"}),
        json!({}),
    );
    let exits = json!({"reply": "pause", "meeting": false, "colleague_reply": false,
        "wrote_by_hand": false, "out_of_office": false});
    let cadence = desk.cadence_ruled("Mail", steps.clone(), json!({"exits": exits}));
    let stopping = desk.cadence_ruled("Stops", steps, json!({}));
    let settings = desk.ask("work_settings", json!({})).unwrap();
    let no_more = json!({"per_day": 1, "gap_from": 0, "gap_until": 0});
    let save = json!({"working": settings["working"], "pace": no_more});
    desk.ask("work_settings_save", save).unwrap();
    let people =
        [("First", cadence), ("Acme", cadence), ("Other", stopping)].map(|(name, into)| {
            let address = format!("a@{}.example", name.to_lowercase());
            let (id, contact) = desk.partnership(name, "Ada", &address);
            desk.assign(into, contact);
            id
        });
    desk.settle();
    let [_, goes_on, stops] = people;
    // Both wait for tomorrow's mail.
    assert_eq!((desk.outbox("sent").len(), desk.outbox("waiting").len()), (1, 2));
    for sign in ["meeting", "wrote_by_hand"] {
        let enrolment = desk.card(goes_on)["id"].clone();
        desk.ask("enrolment_sign", json!({"id": enrolment, "sign": sign})).unwrap();
    }
    let away = |id: i64| {
        let enrolment = desk.card(id)["id"].clone();
        desk.ask("practice_simulate", json!({"id": enrolment, "what": "out_of_office"})).unwrap();
    };
    away(goes_on);
    away(stops);
    let waits: Vec<_> =
        desk.outbox("waiting").iter().map(|row| row["partnership"].clone()).collect();
    assert_eq!(waits, [json!(goes_on)]);
    desk.pass(2 * DAY);
    desk.settle();
    assert_eq!(desk.outbox("sent").len(), 2);
}

#[test]
fn what_is_simulated_lies_in_replies_as_the_message_that_it_would_be() {
    for (what, verdict, code) in [
        ("reply", "human_reply", "no_machine_sign"),
        ("out_of_office", "auto_reply", "auto_header"),
        ("bounce", "delivery_report", "machine_report"),
        ("opt_out", "unsubscribe", "unsubscribe_text"),
        ("unclear", "review", "weak_match"),
    ] {
        let case = Case::new();
        let letter = json!({"type": "email", "mode": "manual", "thread": "new", "subject": "A question", "body": "Hello"});
        let a = case.desk.cadence_with("A", step(letter, json!({"may_repeat": true})));
        let (id, contact) = case.desk.partnership("Acme", "Ada", "ada@acme.example");
        case.desk.assign(a, contact);
        let event = case.simulate(id, what).unwrap()["event"].clone();
        let list = json!({"filter": "all", "after": null, "limit": 9});
        let rows = case.desk.ask("replies_list", list).unwrap()["rows"].clone();
        let row = &rows[0];
        assert_eq!((&row["verdict"], &row["code"]), (&json!(verdict), &json!(code)));
        assert_eq!(rows.as_array().unwrap().len(), 1);
        let reply = row["id"].clone();
        let shown = case.desk.ask("reply_get", json!({"id": reply})).unwrap();
        assert!(!shown["text"].as_str().unwrap().is_empty(), "{shown}");
        // The rep says that it was nothing, and the cadence goes on; *Undo* does the same.
        let ruling = json!({"id": reply, "ruling": {"is": "unrelated"}, "enrolment": null});
        assert_eq!(case.desk.ask("reply_overrule", ruling).unwrap()["undone"], true, "{what}");
        assert_eq!(case.states(id), ["A active "], "{what}");
        assert_eq!(case.desk.ask("undo", json!({"event": event})), Err(Problem::NotUndoable));
    }
}
