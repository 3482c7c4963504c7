//! The main job without a window: from a cadence and a partnership to sent mail, logged calls and
//! the end, with everything that can be taken back on the way.

use crate::support::job::HOUR;
use crate::support::{Desk, NOW};
use desk_wire::error::Problem;
use serde_json::{Value, json};

/// A practice workspace without its made-up people would do as well; it is emptied by not using them.
fn practice(folder: &std::path::Path) -> Desk {
    let desk = Desk::new(folder, desk_mail::server::Trust::system);
    desk.program.open();
    desk.ask("workspace_choose", json!({"kind": "practice", "copy_cadences": false})).unwrap();
    desk
}

fn own() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    (folder, desk)
}

#[test]
fn a_contact_works_through_a_cadence_from_the_first_step_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let desk = practice(folder.path());
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);

    let card = desk.card(id);
    assert_eq!(
        (&card["current"]["state"], &card["current"]["position"]),
        (&json!("due"), &json!(0))
    );
    assert_eq!(card["current"]["due_at"], json!(NOW.as_millis()));
    assert_eq!(card["upcoming"].as_array().unwrap().len(), 3);

    let window = desk.window(id);
    assert_eq!(window["work"]["draft"]["subject"], "A question for Acme");
    assert_eq!(window["work"]["draft"]["body"], "Hello Ada,\n\nhow are you?");
    let queued = desk.send(id).unwrap();
    assert_eq!(queued["leaves_at"], json!(NOW.as_millis() + 10_000));
    assert_eq!(desk.card(id)["current"]["state"], "in_outbox");

    desk.pass(10_000);
    desk.until("the e-mail leaves", || {
        desk.outbox("sent").iter().any(|row| row["to"] == "ada@acme.example")
    });
    let sent_at = NOW.as_millis() + 10_000;
    let current = &desk.card(id)["current"];
    assert_eq!(
        (&current["kind"], &current["due_at"]),
        (&json!("call"), &json!(sent_at + 2 * HOUR))
    );

    desk.pass(2 * HOUR);
    desk.until("the call is due", || desk.card(id)["current"]["state"] == "due");
    desk.call(id, "log_and_complete", "connected").unwrap();
    desk.pass(24 * HOUR);
    desk.until("the task is due", || desk.card(id)["current"]["state"] == "due");
    desk.ask("task_complete", json!({"id": desk.touch(id), "notes": "Found"})).unwrap();
    desk.pass(48 * HOUR);
    desk.until("the last e-mail is due", || desk.card(id)["current"]["state"] == "due");
    let window = desk.window(id);
    assert_eq!(window["work"]["draft"]["subject"], "Re: A question for Acme");
    desk.send(id).unwrap();
    desk.pass(10_000);
    desk.until("it is finished", || desk.card(id)["state"]["state"] == "finished");
    assert_eq!(desk.card(id)["state"]["outcome"], "no_reply");
    assert_eq!(
        desk.story(id),
        [
            "created",
            "assigned",
            "email_queued",
            "email_sent",
            "call_logged",
            "task_done",
            "email_queued",
            "email_sent",
            "finished"
        ]
    );
    assert_eq!(desk.detail(id)["fields"]["stage"], "contacted");

    let sent = std::fs::read_dir(folder.path().join("practice/sent")).unwrap();
    let texts: Vec<String> = sent
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .filter(|text| text.contains("ada@acme.example"))
        .collect();
    assert_eq!(texts.len(), 2);
    let last = texts.iter().find(|text| text.contains("Subject: Re:")).unwrap();
    assert!(last.contains("In-Reply-To: <") && last.contains("References: <"), "{last}");
}

