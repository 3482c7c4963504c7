//! What surrounds an enrolment.

use super::{Kind, Twin};
use crate::scene::Scene;
use chrono_tz::Tz;
use desk_core::country::Country;
use desk_core::enrolment::Call;
use desk_core::phone::PhoneNumber;
use desk_core::place::Place;
use desk_core::rules::Rules;
use desk_core::zone::Zone;
use std::collections::BTreeMap;

fn zone(name: Option<&str>) -> Option<Zone> {
    Zone::parse(name?)
}

fn tz(zone: Zone) -> Tz {
    zone.name().parse().unwrap_or(Tz::UTC)
}

impl Twin {
    /// The addresses of a contact that can be written to.
    #[must_use]
    pub fn addresses(&self, person: usize) -> Vec<String> {
        let person = &self.people[person];
        if person.opted_out {
            return Vec::new();
        }
        let is_dead = |address: &&String| person.dead.iter().any(|(dead, _)| dead == *address);
        person.fields.emails.iter().filter(|address| !is_dead(address)).cloned().collect()
    }

    /// The numbers of a contact that can be called.
    #[must_use]
    pub fn numbers(&self, person: usize) -> Vec<String> {
        let person = &self.people[person];
        let is_bad = |number: &&String| person.bad.iter().any(|(bad, _)| bad == *number);
        person.fields.phones.iter().filter(|number| !is_bad(number)).cloned().collect()
    }

    fn place(&self, person: usize) -> Place {
        let fields = &self.people[person].fields;
        let home = &self.homes[self.people[person].home].fields;
        let numbers = self.numbers(person);
        let keys: Vec<String> = numbers
            .iter()
            .filter_map(|number| PhoneNumber::parse(number).ok())
            .map(|number| number.key().to_owned())
            .collect();
        Place::of(
            zone(fields.zone.as_deref()),
            zone(home.zone.as_deref()),
            keys.iter().map(String::as_str),
            Country::from_code(&home.country),
            zone(Some(self.zone.name())).unwrap_or(Zone::UTC),
        )
    }

    fn fields(&self, person: usize) -> BTreeMap<String, String> {
        let fields = &self.people[person].fields;
        let home = &self.homes[self.people[person].home].fields;
        let email = self.addresses(person).into_iter().next().unwrap_or_default();
        let all = [
            ("contact.first_name", &fields.first_name),
            ("contact.last_name", &fields.last_name),
            ("contact.title", &fields.title),
            ("contact.email", &email),
            ("contact.linkedin", &fields.linkedin),
            ("partnership.name", &home.name),
            ("partnership.website", &home.website),
            ("partnership.industry", &home.industry),
            ("partnership.country", &home.country),
        ];
        all.into_iter().map(|(name, text)| (name.to_owned(), text.clone())).collect()
    }

    /// Calls to a contact, ascending.
    fn calls(&self, person: usize) -> Vec<Call> {
        let numbers = self.numbers(person);
        let of_person = self.facts.iter().filter(|fact| fact.person == person && !fact.undone);
        let mut calls: Vec<Call> = of_person
            .filter_map(|fact| match &fact.kind {
                Kind::Called { number, .. } => {
                    let number = numbers.iter().position(|one| one == number);
                    Some(Call { at: fact.at, number })
                }
                _ => None,
            })
            .collect();
        calls.sort_by_key(|call| call.at);
        calls
    }

    /// What surrounds an enrolment now.
    #[must_use]
    pub fn scene(&self, life: usize) -> Scene {
        let one = &self.lives[life];
        self.scene_in(life, one.version)
    }

    /// What would surround an enrolment in a version of its cadence.
    #[must_use]
    pub fn scene_in(&self, life: usize, version: usize) -> Scene {
        let one = &self.lives[life];
        let mut scene = self.scene_of(one.person, one.plan, version);
        let own = || self.facts.iter().filter(|fact| fact.life == life && !fact.undone);
        scene.replied = own().any(|fact| fact.kind == Kind::Replied);
        scene.connected = own().any(|fact| fact.kind.reached());
        scene
    }

    /// What would surround a contact in a cadence.
    #[must_use]
    pub fn scene_of(&self, person: usize, plan: usize, version: usize) -> Scene {
        let home = &self.homes[self.people[person].home].fields;
        let place = self.place(person);
        let version = self.plans[plan].versions.get(version);
        Scene {
            steps: version.map(|version| version.steps.clone()).unwrap_or_default(),
            rules: version.map_or_else(Rules::default, |version| version.rules.clone()),
            contact_zone: tz(place.zone),
            call_zones: place.candidates().iter().copied().map(tz).collect(),
            contact_country: Country::from_code(&home.country),
            rep_zone: self.zone,
            working: self.working.clone(),
            all_paused_since: self.paused,
            has_email: !self.addresses(person).is_empty(),
            phones: self.numbers(person).len(),
            stage: home.stage,
            tier: home.tier,
            fields: self.fields(person),
            replied: false,
            connected: false,
            calls: self.calls(person),
        }
    }
}
