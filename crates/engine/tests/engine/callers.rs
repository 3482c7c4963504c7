//! Calls: from which of the rep's own numbers, and what is said to an answering machine.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_wire::caller::CallerFault;
use desk_wire::error::{Fault, Problem};
use desk_wire::rules::StepFault;
use serde_json::{Value, json};

const MINE: [&str; 3] = ["+49 30 555 01", "+49 40 555 02", "+49 89 555 03"];

fn call(rules: Value) -> Value {
    json!({
        "id": null, "name": "", "rules": rules, "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "call", "script": ""},
    })
}

fn by(choice: &str) -> Value {
    call(json!({"caller": {"type": choice}}))
}

fn list(numbers: &[&str]) -> Value {
    let one = |number: &&str| json!({"number": number, "label": format!("Desk {number}")});
    json!({"numbers": numbers.iter().map(one).collect::<Vec<_>>()})
}

/// A workspace with the rep's numbers.
fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    desk.ask("caller_numbers_save", list(&MINE)).unwrap();
    (folder, desk)
}

/// A cadence that is not active.
fn save(desk: &Desk, steps: Value) -> Result<Value, Problem> {
    let made = desk.ask("cadence_create", json!({"name": "More calls", "description": ""}))?;
    let id = made["id"].clone();
    let save = json!({"id": id, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false});
    desk.ask("cadence_save", save).map(|_| id)
}

/// Somebody who enters a cadence.
fn enter(desk: &Desk, name: &str, cadence: i64) -> i64 {
    let phone = format!("+49 30 2312{:04}", name.len());
    let made = desk.make(name, name, &[], &[&phone]).unwrap();
    desk.assign(cadence, made["contacts"][0]["id"].as_i64().unwrap());
    made["id"].as_i64().unwrap()
}

fn from(desk: &Desk, id: i64) -> Value {
    desk.window(id)["work"]["from"]["number"].clone()
}

fn finish(desk: &Desk, id: i64, action: &str) {
    let log = json!({"notes": "", "disposition": "no_answer", "sentiment": null, "number": ""});
    desk.ask("call_finish", json!({"id": desk.touch(id), "log": log, "action": action})).unwrap();
}

/// From which numbers the logged calls of a partnership were made, the last one first.
fn logged(desk: &Desk, id: i64) -> Vec<Value> {
    let page = desk.ask("timeline", json!({"id": id, "after": null, "limit": 50})).unwrap();
    let calls = page["entries"].as_array().unwrap().iter().map(|entry| entry["what"].clone());
    calls.filter(|what| what["type"] == "call_logged").map(|what| what["from"].clone()).collect()
}

#[test]
fn r39_by_turns_the_next_number_comes_across_all_calls_and_stays_with_its_touch() {
    let (_folder, desk) = desk();
    let first = desk.cadence_with("First", json!([by("rotating"), by("rotating")]));
    let second = desk.cadence_with("Second", json!([by("rotating")]));
    let (ada, ben) = (enter(&desk, "Ada", first), enter(&desk, "Benedict", second));
    assert_eq!(from(&desk, ada), MINE[0]);
    assert_eq!(from(&desk, ben), MINE[1], "the turn goes over all cadences");
    assert_eq!(from(&desk, ada), MINE[0], "opening it again changes nothing");
    finish(&desk, ada, "log_only");
    assert_eq!(from(&desk, ada), MINE[0], "it stays with the touch");
    finish(&desk, ada, "log_and_complete");
    assert_eq!(logged(&desk, ada), [json!(MINE[0]), json!(MINE[0])]);
    assert_eq!(from(&desk, ada), MINE[2], "the next touch is another call");
}

#[test]
fn r39_a_touch_that_is_taken_back_has_its_number_again() {
    let (_folder, desk) = desk();
    let cadence = desk.cadence_with("Calls", json!([by("rotating"), by("rotating")]));
    let id = enter(&desk, "Ada", cadence);
    assert_eq!(from(&desk, id), MINE[0]);
    let log = json!({"notes": "", "disposition": "no_answer", "sentiment": null, "number": ""});
    let request = json!({"id": desk.touch(id), "log": log, "action": "log_and_complete"});
    let done = desk.ask("call_finish", request).unwrap();
    assert_eq!(from(&desk, id), MINE[1]);
    desk.ask("undo", json!({"event": done["event"]})).unwrap();
    assert_eq!(from(&desk, id), MINE[0]);
}

#[test]
fn r39_by_chance_one_of_the_list_is_chosen_once() {
    let (_folder, desk) = desk();
    let cadence = desk.cadence_with("Calls", json!([by("random")]));
    for name in ["Ada", "Benedict", "Charlotte"] {
        let id = enter(&desk, name, cadence);
        let chosen = from(&desk, id);
        assert!(MINE.iter().any(|number| chosen == *number), "{chosen}");
        assert_eq!(from(&desk, id), chosen);
    }
}

