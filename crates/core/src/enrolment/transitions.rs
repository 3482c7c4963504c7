//! The rules themselves: what each event makes of an enrolment.

use super::course::{Course, Past, Seen};
use super::{
    AWAY_DAYS, Advance, Alert, Closed, Effects, Enrolment, EnrolmentState, Event, MAX_AWAY_DAYS,
    MAX_MOVES, MAX_TOUCHES, Numbers, Outcome, PauseReason, Position, Refused, SkipReason,
};
use crate::condition::{Branch, EndAs};
use crate::ids::{CadenceId, StepId};
use crate::routing::{self, Lead};
use crate::rules::{AfterLastRun, OnReply};
use crate::schedule::plus;
use crate::step::{Step, StepContent};
use crate::time::Timestamp;
use crate::touch::{Disposition, TouchState};
use chrono::{Days, NaiveDate, NaiveTime};

/// Lets a contact begin: at `first`, or at the first step, with `base` as the moment of the start.
/// `moves` is how often the contact was moved from cadence to cadence before.
///
/// # Errors
/// [`Refused::NoSuchStep`] when there is no such step.
pub fn begin(
    first: Option<StepId>,
    base: Timestamp,
    moves: u32,
    course: &Course<'_>,
    now: Timestamp,
) -> Result<Advance, Refused> {
    let step = match first {
        Some(id) => course.step(id)?,
        None => course.steps.first().ok_or(Refused::NoSuchStep)?,
    };
    let mut start = course.position(step, base, None, 1);
    if first.is_some() {
        // The first of the chosen steps begins at once, whatever its delay after the one before.
        start = course.timed(Position { retry_minutes: Some(0), ..start }, step, None, base);
    }
    let next = Enrolment {
        state: EnrolmentState::Active { held_until: None },
        frozen: false,
        stopped_since: None,
        run: 1,
        touches: 0,
        moves,
        buying_signal: false,
        position: Some(start),
    };
    let mut walk = Walk::new(next, course, now);
    walk.settle();
    Ok(walk.finish())
}

/// What `event` leads to.
///
/// # Errors
/// [`Refused`] says why it cannot be.
pub fn advance(
    enrolment: &Enrolment,
    event: Event,
    course: &Course<'_>,
    now: Timestamp,
) -> Result<Advance, Refused> {
    let Some(position) = enrolment.position else { return Err(Refused::Finished) };
    let mut walk = Walk::new(enrolment.clone(), course, now);
    walk.take(event, &position)?;
    walk.settle();
    Ok(walk.finish())
}

/// An enrolment on its way through one event.
struct Walk<'a> {
    next: Enrolment,
    effects: Effects,
    course: &'a Course<'a>,
    now: Timestamp,
}

impl<'a> Walk<'a> {
    fn new(next: Enrolment, course: &'a Course<'a>, now: Timestamp) -> Self {
        Self { next, effects: Effects::default(), course, now }
    }

    fn finish(self) -> Advance {
        Advance { next: self.next, effects: self.effects }
    }

    /// Whether it stands still, by itself or with everything.
    const fn stands_still(&self) -> bool {
        self.next.is_stopped() || self.course.all_paused_since.is_some()
    }

