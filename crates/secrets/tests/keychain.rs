//! The keychain against a real gnome-keyring, each test with a home folder and a session bus of its
//! own. What a rep is asked is played by a scripted service.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::time::Duration;
use support::other_side::{OtherSide, serve, written_out};
use support::scripted::{Happened, Scripted};
use support::session::{Keyring, Session};

const ANSWER: Duration = Duration::from_secs(10);

/// What other programs look a secret up by.
fn attributes(name: &str) -> [&str; 4] {
    ["service", "org.cadencedesk.desktop", "username", name]
}

fn looked_up(session: &Session, name: &str) -> Option<String> {
    let mut arguments = vec!["lookup"];
    arguments.extend(attributes(name));
    session.secret_tool(&arguments)
}

/// Everything of ours in the keyring, as `secret-tool` lists it.
fn listed(session: &Session) -> Option<String> {
    session.secret_tool(&["search", "--all", "service", "org.cadencedesk.desktop"])
}

#[test]
#[ignore = "not a test: the others start it as a process of its own"]
fn the_other_side() {
    serve();
}

#[test]
fn a_secret_is_stored_read_and_deleted() {
    let session = Session::new();
    let _keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("get account-1"), "nothing");
    assert_eq!(keychain.does("set account-1 hunter2"), "done");
    assert_eq!(keychain.does("get account-1"), "hunter2");
    assert_eq!(keychain.does("set account-1 correct horse"), "done");
    assert_eq!(keychain.does("get account-1"), "correct horse");
    assert_eq!(keychain.does("get account-2"), "nothing");
    assert_eq!(keychain.does("delete account-1"), "done");
    assert_eq!(keychain.does("get account-1"), "nothing");
    assert_eq!(keychain.does("delete account-1"), "done");
}

#[test]
fn asynchronous_code_gets_the_same_answers() {
    let session = Session::new();
    let _keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("async-probe"), "done");
    assert_eq!(keychain.does("async-set account-1 hunter2"), "done");
    assert_eq!(keychain.does("async-get account-1"), "hunter2");
    assert_eq!(keychain.does("async-set-unattended account-1 hunter3"), "done");
    assert_eq!(keychain.does("async-get account-1"), "hunter3");
    assert_eq!(keychain.does("async-delete account-1"), "done");
    assert_eq!(keychain.does("async-get account-1"), "nothing");
}

#[test]
fn other_programs_find_the_secret_and_their_changes_are_seen() {
    let session = Session::new();
    let _keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("set account-1 hunter2"), "done");
    assert_eq!(looked_up(&session, "account-1").as_deref(), Some("hunter2"));
    assert!(listed(&session).unwrap().contains("label = Cadence Desk (account-1)"));

    let mut arguments = vec!["clear"];
    arguments.extend(attributes("account-1"));
    session.secret_tool(&arguments);
    assert_eq!(keychain.does("get account-1"), "nothing");
}

#[test]
fn a_secret_outlives_the_program_and_the_keyring() {
    let session = Session::new();
    let keyring = Keyring::unlocked(&session);
    assert_eq!(OtherSide::start(&session).does("set account-1 hunter2"), "done");
    keyring.end();
    let _keyring = Keyring::unlocked(&session);
    assert_eq!(OtherSide::start(&session).does("get account-1"), "hunter2");
}

#[test]
fn a_long_secret_is_stored_in_parts_and_leaves_none_behind() {
    let session = Session::new();
    let _keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("set account-1 5000 €"), "done");
    assert_eq!(keychain.does("get account-1"), written_out("5000 €"));
    assert!(looked_up(&session, "account-1.a.5").is_some());
    assert_eq!(keychain.does("set account-1 3000 x"), "done");
    assert_eq!(keychain.does("get account-1"), written_out("3000 x"));
    assert_eq!(keychain.does("set account-1 short"), "done");
    assert_eq!(listed(&session).unwrap().matches("label = ").count(), 1);
    assert!(keychain.does("set account-1 90000 x").contains("too long"));
    assert_eq!(keychain.does("get account-1"), "short");

    assert_eq!(keychain.does("set account-1 9000 x"), "done");
    assert_eq!(keychain.does("delete account-1"), "done");
    assert_eq!(listed(&session), None);
}

#[test]
fn a_probe_leaves_nothing_behind() {
    let session = Session::new();
    let _keyring = Keyring::unlocked(&session);
    assert_eq!(OtherSide::start(&session).does("probe"), "done");
    assert_eq!(listed(&session), None);
}

#[test]
fn without_a_bus_the_keychain_is_absent() {
    let session = Session::new();
    let mut keychain = OtherSide::without_bus(&session);
    for call in ["get account-1", "set account-1 x", "delete account-1", "probe"] {
        assert_eq!(keychain.does(call), "Absent", "{call}");
    }
}

#[test]
fn a_service_that_starts_later_or_again_is_found_by_the_same_keychain() {
    let session = Session::new();
    let mut keychain = OtherSide::start(&session);
    for call in ["get account-1", "set account-1 x", "delete account-1", "probe"] {
        assert_eq!(keychain.does(call), "Absent", "{call}");
    }
    let keyring = Keyring::unlocked(&session);
    assert_eq!(keychain.does("set account-1 hunter2"), "done");
    keyring.end();
    assert_eq!(keychain.does("get account-1"), "Absent");
    let _keyring = Keyring::unlocked(&session);
    assert_eq!(keychain.does("get account-1"), "hunter2");
}

