//! Lists of due touches and of partnerships in every order, and *Focus*.

use crate::support::Desk;
use crate::support::job::HOUR;
use crate::support::lists::{counted, enrolled, own, pages, tasks};
use serde_json::{Value, json};

#[test]
fn due_touches_come_in_every_order_page_by_page() {
    let (_folder, desk) = own();
    let high = tasks(&desk, "High", &json!({"priority": "high"}));
    let usual = tasks(&desk, "Usual", &json!({}));
    let people = [
        (usual, "Dora", Some("two")),
        (high, "Cleo", None),
        (usual, "Bea", Some("one")),
        (high, "Ada", Some("two")),
        (usual, "Eve", None),
    ];
    for (cadence, name, tier) in people {
        enrolled(&desk, cadence, name, tier);
        desk.pass(60_000);
    }
    desk.until("all are due", || desk.due() == 5);
    let listed = |input: Value| pages(&desk, "due_list", input, |row| &row["partnership_name"]);
    let order = |order: &str| listed(json!({"step": null, "after": null, "order": order}));
    assert_eq!(order("due"), ["Dora", "Cleo", "Bea", "Ada", "Eve"]);
    assert_eq!(order("name"), ["Ada", "Bea", "Cleo", "Dora", "Eve"]);
    assert_eq!(order("tier"), ["Bea", "Dora", "Ada", "Cleo", "Eve"]);
    assert_eq!(order("priority"), ["Cleo", "Ada", "Dora", "Bea", "Eve"]);
    assert_eq!(listed(json!({"step": null, "after": null})), order("due"));
    let of = |order: &str| {
        listed(json!({"step": null, "after": null, "cadence": usual, "order": order}))
    };
    assert_eq!(of("due"), ["Dora", "Bea", "Eve"]);
    assert_eq!(of("tier"), ["Bea", "Dora", "Eve"]);
    assert_eq!(of("name"), ["Bea", "Dora", "Eve"]);
    let step = desk.ask("cadence_get", json!({"id": usual})).unwrap()["steps"][0]["id"].clone();
    let at = |order: &str| listed(json!({"step": step, "after": null, "order": order}));
    assert_eq!((at("priority"), at("name")), (of("priority"), of("name")));
}

#[test]
fn focus_parts_what_is_overdue_from_today_and_from_later_this_week() {
    let (folder, desk) = own();
    let usual = tasks(&desk, "Usual", &json!({}));
    let soon = tasks(&desk, "Soon", &json!({"deadline_minutes": 60}));
    enrolled(&desk, usual, "Old", None);
    desk.until("it is due", || desk.due() == 1);
    desk.pass(24 * HOUR);
    enrolled(&desk, usual, "New", Some("one"));
    let hurry = enrolled(&desk, soon, "Hurry", None);
    desk.until("they are due", || desk.due() == 3);
    let later = enrolled(&desk, usual, "Later", None);
    desk.until("it is due", || desk.due() == 4);
    let until = desk_core::time::Clock::now(&*desk.clock).as_millis() + 24 * HOUR;
    let snooze = json!({"id": desk.touch(later), "until": until, "beyond_hours": false});
    desk.ask("touch_snooze", snooze).unwrap();

    let focus = |group: &str, cadence: Option<i64>| {
        let input = json!({"group": group, "order": "name", "cadence": cadence, "step": null,
                           "after": null, "limit": 50});
        let found = desk.ask("focus", input).unwrap();
        let rows = found["rows"].as_array().unwrap();
        let names: Vec<String> = rows
            .iter()
            .map(|row| row["touch"]["partnership_name"].as_str().unwrap().to_owned())
            .collect();
        let counts =
            ["overdue", "today", "later"].map(|part| found[part]["count"].as_i64().unwrap());
        (names, counts)
    };
    assert_eq!(focus("overdue", None), (vec!["Old".to_owned()], [1, 2, 1]));
    assert_eq!(focus("today", None).0, ["Hurry", "New"]);
    assert_eq!(focus("later", None).0, ["Later"]);
    assert_eq!(focus("today", Some(soon)), (vec!["Hurry".to_owned()], [0, 1, 0]));

    // A deadline is past within the day; without one the day has to end.
    desk.pass(2 * HOUR);
    assert_eq!(focus("overdue", None), (vec!["Hurry".to_owned(), "Old".to_owned()], [2, 1, 1]));
    let skipped = desk.ask("touch_skip", json!({"id": desk.touch(hurry)})).unwrap();
    assert_eq!(focus("overdue", None).1, [1, 1, 1]);
    desk.ask("undo", json!({"event": skipped["event"]})).unwrap();
    assert_eq!(focus("overdue", None).1, [2, 1, 1]);
    counted(&folder.path().join("workspace.sqlite"));
}

