//! Screens of the rep's own workspace, without a mailbox.

use super::album::{Album, use_theme};
use crate::support::desk::{Desk, START};
use crate::support::page::Page;
use fantoccini::key::Key;
use serde_json::{Value, json};

/// A screen that can be reached in a workspace that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Empty,
    Cadences,
    Archived,
    NothingFound,
    RowMenu,
    Dialog,
    DialogError,
    DialogDiscard,
    Undo,
    Palette,
    Shortcuts,
    Editor,
    EditorGaps,
    EditorEmpty,
    Settings,
    StatusDetails,
    Collapsed,
    NotFound,
    NoPartnerships,
    NewPartnership,
    NewPartnershipError,
    Account,
    AccountTest,
    RepliesEmpty,
    OutboxEmpty,
    TaskWindow,
    WorkDone,
    OutboxHeld,
}

/// In this order: the first is seen before the workspace is filled.
const SCREENS: &[(Screen, &str)] = &[
    (Screen::Empty, "cadences-empty"),
    (Screen::Cadences, "cadences"),
    (Screen::Archived, "cadences-archived"),
    (Screen::NothingFound, "cadences-nothing-found"),
    (Screen::RowMenu, "cadences-row-menu"),
    (Screen::Dialog, "cadence-dialog"),
    (Screen::DialogError, "cadence-dialog-error"),
    (Screen::DialogDiscard, "cadence-dialog-discard"),
    (Screen::Undo, "undo"),
    (Screen::Palette, "palette"),
    (Screen::Shortcuts, "shortcuts"),
    (Screen::Editor, "editor"),
    (Screen::EditorGaps, "editor-gaps"),
    (Screen::EditorEmpty, "editor-empty"),
    (Screen::Settings, "settings"),
    (Screen::StatusDetails, "status-details"),
    (Screen::Collapsed, "collapsed"),
    (Screen::NotFound, "not-found"),
    (Screen::NoPartnerships, "partnerships-empty"),
    (Screen::NewPartnership, "new-partnership"),
    (Screen::NewPartnershipError, "new-partnership-error"),
    (Screen::Account, "account-dialog"),
    (Screen::AccountTest, "account-test"),
    (Screen::RepliesEmpty, "replies-empty"),
    (Screen::OutboxEmpty, "outbox-empty"),
    (Screen::TaskWindow, "task-window"),
    (Screen::WorkDone, "work-done"),
    (Screen::OutboxHeld, "outbox-held"),
];

const CADENCES: &[(&str, &str)] = &[
    ("Cold outbound 9 / 14", "Nine touches in fourteen days for companies that do not know us yet"),
    ("Dialler 5", "Five calls in three days, voicemail on the third and fifth"),
    ("Event follow-up", "After a fair or webinar: thank, recall the conversation, propose a date"),
    ("Inbound follow-up", "Answer at once, then eight touches in a week with changing hours"),
    ("No-show", "Is everything all right, and two new times to choose from"),
    ("Nurture 60 days", "Something useful every week or so, a call each month, no pitch"),
    ("Opportunity advancement", "Keep a running conversation moving towards a decision"),
    ("Re-engagement of partnerships that went quiet before the summer, by region and tier", ""),
    ("Simple outbound 5", "E-mail, call, content, call, a friendly close"),
    ("Warm outbound", "People who were recommended, met, or asked for the newsletter"),
];

/// Steps of the cadence that the editor is shown with.
fn steps() -> Value {
    let e_mail = |thread: &str, subject: &str, body: &str| json!({"type": "email", "mode": "manual", "thread": thread, "subject": subject, "body": body});
    let step = |name: &str, amount: u32, unit: &str, content: Value| json!({"id": null, "name": name, "rules": {}, "delay": {"amount": amount, "unit": unit}, "content": content});
    let opening = "Hello {{ contact.first_name }},\n\nteams like yours lose an hour a day to chasing \
        replies. We give it back. May I show you how, in ten minutes?\n\n{{ sender.name }}";
    json!([
        step(
            "Opening",
            0,
            "days",
            e_mail("new", "A question about {{ partnership.name }}", opening)
        ),
        step("", 5, "hours", json!({"type": "call", "script": "Introduce, ask one question."})),
        step("Second thought", 2, "days", e_mail("same", "", "One more idea, in two lines.")),
        step(
            "Look at their news",
            2,
            "days",
            json!({"type": "task", "instructions": "Find a reason."})
        ),
        step("", 1, "business_days", json!({"type": "call", "script": "Refer to the e-mail."})),
        step("Break-up", 6, "days", e_mail("new", "Shall I close your file?", "A friendly close.")),
    ])
}

