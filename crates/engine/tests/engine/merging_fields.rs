//! What a merge makes of stages, values and custom fields, and that they come back with it (R24).

use crate::support::twins::{ADA, Case, partnerships, same};
use serde_json::{Value, json};

#[test]
fn r24_stage_source_and_value_come_back_but_no_stage_that_was_removed() {
    let case = Case::new();
    let (acme, _) = case.desk.partnership("Acme", "Ada", ADA);
    let (other, _) = case.desk.partnership("Acme Ltd", "Ben", "ben@acme.example");
    let set = |id: i64, new: Value| {
        let mut fields = case.desk.detail(id)["fields"].clone();
        for (name, value) in new.as_object().unwrap() {
            fields[name] = value.clone();
        }
        case.desk.ask("partnership_update", json!({"id": id, "fields": fields})).unwrap();
    };
    let added = case.desk.ask("stage_add", json!({"name": "Pilot"})).unwrap();
    let pilot = added["stages"].as_array().unwrap().last().unwrap()["stage"].clone();
    set(acme, json!({"stage": pilot}));
    set(other, json!({"source": "Fair", "value": {"amount": 9_000, "currency": "EUR"}}));
    let before = case.everything();
    let theirs = json!([{"field": "stage", "from": "other"}]);
    let merged = case.desk.ask("merge", partnerships(acme, other, theirs.clone())).unwrap();
    let fields = &case.desk.detail(acme)["fields"];
    assert_eq!(
        (&fields["source"], &fields["value"]["amount"], &fields["stage"]),
        (&json!("Fair"), &json!(9_000), &json!("lead"))
    );
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);

    let merged = case.desk.ask("merge", partnerships(acme, other, theirs)).unwrap();
    case.desk.ask("stage_remove", json!({"stage": pilot, "move_to": "contacted"})).unwrap();
    case.undo(&merged).unwrap();
    assert_eq!(case.desk.detail(acme)["fields"]["stage"], "lead");
    assert_eq!(case.desk.detail(acme)["fields"]["value"], Value::Null);
}

#[test]
fn r24_values_of_custom_fields_unite_and_of_two_the_kept_ones_stays() {
    let case = Case::new();
    let (acme, other) = case.twins(&[], &[]);
    let add = |owner: &str, key: &str| {
        let definition =
            json!({"of": owner, "key": key, "name": key, "kind": "text", "choices": []});
        let made = case.desk.ask("custom_field_add", json!({"definition": definition})).unwrap();
        made["fields"].as_array().unwrap().last().unwrap()["id"].clone()
    };
    let set = |of: i64, contact: Value, values: &[(&Value, &str)]| {
        let values: Vec<Value> =
            values.iter().map(|(field, value)| json!({"field": field, "value": value})).collect();
        let input = json!({"partnership": of, "contact": contact, "values": values});
        case.desk.ask("custom_values_save", input).unwrap();
    };
    let (plan, city) = (add("partnership", "plan"), add("partnership", "city"));
    let (nick, hobby) = (add("contact", "nick"), add("contact", "hobby"));
    let ada = |of: i64| case.desk.detail(of)["contacts"][0]["id"].clone();
    set(acme, json!(null), &[(&plan, "ours")]);
    set(other, json!(null), &[(&plan, "theirs"), (&city, "Bern")]);
    set(acme, ada(acme), &[(&nick, "A")]);
    set(other, ada(other), &[(&nick, "B"), (&hobby, "Chess")]);
    let before = case.everything();
    let merged = case.merge(acme, other).unwrap();
    let file = case.file();
    let mut query = file
        .prepare("SELECT value || ' at ' || name_key FROM custom_value WHERE partnership_id = ?1 ORDER BY 1")
        .unwrap();
    let values: Vec<String> =
        query.query_map([acme], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(values, ["A at acme", "Bern at acme", "Chess at acme", "ours at acme"]);
    let wanted = json!({"field": plan, "wanted": {"type": "is", "value": "theirs"}, "after": null,
        "limit": 9});
    assert_eq!(case.desk.ask("custom_find", wanted).unwrap()["rows"], json!([]), "nobody sees it");
    case.undo(&merged).unwrap();
    same(&case.everything(), &before);
}
