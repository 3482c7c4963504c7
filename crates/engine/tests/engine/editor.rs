//! Steps, activation and copies, asked as the window asks.

use crate::support::Desk;
use desk_wire::error::Problem;
use desk_wire::rules::{RulesFault, StepFault};
use serde_json::{Value, json};
use tempfile::TempDir;

struct Editor {
    desk: Desk,
    id: Value,
    _folder: TempDir,
}

impl Editor {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let input = json!({"name": "Inbound", "description": "Eight touches"});
        let id = desk.ask("cadence_create", input).unwrap()["id"].clone();
        Self { desk, id, _folder: folder }
    }

    fn save(&self, revision: u32, steps: Value) -> Result<Value, Problem> {
        let input = json!({"id": self.id, "revision": revision, "goal": "A meeting", "steps": steps, "rules": {}, "move_people": false});
        self.desk.ask("cadence_save", input)
    }

    fn ask(&self, command: &str) -> Result<Value, Problem> {
        self.desk.ask(command, json!({"id": self.id}))
    }

    /// The problem as the window gets it.
    fn refused(&self, steps: Value) -> Value {
        serde_json::to_value(self.save(0, steps).unwrap_err()).unwrap()
    }
}

fn email(subject: &str, body: &str) -> Value {
    json!({
        "id": null, "name": "Hello", "rules": {}, "delay": {"amount": 0, "unit": "days"},
        "content": {
            "type": "email", "mode": "manual", "thread": "new", "subject": subject, "body": body,
        },
    })
}

fn call(amount: i64) -> Value {
    json!({
        "id": null, "name": "", "rules": {}, "delay": {"amount": amount, "unit": "business_days"},
        "content": {"type": "call", "script": "Ask one question"},
    })
}

#[test]
fn steps_are_saved_in_their_order_and_read_back() {
    let editor = Editor::new();
    let saved =
        editor.save(0, json!([email("Hi {{ contact.first_name }}", "…"), call(2)])).unwrap();
    assert_eq!((&saved["revision"], &saved["summary"]["steps"]), (&json!(1), &json!(2)));
    assert_eq!(editor.ask("cadence_get").unwrap(), saved);
    assert_eq!(
        (&saved["goal"], &saved["steps"][1]["delay"]["amount"]),
        (&json!("A meeting"), &json!(2))
    );
}

#[test]
fn a_bad_step_is_named_by_position_and_field_and_nothing_is_saved() {
    let editor = Editor::new();
    for (step, code, context) in [
        (call(-1), "step_delay", json!({"position": 1, "max": 365})),
        (call(1_000_000_000_000), "step_delay", json!({"position": 1, "max": 365})),
        (
            email(&"x".repeat(10_000), ""),
            "step_text_too_long",
            json!({"position": 1, "field": "subject", "length": 10_000, "max": 300}),
        ),
        (
            email("Hello\r\nBcc: everybody", ""),
            "step_control_character",
            json!({"position": 1, "field": "subject"}),
        ),
    ] {
        let problem = editor.refused(json!([call(0), step]));
        assert_eq!(problem, json!({"code": code, "context": context}));
    }
    let many: Vec<Value> = (0..101).map(|_| call(1)).collect();
    assert_eq!(editor.refused(json!(many))["code"], "too_many_steps");
    assert_eq!(editor.ask("cadence_get").unwrap()["steps"], json!([]));
}

#[test]
fn a_save_over_somebody_elses_is_refused() {
    let editor = Editor::new();
    editor.save(0, json!([call(1)])).unwrap();
    assert_eq!(editor.save(0, json!([])).unwrap_err(), Problem::SavedElsewhere);
}

#[test]
fn only_a_cadence_whose_steps_are_complete_is_activated() {
    let editor = Editor::new();
    assert_eq!(editor.ask("cadence_activate").unwrap_err(), Problem::NoSteps);
    editor.save(0, json!([call(0), email("", "")])).unwrap();
    let problem = serde_json::to_value(editor.ask("cadence_activate").unwrap_err()).unwrap();
    assert_eq!(
        problem["context"]["gaps"],
        json!([{"position": 1, "gap": "no_subject"}, {"position": 1, "gap": "no_body"}])
    );
    editor.save(1, json!([call(0), email("Hello", "A text")])).unwrap();
    assert_eq!(editor.ask("cadence_activate").unwrap()["status"], "active");
    assert_eq!(editor.desk.names("active"), ["Inbound"]);
    assert_eq!(editor.ask("cadence_deactivate").unwrap()["status"], "inactive");
}

#[test]
fn an_active_cadence_comes_back_from_the_archive_inactive() {
    let editor = Editor::new();
    editor.save(0, json!([call(0)])).unwrap();
    editor.ask("cadence_activate").unwrap();
    editor.ask("cadence_archive").unwrap();
    assert_eq!(editor.ask("cadence_activate").unwrap_err(), Problem::CadenceArchived);
    assert_eq!(editor.ask("cadence_restore").unwrap()["status"], "inactive");
}

