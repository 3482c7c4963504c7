//! A workspace to begin with: cadences, partnerships, people.

use super::World;
use crate::cadences;
use crate::desk::Desk;
use crate::ports;
use crate::random::Random;
use crate::tally::Tally;
use crate::twin::{Home, Person, Twin};
use crate::watch::{Watch, Wrong};
use chrono::{DateTime, NaiveDate};
use desk_core::pace::Pace;
use desk_core::partnership::{ContactFields, PartnershipFields};
use desk_core::time::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

/// A moment of 2026.
fn some_moment(random: &mut Random) -> Timestamp {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default().and_hms_opt(0, 0, 0);
    let start = start.unwrap_or_default().and_utc().timestamp_millis();
    Timestamp::from_millis(start + random.between(0, 365 * 24 * 60) * 60_000)
}

pub(super) fn world(seed: u64, simulator: Option<PathBuf>) -> Result<World, Wrong> {
    let mut random = Random::new(seed ^ 0x0057_0a1d);
    let now = some_moment(&mut random);
    let today = DateTime::from_timestamp_millis(now.as_millis()).unwrap_or_default().date_naive();
    let zone = cadences::scene(&mut random, today).rep_zone;
    ports::travel(zone);
    let desk = Desk::new(now, simulator)?;
    let watch = Watch::new(&desk.file())?;
    let paced = random.chance(12);
    let mut world = World {
        random,
        desk,
        twin: Twin::new(now, zone),
        watch,
        tally: Tally::default(),
        ended: HashSet::new(),
        story: Vec::new(),
        names: 0,
        paced,
        ordinary: 1,
        breaks: None,
        last: ("", 0),
        dead_end: None,
        put_back: 0,
        aim: None,
        aimed: BTreeMap::new(),
        is_full: false,
    };
    world.leave_to_others();
    world.settle()?;
    world.set_working()?;
    world.make_plans()?;
    for _ in 0..world.random.between(3, 6) {
        world.newcomer()?;
    }
    for _ in 0..4 {
        let person = world.some_person();
        world.assign(person)?;
    }
    Ok(world)
}

impl World {
    fn set_working(&mut self) -> Result<(), Wrong> {
        let pace = if self.paced {
            Pace { per_hour: Some(3), per_day: Some(12), gap_from: 30, gap_until: 90, ..Pace::NONE }
        } else {
            Pace::NONE
        };
        let working = self.twin.working.clone();
        let input = json!({"working": working, "pace": pace});
        self.ask("replan", &[], ("work_settings_save", input), |twin| {
            twin.set_working(working, pace)
        })
    }

    pub(super) fn number(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    /// Fields of a contact, with addresses and numbers that nobody else has.
    pub(super) fn contact_fields(&mut self) -> ContactFields {
        let number = self.number();
        let zone = cadences::place(&mut self.random).0.name().to_owned();
        let emails = match self.random.number() % 10 {
            0 => 0,
            1..4 => 2,
            _ => 1,
        };
        let phones = self.random.between(0, 3);
        let phone = |at| match at {
            0 => format!("030 2{number:06}"),
            _ => format!("+1 212 {at}{number:06}"),
        };
        let from = i64::from(self.random.chance(15));
        ContactFields {
            first_name: format!("Ada{number}"),
            last_name: "Lee".to_owned(),
            title: cadences::field(&mut self.random).1.trim().to_owned(),
            emails: (0..emails).map(|at| format!("a{number}-{at}@example.com")).collect(),
            shared: Vec::new(),
            phones: (from..from + phones).map(phone).collect(),
            linkedin: String::new(),
            zone: Some(zone).filter(|_| self.random.chance(60)),
            persona: String::new(),
        }
    }

    /// Fields of a partnership.
    pub(super) fn home_fields(&mut self, name: String) -> PartnershipFields {
        let (zone, country) = cadences::place(&mut self.random);
        PartnershipFields {
            name,
            website: String::new(),
            industry: cadences::field(&mut self.random).1.trim().to_owned(),
            country: if self.random.chance(80) { country.to_owned() } else { String::new() },
            stage: cadences::stage(&mut self.random),
            tier: cadences::tier(&mut self.random),
            zone: Some(zone.name().to_owned()).filter(|_| self.random.chance(50)),
            source: String::new(),
            value: None,
        }
    }

    /// A new partnership with one to three people.
    pub(super) fn newcomer(&mut self) -> Result<(), Wrong> {
        let name = format!("Engines {}", self.number());
        let fields = self.home_fields(name);
        let contact = self.contact_fields();
        let made =
            self.desk.ask("partnership_create", json!({"fields": fields, "contact": contact}))?;
        let home = self.twin.homes.push(Home { id: id_of(&made)?, fields, deleted: false });
        self.join(home, contact, &made)?;
        for _ in 0..self.random.between(0, 2) {
            let contact = self.contact_fields();
            let partnership = self.twin.homes[home].id;
            let input = json!({"partnership": partnership, "fields": contact});
            let made = self.desk.ask("contact_create", input)?;
            self.join(home, contact, &made)?;
        }
        self.look(false)
    }

    fn join(&mut self, home: usize, fields: ContactFields, made: &Value) -> Result<(), Wrong> {
        let contacts = made.get("contacts").and_then(Value::as_array).map(Vec::as_slice);
        let ids = contacts.unwrap_or_default().iter().filter_map(|one| id_of(one).ok());
        let id = ids.max().ok_or("the new contact has no id")?;
        let (dead, bad) = (Vec::new(), Vec::new());
        self.twin.people.push(Person { id, home, fields, dead, bad, opted_out: false });
        Ok(())
    }

    /// Somebody.
    pub(super) fn some_person(&mut self) -> usize {
        let last = i64::try_from(self.twin.people.len()).unwrap_or(1) - 1;
        usize::try_from(self.random.between(0, last)).unwrap_or(0)
    }
}

pub(super) fn id_of(made: &Value) -> Result<i64, Wrong> {
    made.get("id").and_then(Value::as_i64).ok_or_else(|| format!("there is no id in {made}"))
}