#[test]
fn partnerships_come_in_every_order_page_by_page_and_behind_filters() {
    let (_folder, desk) = own();
    let cadence = tasks(&desk, "Usual", &json!({}));
    let ada = enrolled(&desk, cadence, "Ada", Some("two"));
    desk.pass(60_000);
    enrolled(&desk, cadence, "Bea", Some("one"));
    desk.pass(60_000);
    let free = |name: &str| desk.partnership(name, name, &format!("{name}@free.example")).0;
    let (cleo, _) = (free("Cleo"), desk.pass(60_000));
    free("Dora");
    let mut fields = desk.detail(cleo)["fields"].clone();
    fields["stage"] = json!("in_conversation");
    desk.pass(60_000);
    desk.ask("partnership_update", json!({"id": cleo, "fields": fields})).unwrap();

    let listed = |mut input: Value| {
        input["search"] = input["search"].as_str().unwrap_or_default().into();
        input["after"] = Value::Null;
        pages(&desk, "partnership_list", input, |row| &row["name"])
    };
    assert_eq!(listed(json!({})), ["Ada", "Bea", "Cleo", "Dora"]);
    assert_eq!(listed(json!({"order": "name"})), ["Ada", "Bea", "Cleo", "Dora"]);
    assert_eq!(listed(json!({"order": "tier"})), ["Bea", "Ada", "Cleo", "Dora"]);
    assert_eq!(listed(json!({"order": "stage"})), ["Ada", "Bea", "Dora", "Cleo"]);
    assert_eq!(listed(json!({"order": "updated"})), ["Cleo", "Dora", "Bea", "Ada"]);
    assert_eq!(listed(json!({"order": "next_due"})), ["Ada", "Bea", "Cleo", "Dora"]);
    for order in ["name", "tier", "stage"] {
        assert_eq!(listed(json!({"order": order, "tier": "none", "stage": "lead"})), ["Dora"]);
        assert_eq!(listed(json!({"order": order, "tier": "none"})).len(), 2);
    }
    assert_eq!(listed(json!({"order": "updated", "stage": "lead"})), ["Dora", "Bea", "Ada"]);
    assert_eq!(listed(json!({"order": "next_due", "tier": "two"})), ["Ada"]);
    assert_eq!(listed(json!({"order": "updated", "search": "a"})), ["Ada"]);

    let page = |tier: Value| {
        let mut input = json!({"search": "", "after": null, "limit": 50});
        if !tier.is_null() {
            input["tier"] = tier;
        }
        desk.ask("partnership_list", input).unwrap()
    };
    assert_eq!(page(json!("none"))["matching"], json!({"count": 2, "more": false}));
    assert_eq!(page(Value::Null).get("matching"), None);

    // Who has nothing planned any more goes behind the others.
    desk.until("it is due", || desk.card(ada)["current"]["state"] == "due");
    desk.ask("task_complete", json!({"id": desk.touch(ada), "notes": ""})).unwrap();
    assert_eq!(listed(json!({"order": "next_due"})), ["Bea", "Ada", "Cleo", "Dora"]);
}

#[test]
fn what_turns_due_in_several_writes_is_told_of_with_one_note() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let later = json!({"id": null, "name": "", "rules": {}, "delay": {"amount": 1, "unit": "days"},
                       "content": {"type": "task", "instructions": ""}});
    let cadence = desk.cadence_with("Later", json!([later]));
    for number in 0..52 {
        enrolled(&desk, cadence, &format!("P{number}"), None);
    }
    desk.settle();
    let told = || std::mem::take(&mut *desk.notifier.shown.lock().unwrap());
    assert_eq!(told().len(), 0);
    desk.pass(72 * HOUR);
    desk.settle();
    let titles: Vec<String> = told().into_iter().map(|note| note.title).collect();
    assert_eq!((titles.as_slice(), desk.due()), (["52 steps are due".to_owned()].as_slice(), 52));
    desk.pass(HOUR);
    desk.settle();
    assert_eq!(told().len(), 0);
}
