//! A second start on the same workspace.

use crate::support::desk::{Desk, Options, PROGRAM, processes};
use crate::support::surroundings::Surroundings;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_raises_the_first_window_and_ends() {
    let desk = Desk::start().await;
    let window = desk.window();
    desk.surroundings.output("xdotool", &["windowunmap", "--sync", &window]);
    let second = desk.surroundings.command(PROGRAM).status().expect("it starts");
    assert!(second.success());
    desk.surroundings
        .output("xdotool", &["search", "--sync", "--onlyvisible", "--name", "^Cadence Desk$"]);
    assert_eq!(processes(desk.surroundings.home()).len(), 1);
    desk.page.sees("No cadences yet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_that_cannot_see_the_first_is_kept_out_by_the_lock() {
    let first = Desk::start().await;
    // Another session bus and another home: only the workspace's folder is the same.
    let folder = Some(first.surroundings.workspace());
    let elsewhere = Arc::new(Surroundings::new());
    let second = Desk::start_in(elsewhere, Options { folder, ..Options::default() }).await;
    second.page.sees("Another Cadence Desk has this workspace open").await;
    first.page.sees("No cadences yet").await;

    let surroundings = first.close().await;
    second.page.press("Try again").await;
    second.page.sees("No cadences yet").await;
    // The workspace lies in there.
    drop(second);
    drop(surroundings);
}