#[test]
fn a_copy_is_a_draft_with_the_same_steps_and_ids_of_its_own() {
    let editor = Editor::new();
    let original = editor.save(0, json!([email("Hello", "A text"), call(2)])).unwrap();
    editor.ask("cadence_activate").unwrap();
    let copy = editor.ask("cadence_clone").unwrap();
    assert_eq!((&copy["name"], &copy["status"]), (&json!("Copy of Inbound"), &json!("draft")));
    let detail = editor.desk.ask("cadence_get", json!({"id": copy["id"]})).unwrap();
    assert_eq!(detail["goal"], "A meeting");
    for position in 0..2 {
        let (old, new) = (&original["steps"][position], &detail["steps"][position]);
        assert_eq!(old["content"], new["content"]);
        assert_ne!(old["id"], new["id"]);
    }
    assert_eq!(editor.ask("cadence_clone").unwrap()["name"], "Copy 2 of Inbound");
}

#[test]
fn what_could_leave_somebody_stuck_is_refused_when_saving() {
    let editor = Editor::new();
    let save = |step: Value, rules: Value| {
        let input = json!({
            "id": editor.id, "revision": 0, "goal": "", "steps": [step], "rules": rules,
            "move_people": false,
        });
        editor.desk.ask("cadence_save", input)
    };
    let with = |rules: Value| {
        let mut step = call(1);
        step["rules"] = rules;
        step
    };
    let closed = json!({"restriction": {"zone": "contact", "hours": {"days": [[], [], [], [], [], [], []]}}});
    let rules = |fault| Err(Problem::Rules { fault });
    let step = |fault| Err(Problem::StepRules { position: 0, fault });
    assert_eq!(save(call(1), closed), rules(RulesFault::NeverOpen));
    let itself = json!({"after": {"type": "move", "to": editor.id}});
    assert_eq!(save(call(1), itself), rules(RulesFault::MovesToItself));
    assert_eq!(
        save(call(1), json!({"runs": {"total": 0, "pause": {"amount": 0, "unit": "days"}}})),
        rules(RulesFault::Runs { max: 50 })
    );
    let jump =
        json!({"routing": [{"disposition": "busy", "leads_to": {"type": "jump", "to": 999}}]});
    assert_eq!(save(with(jump), json!({})), step(StepFault::NoSuchStep));
    let condition = json!({"condition": {"holds": "all", "otherwise": {"type": "skip"}, "then": null,
        "tests": [{"type": "field", "field": "contact.shoe_size", "is": "is", "value": "44"}]}});
    let field = "contact.shoe_size".to_owned();
    assert_eq!(save(with(condition), json!({})), step(StepFault::UnknownField { field }));
    let mut long = call(1);
    long["delay"] = json!({"amount": 1_000_000_000_000_i64, "unit": "minutes"});
    assert_eq!(save(long, json!({})), Err(Problem::StepDelay { position: 0, max: 525_600 }));
    let mut hourly = with(json!({"time_of_day": {"type": "exact", "minute": 540}}));
    hourly["delay"] = json!({"amount": 2, "unit": "hours"});
    assert_eq!(save(hourly, json!({})), step(StepFault::TimeOfDay));
    // Nothing of it was saved.
    assert_eq!(editor.ask("cadence_get").unwrap()["revision"], 0);
}

#[test]
fn r47_a_step_has_variables_of_its_own_over_the_others() {
    let editor = Editor::new();
    let email = |body: &str, hook: &str| {
        json!({
            "id": null, "name": "First", "delay": {"amount": 0, "unit": "days"},
            "content": {"type": "email", "mode": "manual", "thread": "new",
                "subject": "{{ step.name }}", "body": body},
            "rules": {"variables": [{"name": "hook", "text": hook}]},
        })
    };
    let desk = &editor.desk;
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    let steps = json!([email(
        "{{ step.hook }} {{ step.hook | upper }}",
        "New at {{ partnership.name }}, {{ contact.title }}?"
    )]);
    desk.assign(desk.cadence_with("Hooked", steps), contact);
    let work = &desk.window(id)["work"];
    assert_eq!(work["draft"]["subject"], "First");
    assert_eq!(
        work["draft"]["body"],
        "New at Acme, ⟦contact.title⟧? NEW AT ACME, ⟦CONTACT.TITLE⟧?"
    );
    assert_eq!(work["missing"], json!(["contact.title"]), "what it lacks is told by its own name");
    let twice = json!([{"name": "x", "text": ""}, {"name": "x", "text": ""}]);
    let mut step = email("", "");
    step["rules"]["variables"] = twice;
    let input = json!({
        "id": editor.id, "revision": 0, "goal": "", "steps": [step], "rules": {},
        "move_people": false,
    });
    let fault = StepFault::Variables;
    assert_eq!(desk.ask("cadence_save", input), Err(Problem::StepRules { position: 0, fault }));
}

#[test]
fn holidays_of_years_that_are_not_known_are_refused_when_saving() {
    let editor = Editor::new();
    let later = desk_core::time::Timestamp::from_millis(2_240_000_000_000);
    editor.desk.clock.set(later);
    let input = json!({
        "id": editor.id, "revision": 0, "goal": "", "steps": [], "rules": {"holidays": true},
        "move_people": false,
    });
    let refused = editor.desk.ask("cadence_save", input);
    assert_eq!(refused, Err(Problem::Rules { fault: RulesFault::NoHolidays { year: 2041 } }));
}
