//! Lists and what is kept of them, asked as the window asks.

use super::Desk;
use desk_store::figures::{Kept, kept, recount};
use serde_json::{Value, json};
use std::path::Path;

/// A program with the rep's own workspace, which is empty.
pub fn own() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    (folder, desk)
}

/// What is kept in a file, after it was compared with what is counted from nothing.
pub fn counted(file: &Path) -> Kept {
    let connection = desk_store::Connection::open(file).unwrap();
    // One moment for both: loops write meanwhile.
    let view = connection.unchecked_transaction().unwrap();
    let (is, should_be) = (kept(&view).unwrap(), recount(&view).unwrap());
    assert_eq!(is, should_be);
    is
}

/// A cadence whose only step is a task that is due at once.
pub fn tasks(desk: &Desk, name: &str, rules: &Value) -> i64 {
    desk.cadence_with(
        name,
        json!([{"id": null, "name": "", "rules": rules, "delay": {"amount": 0, "unit": "days"},
                "content": {"type": "task", "instructions": ""}}]),
    )
}

/// A partnership of a tier with a contact in a cadence, whose touch is due.
pub fn enrolled(desk: &Desk, cadence: i64, name: &str, tier: Option<&str>) -> i64 {
    let address = format!("{}@lists.example", name.to_lowercase());
    let (id, contact) = desk.partnership(name, name, &address);
    let mut fields = desk.detail(id)["fields"].clone();
    fields["tier"] = json!(tier);
    desk.ask("partnership_update", json!({"id": id, "fields": fields})).unwrap();
    desk.assign(cadence, contact);
    id
}

/// The names of all pages of two rows.
pub fn pages(
    desk: &Desk,
    command: &str,
    mut input: Value,
    name: impl Fn(&Value) -> &Value,
) -> Vec<String> {
    let mut names = Vec::new();
    input["limit"] = json!(2);
    loop {
        let page = desk.ask(command, input.clone()).unwrap();
        let rows = page["rows"].as_array().unwrap();
        names.extend(rows.iter().map(|row| name(row).as_str().unwrap().to_owned()));
        if page["next"].is_null() {
            return names;
        }
        input["after"] = page["next"].clone();
    }
}