#[test]
fn a_number_that_was_removed_meanwhile_is_chosen_anew() {
    let (_folder, desk) = desk();
    let cadence = desk.cadence_with("Calls", json!([by("rotating")]));
    let id = enter(&desk, "Ada", cadence);
    assert_eq!(from(&desk, id), MINE[0]);
    desk.ask("caller_numbers_save", list(&MINE[1..])).unwrap();
    assert_eq!(from(&desk, id), MINE[1]);
    desk.ask("caller_numbers_save", list(&[])).unwrap();
    assert_eq!(from(&desk, id), Value::Null, "without numbers the phone decides");
}

#[test]
fn a_number_that_a_step_calls_from_stays_in_the_list() {
    let (_folder, desk) = desk();
    let fixed = |number: &str| call(json!({"caller": {"type": "fixed", "number": number}}));
    let cadence = desk.cadence_with("Calls", json!([fixed("+49 (0)40 55502")]));
    let id = enter(&desk, "Ada", cadence);
    assert_eq!(from(&desk, id), MINE[1], "as it is written in the list");
    let refused = desk.ask("caller_numbers_save", list(&MINE[..1]));
    let (number, cadences) = (MINE[1].to_owned(), vec!["Calls".to_owned()]);
    let fault = Box::new(CallerFault::Used { number, cadences });
    assert_eq!(refused, Err(Problem::CallerNumbers { fault }));
    desk.ask("caller_numbers_save", list(&[MINE[1]])).unwrap();
    let number = "+49 30 999".to_owned();
    let saved = save(&desk, json!([by("random"), fixed(&number)])).map(|_| ());
    let fault = StepFault::NoSuchCaller { number };
    assert_eq!(saved, Err(Problem::StepRules { position: 1, fault }));
}

#[test]
fn numbers_that_cannot_be_called_from_are_named() {
    let (_folder, desk) = desk();
    let save = |numbers: &[&str]| desk.ask("caller_numbers_save", list(numbers));
    let refused = |entry: u32, fault: Fault| {
        let fault = Box::new(CallerFault::Number { entry, fault });
        Err(Problem::CallerNumbers { fault })
    };
    assert_eq!(save(&[MINE[0], "my mobile"]), refused(1, Fault::NotANumber));
    assert_eq!(save(&[MINE[0], MINE[1], "+49-30-55501"]), refused(2, Fault::Taken));
    let kept = desk.ask("caller_numbers", json!({})).unwrap();
    assert_eq!(kept["numbers"].as_array().unwrap().len(), MINE.len(), "nothing was lost");
}

#[test]
fn r38_the_text_for_the_answering_machine_stands_in_the_window_with_its_variables() {
    let (_folder, desk) = desk();
    let voicemail = call(json!({"voicemail": "Hello {{ contact.first_name }}, this is us."}));
    let cadence = desk.cadence_with("Calls", json!([voicemail, call(json!({}))]));
    let id = enter(&desk, "Ada", cadence);
    assert_eq!(desk.window(id)["work"]["voicemail"], "Hello Ada, this is us.");
    finish(&desk, id, "log_and_complete");
    desk.pass(HOUR);
    assert_eq!(desk.window(id)["work"]["voicemail"], Value::Null, "none is left there");
}

#[test]
fn a_variable_that_there_is_not_is_found_in_the_text_for_the_answering_machine() {
    let (_folder, desk) = desk();
    let voicemail = call(json!({"voicemail": "Hello {{ contact.nickname }}"}));
    let id = save(&desk, json!([voicemail])).unwrap();
    let refused = desk.ask("cadence_activate", json!({"id": id}));
    let variable = "contact.nickname".to_owned();
    assert_eq!(refused, Err(Problem::UnknownVariable { position: 0, variable }));
}

#[test]
fn copied_cadences_bring_the_numbers_that_they_call_from() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    desk.ask("caller_numbers_save", list(&MINE)).unwrap();
    desk.cadence_with(
        "Own",
        json!([call(json!({"caller": {"type": "fixed", "number": MINE[2]}}))]),
    );
    let choose = |kind: &str, copy: bool| {
        desk.ask("workspace_choose", json!({"kind": kind, "copy_cadences": copy})).unwrap();
    };
    choose("practice", true);
    let numbers = || desk.ask("caller_numbers", json!({})).unwrap();
    assert_eq!(numbers(), list(&MINE));
    desk.ask("caller_numbers_save", list(&[MINE[2], MINE[0]])).unwrap();
    choose("own", false);
    choose("practice", true);
    assert_eq!(numbers(), list(&[MINE[2], MINE[0], MINE[1]]), "those that are there stay");
}
