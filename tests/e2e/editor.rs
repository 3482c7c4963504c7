//! The cadence editor, worked as a rep would.

use crate::support::desk::{Desk, Options};
use fantoccini::key::Key;
use serde_json::json;

/// A desk with one draft, whose editor is open.
async fn editor() -> Desk {
    let desk = Desk::start().await;
    let input = json!({"name": "Trade fair", "description": ""});
    let made = desk.page.ask("cadence_create", input).await.expect("it is created");
    desk.page.reload(Some(&format!("/cadences/{}", made["id"]))).await;
    desk.page.sees("No steps yet").await;
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_are_built_saved_by_themselves_and_survive_a_crash() {
    let desk = editor().await;
    let page = &desk.page;
    page.fill("Goal", "A meeting at the fair").await;
    page.press("E-mail").await;
    page.fill("Subject", "See you in Hall 3, {{ contact.first_name }}?").await;
    page.fill("Text", "Are you at the fair on Tuesday?").await;
    page.press("Add step").await;
    page.choose("Call").await;
    page.fill("Wait, number", "3").await;
    page.fill("Script", "Ask for ten minutes at the stand").await;
    page.ready().await;
    page.sees("Saved").await;
    let saved = page.ask("cadence_get", json!({"id": 1})).await.expect("it is read");
    assert_eq!(saved["steps"][1]["delay"]["amount"], 3, "{saved}");

    let surroundings = desk.kill().await;
    let desk = Desk::start_in(surroundings, Options::default()).await;
    desk.page.sees("wait 3 ").await;
    let again = desk.page.ask("cadence_get", json!({"id": 1})).await.expect("it is read");
    assert_eq!(again, saved);
    assert_eq!(saved["goal"], "A meeting at the fair");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cadence_is_activated_once_nothing_is_missing_and_duplicated() {
    let desk = editor().await;
    let page = &desk.page;
    page.press("E-mail").await;
    page.sees("No subject").await;
    page.press("Activate").await;
    page.sees("was not activated").await;
    page.fill("Subject", "Hello").await;
    page.fill("Text", "A text").await;
    page.press("Activate").await;
    page.control("button", "Deactivate").await;
    page.press("More actions").await;
    page.choose("Duplicate").await;
    page.sees("Copy of Trade fair").await;
    let copy = page.ask("cadence_get", json!({"id": 2})).await.expect("the copy is there");
    assert_eq!(
        (&copy["summary"]["status"], &copy["summary"]["steps"]),
        (&json!("draft"), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_delay_is_told_beside_its_field_and_nothing_else_is_lost() {
    let desk = editor().await;
    let page = &desk.page;
    page.press("Task").await;
    page.fill("Instructions", "Send the brochure by post").await;
    for bad in ["-1", "1000000000000", "soon"] {
        page.fill("Wait, number", bad).await;
        page.sees("Not saved").await;
    }
    page.fill("Wait, number", "2").await;
    page.sees_no("Not saved").await;
    page.ready().await;
    let saved = page.ask("cadence_get", json!({"id": 1})).await.expect("it is read");
    assert_eq!(saved["steps"][0]["content"]["instructions"], "Send the brochure by post");
    assert_eq!(saved["steps"][0]["delay"]["amount"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_moved_and_deleted_by_key_and_brought_back() {
    let desk = editor().await;
    let page = &desk.page;
    page.press("Task").await;
    page.fill("Name", "First").await;
    page.press("Add step").await;
    page.choose("Call").await;
    page.fill("Name", "Second").await;
    page.ready().await;
    let names = async || {
        let detail = page.ask("cadence_get", json!({"id": 1})).await.expect("it is read");
        let steps = detail["steps"].as_array().expect("steps").clone();
        steps.iter().map(|step| step["name"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    page.script("document.querySelector('[aria-selected=true], [aria-current=true], [aria-current=step]').focus()", vec![]).await;
    page.alt_key(Key::Up).await;
    page.sees("moved to place 1").await;
    page.ready().await;
    assert_eq!(names().await, ["Second", "First"]);
    page.key(Key::Delete).await;
    page.sees("“Second” deleted").await;
    page.ready().await;
    assert_eq!(names().await, ["First"]);
    page.control_key("z").await;
    page.sees_no("“Second” deleted").await;
    page.ready().await;
    assert_eq!(names().await, ["Second", "First"]);
}
