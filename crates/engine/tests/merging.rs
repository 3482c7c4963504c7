//! Two partnerships, or two contacts of one, become one, and two again (R24).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::address::EmailAddress;
use desk_store::figures::Kept;
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script};
use desk_wire::error::Problem;
use desk_wire::merging::{MergeConflict, MergeFault};
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::PathBuf;
use support::Desk;
use support::job::HOUR;
use support::lists::counted;
use support::sender::Sender;

const DAY: i64 = 24 * HOUR;
const REP: &str = "sam@quarry.example";
const ADA: &str = "ada@acme.example";
/// Hers as well: the same but for a tag.
const ADA_TOO: &str = "ada+desk@acme.example";

fn step(hours: i64, content: Value) -> Value {
    json!({"id": null, "name": "", "rules": {}, "delay": {"amount": hours, "unit": "hours"},
        "content": content})
}

fn letter(hours: i64) -> Value {
    let content = json!({"type": "email", "mode": "manual", "thread": "new",
        "subject": "A question", "body": "Hello"});
    step(hours, content)
}

fn task(hours: i64) -> Value {
    step(hours, json!({"type": "task", "work": "other", "instructions": ""}))
}

/// An e-mail at once, then two tasks.
fn steps() -> Value {
    json!([letter(0), task(2), task(2)])
}

struct Case {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { desk: Desk::by_hand(folder.path()), folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("practice/workspace.sqlite")
    }

    fn file(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    fn counted(&self) -> Kept {
        counted(&self.path())
    }

    /// Acme with Ada and Acme Ltd with the same Ada, each in the cadences.
    fn twins(&self, ours: &[i64], theirs: &[i64]) -> (i64, i64) {
        let (acme, ada) = self.desk.partnership("Acme", "Ada", ADA);
        let (other, too) = self.desk.partnership("Acme Ltd", "Ada B.", ADA_TOO);
        for cadence in ours {
            self.desk.assign(*cadence, ada);
        }
        for cadence in theirs {
            self.desk.assign(*cadence, too);
        }
        self.desk.settle();
        (acme, other)
    }

    fn contact(&self, home: i64, name: &str, address: &str) -> i64 {
        let fields = json!({"first_name": name, "last_name": "", "title": "", "emails": [address],
            "phones": [], "linkedin": "", "zone": null});
        let input = json!({"partnership": home, "fields": fields});
        let made = self.desk.ask("contact_create", input).unwrap();
        let contacts = made["contacts"].as_array().unwrap().clone();
        contacts.iter().find(|one| one["name"] == name).unwrap()["id"].as_i64().unwrap()
    }

    fn send(&self, home: i64) {
        self.desk.send(home).unwrap();
        self.pass(20_000);
    }

    fn pass(&self, millis: i64) {
        self.desk.pass(millis);
        self.desk.settle();
    }

    fn merge(&self, kept: i64, other: i64) -> Result<Value, Problem> {
        self.desk.ask("merge", partnerships(kept, other, json!([])))
    }

    fn preview(&self, kept: i64, other: i64) -> Value {
        self.desk.ask("merge_preview", partnerships(kept, other, json!([]))).unwrap()
    }

    fn undo(&self, merged: &Value) -> Result<Value, Problem> {
        self.desk.ask("merge_undo", json!({"event": merged["event"]}))
    }

    /// Cadence, state and its reason or outcome of the cards of a partnership.
    fn states(&self, home: i64) -> Vec<String> {
        let cards = self.desk.detail(home)["enrolments"].as_array().unwrap().clone();
        let state = |card: &Value| {
            let state = &card["state"];
            let why = state["reason"].as_str().or(state["outcome"].as_str()).unwrap_or("");
            let (name, state) = (card["cadence_name"].as_str().unwrap(), &state["state"]);
            format!("{name} {} {why}", state.as_str().unwrap()).trim().to_owned()
        };
        let mut states: Vec<String> = cards.iter().map(state).collect();
        states.sort();
        states
    }

    /// Everything that the file holds, except what says that something was merged and taken back.
    fn everything(&self) -> Vec<String> {
        let file = self.file();
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            AND name NOT LIKE 'people%' AND name NOT LIKE 'stat_%' AND name <> 'merge' ORDER BY name";
        let tables: Vec<String> = file
            .prepare(tables)
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        tables.iter().flat_map(|table| self.rows(&file, table)).collect()
    }

    fn rows(&self, file: &Connection, table: &str) -> Vec<String> {
        // Entries that were taken back stay; when a partnership changed last is nobody's to take back; a
        // message that was taken back stays so, its text is in the draft.
        let but = match table {
            "event" => "WHERE undone_at IS NULL AND type <> 'undone'",
            _ => "",
        };
        let skip = ["updated_at", "saved_at", "alive_at", "generation"];
        let mut query = file.prepare(&format!("SELECT * FROM {table} {but}")).unwrap();
        let names: Vec<String> = query.column_names().into_iter().map(str::to_owned).collect();
        let rows = query
            .query_map([], |row| {
                let cells =
                    names.iter().enumerate().filter(|(_, name)| !skip.contains(&name.as_str()));
                let cell = |at| match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    other => format!("{other:?}"),
                };
                Ok(cells
                    .map(|(at, name)| format!("{name}={}", cell(at)))
                    .collect::<Vec<_>>()
                    .join(" "))
            })
            .unwrap();
        rows.map(|row| format!("{table}: {}", row.unwrap())).collect()
    }
}

fn partnerships(kept: i64, other: i64, choices: Value) -> Value {
    json!({"of": {"type": "partnerships", "kept": kept, "other": other}, "choices": choices})
}

fn contacts(kept: i64, other: i64) -> Value {
    json!({"of": {"type": "contacts", "kept": kept, "other": other}, "choices": []})
}

/// The same rows, named where they differ.
fn same(is: &[String], was: &[String]) {
    let besides = |rows: &[String], others: &[String]| -> Vec<String> {
        rows.iter().filter(|row| !others.contains(row)).cloned().collect()
    };
    assert_eq!(besides(is, was), besides(was, is));
    assert_eq!(is.len(), was.len());
}

fn told(preview: &Value, kind: &str) -> Value {
    let all = preview["consequences"].as_array().unwrap();
    all.iter().find(|one| one["type"] == kind).cloned().unwrap_or(Value::Null)
}

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
        assert_eq!(card["current"]["position"], 1, "{card}");
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
    let replies = json!({"filter": "open", "search": "", "after": null, "limit": 10});
    let sql = "SELECT partnership_id FROM incoming";
    let of: i64 = case.file().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(of, acme, "{replies}");
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
fn r14_cadences_that_do_not_share_their_people_are_named() {
    let case = Case::new();
    let (a, b) = (case.desk.cadence_with("A", steps()), case.desk.cadence_with("B", steps()));
    let (acme, other) = case.twins(&[a], &[b]);
    let told = told(&case.preview(acme, other), "not_shared");
    assert_eq!((&told["contact"], &told["cadences"]), (&json!("Ada"), &json!(["A", "B"])));
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
    case.undo(&merged).unwrap();
    case.desk.ask("undo", pause).unwrap();
    assert_eq!(case.states(other), ["A active"]);
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
