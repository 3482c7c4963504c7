//! Many people ahead (PRODUCT 3.4): which touches fall on which day, and when a list is finished under
//! the pace limits. Walked with the very rules that work them, e-mails one after the other through the
//! very pace that lets them leave.

use crate::enrolment::{Closed, Course, Enrolment, Event, Facts, Past, advance, begin};
use crate::ids::StepId;
use crate::pace::{Pace, Sent};
use crate::step::{EmailMode, StepContent};
use crate::time::Timestamp;
use crate::touch::{TouchKind, TouchState};
use crate::zone::Zone;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Most touches of one person that are looked ahead.
const MAX_TOUCHES: usize = 200;

/// Somebody who would begin.
pub struct Someone<'a> {
    /// What the rules need to know.
    pub course: Course<'a>,
    /// When they begin.
    pub base: Timestamp,
}

/// A touch to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// Whose: the place in the list that was given.
    pub who: usize,
    /// At which step.
    pub step: StepId,
    /// In which run.
    pub run: u32,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it is done: when it is due, or for an automatic e-mail, when the pace lets it leave.
    pub at: Timestamp,
}

/// The touches of people who begin together, in the order in which they are done. `sent` is what has
/// left of the mailbox before `now`.
#[must_use]
pub fn forecast(
    people: Vec<Someone<'_>>,
    pace: &Pace,
    sent: Sent,
    rep_zone: Zone,
    now: Timestamp,
) -> Vec<Touch> {
    let mut ahead = Ahead { pace, sent, rep_zone, done: Vec::new() };
    let mut walkers: Vec<Walker<'_>> =
        people.into_iter().map(|someone| Walker::new(someone, now)).collect();
    // Follow-ups go before first messages, and who was due first before who came later.
    let mut queue: BinaryHeap<Reverse<(Timestamp, bool, Timestamp, usize)>> = BinaryHeap::new();
    for (who, walker) in walkers.iter().enumerate() {
        queue.extend(walker.waits(who));
    }
    while let Some(Reverse((at, first, due, who))) = queue.pop() {
        let Some(walker) = walkers.get_mut(who) else { continue };
        if let Some(later) = ahead.wait(walker, first, at) {
            queue.push(Reverse((later, first, due, who)));
            continue;
        }
        ahead.done(walker, who, first, at);
        queue.extend(walker.waits(who));
    }
    ahead.done
}

/// The mailbox and what was done.
struct Ahead<'a> {
    pace: &'a Pace,
    sent: Sent,
    rep_zone: Zone,
    done: Vec<Touch>,
}

impl Ahead<'_> {
    /// Until when an automatic e-mail that could leave at `at` has to wait; none when it leaves.
    fn wait(&self, walker: &Walker<'_>, first: bool, at: Timestamp) -> Option<Timestamp> {
        if !walker.is_automatic() {
            return None;
        }
        let slot = self.pace.next_slot(&self.sent, first, self.rep_zone, at);
        if slot > at {
            return Some(slot);
        }
        let open = walker.opening(at)?;
        (open > at).then_some(open)
    }

    fn done(&mut self, walker: &mut Walker<'_>, who: usize, first: bool, at: Timestamp) {
        let Some(planned) = walker.open() else { return };
        if planned.kind == TouchKind::Email {
            self.sent.at.push(at);
            self.sent.count += 1;
            if first {
                self.sent.first.push(at);
            }
            walker.mailed = true;
        }
        self.done.push(Touch { who, at, ..planned });
        walker.happen(Event::Done, at);
    }
}

/// One person on the way.
struct Walker<'a> {
    course: Course<'a>,
    enrolment: Option<Enrolment>,
    past: Vec<Past>,
    /// Whether they were written to already.
    mailed: bool,
    left: usize,
}

impl<'a> Walker<'a> {
    fn new(someone: Someone<'a>, now: Timestamp) -> Self {
        let Someone { course, base } = someone;
        let course = Course { all_paused_since: None, ..course };
        let base = base.max(now);
        let begun = begin(None, base, 0, &course, base).ok();
        let past = begun.iter().flat_map(|begun| begun.effects.closed.iter().map(past)).collect();
        let enrolment = begun.map(|begun| begun.next);
        Self { course, enrolment, past, mailed: false, left: MAX_TOUCHES }
    }

    /// When the open touch would be done, as it stands in the queue.
    fn waits(&self, who: usize) -> Option<Reverse<(Timestamp, bool, Timestamp, usize)>> {
        let due = self.enrolment.as_ref()?.position?.due_at;
        let first = self.open().is_some_and(|open| open.kind == TouchKind::Email) && !self.mailed;
        (self.left > 0).then_some(Reverse((due, first, due, who)))
    }

    fn step(&self) -> Option<&'a crate::step::Step> {
        let id = self.enrolment.as_ref()?.position?.step;
        self.course.steps.iter().find(|step| step.id == id)
    }

    fn open(&self) -> Option<Touch> {
        let enrolment = self.enrolment.as_ref()?;
        let step = self.step()?;
        let at = enrolment.position?.due_at;
        Some(Touch { who: 0, step: step.id, run: enrolment.run, kind: step.content.kind(), at })
    }

    fn is_automatic(&self) -> bool {
        self.step().is_some_and(|step| {
            matches!(step.content, StepContent::Email { mode: EmailMode::Automatic, .. })
        })
    }

    fn opening(&self, at: Timestamp) -> Option<Timestamp> {
        self.course.next_opening(self.step()?, at)
    }

    fn happen(&mut self, event: Event, at: Timestamp) {
        let Some(enrolment) = self.enrolment.take() else { return };
        let mut next = enrolment;
        let waits = |enrolment: &Enrolment| {
            enrolment.position.is_some_and(|open| open.state == TouchState::Waiting)
        };
        for event in [Event::Tick, event] {
            if event == Event::Tick && !waits(&next) {
                continue;
            }
            let facts = Facts { past: &self.past, ..self.course.facts };
            let course = Course { facts, ..self.course };
            let Ok(advance) = advance(&next, event, &course, at) else { return };
            self.past.extend(advance.effects.closed.iter().map(past));
            next = advance.next;
        }
        self.left -= 1;
        self.enrolment = (!next.is_paused()).then_some(next);
    }
}

fn past(closed: &Closed) -> Past {
    Past {
        run: closed.run,
        step: closed.position.step,
        visit: closed.position.visit,
        done: closed.skipped.is_none(),
        disposition: closed.disposition,
    }
}