    fn take(&mut self, event: Event, open: &Position) -> Result<(), Refused> {
        let in_outbox = open.state == TouchState::InOutbox;
        match event {
            Event::Tick => {}
            // An e-mail that was on its way when the enrolment was stopped counts as well.
            Event::Done if !in_outbox => {
                self.workable(in_outbox)?;
                self.done(None);
            }
            Event::Done => self.done(None),
            Event::Called { disposition } => {
                self.workable(in_outbox)?;
                self.called(disposition)?;
            }
            Event::Skip => {
                self.workable(in_outbox)?;
                self.close_and_go_on(Some(SkipReason::Rep), None, self.now);
            }
            Event::Snooze { until, beyond_hours } => {
                self.workable(in_outbox)?;
                let snoozed_until = Some(until);
                self.retime(Position { snoozed_until, beyond_hours, ..*open })?;
            }
            Event::Queued => {
                self.workable(in_outbox)?;
                self.set_touch(TouchState::InOutbox);
            }
            Event::TakenBack if !in_outbox => return Err(Refused::TouchState),
            Event::TakenBack => self.set_touch(TouchState::Due),
            Event::Recheck => self.recheck(open)?,
            Event::Replan => {
                if open.state == TouchState::Waiting {
                    self.retime(*open)?;
                }
            }
            Event::Pause { reason } => {
                if self.next.is_paused() {
                    return Err(Refused::Stopped);
                }
                self.pause(reason);
            }
            Event::Resume => {
                if !self.next.is_paused() {
                    return Err(Refused::NotPaused);
                }
                self.next.state = EnrolmentState::Active { held_until: None };
                self.go_on()?;
            }
            Event::Freeze => {
                self.next.frozen = true;
                self.stop();
            }
            Event::Thaw => {
                self.next.frozen = false;
                self.go_on()?;
            }
            Event::GoOn { since } => {
                let own = self.next.stopped_since.map_or(since, |own| own.min(since));
                self.next.stopped_since = Some(own);
                self.go_on()?;
            }
            other => self.hear(other, open)?,
        }
        Ok(())
    }

    /// What comes from outside: the contact, the mailbox, the rep's decision to end it.
    fn hear(&mut self, event: Event, open: &Position) -> Result<(), Refused> {
        let exits = self.course.rules.exits;
        match event {
            Event::Reply => {
                self.effects.alert = Some(Alert::Replied);
                match exits.reply {
                    OnReply::Pause => self.pause(PauseReason::Replied),
                    OnReply::Finish => self.end(Outcome::Replied),
                }
            }
            Event::ColleagueReply => {
                self.effects.alert = Some(Alert::ColleagueReplied);
                if exits.colleague_reply && !self.next.is_paused() {
                    self.pause(PauseReason::ColleagueReplied);
                }
            }
            Event::WroteByHand if exits.wrote_by_hand && !self.next.is_paused() => {
                self.effects.alert = Some(Alert::Decide);
                self.pause(PauseReason::WroteByHand);
            }
            Event::Ambiguous => self.review(),
            Event::OutOfOffice { back } if exits.out_of_office => self.away(back, open)?,
            Event::Bounced { last } => {
                self.effects.alert = Some(Alert::Bounced);
                if last {
                    self.end(Outcome::Bounced);
                }
            }
            Event::OptOut => {
                self.effects.alert = Some(Alert::OptedOut);
                self.end(Outcome::OptedOut);
            }
            Event::Meeting => {
                self.effects.alert = Some(Alert::Meeting);
                if exits.meeting {
                    self.end(Outcome::Won);
                }
            }
            Event::BuyingSignal => {
                self.effects.alert = Some(Alert::BuyingSignal);
                self.next.buying_signal = true;
            }
            Event::Finish { outcome } => self.end(outcome),
            _ => {}
        }
        Ok(())
    }

    /// Whether the rep may work the open touch now.
    const fn workable(&self, in_outbox: bool) -> Result<(), Refused> {
        if self.stands_still() {
            return Err(Refused::Stopped);
        }
        if in_outbox { Err(Refused::TouchState) } else { Ok(()) }
    }

    fn set_touch(&mut self, state: TouchState) {
        if let Some(position) = &mut self.next.position {
            position.state = state;
        }
    }

    fn retime(&mut self, position: Position) -> Result<(), Refused> {
        let step = self.course.step(position.step)?;
        let held = self.next.held_until();
        self.next.position = Some(self.course.timed(position, step, held, self.now));
        Ok(())
    }

    fn stop(&mut self) {
        let all = self.course.all_paused_since.map_or(self.now, |since| since.min(self.now));
        self.next.stopped_since = self.next.stopped_since.or(Some(all));
    }

    fn pause(&mut self, reason: PauseReason) {
        let since = match self.next.state {
            EnrolmentState::Paused { since, .. } | EnrolmentState::Review { since } => since,
            _ => self.now,
        };
        self.next.state = EnrolmentState::Paused { reason, since };
        self.stop();
    }

