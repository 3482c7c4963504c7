//! Custom fields (R47): values fill texts and are asked by conditions, the same in a preview and when it is sent;
//! what uses a field keeps it.

use crate::support::Desk;
use desk_wire::custom::{CustomFault, CustomValueFault};
use desk_wire::error::Problem;
use desk_wire::rules::StepFault;
use mail_parser::MessageParser;
use serde_json::{Value, json};
use std::path::Path;

/// A practice whose loops work by hand: nothing of it leaves the computer.
struct Office {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { desk: Desk::by_hand(folder.path()), folder }
    }

    fn add(&self, of: &str, key: &str, kind: &str, choices: &[&str]) -> Result<i64, Problem> {
        let definition =
            json!({"of": of, "key": key, "name": key, "kind": kind, "choices": choices});
        let made = self.desk.ask("custom_field_add", json!({"definition": definition}))?;
        Ok(made["fields"].as_array().unwrap().last().unwrap()["id"].as_i64().unwrap())
    }

    fn set(&self, of: (i64, Option<i64>), field: i64, value: &str) -> Result<Value, Problem> {
        let values = json!([{"field": field, "value": value}]);
        let input = json!({"partnership": of.0, "contact": of.1, "values": values});
        self.desk.ask("custom_values_save", input)
    }

    fn keys(&self) -> Vec<String> {
        let found = self.desk.ask("custom_fields", json!({})).unwrap();
        let fields = found["fields"].as_array().unwrap();
        fields.iter().map(|field| field["key"].as_str().unwrap().to_owned()).collect()
    }

    /// A draft of these steps, saved; its id.
    fn saved(&self, name: &str, steps: &Value) -> Result<i64, Problem> {
        let made = self.desk.ask("cadence_create", json!({"name": name, "description": ""}))?;
        let id = made["id"].as_i64().unwrap();
        let save = json!({"id": id, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false});
        self.desk.ask("cadence_save", save).map(|_| id)
    }
}

fn email(subject: &str, body: &str) -> Value {
    with_rules(subject, body, &json!({}))
}

fn with_rules(subject: &str, body: &str, rules: &Value) -> Value {
    json!({"id": null, "name": "", "rules": rules, "delay": {"amount": 0, "unit": "days"},
           "content": {"type": "email", "mode": "manual", "thread": "new", "subject": subject, "body": body}})
}

fn only_if(field: &str, is: &str, value: &str) -> Value {
    json!({"condition": {"holds": "all", "otherwise": {"type": "skip"}, "then": null,
           "tests": [{"type": "field", "field": field, "is": is, "value": value}]}})
}

/// The one message that was written.
fn written(folder: &Path) -> Vec<u8> {
    let sent = folder.join("practice/sent");
    let files: Vec<_> = std::fs::read_dir(sent).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    std::fs::read(&files[0]).unwrap()
}

fn faulty(fault: CustomFault) -> Problem {
    Problem::CustomField { fault }
}

