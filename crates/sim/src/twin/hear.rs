//! What comes from outside, and whom it concerns (R22, R33).

use super::{Kind, Told, Twin};
use chrono::NaiveDate;
use desk_core::enrolment::Event;

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// An answer.
    Reply,
    /// An automatic answer.
    Away(Option<NaiveDate>),
    /// The message came back.
    Bounce,
    /// No more, please.
    OptOut,
    /// It may be theirs.
    Unclear,
    /// A meeting was booked.
    Meeting,
    /// They may buy.
    BuyingSignal,
    /// The rep has written by hand.
    WroteByHand,
}

impl Twin {
    /// Lets everything happen that follows from what was heard about an enrolment.
    pub fn hear(&mut self, about: usize, heard: Heard) -> Told {
        if self.spot(about).is_none() {
            return Err("enrolment_finished");
        }
        let person = self.lives[about].person;
        let own = self.open_of(person);
        let colleagues = if heard == Heard::Reply { self.colleagues(person) } else { Vec::new() };
        let concerned: Vec<usize> = own.iter().chain(&colleagues).copied().collect();
        let mut entry = self.begin_entry(Some(about), &concerned).with_marks(person);
        let event = self.mark(person, heard);
        for life in own {
            let _ = self.tell(life, event);
        }
        match heard {
            Heard::Reply => self.note(about, Kind::Replied, entry.told),
            Heard::Away(_) | Heard::Bounce => self.note(about, Kind::Final, entry.told),
            Heard::OptOut => entry.opted_out = true,
            _ => {}
        }
        for life in colleagues {
            let _ = self.tell(life, Event::ColleagueReply);
        }
        self.end_entry(entry);
        Ok(())
    }

    /// Enrolments of others of the same partnership.
    #[must_use]
    pub fn colleagues(&self, person: usize) -> Vec<usize> {
        let home = self.people[person].home;
        let is_colleague = |life: &usize| {
            let other = self.lives[*life].person;
            other != person && self.people[other].home == home
        };
        self.open_lives().into_iter().filter(is_colleague).collect()
    }

    fn mark(&mut self, person: usize, heard: Heard) -> Event {
        match heard {
            Heard::Reply => Event::Reply,
            Heard::Away(back) => Event::OutOfOffice { back },
            Heard::Bounce => {
                if let Some(address) = self.addresses(person).into_iter().next() {
                    let now = self.now;
                    self.people[person].dead.push((address, now));
                }
                Event::Bounced { last: self.addresses(person).is_empty() }
            }
            Heard::OptOut => {
                self.people[person].opted_out = true;
                Event::OptOut
            }
            Heard::Unclear => Event::Ambiguous,
            Heard::Meeting => Event::Meeting,
            Heard::BuyingSignal => Event::BuyingSignal,
            Heard::WroteByHand => Event::WroteByHand,
        }
    }

    /// The rep notes that a contact wants no more mail.
    pub fn opt_out(&mut self, person: usize) -> Told {
        if self.people[person].opted_out {
            return Err("suppressed");
        }
        let own = self.open_of(person);
        let mut entry = self.begin_entry(None, &own).with_marks(person);
        entry.opted_out = true;
        self.people[person].opted_out = true;
        for life in own {
            let _ = self.tell(life, Event::OptOut);
        }
        self.end_entry(entry);
        Ok(())
    }
}