    fn review(&mut self) {
        self.effects.alert = Some(Alert::Review);
        if !self.next.is_paused() {
            self.next.state = EnrolmentState::Review { since: self.now };
            self.stop();
        }
    }

    /// R21: held until the opening of the day of return; a day that makes no sense is looked at.
    fn away(&mut self, back: Option<NaiveDate>, open: &Position) -> Result<(), Refused> {
        let EnrolmentState::Active { held_until } = self.next.state else { return Ok(()) };
        let today = self.course.contact_zone.civil(self.now).date();
        let ahead = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
        let day = back.unwrap_or_else(|| ahead(AWAY_DAYS));
        if day < today || day > ahead(MAX_AWAY_DAYS) {
            self.review();
            return Ok(());
        }
        let until = self.course.contact_zone.moment(day.and_time(NaiveTime::MIN));
        let until = held_until.map_or(until, |held| held.max(until));
        self.next.state = EnrolmentState::Active { held_until: Some(until) };
        if open.state == TouchState::InOutbox { Ok(()) } else { self.retime(*open) }
    }

    /// Moves the base by the time that the enrolment stood still, once nothing stops it any more.
    fn go_on(&mut self) -> Result<(), Refused> {
        let Some(since) = self.next.stopped_since else { return Ok(()) };
        if self.next.is_stopped() {
            return Ok(());
        }
        if let Some(all) = self.course.all_paused_since {
            self.next.stopped_since = Some(since.min(all));
            return Ok(());
        }
        self.next.stopped_since = None;
        let Some(position) = self.next.position else { return Ok(()) };
        if position.state != TouchState::Waiting {
            // What was due stays due.
            return Ok(());
        }
        let from = since.max(position.base).as_millis();
        let stood = self.now.as_millis().saturating_sub(from).max(0);
        self.retime(Position {
            base: plus(position.base, stood),
            snoozed_until: position.snoozed_until.map(|until| plus(until, stood)),
            ..position
        })
    }

    fn end(&mut self, outcome: Outcome) {
        self.next.state = EnrolmentState::Finished { outcome, at: self.now };
        self.next.position = None;
        self.next.stopped_since = None;
        self.effects.turned_due = false;
    }

    fn move_on(&mut self, to: CadenceId) {
        if self.next.moves >= MAX_MOVES {
            self.effects.alert = Some(Alert::Limit);
            self.end(Outcome::MoveLimit);
        } else {
            self.end(Outcome::Moved);
            self.effects.move_to = Some(to);
        }
    }

    fn done(&mut self, disposition: Option<Disposition>) {
        self.close_and_go_on(None, disposition, self.now);
    }

    /// Where a call leads (R36, R37).
    fn called(&mut self, disposition: Option<Disposition>) -> Result<(), Refused> {
        let Some(position) = self.next.position else { return Err(Refused::Finished) };
        let step = self.course.step(position.step)?;
        let Some(came) = disposition else {
            self.done(None);
            return Ok(());
        };
        match routing::lead(&step.rules.routing, came) {
            Lead::Retry { minutes, times } => {
                if self.tried(&position, came) < times {
                    return self.retry(&position, came, minutes);
                }
                self.done(disposition);
            }
            Lead::Next => self.done(disposition),
            Lead::Jump { to } => {
                if self.close(None, disposition) {
                    self.go_to(to, self.now);
                }
            }
            Lead::Rest { days } => {
                let day = self.course.contact_zone.civil(self.now).date();
                let until = day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
                let until = self.course.contact_zone.moment(until.and_time(NaiveTime::MIN));
                self.next.state = EnrolmentState::Active { held_until: Some(until) };
                self.done(disposition);
            }
            Lead::Ask => {
                let reason = match came {
                    Disposition::NotInterested => PauseReason::NotInterested,
                    _ => PauseReason::Cadence,
                };
                self.effects.alert = Some(Alert::Decide);
                self.done(disposition);
                if self.next.position.is_some() {
                    self.pause(reason);
                }
            }
            Lead::Finish { end } => self.close_and_end(disposition, end),
            Lead::Move { to } => {
                if self.close(None, disposition) {
                    self.move_on(to);
                }
            }
            Lead::BadNumber => {
                self.effects.numbers = Some(Numbers::Bad);
                self.done(disposition);
            }
            Lead::NoCalls => {
                self.effects.numbers = Some(Numbers::NoCalls);
                self.done(disposition);
            }
        }
        Ok(())
    }

