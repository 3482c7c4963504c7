//! What each event does.

use super::due;
use super::clock;
use super::path::Turn;
use super::still::Span;
use super::Going;
use desk_core::enrolment::{
    AWAY_DAYS, Alert, Event, MAX_AWAY_DAYS, Numbers, Outcome, PauseReason, Refused, SkipReason,
};
use desk_core::routing::{self, Lead};
use desk_core::rules::OnReply;
use desk_core::step::StepContent;
use desk_core::touch::{Disposition, TouchState};
use chrono::NaiveDate;

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
                self.stood_still(since.as_millis());
                self.compute_waiting();
                Ok(())
            }
            _ => {
                self.hear(event);
                Ok(())
            }
        }
    }

    fn is_still(&self) -> bool {
        self.model.frozen || !matches!(self.model.going, Going::On { .. })
    }

    fn touch_state(&self) -> TouchState {
        self.model.open.as_ref().map_or(TouchState::Waiting, |open| open.state)
    }

    /// What the rep, or the outbox, did with the touch.
    fn work(&mut self, event: Event) -> Result<(), Refused> {
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
                    open.state = TouchState::Waiting;
                }
                self.compute();
            }
            _ => {}
        }
        Ok(())
    }

    fn called(&mut self, disposition: Option<Disposition>) {
        let lead = self.model.open.as_ref().and_then(|open| {
            let step = self.step(open.step)?;
            Some(routing::lead(&step.rules.routing, disposition?))
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
                let until = clock::days_later(self.scene.contact_zone, now, i64::from(days));
                if let Going::On { held } = &mut self.model.going {
                    *held = Some(until.max(held.unwrap_or(until)));
                }
                self.follow(step, now);
            }
            Lead::Ask => {
                self.answer.alert = Some(Alert::Decide);
                self.follow(step, now);
                self.pause(PauseReason::NotInterested);
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
                let is_email = self
                    .model
                    .open
                    .as_ref()
                    .and_then(|open| self.step(open.step))
                    .is_some_and(|step| matches!(step.content, StepContent::Email { .. }));
                if state == TouchState::InOutbox || !is_email {
                    return Err(Refused::TouchState);
                }
                self.set_state(TouchState::InOutbox);
            }
            Event::TakenBack => {
                if state != TouchState::InOutbox {
                    return Err(Refused::TouchState);
                }
                self.set_state(TouchState::Due);
            }
            Event::Recheck => {
                if state != TouchState::Waiting && !self.is_still() {
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
            Event::Pause { reason } => self.pause_or_keep(reason),
            Event::Resume => {
                if matches!(self.model.going, Going::On { .. }) {
                    return Err(Refused::NotPaused);
                }
                self.model.going = Going::On { held: None };
                self.go_on();
            }
            Event::Freeze => {
                self.model.frozen = true;
                self.model.still_since = self.model.still_since.or(Some(self.now));
            }
            _ => {
                self.model.frozen = false;
                self.go_on();
            }
        }
        Ok(())
    }

    /// Pauses, or gives a pause another reason.
    fn pause_or_keep(&mut self, reason: PauseReason) {
        let since = match self.model.going {
            Going::Paused { since, .. } | Going::Review { since } => Some(since),
            _ => None,
        };
        self.pause(reason);
        if let (Some(earlier), Going::Paused { since, .. }) = (since, &mut self.model.going) {
            *since = earlier;
        }
    }

    /// Goes on if nothing holds it any more.
    fn go_on(&mut self) {
        if self.is_still() {
            return;
        }
        if let Some(since) = self.model.still_since.take() {
            self.stood_still(since);
        }
        self.compute_waiting();
    }

    fn stood_still(&mut self, from: i64) {
        let until = self.now;
        match &mut self.model.open {
            Some(open) if open.state == TouchState::Waiting => open.still.push(Span { from, until }),
            _ => {}
        }
    }

    /// What was heard from or about the contact.
    fn hear(&mut self, event: Event) {
        let exits = self.scene.rules.exits;
        match event {
            Event::Reply => {
                self.answer.alert = Some(Alert::Replied);
                match exits.reply {
                    OnReply::Pause => self.pause_or_keep(PauseReason::Replied),
                    OnReply::Finish => self.finish(Outcome::Replied),
                }
            }
            Event::ColleagueReply if exits.colleague_reply => {
                self.answer.alert = Some(Alert::ColleagueReplied);
                self.pause_or_keep(PauseReason::ColleagueReplied);
            }
            Event::WroteByHand if exits.wrote_by_hand => {
                self.answer.alert = Some(Alert::Decide);
                self.pause_or_keep(PauseReason::WroteByHand);
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
        self.model.going = Going::Review { since: self.now };
        self.model.still_since = self.model.still_since.or(Some(self.now));
    }

    fn away(&mut self, back: Option<NaiveDate>) {
        let zone = self.scene.contact_zone;
        let today = clock::day(zone, self.now);
        let days = |count: u64| today.checked_add_days(chrono::Days::new(count)).unwrap_or(today);
        let back = back.unwrap_or_else(|| days(AWAY_DAYS));
        if back < today || back > days(MAX_AWAY_DAYS) {
            return self.review();
        }
        if let Going::On { held } = &mut self.model.going {
            *held = Some(due::back_at(self.scene, back));
            if self.touch_state() != TouchState::InOutbox {
                self.set_state(TouchState::Waiting);
                self.compute();
            }
        }
    }
}

