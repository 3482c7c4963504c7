//! `kill -9` in the middle of the main job: nothing that was answered is lost, nothing is sent twice.

use crate::support::desk::{Desk, Options, START};
use crate::support::keyring::Keyring;
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script, ScriptedSmtp};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// Columns that tell that the program runs: each start changes them, or what it reminds of by itself a moment after
/// a command.
const SIGNS_OF_LIFE: [&str; 3] = ["generation", "alive_at", "reminded"];

/// Every row of every table, as text.
fn dump(workspace: &Path) -> Vec<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let file = workspace.join(desk_store::open::FILE_NAME);
    let database = Connection::open_with_flags(file, flags).expect("the workspace opens");
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        .expect("a statement");
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .expect("rows")
        .map(|name| name.expect("a name"))
        .collect();
    let mut rows = Vec::new();
    for table in tables {
        let mut statement =
            database.prepare(&format!("SELECT * FROM \"{table}\"")).expect("a statement");
        let columns = statement.column_count();
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut found = statement.query([]).expect("rows");
        while let Some(row) = found.next().expect("a row") {
            let cells: Vec<Cell> = (0..columns)
                .filter(|column| !SIGNS_OF_LIFE.contains(&names[*column].as_str()))
                .map(|column| row.get(column).expect("a value"))
                .collect();
            rows.push(format!("{table}: {cells:?}"));
        }
    }
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_by_a_kill_after_any_command() {
    let mut desk = Desk::start().await;
    let step = |kind: Value, amount: i64| json!({"id": null, "name": "", "rules": {}, "delay": {"amount": amount, "unit": "hours"}, "content": kind});
    let email = json!({"type": "email", "mode": "manual", "thread": "new", "subject": "Hello", "body": "Hello {{ contact.first_name }}"});
    let steps = json!([
        step(email, 0),
        step(json!({"type": "call", "script": "Ask"}), 1),
        step(json!({"type": "task", "instructions": "Look"}), 1),
    ]);
    let later = json!([
        step(json!({"type": "call", "script": "Ask"}), 0),
        step(json!({"type": "task", "instructions": "Look"}), 0)
    ]);
    let fields = |name: &str| json!({"name": name, "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
    let contact = |email: &str| json!({"first_name": "Ada", "last_name": "", "title": "", "emails": [email], "phones": ["+49 30 23125 100"], "linkedin": "", "zone": null});
    let assign = |cadence: i64, contact: i64| json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null, "despite_warnings": true});
    let draft = json!({"to": "ada@acme.example", "cc": "", "bcc": "", "subject": "Hello", "body": "My own words"});
    let log = json!({"notes": "Call again", "disposition": "no_answer", "sentiment": null});
    let profile = json!({"name": "Grace", "title": "", "company": "", "phone": "", "calendar_url": "", "postal_address": "", "signature": "Grace"});
    let commands = [
        ("sender_save", json!({"profile": profile})),
        ("cadence_create", json!({"name": "Outbound", "description": ""})),
        (
            "cadence_save",
            json!({"id": 1, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false}),
        ),
        ("cadence_activate", json!({"id": 1})),
        (
            "partnership_create",
            json!({"fields": fields("Acme"), "contact": contact("ada@acme.example")}),
        ),
        ("partnership_notes", json!({"id": 1, "notes": "Met at the fair"})),
        ("assign", assign(1, 1)),
        ("email_save", json!({"id": 1, "draft": draft})),
        ("email_send", json!({"id": 1, "draft": draft})),
        ("outbox_cancel", json!({"id": 1})),
        ("enrolment_pause", json!({"id": 1})),
        ("enrolment_resume", json!({"id": 1})),
        ("cadence_create", json!({"name": "Calls", "description": ""})),
        (
            "cadence_save",
            json!({"id": 2, "revision": 0, "goal": "", "steps": later, "rules": {}, "move_people": false}),
        ),
        ("cadence_activate", json!({"id": 2})),
        (
            "partnership_create",
            json!({"fields": fields("Bolt"), "contact": contact("bo@bolt.example")}),
        ),
        ("assign", assign(2, 2)),
        ("call_save", json!({"id": 2, "log": log})),
        ("call_finish", json!({"id": 2, "log": log, "action": "log_and_complete"})),
        ("task_complete", json!({"id": 3, "notes": "Found"})),
        ("enrolment_remove", json!({"id": 1})),
        ("cadence_clone", json!({"id": 1})),
    ];
    for (command, input) in commands {
        let answer = desk.page.ask(command, input).await;
        assert!(answer.is_ok(), "{command}: {answer:?}");
        desk.page.ready().await;
        let workspace = desk.surroundings.workspace();
        let before = dump(&workspace);
        let surroundings = desk.kill().await;
        desk = Desk::start_in(surroundings, Options::default()).await;
        assert_eq!(dump(&workspace), before, "after {command}");
    }
}

