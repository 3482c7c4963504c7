//! Calls: which number was dialled, and how often it may be.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_wire::error::Problem;
use serde_json::{Value, json};

const FIRST: &str = "+49 30 23125 100";
const SECOND: &str = "+49 30 23125 101";

fn call() -> Value {
    json!({
        "id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "call", "script": ""},
    })
}

/// Somebody with two numbers who is called, and then called again.
fn desk() -> (tempfile::TempDir, Desk, i64) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let made = desk.make("Acme", "Ada", &[], &[FIRST, SECOND]).unwrap();
    let cadence = desk.cadence_with("Calls", json!([call(), call()]));
    desk.assign(cadence, made["contacts"][0]["id"].as_i64().unwrap());
    (folder, desk, made["id"].as_i64().unwrap())
}

fn log(desk: &Desk, id: i64, number: &str, action: &str, disposition: &str) {
    let log = json!({"notes": "", "disposition": disposition, "sentiment": null, "number": number});
    desk.ask("call_finish", json!({"id": desk.touch(id), "log": log, "action": action})).unwrap();
}

fn numbers(desk: &Desk, id: i64) -> Value {
    desk.window(id)["work"]["numbers"].clone()
}

#[test]
fn r37_the_number_that_was_dialled_is_the_one_that_is_wrong() {
    let (_folder, desk, id) = desk();
    log(&desk, id, SECOND, "log_and_complete", "wrong_number");
    assert_eq!(numbers(&desk, id), json!([FIRST]));
    log(&desk, id, "", "log_and_complete", "wrong_number");
    assert_eq!(desk.card(id)["state"]["state"], "finished");
}

#[test]
fn r35_a_number_may_be_called_three_times_a_day_and_then_another_one() {
    let (_folder, desk, id) = desk();
    for _ in 0..3 {
        log(&desk, id, FIRST, "log_only", "no_answer");
        desk.pass(HOUR);
    }
    let dial = |number: u32| desk.ask("call_dial", json!({"id": desk.touch(id), "number": number}));
    assert_eq!(dial(0), Err(Problem::CalledOften));
    dial(1).unwrap();
    assert_eq!(desk.card(id)["current"]["state"], "due");
    log(&desk, id, SECOND, "log_only", "no_answer");
    log(&desk, id, SECOND, "log_only", "no_answer");
    // The next call begins when neither number has had its three calls of the day.
    log(&desk, id, SECOND, "log_and_complete", "no_answer");
    assert_eq!(desk.card(id)["current"]["state"], "waiting");
    assert_eq!(dial(1), Err(Problem::CalledOften));
}

#[test]
fn r35_calls_to_a_number_count_for_everybody_who_shares_it() {
    let (_folder, desk, id) = desk();
    let made = desk.make("Acme too", "Ben", &[], &[FIRST]).unwrap();
    let (other, ben) = (made["id"].as_i64().unwrap(), &made["contacts"][0]["id"]);
    let cadence = desk.cadence_with("Reception", json!([call()]));
    desk.assign(cadence, ben.as_i64().unwrap());
    log(&desk, id, FIRST, "log_only", "no_answer");
    log(&desk, id, SECOND, "log_only", "no_answer");
    desk.pass(HOUR);
    log(&desk, other, FIRST, "log_only", "no_answer");
    let dial = |id: i64, number: u32| {
        desk.ask("call_dial", json!({"id": desk.touch(id), "number": number}))
    };
    dial(id, 0).unwrap();
    log(&desk, other, FIRST, "log_only", "no_answer");
    assert_eq!(
        (dial(id, 0), dial(other, 0)),
        (Err(Problem::CalledOften), Err(Problem::CalledOften))
    );
    dial(id, 1).unwrap();
}