#[test]
fn the_practice_workspace_is_filled_with_people_in_every_state() {
    let folder = tempfile::tempdir().unwrap();
    let desk = practice(folder.path());
    let page =
        desk.ask("partnership_list", json!({"search": "", "after": null, "limit": 50})).unwrap();
    assert!(page["total"].as_u64().unwrap() >= 12, "{}", page["total"]);
    assert_eq!(desk.names("active").len(), 3);
    let mut states: Vec<String> = Vec::new();
    for row in page["rows"].as_array().unwrap() {
        let detail = desk.detail(row["id"].as_i64().unwrap());
        let cards = detail["enrolments"].as_array().unwrap();
        if cards.is_empty() {
            states.push("free".to_owned());
        }
        states.extend(cards.iter().map(|card| {
            let word = |part: &str| card["state"][part].as_str();
            let held = card["state"]["held_until"].is_i64().then_some("held");
            let words = [word("state"), word("reason"), word("outcome"), held];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }));
    }
    for state in [
        "free",
        "active",
        "active held",
        "paused rep",
        "paused replied",
        "finished won",
        "finished removed",
        "finished bounced",
    ] {
        assert!(states.iter().any(|found| found == state), "nobody is {state:?}: {states:?}");
    }
    desk.until("what is due turns due", || desk.due() >= 3);
    // What happened, happened in the past, and is not made again when it is opened again.
    desk.program.close();
    desk.program.open();
    let again =
        desk.ask("partnership_list", json!({"search": "", "after": null, "limit": 50})).unwrap();
    assert_eq!(again["total"], page["total"]);
}

#[test]
fn practice_jumps_to_what_is_next_and_lets_the_other_side_act() {
    let folder = tempfile::tempdir().unwrap();
    let desk = practice(folder.path());
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.send(id).unwrap();
    let jumped = desk.ask("practice_jump", json!({})).unwrap();
    assert!(jumped["now"].as_i64().unwrap() > NOW.as_millis());
    desk.until("the e-mail leaves", || desk.story(id).contains(&"email_sent".to_owned()));

    let enrolment = desk.card(id)["id"].clone();
    let simulate = |what: &str| {
        desk.ask("practice_simulate", json!({"id": enrolment, "what": what})).unwrap()["event"]
            .clone()
    };
    let away = simulate("out_of_office");
    assert!(desk.card(id)["state"]["held_until"].is_i64());
    desk.ask("undo", json!({"event": away})).unwrap();
    assert!(desk.card(id)["state"]["held_until"].is_null());
    let reply = simulate("reply");
    assert_eq!(desk.card(id)["state"]["reason"], "replied");
    desk.ask("undo", json!({"event": reply})).unwrap();
    let bounce = simulate("bounce");
    assert_eq!(desk.card(id)["state"]["outcome"], "bounced");
    assert_eq!(desk.detail(id)["contacts"][0]["dead"], json!(["ada@acme.example"]));
    desk.ask("undo", json!({"event": bounce})).unwrap();
    assert_eq!(desk.detail(id)["contacts"][0]["dead"], json!([]));

    // The other workspace knows nothing of it, and its clock is the computer's.
    desk.ask("workspace_choose", json!({"kind": "own", "copy_cadences": true})).unwrap();
    let status = desk.ask("workspace_status", json!({})).unwrap();
    assert_eq!((&status["kind"], &status["now"]), (&json!("own"), &json!(NOW.as_millis())));
    assert_eq!(desk.names("draft").len(), 4);
    let refused = desk.ask("practice_jump", json!({})).unwrap_err();
    assert_eq!(refused, Problem::PracticeOnly);
    desk.ask("workspace_choose", json!({"kind": "practice", "copy_cadences": false})).unwrap();
    assert_eq!(desk.ask("workspace_status", json!({})).unwrap()["now"], jumped["now"]);
}

