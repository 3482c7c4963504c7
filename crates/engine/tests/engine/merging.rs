//! Two partnerships, or two contacts of one, become one (R24).

use crate::support::job::HOUR;
use crate::support::sender::Sender;
use crate::support::twins::{
    ADA, ADA_TOO, Case, contacts, partnerships, same, step, steps, task, told,
};
use desk_core::address::EmailAddress;
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script};
use desk_wire::error::Problem;
use desk_wire::merging::{MergeConflict, MergeFault};
use serde_json::json;

const REP: &str = "sam@quarry.example";

#[test]
fn r24_fields_are_picked_and_contacts_notes_and_timelines_unite() {
    let case = Case::new();
    let (acme, _) = case.desk.partnership("Acme", "Ada", ADA);
    let (other, _) = case.desk.partnership("Acme Ltd", "Ben", "ben@acme.example");
    let mut fields = case.desk.detail(other)["fields"].clone();
    fields["industry"] = json!("Tools");
    case.desk.ask("partnership_update", json!({"id": other, "fields": fields})).unwrap();
    for (id, notes) in [(acme, "Ours"), (other, "Theirs")] {
        case.desk.ask("partnership_notes", json!({"id": id, "notes": notes})).unwrap();
    }
    let choices = json!([{"field": "name", "from": "other"}]);
    let merged = case.desk.ask("merge", partnerships(acme, other, choices)).unwrap();
    assert_eq!(merged["partnership"], acme);
    let detail = case.desk.detail(acme);
    assert_eq!(
        (&detail["fields"]["name"], &detail["fields"]["industry"], &detail["notes"]),
        (&json!("Acme Ltd"), &json!("Tools"), &json!("Ours\n\nTheirs"))
    );
    let people: Vec<_> =
        detail["contacts"].as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert_eq!(people, ["Ada", "Ben"]);
    assert_eq!(detail["contacts"][0]["primary"], true);
    assert_eq!(case.desk.story(acme), ["created", "created", "merged"]);
    case.counted();
    // The other appears nowhere, and its links lead to the kept one.
    let list = json!({"search": "", "after": null, "limit": 50});
    assert_eq!(
        case.desk.ask("partnership_list", list).unwrap()["rows"].as_array().unwrap().len(),
        1
    );
    let search = json!({"search": "ben", "after": null, "limit": 50});
    assert_eq!(case.desk.ask("partnership_list", search).unwrap()["rows"][0]["id"], acme);
    assert_eq!(case.desk.detail(other)["id"], acme);
    assert_eq!(case.desk.story(other), case.desk.story(acme));
    assert_eq!(case.merge(acme, other), Err(Problem::NotFound), "it is in there already");
    assert_eq!(case.desk.ask("partnership_delete", json!({"id": other})), Err(Problem::NotFound));
    let lost = json!({"id": other, "stage": "lost"});
    assert_eq!(case.desk.ask("partnership_stage", lost), Err(Problem::NotFound));
    let values = json!({"partnership": other, "contact": null, "values": []});
    assert_eq!(case.desk.ask("custom_values_save", values), Err(Problem::NotFound));
    // It cannot be brought back from the bin.
    case.desk.ask("partnership_restore", json!({"id": other})).unwrap();
    assert_eq!(case.desk.detail(other)["id"], acme);
}

#[test]
fn r24_equal_addresses_become_one_contact() {
    let case = Case::new();
    let (acme, other) = case.twins(&[], &[]);
    assert_eq!(told(&case.preview(acme, other), "contacts_join")["address"], ADA_TOO);
    case.merge(acme, other).unwrap();
    let detail = case.desk.detail(acme);
    assert_eq!(detail["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(detail["contacts"][0]["fields"]["emails"], json!([ADA, ADA_TOO]));
    // The same number is there once.
    assert_eq!(detail["contacts"][0]["fields"]["phones"].as_array().unwrap().len(), 1);
    let again = case.desk.make("New", "Eve", &[ADA_TOO], &[]);
    assert!(matches!(again, Err(Problem::AddressTaken { .. })), "{again:?}");
}

#[test]
fn r25_an_address_that_several_read_makes_nobody_the_same_person() {
    let case = Case::new();
    let (acme, _) = case.desk.partnership("Acme", "Ada", "info@acme.example");
    let (other, _) = case.desk.partnership("Acme Ltd", "Ben", "info+ben@acme.example");
    case.merge(acme, other).unwrap();
    assert_eq!(case.desk.detail(acme)["contacts"].as_array().unwrap().len(), 2);
}

#[test]
fn r24_of_two_enrolments_in_one_cadence_the_further_stays_and_the_other_is_moved() {
    for further_is_kept in [true, false] {
        let case = Case::new();
        let cadence = case.desk.cadence_with("A", steps());
        let (acme, other) = case.twins(&[cadence], &[cadence]);
        case.send(if further_is_kept { acme } else { other });
        let preview = case.preview(acme, other);
        let ends = told(&preview, "enrolment_ends");
        let nearer = if further_is_kept { "Ada B." } else { "Ada" };
        assert_eq!((&ends["contact"], &ends["been"]), (&json!(nearer), &json!(false)));
        case.merge(acme, other).unwrap();
        assert_eq!(case.states(acme), ["A active", "A finished moved"]);
        let card = case.desk.card(acme);
        assert_eq!(card["current"]["position"], 1);
        case.counted();
        // And it goes on.
        case.pass(3 * HOUR);
        let done = json!({"id": case.desk.touch(acme), "notes": ""});
        case.desk.ask("task_complete", done).unwrap();
        case.counted();
    }
}

#[test]
fn r12_who_has_been_through_a_cadence_does_not_go_through_it_again() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[cadence], &[cadence]);
    let id = case.desk.card(acme)["id"].clone();
    case.desk.ask("enrolment_won", json!({"id": id})).unwrap();
    assert_eq!(told(&case.preview(acme, other), "enrolment_ends")["been"], true);
    case.merge(acme, other).unwrap();
    assert_eq!(case.states(acme), ["A finished moved", "A finished won"]);
}

