//! The rules themselves: what each event makes of an enrolment.

use super::course::Course;
use super::{
    Advance, Alert, Closed, Effects, Enrolment, EnrolmentState, Event, MAX_MOVES, MAX_TOUCHES,
    Outcome, PauseReason, Position, Refused, SkipReason,
};
use crate::ids::{CadenceId, StepId};
use crate::rules::AfterLastRun;
use crate::schedule::plus;
use crate::time::Timestamp;
use crate::touch::{Disposition, TouchState};

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
        stopped_since: course.all_paused_since.map(|_| now),
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

/// The enrolment at the end of its run, which ended at `end`, without anything having been done.
pub(super) fn end_run(
    enrolment: &Enrolment,
    end: Timestamp,
    course: &Course<'_>,
    now: Timestamp,
) -> Advance {
    let mut walk = Walk::new(enrolment.clone(), course, now);
    walk.end_of_run(end);
    walk.settle();
    walk.finish()
}

/// An enrolment on its way through one event.
pub(super) struct Walk<'a> {
    pub(super) next: Enrolment,
    pub(super) effects: Effects,
    pub(super) course: &'a Course<'a>,
    pub(super) now: Timestamp,
}

impl<'a> Walk<'a> {
    fn new(next: Enrolment, course: &'a Course<'a>, now: Timestamp) -> Self {
        Self { next, effects: Effects::default(), course, now }
    }

    fn finish(self) -> Advance {
        Advance { next: self.next, effects: self.effects }
    }