#[test]
fn everything_that_the_rep_does_to_an_enrolment_can_be_taken_back() {
    let (_folder, desk) = own();
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    let assigned = desk.assign(cadence, contact);
    let enrolment = desk.card(id)["id"].clone();
    let before = desk.card(id);
    let undo = |event: &Value| desk.ask("undo", json!({"event": event}));
    for command in ["enrolment_pause", "enrolment_remove", "enrolment_won"] {
        let done = desk.ask(command, json!({"id": enrolment})).unwrap();
        assert_ne!(desk.card(id)["state"], before["state"], "{command}");
        assert_eq!(desk.due(), 0, "{command}");
        undo(&done["event"]).unwrap();
        assert_eq!(desk.card(id), before, "{command}");
        assert_eq!(desk.due(), 1, "{command}");
        assert_eq!(undo(&done["event"]), Err(Problem::NotUndoable), "{command} twice");
    }
    let touch = desk.touch(id);
    let until = NOW.as_millis() + HOUR;
    for (command, input) in [
        ("touch_skip", json!({"id": touch})),
        ("touch_snooze", json!({"id": touch, "until": until, "beyond_hours": false})),
        ("contact_opt_out", json!({"id": contact})),
    ] {
        let done = desk.ask(command, input).unwrap();
        assert_ne!(desk.card(id), before, "{command}");
        undo(&done["event"]).unwrap();
        assert_eq!(desk.card(id), before, "{command}");
    }
    let queued = desk.send(id).unwrap();
    undo(&queued["event"]).unwrap();
    assert_eq!(desk.card(id), before);
    assert!(desk.outbox("waiting").is_empty());
    undo(&assigned).unwrap();
    assert_eq!(desk.card(id), Value::Null);
    assert_eq!(desk.due(), 0);
}

#[test]
fn taking_back_heeds_what_has_happened_around_it_since() {
    let (_folder, desk) = own();
    let (one, other) = (desk.cadence("One"), desk.cadence("Other"));
    let undo = |event: &Value| desk.ask("undo", json!({"event": event}));
    let begin = |name: &str, email: &str| {
        let (id, contact) = desk.partnership(name, "Ada", email);
        desk.assign(one, contact);
        let skipped = desk.ask("touch_skip", json!({"id": desk.touch(id)})).unwrap();
        (id, contact, skipped["event"].clone())
    };
    // The cadence was deactivated: what comes back stands still.
    let (id, _, skipped) = begin("Frozen", "a@acme.example");
    desk.ask("cadence_deactivate", json!({"id": one})).unwrap();
    undo(&skipped).unwrap();
    assert_eq!((&desk.card(id)["frozen"], desk.due()), (&json!(true), 0));
    desk.ask("cadence_activate", json!({"id": one})).unwrap();
    assert_eq!((&desk.card(id)["frozen"], desk.due()), (&json!(false), 1));
    // The contact has opted out, or is in the bin: nothing comes back.
    let (_, contact, skipped) = begin("Opted out", "b@acme.example");
    let opted_out = desk.ask("contact_opt_out", json!({"id": contact})).unwrap();
    assert_eq!(undo(&skipped), Err(Problem::NotUndoable));
    let again = desk.ask("contact_opt_out", json!({"id": contact}));
    assert_eq!(again, Err(Problem::Suppressed));
    undo(&opted_out["event"]).unwrap();
    let (id, _, skipped) = begin("Binned", "c@acme.example");
    desk.ask("partnership_delete", json!({"id": id})).unwrap();
    assert_eq!(undo(&skipped), Err(Problem::NotUndoable));
    // The contact has entered another cadence.
    let (id, contact, _) = begin("Elsewhere", "d@acme.example");
    let removed = desk.ask("enrolment_remove", json!({"id": desk.card(id)["id"]})).unwrap();
    desk.assign(other, contact);
    assert_eq!(undo(&removed["event"]), Err(Problem::NotUndoable));
}

#[test]
fn a_call_that_was_logged_ends_the_time_for_taking_back_what_was_before() {
    let (_folder, desk) = own();
    let calls = json!([
        {"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"}, "content": {"type": "call", "script": ""}},
        {"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"}, "content": {"type": "call", "script": ""}},
    ]);
    let cadence = desk.cadence_with("Calls", calls);
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    let skipped = desk.ask("touch_skip", json!({"id": desk.touch(id)})).unwrap();
    let logged = desk.call(id, "log_and_complete", "no_answer").unwrap();
    assert_eq!(desk.ask("undo", json!({"event": skipped["event"]})), Err(Problem::NotUndoable));
    desk.ask("undo", json!({"event": logged["event"]})).unwrap();
    let window = desk.window(id);
    assert_eq!(window["work"]["log"]["notes"], "They will think about it");
    desk.ask("undo", json!({"event": skipped["event"]})).unwrap();
    assert_eq!(desk.card(id)["current"]["position"], 0);
}

