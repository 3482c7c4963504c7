//! What was merged becomes two again (R24), whatever has happened before.

use crate::support::job::HOUR;
use crate::support::twins::{ADA, ADA_TOO, Case, contacts, partnerships, same, step, steps, told};
use desk_core::address::EmailAddress;
use desk_wire::error::Problem;
use desk_wire::merging::MergeConflict;
use proptest::prelude::*;
use serde_json::{Value, json};

const REP: &str = "sam@quarry.example";
const DAY: i64 = 24 * HOUR;

#[test]
fn r24_several_of_the_other_may_be_one_of_the_kept() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[cadence], &[cadence]);
    let third = case.contact(other, "Ada C.", "ada+c@acme.example");
    case.desk.assign(cadence, third);
    case.desk.settle();
    let before = case.everything();
    let merged = case.merge(acme, other).unwrap();
    let detail = case.desk.detail(acme);
    assert_eq!(detail["contacts"].as_array().unwrap().len(), 1);
    let emails = json!([ADA, ADA_TOO, "ada+c@acme.example"]);
    assert_eq!(detail["contacts"][0]["fields"]["emails"], emails);
    assert_eq!(case.states(acme), ["A active", "A finished moved", "A finished moved"]);
    case.counted();
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);
}

#[test]
fn r24_one_without_contacts_takes_the_others_with_their_primary_one() {
    let case = Case::new();
    let fields = json!({"name": "Acme", "website": "", "industry": "", "country": "", "stage": "lead",
        "tier": null, "zone": null});
    let made = json!({"fields": fields, "contact": null});
    let acme = case.desk.ask("partnership_create", made).unwrap()["id"].as_i64().unwrap();
    let (other, ada) = case.desk.partnership("Acme Ltd", "Ada", ADA);
    case.contact(other, "Ben", "ben@acme.example");
    let before = case.everything();
    let merged = case.merge(acme, other).unwrap();
    let first = &case.desk.detail(acme)["contacts"][0];
    assert_eq!((&first["id"], &first["primary"]), (&json!(ada), &json!(true)));
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);
}

#[test]
fn r24_taken_back_everything_is_as_it_was() {
    let case = Case::new();
    let shared = || json!({"shares_contacts": true});
    let a = case.desk.cadence_ruled("A", steps(), shared());
    let b = case.desk.cadence_ruled("B", steps(), shared());
    let (acme, other) = case.twins(&[a], &[a, b]);
    let eve = case.contact(other, "Eve", "eve@acme.example");
    case.desk.assign(a, eve);
    case.desk.settle();
    case.send(acme);
    let before = case.everything();
    let figures = case.counted();
    let preview = case.preview(acme, other);
    assert_eq!(case.everything(), before, "a preview changes nothing");
    assert_eq!(told(&preview, "contacts_move")["names"], json!(["Eve"]));
    let merged = case.merge(acme, other).unwrap();
    assert_ne!(case.everything(), before);
    case.counted();
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);
    assert_eq!(case.counted().people, figures.people);
    assert_eq!(case.counted().totals, figures.totals);
    let again = case.undo(&merged);
    assert_eq!(again, Err(Problem::NotUndoable));
    // And it can be merged again.
    case.merge(acme, other).unwrap();
    case.counted();
}

#[test]
fn r24_it_is_not_taken_back_once_something_that_conflicts_has_happened() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[], &[cadence]);
    let (_, stranger) = case.desk.partnership("Bolt", "Bob", "bob@bolt.example");
    let merged = case.merge(acme, other).unwrap();
    // What does not concern them is no conflict.
    case.desk.assign(cadence, stranger);
    let ben = case.contact(acme, "Ben", "ben@acme.test");
    case.desk.assign(cadence, ben);
    let merged = {
        case.undo(&merged).unwrap();
        case.merge(acme, other).unwrap()
    };
    let of_ada = |card: &&Value| card["contact"] != ben;
    let cards = case.desk.detail(acme)["enrolments"].as_array().unwrap().clone();
    let id = cards.iter().find(of_ada).unwrap()["id"].clone();
    let pause = case.desk.ask("enrolment_pause", json!({"id": id})).unwrap();
    match case.undo(&merged) {
        Err(Problem::MergeStands { conflict: MergeConflict::Happened { what, contact } }) => {
            let what = serde_json::to_value(what).unwrap();
            assert_eq!((&what["type"], contact.as_deref()), (&json!("paused"), Some("Ada")));
        }
        other => panic!("{other:?}"),
    }
    // What was taken back stands against nothing.
    case.desk.ask("undo", json!({"event": pause["event"]})).unwrap();
    case.undo(&merged).unwrap();
    assert_eq!(case.states(other), ["A active"]);
    assert_eq!(case.desk.detail(acme)["contacts"].as_array().unwrap().len(), 2);
    case.counted();
}

