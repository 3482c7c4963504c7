//! R43, R47: what the rep notes at a task fills the texts of later steps, and what nobody will note is told
//! before anybody enters.

use crate::support::Desk;
use desk_wire::error::Problem;
use serde_json::{Value, json};

fn step(hours: i64, content: Value) -> Value {
    json!({"id": null, "name": "", "rules": {}, "delay": {"amount": hours, "unit": "hours"}, "content": content})
}

fn task(work: &str) -> Value {
    step(0, json!({"type": "task", "work": work, "instructions": ""}))
}

fn email(hours: i64, mode: &str, subject: &str, body: &str) -> Value {
    step(
        hours,
        json!({"type": "email", "mode": mode, "thread": "new", "subject": subject, "body": body}),
    )
}

/// A desk on which mail that leaves by itself leaves at once: nothing of the practice leaves the computer.
struct Noting {
    desk: Desk,
    _folder: tempfile::TempDir,
}

impl Noting {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { desk: Desk::by_hand(folder.path()), _folder: folder }
    }

    /// Somebody in a new cadence of these steps; the partnership.
    fn in_cadence(&self, name: &str, steps: Value) -> i64 {
        let cadence = self.desk.cadence_with(name, steps);
        let (id, contact) = self.desk.partnership(name, "Ada", &format!("{name}@acme.example"));
        self.desk.assign(cadence, contact);
        id
    }

    /// Completes the open task; the entry of the timeline.
    fn notes(&self, id: i64, notes: &str) -> Value {
        let input = json!({"id": self.desk.touch(id), "notes": notes});
        self.desk.ask("task_complete", input).unwrap()["event"].clone()
    }

    /// Position and variables that the preflight says are not known.
    fn missing(&self, steps: Value, first: usize) -> Vec<(u64, Value)> {
        let name = format!("Looked at {}", self.desk.names("all").len());
        let cadence = self.desk.cadence_with(&name, steps);
        let (_, contact) = self.desk.partnership(&name, "Ada", &format!("ada@{cadence}.example"));
        let saved = self.desk.ask("cadence_get", json!({"id": cadence})).unwrap();
        let first_step = &saved["steps"][first]["id"];
        let input = json!({"cadence": cadence, "contact": contact, "first_step": first_step, "start_at": null});
        let found = self.desk.ask("assign_preflight", input).unwrap();
        let warnings = found["warnings"].as_array().unwrap();
        let missing = warnings.iter().filter(|one| one["type"] == "missing_variables");
        missing.map(|one| (one["position"].as_u64().unwrap(), one["variables"].clone())).collect()
    }
}

#[test]
fn findings_and_a_video_fill_the_e_mail_that_leaves_by_itself_right_after() {
    let noting = Noting::new();
    let desk = &noting.desk;
    let steps = json!([
        task("linkedin_research"),
        task("video"),
        email(0, "automatic", "{{ touch.personal_line }}: {{ touch.video_url }}", "Hello"),
    ]);
    let id = noting.in_cadence("Acme", steps);
    assert_eq!(desk.window(id)["work"]["work"], "linkedin_research");
    noting.notes(id, "Runs marathons,\nalso {{ contact.email }}");
    assert_eq!(desk.window(id)["work"]["work"], "video");
    noting.notes(id, "Recorded: https://video.example/ada.");
    desk.settle();
    let left = [desk.outbox("waiting"), desk.outbox("sent")].concat();
    assert_eq!(left.len(), 1);
    let subject = "Runs marathons, also {{ contact.email }}: https://video.example/ada";
    assert_eq!(left[0]["subject"], subject);
}

#[test]
fn an_automatic_e_mail_whose_value_nobody_noted_waits_for_the_rep() {
    let noting = Noting::new();
    let desk = &noting.desk;
    let steps = json!([
        task("linkedin_research"),
        email(0, "automatic", "Hello", "{{ touch.personal_line }}")
    ]);
    let id = noting.in_cadence("Acme", steps);
    let event = noting.notes(id, "  ");
    desk.settle();
    assert!(desk.outbox("waiting").is_empty() && desk.outbox("sent").is_empty());
    assert_eq!(desk.window(id)["work"]["missing"], json!(["touch.personal_line"]));
    let missing = vec!["touch.personal_line".to_owned()];
    assert_eq!(desk.send(id), Err(Problem::MissingVariables { variables: missing }));

    // Taken back and done again with what was found.
    desk.ask("undo", json!({"event": event})).unwrap();
    noting.notes(id, "Runs marathons");
    desk.settle();
    assert_eq!([desk.outbox("waiting"), desk.outbox("sent")].concat().len(), 1);
}