#[test]
fn the_four_buttons_of_a_call_do_what_they_say() {
    let (_folder, desk) = own();
    let call = |hours: i64| json!({"id": null, "name": "", "rules": {}, "delay": {"amount": hours, "unit": "hours"}, "content": {"type": "call", "script": ""}});
    let cadence = desk.cadence_with("Calls", json!([call(0), call(1), call(1)]));
    // Each has a number of their own: calls count by number (R35).
    let begin = |name: &str, email: &str| {
        let number = format!("+49 30 23125 {}", 100 + email.as_bytes()[0]);
        let made = desk.make(name, "Ada", &[email], &[&number]).unwrap();
        desk.assign(cadence, made["contacts"][0]["id"].as_i64().unwrap());
        made["id"].as_i64().unwrap()
    };
    let place = |id: i64| {
        (desk.card(id)["current"]["position"].clone(), desk.card(id)["state"]["state"].clone())
    };
    let active = json!("active");

    let id = begin("Log only", "a@acme.example");
    desk.call(id, "log_only", "no_answer").unwrap();
    assert_eq!(place(id), (json!(0), active.clone()));
    let id = begin("Complete only", "b@acme.example");
    desk.call(id, "complete_only", "do_not_call").unwrap();
    assert_eq!(place(id), (json!(1), active.clone()));
    assert_eq!(desk.story(id).last().unwrap(), "completed_without_log");
    let id = begin("Success", "c@acme.example");
    desk.call(id, "success", "connected").unwrap();
    assert_eq!(place(id), (json!(1), active.clone()));
    let id = begin("Meeting", "d@acme.example");
    desk.call(id, "success", "meeting_booked").unwrap();
    assert_eq!(desk.card(id)["state"]["outcome"], "won");
    let id = begin("Busy", "e@acme.example");
    desk.call(id, "log_and_complete", "busy").unwrap();
    assert_eq!(place(id), (json!(0), active.clone()));
    assert_eq!(desk.card(id)["current"]["due_at"], json!(NOW.as_millis() + 4 * HOUR));
    let id = begin("Not interested", "f@acme.example");
    desk.call(id, "log_and_complete", "not_interested").unwrap();
    assert_eq!(desk.card(id)["state"]["reason"], "not_interested");
    let id = begin("Never again", "g@acme.example");
    desk.call(id, "log_and_complete", "do_not_call").unwrap();
    desk.pass(2 * HOUR);
    desk.until("the other calls are passed over", || desk.card(id)["state"]["state"] == "finished");
    assert!(desk.story(id).iter().filter(|what| *what == "skipped").count() == 2);
}

#[test]
fn a_preflight_tells_what_is_in_the_way_and_what_is_worth_knowing() {
    let (_folder, desk) = own();
    let cadence = desk.cadence("Outbound");
    let preflight = |contact: i64| {
        let input =
            json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null});
        desk.ask("assign_preflight", input).unwrap()
    };
    let assign = |contact: i64, despite: bool| {
        let input = json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null, "despite_warnings": despite});
        desk.ask("assign", input)
    };
    let (_, ada) = desk.partnership("Acme", "Ada", "ada@acme.example");
    let clear = preflight(ada);
    assert_eq!((&clear["problems"], &clear["warnings"]), (&json!([]), &json!([])));
    let moments: Vec<i64> = clear["plan"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["due_at"].as_i64().unwrap() - NOW.as_millis())
        .collect();
    assert_eq!(moments, [0, 2 * HOUR, 26 * HOUR, 74 * HOUR]);
    assign(ada, false).unwrap();
    assert_eq!(preflight(ada)["problems"], json!([{"type": "already_in"}]));
    assert_eq!(assign(ada, true), Err(Problem::NotAssignable));

    let made = desk.make("Silent", "Bo", &[], &["+49 30 23125 101"]).unwrap();
    let bo = made["contacts"][0]["id"].as_i64().unwrap();
    assert_eq!(preflight(bo)["warnings"], json!([{"type": "steps_without_email", "count": 2}]));
    assert_eq!(assign(bo, false), Err(Problem::WarningsUnseen));
    assign(bo, true).unwrap();
    assert_eq!(desk.card(made["id"].as_i64().unwrap())["current"]["position"], 1);

    let made = desk.make("Nameless", "", &["c@acme.example"], &[]);
    assert!(matches!(made, Err(Problem::PersonField { .. })));
    let (_, gone) = desk.partnership("Gone", "Di", "di@acme.example");
    desk.ask("contact_opt_out", json!({"id": gone})).unwrap();
    assert_eq!(preflight(gone)["problems"], json!([{"type": "opted_out"}]));
}

