//! An enrolment: one contact working through one cadence, as a state machine.
//!
//! [`advance`] is a pure function from a state and an event to the next state. The engine stores
//! what comes out and carries the effects out.

use crate::ids::StepId;
use crate::schedule::{self, plus};
use crate::step::{Delay, DelayUnit, Step};
use crate::time::Timestamp;
use crate::touch::{TouchKind, TouchState};
use crate::zone::Zone;

/// Most touches of an enrolment, over all its runs (R15).
pub const MAX_TOUCHES: u32 = 200;

/// Why an enrolment is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PauseReason {
    /// The rep paused it.
    Rep,
    /// The contact answered.
    Replied,
    /// The contact said in a call that they are not interested.
    NotInterested,
}

/// How an enrolment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// A meeting was booked, or the goal was reached otherwise.
    Won,
    /// The last step is done and nobody answered.
    NoReply,
    /// The contact does not want to hear any more.
    OptedOut,
    /// The last address does not exist.
    Bounced,
    /// The rep took the contact out.
    Removed,
    /// It had as many touches as an enrolment may have.
    TouchLimit,
}

/// Why a step was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SkipReason {
    /// The rep skipped it.
    Rep,
    /// The contact has no e-mail address that can be used.
    NoEmail,
    /// The contact has no phone number that can be used.
    NoPhone,
}

/// What an enrolment is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "serde", serde(tag = "state"))]
pub enum EnrolmentState {
    /// It works through its steps.
    Active {
        /// Nothing is due before this moment: the contact is away until then.
        held_until: Option<Timestamp>,
    },
    /// It waits for the rep.
    Paused {
        /// Why.
        reason: PauseReason,
        /// Since when.
        since: Timestamp,
    },
    /// It is over.
    Finished {
        /// How.
        outcome: Outcome,
        /// When.
        at: Timestamp,
    },
}

/// Where an enrolment stands in its cadence: its one open touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The step.
    pub step: StepId,
    /// Which visit of the step in this run, from 1.
    pub visit: u32,
    /// Which attempt in this visit, from 1.
    pub attempt: u32,
    /// When the touch before was done, or for the first, when the enrolment began; moved by pauses.
    pub base: Timestamp,
    /// Hours to wait instead of the step's delay: this attempt repeats one that came to nothing.
    pub retry_hours: Option<u32>,
    /// The rep moved the due moment here.
    pub snoozed_until: Option<Timestamp>,
    /// Base and delay.
    pub ready_at: Timestamp,
    /// When it is due, after hours, holds and snoozes.
    pub due_at: Timestamp,
    /// Where the touch is.
    pub state: TouchState,
}

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// What it is doing.
    pub state: EnrolmentState,
    /// Whether its cadence is not active. A layer of its own: see [`Event::Freeze`] (R5).
    pub frozen: bool,
    /// Since when it stands still, by the rep, by a rule or by its cadence.
    pub stopped_since: Option<Timestamp>,
    /// How many touches it has had.
    pub touches: u32,
    /// Its open touch; none when it is finished.
    pub position: Option<Position>,
}

/// What the rules need to know besides the enrolment itself.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// The steps of its version.
    pub steps: &'a [Step],
    /// The contact's zone: e-mails and calls are counted in it.
    pub contact_zone: Zone,
    /// The rep's zone: tasks are counted in it.
    pub rep_zone: Zone,
    /// Whether the contact has an address that can be written to.
    pub has_email: bool,
    /// Whether the contact has a number that can be called.
    pub has_phone: bool,
}

/// What happens to an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Time has passed: what has become due is due.
    Tick,
    /// The open touch was done.
    Done,
    /// The open touch came to nothing and is tried again after so many hours.
    Retry {
        /// How many.
        hours: u32,
    },
    /// The rep passes the open touch over.
    Skip,
    /// The rep moves the due moment of the open touch.
    Snooze {
        /// To when.
        until: Timestamp,
    },
    /// The e-mail of the open touch was given to the outbox.
    Queued,
    /// It was taken back.
    TakenBack,
    /// It stands still from now on.
    Pause {
        /// Why.
        reason: PauseReason,
    },
    /// It goes on.
    Resume,
    /// Its cadence was deactivated.
    Freeze,
    /// Its cadence is active again.
    Thaw,
    /// The contact is away: nothing is due before they are back.
    Hold {
        /// When that is.
        until: Timestamp,
    },
    /// It is over.
    Finish {
        /// How it ended.
        outcome: Outcome,
    },
}

