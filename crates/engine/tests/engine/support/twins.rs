//! Two partnerships that are the same, for merging them.

use super::Desk;
use super::lists::counted;
use desk_store::figures::Kept;
use desk_wire::error::Problem;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::PathBuf;

/// An address of Ada.
pub const ADA: &str = "ada@acme.example";
/// Hers as well: the same but for a tag.
pub const ADA_TOO: &str = "ada+desk@acme.example";

/// A step after some hours.
pub fn step(hours: i64, content: Value) -> Value {
    json!({"id": null, "name": "", "rules": {}, "delay": {"amount": hours, "unit": "hours"},
        "content": content})
}

/// An e-mail after some hours.
pub fn letter(hours: i64) -> Value {
    let content = json!({"type": "email", "mode": "manual", "thread": "new",
        "subject": "A question", "body": "Hello"});
    step(hours, content)
}

/// A task after some hours.
pub fn task(hours: i64) -> Value {
    step(hours, json!({"type": "task", "work": "other", "instructions": ""}))
}

/// An e-mail at once, then two tasks.
pub fn steps() -> Value {
    json!([letter(0), task(2), task(2)])
}

/// A practice workspace in which somebody is there twice.
pub struct Case {
    /// The program.
    pub desk: Desk,
    folder: tempfile::TempDir,
}

impl Case {
    /// An empty practice workspace.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { desk: Desk::by_hand(folder.path()), folder }
    }

    /// Its file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("practice/workspace.sqlite")
    }

    /// Its file, opened beside the program.
    pub fn file(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    /// What is kept, after it was compared with what is counted from nothing.
    pub fn counted(&self) -> Kept {
        counted(&self.path())
    }

    /// Acme with Ada and Acme Ltd with the same Ada, each in the cadences.
    pub fn twins(&self, ours: &[i64], theirs: &[i64]) -> (i64, i64) {
        let (acme, ada) = self.desk.partnership("Acme", "Ada", ADA);
        let (other, too) = self.desk.partnership("Acme Ltd", "Ada B.", ADA_TOO);
        for cadence in ours {
            self.desk.assign(*cadence, ada);
        }
        for cadence in theirs {
            self.desk.assign(*cadence, too);
        }
        self.desk.settle();
        (acme, other)
    }

    /// Somebody else of a partnership.
    pub fn contact(&self, home: i64, name: &str, address: &str) -> i64 {
        let fields = json!({"first_name": name, "last_name": "", "title": "", "emails": [address],
            "phones": [], "linkedin": "", "zone": null});
        let input = json!({"partnership": home, "fields": fields});
        let made = self.desk.ask("contact_create", input).unwrap();
        let contacts = made["contacts"].as_array().unwrap().clone();
        contacts.iter().find(|one| one["name"] == name).unwrap()["id"].as_i64().unwrap()
    }

    /// Sends the open e-mail and lets it leave.
    pub fn send(&self, home: i64) {
        self.desk.send(home).unwrap();
        self.pass(20_000);
    }

    /// Lets time pass, and the loops do what it makes due.
    pub fn pass(&self, millis: i64) {
        self.desk.pass(millis);
        self.desk.settle();
    }

    /// Merges two partnerships.
    pub fn merge(&self, kept: i64, other: i64) -> Result<Value, Problem> {
        self.desk.ask("merge", partnerships(kept, other, json!([])))
    }

    /// What would come of it.
    pub fn preview(&self, kept: i64, other: i64) -> Value {
        self.desk.ask("merge_preview", partnerships(kept, other, json!([]))).unwrap()
    }

    /// Takes a merge back.
    pub fn undo(&self, merged: &Value) -> Result<Value, Problem> {
        self.desk.ask("merge_undo", json!({"event": merged["event"]}))
    }

    /// Cadence, state and its reason or outcome of the cards of a partnership.
    pub fn states(&self, home: i64) -> Vec<String> {
        let cards = self.desk.detail(home)["enrolments"].as_array().unwrap().clone();
        let state = |card: &Value| {
            let state = &card["state"];
            let why = state["reason"].as_str().or(state["outcome"].as_str()).unwrap_or("");
            let (name, state) = (card["cadence_name"].as_str().unwrap(), &state["state"]);
            format!("{name} {} {why}", state.as_str().unwrap()).trim().to_owned()
        };
        let mut states: Vec<String> = cards.iter().map(state).collect();
        states.sort();
        states
    }

    /// Everything that the file holds, except what says that something was merged and taken back.
    pub fn everything(&self) -> Vec<String> {
        let file = self.file();
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            AND name NOT LIKE 'people%' AND name NOT LIKE 'stat_%' AND name <> 'merge' ORDER BY name";
        let tables: Vec<String> = file
            .prepare(tables)
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        tables.iter().flat_map(|table| self.rows(&file, table)).collect()
    }

    fn rows(&self, file: &Connection, table: &str) -> Vec<String> {
        // Entries that were taken back stay; when a partnership changed last is nobody's to take back; a
        // message that was taken back stays so, its text is in the draft.
        let but = match table {
            "event" => "WHERE undone_at IS NULL AND type <> 'undone'",
            _ => "",
        };
        let skip = ["updated_at", "saved_at", "alive_at", "generation"];
        let mut query = file.prepare(&format!("SELECT * FROM {table} {but}")).unwrap();
        let names: Vec<String> = query.column_names().into_iter().map(str::to_owned).collect();
        let rows = query
            .query_map([], |row| {
                let cells =
                    names.iter().enumerate().filter(|(_, name)| !skip.contains(&name.as_str()));
                let cell = |at| match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    other => format!("{other:?}"),
                };
                Ok(cells
                    .map(|(at, name)| format!("{name}={}", cell(at)))
                    .collect::<Vec<_>>()
                    .join(" "))
            })
            .unwrap();
        rows.map(|row| format!("{table}: {}", row.unwrap())).collect()
    }
}

/// Merges two partnerships.
pub fn partnerships(kept: i64, other: i64, choices: Value) -> Value {
    json!({"of": {"type": "partnerships", "kept": kept, "other": other}, "choices": choices})
}

/// Merges two contacts.
pub fn contacts(kept: i64, other: i64) -> Value {
    json!({"of": {"type": "contacts", "kept": kept, "other": other}, "choices": []})
}

/// The same rows, named where they differ.
pub fn same(is: &[String], was: &[String]) {
    let besides = |rows: &[String], others: &[String]| -> Vec<String> {
        rows.iter().filter(|row| !others.contains(row)).cloned().collect()
    };
    assert_eq!(besides(is, was), besides(was, is));
    assert_eq!(is.len(), was.len());
}

/// What a preview tells of a kind.
pub fn told(preview: &Value, kind: &str) -> Value {
    let all = preview["consequences"].as_array().unwrap();
    all.iter().find(|one| one["type"] == kind).cloned().unwrap_or(Value::Null)
}