#[test]
fn deactivating_freezes_everybody_and_activating_lets_them_go_on() {
    let (_folder, desk) = own();
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.send(id).unwrap();
    let archived = desk.ask("cadence_archive", json!({"id": cadence}));
    assert_eq!(archived, Err(Problem::PeopleInside { count: 1 }));
    let frozen = desk.ask("cadence_deactivate", json!({"id": cadence})).unwrap();
    assert_eq!(frozen["people"], 1);
    assert_eq!(desk.card(id)["frozen"], true);
    assert_eq!(
        (desk.due(), desk.outbox("waiting").len()),
        (0, 0),
        "what had not left is taken back"
    );
    assert_eq!(desk.send(id), Err(Problem::EnrolmentStopped));
    desk.ask("cadence_activate", json!({"id": cadence})).unwrap();
    assert_eq!((desk.card(id)["frozen"].clone(), desk.due()), (json!(false), 1));
}

#[test]
fn editing_a_cadence_leaves_those_in_it_on_their_version() {
    let (_folder, desk) = own();
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.ask("cadence_save", json!({"id": cadence, "revision": 1, "goal": "", "steps": [], "rules": {}, "move_people": false}))
        .unwrap();
    assert_eq!(desk.card(id)["steps"], 4);
    assert_eq!(desk.window(id)["work"]["draft"]["subject"], "A question for Acme");
}

#[test]
fn an_address_belongs_to_one_contact() {
    let (_folder, desk) = own();
    desk.partnership("Acme", "Ada", "Ada@Acme.example");
    let taken = desk.make("Other", "Ada", &["ada@acme.EXAMPLE"], &[]).unwrap_err();
    let Problem::AddressTaken { partnership_name, .. } = taken else { panic!("{taken:?}") };
    assert_eq!(partnership_name, "Acme");
    let page = desk
        .ask("partnership_list", json!({"search": "other", "after": null, "limit": 5}))
        .unwrap();
    assert_eq!((&page["total"], &page["rows"]), (&json!(1), &json!([])), "nothing was made");
}

#[test]
fn partnerships_are_found_by_the_beginning_of_any_word() {
    let (_folder, desk) = own();
    desk.partnership("Analytical Engines", "Ada", "ada@engines.example");
    desk.partnership("Difference Ltd", "Żaneta", "z@difference.example");
    let found = |search: &str| {
        let page = desk
            .ask("partnership_list", json!({"search": search, "after": null, "limit": 5}))
            .unwrap();
        page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("eng"), ["Analytical Engines"]);
    assert_eq!(found("ada engines"), ["Analytical Engines"]);
    assert_eq!(found("zaneta"), ["Difference Ltd"]);
    assert_eq!(found("z@diff"), ["Difference Ltd"]);
    assert!(found("gines").is_empty());
    assert_eq!(found("\"*'"), ["Analytical Engines", "Difference Ltd"]);
}