/// A touch that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// The touch as it was.
    pub position: Position,
    /// Why it was passed over; none when it was done.
    pub skipped: Option<SkipReason>,
    /// When.
    pub at: Timestamp,
}

/// What an event led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// The enrolment afterwards.
    pub next: Enrolment,
    /// Touches that came to their end, in order.
    pub closed: Vec<Closed>,
    /// The touch that turned due just now.
    pub turned_due: bool,
}

/// Why an event was refused. Nothing is changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The enrolment is over.
    #[error("the enrolment is finished")]
    Finished,
    /// It stands still; it has to be resumed first.
    #[error("the enrolment stands still")]
    Stopped,
    /// It is not paused.
    #[error("the enrolment is not paused")]
    NotPaused,
    /// The e-mail of the touch is in the outbox already, or is not there.
    #[error("the touch is not in that state")]
    TouchState,
    /// The step is not in the version.
    #[error("the step does not exist")]
    NoSuchStep,
}

/// Lets a contact begin: at `first`, or at the first step, with `base` as the moment of the start.
///
/// # Errors
/// [`Refused::NoSuchStep`] when there is no such step.
pub fn begin(
    first: Option<StepId>,
    base: Timestamp,
    course: &Course<'_>,
    now: Timestamp,
) -> Result<Advance, Refused> {
    let found = match first {
        Some(id) => course.steps.iter().find(|step| step.id == id),
        None => course.steps.first(),
    };
    let step = found.ok_or(Refused::NoSuchStep)?;
    let start = course.position(step, base, None, None, 1);
    // The first of the chosen steps begins at once, whatever its delay after the one before.
    let start = if first.is_some() { course.at_once(start, step) } else { start };
    let next = Enrolment {
        state: EnrolmentState::Active { held_until: None },
        frozen: false,
        stopped_since: None,
        touches: 0,
        position: Some(start),
    };
    let mut advance = Advance { next, closed: Vec::new(), turned_due: false };
    advance.settle(course, now);
    Ok(advance)
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
    let mut advance = Advance { next: enrolment.clone(), closed: Vec::new(), turned_due: false };
    let Some(position) = enrolment.position else { return Err(Refused::Finished) };
    let stopped = enrolment.is_stopped();
    let in_outbox = position.state == TouchState::InOutbox;
    match event {
        Event::Tick => {}
        // An e-mail that was on its way when the enrolment was stopped counts as well.
        Event::Done if stopped && !in_outbox => return Err(Refused::Stopped),
        Event::Done => advance.close(course, None, now, now),
        Event::Retry { .. } | Event::Skip | Event::Snooze { .. } | Event::Queued if stopped => {
            return Err(Refused::Stopped);
        }
        Event::Retry { .. } | Event::Skip | Event::Snooze { .. } | Event::Queued if in_outbox => {
            return Err(Refused::TouchState);
        }
        Event::Retry { hours } => advance.retry(course, hours, now)?,
        Event::Skip => advance.close(course, Some(SkipReason::Rep), now, now),
        Event::Snooze { until } => {
            let step = course.step(position.step)?;
            let moved = Position { snoozed_until: Some(until), ..position };
            advance.next.position = Some(course.timed(moved, step, None, now));
        }
        Event::Queued => advance.set_touch(TouchState::InOutbox),
        Event::TakenBack if !in_outbox => return Err(Refused::TouchState),
        Event::TakenBack => advance.set_touch(TouchState::Due),
        Event::Pause { reason } => {
            if matches!(enrolment.state, EnrolmentState::Paused { .. }) {
                return Err(Refused::Stopped);
            }
            advance.next.state = EnrolmentState::Paused { reason, since: now };
            advance.next.stopped_since = enrolment.stopped_since.or(Some(now));
        }
        Event::Resume => {
            if !matches!(enrolment.state, EnrolmentState::Paused { .. }) {
                return Err(Refused::NotPaused);
            }
            advance.next.state = EnrolmentState::Active { held_until: None };
            advance.go_on(course, now)?;
        }
        Event::Freeze => {
            advance.next.frozen = true;
            advance.next.stopped_since = enrolment.stopped_since.or(Some(now));
        }
        Event::Thaw => {
            advance.next.frozen = false;
            advance.go_on(course, now)?;
        }
        Event::Hold { until } => {
            if let EnrolmentState::Active { held_until } = &mut advance.next.state {
                *held_until = Some(until);
                if !in_outbox {
                    let step = course.step(position.step)?;
                    advance.next.position = Some(course.timed(position, step, Some(until), now));
                }
            }
        }
        Event::Finish { outcome } => advance.finish(outcome, now),
    }
    advance.settle(course, now);
    Ok(advance)
}

