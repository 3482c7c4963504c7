//! R46: the list of stages, persona, source and value, and for whom cadences are meant.

use crate::support::office::{Office, fields};
use desk_wire::error::{Fault, Problem};
use desk_wire::rules::StepFault;
use serde_json::{Value, json};

fn mail(condition: &Value) -> Value {
    json!({"id": null, "name": "", "rules": {"condition": condition},
        "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "manual", "thread": "new", "subject": "A",
            "body": "{{ partnership.stage }}"}})
}

fn at_stage(stage: &Value) -> Value {
    json!({"holds": "all", "tests": [{"type": "stage", "is": stage}],
        "otherwise": {"type": "skip"}, "then": null})
}

#[test]
fn r46_stages_are_added_renamed_and_put_into_another_order() {
    let office = Office::open();
    assert_eq!(office.stages(), ["Lead", "Contacted", "In conversation", "Active partner", "Lost"]);
    let own = office.add("  Qualified ");
    assert_eq!(own, "stage_6");
    office.ask("stage_rename", json!({"stage": "lead", "name": "Prospect"}));
    let order = json!([own, "lead", "contacted", "in_conversation", "active_partner", "lost"]);
    office.ask("stage_order", json!({"stages": order}));
    assert_eq!(
        office.stages(),
        ["Qualified", "Prospect", "Contacted", "In conversation", "Active partner", "Lost"]
    );
    let refused = |command: &str, input: Value| office.desk.ask(command, input).unwrap_err();
    let taken = Problem::StageNameTaken { name: "prospect".to_owned() };
    assert_eq!(refused("stage_add", json!({"name": "prospect"})), taken);
    assert!(matches!(refused("stage_add", json!({"name": " "})), Problem::FieldEmpty { .. }));
    assert!(matches!(
        refused("stage_rename", json!({"stage": "lost", "name": "x".repeat(41)})),
        Problem::FieldTooLong { max: 40, .. }
    ));
    let unknown = json!({"stage": "stage_9", "name": "x"});
    assert_eq!(refused("stage_rename", unknown), Problem::NoSuchStage);
    assert_eq!(refused("stage_order", json!({"stages": ["lead"]})), Problem::StagesChanged);
}

