//! Steps of the main job, asked as the window asks.

use super::Desk;
use desk_core::time::{Clock, Timestamp};
use desk_wire::error::Problem;
use serde_json::{Value, json};

/// An hour, in milliseconds.
pub const HOUR: i64 = 3_600_000;

/// E-mail at once, call after two hours, task after a day, e-mail in the same thread after two days.
pub fn steps() -> Value {
    let step = |amount: i64, unit: &str, content: Value| json!({"id": null, "name": "", "rules": {}, "delay": {"amount": amount, "unit": unit}, "content": content});
    let email = |thread: &str, subject: &str, body: &str| json!({"type": "email", "mode": "manual", "thread": thread, "subject": subject, "body": body});
    json!([
        step(
            0,
            "days",
            email(
                "new",
                "A question for {{ partnership.name }}",
                "Hello {{ contact.first_name }},\n\nhow are you?"
            )
        ),
        step(2, "hours", json!({"type": "call", "script": "Ask {{ contact.first_name }}."})),
        step(1, "days", json!({"type": "task", "instructions": "Look at {{ partnership.name }}."})),
        step(2, "days", email("same", "", "One more thing, {{ contact.first_name }}.")),
    ])
}

impl Desk {
    /// An active cadence with [`steps`]; its id.
    pub fn cadence(&self, name: &str) -> i64 {
        self.cadence_with(name, steps())
    }

    /// An active cadence with these steps; its id.
    pub fn cadence_with(&self, name: &str, steps: Value) -> i64 {
        let made = self.ask("cadence_create", json!({"name": name, "description": ""})).unwrap();
        let id = made["id"].as_i64().unwrap();
        let save = json!({"id": id, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false});
        self.ask("cadence_save", save).unwrap();
        self.ask("cadence_activate", json!({"id": id})).unwrap();
        id
    }

    /// An active cadence with these steps and rules; its id.
    pub fn cadence_ruled(&self, name: &str, steps: Value, rules: Value) -> i64 {
        let made = self.ask("cadence_create", json!({"name": name, "description": ""})).unwrap();
        let id = made["id"].as_i64().unwrap();
        let save = json!({"id": id, "revision": 0, "goal": "", "steps": steps, "rules": rules, "move_people": false});
        self.ask("cadence_save", save).unwrap();
        self.ask("cadence_activate", json!({"id": id})).unwrap();
        id
    }

    /// A partnership with one contact; both ids.
    pub fn partnership(&self, name: &str, first_name: &str, email: &str) -> (i64, i64) {
        let made = self.make(name, first_name, &[email], &["+49 30 23125 100"]).unwrap();
        (made["id"].as_i64().unwrap(), made["contacts"][0]["id"].as_i64().unwrap())
    }

    /// Makes a partnership with one contact.
    pub fn make(
        &self,
        name: &str,
        first_name: &str,
        emails: &[&str],
        phones: &[&str],
    ) -> Result<Value, Problem> {
        let fields = json!({"name": name, "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
        let contact = json!({"first_name": first_name, "last_name": "", "title": "", "emails": emails, "phones": phones, "linkedin": "", "zone": null});
        self.ask("partnership_create", json!({"fields": fields, "contact": contact}))
    }

    /// Brings a contact into a cadence; the entry of the timeline.
    pub fn assign(&self, cadence: i64, contact: i64) -> Value {
        let input = json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null, "despite_warnings": true});
        self.ask("assign", input).unwrap()["event"].clone()
    }

    /// A partnership as its screen shows it.
    pub fn detail(&self, id: i64) -> Value {
        self.ask("partnership_get", json!({"id": id})).unwrap()
    }

    /// The first card of a partnership's screen.
    pub fn card(&self, id: i64) -> Value {
        self.detail(id)["enrolments"][0].clone()
    }

    /// Id of the open touch of a partnership.
    pub fn touch(&self, id: i64) -> i64 {
        self.card(id)["current"]["id"].as_i64().expect("an open touch")
    }

    /// The window of the open touch of a partnership.
    pub fn window(&self, id: i64) -> Value {
        self.ask("touch_get", json!({"id": self.touch(id)})).unwrap()
    }

    /// Sends the open e-mail of a partnership as it stands.
    pub fn send(&self, id: i64) -> Result<Value, Problem> {
        let window = self.window(id);
        self.ask("email_send", json!({"id": window["id"], "draft": window["work"]["draft"]}))
    }

    /// Presses a button of the open call of a partnership.
    pub fn call(&self, id: i64, action: &str, disposition: &str) -> Result<Value, Problem> {
        let log = json!({"notes": "They will think about it", "disposition": disposition, "sentiment": "positive"});
        self.ask("call_finish", json!({"id": self.touch(id), "log": log, "action": action}))
    }

    /// What the timeline of a partnership tells, the first first.
    pub fn story(&self, id: i64) -> Vec<String> {
        let page = self.ask("timeline", json!({"id": id, "after": null, "limit": 200})).unwrap();
        let mut told: Vec<String> = page["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["what"]["type"].as_str().unwrap().to_owned())
            .collect();
        told.reverse();
        told
    }

    /// Moves the clock on and waits until everything that this makes due was done.
    pub fn pass(&self, millis: i64) {
        let now = self.clock.now().as_millis() + millis;
        self.clock.set(Timestamp::from_millis(now));
        self.program.clock_moved();
    }

    /// Waits until something holds: a loop does it on another thread.
    #[expect(clippy::disallowed_methods, reason = "what a loop has done has no signal")]
    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        for _ in 0..3_000 {
            if holds() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("timed out: {what}");
    }

    /// Due touches in all.
    pub fn due(&self) -> u64 {
        self.ask("panel", json!({})).unwrap()["due"].as_u64().unwrap()
    }

    /// The rows of the outbox.
    pub fn outbox(&self, filter: &str) -> Vec<Value> {
        let input = json!({"filter": filter, "after": null, "limit": 50});
        self.ask("outbox_list", input).unwrap()["rows"].as_array().unwrap().clone()
    }
}
