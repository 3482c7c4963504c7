//! What lets people stand still and go on: pauses, a cadence that is not active, everything at once,
//! time off, a journey of the rep.

use crate::support::job::HOUR;
use crate::support::{Desk, NOW, ZONE};
use desk_core::zone::Zone;
use desk_wire::error::Problem;
use serde_json::{Value, json};

const DAY: i64 = 24 * HOUR;

fn task(amount: i64, unit: &str, rules: Value) -> Value {
    json!({
        "id": null, "name": "", "rules": rules, "delay": {"amount": amount, "unit": unit},
        "content": {"type": "task", "work": "other", "instructions": ""},
    })
}

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    (folder, desk)
}

/// So many people in a cadence whose first task is due after five days.
fn waiting(desk: &Desk, count: usize) -> (i64, Vec<i64>) {
    let cadence = desk.cadence_with("Later", json!([task(120, "hours", json!({}))]));
    let people: Vec<(i64, i64)> = (0..count)
        .map(|n| desk.partnership(&format!("P{n}"), "Ada", &format!("a{n}@x.example")))
        .collect();
    let contacts: Vec<i64> = people.iter().map(|(_, contact)| *contact).collect();
    let input = json!({"cadence": cadence, "contacts": contacts, "start_at": null, "despite_warnings": true});
    let done = desk.ask("assign_many", input).unwrap();
    assert_eq!((&done["entered"], &done["left_out"]), (&json!(count), &json!([])));
    (cadence, people.into_iter().map(|(home, _)| home).collect())
}

/// When the open touch is due, in hours from the beginning.
fn due(desk: &Desk, id: i64) -> i64 {
    (desk.card(id)["current"]["due_at"].as_i64().unwrap() - NOW.as_millis()) / HOUR
}

#[test]
fn r5_a_cadence_that_is_deactivated_freezes_all_its_people_in_small_transactions() {
    let (_folder, desk) = desk();
    let (cadence, people) = waiting(&desk, 230);
    desk.ask("cadence_deactivate", json!({"id": cadence})).unwrap();
    desk.pass(10 * DAY);
    desk.settle();
    assert_eq!(desk.due(), 0);
    assert!(people.iter().all(|id| desk.card(*id)["frozen"] == true));
    let today = desk.ask("going_on", json!({"type": "cadence", "id": cadence})).unwrap();
    assert_eq!((&today["people"], &today["due"]), (&json!(230), &json!(0)));
    desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    desk.settle();
    assert!(people.iter().all(|id| desk.card(*id)["frozen"] == false));
    assert!(people.iter().all(|id| due(&desk, *id) == 15 * 24));
    assert_eq!(desk.story(people[229]), ["created", "assigned", "frozen", "thawed"]);
}

#[test]
fn r5_reactivating_leaves_those_paused_that_the_rep_has_paused() {
    let (_folder, desk) = desk();
    let (cadence, people) = waiting(&desk, 2);
    let enrolment = desk.card(people[0])["id"].clone();
    desk.ask("enrolment_pause", json!({"id": enrolment})).unwrap();
    desk.ask("cadence_deactivate", json!({"id": cadence})).unwrap();
    desk.pass(DAY);
    desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    desk.settle();
    assert_eq!(desk.card(people[0])["state"]["state"], "paused");
    assert_eq!(due(&desk, people[1]), 6 * 24);
    desk.pass(DAY);
    desk.ask("enrolment_resume", json!({"id": enrolment})).unwrap();
    assert_eq!(due(&desk, people[0]), 7 * 24);
}

#[test]
fn r6_pausing_everything_moves_the_bases_of_all() {
    let (_folder, desk) = desk();
    let (_, people) = waiting(&desk, 120);
    desk.pass(DAY);
    desk.ask("pause_all", json!({"paused": true})).unwrap();
    desk.pass(2 * DAY);
    let enrolment = desk.card(people[0])["id"].clone();
    desk.ask("enrolment_pause", json!({"id": enrolment})).unwrap();
    let touch = desk.touch(people[1]);
    assert_eq!(desk.ask("touch_skip", json!({"id": touch})), Err(Problem::EverythingPaused));
    desk.pass(10 * DAY);
    desk.settle();
    assert_eq!(desk.due(), 0);
    let today = desk.ask("going_on", json!({"type": "all"})).unwrap();
    assert_eq!((&today["people"], &today["due"]), (&json!(120), &json!(0)));
    desk.ask("pause_all", json!({"paused": false})).unwrap();
    desk.settle();
    assert!(people[1..].iter().all(|id| due(&desk, *id) == 17 * 24));
    // Paused by the rep as well: all the time that it stood still counts, once.
    desk.pass(DAY);
    desk.ask("enrolment_resume", json!({"id": enrolment})).unwrap();
    assert_eq!(due(&desk, people[0]), 18 * 24);
}

#[test]
fn work_on_many_is_taken_up_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let (cadence, people) = waiting(&desk, 230);
    desk.ask("cadence_deactivate", json!({"id": cadence})).unwrap();
    // The first are done at once, the others not yet.
    assert_eq!(desk.card(people[0])["frozen"], true);
    assert_eq!(desk.card(people[229])["frozen"], false);
    desk.program.close();
    drop(desk);
    let desk = Desk::by_hand(folder.path());
    desk.pass(10 * DAY);
    desk.settle();
    assert_eq!((desk.due(), &desk.card(people[229])["frozen"]), (0, &json!(true)));
}