    fn close_and_end(&mut self, disposition: Option<Disposition>, end: EndAs) {
        if self.close(None, disposition) {
            if end == EndAs::Won {
                self.effects.alert = Some(Alert::Meeting);
            }
            self.end(end.into());
        }
    }

    /// How often this visit was tried again for the same disposition.
    fn tried(&self, open: &Position, came: Disposition) -> u32 {
        let run = self.next.run;
        let same = |past: &&Past| {
            past.run == run
                && past.step == open.step
                && past.visit == open.visit
                && past.disposition == Some(came)
        };
        u32::try_from(self.course.facts.past.iter().filter(same).count()).unwrap_or(u32::MAX)
    }

    fn retry(&mut self, open: &Position, came: Disposition, minutes: u32) -> Result<(), Refused> {
        if self.close(None, Some(came)) {
            let step = self.course.step(open.step)?;
            let held = self.next.held_until();
            let again = self.course.position(step, self.now, held, open.visit);
            self.retime(Position {
                attempt: open.attempt.saturating_add(1),
                retry_minutes: Some(minutes),
                ..again
            })?;
        }
        Ok(())
    }

    /// Ends the open touch; false when the limit of touches has ended the enrolment.
    fn close(&mut self, skipped: Option<SkipReason>, disposition: Option<Disposition>) -> bool {
        let Some(position) = self.next.position else { return false };
        let (run, at) = (self.next.run, self.now);
        self.effects.closed.push(Closed { position, run, skipped, disposition, at });
        self.next.touches = self.next.touches.saturating_add(1);
        if self.next.touches >= MAX_TOUCHES {
            self.effects.alert = Some(Alert::Limit);
            self.end(Outcome::TouchLimit);
            return false;
        }
        true
    }

    fn close_and_go_on(
        &mut self,
        skipped: Option<SkipReason>,
        disposition: Option<Disposition>,
        base: Timestamp,
    ) {
        let Some(position) = self.next.position else { return };
        if self.close(skipped, disposition) {
            let after = self.course.steps.iter().skip_while(|step| step.id != position.step);
            match after.skip(1).map(|step| step.id).next() {
                Some(step) => self.go_to(step, base),
                None => self.end_of_run(base),
            }
        }
    }

    fn go_to(&mut self, id: StepId, base: Timestamp) {
        match self.course.step(id) {
            Ok(step) => {
                let visit = self.visits(id).saturating_add(1);
                let held = self.next.held_until();
                self.next.position = Some(self.course.position(step, base, held, visit));
            }
            // Saving refuses a jump to a step that there is not; a run ends rather than being stuck.
            Err(_) => self.end_of_run(base),
        }
    }

    fn end_of_run(&mut self, end: Timestamp) {
        let rules = self.course.rules;
        match self.course.steps.first() {
            Some(first) if self.next.run < rules.runs.total => {
                self.next.run += 1;
                self.go_to(first.id, self.course.next_run(end));
            }
            _ => match rules.after {
                AfterLastRun::Idle => self.end(Outcome::NoReply),
                AfterLastRun::Move { to } => self.move_on(to),
            },
        }
    }

    /// What has come to its end before, and in this very event.
    fn past(&self) -> Vec<Past> {
        let now = self.effects.closed.iter().map(|closed| Past {
            run: closed.run,
            step: closed.position.step,
            visit: closed.position.visit,
            done: closed.skipped.is_none(),
            disposition: closed.disposition,
        });
        self.course.facts.past.iter().copied().chain(now).collect()
    }

    fn visits(&self, step: StepId) -> u32 {
        let run = self.next.run;
        let before = self.course.facts.past.iter().filter(|past| past.run == run);
        let before = before.filter(|past| past.step == step).map(|past| past.visit);
        let now = self.effects.closed.iter().filter(|closed| closed.run == run);
        let now = now.filter(|closed| closed.position.step == step);
        before.chain(now.map(|closed| closed.position.visit)).max().unwrap_or(0)
    }

