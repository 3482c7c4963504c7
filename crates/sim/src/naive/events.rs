//! What each event does.

use super::Going;
use super::clock;
use super::path::Turn;
use chrono::{Days, NaiveDate};
use desk_core::condition::EndAs;
use desk_core::enrolment::{
    AWAY_DAYS, Alert, Event, MAX_AWAY_DAYS, Numbers, Outcome, PauseReason, Refused, SkipReason,
};
use desk_core::routing::Lead;
use desk_core::rules::OnReply;
use desk_core::step::Step;
use desk_core::touch::{Disposition, TouchState};

/// Where a disposition leads by the step's own table, else by R37.
fn lead_of(step: &Step, disposition: Disposition) -> Lead {
    let mut own = step.rules.routing.iter().filter(|route| route.disposition == disposition);
    match (own.next(), disposition) {
        (Some(route), _) => route.leads_to,
        (None, Disposition::Busy) => Lead::Retry { minutes: 4 * 60, times: 2 },
        (None, Disposition::NotInterested) => Lead::Ask,
        (None, Disposition::MeetingBooked) => Lead::Finish { end: EndAs::Won },
        (None, Disposition::WrongNumber) => Lead::BadNumber,
        (None, Disposition::DoNotCall) => Lead::NoCalls,
        (None, _) => Lead::Next,
    }
}

