//! One event for one enrolment, and what follows from it.

use super::{Fact, Kind, Life, Told, Twin, Way};
use crate::naive::Answer;
use desk_core::enrolment::{Event, Numbers, Refused};
use desk_core::touch::{Disposition, TouchState};

/// How the window hears that the rules do not allow something.
pub(super) const fn code(refused: Refused) -> &'static str {
    match refused {
        Refused::Finished => "enrolment_finished",
        Refused::Stopped | Refused::NotPaused => "enrolment_stopped",
        Refused::TouchState | Refused::NoSuchStep => "touch_closed",
    }
}

impl Twin {
    /// Lets an event happen to an enrolment.
    pub(super) fn tell(&mut self, life: usize, event: Event) -> Result<(), Refused> {
        let before = self.lives[life].clone();
        let scene = self.scene(life);
        if event.stops_mail(scene.rules.exits) {
            self.take_back_mail(life);
        }
        match self.lives[life].model.tell(event, &scene, self.now) {
            Ok(answer) => {
                self.follow(life, &before, &answer);
                Ok(())
            }
            Err(refused) => {
                if let Some(letter) = before.letter {
                    self.letters[letter].way = Way::Queued;
                }
                self.lives[life] = before;
                Err(refused)
            }
        }
    }

    /// What follows from an event besides the state.
    pub(super) fn follow(&mut self, life: usize, before: &Life, answer: &Answer) {
        if self.lives[life].model.spot_identity() != before.model.spot_identity() {
            self.lives[life].draft = None;
        }
        let person = self.lives[life].person;
        match answer.numbers {
            Some(Numbers::NoCalls) => self.mark_numbers(person, usize::MAX),
            Some(Numbers::Bad) => self.mark_numbers(person, 1),
            None => {}
        }
        if let Some(to) = answer.move_to {
            self.move_on(life, to);
        }
        if answer.turned_due {
            self.leave_by_itself(life);
        }
    }

    fn mark_numbers(&mut self, person: usize, count: usize) {
        let now = self.now;
        let numbers = self.numbers(person).into_iter().take(count);
        let marked: Vec<_> = numbers.map(|number| (number, now)).collect();
        self.people[person].bad.extend(marked);
    }

    /// The next entry of the timeline.
    pub(super) const fn next_told(&mut self) -> u64 {
        self.told += 1;
        self.told
    }

    pub(super) fn note(&mut self, life: usize, kind: Kind, told: u64) {
        let (person, at) = (self.lives[life].person, self.now);
        self.facts.push(Fact { life, person, kind, at, told, undone: false });
    }

    /// [`Twin::tell`], with what the window hears when the rules do not allow it.
    pub(super) fn ask(&mut self, life: usize, event: Event) -> Told {
        self.tell(life, event).map_err(|refused| match refused {
            Refused::Stopped if !self.lives[life].model.stands_still() && self.paused.is_some() => {
                "everything_paused"
            }
            other => code(other),
        })
    }

    /// What the rep asks for by the enrolment.
    pub fn decide(&mut self, life: usize, event: Event) -> Told {
        let entry = self.begin_entry(Some(life), &[life]);
        self.ask(life, event)?;
        self.end_entry(entry);
        Ok(())
    }

    /// Whether the open touch can be worked.
    pub(super) fn workable(&self, life: usize) -> Told {
        let Some((_, state)) = self.spot(life) else { return Err("touch_closed") };
        match state {
            _ if self.lives[life].model.stands_still() => Err("enrolment_stopped"),
            TouchState::InOutbox => Err("touch_closed"),
            TouchState::Waiting | TouchState::Due => Ok(()),
        }
    }

    /// What the rep asks for by the touch.
    pub fn work(&mut self, life: usize, event: Event) -> Told {
        if self.spot(life).is_none() {
            return Err("touch_closed");
        }
        self.decide(life, event)
    }

    /// A task, or the step of a call, is done without a log.
    pub fn complete(&mut self, life: usize) -> Told {
        self.workable(life)?;
        let entry = self.begin_entry(Some(life), &[life]);
        self.note(life, Kind::Final, entry.told);
        self.ask(life, Event::Done)?;
        self.end_entry(entry);
        Ok(())
    }

    /// A call is logged, and leads where the button says.
    pub fn call(
        &mut self,
        life: usize,
        disposition: Option<Disposition>,
        button: CallButton,
    ) -> Told {
        self.workable(life)?;
        let entry = self.begin_entry(Some(life), &[life]).with_marks(self.lives[life].person);
        self.contacted(life);
        let person = self.lives[life].person;
        let number = self.numbers(person).into_iter().next().unwrap_or_default();
        self.note(life, Kind::Called { disposition, number }, entry.told);
        let event = match (button, disposition) {
            (CallButton::LogOnly, _) => Event::Tick,
            (CallButton::Success, Some(Disposition::MeetingBooked))
            | (CallButton::LogAndComplete, _) => Event::Called { disposition },
            (CallButton::Success, _) => Event::Done,
        };
        self.ask(life, event)?;
        self.end_entry(entry);
        Ok(())
    }

    /// R46: whoever was contacted is no lead any more.
    pub(super) fn contacted(&mut self, life: usize) {
        use desk_core::partnership::Stage;
        let home = self.people[self.lives[life].person].home;
        let stage = &mut self.homes[home].fields.stage;
        if *stage == Stage::Lead {
            *stage = Stage::Contacted;
        }
    }
}

/// The buttons of a call that log it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallButton {
    /// Log it and go where it leads.
    LogAndComplete,
    /// Log it and stay.
    LogOnly,
    /// Log it as a success.
    Success,
}