/// The steps after the open one, with the moments at which they would be due if each one before is
/// done when it is due. A step that would be passed over is named with its reason.
#[must_use]
pub fn plan(
    from: &Position,
    course: &Course<'_>,
    now: Timestamp,
) -> Vec<(StepId, Timestamp, Option<SkipReason>)> {
    let mut planned = Vec::new();
    let mut done_at = from.due_at.max(now);
    let after = course.steps.iter().skip_while(|step| step.id != from.step).skip(1);
    for step in after {
        let position = course.position(step, done_at, None, None, 1);
        planned.push((step.id, position.due_at, course.lacks(step)));
        done_at = position.due_at;
    }
    planned
}

impl Enrolment {
    /// Whether it stands still: paused, or its cadence is not active.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.frozen || matches!(self.state, EnrolmentState::Paused { .. })
    }

    const fn held_until(&self) -> Option<Timestamp> {
        match self.state {
            EnrolmentState::Active { held_until } => held_until,
            EnrolmentState::Paused { .. } | EnrolmentState::Finished { .. } => None,
        }
    }
}

impl Course<'_> {
    /// The zone in which a kind of work is counted (R1).
    #[must_use]
    pub const fn zone(&self, kind: TouchKind) -> Zone {
        match kind {
            TouchKind::Email | TouchKind::Call => self.contact_zone,
            TouchKind::Task => self.rep_zone,
        }
    }

    /// Why a step would be passed over.
    #[must_use]
    pub const fn lacks(&self, step: &Step) -> Option<SkipReason> {
        match step.content.kind() {
            TouchKind::Email if !self.has_email => Some(SkipReason::NoEmail),
            TouchKind::Call if !self.has_phone => Some(SkipReason::NoPhone),
            _ => None,
        }
    }

    fn step(&self, id: StepId) -> Result<&Step, Refused> {
        self.steps.iter().find(|step| step.id == id).ok_or(Refused::NoSuchStep)
    }

    fn position(
        &self,
        step: &Step,
        base: Timestamp,
        held_until: Option<Timestamp>,
        retry_hours: Option<u32>,
        attempt: u32,
    ) -> Position {
        let position = Position {
            step: step.id,
            visit: 1,
            attempt,
            base,
            retry_hours,
            snoozed_until: None,
            ready_at: base,
            due_at: base,
            state: TouchState::Waiting,
        };
        self.timed(position, step, held_until, base)
    }

    /// The position with its moments computed. What was snoozed to a moment that has passed is due.
    fn timed(
        &self,
        position: Position,
        step: &Step,
        held_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Position {
        let kind = step.content.kind();
        let delay = position
            .retry_hours
            .map_or(step.delay, |hours| Delay { amount: i64::from(hours), unit: DelayUnit::Hours });
        let ready_at = schedule::ready_at(position.base, delay, self.zone(kind));
        let wanted = position.snoozed_until.unwrap_or(ready_at);
        let wanted = held_until.map_or(wanted, |until| wanted.max(until));
        let due_at = match kind {
            TouchKind::Call => schedule::calling_hours(wanted, self.contact_zone),
            TouchKind::Email | TouchKind::Task => wanted,
        };
        let state = match position.state {
            TouchState::Due if due_at > now => TouchState::Waiting,
            other => other,
        };
        Position { ready_at, due_at, state, ..position }
    }

    fn at_once(&self, position: Position, step: &Step) -> Position {
        self.timed(Position { retry_hours: Some(0), ..position }, step, None, position.base)
    }
}