#[test]
fn due_touches_are_told_once_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.until("a reminder", || desk.notifier.shown.lock().unwrap().len() == 1);
    let note = desk.notifier.shown.lock().unwrap()[0].clone();
    assert_eq!((note.title.as_str(), note.body.as_str()), ("E-mail: Ada", "Acme · Outbound"));
    // A click leads to the person, told once.
    desk.program.go_to(note.target);
    let place = desk.ask("attention", json!({})).unwrap()["place"].clone();
    assert_eq!(place, json!({"partnership": id, "touch": desk.touch(id)}));
    assert_eq!(desk.ask("attention", json!({})).unwrap()["place"], Value::Null);
    desk.program.close();
    drop(desk);

    let again = Desk::open(folder.path());
    for index in 0..4 {
        let (_, contact) =
            again.partnership(&format!("P{index}"), "Bo", &format!("bo{index}@acme.example"));
        again.assign(cadence, contact);
    }
    again.until("the new ones are told", || {
        again
            .notifier
            .shown
            .lock()
            .unwrap()
            .iter()
            .any(|note| note.title.contains("Bo") || note.title.contains("steps are due"))
    });
    let shown = again.notifier.shown.lock().unwrap();
    assert!(shown.iter().all(|note| !note.title.contains("Ada")), "{shown:?}");
}

#[test]
fn without_a_notification_service_the_window_reminds() {
    let (_folder, desk) = own();
    desk.notifier.absent.store(true, std::sync::atomic::Ordering::SeqCst);
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.until("the desktop was tried", || {
        desk.ask("activity", json!({})).unwrap()["notifications"] == false
    });
    let told = desk.ask("attention", json!({})).unwrap();
    assert_eq!(told["reminders"][0]["title"], "E-mail: Ada");
    assert_eq!(told["reminders"][0]["place"]["partnership"], id);
}

#[test]
fn a_missing_value_blocks_the_e_mail_until_it_is_there_or_written_over() {
    let (_folder, desk) = own();
    let email = json!([{"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"}, "content": {"type": "email", "mode": "manual", "thread": "new", "subject": "Hello", "body": "Dear {{ contact.title }}"}}]);
    let cadence = desk.cadence_with("Outbound", email);
    let (id, contact) = desk.partnership("Acme", "{{ 7 * 7 }}<script>", "ada@acme.example");
    desk.assign(cadence, contact);
    let window = desk.window(id);
    assert_eq!(window["work"]["missing"], json!(["contact.title"]));
    assert_eq!(
        desk.send(id),
        Err(Problem::MissingVariables { variables: vec!["contact.title".to_owned()] })
    );
    let mut draft = window["work"]["draft"].clone();
    draft["body"] = json!("Dear engineer");
    draft["bcc"] = json!("nobody");
    let send = |draft: &Value| desk.ask("email_send", json!({"id": window["id"], "draft": draft}));
    assert!(matches!(send(&draft), Err(Problem::EmailField { .. })));
    draft["bcc"] = json!("");
    draft["subject"] = json!("Hello\r\nBcc: all@acme.example");
    assert!(matches!(send(&draft), Err(Problem::EmailField { .. })));
    draft["subject"] = json!("Hello");
    send(&draft).unwrap();
}

#[test]
fn a_draft_survives_and_can_be_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    let mut draft = desk.window(id)["work"]["draft"].clone();
    draft["body"] = json!("My own words");
    desk.ask("email_save", json!({"id": desk.touch(id), "draft": draft})).unwrap();
    desk.program.close();
    drop(desk);
    let desk = Desk::open(folder.path());
    assert_eq!(desk.window(id)["work"]["draft"]["body"], "My own words");
    desk.ask("email_discard", json!({"id": desk.touch(id)})).unwrap();
    assert_eq!(desk.window(id)["work"]["draft"]["body"], "Hello Ada,\n\nhow are you?");
}

#[test]
fn a_deleted_partnership_is_out_of_everything_and_comes_back_without_its_enrolments() {
    let (_folder, desk) = own();
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.send(id).unwrap();
    desk.ask("partnership_delete", json!({"id": id})).unwrap();
    assert_eq!((desk.due(), desk.outbox("waiting").len()), (0, 0));
    desk.ask("partnership_restore", json!({"id": id})).unwrap();
    assert_eq!(desk.card(id)["state"]["outcome"], "removed");
}
