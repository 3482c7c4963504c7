//! Partnerships with stages and personas, asked as the window asks.

use super::Desk;
use desk_wire::error::Problem;
use serde_json::{Value, json};

/// A program with partnerships of some stages and contacts of some personas.
pub struct Office {
    /// The program.
    pub desk: Desk,
    _folder: tempfile::TempDir,
}

impl Office {
    /// An empty practice workspace.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { desk: Desk::by_hand(folder.path()), _folder: folder }
    }

    /// Asks for something that is not refused.
    pub fn ask(&self, command: &str, input: Value) -> Value {
        self.desk.ask(command, input).unwrap()
    }

    /// Names of the stages in their order.
    pub fn stages(&self) -> Vec<String> {
        let list = self.ask("stage_list", json!({}));
        let stages = list["stages"].as_array().unwrap();
        stages.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Adds a stage; its key.
    pub fn add(&self, name: &str) -> Value {
        let list = self.ask("stage_add", json!({"name": name}));
        list["stages"].as_array().unwrap().last().unwrap()["stage"].clone()
    }

    /// A partnership without a contact, at a stage.
    pub fn partnership(&self, name: &str, stage: &Value) -> Result<i64, Problem> {
        let made = self
            .desk
            .ask("partnership_create", json!({"fields": fields(name, stage), "contact": null}))?;
        Ok(made["id"].as_i64().unwrap())
    }

    /// Adds a contact of a persona; its id.
    pub fn contact(&self, of: i64, name: &str, persona: &str) -> i64 {
        let email = format!("{}@acme.example", name.to_lowercase());
        let detail = self.ask(
            "contact_create",
            json!({"partnership": of, "fields": {"first_name": name, "last_name": "", "title": "",
                "emails": [email], "phones": [], "linkedin": "", "zone": null, "persona": persona}}),
        );
        let contacts = detail["contacts"].as_array().unwrap();
        contacts.iter().find(|one| one["name"] == name).unwrap()["id"].as_i64().unwrap()
    }

    /// At which stage a partnership is.
    pub fn stage_of(&self, id: i64) -> Value {
        self.desk.detail(id)["fields"]["stage"].clone()
    }

    /// What the timeline tells, the latest first.
    pub fn told(&self, id: i64) -> Vec<Value> {
        let page = self.ask("timeline", json!({"id": id, "after": null, "limit": 50}));
        page["entries"].as_array().unwrap().iter().map(|entry| entry["what"].clone()).collect()
    }

    /// Names of those who are in a cadence.
    pub fn inside(&self, of: i64, cadence: i64) -> Vec<String> {
        let detail = self.desk.detail(of);
        let mut names: Vec<_> = detail["enrolments"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["cadence"] == cadence && one["state"]["state"] != "finished")
            .map(|one| one["contact_name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    }
}

/// What is known of a partnership: its name and its stage.
pub fn fields(name: &str, stage: &Value) -> Value {
    json!({"name": name, "website": "", "industry": "", "country": "", "stage": stage,
        "tier": null, "zone": null})
}
