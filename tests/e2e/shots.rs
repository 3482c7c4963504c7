//! A picture of every screen in every theme and size, each inspected for mistakes. A new screen is
//! a line in [`SCREENS`].

use crate::support::desk::{Desk, Options, START};
use crate::support::inspect::{accessibility_mistakes, text_mistakes};
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use crate::troubles::TROUBLES;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

const SIZES: &[(u32, u32)] = &[(1280, 800), (1920, 1080)];

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

/// A screen of the practice workspace, where there are people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Practised {
    Partnerships,
    Partnership,
    PartnershipMenu,
    Assign,
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
    Menu,
    StartForReal,
}

/// In this order: the outbox waits for what was sent in the one before.
const PRACTISED: &[(Practised, &str)] = &[
    (Practised::Partnerships, "partnerships"),
    (Practised::Partnership, "partnership"),
    (Practised::PartnershipMenu, "partnership-simulate"),
    (Practised::Assign, "assign"),
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
    (Practised::Menu, "practice-menu"),
    (Practised::StartForReal, "start-for-real"),
];

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

/// Collects the mistakes of all pictures, so that one run shows them all.
struct Album {
    theme: &'static str,
    folder: PathBuf,
    only: Option<String>,
    taken: usize,
    mistakes: Vec<String>,
}

impl Album {
    fn new(theme: &'static str) -> Self {
        let folder = std::env::var_os("CADENCE_DESK_SHOTS_DIR").map_or_else(
            || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shots"),
            PathBuf::from,
        );
        fs::create_dir_all(&folder).expect("a folder for the pictures");
        let only = std::env::var("CADENCE_DESK_SHOTS_ONLY").ok();
        Self { theme, folder, only, taken: 0, mistakes: Vec::new() }
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.contains(only))
    }

    async fn take(&mut self, desk: &Desk, name: &str) {
        for &(width, height) in SIZES {
            desk.resize(width, height).await;
            desk.page.still().await;
            let title = format!("{name}-{}-{width}x{height}", self.theme);
            desk.picture(&self.folder.join(format!("{title}.png")));
            let mut found = text_mistakes(&desk.page).await;
            if (width, height) == SIZES[0] {
                // Roles, names and colours are the same in every size.
                found.extend(accessibility_mistakes(&desk.page).await);
            }
            self.mistakes.extend(found.into_iter().map(|line| format!("{title}: {line}")));
            self.taken += 1;
        }
    }
}

async fn use_theme(page: &Page, theme: &str) {
    let script = "localStorage.setItem('cadence-desk.color-scheme', arguments[0])";
    page.script(script, vec![json!(theme)]).await;
    page.reload(None).await;
    page.until(&format!("document.documentElement.dataset.mantineColorScheme === '{theme}'")).await;
}

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

async fn practice_workspace(album: &mut Album) {
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

async fn open_workspace(album: &mut Album) {
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

async fn troubles(album: &mut Album) {
    for trouble in TROUBLES {
        let name = format!("trouble-{}", trouble.name);
        if album.wants(&name) {
            let troubled = trouble.start().await;
            use_theme(&troubled.desk.page, album.theme).await;
            album.take(&troubled.desk, &name).await;
        }
    }
}

async fn every_screen(theme: &'static str) {
    let mut album = Album::new(theme);
    open_workspace(&mut album).await;
    practice_workspace(&mut album).await;
    troubles(&mut album).await;
    assert!(album.taken > 0, "no screen is named like {:?}", album.only);
    assert!(album.mistakes.is_empty(), "{}", album.mistakes.join("\n"));
}

// A test a theme, so that they run side by side.

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_without_mistakes_in_the_light_theme() {
    every_screen("light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_without_mistakes_in_the_dark_theme() {
    every_screen("dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn planted_mistakes_are_found() {
    let desk = Desk::start().await;
    let plant = |style: &str, text: &str| {
        let style = format!("position: fixed; z-index: 999; font-size: 20px; {style}");
        desk.page.script(
            "const planted = document.body.appendChild(document.createElement('p'));
             planted.style.cssText = arguments[0]; planted.textContent = arguments[1];",
            vec![json!(style), json!(text)],
        )
    };
    plant("top: 300px; left: 300px; color: #ccc; background: #fff", "too pale to read").await;
    plant(
        "top: 360px; left: 300px; width: 60px; overflow: hidden; white-space: nowrap",
        "cut off here",
    )
    .await;
    plant("top: 420px; left: 300px", "one lies").await;
    plant("top: 424px; left: 310px", "on the other").await;
    plant("top: 480px; right: -60px", "outside the window").await;

    let found = text_mistakes(&desk.page).await.join("\n");
    for mistake in
        ["cut off: \"cut off here\"", "overlap: \"one lies\"", "cut off: \"outside the window\""]
    {
        assert!(found.contains(mistake), "{mistake} is not among\n{found}");
    }
    let found = accessibility_mistakes(&desk.page).await.join("\n");
    assert!(found.contains("color-contrast") && found.contains("too pale"), "{found}");
}