/// A program whose account is at a scripted server, with an e-mail on its way.
struct Interrupted {
    server: ScriptedSmtp,
    surroundings: Arc<Surroundings>,
    _keyring: Keyring,
}

impl Interrupted {
    /// Kills the program at the moment at which the server stalls.
    async fn at(phase: Phase, moment: Moment) -> Self {
        let stall = Script::normal().at(phase, Action::Stall);
        let server = ScriptedSmtp::start(vec![stall, Script::normal()]);
        let surroundings = Arc::new(Surroundings::new());
        let keyring = Keyring::unlocked(&surroundings).await;
        let desk = Desk::start_in(Arc::clone(&surroundings), Options::default()).await;
        send_one(&desk.page, server.port()).await;
        let server = tokio::task::spawn_blocking(move || {
            server.wait_for(moment);
            server
        })
        .await
        .expect("the server gets there");
        let surroundings = desk.kill().await;
        server.release();
        Self { server, surroundings, _keyring: keyring }
    }

    /// Starts the program again, long after the moment at which the message was to leave.
    async fn again(&self) -> Desk {
        let desk = Desk::start_in(Arc::clone(&self.surroundings), Options::default()).await;
        desk.page.set_clock(START + 60_000).await;
        desk
    }
}

async fn send_one(page: &Page, port: u16) {
    let server = json!({"host": "127.0.0.1", "port": port, "security": "plain"});
    let settings =
        json!({"address": "rep@example.test", "user": "rep", "smtp": server, "imap": null});
    page.ask("account_save", json!({"settings": settings, "password": "geheim"}))
        .await
        .expect("it is saved");
    let email = json!({"type": "email", "mode": "manual", "thread": "new", "subject": "Hello", "body": "Hello"});
    let steps = json!([{"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"}, "content": email}]);
    let fields = json!({"name": "Acme", "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
    let contact = json!({"first_name": "Ada", "last_name": "", "title": "", "emails": ["ada@acme.example"], "phones": [], "linkedin": "", "zone": null});
    let draft =
        json!({"to": "ada@acme.example", "cc": "", "bcc": "", "subject": "Hello", "body": "Hello"});
    for (command, input) in [
        ("cadence_create", json!({"name": "Outbound", "description": ""})),
        (
            "cadence_save",
            json!({"id": 1, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false}),
        ),
        ("cadence_activate", json!({"id": 1})),
        ("partnership_create", json!({"fields": fields, "contact": contact})),
        (
            "assign",
            json!({"cadence": 1, "contact": 1, "first_step": null, "start_at": null, "despite_warnings": true}),
        ),
        ("email_send", json!({"id": 1, "draft": draft})),
    ] {
        page.ask(command, input).await.unwrap_or_else(|error| panic!("{command}: {error}"));
    }
    page.set_clock(START + 10_000).await;
}

async fn outbox(page: &Page, filter: &str) -> Vec<Value> {
    let input = json!({"filter": filter, "after": null, "limit": 10});
    let page = page.ask("outbox_list", input).await.expect("it is listed");
    page["rows"].as_array().expect("rows").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_before_the_data_sends_exactly_one_copy_after_the_restart_by_itself() {
    for (phase, moment) in [(Phase::Mail, Moment::Mail), (Phase::Data, Moment::Data)] {
        let interrupted = Interrupted::at(phase, moment).await;
        let desk = interrupted.again().await;
        desk.page.reload(Some("/outbox?tab=sent")).await;
        desk.page.sees("ada@acme.example").await;
        let accepted =
            interrupted.server.record().messages.iter().filter(|one| one.accepted).count();
        assert_eq!(accepted, 1, "{phase:?}");
        assert!(outbox(&desk.page, "waiting").await.is_empty(), "{phase:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_the_data_holds_the_message_in_doubt_and_sends_no_further_copy() {
    let interrupted = Interrupted::at(Phase::End, Moment::Received).await;
    let desk = interrupted.again().await;
    let page = &desk.page;
    page.reload(Some("/outbox")).await;
    page.sees("It has arrived").await;
    page.sees("1 in doubt").await;
    for days in 1..=3 {
        page.set_clock(START + days * 24 * 3_600_000).await;
        page.ready().await;
    }
    let waiting = outbox(page, "waiting").await;
    assert_eq!(waiting[0]["state"]["state"], "in_doubt");
    assert_eq!(interrupted.server.record().messages.len(), 1);
    page.press("It has arrived").await;
    page.sees("Nothing waits to be sent").await;
    assert_eq!(interrupted.server.record().messages.len(), 1);
}
