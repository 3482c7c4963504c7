//! The workspace and the list of cadences, asked as the window asks.

use crate::support::{Desk, NOW};
use desk_core::time::Timestamp;
use desk_wire::error::Problem;
use desk_wire::workspace::WorkspaceTrouble;
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_cadence_is_made_renamed_archived_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let made = desk.ask("cadence_create", json!({"name": " Fair ", "description": ""})).unwrap();
    assert_eq!((&made["name"], &made["status"]), (&json!("Fair"), &json!("draft")));
    assert_eq!(made["created_at"], json!(NOW.as_millis()));

    desk.clock.set(Timestamp::from_millis(NOW.as_millis() + 60_000));
    let id = made["id"].clone();
    let edited = desk
        .ask("cadence_update", json!({"id": id, "name": "Trade fair", "description": "Autumn"}))
        .unwrap();
    assert_eq!(edited["updated_at"], json!(NOW.as_millis() + 60_000));

    desk.ask("cadence_archive", json!({"id": id})).unwrap();
    assert_eq!((desk.names("all").len(), desk.names("archived")), (0, vec!["Trade fair".into()]));
    desk.ask("cadence_restore", json!({"id": id})).unwrap();
    assert_eq!(desk.names("draft"), ["Trade fair"]);
}

#[test]
fn bad_input_names_the_field_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    for (name, code) in [
        (String::new(), "field_empty"),
        ("x".repeat(10_000), "field_too_long"),
        ("a\r\nBcc: everybody".to_owned(), "field_control_character"),
    ] {
        let problem =
            desk.ask("cadence_create", json!({"name": name, "description": ""})).unwrap_err();
        let problem = serde_json::to_value(problem).unwrap();
        assert_eq!(
            (&problem["code"], &problem["context"]["field"]),
            (&json!(code), &json!("name"))
        );
    }
    let problem =
        desk.ask("cadence_create", json!({"name": "Fine", "description": "x".repeat(2_001)}));
    assert!(matches!(problem, Err(Problem::FieldTooLong { max: 2_000, .. })));
    assert_eq!(desk.names("all"), Vec::<String>::new());
}

#[test]
fn braces_markup_and_quotes_in_a_name_are_only_text() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let name = "{{ x }} <script>alert('1')</script> \"; DROP TABLE cadence";
    desk.ask("cadence_create", json!({"name": name, "description": name})).unwrap();
    assert_eq!(desk.names("all"), [name]);
}

#[test]
fn a_taken_name_is_told_by_name_also_when_restoring() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let input = json!({"name": "Cold", "description": ""});
    let first = desk.ask("cadence_create", input.clone()).unwrap();
    let taken = Problem::NameTaken { name: "Cold".to_owned() };
    assert_eq!(desk.ask("cadence_create", input.clone()).unwrap_err(), taken);
    desk.ask("cadence_archive", json!({"id": first["id"]})).unwrap();
    desk.ask("cadence_create", input).unwrap();
    assert_eq!(desk.ask("cadence_restore", json!({"id": first["id"]})).unwrap_err(), taken);
}

#[test]
fn a_list_comes_in_pages_and_says_where_the_next_begins() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    for n in 0..5 {
        desk.ask("cadence_create", json!({"name": format!("C{n}"), "description": ""})).unwrap();
    }
    let page = |after: Value| {
        let input = json!({"filter": "all", "search": "c", "after": after, "limit": 2});
        desk.ask("cadence_list", input).unwrap()
    };
    let first = page(Value::Null);
    let second = page(first["next"].clone());
    let third = page(second["next"].clone());
    let names: Vec<_> = [&first, &second, &third]
        .iter()
        .flat_map(|page| page["rows"].as_array().unwrap())
        .map(|row| row["name"].clone())
        .collect();
    assert_eq!(names, ["C0", "C1", "C2", "C3", "C4"]);
    assert_eq!((&third["next"], &third["counts"]["all"]), (&Value::Null, &json!(5)));
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    desk.ask("cadence_create", json!({"name": "Kept", "description": ""})).unwrap();
    assert_eq!(desk.names("all"), ["Kept"]);
    desk.program.close();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 4, "only database, lock, mark and choice are left");
    assert_eq!(Desk::open(folder.path()).names("all"), ["Kept"]);
}

#[test]
fn without_a_workspace_commands_are_refused_and_the_status_says_why() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("workspace.sqlite"), "this is not a database at all").unwrap();
    let desk = Desk::open(folder.path());
    assert!(matches!(desk.trouble(), WorkspaceTrouble::Damaged { .. }));
    let refused = desk.ask("cadence_create", json!({"name": "x", "description": ""}));
    assert_eq!(refused.unwrap_err(), Problem::WorkspaceUnavailable);
}

#[test]
fn a_damaged_workspace_set_aside_leaves_an_empty_one_that_works() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("workspace.sqlite"), "this is not a database at all").unwrap();
    let desk = Desk::open(folder.path());
    let status = desk.ask("workspace_set_aside", json!({})).unwrap();
    assert_eq!(status["state"], "ready");
    desk.ask("cadence_create", json!({"name": "Fresh", "description": ""})).unwrap();
    let kept = folder.path().join("workspace.damaged-20260105-090000.sqlite");
    assert_eq!(fs::read_to_string(kept).unwrap(), "this is not a database at all");
}

#[test]
fn setting_aside_an_open_workspace_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    desk.ask("cadence_create", json!({"name": "Kept", "description": ""})).unwrap();
    desk.ask("workspace_set_aside", json!({})).unwrap();
    assert_eq!(desk.names("all"), ["Kept"]);
}

#[test]
fn a_workspace_in_use_opens_once_the_other_has_closed_it() {
    let folder = tempfile::tempdir().unwrap();
    let first = Desk::open(folder.path());
    let second = Desk::open(folder.path());
    assert_eq!(second.trouble(), WorkspaceTrouble::InUse);
    first.program.close();
    assert_eq!(second.ask("workspace_retry", json!({})).unwrap()["state"], "ready");
}

#[test]
fn damage_that_shows_while_working_closes_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    for n in 0..200 {
        let input = json!({"name": format!("Cadence {n}"), "description": "x".repeat(900)});
        desk.ask("cadence_create", input).unwrap();
    }
    desk.program.close();
    desk.program.open();
    let file = folder.path().join("workspace.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let length = bytes.len();
    bytes[4_096..length - 4_096].fill(0xA5);
    fs::write(&file, bytes).unwrap();

    let input = json!({"filter": "all", "search": "", "after": null, "limit": 200});
    assert_eq!(desk.ask("cadence_list", input).unwrap_err(), Problem::WorkspaceDamaged);
    assert!(matches!(desk.trouble(), WorkspaceTrouble::Damaged { .. }));
    assert_eq!(desk.ask("workspace_set_aside", json!({})).unwrap()["state"], "ready");
    assert_eq!(desk.names("all"), Vec::<String>::new());
}

#[test]
fn a_command_that_comes_before_the_workspace_is_open_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::unopened(folder.path());
    std::thread::scope(|scope| {
        let early = scope.spawn(|| desk.names("all"));
        desk.program.open();
        assert_eq!(early.join().unwrap(), Vec::<String>::new());
    });
}

#[test]
fn the_folder_is_shown_also_when_the_workspace_is_not_open() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("workspace.sqlite"), "this is not a database at all").unwrap();
    let desk = Desk::open(folder.path());
    desk.ask("workspace_reveal", json!({})).unwrap();
    assert_eq!(*desk.opener.0.lock().unwrap(), [folder.path().to_path_buf()]);
}
