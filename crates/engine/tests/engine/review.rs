//! R19: who waits for review is brought to mind once a day.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_core::time::{Clock, Timestamp};
use serde_json::{Value, json};

const DAY: i64 = 24 * HOUR;

/// A program on a practice workspace, on Monday at ten, where somebody waits for review.
struct Case {
    desk: Desk,
    _folder: tempfile::TempDir,
    cadence: i64,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::by_hand(folder.path());
        let step = json!([{"id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
            "content": {"type": "task", "work": "other", "instructions": ""}}]);
        let cadence = desk.cadence_with("Outbound", step);
        Self { desk, _folder: folder, cadence }
    }

    /// Somebody of whom a message may be; the enrolment.
    fn in_review(&self, name: &str) -> Value {
        let (id, contact) = self.desk.partnership(name, name, &format!("{name}@acme.example"));
        self.desk.assign(self.cadence, contact);
        let enrolment = self.desk.card(id)["id"].clone();
        let unclear = json!({"id": enrolment, "what": "unclear"});
        self.desk.ask("practice_simulate", unclear).unwrap();
        enrolment
    }

    fn pass(&self, millis: i64) {
        self.desk.pass(millis);
        self.desk.settle();
    }

    /// The program ends, and comes again after so long.
    fn is_off(&self, millis: i64) {
        self.desk.program.close();
        let now = self.desk.clock.now().as_millis() + millis;
        self.desk.clock.set(Timestamp::from_millis(now));
        self.desk.program.open();
        self.desk.settle();
    }

    /// What was told since the last look.
    fn told(&self) -> Vec<String> {
        let mut shown = self.desk.notifier.shown.lock().unwrap();
        let titles = shown.drain(..).map(|note| note.title);
        titles.filter(|title| title.starts_with("Still") || title.contains("stand still")).collect()
    }
}

#[test]
fn r19_who_waits_for_review_is_told_of_once_a_day_until_the_rep_has_looked() {
    let case = Case::new();
    let ada = case.in_review("Ada");
    case.pass(3 * HOUR);
    // It was told when it came.
    assert_eq!(case.told(), Vec::<String>::new());
    case.pass(11 * HOUR);
    assert_eq!(case.told(), Vec::<String>::new(), "at midnight nobody is reminded");
    case.pass(9 * HOUR);
    assert_eq!(case.told(), ["Still to be looked at: Ada"]);
    let bea = case.in_review("Bea");
    case.pass(3 * HOUR);
    assert_eq!(case.told(), Vec::<String>::new());
    case.pass(DAY);
    assert_eq!(case.told(), ["2 cadences stand still"]);
    case.desk.ask("enrolment_resume", json!({"id": ada})).unwrap();
    case.pass(DAY);
    assert_eq!(case.told(), ["Still to be looked at: Bea"]);
    case.desk.ask("enrolment_resume", json!({"id": bea})).unwrap();
    case.pass(DAY);
    assert_eq!(case.told(), Vec::<String>::new());
}

#[test]
fn r19_the_reminder_comes_once_a_day_also_when_the_program_was_off_and_comes_again() {
    let case = Case::new();
    case.in_review("Ada");
    case.is_off(DAY);
    assert_eq!(case.told(), ["Still to be looked at: Ada"]);
    case.is_off(2 * HOUR);
    case.pass(HOUR);
    assert_eq!(case.told(), Vec::<String>::new());
    case.is_off(3 * DAY);
    assert_eq!(case.told(), ["Still to be looked at: Ada"]);
}

#[test]
fn r19_nobody_is_reminded_on_days_off() {
    let case = Case::new();
    let working = json!({"time_off": [{"from": "2026-01-06", "until": "2026-01-07"}]});
    let settings = case.desk.ask("work_settings", json!({})).unwrap();
    let save = json!({"working": working, "pace": settings["pace"]});
    case.desk.ask("work_settings_save", save).unwrap();
    case.in_review("Ada");
    for expected in [0, 0, 1, 1] {
        case.pass(DAY);
        assert_eq!(case.told().len(), expected);
    }
}