#[test]
fn r27_a_waiting_message_of_the_one_that_is_moved_is_taken_back() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[cadence], &[cadence]);
    case.send(acme);
    case.desk.send(other).unwrap();
    assert_eq!(told(&case.preview(acme, other), "enrolment_ends")["messages"], 1);
    let merged = case.merge(acme, other).unwrap();
    case.pass(HOUR);
    assert_eq!(case.desk.outbox("sent").len(), 1, "only the first has left");
    assert_eq!(case.desk.outbox("waiting").len(), 0);
    // Taken back, it is in its draft, and nothing leaves by itself.
    case.undo(&merged).unwrap();
    case.pass(HOUR);
    assert_eq!(case.desk.outbox("sent").len(), 1);
    assert_eq!(case.desk.card(other)["current"]["state"], "due");
    case.counted();
}

#[test]
fn a_waiting_message_of_the_one_that_stays_leaves_once() {
    let case = Case::new();
    let (a, b) =
        (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", json!([task(0)])));
    let (acme, other) = case.twins(&[b], &[a]);
    case.desk.send(other).unwrap();
    let merged = case.merge(acme, other).unwrap();
    assert_eq!(
        case.desk.outbox("waiting")[0]["partnership"],
        acme,
        "{:?}",
        case.desk.outbox("waiting")
    );
    case.undo(&merged).unwrap();
    let merged = case.merge(acme, other).unwrap();
    case.pass(HOUR);
    assert_eq!(case.desk.outbox("sent").len(), 1);
    assert!(matches!(
        case.undo(&merged),
        Err(Problem::MergeStands { conflict: MergeConflict::Happened { .. } })
    ));
    case.counted();
}

#[test]
fn r33_an_opt_out_on_either_side_holds_for_all_addresses() {
    for opted_out_is_kept in [true, false] {
        let case = Case::new();
        let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
        let (acme, other) = case.twins(&[a], &[b]);
        let before = case.everything();
        let out = if opted_out_is_kept { acme } else { other };
        let contact = case.desk.detail(out)["contacts"][0]["id"].clone();
        let event = case.desk.ask("contact_opt_out", json!({"id": contact})).unwrap();
        let merged = case.merge(acme, other).unwrap();
        assert_eq!(case.desk.detail(acme)["contacts"][0]["opted_out"], true);
        let states = case.states(acme);
        assert_eq!(states, ["A finished opted_out", "B finished opted_out"]);
        let listed = json!({"search": "acme", "after": null, "limit": 50});
        let listed = case.desk.ask("suppression_list", listed).unwrap();
        assert_eq!(listed["rows"].as_array().unwrap().len(), 2);
        case.counted();
        // Each for itself again: who has not opted out goes on.
        case.undo(&merged).unwrap();
        let goes_on = if opted_out_is_kept { other } else { acme };
        assert!(case.states(goes_on)[0].ends_with("active"), "{:?}", case.states(goes_on));
        assert_eq!(case.desk.detail(goes_on)["contacts"][0]["opted_out"], false);
        case.desk.ask("undo", json!({"event": event["event"]})).unwrap();
        same(&case.everything(), &before);
    }
}

#[test]
fn r37_who_must_not_be_called_is_called_at_no_number() {
    let case = Case::new();
    let call =
        case.desk.cadence_with("Calls", json!([step(0, json!({"type": "call", "script": ""}))]));
    let (acme, other) = case.twins(&[], &[call]);
    let ada = case.desk.detail(acme)["contacts"][0].clone();
    let mut fields = ada["fields"].clone();
    fields["phones"] = json!(["+49 30 23125 999"]);
    case.desk.ask("contact_update", json!({"id": ada["id"], "fields": fields})).unwrap();
    case.desk.call(other, "log_and_complete", "do_not_call").unwrap();
    assert_eq!(told(&case.preview(acme, other), "no_calls")["contact"], "Ada");
    let merged = case.merge(acme, other).unwrap();
    let good = "SELECT count(*) FROM contact_phone WHERE bad_at IS NULL";
    let count = || case.file().query_row(good, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count(), 0);
    case.undo(&merged).unwrap();
    assert_eq!(count(), 1);
}

#[test]
fn r22_who_has_answered_under_the_other_waits_for_the_rep_everywhere() {
    for replied_is_kept in [true, false] {
        let case = Case::new();
        let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
        let (acme, other) = case.twins(&[a], &[b]);
        let replied = if replied_is_kept { acme } else { other };
        case.send(replied);
        let id = case.desk.card(replied)["id"].clone();
        case.desk.ask("practice_simulate", json!({"id": id, "what": "reply"})).unwrap();
        let before = case.everything();
        let merged = case.merge(acme, other).unwrap();
        assert_eq!(case.states(acme), ["A paused replied", "B paused replied"]);
        case.undo(&merged).unwrap();
        same(&case.everything(), &before);
    }
}

#[test]
fn r24_the_pause_of_the_one_that_is_moved_is_the_others() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[cadence], &[cadence]);
    case.send(acme);
    let id = case.desk.card(other)["id"].clone();
    case.desk.ask("enrolment_pause", json!({"id": id})).unwrap();
    case.merge(acme, other).unwrap();
    assert_eq!(case.states(acme), ["A finished moved", "A paused rep"]);
}

