//! The main job in the real window with a real mail server (dovecot and exim), a real keychain
//! (gnome-keyring) and a real notification service (dunst).

use crate::support::desk::{Desk, Options, START, wait_until};
use crate::support::keyring::Keyring;
use crate::support::notifications::Dunst;
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use crate::support::traces::traces_of;
use desk_testkit::mail_server::MailServer;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

const HOUR: i64 = 3_600_000;

/// Everything that a rep's desktop has.
struct Office {
    desk: Desk,
    server: MailServer,
    dunst: Dunst,
    keyring: Keyring,
}

impl Office {
    async fn open() -> Self {
        let server = MailServer::start();
        let surroundings = Arc::new(Surroundings::new());
        let dunst = Dunst::start(&surroundings).await;
        let keyring = Keyring::unlocked(&surroundings).await;
        let options =
            Options { authorities: Some(server.ca_pem()), undecided: true, ..Options::default() };
        let desk = Desk::start_in(surroundings, options).await;
        Self { desk, server, dunst, keyring }
    }

    fn page(&self) -> &Page {
        &self.desk.page
    }

    /// Sets up the mailbox by clicking, first with a password that is wrong.
    async fn set_up_the_mailbox(&self) {
        let page = self.page();
        let ports = self.server.ports();
        page.press("Set up my mailbox").await;
        page.fill("E-mail address", "sender@example.test").await;
        page.key(Key::Tab).await;
        page.sees("The servers of this address are not known.").await;
        page.fill("User name", "sender@example.test").await;
        page.fill("Password", "not the password").await;
        page.fill("Server for sending", "localhost").await;
        page.fill("Port for sending", &ports.submissions.to_string()).await;
        page.field("Server for receiving (IMAP)").await.click().await.expect("it is ticked");
        page.fill("Server for receiving *", "localhost").await;
        page.fill("Port for receiving", &ports.imaps.to_string()).await;
        page.press("Test").await;
        page.sees("Something does not work yet.").await;
        page.fill("Password", &self.server.password("sender")).await;
        page.press("Test").await;
        page.sees("Everything works.").await;
        page.press("Save").await;
        page.sees("Mail account saved").await;
        page.fill("Name", "Grace Hopper").await;
        page.fill("Signature", "Grace Hopper\nExample Ltd").await;
        page.key(Key::Tab).await;
        page.ready().await;
        page.until("document.querySelector('[data-save-state=saved]')").await;
    }

    /// Builds a cadence of four steps by clicking and activates it.
    async fn build_the_cadence(&self) {
        let page = self.page();
        page.reload(Some("/cadences")).await;
        page.press("New cadence").await;
        page.fill("Name", "Outbound").await;
        page.press("Create draft").await;
        page.sees("Outbound").await;
        page.reload(Some("/cadences/1")).await;
        page.sees("No steps yet").await;
        page.press("E-mail").await;
        page.fill("Subject", "A question for {{ partnership.name }}").await;
        page.fill("Text", "Hello {{ contact.first_name }},\n\nhow are you?").await;
        for (kind, amount) in [("Call", "2"), ("Task", "1"), ("E-mail", "2")] {
            page.press("Add step").await;
            page.choose(kind).await;
            page.fill("Wait, number", amount).await;
        }
        page.fill("Subject", "One more thing").await;
        page.fill("Text", "Still there, {{ contact.first_name }}?").await;
        page.ready().await;
        page.press("Activate").await;
        page.sees("“Outbound” activated").await;
    }

    /// Makes a partnership with a contact by clicking; its id.
    async fn add_the_partnership(&self) -> i64 {
        let page = self.page();
        page.reload(Some("/partnerships")).await;
        page.press("New partnership").await;
        page.fill("Partnership name", "Analytical {{ Engines }}").await;
        page.fill("First name", "Ada").await;
        page.fill("Last name", "<script>Lovelace").await;
        page.fill("E-mail", "Bob@Example.test").await;
        page.fill("Phone", "+49 30 23125 100").await;
        page.press("Create partnership").await;
        page.control("button", "Assign to cadence").await;
        page.ready().await;
        let list = json!({"search": "", "after": null, "limit": 1});
        let list = page.ask("partnership_list", list).await.expect("it is listed");
        list["rows"][0]["id"].as_i64().expect("an id")
    }

