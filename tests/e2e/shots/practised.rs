//! Screens of the practice workspace, where there are people.

use super::album::{Album, use_theme};
use crate::support::desk::{Desk, Options};
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use serde_json::{Value, json};
use std::sync::Arc;

/// A screen of the practice workspace, where there are people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Practised {
    Partnerships,
    Partnership,
    PartnershipMenu,
    Assign,
    Merge,
    Contact,
    OptOut,
    PanelPeople,
    Email,
    EmailExpanded,
    Call,
    Snooze,
    OutboxWaiting,
    OutboxSent,
    Settings,
    Stages,
    CustomFields,
    Callers,
    CallStep,
    CallFrom,
    Menu,
    StartForReal,
}

/// In this order: the outbox waits for what was sent in the one before.
const PRACTISED: &[(Practised, &str)] = &[
    (Practised::Partnerships, "partnerships"),
    (Practised::Partnership, "partnership"),
    (Practised::PartnershipMenu, "partnership-simulate"),
    (Practised::Assign, "assign"),
    (Practised::Merge, "merge"),
    (Practised::Contact, "contact-dialog"),
    (Practised::OptOut, "opt-out"),
    (Practised::PanelPeople, "panel-people"),
    (Practised::Email, "email-window"),
    (Practised::EmailExpanded, "email-window-expanded"),
    (Practised::Call, "call-window"),
    (Practised::Snooze, "snooze-menu"),
    (Practised::OutboxWaiting, "outbox-waiting"),
    (Practised::OutboxSent, "outbox-sent"),
    (Practised::Settings, "settings-practice"),
    (Practised::Stages, "settings-stages"),
    (Practised::CustomFields, "settings-custom-fields"),
    (Practised::Callers, "settings-callers"),
    (Practised::CallStep, "editor-call"),
    (Practised::CallFrom, "call-window-from"),
    (Practised::Menu, "practice-menu"),
    (Practised::StartForReal, "start-for-real"),
];

/// Fields of partnerships of three kinds, unless they are there.
async fn add_custom_fields(page: &Page) {
    let there = page.ask("custom_fields", json!({})).await.expect("they are listed");
    if there["fields"] != json!([]) {
        return;
    }
    for (key, name, kind, choices) in [
        ("machines", "Machines in use", "number", json!([])),
        ("plan", "Plan", "choice", json!(["Basic", "Plus", "Complete"])),
        ("renewal", "Renewal of the contract", "date", json!([])),
    ] {
        let definition = json!({"of": "partnership", "key": key, "name": name, "kind": kind, "choices": choices});
        let field = page.ask("custom_field_add", json!({"definition": definition})).await;
        field.expect("it is added");
    }
}