#[test]
fn r21_who_is_away_is_away_in_every_cadence() {
    let case = Case::new();
    let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
    let (acme, other) = case.twins(&[a], &[b]);
    let id = case.desk.card(other)["id"].clone();
    case.desk.ask("practice_simulate", json!({"id": id, "what": "out_of_office"})).unwrap();
    let until = case.desk.card(other)["state"]["held_until"].clone();
    assert!(until.is_number());
    case.merge(acme, other).unwrap();
    let cards = case.desk.detail(acme)["enrolments"].as_array().unwrap().clone();
    assert_eq!(cards.len(), 2);
    assert!(cards.iter().all(|card| card["state"]["held_until"] == until), "{cards:?}");
}

#[test]
fn r19_what_is_in_review_stays_there_until_the_rep_has_looked() {
    let case = Case::new();
    let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
    let (acme, other) = case.twins(&[a], &[b]);
    let id = case.desk.card(other)["id"].clone();
    case.desk.ask("practice_simulate", json!({"id": id, "what": "unclear"})).unwrap();
    let before = case.everything();
    let merged = case.merge(acme, other).unwrap();
    assert_eq!(case.states(acme), ["A review", "B review"]);
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);
}

#[test]
fn r19_both_go_on_when_the_rep_says_that_the_message_in_review_was_nothing() {
    let case = Case::new();
    let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
    let (acme, other) = case.twins(&[a], &[b]);
    let id = case.desk.card(other)["id"].clone();
    case.desk.ask("practice_simulate", json!({"id": id, "what": "unclear"})).unwrap();
    case.merge(acme, other).unwrap();
    let page = json!({"filter": "all", "after": null, "limit": 10});
    let reply = case.desk.ask("replies_list", page).unwrap()["rows"][0].clone();
    let ruling = json!({"id": reply["id"], "ruling": {"is": "unrelated"}, "enrolment": null});
    case.desk.ask("reply_overrule", ruling).unwrap();
    assert_eq!(case.states(acme), ["A active", "B active"]);
}

#[test]
fn r24_a_reply_to_what_the_other_has_sent_finds_the_kept_contact_and_pauses_it() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[cadence], &[cadence]);
    case.send(other);
    case.send(acme);
    let done = |home| {
        let done = json!({"id": case.desk.touch(home), "notes": ""});
        case.desk.ask("task_complete", done).unwrap();
    };
    case.pass(3 * HOUR);
    done(acme);
    let sql = "SELECT message_id FROM outbox WHERE draft ->> 'to' = ?1";
    let id: String = case.file().query_row(sql, [ADA_TOO], |row| row.get(0)).unwrap();
    case.merge(acme, other).unwrap();
    assert_eq!(case.states(acme), ["A active", "A finished moved"]);
    let raw = format!(
        "From: {ADA_TOO}\nTo: {REP}\nSubject: Re: A question\nMessage-ID: <r@there.example>\n\
         In-Reply-To: {id}\nMIME-Version: 1.0\nContent-Type: text/plain\n\nTuesday suits me.\n"
    );
    case.desk.program.hears(&[EmailAddress::parse(REP).unwrap()], raw.as_bytes()).unwrap();
    assert_eq!(case.states(acme), ["A finished moved", "A paused replied"]);
    let sql = "SELECT partnership_id FROM incoming";
    let of: i64 = case.file().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(of, acme);
    case.counted();
}

