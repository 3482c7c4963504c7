//! Versions of a cadence: what a change would mean is told before, and then that happens (R17).

use crate::support::job::HOUR;
use crate::support::{Desk, NOW};
use desk_wire::error::Problem;
use serde_json::{Value, json};

fn task(id: Value, name: &str, hours: i64) -> Value {
    json!({
        "id": id, "name": name, "rules": {}, "delay": {"amount": hours, "unit": "hours"},
        "content": {"type": "task", "work": "other", "instructions": ""},
    })
}

struct Case {
    desk: Desk,
    cadence: i64,
    ids: Vec<i64>,
    people: Vec<i64>,
    _folder: tempfile::TempDir,
}

impl Case {
    /// Three tasks a day apart; three people at the first, the second and the third.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::by_hand(folder.path());
        let steps = json!([
            task(json!(null), "A", 0),
            task(json!(null), "B", 24),
            task(json!(null), "C", 24)
        ]);
        let cadence = desk.cadence_with("Outbound", steps);
        let saved = desk.ask("cadence_get", json!({"id": cadence})).unwrap();
        let steps = saved["steps"].as_array().unwrap();
        let ids = steps.iter().map(|step| step["id"].as_i64().unwrap()).collect();
        let mut people = Vec::new();
        for name in ["Ada", "Ben", "Cleo"] {
            let (home, contact) = desk.partnership(name, name, &format!("{name}@x.example"));
            desk.assign(cadence, contact);
            people.push(home);
        }
        let case = Self { desk, cadence, ids, people, _folder: folder };
        case.done(1);
        case.done(2);
        case.desk.pass(24 * HOUR);
        case.desk.settle();
        case.done(2);
        case
    }

    fn done(&self, who: usize) {
        let id = self.desk.touch(self.people[who]);
        self.desk.ask("task_complete", json!({"id": id, "notes": ""})).unwrap();
    }

    fn revision(&self) -> Value {
        self.desk.ask("cadence_get", json!({"id": self.cadence})).unwrap()["revision"].clone()
    }

    fn plan(&self, steps: &Value) -> Value {
        let input = json!({"id": self.cadence, "steps": steps, "rules": {}, "after": null});
        self.desk.ask("cadence_change_plan", input).unwrap()
    }

    fn save(&self, steps: &Value, move_people: bool) -> Result<Value, Problem> {
        self.save_with(steps, json!({}), move_people)
    }

    fn save_with(&self, steps: &Value, rules: Value, move_people: bool) -> Result<Value, Problem> {
        let input = json!({
            "id": self.cadence, "revision": self.revision(), "goal": "", "steps": steps,
            "rules": rules, "move_people": move_people,
        });
        self.desk.ask("cadence_save", input)
    }

    /// Name of the open step and when it is due, in hours from the beginning.
    fn at(&self, who: usize) -> (String, i64) {
        let current = &self.desk.card(self.people[who])["current"];
        let due = current["due_at"].as_i64().unwrap() - NOW.as_millis();
        (current["name"].as_str().unwrap().to_owned(), due / HOUR)
    }
}

#[test]
fn a_plan_names_who_is_where_and_the_moments_before_and_after() {
    let case = Case::new();
    let [a, _, c] = case.ids[..] else { panic!() };
    // The second step is deleted, one is inserted before it, and the third waits longer.
    let steps =
        json!([task(json!(a), "A", 0), task(json!(null), "New", 1), task(json!(c), "C", 48)]);
    let plan = case.plan(&steps);
    assert_eq!(plan["people"], 3);
    let steps_of: Vec<(i64, bool, i64, i64)> = plan["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            let number = |key: &str| step[key].as_i64().unwrap();
            (number("position"), step["changed"] == true, number("at"), number("after"))
        })
        .collect();
    assert_eq!(steps_of, [(0, false, 1, 2), (1, true, 1, 1), (2, true, 1, 0)]);
    let moves: Vec<(Value, Value, i64, i64)> = plan["moves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|planned| {
            let hours = |key: &str| (planned[key].as_i64().unwrap() - NOW.as_millis()) / HOUR;
            (
                planned["from"].clone(),
                planned["to"].clone(),
                hours("due_before"),
                hours("due_after"),
            )
        })
        .collect();
    assert_eq!(
        moves,
        [
            (json!(0), json!(0), 0, 0),
            // Deleted: on to the third, from the same base.
            (json!(1), json!(2), 24, 48),
            (json!(2), json!(2), 48, 72),
        ]
    );
}

#[test]
fn what_the_plan_says_is_what_happens_when_people_are_moved() {
    let case = Case::new();
    let [a, _, c] = case.ids[..] else { panic!() };
    let steps =
        json!([task(json!(a), "A", 0), task(json!(null), "New", 1), task(json!(c), "C", 48)]);
    case.save(&steps, true).unwrap();
    case.desk.settle();
    assert_eq!(case.at(0), ("A".to_owned(), 0));
    assert_eq!(case.at(1), ("C".to_owned(), 48));
    assert_eq!(case.at(2), ("C".to_owned(), 72));
    assert!(case.desk.story(case.people[1]).contains(&"version_changed".to_owned()));
    // Inserted steps come for those who are before them.
    case.done(0);
    assert_eq!(case.at(0).0, "New");
}

