//! Looking ahead: when the steps to come would be due, walked with the very rules that work them.

use super::{
    Closed, Course, Enrolment, EnrolmentState, Event, Past, Position, SkipReason, advance,
};
use crate::ids::StepId;
use crate::time::Timestamp;
use crate::touch::TouchState;

/// Most touches that a plan holds.
pub const MAX_PLANNED: usize = 200;

/// A touch to come, if each one before is done the moment it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// Which step.
    pub step: StepId,
    /// In which run.
    pub run: u32,
    /// When it would be due.
    pub due_at: Timestamp,
    /// Why it would be passed over.
    pub skipped: Option<SkipReason>,
    /// Whether a condition decides, as things are now, that it is done or passed over (R7).
    pub conditional: bool,
}

/// The open touch and those that follow, in order, at most [`MAX_PLANNED`]. An enrolment that stands
/// still is planned as if it went on at `now`.
#[must_use]
pub fn plan(enrolment: &Enrolment, course: &Course<'_>, now: Timestamp) -> Vec<Planned> {
    Walk::new(enrolment, course, now).collect()
}

/// The touches to come, one after the other.
struct Walk<'a> {
    enrolment: Enrolment,
    course: Course<'a>,
    past: Vec<Past>,
    now: Timestamp,
    left: usize,
    /// Steps that were passed over before the touch that comes next.
    ready: std::collections::VecDeque<Planned>,
}

impl<'a> Walk<'a> {
    fn new(enrolment: &Enrolment, course: &Course<'a>, now: Timestamp) -> Self {
        let mut enrolment = enrolment.clone();
        let everything = course.all_paused_since;
        let course = Course { all_paused_since: None, ..*course };
        enrolment.frozen = false;
        if enrolment.is_paused() {
            let held_until = enrolment.held_until();
            enrolment.state = EnrolmentState::Active { held_until };
        }
        // What is on its way counts as done now.
        if let Some(Position { state, .. }) = &mut enrolment.position
            && *state == TouchState::InOutbox
        {
            *state = TouchState::Due;
        }
        let stopped = enrolment.stopped_since.or(everything);
        let past = course.facts.past.to_vec();
        let ready = std::collections::VecDeque::new();
        let mut walk = Self { enrolment, course, past, now, left: MAX_PLANNED, ready };
        if let Some(since) = stopped {
            walk.happen(Event::GoOn { since });
        }
        walk
    }

    fn conditional(&self, step: StepId) -> bool {
        self.course.step(step).is_ok_and(|step| step.rules.condition.is_some())
    }

    /// Lets an event happen and keeps what it passed over.
    fn happen(&mut self, event: Event) -> bool {
        let facts = super::Facts { past: &self.past, ..self.course.facts };
        let course = Course { facts, ..self.course };
        let Ok(advance) = advance(&self.enrolment, event, &course, self.now) else { return false };
        self.enrolment = advance.next;
        for closed in advance.effects.closed {
            let Closed { position, run, skipped, disposition, .. } = closed;
            let done = skipped.is_none();
            let (step, visit) = (position.step, position.visit);
            self.past.push(Past { run, step, visit, done, disposition });
            if skipped.is_some() {
                let conditional = self.conditional(step);
                let due_at = position.due_at;
                self.ready.push_back(Planned { step, run, due_at, skipped, conditional });
            }
        }
        true
    }

    /// Goes on to the next touch that turns due.
    fn forward(&mut self) -> Option<()> {
        let open = self.enrolment.position?;
        self.now = self.now.max(open.due_at);
        if open.state == TouchState::Waiting && !self.happen(Event::Tick) {
            return None;
        }
        let Some(open) = self.enrolment.position else { return Some(()) };
        if open.state != TouchState::Due {
            // Moved on while it was looked at: the next round waits for it.
            return Some(());
        }
        let (step, run, due_at) = (open.step, self.enrolment.run, open.due_at);
        let conditional = self.conditional(step);
        self.ready.push_back(Planned { step, run, due_at, skipped: None, conditional });
        if self.enrolment.is_paused() || !self.happen(Event::Done) {
            // A condition that would stop it for the rep ends the plan.
            self.enrolment.position = None;
        }
        Some(())
    }
}

impl Iterator for Walk<'_> {
    type Item = Planned;

    fn next(&mut self) -> Option<Planned> {
        let mut rounds = MAX_PLANNED;
        while self.ready.is_empty() && rounds > 0 {
            rounds -= 1;
            if self.forward().is_none() {
                break;
            }
        }
        self.left = self.left.checked_sub(1)?;
        self.ready.pop_front()
    }
}