#[test]
fn a_colleague_of_the_kept_one_stops_when_somebody_of_the_other_answers() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, ada) = case.desk.partnership("Acme", "Ada", ADA);
    let (other, ben) = case.desk.partnership("Acme Ltd", "Ben", "ben@acme.test");
    case.desk.assign(cadence, ada);
    case.desk.assign(cadence, ben);
    case.desk.settle();
    case.send(other);
    case.merge(acme, other).unwrap();
    let cards = case.desk.detail(acme)["enrolments"].as_array().unwrap().clone();
    let id = cards.iter().find(|card| card["contact"] == ben).unwrap()["id"].clone();
    case.desk.ask("practice_simulate", json!({"id": id, "what": "reply"})).unwrap();
    assert_eq!(case.states(acme), ["A paused colleague_replied", "A paused replied"]);
}

#[test]
fn r24_nothing_is_merged_while_a_message_of_either_is_handed_over() {
    let sender = Sender::new(vec![Script::normal().at(Phase::End, Action::Stall)]);
    let desk = &sender.desk;
    let (other, _) = desk.partnership("Acme Ltd", "Ada B.", ADA_TOO);
    sender.send();
    sender.server.wait_for(Moment::Received);
    let refused = Err(Problem::NotMergeable { fault: MergeFault::Sending });
    for (kept, other) in [(sender.id, other), (other, sender.id)] {
        assert_eq!(desk.ask("merge", partnerships(kept, other, json!([]))), refused);
        assert_eq!(desk.ask("merge_preview", partnerships(kept, other, json!([]))), refused);
    }
    sender.server.release();
    sender.until_sent();
    desk.ask("merge", partnerships(other, sender.id, json!([]))).unwrap();
    // What has left belongs to the kept one, once.
    assert_eq!(desk.outbox("sent")[0]["partnership"], other);
    assert_eq!(desk.card(other)["current"]["position"], 1);
    assert_eq!(sender.copies(), 1);
}

#[test]
fn r30_nothing_is_merged_while_the_rep_has_to_say_whether_a_message_has_left() {
    let cut = Script::normal().at(Phase::End, Action::Close);
    let sender = Sender::new(vec![cut]);
    let desk = &sender.desk;
    let (other, _) = desk.partnership("Acme Ltd", "Ada B.", ADA_TOO);
    sender.send();
    sender.until_state("in_doubt");
    let merge = || desk.ask("merge", partnerships(other, sender.id, json!([])));
    assert_eq!(merge(), Err(Problem::NotMergeable { fault: MergeFault::InDoubt }));
    let row = desk.outbox("waiting")[0]["id"].clone();
    desk.ask("outbox_settle", json!({"id": row, "answer": "sent"})).unwrap();
    merge().unwrap();
}

#[test]
fn what_cannot_be_merged_is_refused() {
    let case = Case::new();
    let (acme, other) = case.twins(&[], &[]);
    let refused = |fault| Err(Problem::NotMergeable { fault });
    assert_eq!(case.merge(acme, acme), refused(MergeFault::Same));
    assert_eq!(case.merge(acme, 999), Err(Problem::NotFound));
    let id = |home| case.desk.detail(home)["contacts"][0]["id"].as_i64().unwrap();
    let apart = case.desk.ask("merge", contacts(id(acme), id(other)));
    assert_eq!(apart, refused(MergeFault::Apart));
    for id in [acme, other] {
        let notes = json!({"id": id, "notes": "x".repeat(30_000)});
        case.desk.ask("partnership_notes", notes).unwrap();
    }
    let long = case.merge(acme, other);
    assert!(matches!(long, Err(Problem::PersonField { .. })), "{long:?}");
    case.desk.ask("partnership_delete", json!({"id": other})).unwrap();
    assert_eq!(case.merge(acme, other), refused(MergeFault::InBin));
}

#[test]
fn r14_cadences_that_do_not_share_their_people_are_named() {
    let case = Case::new();
    let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
    let (acme, other) = case.twins(&[a], &[b]);
    let told = told(&case.preview(acme, other), "not_shared");
    assert_eq!((&told["contact"], &told["cadences"]), (&json!("Ada"), &json!(["A", "B"])));
}