#[test]
fn r24_it_is_taken_back_for_thirty_days() {
    for (days, works) in [(29, true), (31, false)] {
        let case = Case::new();
        let (acme, other) = case.twins(&[], &[]);
        let merged = case.merge(acme, other).unwrap();
        case.pass(days * DAY);
        let page = json!({"id": acme, "after": null, "limit": 1});
        let page = case.desk.ask("timeline", page).unwrap();
        assert_eq!(page["entries"][0]["undoable"], works);
        let late = Problem::MergeStands { conflict: MergeConflict::TooLate };
        assert_eq!(case.undo(&merged).err(), (!works).then_some(late));
    }
}

#[test]
fn the_later_merge_is_taken_back_first() {
    let case = Case::new();
    let (acme, other) = case.twins(&[], &[]);
    let (third, _) = case.desk.partnership("Third", "Cyd", "cyd@third.example");
    let before = case.everything();
    let first = case.merge(acme, other).unwrap();
    let second = case.merge(third, acme).unwrap();
    assert_eq!(case.desk.detail(other)["id"], third);
    let again = Problem::MergeStands { conflict: MergeConflict::MergedAgain };
    assert_eq!(case.undo(&first), Err(again));
    case.undo(&second).unwrap();
    case.undo(&first).unwrap();
    same(&case.everything(), &before);
}

#[test]
fn what_the_rep_has_changed_since_stays_in_the_kept_one() {
    let case = Case::new();
    let (acme, _) = case.desk.partnership("Acme", "Ada", ADA);
    let (other, _) = case.desk.partnership("Acme Ltd", "Ben", "ben@acme.example");
    case.desk.ask("partnership_notes", json!({"id": other, "notes": "Theirs"})).unwrap();
    let choices = json!([{"field": "name", "from": "other"}]);
    let merged = case.desk.ask("merge", partnerships(acme, other, choices)).unwrap();
    case.desk.ask("partnership_notes", json!({"id": acme, "notes": "Theirs and more"})).unwrap();
    case.undo(&merged).unwrap();
    let (ours, theirs) = (case.desk.detail(acme), case.desk.detail(other));
    assert_eq!(
        (&ours["fields"]["name"], &ours["notes"]),
        (&json!("Acme"), &json!("Theirs and more"))
    );
    assert_eq!(
        (&theirs["fields"]["name"], &theirs["notes"]),
        (&json!("Acme Ltd"), &json!("Theirs"))
    );
    assert_eq!(theirs["contacts"][0]["primary"], true);
}

#[test]
fn r24_two_contacts_of_a_partnership_become_one_and_two_again() {
    let case = Case::new();
    let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
    let (acme, ada) = case.desk.partnership("Acme", "Ada", ADA);
    let eve = case.contact(acme, "Eve", "eve@acme.example");
    case.desk.assign(a, ada);
    case.desk.assign(b, eve);
    case.desk.settle();
    let before = case.everything();
    // The primary one goes into the other.
    let merged = case.desk.ask("merge", contacts(eve, ada)).unwrap();
    let detail = case.desk.detail(acme);
    assert_eq!(detail["contacts"].as_array().unwrap().len(), 1);
    let one = &detail["contacts"][0];
    assert_eq!((&one["id"], &one["primary"]), (&json!(eve), &json!(true)));
    assert_eq!(one["fields"]["emails"], json!(["eve@acme.example", ADA]));
    assert_eq!(case.states(acme), ["A active", "B active"]);
    let preview = Problem::MergeStands { conflict: MergeConflict::ContactChanged };
    case.counted();
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);
    // An address that was thrown away since cannot be given back.
    let merged = case.desk.ask("merge", contacts(eve, ada)).unwrap();
    let mut fields = case.desk.detail(acme)["contacts"][0]["fields"].clone();
    fields["emails"] = json!(["eve@acme.example"]);
    fields["shared"] = json!([]);
    case.desk.ask("contact_update", json!({"id": eve, "fields": fields})).unwrap();
    assert_eq!(case.undo(&merged), Err(preview));
}