#[test]
fn the_findings_of_this_person_count_and_those_taken_back_do_not() {
    let noting = Noting::new();
    let desk = &noting.desk;
    let steps = json!([
        task("linkedin_research"),
        task("linkedin_research"),
        task("other"),
        email(0, "manual", "Hello", "{{ touch.personal_line }}"),
    ]);
    let cadence = desk.cadence_with("Research", steps);
    let people = ["Acme", "Bolt"].map(|name| {
        let (id, contact) = desk.partnership(name, "Ada", &format!("{name}@acme.example"));
        desk.assign(cadence, contact);
        id
    });
    for id in people {
        noting.notes(id, &format!("First of {id}"));
        let second = noting.notes(id, "Not of theirs");
        desk.ask("undo", json!({"event": second})).unwrap();
        noting.notes(id, "");
        noting.notes(id, "Anything else");
        assert_eq!(desk.window(id)["work"]["draft"]["body"], format!("First of {id}"));
    }
}

#[test]
fn the_preflight_names_what_no_earlier_step_will_have_noted() {
    let noting = Noting::new();
    let both = "{{ touch.personal_line }} {{ touch.video_url }} {{ contact.title }}";
    let steps = json!([
        email(0, "automatic", "One", both),
        task("linkedin_research"),
        email(0, "automatic", "Two", both),
        task("video"),
        email(0, "automatic", "Three", both),
        // Its value is looked at, so that each person's text is filled.
        email(
            0,
            "automatic",
            "Four",
            "{% if touch.video_url == \"x\" %}{% endif %}{{ touch.personal_line }}"
        ),
    ]);
    let all = json!(["touch.personal_line", "touch.video_url", "contact.title"]);
    let video = json!(["touch.video_url", "contact.title"]);
    let known = json!(["contact.title"]);
    assert_eq!(noting.missing(steps.clone(), 0), [(0, all), (2, video.clone()), (4, known)]);
    // Who begins behind the research will not have it.
    let line = json!(["touch.personal_line"]);
    let expected = [
        (2, json!(["touch.personal_line", "touch.video_url", "contact.title"])),
        (4, json!(["touch.personal_line", "contact.title"])),
        (5, line),
    ];
    assert_eq!(noting.missing(steps, 2), expected);
}

#[test]
fn a_cadence_with_a_variable_that_does_not_exist_is_not_activated() {
    let noting = Noting::new();
    let desk = &noting.desk;
    let made = desk.ask("cadence_create", json!({"name": "Odd", "description": ""})).unwrap();
    let id = &made["id"];
    let mut revision = 0;
    let mut activated = |steps: Value| {
        let save = json!({"id": id, "revision": revision, "goal": "", "steps": steps, "rules": {}, "move_people": false});
        // A draft may hold anything that is still being written.
        revision = desk.ask("cadence_save", save).unwrap()["revision"].as_i64().unwrap();
        desk.ask("cadence_activate", json!({"id": id})).map(drop)
    };
    let unknown = |position: u32, variable: &str| {
        Err(Problem::UnknownVariable { position, variable: variable.to_owned() })
    };
    let good = email(0, "manual", "Hello", "{{ contact.first_name }}");
    let custom = email(1, "manual", "Hello", "{% if custom.city %}{{ custom.city }}{% endif %}");
    assert_eq!(activated(json!([good, custom])), unknown(1, "custom.city"));
    let call = step(0, json!({"type": "call", "script": "{{ first_name }}"}));
    assert_eq!(activated(json!([call])), unknown(0, "first_name"));
    let mut own = good.clone();
    own["rules"]["variables"] = json!([{"name": "hook", "text": "{{ custom.hook }}"}]);
    own["content"]["body"] = json!("{{ step.hook }}");
    assert_eq!(activated(json!([own])), unknown(0, "custom.hook"));
    own["rules"]["variables"] = json!([{"name": "hook", "text": "{{ contact.title }}"}]);
    own["rules"]["variants"] =
        json!([{"key": 1, "weight": 1, "subject": "B", "body": "{{ step.other }}"}]);
    assert_eq!(activated(json!([own])), unknown(0, "step.other"));
    own["rules"]["variants"] = json!([]);
    assert_eq!(activated(json!([own])), Ok(()));
    // Nor are people moved into such steps.
    let (_, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(id.as_i64().unwrap(), contact);
    own["content"]["body"] = json!("{{ custom.city }}");
    let moving = json!({"id": id, "revision": revision, "goal": "", "steps": [own], "rules": {}, "move_people": true});
    assert_eq!(desk.ask("cadence_save", moving), unknown(0, "custom.city").map(|()| Value::Null));
}