#[test]
fn a_list_by_stage_follows_the_order_of_the_list_page_by_page() {
    let office = Office::open();
    let own = office.add("Qualified");
    for (name, stage) in
        [("Ada", json!("lost")), ("Bea", own.clone()), ("Cleo", json!("lead")), ("Dora", own)]
    {
        office.partnership(name, &stage).unwrap();
    }
    let listed = || {
        let (mut names, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = office.ask(
                "partnership_list",
                json!({"search": "", "order": "stage", "after": after, "limit": 1}),
            );
            names.extend(page["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()));
            after = page["next"].clone();
            if after.is_null() {
                return names;
            }
        }
    };
    assert_eq!(listed(), ["Cleo", "Ada", "Bea", "Dora"]);
    let order =
        json!(["stage_6", "lost", "lead", "contacted", "in_conversation", "active_partner"]);
    office.ask("stage_order", json!({"stages": order}));
    assert_eq!(listed(), ["Bea", "Dora", "Ada", "Cleo"]);
    let list = office.ask("stage_list", json!({}));
    assert_eq!(list["stages"][0]["partnerships"], json!({"count": 2, "more": false}));
}

#[test]
fn a_removed_stage_moves_all_its_partnerships_and_each_timeline_tells_it() {
    let office = Office::open();
    let own = office.add("Qualified");
    // More than are moved in one transaction.
    let ids: Vec<_> =
        (0..230).map(|n| office.partnership(&format!("P{n}"), &own).unwrap()).collect();
    office.ask("partnership_delete", json!({"id": ids[0]}));
    let remove = |stage: &Value, to: &str| {
        office.desk.ask("stage_remove", json!({"stage": stage, "move_to": to}))
    };
    assert_eq!(remove(&own, "stage_6").unwrap_err(), Problem::NoSuchStage);
    assert_eq!(remove(&own, "stage_7").unwrap_err(), Problem::NoSuchStage);
    for fixed in ["lead", "contacted", "active_partner"] {
        assert_eq!(remove(&json!(fixed), "lost").unwrap_err(), Problem::StageFixed);
    }
    assert_eq!(office.stage_of(ids[1]), own);
    remove(&own, "in_conversation").unwrap();
    for &id in &ids {
        assert_eq!(office.stage_of(id), "in_conversation");
        let change = json!({"type": "stage_changed", "from": "Qualified", "to": "In conversation"});
        assert_eq!(office.told(id)[0], change);
    }
    assert!(!office.stages().contains(&"Qualified".to_owned()));
    assert_eq!(remove(&own, "lost").unwrap_err(), Problem::NoSuchStage);
    assert_eq!(office.partnership("Late", &own).unwrap_err(), Problem::NoSuchStage);
}

#[test]
fn a_condition_names_a_stage_of_the_list_and_keeps_it_there() {
    let office = Office::open();
    let own = office.add("Qualified");
    let cadence = office.desk.cadence_with("Cold", json!([mail(&at_stage(&own))]));
    let remove = json!({"stage": own, "move_to": "lost"});
    assert_eq!(
        office.desk.ask("stage_remove", remove.clone()).unwrap_err(),
        Problem::StageInUse { cadences: vec!["Cold".to_owned()] }
    );
    office.ask("cadence_archive", json!({"id": cadence}));
    office.ask("stage_remove", remove);
    // What the archive kept says so when it is to act again.
    office.ask("cadence_restore", json!({"id": cadence}));
    let gone = Problem::StepRules { position: 0, fault: StepFault::NoSuchStage };
    assert_eq!(office.desk.ask("cadence_activate", json!({"id": cadence})).unwrap_err(), gone);
    let save = json!({"id": cadence, "revision": 1, "goal": "", "rules": {}, "move_people": false,
        "steps": [mail(&at_stage(&json!("lead"))), mail(&at_stage(&own))]});
    let gone = Problem::StepRules { position: 1, fault: StepFault::NoSuchStage };
    assert_eq!(office.desk.ask("cadence_save", save).unwrap_err(), gone);
}

#[test]
fn a_stage_stays_while_people_are_on_a_version_whose_condition_looks_at_it() {
    let office = Office::open();
    let own = office.add("Qualified");
    let cadence = office.desk.cadence_with("Cold", json!([mail(&at_stage(&own))]));
    let home = office.partnership("Acme", &own).unwrap();
    office.desk.assign(cadence, office.contact(home, "Ada", ""));
    let save = json!({"id": cadence, "revision": 1, "goal": "", "rules": {}, "move_people": false,
        "steps": [mail(&at_stage(&json!("lead")))]});
    office.ask("cadence_save", save);
    let remove = json!({"stage": own, "move_to": "lost"});
    assert_eq!(
        office.desk.ask("stage_remove", remove.clone()).unwrap_err(),
        Problem::StageInUse { cadences: vec!["Cold".to_owned()] }
    );
    let enrolment = office.desk.detail(home)["enrolments"][0]["id"].clone();
    office.ask("enrolment_remove", json!({"id": enrolment}));
    office.ask("stage_remove", remove);
}

#[test]
fn a_condition_holds_for_a_stage_that_the_rep_has_added_and_texts_name_it() {
    let office = Office::open();
    let own = office.add("Qualified");
    let cadence = office
        .desk
        .cadence_with("Cold", json!([mail(&at_stage(&json!("lead"))), mail(&at_stage(&own))]));
    let home = office.partnership("Acme", &own).unwrap();
    let contact = office.contact(home, "Ada", "");
    office.desk.assign(cadence, contact);
    office.desk.settle();
    let current = office.desk.detail(home)["enrolments"][0]["current"].clone();
    assert_eq!(current["position"], 1);
    let touch = office.ask("touch_get", json!({"id": current["id"]}));
    assert_eq!(touch["work"]["draft"]["body"], "Qualified");
}

#[test]
fn r46_won_offers_active_partner_and_a_change_of_stage_is_told() {
    let office = Office::open();
    let home = office.partnership("Acme", &json!("lead")).unwrap();
    let set =
        |stage: &str| office.desk.ask("partnership_stage", json!({"id": home, "stage": stage}));
    set("active_partner").unwrap();
    let change = json!({"type": "stage_changed", "from": "Lead", "to": "Active partner"});
    assert_eq!(office.told(home)[0], change);
    // The same stage again is no change.
    set("active_partner").unwrap();
    assert_eq!(office.told(home).len(), 2);
    assert_eq!(set("stage_6").unwrap_err(), Problem::NoSuchStage);
    let update = json!({"id": home, "fields": fields("Acme", &json!("lost"))});
    office.ask("partnership_update", update);
    let change = json!({"type": "stage_changed", "from": "Active partner", "to": "Lost"});
    assert_eq!(office.told(home)[0], change);
}

#[test]
fn r46_won_and_remove_leave_the_stage_and_say_that_it_was_the_rep() {
    let office = Office::open();
    let cadence = office.desk.cadence_with("Cold", json!([mail(&Value::Null)]));
    for (command, outcome) in [("enrolment_remove", "removed"), ("enrolment_won", "won")] {
        let home = office.partnership(outcome, &json!("in_conversation")).unwrap();
        let contact = office.contact(home, &format!("A{outcome}"), "");
        office.desk.assign(cadence, contact);
        let id = office.desk.detail(home)["enrolments"][0]["id"].clone();
        office.ask(command, json!({"id": id}));
        assert_eq!(office.stage_of(home), "in_conversation");
        let page = office.ask("timeline", json!({"id": home, "after": null, "limit": 1}));
        let entry = &page["entries"][0];
        assert_eq!(entry["what"], json!({"type": "finished", "outcome": outcome}));
        assert_eq!(entry["actor"], "rep");
    }
}

#[test]
fn r46_persona_source_and_value_are_kept() {
    let office = Office::open();
    let home = office.partnership("Acme", &json!("lead")).unwrap();
    let mut known = fields("Acme", &json!("lead"));
    known["source"] = json!(" Fair ");
    known["value"] = json!({"amount": 12_000, "currency": "eur"});
    let detail = office.ask("partnership_update", json!({"id": home, "fields": known}));
    assert_eq!(detail["fields"]["source"], "Fair");
    assert_eq!(detail["fields"]["value"], json!({"amount": 12_000, "currency": "EUR"}));
    office.contact(home, "Ada", "Buyer");
    office.contact(home, "Bea", " buyer ");
    office.contact(home, "Cleo", "Architect");
    let detail = office.desk.detail(home);
    let personas: Vec<_> = detail["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["fields"]["persona"].clone())
        .collect();
    assert_eq!(personas, ["Buyer", "buyer", "Architect"]);
    let told = office.ask("personas", json!({}));
    assert_eq!(told["personas"], json!(["Architect", "Buyer"]));
    known["value"] = json!({"amount": -1, "currency": "EUR"});
    let refused = office.desk.ask("partnership_update", json!({"id": home, "fields": known}));
    let Err(Problem::PersonField { fault: Fault::Amount, .. }) = refused else {
        panic!("{refused:?}")
    };
}

#[test]
fn r46_a_cadence_says_for_whom_it_is_meant_and_is_offered_first() {
    let office = Office::open();
    let cold = office.desk.cadence_with("Cold", json!([mail(&Value::Null)]));
    let zero = office.desk.cadence_with("Zero", json!([mail(&Value::Null)]));
    let meant = json!({"persona": " Buyer ", "stages": ["lost", "lead", "lost"]});
    let update = json!({"id": zero, "name": "Zero", "description": "", "meant_for": meant});
    let row = office.ask("cadence_update", update);
    assert_eq!(row["meant_for"], json!({"persona": "Buyer", "stages": ["lead", "lost"]}));
    let picks = |persona: &str, stage: Value| {
        let request = json!({"search": "", "persona": persona, "stage": stage, "limit": 50});
        let picks = office.ask("cadence_picks", request);
        let rows = picks["rows"].as_array().unwrap();
        rows.iter().map(|row| (row["cadence"]["id"].as_i64(), row["fits"] == true)).collect()
    };
    let first: Vec<_> = picks("buyer", json!("contacted"));
    assert_eq!(first, [(Some(zero), true), (Some(cold), false)]);
    let first: Vec<_> = picks("", Value::Null);
    assert_eq!(first, [(Some(cold), false), (Some(zero), false)]);
    // A rename says nothing about it; a copy is meant for the same.
    let rename = json!({"id": zero, "name": "Nil", "description": ""});
    assert_eq!(office.ask("cadence_update", rename)["meant_for"]["persona"], "Buyer");
    assert_eq!(office.ask("cadence_clone", json!({"id": zero}))["meant_for"], row["meant_for"]);
    let unknown = json!({"id": cold, "name": "Cold", "description": "",
        "meant_for": {"persona": "", "stages": ["stage_9"]}});
    let refused = office.desk.ask("cadence_update", unknown).unwrap_err();
    assert_eq!(refused, Problem::NoSuchStage);
}

#[test]
fn cadences_that_begin_the_own_workspace_are_meant_for_the_same_but_for_stages_of_the_practice_one()
{
    let office = Office::open();
    let own = office.add("Qualified");
    let cadence = office.desk.cadence_with("Cold", json!([mail(&Value::Null)]));
    let meant = json!({"persona": "Buyer", "stages": ["lead", own]});
    let update = json!({"id": cadence, "name": "Cold", "description": "", "meant_for": meant});
    office.ask("cadence_update", update);
    office.ask("workspace_choose", json!({"kind": "own", "copy_cadences": true}));
    let page = office
        .ask("cadence_list", json!({"filter": "draft", "search": "", "after": null, "limit": 9}));
    let copied = json!({"persona": "Buyer", "stages": ["lead"]});
    assert_eq!(page["rows"][0]["meant_for"], copied);
}
