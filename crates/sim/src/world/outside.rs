//! What comes from outside, and what is found out about people.

use super::World;
use crate::cadences;
use crate::twin::Heard;
use crate::watch::Wrong;
use chrono::{Days, NaiveDate};
use desk_core::pace::Pace;
use desk_core::rep::WorkingTime;
use serde_json::json;

impl World {
    fn back(&mut self) -> Option<NaiveDate> {
        let today = self.today();
        match self.random.number() % 10 {
            0..2 => None,
            2 => today.checked_sub_days(Days::new(1 + self.random.number() % 3)),
            3 => today.checked_add_days(Days::new(88 + self.random.number() % 5)),
            _ => today.checked_add_days(Days::new(self.random.number() % 25)),
        }
    }

    /// Something is heard from or about the contact.
    pub(super) fn hear(&mut self, life: usize, deed: &'static str) -> Result<(), Wrong> {
        let person = self.twin.lives[life].person;
        let id = self.enrolment(life);
        let mut back = None;
        let (heard, what) = match deed {
            "reply" => (Heard::Reply, "reply"),
            "away" => {
                back = self.back();
                (Heard::Away(back), "out_of_office")
            }
            "bounce" => (Heard::Bounce, "bounce"),
            "unclear" => (Heard::Unclear, "unclear"),
            "opt out" => (Heard::OptOut, "opt_out"),
            "buying signal" => (Heard::BuyingSignal, "buying_signal"),
            "meeting" => (Heard::Meeting, "meeting"),
            _ => (Heard::WroteByHand, "wrote_by_hand"),
        };
        if heard == Heard::OptOut && self.random.chance(40) {
            let input = json!({"id": self.twin.people[person].id});
            let own = self.twin.open_of(person);
            let concerned = if own.is_empty() { vec![life] } else { own };
            return self
                .ask(deed, &concerned, ("contact_opt_out", input), |twin| twin.opt_out(person));
        }
        let colleagues = if heard == Heard::Reply { self.colleagues(person) } else { Vec::new() };
        let states = self.states(&colleagues);
        let is_sign = matches!(heard, Heard::BuyingSignal | Heard::Meeting | Heard::WroteByHand);
        let asked = if is_sign {
            ("enrolment_sign", json!({"id": id, "sign": what}))
        } else {
            ("practice_simulate", json!({"id": id, "what": what, "back": back}))
        };
        let counted = self.twin.spot(life).is_some();
        self.ask(deed, &[life], asked, |twin| twin.hear(life, heard))?;
        if counted {
            self.count("colleague reply", &states);
        }
        Ok(())
    }

    /// All enrolments of others of the same partnership.
    fn colleagues(&self, person: usize) -> Vec<usize> {
        let home = self.twin.people[person].home;
        self.twin.lives.places(|life| {
            life.person != person && self.twin.people[life.person].home == home && !life.gone
        })
    }

    /// Something else is known about a contact.
    pub(super) fn meet(&mut self, person: usize) -> Result<(), Wrong> {
        let mut fields = self.twin.people[person].fields.clone();
        let new = self.contact_fields();
        match self.random.number() % 4 {
            0 => fields.zone = new.zone,
            1 => fields.phones = new.phones,
            2 if !self.twin.people[person].opted_out => fields.emails = new.emails,
            _ => fields.title = new.title,
        }
        let lives = self.twin.lives.places(|life| life.person == person && !life.gone);
        let input = json!({"id": self.twin.people[person].id, "fields": fields});
        self.ask("replan", &lives, ("contact_update", input), |twin| {
            let one = &mut twin.people[person];
            one.dead.retain(|(address, _)| fields.emails.contains(address));
            one.bad.retain(|(number, _)| fields.phones.contains(number));
            one.fields = fields;
            let open = twin.open_of(person);
            twin.replan(&open);
            Ok(())
        })
    }

    /// Something else is known about a partnership.
    pub(super) fn visit(&mut self, person: usize) -> Result<(), Wrong> {
        let home = self.twin.people[person].home;
        let name = self.twin.homes[home].fields.name.clone();
        let fields = self.home_fields(name);
        let of_home =
            |life: &crate::twin::Life| self.twin.people[life.person].home == home && !life.gone;
        let lives = self.twin.lives.places(of_home);
        if self.twin.homes[home].deleted {
            return self.bin(person, false);
        }
        let input = json!({"id": self.twin.homes[home].id, "fields": fields});
        self.ask("replan", &lives, ("partnership_update", input), |twin| {
            twin.homes[home].fields = fields;
            let mut open = twin.open_lives();
            open.retain(|life| twin.people[twin.lives[*life].person].home == home);
            twin.replan(&open);
            Ok(())
        })
    }

    /// A partnership goes into the bin, or comes out of it.
    pub(super) fn bin(&mut self, person: usize, deleted: bool) -> Result<(), Wrong> {
        let home = self.twin.people[person].home;
        let of_home =
            |life: &crate::twin::Life| self.twin.people[life.person].home == home && !life.gone;
        let lives = self.twin.lives.places(of_home);
        let command = if deleted { "partnership_delete" } else { "partnership_restore" };
        let input = json!({"id": self.twin.homes[home].id});
        self.ask("bin", &lives, (command, input), |twin| twin.bin(home, deleted))
    }

    /// The rep goes on holiday, or works at other times.
    pub(super) fn work_otherwise(&mut self) -> Result<(), Wrong> {
        let today = self.today();
        let country = self.twin.working.country;
        let working: WorkingTime = cadences::working(&mut self.random, country, today);
        let pace: Pace = self.twin.pace;
        let lives = self.twin.lives.places(|life| !life.gone);
        let input = json!({"working": working, "pace": pace});
        self.ask("replan", &lives, ("work_settings_save", input), |twin| {
            twin.set_working(working, pace)
        })
    }

    /// Everything stands still, or goes on.
    pub(super) fn pause_all(&mut self, paused: bool) -> Result<(), Wrong> {
        let lives = self.twin.lives.places(|life| !life.gone);
        let deed = if paused { "pause all" } else { "go on" };
        let input = json!({"paused": paused});
        self.ask(deed, &lives, ("pause_all", input), |twin| twin.pause_all(paused))
    }
}
