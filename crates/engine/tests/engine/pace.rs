//! PRODUCT 6.6: how fast mail leaves by itself, rule by rule, in an executed run.

use crate::support::job::HOUR;
use crate::support::{Desk, NOW};
use desk_core::time::{Clock, Timestamp};
use desk_wire::error::Problem;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * HOUR;

struct Office {
    desk: Desk,
    cadence: i64,
    _folder: tempfile::TempDir,
}

impl Office {
    /// Two e-mails that leave by themselves, a day apart, at any hour.
    fn open(pace: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::by_hand(folder.path());
        let mut limits = json!({"gap_from": 0, "gap_until": 0});
        limits.as_object_mut().unwrap().extend(pace.as_object().unwrap().clone());
        let settings = desk.ask("work_settings", json!({})).unwrap();
        let save = json!({"working": settings["working"], "pace": limits});
        desk.ask("work_settings_save", save).unwrap();
        let email = |hours: i64| {
            json!({"id": null, "name": "", "rules": {"any_hour": true},
                "delay": {"amount": hours, "unit": "hours"},
                "content": {"type": "email", "mode": "automatic", "thread": "new",
                    "subject": "A", "body": "B"}})
        };
        let cadence = desk.cadence_with("Mail", json!([email(0), email(24)]));
        Self { desk, cadence, _folder: folder }
    }

    fn contacts(&self, names: &[&str]) -> Vec<i64> {
        let contact =
            |name: &&str| self.desk.partnership(name, name, &format!("{name}@acme.example")).1;
        names.iter().map(contact).collect()
    }

    fn enter(&self, names: &[&str]) {
        for contact in self.contacts(names) {
            self.desk.assign(self.cadence, contact);
        }
        self.desk.settle();
    }

    /// Goes on in small steps until a moment of the beginning.
    fn until(&self, millis: i64) {
        while self.desk.clock.now().as_millis() < NOW.as_millis() + millis {
            let now = self.desk.clock.now().as_millis() + 5 * MINUTE;
            self.desk.clock.set(Timestamp::from_millis(now));
            self.desk.settle();
        }
    }

    /// When messages left and to whom, the first first.
    fn sent(&self) -> Vec<(i64, String)> {
        let mut sent: Vec<_> = self
            .desk
            .outbox("sent")
            .iter()
            .map(|row| {
                let at = row["state"]["at"].as_i64().unwrap() - NOW.as_millis();
                (at, row["contact_name"].as_str().unwrap().to_owned())
            })
            .collect();
        sent.sort();
        sent
    }

    fn minutes(&self) -> Vec<i64> {
        self.sent().iter().map(|(at, _)| at / MINUTE).collect()
    }
}

#[test]
fn pace_the_cap_of_a_day_counts_the_last_24_hours() {
    let office = Office::open(json!({"per_day": 2}));
    office.enter(&["a"]);
    office.until(10 * HOUR);
    office.enter(&["b", "c"]);
    office.until(DAY + 30 * MINUTE);
    // The third has to wait until the first is 24 hours old, and not for midnight.
    assert_eq!(office.minutes(), [0, 600, 1440]);
}

#[test]
fn pace_the_cap_of_an_hour_counts_the_last_60_minutes() {
    let office = Office::open(json!({"per_hour": 2}));
    office.enter(&["a", "b", "c", "d", "e"]);
    office.until(3 * HOUR);
    assert_eq!(office.minutes(), [0, 0, 60, 60, 120]);
}

#[test]
fn pace_there_is_a_gap_between_two_messages_and_none_by_hand() {
    let office = Office::open(json!({"gap_from": 600, "gap_until": 900}));
    office.enter(&["a", "b", "c"]);
    office.until(HOUR);
    let minutes = office.minutes();
    let gaps: Vec<i64> = minutes.windows(2).map(|two| two[1] - two[0]).collect();
    // Looked at every five minutes.
    assert!(gaps.len() == 2 && gaps.iter().all(|gap| (10..=20).contains(gap)), "{minutes:?}");
    let by_hand = office.desk.cadence("By hand");
    let (id, contact) = office.desk.partnership("Hand", "Hand", "hand@acme.example");
    office.desk.assign(by_hand, contact);
    office.enter(&["d"]);
    office.desk.send(id).unwrap();
    office.until(HOUR + 5 * MINUTE);
    assert!(office.sent().iter().any(|(_, name)| name == "Hand"), "{:?}", office.sent());
}

#[test]
fn pace_new_people_wait_for_tomorrow_and_follow_ups_go_first() {
    let office = Office::open(json!({"new_per_day": 2}));
    office.enter(&["a", "b", "c", "d", "e"]);
    office.until(DAY + 2 * HOUR);
    let names: Vec<_> = office.sent().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert_eq!(names[..2], ["a", "b"]);
    // The rep's next day begins before the follow-ups are due: two more new ones then.
    assert_eq!(names[2..4], ["c", "d"]);
    assert_eq!(names[4..], ["a", "b"]);
}

#[test]
fn pace_follow_ups_leave_before_first_messages_when_both_wait() {
    let office = Office::open(json!({"per_hour": 1}));
    office.enter(&["a"]);
    office.until(23 * HOUR + 50 * MINUTE);
    // One leaves at once; of the others and the follow-up that is due in ten minutes, the follow-up.
    office.enter(&["b", "c"]);
    office.until(DAY + 2 * HOUR);
    let names: Vec<_> = office.sent().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a", "b", "a", "c"]);
}

#[test]
fn pace_no_more_people_of_one_company_enter_than_the_cap_says() {
    let office = Office::open(json!({"per_company": 1}));
    let made = office.desk.make("Acme", "Ada", &["ada@acme.example"], &[]).unwrap();
    let fields = json!({"first_name": "Ben", "last_name": "", "title": "",
        "emails": ["ben@acme.example"], "phones": [], "linkedin": "", "zone": null});
    let input = json!({"partnership": made["id"], "fields": fields});
    let home = office.desk.ask("contact_create", input).unwrap();
    let ids: Vec<i64> = home["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|contact| contact["id"].as_i64().unwrap())
        .collect();
    let many = json!({"cadence": office.cadence, "contacts": ids, "start_at": null,
        "despite_warnings": true});
    let entered = office.desk.ask("assign_many", many).unwrap();
    assert_eq!(entered["entered"].as_u64(), Some(1), "{entered}");
    let one = json!({"cadence": office.cadence, "contact": ids[1], "first_step": null,
        "start_at": null, "despite_warnings": true});
    assert_eq!(office.desk.ask("assign", one), Err(Problem::NotAssignable));
}

#[test]
fn pace_the_forecast_names_the_day_on_which_a_list_is_finished() {
    let office = Office::open(json!({"per_day": 2}));
    let contacts = office.contacts(&["a", "b", "c", "d", "e"]);
    let ask = json!({"cadence": office.cadence, "contacts": contacts, "start_at": null});
    let forecast = office.desk.ask("assign_forecast", ask).unwrap();
    for contact in contacts {
        office.desk.assign(office.cadence, contact);
    }
    office.desk.settle();
    office.until(6 * DAY);
    let last = office.sent().last().unwrap().0 + NOW.as_millis();
    assert_eq!(office.sent().len(), 10);
    let said = forecast["finished_at"].as_i64().unwrap();
    assert!((said - last).abs() <= 10 * MINUTE, "{said} {last}");
}
