//! The practice workspace, from the first start on.

use crate::support::desk::{Desk, Options, START, wait_until};
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use serde_json::json;
use std::cell::RefCell;
use std::fs;
use std::sync::Arc;

/// Counts what the rep clicks and writes it down.
struct Clicks<'a> {
    page: &'a Page,
    log: RefCell<Vec<String>>,
}

impl Clicks<'_> {
    async fn press(&self, name: &str) {
        self.page.press(name).await;
        self.log.borrow_mut().push(name.to_owned());
        self.page.ready().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_practice_e_mail_is_written_in_under_fifteen_clicks() {
    let options = Options { undecided: true, ..Options::default() };
    let desk = Desk::start_in(Arc::new(Surroundings::new()), options).await;
    let page = &desk.page;
    let clicks = Clicks { page, log: RefCell::default() };
    page.sees("Welcome to Cadence Desk").await;
    clicks.press("Practice").await;
    page.sees("Practice workspace: nothing leaves this computer").await;
    page.sees("Ahornwerk Maschinen").await;
    let due =
        page.ask("due_list", json!({"step": null, "after": null, "limit": 50})).await.unwrap();
    let rows = due["rows"].as_array().expect("rows");
    let email = rows.iter().find(|row| row["kind"] == "email").expect("an e-mail is due");
    let contact = email["contact_name"].as_str().expect("a name").to_owned();

    let panel = page.ask("panel", json!({})).await.unwrap();
    let cadence = panel["cadences"]
        .as_array()
        .expect("cadences")
        .iter()
        .find(|cadence| {
            cadence["steps"].as_array().unwrap().iter().any(|s| s["step"] == email["step"])
        })
        .expect("its cadence");
    let name = cadence["name"].as_str().expect("a name");
    clicks.press(&format!("{name} {} due", cadence["due"])).await;
    clicks.press(&format!("Run step 1 of {name}")).await;
    page.sees("Send & edit next").await;
    clicks.press("Send").await;
    page.sees("leaves in 10 s").await;
    clicks.press("Jump to next due").await;
    let sent = desk.surroundings.workspace().join("practice/sent");
    wait_until("the practice e-mail is written", || {
        let files = fs::read_dir(&sent).into_iter().flatten().flatten();
        files.filter_map(|file| fs::read_to_string(file.path()).ok()).any(|text| {
            text.contains("Subject:")
                && text.contains("me@practice.invalid")
                && text.contains(&contact)
        })
    })
    .await;
    let log = clicks.log.into_inner();
    println!("{} clicks: {}", log.len(), log.join(" → "));
    assert!(log.len() < 15, "{log:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_for_real_takes_the_cadences_along_and_leaves_the_people() {
    let options = Options { undecided: true, ..Options::default() };
    let desk = Desk::start_in(Arc::new(Surroundings::new()), options).await;
    let page = &desk.page;
    page.press("Practice").await;
    page.sees("Ahornwerk Maschinen").await;
    page.press("Practice workspace: nothing leaves this computer").await;
    page.choose("Start for real").await;
    page.press("Open my workspace").await;
    page.until("!document.body.innerText.includes('Practice workspace')").await;
    page.ready().await;
    let list = |filter: &str| json!({"filter": filter, "search": "", "after": null, "limit": 10});
    let drafts = page.ask("cadence_list", list("draft")).await.unwrap();
    assert_eq!(drafts["rows"].as_array().unwrap().len(), 3);
    let people = page
        .ask("partnership_list", json!({"search": "", "after": null, "limit": 5}))
        .await
        .unwrap();
    assert_eq!(people["total"], 0);
    let status = page.ask("workspace_status", json!({})).await.unwrap();
    assert_eq!((&status["kind"], &status["now"]), (&json!("own"), &json!(START)));
}