    /// What is done instead of a step whose moment has come.
    fn instead(&self, step: &Step, position: &Position) -> Option<(Branch, SkipReason)> {
        let lacks = match self.course.lacks(step) {
            // Numbers may have been marked by this very event.
            None if self.numbers_are_gone(step) => Some(SkipReason::NoPhone),
            other => other,
        };
        if let Some(reason) = lacks {
            return Some((Branch::Skip, reason));
        }
        if step.rules.condition.is_none() && position.visit == 1 {
            return None;
        }
        let past = self.past();
        let mail = matches!(step.content, StepContent::Email { .. });
        let sent = |past: &Past| past.run == self.next.run && past.step == step.id && past.done;
        if mail && !step.rules.may_repeat && past.iter().any(sent) {
            return Some((Branch::Skip, SkipReason::AlreadySent));
        }
        let (run, buying_signal) = (self.next.run, self.next.buying_signal);
        let seen = Seen { course: self.course, run, buying_signal, past: &past };
        let condition = step.rules.condition.as_ref()?;
        condition.branch(&seen).map(|branch| (branch, SkipReason::Condition))
    }

    fn numbers_are_gone(&self, step: &Step) -> bool {
        let is_call = matches!(step.content, StepContent::Call { .. });
        let left = match self.effects.numbers {
            None => self.course.facts.phones,
            Some(Numbers::Bad) => self.course.facts.phones.saturating_sub(1),
            Some(Numbers::NoCalls) => 0,
        };
        is_call && left == 0
    }

    /// R7: looks at the open touch once more, before its e-mail leaves by itself.
    fn recheck(&mut self, open: &Position) -> Result<(), Refused> {
        let step = self.course.step(open.step)?;
        if open.state == TouchState::Due
            && let Some((branch, reason)) = self.instead(step, open)
        {
            self.branch(branch, reason, self.now);
        }
        Ok(())
    }

    fn branch(&mut self, branch: Branch, reason: SkipReason, base: Timestamp) {
        match branch {
            Branch::Skip => self.close_and_go_on(Some(reason), None, base),
            Branch::Jump { to } => {
                if self.close(Some(reason), None) {
                    self.go_to(to, base);
                }
            }
            Branch::Pause => {
                // Due for the rep, who does it or skips it.
                self.set_touch(TouchState::Due);
                self.effects.alert = Some(Alert::Decide);
                self.pause(PauseReason::Cadence);
            }
            Branch::Finish { end } => {
                if self.close(Some(reason), None) {
                    self.end(end.into());
                }
            }
            Branch::Move { to } => {
                if self.close(Some(reason), None) {
                    self.move_on(to);
                }
            }
        }
    }

    /// Turns due what has become due, passing over what cannot be done. The base after a step that
    /// a rule passes over is the moment at which it was due (R7).
    fn settle(&mut self) {
        while let Some(position) = self.next.position {
            let waits = position.state != TouchState::Waiting || position.due_at > self.now;
            if waits || self.stands_still() {
                return;
            }
            let Ok(step) = self.course.step(position.step) else { return };
            // Once more: what it was computed from may have changed since.
            let held = self.next.held_until();
            let (ready_at, due) = self.course.moments(&position, step, held);
            let due_at = due.unwrap_or(position.due_at);
            let position = Position { ready_at, due_at, ..position };
            self.next.position = Some(position);
            if due_at > self.now {
                return;
            }
            let instead = match due {
                None => Some((Branch::Skip, SkipReason::NeverOpen)),
                Some(_) => self.instead(step, &position),
            };
            match instead {
                Some((branch, reason)) => self.branch(branch, reason, due_at),
                None => {
                    if let EnrolmentState::Active { held_until } = &mut self.next.state {
                        *held_until = None;
                    }
                    self.set_touch(TouchState::Due);
                    self.effects.turned_due = true;
                }
            }
        }
    }
}