impl Turn<'_> {
    /// Takes an event in; what becomes due by it is left to do.
    pub fn take(&mut self, event: Event) -> Result<(), Refused> {
        if matches!(self.model.going, Going::Over { .. }) {
            return Err(Refused::Finished);
        }
        match event {
            Event::Tick => Ok(()),
            Event::Done | Event::Called { .. } | Event::Skip | Event::Snooze { .. } => {
                self.work(event)
            }
            Event::Queued | Event::TakenBack | Event::Recheck | Event::Replan => self.tend(event),
            Event::Pause { .. } | Event::Resume | Event::Freeze | Event::Thaw => self.layer(event),
            Event::GoOn { since } => {
                self.model.stood_still(since.as_millis(), self.now, self.scene);
                self.compute_going();
                Ok(())
            }
            _ => {
                self.hear(event);
                Ok(())
            }
        }
    }

    fn touch_state(&self) -> TouchState {
        self.model.open.as_ref().map_or(TouchState::Waiting, |open| open.state)
    }

    /// What the rep, or the outbox, did with the touch.
    fn work(&mut self, event: Event) -> Result<(), Refused> {
        let left = event == Event::Done && self.touch_state() == TouchState::InOutbox;
        if self.is_still() && !left {
            return Err(Refused::Stopped);
        }
        match event {
            Event::Done => {
                if let Some(open) = self.close(None, None) {
                    self.follow(open.step, self.now);
                }
            }
            Event::Called { disposition } => self.called(disposition),
            Event::Skip => {
                if self.touch_state() == TouchState::InOutbox {
                    return Err(Refused::TouchState);
                }
                if let Some(open) = self.close(Some(SkipReason::Rep), None) {
                    self.follow(open.step, self.now);
                }
            }
            Event::Snooze { until, beyond_hours } => {
                if self.touch_state() == TouchState::InOutbox {
                    return Err(Refused::TouchState);
                }
                if let Some(open) = &mut self.model.open {
                    open.snoozed = Some(until.as_millis());
                    open.beyond = beyond_hours;
                    open.still_before = open.still.len();
                }
                self.put_off();
            }
            _ => {}
        }
        Ok(())
    }

    fn called(&mut self, disposition: Option<Disposition>) {
        let lead = self.model.open.as_ref().and_then(|open| {
            let step = self.step(open.step)?;
            Some(lead_of(step, disposition?))
        });
        let Some(open) = self.close(None, disposition) else { return };
        let (step, now) = (open.step, self.now);
        match lead.unwrap_or(Lead::Next) {
            Lead::Retry { minutes, times } => {
                let tried = self.model.history.iter().filter(|touch| {
                    touch.run == self.model.run
                        && touch.step == step
                        && touch.visit == open.visit
                        && touch.disposition == disposition
                });
                if tried.count() > times as usize {
                    self.follow(step, now);
                } else {
                    self.open(step, open.visit, open.attempt + 1, now, Some(minutes));
                }
            }
            Lead::Next => self.follow(step, now),
            Lead::Jump { to } => self.arrive(to, now, None),
            Lead::Rest { days } => {
                let day = clock::day(self.scene.contact_zone, now);
                self.hold(day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day));
                self.follow(step, now);
            }
            Lead::Ask => {
                self.answer.alert = Some(Alert::Decide);
                self.pause(match disposition {
                    Some(Disposition::NotInterested) => PauseReason::NotInterested,
                    _ => PauseReason::Cadence,
                });
                self.follow(step, now);
            }
            Lead::Finish { end } => {
                self.finish(end.into());
                if disposition == Some(Disposition::MeetingBooked) {
                    self.answer.alert = Some(Alert::Meeting);
                }
            }
            Lead::Move { to } => self.move_on(to),
            Lead::BadNumber => {
                self.answer.numbers = Some(Numbers::Bad);
                self.follow(step, now);
            }
            Lead::NoCalls => {
                self.answer.numbers = Some(Numbers::NoCalls);
                self.follow(step, now);
            }
        }
    }

    /// What the program does with the touch.
    fn tend(&mut self, event: Event) -> Result<(), Refused> {
        let state = self.touch_state();
        match event {
            Event::Queued => {
                if self.is_still() {
                    return Err(Refused::Stopped);
                }
                if state == TouchState::InOutbox {
                    return Err(Refused::TouchState);
                }
                self.set_state(TouchState::InOutbox);
            }
            Event::TakenBack => {
                if state != TouchState::InOutbox {
                    return Err(Refused::TouchState);
                }
                self.set_state(TouchState::Due);
                let due = self.model.open.as_ref().map(|open| open.due);
                if due > Some(self.now) || due < self.model.held {
                    self.put_off();
                }
            }
            Event::Recheck => {
                if self.is_still() {
                    return Err(Refused::Stopped);
                }
                if state != TouchState::Waiting {
                    self.judge();
                }
            }
            _ => self.compute_waiting(),
        }
        Ok(())
    }

    fn set_state(&mut self, state: TouchState) {
        if let Some(open) = &mut self.model.open {
            open.state = state;
        }
    }

    fn compute_waiting(&mut self) {
        if self.touch_state() == TouchState::Waiting {
            self.compute();
        }
    }

    /// Standing still and going on.
    fn layer(&mut self, event: Event) -> Result<(), Refused> {
        match event {
            Event::Pause { reason } => {
                if self.model.going != Going::On {
                    return Err(Refused::Stopped);
                }
                self.pause(reason);
            }
            Event::Resume => {
                let begun = self.begun();
                if self.model.going == Going::On {
                    return Err(Refused::NotPaused);
                }
                self.model.going = Going::On;
                self.model.stood_still(begun, self.now, self.scene);
                self.compute_going();
            }
            Event::Freeze => self.model.frozen = self.model.frozen.or(Some(self.now)),
            _ => {
                if let Some(since) = self.model.frozen.take() {
                    self.model.stood_still(since, self.now, self.scene);
                    self.compute_going();
                }
            }
        }
        Ok(())
    }

    /// Computes anew when a waiting touch is due that goes on.
    fn compute_going(&mut self) {
        if !self.is_still() {
            self.compute_waiting();
        }
    }

    /// Pauses it if nothing has stopped it before.
    fn pause_once(&mut self, reason: PauseReason) -> bool {
        let is_on = self.model.going == Going::On;
        if is_on {
            self.pause(reason);
        }
        is_on
    }

    /// What was heard from or about the contact.
    fn hear(&mut self, event: Event) {
        let exits = self.scene.rules.exits;
        match event {
            Event::Reply => {
                self.answer.alert = Some(Alert::Replied);
                match exits.reply {
                    OnReply::Pause => self.pause(PauseReason::Replied),
                    OnReply::Finish => self.finish(Outcome::Replied),
                }
            }
            Event::ColleagueReply => {
                self.answer.alert = Some(Alert::ColleagueReplied);
                if exits.colleague_reply {
                    self.pause_once(PauseReason::ColleagueReplied);
                }
            }
            Event::WroteByHand
                if exits.wrote_by_hand && self.pause_once(PauseReason::WroteByHand) =>
            {
                self.answer.alert = Some(Alert::Decide);
            }
            Event::Ambiguous => self.review(),
            Event::OutOfOffice { back } if exits.out_of_office => self.away(back),
            Event::Bounced { last } => {
                self.answer.alert = Some(Alert::Bounced);
                if last {
                    self.finish(Outcome::Bounced);
                }
            }
            Event::OptOut => {
                self.answer.alert = Some(Alert::OptedOut);
                self.finish(Outcome::OptedOut);
            }
            Event::Meeting => {
                self.answer.alert = Some(Alert::Meeting);
                if exits.meeting {
                    self.finish(Outcome::Won);
                }
            }
            Event::BuyingSignal => {
                self.model.buying_signal = true;
                self.answer.alert = Some(Alert::BuyingSignal);
            }
            Event::Finish { outcome } => self.finish(outcome),
            _ => {}
        }
    }

    fn review(&mut self) {
        self.answer.alert = Some(Alert::Review);
        self.model.going = Going::Review { since: self.begun() };
    }

    fn away(&mut self, back: Option<NaiveDate>) {
        let zone = self.scene.contact_zone;
        let today = clock::day(zone, self.now);
        let days = |count: u64| today.checked_add_days(Days::new(count)).unwrap_or(today);
        let back = back.unwrap_or_else(|| days(AWAY_DAYS));
        if back < today || back > days(MAX_AWAY_DAYS) {
            return self.review();
        }
        self.hold(back);
        if self.touch_state() != TouchState::InOutbox {
            self.put_off();
        }
    }

    /// Computes anew when a touch is due that may be due already: later from now, it waits again.
    fn put_off(&mut self) {
        self.compute();
        if self.model.open.as_ref().is_some_and(|open| open.due > self.now) {
            self.set_state(TouchState::Waiting);
        }
    }

    /// Nothing is due before this day begins, or before a later one that was named already.
    fn hold(&mut self, day: NaiveDate) {
        let until = clock::start(self.scene.contact_zone, day);
        self.model.held = self.model.held.max(Some(until));
    }
}