async fn fill_workspace(page: &Page) {
    for (index, (name, description)) in CADENCES.iter().enumerate() {
        page.set_clock(START - i64::try_from(index).unwrap_or(0) * 9 * 3_600_000).await;
        let input = json!({"name": name, "description": description});
        page.ask("cadence_create", input).await.expect("it is created");
    }
    page.set_clock(START).await;
    let save = json!({"id": 1, "revision": 0, "goal": "A first meeting", "steps": steps(), "rules": {}, "move_people": false});
    page.ask("cadence_save", save).await.expect("its steps are saved");
    page.ask("cadence_activate", json!({"id": 1})).await.expect("it is activated");
    let gaps = json!([{
        "id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "automatic", "thread": "same", "subject": "", "body": ""},
    }]);
    let save = json!({"id": 3, "revision": 0, "goal": "", "steps": gaps, "rules": {}, "move_people": false});
    page.ask("cadence_save", save).await.expect("its steps are saved");
    let input = json!({"name": "Summer campaign 2024", "description": "Kept for its history"});
    let old = page.ask("cadence_create", input).await.expect("it is created");
    page.ask("cadence_archive", json!({"id": old["id"]})).await.expect("it is archived");
}

/// Leads to a screen from any other.
async fn arrange(page: &Page, screen: Screen) {
    page.reload(Some("/cadences")).await;
    match screen {
        Screen::Empty => page.sees("No cadences yet").await,
        Screen::Cadences => page.sees("Warm outbound").await,
        Screen::Archived => {
            page.reload(Some("/cadences?filter=archived")).await;
            page.sees("Summer campaign 2024").await;
        }
        Screen::NothingFound => {
            page.fill("Search cadences", "zebra").await;
            page.sees("No cadence is named like “zebra”").await;
        }
        Screen::RowMenu => {
            page.press("Actions for Event follow-up").await;
            page.control("menuitem", "Archive").await;
        }
        Screen::Dialog => {
            page.press("New cadence").await;
            page.field("Name").await;
        }
        Screen::DialogError => {
            page.press("New cadence").await;
            page.fill("Name", "no-show").await;
            page.press("Create draft").await;
            page.sees("Choose another name.").await;
        }
        Screen::DialogDiscard => {
            page.press("New cadence").await;
            page.fill("Name", "Half a thought").await;
            page.key(Key::Escape).await;
            page.sees("Discard what you typed?").await;
        }
        Screen::Undo => {
            page.press("Actions for Warm outbound").await;
            page.choose("Archive").await;
            page.sees("“Warm outbound” archived").await;
        }
        Screen::Palette => {
            page.control_key("k").await;
            page.field("Command palette").await.send_keys("o").await.expect("it takes keys");
            page.sees("Cold outbound").await;
        }
        Screen::Shortcuts => {
            page.keys("?").await;
            page.sees("Keyboard shortcuts").await;
        }
        Screen::Editor => {
            page.reload(Some("/cadences/1")).await;
            page.sees("wait 5 hours").await;
        }
        Screen::EditorGaps => {
            page.reload(Some("/cadences/3")).await;
            page.sees("No e-mail before it to answer").await;
        }
        Screen::EditorEmpty => {
            page.reload(Some("/cadences/2")).await;
            page.sees("No steps yet").await;
        }
        Screen::Settings => page.reload(Some("/settings")).await,
        Screen::StatusDetails => {
            page.script("document.querySelector('footer button').click()", vec![]).await;
            page.sees("Show in folder").await;
        }
        Screen::Collapsed => {
            page.press("Collapse navigation").await;
            page.press("Collapse side panel").await;
        }
        Screen::NotFound => page.reload(Some("/nowhere")).await,
        Screen::NoPartnerships => {
            page.reload(Some("/partnerships")).await;
            page.sees("No partnerships yet").await;
        }
        Screen::NewPartnership => {
            page.reload(Some("/partnerships")).await;
            page.press("New partnership").await;
            page.field("Partnership name").await;
        }
        Screen::NewPartnershipError => {
            page.reload(Some("/partnerships")).await;
            page.press("New partnership").await;
            page.fill("Partnership name", "Acme").await;
            page.fill("First name", "Ada").await;
            page.fill("E-mail", "ada at acme").await;
            page.press("Create partnership").await;
            page.until("document.querySelector('[aria-invalid=true]')").await;
        }
        Screen::Account => account_dialog(page).await,
        Screen::AccountTest => {
            account_dialog(page).await;
            page.fill("Server for sending", "127.0.0.1").await;
            page.fill("Port for sending", "1").await;
            page.press("Test").await;
            page.sees("Something does not work yet.").await;
        }
        Screen::RepliesEmpty => {
            page.reload(Some("/replies")).await;
            page.sees("Nothing waits for you").await;
        }
        Screen::OutboxEmpty => {
            page.reload(Some("/outbox")).await;
            page.sees("Nothing waits to be sent").await;
        }
        Screen::TaskWindow => {
            let task = json!({"type": "task", "instructions": "Find out who decides about machines there."});
            let id = due_person(page, "Engines to see", task).await;
            page.reload(Some(&format!("/partnerships/{id}"))).await;
            page.press("Run step").await;
            page.sees("Find out who decides").await;
        }
        Screen::WorkDone => {
            let id =
                due_person(page, "Looms to see", json!({"type": "task", "instructions": "Look."}))
                    .await;
            page.reload(Some(&format!("/partnerships/{id}"))).await;
            page.press("Run step").await;
            page.press("Log and complete").await;
            page.sees("Cadence overview").await;
        }
        Screen::OutboxHeld => {
            let email = json!({"type": "email", "mode": "automatic", "thread": "new", "subject": "A first word", "body": "Hello {{ contact.first_name }}"});
            due_person(page, "Presses to see", email).await;
            page.reload(Some("/outbox")).await;
            page.sees("No mail account yet").await;
        }
    }
}