#[test]
fn values_of_both_fill_a_text_that_is_previewed_and_sent_equal() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = office.add("partnership", "plan", "choice", &["Basic", "Größe L"]).unwrap();
    let nick = office.add("contact", "nick", "text", &[]).unwrap();
    let seats = office.add("partnership", "seats", "number", &[]).unwrap();
    let text = "Hi {{ custom.nick }}: {{ custom.plan | upper }}, {{ custom.seats }} seats, \
                {{ custom.seats | default(\"none\") }}, {{ step.offer }}";
    let own = json!({"variables": [{"name": "offer", "text": "for {{ custom.nick }}"}]});
    let cadence =
        desk.cadence_with("A", json!([with_rules("About {{ custom.nick }}", text, &own)]));
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    let missing = |contact: i64| {
        let input =
            json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null});
        let found = desk.ask("assign_preflight", input).unwrap();
        found["warnings"][0]["variables"].clone()
    };
    let all = json!(["custom.nick", "custom.plan", "custom.seats"]);
    assert_eq!(missing(contact), all);
    office.set((id, None), plan, "größe l").unwrap();
    assert_eq!(missing(contact), json!(["custom.nick", "custom.seats"]));
    desk.assign(cadence, contact);
    desk.settle();
    let variables = vec!["custom.nick".to_owned(), "custom.seats".to_owned()];
    assert_eq!(desk.send(id), Err(Problem::MissingVariables { variables }));

    let hostile = "{{ custom.plan }} <b>\"x\"</b> {% if %} ⟦contact.title⟧";
    office.set((id, Some(contact)), nick, hostile).unwrap();
    let detail = office.set((id, None), seats, "0012.50").unwrap();
    let values = detail["custom"].as_array().unwrap();
    assert_eq!(values.len(), 3);
    assert!(values.contains(&json!({"field": seats, "contact": null, "value": "12.5"})));
    let window = desk.window(id);
    assert_eq!(window["work"]["missing"], json!([]));
    let input = json!({"id": window["id"], "draft": window["work"]["draft"]});
    let preview = desk.ask("email_preview", input).unwrap();
    desk.send(id).unwrap();
    desk.pass(60_000);
    desk.settle();
    let raw = written(office.folder.path());
    let sent = MessageParser::default().parse(&raw).unwrap();
    let lines = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(preview["subject"], json!(sent.subject().unwrap()));
    assert_eq!(preview["text"], json!(lines(&sent.body_text(0).unwrap())));
    assert_eq!(preview["html"], json!(lines(&sent.body_html(0).unwrap())));
    let shown = hostile.replace('⟦', "[").replace('⟧', "]");
    assert_eq!(sent.subject().unwrap(), format!("About {shown}"));
    let expected = format!("Hi {shown}: GRÖSSE L, 12.5 seats, 12.5, for {shown}");
    assert!(sent.body_text(0).unwrap().starts_with(&expected), "{:?}", sent.body_text(0));
    assert!(!sent.body_html(0).unwrap().contains("<b>"));
}