    /// Whether it stands still, by itself or with everything.
    pub(super) const fn stands_still(&self) -> bool {
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
            Event::TakenBack => self.taken_back(open)?,
            Event::Recheck => {
                self.workable(false)?;
                self.recheck(open)?;
            }
            Event::Replan => {
                if open.state == TouchState::Waiting {
                    self.retime(*open)?;
                }
            }
            other => self.stand_or_go(other, open)?,
        }
        Ok(())
    }

    /// The layers that make it stand still (R5).
    fn stand_or_go(&mut self, event: Event, open: &Position) -> Result<(), Refused> {
        match event {
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
                let held_until = self.next.held_until();
                self.next.state = EnrolmentState::Active { held_until };
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
                self.next.stopped_since = self.next.stopped_since.or(Some(since));
                self.go_on()?;
            }
            other => self.hear(other, open)?,
        }
        Ok(())
    }

    /// Whether the rep may work the open touch now.
    pub(super) const fn workable(&self, in_outbox: bool) -> Result<(), Refused> {
        if self.stands_still() {
            return Err(Refused::Stopped);
        }
        if in_outbox { Err(Refused::TouchState) } else { Ok(()) }
    }

    pub(super) fn set_touch(&mut self, state: TouchState) {
        if let Some(position) = &mut self.next.position {
            position.state = state;
        }
    }

    pub(super) fn retime(&mut self, position: Position) -> Result<(), Refused> {
        let step = self.course.step(position.step)?;
        let held = self.next.held_until();
        self.next.position = Some(self.course.timed(position, step, held, self.now));
        Ok(())
    }

    /// The message did not leave: the touch is where it was before. A contact who has gone away
    /// meanwhile keeps it back (R21).
    fn taken_back(&mut self, open: &Position) -> Result<(), Refused> {
        let position = Position { state: TouchState::Due, ..*open };
        let held = self.next.held_until().is_some_and(|until| until > open.due_at);
        if held || open.due_at > self.now {
            return self.retime(position);
        }
        self.next.position = Some(position);
        Ok(())
    }

    pub(super) fn stop(&mut self) {
        let all = self.course.all_paused_since.map_or(self.now, |since| since.min(self.now));
        self.next.stopped_since = self.next.stopped_since.or(Some(all));
    }

    pub(super) fn pause(&mut self, reason: PauseReason) {
        let (since, held_until) = (self.waits_since(), self.next.held_until());
        self.next.state = EnrolmentState::Paused { reason, since, held_until };
        self.stop();
    }

    /// Since when it waits for the rep.
    pub(super) const fn waits_since(&self) -> Timestamp {
        match self.next.state {
            EnrolmentState::Paused { since, .. } | EnrolmentState::Review { since, .. } => since,
            _ => self.now,
        }
    }

    /// Moves the base by the time that the enrolment stood still, once nothing stops it any more.
    fn go_on(&mut self) -> Result<(), Refused> {
        let Some(since) = self.next.stopped_since else { return Ok(()) };
        if self.stands_still() {
            return Ok(());
        }
        self.next.stopped_since = None;
        let Some(position) = self.next.position else { return Ok(()) };
        if position.state != TouchState::Waiting {
            // What was due stays due.
            return Ok(());
        }
        let stood = self.now.as_millis().saturating_sub(since.as_millis()).max(0);
        self.retime(Position {
            base: plus(position.base, stood),
            snoozed_until: position.snoozed_until.map(|until| plus(until, stood)),
            ..position
        })
    }

    pub(super) fn end(&mut self, outcome: Outcome) {
        self.next.state = EnrolmentState::Finished { outcome, at: self.now };
        self.next.position = None;
        self.next.stopped_since = None;
        self.effects.turned_due = false;
    }

    pub(super) fn move_on(&mut self, to: CadenceId) {
        if self.next.moves >= MAX_MOVES {
            self.effects.alert = Some(Alert::Limit);
            self.end(Outcome::MoveLimit);
        } else {
            self.end(Outcome::Moved);
            self.effects.move_to = Some(to);
        }
    }

    pub(super) fn done(&mut self, disposition: Option<Disposition>) {
        self.close_and_go_on(None, disposition, self.now);
    }

    /// Ends the open touch.
    pub(super) fn close(&mut self, skipped: Option<SkipReason>, disposition: Option<Disposition>) {
        let Some(position) = self.next.position else { return };
        let (run, at) = (self.next.run, self.now);
        self.effects.closed.push(Closed { position, run, skipped, disposition, at });
        self.next.touches = self.next.touches.saturating_add(1);
    }

    pub(super) fn close_and_go_on(
        &mut self,
        skipped: Option<SkipReason>,
        disposition: Option<Disposition>,
        base: Timestamp,
    ) {
        let Some(position) = self.next.position else { return };
        self.close(skipped, disposition);
        let after = self.course.steps.iter().skip_while(|step| step.id != position.step);
        match after.skip(1).map(|step| step.id).next() {
            Some(step) => self.go_to(step, base),
            None => self.end_of_run(base),
        }
    }

    pub(super) fn go_to(&mut self, id: StepId, base: Timestamp) {
        // Saving refuses a jump to a step that there is not; a run ends rather than being stuck.
        let Ok(step) = self.course.step(id) else { return self.end_of_run(base) };
        let visit = self.visits(id).saturating_add(1);
        let held = self.next.held_until();
        self.enter(self.course.position(step, base, held, visit));
    }

    /// Opens a touch, unless there were as many as there may be.
    pub(super) fn enter(&mut self, position: Position) {
        if self.next.touches >= MAX_TOUCHES {
            self.effects.alert = Some(Alert::Limit);
            self.end(Outcome::TouchLimit);
            return;
        }
        self.next.position = Some(position);
        if self.stands_still() {
            // What it stood still before has nothing to do with the new base.
            self.next.stopped_since = Some(self.now);
        }
    }

    fn end_of_run(&mut self, end: Timestamp) {
        let rules = self.course.rules;
        if let Some(first) = self.course.steps.first()
            && self.next.run < rules.runs.total
        {
            self.next.run += 1;
            return self.go_to(first.id, self.course.next_run(end));
        }
        match (self.next.state, rules.after) {
            // The last e-mail was on its way when the answer came.
            (EnrolmentState::Paused { reason: PauseReason::Replied, .. }, _) => {
                self.end(Outcome::Replied);
            }
            (_, AfterLastRun::Idle) => self.end(Outcome::NoReply),
            (_, AfterLastRun::Move { .. }) if self.next.is_paused() => {
                // It waits for the rep, who decides whether the contact goes on elsewhere.
                self.effects.alert = Some(Alert::Decide);
                self.end(Outcome::NotMoved);
            }
            (_, AfterLastRun::Move { to }) => self.move_on(to),
        }
    }
}
