//! The frame around the screens: navigation, palette, shortcuts, themes, what the window remembers.

use crate::support::desk::{Desk, Options, START, wait_until};
use fantoccini::key::Key;
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_shows_the_empty_list_and_where_everything_is_saved() {
    let desk = Desk::start().await;
    desk.page.sees("No cadences yet").await;
    desk.page.sees("Everything is saved in").await;
    desk.page.sees("Nothing is due.").await;
    assert!(desk.surroundings.workspace().join("workspace.sqlite").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_lead_to_every_screen_and_back() {
    let desk = Desk::start().await;
    let page = &desk.page;
    page.keys("gs").await;
    page.sees("Single-key shortcuts").await;
    page.keys("gc").await;
    page.sees("No cadences yet").await;
    page.keys("?").await;
    page.sees("Keyboard shortcuts").await;
    page.key(Key::Escape).await;
    page.sees_no("Keyboard shortcuts").await;
    page.control_key("k").await;
    page.field("Command palette").await.send_keys("settings").await.expect("it takes keys");
    page.sees("Go to Settings").await;
    page.key(Key::Enter).await;
    page.sees("Single-key shortcuts").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_reopens_where_it_was_with_its_looks() {
    let desk = Desk::start().await;
    desk.page.keys("gs").await;
    desk.page.sees("Single-key shortcuts").await;
    desk.page.script("document.querySelector('input[value=dark]').click()", vec![]).await;
    desk.page.until("document.documentElement.dataset.mantineColorScheme === 'dark'").await;
    desk.page.press("Collapse side panel").await;
    desk.page.sees_no("Nothing is due.").await;
    let surroundings = desk.close().await;

    let desk = Desk::start_in(surroundings, Options::default()).await;
    desk.page.sees("Single-key shortcuts").await;
    desk.page.until("document.documentElement.dataset.mantineColorScheme === 'dark'").await;
    desk.page.sees_no("Nothing is due.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn times_follow_the_programs_clock() {
    let desk = Desk::start().await;
    let page = &desk.page;
    let input = json!({"name": "Clockwork", "description": ""});
    page.ask("cadence_create", input).await.expect("it is created");
    page.sees("just now").await;
    page.set_clock(START + 3 * 3_600_000).await;
    page.sees("3 h ago").await;
    page.set_clock(START + 30 * 3_600_000).await;
    page.sees("Mon 2 Mar 9:00 AM").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workspace_folder_opens_in_the_file_manager() {
    let commands = tempfile::tempdir().expect("a temporary folder");
    let opened = commands.path().join("opened");
    let fake = commands.path().join("xdg-open");
    fs::write(&fake, format!("#!/bin/sh\necho \"$1\" > {}\n", opened.display())).expect("written");
    fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).expect("executable");
    let surroundings = std::sync::Arc::new(crate::support::surroundings::Surroundings::new());
    let commands = Some(commands.path().to_path_buf());
    let desk = Desk::start_in(surroundings, Options { commands, ..Options::default() }).await;

    desk.page.keys("gs").await;
    desk.page.press("Show in folder").await;
    let expected = desk.surroundings.workspace().display().to_string();
    let read = || fs::read_to_string(&opened).unwrap_or_default();
    wait_until("the file manager is asked", || read().trim() == expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_can_ask_nothing_but_the_list_of_commands() {
    let desk = Desk::start().await;
    let refused = desk.page.ask("workspace_open", json!({"path": "/etc/passwd"})).await;
    assert_eq!(refused.expect_err("it is refused")["code"], "refused");
    for command in ["plugin:window|close", "plugin:window-state|save_window_state"] {
        let script = "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke(arguments[0], {}).then(() => done('ran'), done);";
        let outcome = desk.page.script_async(script, vec![json!(command)]).await;
        let outcome = outcome.as_str().unwrap_or_default();
        assert!(outcome.contains("not allowed"), "{command}: {outcome}");
    }
}