#[test]
fn r13_what_was_done_before_is_taken_back_only_when_the_merge_was() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[cadence], &[cadence]);
    let id = case.desk.card(other)["id"].clone();
    let pause = case.desk.ask("enrolment_pause", json!({"id": id})).unwrap();
    let pause = json!({"event": pause["event"]});
    let merged = case.merge(acme, other).unwrap();
    assert_eq!(case.desk.ask("undo", pause.clone()), Err(Problem::NotUndoable));
    assert_eq!(
        case.desk.ask("undo", json!({"event": merged["event"]})),
        Err(Problem::NotUndoable),
        "a merge has its own command"
    );
    // Also when the one that went on is over: nobody goes through it again for it.
    let cards = case.desk.detail(acme)["enrolments"].as_array().unwrap().clone();
    let open = cards.iter().find(|card| card["state"]["state"] != "finished").unwrap();
    let won = case.desk.ask("enrolment_won", json!({"id": open["id"]})).unwrap();
    assert_eq!(case.desk.ask("undo", pause.clone()), Err(Problem::NotUndoable));
    case.desk.ask("undo", json!({"event": won["event"]})).unwrap();
    case.undo(&merged).unwrap();
    case.desk.ask("undo", pause).unwrap();
    assert_eq!(case.states(other), ["A active"]);
}

#[test]
fn r37_a_number_that_is_wrong_on_one_side_is_wrong_until_the_merge_is_taken_back() {
    let case = Case::new();
    let call = json!({"type": "call", "script": ""});
    let call = case.desk.cadence_with("Calls", json!([step(0, call)]));
    let (acme, other) = case.twins(&[], &[call]);
    case.desk.call(other, "log_and_complete", "wrong_number").unwrap();
    let good = "SELECT count(*) FROM contact_phone WHERE bad_at IS NULL";
    let count = || case.file().query_row(good, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count(), 1);
    let merged = case.merge(acme, other).unwrap();
    assert_eq!(count(), 0);
    case.undo(&merged).unwrap();
    assert_eq!(count(), 1);
}