#[test]
fn people_stay_on_the_version_that_they_work_through_unless_they_are_moved() {
    let case = Case::new();
    let steps = json!([task(json!(case.ids[0]), "A", 0)]);
    case.save(&steps, false).unwrap();
    assert_eq!(case.at(1), ("B".to_owned(), 24));
    case.done(1);
    assert_eq!(case.at(1).0, "C");
}

#[test]
fn a_deleted_last_step_ends_the_run_of_those_on_it() {
    let case = Case::new();
    let steps = json!([task(json!(case.ids[0]), "A", 0), task(json!(case.ids[1]), "B", 24)]);
    let plan = case.plan(&steps);
    assert_eq!(plan["moves"][2]["to"], json!(null));
    case.save(&steps, true).unwrap();
    case.desk.settle();
    assert_eq!(case.desk.card(case.people[2])["state"]["outcome"], "no_reply");
}

#[test]
fn those_whose_run_ends_with_a_deleted_step_go_on_where_the_cadence_moves_its_people() {
    let case = Case::new();
    let other = case.desk.cadence_with("Other", json!([task(json!(null), "Z", 0)]));
    let steps = json!([task(json!(case.ids[0]), "A", 0), task(json!(case.ids[1]), "B", 24)]);
    let rules = json!({"after": {"type": "move", "to": other}});
    case.save_with(&steps, rules, true).unwrap();
    case.desk.settle();
    let cards = case.desk.detail(case.people[2])["enrolments"].clone();
    assert_eq!(cards[0]["cadence"], other);
    assert_eq!(cards[0]["state"]["state"], "active");
    assert_eq!(cards[1]["state"]["outcome"], "moved");
}

#[test]
fn a_person_is_moved_back_by_taking_the_entry_back() {
    let case = Case::new();
    let [a, _, c] = case.ids[..] else { panic!() };
    let before = case.at(1);
    case.save(&json!([task(json!(a), "A", 0), task(json!(c), "C", 1)]), true).unwrap();
    case.desk.settle();
    assert_eq!(case.at(1).0, "C");
    let page = json!({"id": case.people[1], "after": null, "limit": 10});
    let page = case.desk.ask("timeline", page).unwrap();
    let entries = page["entries"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["what"]["type"] == "version_changed").unwrap();
    assert_eq!(entry["undoable"], true);
    case.desk.ask("undo", json!({"event": entry["id"]})).unwrap();
    assert_eq!(case.at(1), before);
}

#[test]
fn people_are_not_moved_to_a_cadence_without_steps_or_with_gaps() {
    let case = Case::new();
    assert_eq!(case.save(&json!([]), true), Err(Problem::NoSteps));
    assert_eq!(case.at(1), ("B".to_owned(), 24));
}

#[test]
fn history_stays_as_it_was() {
    let case = Case::new();
    let story = case.desk.story(case.people[2]);
    case.save(&json!([task(json!(null), "Other", 0)]), true).unwrap();
    case.desk.settle();
    let after = case.desk.story(case.people[2]);
    assert_eq!(after[..story.len()], story[..]);
}

#[test]
fn r17_a_draft_stays_and_says_that_its_template_has_changed_since() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let email = |id: Value, body: &str| {
        json!({
            "id": id, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
            "content": {"type": "email", "mode": "manual", "thread": "new", "subject": "Hello", "body": body},
        })
    };
    let cadence = desk.cadence_with("Outbound", json!([email(json!(null), "One question")]));
    let (ada, contact) = desk.partnership("Acme", "Ada", "ada@x.example");
    desk.assign(cadence, contact);
    let (ben, contact) = desk.partnership("Bolt", "Ben", "ben@x.example");
    desk.assign(cadence, contact);
    let save = |body: &str, move_people: bool| {
        let now = desk.ask("cadence_get", json!({"id": cadence})).unwrap();
        let steps = json!([email(now["steps"][0]["id"].clone(), body)]);
        let input = json!({
            "id": cadence, "revision": now["revision"], "goal": "", "steps": steps, "rules": {},
            "move_people": move_people,
        });
        desk.ask("cadence_save", input).unwrap();
        desk.settle();
    };
    let shown = |id: i64| {
        let work = desk.window(id)["work"].clone();
        (work["draft"]["body"].as_str().unwrap().to_owned(), work["template_changed"] == true)
    };
    let mut draft = desk.window(ada)["work"]["draft"].clone();
    draft["body"] = json!("One question, Ada");
    desk.ask("email_save", json!({"id": desk.touch(ada), "draft": draft})).unwrap();
    desk.pass(HOUR);
    save("Two questions", false);
    assert_eq!(shown(ada), ("One question, Ada".to_owned(), false), "who stays keeps the template");
    save("Three questions", true);
    assert_eq!(shown(ada), ("One question, Ada".to_owned(), true));
    assert_eq!(
        shown(ben),
        ("Three questions".to_owned(), false),
        "what nobody wrote is the template"
    );
    desk.ask("email_discard", json!({"id": desk.touch(ada)})).unwrap();
    assert_eq!(shown(ada), ("Three questions".to_owned(), false));
    desk.ask("email_save", json!({"id": desk.touch(ada), "draft": draft})).unwrap();
    assert_eq!(
        shown(ada),
        ("One question, Ada".to_owned(), false),
        "it is written after the change"
    );
}