#[test]
fn r16_archiving_asks_and_then_finishes_whoever_is_inside() {
    let (_folder, desk) = desk();
    let (cadence, people) = waiting(&desk, 230);
    let pause = json!({"id": desk.card(people[0])["id"]});
    let paused = desk.ask("enrolment_pause", pause).unwrap()["event"].clone();
    let asked = desk.ask("cadence_archive", json!({"id": cadence}));
    assert_eq!(asked, Err(Problem::PeopleInside { count: 230 }));
    assert_eq!(desk.detail(people[229])["enrolments"][0]["state"]["state"], "active");
    let archived = desk.ask("cadence_archive", json!({"id": cadence, "finish": true})).unwrap();
    assert_eq!(archived["status"], "archived");
    desk.pass(10 * DAY);
    desk.settle();
    assert_eq!(desk.due(), 0);
    for id in &people {
        let state = &desk.card(*id)["state"];
        assert_eq!((&state["state"], &state["outcome"]), (&json!("finished"), &json!("removed")));
    }
    let undo = desk.ask("undo", json!({"event": paused}));
    assert!(undo.is_err(), "nobody comes back into an archived cadence: {undo:?}");
    assert_eq!(desk.ask("cadence_restore", json!({"id": cadence})).unwrap()["people"], 0);
    desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    desk.settle();
    assert_eq!(desk.story(people[229]), ["created", "assigned", "finished"]);
}

#[test]
fn r16_whoever_enters_after_the_archive_was_opened_again_stays() {
    let (_folder, desk) = desk();
    let (cadence, people) = waiting(&desk, 230);
    desk.ask("cadence_archive", json!({"id": cadence, "finish": true})).unwrap();
    desk.pass(HOUR);
    desk.ask("cadence_restore", json!({"id": cadence})).unwrap();
    desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    let (new, contact) = desk.partnership("New", "Bo", "bo@new.example");
    desk.assign(cadence, contact);
    desk.settle();
    assert_eq!(desk.card(people[229])["state"]["outcome"], "removed");
    assert_eq!(desk.card(new)["state"]["state"], "active");
}

#[test]
fn r6_time_off_rolls_what_waits_behind_it_and_what_was_due_stays_due() {
    let (_folder, desk) = desk();
    let (_, people) = waiting(&desk, 3);
    // The beginning is Monday 5 January 2026, 10:00 in Berlin: due on Saturday the 10th.
    assert_eq!(due(&desk, people[0]), 120);
    let working = json!({"country": null, "holidays": [], "mail_in_time_off": false,
        "time_off": [{"from": "2026-01-10", "until": "2026-01-12"}]});
    let save = json!({"working": working, "pace": {}});
    desk.ask("work_settings_save", save).unwrap();
    desk.settle();
    // Tuesday the 13th begins.
    assert_eq!(due(&desk, people[0]), 8 * 24 - 10);
    let bad = json!({"working": {"time_off": [{"from": "2026-01-10", "until": "2026-01-09"}]}, "pace": {}});
    assert!(matches!(desk.ask("work_settings_save", bad), Err(Problem::Rules { .. })));
}

#[test]
fn a_rep_who_travels_has_what_waits_computed_again_in_the_new_zone() {
    let (_folder, desk) = desk();
    let rules = json!({"time_of_day": {"type": "exact", "minute": 540}});
    let cadence = desk.cadence_with("At nine", json!([task(3, "days", rules)]));
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@x.example");
    desk.assign(cadence, contact);
    desk.settle();
    let before = due(&desk, id);
    ZONE.set(Zone::parse("America/New_York").unwrap());
    desk.settle();
    assert_eq!(due(&desk, id), before + 6);
}

#[test]
fn a_contact_whose_zone_changes_has_its_next_touch_moved() {
    let (_folder, desk) = desk();
    let call = json!({
        "id": null, "name": "", "delay": {"amount": 3, "unit": "days"},
        "rules": {"time_of_day": {"type": "exact", "minute": 540}},
        "content": {"type": "call", "script": ""},
    });
    let cadence = desk.cadence_with("At nine", json!([call]));
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@x.example");
    desk.assign(cadence, contact);
    let before = due(&desk, id);
    let fields = json!({"first_name": "Ada", "last_name": "", "title": "", "emails": ["ada@x.example"],
        "phones": ["+49 30 23125 100"], "linkedin": "", "zone": "America/New_York"});
    desk.ask("contact_update", json!({"id": contact, "fields": fields})).unwrap();
    assert_eq!(due(&desk, id), before + 6);
}

#[test]
fn the_clock_may_jump_in_both_directions() {
    let (_folder, desk) = desk();
    let (_, people) = waiting(&desk, 2);
    desk.pass(200 * DAY);
    desk.settle();
    assert_eq!(desk.due(), 2);
    desk.pass(-190 * DAY);
    desk.settle();
    assert_eq!(desk.due(), 2);
    let touch = desk.touch(people[0]);
    desk.ask("task_complete", json!({"id": touch, "notes": ""})).unwrap();
    assert_eq!(desk.due(), 1);
}