/// Numbers to call from, and a cadence of one call that is made from them by turns and has a text for the
/// answering machine, with somebody for whom it is due; both ids.
async fn call_by_turns(page: &Page, name: &str) -> (Value, Value) {
    let ask = async |command: &str, input: Value| {
        page.ask(command, input).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    };
    let numbers = json!([
        {"number": "+49 30 555 0100", "label": "Desk in Berlin"},
        {"number": "+49 171 555 0101", "label": ""},
    ]);
    ask("caller_numbers_save", json!({"numbers": numbers})).await;
    let made = ask("cadence_create", json!({"name": name, "description": ""})).await;
    let cadence = made["id"].clone();
    let voicemail = "Hello {{ contact.first_name }}, I will try again on Thursday.";
    let steps = json!([{
        "id": null, "name": "", "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "call", "script": "Introduce, ask one question."},
        "rules": {"caller": {"type": "rotating"}, "voicemail": voicemail},
    }]);
    ask("cadence_save", json!({"id": cadence, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false})).await;
    ask("cadence_activate", json!({"id": cadence})).await;
    let fields = json!({"name": name, "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
    let contact = json!({"first_name": "Ada", "last_name": "Lovelace", "title": "", "emails": [], "phones": ["+49 30 23125 100"], "linkedin": "", "zone": null});
    let made = ask("partnership_create", json!({"fields": fields, "contact": contact})).await;
    let input = json!({"cadence": cadence, "contact": made["contacts"][0]["id"], "first_step": null, "start_at": null, "despite_warnings": true});
    ask("assign", input).await;
    (cadence, made["id"].clone())
}

/// Brings a section of a screen to its top.
async fn scroll_to(page: &Page, heading: &str) {
    page.script(
        "[...document.querySelectorAll('h2')].find((one) => one.textContent === arguments[0])
             .scrollIntoView()",
        vec![json!(heading)],
    )
    .await;
}

/// Leads to a screen of the practice workspace from any other.
async fn practise(page: &Page, screen: Practised) {
    let partnership = async |name: &str| {
        let found = json!({"search": name, "after": null, "limit": 1});
        let found = page.ask("partnership_list", found).await.expect("it is found");
        page.reload(Some(&format!("/partnerships/{}", found["rows"][0]["id"]))).await;
        page.sees("Timeline").await;
    };
    match screen {
        Practised::Partnerships => {
            page.reload(Some("/partnerships")).await;
            page.sees("Ahornwerk Maschinen").await;
        }
        Practised::Partnership => partnership("Rheinbogen").await,
        Practised::PartnershipMenu => {
            partnership("Rheinbogen").await;
            page.press("Simulate (practice)").await;
            page.control("menuitem", "Out of office").await;
        }
        Practised::Assign => {
            partnership("Mizuki").await;
            page.press("Assign to cadence").await;
            page.select("Cadence", "Starter 4").await;
            page.sees("Cannot be assigned").await;
        }
        Practised::Merge => {
            partnership("Norrsken").await;
            page.press("More actions").await;
            page.choose("Merge with…").await;
            page.field("Partnership that goes into this one")
                .await
                .click()
                .await
                .expect("it opens");
            page.keys("Rheinbogen").await;
            page.control("option", "Rheinbogen Metallbau (Tobias Hellweg)")
                .await
                .click()
                .await
                .expect("it is chosen");
            page.sees("goes into “Norrsken Verkstad”").await;
        }
        Practised::Contact => {
            partnership("Clonbarra").await;
            page.press("Add contact").await;
            page.field("First name").await;
        }
        Practised::OptOut => {
            partnership("Rheinbogen").await;
            page.press("Actions for Tobias Hellweg").await;
            page.choose("Mark as opted out…").await;
            page.sees("Stop all e-mail to Tobias Hellweg?").await;
        }
        Practised::PanelPeople => {
            page.reload(Some("/partnerships")).await;
            page.press("Simple outbound 5 2 due").await;
            page.press("Step 1 Introduction, E-mail 1 due").await;
            page.sees("Aoife Brannigan").await;
        }
        Practised::Email | Practised::EmailExpanded => {
            partnership("Norrsken").await;
            page.press("Run step").await;
            page.sees("Send & edit next").await;
            if screen == Practised::EmailExpanded {
                page.script(
                    "document.querySelector('[aria-label^=Expand][aria-pressed]').click()",
                    vec![],
                )
                .await;
            }
        }
        Practised::Call => {
            partnership("Rheinbogen").await;
            page.press("Run step").await;
            page.sees("Complete only").await;
        }
        Practised::Snooze => {
            partnership("Rheinbogen").await;
            page.press("Snooze").await;
            page.sees("Pick date and time…").await;
        }
        Practised::OutboxWaiting => {
            partnership("Norrsken").await;
            page.press("Run step").await;
            page.press("Send").await;
            page.sees("leaves in 10 s").await;
            page.reload(Some("/outbox")).await;
            page.sees("Elin Sandahl").await;
        }
        Practised::OutboxSent => {
            page.reload(Some("/outbox?tab=sent")).await;
            page.sees("Tobias Hellweg").await;
        }
        Practised::Settings => page.reload(Some("/settings")).await,
        Practised::Stages => {
            page.reload(Some("/settings")).await;
            page.sees("In conversation").await;
            scroll_to(page, "Stages").await;
        }
        Practised::CustomFields => {
            add_custom_fields(page).await;
            page.reload(Some("/settings")).await;
            page.sees("Machines in use").await;
            scroll_to(page, "Custom fields").await;
        }
        Practised::Callers => {
            call_by_turns(page, "Calls to list").await;
            page.reload(Some("/settings")).await;
            page.sees("+49 171 555 0101").await;
            scroll_to(page, "Numbers you call from").await;
        }
        Practised::CallStep => {
            let (cadence, _) = call_by_turns(page, "Calls to build").await;
            page.reload(Some(&format!("/cadences/{cadence}"))).await;
            page.sees("Voicemail text").await;
        }
        Practised::CallFrom => {
            let (_, partnership) = call_by_turns(page, "Calls to make").await;
            page.reload(Some(&format!("/partnerships/{partnership}"))).await;
            page.press("Run step").await;
            page.sees("I will try again on Thursday.").await;
        }
        Practised::Menu => {
            page.reload(Some("/partnerships")).await;
            page.press("Practice workspace: nothing leaves this computer").await;
            page.control("menuitem", "Start for real").await;
        }
        Practised::StartForReal => {
            page.reload(Some("/partnerships")).await;
            page.press("Practice workspace: nothing leaves this computer").await;
            page.choose("Start for real").await;
            page.sees("Copy my cadences as drafts").await;
        }
    }
}

/// Pictures of all of them.
pub async fn practice_workspace(album: &mut Album) {
    let options = Options { undecided: true, ..Options::default() };
    let desk = Desk::start_in(Arc::new(Surroundings::new()), options).await;
    use_theme(&desk.page, album.theme).await;
    if album.wants("welcome") {
        album.take(&desk, "welcome").await;
    }
    desk.page.press("Practice").await;
    desk.page.sees("Ahornwerk Maschinen").await;
    for &(screen, name) in PRACTISED {
        if album.wants(name) {
            practise(&desk.page, screen).await;
            album.take(&desk, name).await;
        }
    }
}