/// Somebody for whom the only step of a new cadence is due; the id of the partnership.
async fn due_person(page: &Page, name: &str, content: Value) -> Value {
    let ask = async |command: &str, input: Value| {
        page.ask(command, input).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    };
    let cadence =
        ask("cadence_create", json!({"name": name, "description": ""})).await["id"].clone();
    let step = json!([{"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"}, "content": content}]);
    ask("cadence_save", json!({"id": cadence, "revision": 0, "goal": "", "steps": step, "rules": {}, "move_people": false})).await;
    ask("cadence_activate", json!({"id": cadence})).await;
    let fields = json!({"name": name, "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
    let email = format!("{}@engines.example", cadence);
    let contact = json!({"first_name": "Ada", "last_name": "Lovelace", "title": "", "emails": [email], "phones": [], "linkedin": "", "zone": null});
    let made = ask("partnership_create", json!({"fields": fields, "contact": contact})).await;
    let input = json!({"cadence": cadence, "contact": made["contacts"][0]["id"], "first_step": null, "start_at": null, "despite_warnings": true});
    ask("assign", input).await;
    made["id"].clone()
}

/// The dialog of the mail account, filled for a provider that is known.
async fn account_dialog(page: &Page) {
    page.reload(Some("/settings")).await;
    page.press("Set up mail account").await;
    page.fill("E-mail address", "grace@fastmail.com").await;
    page.fill("Password", "not a real one").await;
    page.sees("The servers of Fastmail are filled in").await;
}

/// Takes back what arranging the screen did to the workspace or to the looks.
async fn leave(page: &Page, screen: Screen) {
    match screen {
        Screen::Undo => {
            page.control_key("z").await;
            page.control("button", "Actions for Warm outbound").await;
        }
        Screen::Collapsed => {
            page.press("Expand navigation").await;
            page.press("Expand side panel").await;
        }
        _ => page.key(Key::Escape).await,
    }
}

/// Pictures of all of them.
pub async fn open_workspace(album: &mut Album) {
    let desk = Desk::start().await;
    use_theme(&desk.page, album.theme).await;
    for &(screen, name) in SCREENS {
        if album.wants(name) {
            arrange(&desk.page, screen).await;
            album.take(&desk, name).await;
            leave(&desk.page, screen).await;
        }
        if screen == Screen::Empty {
            fill_workspace(&desk.page).await;
        }
    }
}