#[test]
fn a_locked_keyring_is_told_apart_and_works_once_it_is_unlocked() {
    let session = Session::new();
    let keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("set account-1 hunter2"), "done");
    keyring.lock();
    for call in ["get account-1", "get account-2", "set-unattended account-1 x", "delete account-1"]
    {
        assert_eq!(keychain.does(call), "Locked", "{call}");
    }
    keyring.unlock();
    assert_eq!(keychain.does("get account-1"), "hunter2");
    assert_eq!(keychain.does("probe"), "done");
}

#[test]
fn a_secret_in_another_keyring_is_found_and_asks_nothing_when_that_is_locked() {
    let session = Session::new();
    let keyring = Keyring::unlocked(&session);
    let another = keyring.another();
    session.secret_tool_stores(&another, "account-1", "hunter2");
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("get account-1"), "hunter2");
    keyring.lock_one(&another);
    assert_eq!(keychain.does("get account-1"), "Locked");
    assert_eq!(keychain.does("set-unattended account-1 x"), "Locked");
    keyring.unlock_one(&another);
    assert_eq!(keychain.does("set account-1 hunter3"), "done");
    assert_eq!(keychain.does("get account-1"), "hunter3");
}

#[test]
fn a_secret_that_lies_in_two_keyrings_can_be_replaced_and_deleted() {
    let session = Session::new();
    let keyring = Keyring::unlocked(&session);
    let another = keyring.another();
    let twice = || {
        session.secret_tool_stores("default", "account-1", "hunter2");
        session.secret_tool_stores(&another, "account-1", "hunter2");
        assert_eq!(listed(&session).unwrap().matches("label = ").count(), 2);
    };
    let mut keychain = OtherSide::start(&session);
    twice();
    assert_eq!(keychain.does("get account-1"), "hunter2");
    assert_eq!(keychain.does("set account-1 hunter3"), "done");
    assert_eq!(keychain.does("get account-1"), "hunter3");
    assert_eq!(listed(&session).unwrap().matches("label = ").count(), 1);
    assert_eq!(keychain.does("delete account-1"), "done");
    twice();
    assert_eq!(keychain.does("delete account-1"), "done");
    assert_eq!(listed(&session), None);
}

#[test]
fn a_keyring_that_was_never_set_up_is_empty_to_read_and_closed_to_write() {
    let session = Session::new();
    let _keyring = Keyring::untouched(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("get account-1"), "nothing");
    assert_eq!(keychain.does("delete account-1"), "done");
    assert_eq!(keychain.does("set-unattended account-1 x"), "Locked");
}

#[test]
fn a_question_that_cannot_be_shown_counts_as_refused() {
    let session = Session::new();
    let keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::start(&session);
    keyring.lock();
    // There is no display here.
    assert_eq!(keychain.does("set account-1 x"), "Denied");
    assert_eq!(keychain.does("probe"), "Denied");
    keyring.unlock();
    assert_eq!(keychain.does("set account-1 x"), "done");
}

#[test]
fn while_the_question_is_open_everybody_else_is_told_that_it_is_locked() {
    let session = Session::new();
    let service = Scripted::start(&session);
    let mut keychain = OtherSide::start(&session);
    keychain.begins("set account-1 x");
    // Perhaps before the question is open, and then behind it.
    assert_eq!(keychain.does("get account-1"), "Locked");
    assert_eq!(service.next(), Happened::Shown);
    for call in ["get account-1", "set account-2 x", "delete account-1", "probe", "async-probe"] {
        assert_eq!(keychain.does(call), "Locked", "{call}");
    }
    service.refuse();
    assert_eq!(keychain.answers(), "Denied");

    // And it can be asked again.
    keychain.begins("probe");
    assert_eq!(service.next(), Happened::Shown);
    service.refuse();
    assert_eq!(keychain.answers(), "Denied");
}

#[test]
fn a_read_in_the_background_asks_nothing() {
    let session = Session::new();
    let service = Scripted::start(&session);
    let mut keychain = OtherSide::start(&session);
    assert_eq!(keychain.does("get account-1"), "Locked");
    assert_eq!(keychain.does("delete account-1"), "Locked");
    assert_eq!(keychain.does("set-unattended account-1 x"), "Locked");
    keychain.begins("probe");
    // The first question is the probe's.
    assert_eq!(service.next(), Happened::Shown);
    service.refuse();
    assert_eq!(keychain.answers(), "Denied");
}

#[test]
fn a_question_that_nobody_answers_is_taken_back() {
    let session = Session::new();
    let service = Scripted::start(&session);
    let mut keychain = OtherSide::with_patience(&session, ANSWER, Duration::from_millis(200));
    assert_eq!(keychain.does("set account-1 x"), "Locked");
    assert_eq!(service.next(), Happened::Shown);
    assert_eq!(service.next(), Happened::Dismissed);
}

#[test]
fn a_service_that_does_not_answer_holds_nobody_up_for_good() {
    let session = Session::new();
    let keyring = Keyring::unlocked(&session);
    let mut keychain = OtherSide::with_patience(&session, Duration::from_secs(2), ANSWER);
    assert_eq!(keychain.does("set account-1 hunter2"), "done");
    keyring.stop_answering();
    let answer = keychain.does("get account-1");
    // The request has ended by itself and not only its caller's patience.
    assert!(answer.starts_with("Other(") && answer.contains("timed out"), "{answer}");
    keyring.go_on();
    assert_eq!(keychain.does("get account-1"), "hunter2");
}
