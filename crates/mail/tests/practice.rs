//! The folder that takes the place of a server in a practice workspace.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::time::Timestamp;
use desk_mail::header::MessageId;
use desk_mail::message::{Composed, compose};
use desk_mail::practice::write_eml;
use std::fs;
use std::path::Path;
use support::{NOW, message, text};

fn practised(subject: &str, id: &str, body: &str) -> Composed {
    let mut message = message("alice@example.test");
    message.subject = text(subject);
    message.message_id = MessageId::parse(id).unwrap();
    message.text = body.to_owned();
    compose(&message).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_file_is_named_by_moment_and_subject_and_holds_the_message() {
    let folder = tempfile::tempdir().unwrap();
    let message = practised("Re: Größe / 2 <b>..", "<1@a>", "hello");
    let path = write_eml(folder.path(), &message, NOW).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("2026-01-05 090000 Re-Größe-2-b "), "{name}");
    assert!(name.ends_with(".eml"));
    assert_eq!(fs::read(&path).unwrap(), message.bytes());
    assert_eq!(names(folder.path()).len(), 1, "nothing unfinished is left");
}

#[test]
fn the_same_message_id_is_one_file_whenever_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let first = write_eml(folder.path(), &practised("A", "<1@a>", "one"), NOW).unwrap();
    let later = Timestamp::from_millis(NOW.as_millis() + 86_400_000);
    let again = practised("B", "<1@a>", "two");
    assert_eq!(write_eml(folder.path(), &again, later).unwrap(), first);
    assert_eq!(fs::read(&first).unwrap(), again.bytes());
    write_eml(folder.path(), &practised("A", "<2@a>", "one"), NOW).unwrap();
    assert_eq!(names(folder.path()).len(), 2);
}

#[test]
fn what_a_crash_left_behind_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let message = practised("A", "<1@a>", "one");
    let path = write_eml(folder.path(), &message, NOW).unwrap();
    let name = path.file_stem().unwrap().to_str().unwrap();
    let hash = name.rsplit_once(' ').unwrap().1;
    fs::write(folder.path().join(format!(".{hash}.tmp")), "half").unwrap();
    write_eml(folder.path(), &message, NOW).unwrap();
    assert_eq!(fs::read(&path).unwrap(), message.bytes());
    assert_eq!(names(folder.path()).len(), 1);
}

#[test]
fn subjects_that_are_no_file_names_get_one() {
    let folder = tempfile::tempdir().unwrap();
    for (at, subject) in ["", "...", "../../etc", "CON", &"x".repeat(400)].iter().enumerate() {
        let message = practised(subject, &format!("<{at}@a>"), "x");
        let path = write_eml(folder.path(), &message, NOW).unwrap();
        assert_eq!(path.parent(), Some(folder.path()));
        assert!(path.file_name().unwrap().len() < 120);
    }
}

#[cfg(unix)]
#[test]
fn only_the_rep_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = write_eml(folder.path(), &practised("A", "<1@a>", "one"), NOW).unwrap();
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(write_eml(&folder.path().join("gone"), &practised("A", "<1@a>", "one"), NOW).is_err());
}