#[test]
fn r24_it_is_not_taken_back_once_a_message_has_come_that_no_entry_tells() {
    let case = Case::new();
    let cadence = case.desk.cadence_with("A", steps());
    let (acme, other) = case.twins(&[], &[cadence]);
    case.send(other);
    let merged = case.merge(acme, other).unwrap();
    let raw = format!(
        "From: {ADA_TOO}\nTo: {REP}\nSubject: Declined: Call\nMessage-ID: <d@there.example>\n\
         MIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY\n\n\
         BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\nORGANIZER:mailto:{REP}\n\
         ATTENDEE;PARTSTAT=DECLINED:mailto:{ADA_TOO}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    case.desk.program.hears(&[EmailAddress::parse(REP).unwrap()], raw.as_bytes()).unwrap();
    let heard = "SELECT verdict FROM incoming WHERE event_id IS NULL";
    let heard: String = case.file().query_row(heard, [], |row| row.get(0)).unwrap();
    assert_eq!(heard, "calendar");
    let stands = Problem::MergeStands { conflict: MergeConflict::Message };
    assert_eq!(case.undo(&merged), Err(stands));
}

/// Something that happens to one of the twins before they are merged.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Enter(usize),
    Send,
    Task,
    Hears(&'static str),
    Does(&'static str),
    OptOut,
    Hours(i64),
    /// An e-mail is decided that has not left yet.
    Queue,
    Cadence(usize, &'static str),
    PauseAll(bool),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..3_usize).prop_map(Deed::Enter),
        4 => Just(Deed::Send),
        3 => Just(Deed::Task),
        3 => prop::sample::select(vec!["reply", "out_of_office", "unclear", "bounce"])
            .prop_map(Deed::Hears),
        2 => prop::sample::select(vec!["enrolment_pause", "enrolment_remove", "enrolment_won"])
            .prop_map(Deed::Does),
        1 => Just(Deed::OptOut),
        3 => (1..30_i64).prop_map(Deed::Hours),
        1 => Just(Deed::Queue),
        1 => (0..3_usize, prop::sample::select(vec!["cadence_deactivate", "cadence_activate"]))
            .prop_map(|(which, what)| Deed::Cadence(which, what)),
        1 => any::<bool>().prop_map(Deed::PauseAll),
    ]
}

impl Case {
    /// Does it, if it can be done.
    fn befall(&self, home: i64, deed: Deed, cadences: &[i64]) {
        let detail = self.desk.detail(home);
        let contact = detail["contacts"][0]["id"].as_i64().unwrap();
        let card = detail["enrolments"][0].clone();
        let _ = match deed {
            Deed::Enter(which) => {
                let input = json!({"cadence": cadences[which], "contact": contact, "first_step": null,
                    "start_at": null, "despite_warnings": true});
                self.desk.ask("assign", input)
            }
            Deed::Send if card["current"]["kind"] == "email" => self.desk.send(home),
            Deed::Task => {
                let done = json!({"id": card["current"]["id"], "notes": ""});
                if card["current"]["id"].is_number() {
                    self.desk.ask("task_complete", done)
                } else {
                    return;
                }
            }
            Deed::Hears(what) if card["id"].is_number() => {
                self.desk.ask("practice_simulate", json!({"id": card["id"], "what": what}))
            }
            Deed::Does(what) if card["id"].is_number() => {
                self.desk.ask(what, json!({"id": card["id"]}))
            }
            Deed::OptOut => self.desk.ask("contact_opt_out", json!({"id": contact})),
            Deed::Queue if card["current"]["kind"] == "email" => {
                let _ = self.desk.send(home);
                return;
            }
            Deed::Cadence(which, what) => self.desk.ask(what, json!({"id": cadences[which]})),
            Deed::PauseAll(paused) => self.desk.ask("pause_all", json!({"paused": paused})),
            Deed::Hours(hours) => {
                self.pass(hours * HOUR);
                return;
            }
            _ => return,
        };
        self.pass(20_000);
    }

    /// How many rows say something that cannot be.
    fn impossible(&self) -> Vec<(&'static str, i64)> {
        let file = self.file();
        [
            "SELECT count(*) FROM enrolment JOIN contact ON contact.id = contact_id
             WHERE contact.partnership_id <> enrolment.partnership_id",
            "SELECT count(*) FROM agenda JOIN enrolment ON enrolment.id = enrolment_id
             WHERE (agenda.partnership_id, agenda.contact_id)
                <> (enrolment.partnership_id, enrolment.contact_id)",
            "SELECT count(*) FROM outbox JOIN enrolment ON enrolment.id = enrolment_id
             WHERE (outbox.partnership_id, outbox.contact_id)
                <> (enrolment.partnership_id, enrolment.contact_id)",
            "SELECT count(*) FROM event JOIN enrolment ON enrolment.id = event.enrolment_id
             WHERE (event.partnership_id, event.contact_id)
                <> (enrolment.partnership_id, enrolment.contact_id)",
            "SELECT count(*) FROM enrolment JOIN contact ON contact.id = contact_id
             WHERE opted_out_at IS NOT NULL AND is_finished = 0",
            "SELECT count(*) FROM outbox JOIN enrolment ON enrolment.id = enrolment_id
             WHERE is_finished = 1 AND outbox.state IN ('queued', 'held', 'retry', 'failed')",
            "SELECT count(*) FROM event WHERE contact_id NOT IN (SELECT id FROM contact)",
            "SELECT count(*) FROM agenda JOIN enrolment ON enrolment.id = enrolment_id
             WHERE is_finished = 1",
            "SELECT count(*) FROM partnership WHERE merged_into IS NOT NULL AND EXISTS (
                SELECT 1 FROM contact WHERE partnership_id = partnership.id)",
            "SELECT count(*) FROM partnership WHERE deleted_at IS NULL AND 1 <> (
                SELECT count(*) FROM contact WHERE partnership_id = partnership.id AND is_primary = 1)",
        ]
        .into_iter()
        .map(|sql| (sql, file.query_row(sql, [], |row| row.get(0)).unwrap()))
        .filter(|(_, count)| *count > 0)
        .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r24_whatever_has_happened_to_the_two_nothing_is_lost_and_all_is_taken_back(
        deeds in prop::collection::vec((any::<bool>(), deed()), 4..14),
    ) {
        let case = Case::new();
        let shared = || json!({"shares_contacts": true});
        let cadences = ["A", "B", "C"].map(|name| case.desk.cadence_ruled(name, steps(), shared()));
        let (acme, other) = case.twins(&cadences[..1], &cadences[..2]);
        for (ours, deed) in deeds {
            case.befall(if ours { acme } else { other }, deed, &cadences);
        }
        let before = case.everything();
        let waits = !case.desk.outbox("waiting").is_empty();
        let (events, enrolments) = (case.desk.story(acme).len() + case.desk.story(other).len(), {
            let count = "SELECT count(*) FROM enrolment";
            case.file().query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
        });
        let preview = case.preview(acme, other);
        same(&case.everything(), &before);
        let merged = case.merge(acme, other).unwrap();
        case.counted();
        prop_assert_eq!(case.impossible(), vec![]);
        prop_assert!(case.desk.story(acme).len() > events);
        let cards = case.desk.detail(acme)["enrolments"].as_array().unwrap().len();
        prop_assert_eq!(i64::try_from(cards).unwrap(), enrolments, "{}", preview);
        case.undo(&merged).unwrap();
        case.counted();
        prop_assert_eq!(case.impossible(), vec![]);
        if waits {
            // What was taken back for good is in its draft. Nothing leaves twice.
            case.pass(HOUR);
            case.counted();
        } else {
            same(&case.everything(), &before);
        }
    }
}