    async fn assign(&self) {
        let page = self.page();
        page.press("Assign to cadence").await;
        page.select("Cadence", "Outbound").await;
        page.sees("When each step would be due").await;
        page.ready().await;
        page.press("Assign").await;
        page.sees("assigned to “Outbound”").await;
    }

    async fn card(&self, id: i64) -> Value {
        self.page().ask("partnership_get", json!({"id": id})).await.expect("it is read")["enrolments"][0].clone()
    }

    async fn until_current(&self, id: i64, position: i64, state: &str) {
        let condition = format!(
            "(window.card_{position}_{state} ??= setInterval(() => window.__TAURI_INTERNALS__\
               .invoke('rpc', {{request: {{command: 'partnership_get', input: {{id: {id}}}}}}})\
               .then(d => {{ const c = d.enrolments[0].current; \
                 window.now_{position}_{state} = c && c.position === {position} && c.state === '{state}'; }}), 50),\
             window.now_{position}_{state})"
        );
        self.page().until(&condition).await;
        self.page().script(&format!("clearInterval(window.card_{position}_{state})"), vec![]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_from_the_first_start_to_the_end() {
    let office = Office::open().await;
    let page = office.page();
    office.set_up_the_mailbox().await;
    office.build_the_cadence().await;
    let id = office.add_the_partnership().await;
    office.assign().await;

    // The first step is due at once: a notification says so, and the side panel lists it.
    let person = "Ada <script>Lovelace";
    office.dunst.click(&format!("E-mail: {person}")).await;
    page.sees("Send & edit next").await;
    page.sees("1 due").await;
    let text = page.field("Text").await.prop("value").await.expect("a value").unwrap_or_default();
    assert_eq!(text, "Hello Ada,\n\nhow are you?");
    page.fill("Text", "Hello Ada,\n\nhow is the engine?").await;
    page.until("document.querySelector('[data-save-state=saved]')").await;
    page.press("Send").await;
    page.sees("leaves in 10 s").await;
    page.set_clock(START + 10_000).await;

    let inbox = office.server.wait_for_messages("bob", 1).await;
    let letter = String::from_utf8_lossy(&inbox[0]).into_owned();
    for part in [
        "From: \"Grace Hopper\" <sender@example.test>",
        "<Bob@example.test>",
        "Subject: A question for Analytical {{ Engines }}",
        "Message-ID: <",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "how is the engine?",
    ] {
        assert!(letter.contains(part), "{part} is not in\n{letter}");
    }
    assert!(!letter.contains("<script>Lovelace</"), "{letter}");

    // The step is complete and the next is due at the right moment.
    office.until_current(id, 1, "waiting").await;
    let card = office.card(id).await;
    assert_eq!(card["current"]["due_at"], json!(START + 10_000 + 2 * 24 * HOUR));
    page.set_clock(START + 10_000 + 2 * 24 * HOUR).await;
    office.until_current(id, 1, "due").await;
    page.reload(Some(&format!("/partnerships/{id}"))).await;
    page.press("Run step").await;
    page.sees("Complete only").await;
    let notes = page.docked_field("Notes").await;
    notes.send_keys("Wants to see it run").await.expect("it takes keys");
    page.select("Disposition", "Connected").await;
    page.press("Log and complete").await;
    page.sees("logged and completed").await;
    office.until_current(id, 2, "waiting").await;

    page.reload(Some(&format!("/partnerships/{id}"))).await;
    page.sees("Wants to see it run").await;
    page.press("Pause").await;
    page.control("button", "Resume").await;
    page.press("Resume").await;
    page.control("button", "Pause").await;
    page.press("Remove").await;
    page.sees("removed from “Outbound”").await;
    page.reload(Some("/cadences")).await;
    page.press("Actions for Outbound").await;
    page.choose("Duplicate").await;
    page.sees("Copy of Outbound").await;

    // Exactly one copy, and the password in the keychain and nowhere else.
    assert_eq!(office.server.inbox("bob").await.len(), 1);
    let password = office.server.password("sender");
    assert!(office.keyring.listed().contains(&password));
    let home = office.desk.surroundings.home().to_owned();
    let own = |path: &std::path::Path| !path.starts_with(home.join(".local/share/keyrings"));
    assert_eq!(traces_of(&password, &home, own), Vec::<PathBuf>::new());
    let planted = home.join(".cache/planted");
    for (index, disguise) in crate::support::traces::disguises(&password).into_iter().enumerate() {
        fs::create_dir_all(planted.parent().expect("a folder")).expect("a folder");
        fs::write(&planted, [b"noise ".to_vec(), disguise, b" noise".to_vec()].concat())
            .expect("a file");
        assert_eq!(
            traces_of(&password, &home, own),
            std::slice::from_ref(&planted),
            "disguise {index}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_the_second_notification_opens_the_second_person_also_when_minimised() {
    let surroundings = Arc::new(Surroundings::new());
    let dunst = Dunst::start(&surroundings).await;
    let desk = Desk::start_in(surroundings, Options::default()).await;
    let page = &desk.page;
    let people = two_people(page).await;
    dunst.shows("Task: Ada").await;
    dunst.shows("Task: Bo").await;
    let window = desk.window();
    desk.surroundings.output("xdotool", &["windowminimize", &window]);
    dunst.click("Task: Bo").await;
    page.sees("Task · Bo").await;
    page.until(&format!("location.hash.includes('/partnerships/{}')", people[1])).await;
    wait_until("the window is back", || {
        let found = desk
            .surroundings
            .command("xdotool")
            .args(["search", "--onlyvisible", "--name", "^Cadence Desk$"])
            .output();
        found.is_ok_and(|output| !output.stdout.is_empty())
    })
    .await;
    dunst.click("Task: Ada").await;
    page.sees("Task · Ada").await;

    // Nobody is told twice, also after a crash.
    dunst.close_all().await;
    let surroundings = desk.kill().await;
    let desk = Desk::start_in(surroundings, Options::default()).await;
    desk.page.sees("2 due").await;
    desk.page.set_clock(START + HOUR).await;
    desk.page.ready().await;
    assert_eq!(dunst.displayed().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_notification_service_the_window_reminds_and_leads_there() {
    let desk = Desk::start().await;
    let page = &desk.page;
    let people = two_people(page).await;
    page.sees("Reminders are shown in this window").await;
    page.sees("Task: Bo").await;
    // A reminder that slides into its place cannot be hit.
    page.still().await;
    page.press("Open").await;
    page.until(&format!(
        "location.hash.includes('/partnerships/{}') || location.hash.includes('/partnerships/{}')",
        people[0], people[1]
    ))
    .await;
}

/// Two people with a task that is due; ids of their partnerships.
async fn two_people(page: &Page) -> [i64; 2] {
    let step = json!([{"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"}, "content": {"type": "task", "instructions": "Look them up"}}]);
    let made = page
        .ask("cadence_create", json!({"name": "Outbound", "description": ""}))
        .await
        .expect("it is made");
    let id = made["id"].clone();
    let save = json!({"id": id, "revision": 0, "goal": "", "steps": step, "rules": {}, "move_people": false});
    page.ask("cadence_save", save).await.expect("it is saved");
    page.ask("cadence_activate", json!({"id": id})).await.expect("it is active");
    let mut ids = [0; 2];
    for (slot, name) in ids.iter_mut().zip(["Ada", "Bo"]) {
        let fields = json!({"name": format!("{name} Ltd"), "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
        let contact = json!({"first_name": name, "last_name": "", "title": "", "emails": [], "phones": [], "linkedin": "", "zone": null});
        let made = page
            .ask("partnership_create", json!({"fields": fields, "contact": contact}))
            .await
            .expect("it is made");
        *slot = made["id"].as_i64().expect("an id");
        let input = json!({"cadence": id, "contact": made["contacts"][0]["id"], "first_step": null, "start_at": null, "despite_warnings": false});
        page.ask("assign", input).await.expect("it is assigned");
    }
    ids
}
