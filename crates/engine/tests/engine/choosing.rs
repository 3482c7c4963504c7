//! R25: which contacts of partnerships are assigned: the primary ones, all, or those of a persona.

use crate::support::office::Office;
use serde_json::{Value, json};

fn mail() -> Value {
    json!({"id": null, "name": "", "rules": {},
        "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "manual", "thread": "new", "subject": "A",
            "body": "B"}})
}

/// Acme with a buyer, another buyer and an engineer; Bolt with an engineer; Chip with nobody.
struct Companies {
    office: Office,
    cadence: i64,
    ids: [i64; 3],
}

impl Companies {
    fn open() -> Self {
        let office = Office::open();
        let cadence = office.desk.cadence_with("Cold", json!([mail()]));
        let ids =
            ["Acme", "Bolt", "Chip"].map(|name| office.partnership(name, &json!("lead")).unwrap());
        for (of, name, persona) in [
            (0, "Ada", "Buyer"),
            (0, "Bea", "buyer"),
            (0, "Cleo", "Engineer"),
            (1, "Dora", "Engineer"),
        ] {
            office.contact(ids[of], name, persona);
        }
        Self { office, cadence, ids }
    }

    fn of(&self, choice: &Value) -> Value {
        json!({"partnerships": self.ids, "choice": choice})
    }

    fn forecast(&self, choice: &Value) -> Value {
        let request = json!({"cadence": self.cadence, "contacts": [], "of": self.of(choice),
            "start_at": null});
        self.office.ask("assign_forecast", request)
    }

    fn assign(&self, choice: &Value) -> Value {
        let request = json!({"cadence": self.cadence, "contacts": [], "of": self.of(choice),
            "start_at": null, "despite_warnings": true});
        self.office.ask("assign_many", request)
    }

    fn inside(&self) -> Vec<String> {
        self.ids.iter().flat_map(|&id| self.office.inside(id, self.cadence)).collect()
    }
}

fn names(of: &Value) -> Vec<&str> {
    of.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[test]
fn r25_the_primary_contacts_all_or_those_of_a_persona_are_assigned() {
    for (choice, who, nobody) in [
        (json!({"type": "primary"}), vec!["Ada", "Dora"], vec!["Chip"]),
        (json!({"type": "all"}), vec!["Ada", "Bea", "Cleo", "Dora"], vec!["Chip"]),
        (json!({"type": "persona", "persona": "BUYER"}), vec!["Ada", "Bea"], vec!["Bolt", "Chip"]),
    ] {
        let companies = Companies::open();
        let forecast = companies.forecast(&choice);
        assert_eq!(forecast["ready"], who.len(), "{choice}");
        assert_eq!(names(&forecast["without"]), nobody, "{choice}");
        let done = companies.assign(&choice);
        assert_eq!(done["entered"], who.len(), "{choice}");
        assert_eq!(names(&done["without"]), nobody, "{choice}");
        assert_eq!(companies.inside(), who, "{choice}");
        // Each can be taken back by itself.
        for event in done["events"].as_array().unwrap() {
            companies.office.ask("undo", json!({"event": event}));
        }
        assert!(companies.inside().is_empty(), "{choice}");
    }
}

#[test]
fn r25_whoever_is_named_twice_enters_once() {
    let companies = Companies::open();
    let [acme, ..] = companies.ids;
    let ada = companies.office.desk.detail(acme)["contacts"][0]["id"].clone();
    let request = json!({"cadence": companies.cadence, "contacts": [ada, ada], "start_at": null,
        "of": {"partnerships": [acme, acme], "choice": {"type": "all"}}, "despite_warnings": true});
    let done = companies.office.ask("assign_many", request);
    assert_eq!((&done["entered"], &done["left_out"]), (&json!(3), &json!([])));
}

#[test]
fn r25_the_forecast_counts_as_many_of_a_company_as_may_enter() {
    let companies = Companies::open();
    let settings = companies.office.ask("work_settings", json!({}));
    let mut pace = settings["pace"].clone();
    pace["per_company"] = json!(2);
    let save = json!({"working": settings["working"], "pace": pace});
    companies.office.ask("work_settings_save", save);
    let all = json!({"type": "all"});
    let forecast = companies.forecast(&all);
    let full = json!([{"type": "company_full", "max": 2}]);
    assert_eq!((&forecast["ready"], &forecast["questions"][0]["problems"]), (&json!(3), &full));
    assert_eq!(forecast["questions"][0]["contact_name"], "Cleo");
    let done = companies.assign(&all);
    assert_eq!((&done["entered"], &done["left_out"][0]["problems"]), (&json!(3), &full));
}