impl Advance {
    fn set_touch(&mut self, state: TouchState) {
        if let Some(position) = &mut self.next.position {
            position.state = state;
        }
    }

    /// Ends the open touch and goes to the next step, counted from `base`.
    fn close(
        &mut self,
        course: &Course<'_>,
        skipped: Option<SkipReason>,
        base: Timestamp,
        now: Timestamp,
    ) {
        let Some(position) = self.next.position else { return };
        self.closed.push(Closed { position, skipped, at: now });
        self.next.touches += 1;
        let mut after = course.steps.iter().skip_while(|step| step.id != position.step).skip(1);
        match after.next() {
            _ if self.next.touches >= MAX_TOUCHES => self.finish(Outcome::TouchLimit, now),
            None => self.finish(Outcome::NoReply, now),
            Some(step) => {
                let held = self.next.held_until();
                self.next.position = Some(course.position(step, base, held, None, 1));
            }
        }
    }

    fn retry(&mut self, course: &Course<'_>, hours: u32, now: Timestamp) -> Result<(), Refused> {
        let Some(position) = self.next.position else { return Err(Refused::Finished) };
        let step = course.step(position.step)?;
        self.closed.push(Closed { position, skipped: None, at: now });
        self.next.touches += 1;
        if self.next.touches >= MAX_TOUCHES {
            self.finish(Outcome::TouchLimit, now);
            return Ok(());
        }
        let held = self.next.held_until();
        let again = course.position(step, now, held, Some(hours), position.attempt + 1);
        self.next.position = Some(Position { visit: position.visit, ..again });
        Ok(())
    }

    /// Moves the base by the time that the enrolment stood still, once nothing stops it any more.
    fn go_on(&mut self, course: &Course<'_>, now: Timestamp) -> Result<(), Refused> {
        if self.next.is_stopped() {
            return Ok(());
        }
        let Some(since) = self.next.stopped_since.take() else { return Ok(()) };
        let Some(position) = self.next.position else { return Ok(()) };
        if position.state != TouchState::Waiting {
            // What was due stays due.
            return Ok(());
        }
        let step = course.step(position.step)?;
        let from = since.max(position.base).as_millis();
        let stood = now.as_millis().saturating_sub(from).max(0);
        let moved = Position {
            base: plus(position.base, stood),
            snoozed_until: position.snoozed_until.map(|until| plus(until, stood)),
            ..position
        };
        self.next.position = Some(course.timed(moved, step, self.next.held_until(), now));
        Ok(())
    }

    fn finish(&mut self, outcome: Outcome, now: Timestamp) {
        self.next.state = EnrolmentState::Finished { outcome, at: now };
        self.next.position = None;
        self.next.stopped_since = None;
    }

    /// Turns due what has become due, passing over what cannot be done. The base after a step that
    /// a rule passes over is the moment at which it was due (R7).
    fn settle(&mut self, course: &Course<'_>, now: Timestamp) {
        while let Some(position) = self.next.position {
            let waits = position.state != TouchState::Waiting || position.due_at > now;
            if waits || self.next.is_stopped() {
                return;
            }
            let lacks = course.step(position.step).ok().and_then(|step| course.lacks(step));
            match lacks {
                Some(reason) => self.close(course, Some(reason), position.due_at, now),
                None => {
                    if let EnrolmentState::Active { held_until } = &mut self.next.state {
                        *held_until = None;
                    }
                    self.set_touch(TouchState::Due);
                    self.turned_due = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