#[test]
fn of_many_each_is_asked_about_for_what_it_lacks() {
    let office = Office::new();
    let nick = office.add("contact", "nick", "text", &[]).unwrap();
    let plan = office.add("partnership", "plan", "text", &[]).unwrap();
    let steps = json!([email("{{ custom.nick }}", "{{ custom.plan }}")]);
    let cadence = office.desk.cadence_with("A", steps);
    let lacking = [("neither", "", ""), ("plan", "A", ""), ("none", "A", "B"), ("nick", "", "B")];
    let contacts = lacking.map(|(name, nick_of, plan_of)| {
        let (id, contact) = office.desk.partnership(name, name, &format!("{name}@acme.example"));
        office.set((id, Some(contact)), nick, nick_of).unwrap();
        office.set((id, None), plan, plan_of).unwrap();
        contact
    });
    let input = json!({"cadence": cadence, "contacts": contacts, "start_at": null});
    let found = office.desk.ask("assign_forecast", input).unwrap();
    let questions = found["questions"].as_array().unwrap().iter();
    let told = questions.map(|one| (&one["contact_name"], &one["warnings"][0]["variables"]));
    let told: Vec<String> = told.map(|(name, lacks)| format!("{name} {lacks}")).collect();
    let expected = [
        r#""neither" ["custom.nick","custom.plan"]"#,
        r#""plan" ["custom.plan"]"#,
        r#""nick" ["custom.nick"]"#,
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_test_to_oneself_is_filled_for_somebody_made_up_and_for_whom_the_rep_chooses() {
    let office = Office::new();
    let end = office.add("partnership", "renewal", "date", &[]).unwrap();
    office.add("contact", "plan", "choice", &["Basic", "Pro"]).unwrap();
    let (id, _) = office.desk.partnership("Acme", "Ada", "ada@acme.example");
    let steps =
        json!([email("Until {{ custom.renewal }}", "{{ custom.plan | default(\"none\") }}")]);
    let subject = |partnership: Option<i64>| {
        let sent = office.folder.path().join("practice/sent");
        std::fs::remove_dir_all(&sent).unwrap_or_default();
        let input = json!({"steps": steps, "position": 0, "partnership": partnership});
        office.desk.ask("step_test", input)?;
        let raw = written(office.folder.path());
        let message = MessageParser::default().parse(&raw).unwrap();
        let body = message.body_text(0).unwrap();
        let first = body.lines().next().unwrap();
        Ok::<_, Problem>(format!("{}: {first}", message.subject().unwrap()))
    };
    assert_eq!(subject(None).unwrap(), "[Test] Until 2026-03-31: Basic");
    let variables = vec!["custom.renewal".to_owned()];
    assert_eq!(subject(Some(id)), Err(Problem::MissingVariables { variables }));
    office.set((id, None), end, "2027-01-02").unwrap();
    assert_eq!(subject(Some(id)).unwrap(), "[Test] Until 2027-01-02: none");
}

#[test]
fn a_value_is_of_its_kind_and_of_its_owner() {
    let office = Office::new();
    let number = office.add("partnership", "seats", "number", &[]).unwrap();
    let day = office.add("contact", "born", "date", &[]).unwrap();
    let (id, contact) = office.desk.partnership("Acme", "Ada", "ada@acme.example");
    let (other, _) = office.desk.partnership("Other", "Bob", "bob@other.example");
    let fault = |field: i64, fault: CustomValueFault| {
        Err(Problem::CustomValue { field: desk_core::ids::CustomFieldId(field), fault })
    };
    assert_eq!(office.set((id, None), number, "many"), fault(number, CustomValueFault::NotANumber));
    let no_day = office.set((id, Some(contact)), day, "2026-02-30");
    assert_eq!(no_day, fault(day, CustomValueFault::NotADate));
    assert_eq!(office.set((id, Some(contact)), number, "1"), Err(Problem::NotFound));
    assert_eq!(office.set((id, None), day, "2026-02-28"), Err(Problem::NotFound));
    assert_eq!(office.set((other, Some(contact)), day, "2026-02-28"), Err(Problem::NotFound));
    assert!(office.desk.detail(id)["custom"].is_null());
    office.set((id, Some(contact)), day, "2026-02-28").unwrap();
    assert_eq!(office.desk.detail(id)["custom"][0]["value"], "2026-02-28");
    office.set((id, Some(contact)), day, " ").unwrap();
    assert!(office.desk.detail(id)["custom"].is_null(), "empty is no value");
}

#[test]
fn a_condition_on_a_custom_field_routes_by_the_value_at_that_moment() {
    let office = Office::new();
    let desk = &office.desk;
    let seats = office.add("partnership", "seats", "number", &[]).unwrap();
    let end = office.add("contact", "renewal", "date", &[]).unwrap();
    let steps = json!([
        with_rules("Many seats", "x", &only_if("custom.seats", "above", "0100.0")),
        with_rules("Soon over", "x", &only_if("custom.renewal", "below", "2026-06-01")),
        email("All others", "x"),
    ]);
    let cadence = desk.cadence_with("A", steps);
    let kept = desk.ask("cadence_get", json!({"id": cadence})).unwrap();
    assert_eq!(kept["steps"][0]["rules"]["condition"]["tests"][0]["value"], "100");
    let subject = |name: &str, seats_of: &str, ends: &str| {
        let (id, contact) = desk.partnership(name, "Ada", &format!("ada@{name}.example"));
        office.set((id, None), seats, seats_of).unwrap();
        office.set((id, Some(contact)), end, ends).unwrap();
        desk.assign(cadence, contact);
        desk.settle();
        desk.window(id)["work"]["draft"]["subject"].as_str().unwrap().to_owned()
    };
    assert_eq!(subject("a", "1000", "2026-01-01"), "Many seats", "not as texts are compared");
    assert_eq!(subject("b", "100", "2026-05-31"), "Soon over");
    assert_eq!(subject("c", "99.5", "2026-06-01"), "All others");
    assert_eq!(subject("d", "", ""), "All others", "what is not known is neither");
}

#[test]
fn what_there_is_not_is_refused_when_it_is_saved_or_activated() {
    let office = Office::new();
    office.add("partnership", "seats", "number", &[]).unwrap();
    let refused = |field: &str, is: &str, value: &str| {
        let name = format!("{field} {is} {value}");
        let rules = only_if(field, is, value);
        match office.saved(&name, &json!([email("s", "x"), with_rules("s", "x", &rules)])) {
            Err(Problem::StepRules { position: 1, fault }) => Some(fault),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    };
    let field = || "custom.seats".to_owned();
    let gone = "custom.gone".to_owned();
    assert_eq!(refused("custom.gone", "is", "1"), Some(StepFault::UnknownField { field: gone }));
    let fault = StepFault::FieldComparison { field: field() };
    assert_eq!(refused("custom.seats", "contains", "1"), Some(fault));
    let fault = StepFault::FieldValue { field: field() };
    assert_eq!(refused("custom.seats", "is", "many"), Some(fault));
    let title = "contact.title".to_owned();
    let fault = StepFault::FieldComparison { field: title };
    assert_eq!(refused("contact.title", "below", "1"), Some(fault));
    assert_eq!(refused("custom.seats", "is_filled", ""), None);

    let id = office.saved("Text", &json!([email("s", "{{ custom.gone }}")])).unwrap();
    let variable = "custom.gone".to_owned();
    assert_eq!(
        office.desk.ask("cadence_activate", json!({"id": id})),
        Err(Problem::UnknownVariable { position: 0, variable })
    );
    office.add("contact", "gone", "text", &[]).unwrap();
    office.desk.ask("cadence_activate", json!({"id": id})).unwrap();
}

#[test]
fn a_field_that_cadences_use_stays_and_one_that_goes_takes_the_values_that_were_told() {
    let office = Office::new();
    let desk = &office.desk;
    let seats = office.add("partnership", "seats", "number", &[]).unwrap();
    let nick = office.add("contact", "nick", "text", &[]).unwrap();
    office.saved("Text", &json!([email("{{ custom['nick'] }}", "x")])).unwrap();
    let own = json!({"variables": [{"name": "a", "text": "{{ custom.nick }}"}]});
    office.saved("Own variable", &json!([with_rules("s", "x", &own)])).unwrap();
    let rules = only_if("custom.seats", "is_filled", "");
    let asking = office.saved("Condition", &json!([with_rules("s", "x", &rules)])).unwrap();
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    office.set((id, None), seats, "5").unwrap();
    office.set((id, Some(contact)), nick, "A").unwrap();

    let used = |field: i64| desk.ask("custom_field_use", json!({"id": field})).unwrap();
    let remove = |field: i64, values: u32| {
        desk.ask("custom_field_remove", json!({"id": field, "values": values}))
    };
    assert_eq!(used(nick), json!({"values": 1, "cadences": ["Own variable", "Text"]}));
    let cadences = vec!["Own variable".to_owned(), "Text".to_owned()];
    assert_eq!(remove(nick, 1), Err(faulty(CustomFault::Used { cadences })));
    assert_eq!(used(seats), json!({"values": 1, "cadences": ["Condition"]}));

    // Who is on an old version still uses it.
    desk.ask("cadence_activate", json!({"id": asking})).unwrap();
    desk.assign(asking, contact);
    let saved = desk.ask("cadence_get", json!({"id": asking})).unwrap();
    let save = json!({"id": asking, "revision": saved["revision"], "goal": "", "rules": {},
                      "steps": [email("s", "x")], "move_people": false});
    desk.ask("cadence_save", save).unwrap();
    assert_eq!(used(seats)["cadences"], json!(["Condition"]));
    let enrolment = desk.card(id)["id"].clone();
    desk.ask("enrolment_remove", json!({"id": enrolment})).unwrap();
    assert_eq!(used(seats)["cadences"], json!([]));

    assert_eq!(remove(seats, 0), Err(faulty(CustomFault::ValuesChanged { count: 1 })));
    remove(seats, 1).unwrap();
    assert_eq!(office.keys(), ["nick"]);
    assert_eq!(desk.detail(id)["custom"].as_array().unwrap().len(), 1);
    assert_eq!(remove(seats, 0), Err(Problem::NotFound));
}

#[test]
fn many_values_leave_the_file_little_by_little_and_are_gone_at_once() {
    let office = Office::new();
    let nick = office.add("contact", "nick", "text", &[]).unwrap();
    let kept = office.add("contact", "kept", "text", &[]).unwrap();
    let (id, contact) = office.desk.partnership("Acme", "Ada", "ada@acme.example");
    office.set((id, Some(contact)), nick, "A").unwrap();
    office.set((id, Some(contact)), kept, "B").unwrap();
    let file = rusqlite::Connection::open(office.folder.path().join("practice/workspace.sqlite"));
    let file = file.unwrap();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    let many = "WITH RECURSIVE n (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM n WHERE n < 1599)
                INSERT INTO custom_value (field_id, partnership_id, value, key, name_key)
                SELECT ?1, n, 'x', 'x', '' FROM n";
    file.execute(many, [nick]).unwrap();
    let left = || -> i64 {
        file.query_row("SELECT count(*) FROM custom_value", [], |row| row.get(0)).unwrap()
    };
    let input = json!({"id": nick, "values": 601});
    office.desk.ask("custom_field_remove", input).unwrap();
    assert!((100..602).contains(&left()), "{}", left());
    let values = office.desk.detail(id)["custom"].clone();
    assert_eq!(values, json!([{"field": kept, "contact": contact, "value": "B"}]));
    office.desk.settle();
    assert_eq!(left(), 1);
}

#[test]
fn fields_are_renamed_and_ordered_and_a_key_is_given_once() {
    let office = Office::new();
    let desk = &office.desk;
    let a = office.add("partnership", "plan", "choice", &["Basic", "Pro"]).unwrap();
    let b = office.add("contact", "nick", "text", &[]).unwrap();
    assert_eq!(office.add("contact", "plan", "text", &[]), Err(faulty(CustomFault::KeyTaken)));
    assert_eq!(office.add("contact", "Plan", "text", &[]), Err(faulty(CustomFault::Key)));
    desk.ask("custom_field_order", json!({"ids": [b, a]})).unwrap();
    assert_eq!(office.keys(), ["nick", "plan"]);
    for ids in [json!([b]), json!([b, b]), json!([a, b, 99])] {
        let refused = desk.ask("custom_field_order", json!({"ids": ids}));
        assert_eq!(refused, Err(Problem::NotFound));
    }
    let (id, _) = desk.partnership("Acme", "Ada", "ada@acme.example");
    office.set((id, None), a, "pro").unwrap();
    let change = |choices: &[&str]| {
        desk.ask("custom_field_change", json!({"id": a, "name": "The plan", "choices": choices}))
    };
    let used = CustomFault::ChoiceUsed { choice: "Pro".into(), count: 1 };
    assert_eq!(change(&["Basic", "Max"]), Err(faulty(used)));
    let changed = change(&["Max", "Pro"]).unwrap();
    assert_eq!(changed["fields"][1]["choices"], json!(["Max", "Pro"]));
    assert_eq!(changed["fields"][1]["name"], "The plan");
    for n in 2..50 {
        office.add("contact", &format!("f{n}"), "text", &[]).unwrap();
    }
    let full = office.add("contact", "one_more", "text", &[]);
    assert_eq!(full, Err(faulty(CustomFault::TooMany { max: 50 })));
}

#[test]
fn those_with_a_value_are_found_page_by_page_each_once() {
    let office = Office::new();
    let desk = &office.desk;
    let seats = office.add("partnership", "seats", "number", &[]).unwrap();
    let city = office.add("contact", "city", "text", &[]).unwrap();
    for (n, (seats_of, city_of)) in
        [("9", "Köln"), ("10", "KÖLN"), ("100", "Bonn"), ("-1", "Köln"), ("", "")]
            .iter()
            .enumerate()
    {
        let (id, contact) = desk.partnership(&format!("P{n}"), "Ada", &format!("a{n}@x.example"));
        office.set((id, None), seats, seats_of).unwrap();
        office.set((id, Some(contact)), city, city_of).unwrap();
    }
    // Another contact of the same has the same.
    let first = desk.ask("custom_find", json!({"field": seats, "wanted": {"type": "is", "value": "9"}, "after": null, "limit": 9})).unwrap();
    let id = first["rows"][0]["partnership"]["id"].as_i64().unwrap();
    let fields = json!({"first_name": "Bob", "last_name": "", "title": "", "emails": [], "phones": [], "linkedin": "", "zone": null});
    let made = desk.ask("contact_create", json!({"partnership": id, "fields": fields})).unwrap();
    let bob = made["contacts"].as_array().unwrap().iter().find(|one| one["name"] == "Bob").unwrap();
    office.set((id, bob["id"].as_i64()), city, "Köln").unwrap();

    let found = |field: i64, wanted: Value| {
        let (mut names, mut after) = (Vec::new(), Value::Null);
        let matching = loop {
            let input = json!({"field": field, "wanted": wanted, "after": after, "limit": 1});
            let page = desk.ask("custom_find", input).unwrap();
            for row in page["rows"].as_array().unwrap() {
                names.push(row["partnership"]["name"].as_str().unwrap().to_owned());
            }
            after = page["next"].clone();
            if after.is_null() {
                break page["matching"]["count"].clone();
            }
        };
        assert_eq!(matching, json!(names.len()));
        names
    };
    assert_eq!(found(seats, json!({"type": "filled"})), ["P3", "P0", "P1", "P2"]);
    assert_eq!(found(seats, json!({"type": "above", "value": "9"})), ["P1", "P2"]);
    assert_eq!(found(seats, json!({"type": "below", "value": "10.0"})), ["P3", "P0"]);
    assert_eq!(found(city, json!({"type": "is", "value": "köln"})), ["P0", "P1", "P3"]);
    assert_eq!(found(city, json!({"type": "filled"})), ["P2", "P0", "P1", "P3"]);
    let input = json!({"field": city, "wanted": {"type": "above", "value": "a"}, "after": null, "limit": 9});
    let fault = CustomValueFault::NotCompared;
    let field = desk_core::ids::CustomFieldId(city);
    assert_eq!(desk.ask("custom_find", input), Err(Problem::CustomValue { field, fault }));
}

#[test]
fn copied_cadences_bring_the_fields_that_they_use() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let office = Office { desk, folder };
    office.add("contact", "nick", "text", &[]).unwrap();
    let id = office.saved("Own", &json!([email("{{ custom.nick }}", "x")])).unwrap();
    office.desk.ask("cadence_activate", json!({"id": id})).unwrap();
    let choose = json!({"kind": "practice", "copy_cadences": true});
    office.desk.ask("workspace_choose", choose.clone()).unwrap();
    assert_eq!(office.keys(), ["nick"]);
    office.desk.ask("workspace_choose", json!({"kind": "own", "copy_cadences": false})).unwrap();
    office.desk.ask("workspace_choose", choose).unwrap();
    assert_eq!(office.keys(), ["nick"], "one that is there stays");
}
