//! The list of cadences, worked as a rep would.

use crate::support::desk::{Desk, Options};
use fantoccini::key::Key;
use serde_json::json;

async fn create(desk: &Desk, name: &str, description: &str) {
    desk.page.press("New cadence").await;
    desk.page.fill("Name", name).await;
    desk.page.fill("Description", description).await;
    desk.page.press("Create draft").await;
    desk.page.sees(&format!("Draft “{name}” created")).await;
    desk.page.ready().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cadence_is_made_edited_archived_and_brought_back() {
    let desk = Desk::start().await;
    let page = &desk.page;
    page.sees("No cadences yet").await;

    create(&desk, "Cold outbound", "Nine touches in two weeks").await;
    page.sees("Nine touches in two weeks").await;

    page.press("Actions for Cold outbound").await;
    page.choose("Edit name and description…").await;
    page.fill("Name", "Cold outbound, autumn").await;
    page.press("Save").await;
    page.sees("“Cold outbound, autumn” saved").await;
    page.ready().await;

    page.press("Actions for Cold outbound, autumn").await;
    page.choose("Archive").await;
    page.sees("“Cold outbound, autumn” archived").await;
    page.sees("Every cadence is archived").await;
    // Its toast is the newest: Control+Z takes back what it tells.
    page.control_key("z").await;
    page.control("button", "Actions for Cold outbound, autumn").await;
    page.sees_no("Every cadence is archived").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_is_there_after_a_crash() {
    let desk = Desk::start().await;
    create(&desk, "Survivor", "Answered, so it is on the disk").await;
    let surroundings = desk.kill().await;
    let desk = Desk::start_in(surroundings, Options::default()).await;
    desk.page.sees("Survivor").await;
    desk.page.sees("Answered, so it is on the disk").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_made_elsewhere_appears_by_itself() {
    let desk = Desk::start().await;
    let page = &desk.page;
    page.sees("No cadences yet").await;
    let made = page.ask("cadence_create", json!({"name": "From afar", "description": ""})).await;
    let made = made.expect("it is created");
    page.sees("From afar").await;
    let edit = json!({"id": made["id"], "name": "From nearby", "description": ""});
    page.ask("cadence_update", edit).await.expect("it is renamed");
    page.sees("From nearby").await;
    page.sees_no("From afar").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_gets_a_sentence_and_what_was_typed_stays() {
    let desk = Desk::start().await;
    let page = &desk.page;
    create(&desk, "Inbound", "").await;

    page.press("New cadence").await;
    page.press("Create draft").await;
    page.sees("Enter a name.").await;

    page.fill("Name", "inbound").await;
    page.fill("Description", "kept while the name is mended").await;
    page.press("Create draft").await;
    page.sees("Another cadence is already named “inbound”. Choose another name.").await;

    page.fill("Name", &"x".repeat(500)).await;
    page.press("Create draft").await;
    page.sees("Use at most 120 characters. There are 500 now.").await;

    let name = "{{ contact.name }} <script>alert(1)</script>";
    page.fill("Name", name).await;
    page.press("Create draft").await;
    page.sees(&format!("Draft “{name}” created")).await;
    page.sees("kept while the name is mended").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_filters_as_the_rep_types() {
    let desk = Desk::start().await;
    let page = &desk.page;
    for name in ["Cold outbound", "Warm outbound", "Nurture"] {
        let input = json!({"name": name, "description": ""});
        page.ask("cadence_create", input).await.expect("it is created");
    }
    page.sees("Nurture").await;
    page.fill("Search cadences", "OUTB").await;
    page.sees_no("Nurture").await;
    page.sees("Warm outbound").await;
    page.fill("Search cadences", "zebra").await;
    page.sees("No cadence is named like “zebra”").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_loaded_in_pages_and_drawn_in_part() {
    let desk = Desk::start().await;
    let page = &desk.page;
    for n in 0..250 {
        let input = json!({"name": format!("Cadence {n:03}"), "description": ""});
        page.ask("cadence_create", input).await.expect("it is created");
    }
    page.sees("Cadence 000").await;
    page.ready().await;
    let drawn = page.script("return document.querySelectorAll('[role=row]').length", vec![]).await;
    assert!(drawn.as_u64().is_some_and(|rows| rows < 80), "{drawn} of 250 rows are in the page");
    page.script("document.querySelector('[role=grid]').focus()", vec![]).await;
    for _ in 0..4 {
        page.key(Key::End).await;
        page.ready().await;
    }
    page.sees("Cadence 249").await;
}
